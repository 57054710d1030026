/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling the index of a store that has rows already, in slices; and keeping it in few pieces. */
#include "base/clock.h"
#include "call/index_private.h"
#include "call/job.h"
#include "call/log.h"
#include "statements.h"

#include <string.h>

enum {
    FILL_ROWS = 50,
    FILL_MS = 40,
    FILL_BESIDE_MS = 4,
    FILL_STAYING_MS = 100,
    TIDY_PAGES = 64,
    QUIET_MS = 200
};

static int going_least = INDEX_GOING_LEAST;

void
index_set_going(int rows)
{
    going_least = rows == 0 ? INDEX_GOING_LEAST : rows;
}

static enum status
clear_all(struct call *call)
{
    static const struct statement *const others[] = {&sql_search_row_clear, &sql_search_term_clear};
    struct doc *params = call_params(call);
    TRY(store_run(call->store, index_rooms[SEARCH_NAMES].clear, params, NULL));
    TRY(store_run(call->store, index_rooms[SEARCH_TEXTS].clear, params, NULL));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        TRY(store_run(call->store, others[i], params, NULL));
    memset(call->desk->index_known, 0, sizeof call->desk->index_known);
    return STATUS_OK;
}

enum status
index_begin_anew(struct call *call)
{
    struct desk *desk = call->desk;
    struct doc *row, *params = call_params(call);
    if (call->log->index_checked)
        return STATUS_OK;
    TRY(store_row(call->store, call->arena, &sql_search_removed_read, params, &row));
    if (doc_int_of(row, "removed") != desk->index_removed)
        memset(desk->index_known, 0, sizeof desk->index_known);
    desk->index_removed = doc_int_of(row, "removed");
    call->log->index_checked = true;
    if (desk->index_current)
        return STATUS_OK;
    TRY(store_row(call->store, call->arena, &sql_search_version_read, params, &row));
    if (doc_int_of(row, "version") != desk->terms_version) {
        TRY(clear_all(call));
        TRY(store_run(call->store, &sql_search_version_clear, params, NULL));
        if (doc_bool_of(row, "used"))
            TRY(store_run(call->store, &sql_search_fill_all, params, NULL));
        doc_set_int(params, "version", desk->terms_version);
        TRY(store_run(call->store, &sql_search_version_set, params, NULL));
    }
    return STATUS_OK;
}

/* How many rows that are searched a change made. */
static enum status
count_made(struct call *call, const char *change, int64_t *out_count)
{
    struct doc *params = call_params(call), *rows;
    doc_set_text(params, "change", change);
    TRY(store_rows(call->store, call->arena, &sql_change_made_count, params, &rows));
    *out_count = 0;
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const struct noun *noun = record_noun(doc_text_of(doc_item(rows, i), "noun"));
        if (noun != NULL && noun->room != SEARCH_NOWHERE)
            *out_count += doc_int_of(doc_item(rows, i), "count");
    }
    return STATUS_OK;
}

enum status
index_going(struct call *call, const char *change)
{
    struct doc *params = call_params(call), *row;
    int64_t rows;
    if (call->desk->terms == NULL || store_engine(call->store) != ENGINE_SQLITE)
        return STATUS_OK;
    TRY(count_made(call, change, &rows));
    if (rows < going_least)
        return STATUS_OK;
    TRY(index_begin_anew(call));
    int64_t most = rows + going_least / INDEX_STAYING_PART;
    doc_set_int(params, "limit", most + 1);
    TRY(store_row(call->store, call->arena, &sql_search_row_count, params, &row));
    if (doc_int_of(row, "count") > most)
        return STATUS_OK;
    TRY(clear_all(call));
    TRY(store_run(call->store, &sql_search_removed_add, params, NULL));
    return store_run(call->store, &sql_search_fill_all, params, NULL);
}

