/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/assessments.h"

#include "domain/assessment_show.h"
#include "domain/common.h"

#include <string.h>

#define UNANSWERED '-'

enum { OWN_WORDS_MAX = 18000 }; /* bytes; a form takes 20,000 letters */

static const char carried[] = "strengths weaknesses dealbreakers love_and_good free_page skills";

enum status
assessment_profile(struct call *call, struct assessment_profile *out_profile)
{
    struct assessment_profile profile = {0};
    struct doc *params = call_params(call), *rows, *newest;
    doc_set_int(params, "limit", TAKINGS_MOST);
    TRY(call_rows_of(call, &sql_assessment_list, params, &rows));
    interests_score("", &profile.interests);
    profile.skills = doc_list(call->arena);
    for (uint32_t i = doc_count(rows); i-- > 0;) {
        const struct doc *row = doc_item(rows, i);
        struct interests_result result;
        int ranks[WORK_VALUES];
        interests_score(doc_text_of(row, "answers"), &result);
        if (result.complete || (result.answered > 0 && !profile.interests.complete))
            profile.interests = result;
        if (values_read(doc_text_of(row, "value_order"), ranks))
            memcpy(profile.ranks, ranks, sizeof ranks);
    }
    if (doc_count(rows) > 0) {
        TRY(record_read(call, &noun_assessment, doc_text_of(doc_item(rows, 0), "id"), &newest));
        profile.skills = doc_get(newest, "skills");
    }
    profile.taken =
        profile.interests.answered > 0 || profile.ranks[0] > 0 || doc_count(profile.skills) > 0;
    *out_profile = profile;
    return STATUS_OK;
}

/* One more line, unless it is one of them already. */
static enum status
add_line(struct call *call, const struct doc *old, struct doc *changed, const char *field,
         const char *column, const char *line)
{
    const char *text = old == NULL ? "" : doc_text_of(old, column);
    if (line == NULL ||
        strstr(arena_print(call->arena, "\n%s\n", text), arena_print(call->arena, "\n%s\n", line)))
        return STATUS_OK;
    if (strlen(text) + strlen(line) > OWN_WORDS_MAX)
        return call_invalid(call, field, "assessment.full", NULL);
    doc_set_text(changed, column,
                 *text == '\0' ? line : arena_print(call->arena, "%s\n%s", text, line));
    return STATUS_OK;
}

enum status
assessment_notice(struct call *call, const char *strength, const char *weakness)
{
    struct doc *old, *saved, *changed = doc_map(call->arena);
    TRY(assessment_row(call, NULL, &old));
    TRY(add_line(call, old, changed, "strength", "strengths", strength));
    TRY(add_line(call, old, changed, "weakness", "weaknesses", weakness));
    if (doc_count(changed) == 0)
        return STATUS_OK;
    if (old != NULL)
        doc_set(changed, "id", *doc_get(old, "id"));
    return record_save(call, &noun_assessment, changed, &saved);
}

/* ---- answers ---- */

/* Sixty letters, whatever was kept so far. */
static char *
sixty(struct call *call, const char *answers)
{
    char *all = arena_alloc(call->arena, INTEREST_ITEMS + 1);
    size_t length = strlen(answers);
    memset(all, UNANSWERED, INTEREST_ITEMS);
    memcpy(all, answers, length < INTEREST_ITEMS ? length : INTEREST_ITEMS);
    all[INTEREST_ITEMS] = '\0';
    return all;
}

static bool
pick(char *answers, const struct doc *from)
{
    int64_t item = doc_int_of(from, "item"), answer = doc_int_of(from, "answer");
    if (item < 1 || item > INTEREST_ITEMS || answer < ANSWER_LEAST || answer > ANSWER_MOST)
        return false;
    answers[item - 1] = (char)('0' + answer);
    return true;
}

