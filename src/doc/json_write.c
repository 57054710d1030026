/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"
#include "doc/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char blanks[] = "                                                                ";

static void
new_line(struct buffer *buffer, int indent, int depth)
{
    if (indent <= 0)
        return;
    buffer_byte(buffer, '\n');
    for (int left = indent * depth; left > 0; left -= (int)sizeof blanks - 1)
        buffer_add(buffer, blanks, left < (int)sizeof blanks ? (size_t)left : sizeof blanks - 1);
}

static void
write_escape(struct buffer *buffer, unsigned char letter)
{
    static const char letters[] = "\"\\\b\f\n\r\t";
    static const char names[] = "\"\\bfnrt";
    const char *known = letter == '\0' ? NULL : strchr(letters, letter);
    if (known == NULL) {
        buffer_print(buffer, "\\u%04x", letter);
        return;
    }
    buffer_byte(buffer, '\\');
    buffer_byte(buffer, names[known - letters]);
}

/* One character that is not plain ASCII; malformed bytes must not leave in a JSON text. */
static const char *
write_character(struct buffer *buffer, const char *next, const char *end)
{
    char bytes[4];
    uint32_t code_point = utf8_next(&next, end);
    buffer_add(buffer, bytes, utf8_put(code_point, bytes));
    return next;
}

static bool
is_plain(unsigned char letter)
{
    return letter >= 0x20 && letter < 0x80 && letter != '"' && letter != '\\';
}

/* Eight bytes of which each is plain. */
static bool
are_plain(const char *text)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t bytes;
    memcpy(&bytes, text, sizeof bytes);
    uint64_t quotes = bytes ^ ones * '"', strokes = bytes ^ ones * '\\';
    uint64_t low = (bytes - ones * 0x20) | (quotes - ones) | (strokes - ones);
    return ((bytes | low) & ones * 0x80) == 0;
}

static bool
is_all_plain(const char *text, size_t length)
{
    size_t at = 0;
    while (length - at >= 8 && are_plain(text + at))
        at += 8;
    while (at < length && is_plain((unsigned char)text[at]))
        at++;
    return at == length;
}

static void
write_plain(struct buffer *buffer, const char *text, size_t length)
{
    char *room = buffer_room(buffer, length + 2);
    if (room == NULL) {
        buffer->full = true;
        return;
    }
    room[0] = '"';
    if (length > 0)
        memcpy(room + 1, text, length);
    room[length + 1] = '"';
    room[length + 2] = '\0';
    buffer->length += length + 2;
}

static void
write_text(struct buffer *buffer, const char *text, size_t length)
{
    const char *end = text + length;
    if (is_all_plain(text, length)) {
        write_plain(buffer, text, length);
        return;
    }
    buffer_byte(buffer, '"');
    while (text < end) {
        const char *run = text;
        while (text < end && is_plain((unsigned char)*text))
            text++;
        buffer_add(buffer, run, (size_t)(text - run));
        if (text == end)
            break;
        if ((unsigned char)*text < 0x80)
            write_escape(buffer, (unsigned char)*text++);
        else
            text = write_character(buffer, text, end);
    }
    buffer_byte(buffer, '"');
}

static void
write_integer(struct buffer *buffer, int64_t integer)
{
    char text[20], *at = text + sizeof text;
    uint64_t rest = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;
    do
        *--at = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (integer < 0)
        *--at = '-';
    buffer_add(buffer, at, (size_t)(text + sizeof text - at));
}

/* The fewest digits that read back as the same number, and always a sign that it is no integer. */
static void
write_real(struct buffer *buffer, double real)
{
    char text[40];
    if (!isfinite(real)) {
        buffer_text(buffer, "null");
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(text, sizeof text, "%.*g", digits, real);
        double again = strtod(text, NULL);
        if (memcmp(&again, &real, sizeof real) == 0)
            break;
    }
    buffer_text(buffer, text);
    if (strpbrk(text, ".e") == NULL)
        buffer_text(buffer, ".0");
}

static void write_value(struct buffer *buffer, const struct doc *value, int indent, int depth);

static void
write_list(struct buffer *buffer, const struct doc *list, int indent, int depth)
{
    buffer_byte(buffer, '[');
    for (uint32_t i = 0; i < list->count; i++) {
        if (i > 0)
            buffer_byte(buffer, ',');
        new_line(buffer, indent, depth + 1);
        write_value(buffer, doc_item(list, i), indent, depth + 1);
    }
    if (list->count > 0)
        new_line(buffer, indent, depth);
    buffer_byte(buffer, ']');
}

static bool
says_nothing(const struct doc *value)
{
    return value->kind == DOC_NULL || (value->kind == DOC_LIST && value->count == 0);
}

static void
write_map(struct buffer *buffer, const struct doc *map, int indent, int depth)
{
    bool first = true;
    buffer_byte(buffer, '{');
    for (uint32_t i = 0; i < map->count; i++) {
        const char *key = doc_key(map, i);
        if (indent == JSON_DENSE && says_nothing(doc_value(map, i)))
            continue;
        if (!first)
            buffer_byte(buffer, ',');
        first = false;
        new_line(buffer, indent, depth + 1);
        write_text(buffer, key, strlen(key));
        buffer_add(buffer, ": ", indent <= 0 ? 1 : 2);
        write_value(buffer, doc_value(map, i), indent, depth + 1);
    }
    if (map->count > 0)
        new_line(buffer, indent, depth);
    buffer_byte(buffer, '}');
}

static void
write_value(struct buffer *buffer, const struct doc *value, int indent, int depth)
{
    switch (value->kind) {
    case DOC_NULL: buffer_text(buffer, "null"); break;
    case DOC_BOOL: buffer_text(buffer, value->boolean ? "true" : "false"); break;
    case DOC_INT: write_integer(buffer, value->integer); break;
    case DOC_REAL: write_real(buffer, value->real); break;
    case DOC_TEXT:
    case DOC_MARKUP: write_text(buffer, value->text, value->count); break;
    case DOC_LIST: write_list(buffer, value, indent, depth); break;
    case DOC_MAP: write_map(buffer, value, indent, depth); break;
    }
}

void
json_write(struct buffer *buffer, const struct doc *value, int indent)
{
    write_value(buffer, value, indent, 0);
}
