/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call/record.h"

#include "base/uuid.h"
#include "call/index.h"
#include "call/log.h"
#include "doc/json.h"
#include "statements.h"

#include <string.h>

enum { DOC_BLOCK = 8, FOLLOWED_NOUNS = 64 };

const struct noun *
record_noun(const char *name)
{
    for (int i = 0; nouns[i] != NULL; i++)
        if (strcmp(nouns[i]->name, name) == 0)
            return nouns[i];
    return NULL;
}

void
record_expect(struct call *call, int64_t rows)
{
    call->log->expected = rows;
}

enum status
record_next_doc(struct call *call, int64_t *out_doc)
{
    struct record_log *log = call->log;
    if (log->next_doc == log->end_doc) {
        struct doc *taken;
        int64_t count = log->expected > DOC_BLOCK ? log->expected : DOC_BLOCK;
        struct doc *params = call_params(call);
        doc_set_int(params, "count", count);
        TRY(store_row(call->store, call->arena, &sql_account_take_docs, params, &taken));
        log->next_doc = doc_int_of(taken, "first");
        log->end_doc = log->next_doc + count;
    }
    *out_doc = call->who.owner << 32 | log->next_doc++;
    return STATUS_OK;
}

void
record_continue(struct call *call, const char *change_id, const char *call_name)
{
    call->log->call_name = call_name;
    call->log->change_id = change_id;
    call->log->continued = true;
}

const char *
record_change(const struct call *call)
{
    return call->log->record_doc == 0 ? NULL : call->log->change_id;
}

/* The record of this call is written with its first change, or found again when a job goes on. */
enum status
record_open(struct call *call)
{
    struct record_log *log = call->log;
    struct doc *params = call_params(call);
    if (log->record_doc != 0)
        return STATUS_OK;
    if (log->continued) {
        struct doc *found, *last;
        doc_set_text(params, "id", log->change_id);
        enum status status =
            store_row(call->store, call->arena, &sql_change_record_read, params, &found);
        if (status == STATUS_OK) {
            log->record_doc = doc_int_of(found, "doc");
            doc_set_int(params, "record", log->record_doc);
            TRY(store_row(call->store, call->arena, &sql_change_row_last, params, &last));
            log->n = doc_int_of(last, "n") + 1;
            return STATUS_OK;
        }
        if (status != STATUS_MISSING)
            return status;
    }
    if (log->change_id == NULL)
        log->change_id = uuid_new(call->arena);
    int64_t doc;
    TRY(record_next_doc(call, &doc));
    doc_set_int(params, "doc", doc);
    doc_set_text(params, "id", log->change_id);
    doc_set_text(params, "call", log->call_name == NULL ? call->row->name : log->call_name);
    doc_set_int(params, "at", call->now);
    doc_set_text(params, "actor", call->who.credential == CREDENTIAL_LOCAL ? "local" : "session");
    doc_set_text(params, "undoes", log->undoes);
    TRY(store_run(call->store, &sql_change_record_insert, params, NULL));
    log->record_doc = doc;
    return STATUS_OK;
}

/* A row that the same record changed before keeps its first `before`; only the version moves on. */
enum status
record_log_change(struct call *call, const struct noun *noun, const char *id, int64_t version,
                  const struct doc *before)
{
    TRY(record_open(call));
    struct record_log *log = call->log;
    struct doc *params = call_params(call);
    doc_set_int(params, "record", log->record_doc);
    doc_set_text(params, "id", id);
    doc_set_int(params, "version", version);
    /* An undo meets each row once. */
    if (log->undoes == NULL && (before != NULL || log->removed)) {
        int64_t changed;
        TRY(store_run(call->store, &sql_change_row_touch, params, &changed));
        if (changed > 0)
            return STATUS_OK;
    }
    if (before != NULL) {
        struct buffer text;
        buffer_open(&text, call->arena, RECORD_BEFORE_MAX);
        json_write(&text, before, doc_has(before, "version") ? 0 : JSON_DENSE);
        TRY(buffer_status(&text));
        doc_set_text(params, "before", buffer_read(&text));
    }
    doc_set_text(params, "noun", noun->name);
    doc_set_int(params, "n", log->n++);
    return store_later(call->store, &sql_change_row_insert, params);
}

