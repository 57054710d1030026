/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/asset.h"
#include "method/hints.h"
#include "method/prospects.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int
open_arena(void **state)
{
    (void)state;
    arena_open(&arena);
    return 0;
}

static int
close_arena(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static struct doc *
hints(const char *title, const char *organization, const char *in_field, const char *target)
{
    struct doc *person = doc_map(&arena);
    doc_set_text(person, "title", title);
    doc_set_text(person, "organization", organization);
    doc_set_text(person, "in_field", in_field);
    return hints_of_person(&arena, asset_find("data/hints.txt")->bytes,
                           asset_find(PROSPECT_TITLES)->bytes, person, target);
}

static bool
says(const struct doc *list, const char *rule)
{
    for (uint32_t i = 0; i < doc_count(list); i++)
        if (strcmp(doc_text_of(doc_item(list, i), "rule"), rule) == 0)
            return true;
    return false;
}

static void
advises_to_look_past_the_personnel_office_unless_it_is_the_field_M217(void **state)
{
    (void)state;
    static const char *const offices[] = {"HR Manager", "Head of Human Resources",
                                          "Senior Récruiter", "Talent acquisition lead",
                                          "VP, People Operations"};
    static const char *const others[] = {
        "Chromatographer", "Resources planner", "Curator", "Throughput engineer", "", NULL};
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++) {
        assert_true(
            says(hints(offices[i], "River Trust", NULL, "Urban ecologist"), "personnel_office"));
        assert_false(says(hints(offices[i], "River Trust", NULL, "HR work"), "personnel_office"));
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(says(hints(others[i], "HR weekly", NULL, NULL), "personnel_office"));
}

static void
calls_the_board_of_an_association_a_good_start_M218(void **state)
{
    (void)state;
    assert_true(says(hints("Treasurer", "Society of River Ecologists", NULL, NULL), "board"));
    assert_true(says(hints("Board member", "National Museum Association", NULL, NULL), "board"));
    assert_false(says(hints("Treasurer", "City Bank", NULL, NULL), "board"));
    assert_false(says(hints("Librarian", "Society of River Ecologists", NULL, NULL), "board"));
}

static void
warns_when_nobody_planned_works_in_the_field_now_M4(void **state)
{
    (void)state;
    struct doc *people = doc_list(&arena), *person = doc_map(&arena);
    assert_int_equal(doc_count(hints_of_target(&arena, people)), 0);
    doc_set_text(person, "in_field", "unknown");
    (void)doc_push(people, *person);
    assert_true(says(hints_of_target(&arena, people), "nobody_current"));
    person = doc_map(&arena);
    doc_set_text(person, "in_field", "yes");
    (void)doc_push(people, *person);
    assert_int_equal(doc_count(hints_of_target(&arena, people)), 0);
    assert_true(says(hints("Ecologist", NULL, "no", NULL), "not_current"));
    assert_false(says(hints("Ecologist", NULL, "yes", NULL), "not_current"));
}

static void
advises_against_writing_to_who_asked_not_to_be_contacted(void **state)
{
    (void)state;
    struct doc *person = doc_map(&arena);
    doc_set_bool(person, "do_not_contact", true);
    const struct doc *list = hints_of_person(&arena, "", "", person, NULL);
    assert_int_equal(doc_count(list), 1);
    assert_string_equal(doc_text_of(doc_item(list, 0), "code"), "hint.do_not_contact");
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(advises_to_look_past_the_personnel_office_unless_it_is_the_field_M217),
        cmocka_unit_test(calls_the_board_of_an_association_a_good_start_M218),
        cmocka_unit_test(warns_when_nobody_planned_works_in_the_field_now_M4),
        cmocka_unit_test(advises_against_writing_to_who_asked_not_to_be_contacted),
    };
    return cmocka_run_group_tests_name("hints", tests, open_arena, close_arena);
}
