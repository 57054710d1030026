/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/coverage.h"

#include "base/asset.h"
#include "domain/common.h"
#include "domain/targets.h"
#include "formats/svg_chart.h"
#include "method/coverage.h"
#include "method/questions.h"
#include "text/catalog.h"

#include <string.h>

enum { NEXT_MOST = 5, QUESTIONS_OF_TOPIC = 2, QUESTIONS_MOST = 60, FULL_BAR = 4 };

static const char *const topic_words[][2] = {
    {"job", N_("What it is like to have this work")},
    {"tasks", N_("What one is responsible for")},
    {"day", N_("How a day goes")},
    {"environment", N_("Where and with whom one works")},
    {"company", N_("What the organizations are like")},
    {"education", N_("What one has to learn for it")},
    {"path", N_("How people get into it and where it leads")},
};

static const char *
words_of(const struct call *call, const char *topic)
{
    const struct catalog *catalog = catalog_find(call->who.language);
    for (size_t i = 0; i < sizeof topic_words / sizeof *topic_words; i++)
        if (strcmp(topic_words[i][0], topic) == 0)
            return catalog_text(catalog, topic_words[i][1]);
    return topic;
}

enum status
coverage_add(struct call *call, struct doc *answer, const char *target)
{
    struct doc *facts = doc_map(call->arena);
    copy_keys(call, facts, answer, "objectives facts readings");
    TRY(add_rows(call, facts, "heard", &sql_question_heard, "target", target));
    doc_set(facts, "bands", *doc_get(doc_get(answer, "diversity"), "bands"));
    doc_set_bool(facts, "practice", strcmp(doc_text_of(answer, "kind"), "practice") == 0);
    struct doc *coverage = coverage_of(call->arena, facts);
    const struct doc *rows = doc_get(coverage, "rows");
    for (uint32_t i = 0; i < doc_count(rows); i++)
        if (doc_is_empty(doc_get(doc_item(rows, i), "text")))
            doc_set_text(doc_item(rows, i), "text",
                         words_of(call, doc_text_of(doc_item(rows, i), "topic")));
    doc_set(answer, "coverage", *coverage);
    return STATUS_OK;
}

static enum status
draw(struct call *call, const struct doc *rows, struct doc *out_markup)
{
    struct doc *bars = doc_list(call->arena);
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        struct doc *bar = doc_map(call->arena), *parts = doc_list(call->arena);
        (void)doc_push(parts, *doc_get(doc_item(rows, i), "desk"));
        (void)doc_push(parts, *doc_get(doc_item(rows, i), "talks"));
        doc_set(bar, "label", *doc_get(doc_item(rows, i), "text"));
        doc_set(bar, "parts", *parts);
        (void)doc_push(bars, *bar);
    }
    return chart_bars(call->arena, bars, FULL_BAR, out_markup);
}

/* Those of the target whom nobody has written to yet, people of the field first. */
static void
add_next(struct call *call, struct doc *answer, const struct doc *people)
{
    struct doc *next = doc_list(call->arena);
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < doc_count(people) && doc_count(next) < NEXT_MOST; i++) {
            const struct doc *person = doc_item(people, i);
            bool in_field = strcmp(doc_text_of(person, "in_field"), "yes") == 0;
            if (in_field == (round == 0) && doc_is_empty(doc_get(person, "state")))
                (void)doc_push(next, *person);
        }
    doc_set(answer, "next", *next);
}

static enum status
the_bank(struct call *call, struct doc **out_bank)
{
    const struct asset *asset = asset_find("data/questions/en/bank.txt");
    return asset == NULL ? STATUS_FAILED : questions_read(call->arena, asset->bytes, out_bank);
}

/* What to ask about the open rows: objectives as they stand, and the first of the bank for each topic. */
static enum status
open_questions(struct call *call, const struct doc *rows, struct doc **out_questions)
{
    struct doc *questions = doc_list(call->arena), *bank;
    TRY(the_bank(call, &bank));
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const struct doc *row = doc_item(rows, i), *topic = doc_get(row, "topic");
        int found = 0;
        if (strcmp(doc_text_of(row, "state"), "open") != 0)
            continue;
        if (doc_is_empty(topic)) {
            struct doc *question = doc_map(call->arena);
            doc_set(question, "text", *doc_get(row, "text"));
            doc_set(question, "topic", doc_null());
            doc_set_bool(question, "must", true);
            (void)doc_push(questions, *question);
            continue;
        }
        for (uint32_t k = 0; k < doc_count(bank) && found < QUESTIONS_OF_TOPIC; k++) {
            const char *about = coverage_topic(doc_text_of(doc_item(bank, k), "topic"));
            if (about != NULL && strcmp(about, topic->text) == 0) {
                (void)doc_push(questions, *doc_item(bank, k));
                found++;
            }
        }
    }
    *out_questions = questions;
    return STATUS_OK;
}

