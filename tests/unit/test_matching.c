/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_data.h"

#include "base/asset.h"
#include "method/matching.h"
#include "method/outlook.h"

static struct arena arena;
static struct occupations table;
static struct interests_result interests;

/* The known answer: 27 13 23 25 14 14. */
static const char answers[] = "553421321134342523523523254115342111351145453111231155343444";

static int
open_table(void **state)
{
    const struct asset *asset = asset_find("data/occupations/table.txt");
    int64_t line;
    (void)state;
    assert_non_null(asset);
    arena_open(&arena);
    assert_int_equal(occupations_read(&arena, asset->bytes, asset->length, &table, &line),
                     STATUS_OK);
    interests_score(answers, &interests);
    return 0;
}

static int
close_table(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static struct suited *
match(const struct match_wish *wish, uint32_t *out_count, uint32_t *out_unscored)
{
    struct suited *matches;
    *out_count = occupations_match(&arena, &table, wish, &matches, out_unscored);
    return matches;
}

static void
puts_those_first_that_suit_best_M49(void **state)
{
    struct match_wish wish = {.interests = &interests};
    uint32_t count, unscored;
    (void)state;
    struct suited *matches = match(&wish, &count, &unscored);
    assert_int_equal(count, 1016);
    assert_int_equal(unscored, 93);
    assert_string_equal(matches[0].occupation->title, "Skincare Specialists");
    assert_string_equal(matches[1].occupation->title, "Dancers");
    assert_true(matches[0].fit > 0.785 && matches[0].fit < 0.795);
    assert_true(matches[1].fit > 0.765 && matches[1].fit < 0.775);
    assert_false(matches[count - 1].has_fit);
    assert_true(matches[count - 94].has_fit);
}

static void
keeps_to_preparation_pay_and_outlook_M210(void **state)
{
    struct match_wish wish = {
        .interests = &interests, .job_zone = 3, .pay = 60000, .outlook = 4, .order = MATCH_FIT};
    uint32_t count, unscored;
    (void)state;
    struct suited *matches = match(&wish, &count, &unscored);
    assert_true(count > 5 && count < 300);
    for (uint32_t i = 0; i < count; i++) {
        assert_in_range(matches[i].occupation->zone, 1, 3);
        assert_true(matches[i].occupation->pay >= 60000);
        assert_true(outlook_rank(matches[i].occupation) >= 4);
        assert_true(i == 0 || matches[i].fit <= matches[i - 1].fit);
    }
}

static void
goes_by_pay_or_outlook_when_asked(void **state)
{
    struct match_wish wish = {.order = MATCH_PAY};
    uint32_t count, unscored;
    (void)state;
    struct suited *matches = match(&wish, &count, &unscored);
    assert_true(matches[0].occupation->pay >= matches[1].occupation->pay);
    assert_int_equal(matches[count - 1].occupation->pay, 0);
    wish.order = MATCH_FIT; /* nothing to compare with */
    matches = match(&wish, &count, &unscored);
    assert_true(matches[0].occupation->growth >= matches[1].occupation->growth);
    assert_false(matches[0].has_fit);
}

static void
finds_what_suits_the_same_people(void **state)
{
    struct interests_result alike;
    const struct occupation *curators = occupations_find(&table, "25-4012.00");
    struct match_wish wish = {.interests = &alike, .like = curators};
    uint32_t count, unscored;
    (void)state;
    interests_of_scores(curators->interests, &alike);
    struct suited *matches = match(&wish, &count, &unscored);
    assert_int_equal(count, 1015);
    assert_true(matches[0].fit > 0.9);
    for (uint32_t i = 0; i < count; i++)
        assert_ptr_not_equal(matches[i].occupation, curators);
}

static void
names_the_values_that_both_name_M49(void **state)
{
    const struct occupation *nurses = occupations_find(&table, "29-1141.00");
    int ranks[WORK_VALUES] = {0};
    enum work_value shared[2];
    (void)state;
    ranks[RECOGNITION] = 1;
    ranks[RELATIONSHIPS] = 2;
    ranks[SUPPORT] = 3;
    ranks[ACHIEVEMENT] = 4;
    assert_int_equal(values_shared(ranks, nurses, shared), 2);
    assert_int_equal(shared[0], RELATIONSHIPS);
    assert_int_equal(shared[1], SUPPORT);
    memset(ranks, 0, sizeof ranks);
    assert_int_equal(values_shared(ranks, nurses, shared), 0);
}

static void
finds_a_skill_as_whole_words(void **state)
{
    const struct occupation *curators = occupations_find(&table, "25-4012.00");
    (void)state;
    assert_true(skill_named(&table, curators, "photography"));
    assert_true(skill_named(&table, curators, "vertebrate Zoology"));
    assert_false(skill_named(&table, curators, "photo"));
    assert_false(skill_named(&table, curators, "C"));
    assert_string_equal(fit_code(0.79), "close");
    assert_string_equal(fit_code(0.3), "near");
    assert_string_equal(fit_code(0), "apart");
    assert_string_equal(fit_code(-0.1), "far");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(puts_those_first_that_suit_best_M49),
        cmocka_unit_test(keeps_to_preparation_pay_and_outlook_M210),
        cmocka_unit_test(goes_by_pay_or_outlook_when_asked),
        cmocka_unit_test(finds_what_suits_the_same_people),
        cmocka_unit_test(names_the_values_that_both_name_M49),
        cmocka_unit_test(finds_a_skill_as_whole_words),
    };
    return cmocka_run_group_tests_name("matching", tests, open_table, close_table);
}
