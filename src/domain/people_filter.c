/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/people_filter.h"

#include "base/number.h"
#include "base/zone.h"
#include "domain/common.h"
#include "domain/people.h"
#include "domain/people_words.h"
#include "text/fold.h"

#include <inttypes.h>
#include <string.h>

const char *const people_states[] = {"none",     "draft", "sent",      "accepted",
                                     "declined", "later", "no_answer", "planned",
                                     "running",  "held",  "cancelled", NULL};
const char *const people_sorts[] = {"name", "newest", "organization", NULL};
const char *const people_in_field[] = {"yes", "no", "unknown", NULL};
const char *const people_filter_names[] = {"query",  "title",  "organization", "place",    "circle",
                                           "tag",    "target", "state",        "in_field", "warm",
                                           "bridge", "event",  "updated",      "sort",     NULL};

/* Where a search stands and what it asks for: the parameters of its statements. */
struct search {
    struct call *call;
    struct doc *params;
    const char *sort;
    bool few;   /* the driver's people are read at once */
    bool words; /* words are looked for, in people whom no index leads to */
};

struct doc *
people_filters(struct call *call, const struct doc *from)
{
    struct doc *filters = doc_map(call->arena);
    for (const char *const *name = people_filter_names; *name != NULL; name++)
        if (!doc_is_empty(doc_get(from, *name)))
            doc_set(filters, *name, *doc_get(from, *name));
    if (strcmp(doc_text_of(filters, "sort"), people_sorts[0]) == 0)
        doc_remove(filters, "sort");
    return filters;
}

bool
people_are_filtered(const struct doc *filters)
{
    uint32_t count = doc_count(filters);
    return count > (doc_has(filters, "sort") ? 1 : 0);
}

/* ---- what the statements are asked ---- */

/* Up to three words of a text under NAME, NAME_second and NAME_third. */
static void
set_words(struct search *search, const char *name, const char *text)
{
    struct arena *arena = search->call->arena;
    struct doc *found = doc_map(arena);
    call_patterns(search->call, text, found);
    doc_set(search->params, name, *doc_get(found, "pattern"));
    doc_set(search->params, arena_print(arena, "%s_second", name), *doc_get(found, "second"));
    doc_set(search->params, arena_print(arena, "%s_third", name), *doc_get(found, "third"));
    search->words = search->words || text != NULL;
}

static const char *
filter_text(const struct doc *filters, const char *name)
{
    const char *text = doc_text_of(filters, name);
    return text[0] == '\0' ? NULL : text;
}

/* The first instant of a day in the caller's zone. */
static struct doc
day_begins(struct call *call, const char *day)
{
    struct moment moment = {0};
    if (day == NULL || date_read(day, &moment.year, &moment.month, &moment.day) != STATUS_OK)
        return doc_null();
    int64_t at;
    if (zone_instant(caller_zone(call), &moment, &at, NULL) != STATUS_OK)
        return doc_null();
    return doc_int(at);
}

/* How many people a driver leads to, counted up to `most`. */
static enum status
count_few(struct search *search, const char *driver, int64_t most, int64_t *out_count)
{
    struct doc *row;
    doc_set_text(search->params, "driver", driver);
    doc_set_int(search->params, "scan", most);
    TRY(call_row_of(search->call, &sql_person_prospects_few, search->params, &row));
    *out_count = doc_int_of(row, "count");
    return STATUS_OK;
}

/* An organization that is called exactly so, or words of its name. */
static enum status
set_organization(struct search *search, const char *text)
{
    int64_t count;
    if (text == NULL)
        return STATUS_OK;
    doc_set_text(search->params, "organization_key", text_fold(search->call->arena, text));
    TRY(count_few(search, "few_organization", 1, &count));
    if (count > 0)
        return STATUS_OK;
    doc_set(search->params, "organization_key", doc_null());
    set_words(search, "organization", text);
    return STATUS_OK;
}

