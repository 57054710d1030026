/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record.h - the one way to change an owned row. Each save and removal writes what the row with its
 * parts was before, in the same transaction, under one record of the call. Undo, history, undo of an
 * import and synchronization all read that log; nothing else keeps a history of its own. */
#ifndef CALL_RECORD_H
#define CALL_RECORD_H

#include "call/call.h"

/* A row with its parts, by id. MISSING also when it is another owner's. */
MUST_CHECK enum status record_read(struct call *call, const struct noun *noun, const char *id,
                                   struct doc **out_row);

/* Create or change. `row` may be partial: keys that are absent keep their value, null clears.
 * Without `id`, or with an id that does not exist yet, the row is created (ids may come from an
 * offline page). A `version` that is not the store's is CONFLICT with both in the problem
 * ("record.stale": {yours, theirs}, and under `fields` what differs). A row that stays the same is not written or logged. */
MUST_CHECK enum status record_save(struct call *call, const struct noun *noun,
                                   const struct doc *row, struct doc **out_row);

/* Many new rows of one noun in one call: for each what record_save does for a new row, without asking
 * whether it is there. Open once a call, then add; the arena of the call keeps what it needs. */
struct record_batch;
struct record_batch *record_batch_open(struct call *call, const struct noun *noun);

/* `row` holds columns and parts; absent ones are null, its own id and version do not count. `words` of the row
 * (call/index.h) when they were made beforehand, else NULL. `*out_id` lives as long as the call. */
struct index_words;
MUST_CHECK enum status record_batch_add(struct record_batch *batch, const struct doc *row,
                                        const struct index_words *words, const char **out_id);

/* Remove with its parts, leaving a tombstone. MISSING when it is not there. */
MUST_CHECK enum status record_remove(struct call *call, const struct noun *noun, const char *id);

/* Put this call's changes under one record of that id, made when it is not there yet, in the name of
 * `call_name`: a job's slices are one change to its owner. */
void record_continue(struct call *call, const char *change_id, const char *call_name);

/* The id of the record of this call, or NULL while nothing was changed. */
const char *record_change(const struct call *call);

/* Take back the changes of one record; itself logged, so it can be taken back again. First the rows that it made go, oldest
 * first, as the store likes many rows; then the others become again what they were, newest first: so nothing stands in
 * their way. Rows changed since are kept and named. At most `limit` rows a time; begin with {0}. MISSING when
 * there is no such record, CONFLICT "undo.done_before" when it was taken back already. */
struct record_undo {
    int64_t from;   /* the next row that was made has n >= from */
    bool made_gone; /* there is none */
    int64_t below;  /* the next of the others has n < below */
    bool finished;
    int64_t restored;      /* rows taken back so far */
    int64_t kept;          /* rows left as they are, because they changed since */
    struct doc *kept_rows; /* of this slice: [{noun, id}] */
};
MUST_CHECK enum status record_undo(struct call *call, const char *change_id, int64_t limit,
                                   struct record_undo *undo);

/* Is there such a change that was not taken back yet? Fails as record_undo does. */
MUST_CHECK enum status record_undo_check(struct call *call, const char *change_id);

/* How many rows of a noun the owner has: kept with every change, read in no time. Changes of this very
 * call are not in it yet. */
MUST_CHECK enum status record_count(struct call *call, const struct noun *noun, int64_t *out_count);

/* The next `doc` number of this owner; a call that will need many says so first. */
void record_expect(struct call *call, int64_t rows);
MUST_CHECK enum status record_next_doc(struct call *call, int64_t *out_doc);

/* A statement named NOUN_derive, if there is one, runs after each change of that noun with the row as
 * it is (and as it was) for parameters: it keeps columns that follow from other rows, such as a
 * person's stage. NOUN_hold (id -> code) gives a row when the row of the noun may no longer be taken back:
 * record_undo refuses with that code, CONFLICT, and takes nothing back. NOUN_revive runs when a row that was removed comes back under its id.
 * NOUN_bound (first_doc, last_doc, record -> doc) gives the rows of a range that something names which the record did not
 * make: an undo of their making keeps them (M56). NOUN_bound_any says whether there can be one at all. */

/* The noun of that name, or NULL. */
const struct noun *record_noun(const char *name);

#endif
