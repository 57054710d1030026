/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call/job.h"

#include "base/clock.h"
#include "base/uuid.h"
#include "doc/json.h"
#include "statements.h"

#include <stdio.h>
#include <string.h>

enum {
    INPUT_MAX = 64 * 1024,
    LEAST_MS = 8,    /* of a slice, however many wait */
    GIVE_WAY_MS = 20 /* at most, between two slices */
};

static int slice_ms = JOB_SLICE_MS;

/* From the end of a job's slice to the end of its transaction. */
static struct {
    char job[UUID_TEXT + 1];
    int64_t left_ms, took_ms;
} last_slice;

void
job_set_slice_ms(int ms)
{
    slice_ms = ms;
}

static const struct job_kind *
kind_of(const struct desk *desk, const char *name)
{
    for (const struct job_kind *const *kind = desk->jobs; *kind != NULL; kind++)
        if (strcmp((*kind)->name, name) == 0)
            return *kind;
    return NULL;
}

static enum status
input_text(struct call *call, const struct doc *input, const char **out_text)
{
    struct buffer text;
    buffer_open(&text, call->arena, INPUT_MAX);
    json_write(&text, input, 0);
    TRY(buffer_status(&text));
    *out_text = buffer_read(&text);
    return STATUS_OK;
}

enum status
job_start(struct call *call, const char *kind, const struct doc *input, int64_t total,
          const char *next_path, const char **out_id)
{
    struct doc *params = call_params(call);
    const char *text, *id = uuid_new(call->arena);
    int64_t doc;
    TRY(input_text(call, input, &text));
    TRY(record_next_doc(call, &doc));
    doc_set_int(params, "doc", doc);
    doc_set_text(params, "id", id);
    doc_set_text(params, "kind", kind);
    doc_set_text(params, "input", text);
    doc_set_int(params, "total", total);
    doc_set_text(params, "next_path", next_path == NULL ? "" : next_path);
    doc_set_int(params, "now", call->now);
    TRY(store_run(call->store, &sql_job_insert, params, NULL));
    *out_id = id;
    return STATUS_OK;
}

/* The runner speaks for whoever the job belongs to. */
static enum status
become_owner(struct call *call)
{
    struct doc *found;
    TRY(store_row(call->store, call->arena, &sql_job_owner, call->params, &found));
    call->who.owner = doc_int_of(found, "owner");
    call->who.role = ROLE_OWNER;
    return STATUS_OK;
}

static enum status
next_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena);
    struct doc *found;
    enum status status =
        store_row(call->store, call->arena, &sql_job_open_first, call->params, &found);
    if (status != STATUS_OK && status != STATUS_MISSING)
        return status;
    doc_set(answer, "id", status == STATUS_OK ? *doc_get(found, "id") : doc_null());
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
take_run(struct call *call, struct doc **out_answer)
{
    TRY(become_owner(call));
    struct doc *params = call_params(call);
    if (call->desk->worker[0] == '\0')
        (void)snprintf(call->desk->worker, sizeof call->desk->worker, "%s", uuid_new(call->arena));
    doc_set(params, "id", *doc_get(call->params, "id"));
    doc_set_text(params, "worker", call->desk->worker);
    doc_set_int(params, "now", call->now);
    TRY(store_run(call->store, &sql_job_take, params, NULL));
    return call_row_of(call, &sql_job_read, NULL, out_answer);
}

static enum status
save(struct call *call, const struct job *job, const char *state)
{
    struct doc *params = call_params(call);
    const char *text;
    bool ended = strcmp(state, "running") != 0;
    TRY(input_text(call, job->input, &text));
    doc_set_text(params, "id", job->id);
    doc_set_text(params, "state", state);
    doc_set_text(params, "input", text);
    doc_set_int(params, "progress", job->progress);
    doc_set_int(params, "total", job->total);
    doc_set(params, "problem", *doc_get(job->input, "failed"));
    doc_set_int(params, "now", call->now);
    doc_set(params, "ended_at", ended ? doc_int(call->now) : doc_null());
    return store_run(call->store, &sql_job_save, params, NULL);
}

