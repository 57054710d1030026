/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notes.h - what one writes down: in an interview, or about a person. */
#ifndef DOMAIN_NOTES_H
#define DOMAIN_NOTES_H

#include "call/call.h"

extern const struct call_row note_rows[];

#endif
