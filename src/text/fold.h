/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fold.h - the key under which text is compared, sorted and searched: "Łukasiewicz" ->
 * "lukasiewicz", "Zoë" -> "zoe". A table for Latin letters; everything else through ICU
 * ("Any-Latin; Latin-ASCII; Lower"), which is loaded when first needed. */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/arena.h"

/* Lower case, without marks, in Latin letters, blanks runs as one blank, none at the ends. NULL
 * gives "". */
char *text_fold(struct arena *arena, const char *text);

/* The key a name is sorted under: folded, family name first. */
char *text_name_key(struct arena *arena, const char *name);

#endif
