/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one explores: the shortlist, the goal and how it grew. */
#include "method_house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct doc *
listed(int place)
{
    return doc_item(doc_get(does("target list", NULL, NULL), "items"), (uint32_t)place);
}

static void
keeps_a_shortlist_in_order_with_the_reasons_M49_M212(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    keep(ids, "one", "target save", "<\"name\":\"Ecologist\",\"why\":\"Rivers\">");
    keep(ids, "two", "target save",
         "<\"name\":\"Curator\",\"why\":\"Old things\",\"fits_love\":\"Telling "
         "stories\",\"fits_skill\":\"Speaking\">");
    keep(ids, "three", "target save", "<\"name\":\"Gardener\">");
    does("target move", "<\"id\":\"{one}\",\"to\":\"in\">", ids);
    does("target move", "<\"id\":\"{two}\",\"to\":\"in\">", ids);
    assert_string_equal(doc_text_of(listed(0), "name"), "Ecologist");
    does("target move", "<\"id\":\"{two}\",\"to\":\"up\">", ids);
    assert_string_equal(doc_text_of(listed(0), "name"), "Curator");
    assert_string_equal(doc_text_of(listed(0), "why"), "Old things");
    assert_string_equal(doc_text_of(listed(0), "fits_love"), "Telling stories");
    assert_string_equal(doc_text_of(listed(0), "fits_skill"), "Speaking");
    assert_int_equal(doc_int_of(listed(1), "rank"), 2);
    assert_true(doc_is_empty(doc_get(listed(2), "rank")));
    const struct doc *list = does("target list", NULL, NULL);
    assert_int_equal(doc_int_of(list, "listed"), 2);
    assert_int_equal(doc_int_of(list, "others"), 1);
    does("target move", "<\"id\":\"{two}\",\"to\":\"out\">", ids);
    assert_string_equal(doc_text_of(listed(0), "name"), "Ecologist");
    assert_int_equal(doc_int_of(listed(0), "rank"), 1);
}

static void
the_ends_of_the_shortlist_hold(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    keep(ids, "one", "target save", "<\"name\":\"Ecologist\">");
    does("target move", "<\"id\":\"{one}\",\"to\":\"up\">", ids);
    does("target move", "<\"id\":\"{one}\",\"to\":\"up\">", ids);
    does("target move", "<\"id\":\"{one}\",\"to\":\"down\">", ids);
    assert_int_equal(doc_int_of(listed(0), "rank"), 1);
    does("target move", "<\"id\":\"{one}\",\"to\":\"out\">", ids);
    does("target move", "<\"id\":\"{one}\",\"to\":\"out\">", ids);
    assert_true(doc_is_empty(doc_get(listed(0), "rank")));
    struct answer none =
        house_call(&house, &house.owner, "target move",
                   "<\"id\":\"01890000-0000-7000-8000-000000000000\",\"to\":\"in\">", NULL);
    assert_int_equal(none.status, STATUS_INVALID);
}

static void
shows_how_the_goal_changed_and_why_M15(void **state)
{
    (void)state;
    struct doc *ids = begin();
    does("target save",
         "<\"id\":\"{target}\",\"name\":\"River ecologist\",\"stage\":\"focusing\",\"reason\":"
         "\"Streets are too loud\">",
         ids);
    does("target move", "<\"id\":\"{target}\",\"to\":\"in\">", ids);
    const struct doc *history =
        doc_get(does("target read", "<\"id\":\"{target}\">", ids), "history");
    assert_int_equal(doc_count(history), 2);
    const struct doc *newest = doc_item(history, 0), *changes = doc_get(newest, "changes");
    assert_string_equal(doc_text_of(newest, "reason"), "Streets are too loud");
    assert_int_equal(doc_int_of(newest, "at"), instant("2026-02-20T09:00:00Z"));
    assert_int_equal(doc_count(changes), 2);
    assert_string_equal(doc_text_of(doc_item(changes, 0), "old"), "Urban ecologist");
    assert_string_equal(doc_text_of(doc_item(changes, 0), "new"), "River ecologist");
    assert_string_equal(doc_text_of(doc_item(changes, 1), "column"), "stage");
    assert_true(doc_bool_of(doc_item(history, 1), "made"));
    /* A reason belongs to its change alone. */
    does("target save", "<\"id\":\"{target}\",\"name\":\"Ecologist\">", ids);
    const struct doc *read = does("target read", "<\"id\":\"{target}\">", ids);
    assert_string_equal(doc_text_of(doc_item(doc_get(read, "history"), 0), "reason"), "");
    assert_int_equal(doc_count(doc_get(read, "history")), 3);
}

static void
knows_what_the_talks_are_for_and_how_far_one_is_M8_M213(void **state)
{
    (void)state;
    static const char *const kinds[] = {"occupation", "industry", "organization",
                                        "position",   "place",    "path"};
    struct doc *ids = doc_map(&house.arena);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        doc_set_text(ids, "kind", kinds[i]);
        keep(ids, "target", "target save",
             "<\"kind\":\"{kind}\",\"name\":\"A {kind}\",\"purpose\":\"connect\">");
        const struct doc *read = does("target read", "<\"id\":\"{target}\">", ids);
        assert_string_equal(doc_text_of(read, "kind"), kinds[i]);
        assert_string_equal(doc_text_of(read, "purpose"), "connect");
        assert_string_equal(doc_text_of(read, "stage"), "exploring");
    }
    static const char *const purposes[] = {"explore", "connect", "apply"};
    const struct doc *offered =
        doc_get(does("target form", "<\"id\":\"{target}\">", ids), "purposes");
    assert_int_equal(doc_count(offered), 3);
    for (uint32_t i = 0; i < 3; i++)
        assert_string_equal(doc_item(offered, i)->text, purposes[i]);
}

static void
takes_a_code_of_an_occupation_and_nothing_else(void **state)
{
    (void)state;
    struct doc *ids = begin();
    static const char *const wrong[] = {"19-2041", "192041.00", "19-2041.0a", "19-2041.0"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        doc_set_text(ids, "code", wrong[i]);
        struct answer answer = house_call(&house, &house.owner, "target save",
                                          "<\"id\":\"{target}\",\"occupation\":\"{code}\">", ids);
        assert_int_equal(answer.status, STATUS_INVALID);
    }
    does("target save", "<\"id\":\"{target}\",\"occupation\":\"19-2041.00\">", ids);
    assert_string_equal(
        doc_text_of(does("target read", "<\"id\":\"{target}\">", ids), "occupation"), "19-2041.00");
}

static void
marks_somebody_to_come_back_to_later_M30(void **state)
{
    (void)state;
    struct doc *ids = begin();
    does("person save", "<\"id\":\"{person}\",\"may_approach_later\":true>", ids);
    assert_true(
        doc_bool_of(does("person read", "<\"id\":\"{person}\">", ids), "may_approach_later"));
    const struct doc *list = does("person list", NULL, NULL);
    assert_false(doc_has(doc_item(doc_get(list, "items"), 0), "may_approach_later"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(keeps_a_shortlist_in_order_with_the_reasons_M49_M212),
        TEST(the_ends_of_the_shortlist_hold),
        TEST(shows_how_the_goal_changed_and_why_M15),
        TEST(knows_what_the_talks_are_for_and_how_far_one_is_M8_M213),
        TEST(takes_a_code_of_an_occupation_and_nothing_else),
        TEST(marks_somebody_to_come_back_to_later_M30),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
