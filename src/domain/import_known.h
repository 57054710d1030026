/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_known.h - what files said of the people in the store the last time: a row that says the same again is found
 * here, before anything is made of it. A hint: two rows may share a place, and people come and go meanwhile, so whoever
 * uses it asks the store for the person (import_known in sql/import.sql). */
#ifndef DOMAIN_IMPORT_KNOWN_H
#define DOMAIN_IMPORT_KNOWN_H

#include "store/store.h"

enum {
    KNOWN_MOST =
        3 << 18 /* people; of a larger store nothing is remembered here. 8 bytes each, and room */
};

/* Open addressing; an empty place is 0. Begin with {0}. */
struct import_known {
    struct arena arena;
    uint64_t *places;
    uint32_t size, left; /* places, and how many may still be taken */
};

/* All people of an owner, when a file of so many bytes is worth it: of a small one each row is asked for. In a reading
 * transaction of its own. Memory until import_known_close. */
MUST_CHECK enum status import_known_load(struct import_known *known, struct store *store,
                                         int64_t owner, int64_t bytes);

/* The number (doc) of the one person of whom a file of that kind said exactly this; 0: nobody, or several. */
int64_t import_known_find(const struct import_known *known, int64_t owner, const char *kind,
                          int64_t digest);

/* Accepts one that was never loaded. */
void import_known_close(struct import_known *known);

#endif
