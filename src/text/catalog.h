/* SPDX-License-Identifier: GPL-3.0-or-later */
/* catalog.h - translations, compiled from po/ by tools/embed into sorted tables. The key of a sentence
 * is its American English text. */
#ifndef TEXT_CATALOG_H
#define TEXT_CATALOG_H

#include "base/arena.h"

#include <stdint.h>

struct catalog_entry {
    const char *id;             /* English; for plurals the form for one */
    const char *const *forms;   /* translation(s), by plural form */
};

struct catalog {
    const char *language;       /* "en", "de", "qps" (the pseudo language of the tests) */
    const char *name;           /* "Deutsch" */
    const struct catalog_entry *entries; /* sorted by id */
    int count;
    int plural_rule;            /* catalog.c's table: see catalog_plural_form */
};

extern const struct catalog *const catalogs[]; /* English first, ended by NULL */

const struct catalog *catalog_find(const char *language);

/* The sentence in the catalog's language, or itself. */
const char *catalog_text(const struct catalog *catalog, const char *english);

/* The form for `n` of a sentence with a singular and a plural in English. */
const char *catalog_plural(const struct catalog *catalog, const char *one, const char *many,
                           int64_t n);

/* A sentence with {holes}: each is replaced by what `fill` gives for its name (NULL: stays visible as
 * "{name}"). "{{" is one brace. */
typedef const char *catalog_fill(void *context, const char *name);
char *catalog_compose(struct arena *arena, const char *sentence, catalog_fill *fill, void *context);

#endif
