/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/people_mark.h"

#include "base/uuid.h"
#include "domain/common.h"
#include "domain/people.h"
#include "domain/people_filter.h"
#include "domain/people_list.h"
#include "domain/undo.h"
#include "text/fold.h"

#include <string.h>

enum {
    COUNT_MOST = 2000,
    SHOWN_MOST = 12,    /* of those it would change */
    OFFERED_MOST = 100, /* to choose from, while nobody is chosen */
    PAGE_ROWS = 500,
    SLICE_ROWS = 50,
    LOOKS_MOST = 8
};

const char *const people_acts[] = {"tag",     "untag",  "circle", "target",
                                   "private", "public", "remove", NULL};

/* ---- one person ---- */

static bool
is(const char *text, const char *other)
{
    return strcmp(text, other) == 0;
}

/* The tags with one more, or without it. */
static struct doc
tags_after(struct call *call, const struct doc *person, const char *tag, bool add)
{
    const struct doc *before = doc_get(person, "tags");
    struct doc *tags = doc_list(call->arena), *own = doc_map(call->arena);
    const char *key = text_fold(call->arena, tag);
    bool there = false;
    for (uint32_t i = 0; i < doc_count(before); i++) {
        bool same = is(doc_text_of(doc_item(before, i), "tag_key"), key);
        there = there || same;
        if (!same || add)
            (void)doc_push(tags, *doc_item(before, i));
    }
    doc_set_text(own, "tag", tag);
    if (add && !there && doc_count(tags) < PERSON_TAGS_MOST)
        (void)doc_push(tags, *own);
    return *tags;
}

/* Do it to one; false in `*out_changed` when it was so already. Who went meanwhile is no failure. */
static enum status
mark_one(struct call *call, const struct doc *how, const char *id, bool *out_changed)
{
    struct doc *before, *row = doc_map(call->arena), *saved;
    const char *act = doc_text_of(how, "act");
    *out_changed = false;
    if (is(act, "remove")) {
        enum status status = record_remove(call, &noun_person, id);
        *out_changed = status == STATUS_OK;
        return status == STATUS_MISSING ? STATUS_OK : status;
    }
    enum status status = record_read(call, &noun_person, id, &before);
    if (status != STATUS_OK)
        return status == STATUS_MISSING ? STATUS_OK : status;
    doc_set_text(row, "id", id);
    if (is(act, "tag") || is(act, "untag"))
        doc_set(row, "tags", tags_after(call, before, doc_text_of(how, "to_tag"), is(act, "tag")));
    else if (is(act, "circle"))
        doc_set(row, "circle", *doc_get(how, "to_circle"));
    else if (is(act, "target"))
        doc_set(row, "target", *doc_get(how, "to_target"));
    else if (is(act, "private") || doc_bool_of(before, "is_private"))
        doc_set_bool(row, "is_private", is(act, "private"));
    person_complete(call, row);
    TRY(record_save(call, &noun_person, row, &saved));
    *out_changed = doc_int_of(saved, "version") != doc_int_of(before, "version");
    return STATUS_OK;
}

static enum status
mark_rows(struct call *call, const struct doc *how, const struct doc *rows, struct doc *tally)
{
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        bool changed;
        TRY(mark_one(call, how, doc_text_of(doc_item(rows, i), "id"), &changed));
        const char *key = changed ? "changed" : "same";
        doc_set_int(tally, key, doc_int_of(tally, key) + 1);
    }
    return STATUS_OK;
}

/* ---- who ---- */

/* All who fit, gathered up to `most` + 1 of them. `*out_known`: these are all; else it took too long to say. */
static enum status
gather(struct call *call, const struct doc *filters, int64_t most, struct doc *out_rows,
       bool *out_known)
{
    const char *after = NULL;
    *out_known = false;
    for (int looks = 0; looks < LOOKS_MOST && doc_count(out_rows) <= most; looks++) {
        struct people_page page;
        TRY(people_find(call, filters, after, PAGE_ROWS, &page));
        for (uint32_t i = 0; i < doc_count(page.rows); i++)
            (void)doc_push(out_rows, *doc_item(page.rows, i));
        after = page.after;
        if (after == NULL) {
            *out_known = doc_count(out_rows) <= most;
            return STATUS_OK;
        }
    }
    return STATUS_OK;
}

/* Those who were chosen, as they are; who is not there is left out. */
static enum status
chosen_rows(struct call *call, struct doc *out_rows)
{
    const struct doc *people = doc_get(call->params, "people");
    for (uint32_t i = 0; i < doc_count(people); i++) {
        struct doc *params = call_params(call), *row;
        doc_set(params, "id", *doc_get(doc_item(people, i), "id"));
        enum status status = call_row_of(call, &sql_person_card, params, &row);
        if (status == STATUS_OK)
            (void)doc_push(out_rows, *row);
        else if (status != STATUS_MISSING)
            return status;
    }
    return STATUS_OK;
}

/* ---- the form: whom it would change ---- */

