/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_keys.h - rows of one file told apart by a hash: of all that a row says, and of who it is. */
#ifndef DOMAIN_IMPORT_KEYS_H
#define DOMAIN_IMPORT_KEYS_H

#include "doc/doc.h"
#include "domain/import_filter.h"

/* Hashes, open addressing; 0 is an empty place. When there are too many of them, bits: "perhaps" for any number of rows, in
 * half of the memory. Begin with {0}. */
struct import_keys {
    struct arena arena;
    uint64_t *places;
    uint32_t size, count;
    struct import_filter many;
};

/* Was the key there already? It is from now on. Beyond `most` of them, the same for all calls, only SEEN_NEVER is sure. */
enum import_seen { SEEN_NEVER, SEEN_BEFORE, SEEN_PERHAPS };
enum import_seen import_keys_see(struct import_keys *keys, size_t most, uint64_t key);

void import_keys_close(struct import_keys *keys);

/* Of some bytes, apart from the same bytes of another kind. */
uint64_t import_hash(uint64_t kind, const char *bytes, size_t length);

/* Of what a row says, without where it stood. */
int64_t import_digest(const struct doc *row);

/* By what a row of the same file is known again: the card's name, a profile, else name, organization and
 * address. */
uint64_t import_key(const struct doc *row, int64_t digest);

/* Is that something which one person has alone? */
bool import_key_is_own(const struct doc *row);

#endif
