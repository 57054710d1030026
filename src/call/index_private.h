/* SPDX-License-Identifier: GPL-3.0-or-later */
/* index_private.h - what index.c and index_fill.c share. Private to this room. */
#ifndef CALL_INDEX_PRIVATE_H
#define CALL_INDEX_PRIVATE_H

#include "call/index.h"

/* The statements of one of the two indexes. */
struct index_room {
    const struct statement *put, *drop, *shape, *merge, *clear;
};
extern const struct index_room index_rooms[];

/* Put the words of a row in that is not in the index. */
MUST_CHECK enum status index_add(struct call *call, const struct noun *noun, int64_t doc,
                                 struct index_words words);

/* What one row was found by and is found by. */
struct index_change {
    const struct noun *noun;
    int64_t doc;
    struct index_words old, new;
    struct index_change *next; /* of those that wait */
    int64_t n;
};

/* Let a change of an undo wait for the order of the rows; what it holds is copied, but not the words. */
void index_wait(struct call *call, struct index_change change);

/* By the row of search_version_read: words were made in another way. A store without rows has none. */
bool index_is_old(const struct call *call, const struct doc *row);

/* Words that were made in another way are no use: empty the index and begin to fill it again. */
MUST_CHECK enum status index_begin_anew(struct call *call);

/* Merge about `pages` pages of the room when it has enough pieces of a size, large ones only if `large`.
 * *out_merged: it did. */
MUST_CHECK enum status index_merge(struct call *call, const struct index_room *room, bool large,
                                   int64_t pages, bool *out_merged);

/* Some of this owner's rows that are missing, for a few milliseconds. */
MUST_CHECK enum status index_fill_some(struct call *call);

#endif