static enum status
read_parts(struct call *call, const struct noun *noun, struct doc *row)
{
    struct doc *params = call_params(call);
    doc_set_int(params, "parent", doc_int_of(row, "doc"));
    for (int i = 0; i < noun->part_count; i++) {
        struct doc *items;
        TRY(store_rows(call->store, call->arena, noun->parts[i].list, params, &items));
        doc_set(row, noun->parts[i].name, *items);
    }
    return STATUS_OK;
}

enum status
record_read(struct call *call, const struct noun *noun, const char *id, struct doc **out_row)
{
    struct doc *params = call_params(call);
    struct doc *row;
    doc_set_text(params, "id", id);
    TRY(store_row(call->store, call->arena, noun->read, params, &row));
    TRY(read_parts(call, noun, row));
    *out_row = row;
    return STATUS_OK;
}

static enum status
write_parts(struct call *call, const struct noun *noun, const struct doc *row, bool is_new)
{
    for (int i = 0; i < noun->part_count; i++) {
        const struct noun_part *part = &noun->parts[i];
        const struct doc *items = doc_get(row, part->name);
        struct doc *params = call_params(call);
        doc_set_int(params, "parent", doc_int_of(row, "doc"));
        if (!is_new)
            TRY(store_run(call->store, part->clear, params, NULL));
        for (uint32_t n = 0; n < doc_count(items); n++) {
            doc_set_int(params, "n", n);
            for (int c = 0; c < part->column_count; c++)
                doc_set(params, part->columns[c].name,
                        *doc_get(doc_item(items, n), part->columns[c].name));
            TRY(store_run(call->store, part->insert, params, NULL));
        }
    }
    return STATUS_OK;
}

/* The statements NOUN_derive and NOUN_revive, found once for each noun. */
struct followers {
    const struct noun *noun;
    const struct statement *derive, *revive, *hold, *bound_any, *bound;
};

static const struct statement *
statement_of(const struct noun *noun, const char *ending)
{
    size_t length = strlen(noun->name);
    for (int s = 0; s < statement_count; s++)
        if (strncmp(statements[s]->name, noun->name, length) == 0 &&
            strcmp(statements[s]->name + length, ending) == 0)
            return statements[s];
    return NULL;
}

static const struct followers *
followers_of(const struct noun *noun)
{
    static struct followers known[FOLLOWED_NOUNS];
    int i = 0;
    while (i < FOLLOWED_NOUNS - 1 && known[i].noun != NULL && known[i].noun != noun)
        i++;
    if (known[i].noun != noun)
        known[i] = (struct followers){noun,
                                      statement_of(noun, "_derive"),
                                      statement_of(noun, "_revive"),
                                      statement_of(noun, "_hold"),
                                      statement_of(noun, "_bound_any"),
                                      statement_of(noun, "_bound")};
    return &known[i];
}

static enum status
derive(struct call *call, const struct noun *noun, const struct doc *before,
       const struct doc *after)
{
    const struct statement *statement = followers_of(noun)->derive;
    if (statement == NULL)
        return STATUS_OK;
    if (before != NULL) {
        /* What was read from the store does not name its owner. */
        struct doc *params = call_params(call);
        for (uint32_t i = 0; i < doc_count(before); i++)
            doc_set(params, doc_key(before, i), *doc_value(before, i));
        TRY(store_run(call->store, statement, params, NULL));
    }
    return after == NULL ? STATUS_OK : store_run(call->store, statement, after, NULL);
}

enum status
record_derive_gone(struct call *call, const struct noun *noun, const struct doc *before)
{
    return derive(call, noun, before, NULL);
}

static enum status
revive(struct call *call, const struct noun *noun, const struct doc *row)
{
    const struct statement *statement = followers_of(noun)->revive;
    return statement == NULL ? STATUS_OK : store_run(call->store, statement, row, NULL);
}

const struct statement *
record_hold(const struct noun *noun)
{
    return followers_of(noun)->hold;
}