static enum status
add_choices(struct call *call, struct doc *answer)
{
    struct doc *circles;
    TRY(people_circles(call, NULL, &circles));
    doc_set(answer, "circles", *circles);
    doc_set(answer, "acts", *text_list(call, people_acts));
    copy_keys(call, answer, doc_map(call->arena), "act to_tag to_circle to_target");
    return add_rows(call, answer, "targets", &sql_target_choices, NULL, NULL);
}

/* `rows` as the form shows them: those who were named are named again, shown or not. */
static void
add_people(struct call *call, const struct doc *rows, bool named, uint32_t most, struct doc *answer)
{
    struct doc *items = doc_list(call->arena), *people = doc_list(call->arena);
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        struct doc *one = doc_map(call->arena);
        copy_keys(call, one, doc_item(rows, i), "id");
        if (named)
            (void)doc_push(people, *one);
        copy_keys(call, one, doc_item(rows, i), "name title organization");
        if (i < most)
            (void)doc_push(items, *one);
    }
    doc_set(answer, "people", *people);
    doc_set(answer, "items", *items);
    doc_set_bool(answer, "any", doc_count(items) > 0);
}

/* Nobody is taken for chosen who was not: without names and without `all` it offers those who fit, to choose from. */
static enum status
form_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena), *filters, *rows = doc_list(call->arena);
    bool known = true, all = doc_bool_of(call->params, "all");
    bool named = !all && doc_count(doc_get(call->params, "people")) > 0, picking = !all && !named;
    TRY(people_in_force(call, &filters, answer));
    for (const char *const *name = people_filter_names; *name != NULL; name++)
        doc_set(answer, *name, *doc_get(filters, *name));
    doc_set_bool(answer, "filtered", people_are_filtered(filters));
    if (named)
        TRY(chosen_rows(call, rows));
    else
        TRY(gather(call, filters, COUNT_MOST, rows, &known));
    add_people(call, rows, named, picking ? OFFERED_MOST : SHOWN_MOST, answer);
    doc_set_bool(answer, "all", all);
    doc_set_bool(answer, "picking", picking);
    doc_set(answer, "fit", known ? doc_int(doc_count(rows)) : doc_null());
    doc_set_bool(answer, "many", !known);
    doc_set_int(answer, "others",
                known ? doc_count(rows) - doc_count(doc_get(answer, "items")) : 0);
    TRY(add_choices(call, answer));
    *out_answer = answer;
    return STATUS_OK;
}

/* ---- the act ---- */

/* What is done: the act with its one value, or a refusal that names the field. */
static enum status
read_act(struct call *call, struct doc *how)
{
    static const char *const needs[][2] = {
        {"tag", "to_tag"}, {"untag", "to_tag"}, {"circle", "to_circle"}, {"target", "to_target"}};
    struct doc *target;
    const char *act = param_text(call, "act");
    doc_set_text(how, "act", act);
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++) {
        if (!is(act, needs[i][0]))
            continue;
        if (param_text(call, needs[i][1]) == NULL)
            return call_invalid(call, needs[i][1], "field.required", NULL);
        doc_set_text(how, needs[i][1], param_text(call, needs[i][1]));
    }
    if (is(act, "circle"))
        doc_set_text(how, "to_circle", person_circle_of(call, doc_text_of(how, "to_circle")));
    return is(act, "target") ? read_referred(call, &noun_target, "to_target",
                                             doc_text_of(how, "to_target"), &target)
                             : STATUS_OK;
}

static enum status
start_job(struct call *call, const struct doc *how, const struct doc *filters, struct doc *answer)
{
    struct doc *input = doc_map(call->arena);
    const char *job;
    doc_set(input, "how", *how);
    doc_set(input, "filters", *filters);
    doc_set_text(input, "change", uuid_new(call->arena));
    TRY(job_start(call, people_mark_job.name, input, 0, NULL, &job));
    doc_set_text(answer, "job", job);
    doc_set_text(answer, "next", arena_print(call->arena, "/job/%s", job));
    return STATUS_OK;
}

/* Everybody who fits; who said how many that are means no others. */
static enum status
mark_all(struct call *call, const struct doc *how, struct doc *answer)
{
    struct doc *filters, *rows = doc_list(call->arena);
    const struct doc *expected = doc_get(call->params, "count");
    bool known, counted = expected->kind == DOC_INT;
    TRY(people_in_force(call, &filters, doc_map(call->arena)));
    TRY(gather(call, filters, counted ? COUNT_MOST : MARK_AT_ONCE_MOST, rows, &known));
    if (counted && (!known || expected->integer != doc_count(rows)))
        return call_refuse(call, STATUS_CONFLICT, "person.mark_others", NULL);
    if (!known || doc_count(rows) > MARK_AT_ONCE_MOST)
        return start_job(call, how, filters, answer);
    return mark_rows(call, how, rows, answer);
}

