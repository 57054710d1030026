/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/form.h"

#include "base/utf8.h"

#include <string.h>

static int
hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    return -1;
}

static enum status
refuse(const char **out_code, const char *code)
{
    if (out_code != NULL)
        *out_code = code;
    return STATUS_INVALID;
}

enum status
percent_read(struct arena *arena, const char *text, size_t length, bool plus, const char **out_text,
             size_t *out_length, const char **out_code)
{
    char *decoded = arena_alloc(arena, length + 1);
    size_t used = 0;

    for (size_t i = 0; i < length; i++) {
        char byte = text[i];
        if (byte == '%') {
            int high = length - i > 2 ? hex_digit(text[i + 1]) : -1;
            int low = length - i > 2 ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                return refuse(out_code, "form.percent");
            byte = (char)(high * 16 + low);
            i += 2;
        } else if (byte == '+' && plus) {
            byte = ' ';
        }
        if (byte == '\0')
            return refuse(out_code, "form.control");
        decoded[used++] = byte;
    }
    if (!utf8_valid(decoded, used))
        return refuse(out_code, "form.utf8");
    *out_text = decoded;
    *out_length = used;
    return STATUS_OK;
}

static enum status
read_pair(struct arena *arena, const char *pair, size_t length, struct doc *map,
          const char **out_code)
{
    const char *equals = memchr(pair, '=', length);
    size_t name_length = equals == NULL ? length : (size_t)(equals - pair);
    const char *name, *value = "";
    size_t value_length = 0;

    TRY(percent_read(arena, pair, name_length, true, &name, &name_length, out_code));
    if (name_length == 0 || name_length > FORM_NAME_MAX)
        return refuse(out_code, "form.name");
    if (equals != NULL)
        TRY(percent_read(arena, equals + 1, (size_t)(pair + length - equals - 1), true, &value,
                         &value_length, out_code));
    doc_set(map, name, doc_text_n(value, value_length));
    return STATUS_OK;
}

enum status
form_read(struct arena *arena, const char *text, size_t length, struct doc **out_map,
          const char **out_code)
{
    struct doc *map = doc_map(arena);
    const char *cursor = text, *end = text + length;
    int pairs = 0;

    if (length > FORM_LENGTH_MAX)
        return refuse(out_code, "form.too_large");
    while (cursor < end) {
        const char *stop = memchr(cursor, '&', (size_t)(end - cursor));
        size_t pair = (size_t)((stop == NULL ? end : stop) - cursor);
        if (pair > 0) {
            if (++pairs > FORM_PAIRS_MAX)
                return refuse(out_code, "form.too_many");
            TRY(read_pair(arena, cursor, pair, map, out_code));
        }
        cursor += pair + 1;
    }
    *out_map = map;
    return STATUS_OK;
}

void
percent_write(struct buffer *buffer, const char *text, size_t length)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                     (byte >= '0' && byte <= '9') || (byte != 0 && strchr("-._~", byte) != NULL);
        char encoded[3] = {'%', digits[byte >> 4], digits[byte & 15]};
        if (plain)
            buffer_byte(buffer, (char)byte);
        else
            buffer_add(buffer, encoded, sizeof encoded);
    }
}

static void
write_value(struct buffer *buffer, const struct doc *value)
{
    switch (value->kind) {
    case DOC_BOOL: buffer_text(buffer, value->boolean ? "true" : "false"); break;
    case DOC_INT: buffer_print(buffer, "%lld", (long long)value->integer); break;
    case DOC_REAL: buffer_print(buffer, "%.17g", value->real); break;
    case DOC_TEXT:
    case DOC_MARKUP: percent_write(buffer, value->text, value->count); break;
    case DOC_NULL:
    case DOC_LIST:
    case DOC_MAP: break;
    }
}

void
form_write(struct buffer *buffer, const struct doc *map)
{
    bool first = true;
    for (uint32_t i = 0; i < doc_count(map); i++) {
        const struct doc *value = doc_value(map, i);
        if (value->kind == DOC_NULL || value->kind == DOC_LIST || value->kind == DOC_MAP)
            continue;
        if (!first)
            buffer_byte(buffer, '&');
        first = false;
        percent_write(buffer, doc_key(map, i), strlen(doc_key(map, i)));
        buffer_byte(buffer, '=');
        write_value(buffer, value);
    }
}
