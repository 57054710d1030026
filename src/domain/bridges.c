/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/bridges.h"

#include "domain/common.h"

#include <string.h>

enum { BRIDGES_MOST = 50, SHOWN_MOST = 100 };

static enum status
add_side(struct call *call, struct doc *answer, const char *key, const struct statement *statement,
         const char *person)
{
    struct doc *params = call_params(call), *rows;
    doc_set_text(params, "person", person);
    doc_set_int(params, "limit", SHOWN_MOST);
    TRY(call_rows_of(call, statement, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++)
        doc_set_text(doc_item(rows, i), "of", person);
    doc_set(answer, key, *rows);
    return STATUS_OK;
}

enum status
bridges_add(struct call *call, struct doc *answer, const char *person)
{
    TRY(add_side(call, answer, "bridges", &sql_bridge_list, person));
    return add_side(call, answer, "bridge_to", &sql_bridge_to, person);
}

/* The bridges of a row without the one to `person`. */
static struct doc *
without(struct call *call, const struct doc *row, const char *person)
{
    const struct doc *bridges = doc_get(row, "bridges");
    struct doc *kept = doc_list(call->arena);
    for (uint32_t i = 0; i < doc_count(bridges); i++)
        if (strcmp(doc_text_of(doc_item(bridges, i), "person"), person) != 0)
            (void)doc_push(kept, *doc_item(bridges, i));
    return kept;
}

static enum status
save_bridges(struct call *call, const struct doc *row, const struct doc *bridges,
             struct doc **out_answer)
{
    struct doc *changed = doc_map(call->arena), *saved;
    doc_set(changed, "id", *doc_get(row, "id"));
    doc_set(changed, "bridges", *bridges);
    TRY(record_save(call, &noun_person, changed, &saved));
    *out_answer = noun_document(call, &noun_person, saved);
    return STATUS_OK;
}

static enum status
save_run(struct call *call, struct doc **out_answer)
{
    const char *person = param_text(call, "person");
    struct doc *row, *helper, *bridge = doc_map(call->arena);
    TRY(record_read(call, &noun_person, param_text(call, "id"), &row));
    TRY(read_referred(call, &noun_person, "person", person, &helper));
    if (strcmp(person, param_text(call, "id")) == 0)
        return call_invalid(call, "person", "bridge.same_person", NULL);
    struct doc *bridges = without(call, row, person);
    if (doc_count(bridges) >= BRIDGES_MOST)
        return call_invalid(call, "person", "bridge.too_many", NULL);
    copy_keys(call, bridge, call->params, "person note");
    (void)doc_push(bridges, *bridge);
    return save_bridges(call, row, bridges, out_answer);
}

static enum status
remove_run(struct call *call, struct doc **out_answer)
{
    struct doc *row;
    TRY(record_read(call, &noun_person, param_text(call, "id"), &row));
    struct doc *bridges = without(call, row, param_text(call, "person"));
    if (doc_count(bridges) == doc_count(doc_get(row, "bridges")))
        return STATUS_MISSING;
    return save_bridges(call, row, bridges, out_answer);
}

static const struct param save_params_[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_person_find,
     .label = N_("Whom you would like to meet")},
    {.name = "person",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_person_find,
     .label = N_("Who could introduce you")},
    {.name = "note", .kind = PARAM_TEXT, .most = 300, .label = N_("How they know each other")},
    {0},
};

static const struct param remove_params_[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_person_find,
     .label = N_("Whom you would like to meet")},
    {.name = "person",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_person_find,
     .label = N_("Who could introduce you")},
    {0},
};

const struct call_row bridge_rows[] = {
    {.name = "bridge save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = save_params_,
     .run = save_run,
     .form = "person read",
     .next = "/person/{id}",
     .done = N_("Saved."),
     .help = N_("Note who could introduce you to somebody"),
     .example = "rapport bridge save --id=quinn --person='Rosa Delgado' --note='Studied together'"},
    {.name = "bridge remove",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = remove_params_,
     .run = remove_run,
     .next = "/person/{id}",
     .done = N_("Removed."),
     .help = N_("Take back that somebody could introduce you"),
     .example = "rapport bridge remove --id=quinn --person='Rosa Delgado'"},
    {0},
};
