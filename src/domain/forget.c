/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/forget.h"

#include "call/erase.h"
#include "domain/attachments.h"
#include "domain/common.h"
#include "domain/forget_sweep.h"
#include "domain/forget_trace.h"
#include "domain/people.h"
#include "text/fold.h"

#include <string.h>

enum { ROWS_MOST = 1000, NAMED_MOST = 20000 };

static enum status
add_rows_of(struct call *call, const char *id, struct doc *rows)
{
    struct doc *params = call_params(call), *more;
    doc_set_text(params, "person", id);
    doc_set_text(params, "mark", arena_print(call->arena, "%%%s%%", id));
    TRY(call_rows_of(call, &sql_forget_rows, params, &more));
    for (uint32_t i = 0; i < doc_count(more); i++)
        (void)doc_push(rows, *doc_item(more, i));
    return STATUS_OK;
}

/* What goes: [{noun, id}], each once. */
static enum status
rows_of(struct call *call, const struct doc *person, const struct doc *trace,
        const struct doc *formers, struct doc **out_rows)
{
    struct doc *rows = doc_list(call->arena), *params = call_params(call), *named;
    TRY(add_rows_of(call, doc_text_of(person, "id"), rows));
    for (uint32_t i = 0; i < doc_count(formers); i++)
        TRY(add_rows_of(call, doc_item(formers, i)->text, rows));
    doc_set_int(params, "limit", NAMED_MOST);
    TRY(call_rows_of(call, &sql_forget_named, params, &named));
    for (uint32_t i = 0; i < doc_count(named); i++) {
        const struct doc *row = doc_item(named, i);
        bool there = false;
        if (!forget_names_plain(call, trace, doc_text_of(row, "name")))
            continue;
        for (uint32_t k = 0; k < doc_count(rows) && !there; k++)
            there = strcmp(doc_text_of(doc_item(rows, k), "id"), doc_text_of(row, "id")) == 0;
        if (!there)
            (void)doc_push(rows, *row);
    }
    *out_rows = rows;
    return STATUS_OK;
}

/* ---- asking first ---- */

static enum status
form_run(struct call *call, struct doc **out_answer)
{
    static const char *const counted[] = {"request", "interview",  "note",
                                          "message", "referral",   "task",
                                          "finding", "attachment", NULL};
    struct doc *answer = doc_map(call->arena), *person, *trace, *formers, *rows;
    struct doc *goes = doc_list(call->arena);
    TRY(record_read(call, &noun_person, param_text(call, "id"), &person));
    TRY(forget_trace(call, person, &trace, &formers));
    TRY(rows_of(call, person, trace, formers, &rows));
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
    TRY(person_called(call, person, answer, "person_name"));
    doc_set(answer, "goes", *goes);
    *out_answer = answer;
    return STATUS_OK;
}

/* ---- forgetting ---- */

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

/* With whom a search for duplicates took this person for one. */
static enum status
forget_pairs(struct call *call, const char *id)
{
    struct doc *params = call_params(call);
    doc_set_text(params, "person", id);
    return store_run(call->store, &sql_forget_pairs, params, NULL);
}

static enum status
forget_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena), *person, *trace, *formers, *rows;
    struct doc *called = doc_map(call->arena);
    const char *id = param_text(call, "id"), *job;
    TRY(record_read(call, &noun_person, id, &person));
    TRY(person_called(call, person, called, "name"));
    if (strcmp(text_fold(call->arena, param_text(call, "name")),
               text_fold(call->arena, doc_text_of(called, "name"))) != 0)
        return call_invalid(call, "name", "forget.other_name", NULL);
    TRY(forget_trace(call, person, &trace, &formers));
    TRY(rows_of(call, person, trace, formers, &rows));
    TRY(leave_bridges(call, id));
    TRY(leave_origins(call, person));
    TRY(attachments_erase(call, id));
    TRY(forget_pairs(call, id));
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const struct doc *row = doc_item(rows, i);
        const struct noun *noun = record_noun(doc_text_of(row, "noun"));
        if (noun == NULL)
            return STATUS_FAILED;
        TRY(forget_erase(call, noun, doc_text_of(row, "id")));
        if (forget_is_named(noun))
            forget_trace_add(trace, doc_text_of(row, "id"));
    }
    for (uint32_t i = 0; i < doc_count(formers); i++)
        TRY(record_erase(call, doc_item(formers, i)->text));
    TRY(forget_erase(call, &noun_person, id));
    TRY(record_unmark(call));
    doc_set_int(answer, "rows", doc_count(rows) + 1);
    TRY(job_start(call, forget_job.name, forget_sweep_input(call, trace), FORGET_PHASES, "/people",
                  &job));
    doc_set_text(answer, "job", job);
    *out_answer = answer;
    return STATUS_OK;
}

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
