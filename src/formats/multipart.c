/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/multipart.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "formats/form.h"

#include <string.h>
#include <strings.h>

enum state { PREAMBLE, AFTER_BOUNDARY, HEADERS, BODY, EPILOGUE, BROKEN };

enum { DELIMITER_MAX = MULTIPART_BOUNDARY_MAX + 4 };

struct multipart {
    struct arena *arena;
    multipart_sink *sink;
    void *context;
    int64_t file_max;
    const char *code;
    enum status ended;
    enum state state;
    char delimiter[DELIMITER_MAX + 1]; /* CR LF - - boundary */
    size_t delimiter_length;
    size_t matched;                   /* bytes of the delimiter seen and held back */
    char line[MULTIPART_HEADERS_MAX]; /* behind a boundary, or header lines */
    size_t line_length;
    int parts;
    struct doc *fields;
    size_t fields_length;
    struct multipart_file part;
    bool is_file;
    int64_t file_length;
    struct buffer value;
};

static enum status
end_with(struct multipart *reader, enum status status, const char *code)
{
    reader->state = BROKEN;
    reader->ended = status;
    reader->code = code;
    return status;
}

static enum status
refuse(struct multipart *reader, const char *code)
{
    return end_with(reader, STATUS_INVALID, code);
}

/* The end of a parameter's value that begins here, quotes included. */
static const char *
value_end(const char *cursor, const char *end)
{
    if (cursor == end || *cursor != '"') {
        while (cursor < end && *cursor != ';' && *cursor != ' ')
            cursor++;
        return cursor;
    }
    for (cursor++; cursor < end && *cursor != '"'; cursor++)
        if (*cursor == '\\' && end - cursor > 1 && cursor[1] == '"')
            cursor++;
    return cursor < end ? cursor + 1 : end;
}

/* Browsers write %22 for a quote (WHATWG HTML, "multipart/form-data encoding"); a backslash escapes only
 * a quote, since old ones send it bare in paths. */
static const char *
value_text(struct arena *arena, const char *cursor, const char *end)
{
    char *value = arena_alloc(arena, (size_t)(end - cursor) + 1);
    size_t used = 0;

    if (end - cursor > 1 && *cursor == '"' && end[-1] == '"') {
        cursor++;
        end--;
    }
    while (cursor < end) {
        if (end - cursor > 2 && memcmp(cursor, "%22", 3) == 0) {
            value[used++] = '"';
            cursor += 3;
            continue;
        }
        if (*cursor == '\\' && end - cursor > 1 && cursor[1] == '"')
            cursor++;
        value[used++] = *cursor++;
    }
    return value;
}

/* The value of one parameter behind a header's own value, or NULL. */
static const char *
parameter(struct arena *arena, const char *cursor, const char *end, const char *name)
{
    size_t length = strlen(name);
    while (cursor < end) {
        while (cursor < end && (*cursor == ';' || *cursor == ' ' || *cursor == '\t'))
            cursor++;
        const char *start = cursor;
        while (cursor < end && *cursor != '=' && *cursor != ';')
            cursor++;
        if (cursor == end || *cursor == ';')
            continue;
        bool found = (size_t)(cursor - start) == length && strncasecmp(start, name, length) == 0;
        const char *stop = value_end(cursor + 1, end);
        if (found)
            return value_text(arena, cursor + 1, stop);
        cursor = stop;
        while (cursor < end && *cursor != ';')
            cursor++;
    }
    return NULL;
}

static bool
boundary_sound(const char *boundary)
{
    size_t length = boundary == NULL ? 0 : strlen(boundary);
    if (length == 0 || length > MULTIPART_BOUNDARY_MAX || boundary[length - 1] == ' ')
        return false;
    for (size_t i = 0; i < length; i++)
        if (boundary[i] < ' ' || boundary[i] > '~')
            return false;
    return true;
}

