/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_report.h"

#include "doc/json.h"
#include "domain/common.h"
#include "domain/import_notes.h"
#include "domain/merges.h"
#include "formats/contacts_csv.h"

#include <string.h>

enum { SHOWN_MOST = 200, SAMPLES = 10, PAGE_ROWS = 100 };

static enum status
read_json(struct call *call, const struct doc *row, const char *key, struct doc *out_value)
{
    const struct doc *text = doc_get(row, key);
    *out_value = doc_null();
    return text->kind == DOC_TEXT ? json_read(call->arena, text->text, text->count, out_value, NULL)
                                  : STATUS_OK;
}

/* The name in a row of a file, or the mail address of who has none. */
static struct doc
called(const struct doc *said)
{
    const struct doc *points = doc_get(said, "contact_points");
    if (!doc_is_empty(doc_get(said, "name")))
        return *doc_get(said, "name");
    for (uint32_t i = 0; i < doc_count(points); i++)
        if (strcmp(doc_text_of(doc_item(points, i), "kind"), "email") == 0)
            return *doc_get(doc_item(points, i), "value");
    return doc_null();
}

/* Whom it may be the same as, into whomever that one was merged; nulls when nobody is left. */
static enum status
add_like(struct call *call, const struct doc *data, struct doc *line)
{
    struct doc *params = call_params(call), *row;
    const char *id = doc_text_of(data, "like");
    doc_set(line, "like", doc_null());
    doc_set(line, "like_name", doc_null());
    doc_set(line, "like_organization", doc_null());
    if (id[0] == '\0')
        return STATUS_OK;
    TRY(person_now(call, id, &id));
    doc_set_text(params, "id", id);
    enum status status = call_row_of(call, &sql_import_row_like, params, &row);
    if (status != STATUS_OK)
        return status == STATUS_MISSING ? STATUS_OK : status;
    doc_set(line, "like", *doc_get(row, "id"));
    doc_set(line, "like_name", *doc_get(row, "name"));
    doc_set(line, "like_organization", *doc_get(row, "organization"));
    return STATUS_OK;
}

/* A row as pages show it: who it is by the person, by what was staged, or by what stood in the file. */
static enum status
read_line(struct call *call, const struct doc *row, struct doc *out_line)
{
    static const char *const names[] = {"name", "organization", "title"};
    struct doc data, *line = doc_map(call->arena);
    TRY(read_json(call, row, "data", &data));
    const struct doc *said = doc_get(&data, "row");
    doc_set(line, "row", *doc_get(row, "n"));
    copy_keys(call, line, row, "verdict reason person choice");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        doc_set(line, names[i],
                said->kind == DOC_MAP ? *doc_get(said, names[i]) : *doc_get(row, names[i]));
    if (said->kind == DOC_MAP)
        doc_set(line, "name", called(said));
    TRY(add_like(call, &data, line));
    struct doc *changes = doc_list(call->arena);
    for (uint32_t i = 0; i < doc_count(doc_get(&data, "changes")); i++) {
        struct doc *change = doc_map(call->arena);
        copy_keys(call, change, doc_item(doc_get(&data, "changes"), i), "column old new");
        doc_set_bool(change, "mark", doc_get(change, "new")->kind == DOC_BOOL);
        doc_set_text(change, "code",
                     arena_print(call->arena, "column.%s", doc_text_of(change, "column")));
        (void)doc_push(changes, *change);
    }
    doc_set(line, "changes", *changes);
    *out_line = *line;
    return STATUS_OK;
}

