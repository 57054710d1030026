/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/table.h"

#include "base/utf8.h"
#include "base/uuid.h"
#include "views/cell.h"
#include "views/escape.h"
#include "views/words.h"

#include <string.h>

enum { COLUMNS_MAX = 40, COLUMN_LEAST = 6, GAP = 2, DEPTH_MAX = 4, WRAP_LEAST = 24 };

struct writer {
    const struct reader *reader;
    const struct table_style *style;
    struct buffer *buffer;
    struct arena *arena;
};

struct column {
    const char *key;
    const char *label;
    size_t width;
    bool number;
    bool whole; /* an id is of no use without its end */
    const char **cells;
};

struct grid {
    struct column columns[COLUMNS_MAX];
    size_t count;
    uint32_t rows;
};

/* ---- text that fits ---- */

static void
add_blanks(struct buffer *buffer, size_t count)
{
    while (count-- > 0)
        buffer_byte(buffer, ' ');
}

/* The text, cut with an ellipsis where it is wider than `width`; returns the columns it takes. */
static size_t
add_cut(struct buffer *buffer, struct arena *arena, const char *text, size_t width)
{
    size_t columns = utf8_columns(text);
    if (columns <= width) {
        buffer_text(buffer, text);
        return columns;
    }
    const char *end = text + strlen(text), *at = text, *fits = text;
    size_t used = 0;
    while (at < end) {
        (void)utf8_next(&at, end);
        size_t next = utf8_columns(arena_copy(arena, fits, (size_t)(at - fits)));
        if (used + next > width - 1)
            break;
        used += next;
        fits = at;
    }
    buffer_add(buffer, text, (size_t)(fits - text));
    buffer_text(buffer, "…");
    return used + 1;
}

static void
add_heading(const struct writer *writer, const char *text)
{
    if (writer->style->color)
        buffer_text(writer->buffer, "\033[1m");
    buffer_text(writer->buffer, text);
    if (writer->style->color)
        buffer_text(writer->buffer, "\033[0m");
}

/* ---- tables ---- */

static bool
is_rows(const struct doc *value)
{
    return value->kind == DOC_LIST && value->count > 0 && doc_item(value, 0)->kind == DOC_MAP;
}

/* Some row has something to show under the key. */
static bool
is_shown(const struct doc *list, const char *key)
{
    for (uint32_t i = 0; i < doc_count(list); i++) {
        const struct doc *value = doc_get(doc_item(list, i), key);
        if (value->kind != DOC_LIST && value->kind != DOC_MAP && value->kind != DOC_NULL &&
            !(value->kind == DOC_TEXT && value->count == 0))
            return true;
    }
    return false;
}

/* What a table leaves out unless it is asked for: the ids of other records, and what is the same for
 * every record. */
static bool
is_noise(const struct doc *list, const char *key)
{
    static const char *const common[] = {"id", "version", "created_at", "updated_at"};
    unsigned char bytes[UUID_BYTES];
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (strcmp(key, common[i]) == 0)
            return true;
    for (uint32_t i = 0; i < doc_count(list); i++) {
        const struct doc *value = doc_get(doc_item(list, i), key);
        if (value->kind != DOC_NULL && !(value->kind == DOC_TEXT && uuid_read(value->text, bytes)))
            return false;
    }
    return true;
}

static bool
is_instant(const char *key)
{
    size_t length = strlen(key);
    return strcmp(key, "at") == 0 || (length > 3 && strcmp(key + length - 3, "_at") == 0);
}

static void
add_column(const struct writer *writer, struct grid *grid, const struct doc *list, const char *key)
{
    if (grid->count == COLUMNS_MAX)
        return;
    struct column *column = &grid->columns[grid->count++];
    *column = (struct column){.key = key, .number = true, .whole = strcmp(key, "id") == 0};
    column->label = cell_label(writer->reader, writer->arena, key);
    column->width = utf8_columns(column->label);
    column->cells = arena_alloc(writer->arena, (size_t)grid->rows * sizeof *column->cells);
    for (uint32_t i = 0; i < grid->rows; i++) {
        const struct doc *row = doc_item(list, i);
        column->cells[i] = cell_line(writer->reader, writer->arena, row, key);
        size_t width = utf8_columns(column->cells[i]);
        if (width > column->width)
            column->width = width;
        enum doc_kind kind = doc_get(row, key)->kind;
        if ((kind != DOC_INT && kind != DOC_REAL && kind != DOC_NULL) || is_instant(key))
            column->number = false;
    }
}

