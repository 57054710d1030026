/* SPDX-License-Identifier: GPL-3.0-or-later */
/* index.h - the words by which rows are found, kept with the rows in the same transaction. Which columns
 * count is said in sql/NOUN.sql ("in names", "head", "body"). record.c calls index_put for every row that
 * is made, changed or removed, and by that undo and imports do; for many at once record_batch.c and undo_made.c call
 * index_put_new and index_gone. Nothing else writes the index. */
#ifndef CALL_INDEX_H
#define CALL_INDEX_H

#include "call/call.h"

/* What a row is found by: the terms of its searched columns. Empty words (""): by nothing. */
struct index_words {
    const char *head, *body; /* a hit in the head counts for more */
};

/* Those of a row, NULL: of nothing. May be called in another process than the one that writes. */
struct index_words index_words(const struct desk *desk, struct arena *arena,
                               const struct noun *noun, const struct doc *row);

/* What a row is found by changes from `before` to `after`, both with their parts and `doc`; NULL: there was
 * none, or is none any more. For rows one by one and in batches alike: costs nothing for a noun that is
 * not searched or when the words stay the same. */
MUST_CHECK enum status index_put(struct call *call, const struct noun *noun,
                                 const struct doc *before, const struct doc *after);

/* The same for a new row, whose words were made beforehand. */
MUST_CHECK enum status index_put_new(struct call *call, const struct noun *noun, int64_t doc,
                                     struct index_words words);

/* Rows of one noun are gone, in ascending order of `docs`: so are their words. At most INDEX_GONE_MOST. `words_of` says what
 * index_words made of one of them; it is asked only about those that are in the index. The words may wait until
 * index_finish. */
enum { INDEX_GONE_MOST = 128 };
typedef void index_words_of(void *context, uint32_t at, struct index_words *out_words);
MUST_CHECK enum status index_gone(struct call *call, const struct noun *noun, uint32_t count,
                                  const int64_t *docs, index_words_of *words_of, void *context);

/* A job begins to take back a change: where the rows that it made are nearly all that the index holds, it begins anew without
 * them, and nothing needs to be taken out of it. Else, and where that would spare nothing (PostgreSQL), all stays as it is.
 * While a job is at work nobody fills the index of its owner. */
enum {
    INDEX_GOING_LEAST = 10000,
    INDEX_STAYING_PART = 10 /* rows that may stay: a tenth of that */
};
MUST_CHECK enum status index_going(struct call *call, const char *change);

/* It has come to its end: put those in that stayed, a tenth of a second of them at most; the rest as after an update. */
MUST_CHECK enum status index_staying(struct call *call);

/* For tests: another number in place of INDEX_GOING_LEAST; 0: as usual. */
void index_set_going(int rows);

/* Before the commit of a call that wrote: puts some rows in that are missing and merges some of what it and others added,
 * when no other process does (keep.h) or it was much. At most about 10 ms. */
MUST_CHECK enum status index_finish(struct call *call);

/* How long this call has put words in, by clock_coarse_ms. */
int64_t index_spent_ms(const struct call *call);

/* After the commit: the index is what this process takes it for. After a failure: words that it took for
 * written are not. */
void index_committed(struct call *call);
void index_rolled_back(struct call *call);

/* How the index is. */
struct index_state {
    bool complete;  /* for this owner: all rows are in it */
    int64_t pieces; /* SQLite: segments of the larger of the two indexes; 2,000 would be the end */
    int64_t level;  /* SQLite: of these, the new ones that were never merged */
    bool merges;    /* SQLite: enough of one size are there to be merged */
    bool large;     /* ... and are so large that a step may take longer than a save should wait */
};
MUST_CHECK enum status index_look(struct call *call, struct index_state *out_state);
enum { INDEX_PIECES_ALARM = 600 };

/* One slice of what is to be done behind the calls: put rows in that are missing (a store of an older
 * version, another TERMS_VERSION), merge. `quiet`: nobody writes, so that a large piece may be merged too.
 * *out_more: there is more of it. At most about 40 ms. Outside of calls. */
MUST_CHECK enum status index_tidy(struct desk *desk, struct arena *arena, bool quiet,
                                  bool *out_more);

/* Does a word belong into the list of words that an unfinished one may mean? Those of letters, in scripts that part
 * words by blanks (below U+0E00): others are found by pairs. Of a word with digits, its letters are a word too. */
bool index_lists(const char *term, size_t length);

/* So many letters, and two or more, are a beginning that the index of this room knows by itself (for PostgreSQL as a word
 * with a star behind it). Longer ones are looked for as the words of the list that begin so. */
int index_beginning(const struct call *call, enum search_room room);

extern const struct call_row index_rows[];

#endif
