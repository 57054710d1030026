/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever the bytes and the pieces they come in, the reader gives the same records; and what it read is
 * read again as it was after the writer wrote it. The first byte is the size of the pieces. */
#include "fuzz.h"

#include "formats/csv.h"

#include <string.h>

struct table {
    struct arena *arena;
    struct doc *rows;
};

static enum status
keep(void *context, const struct csv_record *record)
{
    struct table *table = context;
    struct doc *row = doc_list(table->arena);
    PROMISE(record->count <= CSV_COLUMNS_MAX);
    for (size_t i = 0; i < record->count; i++) {
        const struct csv_field *field = &record->fields[i];
        PROMISE(strlen(field->text) == field->length && field->length <= CSV_FIELD_MAX);
        (void)doc_push(
            row, doc_text_n(arena_copy(table->arena, field->text, field->length), field->length));
    }
    (void)doc_push(table->rows, *row);
    return STATUS_OK;
}

static enum status
read_table(struct table *table, char separator, const char *text, size_t length, size_t piece,
           struct csv_reader *out_reader)
{
    csv_open(out_reader, table->arena, separator, keep, table);
    for (size_t at = 0; at < length; at += piece)
        TRY(csv_feed(out_reader, text + at, length - at < piece ? length - at : piece));
    return csv_end(out_reader);
}

static void
write_table(struct csv_writer *writer, const struct doc *rows)
{
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const char *texts[CSV_COLUMNS_MAX];
        const struct doc *row = doc_item(rows, i);
        for (uint32_t column = 0; column < doc_count(row); column++)
            texts[column] = doc_item(row, column)->text;
        csv_write(writer, texts, doc_count(row));
    }
}

static void
check_writer(struct arena *arena, const struct doc *rows, char separator, bool guard)
{
    struct table back = {arena, doc_list(arena)};
    struct csv_reader reader;
    struct buffer buffer;
    buffer_open(&buffer, arena, 64 * 1024 * 1024);
    struct csv_writer writer = {.buffer = &buffer, .separator = separator, .guard = guard};
    write_table(&writer, rows);
    PROMISE(read_table(&back, separator, buffer_read(&buffer), buffer.length, 4096, &reader) ==
            STATUS_OK);
    for (uint32_t i = 0; guard && i < doc_count(back.rows); i++)
        for (uint32_t column = 0; column < doc_count(doc_item(back.rows, i)); column++) {
            struct doc *cell = doc_item(doc_item(back.rows, i), column);
            *cell = doc_text(csv_unguard(cell->text));
        }
    PROMISE(doc_equal(rows, back.rows));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char separators[] = {0, ',', ';', '\t'};
    if (size < 1 || size > 100000)
        return 0;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const char *text = (const char *)data + 1;
    char separator = separators[data[0] >> 6];
    size_t piece = 1 + (data[0] & 63);
    struct table whole = {&arena, doc_list(&arena)}, cut = {&arena, doc_list(&arena)};
    struct csv_reader reader, other;
    enum status status = read_table(&whole, separator, text, size - 1, size, &reader);
    PROMISE(status == read_table(&cut, separator, text, size - 1, piece, &other));
    PROMISE(doc_equal(whole.rows, cut.rows));
    PROMISE((status == STATUS_OK) == (reader.code == NULL));
    if (status != STATUS_OK)
        PROMISE(strcmp(reader.code, other.code) == 0 && reader.line == other.line);
    check_writer(&arena, whole.rows, separator == 0 ? ',' : separator, piece % 2 == 0);
    return 0;
}
