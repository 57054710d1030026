/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/assessments.h"
#include "domain/common.h"
#include "domain/followup.h"
#include "domain/interviews.h"
#include "domain/people.h"
#include "text/fold.h"

/* What a talk brought (M24). */
static const char *const outcomes[] = {"clarified", "new_goal", "prepared", "lead",
                                       "doubts",    "little",   NULL};

static enum status
find_reflection(struct call *call, const char *interview, const char **out_id)
{
    struct doc *params = call_params(call), *found;
    doc_set_text(params, "interview", interview);
    enum status status = call_row_of(call, &sql_reflection_of, params, &found);
    *out_id = status == STATUS_OK ? doc_text_of(found, "id") : NULL;
    return status == STATUS_MISSING ? STATUS_OK : status;
}

static enum status
form_run(struct call *call, struct doc **out_answer)
{
    const char *interview = param_text(call, "id"), *id;
    struct doc *row, *shown, *reflection = NULL;
    TRY(record_read(call, &noun_interview, interview, &row));
    TRY(interview_show(call, row, &shown));
    TRY(find_reflection(call, interview, &id));
    if (id != NULL)
        TRY(record_read(call, &noun_reflection, id, &reflection));
    struct doc *answer = noun_document(call, &noun_reflection, reflection);
    doc_set_text(answer, "interview", interview);
    copy_keys(call, answer, shown, "person_name target target_name notes outline");
    doc_set(answer, "objectives_list", *doc_get(shown, "objectives"));
    doc_set(answer, "strength", doc_null());
    doc_set(answer, "weakness", doc_null());
    doc_set(answer, "outcomes", *text_list(call, outcomes));
    doc_set(answer, "next_steps", *doc_list(call->arena));
    doc_set(answer, "talk_to", *doc_list(call->arena));
    *out_answer = answer;
    return STATUS_OK;
}

/* Another occupation that came up becomes a target to learn about, once (M159). */
static enum status
add_target(struct call *call, const char *name)
{
    struct doc *params = call_params(call), *target = doc_map(call->arena), *saved;
    if (name == NULL)
        return STATUS_OK;
    const char *key = text_fold(call->arena, name);
    doc_set_text(params, "kind", "occupation");
    doc_set_text(params, "name_key", key);
    enum status status = call_row_of(call, &sql_target_by_name, params, &saved);
    if (status != STATUS_MISSING)
        return status;
    doc_set_text(target, "kind", "occupation");
    doc_set_text(target, "name", name);
    doc_set_text(target, "name_key", key);
    return record_save(call, &noun_target, target, &saved);
}

/* Next steps become tasks with their dates (M160). */
static enum status
add_tasks(struct call *call, const struct doc *interview)
{
    const struct doc *steps = doc_get(call->params, "next_steps");
    for (uint32_t i = 0; i < doc_count(steps); i++) {
        struct doc *task = doc_map(call->arena), *saved;
        copy_keys(call, task, doc_item(steps, i), "title due_on");
        copy_keys(call, task, interview, "person target");
        doc_set(task, "interview", *doc_get(interview, "id"));
        TRY(record_save(call, &noun_task, task, &saved));
    }
    return STATUS_OK;
}

/* With whom else to talk: they become people to write to (M161). */
static enum status
add_prospects(struct call *call, const struct doc *interview)
{
    const struct doc *others = doc_get(call->params, "talk_to");
    for (uint32_t i = 0; i < doc_count(others); i++) {
        struct doc *person = doc_map(call->arena), *saved;
        copy_keys(call, person, doc_item(others, i), "name organization");
        copy_keys(call, person, interview, "target");
        person_complete(call, person);
        TRY(record_save(call, &noun_person, person, &saved));
    }
    return STATUS_OK;
}

static enum status
save_run(struct call *call, struct doc **out_answer)
{
    const char *interview = param_text(call, "interview"), *id;
    struct doc row = doc_copy(call->arena, call->params), *found, *saved;
    TRY(interview_given(call, "interview", &found));
    TRY(find_reflection(call, interview, &id));
    doc_set_text(&row, "id", id);
    TRY(record_save(call, &noun_reflection, &row, &saved));
    TRY(add_target(call, param_text(call, "other_occupation")));
    TRY(assessment_notice(call, param_text(call, "strength"), param_text(call, "weakness")));
    TRY(add_tasks(call, found));
    TRY(add_prospects(call, found));
    *out_answer = noun_document(call, &noun_reflection, saved);
    return STATUS_OK;
}

static const struct param step_params[] = {
    {.name = "title",
     .kind = PARAM_TEXT,
     .most = 300,
     .required = true,
     .label = N_("What you will do")},
    {.name = "due_on", .kind = PARAM_DATE, .label = N_("By when")},
    {0},
};

static const struct param other_params[] = {
    {.name = "name", .kind = PARAM_TEXT, .required = true, .label = N_("Name")},
    {.name = "organization", .kind = PARAM_TEXT, .label = N_("Organization")},
    {0},
};

static const struct param save_params_[] = {
    {.name = "interview",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_interview_find,
     .label = N_("Interview")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "liked", .kind = PARAM_LINES, .label = N_("What did you like?")},
    {.name = "positive",
     .kind = PARAM_LINES,
     .label = N_("What good impressions of this work do you have now?")},
    {.name = "concerns", .kind = PARAM_LINES, .label = N_("What new concerns did you find?")},
    {.name = "advantages", .kind = PARAM_LINES, .label = N_("What new advantages did you find?")},
    {.name = "objectives",
     .kind = PARAM_LINES,
     .label = N_("How does this clear up what you want?")},
    {.name = "other_occupation",
     .kind = PARAM_TEXT,
     .label = N_("Did you hear of another occupation to learn about?")},
    {.name = "outcome",
     .kind = PARAM_CHOICE,
     .choices = outcomes,
     .label = N_("What did this talk bring you most?")},
    {.name = "feelings", .kind = PARAM_LINES, .label = N_("How would their days feel to you?")},
    {.name = "strength",
     .kind = PARAM_TEXT,
     .most = 300,
     .label = N_("Which strength of yours would help there?")},
    {.name = "weakness",
     .kind = PARAM_TEXT,
     .most = 300,
     .label = N_("What would come hard to you there?")},
    {.name = "next_steps",
     .kind = PARAM_ROWS,
     .rows = step_params,
     .most = 20,
     .label = N_("What are your next steps?")},
    {.name = "talk_to",
     .kind = PARAM_ROWS,
     .rows = other_params,
     .most = 20,
     .label = N_("With whom else will you talk?")},
    {0},
};

const struct call_row reflection_rows[] = {
    {.name = "reflection form",
     .path = "/interview/{id}/reflection",
     .role = ROLE_OWNER,
     .params = interview_id_params,
     .argument = "id",
     .run = form_run,
     .page = "reflection",
     .help = N_("Show the questions to look back on an interview"),
     .example = "rapport reflection form quinn"},
    {.name = "reflection save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = save_params_,
     .argument = "interview",
     .run = save_run,
     .form = "reflection form",
     .next = "/interview/{interview}",
     .done = N_("Kept."),
     .help = N_("Look back on an interview: what you liked, what worries you, what is next"),
     .example = "rapport reflection save quinn --liked='The field work'"},
    {0},
};
