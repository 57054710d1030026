/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/uuid.h"
#include "call/log.h"
#include "call/record.h"
#include "doc/json.h"
#include "statements.h"

#include <string.h>

/* A removed row's last version stands on its tombstone. */
static enum status
removed_version(struct call *call, const char *id, int64_t *out_version)
{
    struct doc *params = call_params(call);
    struct doc *stone;
    doc_set_text(params, "id", id);
    enum status status = store_row(call->store, call->arena, &sql_tombstone_read, params, &stone);
    if (status == STATUS_MISSING) {
        *out_version = 0;
        return STATUS_OK;
    }
    TRY(status);
    *out_version = doc_int_of(stone, "version");
    return STATUS_OK;
}

void
record_keep(struct call *call, struct record_undo *undo, const struct doc *change)
{
    struct doc *kept = doc_map(call->arena);
    doc_set(kept, "noun", *doc_get(change, "noun"));
    doc_set(kept, "id", *doc_get(change, "id"));
    (void)doc_push(undo->kept_rows, *kept);
    undo->kept++;
}

enum status
record_take_back(struct call *call, const struct doc *change, struct record_undo *undo)
{
    const struct noun *noun = record_noun(doc_text_of(change, "noun"));
    const char *id = doc_text_of(change, "id");
    struct doc *now = NULL;
    int64_t version;
    if (noun == NULL)
        return STATUS_FAILED;
    enum status status = record_read(call, noun, id, &now);
    if (status == STATUS_OK)
        version = doc_int_of(now, "version");
    else if (status == STATUS_MISSING)
        TRY(removed_version(call, id, &version));
    else
        return status;
    if (version != doc_int_of(change, "version")) {
        record_keep(call, undo, change);
        return STATUS_OK;
    }
    if (doc_get(change, "before")->kind == DOC_TEXT && doc_get(change, "before")->count == 0) {
        record_keep(call, undo, change); /* what it was has been erased (erase.h) */
        return STATUS_OK;
    }
    undo->restored++;
    if (doc_get(change, "before")->kind != DOC_TEXT)
        return now == NULL ? STATUS_OK : record_remove_read(call, noun, now);
    struct doc *before = arena_alloc(call->arena, sizeof *before);
    const struct doc *text = doc_get(change, "before");
    TRY(json_read(call->arena, text->text, text->count, before, NULL));
    if (!doc_has(before, "version"))
        before = record_whole(call, noun, before);
    doc_remove(before, "version");
    struct doc *restored;
    return record_save(call, noun, before, &restored);
}

/* The record counts as taken back; what it took back itself counts again. */
static enum status
mark(struct call *call, const struct doc *record, const char *change_id)
{
    struct doc *params = call_params(call);
    doc_set_text(params, "id", change_id);
    doc_set_text(params, "undone_by", call->log->change_id);
    TRY(store_run(call->store, &sql_change_record_undone, params, NULL));
    if (doc_is_empty(doc_get(record, "undoes")))
        return STATUS_OK;
    struct doc *again = call_params(call);
    doc_set_text(again, "id", doc_text_of(record, "undoes"));
    return store_run(call->store, &sql_change_record_undone, again, NULL);
}

/* Is there a row among these that may not be taken back any more? */
static enum status
refuse_held(struct call *call, const struct doc *changes)
{
    for (uint32_t i = 0; i < doc_count(changes); i++) {
        const struct noun *noun = record_noun(doc_text_of(doc_item(changes, i), "noun"));
        const struct statement *hold = noun == NULL ? NULL : record_hold(noun);
        struct doc *params = call_params(call), *held;
        if (hold == NULL)
            continue;
        doc_set(params, "id", *doc_get(doc_item(changes, i), "id"));
        enum status status = store_row(call->store, call->arena, hold, params, &held);
        if (status == STATUS_OK)
            return call_refuse(call, STATUS_CONFLICT, doc_text_of(held, "code"), NULL);
        if (status != STATUS_MISSING)
            return status;
    }
    return STATUS_OK;
}

static enum status
read_record(struct call *call, const char *change_id, struct doc **out_record)
{
    struct doc *params = call_params(call);
    doc_set_text(params, "id", change_id);
    TRY(store_row(call->store, call->arena, &sql_change_record_read, params, out_record));
    if (!doc_is_empty(doc_get(*out_record, "undone_by")))
        return call_refuse(call, STATUS_CONFLICT, "undo.done_before", NULL);
    return STATUS_OK;
}

enum status
record_undo_check(struct call *call, const char *change_id)
{
    struct doc *record;
    return read_record(call, change_id, &record);
}

/* The next changes of a record from a place in it on; none of them may be held. */
static enum status
next_changes(struct call *call, const struct statement *list, int64_t record, const char *from,
             int64_t n, int64_t limit, struct doc **out_changes)
{
    struct doc *params = call_params(call);
    doc_set_int(params, "record", record);
    doc_set_int(params, from, n);
    doc_set_int(params, "limit", limit);
    TRY(store_rows(call->store, call->arena, list, params, out_changes));
    return refuse_held(call, *out_changes);
}

static enum status
remove_made(struct call *call, int64_t record, int64_t limit, struct record_undo *undo)
{
    struct doc *changes;
    TRY(next_changes(call, &sql_change_row_after, record, "from_n", undo->from, limit, &changes));
    TRY(record_remove_made(call, record, changes, undo));
    for (uint32_t i = 0; i < doc_count(changes); i++) {
        undo->from = doc_int_of(doc_item(changes, i), "n") + 1;
        if (!doc_bool_of(doc_item(changes, i), "made"))
            undo->below = undo->from;
    }
    undo->made_gone = doc_count(changes) < limit;
    return STATUS_OK;
}

static enum status
bring_back(struct call *call, int64_t record, int64_t limit, struct record_undo *undo)
{
    struct doc *changes;
    TRY(next_changes(call, &sql_change_row_list, record, "before_n", undo->below, limit, &changes));
    for (uint32_t i = 0; i < doc_count(changes); i++) {
        const struct doc *change = doc_item(changes, i);
        if (doc_get(change, "before")->kind == DOC_TEXT)
            TRY(record_take_back(call, change, undo));
        undo->below = doc_int_of(change, "n");
    }
    undo->finished = doc_count(changes) < limit || undo->below == 0;
    return STATUS_OK;
}

enum status
record_undo(struct call *call, const char *change_id, int64_t limit, struct record_undo *undo)
{
    struct doc *record;
    TRY(read_record(call, change_id, &record));
    call->log->undoes = change_id;
    undo->kept_rows = doc_list(call->arena);
    if (!undo->made_gone)
        TRY(remove_made(call, doc_int_of(record, "doc"), limit, undo));
    if (undo->made_gone)
        TRY(bring_back(call, doc_int_of(record, "doc"), limit, undo));
    if (!undo->finished)
        return STATUS_OK;
    return undo->restored == 0 ? STATUS_OK : mark(call, record, change_id);
}
