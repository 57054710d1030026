/* SPDX-License-Identifier: GPL-3.0-or-later */
/* terms.h - a text as the terms under which it is found, and what somebody typed as a question to
 * them. One tokenizer serves the index, the question and the marks in what was found, so that the three
 * cannot disagree. No stemming: every word of a question finds what begins with it, in any language. */
#ifndef TEXT_TERMS_H
#define TEXT_TERMS_H

#include "base/arena.h"

#include <stdbool.h>

enum {
    TERMS_VERSION = 3,   /* another way to make terms needs another number: indexes are made anew */
    TERM_BYTES_MAX = 60, /* of one term; the rest of a longer word is not looked at */
    TERMS_BYTES_MAX = 1 << 18, /* of all terms of one text; what comes behind is not found */
    GROUP_WORDS_MAX = 16,
    GROUP_OTHERS_MAX = 12
};

/* A word and where it stands in its text, in bytes. */
struct term {
    const char *text;
    uint32_t from, to;
};

/* Another way to write a group: its terms. */
struct term_other {
    const char *terms[GROUP_WORDS_MAX];
    int count;
    bool stored_only; /* for the index: a question does not turn into it */
    bool instead;     /* in a question it takes the place of the words ("C++") */
};

/* What belongs together without a blank: "Smith-Jones", "J.R.R."; the pieces of a telephone number; the
 * pairs of letters of a run of Chinese. */
struct term_group {
    struct term words[GROUP_WORDS_MAX];
    int count;
    bool pairs; /* the words are pairs of letters that follow each other */
    struct term_other others[GROUP_OTHERS_MAX];
    int other_count;
};

/* Hands on each group of the text, in order. Groups live until the next one, terms in the arena. */
typedef void terms_take(void *context, const struct term_group *group);
void terms_each(struct arena *arena, const char *text, terms_take *take, void *context);

/* All terms of a text with a blank between each: the words in their order, then what else they are found
 * under. Terms hold a-z, 0-9 and letters of other scripts, nothing else. NULL gives "". */
char *text_terms(struct arena *arena, const char *text);

enum { ASKED_PARTS_MAX = 12, ASKED_WAYS_MAX = 6 };

/* One way in which a part of a question may be met: all of its words. */
struct asked_way {
    struct {
        const char *text;
        bool prefix; /* what begins with it counts too: words of two letters and more */
    } words[GROUP_WORDS_MAX];
    int count;
    bool adjacent; /* and one directly behind the other */
};

/* What somebody looks for: every part must be met, in one of its ways. */
struct asked {
    struct {
        struct asked_way ways[ASKED_WAYS_MAX];
        int count;
    } parts[ASKED_PARTS_MAX];
    int count;
    bool cut; /* there were more parts than are looked at */
};

/* Understand a question: words, and "several words" in quotation marks, which must stand together. */
void terms_ask(struct arena *arena, const char *question, struct asked *out_asked);

/* Leave out words of one letter, which begin no word that the index knows; of those in quotation marks, of Chinese and
 * the like and of pictures none. `last_only`: only those that are still being typed, at the end of the question, and
 * not what it would be empty without. True when there were any. */
bool asked_drop_letters(struct asked *asked, bool last_only);

/* Does this word of a text meet some word of the question? `group` and `index`: the word. */
bool asked_meets(const struct asked *asked, const struct term_group *group, int index);

#endif
