/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/forget.h"

#include "base/clock.h"
#include "call/erase.h"
#include "call/index.h"
#include "domain/attachments.h"
#include "domain/common.h"
#include "domain/search_match.h"
#include "text/fold.h"
#include "text/terms.h"

#include <string.h>

enum {
    ROWS_MOST = 1000,
    LOG_ROWS = 500,
    IMPORT_ROWS = 5000,
    MERGE_PAGES = 200,
    MERGES_MOST = 500,
    PIECES_LEFT = 4 /* what others saved meanwhile */
};

/* What a person is called where there is no name. */
static const char *
label_of(const struct doc *person)
{
    const char *name = doc_text_of(person, "name");
    return name[0] != '\0' ? name : doc_text_of(person, "title");
}

/* "%Ada Quinn%" for LIKE; NULL for a single word, which may be part of any text. */
static const char *
pattern_of(struct call *call, const char *name)
{
    struct buffer pattern;
    if (strchr(name, ' ') == NULL)
        return NULL;
    buffer_open(&pattern, call->arena, 2 * strlen(name) + 3);
    buffer_byte(&pattern, '%');
    for (; *name != '\0'; name++) {
        if (strchr("%_\\", *name) != NULL)
            buffer_byte(&pattern, '\\');
        buffer_byte(&pattern, *name);
    }
    buffer_byte(&pattern, '%');
    return buffer_read(&pattern);
}

static enum status
rows_of(struct call *call, const struct doc *person, struct doc **out_rows)
{
    struct doc *params = call_params(call);
    const char *id = doc_text_of(person, "id");
    doc_set_text(params, "person", id);
    doc_set_text(params, "mark", arena_print(call->arena, "%%%s%%", id));
    doc_set_text(params, "pattern", pattern_of(call, doc_text_of(person, "name")));
    return call_rows_of(call, &sql_forget_rows, params, out_rows);
}

/* ---- asking first ---- */

static enum status
form_run(struct call *call, struct doc **out_answer)
{
    static const char *const counted[] = {"request", "interview",  "note",
                                          "message", "referral",   "task",
                                          "finding", "attachment", NULL};
    struct doc *answer = doc_map(call->arena), *person, *rows, *goes = doc_list(call->arena);
    TRY(record_read(call, &noun_person, param_text(call, "id"), &person));
    TRY(rows_of(call, person, &rows));
    for (const char *const *noun = counted; *noun != NULL; noun++) {
        int64_t count = 0;
        for (uint32_t i = 0; i < doc_count(rows); i++)
            count += strcmp(doc_text_of(doc_item(rows, i), "noun"), *noun) == 0;
        if (count == 0)
            continue;
        struct doc *item = doc_push(goes, *doc_map(call->arena));
        doc_set_text(item, "noun", *noun);
        doc_set_int(item, "count", count);
    }
    copy_keys(call, answer, person, "id");
    doc_set_text(answer, "person_name", label_of(person));
    doc_set(answer, "goes", *goes);
    *out_answer = answer;
    return STATUS_OK;
}

/* ---- forgetting ---- */

static enum status
erase_row(struct call *call, const struct noun *noun, const char *id)
{
    enum status status = record_remove(call, noun, id);
    if (status != STATUS_OK && status != STATUS_MISSING)
        return status;
    return record_erase(call, id);
}

/* Other people keep everything but that they know this one. */
static enum status
leave_bridges(struct call *call, const char *id)
{
    struct doc *params = call_params(call), *others;
    doc_set_text(params, "person", id);
    doc_set_int(params, "limit", ROWS_MOST);
    TRY(call_rows_of(call, &sql_forget_bridges, params, &others));
    for (uint32_t i = 0; i < doc_count(others); i++) {
        struct doc *row, *saved, *changed = doc_map(call->arena), *kept = doc_list(call->arena);
        TRY(record_read(call, &noun_person, doc_text_of(doc_item(others, i), "id"), &row));
        const struct doc *bridges = doc_get(row, "bridges");
        for (uint32_t b = 0; b < doc_count(bridges); b++)
            if (strcmp(doc_text_of(doc_item(bridges, b), "person"), id) != 0)
                (void)doc_push(kept, *doc_item(bridges, b));
        doc_set(changed, "id", *doc_get(row, "id"));
        doc_set(changed, "bridges", *kept);
        TRY(record_save(call, &noun_person, changed, &saved));
    }
    return STATUS_OK;
}

