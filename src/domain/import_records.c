/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_records.h"

#include "base/uuid.h"
#include "base/zone.h"
#include "domain/attachments.h"
#include "domain/common.h"
#include "domain/organizations.h"
#include "domain/person_records.h"
#include "text/fold.h"

#include <string.h>
#include <strings.h>

#define TIME_MAX_MS INT64_C(253402300799999) /* the end of the year 9999 */
#define NUMBER_MAX INT64_C(1000000)

enum { WORDS_MOST = 200, CHANGES_MOST = 100 };

bool
import_is_beside(const struct doc *row)
{
    return doc_get(row, "record")->kind == DOC_MAP || !doc_is_empty(doc_get(row, "file_of"));
}

enum status
import_id_now(struct call *call, const struct noun *noun, const char *id, enum import_id *out_now)
{
    struct doc *params = call_params(call), *row;
    *out_now = IMPORT_ID_FREE;
    if (id[0] == '\0')
        return STATUS_OK;
    enum status status = record_read(call, noun, id, &row);
    if (status == STATUS_OK)
        *out_now = IMPORT_ID_HERE;
    if (status != STATUS_MISSING)
        return status;
    doc_set_text(params, "id", id);
    status = call_row_of(call, &sql_tombstone_read, params, &row);
    if (status != STATUS_OK)
        return status == STATUS_MISSING ? STATUS_OK : status;
    *out_now = IMPORT_ID_REMOVED;
    doc_set_int(params, "limit", 1);
    TRY(call_rows_of(call, &sql_change_row_of, params, &row));
    if (doc_count(row) == 1 && strncmp(doc_text_of(doc_item(row, 0), "call"), "import", 6) == 0)
        *out_now = IMPORT_ID_TAKEN_BACK;
    return STATUS_OK;
}

static enum status
is_here(struct call *call, const struct noun *noun, const char *id, bool *out_here)
{
    enum import_id now;
    TRY(import_id_now(call, noun, id, &now));
    *out_here = now == IMPORT_ID_HERE;
    return STATUS_OK;
}

/* Is it here, or was it removed by hand? */
static enum status
is_settled(struct call *call, const struct noun *noun, const char *id, bool *out_settled)
{
    enum import_id now;
    TRY(import_id_now(call, noun, id, &now));
    *out_settled = now == IMPORT_ID_HERE || now == IMPORT_ID_REMOVED;
    return STATUS_OK;
}

/* ---- what a column may hold ---- */

static bool
ends(const char *name, const char *end)
{
    size_t length = strlen(name), behind = strlen(end);
    return length >= behind && strcmp(name + length - behind, end) == 0;
}

/* Is it among "column word word,column word": NULL when the column holds anything. */
static const char *
words_of(const char *words, const char *column)
{
    size_t length = strlen(column);
    for (const char *at = words; at != NULL; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, column, length) == 0 && at[length] == ' ')
            return at + length;
    }
    return NULL;
}

static bool
is_among(const char *words, const char *word)
{
    size_t length = strlen(word), room = strcspn(words, ",");
    if (length == 0 || strpbrk(word, " ,") != NULL)
        return false;
    for (const char *at = words; at < words + room; at += 1 + strcspn(at + 1, " ,"))
        if (strncmp(at + 1, word, length) == 0 && strcspn(at + 1, " ,") == length)
            return true;
    return false;
}

/* A sound text for that column? */
static bool
is_sound(const struct person_record *record, const char *column, const char *text)
{
    int year, month, day;
    struct moment moment;
    const struct zone *zone;
    const char *words = words_of(record->words, column);
    if (words != NULL)
        return is_among(words, text);
    if (ends(column, "_on"))
        return date_read(text, &year, &month, &day) == STATUS_OK;
    if (ends(column, "_local"))
        return local_time_read(text, &moment) == STATUS_OK;
    if (strcmp(column, "zone") == 0)
        return zone_find(text, &zone) == STATUS_OK;
    if (strcmp(column, "website") == 0)
        return strncasecmp(text, "https://", 8) == 0 || strncasecmp(text, "http://", 7) == 0;
    return true;
}

