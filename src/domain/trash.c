/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/trash.h"

#include "base/number.h"
#include "call/erase.h"
#include "doc/json.h"
#include "domain/common.h"
#include "domain/undo.h"
#include "method/policy.h"

#include <inttypes.h>
#include <string.h>

enum { PAGE_ROWS = 50, LABEL_MOST = 160, PURGED_AT_ONCE_MOST = 2000, SLICE_ROWS = 200 };

static const int64_t day_ms = INT64_C(86400000);
static const char first_id[] = "00000000-0000-0000-0000-000000000000";
static const char last_id[] = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/* What a removed row was called, from what it was. */
static enum status
add_label(struct call *call, struct doc *item)
{
    static const char *const keys[] = {"name",  "title", "subject",     "text",
                                       "liked", "body",  "organization"};
    const struct doc *text = doc_get(item, "before");
    struct doc before;
    const char *label = "";
    TRY(json_read(call->arena, text->text, text->count, &before, NULL));
    for (size_t i = 0; i < sizeof keys / sizeof *keys && label[0] == '\0'; i++)
        label = doc_text_of(&before, keys[i]);
    size_t length = strcspn(label, "\n");
    if (length > LABEL_MOST) /* not within a letter */
        for (length = LABEL_MOST; length > 0 && ((unsigned char)label[length] & 0xc0) == 0x80;)
            length--;
    doc_set(item, "removed", *doc_get(item, "noun"));
    doc_set_text(item, "name", length == 0 ? NULL : arena_copy(call->arena, label, length));
    doc_remove(item, "before");
    return STATUS_OK;
}

static enum status
days_kept(struct call *call, int64_t *out_days)
{
    struct policy policy;
    TRY(policy_in_force(call, &policy));
    *out_days = policy.trash_days;
    return STATUS_OK;
}

static enum status
list_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena), *params = call_params(call), *rows, *aged;
    const char *after = param_text(call, "after"), *end = NULL;
    int64_t at = INT64_MAX, days;
    bool sound = after != NULL && number_read(after, &at, &end) && *end == ':' &&
                 strlen(end + 1) == strlen(last_id);
    doc_set_int(params, "before_at", sound ? at : INT64_MAX);
    doc_set_text(params, "before_id", sound ? end + 1 : last_id);
    doc_set_int(params, "limit", PAGE_ROWS);
    TRY(call_rows_of(call, &sql_trash_list, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++)
        TRY(add_label(call, doc_item(rows, i)));
    TRY(days_kept(call, &days));
    doc_set_int(params, "until_at", call->now - days * day_ms);
    TRY(call_row_of(call, &sql_trash_aged, params, &aged));
    doc_set(answer, "items", *rows);
    doc_set_int(answer, "days", days);
    doc_set(answer, "aged", *doc_get(aged, "count"));
    doc_set(answer, "after", doc_null());
    if (doc_count(rows) == PAGE_ROWS) {
        const struct doc *last = doc_item(rows, PAGE_ROWS - 1);
        doc_set_text(answer, "after",
                     arena_print(call->arena, "%" PRId64 ":%s", doc_int_of(last, "removed_at"),
                                 doc_text_of(last, "id")));
    }
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
change_of(struct call *call, const char **out_change)
{
    struct doc *row;
    TRY(call_row_of(call, &sql_trash_change, NULL, &row));
    *out_change = doc_text_of(row, "change");
    return STATUS_OK;
}

static enum status
restore_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena);
    struct record_undo undo = {0};
    const char *change, *job;
    TRY(change_of(call, &change));
    TRY(undo_change(call, change, "/trash", &undo, &job));
    if (job == NULL && undo.restored == 0)
        return call_refuse(call, STATUS_CONFLICT, "trash.gone", NULL);
    doc_set_text(answer, "job", job);
    if (job != NULL)
        doc_set_text(answer, "next", arena_print(call->arena, "/job/%s", job));
    doc_set_int(answer, "restored", undo.restored);
    doc_set_int(answer, "kept", undo.kept);
    *out_answer = answer;
    return STATUS_OK;
}

/* ---- erasing ---- */

/* One thing with all that went with it; much of it by a job. */
static enum status
purge_one(struct call *call, struct doc *answer)
{
    struct doc *params = call_params(call), *rows, *count, *input;
    const char *change, *job;
    TRY(change_of(call, &change));
    doc_set_text(params, "change", change);
    doc_set_int(params, "before_n", INT64_MAX);
    doc_set_int(params, "limit", PURGED_AT_ONCE_MOST + 1);
    TRY(call_rows_of(call, &sql_trash_with, params, &rows));
    doc_set_int(answer, "purged", 0);
    if (doc_count(rows) > PURGED_AT_ONCE_MOST) {
        input = doc_map(call->arena);
        doc_set_text(input, "change", change);
        doc_set_int(params, "limit", INT64_MAX);
        TRY(call_row_of(call, &sql_change_row_count, params, &count));
        TRY(job_start(call, trash_purge_job.name, input, doc_int_of(count, "count"), "/trash",
                      &job));
        doc_set_text(answer, "job", job);
        doc_set_text(answer, "next", arena_print(call->arena, "/job/%s", job));
        return STATUS_OK;
    }
    for (uint32_t i = 0; i < doc_count(rows); i++)
        TRY(record_purge(call, doc_text_of(doc_item(rows, i), "id")));
    doc_set_int(answer, "purged", doc_count(rows));
    return STATUS_OK;
}