enum status
multipart_open(struct arena *arena, const char *content_type, int64_t file_max,
               multipart_sink *sink, void *context, struct multipart **out_reader)
{
    static const char type[] = "multipart/form-data";
    size_t length = strlen(content_type);
    if (length > MULTIPART_HEADERS_MAX || strncasecmp(content_type, type, sizeof type - 1) != 0)
        return STATUS_INVALID;
    const char *rest = content_type + sizeof type - 1;
    const char *boundary = *rest == ';' || *rest == ' '
                               ? parameter(arena, rest, content_type + length, "boundary")
                               : NULL;
    if (!boundary_sound(boundary))
        return STATUS_INVALID;

    struct multipart *reader = arena_alloc(arena, sizeof *reader);
    reader->arena = arena;
    reader->sink = sink;
    reader->context = context;
    reader->file_max = file_max;
    reader->code = "";
    reader->fields = doc_map(arena);
    memcpy(reader->delimiter, "\r\n--", 4);
    memcpy(reader->delimiter + 4, boundary, strlen(boundary));
    reader->delimiter_length = strlen(boundary) + 4;
    reader->matched = 2; /* the first boundary needs no line break before it */
    *out_reader = reader;
    return STATUS_OK;
}

static bool
text_sound(const char *text)
{
    for (const char *cursor = text; *cursor != '\0'; cursor++)
        if ((unsigned char)*cursor < ' ' || *cursor == 0x7F)
            return false;
    return utf8_valid(text, strlen(text));
}

static const char *
without_folders(const char *name)
{
    for (const char *cursor = name; *cursor != '\0'; cursor++)
        if (*cursor == '/' || *cursor == '\\')
            name = cursor + 1;
    return name;
}

static enum status
read_header(struct multipart *reader, const char *line, const char *end)
{
    static const char disposition[] = "content-disposition:", type[] = "content-type:";
    if (end - line >= (ptrdiff_t)sizeof disposition - 1 &&
        strncasecmp(line, disposition, sizeof disposition - 1) == 0) {
        const char *rest = memchr(line, ';', (size_t)(end - line));
        rest = rest == NULL ? end : rest;
        reader->part.name = parameter(reader->arena, rest, end, "name");
        const char *file_name = parameter(reader->arena, rest, end, "filename");
        reader->is_file = file_name != NULL;
        reader->part.file_name = file_name == NULL ? "" : without_folders(file_name);
    } else if (end - line >= (ptrdiff_t)sizeof type - 1 &&
               strncasecmp(line, type, sizeof type - 1) == 0) {
        line += sizeof type - 1;
        while (line < end && (*line == ' ' || *line == '\t'))
            line++;
        reader->part.type = arena_copy(reader->arena, line, (size_t)(end - line));
    }
    return STATUS_OK;
}

/* All header lines of a part are here, each ended by CRLF, the last one blank. */
static enum status
begin_part(struct multipart *reader)
{
    const char *line = reader->line, *end = reader->line + reader->line_length - 2;

    if (++reader->parts > MULTIPART_PARTS_MAX)
        return refuse(reader, "multipart.too_many");
    if (memchr(line, '\0', reader->line_length) != NULL)
        return refuse(reader, "form.control");
    reader->part = (struct multipart_file){.file_name = "", .type = "application/octet-stream"};
    reader->is_file = false;
    reader->file_length = 0;
    while (line < end) {
        const char *stop = memmem(line, (size_t)(end - line), "\r\n", 2);
        stop = stop == NULL ? end : stop;
        TRY(read_header(reader, line, stop));
        line = stop + 2;
    }
    if (reader->part.name == NULL || *reader->part.name == '\0' ||
        strlen(reader->part.name) > FORM_NAME_MAX)
        return refuse(reader, "form.name");
    if (!utf8_valid(reader->part.name, strlen(reader->part.name)) ||
        !utf8_valid(reader->part.file_name, strlen(reader->part.file_name)))
        return refuse(reader, "form.utf8");
    if (!text_sound(reader->part.name) || !text_sound(reader->part.file_name))
        return refuse(reader, "form.control");
    buffer_open(&reader->value, reader->arena, MULTIPART_FIELDS_MAX - reader->fields_length);
    reader->state = BODY;
    reader->line_length = 0;
    return STATUS_OK;
}

static enum status
take_data(struct multipart *reader, const char *bytes, size_t length)
{
    if (reader->state != BODY || length == 0)
        return STATUS_OK;
    if (!reader->is_file) {
        buffer_add(&reader->value, bytes, length);
        return reader->value.full ? refuse(reader, "multipart.fields_too_large") : STATUS_OK;
    }
    reader->file_length += (int64_t)length;
    if (reader->file_length > reader->file_max)
        return refuse(reader, "multipart.file_too_large");
    enum status status = reader->sink(reader->context, &reader->part, bytes, length);
    return status == STATUS_OK ? STATUS_OK : end_with(reader, status, "");
}

