/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/forget_sweep.h"

#include "call/erase.h"
#include "call/index.h"
#include "doc/json.h"
#include "domain/attachments.h"
#include "domain/common.h"
#include "domain/forget_imports.h"
#include "domain/forget_trace.h"

#include <string.h>

enum {
    LOG_ROWS = 100,
    MAIL_ROWS = 200,
    BEFORE_MAX = 4 * 1024 * 1024,
    MERGE_PAGES = 200,
    MERGES_MOST = 500,
    PIECES_LEFT = 4 /* what others saved meanwhile */
};

static const char *const phases[FORGET_PHASES] = {"log", "mail", "imports", "jobs", "index"};

struct doc *
forget_sweep_input(struct call *call, const struct doc *trace)
{
    struct doc *input = doc_map(call->arena);
    doc_set(input, "trace", *trace);
    doc_set_text(input, "phase", phases[0]);
    return input;
}

/* ---- the log ---- */

/* Of somebody else everything but that they know this person. NULL when the name stands in it elsewhere. */
static const char *
without_bridges(struct call *call, const struct doc *trace, struct doc *before)
{
    const struct doc *bridges = doc_get(before, "bridges");
    struct doc *kept = doc_list(call->arena);
    struct buffer json;
    for (uint32_t i = 0; i < doc_count(bridges); i++)
        if (!forget_refers(trace, doc_text_of(doc_item(bridges, i), "person")))
            (void)doc_push(kept, *doc_item(bridges, i));
    if (doc_count(kept) == doc_count(bridges))
        return NULL;
    doc_set(before, "bridges", *kept);
    buffer_open(&json, call->arena, BEFORE_MAX);
    json_write(&json, before, 0);
    const char *text = buffer_status(&json) == STATUS_OK ? buffer_read(&json) : NULL;
    bool tells = text == NULL || forget_refers(trace, text) || forget_names(call, trace, text);
    return tells ? NULL : text;
}

/* What was removed before and told of them: nothing of it stays, and what names it in turn goes too. */
static enum status
erase_gone(struct call *call, struct job *job, struct doc *trace, const struct doc *row,
           const struct doc *before)
{
    const struct noun *noun = record_noun(doc_text_of(row, "noun"));
    const char *id = doc_text_of(row, "id");
    if (noun == &noun_attachment)
        TRY(attachment_erase_bytes(call, doc_text_of(before, "person"),
                                   doc_text_of(before, "digest")));
    if (noun != NULL && forget_is_named(noun)) {
        forget_trace_add(trace, id);
        doc_set_bool(job->input, "again", true);
    }
    return record_erase(call, id);
}

static enum status
sweep_row(struct call *call, struct job *job, struct doc *trace, const struct doc *row)
{
    const struct doc *text = doc_get(row, "before");
    struct doc before, *params = call_params(call);
    bool refers = forget_refers(trace, text->text);
    if (!refers && !forget_names(call, trace, text->text))
        return STATUS_OK;
    TRY(json_read(call->arena, text->text, text->count, &before, NULL));
    bool of_person = strcmp(doc_text_of(row, "noun"), noun_person.name) == 0;
    const char *left = refers && of_person ? without_bridges(call, trace, &before) : NULL;
    if (left == NULL && doc_bool_of(row, "gone"))
        return erase_gone(call, job, trace, row, &before);
    copy_keys(call, params, row, "record n");
    doc_set_text(params, "before", left == NULL ? "" : left);
    return store_run(call->store, &sql_forget_log_set, params, NULL);
}