static struct doc
value_for(const struct person_record *record, const struct column *column, const struct doc *said)
{
    int64_t most = ends(column->name, "_at") ? TIME_MAX_MS : NUMBER_MAX;
    unsigned char bytes[UUID_BYTES];
    bool sound;
    switch (column->kind) {
    case COLUMN_BOOL: sound = said->kind == DOC_BOOL; break;
    case COLUMN_INT:
        sound = said->kind == DOC_INT && said->integer >= 0 && said->integer <= most;
        break;
    case COLUMN_UUID: sound = said->kind == DOC_TEXT && uuid_read(said->text, bytes); break;
    case COLUMN_TEXT:
        sound =
            said->kind == DOC_TEXT && said->count > 0 && is_sound(record, column->name, said->text);
        break;
    default: sound = false;
    }
    return sound ? *said : doc_null();
}

static struct doc
part_for(struct call *call, const struct noun_part *part, const struct doc *said)
{
    struct doc *list = doc_list(call->arena);
    for (uint32_t i = 0; said->kind == DOC_LIST && i < doc_count(said); i++) {
        struct doc *item = doc_map(call->arena);
        for (int c = 0; c < part->column_count; c++) {
            const struct doc *value = doc_get(doc_item(said, i), part->columns[c].name);
            if (value->kind == DOC_TEXT)
                doc_set(item, part->columns[c].name, *value);
        }
        if (!doc_is_empty(doc_get(item, part->columns[0].name)))
            (void)doc_push(list, *item);
    }
    return *list;
}

/* The record as it may be saved, with its id when it has a sound one. */
static struct doc *
row_for(struct call *call, const struct person_record *record, const struct doc *said)
{
    struct doc *row = doc_map(call->arena);
    const struct noun *noun = record->noun;
    unsigned char bytes[UUID_BYTES];
    const struct doc *made = doc_get(said, "created_at");
    if (uuid_read(doc_text_of(said, "id"), bytes))
        copy_keys(call, row, said, "id");
    if (made->kind == DOC_INT && made->integer > 0 && made->integer <= TIME_MAX_MS)
        doc_set(row, "created_at", *made);
    for (int i = 0; i < noun->column_count; i++)
        if (!person_record_derives(noun->columns[i].name))
            doc_set(row, noun->columns[i].name,
                    value_for(record, &noun->columns[i], doc_get(said, noun->columns[i].name)));
    for (int i = 0; i < noun->part_count; i++)
        doc_set(row, noun->parts[i].name,
                part_for(call, &noun->parts[i], doc_get(said, noun->parts[i].name)));
    return row;
}

static bool
says_enough(const struct person_record *record, const struct doc *row)
{
    char name[WORDS_MOST];
    for (const char *at = record->needed; *at != '\0';) {
        size_t length = strcspn(at, " ");
        memcpy(name, at, length);
        name[length] = '\0';
        if (doc_get(row, name)->kind == DOC_NULL)
            return false;
        at += length + (at[length] == ' ');
    }
    return true;
}

/* ---- what people share ---- */

/* What the record that is here does not say yet. */
static enum status
fill_in(struct call *call, const struct noun *noun, const struct doc *here, const struct doc *row,
        bool *out_new)
{
    struct doc *changes = doc_map(call->arena), *saved;
    for (int i = 0; i < noun->column_count; i++) {
        const char *column = noun->columns[i].name;
        if (doc_get(here, column)->kind == DOC_NULL && doc_get(row, column)->kind != DOC_NULL)
            doc_set(changes, column, *doc_get(row, column));
    }
    *out_new = doc_count(changes) > 0;
    if (!*out_new)
        return STATUS_OK;
    copy_keys(call, changes, here, "id");
    return record_save(call, noun, changes, &saved);
}

/* One of that name, which is the same: NULL when there is none. */
static enum status
find_named(struct call *call, const struct noun *noun, const struct doc *row, const char *key,
           struct doc **out_here)
{
    struct doc *params = call_params(call);
    *out_here = NULL;
    if (noun == &noun_organization)
        return organization_row(call, key, out_here);
    doc_set_text(params, "name_key", key);
    copy_keys(call, params, row, noun == &noun_target ? "kind" : "held_on");
    enum status status = call_row_of(
        call, noun == &noun_target ? &sql_target_by_name : &sql_event_by_name, params, out_here);
    return status == STATUS_MISSING ? STATUS_OK : status;
}