/* The columns that are asked for; `present`: only those that the rows have. */
static void
add_named(const struct writer *writer, struct grid *grid, const struct doc *list, const char *names,
          bool present)
{
    while (names != NULL && *names != '\0') {
        size_t length = strcspn(names, " ");
        const char *name = arena_copy(writer->arena, names, length);
        if (length > 0 && (!present || doc_has(doc_item(list, 0), name)))
            add_column(writer, grid, list, name);
        names += length + (names[length] == ' ');
    }
}

/* All that stands in the rows, the id last. */
static void
add_all(const struct writer *writer, struct grid *grid, const struct doc *list)
{
    const struct doc *first = doc_item(list, 0);
    for (uint32_t i = 0; i < doc_count(first); i++) {
        const char *key = doc_key(first, i);
        if (is_shown(list, key) && !is_noise(list, key))
            add_column(writer, grid, list, key);
    }
    if (is_shown(list, "id"))
        add_column(writer, grid, list, "id");
}

/* The widest columns give way until the table fits. */
static void
narrow(struct grid *grid, size_t width)
{
    size_t total = GAP * (grid->count - 1);
    for (size_t i = 0; i < grid->count; i++)
        total += grid->columns[i].width;
    while (total > width) {
        struct column *widest = NULL;
        for (size_t i = 0; i < grid->count; i++)
            if (!grid->columns[i].whole &&
                (widest == NULL || grid->columns[i].width > widest->width))
                widest = &grid->columns[i];
        if (widest == NULL || widest->width <= COLUMN_LEAST)
            return;
        widest->width--;
        total--;
    }
}

/* `row` -1: the labels. */
static void
add_row(const struct writer *writer, const struct grid *grid, int64_t row)
{
    struct buffer line;
    buffer_open(&line, writer->arena, writer->buffer->ceiling);
    size_t owed = 0; /* blanks are written only in front of something */
    for (size_t i = 0; i < grid->count; i++) {
        const struct column *column = &grid->columns[i];
        const char *text = row < 0 ? column->label : column->cells[row];
        size_t width = utf8_columns(text);
        size_t room = width < column->width ? column->width - width : 0;
        owed += i > 0 ? GAP : 0;
        if (*text == '\0') {
            owed += column->width;
            continue;
        }
        add_blanks(&line, owed + (column->number ? room : 0));
        size_t used = add_cut(&line, writer->arena, text, column->width);
        owed = column->number ? 0 : column->width - used;
    }
    if (row < 0)
        add_heading(writer, buffer_read(&line));
    else
        buffer_text(writer->buffer, buffer_read(&line));
    buffer_byte(writer->buffer, '\n');
}

enum asked { ASKED_ALL, ASKED_PRESENT };

static void
show_rows(const struct writer *writer, const struct doc *list, enum asked asked)
{
    struct grid grid = {.rows = doc_count(list)};
    add_named(writer, &grid, list, writer->style->columns, asked == ASKED_PRESENT);
    /* One column that happens to have the name of another table's is not what was meant. */
    if (asked == ASKED_PRESENT && grid.count < 3)
        grid.count = 0;
    if (grid.count == 0)
        add_all(writer, &grid, list);
    if (grid.count == 0)
        return;
    if (writer->style->width > 0)
        narrow(&grid, (size_t)writer->style->width);
    for (int64_t row = -1; row < (int64_t)grid.rows; row++)
        add_row(writer, &grid, row);
}

/* ---- label  value ---- */

/* One line of a text that may be longer than what is left of the terminal: parted at blanks, what
 * follows stands under its beginning. */
