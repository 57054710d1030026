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

int
main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_an_occupation_by_any_of_its_titles_M43),
        cmocka_unit_test(leads_from_what_one_studied_to_occupations),
        cmocka_unit_test(shows_pay_outlook_and_preparation_with_source_and_date_M48),
        cmocka_unit_test(says_plainly_what_is_not_known),
    };
    if (count > 1)
        engine = arguments[1];
    return cmocka_run_group_tests_name("occupations", tests, open_house, close_house);
}
