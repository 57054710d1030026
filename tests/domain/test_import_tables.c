/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: what their columns mean, who is asked about it, and what is made of them. */
#include "bringing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
asks_what_unknown_columns_mean_and_remembers_it(void **state)
{
    (void)state;
    static const char table[] = "Who,Works for,Reach\r\nAda Quinn,City Museum,ada@example.org\r\n"
                                "Bo Reyes,Parks,bo@example.org\r\n";
    struct doc *report = import_text(table, false);
    assert_string_equal(doc_text_of(report, "state"), "mapping");
    assert_int_equal(doc_count(doc_get(report, "columns")), 3);
    assert_int_equal(people_count(), 0);
    struct doc *ids = doc_map(&house.arena);
    doc_set(ids, "id", *doc_get(report, "id"));
    house_do(&house, "import map",
             "<\"id\":\"{id}\",\"columns\":[<\"index\":1,\"key\":\"name\">,"
             "<\"index\":2,\"key\":\"organization\">,<\"index\":3,\"key\":\"email\">]>",
             ids);
    work();
    report = import_call("import read", doc_text_of(report, "id"));
    assert_report(report, "done", 2, 0, 0, 0, 0);
    /* The next file of this header is read without a question. */
    assert_report(import_text(table, false), "done", 0, 0, 2, 0, 0);
}

static void
takes_the_place_from_the_town_of_an_address_where_none_is_given(void **state)
{
    (void)state;
    static const char table[] =
        "First Name,Middle Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value,Address 1 - "
        "Label,Address 1 - Street,Address 1 - City,Custom Field 1 - Label,Custom Field 1 - Value\n"
        "Ada,,Quinn,,,ada@example.org,Work,1 Bank St,Riverton,,\n"
        "Bo,,Reyes,,,bo@example.org,Home,2 Bank St,Easton,Place,Harbor\n";
    assert_report(import_text(table, false), "done", 2, 0, 0, 0, 0);
    const struct doc *items = doc_get(house_do(&house, "person list", NULL, NULL), "items");
    for (uint32_t i = 0; i < 2; i++) {
        const struct doc *person = house_do(&house, "person read", "<\"id\":\"{id}\">",
                                            ids_of("id", doc_text_of(doc_item(items, i), "id")));
        bool ada = strcmp(doc_text_of(person, "name"), "Ada Quinn") == 0;
        assert_string_equal(doc_text_of(person, "place"), ada ? "Riverton" : "Harbor");
    }
    assert_report(import_text(table, false), "done", 0, 0, 2, 0, 0);
}

/* Two cards without a name are two people: wherever a name would stand, the mail address does. */
static void
calls_who_has_no_name_by_the_mail_address(void **state)
{
    (void)state;
    static const char table[] =
        "First Name,Middle Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value\n"
        ",,,,,front@example.org\n"
        ",,,,,desk@example.org\n";
    assert_report(import_text(table, false), "done", 2, 0, 0, 0, 0);
    const struct doc *items = doc_get(house_do(&house, "person list", NULL, NULL), "items");
    assert_int_equal(doc_count(items), 2);
    assert_string_equal(doc_text_of(doc_item(items, 0), "name"), "front@example.org");
    assert_string_equal(doc_text_of(doc_item(items, 1), "name"), "desk@example.org");
    struct doc *ids = ids_of("id", doc_text_of(doc_item(items, 0), "id"));
    house_do(&house, "task save", "<\"title\":\"Call\",\"person\":\"{id}\">", ids);
    const struct doc *tasks = doc_get(house_do(&house, "task list", NULL, NULL), "items");
    assert_string_equal(doc_text_of(doc_item(tasks, 0), "person_name"), "front@example.org");
    const struct doc *form = house_do(&house, "request form", "<\"person\":\"{id}\">", ids);
    assert_string_equal(doc_text_of(form, "person_name"), "front@example.org");
    /* And they can be forgotten: there is a name to type. */
    house_do(&house, "person forget", "<\"id\":\"{id}\",\"name\":\"front@example.org\">", ids);
    work();
    assert_int_equal(people_count(), 1);
}

/* Names of columns in a language that no table of ours has, and nothing in the cells that shows what they are. */
static void
asks_about_a_table_of_which_no_column_is_known_and_remembers_it(void **state)
{
    (void)state;
    static const char table[] = "Πρόσωπο,Δουλειά,Κινητό\nΝίκος,Δάσκαλος,690\nΕλένη,Γιατρός,691\n";
    static const char next[] = "Πρόσωπο,Δουλειά,Κινητό\nΜαρία,Μηχανικός,692\n";
    struct doc *report = import_text(table, false);
    assert_string_equal(doc_text_of(report, "state"), "mapping");
    const struct doc *columns = doc_get(report, "columns");
    assert_int_equal(doc_count(columns), 3);
    assert_string_equal(doc_text_of(doc_item(columns, 0), "name"), "Πρόσωπο");
    assert_string_equal(doc_text_of(doc_item(columns, 0), "sample"), "Νίκος");
    assert_string_equal(doc_text_of(doc_item(columns, 0), "key"), "");
    house_do(&house, "import map",
             "<\"id\":\"{id}\",\"columns\":[<\"index\":1,\"key\":\"name\">,"
             "<\"index\":2,\"key\":\"title\">]>",
             report);
    work();
    report = import_call("import read", doc_text_of(report, "id"));
    assert_report(report, "done", 2, 0, 0, 0, 0);
    assert_report(import_text(next, false), "done", 1, 0, 0, 0, 0);
}

static void
names_the_keys_when_a_column_is_told_with_another_one(void **state)
{
    (void)state;
    struct doc *report = import_text("Who,Works for,Reach\nA,B,C\n", false);
    struct answer wrong = house_call(&house, &house.owner, "import map",
                                     "<\"id\":\"{id}\",\"columns\":[<\"index\":1,"
                                     "\"key\":\"surname\">]>",
                                     report);
    assert_int_equal(wrong.status, STATUS_INVALID);
    const struct doc *field = doc_item(doc_get(wrong.problem, "fields"), 0);
    assert_string_equal(doc_text_of(field, "code"), "import.no_such_column");
    assert_string_equal(doc_text_of(field, "key"), "surname");
    const char *offered = doc_text_of(field, "offered");
    assert_memory_equal(offered, "name, given_name, ", 18);
    assert_non_null(strstr(offered, ", email:work, "));
    assert_non_null(strstr(offered, ", keep, drop"));
}

int
main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
    static const struct CMUnitTest tests[] = {
        TEST(asks_what_unknown_columns_mean_and_remembers_it),
        TEST(takes_the_place_from_the_town_of_an_address_where_none_is_given),
        TEST(asks_about_a_table_of_which_no_column_is_known_and_remembers_it),
        TEST(calls_who_has_no_name_by_the_mail_address),
        TEST(names_the_keys_when_a_column_is_told_with_another_one),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("tables", tests, NULL, NULL);
}
