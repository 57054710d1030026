/* SPDX-License-Identifier: GPL-3.0-or-later */
/* catalog.h - translations, compiled from po/ by tools/catalog into sorted tables. The key of a
 * sentence is its American English text. */
#ifndef TEXT_CATALOG_H
#define TEXT_CATALOG_H

#include "base/arena.h"

#include <stdint.h>

#ifndef N_
#define N_(text) text /* marks a sentence for the catalogue */
#endif
#define P_(one, many) one, many /* marks one with a plural */

/* Offsets instead of pointers: nothing is relocated when a program starts. At each offset stand the
 * English text (of a plural the form for one) and its translation or plural forms, each with its
 * NUL. */
struct catalog {
    const char *language; /* "en", "de", "qps" */
    const char *name;     /* "Deutsch" */
    const char *text;
    const uint32_t *entries; /* sorted by the English text */
    int count;
    int plural_rule; /* of text/plural.h */
};

extern const struct catalog *const catalogs[]; /* for people to choose: English first, then NULL */

/* The pseudo language of the tests: every sentence of the catalogue in brackets and with accents,
 * so that what is left plain is outside the catalogue. */
extern const struct catalog catalog_pseudo;

/* The catalog of a language tag ("de", "de-AT", "DE_at"), "qps" included; English for an unknown
 * one or NULL. */
const struct catalog *catalog_find(const char *language);

/* The sentence in the catalog's language, or itself. */
const char *catalog_text(const struct catalog *catalog, const char *english);

/* The form for `n` of a sentence with a singular and a plural in English. */
const char *catalog_plural(const struct catalog *catalog, const char *one, const char *many,
                           int64_t n);

/* A sentence with {holes}: each is replaced by what `fill` gives for its name (NULL: stays visible
 * as "{name}"). "{{" is one brace. A hole's name has at most 63 bytes. */
typedef const char *catalog_fill(void *context, const char *name);
char *catalog_compose(struct arena *arena, const char *sentence, catalog_fill *fill, void *context);

#endif
