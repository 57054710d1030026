/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/csv.h"

#include <string.h>

enum state {
    FIELD_START, /* nothing of the field has come */
    UNQUOTED,
    QUOTED,
    QUOTE_INSIDE, /* a quote inside quotes: the end, or the first half of two */
    MARK_LINE     /* an Excel line "sep=;" up to its line break */
};

enum { FIRST_CAPACITY = 4096 };

static const char separators[] = {',', ';', '\t'};

void
csv_open(struct csv_reader *reader, struct arena *arena, char separator, csv_each *each,
         void *context)
{
    *reader = (struct csv_reader){.arena = arena,
                                  .each = each,
                                  .context = context,
                                  .line = 1,
                                  .record_line = 1,
                                  .separator = separator,
                                  .state = FIELD_START};
    reader->capacity = FIRST_CAPACITY;
    reader->text = arena_alloc(arena, reader->capacity);
    reader->starts = arena_alloc(arena, CSV_COLUMNS_MAX * sizeof *reader->starts);
    reader->fields = arena_alloc(arena, CSV_COLUMNS_MAX * sizeof *reader->fields);
    if (separator == 0)
        reader->head = arena_alloc(arena, CSV_HEAD);
}

static enum status
refuse(struct csv_reader *reader, const char *code, int64_t line)
{
    reader->code = code;
    reader->line = line;
    reader->ended = STATUS_INVALID;
    return STATUS_INVALID;
}

static enum status
add(struct csv_reader *reader, const char *bytes, size_t length)
{
    if (length > CSV_FIELD_MAX - (reader->length - reader->field_start))
        return refuse(reader, "csv.field_too_long",
                      reader->quoted ? reader->quote_line : reader->record_line);
    if (length + 1 > CSV_RECORD_MAX + CSV_COLUMNS_MAX - reader->length)
        return refuse(reader, "csv.record_too_long", reader->record_line);
    if (reader->length + length + 1 > reader->capacity) {
        size_t capacity = reader->capacity * 2;
        while (capacity < reader->length + length + 1)
            capacity *= 2;
        char *text = arena_alloc(reader->arena, capacity);
        memcpy(text, reader->text, reader->length);
        reader->text = text;
        reader->capacity = capacity;
    }
    memcpy(reader->text + reader->length, bytes, length);
    reader->length += length;
    return STATUS_OK;
}

static enum status
end_field(struct csv_reader *reader)
{
    if (reader->count == CSV_COLUMNS_MAX)
        return refuse(reader, "csv.too_many_columns", reader->record_line);
    size_t start = reader->field_start;
    reader->starts[reader->count] = start;
    reader->fields[reader->count++].length = reader->length - start;
    /* The room for one NUL a field is outside the field's own limit. */
    reader->field_start = reader->length;
    TRY(add(reader, "", 1));
    reader->field_start = reader->length;
    reader->state = FIELD_START;
    return STATUS_OK;
}

static enum status
end_record(struct csv_reader *reader)
{
    bool blank = reader->count == 0 && reader->state == FIELD_START && !reader->quoted;
    if (!blank)
        TRY(end_field(reader));
    for (size_t i = 0; i < reader->count; i++)
        reader->fields[i].text = reader->text + reader->starts[i];
    struct csv_record record = {.fields = reader->fields,
                                .count = reader->count,
                                .line = reader->record_line,
                                .number = ++reader->records};
    enum status status = reader->each(reader->context, &record);
    reader->state = FIELD_START;
    reader->quoted = false;
    reader->count = reader->length = reader->field_start = 0;
    reader->record_line = reader->line;
    if (status != STATUS_OK)
        reader->ended = status;
    return status;
}

/* Counts a line at a CR, or at an LF that does not belong to one. */
static void
count_line(struct csv_reader *reader, char byte)
{
    if (byte == '\r' || (byte == '\n' && !reader->after_return))
        reader->line++;
    reader->after_return = byte == '\r';
}

/* A byte of structure outside quotes: a line break or a separator. */
static enum status
take_break(struct csv_reader *reader, char byte)
{
    if (byte == reader->separator) {
        reader->after_return = false;
        TRY(end_field(reader));
        reader->quoted = false;
        return STATUS_OK;
    }
    bool second_half = byte == '\n' && reader->after_return;
    count_line(reader, byte);
    if (!second_half)
        return end_record(reader);
    reader->record_line = reader->line;
    return STATUS_OK;
}

static enum status
feed_unquoted(struct csv_reader *reader, const char **cursor, const char *end)
{
    const char *start = *cursor, *stop = start;
    char separator = reader->separator;

    if (reader->state == FIELD_START && *start == '"') {
        reader->state = QUOTED;
        reader->quoted = true;
        reader->quote_line = reader->line;
        reader->after_return = false;
        (*cursor)++;
        return STATUS_OK;
    }
    while (stop < end && *stop != separator && *stop != '\n' && *stop != '\r' && *stop != '\0')
        stop++;
    if (stop > start) {
        reader->state = UNQUOTED;
        reader->after_return = false;
        TRY(add(reader, start, (size_t)(stop - start)));
    }
    *cursor = stop;
    if (stop == end)
        return STATUS_OK;
    if (*stop == '\0')
        return refuse(reader, "csv.nul", reader->line);
    (*cursor)++;
    return take_break(reader, *stop);
}

