/* SPDX-License-Identifier: GPL-3.0-or-later */
/* names.h - how alike the names of two people are, in any script and order: marks, transliteration,
 * nicknames, initials, double family names, particles, typing errors, swapped and changed names. It
 * judges names alone; whether two records are one person is method/sameness.h's question.
 *
 * What it knows of given names comes from data/lexicons/nicknames.txt. */
#ifndef METHOD_NAMES_H
#define METHOD_NAMES_H

#include "base/arena.h"

#include <stdbool.h>

enum {
    NICKNAMES_TEXT_MAX = 256 * 1024, /* bytes */
    NICKNAMES_WORDS_MAX = 8192,      /* words of all groups */
    NAME_BYTES_MAX = 400,            /* what is longer is compared by its beginning */
    NAME_WORDS_MAX = 12,
    NAME_REASONS_MAX = 4,
    NAME_KEYS_MAX = 96,
    NAME_ALIKE = 80,       /* from here on two names may well be one person's */
    NAME_WEAKLY_ALIKE = 45 /* something of them is the same: enough only beside other evidence */
};

struct nicknames;

/* Read the lexicon's text into the arena. INVALID with the line (from 1) of the first mistake: no
 * section, a group of one, a letter that is not folded, too much. */
MUST_CHECK enum status nicknames_read(struct arena *arena, const char *text,
                                      const struct nicknames **out_nicknames, int *out_line);

/* A name as it is known: the whole, or its parts, or both (the parts then decide which words are the
 * family's). Any may be NULL or "". */
struct name_parts {
    const char *name, *given, *additional, *family, *suffix, *nickname;
};

struct name;

/* Take a name apart. `nicknames` may be NULL: then none are known. Never fails: an empty name is like
 * no other. What it refers to lives in the arena; the lexicon must live as long. */
const struct name *name_read(struct arena *arena, const struct nicknames *nicknames,
                             const struct name_parts *parts);

bool name_is_empty(const struct name *name);

struct likeness {
    int score; /* 0 to 100: 100 the same letters, NAME_ALIKE and more: may well be one person */
    int reason_count;
    /* Codes, the weightiest difference first; their words stand in data/words/duplicate.txt:
     *   name.same      the same letters
     *   name.marks     the same but for marks, capitals or punctuation (Zoë Müller, zoe muller)
     *   name.script    the same sound in two scripts (Дмитрий, Dmitry)
     *   name.order     the same words in another order
     *   name.spelling  two spellings of one name (Meyer, Maier; Mohammed, Muhammad)
     *   name.nickname  Bob and Robert
     *   name.initial   a letter stands for a name (J. Smith)
     *   name.middle    one goes by the middle name, or leaves it out
     *   name.part      one family name of two (Garcia, Garcia Marquez; a name after a wedding)
     *   name.typo      a letter or two apart
     *   name.given     only the given name is the same: weak (a changed family name, or two people)
     * Names of a single word never reach NAME_ALIKE. */
    const char *reasons[NAME_REASONS_MAX];
};

struct likeness names_compare(const struct name *a, const struct name *b);

/* Do two names of at least two words each have a family's name in common, however it is written? Beside
 * given names that differ, such two are rather relatives than one person. */
bool names_of_one_family(const struct name *a, const struct name *b);

/* Keys of which alike names share at least one with near certainty: to find pairs among many without
 * comparing all. The lowest bit of a key says that this name asks: two names with the same rest of a
 * key are worth comparing when at least one of them asks (a full name need not be compared with all
 * others of its initial, but a mere initial must). Returns how many were written; none for an empty
 * name. The same in every process. */
int name_keys(const struct name *name, uint64_t out_keys[NAME_KEYS_MAX]);

#endif
