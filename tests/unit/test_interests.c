/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_data.h"

#include "base/asset.h"
#include "method/interests.h"

static struct arena arena;
static struct occupations table;

static int
open_table(void **state)
{
    const struct asset *asset = asset_find("data/occupations/table.txt");
    int64_t line;
    (void)state;
    arena_open(&arena);
    assert_int_equal(occupations_read(&arena, asset->bytes, asset->length, &table, &line),
                     STATUS_OK);
    return 0;
}

static int
close_table(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

/* The answers and what they lead to are known from the data set's own documentation. */
static const char known[] = "553421321134342523523523254115342111351145453111231155343444";

static void
scores_sixty_answers_in_six_areas_M44_M209(void **state)
{
    static const int expected[INTERESTS] = {27, 13, 23, 25, 14, 14};
    struct interests_result result;
    (void)state;
    interests_score(known, &result);
    assert_true(result.complete);
    assert_false(result.uniform);
    for (int i = 0; i < INTERESTS; i++)
        assert_int_equal(result.scores[i], expected[i]);
    assert_int_equal(result.order[0], REALISTIC);
    assert_int_equal(result.order[1], SOCIAL);
    assert_int_equal(result.order[2], ARTISTIC);
    assert_int_equal(result.order[3], ENTERPRISING);
}

static void
ranks_the_occupations_that_fit_best_M49(void **state)
{
    struct interests_result result;
    double first = -2, second = -2;
    const char *first_title = NULL, *second_title = NULL;
    (void)state;
    interests_score(known, &result);
    for (uint32_t i = 0; i < table.count; i++) {
        double fit;
        if (!interests_fit(result.scores, &table.items[i], &fit))
            continue;
        if (fit > first) {
            second = first;
            second_title = first_title;
            first = fit;
            first_title = table.items[i].title;
        } else if (fit > second) {
            second = fit;
            second_title = table.items[i].title;
        }
    }
    assert_string_equal(first_title, "Skincare Specialists");
    assert_true(first >= 0.785 && first < 0.795);
    assert_string_equal(second_title, "Dancers");
    assert_true(second >= 0.765 && second < 0.775);
}

static void
matches_nothing_when_all_answers_are_alike_M209(void **state)
{
    struct interests_result result;
    double fit;
    (void)state;
    interests_score("333333333333333333333333333333333333333333333333333333333333", &result);
    assert_true(result.complete && result.uniform);
    assert_int_equal(result.scores[SOCIAL], 20);
    assert_false(interests_fit(result.scores, occupations_find(&table, "25-4012.00"), &fit));
}

static void
counts_what_is_answered_so_that_one_can_go_on_later(void **state)
{
    struct interests_result result;
    (void)state;
    interests_score("55 4x", &result);
    assert_int_equal(result.answered, 3);
    assert_false(result.complete);
    assert_int_equal(result.scores[REALISTIC], 8);
    assert_int_equal(result.scores[INVESTIGATIVE], 3);
    interests_score("", &result);
    assert_int_equal(result.answered, 0);
}

static void
says_that_an_occupation_without_scores_cannot_be_compared(void **state)
{
    struct interests_result result;
    double fit = 5;
    (void)state;
    interests_score(known, &result);
    for (uint32_t i = 0; i < table.count; i++)
        if (!table.items[i].has_interests) {
            enum interest shared[2];
            assert_false(interests_fit(result.scores, &table.items[i], &fit));
            assert_int_equal(interests_shared(&result, &table.items[i], shared), 0);
        }
    assert_true(fit == 5);
}

static void
gives_the_areas_that_both_share_as_the_reason(void **state)
{
    struct interests_result result;
    enum interest shared[2];
    (void)state;
    interests_score(known, &result);
    /* Of the person's practical, social and artistic side; an answer names two at most. */
    assert_int_equal(interests_shared(&result, occupations_find(&table, "27-2031.00"), shared), 2);
    assert_int_equal(shared[0], REALISTIC);
    assert_int_equal(shared[1], SOCIAL);
}

static void
weighs_work_values_by_their_rank_M46_M211(void **state)
{
    struct occupation calm = {.has_values = true, .values = {1, 1, 1, 7, 1, 1}};
    int first[WORK_VALUES] = {0}, last[WORK_VALUES] = {1, 2, 3, 6, 4, 5}, none[WORK_VALUES] = {0};
    double fit;
    (void)state;
    first[RELATIONSHIPS] = 1;
    assert_true(values_fit(first, &calm, &fit));
    assert_true(fit > 0.999);
    assert_true(values_fit(last, &calm, &fit));
    assert_true(fit > 0.04 && fit < 0.05);
    assert_false(values_fit(none, &calm, &fit));
    calm.has_values = false;
    assert_false(values_fit(first, &calm, &fit));
}

/* What is said of answers follows the scores: alike, all disliked, nearly flat, a third place by chance, clear. */
static void
says_how_much_the_answers_can_say_M209(void **state)
{
    static const struct {
        const char *answers, *code;
    } cases[] = {
        {"", "assessment.nothing"},
        {"55", "assessment.unfinished"},
        {"333333333333333333333333333333333333333333333333333333333333", "assessment.flat"},
        {"221111111111221111111111221111111111221111111111221111111111", "assessment.low"},
        {"443333333333443333333333333333333333333333333333333333333333", "assessment.nearly_flat"},
        {"554433333333554433333333554433333333554433333333554433333333", "assessment.close"},
        {known, "assessment.clear"},
    };
    struct interests_result result;
    enum interest strong[INTEREST_STRONG_MOST];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        interests_score(cases[i].answers, &result);
        assert_string_equal(interests_reading(&result), cases[i].code);
    }
    assert_int_equal(interests_strong(&result, strong), 3);
    assert_int_equal(strong[0], REALISTIC);
    assert_int_equal(strong[2], ARTISTIC);
    interests_score(cases[5].answers, &result);
    assert_int_equal(interests_strong(&result, strong), 2);
}