static enum status
ask(struct search *search, const struct doc *filters)
{
    struct call *call = search->call;
    struct doc *params = search->params;
    call_patterns(call, filter_text(filters, "query"), params);
    search->words = doc_has(filters, "query");
    set_words(search, "title", filter_text(filters, "title"));
    set_words(search, "place", filter_text(filters, "place"));
    copy_keys(call, params, filters, "circle state target in_field bridge event");
    const char *tag = filter_text(filters, "tag");
    doc_set_text(params, "tag_key", tag == NULL ? NULL : text_fold(call->arena, tag));
    doc_set(params, "warm", doc_bool_of(filters, "warm") ? doc_bool(true) : doc_null());
    doc_set(params, "since", day_begins(call, filter_text(filters, "updated")));
    doc_set_text(params, "sort", search->sort);
    return set_organization(search, filter_text(filters, "organization"));
}

/* ---- which index leads ---- */

/* The filters that have an index, the narrowest as a rule first. `walk`: it is in the order of names too. */
static const struct driver {
    const char *param, *few, *walk;
} drivers[] = {
    {"organization_key", "few_organization", "one_organization"},
    {"bridge", "few_bridge", NULL},
    {"event", "few_event", NULL},
    {"tag_key", "few_tag", NULL},
    {"target", "few_target", "target"},
    {"state", "few_state", "state"},
    {"warm", "few_warm", NULL},
    {"in_field", "few_in_field", "in_field"},
    {"circle", "few_circle", "circle"},
};

enum { DRIVERS = sizeof drivers / sizeof *drivers };

/* "none" is the lack of a state, which no index holds. */
static bool
is_asked(const struct doc *params, const struct driver *driver)
{
    const struct doc *value = doc_get(params, driver->param);
    return !doc_is_empty(value) &&
           (strcmp(driver->param, "state") != 0 || strcmp(value->text, people_states[0]) != 0);
}

static enum status
choose_driver(struct search *search, bool alone)
{
    bool by_name = strcmp(search->sort, people_sorts[0]) == 0;
    const char *walk = NULL;
    for (int i = 0; i < DRIVERS; i++) {
        const struct driver *driver = &drivers[i];
        int64_t count;
        if (!is_asked(search->params, driver))
            continue;
        if (by_name && walk == NULL)
            walk = driver->walk;
        if (alone && by_name && walk != NULL)
            break;
        TRY(count_few(search, driver->few, PEOPLE_FEW_MOST + 1, &count));
        search->few = count <= PEOPLE_FEW_MOST;
        if (search->few) {
            doc_set_text(search->params, "driver", driver->few);
            return STATUS_OK;
        }
    }
    doc_set_text(search->params, "driver", walk != NULL ? walk : search->sort);
    return STATUS_OK;
}

/* ---- from page to page ---- */

void
people_after(const char *after, int64_t *out_doc, const char **out_key)
{
    const char *end = NULL;
    int64_t doc;
    bool sound = number_read(after, &doc, &end) && *end == ':';
    *out_doc = sound ? doc : 0;
    *out_key = sound ? end + 1 : "";
}

/* `after` is opaque outside: "doc:name_key", or "doc:length:organization_key name_key" in the order of organizations. */
static void
read_after(struct search *search, const char *after)
{
    struct doc *params = search->params;
    const char *end = NULL, *organization = "", *key = "";
    int64_t least = search->call->who.owner << 32, most = (search->call->who.owner + 1) << 32;
    int64_t doc = 0, length = 0;
    bool newest = strcmp(search->sort, "newest") == 0;
    bool sound = after != NULL && number_read(after, &doc, &end) && *end == ':';
    if (sound)
        key = end + 1;
    if (sound && strcmp(search->sort, "organization") == 0) {
        sound = number_read(key, &length, &end) && *end == ':' && length >= 0 &&
                (size_t)length <= strlen(end + 1);
        organization = sound ? arena_copy(search->call->arena, end + 1, (size_t)length) : "";
        key = sound ? end + 1 + length : "";
    }
    if (!sound || doc < least || doc > most)
        doc = newest ? most : sound ? least : 0;
    doc_set_int(params, "after_doc", doc);
    doc_set_text(params, "after_key", key);
    doc_set_text(params, "after_organization", organization);
}

