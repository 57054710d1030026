/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/imports.h"

#include "base/file.h"
#include "base/uuid.h"
#include "doc/json.h"
#include "domain/common.h"
#include "formats/linkedin.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum {
    CHUNK = 64 * 1024,
    /* Bytes that are read before the answer: enough to know what it is, and more than the longest cell,
     * so that a line without an end is seen at once. */
    LOOK_AT = CSV_FIELD_MAX + 2 * CHUNK,
    SHOWN_MOST = 200,
    SAMPLES = 10
};
#define FILE_MOST ((int64_t)64 * 1024 * 1024)

static enum status
read_some(int file, char *bytes, size_t *out_length)
{
    ssize_t got;
    do
        got = read(file, bytes, CHUNK);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return STATUS_FAILED;
    *out_length = (size_t)got;
    return STATUS_OK;
}

static enum status
ignore_row(void *context, const struct doc *row)
{
    (void)context;
    (void)row;
    return STATUS_OK;
}

/* What it is not is said at once, before anything is kept. */
static enum status
look_at(struct call *call, int file)
{
    ARENA_HERE struct arena rows;
    arena_open(&rows);
    struct linkedin *linkedin = arena_alloc(call->arena, sizeof *linkedin);
    char *bytes = arena_alloc(call->arena, CHUNK);
    size_t length = 1, total = 0;
    enum status status = STATUS_OK;
    linkedin_open(linkedin, call->arena, &rows, ignore_row, NULL);
    while (status == STATUS_OK && length > 0 && total < LOOK_AT) {
        TRY(read_some(file, bytes, &length));
        total += length;
        status = linkedin_feed(linkedin, bytes, length);
    }
    if (status == STATUS_OK && length == 0)
        status = linkedin_end(linkedin);
    if (status == STATUS_INVALID && linkedin->code != NULL)
        return call_invalid(call, "file", linkedin->code,
                            linkedin_arguments(linkedin, call->arena));
    TRY(status);
    return lseek(file, 0, SEEK_SET) == 0 ? STATUS_OK : STATUS_FAILED;
}

static enum status
keep_chunks(struct call *call, int file, int64_t import)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    char *bytes = arena_alloc(call->arena, CHUNK);
    size_t length;
    for (int64_t n = 0;; n++) {
        struct doc *params = doc_map(&arena);
        TRY(read_some(file, bytes, &length));
        if (length == 0)
            return STATUS_OK;
        doc_set_int(params, "owner", call->who.owner);
        doc_set_int(params, "import", import);
        doc_set_int(params, "n", n);
        doc_set(params, "data", doc_text_n(bytes, length));
        TRY(store_run(call->store, &sql_import_chunk_insert, params, NULL));
        arena_reset(&arena);
    }
}

static enum status show(struct call *call, const char *id, struct doc **out_answer);

