/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/contacts_csv.h"

#include "base/utf8.h"
#include "formats/contacts_private.h"

#include <string.h>

enum { SAMPLE_MAX = 80 /* characters */, AHEAD_RECORDS = CONTACTS_AHEAD + CONTACTS_PREAMBLE_MAX };

/* The beginning of the file, held until it is clear what it is. */
struct contacts_ahead {
    struct contacts_tables *tables;
    struct csv_record records[AHEAD_RECORDS];
    size_t count, rows_at; /* rows_at: the first record behind the header */
    size_t bytes;
    int64_t before, blank;
    bool found;
    struct contacts_header header;
};

static enum status
refuse(struct contacts_csv *reader, const char *code)
{
    reader->code = code;
    return STATUS_INVALID;
}

static enum status
take_row(struct contacts_csv *reader, const struct csv_record *record)
{
    bool usable;
    reader->rows++;
    arena_reset(reader->rows_arena);
    struct doc row = contacts_row_make(reader->rows_arena, reader->shape, reader->plan, record,
                                       reader->rows, &usable);
    reader->usable += usable;
    return reader->rows < reader->first_row ? STATUS_OK : reader->each(reader->context, &row);
}

static void
hold(struct contacts_csv *reader, const struct csv_record *record)
{
    struct contacts_ahead *ahead = reader->ahead;
    struct csv_field *fields = arena_alloc(reader->arena, (record->count + 1) * sizeof *fields);
    for (size_t i = 0; i < record->count; i++) {
        fields[i].length = record->fields[i].length;
        fields[i].text =
            arena_copy(reader->arena, record->fields[i].text, record->fields[i].length);
        ahead->bytes += fields[i].length + sizeof *fields;
    }
    struct csv_record *copy = &ahead->records[ahead->count++];
    *copy = *record;
    copy->fields = fields;
}

static void
told_header(const struct contacts_csv *reader, struct contacts_header *header)
{
    uint32_t count = doc_count(reader->told);
    *header = (struct contacts_header){
        .dialect = "csv",
        .columns =
            arena_alloc(reader->arena, (count + CONTACTS_REMARKS + 1) * sizeof *header->columns)};
    for (uint32_t i = 0; i < count; i++) {
        const struct doc *told = doc_item(reader->told, i);
        struct contacts_column *column = &header->columns[header->count++];
        const char *key = doc_text_of(told, "key");
        column->name = arena_text(reader->arena, doc_text_of(told, "name"));
        column->key = key[0] == '\0' ? NULL : arena_text(reader->arena, key);
        header->named = header->named || column->name[0] != '\0';
    }
}

/* Is this the header that was told? Columns that we added behind it say nothing. */
static bool
is_told(const struct contacts_csv *reader, const struct csv_record *record,
        struct contacts_header *header)
{
    uint32_t width = contacts_width(record);
    told_header(reader, header);
    uint32_t count = header->count;
    for (uint32_t i = 0; i < width || i < count; i++) {
        const char *cell = i < width ? contacts_line(reader->rows_arena, record->fields[i]) : NULL;
        cell = cell == NULL ? "" : cell;
        if (i >= count + CONTACTS_REMARKS || (i >= count && !contacts_is_remark(cell)) ||
            (i < count && strcmp(header->columns[i].name, cell) != 0))
            return false;
        if (i >= count)
            header->columns[header->count++] =
                (struct contacts_column){.name = arena_text(reader->arena, cell), .key = "drop"};
    }
    header->named = true;
    return true;
}

static bool
is_header(struct contacts_csv *reader, const struct csv_record *record)
{
    struct contacts_ahead *ahead = reader->ahead;
    bool ask = reader->wanted != NULL && strcmp(reader->wanted, "csv") == 0;
    if (reader->told != NULL)
        return is_told(reader, record, &ahead->header);
    return !ask && contacts_recognize(ahead->tables, reader->wanted, record, &ahead->header);
}

