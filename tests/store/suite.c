/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include <unistd.h>

static bool postgres;
static char folder[] = "/tmp/rapport-store.XXXXXX";
static char address[256];

void
suite_begin(int count, char **arguments)
{
    postgres = count > 1 && strcmp(arguments[1], "postgres") == 0;
    if (mkdtemp(folder) == NULL)
        abort();
    const char *given = getenv("RAPPORT_TEST_POSTGRES");
    if (postgres && given == NULL) {
        (void)puts("Bail out! RAPPORT_TEST_POSTGRES is not set: run by tests/store/postgres.sh");
        exit(1);
    }
    (void)snprintf(address, sizeof address, "%s%s", postgres ? given : folder,
                   postgres ? "" : "/rapport.db");
}

static void
remove_files(void)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        char path[300];
        (void)snprintf(path, sizeof path, "%s/rapport.db%s", folder, suffixes[i]);
        (void)unlink(path);
    }
}

void
suite_end(void)
{
    remove_files();
    (void)rmdir(folder);
}

bool
suite_is_postgres(void)
{
    return postgres;
}

const char *
suite_folder(void)
{
    return folder;
}

const char *
suite_address(void)
{
    return address;
}

struct store *
suite_connect(void)
{
    struct store *store;
    const char *problem = NULL;
    if (store_open(address, STORE_CREATE, &store, &problem) != STATUS_OK)
        fail_msg("store_open says %s", problem);
    store_set_busy_ms(store, 200);
    return store;
}

void
suite_empty(void)
{
    if (!postgres) {
        remove_files();
        return;
    }
    struct store *store = suite_connect();
    assert_ok(store->driver->script(store, "drop schema public cascade;\ncreate schema public;\n"));
    store_close(&store);
}

int
suite_setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    const char *problem = NULL;
    suite_empty();
    fixture->store = suite_connect();
    if (migrate(fixture->store, &problem) != STATUS_OK)
        fail_msg("migrate says %s: %s", problem, store_problem(fixture->store));
    arena_open(&fixture->arena);
    *state = fixture;
    return 0;
}

int
suite_teardown(void **state)
{
    struct fixture *fixture = *state;
    store_close(&fixture->other);
    store_close(&fixture->store);
    arena_close(&fixture->arena);
    free(fixture);
    return 0;
}
