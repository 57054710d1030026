/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/search.h"

#include "base/number.h"
#include "call/index.h"
#include "domain/common.h"
#include "domain/organizations.h"
#include "domain/search_match.h"
#include "domain/search_show.h"

#include "text/fold.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    GROUP_ROWS = 5, /* of each noun, while all are shown */
    ALL_ROWS = 24,  /* of all nouns together */
    LIMIT_MOST = 100,
    STAFF_MOST =
        40, /* people whose organizations are looked at, a hundred for a page of organizations */
    QUERY_LETTERS = 200
};

/* What is asked and what was found in both rooms. */
struct search {
    struct asked asked;
    struct search_hits names, texts;
    const char *question; /* what it was mended to; NULL: as asked */
    struct doc *staffed;  /* organizations that exist through people who were found: items */
};

/* A place in the results: newest rows before `before_doc`, of them what comes after (score, doc). */
struct place {
    int64_t before_doc;
    int64_t score, doc;
};

static const struct place begin = {INT64_MAX, INT32_MAX, INT64_MAX};

/* "before:score:doc", opaque outside; anything else is the beginning. */
static struct place
read_place(const char *after)
{
    struct place place;
    const char *rest = NULL;
    if (after != NULL && number_read(after, &place.before_doc, &rest) && *rest == ':' &&
        number_read(rest + 1, &place.score, &rest) && *rest == ':' &&
        number_read(rest + 1, &place.doc, NULL))
        return place;
    return begin;
}

static const char *
place_text(struct call *call, struct place place)
{
    return arena_print(call->arena, "%" PRId64 ":%" PRId64 ":%" PRId64, place.before_doc,
                       place.score, place.doc);
}

static int
best_first(const void *a, const void *b)
{
    const struct search_hit *left = a, *right = b;
    if (left->score != right->score)
        return left->score < right->score ? 1 : -1;
    return left->doc < right->doc ? 1 : left->doc > right->doc ? -1 : 0;
}

static bool
is_behind(const struct search_hit *hit, struct place place)
{
    return hit->score < place.score || (hit->score == place.score && hit->doc < place.doc);
}

/* Of the hits of a noun (NULL: any) those from `place` on, `limit` of them, the best first. `*out_after`: the
 * place of the next page, NULL when these were all. */
static int
choose(struct call *call, const struct search_hits *hits, const char *noun, struct place place,
       int64_t limit, struct search_hit *out_chosen, const char **out_after)
{
    int count = 0;
    struct search_hit *fit = arena_alloc(call->arena, sizeof *fit * (size_t)(hits->count + 1));
    for (int i = 0; i < hits->count; i++)
        if ((noun == NULL || strcmp(hits->items[i].noun, noun) == 0) &&
            is_behind(&hits->items[i], place))
            fit[count++] = hits->items[i];
    qsort(fit, (size_t)count, sizeof *fit, best_first);
    int taken = count < limit ? count : (int)limit;
    memcpy(out_chosen, fit, sizeof *fit * (size_t)taken);
    struct place next = place;
    *out_after = NULL;
    if (taken < count) {
        if (taken > 0) { /* else there was no room: all of them are still to come */
            next.score = fit[taken - 1].score;
            next.doc = fit[taken - 1].doc;
        }
        *out_after = place_text(call, next);
    } else if (hits->count == hits->most) { /* the older ones */
        next = begin;
        next.before_doc = hits->items[hits->count - 1].doc;
        *out_after = place_text(call, next);
    }
    return taken;
}

/* What somebody is about to type must not take away what the words before it have found. */
static void
understand(struct call *call, const char *query, struct asked *out_asked)
{
    terms_ask(call->arena, query == NULL ? "" : query, out_asked);
    (void)asked_drop_letters(out_asked, true);
}

static enum status
look(struct call *call, struct search *search, enum search_room room, int64_t before_doc)
{
    int most = search_newest(call);
    search->names = search->texts = (struct search_hits){.most = most};
    if (room != SEARCH_TEXTS)
        TRY(search_hits(call, SEARCH_NAMES, &search->asked, before_doc, most, &search->names));
    if (room != SEARCH_NAMES)
        TRY(search_hits(call, SEARCH_TEXTS, &search->asked, before_doc, most, &search->texts));
    return STATUS_OK;
}

