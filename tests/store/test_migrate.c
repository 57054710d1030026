/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing a store to the schema, on both engines. */
#include "rows.h"

#include <sys/wait.h>
#include <unistd.h>

/* A connection to an empty store, without the schema. */
static int
setup_empty(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    suite_empty();
    fixture->store = suite_connect();
    arena_open(&fixture->arena);
    *state = fixture;
    return 0;
}

static int
version_of(struct store *store)
{
    int version = -1;
    assert_ok(migrate_version(store, &version));
    return version;
}

static void
takes_all_steps_of_an_empty_store(void **state)
{
    struct fixture *fixture = *state;
    const char *problem = NULL;
    assert_int_equal(version_of(fixture->store), 0);
    assert_ok(migrate(fixture->store, &problem));
    assert_int_equal(version_of(fixture->store), schema_step_count);
    assert_int_equal(schema_step_count, 3);
    assert_null(problem);
    insert(fixture, 1, 1);
}

static void
leaves_an_up_to_date_store_alone(void **state)
{
    struct fixture *fixture = *state;
    const char *problem = NULL;
    assert_ok(migrate(fixture->store, &problem));
    insert(fixture, 1, 1);
    assert_ok(migrate(fixture->store, &problem));
    assert_int_equal(rows_of(fixture, fixture->store, 1), 1);
    fixture->other = suite_connect();
    assert_ok(migrate(fixture->other, &problem));
    assert_int_equal(rows_of(fixture, fixture->other, 1), 1);
}

static void
takes_what_an_older_program_left_undone(void **state)
{
    struct fixture *fixture = *state;
    const char *problem = NULL;
    struct store *store = fixture->store;
    assert_ok(migrate(store, &problem));
    insert(fixture, 1, 1);
    assert_ok(store->driver->script(store, "delete from rapport_schema where number = 3;\n"
                                           "drop index sample_name;\n"));
    assert_int_equal(version_of(store), 2);
    assert_ok(migrate(store, &problem));
    assert_int_equal(version_of(store), 3);
    assert_int_equal(rows_of(fixture, store, 1), 1);
    assert_ok(store->driver->script(store, "drop index sample_name;\n"));
}

/* A step that fails leaves nothing of itself, and the steps before it stay. */
static void
undoes_a_step_that_fails(void **state)
{
    struct fixture *fixture = *state;
    const char *problem = NULL;
    struct store *store = fixture->store;
    assert_ok(migrate(store, &problem));
    assert_ok(store->driver->script(store, "delete from rapport_schema where number > 1;\n"
                                           "drop table late;\ndrop table engine;\n"
                                           "create table late (other text);\n"));
    assert_int_not_equal(migrate(store, &problem), STATUS_OK);
    assert_string_equal(problem, "store.failed");
    assert_int_equal(version_of(store), 1);
    assert_ok(store->driver->script(store, "drop table late;\n"));
    assert_ok(migrate(store, &problem));
    assert_int_equal(version_of(store), 3);
}

static void
refuses_a_store_of_a_newer_program(void **state)
{
    struct fixture *fixture = *state;
    const char *problem = NULL;
    struct store *store = fixture->store;
    assert_ok(migrate(store, &problem));
    assert_ok(store->driver->script(
        store, "insert into rapport_schema (number, name, taken_at) values (4, 'more', 0);\n"));
    assert_int_equal(migrate(store, &problem), STATUS_CONFLICT);
    assert_string_equal(problem, "store.newer");
    assert_int_equal(version_of(store), 4);
}

static void
refuses_a_database_of_something_else(void **state)
{
    struct fixture *fixture = *state;
    const char *problem = NULL;
    struct store *store = fixture->store;
    assert_ok(store->driver->script(store, "create table customer (name text);\n"));
    assert_int_equal(migrate(store, &problem), STATUS_INVALID);
    assert_string_equal(problem, "store.not_a_store");
    assert_ok(store->driver->script(store, "drop table customer;\n"));
    assert_ok(migrate(store, &problem));
}

/* Ends without the exit handlers of the test program. */
static void
migrate_in_child(int ready)
{
    const char *problem = NULL;
    struct store *store;
    char go;
    if (read(ready, &go, 1) < 0 ||
        store_open(suite_address(), STORE_CREATE, &store, &problem) != STATUS_OK)
        _exit(2);
    enum status status = migrate(store, &problem);
    if (status != STATUS_OK)
        print_error("%s: %s\n", problem, store_problem(store));
    _exit(status == STATUS_OK ? 0 : 3);
}

static void
lets_several_processes_come_at_once(void **state)
{
    enum { CHILDREN = 6, ROUNDS = 3 };
    struct fixture *fixture = *state;
    store_close(&fixture->store);
    for (int round = 0; round < ROUNDS; round++) {
        int gate[2];
        pid_t children[CHILDREN];
        suite_empty();
        assert_int_equal(pipe(gate), 0);
        for (int i = 0; i < CHILDREN; i++) {
            children[i] = fork();
            if (children[i] == 0) {
                (void)close(gate[1]);
                migrate_in_child(gate[0]);
            }
        }
        (void)close(gate[0]);
        (void)close(gate[1]);
        for (int i = 0; i < CHILDREN; i++) {
            int ended = 0;
            assert_int_equal(waitpid(children[i], &ended, 0), children[i]);
            assert_true(WIFEXITED(ended));
            assert_int_equal(WEXITSTATUS(ended), 0);
        }
        fixture->store = suite_connect();
        assert_int_equal(version_of(fixture->store), 3);
        insert(fixture, 1, 1);
        store_close(&fixture->store);
    }
}

int
main(int count, char **arguments)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup_empty, suite_teardown)
    const struct CMUnitTest tests[] = {
        T(takes_all_steps_of_an_empty_store),       T(leaves_an_up_to_date_store_alone),
        T(takes_what_an_older_program_left_undone), T(undoes_a_step_that_fails),
        T(refuses_a_store_of_a_newer_program),      T(refuses_a_database_of_something_else),
        T(lets_several_processes_come_at_once),
    };
    suite_begin(count, arguments);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    suite_end();
    return failed;
}
