/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_data.h"

static int
open_arena(void **state)
{
    static struct arena arena;
    arena_open(&arena);
    *state = &arena;
    return 0;
}

static int
close_arena(void **state)
{
    arena_close(*state);
    return 0;
}

static void
holds_the_usual_course_in_the_standard_policy(void **state)
{
    struct policy policy = data_policy(*state, NULL);
    assert_int_equal(policy.minutes_asked, 20);
    assert_int_equal(policy.thanks_due_hours, 24);
    assert_int_equal(policy.thanks_overdue_days, 7);
    assert_int_equal(policy.voices_needed, 3);
    assert_int_equal(policy.warn_before_end_minutes, 2);
    assert_int_equal(policy.linkedin_characters_most, 200);
}

static void
holds_each_position_on_the_time_to_ask_for_M80_M81_M82_M131(void **state)
{
    static const struct {
        const char *name;
        int asked, least, most;
    } positions[] = {
        {"minutes_15_20_or_more", 20, 15, 60}, {"minutes_15_to_20", 20, 15, 20},
        {"minutes_20_to_30", 30, 20, 30},      {"minutes_15_to_30", 20, 15, 30},
        {"minutes_half_hour", 30, 15, 30},
    };
    for (size_t i = 0; i < sizeof positions / sizeof positions[0]; i++) {
        struct policy policy = data_policy(*state, positions[i].name);
        assert_int_equal(policy.minutes_asked, positions[i].asked);
        assert_int_equal(policy.minutes_least, positions[i].least);
        assert_int_equal(policy.minutes_most, positions[i].most);
        assert_int_equal(policy.thanks_due_hours, 24);
    }
}

static void
holds_each_position_on_the_thank_you_M143_M144_M145(void **state)
{
    static const struct {
        const char *name;
        int hours, days, same_day;
    } positions[] = {
        {"thanks_same_day", 24, 7, 1},
        {"thanks_24_hours", 24, 7, 0},
        {"thanks_48_hours", 48, 7, 0},
        {"thanks_one_week", 168, 7, 0},
    };
    for (size_t i = 0; i < sizeof positions / sizeof positions[0]; i++) {
        struct policy policy = data_policy(*state, positions[i].name);
        assert_int_equal(policy.thanks_due_hours, positions[i].hours);
        assert_int_equal(policy.thanks_overdue_days, positions[i].days);
        assert_int_equal(policy.thanks_same_day, positions[i].same_day);
        assert_int_equal(policy.minutes_asked, 20);
    }
}

static void
holds_each_position_on_waiting_for_an_answer(void **state)
{
    struct policy policy = data_policy(*state, "answer_3_business_days");
    assert_int_equal(policy.answer_wait_days, 3);
    assert_int_equal(policy.answer_wait_business, 1);
    assert_int_equal(data_policy(*state, "answer_one_week").answer_wait_days, 7);
    assert_int_equal(data_policy(*state, "answer_two_weeks").answer_wait_days, 14);
}

