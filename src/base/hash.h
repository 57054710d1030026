/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hash.h - FNV-1a of 64 bits (Fowler, Noll, Vo): small and quick for short keys, and no defence against somebody who
 * looks for keys that meet. Stores hold such hashes (person_key_hash): it must stay as it is. Its last bytes reach only the
 * low bits and those above them: who needs all bits alike mixes once more. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_BEGIN UINT64_C(0xcbf29ce484222325)

/* `hash`: HASH_BEGIN, or that of what stands before. */
static inline uint64_t
hash_byte(uint64_t hash, char byte)
{
    return (hash ^ (unsigned char)byte) * UINT64_C(0x100000001b3);
}

static inline uint64_t
hash_bytes(uint64_t hash, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        hash = hash_byte(hash, bytes[i]);
    return hash;
}

/* Without the byte that ends it. */
static inline uint64_t
hash_text(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++)
        hash = hash_byte(hash, *text);
    return hash;
}

#endif
