/* SPDX-License-Identifier: GPL-3.0-or-later */
/* titles.h - finding an occupation by any of its titles: whole or begun words in any order, misspelled
 * ones too (a swapped, missing, doubled or wrong letter; two of them in a long word). */
#ifndef METHOD_TITLES_H
#define METHOD_TITLES_H

#include "method/occupations.h"

enum {
    QUERY_WORDS_MOST = 8, /* what comes behind them is not looked at */
    TITLE_WORDS_MOST = 24,
    WORD_BYTES_MOST = 48
};

/* Made once for a table, asked often. About 4 MB for 60,000 titles. */
struct titles;

struct title_hit {
    uint32_t occupation; /* its place in the table */
    uint32_t title;      /* the title that was found */
    int cost;            /* 0: the occupation's own title, word for word; the more the worse */
    bool guessed;        /* a word was taken for a misspelled one */
};

struct titles *titles_make(struct arena *arena, const struct occupations *table);

/* The best `most` occupations, each once, best first; returns how many. `query` is free text.
 * `scratch` holds what the search needs meanwhile. */
uint32_t titles_search(const struct titles *titles, struct arena *scratch, const char *query,
                       uint32_t most, struct title_hit *out_hits);

#endif
