/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/migrate.h"

#include "base/clock.h"
#include "store/driver.h"

#include <time.h>

/* These serve the schema itself, so they cannot come from it: no slot, prepared anew each time. */
static const struct column version_columns[] = {{"number", COLUMN_INT}};
static const struct statement read_version = {
    .name = "schema_version",
    .text = {"select coalesce(max(number), 0) as number from rapport_schema where number > 0",
             "select coalesce(max(number), 0) as number from rapport_schema where number > 0"},
    .scope = SCOPE_SYSTEM,
    .columns = version_columns,
    .column_count = 1,
    .slot = -1,
};

/* A question to the catalog's table and not to_regclass, whose cache may not know yet what another
 * process has just made. */
static const struct column exists_columns[] = {{"found", COLUMN_BOOL}};
static const struct statement read_exists = {
    .name = "schema_exists",
    .text = {"select count(*) > 0 as found from sqlite_schema where name = 'rapport_schema'",
             "select count(*) > 0 as found from pg_class where relname = 'rapport_schema' and "
             "relnamespace = current_schema()::regnamespace"},
    .scope = SCOPE_SYSTEM,
    .columns = exists_columns,
    .column_count = 1,
    .slot = -1,
};

static const struct column taken_params[] = {
    {"number", COLUMN_INT}, {"name", COLUMN_TEXT}, {"taken_at", COLUMN_INT}};
static const struct statement record_step = {
    .name = "schema_record",
    .text = {"insert into rapport_schema (number, name, taken_at) values (?1, ?2, ?3) "
             "on conflict (number) do nothing",
             "insert into rapport_schema (number, name, taken_at) values ($1, $2, $3) "
             "on conflict (number) do nothing"},
    .scope = SCOPE_SYSTEM,
    .params = taken_params,
    .param_count = 3,
    .slot = -1,
};

/* Online steps run outside a transaction, so a lock cannot keep others away from them: a claim
 * does. It is a row under the step's negative number, and one whose process has died is taken over.
 * */
static const struct column claim_params[] = {{"number", COLUMN_INT}, {"now", COLUMN_INT}};
static const struct statement claim_step = {
    .name = "schema_claim",
    .text = {"select 1",
             "insert into rapport_schema (number, name, taken_at) values (-$1, 'claim', $2) "
             "on conflict (number) do update set taken_at = excluded.taken_at "
             "where rapport_schema.taken_at < excluded.taken_at - 600000"},
    .scope = SCOPE_SYSTEM,
    .params = claim_params,
    .param_count = 2,
    .slot = -1,
};

static const struct statement drop_claim = {
    .name = "schema_drop_claim",
    .text = {"select 1", "delete from rapport_schema where number = -$1"},
    .scope = SCOPE_SYSTEM,
    .params = claim_params,
    .param_count = 1,
    .slot = -1,
};

static const struct column lock_columns[] = {{"locked", COLUMN_BOOL}};
static const struct statement lock_steps = {
    .name = "schema_lock",
    .text = {"select 1 as locked",
             "select pg_advisory_xact_lock(5927362818470014579) is null as locked"},
    .scope = SCOPE_SYSTEM,
    .columns = lock_columns,
    .column_count = 1,
    .slot = -1,
};

/* What was done while this process waited for the lock must be seen; and a step may take long. */
static const char *const make_ready[ENGINE_COUNT] = {
    "",
    "set transaction isolation level read committed; set local statement_timeout = 0; "
    "set local lock_timeout = 60000",
};

static const char *const make_table[ENGINE_COUNT] = {
    "create table if not exists rapport_schema (number integer primary key, name text not null, "
    "taken_at integer not null) strict",
    "create table if not exists rapport_schema (number bigint primary key, name text not null, "
    "taken_at bigint not null)",
};

/* An up-to-date store costs this one query and no question whether the table is there. */
enum status
migrate_version(struct store *store, int *out_version)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *row;
    bool outside = !store->in_transaction;
    if (outside && store_row(store, &arena, &read_version, NULL, &row) == STATUS_OK) {
        *out_version = (int)doc_int_of(row, "number");
        return STATUS_OK;
    }
    TRY(store_row(store, &arena, &read_exists, NULL, &row));
    if (!doc_bool_of(row, "found")) {
        *out_version = 0;
        return STATUS_OK;
    }
    TRY(store_row(store, &arena, &read_version, NULL, &row));
    *out_version = (int)doc_int_of(row, "number");
    return STATUS_OK;
}

