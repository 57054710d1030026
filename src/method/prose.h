/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prose.h - a text taken apart into sentences and words, each with its place in the text, so that
 * an advice can stand beside the sentence it means. Abbreviations ("Dr.", "e.g.", "3:00 p.m.") do
 * not end a sentence; which ones there are is a matter of the lexicon. */
#ifndef METHOD_PROSE_H
#define METHOD_PROSE_H

#include "base/arena.h"

#include <stdbool.h>

struct lexicon;

enum { PROSE_TEXT_MAX = 64 * 1024 };

struct word {
    const char *text;    /* folded: lower case, no marks */
    uint32_t start, end; /* bytes in the text */
    int id;              /* of the lexicon; 0: it does not know the word */
    bool capital;        /* begins with a capital letter */
    bool part;           /* the second half of a contraction: not counted */
    bool parted;         /* stronger punctuation than a comma stands before it */
};

struct sentence {
    uint32_t start, end;  /* bytes, punctuation included */
    uint32_t first, last; /* words; last is behind the last one */
    bool question;
};

struct prose {
    const char *text;
    uint32_t length;
    struct word *words;
    uint32_t word_count;
    struct sentence *sentences;
    uint32_t sentence_count;
};

/* Texts longer than PROSE_TEXT_MAX are read up to there. NULL is the empty text. */
struct prose prose_read(struct arena *arena, const struct lexicon *lexicon, const char *text);

/* How many words a reader would count. */
uint32_t prose_words(const struct prose *prose);
uint32_t sentence_words(const struct prose *prose, const struct sentence *sentence);

/* The sentence's text, cut at 200 bytes with an ellipsis. */
char *sentence_text(struct arena *arena, const struct prose *prose,
                    const struct sentence *sentence);

#endif
