/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lookup.h - what belongs to a text, for any number of texts. (The maps of doc/doc.h are for the few keys of a row.) */
#ifndef BASE_LOOKUP_H
#define BASE_LOOKUP_H

#include "base/arena.h"

#include <stdint.h>

struct lookup {
    struct arena *arena;
    struct lookup_place *places;
    uint32_t size, count;
};

void lookup_open(struct lookup *lookup, struct arena *arena);

/* The value under this text, or NULL. */
void *lookup_get(const struct lookup *lookup, const char *text);

/* Put a value, which is not NULL, under a text that lives as long as the lookup; another one there gives way. */
void lookup_put(struct lookup *lookup, const char *text, void *value);

#endif
