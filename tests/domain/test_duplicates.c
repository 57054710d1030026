/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People who are there twice: the search as a job, "not the same", and what a person's page says. */
#include "bringing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* "name|organization|email|phone|link"; the id. */
static const char *
add(const char *line)
{
    static const char *const keys[] = {"name", "organization", "email", "phone", "link"};
    struct buffer json;
    buffer_open(&json, &house.arena, 4000);
    buffer_text(&json, "<\"circle\":\"other\"");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        size_t length = strcspn(line, "|");
        const char *value = arena_copy(&house.arena, line, length);
        line += length + (line[length] == '|');
        if (i < 2 && *value != '\0')
            buffer_print(&json, ",\"%s\":\"%s\"", keys[i], value);
        if (i == 2)
            buffer_text(&json, ",\"contact_points\":[");
        if (i >= 2)
            buffer_print(&json, "%s<\"kind\":\"%s\",\"value\":\"%s\">", i == 2 ? "" : ",", keys[i],
                         value);
    }
    buffer_text(&json, "]>");
    return doc_text_of(house_do(&house, "person save", buffer_read(&json), NULL), "id");
}

/* Search to the end; the list. */
static struct doc *
search(void)
{
    house_do(&house, "duplicate find", NULL, NULL);
    work();
    return house_do(&house, "duplicate list", NULL, NULL);
}

/* The pair of two ids in a list, or NULL. */
static const struct doc *
pair_of(const struct doc *list, const char *a, const char *b)
{
    const struct doc *items = doc_get(list, "items");
    for (uint32_t i = 0; i < doc_count(items); i++) {
        const char *person = doc_text_of(doc_item(items, i), "person");
        const char *other = doc_text_of(doc_item(items, i), "other");
        if ((strcmp(person, a) == 0 && strcmp(other, b) == 0) ||
            (strcmp(person, b) == 0 && strcmp(other, a) == 0))
            return doc_item(items, i);
    }
    return NULL;
}

static bool
says(const struct doc *item, const char *code)
{
    const struct doc *reasons = doc_get(item, "reasons");
    for (uint32_t i = 0; i < doc_count(reasons); i++)
        if (strcmp(doc_text_of(doc_item(reasons, i), "code"), code) == 0)
            return true;
    return false;
}

static struct doc *
two_ids(const char *person, const char *other)
{
    struct doc *ids = doc_map(&house.arena);
    doc_set_text(ids, "person", person);
    doc_set_text(ids, "other", other);
    return ids;
}

static void
finds_who_is_there_twice_and_says_why(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b, *code;
    } pairs[] = {
        {"Robert Hale|Example Museum", "Bob Hale|Example Museum", "same.organization"},
        {"Maya Lindqvist||maya@example.org", "Maya Okafor||maya@example.org", "same.email"},
        {"Łukasz Wiśniewski|River Trust", "Lukasz Wisniewski|Water Board", "name.marks"},
        {"Дмитрий Орлов|Harbor Lab", "Dmitry Orlov|Harbor Lab", "name.script"},
        {"Katherin Johnson|City Archive", "Katherin Jonhson|City Archive", "name.typo"},
        {"Elizabeth Roe|||+1 555 010 2030", "Liz Roe|||(555) 010-2030", "same.phone"},
        {"Nadia Berg||||https://www.linkedin.com/in/nadia-berg",
         "Nadia B. Olsen||||linkedin.com/in/nadia-berg", "same.profile"},
    };
    enum { COUNT = sizeof pairs / sizeof *pairs };
    const char *ids[COUNT][2];
    assert_string_equal(doc_text_of(house_do(&house, "duplicate list", NULL, NULL), "state"),
                        "never");
    for (int i = 0; i < COUNT; i++)
        ids[i][0] = add(pairs[i].a);
    for (int i = 0; i < COUNT; i++)
        ids[i][1] = add(pairs[i].b);
    const struct doc *list = search();
    assert_string_equal(doc_text_of(list, "state"), "done");
    assert_int_equal(doc_int_of(list, "people"), 2 * COUNT);
    for (int i = 0; i < COUNT; i++) {
        const struct doc *item = pair_of(list, ids[i][0], ids[i][1]);
        if (item == NULL || !says(item, pairs[i].code))
            fail_msg("%s and %s: %s", pairs[i].a, pairs[i].b,
                     item == NULL ? "missed" : "no reason");
    }
    assert_int_equal(doc_count(doc_get(list, "items")), COUNT);
}