/* With nothing found at the first try, the words may be misspelled. */
static enum status
look_twice(struct call *call, struct search *search, enum search_room room, int64_t before_doc)
{
    bool mended;
    const char *question;
    TRY(look(call, search, room, before_doc));
    if (search->names.count + search->texts.count > 0 || before_doc != INT64_MAX ||
        search->asked.count == 0)
        return STATUS_OK;
    struct asked asked = search->asked;
    TRY(search_mend(call, &search->asked, &mended, &question));
    if (mended)
        TRY(look(call, search, room, before_doc));
    if (search->names.count + search->texts.count > 0)
        search->question = question;
    else
        search->asked = asked;
    return STATUS_OK;
}

static enum status
add_items(struct call *call, const struct search *search, const struct search_hit *hits, int count,
          struct doc *items)
{
    for (int i = 0; i < count; i++) {
        struct doc *item = NULL;
        TRY(search_item(call, &search->asked, hits[i].noun, hits[i].doc, &item));
        if (item != NULL)
            (void)doc_push(items, *item);
    }
    return STATUS_OK;
}

static const struct search_hits *
hits_of(const struct search *search, const char *noun)
{
    return record_noun(noun)->room == SEARCH_NAMES ? &search->names : &search->texts;
}

static int
count_of(const struct search *search, const char *noun)
{
    const struct search_hits *hits = hits_of(search, noun);
    int count = 0;
    for (int i = 0; i < hits->count; i++)
        count += strcmp(hits->items[i].noun, noun) == 0;
    return count;
}

static bool
is_among(struct call *call, const struct doc *names, const char *key)
{
    bool there = false;
    for (uint32_t i = 0; i < doc_count(names) && !there; i++)
        there = strcmp(text_fold(call->arena, doc_item(names, i)->text), key) == 0;
    return there;
}

/* Organizations have no words in the index unless somebody wrote about them (docs/decisions/0010). Those of the best of
 * the people who were found are named here, if their own names are what was asked for. */
static enum status
find_staffed(struct call *call, struct search *search, bool alone, int64_t most)
{
    struct search_hit *chosen = arena_alloc(call->arena, sizeof *chosen * LIMIT_MOST);
    struct doc *params = call_params(call), *names = doc_list(call->arena), *row;
    const char *after;
    int count = choose(call, &search->names, noun_person.name, begin,
                       alone ? LIMIT_MOST : STAFF_MOST, chosen, &after);
    for (int i = 0; i < count && doc_count(search->staffed) < (uint32_t)most; i++) {
        doc_set_int(params, "doc", chosen[i].doc);
        enum status status = call_row_of(call, &sql_search_person, params, &row);
        if (status == STATUS_MISSING)
            continue;
        TRY(status);
        const char *name = doc_text_of(row, "organization");
        const char *key = text_fold(call->arena, name);
        if (key[0] == '\0' || is_among(call, names, key) ||
            !search_is_met(call, &search->asked, name))
            continue;
        (void)doc_push(names, *doc_get(row, "organization"));
        TRY(organization_row(call, key, &row));
        if (row == NULL)
            (void)doc_push(search->staffed, *search_organization(call, &search->asked, name));
    }
    return STATUS_OK;
}

/* Behind those that were found themselves, as far as there is room. */
static int
add_staffed(const struct search *search, int64_t room, struct doc *items)
{
    int count = 0;
    for (uint32_t i = 0; i < doc_count(search->staffed) && count < room; i++, count++)
        (void)doc_push(items, *doc_item(search->staffed, i));
    return count;
}

/* One group for each noun that was found: {noun, count, least (bool: there may be more), after, items}. */
static enum status
add_groups(struct call *call, const struct search *search, const char *only, struct place place,
           int64_t limit, struct doc *answer)
{
    struct doc *groups = doc_list(call->arena);
    int64_t shown = 0;
    struct search_hit *chosen = arena_alloc(call->arena, sizeof *chosen * LIMIT_MOST);
    for (int n = 0; search_nouns[n] != NULL; n++) {
        const char *noun = search_nouns[n], *after;
        const struct search_hits *hits = hits_of(search, noun);
        int64_t room = only != NULL ? limit : ALL_ROWS - shown;
        int found = count_of(search, noun);
        bool staffed = strcmp(noun, noun_organization.name) == 0;
        if (staffed)
            found += (int)doc_count(search->staffed);
        if ((only != NULL && strcmp(noun, only) != 0) || found == 0)
            continue;
        if (only == NULL && room > GROUP_ROWS)
            room = GROUP_ROWS;
        struct doc *group = doc_map(call->arena), *items = doc_list(call->arena);
        int count = choose(call, hits, noun, place, room, chosen, &after);
        TRY(add_items(call, search, chosen, count, items));
        shown += count;
        if (staffed)
            shown += add_staffed(search, room - count, items);
        doc_set_text(group, "noun", noun);
        doc_set_int(group, "count", found);
        doc_set_bool(group, "least", hits->count == hits->most);
        doc_set_text(group, "after", after);
        doc_set(group, "items", *items);
        (void)doc_push(groups, *group);
    }
    doc_set(answer, "groups", *groups);
    return STATUS_OK;
}

