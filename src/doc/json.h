/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.h - RFC 8259, strictly: duplicate keys, NUL inside texts and keys, lone surrogates, numbers
 * beyond int64 or double, bad UTF-8, depth over 64 and anything after the value are refused. */
#ifndef DOC_JSON_H
#define DOC_JSON_H

#include "base/buffer.h"
#include "doc/doc.h"

enum { JSON_DEPTH_MAX = 64, JSON_BYTES_MAX = 256 * 1024 * 1024 };

struct json_error {
    int line, column; /* from 1, in characters: where the offending piece ends */
    const char *code; /* "json.duplicate_key", "json.syntax", "json.end", "json.utf8", "json.nul",
                           "json.number", "json.depth", "json.too_long" */
};

/* INVALID with `out_error` (may be NULL) filled. MISSING when the system has no jansson. The
 * document is independent of `text`. */
MUST_CHECK enum status json_read(struct arena *arena, const char *text, size_t length,
                                 struct doc *out_value, struct json_error *out_error);

/* Append the value. `indent`: 0 one line, else blanks a level; JSON_DENSE one line without the keys whose
 * value is null or an empty list. MARKUP is written as text; a number that is not finite as null; bytes
 * that are not UTF-8 as U+FFFD. */
enum { JSON_DENSE = -1 };
void json_write(struct buffer *buffer, const struct doc *value, int indent);

#endif