enum status
record_bound(struct call *call, const struct noun *noun, const struct doc *range,
             struct doc **out_bound)
{
    const struct followers *followers = followers_of(noun);
    struct doc *any;
    *out_bound = doc_list(call->arena);
    if (followers->bound == NULL)
        return STATUS_OK;
    TRY(store_row(call->store, call->arena, followers->bound_any, range, &any));
    if (!doc_bool_of(any, "bound"))
        return STATUS_OK;
    return store_rows(call->store, call->arena, followers->bound, range, out_bound);
}

/* Only a row that was removed once has a tombstone: its versions go on from there. */
static enum status
next_version(struct call *call, const char *id, int64_t *out_version)
{
    struct doc *params = call_params(call);
    struct doc *stone;
    doc_set_text(params, "id", id);
    enum status status = store_row(call->store, call->arena, &sql_tombstone_read, params, &stone);
    if (status == STATUS_MISSING) {
        *out_version = 1;
        return STATUS_OK;
    }
    TRY(status);
    *out_version = doc_int_of(stone, "version") + 1;
    return store_run(call->store, &sql_tombstone_remove, params, NULL);
}

static struct doc *
own_columns(struct call *call, const struct noun *noun, const struct doc *from)
{
    struct doc *row = call_params(call);
    for (int i = 0; i < noun->column_count; i++)
        doc_set(row, noun->columns[i].name, *doc_get(from, noun->columns[i].name));
    for (int i = 0; i < noun->part_count; i++) {
        const struct doc *items = doc_get(from, noun->parts[i].name);
        doc_set(row, noun->parts[i].name,
                items->kind == DOC_LIST ? *items : *doc_list(call->arena));
    }
    return row;
}

void
record_count_rows(struct call *call, const struct noun *noun, int64_t more)
{
    for (int i = 0; i < RECORD_NOUNS_MAX && nouns[i] != NULL; i++)
        if (nouns[i] == noun)
            call->log->tally[i] += more;
}

/* A batch takes many numbers at once: each statement that takes some lets FTS5 write what it holds. */
static enum status
give_back(struct call *call)
{
    struct record_log *log = call->log;
    if (log->expected <= DOC_BLOCK || log->next_doc == log->end_doc)
        return STATUS_OK;
    struct doc *params = call_params(call);
    doc_set_int(params, "first", log->next_doc);
    doc_set_int(params, "next", log->end_doc);
    log->end_doc = log->next_doc;
    return store_run(call->store, &sql_account_give_docs, params, NULL);
}

enum status
record_finish(struct call *call)
{
    TRY(give_back(call));
    for (int i = 0; i < RECORD_NOUNS_MAX && nouns[i] != NULL; i++) {
        if (call->log->tally[i] == 0)
            continue;
        struct doc *params = call_params(call);
        doc_set_text(params, "noun", nouns[i]->name);
        doc_set_int(params, "count", call->log->tally[i]);
        TRY(store_run(call->store, &sql_tally_add, params, NULL));
    }
    return index_finish(call);
}

enum status
record_count(struct call *call, const struct noun *noun, int64_t *out_count)
{
    struct doc *params = call_params(call), *row;
    doc_set_text(params, "noun", noun->name);
    TRY(store_row(call->store, call->arena, &sql_tally_read, params, &row));
    *out_count = doc_int_of(row, "count");
    return STATUS_OK;
}

enum status
record_made(struct call *call, const struct noun *noun, const struct doc *row,
            const struct index_words *words)
{
    record_count_rows(call, noun, 1);
    TRY(record_log_change(call, noun, doc_text_of(row, "id"), doc_int_of(row, "version"), NULL));
    if (words == NULL)
        TRY(index_put(call, noun, NULL, row));
    else
        TRY(index_put_new(call, noun, doc_int_of(row, "doc"), *words));
    return derive(call, noun, NULL, row);
}

