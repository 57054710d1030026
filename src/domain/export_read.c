/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/export_read.h"

#include "base/base64.h"

#include "base/number.h"
#include "domain/attachments.h"
#include "domain/common.h"
#include "domain/export.h"
#include "domain/people_filter.h"
#include "domain/person_records.h"

#include <inttypes.h>
#include <string.h>

enum { OWNER_SHIFT = 32 };

/* What is asked for. */
struct reading {
    unsigned with;
    bool filtered;
    bool records, files; /* there are any */
    int64_t
        begun; /* of the first person: 0: nothing was written, else they and one file less than this */
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

/* Who takes everybody has read what people share before them. */
static bool
is_asked(const struct reading *reading, const struct statement *statement)
{
    bool whole = (reading->with & EXPORT_RECORDS) != 0;
    if (statement == &sql_export_shared)
        return whole && reading->filtered;
    if (statement == &sql_export_records)
        return reading->records;
    return statement != &sql_export_files || reading->files;
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
                 {"shared", &sql_export_shared},
                 {"records", &sql_export_records},
                 {"files", &sql_export_files}};
    size_t count = sizeof parts / sizeof parts[0];
    struct doc *params = call_params(call);
    doc_set_int(params, "first_doc", first);
    doc_set_int(params, "last_doc", last);
    doc_set_bool(params, "with_private", (reading->with & EXPORT_PRIVATE) != 0);
    for (size_t i = 0; i < count; i++) {
        if (!is_asked(reading, parts[i].statement))
            continue;
        struct giver giver = {.call = call, .people = people, .key = parts[i].key};
        TRY(store_each(call->store, parts[i].statement, params, give, &giver));
    }
    return STATUS_OK;
}

/* An attachment with its bytes, as a file says it; `*out_file` NULL when they are gone. */
static enum status
read_file(struct call *call, const char *id, struct doc **out_file)
{
    char *data;
    size_t length;
    struct doc *row, *file = doc_map(call->arena);
    *out_file = NULL;
    TRY(record_read(call, &noun_attachment, id, &row));
    enum status status = attachment_bytes(call, row, &data, &length);
    if (status != STATUS_OK)
        return status == STATUS_MISSING ? STATUS_OK : status;
    copy_keys(call, file, row, "id created_at kind name media");
    doc_set_text(file, "base64", base64_write(call->arena, data, length));
    *out_file = file;
    return STATUS_OK;
}

static enum status
give_photo(struct call *call, struct doc *person, const char *id)
{
    struct doc *file, *photo = doc_map(call->arena);
    TRY(read_file(call, id, &file));
    if (file == NULL)
        return STATUS_OK;
    copy_keys(call, photo, file, "id created_at name media base64");
    doc_set(person, "photo", *photo);
    return STATUS_OK;
}

/* What is kept of somebody, whole. */
static enum status
give_records(struct call *call, struct doc *person)
{
    static const char *const keys[] = {"shared", "records"};
    struct doc *records = doc_list(call->arena);
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        const struct doc *found = doc_get(person, keys[k]);
        for (uint32_t i = 0; i < doc_count(found); i++) {
            struct doc *record;
            const struct doc *row = doc_item(found, i);
            enum status status =
                person_record_read(call, doc_text_of(row, "noun"), doc_text_of(row, "id"), &record);
            if (status == STATUS_OK)
                (void)doc_push(records, *record);
            else if (status != STATUS_MISSING)
                return status;
        }
    }
    doc_remove(person, "shared");
    if (doc_count(records) > 0)
        doc_set(person, "records", *records);
    return STATUS_OK;
}