static void
never_takes_a_company_or_a_shared_address_for_a_person(void **state)
{
    (void)state;
    add("Ada Quinn|City Museum|ada@museum.example.org");
    add("Bo Lee|City Museum|bo@museum.example.org");
    add("Cy Ruiz|City Museum|desk@museum.example.org");
    add("Di Reyes|City Museum|desk@museum.example.org");
    add("Ed Stone|City Museum|desk@museum.example.org|555 010 2030");
    add("Fay Stone|City Museum|desk@museum.example.org|555 010 2030");
    add("John Smith Jr.|Mill");
    add("John Smith Sr.|Mill");
    assert_int_equal(doc_count(doc_get(search(), "items")), 0);
}

/* The weakest kind comes last, is never sure, and is remembered and merged and taken back like others. */
static void
lists_two_names_at_one_address_last(void **state)
{
    (void)state;
    const char *one = add("Ada Quinn|River Trust|aq@example.org");
    const char *two = add("Wilhelmina Berg|City Museum|AQ@example.org");
    const char *called = add("Bo Lee|||+1 555 010 2030"), *caller = add("Cy Ruiz|||(555) 010-2030");
    const char *page = add("Di Reyes||||https://www.linkedin.com/in/di-reyes");
    const char *shown = add("Fay Stone||||linkedin.com/in/di-reyes/");
    add("Maya Lindqvist||maya@example.org");
    add("Maya Okafor||maya@example.org");
    /* A task's mailbox, relatives, colleagues at one telephone, and one address of many are no pairs. */
    add("Gil Hart||jobs@example.org");
    add("Hal Ivey||jobs@example.org");
    add("Ira Jung||jung@example.org");
    add("Kim Jung||jung@example.org");
    add("Lou Marsh|Mill||555 010 7788");
    add("Ned Orr|Mill||555 010 7788");
    for (int i = 0; i < 4; i++)
        add(arena_print(&house.arena, "P%c Q%c||desk4@example.org", "aeio"[i], "uaei"[i]));
    struct doc *list = search();
    const struct doc *items = doc_get(list, "items");
    assert_int_equal(doc_count(items), 4);
    assert_true(says(doc_item(items, 0), "name.given"));
    const struct doc *pair = pair_of(list, one, two);
    assert_true(says(pair, "same.email") && says(pair, "other.name"));
    assert_false(doc_get(pair, "sure")->boolean);
    assert_true(says(pair_of(list, called, caller), "same.phone"));
    assert_true(says(pair_of(list, page, shown), "same.profile"));
    /* On their own pages too. */
    struct doc *ids = two_ids(one, two);
    pair = doc_get(house_do(&house, "person read", "<\"id\":\"{person}\">", ids), "alike");
    assert_int_equal(doc_count(pair), 1);
    assert_true(says(doc_item(pair, 0), "other.name"));
    house_do(&house, "duplicate apart", "<\"person\":\"{person}\",\"other\":\"{other}\">", ids);
    assert_null(pair_of(search(), one, two));
    ids = two_ids(called, caller);
    struct answer merged = house_call(&house, &house.owner, "person merge",
                                      "<\"id\":\"{person}\",\"other\":\"{other}\">", ids);
    assert_int_equal(merged.status, STATUS_OK);
    assert_null(pair_of(search(), called, caller));
    doc_set_text(ids, "change", merged.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_non_null(pair_of(search(), called, caller));
}

static void
remembers_that_two_are_not_the_same_until_that_is_taken_back(void **state)
{
    (void)state;
    const char *a = add("Ada Quinn|City Museum"), *b = add("Ada Quinn|River Trust");
    struct doc *ids = two_ids(a, b);
    assert_non_null(pair_of(search(), a, b));
    struct answer said = house_call(&house, &house.owner, "duplicate apart",
                                    "<\"person\":\"{person}\",\"other\":\"{other}\">", ids);
    assert_int_equal(said.status, STATUS_OK);
    assert_null(pair_of(house_do(&house, "duplicate list", NULL, NULL), a, b));
    assert_null(pair_of(search(), a, b));
    struct doc *page = house_do(&house, "person read", "<\"id\":\"{person}\">", ids);
    assert_int_equal(doc_count(doc_get(page, "alike")), 0);
    /* Said once more, the other way round, it changes nothing. */
    struct answer again = house_call(&house, &house.owner, "duplicate apart",
                                     "<\"person\":\"{other}\",\"other\":\"{person}\">", ids);
    assert_int_equal(again.status, STATUS_OK);
    assert_null(again.change);
    doc_set_text(ids, "change", said.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_non_null(pair_of(house_do(&house, "duplicate list", NULL, NULL), a, b));
    struct answer self = house_call(&house, &house.owner, "duplicate apart",
                                    "<\"person\":\"{person}\",\"other\":\"{person}\">", ids);
    assert_int_equal(self.status, STATUS_INVALID);
}

static void
says_on_the_page_of_somebody_new_who_it_may_be(void **state)
{
    (void)state;
    const char *known = add("Robert Hale|Example Museum|hale@example.org");
    add("Rosa Hale|Example Museum");
    struct doc *ids = two_ids(add("Bob Hale|Example Museum"), known);
    const struct doc *alike =
        doc_get(house_do(&house, "person read", "<\"id\":\"{person}\">", ids), "alike");
    assert_int_equal(doc_count(alike), 1);
    assert_string_equal(doc_text_of(doc_item(alike, 0), "id"), known);
    assert_true(says(doc_item(alike, 0), "name.nickname"));
    assert_true(says(doc_item(alike, 0), "same.organization"));
    /* Another family name is found by the address. */
    struct doc *changed = two_ids(add("Robert Lindqvist||hale@example.org"), known);
    alike = doc_get(house_do(&house, "person read", "<\"id\":\"{person}\">", changed), "alike");
    assert_int_equal(doc_count(alike), 1);
}

static void
shows_pairs_page_by_page_each_once(void **state)
{
    (void)state;
    enum { NAMES = 7 };
    for (int i = 0; i < NAMES; i++)
        for (int twin = 0; twin < 2; twin++)
            add(arena_print(&house.arena, "Ada Quinn%c|Museum %c", 'a' + i, 'a' + i));
    struct doc *page = search(), *ids = doc_map(&house.arena);
    assert_int_equal(doc_count(doc_get(page, "items")), NAMES);
    int seen = 0;
    page = house_do(&house, "duplicate list", "<\"limit\":3>", ids);
    for (int pages = 0; pages < NAMES; pages++) {
        seen += (int)doc_count(doc_get(page, "items"));
        if (doc_is_empty(doc_get(page, "after")))
            break;
        doc_set(ids, "after", *doc_get(page, "after"));
        page = house_do(&house, "duplicate list", "<\"limit\":3,\"after\":\"{after}\">", ids);
    }
    assert_int_equal(seen, NAMES);
}

static void
searches_once_at_a_time_and_leaves_nothing_when_cancelled(void **state)
{
    (void)state;
    add("Ada Quinn|City Museum");
    add("Ada Quinn|City Museum");
    struct doc *first = house_do(&house, "duplicate find", NULL, NULL);
    struct doc *second = house_do(&house, "duplicate find", NULL, NULL);
    assert_string_equal(doc_text_of(first, "job"), doc_text_of(second, "job"));
    struct doc *list = house_do(&house, "duplicate list", NULL, NULL);
    assert_string_equal(doc_text_of(list, "state"), "searching");
    house_do(&house, "job cancel", "<\"id\":\"{job}\">", first);
    work();
    list = house_do(&house, "duplicate list", NULL, NULL);
    assert_string_equal(doc_text_of(list, "state"), "never");
    assert_int_equal(doc_count(doc_get(list, "items")), 0);
    assert_int_equal(doc_count(doc_get(search(), "items")), 1);
    /* A second search that is cancelled leaves the first one's pairs. */
    house_do(&house, "job cancel", "<\"id\":\"{job}\">",
             house_do(&house, "duplicate find", NULL, NULL));
    work();
    list = house_do(&house, "duplicate list", NULL, NULL);
    assert_string_equal(doc_text_of(list, "state"), "done");
    assert_int_equal(doc_count(doc_get(list, "items")), 1);
}

static void
keeps_one_owner_s_people_from_another_s_search(void **state)
{
    (void)state;
    add("Ada Quinn|City Museum|ada@example.org");
    struct answer saved =
        house_call(&house, &house.other, "person save",
                   "<\"name\":\"Ada Quinn\",\"organization\":\"City Museum\">", NULL);
    assert_int_equal(saved.status, STATUS_OK);
    assert_int_equal(doc_count(doc_get(search(), "items")), 0);
    struct answer theirs = house_call(&house, &house.other, "duplicate list", NULL, NULL);
    assert_string_equal(doc_text_of(theirs.document, "state"), "never");
}

int
main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
#define HOUSE(test) cmocka_unit_test_setup_teardown(test, open_house, close_house)
        HOUSE(finds_who_is_there_twice_and_says_why),
        HOUSE(never_takes_a_company_or_a_shared_address_for_a_person),
        HOUSE(lists_two_names_at_one_address_last),
        HOUSE(remembers_that_two_are_not_the_same_until_that_is_taken_back),
        HOUSE(says_on_the_page_of_somebody_new_who_it_may_be),
        HOUSE(shows_pairs_page_by_page_each_once),
        HOUSE(searches_once_at_a_time_and_leaves_nothing_when_cancelled),
        HOUSE(keeps_one_owner_s_people_from_another_s_search),
#undef HOUSE
    };
    engine = argc > 1 ? argv[1] : "sqlite";
    return cmocka_run_group_tests(tests, NULL, NULL);
}
