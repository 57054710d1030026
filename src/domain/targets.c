/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/targets.h"

#include "base/zone.h"
#include "domain/assessments.h"
#include "domain/common.h"
#include "domain/coverage.h"
#include "domain/desk.h"
#include "method/diversity.h"
#include "method/evidence.h"
#include "method/hints.h"
#include "method/policy.h"
#include "text/fold.h"

#include <string.h>

/* What an informational interview can be about (M8), and the one for practice (M221). */
const char *const target_kinds[] = {"occupation", "industry", "organization", "position",
                                    "place",      "path",     "practice",     NULL};

/* How far one is, from looking around to a search for work (M105). */
static const char *const stages[] = {"exploring", "focusing", "searching", NULL};

/* What the talks are for (M213). */
static const char *const purposes[] = {"explore", "connect", "apply", NULL};

/* How an objective was answered (M51). */
static const char *const ways[] = {"reading", "talk", NULL};

static const char *const moves[] = {"in", "up", "down", "out", NULL};

static const char *const verdicts[] = {"pursue", "keep", "drop", NULL};

enum status
target_voices(struct call *call, const char *target, struct doc **out_voices)
{
    struct doc *params = call_params(call), *rows;
    struct policy policy;
    doc_set_text(params, "target", target);
    doc_set_int(params, "limit", ROWS_OF_ONE_MOST);
    TRY(call_rows_of(call, &sql_target_voices, params, &rows));
    TRY(policy_in_force(call, &policy));
    *out_voices = evidence_of(call->arena, &policy, rows);
    return STATUS_OK;
}

static enum status
list_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena);
    TRY(add_rows(call, answer, "items", &sql_target_list, NULL, NULL));
    const struct doc *items = doc_get(answer, "items");
    uint32_t listed = 0;
    for (uint32_t i = 0; i < doc_count(items); i++) {
        struct doc *voices;
        struct doc *item = doc_item(items, i);
        TRY(target_voices(call, doc_text_of(item, "id"), &voices));
        doc_set(item, "voices", *doc_get(voices, "count"));
        listed += !doc_is_empty(doc_get(item, "rank"));
    }
    for (uint32_t i = 0; i < doc_count(items); i++) {
        doc_set_bool(doc_item(items, i), "first", i == 0);
        doc_set_bool(doc_item(items, i), "last", i + 1 == listed);
    }
    doc_set_int(answer, "listed", listed);
    doc_set_int(answer, "others", doc_count(items) - listed);
    struct doc *self;
    TRY(assessment_summary(call, &self));
    doc_set(answer, "self", *self);
    *out_answer = answer;
    return STATUS_OK;
}

