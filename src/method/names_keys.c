/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/names_private.h"

#include "base/hash.h"

#include <string.h>

enum { FAMILIES_MAX = 4, GIVENS_MAX = 3 };

struct keys {
    uint64_t *at;
    int count;
};

/* A word with the byte that ends it, so that two of them do not run together. */
static uint64_t
hash_word(uint64_t hash, const char *word)
{
    return hash_byte(hash_text(hash, word), '\0');
}

static uint64_t
hash_of(char kind)
{
    return hash_byte(HASH_BEGIN, kind);
}

static void
add_key(struct keys *keys, uint64_t hash, bool asks)
{
    hash ^= hash >> 32; /* the last letters reach the low bits only */
    hash *= 0x9e3779b97f4a7c15u;
    hash = (hash & ~(uint64_t)1) | asks;
    for (int i = 0; i < keys->count; i++)
        if (keys->at[i] == hash)
            return;
    if (keys->count < NAME_KEYS_MAX)
        keys->at[keys->count++] = hash;
}

static void
add(struct keys *keys, uint64_t hash)
{
    add_key(keys, hash, true);
}

/* Whichever of the two stands in front. */
static void
add_pair(struct keys *keys, char kind, const char *a, const char *b, bool asks)
{
    bool turned = strcmp(a, b) > 0;
    add_key(keys, hash_word(hash_word(hash_of(kind), turned ? b : a), turned ? a : b), asks);
}

static void
add_groups(struct keys *keys, char kind, const char *family, const uint16_t *groups, int count)
{
    for (int i = 0; i < count; i++) {
        char number[2] = {(char)(groups[i] & 0xff), (char)(groups[i] >> 8)};
        add(keys, hash_bytes(hash_word(hash_of(kind), family), number, sizeof number));
    }
}

static void
add_words(struct keys *keys, const struct name_word *family, const struct name_word *given)
{
    char letter[2] = {given->text[0], '\0'};
    if (family == given || family->initial)
        return;
    add_key(keys, hash_word(hash_word(hash_of('i'), family->rough), letter), given->initial);
    if (given->initial)
        return;
    add_pair(keys, 'p', family->rough, given->rough, true);
    add_groups(keys, 's', family->rough, given->facts.groups, given->facts.group_count);
    add_groups(keys, 'l', family->rough, given->facts.spellings, given->facts.spelling_count);
}

/* All forms of "given family" with one letter less: two names a letter apart share one. */
static void
add_typos(struct keys *keys, const struct name_word *family, const struct name_word *given)
{
    size_t first = strlen(family->rough), second = strlen(given->rough);
    if (family->initial || given->initial || first + second > 32)
        return;
    add(keys, hash_word(hash_word(hash_of('t'), family->rough), given->rough));
    for (size_t i = 0; i < first && family->length >= TYPO_LENGTH; i++) {
        uint64_t hash = hash_bytes(hash_of('t'), family->rough, i);
        add(keys, hash_word(hash_word(hash, family->rough + i + 1), given->rough));
    }
    for (size_t i = 0; i < second && given->length >= TYPO_LENGTH; i++) {
        uint64_t hash = hash_bytes(hash_word(hash_of('t'), family->rough), given->rough, i);
        add(keys, hash_word(hash, given->rough + i + 1));
    }
}

static void
add_skeleton(struct keys *keys, const struct name *name)
{
    const struct name_word *first = &name->words[0], *last = &name->words[name->count - 1];
    if (strlen(first->skeleton) + strlen(last->skeleton) >= 4)
        add_pair(keys, 'k', first->skeleton, last->skeleton, name->foreign);
    if (strlen(first->skeleton) + strlen(name_bare_skeleton(last)) >= 4)
        add_pair(keys, 'k', first->skeleton, name_bare_skeleton(last), name->foreign);
}

int
name_keys(const struct name *name, uint64_t out_keys[NAME_KEYS_MAX])
{
    struct keys keys = {.at = out_keys};
    if (name->count == 0)
        return 0;
    add(&keys, hash_word(hash_of('j'), name->joined_rough));
    add(&keys, hash_word(hash_of('j'), name->turned_rough));
    if (name->count == 1)
        return keys.count;
    /* Families are the family's words and the middle ones, which may be families too. */
    for (int i = name->count - 1; i > 0 && i >= name->count - FAMILIES_MAX; i--)
        for (int j = 0; j < name->family && j < GIVENS_MAX; j++)
            add_words(&keys, &name->words[i], &name->words[j]);
    if (name->other.length > 0)
        add_words(&keys, &name->words[name->count - 1], &name->other);
    add_skeleton(&keys, name);
    add_typos(&keys, &name->words[name->count - 1], &name->words[0]);
    return keys.count;
}