static enum status
read_job(struct store *store, struct arena *arena, const struct doc *row, struct job *job)
{
    const struct doc *text = doc_get(row, "input");
    if (text->kind != DOC_TEXT)
        return STATUS_FAILED;
    struct doc *input = arena_alloc(arena, sizeof *input);
    TRY(json_read(arena, text->text, text->count, input, NULL));
    int64_t now_ms = clock_monotonic_ms();
    *job = (struct job){.id = doc_text_of(row, "id"),
                        .input = input,
                        .progress = doc_int_of(row, "progress"),
                        .total = doc_int_of(row, "total"),
                        .yield_ms = now_ms + LEAST_MS,
                        .deadline_ms = now_ms + slice_ms,
                        .store = store,
                        .arena = arena,
                        .begun_bytes = arena->total};
    return STATUS_OK;
}

bool
job_is_over(struct job *job)
{
    int64_t now_ms = clock_monotonic_ms();
    if (now_ms >= job->deadline_ms || job->arena->total > job->begun_bytes + JOB_SLICE_BYTES)
        return true;
    if (now_ms < job->yield_ms)
        return false;
    if (store_is_waited_for(job->store))
        return true;
    job->yield_ms = now_ms + 1; /* asked once a millisecond, not with each row */
    return false;
}

static bool
is_in_hand(const struct desk *desk, const struct doc *row)
{
    return strcmp(doc_text_of(row, "worker"), desk->worker) == 0;
}

static enum status
load(struct call *call, struct job *job, const struct job_kind **out_kind, bool *out_cancel)
{
    struct doc *row;
    TRY(become_owner(call));
    TRY(call_row_of(call, &sql_job_read, NULL, &row));
    if (!is_in_hand(call->desk, row)) /* who took long to prepare was taken for gone */
        return STATUS_BUSY;
    const struct job_kind *kind = kind_of(call->desk, doc_text_of(row, "kind"));
    if (kind == NULL)
        return STATUS_FAILED;
    TRY(read_job(call->store, call->arena, row, job));
    if (strcmp(last_slice.job, job->id) == 0)
        job->commit_ms = last_slice.took_ms;
    *out_kind = kind;
    *out_cancel = doc_bool_of(row, "cancel");
    return STATUS_OK;
}

void
job_fail(struct call *call, struct job *job, const char *code, const struct doc *arguments)
{
    struct doc *problem = doc_map(call->arena);
    for (uint32_t i = 0; i < doc_count(arguments); i++)
        if (strcmp(doc_key(arguments, i), "id") != 0)
            doc_set(problem, doc_key(arguments, i), *doc_value(arguments, i));
    doc_set_text(problem, "code", code);
    doc_set_text(job->input, "failed", code);
    doc_set(job->input, "problem", *problem);
}

/* What the job will have been when its present way comes to its end. */
static const char *
end_state(const struct job *job)
{
    if (doc_has(job->input, "failed"))
        return "failed";
    return doc_bool_of(job->input, "cancelled") ? "cancelled" : "done";
}

static enum status
step_run(struct call *call, struct doc **out_answer)
{
    struct job job;
    const struct job_kind *kind;
    bool cancel;
    TRY(load(call, &job, &kind, &cancel));
    if (doc_has(call->params, "code")) /* the last try failed: from here on the way is back */
        job_fail(call, &job, doc_text_of(call->params, "code"), call->params);
    else if (cancel && !doc_has(job.input, "failed"))
        doc_set_bool(job.input, "cancelled", true);
    if (strcmp(end_state(&job), "done") == 0)
        TRY(kind->slice(call, &job));
    else if (kind->revert != NULL)
        TRY(kind->revert(call, &job));
    else
        job.finished = true;
    const char *state = job.finished ? end_state(&job) : "running";
    if (job.finished && kind->ended != NULL)
        TRY(kind->ended(call, &job, state));
    TRY(save(call, &job, state));
    *out_answer = doc_map(call->arena);
    doc_set_text(*out_answer, "state", state);
    (void)snprintf(last_slice.job, sizeof last_slice.job, "%s", job.id);
    last_slice.left_ms = clock_coarse_ms();
    return STATUS_OK;
}