static enum status
leave_origins(struct call *call, const struct doc *person)
{
    struct doc *params = call_params(call), *others;
    doc_set(params, "person", *doc_get(person, "id"));
    doc_set(params, "name", *doc_get(person, "name"));
    doc_set_int(params, "limit", ROWS_MOST);
    TRY(call_rows_of(call, &sql_forget_found, params, &others));
    for (uint32_t i = 0; i < doc_count(others); i++) {
        struct doc *saved, *changed = doc_map(call->arena);
        doc_set(changed, "id", *doc_get(doc_item(others, i), "id"));
        doc_set(changed, "how_found", doc_null());
        TRY(record_save(call, &noun_person, changed, &saved));
    }
    return STATUS_OK;
}

static enum status
sweep_later(struct call *call, const struct doc *person, struct doc *answer)
{
    struct doc *input = doc_map(call->arena);
    const char *job;
    doc_set(input, "person", *doc_get(person, "id"));
    doc_set_text(input, "pattern", pattern_of(call, doc_text_of(person, "name")));
    doc_set_text(input, "terms", text_terms(call->arena, doc_text_of(person, "name")));
    doc_set_text(input, "phase", "log");
    TRY(job_start(call, forget_job.name, input, 3, "/people", &job));
    doc_set_text(answer, "job", job);
    return STATUS_OK;
}

static enum status
forget_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena), *person, *rows;
    const char *id = param_text(call, "id");
    TRY(record_read(call, &noun_person, id, &person));
    if (strcmp(text_fold(call->arena, param_text(call, "name")),
               text_fold(call->arena, label_of(person))) != 0)
        return call_invalid(call, "name", "forget.other_name", NULL);
    TRY(rows_of(call, person, &rows));
    TRY(leave_bridges(call, id));
    TRY(leave_origins(call, person));
    TRY(attachments_erase(call, id));
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const struct noun *noun = record_noun(doc_text_of(doc_item(rows, i), "noun"));
        if (noun == NULL)
            return STATUS_FAILED;
        TRY(erase_row(call, noun, doc_text_of(doc_item(rows, i), "id")));
    }
    TRY(erase_row(call, &noun_person, id));
    TRY(record_unmark(call));
    doc_set_int(answer, "rows", doc_count(rows) + 1);
    TRY(sweep_later(call, person, answer));
    *out_answer = answer;
    return STATUS_OK;
}

/* ---- what is left of the name ---- */

