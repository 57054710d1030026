/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/status.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
names_every_way_a_call_can_end(void **state)
{
    (void)state;
    assert_string_equal(status_name(STATUS_OK), "ok");
    assert_string_equal(status_name(STATUS_INVALID), "invalid");
    assert_string_equal(status_name(STATUS_FORBIDDEN), "forbidden");
    assert_string_equal(status_name(STATUS_MISSING), "missing");
    assert_string_equal(status_name(STATUS_CONFLICT), "conflict");
    assert_string_equal(status_name(STATUS_BUSY), "busy");
    assert_string_equal(status_name(STATUS_FAILED), "failed");
}

static int steps;

static enum status
try_and_count(enum status first)
{
    TRY(first);
    steps++;
    return STATUS_OK;
}

static void
hands_a_failure_to_the_caller_at_once(void **state)
{
    (void)state;
    steps = 0;
    assert_int_equal(try_and_count(STATUS_CONFLICT), STATUS_CONFLICT);
    assert_int_equal(steps, 0);
    assert_int_equal(try_and_count(STATUS_OK), STATUS_OK);
    assert_int_equal(steps, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_every_way_a_call_can_end),
        cmocka_unit_test(hands_a_failure_to_the_caller_at_once),
    };
    return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
