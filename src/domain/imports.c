/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/imports.h"

#include "base/file.h"
#include "base/uuid.h"
#include "doc/json.h"
#include "domain/common.h"
#include "domain/import_file.h"
#include "domain/import_reader.h"
#include "domain/import_rejected.h"
#include "domain/import_report.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { COLUMNS_MOST = CSV_COLUMNS_MAX, JSON_MOST = 4 * 1024 * 1024 };
#define FILE_MOST ((int64_t)4 * 1024 * 1024 * 1024)

static const char *const verdicts[] = {"created",   "updated",  "unchanged",
                                       "duplicate", "rejected", NULL};
static const char *const choices[] = {"in", "out", "same", "new", "open", NULL};

static enum status
start_reading(struct call *call, const char *id, int64_t doc, const char *kind,
              const struct doc *source, const struct doc *columns, bool preview,
              const char **out_job)
{
    struct doc *input = doc_map(call->arena);
    doc_set_text(input, "import", id);
    doc_set_int(input, "doc", doc);
    doc_set_int(input, "owner", call->who.owner);
    doc_set_text(input, "phase", "read");
    doc_set_text(input, "kind", kind);
    doc_set_bool(input, "preview", preview);
    doc_set_bool(input, "clear", doc_bool_of(source, "again"));
    doc_set(input, "source", *source);
    if (columns != NULL)
        doc_set(input, "columns", *columns);
    return job_start(call, "import", input, 0, arena_print(call->arena, "/import/%s", id), out_job);
}

static enum status
begin_run(struct call *call, struct doc **out_answer)
{
    const struct doc *given = doc_get(call->params, "file");
    struct doc *params = call_params(call), *source = doc_map(call->arena);
    int64_t doc;
    const char *job, *kind, *id = uuid_new(call->arena);
    FILE_HERE int file = open(doc_text_of(given, "path"), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return call_invalid(call, "file", "import.no_file", NULL);
    TRY(import_look_at(call, file, &kind));
    if (lseek(file, 0, SEEK_SET) != 0)
        return STATUS_FAILED;
    TRY(import_take_source(call, file, doc_text_of(given, "path"), id, source));
    copy_keys(call, source, call->params, "as encoding");
    TRY(record_next_doc(call, &doc));
    TRY(start_reading(call, id, doc, kind, source, NULL, doc_bool_of(call->params, "preview"),
                      &job));
    doc_set_int(params, "doc", doc);
    doc_set_text(params, "id", id);
    doc_set_text(params, "kind", kind);
    doc_set(params, "name", *doc_get(given, "name"));
    doc_set_text(params, "job", job);
    doc_set_int(params, "now", call->now);
    TRY(store_run(call->store, &sql_import_insert, params, NULL));
    TRY(import_report(call, id, out_answer));
    doc_set_text(*out_answer, "job", job);
    return STATUS_OK;
}

static enum status
read_run(struct call *call, struct doc **out_answer)
{
    return import_report(call, param_text(call, "id"), out_answer);
}

static enum status
list_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena);
    TRY(add_rows(call, answer, "items", &sql_import_list, NULL, NULL));
    doc_set(answer, "kinds", *text_list(call, import_kinds));
    doc_set(answer, "encodings", *text_list(call, charset_names));
    *out_answer = answer;
    return STATUS_OK;
}

/* ---- going on ---- */

static enum status
set_state(struct call *call, const char *id, const char *state, const char *job)
{
    struct doc *params = call_params(call);
    doc_set_text(params, "id", id);
    doc_set_text(params, "state", state);
    doc_set_text(params, "job", job);
    return store_run(call->store, &sql_import_state, params, NULL);
}

static enum status
answer_with_job(struct call *call, const char *id, const char *job, struct doc **out_answer)
{
    TRY(import_report(call, id, out_answer));
    doc_set_text(*out_answer, "job", job);
    return STATUS_OK;
}

/* The place in the file that the import's last job kept. */
static enum status
job_input(struct call *call, const struct doc *row, struct doc *out_input)
{
    struct doc *params = call_params(call), *job;
    doc_set(params, "id", *doc_get(row, "job"));
    TRY(call_row_of(call, &sql_job_read, params, &job));
    const struct doc *text = doc_get(job, "input");
    return json_read(call->arena, text->text, text->count, out_input, NULL);
}

static const char *const import_counts[] = {"read",      "created",   "updated",
                                            "unchanged", "duplicate", "rejected"};

