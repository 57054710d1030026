/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sqlite.h"

#include "base/buffer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct sqlite_store *
inside(struct store *store)
{
    return (struct sqlite_store *)store;
}

/* What the system said about the last failure on the file or its log. sqlite3_system_errno has
 * often been overwritten by the time we can ask. */
static int
last_errno(sqlite3 *db, int which_file)
{
    sqlite3_file *file = NULL;
    int error = 0;
    if (sqlite3_file_control(db, "main", which_file, &file) == SQLITE_OK && file != NULL &&
        file->pMethods != NULL)
        (void)file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error);
    return error;
}

static bool
means_full(int error)
{
    return error == ENOSPC || error == EDQUOT || error == EFBIG;
}

static bool
is_disk_full(sqlite3 *db)
{
    return means_full(sqlite3_system_errno(db)) ||
           means_full(last_errno(db, SQLITE_FCNTL_FILE_POINTER)) ||
           means_full(last_errno(db, SQLITE_FCNTL_JOURNAL_POINTER));
}

enum status
sqlite_fail(struct sqlite_store *sqlite, const char *doing)
{
    sqlite3 *db = sqlite->db;
    int error = db == NULL ? SQLITE_NOMEM : sqlite3_extended_errcode(db);
    const char *words = db == NULL ? "out of memory" : sqlite3_errmsg(db);
    struct {
        enum status status;
        const char *code;
    } known = {STATUS_FAILED, "store.failed"};
    switch (error & 0xff) {
    case SQLITE_CONSTRAINT:
        if (error != SQLITE_CONSTRAINT_DATATYPE)
            known.status = STATUS_CONFLICT, known.code = "store.conflict";
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: known.status = STATUS_BUSY, known.code = "store.busy"; break;
    case SQLITE_FULL: known.code = "store.full"; break;
    case SQLITE_IOERR: known.code = is_disk_full(db) ? "store.full" : "store.disk"; break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: known.code = "store.corrupt"; break;
    case SQLITE_READONLY:
        known.code = error == SQLITE_READONLY_DBMOVED ? "store.gone" : "store.read_only";
        break;
    case SQLITE_CANTOPEN: known.code = is_disk_full(db) ? "store.full" : "store.no_access"; break;
    case SQLITE_PERM:
    case SQLITE_AUTH: known.code = "store.no_access"; break;
    case SQLITE_TOOBIG: known.status = STATUS_INVALID, known.code = "store.too_big"; break;
    default: break;
    }
    return store_fail(&sqlite->store, known.status, known.code, "%s: %s (%d)", doing, words, error);
}

static void
sqlite_close(struct store *store)
{
    struct sqlite_store *sqlite = inside(store);
    for (int slot = 0; slot < 2 * statement_count; slot++)
        (void)sqlite3_finalize(sqlite->prepared[slot]);
    sqlite_later_close(sqlite);
    for (int control = 0; control < CONTROL_COUNT; control++)
        (void)sqlite3_finalize(sqlite->control[control]);
    (void)sqlite3_close(sqlite->db);
    if (sqlite->watch_fd > 0)
        (void)close(sqlite->watch_fd);
    if (sqlite->wait_fd > 0)
        (void)close(sqlite->wait_fd);
    free(sqlite->prepared);
    free(sqlite);
}

static enum status
control(struct sqlite_store *sqlite, enum sqlite_control which)
{
    static const char *const texts[] = {"begin", "begin immediate", "commit", "rollback"};
    sqlite3_stmt **statement = &sqlite->control[which];
    if (*statement == NULL &&
        sqlite3_prepare_v3(sqlite->db, texts[which], -1, SQLITE_PREPARE_PERSISTENT, statement,
                           NULL) != SQLITE_OK)
        return sqlite_fail(sqlite, texts[which]);
    int result = sqlite3_step(*statement);
    sqlite_end_waiting(sqlite);
    if (result == SQLITE_DONE) {
        (void)sqlite3_reset(*statement);
        return STATUS_OK;
    }
    enum status status = sqlite_fail(sqlite, texts[which]);
    (void)sqlite3_reset(*statement);
    return status;
}

static enum status
sqlite_begin(struct store *store, enum store_access access)
{
    return control(inside(store), access == STORE_READ ? CONTROL_READ : CONTROL_WRITE);
}

/* SQLite may have rolled back by itself (disk full). What its words were must stay readable. */
static void
sqlite_rollback(struct store *store)
{
    struct sqlite_store *sqlite = inside(store);
    struct store said = *store;
    sqlite_later_forget(sqlite);
    if (sqlite3_get_autocommit(sqlite->db) == 0 && control(sqlite, CONTROL_ROLLBACK) != STATUS_OK)
        *store = said;
}

