/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom one met at fairs and meetups, and what follows from it. */
#include "house.h"

#include "statements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CROWD = 520 };

static struct house house;
static const char *engine = "sqlite";
static struct doc *ids;

static int
open_house(void **state)
{
    (void)state;
    (void)setenv("RAPPORT_CLOCK", "2026-03-03T15:00:00Z", 1);
    house_open(&house, engine);
    ids = doc_map(&house.arena);
    doc_set(ids, "event",
            *doc_get(house_do(&house, "event save",
                              "<\"name\":\"Spring fair\",\"kind\":\"fair\",\"held_on\":"
                              "\"2026-03-02\",\"place\":\"Town hall\">",
                              NULL),
                     "id"));
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

static void
meet(const char *key, const char *json)
{
    doc_set(ids, key, *doc_get(house_do(&house, "event meet", json, ids), "person"));
}

static const struct doc *
today_line(const char *rule)
{
    const struct doc *groups = doc_get(house_do(&house, "today", NULL, NULL), "groups");
    for (uint32_t g = 0; g < doc_count(groups); g++) {
        const struct doc *items = doc_get(doc_item(groups, g), "items");
        for (uint32_t i = 0; i < doc_count(items); i++)
            if (strcmp(doc_text_of(doc_item(items, i), "rule"), rule) == 0)
                return doc_item(items, i);
    }
    return NULL;
}

/* Is planning for everyone still offered? */
static bool
unplanned(void)
{
    return doc_bool_of(house_do(&house, "event read", "<\"id\":\"{event}\">", ids), "unplanned");
}

static void
adds_somebody_new_in_one_line_with_where_and_when_you_met_M64(void **state)
{
    (void)state;
    meet("person", "<\"event\":\"{event}\",\"name\":\"李小龍\",\"organization\":\"River Trust\","
                   "\"note\":\"Talked about otters\">");
    struct doc *person = house_do(&house, "person read", "<\"id\":\"{person}\">", ids);
    assert_string_equal(doc_text_of(person, "circle"), "event");
    assert_string_equal(doc_text_of(person, "how_found"), "Spring fair");
    assert_string_equal(doc_text_of(person, "met_on"), "2026-03-02");
    assert_string_equal(doc_text_of(person, "met_place"), "Town hall");
    const struct doc *timeline = doc_get(person, "timeline");
    bool told = false;
    for (uint32_t i = 0; i < doc_count(timeline); i++) {
        told = told || strcmp(doc_text_of(doc_item(timeline, i), "text"), "Spring fair") == 0;
        /* The day they met is told once, by the event. */
        assert_string_not_equal(doc_text_of(doc_item(timeline, i), "kind"), "met");
    }
    assert_true(told);
    const struct doc *people =
        doc_get(house_do(&house, "event read", "<\"id\":\"spring\">", NULL), "people");
    assert_int_equal(doc_count(people), 1);
    assert_string_equal(doc_text_of(doc_item(people, 0), "note"), "Talked about otters");
}

static void
takes_somebody_of_exactly_that_name_as_the_same_person(void **state)
{
    (void)state;
    house_do(&house, "person save", "<\"name\":\"Zoë Łukasiewicz\">", NULL);
    meet("person", "<\"event\":\"{event}\",\"name\":\"zoe lukasiewicz\">");
    meet("other", "<\"event\":\"{event}\",\"name\":\"Zoë L.\">");
    assert_string_not_equal(doc_text_of(ids, "person"), doc_text_of(ids, "other"));
    struct doc *list = house_do(&house, "person list", NULL, NULL);
    assert_int_equal(doc_count(doc_get(list, "items")), 2);
    struct answer nobody =
        house_call(&house, &house.owner, "event meet", "<\"event\":\"{event}\">", ids);
    assert_int_equal(nobody.status, STATUS_INVALID);
}

/* Today says so until something is begun: a task is one act away. */
static void
reminds_of_whom_you_met_until_something_is_begun_M64(void **state)
{
    (void)state;
    meet("person", "<\"event\":\"{event}\",\"name\":\"Bo Larsen\">");
    const struct doc *line = today_line("met");
    assert_true(unplanned());
    assert_non_null(line);
    assert_string_equal(doc_text_of(line, "who"), "Bo Larsen");
    assert_string_equal(doc_text_of(line, "about"), doc_text_of(ids, "person"));
    struct answer planned =
        house_call(&house, &house.owner, "event follow", "<\"event\":\"{event}\">", ids);
    assert_int_equal(planned.status, STATUS_OK);
    assert_int_equal(doc_int_of(planned.document, "planned"), 1);
    assert_null(today_line("met"));
    assert_false(unplanned());
    const struct doc *task =
        doc_item(doc_get(house_do(&house, "task list", NULL, NULL), "items"), 0);
    assert_string_equal(doc_text_of(task, "title"), "Write to Bo Larsen, met at Spring fair");
    assert_string_equal(doc_text_of(task, "due_on"), "2026-03-05");
    /* Once more plans nothing twice; without the task, a request quiets it as well. */
    assert_int_equal(
        doc_int_of(house_do(&house, "event follow", "<\"event\":\"{event}\">", ids), "planned"), 0);
    doc_set_text(ids, "change", planned.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_non_null(today_line("met"));
    house_do(&house, "request save", "<\"person\":\"{person}\">", ids);
    assert_null(today_line("met"));
}

static void
keeps_people_when_their_event_goes_and_brings_both_back(void **state)
{
    (void)state;
    meet("person", "<\"event\":\"{event}\",\"name\":\"Bo Larsen\">");
    meet("second", "<\"event\":\"{event}\",\"name\":\"Ada Quinn\">");
    const char *before = house_dump(&house, 1);
    struct answer removed =
        house_call(&house, &house.owner, "event remove", "<\"id\":\"{event}\">", ids);
    assert_int_equal(removed.status, STATUS_OK);
    struct doc *person = house_do(&house, "person read", "<\"id\":\"{person}\">", ids);
    assert_int_equal(doc_count(doc_get(person, "events")), 0);
    doc_set_text(ids, "change", removed.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_string_equal(house_dump(&house, 1), before);
    house_do(&house, "event unmeet", "<\"event\":\"{event}\",\"person\":\"{person}\">", ids);
    const struct doc *items = doc_get(house_do(&house, "event list", NULL, NULL), "items");
    assert_int_equal(doc_int_of(doc_item(items, 0), "people"), 1);
}

/* What was planned and done is not planned once more for everyone. */
static void
plans_nothing_again_with_whom_a_step_is_done(void **state)
{
    (void)state;
    meet("person", "<\"event\":\"{event}\",\"name\":\"Bo Larsen\">");
    house_do(&house, "event follow", "<\"event\":\"{event}\">", ids);
    const struct doc *task =
        doc_item(doc_get(house_do(&house, "task list", NULL, NULL), "items"), 0);
    doc_set(ids, "task", *doc_get(task, "id"));
    house_do(&house, "task done", "<\"id\":\"{task}\">", ids);
    meet("second", "<\"event\":\"{event}\",\"name\":\"Ada Quinn\">");
    assert_int_equal(
        doc_int_of(house_do(&house, "event follow", "<\"event\":\"{event}\">", ids), "planned"), 1);
    /* Whoever is named is meant, whatever was before. */
    assert_int_equal(doc_int_of(house_do(&house, "event follow",
                                         "<\"event\":\"{event}\",\"person\":\"{person}\">", ids),
                                "planned"),
                     1);
}

/* More than a page of them: nobody is left with an event that is not there. */
static void
leaves_nobody_behind_when_a_crowded_event_goes(void **state)
{
    (void)state;
    struct doc *params = doc_map(&house.arena), *rows;
    for (int i = 0; i < CROWD; i++)
        house_do(&house, "event meet",
                 arena_print(&house.arena, "<\"event\":\"{event}\",\"name\":\"Quinn %d\">", i),
                 ids);
    house_do(&house, "event remove", "<\"id\":\"{event}\">", ids);
    doc_set_int(params, "owner", 1);
    doc_set(params, "event", *doc_get(ids, "event"));
    doc_set_int(params, "after_doc", 0);
    doc_set_int(params, "limit", CROWD);
    assert_int_equal(store_begin(house.desk.store, STORE_READ), STATUS_OK);
    assert_int_equal(
        store_rows(house.desk.store, &house.arena, &sql_event_met_after, params, &rows), STATUS_OK);
    store_rollback(house.desk.store);
    assert_int_equal(doc_count(rows), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)

int
main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        TEST(adds_somebody_new_in_one_line_with_where_and_when_you_met_M64),
        TEST(takes_somebody_of_exactly_that_name_as_the_same_person),
        TEST(reminds_of_whom_you_met_until_something_is_begun_M64),
        TEST(plans_nothing_again_with_whom_a_step_is_done),
        TEST(leaves_nobody_behind_when_a_crowded_event_goes),
        TEST(keeps_people_when_their_event_goes_and_brings_both_back),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("events", tests, NULL, NULL);
}