static enum status
record(struct store *store, const struct schema_step *step)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *params = doc_map(&arena);
    doc_set_int(params, "number", step->number);
    doc_set_text(params, "name", step->name);
    doc_set_int(params, "taken_at", clock_now());
    return store_run(store, &record_step, params, NULL);
}

/* Within a transaction that keeps other processes out. Which step is next is asked again here:
 * another process may have taken it meanwhile. */
static enum status
take_step(struct store *store, int *out_version)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *locked;
    int version;
    TRY(store->driver->script(store, make_ready[store->engine]));
    TRY(store_row(store, &arena, &lock_steps, NULL, &locked));
    TRY(migrate_version(store, &version));
    if (version == 0)
        TRY(store->driver->script(store, make_table[store->engine]));
    if (version < schema_step_count) {
        const struct schema_step *step = &schema_steps[version];
        if (!step->online || store->engine == ENGINE_SQLITE)
            TRY(store->driver->script(store, step->text[store->engine]));
        TRY(record(store, step));
        version++;
    }
    *out_version = version;
    return STATUS_OK;
}

static enum status
take_in_transaction(struct store *store, int *out_version)
{
    int version;
    TRY(store_begin(store, STORE_WRITE));
    enum status status = take_step(store, &version);
    if (status == STATUS_OK)
        status = store_commit(store);
    store_rollback(store);
    if (status == STATUS_OK)
        *out_version = version;
    return status;
}

static enum status
run_claim(struct store *store, const struct statement *statement, int number, int64_t *out_changed)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *params = doc_map(&arena);
    doc_set_int(params, "number", number);
    doc_set_int(params, "now", clock_now());
    return store_run(store, statement, params, out_changed);
}

/* Until the claim is ours, or the process that has it has taken the step. */
static enum status
claim(struct store *store, int version, bool *out_mine, int *out_version)
{
    static const struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};
    int64_t until_ms = clock_monotonic_ms() + BUSY_MS;
    int64_t mine = 0;
    int now = version;
    for (;;) {
        TRY(run_claim(store, &claim_step, version + 1, &mine));
        TRY(migrate_version(store, &now));
        if (mine > 0 || now != version)
            break;
        if (clock_monotonic_ms() > until_ms)
            return store_fail(store, STATUS_BUSY, "store.busy",
                              "schema: another process takes step %d", version + 1);
        (void)nanosleep(&pause, NULL);
    }
    *out_mine = mine > 0;
    *out_version = now;
    return STATUS_OK;
}

static enum status
take_online(struct store *store, int version, int *out_version)
{
    bool mine = false;
    TRY(claim(store, version, &mine, out_version));
    if (!mine)
        return STATUS_OK;
    enum status status = STATUS_OK;
    if (*out_version == version) {
        status = store->driver->script(store, schema_steps[version].text[ENGINE_POSTGRES]);
        if (status == STATUS_OK)
            status = take_in_transaction(store, out_version);
    }
    struct store said = *store;
    enum status dropped = run_claim(store, &drop_claim, version + 1, NULL);
    if (status == STATUS_OK)
        return dropped;
    *store = said;
    return status;
}

static enum status
take_next(struct store *store, int version, int *out_version)
{
    if (schema_steps[version].online && store->engine == ENGINE_POSTGRES)
        return take_online(store, version, out_version);
    return take_in_transaction(store, out_version);
}

/* Nothing of ours was there: is it empty, or somebody else's? Another process may have begun since.
 * */
static enum status
check_is_new(struct store *store, int *out_version)
{
    bool empty;
    TRY(store->driver->is_empty(store, &empty));
    if (empty)
        return STATUS_OK;
    TRY(migrate_version(store, out_version));
    if (*out_version == 0)
        return store_fail(store, STATUS_INVALID, "store.not_a_store", "schema: foreign tables");
    return STATUS_OK;
}

static enum status
take_all(struct store *store)
{
    int version;
    TRY(migrate_version(store, &version));
    if (version == 0)
        TRY(check_is_new(store, &version));
    while (version < schema_step_count)
        TRY(take_next(store, version, &version));
    if (version > schema_step_count)
        return store_fail(store, STATUS_CONFLICT, "store.newer", "schema: step %d of %d", version,
                          schema_step_count);
    return STATUS_OK;
}

enum status
migrate(struct store *store, const char **out_problem)
{
    enum status status = take_all(store);
    if (status != STATUS_OK)
        *out_problem = store_problem_code(store);
    return status;
}
