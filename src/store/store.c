/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/driver.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool
is_postgres(const char *address)
{
    return strncmp(address, "postgresql://", 13) == 0 || strncmp(address, "postgres://", 11) == 0;
}

enum status
store_open(const char *address, enum store_mode mode, struct store **out_store,
           const char **out_problem)
{
    struct store *store;
    enum status status = is_postgres(address) ? postgres_open(address, &store, out_problem)
                                              : sqlite_open(address, mode, &store, out_problem);
    if (status != STATUS_OK)
        return status;
    store->busy_ms = BUSY_MS;
    *out_store = store;
    return STATUS_OK;
}

void
store_close(struct store **store)
{
    if (*store == NULL)
        return;
    store_rollback(*store);
    (*store)->driver->close(*store);
    *store = NULL;
}

enum store_engine
store_engine(const struct store *store)
{
    return store->engine;
}

enum status
store_fail(struct store *store, enum status status, const char *code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(store->problem, sizeof store->problem, format, arguments);
    va_end(arguments);
    for (char *end = store->problem + strlen(store->problem); end > store->problem; end--)
        if (end[-1] != '\n')
            break;
        else
            end[-1] = '\0';
    store->code = code;
    return status;
}

enum status
store_begin(struct store *store, enum store_access access)
{
    if (store->in_transaction)
        return store_fail(store, STATUS_FAILED, "store.failed", "a transaction is open already");
    store->problem[0] = '\0'; /* what went wrong before is not why this fails */
    TRY(store->driver->begin(store, access));
    store->in_transaction = true;
    store->broken = false;
    store->access = access;
    return STATUS_OK;
}

enum status
store_commit(struct store *store)
{
    if (!store->in_transaction)
        return store_fail(store, STATUS_FAILED, "store.failed", "there is no transaction");
    if (store->broken) {
        store_rollback(store);
        return store_fail(store, STATUS_FAILED, "store.failed", "the transaction had failed");
    }
    enum status status = store->driver->commit(store);
    if (status != STATUS_OK)
        store->driver->rollback(store);
    store->in_transaction = false;
    return status;
}

void
store_rollback(struct store *store)
{
    if (!store->in_transaction)
        return;
    store->driver->rollback(store);
    store->in_transaction = false;
    store->broken = false;
}

bool
store_in_transaction(const struct store *store)
{
    return store->in_transaction;
}

enum status
store_may_run(struct store *store, const struct statement *statement)
{
    if (!store->broken)
        return STATUS_OK;
    return store_fail(store, STATUS_FAILED, "store.failed", "%s: the transaction has failed before",
                      statement->name);
}

/* PostgreSQL takes nothing more in a transaction after a failure. The store does not either, on any
 * engine, so that code cannot come to rely on the kinder one. */
static enum status
note_failure(struct store *store, enum status status)
{
    if (status != STATUS_OK && store->in_transaction)
        store->broken = true;
    return status;
}

static enum status
run(struct store *store, const struct statement *statement, const struct doc *params,
    struct walk *walk, int64_t *out_changed)
{
    TRY(store_may_run(store, statement));
    return note_failure(store, store->driver->run(store, statement, params, walk, out_changed));
}

enum status
store_run(struct store *store, const struct statement *statement, const struct doc *params,
          int64_t *out_changed)
{
    int64_t changed = 0;
    TRY(run(store, statement, params, NULL, &changed));
    if (out_changed != NULL)
        *out_changed = changed;
    return STATUS_OK;
}

enum status
store_later(struct store *store, const struct statement *statement, const struct doc *params)
{
    if (store->driver->later == NULL || !store->in_transaction)
        return run(store, statement, params, NULL, NULL);
    TRY(store_may_run(store, statement));
    return note_failure(store, store->driver->later(store, statement, params));
}

int64_t
store_later_ms(const struct store *store, const char *beginning)
{
    return store->driver->later_ms == NULL ? 0 : store->driver->later_ms(store, beginning);
}

/* The names belong to the contract and live as long as the program. */
static struct doc_shape *
shape_of(struct arena *arena, const struct statement *statement)
{
    struct doc_shape *shape = doc_shape(arena, (uint32_t)statement->column_count);
    for (int i = 0; i < statement->column_count; i++)
        (void)doc_shape_add(arena, shape, statement->columns[i].name);
    return shape;
}

static enum status
take_first(struct walk *walk, struct doc row)
{
    struct doc *kept = arena_alloc(walk->arena, sizeof *kept);
    *kept = row;
    walk->result = kept;
    walk->done = true;
    return STATUS_OK;
}

