/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_known.h"

#include "statements.h"

#include <string.h>

enum { BYTES_OF_A_ROW = 128, PEOPLE_PER_ROW = 8, NUMBER_BITS = 32 };

/* A place holds half of the hash, which tells it from others, and the person's number within the owner's: 0 when there
 * are several. */
#define NUMBER_MASK ((UINT64_C(1) << NUMBER_BITS) - 1)

static uint64_t
hash_of(const char *kind, int64_t digest)
{
    uint64_t hash = (uint64_t)digest;
    for (; *kind != '\0'; kind++)
        hash = (hash ^ (unsigned char)*kind) * 0x9e3779b97f4a7c15ULL;
    hash ^= hash >> 32;
    hash *= 0x9e3779b97f4a7c15ULL;
    return hash ^ hash >> 29;
}

/* Where it stands, or the empty place where it would. */
static uint64_t *
place_of(const struct import_known *known, uint64_t hash)
{
    uint64_t mark = (hash >> NUMBER_BITS | 1) << NUMBER_BITS;
    uint32_t at = (uint32_t)hash & (known->size - 1);
    while (known->places[at] != 0 && (known->places[at] & ~NUMBER_MASK) != mark)
        at = (at + 1) & (known->size - 1);
    return &known->places[at];
}

static enum status
take_source(void *context, const struct doc *row)
{
    struct import_known *known = context;
    uint64_t hash = hash_of(doc_text_of(row, "kind"), doc_int_of(row, "digest"));
    uint64_t mark = (hash >> NUMBER_BITS | 1) << NUMBER_BITS;
    uint64_t *place = place_of(known, hash);
    bool first = *place == 0;
    if (known->left == 0)
        return STATUS_BUSY;
    known->left -= first;
    *place = first ? mark | ((uint64_t)doc_int_of(row, "parent") & NUMBER_MASK) : mark;
    return STATUS_OK;
}

static enum status
count_people(struct import_known *known, struct store *store, struct doc *params,
             int64_t *out_count)
{
    struct doc *row;
    doc_set_text(params, "noun", "person");
    TRY(store_begin(store, STORE_READ));
    enum status status = store_row(store, &known->arena, &sql_tally_read, params, &row);
    store_rollback(store);
    TRY(status);
    *out_count = doc_int_of(row, "count");
    return STATUS_OK;
}

enum status
import_known_load(struct import_known *known, struct store *store, int64_t owner, int64_t bytes)
{
    int64_t people;
    arena_open(&known->arena);
    struct doc *params = doc_map(&known->arena);
    doc_set_int(params, "owner", owner);
    TRY(count_people(known, store, params, &people));
    if (people == 0 || people > KNOWN_MOST || bytes / BYTES_OF_A_ROW * PEOPLE_PER_ROW < people)
        return STATUS_OK;
    /* Files of several kinds may have brought the same people. */
    uint32_t size = 1024;
    while (size / 4 * 3 < people)
        size *= 2;
    known->size = size;
    known->left = size / 8 * 7;
    known->places = arena_alloc(&known->arena, size * sizeof *known->places);
    enum status status = store_each(store, &sql_import_sources, params, take_source, known);
    if (status == STATUS_BUSY && known->left == 0)
        import_known_close(known);
    return status == STATUS_BUSY ? STATUS_OK : status;
}

int64_t
import_known_find(const struct import_known *known, int64_t owner, const char *kind, int64_t digest)
{
    if (known->size == 0 || kind == NULL)
        return 0;
    uint64_t number = *place_of(known, hash_of(kind, digest)) & NUMBER_MASK;
    return number == 0 ? 0 : owner << NUMBER_BITS | (int64_t)number;
}

void
import_known_close(struct import_known *known)
{
    arena_close(&known->arena);
    *known = (struct import_known){.size = 0};
}
