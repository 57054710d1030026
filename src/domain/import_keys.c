/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_keys.h"

#include "base/hash.h"

#include <string.h>

enum {
    KEYS_FIRST = 1 << 12,
    MANY_BYTES = 4 << 20 /* one wrong "perhaps" in 600 rows of two millions, one in 5 of eight */
};

#define HASH_APART UINT64_C(0x100000001b3) /* between the hashes of two kinds */

static uint64_t
mix(uint64_t hash, const char *bytes, size_t length)
{
    for (; length >= 8; bytes += 8, length -= 8) {
        uint64_t word;
        memcpy(&word, bytes, sizeof word);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15ULL;
        hash ^= hash >> 32;
    }
    for (; length > 0; bytes++, length--)
        hash = hash_byte(hash, *bytes);
    return hash_byte(hash, '\xff');
}

static uint64_t
mix_doc(uint64_t hash, const struct doc *value)
{
    switch (value->kind) {
    case DOC_TEXT:
    case DOC_MARKUP: return mix(hash, value->text, value->count);
    case DOC_LIST:
        for (uint32_t i = 0; i < value->count; i++)
            hash = mix_doc(hash * 31, doc_item(value, i));
        return hash;
    case DOC_MAP:
        for (uint32_t i = 0; i < value->count; i++)
            if (!doc_is_empty(doc_value(value, i)))
                hash = mix_doc(mix(hash, doc_key(value, i), strlen(doc_key(value, i))),
                               doc_value(value, i));
        return hash;
    case DOC_BOOL: return mix(hash, value->boolean ? "y" : "n", 1);
    case DOC_INT: return mix(hash, (const char *)&value->integer, sizeof value->integer);
    case DOC_NULL:
    case DOC_REAL: break;
    }
    return hash;
}

uint64_t
import_hash(uint64_t kind, const char *bytes, size_t length)
{
    return mix(HASH_BEGIN + kind * HASH_APART, bytes, length);
}

/* Without what only says where the row stood. */
int64_t
import_digest(const struct doc *row)
{
    uint64_t hash = HASH_BEGIN;
    for (uint32_t i = 0; i < doc_count(row); i++) {
        const char *key = doc_key(row, i);
        if (doc_is_empty(doc_value(row, i)) || strcmp(key, "row") == 0 || strcmp(key, "line") == 0)
            continue;
        hash = mix_doc(mix(hash, key, strlen(key)), doc_value(row, i));
    }
    return (int64_t)hash;
}

static void
put_key(uint64_t *places, uint32_t size, uint64_t key)
{
    uint32_t at = (uint32_t)key & (size - 1);
    while (places[at] != 0)
        at = (at + 1) & (size - 1);
    places[at] = key;
}

static void
close_places(struct import_keys *keys)
{
    if (keys->size > 0)
        arena_close(&keys->arena);
    keys->places = NULL;
    keys->size = 0;
}

static void
grow(struct import_keys *keys)
{
    uint32_t size = keys->size == 0 ? KEYS_FIRST : keys->size * 2;
    struct arena arena;
    arena_open(&arena);
    uint64_t *places = arena_alloc(&arena, size * sizeof *places);
    for (uint32_t i = 0; i < keys->size; i++)
        if (keys->places[i] != 0)
            put_key(places, size, keys->places[i]);
    close_places(keys);
    keys->arena = arena;
    keys->places = places;
    keys->size = size;
}

static bool
is_there(struct import_keys *keys, uint64_t key)
{
    key = key == 0 ? 1 : key;
    if (keys->count * 4 >= keys->size * 3)
        grow(keys);
    uint32_t at = (uint32_t)key & (keys->size - 1);
    for (; keys->places[at] != 0; at = (at + 1) & (keys->size - 1))
        if (keys->places[at] == key)
            return true;
    keys->places[at] = key;
    keys->count++;
    return false;
}

static void
keep_bits(struct import_keys *keys)
{
    import_filter_open(&keys->many, MANY_BYTES);
    for (uint32_t i = 0; i < keys->size; i++)
        if (keys->places[i] != 0)
            import_filter_put(&keys->many, keys->places[i]);
    close_places(keys);
}

enum import_seen
import_keys_see(struct import_keys *keys, size_t most, uint64_t key)
{
    if (keys->count < most)
        return is_there(keys, key) ? SEEN_BEFORE : SEEN_NEVER;
    if (keys->many.blocks == 0)
        keep_bits(keys);
    if (import_filter_has(&keys->many, key))
        return SEEN_PERHAPS;
    import_filter_put(&keys->many, key);
    return SEEN_NEVER;
}

void
import_keys_close(struct import_keys *keys)
{
    close_places(keys);
    import_filter_close(&keys->many);
    keys->count = 0;
}

static const char *const own_names[] = {"uid", "profile_key", "id"};
enum { OWN_NAMES = sizeof own_names / sizeof *own_names };

bool
import_key_is_own(const struct doc *row)
{
    for (size_t i = 0; i < OWN_NAMES; i++)
        if (doc_text_of(row, own_names[i])[0] != '\0')
            return true;
    return false;
}

/* By what a row of the same file is known again: the card's name, a profile, our own id, else name, organization and
 * address. Without an address it must be the same in everything: two may share a name, or have none. */
uint64_t
import_key(const struct doc *row, int64_t digest)
{
    static const char *const keys[] = {"name_key", "organization_key"};
    for (size_t i = 0; i < OWN_NAMES; i++)
        if (doc_text_of(row, own_names[i])[0] != '\0')
            return mix_doc(HASH_BEGIN + i, doc_get(row, own_names[i]));
    if (doc_count(doc_get(row, "contact_points")) == 0)
        return mix(HASH_BEGIN + 3, (const char *)&digest, sizeof digest);
    uint64_t hash = HASH_BEGIN + 4;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        hash = mix(hash, doc_text_of(row, keys[i]), strlen(doc_text_of(row, keys[i])));
    const struct doc *points = doc_get(row, "contact_points");
    for (uint32_t i = 0; i < doc_count(points); i++) {
        const char *value = doc_text_of(doc_item(points, i), "value_key");
        hash = mix(hash, value, strlen(value));
    }
    return hash;
}
