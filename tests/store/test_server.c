/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only a server can be: unreachable, restarted, gone in the middle. */
#include "rows.h"

/* Ends every other connection to this database, as a restart of the server would. */
static void
cut_others(struct fixture *fixture)
{
    if (fixture->other == NULL)
        fixture->other = suite_connect();
    assert_ok(fixture->other->driver->script(
        fixture->other, "select pg_terminate_backend(pid) from pg_stat_activity "
                        "where datname = current_database() and pid <> pg_backend_pid();\n"));
}

static void
connects_anew_when_a_transaction_begins(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 1; i <= 3; i++) {
        cut_others(fixture);
        assert_ok(store_begin(fixture->store, STORE_WRITE));
        insert(fixture, 1, i);
        assert_ok(store_commit(fixture->store));
    }
    assert_int_equal(rows_of(fixture, fixture->store, 1), 3);
}

static void
is_busy_when_the_server_goes_in_the_middle(void **state)
{
    struct fixture *fixture = *state;
    assert_ok(store_begin(fixture->store, STORE_WRITE));
    insert(fixture, 1, 1);
    cut_others(fixture);
    assert_int_equal(store_run(fixture->store, noun_sample.insert, sample(fixture, 1, 2), NULL),
                     STATUS_BUSY);
    assert_string_equal(store_problem_code(fixture->store), "store.gone");
    assert_int_equal(store_run(fixture->store, noun_sample.insert, sample(fixture, 1, 2), NULL),
                     STATUS_FAILED);
    store_rollback(fixture->store);
    assert_ok(store_begin(fixture->store, STORE_WRITE));
    assert_int_equal(rows_of(fixture, fixture->store, 1), 0);
    insert(fixture, 1, 2);
    assert_ok(store_commit(fixture->store));
}

/* Nobody knows whether such a commit happened: it must not be tried again by itself. */
static void
does_not_call_a_lost_commit_busy(void **state)
{
    struct fixture *fixture = *state;
    assert_ok(store_begin(fixture->store, STORE_WRITE));
    insert(fixture, 1, 1);
    cut_others(fixture);
    assert_int_equal(store_commit(fixture->store), STATUS_FAILED);
    assert_string_equal(store_problem_code(fixture->store), "store.unsure");
    assert_false(store_in_transaction(fixture->store));
    assert_ok(store_begin(fixture->store, STORE_READ));
    assert_ok(store_commit(fixture->store));
}

static enum status
cut_at_ten(void *context, const struct doc *row)
{
    if (doc_int_of(row, "n") == 10)
        cut_others(context);
    return STATUS_OK;
}

static void
ends_a_walk_when_the_server_goes(void **state)
{
    struct fixture *fixture = *state;
    struct doc *params = doc_map(&fixture->arena);
    doc_set_int(params, "last", 5000);
    assert_int_equal(store_each(fixture->store, &sql_series, params, cut_at_ten, fixture),
                     STATUS_BUSY);
    assert_false(store_in_transaction(fixture->store));
    assert_ok(store_begin(fixture->store, STORE_READ));
}

static void
assert_refused(const char *address, enum status status, const char *code)
{
    struct store *store = NULL;
    const char *problem = NULL;
    assert_int_equal(store_open(address, STORE_OPEN, &store, &problem), status);
    assert_null(store);
    assert_string_equal(problem, code);
}

static void
says_unreachable_when_no_server_answers(void **state)
{
    (void)state;
    assert_refused("postgresql://nobody@127.0.0.1:1/none", STATUS_BUSY, "store.unreachable");
    assert_refused("postgres:///none?host=/nonexistent", STATUS_BUSY, "store.unreachable");
}

static void
refuses_an_address_it_cannot_read(void **state)
{
    (void)state;
    assert_refused("postgresql://a:secret@[::1/x", STATUS_INVALID, "store.address");
    assert_refused("postgresql://host/x?no_such_option=1", STATUS_INVALID, "store.address");
}

/* A pooler gives each transaction another connection: nothing may stay behind on one. */
static void
leaves_nothing_behind_on_a_connection(void **state)
{
    struct fixture *fixture = *state;
    static const struct column columns[] = {{"count", COLUMN_INT}};
    static const struct statement left = {
        .name = "left",
        .text = {"", "select (select count(*) from pg_prepared_statements) + (select count(*) "
                     "from pg_cursors where name like 'rapport%') + (select count(*) from "
                     "pg_settings where source = 'session' and name in ('statement_timeout', "
                     "'lock_timeout', 'idle_in_transaction_session_timeout')) as count"},
        .columns = columns,
        .column_count = 1,
        .slot = -1};
    struct doc *row;
    struct doc *params = doc_map(&fixture->arena);
    doc_set_int(params, "last", 3);
    assert_ok(store_begin(fixture->store, STORE_WRITE));
    insert(fixture, 1, 1);
    assert_ok(store_commit(fixture->store));
    assert_ok(store_row(fixture->store, &fixture->arena, &left, NULL, &row));
    assert_int_equal(doc_int_of(row, "count"), 0);
}

static void
finds_an_index_that_is_not_finished(void **state)
{
    struct fixture *fixture = *state;
    const char *finding = NULL;
    assert_ok(store_check(fixture->store, &fixture->arena, &finding));
    assert_ok(fixture->store->driver->script(
        fixture->store, "update pg_index set indisvalid = false where indexrelid = "
                        "'sample_name'::regclass;\n"));
    assert_int_equal(store_check(fixture->store, &fixture->arena, &finding), STATUS_INVALID);
    assert_non_null(strstr(finding, "sample_name"));
}

int
main(int count, char **arguments)
{
#define T(name) cmocka_unit_test_setup_teardown(name, suite_setup, suite_teardown)
    const struct CMUnitTest tests[] = {
        T(connects_anew_when_a_transaction_begins), T(is_busy_when_the_server_goes_in_the_middle),
        T(does_not_call_a_lost_commit_busy),        T(ends_a_walk_when_the_server_goes),
        T(says_unreachable_when_no_server_answers), T(refuses_an_address_it_cannot_read),
        T(leaves_nothing_behind_on_a_connection),   T(finds_an_index_that_is_not_finished),
    };
    suite_begin(count, arguments);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    suite_end();
    return failed;
}
