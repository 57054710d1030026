/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/uuid.h"
#include "doc/json.h"
#include "domain/common.h"
#include "domain/import_around.h"
#include "domain/import_compare.h"
#include "domain/import_line.h"
#include "domain/import_notes.h"
#include "domain/import_person.h"
#include "domain/import_records.h"
#include "domain/import_stages.h"
#include "domain/imports.h"
#include "domain/merges.h"
#include "domain/people.h"
#include "domain/undo.h"

#include <string.h>
#include <unistd.h>

enum {
    IMPORT_PAGES_KIB = 12000,
    SLICE_ROWS = 1000, /* taken out of the report at a time */
    KEPT_NAMED_MOST = 20
};

static const char *const counts[] = {"read",       "created",  "updated", "unchanged",
                                     "duplicate",  "rejected", "made",    "groups",
                                     "uncompared", "untagged", "along"};

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

/* ---- the rows of a window: judged, and brought in or staged ---- */

/* What a slice does with the rows of its window. */
struct bringing {
    struct call *call;
    struct job *job;
    struct import_judge judge;
    struct record_batch *batch;
    struct doc line;     /* of import_row, made once */
    struct doc *sources; /* of one new person, made once: the digest is the row's */
    int64_t import;      /* doc */
    bool stage;          /* only look */
    struct import_stages stages;
    bool staged; /* the rows stand in import_row already */
};

/* The name under which a verdict is counted lives longer than the window it came from. */
static void
count_one(struct job *job, const char *verdict, int64_t more)
{
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (strcmp(counts[i], verdict) == 0)
            doc_set_int(job->input, counts[i], doc_int_of(job->input, counts[i]) + more);
}

static enum status
write_line(struct bringing *bringing, const struct import_item *item,
           const struct import_verdict *verdict)
{
    struct doc *line = &bringing->line;
    const char *data;
    data = NULL;
    if (!bringing->staged)
        TRY(import_line(bringing->call, item, verdict, bringing->stage, &data));
    *doc_value(line, 2) = doc_int(item->n);
    *doc_value(line, 3) = doc_text(verdict->verdict);
    *doc_value(line, 4) = doc_text(verdict->reason);
    *doc_value(line, 5) = doc_text(verdict->person);
    *doc_value(line, 6) = doc_text(data);
    if (bringing->staged)
        return store_run(bringing->call->store, &sql_import_row_settle, line, NULL);
    return store_later(bringing->call->store, &sql_import_row_insert, line);
}

static enum status
make_person(struct bringing *bringing, const struct import_item *item, const char **out_id)
{
    struct call *call = bringing->call;
    struct doc row =
        doc_is_empty(doc_get(&item->row, "id")) ? item->row : doc_copy(call->arena, &item->row);
    doc_set_int(doc_item(bringing->sources, 0), "digest", item->digest);
    doc_set_text(&row, "import", bringing->judge.import);
    doc_set(&row, "sources", *bringing->sources);
    if (strcmp(bringing->judge.kind, "linkedin") == 0 && doc_is_empty(doc_get(&row, "circle")))
        doc_set_text(&row, "circle", "online");
    *out_id = NULL;
    enum status status = import_known_person(call, &row, out_id);
    if (status == STATUS_OK && *out_id == NULL)
        status = record_batch_add(bringing->batch, &row,
                                  item->words.head == NULL ? NULL : &item->words, out_id);
    doc_set(&row, "sources", doc_null()); /* the window lives longer than this call */
    doc_set(&row, "import", doc_null());
    return status;
}

static bool
is(const char *text, const char *other)
{
    return strcmp(text, other) == 0;
}

/* It was shown to be a person, who may have been merged or changed since: nobody else is meant. */
static enum status
decide_who(struct bringing *bringing, const struct import_item *item,
           struct import_verdict *verdict)
{
    const char *person;
    TRY(person_now(bringing->call, item->person, &person));
    if (is(item->choice, "same")) {
        enum status status = import_judge_as(&bringing->judge, item, person, verdict);
        if (status != STATUS_MISSING)
            return status;
        *verdict =
            (struct import_verdict){.verdict = "unchanged", .reason = "import.removed_since"};
    } else if (is(verdict->verdict, "updated") && !is(verdict->person, person)) {
        *verdict = (struct import_verdict){.verdict = "unchanged", .reason = "import.other_since"};
    }
    return STATUS_OK;
}

