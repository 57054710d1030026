/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/outlook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *
outlook(double growth)
{
    struct occupation occupation = {.has_growth = true, .growth = growth};
    return outlook_of(&occupation);
}

static void
says_what_ten_years_of_growth_mean_M48(void **state)
{
    (void)state;
    assert_string_equal(outlook(-36), "declining");
    assert_string_equal(outlook(-0.6), "declining");
    assert_string_equal(outlook(-0.4), "steady");
    assert_string_equal(outlook(0.4), "steady");
    assert_string_equal(outlook(0.5), "slower");
    assert_string_equal(outlook(2.4), "slower");
    assert_string_equal(outlook(3.1), "average");
    assert_string_equal(outlook(5), "faster");
    assert_string_equal(outlook(6.5), "much_faster");
    assert_string_equal(outlook(50), "much_faster");
}

static void
says_nothing_where_nothing_was_projected(void **state)
{
    struct occupation occupation = {.growth = 5};
    (void)state;
    assert_null(outlook_of(&occupation));
    assert_int_equal(outlook_rank(&occupation), -1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_ten_years_of_growth_mean_M48),
        cmocka_unit_test(says_nothing_where_nothing_was_projected),
    };
    return cmocka_run_group_tests_name("outlook", tests, NULL, NULL);
}
