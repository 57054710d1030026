/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record of one person, in all its parts, and the story of the two. */
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
    (void)setenv("RAPPORT_CLOCK", "2026-03-02T09:00:00Z", 1);
    house_open(&house, engine);
    return 0;
}

static int
close_house(void **state)
{
    (void)state;
    (void)unsetenv("RAPPORT_CLOCK");
    house_close(&house);
    return 0;
}

/* A map of ids: person is who was saved last. */
static void
save(struct doc *ids, const char *key, const char *json)
{
    doc_set(ids, key, *doc_get(house_do(&house, "person save", json, ids), "id"));
}

static struct doc *
read(const struct doc *ids)
{
    return house_do(&house, "person read", "<\"id\":\"{person}\">", ids);
}

static const char *
code_of_refusal(const char *call, const char *json, const struct doc *ids)
{
    struct answer answer = house_call(&house, &house.owner, call, json, ids);
    assert_int_equal(answer.status, STATUS_INVALID);
    return doc_text_of(doc_item(doc_get(answer.problem, "fields"), 0), "code");
}

static void
keeps_names_in_their_own_script_and_makes_them_of_their_parts(void **state)
{
    (void)state;
    static const char *const names[][2] = {
        {"<\"name\":\"李小龍\",\"nickname\":\"小龍\">", "李小龍"},
        {"<\"given_name\":\"花子\",\"family_name\":\"山田\">", "山田花子"},
        {"<\"given_name\":\"Éva\",\"family_name\":\"Nagy\",\"languages\":\"magyar, English\">",
         "Nagy Éva"},
        {"<\"given_name\":\"Ольга\",\"additional_name\":\"Петровна\",\"family_name\":\"Иванова\">",
         "Ольга Петровна Иванова"},
        {"<\"name\":\"ليلى حداد\",\"pronunciation\":\"LAY-la\">", "ليلى حداد"},
        {"<\"name\":\"प्रिया शर्मा\",\"address_form\":\"Dr. Sharma\">", "प्रिया शर्मा"},
        {"<\"name_prefix\":\"Dr.\",\"given_name\":\"Ada\",\"family_name\":\"Quinn\",\"name_"
         "suffix\":"
         "\"PhD\">",
         "Dr. Ada Quinn, PhD"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct doc *ids = doc_map(&house.arena);
        save(ids, "person", names[i][0]);
        assert_string_equal(doc_text_of(read(ids), "name"), names[i][1]);
    }
}

static void
knows_a_person_by_title_and_organization_alone_M61(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    save(ids, "person", "<\"title\":\"Head gardener\",\"organization\":\"Botanic Garden\">");
    const struct doc *next = doc_get(read(ids), "next");
    assert_string_equal(doc_text_of(next, "code"), "next.find_name");
    assert_string_equal(doc_text_of(next, "act_path"),
                        house_fill(&house, "/person/form?id={person}", ids));
    house_do(&house, "task save", "<\"title\":\"Call them\",\"person\":\"{person}\">", ids);
    const struct doc *tasks = doc_get(house_do(&house, "task list", NULL, NULL), "items");
    assert_string_equal(doc_text_of(doc_item(tasks, 0), "person_name"),
                        "Head gardener, Botanic Garden");
    assert_string_equal(code_of_refusal("person save", "<\"place\":\"Riverside\">", NULL),
                        "person.no_name_no_title");
}

static void
takes_circles_and_tags_of_ones_own(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    save(ids, "person",
         "<\"name\":\"Bo Adeyemi\",\"circle\":\"friend\",\"own_circle\":\"Chor St. Anna\","
         "\"tag_line\":\"River, choir ,, RIVER、東京\">");
    struct doc *person = read(ids);
    assert_string_equal(doc_text_of(person, "circle"), "Chor St. Anna");
    const struct doc *tags = doc_get(person, "tags");
    assert_int_equal(doc_count(tags), 3);
    assert_string_equal(doc_text_of(doc_item(tags, 2), "tag"), "東京");
    assert_string_equal(doc_text_of(doc_item(tags, 0), "tag_key"), "river");
    struct doc *form = house_do(&house, "person form", "<\"id\":\"{person}\">", ids);
    assert_string_equal(doc_text_of(form, "tag_line"), "River, choir, 東京");
    const struct doc *circles = doc_get(form, "circles");
    assert_string_equal(doc_item(circles, doc_count(circles) - 1)->text, "Chor St. Anna");
    save(ids, "person", "<\"id\":\"{person}\",\"own_circle\":\"Neighbor\",\"tag_line\":\"\">");
    person = read(ids);
    assert_string_equal(doc_text_of(person, "circle"), "neighbor");
    assert_int_equal(doc_count(doc_get(person, "tags")), 0);
}

/* What the form does not show of an address stays with it as long as it is the same address. */
static void
keeps_several_ways_to_reach_somebody_with_their_labels(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    save(ids, "person",
         "<\"name\":\"Zoë Łukasiewicz\",\"contact_points\":["
         "<\"kind\":\"email\",\"value\":\"zoe@example.org\",\"label\":\"work\">,"
         "<\"kind\":\"email\",\"value\":\"zl@example.org\",\"label\":\"home\">,"
         "<\"kind\":\"address\",\"value\":\"1 River Road\\nRiverside\",\"detail\":\";;1 River "
         "Road;Riverside;;;\">,"
         "<\"kind\":\"chat\",\"value\":\"zoe_l\",\"label\":\"signal\">]>");
    house_do(&house, "person save",
             "<\"id\":\"{person}\",\"contact_points\":["
             "<\"kind\":\"phone\",\"value\":\"\">,"
             "<\"kind\":\"email\",\"value\":\"zl@example.org\",\"label\":\"home\">,"
             "<\"kind\":\"address\",\"value\":\"1 River Road\\nRiverside\">]>",
             ids);
    const struct doc *points = doc_get(read(ids), "contact_points");
    assert_int_equal(doc_count(points), 2);
    assert_string_equal(doc_text_of(doc_item(points, 0), "label"), "home");
    assert_string_equal(doc_text_of(doc_item(points, 1), "detail"), ";;1 River Road;Riverside;;;");
    house_do(&house, "person save",
             "<\"id\":\"{person}\",\"contact_points\":[<\"kind\":\"address\",\"value\":\"2 River "
             "Road\">]>",
             ids);
    points = doc_get(read(ids), "contact_points");
    assert_true(doc_is_empty(doc_get(doc_item(points, 0), "detail")));
}

static void
refuses_dates_that_are_none_and_keeps_partial_ones(void **state)
{
    (void)state;
    static const char *const wrong[][2] = {
        {"<\"name\":\"A\",\"birthday\":\"12.4.1985\">", "person.birthday"},
        {"<\"name\":\"A\",\"birthday\":\"--02-30\">", "person.birthday"},
        {"<\"name\":\"A\",\"field_since\":\"long ago\">", "person.field_date"},
        {"<\"name\":\"A\",\"field_until\":\"2015-13\">", "person.field_date"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_string_equal(code_of_refusal("person save", wrong[i][0], NULL), wrong[i][1]);
    struct doc *ids = doc_map(&house.arena);
    save(ids, "person",
         "<\"name\":\"A\",\"birthday\":\"--02-29\",\"field_since\":\"2015\",\"field_until\":"
         "\"2020-06\",\"in_field\":\"no\">");
    assert_string_equal(doc_text_of(read(ids), "birthday"), "--02-29");
    const struct doc *hint = doc_item(doc_get(read(ids), "hints"), 0);
    assert_string_equal(doc_text_of(hint, "code"), "hint.not_current");
}

static void
shows_who_could_introduce_whom_on_both_pages_M56(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    save(ids, "helper", "<\"name\":\"Rosa Delgado\">");
    save(ids, "person", "<\"name\":\"Ada Quinn\">");
    const char *before = house_dump(&house, 1);
    struct answer saved =
        house_call(&house, &house.owner, "bridge save",
                   "<\"id\":\"{person}\",\"person\":\"rosa\",\"note\":\"Studied together\">", ids);
    assert_int_equal(saved.status, STATUS_OK);
    const struct doc *bridge = doc_item(doc_get(read(ids), "bridges"), 0);
    assert_string_equal(doc_text_of(bridge, "name"), "Rosa Delgado");
    assert_string_equal(doc_text_of(bridge, "note"), "Studied together");
    struct doc *helper = house_do(&house, "person read", "<\"id\":\"{helper}\">", ids);
    assert_string_equal(doc_text_of(doc_item(doc_get(helper, "bridge_to"), 0), "name"),
                        "Ada Quinn");
    doc_set_text(ids, "change", saved.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_string_equal(house_dump(&house, 1), before);
    assert_string_equal(
        code_of_refusal("bridge save", "<\"id\":\"{person}\",\"person\":\"{person}\">", ids),
        "bridge.same_person");
}

/* Of everybody one knows: do they do the work themselves, since when, and where may they be found by it? */
static void
says_who_of_those_one_knows_works_in_the_field_M55(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    doc_set(ids, "target",
            *doc_get(house_do(&house, "target save",
                              "<\"kind\":\"occupation\",\"name\":\"Curator\">", ids),
                     "id"));
    save(ids, "other", "<\"name\":\"Tom Reyes\",\"target\":\"{target}\",\"in_field\":\"no\">");
    save(ids, "person",
         "<\"name\":\"Ada Quinn\",\"target\":\"{target}\",\"in_field\":\"yes\","
         "\"field_since\":\"2019\">");
    assert_string_equal(doc_text_of(read(ids), "in_field"), "yes");
    assert_string_equal(doc_text_of(read(ids), "field_since"), "2019");
    const struct doc *found = doc_get(
        house_do(&house, "person list", "<\"target\":\"{target}\",\"in_field\":\"yes\">", ids),
        "items");
    assert_int_equal(doc_count(found), 1);
    assert_string_equal(doc_text_of(doc_item(found, 0), "name"), "Ada Quinn");
}

/* Associations, directories, alumni: where people are found counts as a circle, with a question of its
 * own on the walk and a list of those who came from there. */
static void
keeps_the_source_beyond_those_one_knows_M57_M58_M60(void **state)
{
    (void)state;
    static const char *const sources[] = {"association", "directory", "alumni"};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        struct doc *ids = doc_map(&house.arena);
        doc_set_text(ids, "circle", sources[i]);
        save(ids, "person", "<\"name\":\"Ada Quinn\",\"circle\":\"{circle}\">");
        const struct doc *list = house_do(&house, "person list", "<\"circle\":\"{circle}\">", ids);
        const struct doc *found = doc_get(list, "items");
        assert_int_equal(doc_count(found), 1);
        assert_string_equal(doc_text_of(doc_item(found, 0), "id"), doc_text_of(ids, "person"));
        const struct doc *walk = house_do(&house, "circles", "<\"circle\":\"{circle}\">", ids);
        assert_string_equal(doc_text_of(walk, "question_code"),
                            arena_print(&house.arena, "circle.%s", sources[i]));
    }
}

static void
marks_those_whose_way_was_like_mine_M219(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    save(ids, "person", "<\"name\":\"Ada Quinn\">");
    const char *before = house_dump(&house, 1);
    struct answer saved = house_call(&house, &house.owner, "person save",
                                     "<\"id\":\"{person}\",\"similar_background\":\"First of her "
                                     "family at college, came from nursing\">",
                                     ids);
    assert_int_equal(saved.status, STATUS_OK);
    assert_non_null(strstr(doc_text_of(read(ids), "similar_background"), "came from nursing"));
    doc_set_text(ids, "change", saved.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_string_equal(house_dump(&house, 1), before);
}

static void
advises_against_writing_but_never_refuses_it(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    save(ids, "person", "<\"name\":\"Ada Quinn\",\"do_not_contact\":true,\"is_private\":true>");
    const struct doc *hint = doc_item(doc_get(read(ids), "hints"), 0);
    assert_string_equal(doc_text_of(hint, "rule"), "do_not_contact");
    struct answer asked =
        house_call(&house, &house.owner, "request save", "<\"person\":\"{person}\">", ids);
    assert_int_equal(asked.status, STATUS_OK);
}

static void
warns_on_the_target_when_nobody_planned_is_in_the_field_M4(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    doc_set(ids, "target",
            *doc_get(house_do(&house, "target save", "<\"name\":\"Ecologist\">", NULL), "id"));
    save(ids, "person", "<\"name\":\"Ada Quinn\",\"target\":\"{target}\",\"in_field\":\"no\">");
    struct doc *target = house_do(&house, "target read", "<\"id\":\"{target}\">", ids);
    assert_string_equal(doc_text_of(doc_item(doc_get(target, "hints"), 0), "rule"),
                        "nobody_current");
    save(ids, "person",
         "<\"name\":\"Bo Lee\",\"target\":\"{target}\",\"in_field\":\"yes\",\"field_since\":"
         "\"2019\">");
    target = house_do(&house, "target read", "<\"id\":\"{target}\">", ids);
    assert_int_equal(doc_count(doc_get(target, "hints")), 0);
}

/* Notes about somebody stand in the story, page by page, each once. */
static void
tells_the_story_page_by_page(void **state)
{
    (void)state;
    enum { NOTES = 75 };
    struct doc *ids = doc_map(&house.arena);
    save(ids, "person",
         "<\"name\":\"Ada Quinn\",\"met_on\":\"2026-02-20\",\"met_place\":\"Fair\">");
    for (int i = 0; i < NOTES; i++) {
        (void)setenv("RAPPORT_CLOCK",
                     arena_print(&house.arena, "2026-03-%02dT1%d:00:00Z", 3 + i / 9, i % 9), 1);
        house_do(&house, "note save",
                 arena_print(&house.arena, "<\"person\":\"{person}\",\"text\":\"Note %d\">", i),
                 ids);
    }
    const char *expected[NOTES + 2];
    struct doc *page = read(ids);
    int count = 0;
    int64_t last = INT64_MAX;
    for (;;) {
        const struct doc *timeline = doc_get(page, "timeline");
        for (uint32_t i = 0; i < doc_count(timeline); i++, count++) {
            const struct doc *entry = doc_item(timeline, i);
            assert_true(doc_int_of(entry, "at") <= last);
            last = doc_int_of(entry, "at");
            assert_true(count < NOTES + 2);
            expected[count] = strcmp(doc_text_of(entry, "kind"), "note") == 0
                                  ? doc_text_of(entry, "text")
                                  : doc_text_of(entry, "kind");
        }
        if (doc_is_empty(doc_get(page, "timeline_after")))
            break;
        doc_set(ids, "after", *doc_get(page, "timeline_after"));
        page =
            house_do(&house, "person timeline", "<\"id\":\"{person}\",\"after\":\"{after}\">", ids);
    }
    assert_int_equal(count, NOTES + 2);
    for (int i = 0; i < NOTES; i++)
        assert_string_equal(expected[i], arena_print(&house.arena, "Note %d", NOTES - 1 - i));
    assert_string_equal(expected[NOTES], "added");
    assert_string_equal(expected[NOTES + 1], "met");
}

static void
changes_removes_and_brings_back_a_note_about_a_person(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    save(ids, "person", "<\"name\":\"Ada Quinn\">");
    struct doc *note = house_do(&house, "note save",
                                "<\"person\":\"{person}\",\"text\":\"Prefers mornings\">", ids);
    doc_set(ids, "note", *doc_get(note, "id"));
    house_do(&house, "note save", "<\"id\":\"{note}\",\"text\":\"Prefers evenings\">", ids);
    const struct doc *entry = doc_item(doc_get(read(ids), "timeline"), 0);
    assert_string_equal(doc_text_of(entry, "text"), "Prefers evenings");
    struct answer removed =
        house_call(&house, &house.owner, "note remove", "<\"id\":\"{note}\">", ids);
    assert_int_equal(doc_count(doc_get(read(ids), "timeline")), 1);
    doc_set_text(ids, "change", removed.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_int_equal(doc_count(doc_get(read(ids), "timeline")), 2);
    assert_string_equal(code_of_refusal("note save", "<\"text\":\"About nobody\">", NULL),
                        "note.about_nobody");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)

int
main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        TEST(keeps_names_in_their_own_script_and_makes_them_of_their_parts),
        TEST(knows_a_person_by_title_and_organization_alone_M61),
        TEST(takes_circles_and_tags_of_ones_own),
        TEST(keeps_several_ways_to_reach_somebody_with_their_labels),
        TEST(refuses_dates_that_are_none_and_keeps_partial_ones),
        TEST(shows_who_could_introduce_whom_on_both_pages_M56),
        TEST(says_who_of_those_one_knows_works_in_the_field_M55),
        TEST(keeps_the_source_beyond_those_one_knows_M57_M58_M60),
        TEST(marks_those_whose_way_was_like_mine_M219),
        TEST(advises_against_writing_but_never_refuses_it),
        TEST(warns_on_the_target_when_nobody_planned_is_in_the_field_M4),
        TEST(tells_the_story_page_by_page),
        TEST(changes_removes_and_brings_back_a_note_about_a_person),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("person", tests, NULL, NULL);
}
