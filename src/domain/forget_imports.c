/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/forget_imports.h"

#include "base/base64.h"
#include "base/utf8.h"
#include "doc/json.h"
#include "domain/common.h"
#include "domain/forget_trace.h"
#include "domain/import_report.h"

#include <string.h>
#include <unistd.h>

enum { IMPORT_ROWS = 200, JOB_ROWS = 50, DETAIL_MAX = 4 * 1024 * 1024 };

/* ---- an import ---- */

/* The first cells of a file are samples of its columns: nobody knows whose they are. */
static enum status
without_samples(struct call *call, const struct doc *text, const char **out_detail)
{
    struct doc found;
    struct buffer json;
    *out_detail = NULL;
    if (text->kind != DOC_TEXT)
        return STATUS_OK;
    TRY(json_read(call->arena, text->text, text->count, &found, NULL));
    const struct doc *columns = doc_get(&found, "columns");
    for (uint32_t i = 0; i < doc_count(columns); i++)
        doc_set(doc_item(columns, i), "sample", doc_null());
    buffer_open(&json, call->arena, DETAIL_MAX);
    json_write(&json, &found, 0);
    TRY(buffer_status(&json));
    *out_detail = buffer_read(&json);
    return STATUS_OK;
}

/* It may speak of anybody; only what waits for its columns needs it still. */
static enum status
drop_file(struct call *call, const struct doc *row, const char **state)
{
    bool mapping = strcmp(*state, "mapping") == 0;
    struct doc *job, input;
    if (!mapping && strcmp(*state, "staged") != 0)
        return STATUS_OK;
    TRY(import_job_of(call, row, &job));
    if (job == NULL)
        return STATUS_OK;
    const struct doc *text = doc_get(job, "input");
    TRY(json_read(call->arena, text->text, text->count, &input, NULL));
    const struct doc *source = doc_get(&input, "source");
    if (!doc_bool_of(source, "ours"))
        return STATUS_OK;
    (void)unlink(doc_text_of(source, "path"));
    *state = mapping ? "cancelled" : *state;
    return STATUS_OK;
}

static enum status
clear_report(struct call *call, const struct doc *trace, const struct doc *row)
{
    struct doc *params = call_params(call);
    const char *state = doc_text_of(row, "state"), *name = doc_text_of(row, "name"), *detail;
    TRY(drop_file(call, row, &state));
    TRY(without_samples(call, doc_get(row, "detail"), &detail));
    doc_set(params, "doc", *doc_get(row, "doc"));
    doc_set_text(params, "state", state);
    doc_set_text(params, "detail", detail);
    doc_set_text(params, "name", forget_stands_in(call, trace, name) ? "-" : name);
    return store_run(call->store, &sql_forget_import, params, NULL);
}

static enum status
next_import(struct call *call, struct job *job, const struct doc *trace, bool *out_done)
{
    struct doc *params = call_params(call), *row, *last;
    doc_set_int(params, "after_doc", doc_int_of(job->input, "import"));
    enum status status = call_row_of(call, &sql_forget_import_next, params, &row);
    *out_done = status == STATUS_MISSING;
    if (*out_done)
        return STATUS_OK;
    TRY(status);
    doc_set(job->input, "import", *doc_get(row, "doc"));
    doc_set_int(job->input, "row", 0);
    doc_set(params, "import", *doc_get(row, "doc"));
    TRY(call_row_of(call, &sql_forget_import_last, params, &last));
    doc_set_int(job->input, "rows", doc_int_of(last, "n") + 1);
    return clear_report(call, trace, row);
}

/* ---- its rows ---- */

/* Bytes that are no UTF-8 were given back as base64: letters of their own, whatever their encoding. */
static const char *
latin(struct call *call, const struct doc *packed)
{
    char *bytes;
    size_t length;
    if (packed->kind != DOC_TEXT ||
        base64_read(call->arena, packed->text, packed->count, &bytes, &length) != STATUS_OK)
        return "";
    char *text = arena_take(call->arena, 2 * length + 1), *to = text;
    for (size_t i = 0; i < length; i++)
        if (bytes[i] != '\0')
            to += utf8_put((unsigned char)bytes[i], to);
    *to = '\0';
    return text;
}

static enum status
tells(struct call *call, const struct doc *trace, const struct doc *row, bool *out_tells)
{
    const struct doc *text = doc_get(row, "data");
    struct doc data;
    *out_tells = forget_refers(trace, doc_text_of(row, "person"));
    if (*out_tells || text->kind != DOC_TEXT)
        return STATUS_OK;
    *out_tells = forget_refers(trace, text->text) || forget_stands_in(call, trace, text->text);
    if (*out_tells || strstr(text->text, "\"base64\"") == NULL)
        return STATUS_OK;
    TRY(json_read(call->arena, text->text, text->count, &data, NULL));
    const struct doc *raw = doc_get(doc_get(&data, "row"), "raw");
    *out_tells =
        forget_stands_in(call, trace, latin(call, doc_get(raw, "base64"))) ||
        forget_stands_in(call, trace, latin(call, doc_get(doc_get(raw, "contact"), "base64")));
    return STATUS_OK;
}

enum status
forget_imports_some(struct call *call, struct job *job, const struct doc *trace, bool *out_done)
{
    struct doc *params = call_params(call), *rows;
    int64_t least = doc_int_of(job->input, "row");
    *out_done = false;
    if (least >= doc_int_of(job->input, "rows"))
        return next_import(call, job, trace, out_done);
    copy_keys(call, params, job->input, "import");
    doc_set_int(params, "least", least);
    doc_set_int(params, "below", least + IMPORT_ROWS);
    doc_set_int(job->input, "row", least + IMPORT_ROWS);
    TRY(call_rows_of(call, &sql_forget_import_rows, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        bool found;
        doc_set(params, "n", *doc_get(doc_item(rows, i), "n"));
        TRY(tells(call, trace, doc_item(rows, i), &found));
        if (found)
            TRY(store_run(call->store, &sql_forget_import_row, params, NULL));
    }
    return STATUS_OK;
}

/* ---- jobs ---- */

enum status
forget_jobs_some(struct call *call, struct job *job, const struct doc *trace, bool *out_done)
{
    struct doc *params = call_params(call), *rows;
    doc_set_int(params, "after_doc", doc_int_of(job->input, "job"));
    doc_set_int(params, "limit", JOB_ROWS);
    TRY(call_rows_of(call, &sql_forget_jobs, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const struct doc *row = doc_item(rows, i);
        doc_set(job->input, "job", *doc_get(row, "doc"));
        doc_set(params, "doc", *doc_get(row, "doc"));
        const char *input = doc_text_of(row, "input"), *problem = doc_text_of(row, "problem");
        if (forget_refers(trace, input) || forget_refers(trace, problem) ||
            forget_stands_in(call, trace, input) || forget_stands_in(call, trace, problem))
            TRY(store_run(call->store, &sql_forget_job, params, NULL));
    }
    *out_done = doc_count(rows) < JOB_ROWS;
    return STATUS_OK;
}
