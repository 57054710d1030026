/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk through the circles, and how the network grows. */
#include "house.h"

#include "views/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
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

/* Every circle of the guides has its own question; one's own circles come behind them. */
static void
walks_through_every_circle_with_a_question_for_each_M53_M54(void **state)
{
    (void)state;
    static const char *const named[] = {"friend",    "family",       "student",
                                        "coworker",  "supervisor",   "neighbor",
                                        "professor", "acquaintance", "other"};
    const struct doc *walk = house_do(&house, "circles", NULL, NULL);
    assert_string_equal(doc_text_of(walk, "circle"),
                        "friend"); /* those one knows already come first */
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        walk = house_do(&house, "circles",
                        arena_print(&house.arena, "<\"circle\":\"%s\">", named[i]), NULL);
        assert_string_equal(doc_text_of(walk, "circle"), named[i]);
        assert_string_equal(doc_text_of(walk, "question_code"),
                            arena_print(&house.arena, "circle.%s", named[i]));
        assert_true(words_know(doc_text_of(walk, "question_code")));
    }
    walk = house_do(&house, "circles", "<\"circle\":\"Rowing club\">", NULL);
    assert_string_equal(doc_text_of(walk, "question_code"), "circle.own");
}

static void
takes_several_names_at_once_and_goes_on_where_nobody_is_M54(void **state)
{
    (void)state;
    house_do(&house, "person save", "<\"name\":\"Bo Ruiz\">", NULL);
    struct doc *added = house_do(&house, "circle add",
                                 "<\"circle\":\"friend\",\"names\":\"Ada Quinn, Curator, City "
                                 "Museum\\n\\n Bo Ruiz ; Cy Reyes\\n, nobody\">",
                                 NULL);
    assert_int_equal(doc_int_of(added, "added"), 2);
    assert_int_equal(doc_count(doc_get(added, "known")), 1);
    const struct doc *walk = house_do(&house, "circles", NULL, NULL);
    assert_string_equal(doc_text_of(walk, "circle"), "family");
    assert_int_equal(doc_int_of(walk, "filled"), 1);
    walk = house_do(&house, "circles", "<\"circle\":\"friend\">", NULL);
    assert_int_equal(doc_int_of(walk, "count"), 3);
    const struct doc *people = doc_get(walk, "people");
    assert_string_equal(doc_text_of(doc_item(people, 0), "name"), "Ada Quinn");
    assert_string_equal(doc_text_of(doc_item(people, 0), "title"), "Curator");
    assert_string_equal(doc_text_of(doc_item(people, 0), "organization"), "City Museum");
    /* The same names again add nobody. */
    added = house_do(&house, "circle add",
                     "<\"circle\":\"friend\",\"names\":\"Ada Quinn\\nCy Reyes\">", NULL);
    assert_int_equal(doc_int_of(added, "added"), 0);
    assert_int_equal(doc_count(doc_get(added, "known")), 2);
}

static void
shows_how_the_network_grows_by_month_and_source_M26(void **state)
{
    (void)state;
    static const char *const people[][3] = {{"Ada Quinn", "friend", "2026-01-05"},
                                            {"Bo Ruiz", "online", "2026-01-20"},
                                            {"Cy Reyes", "online", "2026-02-02"},
                                            {"Di Marsh", "friend", "1999-02-02"}};
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        house_do(&house, "person save",
                 arena_print(&house.arena,
                             "<\"name\":\"%s\",\"circle\":\"%s\",\"connected_on\":\"%s\">",
                             people[i][0], people[i][1], people[i][2]),
                 NULL);
    const struct doc *growth = house_do(&house, "growth", NULL, NULL);
    const struct doc *months = doc_get(growth, "items");
    assert_int_equal(doc_int_of(growth, "total"), 4);
    assert_int_equal(doc_int_of(growth, "before"), 1);
    const struct doc *first = doc_item(months, 0), *second = doc_item(months, 1);
    assert_string_equal(doc_text_of(first, "month"), "2026-01");
    assert_int_equal(doc_int_of(first, "newcomers"), 2);
    assert_int_equal(doc_int_of(first, "known"), 3);
    assert_string_equal(doc_text_of(second, "month"), "2026-02");
    assert_int_equal(doc_int_of(second, "known"), 4);
    assert_int_equal(doc_get(growth, "picture")->kind, DOC_MARKUP);
    assert_non_null(strstr(doc_get(growth, "picture")->text, "part-1"));
}

int
main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
        T(walks_through_every_circle_with_a_question_for_each_M53_M54),
        T(takes_several_names_at_once_and_goes_on_where_nobody_is_M54),
        T(shows_how_the_network_grows_by_month_and_source_M26),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("the circles", tests, NULL, NULL);
}
