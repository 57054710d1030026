/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/postgres.h"

#include "base/buffer.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    FETCH_ROWS = 500, /* of a cursor at a time */
    BINARY = 1
};

static struct postgres_store *
inside(struct store *store)
{
    return (struct postgres_store *)store;
}

static void
postgres_close(struct store *store)
{
    struct postgres_store *postgres = inside(store);
    pq.finish(postgres->connection);
    free(postgres);
}

static bool
is_fine(const PGresult *result)
{
    ExecStatusType status = pq.result_status(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static enum status
say(struct postgres_store *postgres, const char *text, const char *doing)
{
    RESULT_HERE PGresult *result = pq.exec(postgres->connection, text);
    return is_fine(result) ? STATUS_OK : postgres_fail(postgres, result, doing);
}

/* One message for all: each costs a way to the server and back. Repeatable reads make two changes
 * of one row a serialization failure (BUSY, tried again) instead of a lost update. */
static enum status
begin_once(struct postgres_store *postgres, enum store_access access)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const char *text = arena_print(
        &arena,
        "begin isolation level repeatable read %s; set local statement_timeout = %d; "
        "set local lock_timeout = %d; set local idle_in_transaction_session_timeout = %d",
        access == STORE_READ ? "read only" : "read write", STATEMENT_MS,
        postgres->store.busy_ms < 1 ? 1 : postgres->store.busy_ms, 2 * STATEMENT_MS);
    enum status status = say(postgres, text, "begin");
    if (status != STATUS_OK && pq.transaction_status(postgres->connection) == PQTRANS_INERROR)
        pq.clear(pq.exec(postgres->connection, "rollback"));
    return status;
}

static bool
is_lost(const struct postgres_store *postgres)
{
    return postgres->lost || pq.status(postgres->connection) == CONNECTION_BAD;
}

static enum status
postgres_begin(struct store *store, enum store_access access)
{
    struct postgres_store *postgres = inside(store);
    enum status status = STATUS_BUSY;
    postgres->cursors = 0;
    if (!is_lost(postgres))
        status = begin_once(postgres, access);
    if (!is_lost(postgres))
        return status;
    pq.reset(postgres->connection);
    postgres->lost = false;
    if (is_lost(postgres))
        return store_fail(store, STATUS_BUSY, "store.unreachable", "begin: %s",
                          pq.connection_words(postgres->connection));
    return begin_once(postgres, access);
}

/* When the connection ends during a commit, nobody knows whether it happened. Doing the call again
 * could do it twice, so this is no BUSY. */
static enum status
postgres_commit(struct store *store)
{
    struct postgres_store *postgres = inside(store);
    enum status status = say(postgres, "commit", "commit");
    if (status == STATUS_BUSY && strcmp(store->code, "store.gone") == 0)
        return store_fail(store, STATUS_FAILED, "store.unsure", "commit: the connection ended");
    return status;
}

/* The words of the failure that led here must stay readable. */
static void
postgres_rollback(struct store *store)
{
    struct postgres_store *postgres = inside(store);
    struct store said = *store;
    if (!is_lost(postgres) && pq.transaction_status(postgres->connection) != PQTRANS_IDLE &&
        say(postgres, "rollback", "rollback") != STATUS_OK)
        *store = said;
    postgres->cursors = 0;
}

static enum status
check_columns(struct postgres_store *postgres, const struct statement *statement,
              const PGresult *result)
{
    if (pq.column_count(result) != statement->column_count)
        return store_fail(&postgres->store, STATUS_FAILED, "store.failed",
                          "%s: other columns than its contract says", statement->name);
    for (int i = 0; i < statement->column_count; i++)
        if (!postgres_suits(statement->columns[i].kind, pq.column_type(result, i)))
            return store_fail(&postgres->store, STATUS_FAILED, "store.failed",
                              "%s: column %s has type %u", statement->name,
                              statement->columns[i].name, pq.column_type(result, i));
    return STATUS_OK;
}

static enum status
take_row(struct walk *walk, const PGresult *result, int number)
{
    const struct statement *statement = walk->statement;
    struct doc row = doc_row(walk->arena, walk->shape);
    for (int i = 0; i < statement->column_count; i++)
        if (pq.is_null(result, number, i) == 0)
            row.map->values[i] =
                postgres_read(walk->arena, statement->columns[i].kind, pq.value(result, number, i),
                              pq.length(result, number, i));
    return walk->take(walk, row);
}

static enum status
take_rows(struct postgres_store *postgres, const PGresult *result, struct walk *walk)
{
    int count = pq.row_count(result);
    TRY(check_columns(postgres, walk->statement, result));
    for (int number = 0; number < count && !walk->done; number++)
        TRY(take_row(walk, result, number));
    return STATUS_OK;
}

static PGresult *
execute(struct postgres_store *postgres, const char *text, const struct postgres_params *params)
{
    return pq.exec_params(postgres->connection, text, params->count, params->types, params->values,
                          params->lengths, params->formats, BINARY);
}

static enum status
postgres_run(struct store *store, const struct statement *statement, const struct doc *params,
             struct walk *walk, int64_t *out_changed)
{
    struct postgres_store *postgres = inside(store);
    struct postgres_params bound;
    TRY(postgres_bind(postgres, statement, params, &bound));
    RESULT_HERE PGresult *result = execute(postgres, statement->text[ENGINE_POSTGRES], &bound);
    if (!is_fine(result))
        return postgres_fail(postgres, result, statement->name);
    if (out_changed != NULL)
        *out_changed = strncmp(statement->text[ENGINE_POSTGRES], "select", 6) == 0
                           ? 0
                           : strtoimax(pq.changed(result), NULL, 10);
    return walk == NULL ? STATUS_OK : take_rows(postgres, result, walk);
}

/* Fetch, hand out, and so on until a fetch brings fewer rows than asked for. */
static enum status
walk_cursor(struct postgres_store *postgres, const char *fetch, struct walk *walk)
{
    static const struct postgres_params none;
    for (;;) {
        RESULT_HERE PGresult *result = execute(postgres, fetch, &none);
        if (!is_fine(result))
            return postgres_fail(postgres, result, walk->statement->name);
        TRY(take_rows(postgres, result, walk));
        if (pq.row_count(result) < FETCH_ROWS)
            return STATUS_OK;
    }
}

/* A cursor and not libpq's row mode: who visits a row may want to run other statements meanwhile.
 * */
static enum status
postgres_each(struct store *store, const struct statement *statement, const struct doc *params,
              struct walk *walk)
{
    struct postgres_store *postgres = inside(store);
    const char *text = statement->text[ENGINE_POSTGRES];
    struct postgres_params bound;
    if (strncmp(text, "select", 6) != 0)
        return postgres_run(store, statement, params, walk, NULL);
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    int number = postgres->cursors;
    const char *declare =
        arena_print(&arena, "declare rapport_%d no scroll cursor for %s", number, text);
    const char *fetch = arena_print(&arena, "fetch %d from rapport_%d", FETCH_ROWS, number);
    const char *close = arena_print(&arena, "close rapport_%d", number);
    TRY(postgres_bind(postgres, statement, params, &bound));
    RESULT_HERE PGresult *result = execute(postgres, declare, &bound);
    if (!is_fine(result))
        return postgres_fail(postgres, result, statement->name);
    postgres->cursors++;
    enum status status = walk_cursor(postgres, fetch, walk);
    postgres->cursors = number;
    if (pq.transaction_status(postgres->connection) == PQTRANS_INTRANS) {
        enum status closed = say(postgres, close, statement->name);
        status = status == STATUS_OK ? closed : status;
    }
    return status;
}

/* Within a transaction everything is one message. Outside of one, each statement is sent alone:
 * some (create index concurrently) refuse company. They end with a semicolon at the end of a line.
 * */
static enum status
postgres_script(struct store *store, const char *text)
{
    struct postgres_store *postgres = inside(store);
    if (store->in_transaction)
        return say(postgres, text, "schema");
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    while (*text != '\0') {
        const char *end = strstr(text, ";\n");
        size_t length = end == NULL ? strlen(text) : (size_t)(end - text) + 2;
        TRY(say(postgres, arena_copy(&arena, text, length), "schema"));
        text += length;
    }
    return STATUS_OK;
}

/* Tables that an extension brought along are nobody's data. */
static enum status
postgres_is_empty(struct store *store, bool *out_empty)
{
    static const char text[] =
        "select 1 from pg_class as c where relnamespace = current_schema()::regnamespace and "
        "relkind in ('r', 'p', 'v', 'm') and not exists (select 1 from pg_depend as d "
        "where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'e') limit 1";
    struct postgres_store *postgres = inside(store);
    RESULT_HERE PGresult *result = pq.exec(postgres->connection, text);
    if (!is_fine(result))
        return postgres_fail(postgres, result, "schema");
    *out_empty = pq.row_count(result) == 0;
    return STATUS_OK;
}

/* The server sees to its log itself. */
static void
postgres_checkpoint(struct store *store, bool begin_anew)
{
    (void)store;
    (void)begin_anew;
}

static bool
postgres_look_at_log(struct store *store, struct store_log *out_log)
{
    (void)store;
    (void)out_log;
    return false;
}

static int
postgres_watch(struct store *store)
{
    (void)store;
    return -1;
}

static bool
postgres_is_waited_for(struct store *store)
{
    (void)store;
    return false;
}

static bool
postgres_claim(struct store *store, int64_t number)
{
    (void)store;
    (void)number;
    return true;
}

static void
postgres_yield(struct store *store, int64_t number)
{
    (void)store;
    (void)number;
}

static void
postgres_leave_log(struct store *store)
{
    (void)store;
}

/* It writes its own log in the background of many. */
static void
postgres_wait_for_disk(struct store *store, bool wait)
{
    (void)store, (void)wait;
}

static enum status
postgres_settle(struct store *store)
{
    (void)store;
    return STATUS_OK;
}

static void
postgres_keep_pages(struct store *store, int kib)
{
    (void)store, (void)kib;
}

/* The server keeps its own files; we can ask for rules that were never checked and indexes whose
 * making was interrupted. */
static enum status
postgres_check(struct store *store, struct arena *arena, const char **out_finding)
{
    static const char text[] =
        "select 'the rule ' || conname || ' was not checked for all rows' from pg_constraint "
        "where connamespace = current_schema()::regnamespace and not convalidated union all "
        "select 'the index ' || relname || ' is not finished' from pg_index join pg_class on "
        "pg_class.oid = indexrelid where relnamespace = current_schema()::regnamespace and "
        "not indisvalid limit 20";
    enum { FINDING_MAX = 16 * 1024 };
    struct postgres_store *postgres = inside(store);
    struct buffer out;
    buffer_open(&out, arena, FINDING_MAX);
    RESULT_HERE PGresult *result = pq.exec(postgres->connection, text);
    if (!is_fine(result))
        return postgres_fail(postgres, result, "check");
    for (int row = 0; row < pq.row_count(result); row++)
        buffer_print(&out, "%s%s", row == 0 ? "" : "\n", pq.value(result, row, 0));
    if (out.length == 0)
        return STATUS_OK;
    *out_finding = buffer_read(&out);
    return STATUS_INVALID;
}

static enum status
verify_columns(struct postgres_store *postgres, const struct statement *statement,
               const PGresult *described)
{
    TRY(check_columns(postgres, statement, described));
    for (int i = 0; i < statement->column_count; i++)
        if (strcmp(pq.column_name(described, i), statement->columns[i].name) != 0)
            return store_fail(&postgres->store, STATUS_INVALID, "store.failed",
                              "%s: column %d is %s, not %s", statement->name, i + 1,
                              pq.column_name(described, i), statement->columns[i].name);
    return STATUS_OK;
}

static enum status
postgres_verify(struct store *store, const struct statement *statement)
{
    struct postgres_store *postgres = inside(store);
    Oid types[STATEMENT_FIELDS_MAX];
    postgres_types(statement, types);
    RESULT_HERE PGresult *prepared = pq.prepare(
        postgres->connection, "", statement->text[ENGINE_POSTGRES], statement->param_count, types);
    if (!is_fine(prepared))
        return postgres_fail(postgres, prepared, statement->name);
    RESULT_HERE PGresult *described = pq.describe(postgres->connection, "");
    if (!is_fine(described))
        return postgres_fail(postgres, described, statement->name);
    return verify_columns(postgres, statement, described);
}

const struct store_driver postgres_driver = {
    .close = postgres_close,
    .begin = postgres_begin,
    .commit = postgres_commit,
    .rollback = postgres_rollback,
    .run = postgres_run,
    .each = postgres_each,
    .script = postgres_script,
    .is_empty = postgres_is_empty,
    .checkpoint = postgres_checkpoint,
    .look_at_log = postgres_look_at_log,
    .watch = postgres_watch,
    .is_waited_for = postgres_is_waited_for,
    .claim = postgres_claim,
    .yield = postgres_yield,
    .is_claimed = postgres_is_waited_for,
    .leave_log = postgres_leave_log,
    .wait_for_disk = postgres_wait_for_disk,
    .settle = postgres_settle,
    .keep_pages = postgres_keep_pages,
    .check = postgres_check,
    .verify = postgres_verify,
};
