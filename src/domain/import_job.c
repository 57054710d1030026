/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clock.h"
#include "base/uuid.h"
#include "doc/json.h"
#include "domain/common.h"
#include "domain/imports.h"
#include "domain/people.h"
#include "formats/linkedin.h"

#include <string.h>

enum { APPLY_ROWS = 200, UNDO_ROWS = 200, KEPT_NAMED_MOST = 20, ROW_ARENA_REST = 64 };

static enum status
set_state(struct call *call, const struct job *job, const char *state, const struct doc *more)
{
    struct doc *params = call_params(call);
    doc_set(params, "id", *doc_get(job->input, "import"));
    doc_set_text(params, "state", state);
    for (uint32_t i = 0; i < doc_count(more); i++)
        doc_set(params, doc_key(more, i), *doc_value(more, i));
    return store_run(call->store, &sql_import_state, params, NULL);
}

/* ---- reading: the file's rows are judged and staged ---- */

struct reading {
    struct call *call;
    struct job *job;
    int64_t import; /* doc */
    int64_t row;    /* the last one staged */
    struct linkedin *linkedin;
};

static enum status
stage_row(void *context, const struct doc *row)
{
    struct reading *reading = context;
    struct call *call = reading->call;
    reading->row = doc_int_of(row, "row");
    if (doc_bool_of(row, "empty"))
        return STATUS_OK;
    struct doc *staged = call_params(call);
    doc_set_int(staged, "import", reading->import);
    doc_set_int(staged, "n", reading->row);
    TRY(import_judge(call, reading->import, row, staged));
    TRY(store_run(call->store, &sql_import_row_insert, staged, NULL));
    /* The slice is over: BUSY stops the reader here, and read_slice knows why. */
    return clock_monotonic_ms() >= reading->job->deadline_ms ? STATUS_BUSY : STATUS_OK;
}

static enum status
feed_chunk(void *context, const struct doc *row)
{
    struct reading *reading = context;
    const struct doc *data = doc_get(row, "data");
    return linkedin_feed(reading->linkedin, data->text, data->count);
}

static enum status
not_readable(struct call *call, struct job *job, const struct linkedin *linkedin)
{
    struct doc *arguments = linkedin_arguments(linkedin, call->arena), *more = doc_map(call->arena);
    struct buffer text;
    doc_set_text(arguments, "code", linkedin->code);
    doc_set_text(arguments, "status", status_name(STATUS_INVALID));
    buffer_open(&text, call->arena, 4000);
    json_write(&text, arguments, 0);
    doc_set_text(more, "problem", buffer_read(&text));
    job_fail(call, job, linkedin->code, arguments);
    job->finished = true;
    return set_state(call, job, "failed", more);
}

static enum status
read_slice(struct call *call, struct job *job)
{
    ARENA_HERE struct arena rows;
    arena_open(&rows);
    struct linkedin *linkedin = arena_alloc(call->arena, sizeof *linkedin);
    struct reading reading = {.call = call,
                              .job = job,
                              .import = doc_int_of(job->input, "doc"),
                              .row = doc_int_of(job->input, "row"),
                              .linkedin = linkedin};
    struct doc *params = call_params(call);
    linkedin_open(linkedin, call->arena, &rows, stage_row, &reading);
    linkedin->first_row = reading.row + 1;
    doc_set_int(params, "import", reading.import);
    enum status status =
        store_each(call->store, &sql_import_chunk_list, params, feed_chunk, &reading);
    if (status == STATUS_OK)
        status = linkedin_end(linkedin);
    if (status == STATUS_INVALID && linkedin->code != NULL)
        return not_readable(call, job, linkedin);
    doc_set_int(job->input, "row", reading.row);
    job->progress = reading.row;
    if (status == STATUS_BUSY && clock_monotonic_ms() >= job->deadline_ms)
        return STATUS_OK;
    TRY(status);
    doc_set_int(params, "id", 0);
    doc_set(params, "id", *doc_get(job->input, "import"));
    TRY(store_run(call->store, &sql_import_count, params, NULL));
    TRY(store_run(call->store, &sql_import_chunk_remove, params, NULL));
    struct doc *more = doc_map(call->arena);
    doc_set_text(more, "encoding", charset_name(linkedin->charset.kind));
    doc_set_text(job->input, "phase", "apply");
    job->total = reading.row;
    if (doc_bool_of(job->input, "preview")) {
        job->finished = true;
        return set_state(call, job, "staged", more);
    }
    doc_set(more, "job", doc_text(job->id));
    return set_state(call, job, "applying", more);
}

/* ---- applying: the staged rows become people, under one change ---- */

static enum status
apply_row(struct call *call, const struct doc *staged, const struct doc *import)
{
    const struct doc *text = doc_get(staged, "data");
    struct doc *person = arena_alloc(call->arena, sizeof *person), *saved;
    if (text->kind != DOC_TEXT)
        return STATUS_OK;
    TRY(json_read(call->arena, text->text, text->count, person, NULL));
    if (strcmp(doc_text_of(staged, "verdict"), "updated") == 0) {
        doc_set(person, "id", *doc_get(staged, "person"));
        enum status status = record_read(call, &noun_person, doc_text_of(staged, "person"), &saved);
        if (status == STATUS_MISSING) /* removed since it was staged: stays removed */
            return STATUS_OK;
        TRY(status);
    } else {
        static const char *const keys[] = {"name", "organization"};
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
            if (!doc_has(person, keys[i]))
                doc_set(person, keys[i], doc_null());
        doc_set(person, "import", *import);
    }
    person_complete(call, person);
    return record_save(call, &noun_person, person, &saved);
}

