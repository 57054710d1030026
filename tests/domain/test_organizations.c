/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Organizations exist through their people, and through what somebody writes about them. */
#include "house.h"

#include "formats/form.h"

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

static void
add_person(const char *name, const char *organization)
{
    house_do(
        &house, "person save",
        arena_print(&house.arena, "<\"name\":\"%s\",\"organization\":\"%s\">", name, organization),
        NULL);
}

static struct doc *
read_organization(const char *name)
{
    return house_do(&house, "organization read",
                    arena_print(&house.arena, "<\"name\":\"%s\">", name), NULL);
}

static void
lists_each_organization_once_by_stepping_through_its_people(void **state)
{
    (void)state;
    static const char *const names[] = {"City Museum", "city museum", "CITY MUSÉUM", "Zoo",
                                        "Ärztekammer", "国立博物館",  "River Trust"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        add_person(arena_print(&house.arena, "Person %d", (int)i), names[i]);
    add_person("Nobody", "");
    house_do(&house, "organization save", "<\"name\":\"Botanic Garden\">", NULL);
    const struct doc *items = doc_get(house_do(&house, "organization list", NULL, NULL), "items");
    assert_int_equal(doc_count(items), 6);
    assert_string_equal(doc_text_of(doc_item(items, 0), "name"), "Ärztekammer");
    assert_string_equal(doc_text_of(doc_item(items, 1), "name"), "Botanic Garden");
    assert_int_equal(doc_int_of(doc_item(items, 1), "people"), 0);
    assert_string_equal(doc_text_of(doc_item(items, 2), "key"), "city museum");
    assert_int_equal(doc_int_of(doc_item(items, 2), "people"), 3);
    items = doc_get(house_do(&house, "organization list", "<\"query\":\"Rív\">", NULL), "items");
    assert_int_equal(doc_count(items), 1);
    assert_string_equal(doc_text_of(doc_item(items, 0), "name"), "River Trust");
}

static void
goes_through_many_organizations_page_by_page(void **state)
{
    (void)state;
    enum { COUNT = 230 };
    struct doc *ids = doc_map(&house.arena);
    for (int i = 0; i < COUNT; i++)
        add_person("Ada Quinn", arena_print(&house.arena, "House %03d", i));
    int seen = 0;
    struct doc *page = house_do(&house, "organization list", NULL, NULL);
    for (;;) {
        const struct doc *items = doc_get(page, "items");
        for (uint32_t i = 0; i < doc_count(items); i++, seen++)
            assert_string_equal(doc_text_of(doc_item(items, i), "name"),
                                arena_print(&house.arena, "House %03d", seen));
        if (doc_is_empty(doc_get(page, "after")))
            break;
        doc_set(ids, "after", *doc_get(page, "after"));
        page = house_do(&house, "organization list", "<\"after\":\"{after}\">", ids);
    }
    assert_int_equal(seen, COUNT);
}

static void
shows_its_people_and_what_was_heard_there(void **state)
{
    (void)state;
    house_furnish(&house);
    struct doc *museum = read_organization("solstice MUSEUM");
    assert_string_equal(doc_text_of(museum, "name"), "Solstice Museum");
    assert_int_equal(doc_int_of(museum, "people_count"), 1);
    assert_string_equal(doc_text_of(doc_item(doc_get(museum, "people"), 0), "name"),
                        "Ada Solstice");
    assert_string_equal(doc_text_of(doc_item(doc_get(museum, "heard"), 0), "text"),
                        "Solstice trend");
    assert_true(doc_bool_of(museum, "known"));
    struct answer nowhere =
        house_call(&house, &house.owner, "organization read", "<\"name\":\"Nowhere\">", NULL);
    assert_int_equal(nowhere.status, STATUS_MISSING);
}

static void
keeps_what_one_writes_under_its_name(void **state)
{
    (void)state;
    add_person("Ada Quinn", "City Museum");
    house_do(
        &house, "organization save",
        "<\"name\":\"city museum\",\"website\":\"museum.example.org\",\"industry\":\"Culture\">",
        NULL);
    house_do(&house, "organization save", "<\"name\":\"City Museum\",\"notes\":\"Opened in 1890\">",
             NULL);
    struct doc *museum = read_organization("City Museum");
    assert_string_equal(doc_text_of(museum, "website"), "https://museum.example.org");
    assert_string_equal(doc_text_of(museum, "notes"), "Opened in 1890");
    assert_int_equal(doc_int_of(museum, "people_count"), 1);
}

static void
takes_its_people_along_when_it_is_renamed_and_back(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    add_person("Ada Quinn", "City Musuem");
    add_person("Bo Lee", "City Musuem");
    add_person("Cy Ruiz", "City Museum");
    house_do(&house, "organization save",
             "<\"name\":\"City Musuem\",\"notes\":\"Old house\",\"place\":\"Riverside\">", NULL);
    house_do(&house, "organization save", "<\"name\":\"City Museum\",\"place\":\"Hillside\">",
             NULL);
    const char *before = house_dump(&house, 1);
    struct answer renamed =
        house_call(&house, &house.owner, "organization rename",
                   "<\"name\":\"City Musuem\",\"new_name\":\"City Museum\">", NULL);
    assert_int_equal(renamed.status, STATUS_OK);
    assert_int_equal(doc_int_of(renamed.document, "moved"), 2);
    struct doc *museum = read_organization("City Museum");
    assert_int_equal(doc_int_of(museum, "people_count"), 3);
    assert_string_equal(doc_text_of(museum, "notes"), "Old house");
    assert_string_equal(doc_text_of(museum, "place"), "Hillside");
    struct answer gone =
        house_call(&house, &house.owner, "organization read", "<\"name\":\"City Musuem\">", NULL);
    assert_int_equal(gone.status, STATUS_MISSING);
    doc_set_text(ids, "change", renamed.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_string_equal(house_dump(&house, 1), before);
}

static void
ranks_employers_by_wish_by_whom_one_knows_and_by_what_is_posted_M222(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    add_person("Ada Quinn", "River Trust");
    const char *before = house_dump(&house, 1);
    struct answer rated =
        house_call(&house, &house.owner, "organization rate",
                   "<\"names\":\"- Harbor Office\\n\\nAquarium\",\"organizations\":["
                   "<\"name\":\"City Museum\",\"motivation\":4,\"posting\":3>,"
                   "<\"name\":\"River Trust\",\"motivation\":4,\"posting\":1>,"
                   "<\"name\":\"Zoo\",\"motivation\":5>]>",
                   NULL);
    assert_int_equal(rated.status, STATUS_OK);
    struct doc *list = house_do(&house, "organization ranking", NULL, NULL);
    const struct doc *items = doc_get(list, "items");
    static const char *const order[] = {"Zoo", "River Trust", "City Museum", "Aquarium",
                                        "Harbor Office"};
    assert_int_equal(doc_count(items), 5);
    for (uint32_t i = 0; i < 5; i++)
        assert_string_equal(doc_text_of(doc_item(items, i), "name"), order[i]);
    assert_true(doc_bool_of(doc_item(items, 2), "first"));
    assert_false(doc_bool_of(doc_item(items, 3), "first")); /* not rated yet */
    assert_int_equal(doc_int_of(list, "needed"), 40);
    assert_false(doc_bool_of(list, "enough"));
    doc_set_text(ids, "change", rated.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_string_equal(house_dump(&house, 1), before);
}

/* What the page shows can be sent back as it is, and it says when it does not show all. */
static void
rates_as_many_employers_as_the_ranking_shows(void **state)
{
    (void)state;
    struct doc *raw = doc_map(&house.arena), *names = doc_list(&house.arena);
    struct answer rated;
    for (int batch = 0; batch < 4; batch++) {
        struct doc *lines = doc_map(&house.arena);
        const char *text = "";
        for (int i = 0; i < 100; i++)
            text = arena_print(&house.arena, "%sEmployer %03d\n", text, batch * 100 + i);
        doc_set_text(lines, "names", text);
        call_perform(&house.desk, call_find(&house.desk, "organization rate"), lines, &house.owner,
                     &house.arena, &rated);
        assert_int_equal(rated.status, STATUS_OK);
    }
    const struct doc *list = house_do(&house, "organization ranking", NULL, NULL);
    assert_true(doc_bool_of(list, "more"));
    for (uint32_t i = 0; i < doc_count(doc_get(list, "items")); i++) {
        struct doc *row = doc_map(&house.arena);
        doc_set(row, "name", *doc_get(doc_item(doc_get(list, "items"), i), "name"));
        doc_set_int(row, "motivation", 3);
        (void)doc_push(names, *row);
    }
    doc_set(raw, "organizations", *names);
    call_perform(&house.desk, call_find(&house.desk, "organization rate"), raw, &house.owner,
                 &house.arena, &rated);
    assert_int_equal(rated.status, STATUS_OK);
    assert_int_equal(doc_int_of(rated.document, "rated"), doc_count(names));
    list = house_do(&house, "organization ranking", NULL, NULL);
    assert_int_equal(doc_int_of(list, "rated"), doc_count(names));
    assert_true(3 * doc_count(names) < FORM_PAIRS_MAX);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)

int
main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        TEST(lists_each_organization_once_by_stepping_through_its_people),
        TEST(goes_through_many_organizations_page_by_page),
        TEST(shows_its_people_and_what_was_heard_there),
        TEST(keeps_what_one_writes_under_its_name),
        TEST(takes_its_people_along_when_it_is_renamed_and_back),
        TEST(ranks_employers_by_wish_by_whom_one_knows_and_by_what_is_posted_M222),
        TEST(rates_as_many_employers_as_the_ranking_shows),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("organizations", tests, NULL, NULL);
}
