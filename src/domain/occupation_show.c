/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/common.h"
#include "domain/occupations.h"
#include "method/interests.h"
#include "text/fold.h"

#include <string.h>

enum {
    FOUND_MOST = 100,
    PROGRAMS_SHOWN = 8,
    PROGRAMS_OF_ONE_MOST = 60,
    OCCUPATIONS_OF_PROGRAM_MOST = 200,
    CIP_CODE = 7,
    SOC_CODE = 7
};

/* ---- search ---- */

static struct doc
program_item(struct call *call, const struct study_program *program)
{
    struct doc *item = doc_map(call->arena);
    doc_set_text(item, "code", program->code);
    doc_set_text(item, "title", program->title);
    return *item;
}

static bool
holds_all_words(const char *folded, const char *words)
{
    while (*words != '\0') {
        size_t length = strcspn(words, " ");
        if (length > 0 && memmem(folded, strlen(folded), words, length) == NULL)
            return false;
        words += length + (words[length] == ' ');
    }
    return true;
}

/* Study programs whose names hold all words of the question. */
static struct doc *
find_programs(struct call *call, const struct occupations *table, const char *query)
{
    ARENA_HERE struct arena scratch;
    arena_open(&scratch);
    struct doc *programs = doc_list(call->arena);
    const char *words = text_fold(call->arena, query);
    for (uint32_t i = 0; i < table->program_count && doc_count(programs) < PROGRAMS_SHOWN; i++) {
        if (i % 64 == 0)
            arena_reset(&scratch);
        if (holds_all_words(text_fold(&scratch, table->programs[i].title), words))
            (void)doc_push(programs, program_item(call, &table->programs[i]));
    }
    return programs;
}

static enum status
find_titles(struct call *call, const struct occupations *table, const char *query,
            struct doc *items)
{
    const struct titles *titles;
    int64_t most = doc_int_of(call->params, "limit");
    struct title_hit *hits = arena_alloc(call->arena, FOUND_MOST * sizeof *hits);
    TRY(occupation_titles(call, &titles));
    uint32_t count = titles_search(titles, call->arena, query, (uint32_t)most, hits);
    for (uint32_t i = 0; i < count; i++) {
        const struct occupation_title *title = &table->titles[hits[i].title];
        struct doc *item = occupation_line(call->arena, &table->items[hits[i].occupation]);
        doc_set_text(item, "found", title->kind == TITLE_OWN ? NULL : title->text);
        doc_set_bool(item, "guessed", hits[i].guessed);
        (void)doc_push(items, *item);
    }
    return STATUS_OK;
}

static const struct study_program *
program_of(const struct occupations *table, const char *code)
{
    for (uint32_t i = 0; i < table->program_count; i++)
        if (strcmp(table->programs[i].code, code) == 0)
            return &table->programs[i];
    return NULL;
}

/* The programs name groups ("19-1011"); all occupations of a group belong to it. */
static void
add_of_program(struct call *call, const struct occupations *table,
               const struct study_program *program, struct doc *items)
{
    const char *last = program->occupations + strlen(program->occupations);
    for (const char *code = program->occupations; code + SOC_CODE <= last; code += SOC_CODE + 1) {
        const struct occupation *first =
            occupations_find(table, arena_copy(call->arena, code, SOC_CODE));
        const struct occupation *end = table->items + table->count;
        for (; first != NULL && first < end && strncmp(first->code, code, SOC_CODE) == 0 &&
               doc_count(items) < OCCUPATIONS_OF_PROGRAM_MOST;
             first++) {
            struct doc *item = occupation_line(call->arena, first);
            doc_set(item, "found", doc_null());
            doc_set_bool(item, "guessed", false);
            (void)doc_push(items, *item);
        }
    }
}

static enum status
search_run(struct call *call, struct doc **out_answer)
{
    const char *query = param_text(call, "query"), *code = param_text(call, "program");
    struct doc *answer = doc_map(call->arena), *items = doc_list(call->arena);
    struct doc programs = *doc_list(call->arena), chosen = doc_null();
    const struct occupations *table;
    TRY(occupations_in_force(call, &table));
    if (code != NULL) {
        const struct study_program *program = program_of(table, code);
        if (program == NULL)
            return call_invalid(call, "program", "occupation.no_program", NULL);
        chosen = program_item(call, program);
        add_of_program(call, table, program, items);
    } else if (query != NULL) {
        TRY(find_titles(call, table, query, items));
        programs = *find_programs(call, table, query);
    }
    doc_set_text(answer, "query", query);
    doc_set(answer, "program", chosen);
    doc_set_int(answer, "count", table->count);
    doc_set_bool(answer, "guessed",
                 doc_count(items) > 0 && doc_bool_of(doc_item(items, 0), "guessed"));
    doc_set(answer, "items", *items);
    doc_set(answer, "programs", programs);
    TRY(occupation_credit(call, answer));
    *out_answer = answer;
    return STATUS_OK;
}

/* ---- one occupation ---- */

static struct doc
titles_of(struct call *call, const struct occupations *table, const struct occupation *occupation,
          enum title_kind kind)
{
    struct doc *list = doc_list(call->arena);
    const struct occupation_title *title = table->titles + occupation->first_title;
    for (uint32_t i = 0; i < occupation->title_count; i++)
        if (title[i].kind == kind)
            (void)doc_push(list, doc_text(title[i].text));
    return *list;
}

