/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_filter.h - a filter of bits (a blocked Bloom filter): it says "perhaps" of every key that was put in and of a
 * few others, and "no" of all else. Five bits for each key, in one line of the processor's cache; of keys that are not in
 * it, it says "perhaps" of one in 600 where it has 16 bits for each that is, of one in 65 where it has 9, of one in 5 at 4. */
#ifndef DOMAIN_IMPORT_FILTER_H
#define DOMAIN_IMPORT_FILTER_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* Begin with {0}. Without blocks it is closed. */
struct import_filter {
    struct arena arena;
    uint64_t *bits;
    uint32_t blocks;
};

/* Empty, of so many bytes, 64 at least; closed before. */
void import_filter_open(struct import_filter *filter, size_t bytes);
void import_filter_close(struct import_filter *filter);
size_t import_filter_bytes(const struct import_filter *filter);

void import_filter_put(struct import_filter *filter, uint64_t key);
bool import_filter_has(const struct import_filter *filter, uint64_t key);

#endif