static enum status
add_lines(struct call *call, int64_t import, const char *verdict, int64_t after, int64_t limit,
          struct doc *list)
{
    struct doc *params = call_params(call), *rows;
    if (limit <= 0)
        return STATUS_OK;
    doc_set_int(params, "import", import);
    doc_set_text(params, "verdict", verdict);
    doc_set_int(params, "after_n", after);
    doc_set_int(params, "limit", limit);
    TRY(call_rows_of(call, &sql_import_row_list, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        struct doc line;
        TRY(read_line(call, doc_item(rows, i), &line));
        (void)doc_push(list, line);
    }
    return STATUS_OK;
}

static enum status
add_problem(struct call *call, struct doc *answer, const struct doc *row)
{
    struct doc problem;
    TRY(read_json(call, row, "problem", &problem));
    doc_set(answer, "problem_found", problem);
    doc_set(answer, "changed",
            doc_get(&problem, "names")->kind == DOC_LIST ? *doc_get(&problem, "names")
                                                         : *doc_list(call->arena));
    int64_t more = doc_int_of(row, "kept") - doc_count(doc_get(answer, "changed"));
    doc_set_int(answer, "changed_more", more > 0 ? more : 0);
    return STATUS_OK;
}

bool
import_is_at_work(const char *state)
{
    return strcmp(state, "reading") == 0 || strcmp(state, "applying") == 0;
}

enum status
import_job_of(struct call *call, const struct doc *row, struct doc **out_job)
{
    struct doc *params = call_params(call);
    *out_job = NULL;
    if (doc_is_empty(doc_get(row, "job")))
        return STATUS_OK;
    doc_set(params, "id", *doc_get(row, "job"));
    enum status status = call_row_of(call, &sql_job_read, params, out_job);
    return status == STATUS_MISSING ? STATUS_OK : status;
}

static enum status
add_progress(struct call *call, struct doc *answer, const struct doc *row)
{
    struct doc *job;
    doc_set(answer, "progress", doc_int(0));
    doc_set(answer, "total", doc_int(0));
    doc_set_bool(answer, "open", false);
    doc_set_bool(answer, "stoppable", false);
    TRY(import_job_of(call, row, &job));
    if (job == NULL)
        return STATUS_OK;
    const char *state = doc_text_of(job, "state");
    copy_keys(call, answer, job, "progress total");
    bool open = strcmp(state, "waiting") == 0 || strcmp(state, "running") == 0;
    doc_set_bool(answer, "open", open);
    doc_set_bool(answer, "stoppable",
                 open && !doc_bool_of(job, "cancel") &&
                     import_is_at_work(doc_text_of(row, "state")));
    return STATUS_OK;
}

/* What a column may hold, with the code of its words. */
static struct doc *
list_keys(struct call *call)
{
    struct doc *keys = doc_list(call->arena);
    for (int i = 0; contacts_choices[i] != NULL; i++) {
        struct doc *key = doc_map(call->arena);
        char *code = arena_print(call->arena, "choice.key.%s", contacts_choices[i]);
        for (char *letter = code + strlen("choice.key."); *letter != '\0'; letter++)
            if (*letter == ':' || *letter == '.')
                *letter = '_';
        doc_set_text(key, "value", contacts_choices[i]);
        doc_set_text(key, "code", code);
        (void)doc_push(keys, *key);
    }
    return keys;
}

int64_t
import_column_number(const struct doc *column)
{
    return doc_int_of(column, "index") + 1;
}

/* The columns as they are told to people. */
static struct doc *
numbered(struct call *call, const struct doc *columns)
{
    struct doc *list = doc_list(call->arena);
    for (uint32_t i = 0; i < doc_count(columns); i++) {
        struct doc *column = doc_map(call->arena);
        doc_set_int(column, "index", import_column_number(doc_item(columns, i)));
        copy_keys(call, column, doc_item(columns, i), "name key guess sample");
        (void)doc_push(list, *column);
    }
    return list;
}

/* What the file was recognized as. Whose columns have to be told: each with its name, an example and what it may be. */
static enum status
add_detail(struct call *call, struct doc *answer, const struct doc *row)
{
    struct doc found;
    bool asked = strcmp(doc_text_of(row, "state"), "mapping") == 0;
    TRY(read_json(call, row, "detail", &found));
    doc_set(answer, "columns",
            asked ? *numbered(call, doc_get(&found, "columns")) : *doc_list(call->arena));
    doc_set(answer, "keys", asked ? *list_keys(call) : *doc_list(call->arena));
    doc_set(answer, "separator", *doc_get(&found, "separator"));
    import_notes_show(call, &found, answer);
    return STATUS_OK;
}

bool
import_may_be_read_anew(const struct doc *row)
{
    const char *state = doc_text_of(row, "state"), *kind = doc_text_of(row, "kind");
    return !doc_is_empty(doc_get(row, "job")) &&
           (strcmp(state, "staged") == 0 || strcmp(state, "mapping") == 0) &&
           strcmp(kind, "monica") != 0 && strcmp(kind, "json") != 0;
}

enum status
import_report(struct call *call, const char *id, struct doc **out_answer)
{
    static const char *const worth_a_look[] = {"rejected", "duplicate", "updated"};
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
    TRY(add_detail(call, answer, row));
    doc_set_bool(answer, "may_encode", import_may_be_read_anew(row));
    doc_set(answer, "encodings",
            import_may_be_read_anew(row) ? *text_list(call, charset_names)
                                         : *doc_list(call->arena));
    for (size_t i = 0; i < sizeof worth_a_look / sizeof *worth_a_look; i++)
        TRY(add_lines(call, doc_int_of(row, "doc"), worth_a_look[i], 0,
                      SHOWN_MOST - (int64_t)doc_count(rows), rows));
    TRY(add_lines(call, doc_int_of(row, "doc"), "created", 0, SAMPLES, samples));
    doc_set(answer, "rows", *rows);
    doc_set(answer, "samples", *samples);
    int64_t others =
        doc_int_of(row, "read") - doc_int_of(row, "created") - doc_int_of(row, "unchanged");
    doc_set_bool(answer, "rows_more", others > (int64_t)doc_count(rows));
    *out_answer = answer;
    return STATUS_OK;
}

enum status
import_report_rows(struct call *call, struct doc **out_answer)
{
    struct doc *row, *items = doc_list(call->arena), *answer = doc_map(call->arena);
    const char *verdict = param_text(call, "verdict");
    int64_t after = doc_int_of(call->params, "after");
    TRY(call_row_of(call, &sql_import_read, NULL, &row));
    TRY(add_lines(call, doc_int_of(row, "doc"), verdict, after, PAGE_ROWS, items));
    copy_keys(call, answer, row, "id name state");
    doc_set_text(answer, "verdict", verdict);
    doc_set(answer, "total", *doc_get(row, verdict));
    doc_set(answer, "items", *items);
    doc_set(answer, "after", doc_null());
    doc_set_bool(answer, "may_decide",
                 strcmp(doc_text_of(row, "state"), "staged") == 0 &&
                     strcmp(verdict, "rejected") != 0 && strcmp(verdict, "unchanged") != 0);
    doc_set_text(answer, "import", doc_text_of(row, "id"));
    doc_set_int(answer, "begun", after);
    if (doc_count(items) == PAGE_ROWS)
        doc_set(answer, "after", *doc_get(doc_item(items, PAGE_ROWS - 1), "row"));
    *out_answer = answer;
    return STATUS_OK;
}
