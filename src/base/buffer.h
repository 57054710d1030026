/* SPDX-License-Identifier: GPL-3.0-or-later */
/* buffer.h - text under construction, in an arena, with a ceiling that the maker must name. Past the
 * ceiling nothing more is added and the buffer stays `full`: ask once, at the end. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "base/arena.h"

#include <stdbool.h>

struct buffer {
    struct arena *arena;
    char *data; /* always NUL-terminated after the first byte */
    size_t length;
    size_t capacity; /* with the NUL; never beyond the ceiling */
    size_t ceiling;  /* bytes, without the NUL */
    bool full;       /* something did not fit and was left out */
};

void buffer_open(struct buffer *buffer, struct arena *arena, size_t ceiling);

/* Append bytes, a text, one byte, or a printed text. */
void buffer_add(struct buffer *buffer, const char *bytes, size_t length);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_byte(struct buffer *buffer, char byte);
void buffer_print(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);

/* Room for `length` more bytes, to be written in place: the caller then adds what it wrote to `length`
 * and ends it with a NUL. NULL when the ceiling is nearer than that (the buffer is not full then). */
char *buffer_room(struct buffer *buffer, size_t length);

/* The text so far; "" when nothing was added. */
const char *buffer_read(const struct buffer *buffer);

/* OK, or INVALID when something did not fit. */
MUST_CHECK enum status buffer_status(const struct buffer *buffer);

#endif