static const char *
write_after(const struct search *search, int64_t doc, const char *organization_key,
            const char *name_key)
{
    struct arena *arena = search->call->arena;
    if (strcmp(search->sort, "newest") == 0)
        return arena_print(arena, "%" PRId64 ":", doc);
    if (strcmp(search->sort, "organization") == 0)
        return arena_print(arena, "%" PRId64 ":%zu:%s%s", doc, strlen(organization_key),
                           organization_key, name_key);
    return arena_print(arena, "%" PRId64 ":%s", doc, name_key);
}

/* Where the page behind these rows begins. */
static enum status
after_last(const struct search *search, struct people_page *page)
{
    const struct doc *last = doc_item(page->rows, doc_count(page->rows) - 1);
    const char *key;
    TRY(person_place(search->call, doc_int_of(last, "doc"), &key));
    page->after =
        write_after(search, doc_int_of(last, "doc"),
                    text_fold(search->call->arena, doc_text_of(last, "organization")), key);
    return STATUS_OK;
}

static enum status
look(struct search *search, const struct statement *statement, int64_t scan, int64_t limit,
     struct doc *rows)
{
    struct doc *found;
    doc_set_int(search->params, "scan", scan);
    doc_set_int(search->params, "skip", 0);
    doc_set_int(search->params, "limit", limit);
    TRY(call_rows_of(search->call, statement, search->params, &found));
    for (uint32_t i = 0; i < doc_count(found); i++)
        (void)doc_push(rows, *doc_item(found, i));
    return STATUS_OK;
}

/* The next steps begin behind the last person looked at. MISSING: everybody was seen. */
static enum status
step(struct search *search, int64_t scan)
{
    struct doc *last;
    doc_set_int(search->params, "scan", 1);
    doc_set_int(search->params, "skip", scan - 1);
    TRY(call_row_of(search->call, &sql_person_prospects_step, search->params, &last));
    doc_set(search->params, "after_doc", *doc_get(last, "doc"));
    doc_set(search->params, "after_key", *doc_get(last, "name_key"));
    doc_set(search->params, "after_organization", *doc_get(last, "organization_key"));
    return STATUS_OK;
}

/* Steps that grow, so that a page of people who nearly all fit reads little more than itself. */
static enum status
walk(struct search *search, int64_t limit, struct people_page *page)
{
    int64_t most = search->words ? PEOPLE_SCAN_WORDS_MOST : PEOPLE_SCAN_MOST;
    int64_t looked = 0, scan = limit + 1;
    while (true) {
        TRY(look(search, &sql_person_prospects, scan, limit - doc_count(page->rows), page->rows));
        if (doc_count(page->rows) == (uint32_t)limit) {
            TRY(after_last(search, page));
            return STATUS_OK;
        }
        enum status status = step(search, scan);
        if (status != STATUS_OK)
            return status == STATUS_MISSING ? STATUS_OK : status;
        looked += scan;
        if (looked >= most)
            break;
        scan = scan * 2 < most - looked ? scan * 2 : most - looked;
    }
    page->looked = looked;
    page->after = write_after(search, doc_int_of(search->params, "after_doc"),
                              doc_text_of(search->params, "after_organization"),
                              doc_text_of(search->params, "after_key"));
    return STATUS_OK;
}

/* ---- by the index of words ---- */

