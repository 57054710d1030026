/* SPDX-License-Identifier: GPL-3.0-or-later */
/* driver.h - what an engine gives to the store. Only this room and its tests include it. */
#ifndef STORE_DRIVER_H
#define STORE_DRIVER_H

#include "base/uuid.h"
#include "store/store.h"

enum {
    BUSY_MS = 5000,            /* how long a writer waits for another */
    STATEMENT_MS = 30000,      /* PostgreSQL: the longest a statement may take */
    PROBLEM_BYTES = 512,       /* of the engine's words that are kept */
    STATEMENT_FIELDS_MAX = 100 /* parameters or columns; tools/embed sees to it */
};

/* Where the rows of one statement go. */
struct walk {
    const struct statement *statement;
    struct arena *arena;     /* for the next row */
    struct doc_shape *shape; /* shared by all rows */
    bool done;               /* set by `take`: no more rows are wanted */
    enum status (*take)(struct walk *walk, struct doc row);
    struct doc *result; /* of store_row and store_rows */
    void *context;
};

struct store_driver {
    void (*close)(struct store *store);
    enum status (*begin)(struct store *store, enum store_access access);
    enum status (*commit)(struct store *store);
    void (*rollback)(struct store *store);
    /* `walk` NULL: rows are passed over. `out_changed` may be NULL. */
    enum status (*run)(struct store *store, const struct statement *statement,
                       const struct doc *params, struct walk *walk, int64_t *out_changed);
    /* As run, but when it suits; NULL: this engine gains nothing by it. */
    enum status (*later)(struct store *store, const struct statement *statement,
                         const struct doc *params);
    int64_t (*later_ms)(const struct store *store, const char *beginning); /* NULL with it */
    /* Rows as they come, for any number of them. */
    enum status (*each)(struct store *store, const struct statement *statement,
                        const struct doc *params, struct walk *walk);
    /* A step of the schema. */
    enum status (*script)(struct store *store, const char *text);
    /* Is anything in this database that is not ours? */
    enum status (*is_empty)(struct store *store, bool *out_empty);
    void (*checkpoint)(struct store *store, bool begin_anew);
    bool (*look_at_log)(struct store *store, struct store_log *out_log);
    int (*watch)(struct store *store);
    bool (*is_waited_for)(struct store *store);
    bool (*claim)(struct store *store, int64_t number);
    void (*yield)(struct store *store, int64_t number);
    bool (*is_claimed)(struct store *store);
    void (*leave_log)(struct store *store);
    void (*wait_for_disk)(struct store *store, bool wait);
    enum status (*settle)(struct store *store);
    void (*keep_pages)(struct store *store, int kib);
    enum status (*check)(struct store *store, struct arena *arena, const char **out_finding);
    /* Does the engine understand the statement, with the columns its contract names? */
    enum status (*verify)(struct store *store, const struct statement *statement);
};

struct store {
    const struct store_driver *driver;
    enum store_engine engine;
    enum store_access access;
    bool in_transaction;
    bool broken; /* a statement of this transaction failed: only a rollback can follow */
    int busy_ms;
    const char *code;
    char problem[PROBLEM_BYTES];
};

/* Each opens its own kind; store_open chooses by the address. */
enum status sqlite_open(const char *path, enum store_mode mode, struct store **out_store,
                        const char **out_problem);
enum status postgres_open(const char *address, struct store **out_store, const char **out_problem);

/* Remember what went wrong and hand back `status`. */
enum status store_fail(struct store *store, enum status status, const char *code,
                       const char *format, ...) PRINTF_LIKE(4, 5);

/* One parameter, ready to be bound. */
struct bound {
    bool null;
    int64_t integer; /* INT, BOOL */
    double real;
    const char *bytes; /* TEXT, BYTES, UUID */
    size_t length;
    unsigned char uuid[UUID_BYTES];
};

/* The value of a statement's parameter `index` in `params` (NULL: no parameters), in the kind of
 * its contract. `*cursor` (0 at first) remembers where the last one stood, because parameters
 * usually come in the contract's order. INVALID for a value of another kind, a text with a NUL in
 * it, an id that is none. */
enum status bound_value(struct store *store, const struct statement *statement, int index,
                        const struct doc *params, uint32_t *cursor, struct bound *out_bound);

/* OK when the statement is one that this store may run now: not after a failure within the
 * transaction. */
enum status store_may_run(struct store *store, const struct statement *statement);

/* The tests wait less long. */
void store_set_busy_ms(struct store *store, int busy_ms);

/* verify, for tests and doctor. */
MUST_CHECK enum status store_verify(struct store *store, const struct statement *statement);

#endif