static enum status
search_run(struct call *call, struct doc **out_answer)
{
    struct search *search = arena_alloc(call->arena, sizeof *search);
    struct doc *answer = doc_map(call->arena);
    struct index_state index;
    const char *query = param_text(call, "query"), *noun = param_text(call, "noun");
    struct place place = read_place(param_text(call, "after"));
    enum search_room room = noun == NULL ? SEARCH_NOWHERE : record_noun(noun)->room;
    understand(call, query, &search->asked);
    TRY(look_twice(call, search, room, place.before_doc));
    const char *commoner = NULL;
    int hits = search->names.count + search->texts.count;
    if (hits > 0 && hits <= SEARCH_FEW && search->question == NULL && place.before_doc == INT64_MAX)
        TRY(search_commoner(call, &search->asked, &commoner));
    TRY(index_look(call, &index));
    doc_set_text(answer, "query", query);
    doc_set_text(answer, "noun", noun);
    doc_set_bool(answer, "cut", search->asked.cut);
    doc_set_text(answer, "instead", search->question);
    doc_set_text(answer, "commoner", commoner);
    doc_set_bool(answer, "complete", index.complete);
    int newest = search_newest(call);
    bool full = search->names.count == newest || search->texts.count == newest;
    search->staffed = doc_list(call->arena);
    bool alone = noun != NULL;
    int64_t limit = doc_int_of(call->params, "limit");
    if (place.before_doc == INT64_MAX && place.score == begin.score &&
        (!alone || strcmp(noun, noun_organization.name) == 0))
        TRY(find_staffed(call, search, alone, alone ? limit : GROUP_ROWS));
    doc_set_int(answer, "found",
                search->names.count + search->texts.count + (int64_t)doc_count(search->staffed));
    doc_set(answer, "newest", full ? doc_int(newest) : doc_null());
    TRY(add_groups(call, search, noun, place, limit, answer));
    *out_answer = answer;
    return STATUS_OK;
}

enum status
search_people(struct call *call, const char *words, int64_t limit, const char *after,
              struct doc **out_rows, const char **out_after)
{
    struct search *search = arena_alloc(call->arena, sizeof *search);
    struct search_hit *chosen = arena_alloc(call->arena, sizeof *chosen * (size_t)(limit + 1));
    struct doc *rows = doc_list(call->arena), *params = call_params(call), *row;
    struct place place = read_place(after);
    understand(call, words, &search->asked);
    TRY(look_twice(call, search, SEARCH_NAMES, place.before_doc));
    int count = choose(call, &search->names, noun_person.name, place, limit, chosen, out_after);
    for (int i = 0; i < count; i++) {
        doc_set_int(params, "doc", chosen[i].doc);
        enum status status = call_row_of(call, &sql_search_person, params, &row);
        if (status == STATUS_OK)
            (void)doc_push(rows, *row);
        else if (status != STATUS_MISSING)
            return status;
    }
    *out_rows = rows;
    return STATUS_OK;
}

static const struct param search_params[] = {
    {.name = "query", .kind = PARAM_TEXT, .most = QUERY_LETTERS, .label = N_("Words")},
    {.name = "noun", .kind = PARAM_CHOICE, .choices = search_nouns, .label = N_("Only among")},
    {.name = "after", .kind = PARAM_TEXT, .label = N_("After")},
    {.name = "limit",
     .kind = PARAM_INT,
     .least = 1,
     .most = LIMIT_MOST,
     .initial = "20",
     .label = N_("How many")},
    {0},
};

const struct call_row search_rows[] = {
    {.name = "search",
     .role = ROLE_OWNER,
     .params = search_params,
     .argument = "query",
     .run = search_run,
     .page = "search",
     .help = N_("Search everything you have: people, notes, interviews, messages"),
     .example = "rapport search 'city museum'"},
    {0},
};
