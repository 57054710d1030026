/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who led to whom: the outline, the lists beside it and the picture. */
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

/* A referral from one person to a name, which becomes a person under that key. */
static void
lead(struct doc *ids, const char *from, const char *name, const char *key)
{
    doc_set(ids, "from", *doc_get(ids, from));
    doc_set_text(ids, "name", name);
    struct doc *referral =
        house_do(&house, "referral save",
                 "<\"from_person\":\"{from}\",\"name\":\"{name}\",\"permission\":"
                 "\"yes\",\"organization\":\"Example Museum\">",
                 ids);
    doc_set(ids, "referral", *doc_get(referral, "id"));
    if (key == NULL)
        return;
    struct doc *made = house_do(&house, "referral prospect", "<\"id\":\"{referral}\">", ids);
    doc_set(ids, key, *doc_get(made, "person"));
}

/* A neighbor named a coach, who named an editor, who named a curator, who named a keeper; and a name
 * that nobody wrote to. */
static struct doc *
chain(void)
{
    struct doc *ids = doc_map(&house.arena);
    struct doc *neighbor = house_do(&house, "person save",
                                    "<\"name\":\"Nia Neighbor\",\"circle\":\"neighbor\">", NULL);
    doc_set(ids, "neighbor", *doc_get(neighbor, "id"));
    lead(ids, "neighbor", "Cy Coach", "coach");
    lead(ids, "coach", "Ed Editor", "editor");
    lead(ids, "editor", "Cora Curator", "curator");
    lead(ids, "curator", "Kit Keeper", "keeper");
    lead(ids, "coach", "Nobody Yet", NULL);
    return ids;
}

static const struct doc *
named(const struct doc *list, const char *name)
{
    for (uint32_t i = 0; i < doc_count(list); i++)
        if (strcmp(doc_text_of(doc_item(list, i), "name"), name) == 0)
            return doc_item(list, i);
    return NULL;
}

static void
shows_a_chain_from_a_neighbor_to_the_fourth_hand_M65_M169_M215(void **state)
{
    (void)state;
    static const char *const names[] = {"Nia Neighbor", "Cy Coach", "Ed Editor", "Cora Curator",
                                        "Kit Keeper"};
    chain();
    struct doc *network = house_do(&house, "network", NULL, NULL);
    const struct doc *items = doc_get(network, "items");
    assert_int_equal(doc_int_of(network, "people"), 6);
    assert_int_equal(doc_int_of(network, "hands"), 4);
    assert_int_equal(doc_int_of(network, "parts"), 1);
    for (int hand = 0; hand < 5; hand++) {
        const struct doc *item = named(items, names[hand]);
        assert_non_null(item);
        assert_int_equal(doc_int_of(item, "hand"), hand);
        assert_string_equal(doc_text_of(item, "by_name"), hand == 0 ? "" : names[hand - 1]);
        assert_string_equal(doc_text_of(item, "permission"), hand == 0 ? "" : "yes");
    }
    assert_non_null(named(doc_get(network, "ends"), "Kit Keeper"));
    assert_int_equal(doc_count(doc_get(network, "ends")), 1);
    assert_string_equal(doc_text_of(doc_item(doc_get(network, "connectors"), 0), "name"),
                        "Cy Coach");
}

static void
names_the_referrals_that_nobody_wrote_to_until_one_does_M32(void **state)
{
    (void)state;
    struct doc *ids = chain();
    const struct doc *waiting = doc_get(house_do(&house, "network", NULL, NULL), "waiting");
    assert_non_null(named(waiting, "Nobody Yet"));
    assert_true(doc_is_empty(doc_get(named(waiting, "Nobody Yet"), "person")));
    assert_non_null(named(waiting, "Kit Keeper"));
    /* In one act the name becomes somebody to write to, and with a request it waits no more. */
    doc_set(ids, "referral", *doc_get(named(waiting, "Nobody Yet"), "id"));
    struct doc *made = house_do(&house, "referral prospect", "<\"id\":\"{referral}\">", ids);
    doc_set(ids, "person", *doc_get(made, "person"));
    house_do(&house, "request save", "<\"person\":\"{person}\",\"body\":\"Hello\">", ids);
    waiting = doc_get(house_do(&house, "network", NULL, NULL), "waiting");
    assert_null(named(waiting, "Nobody Yet"));
}

static void
narrows_to_whom_one_person_led_to(void **state)
{
    (void)state;
    struct doc *ids = chain();
    struct doc *network = house_do(&house, "network", "<\"from\":\"{editor}\">", ids);
    const struct doc *items = doc_get(network, "items");
    assert_int_equal(doc_count(items), 5);
    assert_null(named(items, "Nobody Yet"));
    assert_string_equal(doc_text_of(network, "from_name"), "Ed Editor");
    struct doc *alone = house_do(&house, "person save", "<\"name\":\"Al One\">", NULL);
    network = house_do(&house, "network", "<\"from\":\"{id}\">", alone);
    assert_int_equal(doc_int_of(network, "people"), 0);
    assert_true(doc_is_empty(doc_get(network, "picture")));
    struct answer other = house_call(&house, &house.other, "network", NULL, NULL);
    assert_int_equal(doc_int_of(other.document, "people"), 0);
}

static int
count_of(const char *text, const char *part)
{
    int count = 0;
    for (; (text = strstr(text, part)) != NULL; text++)
        count++;
    return count;
}

