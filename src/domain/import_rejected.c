/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_rejected.h"

#include "base/base64.h"
#include "base/number.h"
#include "base/utf8.h"
#include "doc/json.h"
#include "domain/common.h"
#include "formats/contacts_columns.h"
#include "formats/csv.h"
#include "formats/monica.h"
#include "formats/vcard_write.h"
#include "statements.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

enum { PART_ROWS = 1000, PART_BYTES = 4 * 1024 * 1024 };

/* ---- what is kept ---- */

static struct doc
pack(struct arena *arena, const struct doc *value)
{
    bool bytes = value->kind == DOC_TEXT && (memchr(value->text, 0, value->count) != NULL ||
                                             !utf8_valid(value->text, value->count));
    if (!bytes)
        return *value;
    struct doc *packed = doc_map(arena);
    doc_set_text(packed, "base64", base64_write(arena, value->text, value->count));
    return *packed;
}

struct doc *
import_rejected_keep(struct arena *arena, const struct doc *row)
{
    static const char *const names[] = {"name", "title", "organization"};
    struct doc *kept = doc_map(arena);
    const struct doc *raw = doc_get(row, "raw"), *contact = doc_get(raw, "contact");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!doc_is_empty(doc_get(row, names[i])))
            doc_set(kept, names[i], *doc_get(row, names[i]));
    struct doc own = pack(arena, raw);
    if (contact->kind == DOC_TEXT) {
        own = *doc_map(arena);
        doc_set(&own, "contact", pack(arena, contact));
        doc_set(&own, "activities", *doc_get(raw, "activities"));
    }
    doc_set(kept, "raw", own);
    return kept;
}

/* ---- a part of them ---- */

struct part {
    struct call *call;
    struct doc *items;
    int64_t last;
    size_t bytes;
    bool full;
};

static enum status
take_row(void *context, const struct doc *row)
{
    struct part *part = context;
    struct arena *arena = part->call->arena;
    const struct doc *text = doc_get(row, "data");
    struct doc data = doc_null(), *item = doc_map(arena);
    part->full = doc_count(part->items) == PART_ROWS || part->bytes > PART_BYTES;
    if (part->full)
        return STATUS_BUSY;
    if (text->kind == DOC_TEXT) {
        const char *own = arena_copy(arena, text->text, text->count);
        TRY(json_read(arena, own, text->count, &data, NULL));
        part->bytes += text->count;
    }
    part->last = doc_int_of(row, "n");
    doc_set_int(item, "row", part->last);
    doc_set_text(item, "reason", arena_text(arena, doc_text_of(row, "reason")));
    doc_set(item, "raw", *doc_get(doc_get(&data, "row"), "raw"));
    (void)doc_push(part->items, *item);
    return STATUS_OK;
}

static enum status
read_part(struct part *part, const struct doc *import, int64_t after)
{
    struct doc *params = call_params(part->call);
    doc_set(params, "import", *doc_get(import, "doc"));
    doc_set_int(params, "after_n", after);
    doc_set_int(params, "limit", PART_ROWS + 1);
    part->last = after;
    enum status status =
        store_each(part->call->store, &sql_import_row_rejected, params, take_row, part);
    return part->full ? STATUS_OK : status;
}

/* "ROW:WIDTH": behind which row the file goes on, and how wide its first part made a table. */
static bool
read_place(const char *text, int64_t *out_n, int64_t *out_width)
{
    const char *rest;
    return number_read(text, out_n, &rest) && *rest == ':' &&
           number_read(rest + 1, out_width, NULL) && *out_width <= CSV_COLUMNS_MAX;
}

static int64_t
widest(const struct doc *items, int64_t width)
{
    for (uint32_t i = 0; i < doc_count(items); i++) {
        const struct doc *raw = doc_get(doc_item(items, i), "raw");
        if (raw->kind == DOC_LIST && doc_count(raw) > width)
            width = doc_count(raw);
    }
    return width;
}

static const char *
suffix_of(const char *kind)
{
    if (strcmp(kind, "vcard") == 0)
        return "vcf";
    return strcmp(kind, "monica") == 0 || strcmp(kind, "json") == 0 ? "json" : "csv";
}

/* "Connections.csv" -> "Connections-to-mend.csv" */
static void
name_file(struct call *call, struct doc *answer, const char *name, const char *suffix)
{
    const char *dot = strrchr(name, '.');
    size_t length = dot == NULL || dot == name ? strlen(name) : (size_t)(dot - name);
    doc_set_text(answer, "name",
                 arena_print(call->arena, "%.*s-to-mend.%s", (int)length, name, suffix));
    doc_set_text(answer, "suffix", suffix);
}

