/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/people_list.h"

#include "base/number.h"
#include "domain/common.h"
#include "domain/people.h"
#include "text/fold.h"

#include <inttypes.h>

enum { PAGE_ROWS_MOST = 500 };

/* `after` is "doc:key" of the last row shown: opaque outside. */
static void
read_after(struct doc *params, const char *after)
{
    const char *end = NULL;
    int64_t doc = 0;
    bool sound = after != NULL && number_read(after, &doc, &end) && *end == ':';
    doc_set_int(params, "after_doc", sound ? doc : 0);
    doc_set_text(params, "after_key", sound ? end + 1 : "");
}

static enum status
list_run(struct call *call, struct doc **out_answer)
{
    struct doc *params = call_params(call);
    struct doc *answer = doc_map(call->arena);
    struct doc *rows;
    const char *query = param_text(call, "query"), *circle = param_text(call, "circle");
    bool filtered = query != NULL || circle != NULL;
    int64_t limit = doc_int_of(call->params, "limit");
    read_after(params, param_text(call, "after"));
    doc_set_int(params, "limit", limit);
    call_patterns(call, query, params);
    doc_set_text(params, "circle", circle);
    TRY(call_rows_of(call, filtered ? &sql_person_search : &sql_person_list, params, &rows));
    doc_set_text(answer, "query", query);
    doc_set_text(answer, "circle", circle);
    doc_set(answer, "circles", *text_list(call, person_circles));
    doc_set(answer, "total", doc_null());
    if (!filtered) {
        int64_t count;
        TRY(record_count(call, &noun_person, &count));
        doc_set_int(answer, "total", count);
    }
    doc_set(answer, "items", *rows);
    doc_set(answer, "after", doc_null());
    if (limit > 0 && doc_count(rows) == (uint32_t)limit) {
        const struct doc *last = doc_item(rows, doc_count(rows) - 1);
        doc_set_text(answer, "after",
                     arena_print(call->arena, "%" PRId64 ":%s", doc_int_of(last, "doc"),
                                 text_name_key(call->arena, doc_text_of(last, "name"))));
    }
    *out_answer = answer;
    return STATUS_OK;
}

static const struct param list_params[] = {
    {.name = "query", .kind = PARAM_TEXT, .label = N_("Name, organization or job title")},
    {.name = "circle", .kind = PARAM_CHOICE, .choices = person_circles, .label = N_("Circle")},
    {.name = "after", .kind = PARAM_TEXT, .most = 400, .label = N_("After")},
    {.name = "limit",
     .kind = PARAM_INT,
     .least = 1,
     .most = PAGE_ROWS_MOST,
     .initial = "100",
     .label = N_("How many")},
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
     .example = "rapport person list --query=museum"},
    {0},
};