/* The import of the parameter, which must stand in one state to go into another. */
static enum status
move_on(struct call *call, const char *from, const char *to, const char *kind,
        struct doc **out_answer)
{
    const char *id = param_text(call, "id"), *job;
    struct doc *row, *input = doc_map(call->arena), before = doc_null();
    TRY(call_row_of(call, &sql_import_read, NULL, &row));
    const char *state = doc_text_of(row, "state");
    if (strcmp(state, from) != 0 && import_is_at_work(state))
        return call_refuse(call, STATUS_CONFLICT, "import.at_work", row);
    if (strcmp(state, from) != 0)
        return call_refuse(call, STATUS_CONFLICT, "import.not_now", row);
    if (strcmp(from, "staged") == 0 && job_input(call, row, &before) == STATUS_OK)
        doc_set(input, "source", *doc_get(&before, "source")); /* the job lets go of it */
    doc_set_text(input, "import", id);
    doc_set(input, "doc", *doc_get(row, "doc"));
    doc_set_int(input, "owner", call->who.owner);
    doc_set_text(input, "phase", "apply");
    doc_set(input, "kind", *doc_get(row, "kind"));
    doc_set(input, "change", *doc_get(row, "change"));
    for (size_t i = 0; i < sizeof import_counts / sizeof *import_counts; i++)
        doc_set(input, import_counts[i], *doc_get(row, import_counts[i]));
    TRY(job_start(call, kind, input, doc_int_of(row, "read"),
                  arena_print(call->arena, "/import/%s", id), &job));
    TRY(set_state(call, id, to, job));
    return answer_with_job(call, id, job, out_answer);
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
    struct doc *row, *params = call_params(call), input;
    TRY(call_row_of(call, &sql_import_read, NULL, &row));
    const char *state = doc_text_of(row, "state"), *job = doc_text_of(row, "job");
    if (import_is_at_work(state)) {
        doc_set_text(params, "id", job);
        TRY(store_run(call->store, &sql_job_cancel, params, NULL));
        return answer_with_job(call, id, job, out_answer);
    }
    if (strcmp(state, "mapping") != 0 && strcmp(state, "staged") != 0)
        return call_refuse(call, STATUS_CONFLICT, "import.not_now", row);
    if (job_input(call, row, &input) == STATUS_OK && doc_bool_of(doc_get(&input, "source"), "ours"))
        (void)unlink(doc_text_of(doc_get(&input, "source"), "path"));
    TRY(set_state(call, id, "cancelled", NULL));
    return import_report(call, id, out_answer);
}

/* ---- columns that had to be told ---- */

static enum status
no_such_column(struct call *call, struct doc *column)
{
    struct buffer offered;
    buffer_open(&offered, call->arena, JSON_MOST);
    for (int i = 0; contacts_choices[i] != NULL; i++)
        buffer_print(&offered, "%s%s", i == 0 ? "" : ", ", contacts_choices[i]);
    doc_set_text(column, "offered", buffer_read(&offered));
    return call_invalid(call, "columns", "import.no_such_column", column);
}

static enum status
told_columns(struct call *call, const struct doc *found, struct doc *out_columns)
{
    const struct doc *known = doc_get(found, "columns"), *told = doc_get(call->params, "columns");
    struct doc *columns = doc_list(call->arena);
    for (uint32_t i = 0; i < doc_count(known); i++) {
        struct doc *column = doc_map(call->arena);
        copy_keys(call, column, doc_item(known, i), "name key");
        for (uint32_t t = 0; t < doc_count(told); t++)
            if (doc_int_of(doc_item(told, t), "index") == import_column_number(doc_item(known, i)))
                doc_set(column, "key", *doc_get(doc_item(told, t), "key"));
        const char *key = doc_text_of(column, "key");
        if (strcmp(key, "none") == 0)
            doc_set(column, "key", doc_null());
        else if (!contacts_key_valid(key))
            return no_such_column(call, column);
        (void)doc_push(columns, *column);
    }
    *out_columns = *columns;
    return STATUS_OK;
}

static enum status
remember(struct call *call, const struct doc *found, const struct doc *columns,
         const struct doc *encoding)
{
    struct doc *params = call_params(call);
    struct buffer text;
    buffer_open(&text, call->arena, JSON_MOST);
    json_write(&text, columns, 0);
    TRY(buffer_status(&text));
    doc_set(params, "digest", *doc_get(found, "digest"));
    doc_set_text(params, "columns", buffer_read(&text));
    doc_set(params, "encoding", *encoding);
    doc_set_int(params, "now", call->now);
    return store_run(call->store, &sql_import_mapping_save, params, NULL);
}

static enum status
map_run(struct call *call, struct doc **out_answer)
{
    const char *id = param_text(call, "id"), *job;
    struct doc *row, found, columns, input;
    TRY(call_row_of(call, &sql_import_read, NULL, &row));
    const struct doc *detail = doc_get(row, "detail");
    if (strcmp(doc_text_of(row, "state"), "mapping") != 0 || detail->kind != DOC_TEXT)
        return call_refuse(call, STATUS_CONFLICT, "import.not_now", row);
    TRY(json_read(call->arena, detail->text, detail->count, &found, NULL));
    TRY(told_columns(call, &found, &columns));
    TRY(job_input(call, row, &input));
    TRY(remember(call, &found, &columns, doc_get(doc_get(&input, "source"), "encoding")));
    TRY(start_reading(call, id, doc_int_of(row, "doc"), "csv", doc_get(&input, "source"), &columns,
                      doc_bool_of(&input, "preview"), &job));
    TRY(set_state(call, id, "reading", job));
    return answer_with_job(call, id, job, out_answer);
}