static const struct noun *
next_noun(const char *after)
{
    const struct noun *found = NULL;
    for (int i = 0; nouns[i] != NULL; i++)
        if (nouns[i]->room != SEARCH_NOWHERE && strcmp(nouns[i]->name, after) > 0 &&
            (found == NULL || strcmp(nouns[i]->name, found->name) < 0))
            found = nouns[i];
    return found;
}

static const struct noun *
noun_at(const char *name)
{
    for (int i = 0; nouns[i] != NULL; i++)
        if (strcmp(nouns[i]->name, name) == 0 && nouns[i]->room != SEARCH_NOWHERE)
            return nouns[i];
    return next_noun(name);
}

static enum status
add_parts(struct call *call, const struct noun *noun, struct doc *row)
{
    struct doc *params = call_params(call), *items;
    doc_set(params, "parent", *doc_get(row, "doc"));
    for (int i = 0; i < noun->part_count; i++) {
        TRY(store_rows(call->store, call->arena, noun->parts[i].list, params, &items));
        doc_set(row, noun->parts[i].name, *items);
    }
    return STATUS_OK;
}

/* Rows that were saved since the filling began are in the index already. */
static enum status
fill_row(struct call *call, const struct noun *noun, const struct doc *given)
{
    struct doc *params = call_params(call), *known;
    doc_set(params, "doc", *doc_get(given, "doc"));
    enum status status = store_row(call->store, call->arena, &sql_search_row_read, params, &known);
    if (status != STATUS_MISSING)
        return status;
    if (call->desk->refresh != NULL)
        TRY(call->desk->refresh(call, noun, given));
    struct doc row = doc_copy(call->arena, given);
    TRY(add_parts(call, noun, &row));
    struct index_words words = index_words(call->desk, call->arena, noun, &row);
    if (words.head[0] == '\0' && words.body[0] == '\0')
        return STATUS_OK;
    return index_add(call, noun, doc_int_of(&row, "doc"), words);
}

