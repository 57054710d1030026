/* SPDX-License-Identifier: GPL-3.0-or-later */
/* names_private.h - a name taken apart; what names.c, names_read.c, names_sound.c and nicknames.c
 * share. */
#ifndef METHOD_NAMES_PRIVATE_H
#define METHOD_NAMES_PRIVATE_H

#include "method/names.h"

enum {
    GROUPS_MAX = 8,
    JOINED_MAX = 120,
    NAME_ARTICLE_LEAST = 6, /* letters of a word that may begin with the Arabic article */
    TYPO_LENGTH = 4         /* shorter words differ from others by one letter too often */
};

/* What a lexicon says of a word. */
struct word_facts {
    uint16_t groups[GROUPS_MAX]; /* of [short]; a word in more groups counts in the first ones */
    int group_count;
    uint16_t spellings[GROUPS_MAX]; /* groups of [spellings] */
    int spelling_count;
    bool known; /* a given name of its own, in any section */
};

struct name_word {
    const char *text;     /* folded, letters and digits only */
    const char *sound;    /* how it may be spelled in Latin letters, made one */
    const char *rough;    /* the same across scripts */
    const char *skeleton; /* the consonants of that, for scripts that leave vowels out */
    int length;
    bool initial; /* one letter that stands for a name */
    struct word_facts facts;
};

struct name {
    const char *raw; /* as it was given, blanks joined; for telling marks from letters */
    struct name_word words[NAME_WORDS_MAX]; /* given names first, then the family's */
    int count;
    int family;             /* index of the first family word; count when there is none */
    struct name_word other; /* a nickname of its own; length 0: none */
    const char *generation; /* "jr", "sr", "iii"; "" */
    const char *joined;     /* all letters of all words, at most JOINED_MAX */
    const char *joined_rough, *turned_rough; /* given names first, and the family's first */
    bool foreign;                            /* not written in Latin letters */
    bool vowelless;
};

/* Facts of a folded word; of all words of one rough form when `word` is NULL, for a name of another
 * script; none when `nicknames` is NULL. */
void nicknames_facts(const struct nicknames *nicknames, const char *word, const char *rough,
                     struct word_facts *out_facts);

/* The spellings of one sound as one key: "meyer", "maier" -> "maier". */
const char *name_sound(struct arena *arena, const char *word);

/* Across scripts, where "Дмитрий" comes out as "dmitrij": rougher. */
const char *name_rough(struct arena *arena, const char *word);
const char *name_skeleton(struct arena *arena, const char *rough);

/* The skeleton of "Alkhatib" without the article, of other words as it is. */
const char *name_bare_skeleton(const struct name_word *word);

/* How many letters two words are apart: insertions, deletions, replacements, and neighbors swapped.
 * `most` + 1 when it is more than `most`. */
int name_distance(const char *a, const char *b, int most);

#endif