/* A step's page comes with all of its activities; a script, or a terminal, with one. */
static enum status
answer_run(struct call *call, struct doc **out_answer)
{
    struct doc *row, *saved, *changed = doc_map(call->arena);
    const struct doc *picks = doc_get(call->params, "picks");
    struct interests_result result;
    TRY(assessment_row(call, param_text(call, "id"), &row));
    char *answers = sixty(call, row == NULL ? "" : doc_text_of(row, "answers"));
    bool given = pick(answers, call->params);
    for (uint32_t i = 0; i < doc_count(picks); i++)
        given = pick(answers, doc_item(picks, i)) || given;
    int64_t step = doc_int_of(call->params, "step");
    if (!given && step == 0)
        return call_invalid(call, "answer", "assessment.nothing_answered", NULL);
    if (row != NULL)
        doc_set(changed, "id", *doc_get(row, "id"));
    doc_set_text(changed, "answers", answers);
    TRY(record_save(call, &noun_assessment, changed, &saved));
    const char *id = doc_text_of(saved, "id");
    interests_score(answers, &result);
    struct doc *answer = noun_document(call, &noun_assessment, saved);
    doc_set_int(answer, "answered", result.answered);
    doc_set_bool(answer, "complete", result.complete);
    if (step > 0 && step < STEPS)
        doc_set_text(answer, "next", assessment_path(call, id, "interests", (int)step + 1));
    else if (result.complete)
        doc_set_text(answer, "next", assessment_path(call, id, NULL, 0));
    else
        doc_set_text(answer, "next",
                     assessment_path(call, id, "interests", assessment_open_step(answers)));
    *out_answer = answer;
    return STATUS_OK;
}

/* ---- the other parts ---- */

static enum status
read_answers(struct call *call, struct doc *row)
{
    const char *answers = doc_text_of(row, "answers");
    if (doc_is_empty(doc_get(row, "answers")))
        return STATUS_OK;
    for (const char *at = answers; *at != '\0'; at++)
        if ((*at < '0' + ANSWER_LEAST || *at > '0' + ANSWER_MOST) && *at != UNANSWERED)
            return call_invalid(call, "answers", "assessment.answers", NULL);
    doc_set_text(row, "answers", sixty(call, answers));
    return STATUS_OK;
}

/* An order as a whole, or one card moved by a place. */
static enum status
read_order(struct call *call, const struct doc *old, struct doc *row)
{
    const char *order = param_text(call, "value_order");
    const char *raised = param_text(call, "raise"), *lowered = param_text(call, "lower");
    const char *moved = raised != NULL ? raised : lowered;
    int ranks[WORK_VALUES];
    if (order != NULL && !values_read(order, ranks))
        return call_invalid(call, "value_order", "assessment.value_order", NULL);
    if (order != NULL)
        doc_set_text(row, "value_order", values_write(call->arena, ranks));
    for (int i = 0; moved != NULL && i < WORK_VALUES; i++)
        if (strcmp(work_value_codes[i], moved) == 0)
            doc_set_text(row, "value_order",
                         values_move(call->arena,
                                     order != NULL ? order
                                     : old == NULL ? NULL
                                                   : doc_text_of(old, "value_order"),
                                     (enum work_value)i, raised != NULL ? -1 : 1));
    return STATUS_OK;
}

/* Rows of the form that stayed empty go. */
static enum status
read_skills(struct call *call, struct doc *row)
{
    const struct doc *given = doc_get(row, "skills");
    struct doc *kept = doc_list(call->arena);
    enum status status = STATUS_OK;
    if (!doc_has(row, "skills"))
        return STATUS_OK;
    for (uint32_t i = 0; i < doc_count(given); i++) {
        const struct doc *skill = doc_item(given, i);
        if (!doc_is_empty(doc_get(skill, "name")))
            (void)doc_push(kept, *skill);
        else if (!doc_is_empty(doc_get(skill, "evidence")))
            status = call_invalid(call, arena_print(call->arena, "skills.%u.name", i),
                                  "assessment.skill_name", NULL);
    }
    doc_set(row, "skills", *kept);
    return status;
}

