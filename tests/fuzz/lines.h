/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lines.h - a document of texts made from fuzz data: one "key=value" a line, \n and \r written as such. */
#ifndef FUZZ_LINES_H
#define FUZZ_LINES_H

#include "base/utf8.h"
#include "doc/doc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The documents' contract is UTF-8 without NUL: what is none becomes question marks. */
static inline char *
sound_text(struct arena *arena, const char *bytes, size_t length)
{
    char *text = arena_alloc(arena, length + 1);
    const char *cursor = bytes, *end = bytes + length;
    size_t used = 0;
    while (cursor < end) {
        const char *start = cursor;
        (void)utf8_next(&cursor, end);
        size_t step = (size_t)(cursor - start);
        if (utf8_valid(start, step))
            memcpy(text + used, start, step);
        else
            memset(text + used, '?', step);
        used += step;
    }
    return text;
}

static inline void
unescape(char *text)
{
    char *to = text;
    for (; *text != '\0'; text++) {
        if (text[0] == '\\' && (text[1] == 'n' || text[1] == 'r'))
            *to++ = *++text == 'n' ? '\n' : '\r';
        else
            *to++ = *text;
    }
    *to = '\0';
}

/* "#12" is the number 12. A line "--" begins the next map of the list. */
static inline struct doc *
maps_of_lines(struct arena *arena, const uint8_t *data, size_t size)
{
    struct doc *list = doc_list(arena), *map = doc_push(list, *doc_map(arena));
    const char *cursor = (const char *)data, *end = cursor + size;
    while (cursor < end) {
        const char *stop = memchr(cursor, '\n', (size_t)(end - cursor));
        stop = stop == NULL ? end : stop;
        char *line = sound_text(arena, cursor, (size_t)(stop - cursor));
        char *equals = strchr(line, '=');
        if (strcmp(line, "--") == 0)
            map = doc_push(list, *doc_map(arena));
        if (equals != NULL && doc_count(map) < 50) {
            *equals = '\0';
            unescape(equals + 1);
            if (equals[1] == '#')
                doc_set_int(map, line, strtoll(equals + 2, NULL, 10));
            else
                doc_set_text(map, line, equals + 1);
        }
        cursor = stop + 1;
    }
    return list;
}

#endif