/* What somebody decided on a staged row turns its verdict. */
static enum status
decide(struct bringing *bringing, const struct import_item *item, struct import_verdict *verdict)
{
    if (is(item->verdict, "updated") && is(verdict->verdict, "created"))
        *verdict =
            (struct import_verdict){.verdict = "unchanged", .reason = "import.removed_since"};
    else if (is(item->choice, "out"))
        *verdict = (struct import_verdict){
            .verdict = "unchanged", .reason = "import.left_out", .person = verdict->person};
    else if (is(item->choice, "new"))
        *verdict = (struct import_verdict){.verdict = "created"};
    else if (item->person[0] != '\0')
        return decide_who(bringing, item, verdict);
    return STATUS_OK;
}

/* What is kept beside somebody, or their first photo, may be all that is new. */
static enum status
add_records(struct bringing *bringing, const struct import_item *item,
            struct import_verdict *verdict)
{
    struct call *call = bringing->call;
    int count = 0;
    bool news = false, out = verdict->reason != NULL && is(verdict->reason, "import.left_out");
    if (verdict->person == NULL || out)
        return STATUS_OK;
    if (bringing->stage && verdict->compared)
        TRY(import_has_news(call, &item->row, verdict->person, &news));
    if (!bringing->stage)
        TRY(import_bring_records(call, &item->row, verdict->person, false, &count));
    if (!bringing->stage && verdict->compared)
        TRY(import_bring_first_photo(call, &item->row, verdict->person, &news));
    if (count > 0 || news) {
        verdict->verdict = "updated";
        verdict->reason = "import.new_details";
    }
    return STATUS_OK;
}

/* What people share, or a file of one of them: it comes along with them. */
static enum status
bring_beside(struct bringing *bringing, const struct import_item *item)
{
    struct call *call = bringing->call;
    struct import_verdict verdict = {.verdict = "along"};
    const struct doc *record = doc_get(&item->row, "record");
    bool is_new;
    if (bringing->stage)
        TRY(import_beside_is_new(call, &item->row, &is_new));
    else if (record->kind == DOC_MAP)
        TRY(import_bring_shared(call, record, &is_new));
    else
        TRY(import_bring_file(call, &item->row, bringing->import, &verdict.person, &is_new));
    count_one(bringing->job, "along", is_new);
    import_stages_spent(&bringing->stages, IMPORT_PEOPLE);
    return write_line(bringing, item, &verdict);
}

static enum status
bring_row(struct bringing *bringing, const struct import_item *item)
{
    struct import_verdict verdict;
    struct doc *saved;
    bool photo;
    if (import_is_beside(&item->row))
        return bring_beside(bringing, item);
    TRY(import_judge_row(&bringing->judge, item, &verdict));
    import_stages_spent(&bringing->stages, IMPORT_MATCHING);
    if (bringing->staged)
        TRY(decide(bringing, item, &verdict));
    if (!bringing->stage && (is(verdict.verdict, "created") || is(verdict.verdict, "duplicate"))) {
        TRY(make_person(bringing, item, &verdict.person));
        TRY(import_bring_photo(bringing->call, &item->row, verdict.person, true, &photo));
        import_around_made(&item->row);
        count_one(bringing->job, "made", 1);
    } else if (!bringing->stage && verdict.changes != NULL) {
        TRY(import_settle(bringing->call, &item->row, verdict.changes));
        TRY(record_save(bringing->call, &noun_person, verdict.changes, &saved));
        import_around_changed(&verdict);
        TRY(import_bring_photo(bringing->call, &item->row, verdict.person, false, &photo));
    } else if (is(verdict.verdict, "unchanged")) {
        TRY(add_records(bringing, item, &verdict));
    }
    if (bringing->staged)
        count_one(bringing->job, item->verdict, -1);
    else
        count_one(bringing->job, "read", 1);
    count_one(bringing->job, verdict.verdict, 1);
    if (verdict.reason != NULL && is(verdict.reason, IMPORT_GROUP))
        count_one(bringing->job, "groups", 1);
    import_stages_spent(&bringing->stages, IMPORT_PEOPLE);
    TRY(write_line(bringing, item, &verdict));
    import_stages_spent(&bringing->stages, IMPORT_REPORT);
    return STATUS_OK;
}

