/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/lookup.h"

#include "base/hash.h"

#include <string.h>

enum { FIRST_SIZE = 64 };

struct lookup_place {
    const char *text; /* NULL: free */
    void *value;
};

void
lookup_open(struct lookup *lookup, struct arena *arena)
{
    *lookup = (struct lookup){.arena = arena};
}

static uint32_t
hash(const char *text)
{
    uint64_t hash = hash_text(HASH_BEGIN, text);
    return (uint32_t)(hash ^ (hash >> 32));
}

/* Where the text stands, or the free place for it. */
static struct lookup_place *
place_of(const struct lookup *lookup, const char *text)
{
    uint32_t at = hash(text) & (lookup->size - 1);
    while (lookup->places[at].text != NULL && strcmp(lookup->places[at].text, text) != 0)
        at = (at + 1) & (lookup->size - 1);
    return &lookup->places[at];
}

static void
grow(struct lookup *lookup)
{
    struct lookup larger = *lookup;
    larger.size = lookup->size == 0 ? FIRST_SIZE : lookup->size * 2;
    larger.places = arena_alloc(lookup->arena, larger.size * sizeof *larger.places);
    for (uint32_t i = 0; i < lookup->size; i++)
        if (lookup->places[i].text != NULL)
            *place_of(&larger, lookup->places[i].text) = lookup->places[i];
    *lookup = larger;
}

void *
lookup_get(const struct lookup *lookup, const char *text)
{
    return lookup->size == 0 ? NULL : place_of(lookup, text)->value;
}

void
lookup_put(struct lookup *lookup, const char *text, void *value)
{
    if (lookup->count * 4 >= lookup->size * 3)
        grow(lookup);
    struct lookup_place *place = place_of(lookup, text);
    lookup->count += place->text == NULL;
    *place = (struct lookup_place){text, value};
}