/* All who have the words, in any order. */
static enum status
read_worded(struct search *search, int64_t limit, struct people_page *page)
{
    doc_set_int(search->params, "before_doc", INT64_MAX);
    TRY(look(search, &sql_person_worded, PEOPLE_FEW_WORDED_MOST, limit, page->rows));
    if (doc_count(page->rows) == (uint32_t)limit)
        TRY(after_last(search, page));
    return STATUS_OK;
}

/* So many have the words that they come as the index holds them, the newest first. */
static enum status
walk_worded(struct search *search, const char *match, int64_t limit, struct people_page *page)
{
    int64_t looked = 0, scan = limit + 1, count, last;
    page->newest = true;
    while (true) {
        int64_t before = doc_int_of(search->params, "after_doc");
        doc_set_int(search->params, "before_doc", before);
        TRY(look(search, &sql_person_worded, scan, limit - doc_count(page->rows), page->rows));
        if (doc_count(page->rows) == (uint32_t)limit) {
            TRY(after_last(search, page));
            return STATUS_OK;
        }
        TRY(people_words_count(search->call, match, before, scan, &count, &last));
        if (count < scan)
            return STATUS_OK;
        looked += scan;
        doc_set_int(search->params, "after_doc", last);
        if (looked >= PEOPLE_SCAN_MOST)
            break;
        scan = scan * 2 < PEOPLE_SCAN_MOST - looked ? scan * 2 : PEOPLE_SCAN_MOST - looked;
    }
    page->looked = looked;
    page->after = write_after(search, doc_int_of(search->params, "after_doc"), "", "");
    return STATUS_OK;
}

/* Without an index of words, or without words. */
static enum status
find_plainly(struct search *search, int64_t limit, struct people_page *page)
{
    if (!search->few)
        return walk(search, limit, page);
    TRY(look(search, &sql_person_prospects, PEOPLE_FEW_MOST, limit, page->rows));
    if (doc_count(page->rows) == (uint32_t)limit)
        TRY(after_last(search, page));
    return STATUS_OK;
}

static enum status
find_worded(struct search *search, const struct doc *filters, const struct people_words *words,
            const char *after, int64_t limit, struct people_page *page)
{
    int64_t count, last;
    doc_set_text(search->params, "match", words->match);
    TRY(people_words_count(search->call, words->match, INT64_MAX, PEOPLE_FEW_WORDED_MOST + 1,
                           &count, &last));
    bool few = count <= PEOPLE_FEW_WORDED_MOST;
    if (!few) {
        TRY(choose_driver(search, doc_count(filters) == 1));
        if (search->few) {
            read_after(search, after);
            return find_plainly(search, limit, page);
        }
        search->sort = people_sorts[1];
        doc_set_text(search->params, "sort", search->sort);
    }
    read_after(search, after);
    static const char *const query[] = {"pattern", "second", "third"};
    for (size_t i = 0; i < sizeof query / sizeof *query && words->query_answered; i++)
        doc_set(search->params, query[i], doc_null());
    return few ? read_worded(search, limit, page) : walk_worded(search, words->match, limit, page);
}

enum status
people_find(struct call *call, const struct doc *filters, const char *after, int64_t limit,
            struct people_page *out_page)
{
    struct people_page page = {.rows = doc_list(call->arena)};
    struct people_words words = {0};
    const char *sort = filter_text(filters, "sort");
    struct search search = {
        .call = call, .params = call_params(call), .sort = sort == NULL ? people_sorts[0] : sort};
    TRY(ask(&search, filters));
    if (search.words)
        TRY(people_words_ask(call, filters, !doc_is_empty(doc_get(search.params, "organization")),
                             &words));
    page.instead = words.instead;
    if (words.match != NULL) {
        TRY(find_worded(&search, filters, &words, after, limit, &page));
    } else {
        read_after(&search, after);
        TRY(choose_driver(&search, doc_count(filters) == 1));
        TRY(find_plainly(&search, limit, &page));
    }
    *out_page = page;
    return STATUS_OK;
}