static enum status
sqlite_commit(struct store *store)
{
    TRY(sqlite_later_run(inside(store)));
    sqlite_later_forget(inside(store));
    enum status status = control(inside(store), CONTROL_COMMIT);
    if (status == STATUS_OK || store->access != STORE_READ)
        return status;
    /* Nothing can be lost: SQLite repeats here what a check of a damaged file has found. */
    sqlite_rollback(store);
    return STATUS_OK;
}

static enum status
prepare(struct sqlite_store *sqlite, const struct statement *statement, const char *text,
        unsigned flags, sqlite3_stmt **out_prepared)
{
    sqlite3_stmt *prepared = NULL;
    if (sqlite3_prepare_v3(sqlite->db, text, -1, flags, &prepared, NULL) != SQLITE_OK)
        return sqlite_fail(sqlite, statement->name);
    if (sqlite3_column_count(prepared) != statement->column_count) {
        (void)sqlite3_finalize(prepared);
        return store_fail(&sqlite->store, STATUS_FAILED, "store.failed",
                          "%s: other columns than its contract says", statement->name);
    }
    *out_prepared = prepared;
    return STATUS_OK;
}

enum status
sqlite_prepared(struct sqlite_store *sqlite, const struct statement *statement, bool many,
                sqlite3_stmt **out_prepared)
{
    sqlite3_stmt **kept = &sqlite->prepared[statement->slot + (many ? statement_count : 0)];
    const char *text = many ? statement->many : statement->text[ENGINE_SQLITE];
    if (*kept == NULL)
        TRY(prepare(sqlite, statement, text, SQLITE_PREPARE_PERSISTENT, kept));
    *out_prepared = *kept;
    return STATUS_OK;
}

/* A statement in use: the kept one, or one of its own when a walk is inside another of the same. */
struct in_use {
    sqlite3_stmt *statement;
    bool own;
};

static void
release(struct in_use *use)
{
    if (use->own)
        (void)sqlite3_finalize(use->statement);
    else
        (void)sqlite3_reset(use->statement);
}

static enum status
acquire(struct sqlite_store *sqlite, const struct statement *statement, struct in_use *out_use)
{
    sqlite3_stmt *kept = NULL, *own = NULL;
    if (statement->slot >= 0)
        TRY(sqlite_prepared(sqlite, statement, false, &kept));
    if (kept != NULL && sqlite3_stmt_busy(kept) == 0) {
        *out_use = (struct in_use){.statement = kept};
        return STATUS_OK;
    }
    TRY(prepare(sqlite, statement, statement->text[ENGINE_SQLITE], 0, &own));
    *out_use = (struct in_use){.statement = own, .own = true};
    return STATUS_OK;
}

int
sqlite_bind(sqlite3_stmt *prepared, int number, enum column_kind kind, const struct bound *bound)
{
    if (bound->null)
        return sqlite3_bind_null(prepared, number);
    switch (kind) {
    case COLUMN_INT:
    case COLUMN_BOOL: return sqlite3_bind_int64(prepared, number, bound->integer);
    case COLUMN_REAL: return sqlite3_bind_double(prepared, number, bound->real);
    case COLUMN_TEXT:
        return sqlite3_bind_text64(prepared, number, bound->bytes, bound->length, SQLITE_STATIC,
                                   SQLITE_UTF8);
    case COLUMN_UUID:
    case COLUMN_BYTES: break;
    }
    return sqlite3_bind_blob64(prepared, number, bound->bytes, bound->length, SQLITE_STATIC);
}

/* SQLite keeps pointers into `bounds` and `params` until the statement is reset. */
static enum status
bind(struct sqlite_store *sqlite, const struct statement *statement, sqlite3_stmt *prepared,
     const struct doc *params, struct bound *bounds)
{
    int last = sqlite3_bind_parameter_count(prepared);
    uint32_t cursor = 0;
    for (int i = 0; i < statement->param_count && i < last; i++) {
        TRY(bound_value(&sqlite->store, statement, i, params, &cursor, &bounds[i]));
        if (sqlite_bind(prepared, i + 1, statement->params[i].kind, &bounds[i]) != SQLITE_OK)
            return sqlite_fail(sqlite, statement->name);
    }
    return STATUS_OK;
}

static struct doc
copied(struct arena *arena, const void *bytes, int length)
{
    return doc_text_n(arena_copy(arena, length == 0 ? "" : bytes, (size_t)length), (size_t)length);
}

static struct doc
read_uuid(struct arena *arena, sqlite3_value *value)
{
    if (sqlite3_value_bytes(value) != UUID_BYTES)
        return doc_null();
    char *text = arena_take(arena, UUID_TEXT + 1);
    uuid_write(sqlite3_value_blob(value), text);
    return doc_text_n(text, UUID_TEXT);
}

