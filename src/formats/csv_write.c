/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/csv.h"

#include <string.h>

/* What makes a formula: these, and the full-width = + - @ that some spreadsheets take for them. */
static bool
begins_formula(const char *text)
{
    static const char *const wide[] = {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
    if (*text == '\0')
        return false;
    if (strchr("=+-@\t\r\n", *text) != NULL)
        return true;
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
        if (strncmp(text, wide[i], strlen(wide[i])) == 0)
            return true;
    return false;
}

/* The quotes before a formula count too: else '=1 of the user and =1 behind our guard would be one. */
bool
csv_is_formula(const char *text)
{
    return begins_formula(text + strspn(text, "'"));
}

const char *
csv_unguard(const char *text)
{
    return *text == '\'' && csv_is_formula(text) ? text + 1 : text;
}

void
csv_write_mark(struct csv_writer *writer)
{
    buffer_text(writer->buffer, "\uFEFF");
}

static bool
needs_quotes(const struct csv_writer *writer, const char *text)
{
    size_t length = strlen(text);
    if (length == 0)
        return false;
    return strpbrk(text, "\"\r\n") != NULL || strchr(text, writer->separator) != NULL ||
           strchr(" \t", text[0]) != NULL || strchr(" \t", text[length - 1]) != NULL;
}

static void
write_field(struct csv_writer *writer, const char *text)
{
    struct buffer *buffer = writer->buffer;
    bool guarded = writer->guard && csv_is_formula(text);

    if (!needs_quotes(writer, text)) {
        buffer_text(buffer, guarded ? "'" : "");
        buffer_text(buffer, text);
        return;
    }
    buffer_text(buffer, guarded ? "\"'" : "\"");
    for (const char *cursor = text; *cursor != '\0';) {
        size_t run = strcspn(cursor, "\"");
        buffer_add(buffer, cursor, run);
        cursor += run;
        if (*cursor == '"') {
            buffer_text(buffer, "\"\"");
            cursor++;
        }
    }
    buffer_byte(buffer, '"');
}

void
csv_write(struct csv_writer *writer, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = texts[i] == NULL ? "" : texts[i];
        if (i > 0)
            buffer_byte(writer->buffer, writer->separator);
        /* A record of one empty field would be a blank line, which is no field at all. */
        if (count == 1 && *text == '\0')
            buffer_text(writer->buffer, "\"\"");
        else
            write_field(writer, text);
    }
    buffer_text(writer->buffer, "\r\n");
}

static const char *
text_of(struct arena *arena, const struct doc *value)
{
    switch (value->kind) {
    case DOC_BOOL: return value->boolean ? "true" : "false";
    case DOC_INT: return arena_print(arena, "%lld", (long long)value->integer);
    case DOC_REAL: return arena_print(arena, "%.17g", value->real);
    case DOC_TEXT:
    case DOC_MARKUP: return value->text;
    case DOC_NULL:
    case DOC_LIST:
    case DOC_MAP: break;
    }
    return "";
}

void
csv_write_rows(struct csv_writer *writer, const struct doc *rows)
{
    struct arena *arena = writer->buffer->arena;
    if (doc_count(rows) == 0 || rows->kind != DOC_LIST)
        return;
    const struct doc *first = doc_item(rows, 0);
    uint32_t columns = doc_count(first);
    const char **texts = arena_alloc(arena, (columns + 1) * sizeof *texts);

    for (uint32_t i = 0; i < columns; i++)
        texts[i] = doc_key(first, i);
    csv_write(writer, texts, columns);
    for (uint32_t row = 0; row < doc_count(rows); row++) {
        for (uint32_t i = 0; i < columns; i++)
            texts[i] = text_of(arena, doc_get(doc_item(rows, row), doc_key(first, i)));
        csv_write(writer, texts, columns);
    }
}
