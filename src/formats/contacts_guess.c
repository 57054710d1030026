/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/contacts_private.h"
#include "formats/mail.h"
#include "text/fold.h"

#include <string.h>

enum { WIDTHS_MAX = CSV_COLUMNS_MAX + 1, ROWS_LOOKED_AT = 100 };

/* The width that most records have, of those with the most; at least two cells, if any record has them. */
static uint32_t
common_width(struct arena *arena, const struct csv_record *records, size_t count)
{
    uint32_t *widths = arena_alloc(arena, WIDTHS_MAX * sizeof *widths), best = 0;
    for (size_t i = 0; i < count; i++)
        widths[records[i].count < WIDTHS_MAX ? records[i].count : WIDTHS_MAX - 1]++;
    for (uint32_t i = 1; i < WIDTHS_MAX; i++)
        if (widths[i] > 0 && (best < 2 || widths[i] >= widths[best]))
            best = i;
    return best;
}

static const char *
cell_of(struct arena *arena, const struct csv_record *record, uint32_t column)
{
    if (column >= record->count || record->fields[column].length > 2000)
        return NULL;
    return contacts_line(arena, contacts_unguarded(record->fields[column]));
}

static bool
is_data(const char *text)
{
    return mail_address_valid(text) || contacts_looks_link(text) || contacts_looks_phone(text);
}

/* Of the rows, four fifths of the cells that hold anything look like it. */
static bool
mostly(struct arena *arena, const struct csv_record *rows, size_t count, uint32_t column,
       bool (*looks)(const char *text))
{
    int filled = 0, like = 0;
    for (size_t i = 0; i < count && i < ROWS_LOOKED_AT; i++) {
        const char *text = cell_of(arena, &rows[i], column);
        filled += text != NULL;
        like += text != NULL && looks(text);
    }
    return filled > 0 && like * 5 >= filled * 4;
}

static const char *
key_by_values(struct arena *arena, const struct csv_record *rows, size_t count, uint32_t column)
{
    if (mostly(arena, rows, count, column, mail_address_valid))
        return "email";
    if (mostly(arena, rows, count, column, contacts_looks_link))
        return "link";
    if (mostly(arena, rows, count, column, contacts_looks_phone))
        return "phone";
    return NULL;
}

static bool
has_key(const struct contacts_header *header, const char *key)
{
    for (uint32_t i = 0; i < header->count; i++)
        if (header->columns[i].key != NULL && strcmp(header->columns[i].key, key) == 0)
            return true;
    return false;
}

/* "City" beside "Street" is a part of the address. */
static void
settle(struct contacts_header *header)
{
    bool street = has_key(header, "address.street");
    for (uint32_t i = 0; i < header->count; i++) {
        const char *key = header->columns[i].key;
        if (street && key != NULL && strcmp(key, "place") == 0)
            header->columns[i].key = "address.city";
        if (!street && key != NULL && strcmp(key, "address") != 0 &&
            strncmp(key, "address", 7) == 0)
            header->columns[i].key = NULL;
    }
}

/* Do half of the cells that hold something hold the given name of their row too, as a whole name does? */
static bool
holds_given(struct arena *arena, const struct csv_record *rows, size_t count, uint32_t column,
            uint32_t given)
{
    int filled = 0, holding = 0;
    for (size_t i = 0; i < count && i < ROWS_LOOKED_AT; i++) {
        const char *whole = cell_of(arena, &rows[i], column);
        const char *part = cell_of(arena, &rows[i], given);
        if (whole == NULL || part == NULL)
            continue;
        filled++;
        holding += strstr(text_fold(arena, whole), text_fold(arena, part)) != NULL;
    }
    return holding > 0 && holding * 2 >= filled;
}

