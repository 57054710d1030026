/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rows.h"

struct doc *
params_of(struct fixture *fixture, int64_t owner)
{
    struct doc *params = doc_map(&fixture->arena);
    doc_set_int(params, "owner", owner);
    return params;
}

const char *
id_of(struct fixture *fixture, int number)
{
    return arena_print(&fixture->arena, "0190a5c8-0000-7000-8000-%012d", number);
}

/* A sample row with every column that must be there. */
struct doc *
sample(struct fixture *fixture, int64_t owner, int number)
{
    struct doc *row = params_of(fixture, owner);
    doc_set_int(row, "doc", owner << 32 | number);
    doc_set_text(row, "id", id_of(fixture, number));
    doc_set_int(row, "version", 1);
    doc_set_int(row, "created_at", 1000);
    doc_set_int(row, "updated_at", 2000);
    doc_set_text(row, "name", arena_print(&fixture->arena, "Name %d", number));
    doc_set_text(row, "name_key", arena_print(&fixture->arena, "name %04d", number));
    doc_set_bool(row, "open", number % 2 == 1);
    return row;
}

void
insert(struct fixture *fixture, int64_t owner, int number)
{
    int64_t changed = 0;
    assert_ok(
        store_run(fixture->store, noun_sample.insert, sample(fixture, owner, number), &changed));
    assert_int_equal(changed, 1);
}

int
rows_of(struct fixture *fixture, struct store *store, int64_t owner)
{
    struct doc *rows;
    assert_ok(
        store_rows(store, &fixture->arena, &sql_sample_find, params_of(fixture, owner), &rows));
    return (int)doc_count(rows);
}
