/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fold_latin.h - what the letters of Latin-1, Latin Extended-A and -B, Latin Extended Additional
 * and the general punctuation become in a key: the Latin-ASCII transform of the Unicode CLDR in
 * lower case, and for the African and Azerbaijani letters that it leaves out, what people type for
 * them. */
#ifndef TEXT_FOLD_LATIN_H
#define TEXT_FOLD_LATIN_H

#include <stdint.h>

enum {
    FOLD_MAX = 5, /* bytes of the longest replacement, with its NUL */
    FOLD_LATIN_FIRST = 0xa0,
    FOLD_LATIN_COUNT = 432,
    FOLD_ADDITIONAL_FIRST = 0x1e00,
    FOLD_ADDITIONAL_COUNT = 256,
    FOLD_PUNCTUATION_FIRST = 0x2010,
    FOLD_PUNCTUATION_COUNT = 24
};

extern const char fold_latin[FOLD_LATIN_COUNT][FOLD_MAX];
extern const char fold_additional[FOLD_ADDITIONAL_COUNT][FOLD_MAX];
extern const char fold_punctuation[FOLD_PUNCTUATION_COUNT][FOLD_MAX];

/* What a character of the tables becomes ("" for a mark or an invisible control); NULL for one of another
 * script. */
const char *fold_letter(uint32_t code_point);

#endif
