/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/library.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct {
    __typeof__(cos) *cosine;
    __typeof__(sqrt) *root;
} mathematics;

static void
fills_a_table_of_typed_pointers(void **state)
{
    (void)state;
    static const struct library_symbol symbols[] = {
        {"cos", (void **)&mathematics.cosine}, {"sqrt", (void **)&mathematics.root}, {NULL, NULL}};
    assert_int_equal(library_open("libm.so.6", symbols), STATUS_OK);
    assert_string_equal(library_problem(), "");
    assert_true(mathematics.root(49.0) == 7.0);
    assert_true(mathematics.cosine(0.0) == 1.0);
    assert_int_equal(library_open("libm.so.6", symbols), STATUS_OK);
}

static void
says_missing_when_there_is_no_such_library(void **state)
{
    (void)state;
    static const struct library_symbol symbols[] = {{NULL, NULL}};
    assert_int_equal(library_open("libnobody-has-this.so.99", symbols), STATUS_MISSING);
    assert_non_null(strstr(library_problem(), "libnobody-has-this.so.99"));
}

static void
touches_no_pointer_when_one_symbol_is_missing(void **state)
{
    (void)state;
    void *first = NULL;
    void *second = NULL;
    const struct library_symbol symbols[] = {
        {"cos", &first}, {"no_such_function", &second}, {NULL, NULL}};
    assert_int_equal(library_open("libm.so.6", symbols), STATUS_FAILED);
    assert_null(first);
    assert_null(second);
    assert_non_null(strstr(library_problem(), "no_such_function"));
}

static void
puts_a_version_behind_every_name(void **state)
{
    (void)state;
    void *found = NULL;
    const struct library_symbol symbols[] = {{"c", &found}, {NULL, NULL}};
    assert_int_equal(library_open_versioned("libm.so.6", "os", symbols), STATUS_OK);
    assert_non_null(found);
    found = NULL;
    assert_int_equal(library_open_versioned("libm.so.6", "_72", symbols), STATUS_FAILED);
    assert_null(found);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_a_table_of_typed_pointers),
        cmocka_unit_test(says_missing_when_there_is_no_such_library),
        cmocka_unit_test(touches_no_pointer_when_one_symbol_is_missing),
        cmocka_unit_test(puts_a_version_behind_every_name),
    };
    return cmocka_run_group_tests_name("library", tests, NULL, NULL);
}
