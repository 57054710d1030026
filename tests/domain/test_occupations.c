/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Occupations through their calls: found, shown with what is known and where from, matched, loaded. */
#include "house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct house house;
static const char *engine = "sqlite";

static int
open_house(void **state)
{
    (void)state;
    house_open(&house, engine);
    return 0;
}

static int
close_house(void **state)
{
    (void)state;
    house_close(&house);
    return 0;
}

static const struct doc *
item(const struct doc *answer, uint32_t place)
{
    return doc_item(doc_get(answer, "items"), place);
}

static void
finds_an_occupation_by_any_of_its_titles_M43(void **state)
{
    (void)state;
    const struct doc *own = house_do(&house, "occupation search", "<\"query\":\"curators\">", NULL);
    assert_string_equal(doc_text_of(item(own, 0), "code"), "25-4012.00");
    assert_true(doc_is_empty(doc_get(item(own, 0), "found")));
    assert_false(doc_bool_of(own, "guessed"));
    const struct doc *other =
        house_do(&house, "occupation search", "<\"query\":\"photography curator\">", NULL);
    assert_string_equal(doc_text_of(item(other, 0), "title"), "Curators");
    assert_string_equal(doc_text_of(item(other, 0), "found"), "Photography Curator");
    const struct doc *wrong =
        house_do(&house, "occupation search", "<\"query\":\"fotography curater\">", NULL);
    assert_string_equal(doc_text_of(item(wrong, 0), "title"), "Curators");
    assert_true(doc_bool_of(wrong, "guessed"));
    const struct doc *none = house_do(&house, "occupation search", "<>", NULL);
    assert_int_equal(doc_count(doc_get(none, "items")), 0);
    assert_int_equal(doc_int_of(none, "count"), 1016);
}

static void
leads_from_what_one_studied_to_occupations(void **state)
{
    (void)state;
    const struct doc *asked =
        house_do(&house, "occupation search", "<\"query\":\"museology\">", NULL);
    const struct doc *program = doc_item(doc_get(asked, "programs"), 0);
    assert_string_equal(doc_text_of(program, "code"), "30.1401");
    const struct doc *led =
        house_do(&house, "occupation search", "<\"program\":\"30.1401\">", NULL);
    assert_string_equal(doc_text_of(doc_get(led, "program"), "title"),
                        doc_text_of(program, "title"));
    bool curators = false;
    for (uint32_t i = 0; i < doc_count(doc_get(led, "items")); i++)
        curators = curators || strcmp(doc_text_of(item(led, i), "code"), "25-4012.00") == 0;
    assert_true(curators);
    struct answer none =
        house_call(&house, &house.owner, "occupation search", "<\"program\":\"99.9999\">", NULL);
    assert_int_equal(none.status, STATUS_INVALID);
    assert_null(none.document);
}

static void
shows_pay_outlook_and_preparation_with_source_and_date_M48(void **state)
{
    (void)state;
    const struct doc *curators =
        house_do(&house, "occupation read", "<\"code\":\"25-4012.00\">", NULL);
    assert_int_equal(doc_int_of(curators, "pay"), 61770);
    assert_string_equal(doc_text_of(curators, "outlook"), "much_faster");
    assert_string_equal(doc_text_of(curators, "education"), "master");
    assert_int_equal(doc_int_of(curators, "openings"), 1800);
    assert_int_equal(doc_int_of(curators, "job_zone"), 5);
    assert_int_equal(doc_count(doc_get(curators, "interests")), 6);
    assert_true(doc_count(doc_get(curators, "related")) > 5);
    assert_string_equal(doc_text_of(curators, "link"),
                        "https://www.onetonline.org/link/summary/25-4012.00");
    const struct doc *credit = doc_get(curators, "credit");
    assert_string_equal(doc_text_of(credit, "release"), "O*NET 30.1 Database");
    assert_string_equal(doc_text_of(credit, "release_on"), "2025-12");
    assert_string_equal(doc_text_of(credit, "projections"), "2024-34");
    assert_string_equal(doc_text_of(credit, "projections_from"), "2024");
}