/* Once more: what one wrote stays, what one answered and sorted begins anew. */
static void
carry(struct call *call, const struct doc *old, struct doc *row)
{
    struct doc *from = doc_map(call->arena);
    copy_keys(call, from, old, carried);
    for (uint32_t i = 0; i < doc_count(from); i++)
        if (!doc_has(row, doc_key(from, i)))
            doc_set(row, doc_key(from, i), *doc_value(from, i));
}

static const char *
next_of(struct call *call, const char *id, bool again)
{
    const char *moved = param_text(call, "raise");
    moved = moved != NULL ? moved : param_text(call, "lower");
    if (again)
        return assessment_path(call, id, "interests", 1);
    if (moved != NULL)
        return arena_print(call->arena, "%s#value-%s", assessment_path(call, id, "values", 0),
                           moved);
    return "/assessment";
}

static enum status
save_run(struct call *call, struct doc **out_answer)
{
    struct doc row = doc_copy(call->arena, call->params), *old = NULL, *saved;
    const char *id = param_text(call, "id");
    bool again = id == NULL && doc_bool_of(call->params, "again");
    enum status status = assessment_row(call, id, &old);
    if (status != STATUS_OK && (id == NULL || status != STATUS_MISSING))
        return status; /* an id that is not there yet comes from a page that was away */
    TRY(read_answers(call, &row));
    TRY(read_order(call, again ? NULL : old, &row));
    TRY(read_skills(call, &row));
    if (again && old != NULL)
        carry(call, old, &row);
    else if (id == NULL && old != NULL)
        doc_set(&row, "id", *doc_get(old, "id"));
    TRY(record_save(call, &noun_assessment, &row, &saved));
    *out_answer = noun_document(call, &noun_assessment, saved);
    doc_set_text(*out_answer, "next", next_of(call, doc_text_of(saved, "id"), again));
    return STATUS_OK;
}

static enum status
remove_run(struct call *call, struct doc **out_answer)
{
    return remove_params(call, &noun_assessment, out_answer);
}

static const struct param read_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .label = N_("Self-assessment"),
     .help = N_("The newest, when none is named")},
    {.name = "other",
     .kind = PARAM_ID,
     .label = N_("Compare with"),
     .help = N_("The one before, when none is named")},
    {0},
};

static const struct param form_params[] = {
    {.name = "id", .kind = PARAM_ID, .label = N_("Self-assessment")},
    {.name = "part",
     .kind = PARAM_CHOICE,
     .choices = assessment_parts,
     .initial = "interests",
     .label = N_("Part")},
    {.name = "step", .kind = PARAM_INT, .least = 1, .most = STEPS, .label = N_("Step")},
    {0},
};

static const struct param skill_params[] = {
    {.name = "kind",
     .kind = PARAM_CHOICE,
     .choices = skill_kinds,
     .initial = "skill",
     .label = N_("Ability or skill")},
    {.name = "name", .kind = PARAM_TEXT, .label = N_("What you can do")},
    {.name = "level", .kind = PARAM_CHOICE, .choices = skill_levels, .label = N_("How well")},
    {.name = "evidence", .kind = PARAM_LINES, .most = 2000, .label = N_("When did you show it?")},
    {0},
};

