/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/people_words.h"

#include "call/index.h"
#include "domain/common.h"
#include "domain/search_match.h"

#include <string.h>

enum { WORDS_MAX = 2000 };

/* Nobody has such a word: what the nearest words are. */
static enum status
mend(struct call *call, struct asked *asked, struct people_words *words)
{
    int64_t count, last;
    bool mended;
    const char *question;
    TRY(people_words_count(call, words->match, INT64_MAX, 1, &count, &last));
    if (count > 0)
        return STATUS_OK;
    TRY(search_mend(call, asked, &mended, &question));
    if (!mended)
        return STATUS_OK;
    TRY(search_match_text(call, SEARCH_NAMES, asked, &words->match));
    TRY(people_words_count(call, words->match, INT64_MAX, 1, &count, &last));
    words->instead = count > 0 ? question : NULL;
    return STATUS_OK;
}

enum status
people_words_ask(struct call *call, const struct doc *filters, bool organization,
                 struct people_words *out_words)
{
    static const char *const names[] = {"query", "title", "place", "organization"};
    struct people_words words = {0};
    struct asked *asked = arena_alloc(call->arena, sizeof *asked);
    struct index_state index;
    struct buffer text;
    *out_words = words;
    buffer_open(&text, call->arena, WORDS_MAX);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (i < 3 || organization)
            buffer_print(&text, "%s ", doc_text_of(filters, names[i]));
    TRY(buffer_status(&text));
    terms_ask(call->arena, buffer_read(&text), asked);
    words.query_answered = !asked_drop_letters(asked, false);
    if (asked->count == 0)
        return STATUS_OK;
    TRY(index_look(call, &index));
    if (!index.complete)
        return STATUS_OK;
    TRY(search_match_text(call, SEARCH_NAMES, asked, &words.match));
    if (words.query_answered && doc_count(filters) == 1 && doc_has(filters, "query"))
        TRY(mend(call, asked, &words));
    *out_words = words;
    return STATUS_OK;
}

enum status
people_words_count(struct call *call, const char *match, int64_t before_doc, int64_t scan,
                   int64_t *out_count, int64_t *out_last)
{
    struct doc *params = call_params(call), *row;
    doc_set_text(params, "match", match);
    doc_set_int(params, "before_doc", before_doc);
    doc_set_int(params, "scan", scan);
    TRY(call_row_of(call, &sql_person_worded_count, params, &row));
    *out_count = doc_int_of(row, "count");
    *out_last = doc_int_of(row, "last");
    return STATUS_OK;
}