/* `*after_doc` moves on; *out_end: the noun has no more rows. */
static enum status
fill_noun(struct call *call, const struct noun *noun, int64_t *after_doc, bool *out_end)
{
    struct doc *params = call_params(call), *rows;
    doc_set_int(params, "after_doc", *after_doc);
    doc_set_int(params, "limit", FILL_ROWS);
    TRY(store_rows(call->store, call->arena, noun->all, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        TRY(fill_row(call, noun, doc_item(rows, i)));
        *after_doc = doc_int_of(doc_item(rows, i), "doc");
    }
    *out_end = doc_count(rows) < FILL_ROWS;
    return STATUS_OK;
}

/* Somebody who waits is let in before the time is over. A least time for all slices made saves four times slower, for no
 * more rows put in. */
static bool
is_over(struct call *call, int64_t until_ms)
{
    return clock_monotonic_ms() >= until_ms || store_is_waited_for(call->store);
}

static enum status
fill_until(struct call *call, int64_t until_ms)
{
    struct doc *place, *params = call_params(call);
    enum status status = store_row(call->store, call->arena, &sql_search_fill_read, params, &place);
    if (status != STATUS_OK)
        return status == STATUS_MISSING ? STATUS_OK : status;
    int64_t after_doc = doc_int_of(place, "after_doc");
    const struct noun *noun = noun_at(doc_text_of(place, "noun"));
    if (noun != NULL && strcmp(noun->name, doc_text_of(place, "noun")) != 0)
        after_doc = 0; /* the one that was being filled is not searched any more */
    while (noun != NULL) {
        bool end;
        TRY(fill_noun(call, noun, &after_doc, &end));
        if (end) {
            noun = next_noun(noun->name);
            after_doc = 0;
        }
        if (is_over(call, until_ms))
            break;
    }
    if (noun == NULL)
        return store_run(call->store, &sql_search_fill_done, params, NULL);
    doc_set_text(params, "noun", noun->name);
    doc_set_int(params, "after_doc", after_doc);
    return store_run(call->store, &sql_search_fill_save, params, NULL);
}

enum status
index_fill_some(struct call *call)
{
    return fill_until(call, clock_monotonic_ms() + FILL_BESIDE_MS);
}

enum status
index_staying(struct call *call)
{
    struct doc *row;
    enum status status =
        store_row(call->store, call->arena, &sql_search_fill_read, call_params(call), &row);
    if (status != STATUS_OK)
        return status == STATUS_MISSING ? STATUS_OK : status;
    return fill_until(call, clock_monotonic_ms() + FILL_STAYING_MS);
}

/* Is there anything to do for anybody? */
static enum status
look_run(struct call *call, struct doc **out_answer)
{
    struct index_state state;
    struct doc *row;
    bool quiet = doc_bool_of(call->params, "quiet");
    TRY(index_look(call, &state));
    TRY(store_row(call->store, call->arena, &sql_search_version_read, call_params(call), &row));
    bool anew = index_is_old(call, row);
    enum status status =
        store_row(call->store, call->arena, &sql_search_fill_first, call_params(call), &row);
    if (status != STATUS_OK && status != STATUS_MISSING)
        return status;
    *out_answer = doc_map(call->arena);
    doc_set_bool(*out_answer, "more",
                 anew || status == STATUS_OK || (state.merges && (quiet || !state.large)));
    return STATUS_OK;
}

/* Merge until nothing is to be merged or the slice is over. */
static enum status
merge_until(struct call *call, bool large, int64_t until_ms)
{
    bool names, texts;
    do {
        TRY(index_merge(call, &index_rooms[SEARCH_NAMES], large, TIDY_PAGES, &names));
        TRY(index_merge(call, &index_rooms[SEARCH_TEXTS], large, TIDY_PAGES, &texts));
    } while ((names || texts) && !is_over(call, until_ms));
    return STATUS_OK;
}

/* Pieces are merged before there are more of them. */
static enum status
tidy_run(struct call *call, struct doc **out_answer)
{
    struct doc *row;
    bool quiet = doc_bool_of(call->params, "quiet");
    int64_t until_ms = clock_monotonic_ms() + (quiet ? QUIET_MS : FILL_MS);
    *out_answer = doc_map(call->arena);
    TRY(index_begin_anew(call));
    TRY(merge_until(call, quiet, until_ms));
    enum status status =
        store_row(call->store, call->arena, &sql_search_fill_first, call_params(call), &row);
    if (status != STATUS_OK)
        return status == STATUS_MISSING ? STATUS_OK : status;
    if (is_over(call, until_ms))
        return STATUS_OK;
    call->who.owner = doc_int_of(row, "owner");
    return fill_until(call, until_ms);
}

static const struct param tidy_params[] = {
    {.name = "quiet", .kind = PARAM_BOOL, .label = N_("Nobody writes")},
    {0},
};

const struct call_row index_rows[] = {
    {.name = "index look",
     .effect = EFFECT_READ,
     .role = ROLE_ADMINISTRATOR,
     .params = tidy_params,
     .run = look_run,
     .internal = true},
    {.name = "index tidy",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_ADMINISTRATOR,
     .params = tidy_params,
     .run = tidy_run,
     .internal = true},
    {0},
};

enum status
index_tidy(struct desk *desk, struct arena *arena, bool quiet, bool *out_more)
{
    static const struct caller runner = {.credential = CREDENTIAL_LOCAL};
    struct answer answer;
    struct doc *params = doc_map(arena);
    doc_set_bool(params, "quiet", quiet);
    call_perform(desk, &index_rows[0], params, &runner, arena, &answer);
    TRY(answer.status);
    *out_more = doc_bool_of(answer.document, "more");
    if (!*out_more)
        return STATUS_OK;
    call_perform(desk, &index_rows[1], params, &runner, arena, &answer);
    return answer.status;
}