enum status
import_rejected(struct call *call, struct doc **out_answer)
{
    struct doc *row, *answer = doc_map(call->arena), found = doc_null();
    struct part part = {.call = call, .items = doc_list(call->arena)};
    const char *after = param_text(call, "after");
    int64_t last = 0, width = 0;
    if (after != NULL && !read_place(after, &last, &width))
        return call_invalid(call, "after", "field.not_there", NULL);
    TRY(call_row_of(call, &sql_import_read, NULL, &row));
    const struct doc *detail = doc_get(row, "detail");
    if (detail->kind == DOC_TEXT)
        TRY(json_read(call->arena, detail->text, detail->count, &found, NULL));
    TRY(read_part(&part, row, last));
    if (after == NULL)
        width = widest(part.items, doc_count(doc_get(&found, "columns")));
    copy_keys(call, answer, row, "id kind");
    name_file(call, answer, doc_text_of(row, "name"), suffix_of(doc_text_of(row, "kind")));
    doc_set(answer, "columns", *doc_get(&found, "columns"));
    doc_set(answer, "items", *part.items);
    doc_set_bool(answer, "begins", after == NULL);
    doc_set_int(answer, "width", width);
    doc_set(answer, "after", doc_null());
    if (part.full)
        doc_set_text(answer, "after",
                     arena_print(call->arena, "%" PRId64 ":%" PRId64, part.last, width));
    *out_answer = answer;
    return STATUS_OK;
}

/* ---- as a file ---- */

/* The bytes that stood in the file; empty when they were too many to keep. */
static struct doc
unpack(struct arena *arena, const struct doc *value)
{
    const struct doc *text = doc_get(value, "base64");
    char *bytes;
    size_t length;
    if (value->kind == DOC_TEXT)
        return *value;
    if (text->kind != DOC_TEXT ||
        base64_read(arena, text->text, text->count, &bytes, &length) != STATUS_OK)
        return doc_text("");
    return doc_text_n(bytes, length);
}

static void
add_reason(struct arena *arena, struct buffer *buffer, const struct doc *item)
{
    buffer_print(buffer, "X-RAPPORT-ROW:%" PRId64 "\r\n", doc_int_of(item, "row"));
    vcard_write_line(arena, "X-RAPPORT-REASON", doc_text_of(item, "reason"), buffer);
}

static bool
is_closed(const char *text, size_t length)
{
    static const char end[] = "END:VCARD";
    while (length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL)
        length--;
    return length >= sizeof end - 1 &&
           strncasecmp(text + length - (sizeof end - 1), end, sizeof end - 1) == 0;
}

static void
write_card(struct arena *arena, const struct doc *item, struct buffer *buffer)
{
    struct doc raw = unpack(arena, doc_get(item, "raw"));
    const char *feed = raw.count == 0 ? NULL : memchr(raw.text, '\n', raw.count);
    size_t first = feed == NULL ? 0 : (size_t)(feed + 1 - raw.text);
    buffer_text(buffer, "BEGIN:VCARD\r\n");
    add_reason(arena, buffer, item);
    buffer_add(buffer, raw.text + first, raw.count - first);
    if (raw.count > first && raw.text[raw.count - 1] == '\r')
        buffer_text(buffer, "\n");
    else if (raw.count > first && raw.text[raw.count - 1] != '\n')
        buffer_text(buffer, "\r\n");
    if (!is_closed(raw.text, raw.count))
        buffer_text(buffer, "END:VCARD\r\n");
}

/* A map that stood in a file of JSON, with a remark of ours in front, which says so when it was too large to keep. */
static void
write_map(struct arena *arena, const struct doc *item, const struct doc *value,
          struct buffer *buffer)
{
    struct doc raw = unpack(arena, value);
    buffer_print(
        buffer, "{\"" MONICA_REMARK "\":{\"row\":%" PRId64 ",\"reason\":", doc_int_of(item, "row"));
    json_write(buffer, doc_get(item, "reason"), 0);
    buffer_text(buffer, raw.count == 0 ? ",\"left_out\":true}" : "}");
    size_t at = 1;
    while (at < raw.count && strchr(" \t\r\n", raw.text[at]) != NULL)
        at++;
    if (at >= raw.count) {
        buffer_byte(buffer, '}');
        return;
    }
    if (raw.text[at] != '}')
        buffer_byte(buffer, ',');
    buffer_add(buffer, raw.text + at, raw.count - at);
}

