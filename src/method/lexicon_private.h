/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lexicon_private.h - what the reader of a lexicon (lexicon.c) leaves for the matcher (pattern.c).
 * */
#ifndef METHOD_LEXICON_PRIVATE_H
#define METHOD_LEXICON_PRIVATE_H

#include "method/lexicon.h"

struct phrase {
    const int *ids;
    uint32_t count;
    int number; /* of [durations] */
};

struct phrases {
    struct phrase *items;
    uint32_t count, capacity;
};

struct word_class {
    const char *name; /* NULL for (one|another) */
    struct phrases phrases;
};

enum element_kind { ELEMENT_WORD, ELEMENT_CLASS, ELEMENT_GAP, ELEMENT_ANY, ELEMENT_BEGIN };

struct element {
    enum element_kind kind;
    bool optional;
    int id;                         /* WORD */
    const struct word_class *words; /* CLASS */
};

struct pattern {
    struct element elements[PATTERN_ELEMENTS_MAX];
    uint32_t count;
};

struct rule {
    const char *name;
    struct pattern *patterns;
    uint32_t count, capacity;
};

enum { CLASSES_MAX = 2048, RULES_MAX = 64, SUFFIXES_MAX = 32, SLOTS = LEXICON_WORDS_MAX * 2 };

struct lexicon {
    const char *words[LEXICON_WORDS_MAX]; /* by id, from 1 */
    uint16_t slots[SLOTS];                /* hash table of ids */
    uint8_t lists[LEXICON_WORDS_MAX];     /* a bit for each list a word is in */
    int16_t numbers[LEXICON_WORDS_MAX];   /* -1: none */
    int word_count;                       /* with the unused 0 */
    struct word_class classes[CLASSES_MAX];
    uint32_t class_count;
    struct rule rules[RULES_MAX];
    uint32_t rule_count;
    struct {
        const char *suffix, *word;
    } suffixes[SUFFIXES_MAX];
    uint32_t suffix_count;
    struct phrases durations;
    const struct word_class *gap_stops;
};

#endif
