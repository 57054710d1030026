/* SPDX-License-Identifier: GPL-3.0-or-later */
/* store.h - named statements against SQLite or PostgreSQL. A store is one connection of one
 * process; statements are prepared when first used and kept. Parameters are taken by name from a
 * document; absent ones are null. One transaction at a time. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "doc/doc.h"
#include "store/statement.h"

struct store;

enum store_access { STORE_READ, STORE_WRITE };

enum store_mode {
    STORE_OPEN,  /* MISSING when there is no such file */
    STORE_CREATE /* make the file (mode 0600) and its folder (0700) when there is none */
};

/* Open `address`: the path of an SQLite file or postgresql://... On failure `*out_problem` is a
 * message code for the user (views/words): "store.not_a_store", "store.newer", "store.corrupt",
 * "store.no_access", "store.unreachable", "store.full" ... (data/words/store.txt). Does not look at
 * the schema's version: that is migrate.h. */
MUST_CHECK enum status store_open(const char *address, enum store_mode mode,
                                  struct store **out_store, const char **out_problem);
void store_close(struct store **store); /* accepts NULL inside */

enum store_engine store_engine(const struct store *store);

/* BUSY when another writer keeps the store longer than the busy time (5 s). On PostgreSQL a lost
 * connection is made anew here, once. WRITE begins immediately in SQLite; PostgreSQL reads one
 * moment (repeatable read), so of two that change the same row the later is BUSY. READ refuses to
 * write. */
MUST_CHECK enum status store_begin(struct store *store, enum store_access access);

/* FAILED with "store.unsure" when the connection was lost meanwhile: it may have happened, so the
 * call must not be tried again by itself. */
MUST_CHECK enum status store_commit(struct store *store);
void store_rollback(struct store *store); /* also without a transaction: nothing happens */
bool store_in_transaction(const struct store *store);

/* Does another process wait to write at this moment? For who writes long, to end soon, or not to begin
 * again at once. Where writers do not wait for each other (PostgreSQL): false. */
bool store_is_waited_for(struct store *store);

/* Be the only one, among all who have this store open, to work on what `number` stands for: until the yield, or until
 * the process ends, however it does. False: somebody else has it. PostgreSQL says true to everybody: behind a pooler
 * its own locks would outlive who took them, so a job is lent there for some seconds (sql/postgres/job.sql). */
bool store_claim(struct store *store, int64_t number);
void store_yield(struct store *store, int64_t number);

/* Has another process claimed anything? On PostgreSQL, where nobody stands in another's way: false. */
bool store_is_claimed(struct store *store);

/* CONFLICT: a unique, check or reference rule of the store was broken. BUSY: serialization failure,
 * lock, lost connection. INVALID: a parameter of another kind than the contract's, too large.
 * FAILED: the rest, store_problem() says what (for the log, never for a page). After a failure
 * within a transaction nothing more runs in it, on either engine: roll back. */

/* Run for its effect; `out_changed` (may be NULL) is the number of rows. */
MUST_CHECK enum status store_run(struct store *store, const struct statement *statement,
                                 const struct doc *params, int64_t *out_changed);

/* Run it for its effect when that suits, at the latest before whatever else runs here or the commit: SQLite adds many
 * rows at once in two thirds of the time that it needs for one after the other. `params` are copied. Only for what adds
 * rows, and where nobody waits for a CONFLICT of this one: whoever makes the rows go gets it. Statements that wait are
 * run in groups, so they must not depend on each other. Outside a transaction: at once. */
MUST_CHECK enum status store_later(struct store *store, const struct statement *statement,
                                   const struct doc *params);

/* How long what waited has taken to run in this transaction, in milliseconds: the statements whose names begin like
 * this, "" for all. */
int64_t store_later_ms(const struct store *store, const char *beginning);

/* The first row as a map; MISSING when there is none. */
MUST_CHECK enum status store_row(struct store *store, struct arena *arena,
                                 const struct statement *statement, const struct doc *params,
                                 struct doc **out_row);

/* All rows as a list of maps that share one shape. INVALID beyond STORE_ROWS_MAX rows: a statement
 * that can return more needs a limit or store_each. */
enum { STORE_ROWS_MAX = 10000 };
MUST_CHECK enum status store_rows(struct store *store, struct arena *arena,
                                  const struct statement *statement, const struct doc *params,
                                  struct doc **out_rows);

/* Row by row, for any number; `row` lives until the next one. A status other than OK from `visit`
 * ends the walk and is returned. Other statements may run meanwhile, if they leave the rows walked
 * over alone. Outside a transaction one is opened for reading. */
typedef enum status store_visit(void *context, const struct doc *row);
MUST_CHECK enum status store_each(struct store *store, const struct statement *statement,
                                  const struct doc *params, store_visit *visit, void *context);

/* The engine's own words about the last failure, for the log. */
const char *store_problem(const struct store *store);

/* The code for the user of the last failure: "store.full", "store.corrupt", "store.gone" ... or
 * "store.failed". */
const char *store_problem_code(const struct store *store);

/* SQLite writes into a log beside the file, which has to be copied back from time to time; all of this
 * does nothing with another engine and within a transaction.
 *
 * Copy back what no reader is in the way of, while others read and write. `begin_anew`: then keep
 * writers out for as long as the last of it takes (some milliseconds, at most 10 of them waiting), so
 * that the log begins at its beginning again, however busily they write. */
void store_checkpoint(struct store *store, bool begin_anew);

struct store_log {
    uint32_t writes; /* another number after each commit of anybody */
    int64_t pages;   /* of 4 KiB in the log */
    int64_t waiting; /* of these, not yet copied back */
};

/* How the log is, at this moment or a little before, for next to nothing. False: there is none, or one
 * in a form that is not known. */
bool store_log(struct store *store, struct store_log *out_log);

/* A descriptor that becomes readable when anybody writes into the log; closed with the store. -1:
 * there is none. What stands in it is of no interest: read it all. */
int store_watch(struct store *store);

/* A commit copies the log back itself when it has grown past 32 MB. After this only past 128 MB: for those who leave it to
 * another process, and for long jobs, which write many pages again and again. */
void store_leave_log(struct store *store);

/* Whether a commit waits until it is on the disk; usually it does. One that does not is whole all the same, but a loss of
 * power may take it and those behind it back: for slices of a job, of which only the end is told. Not within a transaction. On
 * PostgreSQL commits always wait. */
void store_wait_for_disk(struct store *store, bool wait);

/* All that was committed is on the disk. */
MUST_CHECK enum status store_settle(struct store *store);

/* How many KiB of the store's pages this process keeps at hand, where that is for it to say (SQLite); 0: the usual. Who
 * changes rows all over a large store writes a page as often as it has to be let go. Within a transaction too. */
void store_keep_pages(struct store *store, int kib);

/* A check of the whole store for `rapport doctor`: integrity, foreign keys. OK when sound; INVALID
 * with the engine's words in `out_finding` otherwise. */
MUST_CHECK enum status store_check(struct store *store, struct arena *arena,
                                   const char **out_finding);

#endif
