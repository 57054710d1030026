/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_keys.h - rows of one file told apart by a hash: of all that a row says, and of who it is. */
#ifndef DOMAIN_IMPORT_KEYS_H
#define DOMAIN_IMPORT_KEYS_H

#include "doc/doc.h"

/* Hashes, open addressing; 0 is an empty place. Begin with {0} and an open arena; it is closed by who opened it. */
struct import_keys {
    struct arena arena;
    uint64_t *places;
    uint32_t size, count;
};

/* Was the key there already? It is from now on. */
bool import_keys_have(struct import_keys *keys, uint64_t key);

/* Of some bytes, apart from the same bytes of another kind. */
uint64_t import_hash(uint64_t kind, const char *bytes, size_t length);

/* Of what a row says, without where it stood. */
int64_t import_digest(const struct doc *row);

/* By what a row of the same file is known again: the card's name, a profile, else name, organization and
 * address. */
uint64_t import_key(const struct doc *row, int64_t digest);

#endif
