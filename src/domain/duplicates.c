/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/duplicates.h"

#include "base/number.h"
#include "domain/common.h"

#include <inttypes.h>
#include <string.h>

enum { PAGE_PAIRS_MOST = 200 };

/* {search, job, searched_at, people} of the owner; zeros and nulls before the first search. */
static enum status
read_search(struct call *call, struct doc **out_search)
{
    struct doc *search;
    enum status status = call_row_of(call, &sql_duplicate_search_read, call_params(call), &search);
    if (status == STATUS_MISSING) {
        search = doc_map(call->arena);
        doc_set_int(search, "search", 0);
        doc_set_int(search, "people", 0);
        doc_set(search, "job", doc_null());
        doc_set(search, "searched_at", doc_null());
        status = STATUS_OK;
    }
    *out_search = search;
    return status;
}

/* `after` is "score:person:other" of the last pair looked at. */
static void
read_after(struct doc *params, const char *after)
{
    static const char *const names[] = {"below_score", "after_person", "after_other"};
    static const int64_t first[] = {INT64_MAX, 0, 0};
    for (int i = 0; i < 3; i++) {
        int64_t number;
        const char *end = NULL;
        bool sound = after != NULL && number_read(after, &number, &end);
        doc_set_int(params, names[i], sound ? number : first[i]);
        after = sound && *end == ':' ? end + 1 : NULL;
    }
}

static struct doc
shown(struct call *call, const struct suspect *suspect)
{
    struct doc *person = doc_map(call->arena);
    copy_keys(call, person, suspect->row, "id name title organization place");
    return *person;
}

/* A pair is judged anew when it is shown: what made it one may have changed since. */
static enum status
add_pair(struct call *call, struct doc *items, const struct doc *pair)
{
    struct suspect person, other;
    struct sameness sameness;
    enum status status = suspect_read(call, doc_int_of(pair, "person"), &person);
    if (status == STATUS_OK)
        status = suspect_read(call, doc_int_of(pair, "other"), &other);
    if (status == STATUS_MISSING)
        return STATUS_OK;
    TRY(status);
    TRY(suspects_judge(call, &person, &other, true, &sameness));
    if (sameness.score < SAMENESS_SHOWN)
        return STATUS_OK;
    struct doc *item = doc_push(items, *doc_map(call->arena));
    doc_set(item, "person", *doc_get(person.row, "id"));
    doc_set(item, "other", *doc_get(other.row, "id"));
    doc_set(item, "one", shown(call, &person));
    doc_set(item, "two", shown(call, &other));
    doc_set_bool(item, "sure", sameness.score >= SAMENESS_SURE);
    doc_set(item, "reasons", *sameness.reasons);
    return STATUS_OK;
}

static enum status
list_run(struct call *call, struct doc **out_answer)
{
    struct doc *params = call_params(call), *search, *pairs;
    struct doc *answer = doc_map(call->arena), *items = doc_list(call->arena);
    int64_t limit = doc_int_of(call->params, "limit");
    TRY(read_search(call, &search));
    doc_set(params, "search", *doc_get(search, "search"));
    doc_set_int(params, "limit", limit);
    read_after(params, param_text(call, "after"));
    TRY(call_rows_of(call, &sql_duplicate_pair_list, params, &pairs));
    for (uint32_t i = 0; i < doc_count(pairs); i++)
        TRY(add_pair(call, items, doc_item(pairs, i)));
    doc_set_text(answer, "state",
                 !doc_is_empty(doc_get(search, "job"))           ? "searching"
                 : !doc_is_empty(doc_get(search, "searched_at")) ? "done"
                                                                 : "never");
    copy_keys(call, answer, search, "job searched_at people");
    doc_set(answer, "items", *items);
    doc_set(answer, "after", doc_null());
    if (limit > 0 && doc_count(pairs) == (uint32_t)limit) {
        const struct doc *last = doc_item(pairs, doc_count(pairs) - 1);
        doc_set_text(answer, "after",
                     arena_print(call->arena, "%" PRId64 ":%" PRId64 ":%" PRId64,
                                 doc_int_of(last, "score"), doc_int_of(last, "person"),
                                 doc_int_of(last, "other")));
    }
    *out_answer = answer;
    return STATUS_OK;
}