/* Once more from the beginning as long as something is found that others may name. */
static enum status
sweep_log(struct call *call, struct job *job, struct doc *trace)
{
    struct doc *params = call_params(call), *rows;
    doc_set_int(params, "after_record",
                doc_has(job->input, "record") ? doc_int_of(job->input, "record")
                                              : call->who.owner << 32);
    doc_set_int(params, "after_n", doc_int_of(job->input, "n"));
    doc_set_int(params, "limit", LOG_ROWS);
    TRY(call_rows_of(call, &sql_forget_log, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const struct doc *row = doc_item(rows, i);
        TRY(sweep_row(call, job, trace, row));
        doc_set(job->input, "record", *doc_get(row, "record"));
        doc_set(job->input, "n", *doc_get(row, "n"));
    }
    if (doc_count(rows) == LOG_ROWS)
        return STATUS_OK;
    doc_remove(job->input, "record");
    doc_remove(job->input, "n");
    if (!doc_bool_of(job->input, "again"))
        doc_set_text(job->input, "phase", "mail");
    doc_remove(job->input, "again");
    return STATUS_OK;
}

/* ---- mail ---- */

/* What was sent stays in the outbox when its draft is removed. */
static enum status
sweep_mail(struct call *call, struct job *job, const struct doc *trace)
{
    struct doc *params = call_params(call), *rows;
    doc_set_int(params, "after_doc",
                doc_has(job->input, "mail") ? doc_int_of(job->input, "mail")
                                            : call->who.owner << 32);
    doc_set_int(params, "limit", MAIL_ROWS);
    TRY(call_rows_of(call, &sql_forget_mail, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const struct doc *row = doc_item(rows, i);
        if (forget_refers(trace, doc_text_of(row, "about")) ||
            forget_reaches(call, trace, doc_text_of(row, "recipient")))
            TRY(forget_erase(call, &noun_outbox, doc_text_of(row, "id")));
        doc_set(job->input, "mail", *doc_get(row, "doc"));
    }
    if (doc_count(rows) < MAIL_ROWS)
        doc_set_text(job->input, "phase", "imports");
    return record_unmark(call);
}

/* ---- the index ---- */

/* A word of the name that finds nobody any more is no word to guess at. */
static enum status
drop_terms(struct call *call, const char *terms)
{
    struct doc *params = doc_map(call->arena);
    while (*terms != '\0') {
        size_t length = strcspn(terms, " ");
        const char *term = arena_copy(call->arena, terms, length);
        struct doc *found;
        terms += length + (terms[length] == ' ');
        if (!index_lists(term, length))
            continue;
        doc_set_text(params, "term", term);
        doc_set_text(params, "match", term);
        TRY(store_row(call->store, call->arena, &sql_search_has_match, params, &found));
        if (!doc_bool_of(found, "used"))
            TRY(store_run(call->store, &sql_search_term_remove, params, NULL));
    }
    /* Other processes think that they have put these words into the list. */
    return store_run(call->store, &sql_search_removed_add, params, NULL);
}

/* The index marks words as gone; they leave the file when its pieces are merged into one. */
static enum status
sweep_index(struct call *call, struct job *job)
{
    struct doc *params = doc_map(call->arena);
    struct index_state state;
    int64_t merges = doc_int_of(job->input, "merges");
    if (merges == 0)
        TRY(drop_terms(call, doc_text_of(doc_get(job->input, "trace"), "terms")));
    doc_set_int(params, "pages", merges == 0 ? -MERGE_PAGES : MERGE_PAGES);
    TRY(store_run(call->store, &sql_search_names_merge, params, NULL));
    TRY(store_run(call->store, &sql_search_texts_merge, params, NULL));
    doc_set_int(job->input, "merges", merges + 1);
    TRY(index_look(call, &state));
    job->finished = merges + 1 >= MERGES_MOST || (merges > 0 && state.pieces <= PIECES_LEFT);
    return STATUS_OK;
}

static enum status
forget_slice(struct call *call, struct job *job)
{
    struct doc trace = *doc_get(job->input, "trace");
    bool done = false;
    do {
        const char *phase = doc_text_of(job->input, "phase");
        if (strcmp(phase, "log") == 0)
            TRY(sweep_log(call, job, &trace));
        else if (strcmp(phase, "mail") == 0)
            TRY(sweep_mail(call, job, &trace));
        else if (strcmp(phase, "imports") == 0)
            TRY(forget_imports_some(call, job, &trace, &done));
        else if (strcmp(phase, "jobs") == 0)
            TRY(forget_jobs_some(call, job, &trace, &done));
        else
            TRY(sweep_index(call, job));
        if (done)
            doc_set_text(job->input, "phase", strcmp(phase, "imports") == 0 ? "jobs" : "index");
        done = false;
        phase = doc_text_of(job->input, "phase");
        for (int i = 0; i < FORGET_PHASES; i++)
            if (strcmp(phase, phases[i]) == 0)
                job->progress = i;
    } while (!job->finished && !job_is_over(job));
    doc_set(job->input, "trace", trace);
    return STATUS_OK;
}

/* The job must not keep the name either. */
static enum status
forget_ended(struct call *call, struct job *job, const char *state)
{
    (void)call;
    if (strcmp(state, "done") == 0)
        job->progress = job->total;
    doc_remove(job->input, "trace");
    return STATUS_OK;
}

const struct job_kind forget_job = {.name = "forget", .slice = forget_slice, .ended = forget_ended};
