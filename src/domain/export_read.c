/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/export_read.h"

#include "base/base64.h"

#include "base/number.h"
#include "domain/attachments.h"
#include "domain/common.h"
#include "domain/export.h"
#include "domain/people_filter.h"

#include <inttypes.h>
#include <string.h>

enum { OWNER_SHIFT = 32 };

/* What is asked for. */
struct reading {
    bool with_private, photos;
    bool notes, files; /* there are any */
    struct export_page *page;
};

/* Rows of one part of many people, given to the people they belong to: both come in the order of the people. */
struct giver {
    struct call *call;
    const struct doc *people;
    const char *key;
    uint32_t at;
    int64_t bytes;
};

static enum status
give(void *context, const struct doc *row)
{
    struct giver *giver = context;
    int64_t parent = doc_int_of(row, "parent");
    while (giver->at < doc_count(giver->people) &&
           doc_int_of(doc_item(giver->people, giver->at), "doc") < parent)
        giver->at++;
    if (giver->at == doc_count(giver->people))
        return STATUS_OK;
    struct doc *person = doc_item(giver->people, giver->at);
    if (doc_int_of(person, "doc") != parent)
        return STATUS_OK;
    struct doc list = *doc_get(person, giver->key);
    if (list.kind != DOC_LIST)
        list = *doc_list(giver->call->arena);
    struct doc copy = doc_copy(giver->call->arena, row);
    doc_remove(&copy, "parent");
    for (uint32_t i = 0; i < doc_count(&copy); i++)
        giver->bytes += doc_value(&copy, i)->kind == DOC_TEXT ? doc_value(&copy, i)->count : 8;
    (void)doc_push(&list, copy);
    doc_set(person, giver->key, list);
    return STATUS_OK;
}

static enum status
give_parts(struct call *call, const struct reading *reading, const struct doc *people,
           int64_t first, int64_t last)
{
    static const struct {
        const char *key;
        const struct statement *statement;
    } parts[] = {{"contact_points", &sql_export_contact_points},
                 {"tags", &sql_export_tags},
                 {"bridges", &sql_export_bridges},
                 {"events", &sql_export_events},
                 {"originals", &sql_export_originals},
                 {"related", &sql_export_related},
                 {"person_notes", &sql_export_notes},
                 {"attachments", &sql_export_attachments}};
    size_t count = sizeof parts / sizeof parts[0];
    struct doc *params = call_params(call);
    doc_set_int(params, "first_doc", first);
    doc_set_int(params, "last_doc", last);
    doc_set_bool(params, "with_private", reading->with_private);
    for (size_t i = 0; i < count; i++) {
        bool none = (parts[i].statement == &sql_export_notes && !reading->notes) ||
                    (parts[i].statement == &sql_export_attachments && !reading->files);
        if (none)
            continue;
        struct giver giver = {.call = call, .people = people, .key = parts[i].key};
        TRY(store_each(call->store, parts[i].statement, params, give, &giver));
    }
    return STATUS_OK;
}

static enum status
give_photo(struct call *call, struct doc *person, int64_t *bytes)
{
    struct doc *params = call_params(call), *rows;
    doc_set(params, "person", *doc_get(person, "id"));
    doc_set_text(params, "kind", "photo");
    doc_set_int(params, "limit", 1);
    TRY(call_rows_of(call, &sql_attachment_of_kind, params, &rows));
    if (doc_count(rows) == 0)
        return STATUS_OK;
    char *data;
    size_t length;
    struct doc *row, *photo = doc_map(call->arena);
    TRY(record_read(call, &noun_attachment, doc_text_of(doc_item(rows, 0), "id"), &row));
    enum status status = attachment_bytes(call, row, &data, &length);
    if (status != STATUS_OK)
        return status == STATUS_MISSING ? STATUS_OK : status;
    doc_set(photo, "media", *doc_get(row, "media"));
    doc_set_text(photo, "base64", base64_write(call->arena, data, length));
    doc_set(person, "photo", *photo);
    *bytes += (int64_t)length;
    return STATUS_OK;
}

/* What a person weighs: most is in notes and originals. */
static int64_t
weight_of(const struct doc *person)
{
    const struct doc *originals = doc_get(person, "originals");
    const struct doc *notes = doc_get(person, "person_notes");
    int64_t bytes =
        doc_get(person, "notes")->kind == DOC_TEXT ? doc_get(person, "notes")->count : 0;
    for (uint32_t i = 0; i < doc_count(originals); i++)
        bytes += doc_get(doc_item(originals, i), "data")->count;
    for (uint32_t i = 0; i < doc_count(notes); i++)
        bytes += doc_get(doc_item(notes, i), "text")->count + 100;
    return bytes + 1000;
}