enum status
import_bring_shared(struct call *call, const struct doc *said, bool *out_new)
{
    const struct person_record *record = person_record_of(doc_text_of(said, "noun"));
    struct doc *row, *here = NULL, *params = call_params(call), *saved;
    bool was;
    *out_new = false;
    if (record == NULL || !record->shared)
        return STATUS_OK;
    row = row_for(call, record, said);
    TRY(is_settled(call, record->noun, doc_text_of(row, "id"), &was));
    if (was || !says_enough(record, row))
        return STATUS_OK;
    const char *key = text_fold(call->arena, doc_text_of(row, "name"));
    TRY(find_named(call, record->noun, row, key, &here));
    if (here != NULL)
        return record->noun == &noun_organization ? fill_in(call, record->noun, here, row, out_new)
                                                  : STATUS_OK;
    doc_set_text(row, "name_key", key);
    if (record->noun == &noun_target && !doc_is_empty(doc_get(row, "rank"))) {
        copy_keys(call, params, row, "rank");
        enum status status = call_row_of(call, &sql_target_of_rank, params, &here);
        if (status == STATUS_OK) /* the place on the shortlist is taken */
            doc_set(row, "rank", doc_null());
        else if (status != STATUS_MISSING)
            return status;
    }
    *out_new = true;
    return record_save(call, record->noun, row, &saved);
}

/* Which of ours it is, by its id, else by its name; NULL: none. */
static enum status
find_related(struct call *call, const struct doc *said, const char **out_id)
{
    const struct person_record *record = person_record_of(doc_text_of(said, "noun"));
    struct doc *here;
    bool there;
    *out_id = NULL;
    if (record == NULL || !record->shared)
        return STATUS_OK;
    TRY(is_here(call, record->noun, doc_text_of(said, "id"), &there));
    if (there) {
        *out_id = doc_text_of(said, "id");
        return STATUS_OK;
    }
    const char *key = text_fold(call->arena, doc_text_of(said, "name"));
    TRY(find_named(call, record->noun, said, key, &here));
    *out_id = here == NULL ? NULL : doc_text_of(here, "id");
    return STATUS_OK;
}

enum status
import_relate(struct call *call, const struct doc *said, struct doc **out_ids)
{
    const struct doc *related = doc_get(said, "related"), *records = doc_get(said, "records");
    struct doc *ids = doc_map(call->arena);
    bool whole;
    for (uint32_t i = 0; i < doc_count(records); i++)
        TRY(import_bring_shared(call, doc_item(records, i), &whole));
    for (uint32_t i = 0; i < doc_count(related); i++) {
        const struct doc *item = doc_item(related, i);
        const char *id;
        bool made;
        TRY(find_related(call, item, &id));
        if (id == NULL) {
            TRY(import_bring_shared(call, item, &made));
            id = made ? doc_text_of(item, "id") : NULL;
        }
        if (id != NULL)
            doc_set_text(ids, doc_text_of(item, "id"), id);
    }
    *out_ids = ids;
    return STATUS_OK;
}

enum status
import_id_here(struct call *call, const struct doc *ids, const struct noun *noun, const char *id,
               const char **out_id)
{
    bool here = doc_has(ids, id);
    *out_id = here ? doc_text_of(ids, id) : id;
    if (!here)
        TRY(is_here(call, noun, id, &here));
    if (!here)
        *out_id = NULL;
    return STATUS_OK;
}

/* ---- what is kept of somebody ---- */

struct bringing {
    struct call *call;
    const char *person, *theirs; /* whose it is here, and in the file */
    bool fresh;
    struct doc *ids; /* in the file -> here, of what was brought and of what that refers to */
};

/* "other", "from_person": somebody, and they may come behind in the file. */
static enum status
resolve(const struct bringing *bringing, const char *column, const char *id, const char **out_id)
{
    const struct noun *noun = record_noun(column);
    bool person = noun == NULL || noun == &noun_person;
    if (!person)
        return import_id_here(bringing->call, bringing->ids, noun, id, out_id);
    *out_id = strcmp(id, bringing->theirs) == 0 ? bringing->person : id;
    return STATUS_OK;
}

