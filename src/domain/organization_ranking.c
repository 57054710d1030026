/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of employers, rated and sorted (M222): a view of organizations that nobody has to use. */
#include "domain/common.h"
#include "domain/organizations.h"
#include "method/policy.h"

#include <string.h>

/* As many as one form can send back: three fields each (FORM_PAIRS_MAX). */
enum { RANKED_MOST = 300, NAMES_MOST = 100 };

static enum status
list_run(struct call *call, struct doc **out_answer)
{
    struct doc *params = call_params(call), *rows, *answer = doc_map(call->arena);
    struct policy policy;
    TRY(policy_in_force(call, &policy));
    doc_set_int(params, "limit", RANKED_MOST + 1);
    TRY(call_rows_of(call, &sql_organization_ranking, params, &rows));
    int64_t rated = 0;
    struct doc *items = doc_list(call->arena);
    for (uint32_t i = 0; i < doc_count(rows) && i < RANKED_MOST; i++) {
        struct doc *row = doc_item(rows, i);
        bool is_rated = !doc_is_empty(doc_get(row, "motivation"));
        rated += is_rated;
        doc_set_bool(row, "first", is_rated && i < (uint32_t)policy.employers_first);
        (void)doc_push(items, *row);
    }
    doc_set(answer, "items", *items);
    doc_set_int(answer, "count", doc_count(items));
    doc_set_int(answer, "rated", rated);
    doc_set_int(answer, "needed", policy.employers_listed);
    doc_set_int(answer, "first", policy.employers_first);
    doc_set_bool(answer, "more", doc_count(rows) > RANKED_MOST);
    doc_set_bool(answer, "enough", doc_count(rows) >= (uint32_t)policy.employers_listed);
    *out_answer = answer;
    return STATUS_OK;
}

/* Names, one a line, become organizations. */
static enum status
add_names(struct call *call, const char *lines, int64_t *out_added)
{
    int64_t added = 0;
    while (*lines != '\0') {
        size_t length = strcspn(lines, "\n");
        const char *name = arena_copy(call->arena, lines, length);
        lines += length + (lines[length] == '\n');
        name += strspn(name, " \t-*");
        if (name[0] == '\0')
            continue;
        struct doc *row = doc_map(call->arena), *saved;
        if (++added > NAMES_MOST)
            return call_invalid(call, "names", "organization.too_many_names", NULL);
        doc_set_text(row, "name", name);
        TRY(organization_keep(call, row, &saved));
    }
    *out_added = added;
    return STATUS_OK;
}

static enum status
rate_run(struct call *call, struct doc **out_answer)
{
    const struct doc *rows = doc_get(call->params, "organizations");
    int64_t added = 0;
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        struct doc *row = doc_map(call->arena), *saved;
        copy_keys(call, row, doc_item(rows, i), "name motivation posting");
        TRY(organization_keep(call, row, &saved));
    }
    if (param_text(call, "names") != NULL)
        TRY(add_names(call, param_text(call, "names"), &added));
    *out_answer = doc_map(call->arena);
    doc_set_int(*out_answer, "rated", doc_count(rows));
    doc_set_int(*out_answer, "added", added);
    return STATUS_OK;
}

static const struct param rated_params[] = {
    {.name = "name", .kind = PARAM_TEXT, .required = true, .label = N_("Organization")},
    {.name = "motivation",
     .kind = PARAM_INT,
     .least = 1,
     .most = 5,
     .label = N_("How much it draws you, 1 to 5")},
    {.name = "posting",
     .kind = PARAM_INT,
     .least = 1,
     .most = 3,
     .label = N_("What it posts: 1 nothing, 2 other work, 3 this work")},
    {0},
};

static const struct param rate_params[] = {
    {.name = "organizations",
     .kind = PARAM_ROWS,
     .rows = rated_params,
     .most = RANKED_MOST,
     .label = N_("Organizations")},
    {.name = "names", .kind = PARAM_LINES, .label = N_("More employers, one a line")},
    {0},
};

const struct call_row ranking_rows[] = {
    {.name = "organization ranking",
     .path = "/organizations/ranking",
     .role = ROLE_OWNER,
     .params = no_params,
     .run = list_run,
     .page = "ranking",
     .columns = "name motivation known posting industry",
     .help = N_("List employers you wonder about, the most promising first"),
     .example = "rapport organization ranking"},
    {.name = "organization rate",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = rate_params,
     .run = rate_run,
     .form = "organization ranking",
     .next = "/organizations/ranking",
     .done = N_("Saved."),
     .help = N_("Add employers to the list and rate them"),
     .example = "rapport organization rate --names='City Museum'"},
    {0},
};
