/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_others.h"

#include "base/uuid.h"
#include "domain/import_keys.h"
#include "domain/people.h"
#include "statements.h"

#include <string.h>

enum {
    BYTES_LEAST = 4096,
    BYTES_OF_A_PERSON = 8,
    BYTES_OF_A_ROW = 128,
    PEOPLE_PER_ROW = 50 /* reading the keys of so many people costs what asking for one row does */
};

/* ---- keys ---- */

/* Ids are one whatever case they are written in; addresses and cards are kept by their hash. False: it cannot be said. */
static bool
hash_of(enum import_other kind, const char *key, uint64_t *out_hash)
{
    unsigned char bytes[UUID_BYTES];
    int64_t value;
    if (kind == OTHER_VALUE || kind == OTHER_UID) {
        value = person_key_hash(key);
        *out_hash = import_hash(kind, (const char *)&value, sizeof value);
        return true;
    }
    if (uuid_read(key, bytes))
        *out_hash = import_hash(kind, (const char *)bytes, sizeof bytes);
    else
        *out_hash = import_hash(kind, key, strlen(key));
    return kind != OTHER_ID || uuid_read(key, bytes);
}

static void
put_key(struct import_others *others, enum import_other kind, const char *key)
{
    uint64_t hash;
    if (key[0] != '\0' && hash_of(kind, key, &hash))
        import_filter_put(&others->filter, hash);
}

bool
import_others_have(const struct import_others *others, enum import_other kind, const char *key)
{
    uint64_t hash;
    if (key == NULL || key[0] == '\0')
        return false;
    if (others == NULL || !others->sure || !others->read[kind])
        return true;
    return !hash_of(kind, key, &hash) || import_filter_has(&others->filter, hash);
}

static void
put_value(struct import_others *others, enum import_other kind, int64_t value)
{
    import_filter_put(&others->filter, import_hash(kind, (const char *)&value, sizeof value));
}

void
import_others_add(struct import_others *others, const struct doc *row)
{
    static const struct {
        const char *column;
        enum import_other kind;
    } keys[] = {{"name_key", OTHER_NAME},     {"organization_key", OTHER_ORGANIZATION},
                {"uid", OTHER_UID},           {"id", OTHER_ID},
                {"uid", OTHER_FORMER},        {"former", OTHER_FORMER},
                {"profile_key", OTHER_FORMER}};
    if (others->filter.blocks == 0)
        return;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        put_key(others, keys[i].kind, doc_text_of(row, keys[i].column));
    const struct doc *points = doc_get(row, "contact_points");
    for (uint32_t i = 0; i < doc_count(points); i++)
        put_key(others, OTHER_VALUE, doc_text_of(doc_item(points, i), "value_key"));
}

/* ---- reading ---- */

/* Each column by the kind it is asked for. People of one organization stand together. */
static enum status
take_names(void *context, const struct doc *row)
{
    put_key(context, OTHER_NAME, doc_text_of(row, "name_key"));
    put_key(context, OTHER_ORGANIZATION, doc_text_of(row, "organization_key"));
    return STATUS_OK;
}

static enum status
take_value(void *context, const struct doc *row)
{
    put_value(context, OTHER_VALUE, doc_int_of(row, "value_hash"));
    return STATUS_OK;
}

static enum status
take_unhashed(void *context, const struct doc *row)
{
    put_key(context, OTHER_VALUE, doc_text_of(row, "value_key"));
    return STATUS_OK;
}

static enum status
take_uid(void *context, const struct doc *row)
{
    put_value(context, OTHER_UID, doc_int_of(row, "uid_hash"));
    return STATUS_OK;
}

static enum status
take_uid_unhashed(void *context, const struct doc *row)
{
    put_key(context, OTHER_UID, doc_text_of(row, "uid"));
    return STATUS_OK;
}

static enum status
take_id(void *context, const struct doc *row)
{
    put_key(context, OTHER_ID, doc_text_of(row, "id"));
    return STATUS_OK;
}

