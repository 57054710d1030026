/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_filter.h"

enum {
    BLOCK_WORDS = 8, /* 64 bytes: one line of the processor's cache */
    BLOCK_BYTES = BLOCK_WORDS * 8,
    BITS_OF_A_KEY = 5,
    BIT_NUMBER = 9 /* bits to say which of a block's */
};

void
import_filter_open(struct import_filter *filter, size_t bytes)
{
    filter->blocks = (uint32_t)(bytes < BLOCK_BYTES ? 1 : bytes / BLOCK_BYTES);
    arena_open(&filter->arena);
    filter->bits = arena_alloc(&filter->arena, import_filter_bytes(filter));
}

void
import_filter_close(struct import_filter *filter)
{
    if (filter->blocks > 0)
        arena_close(&filter->arena);
    *filter = (struct import_filter){.blocks = 0};
}

size_t
import_filter_bytes(const struct import_filter *filter)
{
    return (size_t)filter->blocks * BLOCK_BYTES;
}

static uint64_t
stir(uint64_t hash)
{
    hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccdULL;
    hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53ULL;
    return hash ^ hash >> 33;
}

static uint64_t *
block_of(const struct import_filter *filter, uint64_t stirred)
{
    uint64_t at = (stirred >> 32) * filter->blocks >> 32;
    return filter->bits + at * BLOCK_WORDS;
}

static uint64_t
bit_of(uint64_t mixed, int n, int *out_word)
{
    uint64_t bit = mixed >> (n * BIT_NUMBER) & ((1 << BIT_NUMBER) - 1);
    *out_word = (int)(bit / 64);
    return UINT64_C(1) << bit % 64;
}

void
import_filter_put(struct import_filter *filter, uint64_t key)
{
    uint64_t stirred = stir(key), *block = block_of(filter, stirred), mixed = stir(stirred);
    int word;
    for (int n = 0; n < BITS_OF_A_KEY; n++) {
        uint64_t bit = bit_of(mixed, n, &word);
        block[word] |= bit;
    }
}

bool
import_filter_has(const struct import_filter *filter, uint64_t key)
{
    uint64_t stirred = stir(key), mixed = stir(stirred);
    const uint64_t *block = block_of(filter, stirred);
    int word;
    for (int n = 0; n < BITS_OF_A_KEY; n++) {
        uint64_t bit = bit_of(mixed, n, &word);
        if ((block[word] & bit) == 0)
            return false;
    }
    return true;
}
