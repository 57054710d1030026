/* SPDX-License-Identifier: GPL-3.0-or-later */
/* digits.h - whole numbers as addresses, headers and field names hold them: digits only, no sign, no
 * blanks, no locale. */
#ifndef FACES_DIGITS_H
#define FACES_DIGITS_H

#include <stddef.h>
#include <stdint.h>

enum { DIGITS_MAX = 15 };

/* The number at the beginning of the text; -1 when there is no digit or more than DIGITS_MAX. `*end`
 * (may be NULL) is what follows. */
int64_t digits_read(const char *text, const char **end);

/* The text as a whole is a number up to `most`; else -1. */
int64_t digits_whole(const char *text, int64_t most);

#endif