static void
says_plainly_what_is_not_known(void **state)
{
    (void)state;
    const struct doc *broad =
        house_do(&house, "occupation read", "<\"code\":\"13-1022.00\">", NULL);
    assert_true(doc_bool_of(broad, "broad"));
    const struct doc *other =
        house_do(&house, "occupation read", "<\"code\":\"11-9199.00\">", NULL);
    assert_int_equal(doc_count(doc_get(other, "interests")), 0);
    struct answer none =
        house_call(&house, &house.owner, "occupation read", "<\"code\":\"99-9999.00\">", NULL);
    assert_int_equal(none.status, STATUS_MISSING);
    assert_string_equal(doc_text_of(none.problem, "code"), "occupation.unknown");
    const struct doc *named =
        house_do(&house, "occupation read", "<\"code\":\"museum curator\">", NULL);
    assert_string_equal(doc_text_of(named, "code"), "25-4012.00");
}

static const char known_scores[] = "<\"scores\":\"27 13 23 25 14 14\",\"limit\":2000,\"after\":0>";

static void
ranks_all_occupations_with_the_reasons_M49(void **state)
{
    (void)state;
    const struct doc *match = house_do(&house, "occupation match", known_scores, NULL);
    assert_int_equal(doc_count(doc_get(match, "items")), 1016);
    assert_int_equal(doc_int_of(match, "unscored"), 93);
    assert_true(doc_is_empty(doc_get(match, "missing")));
    assert_string_equal(doc_text_of(item(match, 0), "title"), "Skincare Specialists");
    assert_int_equal(doc_int_of(item(match, 0), "fit"), 79);
    assert_string_equal(doc_text_of(item(match, 1), "title"), "Dancers");
    assert_int_equal(doc_int_of(item(match, 1), "fit"), 77);
    const struct doc *reason = doc_item(doc_get(item(match, 0), "reasons"), 0);
    assert_string_equal(doc_text_of(reason, "code"), "match.interest");
    assert_string_equal(doc_text_of(reason, "interest"), "realistic");
    assert_false(doc_bool_of(item(match, 1015), "scored"));
    assert_true(doc_is_empty(doc_get(item(match, 1015), "fit")));
    struct answer wrong =
        house_call(&house, &house.owner, "occupation match", "<\"scores\":\"27 13 23\">", NULL);
    assert_int_equal(wrong.status, STATUS_INVALID);
}

static void
goes_by_what_somebody_answered_sorted_and_can_do_M49(void **state)
{
    (void)state;
    const struct doc *before = house_do(&house, "occupation match", "<>", NULL);
    assert_string_equal(doc_text_of(before, "missing"), "match.not_answered");
    assert_int_equal(doc_count(doc_get(before, "items")), 20);
    house_do(&house, "assessment save",
             "<\"answers\":\"553421321134342523523523254115342111351145453111231155343444\","
             "\"value_order\":\"relationships achievement independence support recognition "
             "working_conditions\",\"skills\":[<\"kind\":\"skill\",\"name\":\"Ballet\">]>",
             NULL);
    const struct doc *match = house_do(&house, "occupation match", "<>", NULL);
    assert_true(doc_is_empty(doc_get(match, "missing")));
    assert_string_equal(doc_text_of(item(match, 1), "title"), "Dancers");
    const struct doc *reasons = doc_get(item(match, 1), "reasons");
    bool value = false, skill = false;
    for (uint32_t i = 0; i < doc_count(reasons); i++) {
        const char *code = doc_text_of(doc_item(reasons, i), "code");
        value = value || strcmp(code, "match.value") == 0;
        skill = skill || strcmp(code, "match.skill") == 0;
    }
    assert_true(value && skill);
    assert_int_equal(doc_int_of(match, "after"), 20);
}

