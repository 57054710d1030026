/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lexicon.h - the words of one language by which messages are checked: data/lexicons/LANGUAGE.txt.
 *
 *     [abbreviations]           never end a sentence: one or several a line, without the last
 *     period [abbreviations_may_end]   end it only before a [starters] word
 *     [starters] [ambiguous_names]
 *     [contractions]            suffix = word       n't = not
 *     [numbers]                 word = number       twenty = 20
 *     [durations]               phrase = minutes    half an hour = 30
 *     [class NAME]              phrases, separated by |
 *     [rule NAME]               one pattern a line
 *
 * A pattern is a row of: a word; {class}; (one|or another phrase); ?word ?{class} ?(...) may be
 * absent; .. up to four words, none of {gap_stops} and nothing stronger than a comma between; ...
 * up to eight words of any kind; ^ the beginning of the sentence. Words are compared folded. */
#ifndef METHOD_LEXICON_H
#define METHOD_LEXICON_H

#include "method/prose.h"

enum { LEXICON_TEXT_MAX = 128 * 1024, LEXICON_WORDS_MAX = 4096, PATTERN_ELEMENTS_MAX = 16 };

struct rule;

struct lexicon_error {
    int line;         /* from 1 */
    const char *code; /* "lexicon.unknown_class", ... */
};

/* INVALID with `out_error` (may be NULL) filled when the text breaks the form above. The lexicon
 * lives in the arena. */
MUST_CHECK enum status lexicon_read(struct arena *arena, const char *text,
                                    const struct lexicon **out_lexicon,
                                    struct lexicon_error *out_error);

/* The id of a folded word; 0 when the lexicon does not know it. */
int lexicon_word(const struct lexicon *lexicon, const char *folded, size_t length);

/* Is the word in a list? */
enum lexicon_list { LIST_ABBREVIATIONS, LIST_MAY_END, LIST_STARTERS, LIST_NAMES, LIST_COUNT };
bool lexicon_lists(const struct lexicon *lexicon, enum lexicon_list list, int id);

/* The suffix of a contraction that ends a folded word: its word, and its length in bytes; NULL when
 * there is none. */
const char *lexicon_contraction(const struct lexicon *lexicon, const char *folded, size_t length,
                                size_t *out_length);

/* The number a word stands for ("twenty", "20"), or -1. */
int lexicon_number(const struct lexicon *lexicon, const struct word *word);

/* The minutes of a phrase of [durations] that begins at a word, and how many words it has; -1 for
 * none. */
int lexicon_duration(const struct lexicon *lexicon, const struct prose *prose, uint32_t at,
                     uint32_t *out_words);

/* A rule by its name; NULL when this lexicon has none: it matches nothing then. */
const struct rule *lexicon_rule(const struct lexicon *lexicon, const char *name);

struct match {
    uint32_t first, last; /* words; last is behind the last one */
};

/* The first place in a sentence where one of the rule's patterns fits. Words that are `masked` (by
 * their index in the prose; NULL: none) fit no element but a gap. */
bool rule_find(const struct lexicon *lexicon, const struct rule *rule, const struct prose *prose,
               const struct sentence *sentence, const bool *masked, struct match *out_match);

/* Mask the words of every place where the rule fits. */
void rule_mask(const struct lexicon *lexicon, const struct rule *rule, const struct prose *prose,
               const struct sentence *sentence, bool *masked);

#endif