static enum status
create(struct call *call, const struct noun *noun, const struct doc *given, bool fresh,
       struct doc **out_row)
{
    struct doc *row = own_columns(call, noun, given);
    const char *id = doc_text_of(given, "id");
    int64_t doc, version = 1;
    if (!fresh)
        TRY(next_version(call, id, &version));
    /* What comes back by an undo takes its old place among the others. */
    doc = doc_int_of(given, "doc");
    if (doc == 0)
        TRY(record_next_doc(call, &doc));
    doc_set_int(row, "doc", doc);
    doc_set_text(row, "id", id);
    doc_set_int(row, "version", version);
    doc_set_int(row, "created_at",
                doc_has(given, "created_at") ? doc_int_of(given, "created_at") : call->now);
    doc_set_int(row, "updated_at", call->now);
    TRY(store_run(call->store, noun->insert, row, NULL));
    TRY(write_parts(call, noun, row, true));
    if (!fresh)
        TRY(revive(call, noun, row));
    TRY(record_made(call, noun, row, NULL));
    *out_row = row;
    return STATUS_OK;
}

static bool
same(const struct noun *noun, const struct doc *a, const struct doc *b)
{
    for (int i = 0; i < noun->column_count; i++)
        if (!doc_equal(doc_get(a, noun->columns[i].name), doc_get(b, noun->columns[i].name)))
            return false;
    for (int i = 0; i < noun->part_count; i++)
        if (!doc_equal(doc_get(a, noun->parts[i].name), doc_get(b, noun->parts[i].name)))
            return false;
    return true;
}

/* Part rows as they would come back from the store: every column, in the contract's order. */
static struct doc
normal_parts(struct call *call, const struct noun_part *part, const struct doc *items)
{
    struct doc *list = doc_list(call->arena);
    for (uint32_t n = 0; n < doc_count(items); n++) {
        struct doc *item = doc_map(call->arena);
        for (int c = 0; c < part->column_count; c++)
            doc_set(item, part->columns[c].name,
                    *doc_get(doc_item(items, n), part->columns[c].name));
        (void)doc_push(list, *item);
    }
    return *list;
}

static struct doc *
merge(struct call *call, const struct noun *noun, const struct doc *before, const struct doc *given)
{
    struct doc *row = own_columns(call, noun, before);
    for (int i = 0; i < noun->column_count; i++)
        if (doc_has(given, noun->columns[i].name))
            doc_set(row, noun->columns[i].name, *doc_get(given, noun->columns[i].name));
    for (int i = 0; i < noun->part_count; i++)
        if (doc_has(given, noun->parts[i].name))
            doc_set(row, noun->parts[i].name,
                    normal_parts(call, &noun->parts[i], doc_get(given, noun->parts[i].name)));
    doc_set(row, "doc", *doc_get(before, "doc"));
    doc_set(row, "id", *doc_get(before, "id"));
    doc_set(row, "created_at", *doc_get(before, "created_at"));
    return row;
}

static enum status
change(struct call *call, const struct noun *noun, const struct doc *before,
       const struct doc *given, struct doc **out_row)
{
    struct doc *row = merge(call, noun, before, given);
    int64_t version = doc_int_of(before, "version");
    doc_set_int(row, "version", version);
    doc_set(row, "updated_at", *doc_get(before, "updated_at"));
    if (same(noun, before, row)) {
        *out_row = row;
        return STATUS_OK;
    }
    doc_set_int(row, "version", version + 1);
    doc_set_int(row, "updated_at", call->now);
    TRY(store_run(call->store, noun->update, row, NULL));
    TRY(write_parts(call, noun, row, false));
    TRY(record_log_change(call, noun, doc_text_of(row, "id"), version + 1, before));
    TRY(index_put(call, noun, before, row));
    TRY(derive(call, noun, before, row));
    *out_row = row;
    return STATUS_OK;
}

static const struct noun_part *
find_part(const struct noun *noun, const char *name)
{
    for (int i = 0; i < noun->part_count; i++)
        if (strcmp(noun->parts[i].name, name) == 0)
            return &noun->parts[i];
    return NULL;
}

/* What stands in the store, in words where it has any: an id or a list would say nothing. */
static const char *
code_of_theirs(const struct param *param, const struct doc *theirs)
{
    if (param->kind == PARAM_ID || param->kind == PARAM_ROWS || param->kind == PARAM_CHOICE)
        return "record.theirs_other";
    return doc_is_empty(theirs) ? "record.theirs_none" : "record.theirs";
}