/* Rows that say what they said the last time: some of the first of these. */
static enum status
bring_known(struct bringing *bringing, const struct import_item *items, size_t count,
            size_t *out_done)
{
    struct import_verdict verdicts[IMPORT_KNOWN_MOST];
    size_t done;
    enum status status = import_judge_known(&bringing->judge, items, count, verdicts, &done);
    if (status == STATUS_BUSY)
        import_window_doubt(bringing->job->id);
    TRY(status);
    import_stages_spent(&bringing->stages, IMPORT_MATCHING);
    for (size_t i = 0; i < done; i++)
        TRY(write_line(bringing, &items[i], &verdicts[i]));
    import_stages_spent(&bringing->stages, IMPORT_REPORT);
    count_one(bringing->job, "read", (int64_t)done);
    count_one(bringing->job, "unchanged", (int64_t)done);
    *out_done = done;
    return STATUS_OK;
}

/* Work on the window until the slice is over; *out_done: all of it is done. */
static enum status
bring_window(struct bringing *bringing, const struct import_window *window, bool *out_done)
{
    struct doc *input = bringing->job->input;
    size_t at = (size_t)doc_int_of(input, "done");
    record_expect(bringing->call, (int64_t)(window->count - at + 1)); /* and the change */
    while (at < window->count) {
        struct arena_mark mark = arena_mark(bringing->call->arena);
        size_t done = 1;
        if (window->items[at].known != 0)
            TRY(bring_known(bringing, &window->items[at], window->count - at, &done));
        else
            TRY(bring_row(bringing, &window->items[at]));
        at += done;
        arena_back(bringing->call->arena, mark);
        if (job_is_over(bringing->job))
            break;
    }
    *out_done = at >= window->count;
    doc_set_int(input, "done", *out_done ? 0 : (int64_t)at);
    doc_set_int(input, "upto", *out_done ? 0 : window->to);
    if (*out_done && window->to > 0)
        doc_set_int(input, "to", window->to);
    if (*out_done) {
        count_one(bringing->job, "uncompared", window->uncompared);
        doc_set_int(input, "untagged", window->untagged); /* of the whole file */
        bringing->stages.ms[IMPORT_READING] = window->read_ms;
    }
    return STATUS_OK;
}

/* All that outlives a row: nothing may be added to these maps while rows come and go. */
static void
make_room(struct bringing *bringing)
{
    struct arena *arena = bringing->call->arena;
    struct doc *input = bringing->job->input, *source = doc_map(arena);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        doc_set_int(input, counts[i], doc_int_of(input, counts[i]));
    doc_set_text(source, "kind", bringing->judge.kind);
    doc_set_int(source, "digest", 0);
    bringing->sources = doc_list(arena);
    (void)doc_push(bringing->sources, *source);
    bringing->batch = record_batch_open(bringing->call, &noun_person);
}

static struct doc
make_line(struct call *call, int64_t import)
{
    static const char *const names[] = {"owner",  "import", "n",   "verdict",
                                        "reason", "person", "data"};
    struct doc_shape *shape = doc_shape(call->arena, 8);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        (void)doc_shape_add(call->arena, shape, names[i]);
    struct doc line = doc_row(call->arena, shape);
    *doc_value(&line, 0) = doc_int(call->who.owner);
    *doc_value(&line, 1) = doc_int(import);
    return line;
}

static enum status
say_progress(struct call *call, const struct job *job)
{
    struct doc *params = call_params(call);
    doc_set(params, "id", *doc_get(job->input, "import"));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        doc_set_int(params, counts[i], doc_int_of(job->input, counts[i]));
    return store_run(call->store, &sql_import_progress, params, NULL);
}