enum status
target_show(struct call *call, const char *id, struct doc **out_answer)
{
    struct doc *row, *voices, *history;
    TRY(record_read(call, &noun_target, id, &row));
    struct doc *answer = noun_document(call, &noun_target, row);
    TRY(add_rows(call, answer, "objectives", &sql_objective_list, "target", id));
    TRY(add_rows(call, answer, "people", &sql_person_by_target, "target", id));
    doc_set(answer, "hints", *hints_of_target(call->arena, doc_get(answer, "people")));
    TRY(add_rows(call, answer, "interviews", &sql_interview_by_target, "target", id));
    TRY(add_rows(call, answer, "reflections", &sql_reflection_by_target, "target", id));
    TRY(add_rows(call, answer, "decisions", &sql_decision_list, "target", id));
    TRY(target_history(call, row, &history));
    doc_set(answer, "history", *history);
    TRY(target_voices(call, id, &voices));
    doc_set(answer, "voices", *voices);
    doc_set(answer, "diversity",
            *diversity_of(call->arena, doc_get(voices, "people"),
                          zone_local(caller_zone(call), call->now).year));
    TRY(desk_add(call, answer, id));
    TRY(coverage_add(call, answer, id));
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
read_run(struct call *call, struct doc **out_answer)
{
    return target_show(call, param_text(call, "id"), out_answer);
}

static enum status
people_run(struct call *call, struct doc **out_answer)
{
    return target_people(call, param_text(call, "id"), out_answer);
}

static enum status
form_run(struct call *call, struct doc **out_answer)
{
    const char *id = param_text(call, "id");
    struct doc *row = NULL;
    if (id != NULL)
        TRY(record_read(call, &noun_target, id, &row));
    struct doc *answer = noun_document(call, &noun_target, row);
    if (row == NULL) {
        doc_set_text(answer, "kind", "occupation");
        doc_set_text(answer, "name", param_text(call, "name"));
        doc_set_text(answer, "stage", stages[0]);
    }
    doc_set(answer, "kinds", *text_list(call, target_kinds));
    doc_set(answer, "stages", *text_list(call, stages));
    doc_set(answer, "purposes", *text_list(call, purposes));
    doc_set(answer, "reason", doc_null());
    doc_set(answer, "objective", doc_null());
    *out_answer = answer;
    return STATUS_OK;
}

/* "29-1141.00", as the O*NET database writes it. */
static bool
is_occupation_code(const char *code)
{
    static const char shape[] = "##-####.##";
    for (size_t i = 0; i < sizeof shape - 1; i++)
        if (shape[i] == '#' ? code[i] < '0' || code[i] > '9' : code[i] != shape[i])
            return false;
    return code[sizeof shape - 1] == '\0';
}

/* A reason belongs to the change it is given with, so a save without one leaves none (M15). */
static enum status
save_run(struct call *call, struct doc **out_answer)
{
    struct doc row = doc_copy(call->arena, call->params);
    struct doc *saved, *objective;
    const char *text = param_text(call, "objective"), *occupation = param_text(call, "occupation");
    if (occupation != NULL && !is_occupation_code(occupation))
        return call_invalid(call, "occupation", "target.no_code", NULL);
    doc_set_text(&row, "reason", param_text(call, "reason"));
    if (doc_has(&row, "name"))
        doc_set_text(&row, "name_key", text_fold(call->arena, doc_text_of(&row, "name")));
    TRY(record_save(call, &noun_target, &row, &saved));
    if (text != NULL) {
        struct doc *first = doc_map(call->arena);
        doc_set(first, "target", *doc_get(saved, "id"));
        doc_set_text(first, "text", text);
        doc_set_bool(first, "answered", false);
        TRY(record_save(call, &noun_objective, first, &objective));
    }
    *out_answer = noun_document(call, &noun_target, saved);
    return STATUS_OK;
}

static enum status
remove_run(struct call *call, struct doc **out_answer)
{
    struct doc *objectives = doc_map(call->arena);
    TRY(add_rows(call, objectives, "items", &sql_objective_list, "target", param_text(call, "id")));
    TRY(remove_params(call, &noun_target, out_answer));
    const struct doc *items = doc_get(objectives, "items");
    for (uint32_t i = 0; i < doc_count(items); i++)
        TRY(record_remove(call, &noun_objective, doc_text_of(doc_item(items, i), "id")));
    return desk_remove(call, param_text(call, "id"));
}

/* The ids of the shortlist as it shall be, after one of them moved. `from` is its place, or -1. */
static void
rearrange(const char **ids, int *count, int from, const char *id, const char *to)
{
    bool up = strcmp(to, "up") == 0, down = strcmp(to, "down") == 0;
    int other = up ? from - 1 : from + 1;
    if (from < 0 && strcmp(to, "out") != 0)
        ids[(*count)++] = id;
    else if ((up || down) && from >= 0 && other >= 0 && other < *count) {
        ids[from] = ids[other];
        ids[other] = id;
    } else if (from >= 0 && strcmp(to, "out") == 0) {
        for (int i = from; i + 1 < *count; i++)
            ids[i] = ids[i + 1];
        (*count)--;
    }
}

static enum status
save_rank(struct call *call, const char *id, int64_t rank)
{
    struct doc *row = doc_map(call->arena), *saved;
    doc_set_text(row, "id", id);
    doc_set(row, "rank", rank == 0 ? doc_null() : doc_int(rank));
    return record_save(call, &noun_target, row, &saved);
}

/* The shortlist is numbered from 1; rows that keep their place are not written. */
static enum status
move_run(struct call *call, struct doc **out_answer)
{
    const char *id = param_text(call, "id"), *to = param_text(call, "to");
    struct doc *listed = doc_map(call->arena), *row;
    TRY(read_referred(call, &noun_target, "id", id, &row));
    TRY(add_rows(call, listed, "items", &sql_target_list, NULL, NULL));
    const struct doc *items = doc_get(listed, "items");
    const char **ids = arena_take(call->arena, (doc_count(items) + 1) * sizeof *ids);
    int count = 0, from = -1;
    for (uint32_t i = 0; i < doc_count(items); i++) {
        if (doc_is_empty(doc_get(doc_item(items, i), "rank")))
            continue;
        ids[count] = doc_text_of(doc_item(items, i), "id");
        from = strcmp(ids[count], id) == 0 ? count : from;
        count++;
    }
    rearrange(ids, &count, from, id, to);
    if (strcmp(to, "out") == 0)
        TRY(save_rank(call, id, 0));
    for (int i = 0; i < count; i++)
        TRY(save_rank(call, ids[i], i + 1));
    TRY(record_read(call, &noun_target, id, &row));
    *out_answer = noun_document(call, &noun_target, row);
    return STATUS_OK;
}

static enum status
objective_save_run(struct call *call, struct doc **out_answer)
{
    struct doc row = doc_copy(call->arena, call->params), *target, *saved;
    if (param_text(call, "id") == NULL)
        TRY(read_referred(call, &noun_target, "target", param_text(call, "target"), &target));
    if (doc_has(&row, "answered") && !doc_bool_of(&row, "answered"))
        doc_set(&row, "found_by", doc_null());
    TRY(record_save(call, &noun_objective, &row, &saved));
    *out_answer = noun_document(call, &noun_objective, saved);
    return STATUS_OK;
}

static enum status
objective_remove_run(struct call *call, struct doc **out_answer)
{
    return remove_params(call, &noun_objective, out_answer);
}

static enum status
decision_form_run(struct call *call, struct doc **out_answer)
{
    const char *id = param_text(call, "id");
    struct doc *row, *voices;
    TRY(record_read(call, &noun_target, id, &row));
    struct doc *answer = noun_document(call, &noun_decision, NULL);
    copy_keys(call, answer, row, "id name");
    doc_set(answer, "target", *doc_get(row, "id"));
    doc_set_text(answer, "decided_on", local_day(call, call->now));
    doc_set_bool(answer, "confirmed", false);
    TRY(target_voices(call, id, &voices));
    doc_set(answer, "voices", *voices);
    TRY(add_rows(call, answer, "reflections", &sql_reflection_by_target, "target", id));
    TRY(add_rows(call, answer, "earlier", &sql_decision_list, "target", id));
    *out_answer = answer;
    return STATUS_OK;
}

/* A decision on the word of one or two is asked about once more, and then taken as given (M162). */
static enum status
decision_save_run(struct call *call, struct doc **out_answer)
{
    struct doc row = doc_copy(call->arena, call->params);
    const char *target = param_text(call, "target");
    struct doc *voices, *found;
    TRY(read_referred(call, &noun_target, "target", target, &found));
    TRY(target_voices(call, target, &voices));
    if (!evidence_allows(voices, doc_bool_of(&row, "confirmed")) &&
        strcmp(doc_text_of(&row, "verdict"), "keep") != 0) {
        struct doc *few = doc_map(call->arena);
        copy_keys(call, few, voices, "count independent needed");
        return call_invalid(call, "confirmed", "decision.few_voices", few);
    }
    if (doc_is_empty(doc_get(&row, "decided_on")))
        doc_set_text(&row, "decided_on", local_day(call, call->now));
    doc_set(&row, "voices", *doc_get(voices, "count"));
    TRY(record_save(call, &noun_decision, &row, &found));
    *out_answer = noun_document(call, &noun_decision, found);
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

static const struct param form_params[] = {
    {.name = "id", .kind = PARAM_ID, .find = &sql_target_find, .label = N_("Target")},
    {.name = "name", .kind = PARAM_TEXT, .label = N_("What are you curious about?")},
    {0},
};

static const struct param target_params[] = {
    {.name = "id", .kind = PARAM_ID, .label = N_("Target")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "kind",
     .kind = PARAM_CHOICE,
     .choices = target_kinds,
     .initial = "occupation",
     .label = N_("What it is")},
    {.name = "name", .kind = PARAM_TEXT, .needed = true, .label = N_("Name")},
    {.name = "occupation",
     .kind = PARAM_TEXT,
     .most = 10,
     .label = N_("Occupation code"),
     .help = N_("The code of the O*NET database, such as 19-2041.00")},
    {.name = "stage",
     .kind = PARAM_CHOICE,
     .choices = stages,
     .initial = "exploring",
     .label = N_("How far you are")},
    {.name = "purpose",
     .kind = PARAM_CHOICE,
     .choices = purposes,
     .label = N_("What the talks are for")},
    {.name = "why", .kind = PARAM_LINES, .label = N_("Why it attracts you")},
    {.name = "fits_love", .kind = PARAM_LINES, .label = N_("What you would love about it")},
    {.name = "fits_skill", .kind = PARAM_LINES, .label = N_("What you do well that it needs")},
    {.name = "notes", .kind = PARAM_LINES, .label = N_("What you know already")},
    {.name = "objective",
     .kind = PARAM_TEXT,
     .most = 500,
     .label = N_("What you want to find out first")},
    {.name = "reason", .kind = PARAM_TEXT, .most = 500, .label = N_("Why it changes")},
    {0},
};

static const struct param move_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_target_find,
     .label = N_("Target")},
    {.name = "to",
     .kind = PARAM_CHOICE,
     .choices = moves,
     .required = true,
     .label = N_("Where to on the shortlist")},
    {0},
};

