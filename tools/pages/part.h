/* SPDX-License-Identifier: GPL-3.0-or-later */
/* part.h - a <details> whose tag holds {{open errors}} is open when one of the fields in it is marked as wrong, so
 * that nobody has to look for a mistake behind a closed part. One with such fields and without that tag is an error. */
#ifndef PAGES_PART_H
#define PAGES_PART_H

#include "tools/pages/pages.h"

/* {{open errors}} */
void part_opener(struct compiler *compiler, const char *at);

/* A tag ended; </details>. */
void part_begin(struct compiler *compiler, const char *at);
void part_end(struct compiler *compiler);

/* The page asks for the problem of a field, by this name (tags.h: tag_name). */
void part_error(struct compiler *compiler, const char *at, uint32_t name);

#endif