static enum status
bring_slice(struct call *call, struct job *job, const struct import_window *window,
            struct bringing *bringing, bool *out_done)
{
    *bringing = (struct bringing){
        .call = call, .job = job, .staged = bringing->staged, .stage = bringing->stage};
    bringing->judge = (struct import_judge){.call = call,
                                            .import = doc_text_of(job->input, "import"),
                                            .kind = doc_text_of(job->input, "kind")};
    bringing->import = doc_int_of(job->input, "doc");
    bringing->line = make_line(call, bringing->import);
    make_room(bringing);
    if (!bringing->stage) {
        if (doc_is_empty(doc_get(job->input, "change")))
            doc_set_text(job->input, "change", uuid_new(call->arena));
        record_continue(call, doc_text_of(job->input, "change"), "import");
    }
    import_stages_begin(&bringing->stages, call->store);
    TRY(import_around_begin(call, job, &bringing->judge));
    TRY(bring_window(bringing, window, out_done));
    import_stages_end(&bringing->stages, index_spent_ms(call));
    bringing->stages.ms[IMPORT_COMMIT] = job->commit_ms;
    import_stages_keep(&bringing->stages, job->input);
    import_around_end(job);
    return say_progress(call, job);
}

/* ---- reading a file ---- */

static enum status
set_problem(struct call *call, struct job *job, const char *state, const char *code,
            const struct doc *arguments)
{
    struct doc *problem = doc_map(call->arena), *more = doc_map(call->arena);
    for (uint32_t i = 0; i < doc_count(arguments); i++)
        doc_set(problem, doc_key(arguments, i), *doc_value(arguments, i));
    doc_set_text(problem, "code", code);
    doc_set_text(problem, "status", status_name(STATUS_INVALID));
    doc_set_text(more, "problem", import_line_text(call, problem));
    if (!is(state, "failed"))
        doc_set_text(more, "job", job->id);
    return set_state(call, job, state, more);
}

/* Nobody knows these columns: the job ends here, and goes on as another one when they are told. */
static enum status
ask_for_columns(struct call *call, struct job *job, const struct import_window *window)
{
    job->finished = true;
    doc_set_bool(job->input, "mapping", true);
    return set_problem(call, job, "mapping", window->code, window->problem);
}

static enum status
not_readable(struct call *call, struct job *job, const struct import_window *window)
{
    struct doc *arguments = arena_alloc(call->arena, sizeof *arguments);
    *arguments = doc_copy(call->arena, window->problem);
    doc_set_text(arguments, "code", window->code);
    doc_set_text(arguments, "status", status_name(STATUS_INVALID));
    job_fail(call, job, window->code, arguments);
    job->finished = doc_is_empty(doc_get(job->input, "change"));
    return set_problem(call, job, job->finished ? "failed" : "reading", window->code,
                       window->problem);
}

static enum status
say_found(struct call *call, struct job *job, const struct import_window *window)
{
    struct doc *params = call_params(call);
    if (doc_bool_of(job->input, "known") || window->found == NULL)
        return STATUS_OK;
    doc_set_bool(job->input, "known", true);
    if (window->kind != NULL)
        doc_set_text(job->input, "kind", arena_text(call->arena, window->kind));
    doc_set(params, "id", *doc_get(job->input, "import"));
    doc_set(params, "kind", *doc_get(job->input, "kind"));
    doc_set(params, "encoding", *doc_get(window->found, "encoding"));
    doc_set_text(params, "detail", import_line_text(call, window->found));
    return store_run(call->store, &sql_import_found, params, NULL);
}

/* How many rows there will be follows from how much of the file is read. */
static void
guess_total(struct job *job, const struct import_window *window)
{
    job->progress = doc_int_of(job->input, "read");
    job->total = window->at_end && doc_int_of(job->input, "upto") == 0 ? job->progress
                 : window->offset > 0
                     ? (int64_t)((double)window->to * (double)window->size / (double)window->offset)
                     : 0;
    if (job->total < job->progress)
        job->total = job->progress;
}