static struct doc
facts_of(struct call *call, const struct occupations *table, const struct occupation *occupation,
         enum fact_kind kind)
{
    struct doc *list = doc_list(call->arena);
    const struct occupation_fact *fact = table->facts + occupation->first_fact;
    for (uint32_t i = 0; i < occupation->fact_count; i++)
        if (fact[i].kind == kind)
            (void)doc_push(list, doc_text(fact[i].text));
    return *list;
}

static struct doc
related_of(struct call *call, const struct occupations *table, const struct occupation *occupation)
{
    struct doc *list = doc_list(call->arena);
    for (int i = 0; i < occupation->related_count; i++)
        (void)doc_push(list, *occupation_line(call->arena, &table->items[occupation->related[i]]));
    return *list;
}

static struct doc
programs_of(struct call *call, const struct occupations *table, const struct occupation *occupation)
{
    struct doc *list = doc_list(call->arena);
    const char *soc = arena_copy(call->arena, occupation->code, SOC_CODE);
    for (uint32_t i = 0; i < table->program_count && doc_count(list) < PROGRAMS_OF_ONE_MOST; i++)
        if (strstr(table->programs[i].occupations, soc) != NULL)
            (void)doc_push(list, program_item(call, &table->programs[i]));
    return *list;
}

static struct doc
scores_of(struct call *call, const double *scores, bool has, const char *key,
          const char *const *codes)
{
    struct doc *list = doc_list(call->arena);
    for (int i = 0; has && i < INTERESTS; i++) {
        struct doc *item = doc_map(call->arena);
        doc_set_text(item, key, codes[i]);
        doc_set(item, "score", doc_real(scores[i]));
        (void)doc_push(list, *item);
    }
    return *list;
}

/* `target`: its id when it is one, `why` the reason that was written. */
static enum status
add_target(struct call *call, struct doc *answer, const struct occupation *occupation)
{
    struct doc *params = call_params(call), *targets;
    doc_set_int(params, "limit", ROWS_OF_ONE_MOST);
    TRY(call_rows_of(call, &sql_occupation_targets, params, &targets));
    doc_set(answer, "target", doc_null());
    doc_set(answer, "why", doc_null());
    for (uint32_t i = 0; i < doc_count(targets); i++)
        if (strcmp(doc_text_of(doc_item(targets, i), "occupation"), occupation->code) == 0) {
            doc_set(answer, "target", *doc_get(doc_item(targets, i), "id"));
            doc_set(answer, "why", *doc_get(doc_item(targets, i), "why"));
        }
    return STATUS_OK;
}

static enum status
read_run(struct call *call, struct doc **out_answer)
{
    const struct occupations *table;
    const struct occupation *occupation;
    TRY(occupation_named(call, param_text(call, "code"), &occupation));
    TRY(occupations_in_force(call, &table));
    struct doc *answer = occupation_line(call->arena, occupation);
    doc_set(answer, "employment",
            occupation->employment > 0 ? doc_int(occupation->employment) : doc_null());
    doc_set_text(answer, "description", occupation->description);
    doc_set(answer, "interests",
            scores_of(call, occupation->interests, occupation->has_interests, "interest",
                      interest_codes));
    doc_set(answer, "values",
            scores_of(call, occupation->values, occupation->has_values, "work_value",
                      work_value_codes));
    doc_set(answer, "reported", titles_of(call, table, occupation, TITLE_REPORTED));
    doc_set(answer, "alternate", titles_of(call, table, occupation, TITLE_ALTERNATE));
    doc_set(answer, "tasks", facts_of(call, table, occupation, FACT_TASK));
    doc_set(answer, "technology", facts_of(call, table, occupation, FACT_TECHNOLOGY));
    doc_set(answer, "related", related_of(call, table, occupation));
    doc_set(answer, "programs", programs_of(call, table, occupation));
    doc_set_text(
        answer, "link",
        arena_print(call->arena, "https://www.onetonline.org/link/summary/%s", occupation->code));
    TRY(add_target(call, answer, occupation));
    TRY(occupation_credit(call, answer));
    *out_answer = answer;
    return STATUS_OK;
}

static const struct param search_params[] = {
    {.name = "query",
     .kind = PARAM_TEXT,
     .most = 100,
     .label = N_("A job title, or what you studied")},
    {.name = "program",
     .kind = PARAM_TEXT,
     .most = CIP_CODE,
     .label = N_("Study program"),
     .help = N_("Its code, such as 26.1301: the occupations it leads to")},
    {.name = "limit",
     .kind = PARAM_INT,
     .least = 1,
     .most = FOUND_MOST,
     .initial = "20",
     .label = N_("How many")},
    {0},
};

static const struct param read_params[] = {
    {.name = "code",
     .kind = PARAM_TEXT,
     .most = 100,
     .required = true,
     .label = N_("Occupation"),
     .help = N_("Its code, such as 25-4012.00, or a title")},
    {0},
};

const struct call_row occupation_rows[] = {
    {.name = "occupation search",
     .path = "/occupations",
     .role = ROLE_OWNER,
     .params = search_params,
     .argument = "query",
     .run = search_run,
     .page = "occupations",
     .columns = "code title found pay growth job_zone",
     .help = N_("Find an occupation by any of its titles, or by a study program"),
     .example = "rapport occupation search 'urban forester'"},
    {.name = "occupation read",
     .path = "/occupation/{code}",
     .role = ROLE_OWNER,
     .params = read_params,
     .argument = "code",
     .run = read_run,
     .page = "occupation",
     .help = N_("Show what is known of an occupation: pay, outlook, what it asks for"),
     .example = "rapport occupation read curators"},
    {0},
};
