/* SPDX-License-Identifier: GPL-3.0-or-later */
/* utf8.h - UTF-8 without opinions about language. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is it well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms) without NUL? */
bool utf8_valid(const char *text, size_t length);

/* The code point at `*cursor` (before `end`), which moves behind it. 0xFFFD and one byte forward
 * for a malformed one. */
uint32_t utf8_next(const char **cursor, const char *end);

/* Writes 1 to 4 bytes; returns how many. */
size_t utf8_put(uint32_t code_point, char out_bytes[4]);

/* How many code points; how many columns on a terminal (combining marks 0, wide East Asian 2). */
size_t utf8_length(const char *text);
size_t utf8_columns(const char *text);

/* C0, C1, DEL, and the bidirectional and other invisible controls that can forge a terminal
 * line. */
bool utf8_is_control(uint32_t code_point);

#endif
