/* SPDX-License-Identifier: GPL-3.0-or-later */
/* search_match.h - a question put to the index: in the words of the engine, and what it finds. */
#ifndef DOMAIN_SEARCH_MATCH_H
#define DOMAIN_SEARCH_MATCH_H

#include "call/call.h"
#include "text/terms.h"

enum { SEARCH_NEWEST_MOST = 500 };

struct search_hit {
    int64_t doc;
    const char *noun;
    int score; /* more is better; comparable within one room only */
};

struct search_hits {
    struct search_hit *items; /* newest first */
    int count;
    int most; /* so many of the newest are looked at; as many found: there may be older ones */
};

/* The newest rows of a room that match, before `before_doc` (INT64_MAX: all). An empty question finds
 * nothing. */
MUST_CHECK enum status search_hits(struct call *call, enum search_room room,
                                   const struct asked *asked, int64_t before_doc, int most,
                                   struct search_hits *out_hits);

/* The question in the words of the engine and for one room, for the parameter `match` of statements. */
MUST_CHECK enum status search_match_text(struct call *call, enum search_room room,
                                         const struct asked *asked, const char **out_text);

/* How many of the newest rows of each room are ranked: 500; on PostgreSQL, which reads every word of each,
 * 200. */
int search_newest(const struct call *call);

/* When nothing was found: the question with the words that this owner has nothing for replaced by those
 * nearest to them that it has, by at most two letters. False: there is no such question. */
MUST_CHECK enum status search_mend(struct call *call, struct asked *asked, bool *out_mended,
                                   const char **out_question);

/* When little was found (at most SEARCH_FEW): the question with a word in place of one that is a letter away and that
 * is much commoner here. NULL: there is none. */
enum { SEARCH_FEW = 3 };
MUST_CHECK enum status search_commoner(struct call *call, const struct asked *asked,
                                       const char **out_question);

#endif