/* "Name" beside "Vorname" is the family name. */
static void
settle_names(struct contacts_tables *tables, struct arena *arena, const struct csv_record *rows,
             size_t count, struct contacts_header *header)
{
    uint32_t given = 0;
    while (given < header->count && (header->columns[given].key == NULL ||
                                     strcmp(header->columns[given].key, "given_name") != 0))
        given++;
    if (given == header->count || has_key(header, "family_name"))
        return;
    for (uint32_t i = 0; i < header->count; i++) {
        struct contacts_column *column = &header->columns[i];
        if (column->key == NULL || strcmp(column->key, "name") != 0)
            continue;
        struct contacts_table_entry beside =
            contacts_any_name(tables, arena_print(arena, "%s + given_name", column->name));
        if (beside.found && !holds_given(arena, rows, count, i, given))
            column->key = beside.key;
    }
}

static void
guess_columns(struct contacts_tables *tables, struct arena *arena, const struct csv_record *rows,
              size_t count, struct contacts_header *header)
{
    for (uint32_t i = 0; i < header->count; i++) {
        struct contacts_column *column = &header->columns[i];
        if (contacts_is_remark(column->name))
            continue;
        struct contacts_table_entry entry = contacts_any_name(tables, column->name);
        if (column->name[0] != '\0' && entry.found) {
            column->key = entry.key;
            column->guess = "name";
        } else {
            column->key = key_by_values(arena, rows, count, i);
            column->guess = column->key == NULL ? NULL : "value";
        }
    }
    settle(header);
    settle_names(tables, arena, rows, count, header);
    for (uint32_t i = 0; i < header->count; i++) {
        struct contacts_column *column = &header->columns[i];
        if (column->key == NULL && !has_key(header, "name") && !has_key(header, "given_name") &&
            !has_key(header, "family_name") && mostly(arena, rows, count, i, contacts_looks_name)) {
            column->key = "name";
            column->guess = "value";
        }
    }
}

/* Of people speaks what is more than notes, which any letter may have. */
static bool
speaks_of_people(const struct contacts_header *header)
{
    for (uint32_t i = 0; i < header->count; i++) {
        const struct contacts_column *column = &header->columns[i];
        if (column->key != NULL && strcmp(column->key, "notes") != 0 &&
            !contacts_is_remark(column->name))
            return true;
    }
    return false;
}

/* Where no column is known the form has to tell a table from a letter with commas: a header of several names, rows
 * behind it, and four fifths of all that stands there as wide as it. */
static bool
looks_like_table(const struct csv_record *records, size_t count, size_t first, uint32_t width)
{
    size_t wide = 0, named = 0;
    for (uint32_t i = 0; i < width; i++)
        named += contacts_trim(records[first].fields[i]).length > 0 &&
                 records[first].fields[i].length <= CONTACTS_NAME_MAX;
    for (size_t i = 0; i < count; i++)
        wide += records[i].count == width;
    return named >= 2 && first + 1 < count && wide * 5 >= count * 4;
}

bool
contacts_guess(struct contacts_tables *tables, const struct csv_record *records, size_t count,
               struct contacts_header *out_header, size_t *out_first)
{
    ARENA_HERE struct arena arena;
    struct arena *kept = contacts_tables_arena(tables);
    size_t first = 0;
    bool data = false;
    arena_open(&arena);
    uint32_t width = common_width(&arena, records, count);
    while (first < count && records[first].count != width)
        first++;
    if (width == 0 || first == count)
        return false;
    struct contacts_header header = {.dialect = "csv",
                                     .count = width,
                                     .columns = arena_alloc(kept, width * sizeof *header.columns)};
    for (uint32_t i = 0; i < width && !data; i++) {
        const char *text = cell_of(&arena, &records[first], i);
        data = text != NULL && is_data(text);
    }
    header.named = !data;
    if (header.named)
        contacts_name_columns(kept, &records[first], &header);
    else
        for (uint32_t i = 0; i < width; i++)
            header.columns[i].name = "";
    size_t rows = first + header.named;
    guess_columns(tables, &arena, records + rows, count - rows, &header);
    if (!speaks_of_people(&header) && !looks_like_table(records, count, first, width))
        return false;
    *out_header = header;
    *out_first = first;
    return true;
}