static void
take_samples(struct contacts_csv *reader, struct contacts_header *header)
{
    const struct contacts_ahead *ahead = reader->ahead;
    for (uint32_t i = 0; i < header->count; i++) {
        for (size_t row = ahead->rows_at; row < ahead->count; row++) {
            const struct csv_record *record = &ahead->records[row];
            char *text = i < record->count && record->fields[i].length <= CONTACTS_TEXT_MAX
                             ? contacts_line(reader->arena, record->fields[i])
                             : NULL;
            if (text == NULL)
                continue;
            const char *cursor = text, *end = text + strlen(text);
            for (int n = 0; n < SAMPLE_MAX && cursor < end; n++)
                (void)utf8_next(&cursor, end);
            text[cursor - text] = '\0';
            header->columns[i].sample = text;
            break;
        }
    }
}

/* It is clear what the columns are: what was held goes out. */
static enum status
begin(struct contacts_csv *reader)
{
    struct contacts_ahead *ahead = reader->ahead;
    take_samples(reader, &ahead->header);
    reader->plan = contacts_plan_make(reader->arena, &ahead->header);
    contacts_plan_dates(reader->plan, ahead->records + ahead->rows_at,
                        ahead->count - ahead->rows_at);
    reader->dialect = ahead->header.dialect;
    for (size_t i = ahead->rows_at; i < ahead->count; i++)
        TRY(take_row(reader, &ahead->records[i]));
    reader->ahead = NULL;
    return STATUS_OK;
}

/* No header of a program came: is it a table at all? */
static enum status
propose(struct contacts_csv *reader)
{
    struct contacts_ahead *ahead = reader->ahead;
    size_t first = 0;
    if (ahead->count == 0)
        return refuse(reader, "contacts.empty");
    if (reader->told != NULL) {
        told_header(reader, &ahead->header);
        if (!ahead->header.named) {
            ahead->rows_at = 0;
            return begin(reader);
        }
    }
    bool other = reader->wanted != NULL && strcmp(reader->wanted, "csv") != 0;
    if (reader->told != NULL || other ||
        !contacts_guess(ahead->tables, ahead->records, ahead->count, &ahead->header, &first))
        return refuse(reader, "contacts.no_header");
    ahead->rows_at = first + ahead->header.named;
    take_samples(reader, &ahead->header);
    reader->plan = contacts_plan_make(reader->arena, &ahead->header);
    return refuse(reader, "contacts.mapping");
}

static enum status
look(struct contacts_csv *reader, const struct csv_record *record)
{
    struct contacts_ahead *ahead = reader->ahead;
    bool blank = contacts_width(record) == 0;
    if (!ahead->found) {
        if (blank)
            return ++ahead->blank < CONTACTS_BLANK_MAX ? STATUS_OK : propose(reader);
        if (ahead->before < CONTACTS_PREAMBLE_MAX && is_header(reader, record)) {
            ahead->found = true;
            ahead->rows_at = ahead->count;
            return STATUS_OK;
        }
        ahead->before++;
    }
    hold(reader, record);
    bool enough = ahead->count - ahead->rows_at >= CONTACTS_AHEAD ||
                  ahead->bytes >= CONTACTS_AHEAD_BYTES || ahead->count == AHEAD_RECORDS;
    if (!enough)
        return STATUS_OK;
    return ahead->found ? begin(reader) : propose(reader);
}

static enum status
take_record(void *context, const struct csv_record *record)
{
    struct contacts_csv *reader = context;
    return reader->dialect != NULL ? take_row(reader, record) : look(reader, record);
}

static enum status
take_text(void *context, const char *text, size_t length)
{
    struct contacts_csv *reader = context;
    return csv_feed(&reader->csv, text, length);
}