/* ---- characters that were guessed wrong ---- */

static enum status
remember_encoding(struct call *call, const struct doc *row, const char *encoding)
{
    const struct doc *detail = doc_get(row, "detail");
    struct doc *params = call_params(call), found;
    if (detail->kind != DOC_TEXT)
        return STATUS_OK;
    TRY(json_read(call->arena, detail->text, detail->count, &found, NULL));
    if (doc_is_empty(doc_get(&found, "digest")))
        return STATUS_OK;
    doc_set(params, "digest", *doc_get(&found, "digest"));
    doc_set_text(params, "encoding", encoding);
    doc_set_int(params, "now", call->now);
    return store_run(call->store, &sql_import_mapping_encoding, params, NULL);
}

/* The file is read once more; what was staged is cleared away before, by the job. */
static enum status
encoding_run(struct call *call, struct doc **out_answer)
{
    const char *id = param_text(call, "id"), *encoding = param_text(call, "encoding"), *job;
    struct doc *row, *counts = call_params(call), input;
    TRY(call_row_of(call, &sql_import_read, NULL, &row));
    if (!import_may_be_read_anew(row))
        return call_refuse(call, STATUS_CONFLICT, "import.not_now", row);
    enum status status = job_input(call, row, &input);
    struct doc source = *doc_get(&input, "source");
    if (status == STATUS_MISSING ||
        (status == STATUS_OK && access(doc_text_of(&source, "path"), R_OK) != 0))
        return call_refuse(call, STATUS_CONFLICT, "import.file_gone", NULL);
    TRY(status);
    doc_set_text(&source, "encoding", encoding);
    doc_set_bool(&source, "again", true); /* with another reading's rows to clear away */
    TRY(remember_encoding(call, row, encoding));
    TRY(start_reading(call, id, doc_int_of(row, "doc"), "csv", &source, NULL, true, &job));
    doc_set_text(counts, "id", id);
    for (size_t i = 0; i < sizeof import_counts / sizeof *import_counts; i++)
        doc_set_int(counts, import_counts[i], 0);
    TRY(store_run(call->store, &sql_import_progress, counts, NULL));
    TRY(set_state(call, id, "reading", job));
    return answer_with_job(call, id, job, out_answer);
}

/* ---- deciding ---- */

static bool
suits(const char *verdict, const char *choice)
{
    bool duplicate = strcmp(verdict, "duplicate") == 0;
    if (strcmp(choice, "same") == 0 || strcmp(choice, "new") == 0)
        return duplicate;
    return duplicate || strcmp(verdict, "created") == 0 || strcmp(verdict, "updated") == 0;
}

static enum status
decide_run(struct call *call, struct doc **out_answer)
{
    const char *id = param_text(call, "id"), *choice = param_text(call, "choice");
    const char *verdict = param_text(call, "verdict");
    const struct doc *n = doc_get(call->params, "row");
    struct doc *row, *line, *params = call_params(call);
    TRY(call_row_of(call, &sql_import_read, NULL, &row));
    if (strcmp(doc_text_of(row, "state"), "staged") != 0)
        return call_refuse(call, STATUS_CONFLICT, "import.not_now", row);
    if (n->kind != DOC_INT && verdict == NULL)
        return call_invalid(call, "row", "import.which_rows", NULL);
    doc_set(params, "import", *doc_get(row, "doc"));
    doc_set(params, "n", *n);
    doc_set_text(params, "verdict", verdict);
    if (n->kind == DOC_INT) {
        TRY(call_row_of(call, &sql_import_row_one, params, &line));
        verdict = doc_text_of(line, "verdict");
    }
    if (!suits(verdict, choice))
        return call_invalid(call, "choice", "import.no_choice_here", NULL);
    doc_set_text(params, "choice", strcmp(choice, "open") == 0 ? NULL : choice);
    TRY(store_run(call->store,
                  n->kind == DOC_INT ? &sql_import_row_choose : &sql_import_row_choose_all, params,
                  NULL));
    TRY(import_report(call, id, out_answer));
    doc_set_text(*out_answer, "verdict", verdict);
    doc_set_int(*out_answer, "after", doc_int_of(call->params, "after"));
    return STATUS_OK;
}

static const struct param id_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("Import")},
    {0},
};

static const struct param rejected_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("Import")},
    {.name = "after", .kind = PARAM_TEXT, .most = 60, .label = N_("After")},
    {0},
};