static const struct param save_params_[] = {
    {.name = "id", .kind = PARAM_ID, .label = N_("Self-assessment")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "again",
     .kind = PARAM_BOOL,
     .label = N_("Once more"),
     .help = N_("Begin anew beside the earlier ones")},
    {.name = "part", .kind = PARAM_CHOICE, .choices = assessment_parts, .label = N_("Part")},
    {.name = "answers",
     .kind = PARAM_TEXT,
     .most = INTEREST_ITEMS,
     .label = N_("Answers"),
     .help = N_("Sixty digits from 1 to 5, a hyphen for what is not answered")},
    {.name = "value_order",
     .kind = PARAM_TEXT,
     .most = VALUE_ORDER_MAX,
     .label = N_("Work values, the one that matters most first")},
    {.name = "raise",
     .kind = PARAM_CHOICE,
     .choices = work_value_codes,
     .label = N_("More important")},
    {.name = "lower",
     .kind = PARAM_CHOICE,
     .choices = work_value_codes,
     .label = N_("Less important")},
    {.name = "skills",
     .kind = PARAM_ROWS,
     .rows = skill_params,
     .most = SKILLS_MOST,
     .label = N_("Abilities and skills")},
    {.name = "strengths", .kind = PARAM_LINES, .label = N_("What are your strengths?")},
    {.name = "weaknesses", .kind = PARAM_LINES, .label = N_("What comes hard to you?")},
    {.name = "dealbreakers", .kind = PARAM_LINES, .label = N_("What will you not do?")},
    {.name = "love_and_good",
     .kind = PARAM_LINES,
     .label = N_("What do you love and also do well?")},
    {.name = "free_page", .kind = PARAM_LINES, .label = N_("Anything else about you")},
    {0},
};

static const struct param pick_params[] = {
    {.name = "item",
     .kind = PARAM_INT,
     .least = 1,
     .most = INTEREST_ITEMS,
     .required = true,
     .label = N_("Number of the activity")},
    {.name = "answer",
     .kind = PARAM_INT,
     .least = ANSWER_LEAST,
     .most = ANSWER_MOST,
     .label = N_("How you would like it, 1 to 5")},
    {0},
};

static const struct param answer_params[] = {
    {.name = "id", .kind = PARAM_ID, .label = N_("Self-assessment")},
    {.name = "item",
     .kind = PARAM_INT,
     .least = 1,
     .most = INTEREST_ITEMS,
     .label = N_("Number of the activity")},
    {.name = "answer",
     .kind = PARAM_INT,
     .least = ANSWER_LEAST,
     .most = ANSWER_MOST,
     .label = N_("How you would like it, 1 to 5")},
    {.name = "picks",
     .kind = PARAM_ROWS,
     .rows = pick_params,
     .most = INTEREST_ITEMS,
     .label = N_("Several answers")},
    {.name = "step", .kind = PARAM_INT, .least = 1, .most = STEPS, .label = N_("Step")},
    {0},
};

static const struct param id_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("Self-assessment")},
    {0},
};

const struct call_row assessment_rows[] = {
    {.name = "assessment list",
     .path = "/assessment",
     .role = ROLE_OWNER,
     .params = no_params,
     .run = assessment_list,
     .page = "assessment",
     .help = N_("Show how far the look at yourself is"),
     .example = "rapport assessment list"},
    {.name = "assessment read",
     .path = "/assessment/result",
     .role = ROLE_OWNER,
     .params = read_params,
     .argument = "id",
     .run = assessment_read,
     .page = "assessment_result",
     .help = N_("Show what your answers say, and what they cannot say"),
     .example = "rapport assessment read"},
    {.name = "assessment form",
     .path = "/assessment/form",
     .role = ROLE_OWNER,
     .params = form_params,
     .argument = "part",
     .run = assessment_form,
     .page = "assessment_form",
     .help = N_("Show one part of the look at yourself, to be filled in"),
     .example = "rapport assessment form values"},
    {.name = "assessment save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = save_params_,
     .run = save_run,
     .form = "assessment form",
     .next = "/assessment",
     .done = N_("Saved."),
     .help = N_("Keep values, skills and your own words, or begin once more"),
     .example = "rapport assessment save --strengths='I stay calm'"},
    {.name = "assessment answer",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = answer_params,
     .argument = "answer",
     .run = answer_run,
     .form = "assessment form",
     .next = "/assessment",
     .done = N_("Saved."),
     .help = N_("Say how much you would like an activity"),
     .example = "rapport assessment answer 4 --item=13"},
    {.name = "assessment remove",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = remove_run,
     .next = "/assessment",
     .done = N_("Removed."),
     .help = N_("Remove one self-assessment"),
     .example = "rapport assessment remove ID"},
    {0},
};
