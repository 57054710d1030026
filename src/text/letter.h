/* SPDX-License-Identifier: GPL-3.0-or-later */
/* letter.h - what one character is to a search: part of a word, under which form; something between
 * words; or nothing. Pure arithmetic and small tables, no library: prefixes of a word stay prefixes. */
#ifndef TEXT_LETTER_H
#define TEXT_LETTER_H

#include <stddef.h>
#include <stdint.h>

enum letter_class {
    LETTER_GAP,     /* between words */
    LETTER_NOTHING, /* a mark, an invisible control: as if it were not there */
    LETTER_WORD,    /* of a word of letters or digits */
    LETTER_GRAM, /* of a script written without blanks between words, or Hangul: found by pairs */
    LETTER_PICTURE,   /* a word by itself: emoji and other symbols that people look for */
    LETTER_APOSTROPHE /* joins when letters are on both sides */
};

enum { LETTER_BYTES = 8 };

struct letter {
    enum letter_class class;
    char text[LETTER_BYTES]; /* WORD, GRAM, PICTURE: the folded form, UTF-8; GAP: the sign if it
                                is of ASCII, else a blank */
    char other[4];           /* WORD: a second spelling ("ae" for an a with two dots), or "" */
};

/* The character at `*cursor`, which moves behind it and behind the marks that belong to it. Letters of
 * Latin alphabets become plain ones (fold.h); those of other scripts lose case, accents and points and
 * stay in their script. Digits of every script become 0 to 9, full-width and half-width forms the usual
 * ones, Hiragana Katakana. */
struct letter letter_next(const char **cursor, const char *end);

#endif