static void
calls_a_few_points_from_one_time_to_the_next_no_change(void **state)
{
    (void)state;
    assert_string_equal(interests_change(20, 24), "assessment.steady");
    assert_string_equal(interests_change(24, 20), "assessment.steady");
    assert_string_equal(interests_change(20, 25), "assessment.more");
    assert_string_equal(interests_change(25, 20), "assessment.less");
}

static void
keeps_the_six_values_in_an_order_and_moves_one_M46_M211(void **state)
{
    int ranks[WORK_VALUES];
    char *order;
    (void)state;
    assert_true(values_read("support, achievement recognition,independence  relationships "
                            "working_conditions",
                            ranks));
    assert_int_equal(ranks[SUPPORT], 1);
    assert_int_equal(ranks[WORKING_CONDITIONS], 6);
    assert_string_equal(
        values_write(&arena, ranks),
        "support achievement recognition independence relationships working_conditions");
    assert_false(values_read("", ranks));
    assert_int_equal(ranks[SUPPORT], 0);
    assert_false(
        values_read("support support recognition independence relationships achievement", ranks));
    assert_false(values_read("support achievement recognition independence relationships", ranks));
    assert_false(values_read("supports achievement recognition independence relationships "
                             "working_conditions",
                             ranks));
    /* From the order of the codes, when there is none yet. */
    order = values_move(&arena, NULL, SUPPORT, -1);
    assert_string_equal(
        order, "achievement working_conditions recognition support relationships independence");
    assert_string_equal(values_move(&arena, order, ACHIEVEMENT, -1), order);
    assert_string_equal(
        values_move(&arena, order, ACHIEVEMENT, 1),
        "working_conditions achievement recognition support relationships independence");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_sixty_answers_in_six_areas_M44_M209),
        cmocka_unit_test(ranks_the_occupations_that_fit_best_M49),
        cmocka_unit_test(matches_nothing_when_all_answers_are_alike_M209),
        cmocka_unit_test(counts_what_is_answered_so_that_one_can_go_on_later),
        cmocka_unit_test(says_that_an_occupation_without_scores_cannot_be_compared),
        cmocka_unit_test(gives_the_areas_that_both_share_as_the_reason),
        cmocka_unit_test(weighs_work_values_by_their_rank_M46_M211),
        cmocka_unit_test(says_how_much_the_answers_can_say_M209),
        cmocka_unit_test(calls_a_few_points_from_one_time_to_the_next_no_change),
        cmocka_unit_test(keeps_the_six_values_in_an_order_and_moves_one_M46_M211),
    };
    return cmocka_run_group_tests(tests, open_table, close_table);
}
