/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/conduct.h"

#include "base/asset.h"
#include "domain/common.h"
#include "domain/interviews.h"
#include "method/policy.h"
#include "method/questions.h"
#include "method/timer.h"

#include <string.h>

enum { QUESTIONS_MOST = 60 };

static const char *const question_states[] = {"open", "asked", "skipped", NULL};

/* The next question to ask: the first open one, must-asks before the others. */
static void
add_current(struct doc *answer)
{
    const struct doc *questions = doc_get(answer, "questions");
    const struct doc *current = NULL;
    for (uint32_t i = 0; i < doc_count(questions); i++) {
        const struct doc *question = doc_item(questions, i);
        bool open = strcmp(doc_text_of(question, "state"), "open") == 0;
        if (open &&
            (current == NULL || (doc_bool_of(question, "must") && !doc_bool_of(current, "must"))))
            current = question;
    }
    doc_set(answer, "current", current == NULL ? doc_null() : *current);
}

static enum status
room_run(struct call *call, struct doc **out_answer)
{
    struct doc *row;
    struct policy policy;
    TRY(record_read(call, &noun_interview, param_text(call, "id"), &row));
    TRY(policy_in_force(call, &policy));
    TRY(interview_show(call, row, out_answer));
    struct doc *timer = timer_of(call->arena, &policy, row, call->now);
    doc_set(*out_answer, "timer", *timer);
    doc_set(*out_answer, "cards", *timer_cards(call->arena, &policy, timer));
    add_current(*out_answer);
    return STATUS_OK;
}

static enum status
start_run(struct call *call, struct doc **out_answer)
{
    struct doc *row, *changed = doc_map(call->arena);
    TRY(interview_given(call, "id", &row));
    if (strcmp(doc_text_of(row, "state"), "held") == 0)
        return call_refuse(call, STATUS_CONFLICT, "interview.held_already", NULL);
    doc_set_text(changed, "state", "running");
    if (doc_is_empty(doc_get(row, "started_at")))
        doc_set_int(changed, "started_at", call->now);
    if (doc_has(call->params, "notes_agreed"))
        doc_set(changed, "notes_agreed", *doc_get(call->params, "notes_agreed"));
    return interview_change(call, param_text(call, "id"), changed, out_answer);
}

/* More time, because they offered it (M134). */
static enum status
extend_run(struct call *call, struct doc **out_answer)
{
    struct doc *row, *changed = doc_map(call->arena);
    TRY(interview_given(call, "id", &row));
    doc_set_int(changed, "extended_minutes",
                doc_int_of(row, "extended_minutes") + doc_int_of(call->params, "minutes"));
    return interview_change(call, param_text(call, "id"), changed, out_answer);
}

static enum status
end_run(struct call *call, struct doc **out_answer)
{
    struct doc *row, *changed = doc_map(call->arena);
    TRY(interview_given(call, "id", &row));
    const struct doc *ended = doc_get(call->params, "ended_at");
    doc_set_text(changed, "state", "held");
    doc_set(changed, "ended_at", ended->kind == DOC_INT ? *ended : doc_int(call->now));
    if (doc_is_empty(doc_get(row, "started_at")))
        doc_set(changed, "started_at", *doc_get(row, "start_at"));
    return interview_change(call, param_text(call, "id"), changed, out_answer);
}

static enum status
next_position(struct call *call, const char *interview, int64_t *out_position)
{
    struct doc *rows = doc_map(call->arena);
    TRY(add_rows(call, rows, "items", &sql_question_list, "interview", interview));
    const struct doc *items = doc_get(rows, "items");
    *out_position = doc_count(items) == 0
                        ? 1
                        : doc_int_of(doc_item(items, doc_count(items) - 1), "position") + 1;
    return STATUS_OK;
}

static enum status
question_save_run(struct call *call, struct doc **out_answer)
{
    struct doc row = doc_copy(call->arena, call->params), *found, *saved;
    if (param_text(call, "id") == NULL) {
        int64_t position;
        TRY(interview_given(call, "interview", &found));
        TRY(next_position(call, param_text(call, "interview"), &position));
        if (position > QUESTIONS_MOST)
            return call_invalid(call, "text", "question.too_many", NULL);
        if (doc_is_empty(doc_get(&row, "position")))
            doc_set_int(&row, "position", position);
    }
    TRY(record_save(call, &noun_question, &row, &saved));
    *out_answer = noun_document(call, &noun_question, saved);
    return STATUS_OK;
}

static enum status
question_remove_run(struct call *call, struct doc **out_answer)
{
    return remove_params(call, &noun_question, out_answer);
}

static bool
stands_already(const struct doc *questions, const char *text)
{
    for (uint32_t i = 0; i < doc_count(questions); i++)
        if (strcmp(doc_text_of(doc_item(questions, i), "text"), text) == 0)
            return true;
    return false;
}