static void
draws_everybody_with_a_link_and_a_title(void **state)
{
    (void)state;
    struct doc *ids = chain();
    static const char *const views[] = {"tree", "web"};
    for (int i = 0; i < 2; i++) {
        doc_set_text(ids, "view", views[i]);
        struct doc *network = house_do(&house, "network", "<\"view\":\"{view}\">", ids);
        assert_int_equal(doc_get(network, "picture")->kind, DOC_MARKUP);
        const char *picture = doc_get(network, "picture")->text;
        assert_int_equal(count_of(picture, "<a href="), 6);
        assert_int_equal(count_of(picture, "<title>"), 7);
        assert_int_equal(count_of(picture, "<desc>"), 1);
        assert_int_equal(count_of(picture, "class=\"tie\""), 5 + 1);
        assert_int_equal(count_of(picture, "href=\"/referrals\""), 1);
        assert_int_equal(count_of(picture, "style="), 0);
    }
}

static void
puts_many_together_so_that_a_picture_stays_readable(void **state)
{
    (void)state;
    struct doc *ids = chain();
    for (int i = 0; i < 320; i++)
        lead(ids, i % 2 == 0 ? "coach" : "keeper", arena_print(&house.arena, "Name %d", i), NULL);
    static const char *const views[] = {"<\"view\":\"tree\">", "<\"view\":\"web\">",
                                        "<\"view\":\"web\",\"group\":\"circle\">"};
    for (int i = 0; i < 3; i++) {
        struct doc *network = house_do(&house, "network", views[i], NULL);
        assert_int_equal(doc_int_of(network, "people"), 326);
        assert_in_range(count_of(doc_get(network, "picture")->text, "<a href="), 1, 40);
        assert_int_equal(doc_count(doc_get(network, "items")), 326);
    }
}

static void
puts_those_without_an_organization_into_one_group(void **state)
{
    (void)state;
    chain();
    house_do(&house, "person save", "<\"name\":\"Al One\">", NULL);
    struct doc *network =
        house_do(&house, "network", "<\"view\":\"web\",\"group\":\"organization\">", NULL);
    const char *picture = doc_get(network, "picture")->text;
    assert_int_equal(count_of(picture, "<title>Example Museum (5)"), 1);
    assert_int_equal(count_of(picture, "<title>No organization (1)"), 1);
    assert_int_equal(count_of(picture, "<a href="), 2);
    assert_int_equal(count_of(picture, "href=\"/people?organization=Example%20Museum\""), 1);
    assert_int_equal(count_of(picture, "class=\"tie\""), 1);
    assert_int_equal(count_of(picture, "talked with"), 0);
    assert_int_equal(count_of(picture, "<circle"), 2);
}

/* Every organization named every other: a line for each, and not all of them. */
static void
ties_every_group_and_not_all_to_all(void **state)
{
    (void)state;
    enum { ORGANIZATIONS = 12 };
    struct doc *ids = doc_map(&house.arena);
    for (int i = 0; i < ORGANIZATIONS; i++) {
        doc_set_text(ids, "organization", arena_print(&house.arena, "Office %d", i));
        struct doc *made =
            house_do(&house, "person save",
                     "<\"name\":\"Al One\",\"organization\":\"{organization}\">", ids);
        doc_set(ids, "from", *doc_get(made, "id"));
        for (int j = 0; j < ORGANIZATIONS; j++) {
            doc_set_text(ids, "organization", arena_print(&house.arena, "Office %d", j));
            house_do(&house, "referral save",
                     "<\"from_person\":\"{from}\",\"name\":\"Bo\",\"permission\":\"yes\","
                     "\"organization\":\"{organization}\">",
                     ids);
        }
    }
    struct doc *network =
        house_do(&house, "network", "<\"view\":\"web\",\"group\":\"organization\">", NULL);
    const char *picture = doc_get(network, "picture")->text;
    assert_int_equal(count_of(picture, "<a href="), ORGANIZATIONS);
    assert_in_range(count_of(picture, "class=\"tie\""), ORGANIZATIONS / 2, 3 * ORGANIZATIONS);
    for (int i = 1; i < ORGANIZATIONS; i++)
        assert_non_null(strstr(picture, arena_print(&house.arena, "<title>Office %d (13)", i)));
}

static void
names_groups_by_ones_own_circle_as_well(void **state)
{
    (void)state;
    struct doc *ids = chain();
    house_do(&house, "person save", "<\"id\":\"{editor}\",\"own_circle\":\"Choir & band\">", ids);
    house_do(&house, "person save", "<\"id\":\"{coach}\",\"circle\":\"other\">", ids);
    for (int i = 0; i < 320; i++)
        lead(ids, i % 2 == 0 ? "coach" : "keeper", arena_print(&house.arena, "Name %d", i), NULL);
    struct doc *network =
        house_do(&house, "network", "<\"view\":\"web\",\"group\":\"circle\">", NULL);
    const char *picture = doc_get(network, "picture")->text;
    assert_int_equal(count_of(picture, "<title>Choir &amp; band (1)"), 1);
    assert_int_equal(count_of(picture, "<title>Other (") > 0, 1);
}

int
main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
#define HOUSE(test) cmocka_unit_test_setup_teardown(test, open_house, close_house)
        HOUSE(shows_a_chain_from_a_neighbor_to_the_fourth_hand_M65_M169_M215),
        HOUSE(names_the_referrals_that_nobody_wrote_to_until_one_does_M32),
        HOUSE(narrows_to_whom_one_person_led_to),
        HOUSE(draws_everybody_with_a_link_and_a_title),
        HOUSE(puts_those_without_an_organization_into_one_group),
        HOUSE(ties_every_group_and_not_all_to_all),
        HOUSE(names_groups_by_ones_own_circle_as_well),
        HOUSE(puts_many_together_so_that_a_picture_stays_readable),
#undef HOUSE
    };
    engine = argc > 1 ? argv[1] : "sqlite";
    return cmocka_run_group_tests(tests, NULL, NULL);
}