static void
add_wrapped(const struct writer *writer, const char *text, size_t length, size_t indent)
{
    size_t width = writer->style->width > 0 ? (size_t)writer->style->width : 0;
    size_t room = width > indent + WRAP_LEAST ? width - indent : 0;
    size_t used = 0;
    for (size_t at = 0; at < length;) {
        size_t blanks = strspn(text + at, " ");
        size_t word = strcspn(text + at + blanks, " \n");
        if (blanks + word > length - at)
            word = length - at > blanks ? length - at - blanks : 0;
        size_t columns = utf8_columns(arena_copy(writer->arena, text + at + blanks, word));
        if (room > 0 && used > 0 && used + blanks + columns > room) {
            buffer_byte(writer->buffer, '\n');
            add_blanks(writer->buffer, indent);
            used = 0;
        } else {
            add_blanks(writer->buffer, blanks);
            used += blanks;
        }
        buffer_add(writer->buffer, text + at + blanks, word);
        used += columns;
        at += blanks + word;
    }
}

static void
add_value(const struct writer *writer, const char *text, size_t indent)
{
    for (;;) {
        size_t length = strcspn(text, "\n");
        add_wrapped(writer, text, length, indent);
        buffer_byte(writer->buffer, '\n');
        if (text[length] == '\0' || text[length + 1] == '\0')
            return;
        text += length + 1;
        if (*text != '\n')
            add_blanks(writer->buffer, indent);
    }
}

static bool
is_line(const struct doc *value)
{
    return value->kind != DOC_MAP && !is_rows(value) && value->kind != DOC_NULL &&
           !(value->kind != DOC_BOOL && value->kind != DOC_INT && doc_is_empty(value));
}

static bool
show_lines(const struct writer *writer, const struct doc *map)
{
    size_t widest = 0;
    for (uint32_t i = 0; i < doc_count(map); i++) {
        size_t width = utf8_columns(cell_label(writer->reader, writer->arena, doc_key(map, i)));
        if (is_line(doc_value(map, i)) && width > widest)
            widest = width;
    }
    for (uint32_t i = 0; i < doc_count(map); i++) {
        if (!is_line(doc_value(map, i)))
            continue;
        const char *key = doc_key(map, i);
        const char *label = cell_label(writer->reader, writer->arena, key);
        buffer_text(writer->buffer, label);
        add_blanks(writer->buffer, widest - utf8_columns(label) + GAP);
        add_value(writer, cell_text(writer->reader, writer->arena, map, key), widest + GAP);
    }
    return widest > 0;
}

static void
show_map(const struct writer *writer, const struct doc *map, int depth)
{
    bool something = show_lines(writer, map);
    for (uint32_t i = 0; i < doc_count(map) && depth < DEPTH_MAX; i++) {
        const struct doc *value = doc_value(map, i);
        bool rows = is_rows(value);
        if (!rows && (value->kind != DOC_MAP || value->count == 0))
            continue;
        if (something)
            buffer_byte(writer->buffer, '\n');
        add_heading(writer, cell_label(writer->reader, writer->arena, doc_key(map, i)));
        buffer_byte(writer->buffer, '\n');
        if (rows)
            show_rows(writer, value, ASKED_PRESENT);
        else
            show_map(writer, value, depth + 1);
        something = true;
    }
}

/* A list of items as people know it from other commands: the table, and how to get the rest. */
static void
show_items(const struct writer *writer, const struct doc *document, const struct doc *items)
{
    if (doc_count(items) == 0) {
        buffer_text(writer->buffer, words_say(writer->reader, writer->arena, "table.empty", NULL));
        buffer_byte(writer->buffer, '\n');
        return;
    }
    show_rows(writer, items, ASKED_ALL);
    if (!doc_is_empty(doc_get(document, "after"))) {
        buffer_byte(writer->buffer, '\n');
        const char *more = words_say(writer->reader, writer->arena, "table.more", document);
        escape_line(writer->buffer, more, strlen(more));
        buffer_byte(writer->buffer, '\n');
    }
}

void
table_show(const struct doc *document, const struct reader *reader, const struct table_style *style,
           struct buffer *buffer)
{
    struct writer writer = {reader, style, buffer, buffer->arena};
    const struct doc *items = doc_get(document, "items");
    if (is_rows(document))
        show_rows(&writer, document, ASKED_ALL);
    else if (items->kind == DOC_LIST)
        show_items(&writer, document, items);
    else if (document->kind == DOC_MAP)
        show_map(&writer, document, 0);
}