enum status
store_row(struct store *store, struct arena *arena, const struct statement *statement,
          const struct doc *params, struct doc **out_row)
{
    struct walk walk = {.statement = statement,
                        .arena = arena,
                        .shape = shape_of(arena, statement),
                        .take = take_first};
    TRY(run(store, statement, params, &walk, NULL));
    if (walk.result == NULL)
        return STATUS_MISSING;
    *out_row = walk.result;
    return STATUS_OK;
}

static enum status
take_all(struct walk *walk, struct doc row)
{
    if (walk->result->count == STORE_ROWS_MAX)
        return STATUS_INVALID;
    (void)doc_push(walk->result, row);
    return STATUS_OK;
}

enum status
store_rows(struct store *store, struct arena *arena, const struct statement *statement,
           const struct doc *params, struct doc **out_rows)
{
    struct walk walk = {.statement = statement,
                        .arena = arena,
                        .shape = shape_of(arena, statement),
                        .take = take_all,
                        .result = doc_list(arena)};
    TRY(store_may_run(store, statement));
    enum status status = store->driver->run(store, statement, params, &walk, NULL);
    if (status == STATUS_INVALID && walk.result->count == STORE_ROWS_MAX)
        return store_fail(store, status, "store.too_many", "%s: more than %d rows", statement->name,
                          STORE_ROWS_MAX);
    TRY(note_failure(store, status));
    *out_rows = walk.result;
    return STATUS_OK;
}

struct each {
    store_visit *visit;
    void *context;
    enum status refused; /* what the visitor said */
};

static enum status
take_each(struct walk *walk, struct doc row)
{
    struct each *each = walk->context;
    each->refused = each->visit(each->context, &row);
    arena_reset(walk->arena);
    return each->refused;
}

static enum status
walk_each(struct store *store, const struct statement *statement, const struct doc *params,
          struct each *each)
{
    ARENA_HERE struct arena names;
    ARENA_HERE struct arena row;
    arena_open(&names);
    arena_open(&row);
    struct walk walk = {.statement = statement,
                        .arena = &row,
                        .shape = shape_of(&names, statement),
                        .take = take_each,
                        .context = each};
    TRY(store_may_run(store, statement));
    enum status status = store->driver->each(store, statement, params, &walk);
    return each->refused != STATUS_OK ? each->refused : note_failure(store, status);
}

enum status
store_each(struct store *store, const struct statement *statement, const struct doc *params,
           store_visit *visit, void *context)
{
    struct each each = {.visit = visit, .context = context};
    if (store->in_transaction)
        return walk_each(store, statement, params, &each);
    TRY(store_begin(store, STORE_READ));
    enum status status = walk_each(store, statement, params, &each);
    store_rollback(store);
    return status;
}

const char *
store_problem(const struct store *store)
{
    return store->problem;
}

const char *
store_problem_code(const struct store *store)
{
    return store->code == NULL ? "store.failed" : store->code;
}

void
store_checkpoint(struct store *store, bool begin_anew)
{
    if (!store->in_transaction)
        store->driver->checkpoint(store, begin_anew);
}

bool
store_log(struct store *store, struct store_log *out_log)
{
    return !store->in_transaction && store->driver->look_at_log(store, out_log);
}

int
store_watch(struct store *store)
{
    return store->driver->watch(store);
}

bool
store_is_waited_for(struct store *store)
{
    return store->driver->is_waited_for(store);
}

bool
store_claim(struct store *store, int64_t number)
{
    return store->driver->claim(store, number);
}

void
store_yield(struct store *store, int64_t number)
{
    store->driver->yield(store, number);
}

bool
store_is_claimed(struct store *store)
{
    return store->driver->is_claimed(store);
}

void
store_leave_log(struct store *store)
{
    store->driver->leave_log(store);
}

void
store_wait_for_disk(struct store *store, bool wait)
{
    store->driver->wait_for_disk(store, wait);
}

enum status
store_settle(struct store *store)
{
    return store->driver->settle(store);
}

void
store_keep_pages(struct store *store, int kib)
{
    store->driver->keep_pages(store, kib);
}

enum status
store_check(struct store *store, struct arena *arena, const char **out_finding)
{
    return store->driver->check(store, arena, out_finding);
}

enum status
store_verify(struct store *store, const struct statement *statement)
{
    return store->driver->verify(store, statement);
}

void
store_set_busy_ms(struct store *store, int busy_ms)
{
    store->busy_ms = busy_ms;
}