/* People of consecutive numbers, whole. */
static enum status
read_range(struct call *call, const struct reading *reading, int64_t first, int64_t last,
           int64_t limit, struct doc **out_people)
{
    struct doc *params = call_params(call), *people;
    doc_set_int(params, "first_doc", first);
    doc_set_int(params, "last_doc", last);
    doc_set_int(params, "limit", limit);
    TRY(call_rows_of(call, &sql_export_people, params, &people));
    if (doc_count(people) > 0)
        TRY(give_parts(call, reading, people, doc_int_of(doc_item(people, 0), "doc"),
                       doc_int_of(doc_item(people, doc_count(people) - 1), "doc")));
    *out_people = people;
    return STATUS_OK;
}

/* What of somebody's files goes nowhere. */
static void
count_files(const struct reading *reading, const struct doc *person)
{
    const struct doc *kinds = doc_get(person, "attachments");
    for (uint32_t i = 0; i < doc_count(kinds); i++) {
        const struct doc *kind = doc_item(kinds, i);
        int64_t count = doc_int_of(kind, "count");
        bool photo = strcmp(doc_text_of(kind, "kind"), "photo") == 0;
        reading->page->files += count - photo;
        reading->page->photos += photo && !reading->photos;
    }
}

/* Takes those who may be shown, until they weigh enough. Returns how many were looked at. */
static enum status
choose(struct call *call, const struct reading *reading, const struct doc *people, int64_t *bytes,
       uint32_t *out_looked)
{
    uint32_t i = 0;
    for (; i < doc_count(people) && *bytes < EXPORT_BYTES_MOST; i++) {
        struct doc *person = doc_item(people, i);
        if (doc_bool_of(person, "is_private") && !reading->with_private)
            continue;
        if (doc_has(person, "attachments")) {
            count_files(reading, person);
            doc_remove(person, "attachments");
        }
        if (reading->photos && reading->files)
            TRY(give_photo(call, person, bytes));
        *bytes += weight_of(person);
        (void)doc_push(reading->page->people, *person);
    }
    *out_looked = i;
    return STATUS_OK;
}

static enum status
read_everybody(struct call *call, const struct reading *reading, const char *after)
{
    int64_t first = call->who.owner << OWNER_SHIFT, bytes = 0, from;
    int64_t last = ((call->who.owner + 1) << OWNER_SHIFT) - 1;
    struct doc *people;
    uint32_t looked;
    if (after != NULL && number_read(after, &from, NULL) && from > 0 && from <= last - first)
        first += from;
    TRY(read_range(call, reading, first, last, EXPORT_PEOPLE_MOST, &people));
    TRY(choose(call, reading, people, &bytes, &looked));
    if (looked == doc_count(people) && looked < EXPORT_PEOPLE_MOST)
        return STATUS_OK;
    int64_t next = doc_int_of(doc_item(people, looked - 1), "doc") + 1;
    reading->page->after =
        arena_print(call->arena, "%" PRId64, next - (call->who.owner << OWNER_SHIFT));
    return STATUS_OK;
}

/* One after the other, in the order of the filter; a page that became too heavy stops in its middle: "N:after". */
static enum status
read_filtered(struct call *call, const struct doc *filters, const struct reading *reading,
              const char *after)
{
    struct people_page found;
    const char *inner = after;
    int64_t skip = 0, bytes = 0;
    if (after != NULL && number_read(after, &skip, &inner) && *inner == ':')
        inner++;
    if (inner != NULL && *inner == '\0')
        inner = NULL;
    TRY(people_find(call, filters, inner, EXPORT_PEOPLE_MOST, &found));
    uint32_t count = doc_count(found.rows), i = skip < 0 ? 0 : (uint32_t)skip;
    for (; i < count && bytes < EXPORT_BYTES_MOST; i++) {
        int64_t number = doc_int_of(doc_item(found.rows, i), "doc");
        struct doc *people;
        uint32_t looked;
        TRY(read_range(call, reading, number, number, 1, &people));
        TRY(choose(call, reading, people, &bytes, &looked));
    }
    if (i < count)
        reading->page->after = arena_print(call->arena, "%u:%s", i, inner == NULL ? "" : inner);
    else if (found.after != NULL)
        reading->page->after = arena_print(call->arena, "0:%s", found.after);
    return STATUS_OK;
}

enum status
export_read(struct call *call, const struct doc *filters, bool with_private, bool photos,
            const char *after, struct export_page *out_page)
{
    struct export_page page = {.people = doc_list(call->arena)};
    struct reading reading = {.with_private = with_private, .photos = photos, .page = &page};
    int64_t files, notes;
    TRY(record_count(call, &noun_attachment, &files));
    TRY(record_count(call, &noun_note, &notes));
    reading.notes = notes > 0;
    reading.files = files > 0;
    if (people_are_filtered(filters))
        TRY(read_filtered(call, filters, &reading, after));
    else
        TRY(read_everybody(call, &reading, after));
    *out_page = page;
    return STATUS_OK;
}