/* What a text, a map or a list weighs: most is in notes, originals and records. */
static int64_t
weight_of(const struct doc *value)
{
    int64_t bytes = value->kind == DOC_TEXT ? value->count : 8;
    for (uint32_t i = 0; value->kind == DOC_LIST && i < doc_count(value); i++)
        bytes += weight_of(doc_item(value, i));
    for (uint32_t i = 0; value->kind == DOC_MAP && i < doc_count(value); i++)
        bytes += weight_of(doc_value(value, i));
    return bytes;
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

/* Which of somebody's files is the photo that is shown: the newest, as they come. */
static const char *
photo_among(const struct doc *files)
{
    for (uint32_t i = 0; i < doc_count(files); i++)
        if (strcmp(doc_text_of(doc_item(files, i), "kind"), "photo") == 0)
            return doc_text_of(doc_item(files, i), "id");
    return NULL;
}

/* Somebody's other files, the oldest first, each behind its person, until they weigh enough; then `reading->begun` says how
 * far that went. */
static enum status
give_files(struct call *call, struct reading *reading, const struct doc *files, const char *person,
           const char *photo, int64_t *bytes, bool *out_all)
{
    int64_t n = 0;
    *out_all = true;
    for (uint32_t i = doc_count(files); i-- > 0;) {
        const char *id = doc_text_of(doc_item(files, i), "id");
        struct doc *file, *item = doc_map(call->arena);
        if ((photo != NULL && strcmp(id, photo) == 0) || ++n < reading->begun)
            continue;
        if (*bytes >= EXPORT_BYTES_MOST) {
            *out_all = false;
            reading->begun = n;
            return STATUS_OK;
        }
        TRY(read_file(call, id, &file));
        if (file == NULL)
            continue;
        doc_set_text(item, "file_of", person);
        copy_keys(call, item, file, "id created_at kind name media base64");
        *bytes += doc_get(file, "base64")->count;
        (void)doc_push(reading->page->people, *item);
    }
    reading->begun = 0;
    return STATUS_OK;
}

/* A person with what was asked for; *out_all: nothing of theirs is left for the next page. */
static enum status
take(struct call *call, struct reading *reading, struct doc *person, int64_t *bytes, bool *out_all)
{
    struct doc files = *doc_get(person, "files");
    const char *photo = photo_among(&files);
    bool begun = reading->begun > 0, photos = (reading->with & EXPORT_PHOTOS) != 0;
    doc_remove(person, "files");
    *out_all = true;
    reading->page->photos += photo != NULL && !photos && !begun;
    if (photo != NULL && photos && !begun)
        TRY(give_photo(call, person, photo));
    if ((reading->with & EXPORT_RECORDS) != 0 && !begun)
        TRY(give_records(call, person));
    if (!begun) {
        *bytes += weight_of(person);
        (void)doc_push(reading->page->people, *person);
    }
    if ((reading->with & EXPORT_FILES) != 0)
        return give_files(call, reading, &files, doc_text_of(person, "id"), photo, bytes, out_all);
    reading->page->files += doc_count(&files) - (photo != NULL);
    return STATUS_OK;
}

/* Takes those who may be shown, until they weigh enough. Returns how many are done with. */
static enum status
choose(struct call *call, struct reading *reading, const struct doc *people, int64_t *bytes,
       uint32_t *out_done)
{
    uint32_t i = 0;
    for (; i < doc_count(people) && *bytes < EXPORT_BYTES_MOST; i++) {
        struct doc *person = doc_item(people, i);
        bool all,
            hidden = doc_bool_of(person, "is_private") && (reading->with & EXPORT_PRIVATE) == 0;
        if (hidden)
            continue;
        TRY(take(call, reading, person, bytes, &all));
        if (!all)
            break;
    }
    *out_done = i;
    return STATUS_OK;
}

/* "WHERE.BEGUN": a place of the whole, and what was written of the first person. */
static const char *
place_text(struct call *call, int64_t where, const struct reading *reading)
{
    return reading->begun == 0
               ? arena_print(call->arena, "%" PRId64, where)
               : arena_print(call->arena, "%" PRId64 ".%" PRId64, where, reading->begun);
}

static bool
read_place(const char *text, int64_t *out_where, struct reading *reading, const char **out_rest)
{
    if (text == NULL || !number_read(text, out_where, &text) || *out_where < 0)
        return false;
    if (*text == '.' && (!number_read(text + 1, &reading->begun, &text) || reading->begun < 0))
        return false;
    *out_rest = text;
    return true;
}

static enum status
read_everybody(struct call *call, struct reading *reading, const char *after)
{
    int64_t first = call->who.owner << OWNER_SHIFT, bytes = 0, from;
    int64_t last = ((call->who.owner + 1) << OWNER_SHIFT) - 1;
    struct doc *people;
    const char *rest;
    uint32_t done;
    if (read_place(after, &from, reading, &rest) && from > 0 && from <= last - first)
        first += from;
    TRY(read_range(call, reading, first, last, EXPORT_PEOPLE_MOST, &people));
    if (doc_count(people) == 0 || doc_int_of(doc_item(people, 0), "doc") != first)
        reading->begun = 0; /* whoever was begun is gone: the next one is whole */
    TRY(choose(call, reading, people, &bytes, &done));
    if (done == doc_count(people) && done < EXPORT_PEOPLE_MOST)
        return STATUS_OK;
    int64_t next = done < doc_count(people) ? doc_int_of(doc_item(people, done), "doc")
                                            : doc_int_of(doc_item(people, done - 1), "doc") + 1;
    reading->page->after = place_text(call, next - (call->who.owner << OWNER_SHIFT), reading);
    return STATUS_OK;
}

/* One after the other, in the order of the filter; a page that became too heavy stops in its middle: "N:after". */
static enum status
read_filtered(struct call *call, const struct doc *filters, struct reading *reading,
              const char *after)
{
    struct people_page found;
    const char *inner = after;
    int64_t first = 0, bytes = 0;
    if (read_place(after, &first, reading, &inner) && *inner == ':')
        inner++;
    if (inner != NULL && *inner == '\0')
        inner = NULL;
    TRY(people_find(call, filters, inner, EXPORT_PEOPLE_MOST, &found));
    uint32_t count = doc_count(found.rows), i = (uint32_t)first;
    for (; i < count && bytes < EXPORT_BYTES_MOST; i++) {
        int64_t number = doc_int_of(doc_item(found.rows, i), "doc");
        struct doc *people;
        uint32_t done;
        TRY(read_range(call, reading, number, number, 1, &people));
        TRY(choose(call, reading, people, &bytes, &done));
        if (done < doc_count(people))
            break;
    }
    if (i < count)
        reading->page->after = arena_print(call->arena, "%s:%s", place_text(call, i, reading),
                                           inner == NULL ? "" : inner);
    else if (found.after != NULL)
        reading->page->after = arena_print(call->arena, "0:%s", found.after);
    return STATUS_OK;
}

/* Is anything kept of anybody? */
static enum status
look_for_records(struct call *call, bool *out_any)
{
    *out_any = false;
    for (const struct person_record *record = person_records; record->noun != NULL; record++) {
        int64_t count;
        TRY(record_count(call, record->noun, &count));
        *out_any |= count > 0;
    }
    return STATUS_OK;
}

enum status
export_read(struct call *call, const struct doc *filters, unsigned with, const char *after,
            struct export_page *out_page)
{
    struct export_page page = {.people = doc_list(call->arena)};
    struct reading reading = {
        .with = with, .filtered = people_are_filtered(filters), .page = &page};
    int64_t files;
    TRY(record_count(call, &noun_attachment, &files));
    TRY(look_for_records(call, &reading.records));
    reading.files = files > 0;
    if (reading.filtered)
        TRY(read_filtered(call, filters, &reading, after));
    else
        TRY(read_everybody(call, &reading, after));
    *out_page = page;
    return STATUS_OK;
}

enum status
export_read_shared(struct call *call, const char *after, struct export_page *out_page)
{
    struct export_page page = {.people = doc_list(call->arena)};
    int64_t which = 0, after_doc = 0, bytes = 0;
    const char *rest = after;
    if (after != NULL && (!number_read(after, &which, &rest) || *rest != '.' ||
                          !number_read(rest + 1, &after_doc, NULL) || which < 0))
        which = after_doc = 0;
    const struct person_record *record = person_records;
    while (which-- > 0 && record->noun != NULL && record->shared)
        record++;
    while (record->noun != NULL && record->shared && bytes < EXPORT_BYTES_MOST) {
        struct doc *params = call_params(call), *rows;
        doc_set_int(params, "after_doc", after_doc);
        doc_set_int(params, "limit", EXPORT_SHARED_MOST);
        TRY(call_rows_of(call, record->noun->all, params, &rows));
        for (uint32_t i = 0; i < doc_count(rows); i++) {
            const struct doc *row = doc_item(rows, i);
            (void)doc_push(page.people, *person_record_document(call, record->noun, row));
            bytes += weight_of(row);
            after_doc = doc_int_of(row, "doc");
        }
        if (doc_count(rows) < EXPORT_SHARED_MOST) {
            record++;
            after_doc = 0;
        }
    }
    if (record->noun != NULL && record->shared)
        page.after =
            arena_print(call->arena, "%d.%" PRId64, (int)(record - person_records), after_doc);
    *out_page = page;
    return STATUS_OK;
}
