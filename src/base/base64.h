/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base64.h - bytes as text and back (RFC 4648 section 4). */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/arena.h"

/* With padding, without line breaks. */
char *base64_write(struct arena *arena, const char *bytes, size_t length);

/* Blanks and line breaks are passed over, padding may be missing. INVALID for any other letter, for what
 * follows the padding, and for a last group of one letter. A NUL stands behind the bytes. */
MUST_CHECK enum status base64_read(struct arena *arena, const char *text, size_t length,
                                   char **out_bytes, size_t *out_length);

#endif
