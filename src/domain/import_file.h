/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_file.h - a file that is to be brought in, from the moment it comes until the runner reads it. */
#ifndef DOMAIN_IMPORT_FILE_H
#define DOMAIN_IMPORT_FILE_H

#include "call/call.h"

/* What it is, by its first megabyte and the parameter `as`. INVALID, with the field "file", for what holds
 * nobody. Moves the place of reading. */
MUST_CHECK enum status import_look_at(struct call *call, int file, const char **out_kind);

/* Where the runner finds the file: {path, ours, size, changed_s, changed_ns}. One that has no name (an
 * upload) gets one of ours, `id` in the folder for incoming files, until it is read. */
MUST_CHECK enum status import_take_source(struct call *call, int file, const char *given,
                                          const char *id, struct doc *source);

#endif