static enum status
feed_quoted(struct csv_reader *reader, const char **cursor, const char *end)
{
    const char *start = *cursor, *stop = start;

    for (; stop < end && *stop != '"'; stop++) {
        if (*stop == '\0')
            return refuse(reader, "csv.nul", reader->line);
        if (*stop == '\r' || *stop == '\n')
            count_line(reader, *stop);
        else
            reader->after_return = false;
    }
    TRY(add(reader, start, (size_t)(stop - start)));
    *cursor = stop;
    if (stop < end) {
        reader->after_return = false;
        reader->state = QUOTE_INSIDE;
        (*cursor)++;
    }
    return STATUS_OK;
}

static enum status
feed_quote_inside(struct csv_reader *reader, const char **cursor)
{
    if (**cursor != '"') {
        reader->state = UNQUOTED;
        return STATUS_OK;
    }
    reader->state = QUOTED;
    return add(reader, (*cursor)++, 1);
}

static void
feed_mark_line(struct csv_reader *reader, const char **cursor)
{
    char byte = *(*cursor)++;
    if (byte != '\r' && byte != '\n')
        return;
    count_line(reader, byte);
    reader->record_line = reader->line;
    reader->state = FIELD_START;
}

static enum status
parse(struct csv_reader *reader, const char *bytes, size_t length)
{
    const char *cursor = bytes, *end = bytes + length;
    while (cursor < end) {
        switch ((enum state)reader->state) {
        case FIELD_START:
        case UNQUOTED: TRY(feed_unquoted(reader, &cursor, end)); break;
        case QUOTED: TRY(feed_quoted(reader, &cursor, end)); break;
        case QUOTE_INSIDE: TRY(feed_quote_inside(reader, &cursor)); break;
        case MARK_LINE: feed_mark_line(reader, &cursor); break;
        }
    }
    return STATUS_OK;
}

enum { WIDTHS = 64, NEVER = -CSV_HEAD - 1 };

/* How well a separator cuts the head: how many records have the most common width of two fields or more, less the
 * quotation marks within fields that do not begin with one: long cells of several lines, cut at the wrong separator,
 * give more and evener records than the few that there are. Quotes are followed, so that a comma in a sentence does
 * not count. */
static int
evenness(const char *head, size_t length, bool whole, char separator, int *out_width)
{
    int widths[WIDTHS] = {0}, width = 1, best = 0, records = 0, astray = 0;
    bool quoted = false, begins = true, closed = false;

    for (size_t i = 0; i < length; i++) {
        char byte = head[i];
        bool opens_or_closes = byte == '"' && (begins || quoted || closed);
        bool ends = !quoted && (byte == '\n' || byte == '\r');
        if (opens_or_closes)
            quoted = !quoted;
        else if (byte == '"')
            astray++;
        if (!quoted && byte == separator)
            width++;
        if (ends) {
            widths[width < WIDTHS ? width : WIDTHS - 1]++;
            records++;
            width = 1;
        }
        begins = ends || (!quoted && byte == separator);
        closed = opens_or_closes && !quoted;
    }
    if (whole || records == 0)
        widths[width < WIDTHS ? width : WIDTHS - 1]++;
    *out_width = 1;
    for (int i = 2; i < WIDTHS; i++) {
        if (widths[i] >= best && widths[i] > 0) {
            best = widths[i];
            *out_width = i;
        }
    }
    return best == 0 ? NEVER : best - astray;
}

static char
sniff(const char *head, size_t length, bool whole)
{
    char found = ',';
    int most = NEVER, widest = 1;

    for (size_t i = 0; i < sizeof separators; i++) {
        int width, even = evenness(head, length, whole, separators[i], &width);
        if (even > most || (even == most && width > widest)) {
            most = even;
            widest = width;
            found = separators[i];
        }
    }
    return found;
}

static enum status
parse_head(struct csv_reader *reader, bool whole)
{
    const char *head = reader->head;
    size_t length = reader->head_length;
    bool marked = length >= 5 && memcmp(head, "sep=", 4) == 0 && head[4] != '"' &&
                  (length == 5 || head[5] == '\r' || head[5] == '\n') && head[4] != '\r' &&
                  head[4] != '\n' && head[4] != '\0';

    if (marked) {
        reader->separator = head[4];
        reader->state = MARK_LINE;
    } else {
        reader->separator = sniff(head, length, whole);
    }
    return parse(reader, head, length);
}

enum status
csv_feed(struct csv_reader *reader, const char *bytes, size_t length)
{
    if (reader->ended != STATUS_OK)
        return reader->ended;
    if (reader->separator == 0) {
        size_t room = CSV_HEAD - reader->head_length;
        size_t piece = length < room ? length : room;
        if (piece > 0)
            memcpy(reader->head + reader->head_length, bytes, piece);
        reader->head_length += piece;
        if (reader->head_length < CSV_HEAD)
            return STATUS_OK;
        TRY(parse_head(reader, false));
        bytes += piece;
        length -= piece;
    }
    return parse(reader, bytes, length);
}

enum status
csv_end(struct csv_reader *reader)
{
    if (reader->ended != STATUS_OK)
        return reader->ended;
    if (reader->separator == 0)
        TRY(parse_head(reader, true));
    if (reader->state == QUOTED)
        return refuse(reader, "csv.unterminated", reader->quote_line);
    if (reader->state == MARK_LINE || (reader->state == FIELD_START && reader->count == 0))
        return STATUS_OK;
    return end_record(reader);
}