static const struct param objective_params[] = {
    {.name = "id", .kind = PARAM_ID, .label = N_("Objective")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "target",
     .kind = PARAM_ID,
     .needed = true,
     .find = &sql_target_find,
     .label = N_("Target")},
    {.name = "text",
     .kind = PARAM_TEXT,
     .most = 500,
     .needed = true,
     .label = N_("What you want to find out")},
    {.name = "answered", .kind = PARAM_BOOL, .initial = "false", .label = N_("Answered")},
    {.name = "found_by", .kind = PARAM_CHOICE, .choices = ways, .label = N_("How you know")},
    {0},
};

static const struct param plain_id_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("Objective")},
    {0},
};

static const struct param decision_params[] = {
    {.name = "target",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_target_find,
     .label = N_("Target")},
    {.name = "verdict",
     .kind = PARAM_CHOICE,
     .choices = verdicts,
     .required = true,
     .label = N_("Decision")},
    {.name = "reasons", .kind = PARAM_LINES, .label = N_("Reasons")},
    {.name = "decided_on", .kind = PARAM_DATE, .label = N_("Decided on")},
    {.name = "confirmed",
     .kind = PARAM_BOOL,
     .initial = "false",
     .label = N_("Decide although few people were heard")},
    {0},
};

const struct call_row target_rows[] = {
    {.name = "target list",
     .path = "/explore",
     .role = ROLE_OWNER,
     .params = no_params,
     .run = list_run,
     .page = "explore",
     .columns = "rank name kind people interviews voices objectives_open verdict id",
     .help = N_("List what you are exploring"),
     .example = "rapport target list"},
    {.name = "target read",
     .path = "/target/{id}",
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = read_run,
     .page = "target",
     .help = N_("Show one target: what is known, what is open, who was heard"),
     .example = "rapport target read ecology"},
    {.name = "target people",
     .path = "/target/{id}/people",
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = people_run,
     .page = "target_people",
     .help = N_("Find whom to ask about a target, each with the reason"),
     .example = "rapport target people ecology"},
    {.name = "target form",
     .path = "/target/form",
     .role = ROLE_OWNER,
     .params = form_params,
     .argument = "id",
     .run = form_run,
     .page = "target_form",
     .help = N_("Show a target for editing, or an empty form"),
     .example = "rapport target form"},
    {.name = "target save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = target_params,
     .run = save_run,
     .form = "target form",
     .next = "/target/{id}",
     .done = N_("Saved."),
     .help = N_("Add or change what you explore"),
     .example = "rapport target save --name='Urban ecologist' --why='Field work in a city'"},
    {.name = "target move",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = move_params,
     .argument = "id",
     .run = move_run,
     .next = "/explore",
     .done = N_("Moved."),
     .help = N_("Put a target on the shortlist, move it there, or take it off"),
     .example = "rapport target move ecology --to=up"},
    {.name = "target remove",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = remove_run,
     .next = "/explore",
     .done = N_("Removed."),
     .help = N_("Remove a target and its objectives"),
     .example = "rapport target remove ecology"},
    {.name = "objective save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = objective_params,
     .run = objective_save_run,
     .form = "target read",
     .next = "/target/{target}",
     .done = N_("Saved."),
     .help = N_("Add or change what you want to find out"),
     .example =
         "rapport objective save --target=ecology --text='How much of the work is outdoors?'"},
    {.name = "objective remove",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = plain_id_params,
     .argument = "id",
     .run = objective_remove_run,
     .next = "/target/{target}",
     .done = N_("Removed."),
     .help = N_("Remove an objective"),
     .example = "rapport objective remove ID"},
    {.name = "decision form",
     .path = "/target/{id}/decision",
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = decision_form_run,
     .page = "decision",
     .help = N_("Show what was heard about a target, for a decision"),
     .example = "rapport decision form ecology"},
    {.name = "decision save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = decision_params,
     .run = decision_save_run,
     .form = "decision form",
     .next = "/target/{target}",
     .done = N_("Decided."),
     .help = N_("Record a decision about a target"),
     .example =
         "rapport decision save --target=ecology --verdict=pursue --reasons='Three voices agree'"},
    {0},
};
