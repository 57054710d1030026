/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/people_list.h"

#include "base/asset.h"
#include "domain/common.h"
#include "domain/people.h"
#include "domain/people_filter.h"
#include "domain/views.h"
#include "method/prospects.h"
#include "text/fold.h"

#include <inttypes.h>
#include <string.h>

enum { PAGE_ROWS_MOST = 500, TAGS_MOST = 60, OWN_CIRCLES_MOST = 60 };

/* A saved view's filters, and over them what the call itself says. */
enum status
people_in_force(struct call *call, struct doc **out_filters, struct doc *answer)
{
    const char *view = param_text(call, "view"), *name = NULL;
    struct doc *filters = people_filters(call, call->params), *saved;
    if (view != NULL) {
        TRY(view_filters(call, view, &saved, &name));
        for (uint32_t i = 0; i < doc_count(saved); i++)
            if (!doc_has(call->params, doc_key(saved, i)))
                doc_set(filters, doc_key(saved, i), *doc_value(saved, i));
    }
    doc_set_text(answer, "view", view);
    doc_set_text(answer, "view_name", name);
    *out_filters = filters;
    return STATUS_OK;
}

/* The page that most look at: everybody, by name, from the index alone. */
static enum status
list_everybody(struct call *call, int64_t limit, struct people_page *page)
{
    struct doc *params = call_params(call), *rows;
    const char *after = param_text(call, "after");
    int64_t doc = 0;
    const char *key = "";
    if (after != NULL)
        people_after(after, &doc, &key);
    doc_set_int(params, "after_doc", doc);
    doc_set_text(params, "after_key", key);
    doc_set_int(params, "limit", limit);
    TRY(call_rows_of(call, &sql_person_list, params, &rows));
    page->rows = rows;
    page->after = NULL;
    if (limit > 0 && doc_count(rows) == (uint32_t)limit) {
        const struct doc *last = doc_item(rows, doc_count(rows) - 1);
        TRY(person_place(call, doc_int_of(last, "doc"), &key));
        page->after = arena_print(call->arena, "%" PRId64 ":%s", doc_int_of(last, "doc"), key);
    }
    return STATUS_OK;
}

/* The words of an id among the filters. */
static enum status
add_name(struct call *call, struct doc *answer, const char *key, const struct noun *noun)
{
    struct doc *row;
    const char *id = doc_text_of(answer, key);
    const char *name_key = arena_print(call->arena, "%s_name", key);
    doc_set(answer, name_key, doc_null());
    if (id[0] == '\0')
        return STATUS_OK;
    enum status status = record_read(call, noun, id, &row);
    if (status == STATUS_OK)
        doc_set(answer, name_key, *doc_get(row, "name"));
    return status == STATUS_MISSING ? STATUS_OK : status;
}

/* What a form shows as chosen has to be among its choices. */
static void
offer(struct doc *choices, const struct doc *in_force)
{
    if (in_force == NULL || doc_is_empty(in_force))
        return;
    for (uint32_t i = 0; i < doc_count(choices); i++)
        if (doc_equal(doc_item(choices, i), in_force))
            return;
    (void)doc_push(choices, *in_force);
}

enum status
people_circles(struct call *call, const struct doc *in_force, struct doc **out_circles)
{
    struct doc *circles = text_list(call, person_circles), *own, *params = call_params(call);
    doc_set_int(params, "limit", OWN_CIRCLES_MOST);
    TRY(call_rows_of(call, &sql_person_circle_names, params, &own));
    for (uint32_t i = 0; i < doc_count(own); i++) {
        const char *name = doc_text_of(doc_item(own, i), "circle");
        bool known = false;
        for (const char *const *circle = person_circles; *circle != NULL; circle++)
            known = known || strcmp(*circle, name) == 0;
        if (!known)
            (void)doc_push(circles, doc_text(name));
    }
    offer(circles, in_force);
    *out_circles = circles;
    return STATUS_OK;
}