static void
names_the_line_that_it_cannot_read(void **state)
{
    struct policy base = data_policy(*state, NULL), policy = base;
    static const struct {
        const char *text, *code, *name;
        int line;
    } cases[] = {
        {"# fine\n\nminutes_asked 20\n", "policy.no_equals", "minutes_asked 20", 3},
        {"hours = 1\n", "policy.unknown", "hours", 1},
        {"minutes_asked = 20\nminutes_asked = 25\n", "policy.twice", "minutes_asked", 2},
        {"minutes_asked = many\n", "policy.number", "minutes_asked", 1},
        {"minutes_asked = -5\n", "policy.number", "minutes_asked", 1},
        {"minutes_asked =\n", "policy.number", "minutes_asked", 1},
        {"minutes_asked = 999\n", "policy.range", "minutes_asked", 1},
        {"minutes_asked = 99999999\n", "policy.number", "minutes_asked", 1},
        {"minutes_asked = 45\n", "policy.minutes_order", "minutes_asked", 0},
        {"thanks_due_hours = 336\n", "policy.thanks_order", "thanks_due_hours", 0},
        {"request_words_advised = 300\n", "policy.words_order", "request_words_advised", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct policy_error error = {0};
        assert_int_equal(policy_read(cases[i].text, &base, &policy, &error), STATUS_INVALID);
        assert_string_equal(error.code, cases[i].code);
        assert_string_equal(error.name, cases[i].name);
        assert_int_equal(error.line, cases[i].line);
        assert_memory_equal(&policy, &base, sizeof policy);
    }
}

static void
says_the_range_of_a_number_outside_of_it(void **state)
{
    struct policy base = data_policy(*state, NULL), policy;
    struct policy_error error = {0};
    assert_int_equal(policy_read("voices_needed = 21\n", &base, &policy, &error), STATUS_INVALID);
    assert_int_equal(error.least, 1);
    assert_int_equal(error.most, 20);
}

static void
demands_every_setting_of_a_policy_without_a_base(void **state)
{
    (void)state;
    struct policy policy;
    struct policy_error error = {0};
    assert_int_equal(policy_read("minutes_asked = 20\n", NULL, &policy, &error), STATUS_INVALID);
    assert_string_equal(error.code, "policy.incomplete");
    assert_string_equal(error.name, "minutes_least");
}

static void
reads_comments_blanks_and_a_last_line_without_end(void **state)
{
    struct policy base = data_policy(*state, NULL), policy;
    assert_int_equal(
        policy_read("  voices_needed=5 # five\r\n\t\nthanks_same_day = yes", &base, &policy, NULL),
        STATUS_OK);
    assert_int_equal(policy.voices_needed, 5);
    assert_int_equal(policy.thanks_same_day, 1);
}

static void
lays_what_a_person_has_set_over_the_policy(void **state)
{
    struct arena *arena = *state;
    struct policy base = data_policy(arena, NULL), policy = base;
    struct doc *overrides = doc_map(arena);
    doc_set_int(overrides, "voices_needed", 5);
    doc_set_bool(overrides, "thanks_same_day", true);
    doc_set(overrides, "minutes_asked", doc_null());
    assert_int_equal(policy_apply(&base, overrides, &policy, NULL), STATUS_OK);
    assert_int_equal(policy.voices_needed, 5);
    assert_int_equal(policy.thanks_same_day, 1);
    assert_int_equal(policy.minutes_asked, 20);
    assert_int_equal(policy_apply(&base, NULL, &policy, NULL), STATUS_OK);
    assert_memory_equal(&policy, &base, sizeof policy);

    struct policy_error error = {0};
    doc_set_int(overrides, "voices_needed", 0);
    assert_int_equal(policy_apply(&base, overrides, &policy, &error), STATUS_INVALID);
    assert_string_equal(error.code, "policy.range");
    doc_set_text(overrides, "voices_needed", "5");
    assert_int_equal(policy_apply(&base, overrides, &policy, &error), STATUS_INVALID);
    assert_string_equal(error.code, "policy.number");
    doc_remove(overrides, "voices_needed");
    doc_set_int(overrides, "anything", 1);
    assert_int_equal(policy_apply(&base, overrides, &policy, &error), STATUS_INVALID);
    assert_string_equal(error.code, "policy.unknown");
}

static void
shows_every_setting_with_its_value_range_and_source(void **state)
{
    struct arena *arena = *state;
    struct policy policy = data_policy(arena, "thanks_one_week");
    struct doc *list = policy_document(arena, &policy);
    assert_int_equal(doc_count(list), sizeof policy / sizeof(int));
    bool found = false;
    for (uint32_t i = 0; i < doc_count(list); i++) {
        const struct doc *row = doc_item(list, i);
        assert_true(doc_int_of(row, "value") >= doc_int_of(row, "least"));
        assert_true(doc_int_of(row, "value") <= doc_int_of(row, "most"));
        if (strcmp(doc_text_of(row, "name"), "thanks_due_hours") == 0) {
            found = true;
            assert_int_equal(doc_int_of(row, "value"), 168);
            assert_int_equal(doc_int_of(row, "item"), 143);
            assert_string_equal(doc_text_of(row, "code"), "policy.thanks_due_hours");
        }
    }
    assert_true(found);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(holds_the_usual_course_in_the_standard_policy),
        TEST(holds_each_position_on_the_time_to_ask_for_M80_M81_M82_M131),
        TEST(holds_each_position_on_the_thank_you_M143_M144_M145),
        TEST(holds_each_position_on_waiting_for_an_answer),
        TEST(names_the_line_that_it_cannot_read),
        TEST(says_the_range_of_a_number_outside_of_it),
        TEST(demands_every_setting_of_a_policy_without_a_base),
        TEST(reads_comments_blanks_and_a_last_line_without_end),
        TEST(lays_what_a_person_has_set_over_the_policy),
        TEST(shows_every_setting_with_its_value_range_and_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