/* The column is asked for once: each sqlite3_column_x looks it up again. */
static struct doc
read_value(struct arena *arena, enum column_kind kind, sqlite3_value *value)
{
    if (sqlite3_value_type(value) == SQLITE_NULL)
        return doc_null();
    switch (kind) {
    case COLUMN_INT: return doc_int(sqlite3_value_int64(value));
    case COLUMN_REAL: return doc_real(sqlite3_value_double(value));
    case COLUMN_BOOL: return doc_bool(sqlite3_value_int64(value) != 0);
    case COLUMN_UUID: return read_uuid(arena, value);
    case COLUMN_TEXT: {
        const unsigned char *text = sqlite3_value_text(value);
        return copied(arena, text, sqlite3_value_bytes(value));
    }
    case COLUMN_BYTES: break;
    }
    const void *blob = sqlite3_value_blob(value);
    return copied(arena, blob, sqlite3_value_bytes(value));
}

static enum status
take_row(struct walk *walk, sqlite3_stmt *prepared)
{
    const struct statement *statement = walk->statement;
    struct doc row = doc_row(walk->arena, walk->shape);
    for (int i = 0; i < statement->column_count; i++)
        row.map->values[i] =
            read_value(walk->arena, statement->columns[i].kind, sqlite3_column_value(prepared, i));
    return walk->take(walk, row);
}

/* A statement that changes something is run to its end even when no more rows are wanted. */
static enum status
step_through(struct sqlite_store *sqlite, const struct statement *statement, sqlite3_stmt *prepared,
             struct walk *walk)
{
    bool reads = sqlite3_stmt_readonly(prepared) != 0;
    for (;;) {
        int result = sqlite3_step(prepared);
        if (result == SQLITE_DONE)
            return STATUS_OK;
        if (result != SQLITE_ROW)
            return sqlite_fail(sqlite, statement->name);
        if (walk == NULL || walk->done)
            continue;
        TRY(take_row(walk, prepared));
        if (walk->done && reads)
            return STATUS_OK;
    }
}

/* After SQLite has rolled back by itself, the next statement would commit on its own; and a call
 * that only reads must not write, on PostgreSQL neither. */
enum status
sqlite_may_run(struct sqlite_store *sqlite, const struct statement *statement,
               sqlite3_stmt *prepared)
{
    struct store *store = &sqlite->store;
    if (!store->in_transaction)
        return STATUS_OK;
    if (sqlite3_get_autocommit(sqlite->db) != 0)
        return store_fail(store, STATUS_FAILED, "store.failed",
                          "%s: the transaction is over already", statement->name);
    if (store->access == STORE_READ && sqlite3_stmt_readonly(prepared) == 0)
        return store_fail(store, STATUS_FAILED, "store.failed",
                          "%s: writes in a transaction that only reads", statement->name);
    return STATUS_OK;
}

static enum status
run_prepared(struct sqlite_store *sqlite, const struct statement *statement, sqlite3_stmt *prepared,
             const struct doc *params, struct walk *walk)
{
    struct bound bounds[STATEMENT_FIELDS_MAX];
    TRY(sqlite_may_run(sqlite, statement, prepared));
    TRY(bind(sqlite, statement, prepared, params, bounds));
    return step_through(sqlite, statement, prepared, walk);
}

static enum status
sqlite_run(struct store *store, const struct statement *statement, const struct doc *params,
           struct walk *walk, int64_t *out_changed)
{
    struct sqlite_store *sqlite = inside(store);
    struct in_use use;
    TRY(sqlite_later_run(sqlite));
    TRY(acquire(sqlite, statement, &use));
    enum status status = run_prepared(sqlite, statement, use.statement, params, walk);
    bool reads = sqlite3_stmt_readonly(use.statement) != 0;
    release(&use);
    if (status == STATUS_OK && out_changed != NULL)
        *out_changed = reads ? 0 : sqlite3_changes64(sqlite->db);
    return status;
}

static enum status
sqlite_each(struct store *store, const struct statement *statement, const struct doc *params,
            struct walk *walk)
{
    return sqlite_run(store, statement, params, walk, NULL);
}

static enum status
sqlite_script(struct store *store, const char *text)
{
    struct sqlite_store *sqlite = inside(store);
    if (sqlite3_exec(sqlite->db, text, NULL, NULL, NULL) != SQLITE_OK)
        return sqlite_fail(sqlite, "schema");
    return STATUS_OK;
}