static enum status
coverage_run(struct call *call, struct doc **out_answer)
{
    struct doc *target, *answer = doc_map(call->arena), *questions;
    struct doc picture, *planned = doc_list(call->arena);
    TRY(target_show(call, param_text(call, "id"), &target));
    const struct doc *coverage = doc_get(target, "coverage"), *rows = doc_get(coverage, "rows");
    const struct doc *interviews = doc_get(target, "interviews");
    copy_keys(call, answer, target, "id kind name");
    copy_keys(call, answer, coverage, "rows known open by_desk by_talks advice");
    TRY(draw(call, rows, &picture));
    doc_set(answer, "picture", picture);
    add_next(call, answer, doc_get(target, "people"));
    for (uint32_t i = 0; i < doc_count(interviews); i++)
        if (strcmp(doc_text_of(doc_item(interviews, i), "state"), "planned") == 0)
            (void)doc_push(planned, *doc_item(interviews, i));
    doc_set(answer, "planned", *planned);
    TRY(open_questions(call, rows, &questions));
    doc_set(answer, "questions", *questions);
    TRY(add_rows(call, answer, "outcomes", &sql_reflection_outcomes, "target",
                 doc_text_of(answer, "id")));
    *out_answer = answer;
    return STATUS_OK;
}

static bool
stands_already(const struct doc *questions, const char *text)
{
    for (uint32_t i = 0; i < doc_count(questions); i++)
        if (strcmp(doc_text_of(doc_item(questions, i), "text"), text) == 0)
            return true;
    return false;
}

static enum status
cover_run(struct call *call, struct doc **out_answer)
{
    const char *id = param_text(call, "interview");
    struct doc *interview, *target, *questions, *listed = doc_map(call->arena), *saved;
    TRY(read_referred(call, &noun_interview, "interview", id, &interview));
    if (doc_is_empty(doc_get(interview, "target")))
        return call_invalid(call, "interview", "question.no_target", NULL);
    TRY(target_show(call, doc_text_of(interview, "target"), &target));
    TRY(open_questions(call, doc_get(doc_get(target, "coverage"), "rows"), &questions));
    TRY(add_rows(call, listed, "items", &sql_question_list, "interview", id));
    const struct doc *there = doc_get(listed, "items");
    int64_t added = 0, count = doc_count(there);
    int64_t place = count == 0 ? 0 : doc_int_of(doc_item(there, doc_count(there) - 1), "position");
    for (uint32_t i = 0; i < doc_count(questions) && count + added < QUESTIONS_MOST; i++) {
        struct doc *question = doc_item(questions, i);
        if (stands_already(there, doc_text_of(question, "text")))
            continue;
        doc_set_text(question, "interview", id);
        doc_set_text(question, "state", "open");
        doc_set_int(question, "position", place + ++added);
        TRY(record_save(call, &noun_question, question, &saved));
    }
    *out_answer = doc_map(call->arena);
    doc_set_text(*out_answer, "interview", id);
    doc_set_int(*out_answer, "added", added);
    return STATUS_OK;
}

static const struct param id_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_target_find,
     .label = N_("Target")},
    {0},
};

static const struct param cover_params[] = {
    {.name = "interview",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_interview_find,
     .label = N_("Interview")},
    {0},
};

const struct call_row coverage_rows[] = {
    {.name = "target coverage",
     .path = "/target/{id}/coverage",
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = coverage_run,
     .page = "coverage",
     .help =
         N_("Show what you know about a target, from reading and from people, and what is open"),
     .example = "rapport target coverage ecology"},
    {.name = "question cover",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = cover_params,
     .argument = "interview",
     .run = cover_run,
     .next = "/interview/{interview}",
     .done = N_("Questions added."),
     .help = N_("Add questions about what is still open to an interview"),
     .example = "rapport question cover quinn"},
    {0},
};