static enum status
begin_run(struct call *call, struct doc **out_answer)
{
    const struct doc *given = doc_get(call->params, "file");
    struct doc *params = call_params(call), *input = doc_map(call->arena);
    int64_t doc;
    const char *job, *id;
    FILE_HERE int file = open(doc_text_of(given, "path"), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return call_invalid(call, "file", "import.no_file", NULL);
    TRY(look_at(call, file));
    TRY(record_next_doc(call, &doc));
    id = uuid_new(call->arena);
    TRY(keep_chunks(call, file, doc));
    doc_set_text(input, "import", id);
    doc_set_int(input, "doc", doc);
    doc_set_text(input, "phase", "read");
    doc_set_bool(input, "preview", doc_bool_of(call->params, "preview"));
    TRY(job_start(call, "import", input, 0, arena_print(call->arena, "/import/%s", id), &job));
    doc_set_int(params, "doc", doc);
    doc_set_text(params, "id", id);
    doc_set_text(params, "kind", "linkedin");
    doc_set(params, "name", *doc_get(given, "name"));
    doc_set_text(params, "job", job);
    doc_set_int(params, "now", call->now);
    TRY(store_run(call->store, &sql_import_insert, params, NULL));
    TRY(show(call, id, out_answer));
    doc_set_text(*out_answer, "job", job);
    return STATUS_OK;
}

static enum status
parse_data(struct call *call, struct doc *row)
{
    struct doc *data = arena_alloc(call->arena, sizeof *data);
    const struct doc *text = doc_get(row, "data");
    *data = *doc_map(call->arena);
    if (text->kind == DOC_TEXT)
        TRY(json_read(call->arena, text->text, text->count, data, NULL));
    struct doc *flat = doc_map(call->arena);
    doc_set(flat, "row", *doc_get(row, "n"));
    copy_keys(call, flat, row, "verdict reason person");
    const struct doc *shown = doc_get(data, "shown");
    copy_keys(call, flat, shown->kind == DOC_MAP ? shown : data, "name organization title");
    *row = *flat;
    return STATUS_OK;
}

static enum status
rows_of(struct call *call, int64_t import, const char *verdict, int64_t limit, struct doc *list)
{
    struct doc *params = call_params(call), *rows;
    if (limit <= 0)
        return STATUS_OK;
    doc_set_int(params, "import", import);
    doc_set_text(params, "verdict", verdict);
    doc_set_int(params, "after_n", 0);
    doc_set_int(params, "limit", limit);
    TRY(call_rows_of(call, &sql_import_row_list, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        TRY(parse_data(call, doc_item(rows, i)));
        (void)doc_push(list, *doc_item(rows, i));
    }
    return STATUS_OK;
}

static enum status
add_problem(struct call *call, struct doc *answer, const struct doc *row)
{
    const struct doc *text = doc_get(row, "problem");
    struct doc problem = doc_null();
    if (text->kind == DOC_TEXT)
        TRY(json_read(call->arena, text->text, text->count, &problem, NULL));
    doc_set(answer, "problem_found", problem);
    doc_set(answer, "changed",
            doc_get(&problem, "names")->kind == DOC_LIST ? *doc_get(&problem, "names")
                                                         : *doc_list(call->arena));
    return STATUS_OK;
}

static enum status
add_progress(struct call *call, struct doc *answer, const struct doc *row)
{
    struct doc *params = call_params(call), *job;
    doc_set(answer, "progress", doc_int(0));
    doc_set(answer, "total", doc_int(0));
    doc_set_bool(answer, "open", false);
    if (doc_is_empty(doc_get(row, "job")))
        return STATUS_OK;
    doc_set(params, "id", *doc_get(row, "job"));
    enum status status = call_row_of(call, &sql_job_read, params, &job);
    if (status == STATUS_MISSING)
        return STATUS_OK;
    TRY(status);
    const char *state = doc_text_of(job, "state");
    copy_keys(call, answer, job, "progress total");
    doc_set_bool(answer, "open", strcmp(state, "waiting") == 0 || strcmp(state, "running") == 0);
    return STATUS_OK;
}

static enum status
show(struct call *call, const char *id, struct doc **out_answer)
{
    static const char *const not_created[] = {"rejected", "duplicate", "updated", "unchanged"};
    struct doc *params = call_params(call), *row, *rows = doc_list(call->arena);
    struct doc *samples = doc_list(call->arena), *answer = doc_map(call->arena);
    doc_set_text(params, "id", id);
    TRY(call_row_of(call, &sql_import_read, params, &row));
    doc_set_int(answer, "schema", 1);
    doc_set_text(answer, "import", id);
    copy_keys(call, answer, row,
              "id name kind state encoding created_at applied_at read created updated unchanged "
              "duplicate rejected kept change");
    TRY(add_progress(call, answer, row));
    TRY(add_problem(call, answer, row));
    for (size_t i = 0; i < sizeof not_created / sizeof *not_created; i++)
        TRY(rows_of(call, doc_int_of(row, "doc"), not_created[i],
                    SHOWN_MOST - (int64_t)doc_count(rows), rows));
    TRY(rows_of(call, doc_int_of(row, "doc"), "created", SAMPLES, samples));
    doc_set(answer, "rows", *rows);
    doc_set(answer, "samples", *samples);
    int64_t others = doc_int_of(row, "read") - doc_int_of(row, "created");
    doc_set_bool(answer, "rows_more", others > (int64_t)doc_count(rows));
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
read_run(struct call *call, struct doc **out_answer)
{
    return show(call, param_text(call, "id"), out_answer);
}

static enum status
list_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena);
    TRY(add_rows(call, answer, "items", &sql_import_list, NULL, NULL));
    *out_answer = answer;
    return STATUS_OK;
}

/* The import of the parameter, which must stand in one state to go into another. */
static enum status
move_on(struct call *call, const char *from, const char *to, const char *kind,
        struct doc **out_answer)
{
    const char *id = param_text(call, "id"), *job;
    struct doc *row, *input = doc_map(call->arena), *params = call_params(call);
    TRY(call_row_of(call, &sql_import_read, NULL, &row));
    if (strcmp(doc_text_of(row, "state"), from) != 0)
        return call_refuse(call, STATUS_CONFLICT, "import.not_now", row);
    doc_set_text(input, "import", id);
    doc_set(input, "doc", *doc_get(row, "doc"));
    doc_set_text(input, "phase", "apply");
    doc_set(input, "change", *doc_get(row, "change"));
    TRY(job_start(call, kind, input, doc_int_of(row, "read"),
                  arena_print(call->arena, "/import/%s", id), &job));
    doc_set_text(params, "id", id);
    doc_set_text(params, "state", to);
    doc_set_text(params, "job", job);
    TRY(store_run(call->store, &sql_import_state, params, NULL));
    TRY(show(call, id, out_answer));
    doc_set_text(*out_answer, "job", job);
    return STATUS_OK;
}

static enum status
apply_run(struct call *call, struct doc **out_answer)
{
    return move_on(call, "staged", "applying", "import", out_answer);
}

static enum status
undo_run(struct call *call, struct doc **out_answer)
{
    return move_on(call, "done", "undoing", "import undo", out_answer);
}

/* What runs is stopped and takes itself back; what waits for a yes is dropped. */
static enum status
cancel_run(struct call *call, struct doc **out_answer)
{
    const char *id = param_text(call, "id");
    struct doc *row, *params = call_params(call);
    TRY(call_row_of(call, &sql_import_read, NULL, &row));
    const char *state = doc_text_of(row, "state");
    if (strcmp(state, "reading") == 0 || strcmp(state, "applying") == 0) {
        doc_set(params, "id", *doc_get(row, "job"));
        TRY(store_run(call->store, &sql_job_cancel, params, NULL));
        TRY(show(call, id, out_answer));
        doc_set(*out_answer, "job", *doc_get(row, "job"));
        return STATUS_OK;
    }
    if (strcmp(state, "staged") != 0)
        return call_refuse(call, STATUS_CONFLICT, "import.not_now", row);
    doc_set_text(params, "id", id);
    doc_set_text(params, "state", "cancelled");
    TRY(store_run(call->store, &sql_import_state, params, NULL));
    return show(call, id, out_answer);
}

static const struct param id_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("Import")},
    {0},
};