static enum status
take_former(void *context, const struct doc *row)
{
    put_key(context, OTHER_FORMER, doc_text_of(row, "former"));
    put_key(context, OTHER_FORMER, doc_text_of(row, "uid"));
    put_key(context, OTHER_FORMER, doc_text_of(row, "profile_key"));
    return STATUS_OK;
}

/* What one statement reads, and of which kinds all is known then. */
struct reading {
    const struct statement *statement;
    store_visit *take;
    enum import_other kind, also;
};

static enum status
read_kinds(struct import_others *others, struct store *store, const struct doc *params,
           const bool *wanted)
{
    const struct reading readings[] = {
        {&sql_import_others_names, take_names, OTHER_NAME, OTHER_ORGANIZATION},
        {&sql_import_others_values, take_value, OTHER_VALUE, OTHER_VALUE},
        {&sql_import_others_unhashed, take_unhashed, OTHER_VALUE, OTHER_VALUE},
        {&sql_import_others_uids, take_uid, OTHER_UID, OTHER_UID},
        {&sql_import_others_uids_unhashed, take_uid_unhashed, OTHER_UID, OTHER_UID},
        {&sql_import_others_ids, take_id, OTHER_ID, OTHER_ID},
        {&sql_import_others_former, take_former, OTHER_FORMER, OTHER_FORMER}};
    bool now[OTHER_KINDS] = {false};
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
        const struct reading *reading = &readings[i];
        if (others->read[reading->kind] || !wanted[reading->kind])
            continue;
        TRY(store_each(store, reading->statement, params, reading->take, others));
        now[reading->kind] = now[reading->also] = true;
    }
    for (int kind = 0; kind < OTHER_KINDS; kind++)
        others->read[kind] |= now[kind];
    return STATUS_OK;
}

static void
see_what_is_wanted(const struct import_window *window, bool *wanted)
{
    wanted[OTHER_NAME] = wanted[OTHER_FORMER] = true;
    for (size_t i = 0; i < window->count; i++) {
        const struct doc *row = &window->items[i].row;
        const char *uid = doc_text_of(row, "uid");
        wanted[OTHER_VALUE] |= doc_count(doc_get(row, "contact_points")) > 0;
        wanted[OTHER_UID] |= uid[0] != '\0';
        wanted[OTHER_ID] |= doc_text_of(row, "id")[0] != '\0' || strncmp(uid, "urn:uuid:", 9) == 0;
    }
}

/* What the log of changes does not say. */
struct moment {
    int64_t next_doc, version, jobs;
    bool unsure;
};

static enum status
look_at(struct store *store, struct arena *arena, const struct job *job, struct moment *out_moment)
{
    struct doc *params = doc_map(arena), *row;
    doc_set(params, "owner", *doc_get(job->input, "owner"));
    doc_set_text(params, "job", job->id);
    TRY(store_row(store, arena, &sql_import_others_moment, params, &row));
    *out_moment = (struct moment){
        .next_doc = doc_int_of(job->input, "owner") << 32 | doc_int_of(row, "next_doc"),
        .version = doc_int_of(row, "version"),
        .jobs = doc_int_of(row, "jobs_begun"),
        .unsure = doc_bool_of(row, "others_work") || doc_bool_of(row, "keys_change")};
    return STATUS_OK;
}

static bool
is_as_read(const struct import_others *others, const struct moment *moment)
{
    return moment->version == others->version && moment->jobs == others->jobs;
}

static enum status
read_now(struct import_others *others, struct store *store, const struct job *job,
         const bool *wanted)
{
    ARENA_HERE struct arena arena;
    struct moment moment;
    arena_open(&arena);
    struct doc *params = doc_map(&arena);
    doc_set(params, "owner", *doc_get(job->input, "owner"));
    TRY(look_at(store, &arena, job, &moment));
    if (moment.unsure)
        return STATUS_OK;
    if (!others->sure || !is_as_read(others, &moment)) {
        others->from_doc = moment.next_doc;
        others->version = moment.version;
        others->jobs = moment.jobs;
        memset(others->read, 0, sizeof others->read);
    }
    TRY(read_kinds(others, store, params, wanted));
    others->sure = true;
    return STATUS_OK;
}