/* What suits a first talk for practice (M221), or how far one is with the target (M105). */
static enum status
fitting_set(struct call *call, const char *id, struct doc **out_questions)
{
    static const char *const sets[][2] = {{"focusing", "data/questions/en/focusing.txt"},
                                          {"searching", "data/questions/en/searching.txt"}};
    const char *path = "data/questions/en/starter.txt";
    struct doc *target = doc_map(call->arena);
    if (id[0] != '\0') {
        enum status status = record_read(call, &noun_target, id, &target);
        if (status != STATUS_OK && status != STATUS_MISSING)
            return status;
    }
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (strcmp(doc_text_of(target, "stage"), sets[i][0]) == 0)
            path = sets[i][1];
    if (strcmp(doc_text_of(target, "kind"), "practice") == 0)
        path = "data/questions/en/practice.txt";
    const struct asset *asset = asset_find(path);
    if (asset == NULL || questions_read(call->arena, asset->bytes, out_questions) != STATUS_OK)
        return STATUS_FAILED;
    return STATUS_OK;
}

/* A starter set; what stands there already is left alone. */
static enum status
question_fill_run(struct call *call, struct doc **out_answer)
{
    const char *interview = param_text(call, "interview");
    struct doc *row, *bank, *rows = doc_map(call->arena), *saved;
    int64_t position, added = 0;
    TRY(interview_given(call, "interview", &row));
    TRY(fitting_set(call, doc_text_of(row, "target"), &bank));
    TRY(add_rows(call, rows, "items", &sql_question_list, "interview", interview));
    TRY(next_position(call, interview, &position));
    for (uint32_t i = 0; i < doc_count(bank); i++) {
        struct doc *question = doc_item(bank, i);
        if (stands_already(doc_get(rows, "items"), doc_text_of(question, "text")))
            continue;
        doc_set_text(question, "interview", interview);
        doc_set_text(question, "state", "open");
        doc_set_int(question, "position", position++);
        TRY(record_save(call, &noun_question, question, &saved));
        added++;
    }
    *out_answer = doc_map(call->arena);
    doc_set_text(*out_answer, "interview", interview);
    doc_set_int(*out_answer, "added", added);
    return STATUS_OK;
}

static const struct param start_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_interview_find,
     .label = N_("Interview")},
    {.name = "notes_agreed", .kind = PARAM_BOOL, .label = N_("They agreed that you take notes")},
    {0},
};

static const struct param extend_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_interview_find,
     .label = N_("Interview")},
    {.name = "minutes",
     .kind = PARAM_INT,
     .least = 1,
     .most = 60,
     .initial = "5",
     .required = false,
     .label = N_("Minutes they offered")},
    {0},
};

static const struct param end_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_interview_find,
     .label = N_("Interview")},
    {.name = "ended_at", .kind = PARAM_INSTANT, .label = N_("Ended at")},
    {0},
};

static const struct param question_params[] = {
    {.name = "id", .kind = PARAM_ID, .label = N_("Question")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "interview",
     .kind = PARAM_ID,
     .needed = true,
     .find = &sql_interview_find,
     .label = N_("Interview")},
    {.name = "text", .kind = PARAM_TEXT, .most = 500, .needed = true, .label = N_("Question")},
    {.name = "topic", .kind = PARAM_TEXT, .most = 60, .label = N_("Topic")},
    {.name = "must", .kind = PARAM_BOOL, .initial = "false", .label = N_("Must ask")},
    {.name = "state",
     .kind = PARAM_CHOICE,
     .choices = question_states,
     .initial = "open",
     .label = N_("State")},
    {.name = "position", .kind = PARAM_INT, .least = 0, .most = 1000, .label = N_("Place")},
    {0},
};

static const struct param fill_params[] = {
    {.name = "interview",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_interview_find,
     .label = N_("Interview")},
    {0},
};

static const struct param plain_id_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("Id")},
    {0},
};

const struct call_row conduct_rows[] = {
    {.name = "interview room",
     .path = "/interview/{id}/room",
     .role = ROLE_OWNER,
     .params = interview_id_params,
     .argument = "id",
     .run = room_run,
     .page = "room",
     .help = N_("Show the interview while it runs: time left, the next question, closing words"),
     .example = "rapport interview room quinn"},
    {.name = "interview start",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = start_params,
     .argument = "id",
     .run = start_run,
     .form = "interview read",
     .next = "/interview/{id}/room",
     .done = N_("Started."),
     .help = N_("Begin the interview; the timer runs"),
     .example = "rapport interview start quinn"},
    {.name = "interview extend",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = extend_params,
     .argument = "id",
     .run = extend_run,
     .form = "interview room",
     .next = "/interview/{id}/room",
     .done = N_("More time noted."),
     .help = N_("Add the minutes that they offered"),
     .example = "rapport interview extend quinn --minutes=5"},
    {.name = "interview end",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = end_params,
     .argument = "id",
     .run = end_run,
     .form = "interview room",
     .next = "/interview/{id}/debrief",
     .done = N_("Ended."),
     .help = N_("End the interview"),
     .example = "rapport interview end quinn"},
    {.name = "question save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = question_params,
     .run = question_save_run,
     .done = N_("Saved."),
     .help = N_("Add or change a question, or mark it as asked"),
     .example =
         "rapport question save --interview=quinn --text='What does a normal Tuesday look like?'"},
    {.name = "question remove",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = plain_id_params,
     .argument = "id",
     .run = question_remove_run,
     .done = N_("Removed."),
     .help = N_("Remove a question"),
     .example = "rapport question remove ID"},
    {.name = "question fill",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = fill_params,
     .argument = "interview",
     .run = question_fill_run,
     .next = "/interview/{interview}",
     .done = N_("Starter questions added."),
     .help = N_("Add the starter set of questions to an interview"),
     .example = "rapport question fill quinn"},
    {0},
};