static enum status
resolve_all(const struct bringing *bringing, const struct noun *noun, struct doc *row)
{
    for (int i = 0; i < noun->column_count; i++) {
        const char *column = noun->columns[i].name, *id;
        if (noun->columns[i].kind != COLUMN_UUID || doc_is_empty(doc_get(row, column)))
            continue;
        TRY(resolve(bringing, column, doc_text_of(row, column), &id));
        doc_set_text(row, column, id);
    }
    return STATUS_OK;
}

/* Another interview of the file may have one already. */
static bool
is_second(const struct bringing *bringing, const struct person_record *record,
          const struct doc *said)
{
    return record->single && !doc_has(bringing->ids, doc_text_of(said, "interview"));
}

static enum status
bring_one(const struct bringing *bringing, const struct person_record *record,
          const struct doc *said, int *count)
{
    struct call *call = bringing->call;
    struct doc *row = row_for(call, record, said), *saved;
    const char *id = doc_text_of(row, "id");
    bool settled;
    TRY(is_settled(call, record->noun, id, &settled));
    if (id[0] == '\0' && !bringing->fresh) /* it cannot be known again */
        return STATUS_OK;
    if ((settled && !bringing->fresh) || is_second(bringing, record, said))
        return STATUS_OK;
    TRY(resolve_all(bringing, record->noun, row));
    if (!says_enough(record, row))
        return STATUS_OK;
    if (settled)
        doc_remove(row, "id");
    TRY(record_save(call, record->noun, row, &saved));
    if (id[0] != '\0')
        doc_set_text(bringing->ids, id, doc_text_of(saved, "id"));
    ++*count;
    return STATUS_OK;
}

enum status
import_bring_records(struct call *call, const struct doc *said, const char *person, bool fresh,
                     int *out_new)
{
    const struct doc *records = doc_get(said, "records");
    struct bringing bringing = {
        .call = call, .person = person, .theirs = doc_text_of(said, "id"), .fresh = fresh};
    *out_new = 0;
    if (doc_count(records) == 0)
        return STATUS_OK;
    TRY(import_relate(call, said, &bringing.ids));
    for (const struct person_record *record = person_records; record->noun != NULL; record++)
        for (uint32_t i = 0; i < doc_count(records) && !record->shared; i++)
            if (strcmp(doc_text_of(doc_item(records, i), "noun"), record->noun->name) == 0)
                TRY(bring_one(&bringing, record, doc_item(records, i), out_new));
    return STATUS_OK;
}

/* ---- files ---- */

enum status
import_beside_is_new(struct call *call, const struct doc *row, bool *out_new)
{
    const struct doc *said = doc_get(row, "record");
    const struct person_record *record =
        said->kind == DOC_MAP ? person_record_of(doc_text_of(said, "noun")) : NULL;
    bool was;
    *out_new = false;
    if (said->kind == DOC_MAP && (record == NULL || !record->shared))
        return STATUS_OK;
    const char *id = doc_text_of(record == NULL ? doc_get(row, "photo") : said, "id");
    TRY(is_settled(call, record == NULL ? &noun_attachment : record->noun, id, &was));
    *out_new = !was;
    return STATUS_OK;
}

static const char *
text_or_null(const struct doc *map, const char *key)
{
    return doc_is_empty(doc_get(map, key)) ? NULL : doc_text_of(map, key);
}

/* The photo that is there now: is there one, and did somebody choose it themselves? */
static enum status
look_at_photo(struct call *call, const char *person, bool *out_any, bool *out_own)
{
    struct doc *params = call_params(call), *rows;
    doc_set_text(params, "person", person);
    doc_set_text(params, "kind", "photo");
    doc_set_int(params, "limit", 1);
    TRY(call_rows_of(call, &sql_attachment_of_kind, params, &rows));
    *out_any = doc_count(rows) > 0;
    *out_own = false;
    if (!*out_any)
        return STATUS_OK;
    doc_set(params, "id", *doc_get(doc_item(rows, 0), "id"));
    doc_set_int(params, "limit", CHANGES_MOST);
    TRY(call_rows_of(call, &sql_change_row_of, params, &rows));
    if (doc_count(rows) > 0) /* the last is how it came */
        *out_own = strncmp(doc_text_of(doc_item(rows, doc_count(rows) - 1), "call"), "import",
                           strlen("import")) != 0;
    return STATUS_OK;
}