void
contacts_csv_open(struct contacts_csv *reader, struct arena *arena, struct arena *rows,
                  contacts_csv_each *each, void *context)
{
    memset(reader, 0, sizeof *reader);
    reader->arena = arena;
    reader->rows_arena = rows;
    reader->each = each;
    reader->context = context;
    reader->shape = contacts_row_shape(arena);
    reader->ahead = arena_alloc(arena, sizeof *reader->ahead);
    reader->ahead->tables = contacts_tables_open(arena);
    charset_open(&reader->charset, take_text, reader);
    csv_open(&reader->csv, arena, 0, take_record, reader);
}

bool
contacts_csv_as(struct contacts_csv *reader, const char *dialect)
{
    if (dialect != NULL && !contacts_dialect_known(reader->ahead->tables, dialect))
        return false;
    reader->wanted = dialect;
    return true;
}

enum status
contacts_csv_map(struct contacts_csv *reader, const struct doc *columns)
{
    if (columns->kind != DOC_LIST || doc_count(columns) == 0 ||
        doc_count(columns) > CSV_COLUMNS_MAX)
        return STATUS_INVALID;
    for (uint32_t i = 0; i < doc_count(columns); i++)
        if (doc_item(columns, i)->kind != DOC_MAP ||
            !contacts_key_valid(doc_text_of(doc_item(columns, i), "key")))
            return STATUS_INVALID;
    reader->told = columns;
    return STATUS_OK;
}

/* The first room in which it went wrong names the reason. */
static enum status
ended(struct contacts_csv *reader, enum status status)
{
    if (status != STATUS_INVALID || reader->code != NULL)
        return status;
    if (reader->csv.code != NULL) {
        reader->code = reader->csv.code;
        reader->line = reader->csv.line;
    } else {
        reader->code = reader->charset.code;
    }
    return status;
}

enum status
contacts_csv_feed(struct contacts_csv *reader, const char *bytes, size_t length)
{
    return ended(reader, charset_feed(&reader->charset, bytes, length));
}

enum status
contacts_csv_end(struct contacts_csv *reader)
{
    TRY(ended(reader, charset_end(&reader->charset)));
    TRY(ended(reader, csv_end(&reader->csv)));
    if (reader->dialect == NULL)
        TRY(reader->ahead->found ? begin(reader) : propose(reader));
    return reader->usable > 0 ? STATUS_OK : refuse(reader, "contacts.no_rows");
}

struct doc *
contacts_csv_found(const struct contacts_csv *reader, struct arena *arena)
{
    struct doc *found = doc_map(arena), *columns = doc_list(arena);
    const char separator[2] = {reader->csv.separator, '\0'};
    doc_set_text(found, "dialect", reader->dialect);
    doc_set_text(found, "encoding", charset_name(reader->charset.kind));
    doc_set_text(found, "separator", arena_text(arena, separator));
    if (reader->plan == NULL)
        return found;
    const struct contacts_header *header = contacts_plan_header(reader->plan);
    if (reader->dialect == NULL)
        doc_set_text(found, "dialect", "csv");
    doc_set_bool(found, "header", header->named);
    doc_set_text(found, "digest", contacts_digest(arena, header));
    for (uint32_t i = 0; i < header->count; i++) {
        struct doc column = *doc_map(arena);
        if (contacts_is_remark(header->columns[i].name))
            continue;
        doc_set_int(&column, "index", i);
        doc_set_text(&column, "name", header->columns[i].name);
        doc_set_text(&column, "key", header->columns[i].key);
        doc_set_text(&column, "guess", header->columns[i].guess);
        doc_set_text(&column, "sample", header->columns[i].sample);
        (void)doc_push(columns, column);
    }
    doc_set(found, "columns", *columns);
    return found;
}

struct doc *
contacts_csv_arguments(const struct contacts_csv *reader, struct arena *arena)
{
    struct doc *arguments = doc_map(arena);
    doc_set_int(arguments, "line", reader->line);
    doc_set_text(arguments, "encoding", charset_name(reader->charset.kind));
    return arguments;
}
