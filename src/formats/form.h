/* SPDX-License-Identifier: GPL-3.0-or-later */
/* form.h - what a browser's form sends: application/x-www-form-urlencoded (WHATWG URL, section 5) to a
 * map of texts and back. The names may be dotted ("contact_points.0.value"); they stay as they are. */
#ifndef FORMATS_FORM_H
#define FORMATS_FORM_H

#include "base/buffer.h"
#include "doc/doc.h"

enum {
    FORM_PAIRS_MAX = 1000,
    FORM_NAME_MAX = 200,              /* bytes of one decoded name */
    FORM_LENGTH_MAX = 4 * 1024 * 1024 /* bytes of the whole, encoded */
};

/* A query string or form body -> map of texts in the order of first mention; of a repeated name the
 * last value stays. INVALID with `out_code` (may be NULL) "form.too_large", "form.too_many",
 * "form.name" (empty pairs are skipped, a nameless value or a name past its limit is not),
 * "form.percent" (% without two hexadecimal digits), "form.control" (%00), or "form.utf8". */
MUST_CHECK enum status form_read(struct arena *arena, const char *text, size_t length,
                                 struct doc **out_map, const char **out_code);

/* Append the map as a form body; null values are left out, numbers and bools written as text. */
void form_write(struct buffer *buffer, const struct doc *map);

/* Decode %XX (and + as a blank when `plus`) into the arena; the same codes as above. */
MUST_CHECK enum status percent_read(struct arena *arena, const char *text, size_t length, bool plus,
                                    const char **out_text, size_t *out_length,
                                    const char **out_code);

/* Append with every byte but letters, digits and "-._~" as %XX (RFC 3986 section 2.3). */
void percent_write(struct buffer *buffer, const char *text, size_t length);

#endif
