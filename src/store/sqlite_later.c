/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What waits to be run together. Of the time that SQLite needs for one row a third goes into the beginning and the end
 * of the statement; so the rows of one statement wait here, and are the table "later" out of which one statement adds
 * them all. */
#include "store/sqlite.h"

#include "base/buffer.h"
#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

enum {
    BYTES_MOST = 2 * 1024 * 1024, /* of what waits: some hundreds of people */
    FEW = 4,                      /* rows that are not worth another statement */
    DECLARATION_MAX = 2048
};

struct row {
    struct row *next;
    struct bound cells[];
};

/* The rows of one statement, in the order in which they came. Groups stand in the order of their first rows in this
 * transaction, so that what refers to others comes after them. */
struct group {
    struct group *next;
    const struct statement *statement;
    struct row *first, *last;
    int count;
    int64_t spent_ns; /* in this transaction */
};

struct sqlite_later {
    struct arena groups; /* of this transaction */
    struct arena rows;
    struct group *first, *last;
    int count;
    int64_t spent_ns;          /* of all groups */
    const struct group *shown; /* whose rows the table has at this moment */
};

struct cursor {
    sqlite3_vtab_cursor base;
    const struct group *group;
    const struct row *row;
};

struct table {
    sqlite3_vtab base;
    struct sqlite_later *later;
};

/* ---- the table "later": columns c1, c2 ... as a statement's parameters ---- */

static int
table_connect(sqlite3 *db, void *context, int count, const char *const *arguments,
              sqlite3_vtab **out_table, char **out_problem)
{
    ARENA_HERE struct arena arena;
    struct buffer text;
    (void)count, (void)arguments, (void)out_problem;
    arena_open(&arena);
    buffer_open(&text, &arena, DECLARATION_MAX);
    for (int i = 1; i <= STATEMENT_FIELDS_MAX; i++)
        buffer_print(&text, "%s c%d", i == 1 ? "create table later (" : ",", i);
    buffer_text(&text, ")");
    int result = sqlite3_declare_vtab(db, buffer_read(&text));
    struct table *table = result == SQLITE_OK ? sqlite3_malloc(sizeof *table) : NULL;
    if (table == NULL)
        return result == SQLITE_OK ? SQLITE_NOMEM : result;
    *table = (struct table){.later = context};
    *out_table = &table->base;
    return SQLITE_OK;
}

static int
table_disconnect(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

static int
table_plan(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    info->estimatedCost = FEW;
    info->estimatedRows = FEW;
    return SQLITE_OK;
}

static int
cursor_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out_cursor)
{
    struct cursor *cursor = sqlite3_malloc(sizeof *cursor);
    (void)table;
    if (cursor == NULL)
        return SQLITE_NOMEM;
    *cursor = (struct cursor){.row = NULL};
    *out_cursor = &cursor->base;
    return SQLITE_OK;
}

static int
cursor_close(sqlite3_vtab_cursor *base)
{
    sqlite3_free(base);
    return SQLITE_OK;
}

static int
cursor_filter(sqlite3_vtab_cursor *base, int plan, const char *plan_text, int count,
              sqlite3_value **values)
{
    struct cursor *cursor = (struct cursor *)base;
    (void)plan, (void)plan_text, (void)count, (void)values;
    cursor->group = ((struct table *)base->pVtab)->later->shown;
    cursor->row = cursor->group == NULL ? NULL : cursor->group->first;
    return SQLITE_OK;
}

static int
cursor_next(sqlite3_vtab_cursor *base)
{
    struct cursor *cursor = (struct cursor *)base;
    cursor->row = cursor->row->next;
    return SQLITE_OK;
}

static int
cursor_is_over(sqlite3_vtab_cursor *base)
{
    return ((struct cursor *)base)->row == NULL;
}

static int
cursor_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int number)
{
    const struct cursor *cursor = (const struct cursor *)base;
    const struct bound *cell = &cursor->row->cells[number];
    if (cell->null)
        return SQLITE_OK;
    switch (cursor->group->statement->params[number].kind) {
    case COLUMN_INT:
    case COLUMN_BOOL: sqlite3_result_int64(context, cell->integer); break;
    case COLUMN_REAL: sqlite3_result_double(context, cell->real); break;
    case COLUMN_TEXT:
        sqlite3_result_text64(context, cell->bytes, cell->length, SQLITE_STATIC, SQLITE_UTF8);
        break;
    case COLUMN_UUID:
    case COLUMN_BYTES:
        sqlite3_result_blob64(context, cell->bytes, cell->length, SQLITE_STATIC);
        break;
    }
    return SQLITE_OK;
}

static int
cursor_number(sqlite3_vtab_cursor *base, sqlite3_int64 *out_number)
{
    (void)base;
    *out_number = 0;
    return SQLITE_OK;
}

/* ---- what waits ---- */

enum status
sqlite_later_open(struct sqlite_store *sqlite)
{
    static const sqlite3_module module = {.xConnect = table_connect,
                                          .xBestIndex = table_plan,
                                          .xDisconnect = table_disconnect,
                                          .xOpen = cursor_open,
                                          .xClose = cursor_close,
                                          .xFilter = cursor_filter,
                                          .xNext = cursor_next,
                                          .xEof = cursor_is_over,
                                          .xColumn = cursor_column,
                                          .xRowid = cursor_number};
    sqlite->later = calloc(1, sizeof *sqlite->later);
    if (sqlite->later == NULL)
        return STATUS_FAILED;
    arena_open(&sqlite->later->groups);
    arena_open(&sqlite->later->rows);
    return sqlite3_create_module(sqlite->db, "later", &module, sqlite->later) == SQLITE_OK
               ? STATUS_OK
               : STATUS_FAILED;
}