static enum status
mark_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena), *how = doc_map(call->arena);
    const struct doc *people = doc_get(call->params, "people");
    doc_set_int(answer, "changed", 0);
    doc_set_int(answer, "same", 0);
    doc_set(answer, "job", doc_null());
    TRY(read_act(call, how));
    if (doc_bool_of(call->params, "all"))
        TRY(mark_all(call, how, answer));
    else if (doc_count(people) > 0)
        TRY(mark_rows(call, how, people, answer));
    else
        return call_invalid(call, "people", "person.mark_nobody", NULL);
    *out_answer = answer;
    return STATUS_OK;
}

/* ---- the same for many ---- */

static enum status
job_slice(struct call *call, struct job *job)
{
    const char *after = doc_text_of(job->input, "after");
    struct people_page page = {0};
    record_continue(call, doc_text_of(job->input, "change"), "person mark");
    do {
        TRY(people_find(call, doc_get(job->input, "filters"), after[0] == '\0' ? NULL : after,
                        SLICE_ROWS, &page));
        TRY(mark_rows(call, doc_get(job->input, "how"), page.rows, job->input));
        after = page.after == NULL ? "" : page.after;
    } while (page.after != NULL && !job_is_over(job));
    doc_set_text(job->input, "after", page.after);
    job->progress = doc_int_of(job->input, "changed") + doc_int_of(job->input, "same");
    job->finished = page.after == NULL;
    if (job->finished && doc_int_of(job->input, "changed") > 0)
        doc_set(job->input, "undo", *doc_get(job->input, "change"));
    return STATUS_OK;
}

static enum status
job_back(struct call *call, struct job *job)
{
    return undo_slice(call, job, "undo", NULL);
}

const struct job_kind people_mark_job = {
    .name = "person mark", .slice = job_slice, .revert = job_back};

#define WHO_PARAMS                                                                                 \
    {.name = "people",                                                                             \
     .kind = PARAM_ROWS,                                                                           \
     .rows = chosen_params,                                                                        \
     .most = MARK_CHOSEN_MOST,                                                                     \
     .label = N_("People who were chosen")},                                                       \
        PEOPLE_FILTER_PARAMS,                                                                      \
    {                                                                                              \
        .name = "view", .kind = PARAM_ID, .find = &sql_view_find, .label = N_("A saved view"),     \
        .help = N_("Its filters, beside those given here")                                         \
    }

static const struct param chosen_params[] = {
    {.name = "id", .kind = PARAM_ID, .find = &sql_person_find, .label = N_("Person")},
    {0},
};

#define ALL_PARAM                                                                                  \
    {                                                                                              \
        .name = "all", .kind = PARAM_BOOL, .label = N_("All who fit the filters"),                 \
        .help = N_("Without filters: everybody")                                                   \
    }

static const struct param form_params[] = {ALL_PARAM, WHO_PARAMS, {0}};

static const struct param mark_params[] = {
    {.name = "act",
     .kind = PARAM_CHOICE,
     .required = true,
     .choices = people_acts,
     .label = N_("What is done"),
     .help = N_("tag, untag, circle, target, private, public, or remove (into the trash)")},
    {.name = "to_tag", .kind = PARAM_TEXT, .most = PERSON_TAG_MAX, .label = N_("The tag")},
    {.name = "to_circle",
     .kind = PARAM_TEXT,
     .most = PERSON_CIRCLE_MAX,
     .choices = person_circles,
     .label = N_("The circle")},
    {.name = "to_target", .kind = PARAM_ID, .find = &sql_target_find, .label = N_("The target")},
    ALL_PARAM,
    {.name = "count",
     .kind = PARAM_INT,
     .least = 0,
     .most = COUNT_MOST,
     .label = N_("How many they were when you looked"),
     .help = N_("Are they others by now, nothing is changed")},
    {.name = "pick", .kind = PARAM_BOOL, .label = N_("Then choose more of them")},
    WHO_PARAMS,
    {0},
};

const struct call_row people_mark_rows[] = {
    {.name = "mark form",
     .path = "/people/mark",
     .role = ROLE_OWNER,
     .params = form_params,
     .argument = "query",
     .run = form_run,
     .page = "people_mark",
     .columns = "name title organization id",
     .help = N_("Count the people who fit, before you change all of them"),
     .example = "rapport mark form --all --circle=online --title=curator"},
    {.name = "person mark",
     .path = "/people/mark",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = mark_params,
     .argument = "act",
     .run = mark_run,
     .form = "mark form",
     .next =
         "/people?query={query}&title={title}&organization={organization}&place={place}&circle={"
         "circle}&tag={tag}&target={target}&state={state}&in_field={in_field}&warm={warm}&"
         "bridge={bridge}&event={event}&updated={updated}&sort={sort}&pick={pick}",
     .done = N_("Changed."),
     .help = N_("Tag, sort, aim or remove many people at once; one undo takes it back"),
     .example = "rapport person mark tag --to-tag=museums --all --organization='City Museum'"},
    {0},
};
