/* SPDX-License-Identifier: GPL-3.0-or-later */
/* name_parts.h - a name as it is shown, from its parts. */
#ifndef TEXT_NAME_PARTS_H
#define TEXT_NAME_PARTS_H

#include "base/arena.h"

#include <stdbool.h>

struct name_parts {
    const char *prefix, *given, *additional, *family, *suffix; /* NULL or "": none */
};

/* Does the family's name come first? In Han, Kana and Hangul, and for those who live in a language that
 * does so in Latin letters: Hungarian, Vietnamese, Khmer, Chinese, Japanese, Korean (`language`: a tag or
 * the English or own name of one, or NULL). */
bool name_family_first(const struct name_parts *parts, const char *language);

/* "Dr. Ada M. Quinn, PhD"; "Nagy Éva"; "王小明" (no blank between Han, Kana or Hangul of two parts). NULL
 * when there is neither a given nor a family name. */
char *name_compose(struct arena *arena, const struct name_parts *parts, const char *language);

#endif