/* What the form of filters offers. It is as long as half the list, so a list without filters has it only when asked. */
static enum status
add_choices(struct call *call, struct doc *answer)
{
    struct doc *circles, *params = call_params(call), *tags = doc_list(call->arena), *rows;
    TRY(people_circles(call, doc_get(answer, "circle"), &circles));
    doc_set(answer, "circles", *circles);
    doc_set(answer, "states", *text_list(call, people_states));
    doc_set(answer, "in_fields", *text_list(call, people_in_field));
    doc_set(answer, "sorts", *text_list(call, people_sorts));
    doc_set_int(params, "limit", TAGS_MOST);
    TRY(call_rows_of(call, &sql_person_tag_names, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++)
        (void)doc_push(tags, *doc_get(doc_item(rows, i), "tag"));
    offer(tags, doc_get(answer, "tag"));
    doc_set(answer, "tags", *tags);
    return add_rows(call, answer, "targets", &sql_target_choices, NULL, NULL);
}

/* Is the work of a personnel office itself what the caller explores? */
static enum status
explores_personnel(struct call *call, const char *titles, bool *out_explores)
{
    struct doc *read = doc_map(call->arena);
    TRY(add_rows(call, read, "targets", &sql_target_choices, NULL, NULL));
    *out_explores =
        prospect_count_personnel(call->arena, titles, doc_get(read, "targets"), "name") > 0;
    return STATUS_OK;
}

static void
add_hint(struct call *call, struct doc *hints, const char *code)
{
    struct doc *hint = doc_map(call->arena);
    doc_set_text(hint, "code", code);
    (void)doc_push(hints, *hint);
}

static enum status
add_hints(struct call *call, struct doc *answer, const struct people_page *page)
{
    const struct asset *titles = asset_find(PROSPECT_TITLES);
    struct doc *facts = doc_map(call->arena);
    bool own_field = false;
    if (titles == NULL)
        return STATUS_FAILED;
    int64_t personnel = prospect_count_personnel(call->arena, titles->bytes, page->rows, "title");
    if (personnel > 0)
        TRY(explores_personnel(call, titles->bytes, &own_field));
    copy_keys(call, facts, answer, "filtered circle");
    doc_set_int(facts, "count", doc_count(page->rows));
    doc_set_bool(facts, "more", page->after != NULL);
    doc_set_int(facts, "personnel", own_field ? 0 : personnel);
    struct doc *hints = prospect_hints(call->arena, facts);
    if (page->newest)
        add_hint(call, hints, "people.newest");
    doc_set(answer, "hints", *hints);
    return STATUS_OK;
}

static enum status
list_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena), *filters;
    struct people_page page = {0};
    int64_t limit = doc_int_of(call->params, "limit"), count;
    TRY(people_in_force(call, &filters, answer));
    for (const char *const *name = people_filter_names; *name != NULL; name++)
        doc_set(answer, *name, *doc_get(filters, *name));
    bool filtered = people_are_filtered(filters);
    doc_set_bool(answer, "filtered", filtered);
    doc_set(answer, "total", doc_null());
    if (doc_count(filters) == 0)
        TRY(list_everybody(call, limit, &page));
    else
        TRY(people_find(call, filters, param_text(call, "after"), limit, &page));
    if (!filtered) {
        TRY(record_count(call, &noun_person, &count));
        doc_set_int(answer, "total", count);
    }
    TRY(add_name(call, answer, "target", &noun_target));
    TRY(add_name(call, answer, "bridge", &noun_person));
    TRY(add_name(call, answer, "event", &noun_event));
    TRY(add_rows(call, answer, "views", &sql_view_names, NULL, NULL));
    bool choosing = doc_count(filters) > 0 || doc_bool_of(call->params, "filters") ||
                    doc_bool_of(call->params, "pick");
    doc_set_bool(answer, "choosing", choosing);
    if (choosing)
        TRY(add_choices(call, answer));
    TRY(add_hints(call, answer, &page));
    doc_set(answer, "filters", *doc_get(call->params, "filters"));
    doc_set(answer, "pick", *doc_get(call->params, "pick"));
    doc_set(answer, "items", *page.rows);
    doc_set_bool(answer, "any", doc_count(page.rows) > 0);
    doc_set_int(answer, "looked", page.looked);
    doc_set_text(answer, "instead", page.instead);
    doc_set_text(answer, "after", page.after);
    *out_answer = answer;
    return STATUS_OK;
}

static const struct param list_params[] = {
    PEOPLE_FILTER_PARAMS,
    {.name = "view",
     .kind = PARAM_ID,
     .find = &sql_view_find,
     .label = N_("A saved view"),
     .help = N_("Its filters, beside those given here")},
    {.name = "after", .kind = PARAM_TEXT, .most = 600, .label = N_("After")},
    {.name = "limit",
     .kind = PARAM_INT,
     .least = 1,
     .most = PAGE_ROWS_MOST,
     .initial = "100",
     .label = N_("How many")},
    {.name = "filters",
     .kind = PARAM_BOOL,
     .initial = "false",
     .label = N_("With what can be chosen in each filter")},
    {.name = "pick",
     .kind = PARAM_BOOL,
     .initial = "false",
     .label = N_("With boxes to choose several")},
    {0},
};

const struct call_row person_list_rows[] = {
    {.name = "person list",
     .path = "/people",
     .role = ROLE_OWNER,
     .params = list_params,
     .argument = "query",
     .run = list_run,
     .page = "people",
     .columns = "name title organization place state id",
     .help = N_("List the people you know"),
     .example = "rapport person list --title=curator --warm=yes"},
    {0},
};