enum status
import_bring_first_photo(struct call *call, const struct doc *row, const char *person,
                         bool *out_new)
{
    bool any, own;
    *out_new = false;
    if (doc_get(doc_get(row, "photo"), "data")->kind != DOC_TEXT)
        return STATUS_OK;
    TRY(look_at_photo(call, person, &any, &own));
    return any ? STATUS_OK : import_bring_photo(call, row, person, false, out_new);
}

enum status
import_has_news(struct call *call, const struct doc *row, const char *person, bool *out_news)
{
    const struct doc *records = doc_get(row, "records");
    bool any = true, own, settled = true;
    for (uint32_t i = 0; i < doc_count(records) && settled; i++) {
        const struct doc *said = doc_item(records, i);
        const struct person_record *record = person_record_of(doc_text_of(said, "noun"));
        if (record == NULL || record->shared || doc_is_empty(doc_get(said, "id")))
            continue;
        TRY(is_settled(call, record->noun, doc_text_of(said, "id"), &settled));
    }
    if (doc_get(doc_get(row, "photo"), "data")->kind == DOC_TEXT)
        TRY(look_at_photo(call, person, &any, &own));
    *out_news = !settled || !any;
    return STATUS_OK;
}

enum status
import_bring_photo(struct call *call, const struct doc *row, const char *person, bool fresh,
                   bool *out_new)
{
    const struct doc *file = doc_get(row, "photo"), *data = doc_get(file, "data");
    const struct doc *kind = doc_get(file, "kind");
    struct attachment_given given = {.person = person,
                                     .kind = doc_is_empty(kind) ? "photo" : kind->text,
                                     .name = text_or_null(file, "name"),
                                     .id = text_or_null(file, "id"),
                                     .bytes = data->text,
                                     .length = data->count,
                                     .created_at = doc_int_of(file, "created_at")};
    struct doc *saved;
    bool settled;
    *out_new = false;
    if (data->kind != DOC_TEXT || attachment_wrong(given.kind, data->text, data->count) != NULL)
        return STATUS_OK;
    TRY(is_settled(call, &noun_attachment, doc_text_of(file, "id"), &settled));
    if (settled && !fresh)
        return STATUS_OK;
    if (settled)
        given.id = NULL;
    if (!fresh && strcmp(given.kind, "photo") == 0) {
        bool any, own;
        TRY(look_at_photo(call, person, &any, &own));
        if (own)
            return STATUS_OK;
    }
    *out_new = true;
    return attachment_add(call, &given, &saved);
}

/* Whom the row brought, as far as they may have a file: nobody when it was left out. */
static enum status
person_of_row(struct call *call, int64_t import, int64_t n, const char **out_person,
              bool *out_fresh)
{
    struct doc *params = call_params(call), *line;
    bool here;
    *out_person = NULL;
    *out_fresh = false;
    doc_set_int(params, "import", import);
    doc_set_int(params, "n", n);
    enum status status = call_row_of(call, &sql_import_row_one, params, &line);
    if (status != STATUS_OK)
        return status == STATUS_MISSING ? STATUS_OK : status;
    const char *person = doc_text_of(line, "person"), *verdict = doc_text_of(line, "verdict");
    if (strcmp(doc_text_of(line, "reason"), "import.left_out") == 0)
        return STATUS_OK;
    TRY(is_here(call, &noun_person, person, &here));
    *out_person = here ? person : NULL;
    *out_fresh = strcmp(verdict, "created") == 0 || strcmp(verdict, "duplicate") == 0;
    return STATUS_OK;
}

enum status
import_bring_file(struct call *call, const struct doc *row, int64_t import, const char **out_person,
                  bool *out_new)
{
    bool fresh;
    *out_new = false;
    TRY(person_of_row(call, import, doc_int_of(row, "file_of"), out_person, &fresh));
    return *out_person == NULL ? STATUS_OK
                               : import_bring_photo(call, row, *out_person, fresh, out_new);
}