static const struct param begin_params[] = {
    {.name = "file",
     .kind = PARAM_FILE,
     .required = true,
     .most = FILE_MOST,
     .label = N_("File"),
     .help = N_("Connections.csv from your LinkedIn data")},
    {.name = "preview",
     .kind = PARAM_BOOL,
     .initial = "false",
     .label = N_("Look first, bring in later")},
    {0},
};

const struct call_row import_rows[] = {
    {.name = "import list",
     .path = "/import",
     .role = ROLE_OWNER,
     .params = no_params,
     .run = list_run,
     .page = "imports",
     .columns = "name state created updated unchanged duplicate rejected id",
     .help = N_("List the files you have brought in"),
     .example = "rapport import list"},
    {.name = "import",
     .path = "/import",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = begin_params,
     .argument = "file",
     .run = begin_run,
     .form = "import list",
     .next = "/import/{id}",
     .help = N_("Bring in people from a file; --preview only shows what would happen"),
     .example = "rapport import Connections.csv --preview"},
    {.name = "import read",
     .path = "/import/{id}",
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = read_run,
     .page = "import",
     .help = N_("Show what was found in a file and what became of it"),
     .example = "rapport import read ID"},
    {.name = "import apply",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = apply_run,
     .next = "/import/{id}",
     .help = N_("Bring in the people of a file that was looked through"),
     .example = "rapport import apply ID"},
    {.name = "import cancel",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = cancel_run,
     .next = "/import/{id}",
     .help = N_("Stop an import; it takes back what it did"),
     .example = "rapport import cancel ID"},
    {.name = "import undo",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = undo_run,
     .next = "/import/{id}",
     .help = N_("Take an import back; people you have changed since are kept"),
     .example = "rapport import undo ID"},
    {0},
};
