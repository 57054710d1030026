/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/undo.h"

#include "base/uuid.h"
#include "call/index.h"
#include "domain/common.h"

enum { ROWS_BETWEEN_LOOKS = 128 }; /* at the clock */

static enum status
count_rows(struct call *call, const char *change, int64_t *out_count)
{
    struct doc *params = call_params(call), *row;
    doc_set_text(params, "change", change);
    doc_set_int(params, "limit", INT64_MAX);
    TRY(call_row_of(call, &sql_change_row_count, params, &row));
    *out_count = doc_int_of(row, "count");
    return STATUS_OK;
}

enum status
undo_change(struct call *call, const char *change, const char *next_path,
            struct record_undo *out_undo, const char **out_job)
{
    struct doc *input = doc_map(call->arena);
    int64_t rows;
    *out_job = NULL;
    TRY(count_rows(call, change, &rows));
    if (rows <= UNDO_AT_ONCE_MOST)
        return record_undo(call, change, UNDO_AT_ONCE_MOST + 1, out_undo);
    TRY(record_undo_check(call, change));
    doc_set_text(input, "change", change);
    return job_start(call, undo_job.name, input, rows, next_path, out_job);
}

enum status
undo_slice(struct call *call, struct job *job, const char *call_name, struct record_undo *out_undo)
{
    const char *change = doc_text_of(job->input, "change");
    struct record_undo undo = {.from = doc_int_of(job->input, "from"),
                               .made_gone = doc_bool_of(job->input, "made_gone"),
                               .below = doc_int_of(job->input, "below"),
                               .restored = doc_int_of(job->input, "restored"),
                               .kept = doc_int_of(job->input, "kept"),
                               .kept_rows = doc_list(call->arena)};
    if (doc_is_empty(doc_get(job->input, "back"))) {
        doc_set_text(job->input, "back", uuid_new(call->arena));
        if (change[0] != '\0')
            TRY(index_going(call, change));
    }
    record_continue(call, doc_text_of(job->input, "back"), call_name);
    undo.finished = change[0] == '\0';
    struct doc *kept = doc_list(call->arena);
    while (!undo.finished) {
        enum status status = record_undo(call, change, ROWS_BETWEEN_LOOKS, &undo);
        if (status == STATUS_MISSING) /* not one row had been changed */
            undo.finished = true;
        else
            TRY(status);
        for (uint32_t i = 0; i < doc_count(undo.kept_rows); i++)
            (void)doc_push(kept, *doc_item(undo.kept_rows, i));
        if (job_is_over(job))
            break;
    }
    undo.kept_rows = kept;
    if (undo.finished)
        TRY(index_staying(call));
    doc_set_int(job->input, "from", undo.from);
    doc_set_bool(job->input, "made_gone", undo.made_gone);
    doc_set_int(job->input, "below", undo.below);
    doc_set_int(job->input, "restored", undo.restored);
    doc_set_int(job->input, "kept", undo.kept);
    job->progress = undo.restored + undo.kept;
    job->finished = undo.finished;
    if (out_undo != NULL)
        *out_undo = undo;
    return STATUS_OK;
}

static enum status
forth(struct call *call, struct job *job)
{
    TRY(undo_slice(call, job, "undo", NULL));
    if (job->finished && doc_int_of(job->input, "restored") == 0)
        return call_refuse(call, STATUS_CONFLICT, "undo.all_changed", NULL);
    if (job->finished)
        doc_set(job->input, "undo", *doc_get(job->input, "back"));
    return STATUS_OK;
}

/* A job that stops on its way takes back what it had taken back. */
static enum status
back(struct call *call, struct job *job)
{
    static const char *const keys[] = {"back", "from", "made_gone", "below", "restored", "kept"};
    if (!doc_bool_of(job->input, "turned")) {
        doc_set(job->input, "change", *doc_get(job->input, "back"));
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
            doc_remove(job->input, keys[i]);
        doc_set_bool(job->input, "turned", true);
    }
    return undo_slice(call, job, "undo", NULL);
}

const struct job_kind undo_job = {
    .name = "undo", .pages_kib = UNDO_PAGES_KIB, .slice = forth, .revert = back};
