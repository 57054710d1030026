/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/views.h"

#include "doc/json.h"
#include "domain/common.h"
#include "domain/merges.h"
#include "domain/people_filter.h"
#include "text/fold.h"

enum { FILTERS_TEXT_MAX = 16 * 1024 };

static enum status
read_filters(struct call *call, const struct doc *row, struct doc **out_filters)
{
    const struct doc *text = doc_get(row, "query");
    struct doc *filters = arena_alloc(call->arena, sizeof *filters);
    TRY(json_read(call->arena, text->text, text->count, filters, NULL));
    if (!doc_is_empty(doc_get(filters, "bridge"))) { /* who was merged since */
        const char *bridge;
        TRY(person_now(call, doc_text_of(filters, "bridge"), &bridge));
        doc_set_text(filters, "bridge", bridge);
    }
    *out_filters = people_filters(call, filters);
    return STATUS_OK;
}

enum status
view_filters(struct call *call, const char *id, struct doc **out_filters, const char **out_name)
{
    struct doc *row;
    TRY(read_referred(call, &noun_saved_view, "view", id, &row));
    TRY(read_filters(call, row, out_filters));
    *out_name = doc_text_of(row, "name");
    return STATUS_OK;
}

static enum status
list_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena);
    TRY(add_rows(call, answer, "items", &sql_view_list, NULL, NULL));
    const struct doc *items = doc_get(answer, "items");
    for (uint32_t i = 0; i < doc_count(items); i++) {
        struct doc *filters, *item = doc_item(items, i);
        TRY(read_filters(call, item, &filters));
        doc_set(item, "filters", *filters);
        doc_remove(item, "query");
    }
    *out_answer = answer;
    return STATUS_OK;
}

/* A new name for a view leaves its filters alone; a view without filters would be everybody. */
static enum status
save_run(struct call *call, struct doc **out_answer)
{
    const char *id = param_text(call, "id");
    struct doc *row = doc_map(call->arena), *saved, *views = doc_map(call->arena);
    struct doc *filters = people_filters(call, call->params);
    copy_keys(call, row, call->params, "id name");
    if (id == NULL && doc_count(filters) == 0)
        return call_invalid(call, "name", "view.nothing_filtered", NULL);
    TRY(add_rows(call, views, "items", &sql_view_list, NULL, NULL));
    if (id == NULL && doc_count(doc_get(views, "items")) >= VIEWS_MOST)
        return call_invalid(call, "name", "view.too_many", NULL);
    if (doc_count(filters) > 0) {
        struct buffer text;
        buffer_open(&text, call->arena, FILTERS_TEXT_MAX);
        json_write(&text, filters, 0);
        TRY(buffer_status(&text));
        doc_set_text(row, "query", buffer_read(&text));
    }
    if (doc_is_empty(doc_get(row, "name")))
        doc_remove(row, "name");
    if (doc_has(row, "name"))
        doc_set_text(row, "name_key", text_fold(call->arena, doc_text_of(row, "name")));
    TRY(record_save(call, &noun_saved_view, row, &saved));
    *out_answer = noun_document(call, &noun_saved_view, saved);
    doc_set(*out_answer, "filters", *filters);
    return STATUS_OK;
}

static enum status
remove_run(struct call *call, struct doc **out_answer)
{
    return remove_params(call, &noun_saved_view, out_answer);
}

static const struct param save_params_[] = {
    {.name = "id", .kind = PARAM_ID, .find = &sql_view_find, .label = N_("View")},
    {.name = "name", .kind = PARAM_TEXT, .most = 80, .needed = true, .label = N_("Name")},
    PEOPLE_FILTER_PARAMS,
    {0},
};

static const struct param id_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .find = &sql_view_find, .label = N_("View")},
    {0},
};

const struct call_row view_rows[] = {
    {.name = "view list",
     .path = "/views",
     .role = ROLE_OWNER,
     .params = no_params,
     .run = list_run,
     .page = "views",
     .columns = "name id",
     .help = N_("List the views of people that you saved"),
     .example = "rapport view list"},
    {.name = "view save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = save_params_,
     .run = save_run,
     .form = "view list",
     .next = "/people?view={id}",
     .done = N_("Saved."),
     .help = N_("Save filters of the list of people under a name, or rename them"),
     .example = "rapport view save --name='Curators I could meet' --title=curator --warm=yes"},
    {.name = "view remove",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = remove_run,
     .next = "/views",
     .done = N_("Removed."),
     .help = N_("Remove a saved view; nobody in it is removed"),
     .example = "rapport view remove curators"},
    {0},
};