/* A job whose way back fails as well is closed; what it left stays visible in its row. */
static enum status
close_run(struct call *call, struct doc **out_answer)
{
    struct job job;
    const struct job_kind *kind;
    bool cancel;
    TRY(load(call, &job, &kind, &cancel));
    job_fail(call, &job, doc_text_of(call->params, "code"), call->params);
    if (kind->ended != NULL)
        TRY(kind->ended(call, &job, "failed"));
    TRY(save(call, &job, "failed"));
    *out_answer = doc_map(call->arena);
    return STATUS_OK;
}

/* What became of it: `problem` {code, status, and what fills the sentence}, or null; `change`, which can be taken
 * back, or null. */
static enum status
read_outcome(struct call *call, const struct doc *row, struct doc *answer)
{
    const struct doc *text = doc_get(row, "input");
    struct doc *input = arena_alloc(call->arena, sizeof *input);
    bool failed = !doc_is_empty(doc_get(row, "problem"));
    bool done = strcmp(doc_text_of(row, "state"), "done") == 0;
    doc_set(answer, "problem", doc_null());
    doc_set(answer, "change", doc_null());
    if (!failed && !done)
        return STATUS_OK;
    TRY(json_read(call->arena, text->text, text->count, input, NULL));
    doc_set(answer, failed ? "problem" : "change", *doc_get(input, failed ? "problem" : "undo"));
    return STATUS_OK;
}

static enum status
read_run(struct call *call, struct doc **out_answer)
{
    struct doc *row;
    TRY(call_row_of(call, &sql_job_read, NULL, &row));
    struct doc *answer = doc_map(call->arena);
    static const char *const keys[] = {"id",    "kind",       "state",      "progress",
                                       "total", "created_at", "started_at", "ended_at"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        doc_set(answer, keys[i], *doc_get(row, keys[i]));
    TRY(read_outcome(call, row, answer));
    doc_set(answer, "next", *doc_get(row, "next_path"));
    const char *state = doc_text_of(row, "state");
    doc_set_bool(answer, "open", strcmp(state, "waiting") == 0 || strcmp(state, "running") == 0);
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
cancel_run(struct call *call, struct doc **out_answer)
{
    int64_t changed;
    struct doc *params = call_params(call);
    doc_set(params, "id", *doc_get(call->params, "id"));
    TRY(store_run(call->store, &sql_job_cancel, params, &changed));
    return read_run(call, out_answer);
}

static const struct param id_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("Id")},
    {0},
};

static const struct param step_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("Id")},
    {.name = "code", .kind = PARAM_TEXT, .label = N_("What went wrong")},
    {.name = "status", .kind = PARAM_TEXT, .label = N_("Whose fault")},
    {0},
};

const struct call_row job_rows[] = {
    {.name = "job read",
     .path = "/job/{id}",
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = read_run,
     .page = "job",
     .help = N_("Show how far a longer piece of work has come"),
     .example = "rapport job read ID"},
    {.name = "job cancel",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = cancel_run,
     .next = "/job/{id}",
     .done = N_("It will stop and take back what it did."),
     .help = N_("Stop a longer piece of work; it takes back what it did"),
     .example = "rapport job cancel ID"},
    {.name = "job next",
     .effect = EFFECT_READ,
     .role = ROLE_ADMINISTRATOR,
     .run = next_run,
     .internal = true},
    {.name = "job take",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_ADMINISTRATOR,
     .params = id_params,
     .run = take_run,
     .internal = true},
    {.name = "job step",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_ADMINISTRATOR,
     .params = step_params,
     .run = step_run,
     .internal = true},
    {.name = "job close",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_ADMINISTRATOR,
     .params = step_params,
     .run = close_run,
     .internal = true},
    {0},
};

static void
perform(struct desk *desk, struct arena *arena, const char *name, const struct doc *params,
        struct answer *out_answer)
{
    static const struct caller runner = {.credential = CREDENTIAL_LOCAL};
    *out_answer = (struct answer){.status = STATUS_FAILED};
    for (const struct call_row *row = job_rows; row->name != NULL; row++)
        if (strcmp(row->name, name) == 0)
            call_perform(desk, row, params, &runner, arena, out_answer);
}

static const char *
failure_code(const struct answer *answer)
{
    const char *code = doc_text_of(answer->problem, "code");
    return code[0] == '\0' ? "call.failed" : code;
}