/* Everything, or what is older than the policy's days, may be much: a job. */
static enum status
purge_many(struct call *call, bool all, struct doc *answer)
{
    struct doc *input = doc_map(call->arena), *params = call_params(call), *count;
    const char *job;
    int64_t days;
    TRY(days_kept(call, &days));
    int64_t until_at = all ? call->now + 1 : call->now - days * day_ms;
    doc_set_int(input, "until_at", until_at);
    doc_set_int(params, "until_at", until_at);
    TRY(call_row_of(call, &sql_trash_aged, params, &count));
    doc_set_int(answer, "purged", 0);
    if (doc_int_of(count, "count") == 0)
        return STATUS_OK;
    TRY(job_start(call, trash_purge_job.name, input, doc_int_of(count, "count"), "/trash", &job));
    doc_set_text(answer, "job", job);
    return STATUS_OK;
}

static enum status
purge_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena);
    bool all = doc_bool_of(call->params, "all"), aged = doc_bool_of(call->params, "aged");
    doc_set(answer, "job", doc_null());
    if (param_text(call, "id") != NULL)
        TRY(purge_one(call, answer));
    else if (all || aged)
        TRY(purge_many(call, all, answer));
    else
        return call_invalid(call, "id", "field.required", NULL);
    *out_answer = answer;
    return STATUS_OK;
}

/* The next rows, and how to go on behind each. */
static enum status
next_rows(struct call *call, const struct job *job, struct doc **out_rows)
{
    struct doc *params = call_params(call);
    const char *after = doc_text_of(job->input, "after_id");
    doc_set_int(params, "limit", SLICE_ROWS);
    if (doc_has(job->input, "change")) {
        copy_keys(call, params, job->input, "change");
        doc_set(params, "before_n",
                doc_has(job->input, "n") ? *doc_get(job->input, "n") : doc_int(INT64_MAX));
        return call_rows_of(call, &sql_trash_with, params, out_rows);
    }
    copy_keys(call, params, job->input, "until_at");
    doc_set_int(params, "after_at", doc_int_of(job->input, "after_at"));
    doc_set_text(params, "after_id", after[0] == '\0' ? first_id : after);
    return call_rows_of(call, &sql_trash_next, params, out_rows);
}

static enum status
purge_slice(struct call *call, struct job *job)
{
    struct doc *rows;
    TRY(next_rows(call, job, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const struct doc *row = doc_item(rows, i);
        TRY(record_purge(call, doc_text_of(row, "id")));
        if (doc_has(row, "n"))
            doc_set(job->input, "n", *doc_get(row, "n"));
        else
            doc_set(job->input, "after_at", *doc_get(row, "removed_at"));
        doc_set(job->input, "after_id", *doc_get(row, "id"));
        job->progress++;
        if (job_is_over(job))
            return STATUS_OK;
    }
    job->finished = doc_count(rows) < SLICE_ROWS;
    return STATUS_OK;
}

const struct job_kind trash_purge_job = {.name = "trash purge", .slice = purge_slice};

static const struct param list_params[] = {
    {.name = "after", .kind = PARAM_TEXT, .label = N_("After")},
    {0},
};

static const struct param id_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("What was removed")},
    {0},
};

static const struct param purge_params[] = {
    {.name = "id", .kind = PARAM_ID, .label = N_("What was removed")},
    {.name = "all", .kind = PARAM_BOOL, .initial = "false", .label = N_("Everything in the trash")},
    {.name = "aged",
     .kind = PARAM_BOOL,
     .initial = "false",
     .label = N_("What has been there for long"),
     .help = N_("Longer than the days that your policy says")},
    {0},
};

const struct call_row trash_rows[] = {
    {.name = "trash list",
     .path = "/trash",
     .role = ROLE_OWNER,
     .params = list_params,
     .run = list_run,
     .page = "trash",
     .columns = "removed_at removed name others id",
     .help = N_("List what you removed and can bring back"),
     .example = "rapport trash list"},
    {.name = "trash restore",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = restore_run,
     .next = "/trash",
     .done = N_("Brought back."),
     .help = N_("Bring back what was removed, with all that went with it"),
     .example = "rapport trash restore ID"},
    {.name = "trash purge",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = purge_params,
     .argument = "id",
     .run = purge_run,
     .form = "trash list",
     .next = "/trash",
     .done = N_("Erased."),
     .help = N_("Erase for good what was removed; this cannot be taken back"),
     .example = "rapport trash purge --all=yes"},
    {0},
};
