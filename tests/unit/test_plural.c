/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/plural.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
picks_the_form_each_language_takes_with_a_number(void **state)
{
    (void)state;
    /* for each language numbers and, below them, the forms they take */
    static const struct {
        const char *language;
        int64_t numbers[12];
        int forms[12];
    } samples[] = {
        {"en", {0, 1, 2, 11, 21, 101}, {1, 0, 1, 1, 1, 1}},
        {"de", {0, 1, 2, 11, 21, 101}, {1, 0, 1, 1, 1, 1}},
        {"fr", {0, 1, 2, 11, 21, 101}, {0, 0, 1, 1, 1, 1}},
        {"ja", {0, 1, 2, 11, 21, 101}, {0, 0, 0, 0, 0, 0}},
        {"ru", {0, 1, 2, 4, 5, 11, 12, 21, 22, 25, 101, 111}, {2, 0, 1, 1, 2, 2, 2, 0, 1, 2, 0, 2}},
        {"uk", {0, 1, 2, 4, 5, 11, 12, 21, 22, 25, 101, 112}, {2, 0, 1, 1, 2, 2, 2, 0, 1, 2, 0, 2}},
        {"pl", {0, 1, 2, 4, 5, 11, 12, 21, 22, 25, 101, 112}, {2, 0, 1, 1, 2, 2, 2, 2, 1, 2, 2, 2}},
        {"cs", {0, 1, 2, 4, 5, 11, 12, 21, 22, 25, 101, 112}, {2, 0, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2}},
        {"ro", {0, 1, 2, 19, 20, 101, 119, 120}, {1, 0, 1, 1, 2, 1, 1, 2}},
        {"lt", {0, 1, 2, 9, 10, 11, 19, 21, 22, 111}, {2, 0, 1, 1, 2, 2, 2, 0, 1, 2}},
        {"lv", {0, 1, 2, 10, 11, 19, 20, 21, 22, 111}, {0, 1, 2, 0, 0, 0, 0, 1, 2, 0}},
        {"sl", {0, 1, 2, 3, 4, 5, 101, 102, 103, 111}, {3, 0, 1, 2, 2, 3, 0, 1, 2, 3}},
        {"ar", {0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111}, {0, 1, 2, 3, 3, 4, 4, 5, 5, 3, 4}},
        {"he", {0, 1, 2, 3}, {2, 0, 1, 2}},
        {"ga", {0, 1, 2, 3, 6, 7, 10, 11}, {4, 0, 1, 2, 2, 3, 3, 4}},
        {"cy", {0, 1, 2, 3, 4, 6, 7}, {0, 1, 2, 3, 5, 4, 5}},
        {"is", {0, 1, 2, 11, 21, 31, 111}, {1, 0, 1, 1, 0, 0, 1}},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        enum plural_rule rule = plural_rule_of(samples[i].language);
        for (int j = 0; j == 0 || (j < 12 && samples[i].numbers[j] > 0); j++) {
            assert_int_equal(plural_form(rule, samples[i].numbers[j]), samples[i].forms[j]);
            assert_int_equal(plural_form(rule, -samples[i].numbers[j]), samples[i].forms[j]);
        }
    }
}

static void
stays_within_the_forms_of_a_rule(void **state)
{
    (void)state;
    for (int rule = 0; rule < PLURAL_RULES; rule++) {
        int seen = 0;
        for (int64_t n = 0; n < 300; n++) {
            int form = plural_form((enum plural_rule)rule, n);
            assert_in_range(form, 0, plural_forms((enum plural_rule)rule) - 1);
            seen |= 1 << form;
        }
        assert_int_equal(seen, (1 << plural_forms((enum plural_rule)rule)) - 1);
        assert_in_range(plural_form((enum plural_rule)rule, INT64_MIN), 0, 5);
    }
}

static void
finds_the_rule_by_the_first_part_of_a_tag(void **state)
{
    (void)state;
    assert_int_equal(plural_rule_of("de-AT"), PLURAL_ONE);
    assert_int_equal(plural_rule_of("FR_ca"), PLURAL_ZERO_ONE);
    assert_int_equal(plural_rule_of("pt"), PLURAL_ZERO_ONE);
    assert_int_equal(plural_rule_of("pt-PT"), PLURAL_ONE);
    assert_int_equal(plural_rule_of("zh-Hans-CN"), PLURAL_NONE);
    assert_int_equal(plural_rule_of("tlh"), PLURAL_ONE);
    assert_int_equal(plural_rule_of(""), PLURAL_ONE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(picks_the_form_each_language_takes_with_a_number),
        cmocka_unit_test(stays_within_the_forms_of_a_rule),
        cmocka_unit_test(finds_the_rule_by_the_first_part_of_a_tag),
    };
    return cmocka_run_group_tests_name("plural", tests, NULL, NULL);
}