static enum status
sweep_log(struct call *call, struct job *job)
{
    struct doc *params = call_params(call), *rows;
    const char *pattern = doc_text_of(job->input, "pattern");
    doc_set_text(params, "pattern", pattern[0] == '\0' ? NULL : pattern);
    doc_set_int(params, "after_record",
                doc_has(job->input, "record") ? doc_int_of(job->input, "record")
                                              : call->who.owner << 32);
    doc_set_int(params, "after_n", doc_int_of(job->input, "n"));
    doc_set_int(params, "limit", LOG_ROWS);
    TRY(call_rows_of(call, &sql_change_row_naming, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        struct doc *row = doc_item(rows, i), *blank = call_params(call);
        copy_keys(call, blank, row, "record n");
        if (doc_bool_of(row, "names"))
            TRY(store_run(call->store, &sql_change_row_blank, blank, NULL));
        doc_set(job->input, "record", *doc_get(row, "record"));
        doc_set(job->input, "n", *doc_get(row, "n"));
    }
    if (doc_count(rows) < LOG_ROWS)
        doc_set_text(job->input, "phase", "imports");
    return STATUS_OK;
}

static enum status
next_import(struct call *call, struct job *job)
{
    struct doc *params = call_params(call), *row, *last;
    doc_set_int(params, "after_doc", doc_int_of(job->input, "import"));
    enum status status = call_row_of(call, &sql_forget_import_next, params, &row);
    if (status == STATUS_MISSING) {
        doc_set_text(job->input, "phase", "index");
        return STATUS_OK;
    }
    TRY(status);
    doc_set(job->input, "import", *doc_get(row, "doc"));
    doc_set_int(job->input, "row", 0);
    doc_set(params, "import", *doc_get(row, "doc"));
    TRY(call_row_of(call, &sql_forget_import_last, params, &last));
    doc_set_int(job->input, "rows", doc_int_of(last, "n") + 1);
    doc_set(params, "doc", *doc_get(row, "doc"));
    if (doc_is_empty(doc_get(row, "problem")))
        return STATUS_OK;
    return store_run(call->store, &sql_forget_import_problem, params, NULL);
}

static enum status
sweep_imports(struct call *call, struct job *job)
{
    struct doc *params = call_params(call);
    int64_t least = doc_int_of(job->input, "row");
    const char *pattern = doc_text_of(job->input, "pattern");
    if (least >= doc_int_of(job->input, "rows"))
        return next_import(call, job);
    copy_keys(call, params, job->input, "import person");
    doc_set_text(params, "pattern", pattern[0] == '\0' ? NULL : pattern);
    doc_set_int(params, "least", least);
    doc_set_int(params, "below", least + IMPORT_ROWS);
    doc_set_int(job->input, "row", least + IMPORT_ROWS);
    return store_run(call->store, &sql_forget_import_rows, params, NULL);
}

/* A word of the name that finds nobody any more is no word to guess at. */
static enum status
drop_terms(struct call *call, const char *terms)
{
    struct doc *params = doc_map(call->arena);
    while (*terms != '\0') {
        size_t length = strcspn(terms, " ");
        const char *listed = index_listed(call->arena, terms, length);
        struct doc *found;
        terms += length + (terms[length] == ' ');
        if (listed == NULL)
            continue;
        doc_set_text(params, "term", listed);
        doc_set_text(params, "match", search_listed_text(call, listed));
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
        TRY(drop_terms(call, doc_text_of(job->input, "terms")));
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
    static const char *const phases[] = {"log", "imports", "index"};
    do {
        const char *phase = doc_text_of(job->input, "phase");
        if (strcmp(phase, phases[0]) == 0)
            TRY(sweep_log(call, job));
        else if (strcmp(phase, phases[1]) == 0)
            TRY(sweep_imports(call, job));
        else
            TRY(sweep_index(call, job));
        phase = doc_text_of(job->input, "phase");
        for (int i = 0; i < 3; i++)
            if (strcmp(phase, phases[i]) == 0)
                job->progress = i;
    } while (!job->finished && clock_monotonic_ms() < job->deadline_ms);
    return STATUS_OK;
}

/* The job must not keep the name either. */
static enum status
forget_ended(struct call *call, struct job *job, const char *state)
{
    (void)call;
    if (strcmp(state, "done") == 0)
        job->progress = job->total;
    doc_remove(job->input, "pattern");
    doc_remove(job->input, "terms");
    doc_remove(job->input, "person");
    return STATUS_OK;
}

const struct job_kind forget_job = {.name = "forget", .slice = forget_slice, .ended = forget_ended};

static const struct param form_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_person_find,
     .label = N_("Person")},
    {0},
};

static const struct param forget_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_person_find,
     .label = N_("Person")},
    {.name = "name",
     .kind = PARAM_TEXT,
     .required = true,
     .label = N_("The person's name"),
     .help = N_("Typed once more: this cannot be taken back")},
    {0},
};

const struct call_row forget_rows[] = {
    {.name = "forget form",
     .path = "/person/{id}/forget",
     .role = ROLE_OWNER,
     .params = form_params,
     .argument = "id",
     .run = form_run,
     .page = "forget",
     .help = N_("Show what would go with a person who is forgotten"),
     .example = "rapport forget form quinn"},
    {.name = "person forget",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = forget_params,
     .argument = "id",
     .run = forget_run,
     .form = "forget form",
     .next = "/people",
     .done = N_("Forgotten."),
     .help = N_("Remove every trace of a person; this cannot be taken back"),
     .example = "rapport person forget quinn --name='Ada Quinn'"},
    {0},
};
