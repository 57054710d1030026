/* SPDX-License-Identifier: GPL-3.0-or-later */
/* transliterate.h - other scripts in Latin letters, by ICU, which is loaded with the first word. */
#ifndef TEXT_TRANSLITERATE_H
#define TEXT_TRANSLITERATE_H

#include "base/arena.h"

enum { TRANSLITERATE_WORD_MAX = 256 /* code points */ };

/* A word of at most TRANSLITERATE_WORD_MAX code points in Latin letters ("张伟" -> "zhang wei", marks
 * may be left), or NULL when the system has no ICU or it does not know. */
char *transliterate(struct arena *arena, const char *word, size_t length);

#endif