static enum status
apply_slice(struct call *call, struct job *job)
{
    struct doc *params = call_params(call), *rows;
    int64_t after = doc_int_of(job->input, "applied");
    if (doc_is_empty(doc_get(job->input, "change")))
        doc_set_text(job->input, "change", uuid_new(call->arena));
    record_continue(call, doc_text_of(job->input, "change"), "import");
    doc_set_int(params, "import", doc_int_of(job->input, "doc"));
    doc_set_int(params, "after_n", after);
    doc_set_int(params, "limit", APPLY_ROWS);
    TRY(call_rows_of(call, &sql_import_row_next, params, &rows));
    record_expect(call, doc_count(rows) + 1);
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        TRY(apply_row(call, doc_item(rows, i), doc_get(job->input, "import")));
        after = doc_int_of(doc_item(rows, i), "n");
        if (clock_monotonic_ms() >= job->deadline_ms)
            break;
    }
    doc_set_int(job->input, "applied", after);
    job->progress = after;
    job->finished = doc_count(rows) == 0;
    return STATUS_OK;
}

static enum status
import_slice(struct call *call, struct job *job)
{
    if (strcmp(doc_text_of(job->input, "phase"), "apply") == 0)
        return apply_slice(call, job);
    return read_slice(call, job);
}

/* ---- taking back, for a cancelled or failed import and for its undo ---- */

static enum status
name_kept(struct call *call, struct job *job, const struct doc *kept)
{
    struct doc names = doc_get(job->input, "kept_names")->kind == DOC_LIST
                           ? *doc_get(job->input, "kept_names")
                           : *doc_list(call->arena);
    for (uint32_t i = 0; i < doc_count(kept) && doc_count(&names) < KEPT_NAMED_MOST; i++) {
        struct doc *person;
        enum status status =
            record_read(call, &noun_person, doc_text_of(doc_item(kept, i), "id"), &person);
        if (status == STATUS_OK)
            (void)doc_push(&names, *doc_get(person, "name"));
        else if (status != STATUS_MISSING)
            return status;
    }
    doc_set(job->input, "kept_names", names);
    return STATUS_OK;
}

static enum status
back_slice(struct call *call, struct job *job)
{
    const char *change = doc_text_of(job->input, "change");
    struct record_undo undo = {.below = doc_int_of(job->input, "below"),
                               .restored = doc_int_of(job->input, "restored"),
                               .kept = doc_int_of(job->input, "kept")};
    if (change[0] == '\0') {
        job->finished = true;
        return STATUS_OK;
    }
    if (doc_is_empty(doc_get(job->input, "back")))
        doc_set_text(job->input, "back", uuid_new(call->arena));
    record_continue(call, doc_text_of(job->input, "back"), "import undo");
    enum status status = record_undo(call, change, UNDO_ROWS, &undo);
    if (status == STATUS_MISSING) { /* not one row had been changed */
        job->finished = true;
        return STATUS_OK;
    }
    TRY(status);
    TRY(name_kept(call, job, undo.kept_rows));
    doc_set_int(job->input, "below", undo.below);
    doc_set_int(job->input, "restored", undo.restored);
    doc_set_int(job->input, "kept", undo.kept);
    job->progress = undo.restored + undo.kept;
    job->finished = undo.finished;
    return STATUS_OK;
}

static enum status
import_ended(struct call *call, struct job *job, const char *state)
{
    struct doc *row, *params = call_params(call), *more = doc_map(call->arena);
    doc_set(params, "id", *doc_get(job->input, "import"));
    TRY(call_row_of(call, &sql_import_read, params, &row));
    doc_set(more, "problem", *doc_get(row, "problem"));
    if (strcmp(state, "done") == 0) {
        if (strcmp(doc_text_of(row, "state"), "staged") == 0)
            return STATUS_OK;
        doc_set_int(more, "applied_at", call->now);
        doc_set(more, "change", *doc_get(job->input, "change"));
        return set_state(call, job, "done", more);
    }
    doc_set_int(params, "import", doc_int_of(job->input, "doc"));
    TRY(store_run(call->store, &sql_import_chunk_remove, params, NULL));
    return set_state(call, job, state, more);
}

static enum status
undo_ended(struct call *call, struct job *job, const char *state)
{
    struct doc *more = doc_map(call->arena);
    struct buffer text;
    bool done = strcmp(state, "done") == 0;
    doc_set_int(more, "kept", doc_int_of(job->input, "kept"));
    if (doc_count(doc_get(job->input, "kept_names")) > 0) {
        struct doc *problem = doc_map(call->arena);
        doc_set_text(problem, "code", "import.kept");
        doc_set(problem, "names", *doc_get(job->input, "kept_names"));
        buffer_open(&text, call->arena, 16000);
        json_write(&text, problem, 0);
        doc_set_text(more, "problem", buffer_read(&text));
    }
    return set_state(call, job, done ? "undone" : "done", more);
}

const struct job_kind import_job = {
    .name = "import", .slice = import_slice, .revert = back_slice, .ended = import_ended};

const struct job_kind import_undo_job = {
    .name = "import undo", .slice = back_slice, .ended = undo_ended};
