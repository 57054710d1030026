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

/* The same of a name whose given and family names are known apart (else NULL or ""): "García Márquez, Gabriel" is under
 * "garcia marquez gabriel", with the particles in front of the family's name. */
char *text_name_key_of(struct arena *arena, const char *name, const char *given,
                       const char *family);

/* The keys under which somebody of this name may be found, the likeliest first: their own; the one without the parts;
 * and, of a name that is not known apart, those of a family of two or three words. How many there are. */
enum { NAME_KEYS = 3 };
int text_name_keys(struct arena *arena, const char *name, const char *given, const char *family,
                   const char *out_keys[NAME_KEYS]);

#endif