static enum status
read_slice(struct call *call, struct job *job, const struct import_window *window)
{
    bool done, preview = doc_bool_of(job->input, "preview");
    struct bringing bringing = {.stage = preview};
    struct doc *more = doc_map(call->arena);
    TRY(say_found(call, job, window));
    if (window->code != NULL && strcmp(window->code, "contacts.mapping") == 0)
        return ask_for_columns(call, job, window);
    if (window->code != NULL)
        return not_readable(call, job, window);
    TRY(bring_slice(call, job, window, &bringing, &done));
    guess_total(job, window);
    if (!done || !window->at_end)
        return STATUS_OK;
    job->finished = true;
    TRY(import_notes_keep(call, job->input));
    doc_set_text(more, "job", job->id); /* it knows the file, which may be read once more */
    if (preview)
        return set_state(call, job, "staged", more);
    return STATUS_OK;
}

/* ---- bringing in what was staged ---- */

static enum status
apply_slice(struct call *call, struct job *job, const struct import_window *window)
{
    bool done;
    struct bringing bringing = {.staged = true};
    TRY(bring_slice(call, job, window, &bringing, &done));
    job->progress = doc_int_of(job->input, "to");
    job->finished = done && window->at_end;
    return job->finished ? import_notes_keep(call, job->input) : STATUS_OK;
}

static enum status
import_prepare(struct desk *desk, const struct job *job)
{
    TRY(import_around_open(desk, job));
    TRY(import_window_fill(desk, job->id, job->input));
    return import_around_read(desk, job, import_window_of(job->id, job->input));
}

/* Rows that were staged when the file was read in other characters. */
static enum status
clear_slice(struct call *call, struct job *job)
{
    struct doc *params = call_params(call);
    int64_t gone;
    doc_set(params, "import", *doc_get(job->input, "doc"));
    doc_set_int(params, "limit", SLICE_ROWS);
    TRY(store_run(call->store, &sql_import_row_clear, params, &gone));
    doc_set_bool(job->input, "clear", gone == SLICE_ROWS);
    return STATUS_OK;
}

static enum status
import_slice(struct call *call, struct job *job)
{
    if (doc_bool_of(job->input, "clear"))
        return clear_slice(call, job);
    const struct import_window *window = import_window_of(job->id, job->input);
    if (window == NULL) /* another process went on with it meanwhile: look again */
        return STATUS_BUSY;
    return strcmp(doc_text_of(job->input, "phase"), "apply") == 0 ? apply_slice(call, job, window)
                                                                  : read_slice(call, job, window);
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
    struct record_undo undo;
    TRY(undo_slice(call, job, "import undo", &undo));
    return name_kept(call, job, undo.kept_rows);
}

/* A file waits on only where its columns have to be told first. */
static void
let_go(const struct job *job)
{
    const struct doc *source = doc_get(job->input, "source");
    if (doc_bool_of(source, "ours"))
        (void)unlink(doc_text_of(source, "path"));
    import_window_close();
    import_around_close();
}

static enum status
import_ended(struct call *call, struct job *job, const char *state)
{
    struct doc *row, *params = call_params(call), *more = doc_map(call->arena);
    doc_set(params, "id", *doc_get(job->input, "import"));
    TRY(call_row_of(call, &sql_import_read, params, &row));
    doc_set(more, "problem", *doc_get(row, "problem"));
    bool done = strcmp(state, "done") == 0;
    if (done && doc_bool_of(job->input, "mapping"))
        return STATUS_OK;
    bool staged = strcmp(doc_text_of(row, "state"), "staged") == 0;
    if (done && staged)
        return STATUS_OK;
    let_go(job);
    if (done) {
        doc_set_int(more, "applied_at", call->now);
        doc_set(more, "change", *doc_get(job->input, "change"));
    }
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

/* The memory is better used for longer windows (import_window.h). */
const struct job_kind import_job = {.name = "import",
                                    .pages_kib = IMPORT_PAGES_KIB,
                                    .prepare = import_prepare,
                                    .slice = import_slice,
                                    .revert = back_slice,
                                    .ended = import_ended};

const struct job_kind import_undo_job = {
    .name = "import undo", .pages_kib = UNDO_PAGES_KIB, .slice = back_slice, .ended = undo_ended};