void
sqlite_later_forget(struct sqlite_store *sqlite)
{
    struct sqlite_later *later = sqlite->later;
    if (later == NULL || later->first == NULL)
        return;
    arena_reset(&later->rows);
    arena_reset(&later->groups);
    later->first = later->last = NULL;
    later->count = 0;
    later->spent_ns = 0;
}

void
sqlite_later_close(struct sqlite_store *sqlite)
{
    if (sqlite->later != NULL) {
        arena_close(&sqlite->later->groups);
        arena_close(&sqlite->later->rows);
    }
    free(sqlite->later);
    sqlite->later = NULL;
}

static struct group *
group_of(struct sqlite_later *later, const struct statement *statement)
{
    struct group *group = later->first;
    while (group != NULL && group->statement != statement)
        group = group->next;
    if (group != NULL)
        return group;
    group = arena_alloc(&later->groups, sizeof *group);
    group->statement = statement;
    if (later->last == NULL)
        later->first = group;
    else
        later->last->next = group;
    later->last = group;
    return group;
}

/* Ids point into their own cells already. */
static void
keep(struct arena *arena, enum column_kind kind, struct bound *cell)
{
    if (!cell->null && (kind == COLUMN_TEXT || kind == COLUMN_BYTES))
        cell->bytes = arena_copy(arena, cell->bytes, cell->length);
}

enum status
sqlite_later(struct store *store, const struct statement *statement, const struct doc *params)
{
    struct sqlite_store *sqlite = (struct sqlite_store *)store;
    struct sqlite_later *later = sqlite->later;
    struct group *group = group_of(later, statement);
    size_t cells = (size_t)statement->param_count * sizeof(struct bound);
    struct row *row = arena_take(&later->rows, sizeof *row + cells);
    uint32_t place = 0;
    for (int i = 0; i < statement->param_count; i++) {
        TRY(bound_value(store, statement, i, params, &place, &row->cells[i]));
        keep(&later->rows, statement->params[i].kind, &row->cells[i]);
    }
    row->next = NULL;
    if (group->last == NULL)
        group->first = row;
    else
        group->last->next = row;
    group->last = row;
    group->count++;
    later->count++;
    return later->rows.total < BYTES_MOST ? STATUS_OK : sqlite_later_run(sqlite);
}

static enum status
step(struct sqlite_store *sqlite, const struct statement *statement, sqlite3_stmt *prepared)
{
    enum status status =
        sqlite3_step(prepared) == SQLITE_DONE ? STATUS_OK : sqlite_fail(sqlite, statement->name);
    (void)sqlite3_reset(prepared);
    return status;
}

static enum status
add_together(struct sqlite_store *sqlite, const struct group *group)
{
    sqlite3_stmt *prepared;
    TRY(sqlite_prepared(sqlite, group->statement, true, &prepared));
    TRY(sqlite_may_run(sqlite, group->statement, prepared));
    sqlite->later->shown = group;
    enum status status = step(sqlite, group->statement, prepared);
    sqlite->later->shown = NULL;
    return status;
}

static enum status
run_one_by_one(struct sqlite_store *sqlite, const struct group *group)
{
    const struct statement *statement = group->statement;
    sqlite3_stmt *prepared;
    TRY(sqlite_prepared(sqlite, statement, false, &prepared));
    TRY(sqlite_may_run(sqlite, statement, prepared));
    for (const struct row *row = group->first; row != NULL; row = row->next) {
        for (int i = 0; i < statement->param_count; i++)
            if (sqlite_bind(prepared, i + 1, statement->params[i].kind, &row->cells[i]) !=
                SQLITE_OK)
                return sqlite_fail(sqlite, statement->name);
        TRY(step(sqlite, statement, prepared));
    }
    return STATUS_OK;
}

static enum status
run_group(struct sqlite_store *sqlite, struct group *group)
{
    int64_t begun_ns = clock_monotonic_ns();
    enum status status = group->statement->many != NULL && group->count > FEW
                             ? add_together(sqlite, group)
                             : run_one_by_one(sqlite, group);
    int64_t spent_ns = clock_monotonic_ns() - begun_ns;
    group->spent_ns += spent_ns;
    sqlite->later->spent_ns += spent_ns;
    group->first = group->last = NULL;
    group->count = 0;
    return status;
}

int64_t
sqlite_later_ms(const struct store *store, const char *beginning)
{
    const struct sqlite_later *later = ((const struct sqlite_store *)store)->later;
    int64_t spent_ns = 0;
    if (beginning[0] == '\0') /* asked for with every row */
        return later->spent_ns / 1000000;
    for (const struct group *group = later->first; group != NULL; group = group->next)
        if (strncmp(group->statement->name, beginning, strlen(beginning)) == 0)
            spent_ns += group->spent_ns;
    return spent_ns / 1000000;
}

enum status
sqlite_later_run(struct sqlite_store *sqlite)
{
    struct sqlite_later *later = sqlite->later;
    if (later == NULL || later->count == 0)
        return STATUS_OK;
    later->count = 0;
    for (struct group *group = later->first; group != NULL; group = group->next)
        if (group->count > 0)
            TRY(run_group(sqlite, group));
    arena_reset(&later->rows);
    return STATUS_OK;
}