static enum status
end_part(struct multipart *reader)
{
    if (reader->state != BODY)
        return STATUS_OK;
    if (reader->is_file) {
        enum status status = reader->sink(reader->context, &reader->part, NULL, 0);
        return status == STATUS_OK ? STATUS_OK : end_with(reader, status, "");
    }
    const char *value = buffer_read(&reader->value);
    if (memchr(value, '\0', reader->value.length) != NULL)
        return refuse(reader, "form.control");
    if (!utf8_valid(value, reader->value.length))
        return refuse(reader, "form.utf8");
    reader->fields_length += reader->value.length;
    doc_set(reader->fields, reader->part.name, doc_text_n(value, reader->value.length));
    return STATUS_OK;
}

/* Data up to the next delimiter, of which the beginning may be all that has come yet. */
static enum status
feed_data(struct multipart *reader, const char **cursor, const char *end)
{
    if (reader->matched == 0) {
        const char *mark = memchr(*cursor, '\r', (size_t)(end - *cursor));
        mark = mark == NULL ? end : mark;
        TRY(take_data(reader, *cursor, (size_t)(mark - *cursor)));
        *cursor = mark;
    }
    while (*cursor < end && **cursor == reader->delimiter[reader->matched]) {
        (*cursor)++;
        if (++reader->matched == reader->delimiter_length) {
            reader->matched = 0;
            TRY(end_part(reader));
            reader->state = AFTER_BOUNDARY;
            return STATUS_OK;
        }
    }
    if (*cursor < end) {
        /* Not the delimiter after all: only its first byte is a CR, so none can begin within it. */
        size_t held = reader->matched;
        reader->matched = 0;
        TRY(take_data(reader, reader->delimiter, held));
    }
    return STATUS_OK;
}

static enum status
feed_after_boundary(struct multipart *reader, const char **cursor)
{
    reader->line[reader->line_length++] = *(*cursor)++;
    size_t length = reader->line_length;
    if (length == 2 && memcmp(reader->line, "--", 2) == 0) {
        reader->state = EPILOGUE;
        return STATUS_OK;
    }
    if (length >= 2 && memcmp(reader->line + length - 2, "\r\n", 2) == 0) {
        for (size_t i = 0; i < length - 2; i++)
            if (reader->line[i] != ' ' && reader->line[i] != '\t')
                return refuse(reader, "multipart.malformed");
        reader->state = HEADERS;
        reader->line_length = 0;
        return STATUS_OK;
    }
    return length > MULTIPART_BOUNDARY_MAX ? refuse(reader, "multipart.malformed") : STATUS_OK;
}

static enum status
feed_headers(struct multipart *reader, const char **cursor)
{
    if (reader->line_length == sizeof reader->line)
        return refuse(reader, "multipart.malformed");
    reader->line[reader->line_length++] = *(*cursor)++;
    size_t length = reader->line_length;
    bool blank = (length == 2 && memcmp(reader->line, "\r\n", 2) == 0) ||
                 (length >= 4 && memcmp(reader->line + length - 4, "\r\n\r\n", 4) == 0);
    return blank ? begin_part(reader) : STATUS_OK;
}

enum status
multipart_feed(struct multipart *reader, const char *bytes, size_t length)
{
    const char *cursor = bytes, *end = bytes + length;
    while (cursor < end) {
        switch (reader->state) {
        case PREAMBLE:
        case BODY: TRY(feed_data(reader, &cursor, end)); break;
        case AFTER_BOUNDARY: TRY(feed_after_boundary(reader, &cursor)); break;
        case HEADERS: TRY(feed_headers(reader, &cursor)); break;
        case EPILOGUE: return STATUS_OK;
        case BROKEN: return reader->ended;
        }
    }
    return STATUS_OK;
}

enum status
multipart_end(struct multipart *reader, struct doc **out_fields)
{
    if (reader->state == BROKEN)
        return reader->ended;
    if (reader->state != EPILOGUE)
        return refuse(reader, "multipart.truncated");
    *out_fields = reader->fields;
    return STATUS_OK;
}

const char *
multipart_code(const struct multipart *reader)
{
    return reader->code;
}