static void
write_list(struct arena *arena, const struct doc *items, const char *inside, struct buffer *buffer)
{
    for (uint32_t i = 0; i < doc_count(items); i++) {
        const struct doc *raw = doc_get(doc_item(items, i), "raw");
        buffer_text(buffer, i == 0 ? "\n" : ",\n");
        write_map(arena, doc_item(items, i), inside == NULL ? raw : doc_get(raw, inside), buffer);
    }
}

/* Each part is a list of contacts and one of what was done with them. */
static void
write_monica(struct arena *arena, const struct doc *answer, struct buffer *buffer)
{
    const struct doc *items = doc_get(answer, "items");
    bool first = true;
    buffer_text(buffer, doc_bool_of(answer, "begins")
                            ? "{\"exported_by\":\"Rapport\",\"account\":{\"data\":[\n"
                            : ",\n");
    buffer_text(buffer, "{\"type\":\"contact\",\"values\":[");
    write_list(arena, items, "contact", buffer);
    buffer_text(buffer, "]},\n{\"type\":\"activity\",\"values\":[");
    for (uint32_t i = 0; i < doc_count(items); i++) {
        const struct doc *done = doc_get(doc_get(doc_item(items, i), "raw"), "activities");
        for (uint32_t a = 0; a < doc_count(done); a++) {
            buffer_text(buffer, first ? "\n" : ",\n");
            json_write(buffer, doc_item(done, a), 0);
            first = false;
        }
    }
    buffer_text(buffer, "]}");
    if (doc_is_empty(doc_get(answer, "after")))
        buffer_text(buffer, "\n]}}\n");
}

static void
write_people(struct arena *arena, const struct doc *answer, struct buffer *buffer)
{
    const struct doc *items = doc_get(answer, "items");
    if (doc_bool_of(answer, "begins"))
        buffer_text(buffer, "{\"schema\":1,\"people\":[");
    else if (doc_count(items) > 0)
        buffer_byte(buffer, ',');
    write_list(arena, items, NULL, buffer);
    if (doc_is_empty(doc_get(answer, "after")))
        buffer_text(buffer, "\n]}\n");
}

/* The columns of the file as it was, and behind them why: mended, it can be brought in as it is. A row of a later part
 * that is wider than all of the first one keeps its cells all the same. */
static void
write_table(struct arena *arena, const struct doc *answer, struct buffer *buffer)
{
    struct csv_writer writer = {.buffer = buffer, .separator = ',', .guard = true};
    const struct doc *columns = doc_get(answer, "columns"), *items = doc_get(answer, "items");
    uint32_t width = (uint32_t)doc_int_of(answer, "width");
    size_t most = (size_t)widest(items, width);
    const char **cells = arena_alloc(arena, (most + 2) * sizeof *cells);
    for (uint32_t c = 0; c < width; c++)
        cells[c] = c < doc_count(columns) ? doc_text_of(doc_item(columns, c), "name") : "";
    cells[width] = CONTACTS_REMARK_ROW;
    cells[width + 1] = CONTACTS_REMARK_REASON;
    if (doc_bool_of(answer, "begins"))
        csv_write(&writer, cells, width + 2);
    for (uint32_t i = 0; i < doc_count(items); i++) {
        const struct doc *item = doc_item(items, i), *raw = doc_get(item, "raw");
        bool cut = raw->kind != DOC_LIST;
        uint32_t end = !cut && doc_count(raw) > width ? doc_count(raw) : width;
        for (uint32_t c = 0; c < end; c++)
            cells[c] = !cut && c < doc_count(raw) && doc_item(raw, c)->kind == DOC_TEXT
                           ? doc_item(raw, c)->text
                           : "";
        cells[end] = arena_print(arena, "%lld", (long long)doc_int_of(item, "row"));
        cells[end + 1] = doc_text_of(item, "reason");
        csv_write(&writer, cells, end + 2);
    }
}

enum status
import_rejected_write(const struct doc *answer, struct buffer *buffer)
{
    ARENA_HERE struct arena arena;
    const char *kind = doc_text_of(answer, "kind");
    const struct doc *items = doc_get(answer, "items");
    arena_open(&arena);
    if (strcmp(kind, "monica") == 0)
        write_monica(&arena, answer, buffer);
    else if (strcmp(kind, "json") == 0)
        write_people(&arena, answer, buffer);
    else if (strcmp(kind, "vcard") != 0)
        write_table(&arena, answer, buffer);
    else
        for (uint32_t i = 0; i < doc_count(items); i++)
            write_card(&arena, doc_item(items, i), buffer);
    return buffer_status(buffer);
}
