/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking the words of many rows out at once. */
#include "call/index_private.h"
#include "call/log.h"
#include "statements.h"

#include <string.h>

struct going {
    struct call *call;
    const struct noun *noun;
    uint32_t count;
    const int64_t *docs;
    index_words_of *words_of;
    void *context;
    bool known[INDEX_GONE_MOST]; /* it is in the index */
    bool strangers;              /* so are others, whose numbers lie between */
    struct doc *range;
};

/* A row that is not in the index yet must not be taken out: FTS5 believes what it is told. */
static enum status
ask_known(struct going *going)
{
    struct call *call = going->call;
    struct doc *rows;
    uint32_t at = 0;
    TRY(store_rows(call->store, call->arena, &sql_search_row_between, going->range, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        int64_t doc = doc_value(doc_item(rows, i), 0)->integer;
        while (at < going->count && going->docs[at] < doc)
            at++;
        if (at < going->count && going->docs[at] == doc)
            going->known[at] = true;
        else
            going->strangers = true;
    }
    return STATUS_OK;
}

static enum status
drop_words(const struct going *going)
{
    static const char *const names[] = {"owner", "doc", "head", "body"};
    struct call *call = going->call;
    struct doc_shape *shape = doc_shape(call->arena, 4);
    for (size_t i = 0; i < 4; i++)
        (void)doc_shape_add(call->arena, shape, names[i]);
    struct doc row = doc_row(call->arena, shape);
    *doc_value(&row, 0) = doc_int(call->who.owner);
    for (uint32_t i = 0; i < going->count; i++) {
        if (!going->known[i])
            continue;
        struct index_words words;
        going->words_of(going->context, i, &words);
        *doc_value(&row, 1) = doc_int(going->docs[i]);
        *doc_value(&row, 2) = doc_text(words.head);
        *doc_value(&row, 3) = doc_text(words.body);
        TRY(store_run(call->store, index_rooms[going->noun->room].drop, &row, NULL));
        call->log->index_bytes += (int64_t)(row.map->values[2].count + row.map->values[3].count);
    }
    return STATUS_OK;
}

static enum status
drop_rows(const struct going *going)
{
    struct call *call = going->call;
    if (!going->strangers)
        return store_run(call->store, &sql_search_row_sweep, going->range, NULL);
    struct doc *one = call_params(call);
    for (uint32_t i = 0; i < going->count; i++) {
        doc_set_int(one, "doc", going->docs[i]);
        if (going->known[i])
            TRY(store_run(call->store, &sql_search_row_drop, one, NULL));
    }
    return STATUS_OK;
}

/* Numbers below one that is gone already: FTS5 would write all that it holds. */
static void
let_wait(const struct going *going)
{
    struct arena *arena = going->call->arena;
    for (uint32_t i = 0; i < going->count; i++) {
        struct index_words words;
        going->words_of(going->context, i, &words);
        index_wait(going->call, (struct index_change){.noun = going->noun,
                                                      .doc = going->docs[i],
                                                      .old = {arena_text(arena, words.head),
                                                              arena_text(arena, words.body)},
                                                      .new = {"", ""}});
    }
}

enum status
index_gone(struct call *call, const struct noun *noun, uint32_t count, const int64_t *docs,
           index_words_of *words_of, void *context)
{
    struct going going = {.call = call,
                          .noun = noun,
                          .count = count,
                          .docs = docs,
                          .words_of = words_of,
                          .context = context};
    if (noun->room == SEARCH_NOWHERE || call->desk->terms == NULL || count == 0)
        return STATUS_OK;
    TRY(index_begin_anew(call));
    if (docs[0] <= call->log->index_gone) {
        let_wait(&going);
        return STATUS_OK;
    }
    call->log->index_gone = docs[count - 1];
    going.range = call_params(call);
    doc_set_int(going.range, "first_doc", docs[0]);
    doc_set_int(going.range, "last_doc", docs[count - 1]);
    TRY(ask_known(&going));
    TRY(drop_words(&going));
    return drop_rows(&going);
}