static void
keeps_to_a_job_zone_pay_and_outlook_M210(void **state)
{
    (void)state;
    const struct doc *match = house_do(&house, "occupation match",
                                       "<\"scores\":\"27 13 23 25 14 14\",\"job_zone\":2,"
                                       "\"pay\":50000,\"outlook\":\"average\",\"limit\":2000>",
                                       NULL);
    assert_true(doc_count(doc_get(match, "items")) > 0);
    for (uint32_t i = 0; i < doc_count(doc_get(match, "items")); i++) {
        assert_in_range(doc_int_of(item(match, i), "job_zone"), 1, 2);
        assert_true(doc_int_of(item(match, i), "pay") >= 50000);
        assert_string_not_equal(doc_text_of(item(match, i), "outlook"), "slower");
    }
    const struct doc *like = house_do(&house, "occupation match", "<\"like\":\"curators\">", NULL);
    assert_string_equal(doc_text_of(doc_get(like, "like"), "code"), "25-4012.00");
    assert_true(doc_int_of(item(like, 0), "fit") > 90);
    const struct doc *unscored =
        house_do(&house, "occupation match", "<\"like\":\"11-9199.00\">", NULL);
    assert_string_equal(doc_text_of(unscored, "missing"), "match.like_unscored");
}

static void
makes_an_occupation_a_target_in_one_act_M43_M49(void **state)
{
    (void)state;
    const char *explore = "<\"code\":\"25-4012.00\",\"why\":\"Old things\">";
    const struct doc *target = house_do(&house, "occupation explore", explore, NULL);
    assert_string_equal(doc_text_of(target, "kind"), "occupation");
    assert_string_equal(doc_text_of(target, "name"), "Curators");
    assert_string_equal(doc_text_of(target, "occupation"), "25-4012.00");
    assert_string_equal(doc_text_of(target, "why"), "Old things");
    const struct doc *again =
        house_do(&house, "occupation explore", "<\"code\":\"curator\",\"why\":\"Another\">", NULL);
    assert_string_equal(doc_text_of(again, "id"), doc_text_of(target, "id"));
    assert_string_equal(doc_text_of(again, "why"), "Old things");
    const struct doc *shown =
        house_do(&house, "occupation read", "<\"code\":\"25-4012.00\">", NULL);
    assert_string_equal(doc_text_of(shown, "target"), doc_text_of(target, "id"));
    const struct doc *found = doc_get(
        house_do(&house, "occupation match", "<\"like\":\"25-4011.00\",\"limit\":2000>", NULL),
        "items");
    int marked = 0;
    for (uint32_t i = 0; i < doc_count(found); i++)
        marked += !doc_is_empty(doc_get(doc_item(found, i), "target"));
    assert_int_equal(marked, 1);
}

static void
lays_those_one_explores_side_by_side_M48_M49(void **state)
{
    (void)state;
    house_do(&house, "occupation explore", "<\"code\":\"25-4012.00\">", NULL);
    house_do(&house, "occupation explore", "<\"code\":\"43-9022.00\",\"why\":\"Quiet\">", NULL);
    const struct doc *compare = house_do(&house, "occupation compare", NULL, NULL);
    assert_int_equal(doc_count(doc_get(compare, "items")), 2);
    assert_int_equal(doc_int_of(item(compare, 0), "pay"), 61770);
    assert_string_equal(doc_text_of(item(compare, 1), "outlook"), "declining");
    const struct doc *pay = doc_get(compare, "pay_picture");
    assert_int_equal(pay->kind, DOC_MARKUP);
    assert_non_null(strstr(pay->text, "$61,770"));
    assert_non_null(strstr(doc_get(compare, "outlook_picture")->text, "class=\"part-4\""));
}

int
main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_an_occupation_by_any_of_its_titles_M43),
        cmocka_unit_test(leads_from_what_one_studied_to_occupations),
        cmocka_unit_test(shows_pay_outlook_and_preparation_with_source_and_date_M48),
        cmocka_unit_test(says_plainly_what_is_not_known),
        cmocka_unit_test(ranks_all_occupations_with_the_reasons_M49),
        cmocka_unit_test(goes_by_what_somebody_answered_sorted_and_can_do_M49),
        cmocka_unit_test(keeps_to_a_job_zone_pay_and_outlook_M210),
        cmocka_unit_test(makes_an_occupation_a_target_in_one_act_M43_M49),
        cmocka_unit_test(lays_those_one_explores_side_by_side_M48_M49),
    };
    if (count > 1)
        engine = arguments[1];
    return cmocka_run_group_tests_name("occupations", tests, open_house, close_house);
}