static const struct param begin_params[] = {
    {.name = "file",
     .kind = PARAM_FILE,
     .required = true,
     .most = FILE_MOST,
     .label = N_("File"),
     .help =
         N_("A file of contacts from LinkedIn, Google, Outlook, Thunderbird, a phone or a table")},
    {.name = "as",
     .kind = PARAM_CHOICE,
     .choices = import_kinds,
     .initial = "auto",
     .label = N_("What it is"),
     .help = N_("Rapport looks into the file and says what it found; say it when that is wrong")},
    {.name = "encoding",
     .kind = PARAM_CHOICE,
     .choices = charset_names,
     .label = N_("Characters"),
     .help =
         N_("Rapport guesses how letters beyond A to Z are written; say it when names look wrong")},
    {.name = "preview",
     .kind = PARAM_BOOL,
     .initial = "false",
     .label = N_("Look first, bring in later")},
    {0},
};

static const struct param encoding_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("Import")},
    {.name = "encoding",
     .kind = PARAM_CHOICE,
     .choices = charset_names,
     .required = true,
     .label = N_("Characters")},
    {0},
};

static const struct param rows_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("Import")},
    {.name = "verdict",
     .kind = PARAM_CHOICE,
     .choices = verdicts,
     .required = true,
     .label = N_("Verdict")},
    {.name = "after",
     .kind = PARAM_INT,
     .least = 0,
     .most = INT64_MAX,
     .initial = "0",
     .label = N_("Behind row")},
    {0},
};

static const struct param decide_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("Import")},
    {.name = "choice",
     .kind = PARAM_CHOICE,
     .choices = choices,
     .required = true,
     .label = N_("Decision"),
     .help = N_("in: bring in; out: leave out; same: the same person; new: somebody else")},
    {.name = "row", .kind = PARAM_INT, .least = 1, .most = INT64_MAX, .label = N_("Row")},
    {.name = "verdict",
     .kind = PARAM_CHOICE,
     .choices = verdicts,
     .label = N_("All rows of this verdict")},
    {.name = "after",
     .kind = PARAM_INT,
     .least = 0,
     .most = INT64_MAX,
     .label = N_("Go on behind row")},
    {0},
};

static const struct param column_params[] = {
    {.name = "index",
     .kind = PARAM_INT,
     .required = true,
     .least = 1,
     .most = COLUMNS_MOST,
     .label = N_("Column, counted from 1")},
    {.name = "key",
     .kind = PARAM_TEXT,
     .choices = contacts_choices,
     .required = true,
     .label = N_("What it holds"),
     .help = N_("\"keep\" leaves it with the person as it is, \"drop\" leaves it out")},
    {0},
};

static const struct param map_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("Import")},
    {.name = "columns",
     .kind = PARAM_ROWS,
     .rows = column_params,
     .most = COLUMNS_MOST,
     .label = N_("Columns"),
     .help = N_("Those that were guessed wrong; the others stay as shown")},
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
    {.name = "import rows",
     .path = "/import/{id}/rows",
     .role = ROLE_OWNER,
     .params = rows_params,
     .argument = "id",
     .run = import_report_rows,
     .page = "import_rows",
     .columns = "row name organization title reason choice like_name like_organization",
     .help = N_("List the rows of one verdict, a hundred at a time"),
     .example = "rapport import rows ID --verdict=updated"},
    {.name = "import rejected",
     .path = "/import/{id}/rejected",
     .role = ROLE_OWNER,
     .params = rejected_params,
     .argument = "id",
     .run = import_rejected,
     .in_parts = true,
     .write = import_rejected_write,
     .says = "reason",
     .columns = "row reason",
     .help = N_("Write the rows that could not be used as a file to mend and bring in again"),
     .example = "rapport import rejected ID --output=to-mend.vcf"},
    {.name = "import map",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = map_params,
     .argument = "id",
     .run = map_run,
     .form = "import read",
     .next = "/import/{id}",
     .help = N_("Say what the columns of a file hold; it is remembered for the next one"),
     .example = "rapport import map ID --columns.0.index=4 --columns.0.key=title"},
    {.name = "import encoding",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = encoding_params,
     .argument = "id",
     .run = encoding_run,
     .form = "import read",
     .next = "/import/{id}",
     .help = N_("Read a file that was looked through once more, with other characters"),
     .example = "rapport import encoding ID --encoding=Windows-1250"},
    {.name = "import decide",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = decide_params,
     .argument = "id",
     .run = decide_run,
     .page = "import",
     .form = "import read",
     .next = "/import/{id}/rows?verdict={verdict}&after={after}",
     .help = N_("Decide on one row of a file that was looked through, or on all of a verdict"),
     .example = "rapport import decide ID --row=7 --choice=same"},
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
     .page = "import",
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
