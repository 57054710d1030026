/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/desk.h"

#include "domain/common.h"

/* The topics of method/coverage.h, and figures of the labor market (M48, M28). */
static const char *const fact_kinds[] = {"job",       "tasks", "day", "environment", "company",
                                         "education", "path",  "pay", "demand",      "outlook",
                                         "trend",     "other", NULL};

/* The language of a field and what people in it argue about (M31). */
static const char *const term_kinds[] = {"term", "issue", NULL};

enum status
desk_add(struct call *call, struct doc *answer, const char *target)
{
    TRY(add_rows(call, answer, "readings", &sql_reading_list, "target", target));
    TRY(add_rows(call, answer, "facts", &sql_desk_fact_list, "target", target));
    TRY(add_rows(call, answer, "terms", &sql_term_list, "target", target));
    TRY(add_rows(call, answer, "heard", &sql_finding_by_target, "target", target));
    doc_set(answer, "fact_kinds", *text_list(call, fact_kinds));
    return STATUS_OK;
}

enum status
desk_remove(struct call *call, const char *target)
{
    static const struct {
        const struct noun *noun;
        const struct statement *list;
    } all[] = {{&noun_reading, &sql_reading_list},
               {&noun_desk_fact, &sql_desk_fact_list},
               {&noun_term, &sql_term_list}};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        struct doc *rows = doc_map(call->arena);
        TRY(add_rows(call, rows, "items", all[k].list, "target", target));
        const struct doc *items = doc_get(rows, "items");
        for (uint32_t i = 0; i < doc_count(items); i++)
            TRY(record_remove(call, all[k].noun, doc_text_of(doc_item(items, i), "id")));
    }
    return STATUS_OK;
}

/* A new row belongs to a target that is there. */
static enum status
save(struct call *call, const struct noun *noun, struct doc **out_answer)
{
    struct doc *target;
    if (param_text(call, "id") == NULL || param_text(call, "target") != NULL)
        TRY(read_referred(call, &noun_target, "target", param_text(call, "target"), &target));
    return save_params(call, noun, out_answer);
}

static enum status
reading_save_run(struct call *call, struct doc **out_answer)
{
    return save(call, &noun_reading, out_answer);
}

static enum status
reading_remove_run(struct call *call, struct doc **out_answer)
{
    return remove_params(call, &noun_reading, out_answer);
}

/* Figures grow old: a fact without a day was found today. */
static enum status
fact_save_run(struct call *call, struct doc **out_answer)
{
    struct doc row = doc_copy(call->arena, call->params), *target, *saved;
    if (param_text(call, "id") == NULL || param_text(call, "target") != NULL)
        TRY(read_referred(call, &noun_target, "target", param_text(call, "target"), &target));
    if (param_text(call, "id") == NULL && doc_is_empty(doc_get(&row, "found_on")))
        doc_set_text(&row, "found_on", local_day(call, call->now));
    TRY(record_save(call, &noun_desk_fact, &row, &saved));
    *out_answer = noun_document(call, &noun_desk_fact, saved);
    return STATUS_OK;
}

static enum status
fact_remove_run(struct call *call, struct doc **out_answer)
{
    return remove_params(call, &noun_desk_fact, out_answer);
}

static enum status
term_save_run(struct call *call, struct doc **out_answer)
{
    return save(call, &noun_term, out_answer);
}

static enum status
term_remove_run(struct call *call, struct doc **out_answer)
{
    return remove_params(call, &noun_term, out_answer);
}

static const struct param reading_params[] = {
    {.name = "id", .kind = PARAM_ID, .label = N_("Something to read")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "target",
     .kind = PARAM_ID,
     .needed = true,
     .find = &sql_target_find,
     .label = N_("Target")},
    {.name = "title", .kind = PARAM_TEXT, .most = 300, .needed = true, .label = N_("Title")},
    {.name = "link", .kind = PARAM_URL, .most = 1000, .label = N_("Address on the web")},
    {.name = "done", .kind = PARAM_BOOL, .initial = "false", .label = N_("Read")},
    {.name = "notes", .kind = PARAM_LINES, .label = N_("What it says")},
    {0},
};

static const struct param fact_params[] = {
    {.name = "id", .kind = PARAM_ID, .label = N_("Fact")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "target",
     .kind = PARAM_ID,
     .needed = true,
     .find = &sql_target_find,
     .label = N_("Target")},
    {.name = "kind",
     .kind = PARAM_CHOICE,
     .choices = fact_kinds,
     .initial = "other",
     .label = N_("What it is about")},
    {.name = "text",
     .kind = PARAM_LINES,
     .most = 2000,
     .needed = true,
     .label = N_("What you found")},
    {.name = "source", .kind = PARAM_TEXT, .most = 300, .label = N_("Where it stands")},
    {.name = "source_url", .kind = PARAM_URL, .most = 1000, .label = N_("Address on the web")},
    {.name = "found_on", .kind = PARAM_DATE, .label = N_("Found on")},
    {0},
};

static const struct param term_params[] = {
    {.name = "id", .kind = PARAM_ID, .label = N_("Word")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "target",
     .kind = PARAM_ID,
     .needed = true,
     .find = &sql_target_find,
     .label = N_("Target")},
    {.name = "kind",
     .kind = PARAM_CHOICE,
     .choices = term_kinds,
     .initial = "term",
     .label = N_("What it is")},
    {.name = "word", .kind = PARAM_TEXT, .needed = true, .label = N_("Word")},
    {.name = "meaning", .kind = PARAM_TEXT, .most = 1000, .label = N_("What it means")},
    {.name = "heard_from", .kind = PARAM_TEXT, .most = 300, .label = N_("Where you heard it")},
    {0},
};

static const struct param id_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("What to remove")},
    {0},
};

const struct call_row desk_rows[] = {
    {.name = "reading save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = reading_params,
     .run = reading_save_run,
     .form = "target read",
     .next = "/target/{target}",
     .done = N_("Saved."),
     .help = N_("Add something to read about a target, or mark it as read"),
     .example = "rapport reading save --target=ecology --title='Rivers in cities'"},
    {.name = "reading remove",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = reading_remove_run,
     .next = "/target/{target}",
     .done = N_("Removed."),
     .help = N_("Remove something to read"),
     .example = "rapport reading remove ID"},
    {.name = "fact save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = fact_params,
     .run = fact_save_run,
     .form = "target read",
     .next = "/target/{target}",
     .done = N_("Saved."),
     .help = N_("Keep what you found out about a target, with its source"),
     .example = "rapport fact save --target=ecology --kind=pay --text='60,000 in the first years' "
                "--source='A survey'"},
    {.name = "fact remove",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = fact_remove_run,
     .next = "/target/{target}",
     .done = N_("Removed."),
     .help = N_("Remove a fact"),
     .example = "rapport fact remove ID"},
    {.name = "term save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = term_params,
     .run = term_save_run,
     .form = "target read",
     .next = "/target/{target}",
     .done = N_("Saved."),
     .help = N_("Keep a word of the field and what it means"),
     .example = "rapport term save --target=ecology --word=riparian --meaning='on a river bank'"},
    {.name = "term remove",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = term_remove_run,
     .next = "/target/{target}",
     .done = N_("Removed."),
     .help = N_("Remove a word"),
     .example = "rapport term remove ID"},
    {0},
};