static enum status
sqlite_is_empty(struct store *store, bool *out_empty)
{
    struct sqlite_store *sqlite = inside(store);
    sqlite3_stmt *asked = NULL;
    if (sqlite3_prepare_v2(sqlite->db, "select 1 from sqlite_schema limit 1", -1, &asked, NULL) !=
        SQLITE_OK)
        return sqlite_fail(sqlite, "schema");
    int result = sqlite3_step(asked);
    enum status status =
        result == SQLITE_ROW || result == SQLITE_DONE ? STATUS_OK : sqlite_fail(sqlite, "schema");
    (void)sqlite3_finalize(asked);
    if (status == STATUS_OK)
        *out_empty = result == SQLITE_DONE;
    return status;
}

/* The rows of a check, each as one line; "ok" is none. */
static enum status
add_findings(struct sqlite_store *sqlite, const char *check, struct buffer *out)
{
    sqlite3_stmt *asked = NULL;
    if (sqlite3_prepare_v2(sqlite->db, check, -1, &asked, NULL) != SQLITE_OK)
        return sqlite_fail(sqlite, check);
    int result = sqlite3_step(asked);
    for (; result == SQLITE_ROW; result = sqlite3_step(asked)) {
        const char *text = (const char *)sqlite3_column_text(asked, 0);
        if (text != NULL && strcmp(text, "ok") != 0)
            buffer_print(out, "%s%s", out->length == 0 ? "" : "\n", text);
    }
    enum status status = result == SQLITE_DONE ? STATUS_OK : sqlite_fail(sqlite, check);
    (void)sqlite3_finalize(asked);
    return status;
}

static enum status
sqlite_check(struct store *store, struct arena *arena, const char **out_finding)
{
    static const char rules[] = "select 'a row of ' || \"table\" || ' points at a row of ' || "
                                "parent || ' that is not there'"
                                " from pragma_foreign_key_check limit 20";
    enum { FINDING_MAX = 16 * 1024 };
    struct sqlite_store *sqlite = inside(store);
    struct buffer out;
    buffer_open(&out, arena, FINDING_MAX);
    enum status status = add_findings(sqlite, "pragma integrity_check(20)", &out);
    if (status == STATUS_OK)
        status = add_findings(sqlite, rules, &out);
    if (status != STATUS_OK && strcmp(store_problem_code(store), "store.corrupt") != 0)
        return status;
    if (status != STATUS_OK && out.length == 0)
        buffer_text(&out, store->problem);
    if (out.length == 0)
        return STATUS_OK;
    *out_finding = buffer_read(&out);
    return STATUS_INVALID;
}

static bool
suits(enum column_kind kind, const char *declared)
{
    static const char *const types[] = {"integer", "real", "integer", "text", "blob", "blob"};
    return declared == NULL || strcasecmp(declared, types[kind]) == 0;
}

static enum status
sqlite_verify(struct store *store, const struct statement *statement)
{
    struct sqlite_store *sqlite = inside(store);
    sqlite3_stmt *prepared = NULL;
    enum status status = STATUS_OK;
    if (statement->many != NULL) {
        TRY(prepare(sqlite, statement, statement->many, 0, &prepared));
        (void)sqlite3_finalize(prepared);
    }
    TRY(prepare(sqlite, statement, statement->text[ENGINE_SQLITE], 0, &prepared));
    for (int i = 0; i < statement->column_count && status == STATUS_OK; i++) {
        const struct column *column = &statement->columns[i];
        const char *name = sqlite3_column_name(prepared, i);
        const char *type = sqlite3_column_decltype(prepared, i);
        if (name == NULL || strcmp(name, column->name) != 0 || !suits(column->kind, type))
            status = store_fail(store, STATUS_INVALID, "store.failed",
                                "%s: column %d is %s %s, not %s", statement->name, i + 1,
                                name == NULL ? "?" : name, type == NULL ? "" : type, column->name);
    }
    (void)sqlite3_finalize(prepared);
    return status;
}

const struct store_driver sqlite_driver = {
    .close = sqlite_close,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .run = sqlite_run,
    .later = sqlite_later,
    .later_ms = sqlite_later_ms,
    .each = sqlite_each,
    .script = sqlite_script,
    .is_empty = sqlite_is_empty,
    .checkpoint = sqlite_checkpoint,
    .look_at_log = sqlite_look_at_log,
    .watch = sqlite_watch,
    .is_waited_for = sqlite_is_waited_for,
    .claim = sqlite_claim,
    .yield = sqlite_yield,
    .is_claimed = sqlite_is_claimed,
    .leave_log = sqlite_leave_log,
    .wait_for_disk = sqlite_wait_for_disk,
    .settle = sqlite_settle,
    .keep_pages = sqlite_keep_pages,
    .check = sqlite_check,
    .verify = sqlite_verify,
};