/* One search at a time: who asks meanwhile gets the one under way. */
static enum status
find_run(struct call *call, struct doc **out_answer)
{
    struct doc *search, *params = call_params(call), *answer = doc_map(call->arena);
    struct doc *input = doc_map(call->arena);
    const char *job;
    int64_t people;
    TRY(read_search(call, &search));
    *out_answer = answer;
    doc_set(answer, "job", *doc_get(search, "job"));
    if (!doc_is_empty(doc_get(search, "job")))
        return STATUS_OK;
    doc_set_int(params, "first", 0);
    doc_set_int(params, "last", INT32_MAX);
    TRY(store_run(call->store, &sql_duplicate_heap_clear, params, NULL));
    TRY(record_count(call, &noun_person, &people));
    doc_set_int(input, "search", doc_int_of(search, "search") + 1);
    TRY(job_start(call, duplicate_job.name, input, people, "/duplicates", &job));
    copy_keys(call, params, search, "search searched_at people");
    doc_set_text(params, "job", job);
    TRY(store_run(call->store, &sql_duplicate_search_save, params, NULL));
    doc_set_text(answer, "job", job);
    return STATUS_OK;
}

static enum status
apart_run(struct call *call, struct doc **out_answer)
{
    const char *person = param_text(call, "person"), *other = param_text(call, "other");
    struct doc *row, *saved, *params = call_params(call), *found;
    TRY(read_referred(call, &noun_person, "person", person, &row));
    TRY(read_referred(call, &noun_person, "other", other, &row));
    if (strcmp(person, other) == 0)
        return call_invalid(call, "other", "duplicate.one_person", NULL);
    doc_set_text(params, "person", person);
    doc_set_text(params, "other", other);
    enum status status = call_row_of(call, &sql_duplicate_apart, params, &found);
    if (status == STATUS_OK) {
        doc_set(params, "id", *doc_get(found, "id"));
        *out_answer = params;
        doc_remove(params, "owner");
        return STATUS_OK;
    }
    if (status != STATUS_MISSING)
        return status;
    TRY(record_save(call, &noun_distinction, params, &saved));
    *out_answer = noun_document(call, &noun_distinction, saved);
    return STATUS_OK;
}

static const struct param list_params[] = {
    {.name = "after", .kind = PARAM_TEXT, .label = N_("After")},
    {.name = "limit",
     .kind = PARAM_INT,
     .least = 1,
     .most = PAGE_PAIRS_MOST,
     .initial = "30",
     .label = N_("How many")},
    {0},
};

static const struct param apart_params[] = {
    {.name = "person",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_person_find,
     .label = N_("Person")},
    {.name = "other",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_person_find,
     .label = N_("Other person")},
    {0},
};

const struct call_row duplicate_rows[] = {
    {.name = "duplicate list",
     .path = "/duplicates",
     .role = ROLE_OWNER,
     .params = list_params,
     .run = list_run,
     .page = "duplicates",
     .help = N_("List people who may be the same person twice, and why"),
     .example = "rapport duplicate list"},
    {.name = "duplicate find",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = no_params,
     .run = find_run,
     .next = "/job/{job}",
     .help = N_("Search among all people for those who are there twice"),
     .example = "rapport duplicate find"},
    {.name = "duplicate apart",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = apart_params,
     .argument = "person",
     .run = apart_run,
     .done = N_("Kept as two people."),
     .help = N_("Say that two people are not the same; remembered from then on"),
     .example = "rapport duplicate apart quinn --other=adeyemi"},
    {0},
};
