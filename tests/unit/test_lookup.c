/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/lookup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { TEXTS = 20000 };

static void
finds_each_of_many_texts_and_nothing_else(void **state)
{
    (void)state;
    static int values[TEXTS];
    ARENA_HERE struct arena arena;
    struct lookup lookup;
    arena_open(&arena);
    lookup_open(&lookup, &arena);
    assert_null(lookup_get(&lookup, "0"));
    for (int i = 0; i < TEXTS; i++)
        lookup_put(&lookup, arena_print(&arena, "%d", i), &values[i]);
    for (int i = 0; i < TEXTS; i++)
        assert_ptr_equal(lookup_get(&lookup, arena_print(&arena, "%d", i)), &values[i]);
    assert_null(lookup_get(&lookup, "20000"));
    assert_null(lookup_get(&lookup, ""));
    lookup_put(&lookup, "7", &values[8]);
    assert_ptr_equal(lookup_get(&lookup, "7"), &values[8]);
    assert_int_equal(lookup.count, TEXTS);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_each_of_many_texts_and_nothing_else),
    };
    return cmocka_run_group_tests_name("lookup", tests, NULL, NULL);
}
