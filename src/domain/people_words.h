/* SPDX-License-Identifier: GPL-3.0-or-later */
/* people_words.h - the words among the filters of people, as a question to the index of names. */
#ifndef DOMAIN_PEOPLE_WORDS_H
#define DOMAIN_PEOPLE_WORDS_H

#include "call/call.h"

struct people_words {
    const char *
        match; /* for `person_worded`; NULL: the index cannot answer, because nothing is asked that it
                             holds, or because it is not complete */
    bool
        query_answered; /* the index alone decides about `query`; else its words are looked for in each person */
    const char
        *instead; /* the question `query` was taken for, when nobody has a word of it; or NULL */
};

/* The words of query, title, place and (when `organization` says so) organization. A query that stands alone and has a word
 * that nobody has is mended. */
MUST_CHECK enum status people_words_ask(struct call *call, const struct doc *filters,
                                        bool organization, struct people_words *out_words);

/* How many rows hold the words, counted from `before_doc` (INT64_MAX: the newest) to `scan` of them, and the last one. */
MUST_CHECK enum status people_words_count(struct call *call, const char *match, int64_t before_doc,
                                          int64_t scan, int64_t *out_count, int64_t *out_last);

#endif
