/* SPDX-License-Identifier: GPL-3.0-or-later */
/* number.h - whole numbers as people and programs write them: an optional sign, then digits. No locale,
 * no blanks, no overflow that goes unnoticed. */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* The number at the beginning of `text`; `*out_rest` (may be NULL: then nothing may follow) is what
 * comes behind it. False when there is none or it does not fit 64 bits. */
bool number_read(const char *text, int64_t *out_number, const char **out_rest);

#endif