enum status
import_others_read(struct import_others *others, struct store *store, const struct job *job,
                   const struct import_window *window)
{
    bool wanted[OTHER_KINDS] = {false}, more = !others->sure;
    bool seen = window != NULL && window->from == others->from && window->to == others->to;
    if (others->filter.blocks == 0 || window == NULL || (seen && others->sure))
        return STATUS_OK;
    others->from = window->from;
    others->to = window->to;
    see_what_is_wanted(window, wanted);
    for (int kind = 0; kind < OTHER_KINDS; kind++)
        more |= wanted[kind] && !others->read[kind];
    if (!more)
        return STATUS_OK;
    TRY(store_begin(store, STORE_READ));
    enum status status = read_now(others, store, job, wanted);
    store_rollback(store);
    return status;
}

size_t
import_others_bytes(const struct import_others *others)
{
    return import_filter_bytes(&others->filter);
}

enum status
import_others_open(struct import_others *others, struct store *store, const struct doc *input)
{
    ARENA_HERE struct arena arena;
    struct doc *row;
    import_others_close(others);
    arena_open(&arena);
    struct doc *params = doc_map(&arena);
    doc_set(params, "owner", *doc_get(input, "owner"));
    doc_set_text(params, "noun", "person");
    TRY(store_begin(store, STORE_READ));
    enum status status = store_row(store, &arena, &sql_tally_read, params, &row);
    store_rollback(store);
    TRY(status);
    int64_t people = doc_int_of(row, "count");
    int64_t bytes = doc_int_of(doc_get(input, "source"), "size");
    if (people > OTHERS_MOST || bytes / BYTES_OF_A_ROW * PEOPLE_PER_ROW < people)
        return STATUS_OK;
    int64_t wanted = people * BYTES_OF_A_PERSON + BYTES_LEAST;
    import_filter_open(&others->filter,
                       (size_t)(wanted < OTHERS_BYTES_MOST ? wanted : OTHERS_BYTES_MOST));
    return STATUS_OK;
}

/* ---- what comes while the job runs ---- */

/* Of each person, and of each name that a merge left behind, all keys that it has now. */
static enum status
add_changed(struct import_others *others, struct call *call, const struct doc *changed)
{
    for (uint32_t i = 0; i < doc_count(changed); i++) {
        const struct doc *line = doc_item(changed, i);
        bool person = strcmp(doc_text_of(line, "noun"), noun_person.name) == 0;
        struct arena_mark mark = arena_mark(call->arena);
        struct doc *row;
        enum status status = record_read(call, person ? &noun_person : &noun_person_alias,
                                         doc_text_of(line, "id"), &row);
        if (status == STATUS_OK)
            import_others_add(others, row);
        arena_back(call->arena, mark);
        if (status != STATUS_OK && status != STATUS_MISSING)
            return status;
    }
    return STATUS_OK;
}

enum status
import_others_look(struct import_others *others, struct call *call, const struct job *job,
                   bool *out_changed)
{
    struct doc *params = call_params(call), *changed;
    struct moment moment;
    *out_changed = true;
    if (others->filter.blocks == 0 || !others->sure)
        return STATUS_OK;
    TRY(look_at(call->store, call->arena, job, &moment));
    others->sure = !moment.unsure && is_as_read(others, &moment);
    if (!others->sure)
        return STATUS_OK;
    doc_set_int(params, "from_doc", others->from_doc);
    doc_set_int(params, "end_doc", moment.next_doc);
    doc_set(
        params, "change",
        *doc_get(job->input, doc_is_empty(doc_get(job->input, "change")) ? "import" : "change"));
    doc_set_int(params, "limit", STORE_ROWS_MAX);
    TRY(call_rows_of(call, &sql_import_others_changed, params, &changed));
    others->sure = doc_count(changed) < STORE_ROWS_MAX;
    *out_changed = doc_count(changed) > 0;
    TRY(add_changed(others, call, changed));
    others->from_doc = moment.next_doc;
    return STATUS_OK;
}

void
import_others_close(struct import_others *others)
{
    import_filter_close(&others->filter);
    *others = (struct import_others){.sure = false};
}