/* What the slice needs is got together before it begins. */
static enum status
prepare(struct desk *desk, struct arena *arena, const struct doc *row)
{
    const struct job_kind *kind = kind_of(desk, doc_text_of(row, "kind"));
    struct job job;
    store_keep_pages(desk->store, kind == NULL ? 0 : kind->pages_kib);
    if (kind != NULL && kind->pages_kib > 0) /* its pages are written again and again */
        store_leave_log(desk->store);
    if (kind == NULL || kind->prepare == NULL || doc_bool_of(row, "cancel"))
        return STATUS_OK;
    TRY(read_job(desk->store, arena, row, &job));
    return strcmp(end_state(&job), "done") == 0 ? kind->prepare(desk, &job) : STATUS_OK;
}

/* Who waits to write looks every half millisecond, and so might look past the moment between two slices. */
static void
give_way(struct store *store)
{
    int64_t until_ms = clock_monotonic_ms() + GIVE_WAY_MS;
    while (store_is_waited_for(store) && clock_monotonic_ms() < until_ms)
        clock_pause_ms(1);
}

/* Two who work on one job take turns, and each finds with every turn that the other has gone on. */
static int64_t
claim_of(const char *id)
{
    unsigned char bytes[UUID_BYTES];
    int64_t number = 0;
    if (uuid_read(id, bytes))
        memcpy(&number, bytes + UUID_BYTES - sizeof number, sizeof number);
    return number;
}

/* *out_on: it is running, and goes on. */
static enum status
step(struct desk *desk, struct arena *arena, const struct doc *params, struct answer *answer,
     bool *out_on)
{
    perform(desk, arena, "job step", params, answer);
    last_slice.took_ms = clock_coarse_ms() - last_slice.left_ms;
    *out_on = answer->status == STATUS_BUSY ||
              (answer->status == STATUS_OK &&
               strcmp(doc_text_of(answer->document, "state"), "running") == 0);
    return answer->status;
}

static enum status
work_on(struct desk *desk, struct arena *arena, const char *id, bool *out_on)
{
    struct answer answer;
    struct doc *params = doc_map(arena);
    doc_set_text(params, "id", id);
    *out_on = false;
    perform(desk, arena, "job take", params, &answer);
    TRY(answer.status); /* MISSING: ended meanwhile */
    if (!is_in_hand(desk, answer.document))
        return STATUS_MISSING;
    /* Tries that ended without an answer (a crash, a kill) count like failures. */
    bool given_up = doc_int_of(answer.document, "attempts") > JOB_ATTEMPTS_MAX;
    if (!given_up) {
        enum status prepared = prepare(desk, arena, answer.document);
        *out_on = prepared == STATUS_BUSY;
        if (prepared == STATUS_BUSY)
            return prepared;
        answer.status = prepared;
        answer.problem = NULL;
        if (prepared == STATUS_OK)
            (void)step(desk, arena, params, &answer, out_on);
        if (answer.status == STATUS_OK || answer.status == STATUS_BUSY)
            return answer.status;
        doc_set_text(params, "code", failure_code(&answer));
        doc_set_text(params, "status", status_name(answer.status));
    } else {
        doc_set_text(params, "code", "job.gave_up");
    }
    enum status status = step(desk, arena, params, &answer, out_on);
    if (status == STATUS_OK || status == STATUS_BUSY)
        return status;
    perform(desk, arena, "job close", params, &answer);
    return answer.status;
}

enum status
job_work(struct desk *desk, struct arena *arena, const char *only, bool *out_idle)
{
    struct answer answer;
    give_way(desk->store);
    if (only == NULL) {
        perform(desk, arena, "job next", doc_map(arena), &answer);
        TRY(answer.status);
        only = doc_text_of(answer.document, "id");
    }
    *out_idle = only[0] == '\0' || !store_claim(desk->store, claim_of(only));
    if (*out_idle) {
        store_keep_pages(desk->store, 0);
        return STATUS_OK;
    }
    bool on;
    store_wait_for_disk(desk->store, false); /* a slice that is lost is done again */
    enum status status = work_on(desk, arena, only, &on), settled = STATUS_OK;
    store_wait_for_disk(desk->store, true);
    if (!on) {
        settled = store_settle(desk->store);
        store_yield(desk->store, claim_of(only));
    }
    *out_idle = status == STATUS_MISSING;
    return status == STATUS_OK || status == STATUS_MISSING ? settled : status;
}
