/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log.h - what record.c and undo.c remember during one call. Private to this room. */
#ifndef CALL_LOG_H
#define CALL_LOG_H

#include "call/index.h"
#include "call/record.h"

enum {
    RECORD_NOUNS_MAX = 64,
    RECORD_BEFORE_MAX = 4 * 1024 * 1024 /* bytes of a line's `before` */
};

struct record_log {
    const char *change_id;           /* the record's id; NULL until known */
    const char *call_name;           /* of the record, when it is not the call's own */
    const char *undoes;              /* of an undo: the record that it takes back */
    int64_t record_doc;              /* 0 until the record stands in the store */
    int64_t n;                       /* the next change's place in the record */
    int64_t next_doc, end_doc;       /* the block of row numbers that this call has taken */
    int64_t expected;                /* rows that the call means to create */
    int64_t tally[RECORD_NOUNS_MAX]; /* rows made less rows removed, by place in nouns[] */
    int64_t index_bytes; /* of words put into the index and taken out of it by this call */
    int64_t index_ms;    /* what that took (clock_coarse_ms) */
    bool index_added;    /* this call put words into the list */
    struct index_change *index_waiting; /* of an undo, newest first: written before the commit */
    int64_t index_waiting_count;
    int64_t index_gone; /* the last row whose words index_gone took out */
    bool
        index_checked; /* the store's words are of the desk's version; so they stay after a commit */
    bool continued;    /* the record may be there already */
    bool removed;      /* this call removed a row, which may come back under its id */
    enum { REMOVES_UNKNOWN, REMOVES_NOTHING, REMOVES_SOME } removes; /* the record, so far */
};

/* What follows each new row that stands in the store with its parts: the log, the tally, what is derived
 * from it. `words` NULL: they are not made yet. */
MUST_CHECK enum status record_made(struct call *call, const struct noun *noun,
                                   const struct doc *row, const struct index_words *words);

/* The record of this call stands in the store, and its number in the log, before its first line. */
MUST_CHECK enum status record_open(struct call *call);

/* So many rows more than there were of a noun. */
void record_count_rows(struct call *call, const struct noun *noun, int64_t more);

/* What follows from a row that was and is no more (NOUN_derive). */
MUST_CHECK enum status record_derive_gone(struct call *call, const struct noun *noun,
                                          const struct doc *before);

/* Bring one row back to what it was before the change {noun, id, version, before}, unless somebody changed it since. */
MUST_CHECK enum status record_take_back(struct call *call, const struct doc *change,
                                        struct record_undo *undo);

/* What was made is removed, many rows at a time: `changes` {n, noun, id, version, made} are some of that record, oldest
 * first; those that made nothing are left. The same as record_take_back for each one. */
MUST_CHECK enum status record_remove_made(struct call *call, int64_t record,
                                          const struct doc *changes, struct record_undo *undo);

/* A line of the log; `before` NULL for a new row. A `before` without its version is of a row that was
 * removed: what was empty in it is not written, for such a line must fit on a page of the store beside
 * others when a hundred thousand people go. record_whole gives back what is missing. */
MUST_CHECK enum status record_log_change(struct call *call, const struct noun *noun, const char *id,
                                         int64_t version, const struct doc *before);
struct doc *record_whole(struct call *call, const struct noun *noun, const struct doc *before);

/* record_remove for a row that was just read, with its parts; its version is taken out of it. */
MUST_CHECK enum status record_remove_read(struct call *call, const struct noun *noun,
                                          struct doc *row);

/* Before the commit: bring the tallies of the owner's rows up to date. */
MUST_CHECK enum status record_finish(struct call *call);

/* NOUN_hold of record.h, or NULL. */
const struct statement *record_hold(const struct noun *noun);

/* By NOUN_bound of record.h: [{doc}] in ascending order, of the range {owner, first_doc, last_doc, record}. */
MUST_CHECK enum status record_bound(struct call *call, const struct noun *noun,
                                    const struct doc *range, struct doc **out_bound);

/* The row of a change stays as it is. */
void record_keep(struct call *call, struct record_undo *undo, const struct doc *change);

#endif
