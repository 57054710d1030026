/* SPDX-License-Identifier: GPL-3.0-or-later */
/* suite.h - what the store's test programs share: a fresh store of the engine named by the first
 * argument, "sqlite" or "postgres" (then RAPPORT_TEST_POSTGRES has its address). */
#ifndef TESTS_STORE_SUITE_H
#define TESTS_STORE_SUITE_H

#include "store/driver.h"
#include "store/migrate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Reads the arguments and makes the temporary folder; suite_end removes it. */
void suite_begin(int count, char **arguments);
void suite_end(void);

bool suite_is_postgres(void);
const char *suite_folder(void);

/* The address of this suite's store, and a new connection to it. */
const char *suite_address(void);
struct store *suite_connect(void);

/* An empty store at the suite's address: file removed, schema dropped. */
void suite_empty(void);

/* What most tests work on: a store with the schema taken, no rows, and an arena. */
struct fixture {
    struct store *store;
    struct store *other; /* a second connection, closed by the fixture when a test opens one */
    struct arena arena;
};
int suite_setup(void **state);
int suite_teardown(void **state);

#define assert_ok(expression) assert_int_equal(expression, STATUS_OK)

#endif
