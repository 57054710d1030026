/* SPDX-License-Identifier: GPL-3.0-or-later */
/* name_words.h - the words around a name: "Dr." before it, "Jr." behind it, "van der" in it. Of folded
 * words (text/fold.h); a period at the end may be there or not. */
#ifndef TEXT_NAME_WORDS_H
#define TEXT_NAME_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool name_word_is_title(const char *word, size_t length);
bool name_word_is_suffix(const char *word, size_t length);
bool name_word_is_particle(const char *word, size_t length);

/* Is it a letter of Han, Kana or Hangul? */
bool name_letter_is_east_asian(uint32_t code_point);

/* Is a name written in a script in which the family's name comes first: Han, Kana, Hangul? */
bool name_begins_with_family(const char *name);

#endif
