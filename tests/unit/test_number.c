/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void
reads_whole_numbers_with_their_sign(void **state)
{
    (void)state;
    int64_t number = 7;
    assert_true(number_read("0", &number, NULL));
    assert_int_equal(number, 0);
    assert_true(number_read("-42", &number, NULL));
    assert_int_equal(number, -42);
    assert_true(number_read("+1500", &number, NULL));
    assert_int_equal(number, 1500);
}

static void
reads_the_least_and_the_greatest_and_no_further(void **state)
{
    (void)state;
    int64_t number = 7;
    assert_true(number_read("9223372036854775807", &number, NULL));
    assert_true(number == INT64_MAX);
    assert_true(number_read("-9223372036854775808", &number, NULL));
    assert_true(number == INT64_MIN);
    number = 7;
    assert_false(number_read("9223372036854775808", &number, NULL));
    assert_false(number_read("-9223372036854775809", &number, NULL));
    assert_int_equal(number, 7);
}

static void
refuses_what_is_no_number_and_leaves_the_output(void **state)
{
    (void)state;
    static const char *const wrong[] = {"", "-", "+", " 1", "1 ", "0x10", "1e3", "--1", "one"};
    int64_t number = 7;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(number_read(wrong[i], &number, NULL));
    assert_int_equal(number, 7);
}

static void
gives_back_what_follows_when_it_is_asked_for(void **state)
{
    (void)state;
    const char *rest = NULL;
    int64_t number;
    assert_true(number_read("12.value", &number, &rest));
    assert_int_equal(number, 12);
    assert_string_equal(rest, ".value");
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_whole_numbers_with_their_sign),
        cmocka_unit_test(reads_the_least_and_the_greatest_and_no_further),
        cmocka_unit_test(refuses_what_is_no_number_and_leaves_the_output),
        cmocka_unit_test(gives_back_what_follows_when_it_is_asked_for),
    };
    return cmocka_run_group_tests_name("numbers", tests, NULL, NULL);
}
