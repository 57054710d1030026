/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

static void
tells_the_time_of_the_system(void **state)
{
    (void)state;
    assert_int_equal(unsetenv("RAPPORT_CLOCK"), 0);
    int64_t before = (int64_t)time(NULL) - 1;
    int64_t now = clock_now();
    assert_in_range(now / 1000, before, (int64_t)time(NULL) + 1);
}

static void
stands_still_where_the_environment_stops_it(void **state)
{
    (void)state;
    assert_int_equal(setenv("RAPPORT_CLOCK", "2026-03-02T09:00:00Z", 1), 0);
    assert_int_equal(clock_now(), 1772442000000);
    assert_int_equal(setenv("RAPPORT_CLOCK", "2026-03-02T10:00:00+01:00", 1), 0);
    assert_int_equal(clock_now(), 1772442000000);
    assert_int_equal(setenv("RAPPORT_CLOCK", "noon", 1), 0);
    assert_int_not_equal(clock_now(), 1772442000000); /* what is no instant stops nothing */
    assert_int_equal(unsetenv("RAPPORT_CLOCK"), 0);
}

static void
measures_with_a_clock_that_cannot_be_stopped(void **state)
{
    (void)state;
    assert_int_equal(setenv("RAPPORT_CLOCK", "2026-03-02T09:00:00Z", 1), 0);
    int64_t first = clock_monotonic_ms();
    struct timespec pause = {.tv_nsec = 5000000};
    (void)nanosleep(&pause, NULL);
    assert_true(clock_monotonic_ms() >= first + 4);
    assert_int_equal(unsetenv("RAPPORT_CLOCK"), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_the_time_of_the_system),
        cmocka_unit_test(stands_still_where_the_environment_stops_it),
        cmocka_unit_test(measures_with_a_clock_that_cannot_be_stopped),
    };
    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