/* One field for each value that would overwrite another, with the other. */
static struct doc
list_differences(struct call *call, const struct noun *noun, const struct doc *yours,
                 const struct doc *theirs)
{
    struct doc *fields = doc_list(call->arena);
    const struct param *param = call->row->params;
    for (; param != NULL && param->name != NULL; param++) {
        if (strcmp(param->name, "version") == 0 || !doc_has(yours, param->name) ||
            !doc_has(theirs, param->name))
            continue;
        const struct noun_part *part = find_part(noun, param->name);
        struct doc mine = *doc_get(yours, param->name);
        const struct doc *other = doc_get(theirs, param->name);
        if (part != NULL)
            mine = normal_parts(call, part, &mine);
        if (doc_equal(&mine, other) || (doc_is_empty(&mine) && doc_is_empty(other)))
            continue;
        struct doc *field = doc_map(call->arena);
        doc_set_text(field, "field", param->name);
        doc_set_text(field, "code", code_of_theirs(param, other));
        doc_set(field, "theirs", *other);
        (void)doc_push(fields, *field);
    }
    return *fields;
}

static enum status
stale(struct call *call, const struct noun *noun, const struct doc *yours, const struct doc *theirs)
{
    struct doc *both = doc_map(call->arena);
    doc_set(both, "yours", *yours);
    doc_set(both, "theirs", *theirs);
    doc_set(both, "fields", list_differences(call, noun, yours, theirs));
    return call_refuse(call, STATUS_CONFLICT, "record.stale", both);
}

enum status
record_save(struct call *call, const struct noun *noun, const struct doc *row, struct doc **out_row)
{
    const char *id = doc_text_of(row, "id");
    if (id[0] == '\0') {
        struct doc *with_id = doc_map(call->arena);
        for (uint32_t i = 0; i < doc_count(row); i++)
            doc_set(with_id, doc_key(row, i), *doc_value(row, i));
        doc_set_text(with_id, "id", uuid_new(call->arena));
        return create(call, noun, with_id, true, out_row);
    }
    struct doc *before;
    enum status status = record_read(call, noun, id, &before);
    if (status == STATUS_MISSING)
        return create(call, noun, row, false, out_row);
    TRY(status);
    if (!doc_is_empty(doc_get(row, "version")) &&
        doc_int_of(row, "version") != doc_int_of(before, "version"))
        return stale(call, noun, row, before);
    return change(call, noun, before, row, out_row);
}

struct doc *
record_whole(struct call *call, const struct noun *noun, const struct doc *before)
{
    static const char *const keys[] = {"doc", "id", "created_at"};
    struct doc *row = own_columns(call, noun, before);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        doc_set(row, keys[i], *doc_get(before, keys[i]));
    return row;
}

enum status
record_remove_read(struct call *call, const struct noun *noun, struct doc *row)
{
    const char *id = doc_text_of(row, "id");
    int64_t version = doc_int_of(row, "version") + 1;
    struct doc *params = call_params(call);
    doc_set_text(params, "id", id);
    doc_set_text(params, "noun", noun->name);
    doc_set_int(params, "version", version);
    doc_set_int(params, "now", call->now);
    doc_set_int(params, "parent", doc_int_of(row, "doc"));
    for (int i = 0; i < noun->part_count; i++)
        if (doc_count(doc_get(row, noun->parts[i].name)) > 0)
            TRY(store_run(call->store, noun->parts[i].clear, params, NULL));
    TRY(store_run(call->store, noun->remove, params, NULL));
    record_count_rows(call, noun, -1);
    doc_remove(row, "version");
    TRY(record_log_change(call, noun, id, version, row));
    doc_set_int(params, "record", call->log->record_doc);
    doc_set_int(params, "n", call->log->n - 1);
    TRY(store_run(call->store, &sql_tombstone_insert, params, NULL));
    call->log->removed = true;
    TRY(index_put(call, noun, row, NULL));
    return derive(call, noun, row, NULL);
}

enum status
record_remove(struct call *call, const struct noun *noun, const char *id)
{
    struct doc *row;
    TRY(record_read(call, noun, id, &row));
    return record_remove_read(call, noun, row);
}
