/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct call_row rows[] = {
    {.name = "start page", .path = "/"},
    {.name = "book read", .path = "/book/{id}", .suffix = "ics"},
    {.name = "book form", .path = "/book/form"},
    {.name = "book save", .effect = EFFECT_CHANGE},
    {.name = "book page read", .path = "/book/{id}/page/{number}"},
    {.name = "load", .path = "/load", .effect = EFFECT_CHANGE},
    {.name = "load list", .path = "/load"},
    {.name = "enter", .effect = EFFECT_SYSTEM, .by_link = true},
    {.name = "inside", .internal = true},
    {0},
};
static const struct call_row *const tables[] = {rows, NULL};
static struct desk desk = {.tables = tables};

struct fixture {
    struct arena arena;
    struct router router;
    struct route_match match;
};

static int
set_up(void **state)
{
    static struct fixture fixture;
    arena_open(&fixture.arena);
    router_open(&fixture.router, &desk, &fixture.arena);
    *state = &fixture;
    return 0;
}

static int
tear_down(void **state)
{
    arena_close(&((struct fixture *)*state)->arena);
    return 0;
}

static const struct route_match *
find(struct fixture *fixture, const char *path)
{
    fixture->match = (struct route_match){0};
    return route_find(&fixture->router, path, &fixture->arena, &fixture->match) ? &fixture->match
                                                                                : NULL;
}

static void
finds_a_row_by_its_path_or_its_name(void **state)
{
    struct fixture *fixture = *state;
    assert_string_equal(find(fixture, "/")->route->read->name, "start page");
    assert_string_equal(find(fixture, "/start page")->route->read->name, "start page");
    assert_string_equal(find(fixture, "/book/save")->route->change->name, "book save");
    assert_null(find(fixture, "/book"));
    assert_null(find(fixture, "/inside"));
    assert_null(find(fixture, "book/save"));
    assert_null(find(fixture, ""));
}

static void
takes_the_values_of_holes(void **state)
{
    const struct route_match *match = find(*state, "/book/7/page/12");
    assert_string_equal(match->route->read->name, "book page read");
    assert_int_equal(match->count, 2);
    assert_string_equal(match->names[0], "id");
    assert_string_equal(match->values[0], "7");
    assert_string_equal(match->names[1], "number");
    assert_string_equal(match->values[1], "12");
    assert_null(find(*state, "/book//page/12"));
    assert_null(find(*state, "/book/7/page"));
}

static void
prefers_a_path_without_holes(void **state)
{
    assert_string_equal(find(*state, "/book/form")->route->read->name, "book form");
    assert_string_equal(find(*state, "/book/forms")->route->read->name, "book read");
}

static void
knows_json_everywhere_and_a_suffix_only_of_its_row(void **state)
{
    assert_string_equal(find(*state, "/book/7.json")->suffix, "json");
    assert_string_equal(find(*state, "/book/7.json")->values[0], "7");
    assert_string_equal(find(*state, "/book/7.ics")->suffix, "ics");
    assert_null(find(*state, "/book/7.csv")->suffix);
    assert_string_equal(find(*state, "/book/7.csv")->values[0], "7.csv");
    assert_null(find(*state, "/book/form.ics")->suffix);
    assert_string_equal(find(*state, "/start page.json")->suffix, "json");
}

static void
keeps_a_read_and_a_change_under_one_path(void **state)
{
    const struct route *route = find(*state, "/load")->route;
    assert_string_equal(route->read->name, "load list");
    assert_string_equal(route->change->name, "load");
    const struct route *enter = find(*state, "/enter")->route;
    assert_ptr_equal(enter->read, enter->change);
    assert_null(find(*state, "/book/save")->route->read);
}

static void
fills_a_pattern_from_the_answer_and_then_from_what_was_given(void **state)
{
    struct fixture *fixture = *state;
    struct doc *answer = doc_map(&fixture->arena), *given = doc_map(&fixture->arena);
    doc_set_text(answer, "id", "a b/c");
    doc_set(answer, "number", doc_null());
    doc_set_int(given, "number", 12);
    assert_string_equal(
        route_fill("/book/{id}/page/{number}?x={none}", answer, given, &fixture->arena),
        "/book/a%20b%2Fc/page/12");
    assert_string_equal(
        route_fill("/b?none={none}&n={number}&last={none}", answer, given, &fixture->arena),
        "/b?n=12");
    assert_string_equal(
        route_fill("/b?n={number}&none={none}&id={id}", answer, given, &fixture->arena),
        "/b?n=12&id=a%20b%2Fc");
    assert_string_equal(route_fill("/plain", NULL, NULL, &fixture->arena), "/plain");
}

static void
sends_nobody_to_another_host(void **state)
{
    (void)state;
    assert_true(route_is_local("/"));
    assert_true(route_is_local("/book/7?x=1"));
    assert_false(route_is_local("//example.org"));
    assert_false(route_is_local("/\\example.org"));
    assert_false(route_is_local("http://example.org"));
    assert_false(route_is_local(""));
    assert_false(route_is_local("/a\r\nSet-Cookie: x"));
    assert_false(route_is_local("/a b"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(finds_a_row_by_its_path_or_its_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(takes_the_values_of_holes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(prefers_a_path_without_holes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(knows_json_everywhere_and_a_suffix_only_of_its_row, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(keeps_a_read_and_a_change_under_one_path, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            fills_a_pattern_from_the_answer_and_then_from_what_was_given, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sends_nobody_to_another_host, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
