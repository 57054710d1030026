/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/suggest.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
counts_each_letter_that_differs(void **state)
{
    (void)state;
    assert_int_equal(edit_distance("", ""), 0);
    assert_int_equal(edit_distance("person", "person"), 0);
    assert_int_equal(edit_distance("persn", "person"), 1);
    assert_int_equal(edit_distance("perrson", "person"), 1);
    assert_int_equal(edit_distance("parson", "person"), 1);
    assert_int_equal(edit_distance("", "abc"), 3);
    assert_int_equal(edit_distance("kitten", "sitting"), 3);
}

static void
counts_two_neighbors_in_the_wrong_order_as_one(void **state)
{
    (void)state;
    assert_int_equal(edit_distance("nmae", "name"), 1);
    assert_int_equal(edit_distance("tdoay", "today"), 1);
}

static void
is_the_same_in_both_directions(void **state)
{
    static const char *const words[] = {"today", "tody", "person list", "persn",
                                        "",      "undo", "nudo"};
    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        for (size_t j = 0; j < sizeof words / sizeof words[0]; j++)
            assert_int_equal(edit_distance(words[i], words[j]), edit_distance(words[j], words[i]));
}

static void
finds_nothing_near_a_very_long_word(void **state)
{
    char word[SUGGEST_LENGTH_MAX + 2];
    (void)state;
    memset(word, 'a', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    assert_int_equal(edit_distance(word, "a"), INT_MAX);
    assert_int_equal(edit_distance("a", word), INT_MAX);
    word[SUGGEST_LENGTH_MAX] = '\0';
    assert_int_equal(edit_distance(word, "a"), SUGGEST_LENGTH_MAX - 1);
}

static void
allows_one_mistake_in_a_short_word_and_a_third_in_a_long_one(void **state)
{
    (void)state;
    assert_true(is_near("undo", 1));
    assert_false(is_near("undo", 2));
    assert_true(is_near("person list", 3));
    assert_false(is_near("person list", 4));
}

static void
suggests_the_option_that_was_meant_or_none(void **state)
{
    static const struct param params[] = {
        {.name = "name"}, {.name = "organization"}, {.name = "notes"}, {0}};
    struct call_row row = {.name = "person save", .params = params};
    (void)state;
    assert_string_equal(suggest_option(&row, "nmae"), "name");
    assert_string_equal(suggest_option(&row, "organisation"), "organization");
    assert_null(suggest_option(&row, "xyzzy"));
    row.params = NULL;
    assert_null(suggest_option(&row, "name"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_each_letter_that_differs),
        cmocka_unit_test(counts_two_neighbors_in_the_wrong_order_as_one),
        cmocka_unit_test(is_the_same_in_both_directions),
        cmocka_unit_test(finds_nothing_near_a_very_long_word),
        cmocka_unit_test(allows_one_mistake_in_a_short_word_and_a_third_in_a_long_one),
        cmocka_unit_test(suggests_the_option_that_was_meant_or_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
