/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sqlite.h - inside of the SQLite driver. */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include "store/driver.h"

#include <sqlite3.h>

enum sqlite_control {
    CONTROL_READ,
    CONTROL_WRITE,
    CONTROL_COMMIT,
    CONTROL_ROLLBACK,
    CONTROL_COUNT
};

struct sqlite_store {
    struct store store;
    sqlite3 *db;
    sqlite3_stmt **prepared; /* by slot, the second half those for many rows */
    struct sqlite_later *later;
    sqlite3_stmt *control[CONTROL_COUNT];
    int kept_kib; /* of pages, as store_keep_pages has said */
    int64_t busy_since_ms;
    bool waits;            /* others can see that this connection waits to write */
    int wait_fd, watch_fd; /* 0: not needed yet */
};

/* "Rapt", in the header of every file of ours. */
enum { SQLITE_APPLICATION_ID = 0x52617074 };

/* Of pages, kept where nobody asks for more or less. */
enum { USUAL_KIB = 16000 };

/* Turn SQLite's last error into a status, a code and words. */
enum status sqlite_fail(struct sqlite_store *sqlite, const char *doing);

/* Give a connection the function search_rank (sqlite_rank.c). A result code of SQLite. */
int sqlite_add_rank(sqlite3 *db);

/* The statement in its place among the prepared ones; `many`: the one that adds the rows of "later". */
enum status sqlite_prepared(struct sqlite_store *sqlite, const struct statement *statement,
                            bool many, sqlite3_stmt **out_prepared);

/* Bind one value; SQLite keeps pointers into it until the statement is reset. A result code of SQLite. */
int sqlite_bind(sqlite3_stmt *prepared, int number, enum column_kind kind,
                const struct bound *bound);

/* OK when a statement that writes, or not, may run at this moment. */
enum status sqlite_may_run(struct sqlite_store *sqlite, const struct statement *statement,
                           sqlite3_stmt *prepared);

/* sqlite_later.c: the statements that wait to be run together, and the table in which they see their rows. */
enum status sqlite_later_open(struct sqlite_store *sqlite);
enum status sqlite_later(struct store *store, const struct statement *statement,
                         const struct doc *params);
int64_t sqlite_later_ms(const struct store *store, const char *beginning);
enum status sqlite_later_run(struct sqlite_store *sqlite);
void sqlite_later_forget(struct sqlite_store *sqlite);
void sqlite_later_close(struct sqlite_store *sqlite);

/* sqlite_wait.c: the busy handler, and what ends a wait that it began. */
void sqlite_nap(void);
int sqlite_wait_for_writer(void *context, int tries);
void sqlite_end_waiting(struct sqlite_store *sqlite);
bool sqlite_is_waited_for(struct store *store);
bool sqlite_claim(struct store *store, int64_t number);
void sqlite_yield(struct store *store, int64_t number);
bool sqlite_is_claimed(struct store *store);

/* sqlite_log.c: of the driver. */
void sqlite_checkpoint(struct store *store, bool begin_anew);
bool sqlite_look_at_log(struct store *store, struct store_log *out_log);
int sqlite_watch(struct store *store);
void sqlite_leave_log(struct store *store);
void sqlite_wait_for_disk(struct store *store, bool wait);
enum status sqlite_settle(struct store *store);
void sqlite_keep_pages(struct store *store, int kib);

extern const struct store_driver sqlite_driver;

#endif
