/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/value.h"

#include "base/buffer.h"

#include <inttypes.h>
#include <string.h>

enum { LIST_TEXT_MAX = 64 * 1024 };

static const char *
integer_text(struct arena *arena, int64_t number)
{
    char digits[24];
    char *at = digits + sizeof digits;
    uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    *--at = '\0';
    do {
        *--at = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (number < 0)
        *--at = '-';
    return arena_copy(arena, at, (size_t)(digits + sizeof digits - 1 - at));
}

static const char *
list_text(struct arena *arena, const struct doc *list)
{
    struct buffer text;
    buffer_open(&text, arena, LIST_TEXT_MAX);
    for (uint32_t i = 0; i < doc_count(list); i++) {
        if (i > 0)
            buffer_text(&text, ", ");
        if (doc_item(list, i)->kind != DOC_LIST)
            buffer_text(&text, value_text(arena, doc_item(list, i)));
    }
    return buffer_read(&text);
}

const char *
value_text(struct arena *arena, const struct doc *value)
{
    switch (value->kind) {
    case DOC_TEXT:
    case DOC_MARKUP: return value->text;
    case DOC_INT: return integer_text(arena, value->integer);
    case DOC_BOOL: return value->boolean ? "true" : "false";
    case DOC_REAL: return arena_print(arena, "%.15g", value->real);
    case DOC_LIST: return list_text(arena, value);
    case DOC_NULL:
    case DOC_MAP: break;
    }
    return "";
}

static const char *
instant(const struct reader *reader, struct arena *arena, enum step_format format, int64_t at_ms)
{
    switch (format) {
    case FORMAT_DAY: return reader_day(reader, arena, at_ms);
    case FORMAT_TIME: return reader_time(reader, arena, at_ms);
    case FORMAT_MOMENT: return reader_moment(reader, arena, at_ms);
    case FORMAT_AGO: return reader_ago(reader, arena, at_ms);
    case FORMAT_LONG: return reader_long(reader, arena, at_ms);
    case FORMAT_NUMBER: return reader_number(reader, arena, at_ms);
    case FORMAT_ISO: return instant_text(arena, at_ms);
    case FORMAT_PLAIN:
    case FORMAT_DATE:
    case FORMAT_LOCAL: break;
    }
    return NULL;
}

struct doc
value_format(const struct reader *reader, struct arena *arena, enum step_format format,
             const struct doc *value)
{
    const char *text = NULL;
    if (value->kind == DOC_INT)
        text = instant(reader, arena, format, value->integer);
    else if (value->kind == DOC_TEXT && value->count > 0 && format == FORMAT_DATE)
        text = reader_date(reader, arena, value->text);
    else if (value->kind == DOC_TEXT && value->count > 0 && format == FORMAT_LOCAL)
        text = reader_local(reader, arena, value->text);
    return text == NULL ? *value : doc_text(text);
}

enum step_format
value_format_named(const char *name)
{
    static const char *const names[] = {
        [FORMAT_DAY] = "day",     [FORMAT_TIME] = "time",     [FORMAT_MOMENT] = "moment",
        [FORMAT_AGO] = "ago",     [FORMAT_LONG] = "long",     [FORMAT_DATE] = "date",
        [FORMAT_LOCAL] = "local", [FORMAT_NUMBER] = "number", [FORMAT_ISO] = "iso",
    };
    for (size_t i = FORMAT_DAY; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return (enum step_format)i;
    return FORMAT_PLAIN;
}
