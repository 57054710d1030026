/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two records of one person become one, and one undo brings both back. */
#include "house.h"
#include "statements.h"

#include <inttypes.h>
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

static const char *
text_of(struct doc *ids, const char *call, const char *json, const char *key)
{
    return doc_text_of(house_do(&house, call, json, ids), key);
}

/* Add a row by a call and keep its id under `name`. */
static void
put(struct doc *ids, const char *name, const char *call, const char *json)
{
    doc_set_text(ids, name, text_of(ids, call, json, "id"));
}

static struct doc *
two_of_one(void)
{
    struct doc *ids = doc_map(&house.arena);
    put(ids, "third", "person save", "<\"name\":\"Bo Lee\">");
    put(ids, "keep", "person save",
        "<\"name\":\"Robert Hale\",\"title\":\"Curator\",\"contact_points\":[<\"kind\":\"email\","
        "\"value\":\"hale@example.org\">],\"notes\":\"Met at the library.\">");
    put(ids, "gone", "person save",
        "<\"name\":\"Bob Hale\",\"organization\":\"Example Museum\",\"contact_points\":[<\"kind\":"
        "\"phone\",\"value\":\"555 010 2030\">,<\"kind\":\"email\",\"value\":\"HALE@example.org\">,"
        "<\"kind\":\"link\",\"value\":\"https://www.linkedin.com/in/bob-hale\">],\"notes\":\"Likes "
        "maps.\">");
    put(ids, "request", "request save", "<\"person\":\"{gone}\",\"body\":\"Hello\">");
    put(ids, "interview", "interview save",
        "<\"person\":\"{gone}\",\"start_local\":\"2026-03-02T15:00\",\"zone\":\"Europe/Berlin\">");
    put(ids, "named", "referral save", "<\"from_person\":\"{gone}\",\"name\":\"Cy Ruiz\">");
    put(ids, "task", "task save", "<\"title\":\"Call\",\"person\":\"{gone}\">");
    return ids;
}

static struct answer
merge(const struct doc *ids, const char *more)
{
    const char *json =
        arena_print(&house.arena, "<\"id\":\"{keep}\",\"other\":\"{gone}\"%s>", more);
    struct answer answer = house_call(&house, &house.owner, "person merge", json, ids);
    assert_int_equal(answer.status, STATUS_OK);
    assert_non_null(answer.change);
    return answer;
}

static const struct doc *
read_kept(struct doc *ids)
{
    return house_do(&house, "person read", "<\"id\":\"{keep}\">", ids);
}

static bool
has_point(const struct doc *person, const char *value)
{
    const struct doc *points = doc_get(person, "contact_points");
    for (uint32_t i = 0; i < doc_count(points); i++)
        if (strcmp(doc_text_of(doc_item(points, i), "value"), value) == 0)
            return true;
    return false;
}

static void
brings_two_records_together_without_losing_any_of_them(void **state)
{
    (void)state;
    struct doc *ids = two_of_one();
    merge(ids, "");
    const struct doc *kept = read_kept(ids);
    assert_string_equal(doc_text_of(kept, "name"), "Robert Hale");
    assert_string_equal(doc_text_of(kept, "title"), "Curator");
    assert_string_equal(doc_text_of(kept, "organization"), "Example Museum");
    assert_string_equal(doc_text_of(kept, "notes"), "Met at the library.\n\nLikes maps.");
    assert_int_equal(doc_count(doc_get(kept, "contact_points")), 3);
    assert_true(has_point(kept, "hale@example.org"));
    assert_true(has_point(kept, "555 010 2030"));
    assert_true(has_point(kept, "https://www.linkedin.com/in/bob-hale"));
    assert_int_equal(doc_count(doc_get(kept, "requests")), 1);
    assert_int_equal(doc_count(doc_get(kept, "interviews")), 1);
    assert_int_equal(doc_count(doc_get(kept, "referrals_made")), 1);
    assert_int_equal(doc_count(doc_get(kept, "tasks")), 1);
}

static const char *
note_about(const struct doc *person, const char *part, const char *key, const char *id)
{
    const struct doc *items = doc_get(person, part);
    const char *note = NULL;
    for (uint32_t i = 0; i < doc_count(items); i++)
        if (strcmp(doc_text_of(doc_item(items, i), key), id) == 0) {
            assert_null(note);
            note = doc_text_of(doc_item(items, i), "note");
        }
    return note;
}

/* The whole row, as the store has it. */
static struct doc *
row_of(const char *id)
{
    struct call call = {.arena = &house.arena, .desk = &house.desk, .store = house.desk.store};
    struct doc *row;
    call.who.owner = 1;
    assert_int_equal(store_begin(house.desk.store, STORE_READ), STATUS_OK);
    assert_int_equal(record_read(&call, &noun_person, id, &row), STATUS_OK);
    store_rollback(house.desk.store);
    return row;
}

static void
keeps_both_notes_on_how_they_know_each_other(void **state)
{
    (void)state;
    struct doc *ids = two_of_one();
    house_do(&house, "bridge save",
             "<\"id\":\"{keep}\",\"person\":\"{third}\",\"note\":\"Same choir\">", ids);
    house_do(&house, "bridge save",
             "<\"id\":\"{gone}\",\"person\":\"{third}\",\"note\":\"Neighbors\">", ids);
    house_do(&house, "bridge save",
             "<\"id\":\"{third}\",\"person\":\"{keep}\",\"note\":\"Old friends\">", ids);
    house_do(&house, "bridge save",
             "<\"id\":\"{third}\",\"person\":\"{gone}\",\"note\":\"From school\">", ids);
    merge(ids, "");
    assert_string_equal(note_about(row_of(doc_text_of(ids, "keep")), "bridges", "person",
                                   doc_text_of(ids, "third")),
                        "Same choir; Neighbors");
    assert_string_equal(note_about(row_of(doc_text_of(ids, "third")), "bridges", "person",
                                   doc_text_of(ids, "keep")),
                        "Old friends; From school");
}

static void
leads_a_saved_view_to_the_one_who_stays(void **state)
{
    (void)state;
    struct doc *ids = two_of_one();
    put(ids, "view", "view save", "<\"name\":\"Through Bob\",\"bridge\":\"{gone}\">");
    merge(ids, "");
    const struct doc *items = doc_get(house_do(&house, "view list", NULL, ids), "items");
    assert_string_equal(doc_text_of(doc_get(doc_item(items, 0), "filters"), "bridge"),
                        doc_text_of(ids, "keep"));
}

static void
gives_a_profile_up_with_its_link(void **state)
{
    (void)state;
    struct doc *ids = two_of_one();
    const char *gone = doc_text_of(ids, "gone");
    assert_string_equal(doc_text_of(row_of(gone), "profile_key"), "linkedin.com/in/bob-hale");
    house_do(&house, "person save", "<\"id\":\"{gone}\",\"title\":\"Curator\">", ids);
    assert_string_equal(doc_text_of(row_of(gone), "profile_key"), "linkedin.com/in/bob-hale");
    house_do(
        &house, "person save",
        "<\"id\":\"{gone}\",\"contact_points\":[<\"kind\":\"phone\",\"value\":\"555 010 2030\">]>",
        ids);
    assert_true(doc_is_empty(doc_get(row_of(gone), "profile_key")));
}

static void
takes_for_each_column_what_was_chosen(void **state)
{
    (void)state;
    struct doc *ids = two_of_one();
    merge(ids, ",\"columns\":[<\"name\":\"name\",\"from\":\"other\">,<\"name\":\"title\",\"from\":"
               "\"other\">,<\"name\":\"notes\",\"from\":\"keep\">,<\"name\":\"contact_points\","
               "\"from\":\"other\">]");
    const struct doc *kept = read_kept(ids);
    assert_string_equal(doc_text_of(kept, "name"), "Bob Hale");
    assert_true(doc_is_empty(doc_get(kept, "title")));
    assert_string_equal(doc_text_of(kept, "notes"), "Met at the library.");
    assert_int_equal(doc_count(doc_get(kept, "contact_points")), 3);
    assert_true(has_point(kept, "HALE@example.org"));
}

static void
shows_both_side_by_side_before(void **state)
{
    (void)state;
    struct doc *ids = two_of_one();
    struct doc *page =
        house_do(&house, "person twin", "<\"id\":\"{keep}\",\"other\":\"{gone}\">", ids);
    const struct doc *columns = doc_get(page, "columns");
    assert_int_equal(doc_int_of(page, "moving"), 4);
    assert_string_equal(doc_text_of(doc_item(columns, 0), "name"), "name");
    assert_string_equal(doc_text_of(doc_item(columns, 0), "from"), "keep");
    for (uint32_t i = 0; i < doc_count(columns); i++)
        if (strcmp(doc_text_of(doc_item(columns, i), "name"), "organization") == 0)
            assert_string_equal(doc_text_of(doc_item(columns, i), "from"), "other");
    page = house_do(&house, "person twin", "<\"id\":\"{keep}\">", ids);
    assert_int_equal(doc_count(doc_get(page, "alike")), 1);
    /* A circle of the method is a choice with words; one's own is its name. */
    house_do(&house, "person save", "<\"id\":\"{keep}\",\"circle\":\"friend\">", ids);
    house_do(&house, "person save", "<\"id\":\"{gone}\",\"own_circle\":\"Choir\">", ids);
    page = house_do(&house, "person twin", "<\"id\":\"{keep}\",\"other\":\"{gone}\">", ids);
    columns = doc_get(page, "columns");
    int circles = 0;
    for (uint32_t i = 0; i < doc_count(columns); i++) {
        const struct doc *column = doc_item(columns, i);
        if (strcmp(doc_text_of(column, "name"), "circle") != 0)
            continue;
        circles++;
        assert_string_equal(doc_text_of(column, "keep_code"), "choice.circle.friend");
        assert_true(doc_is_empty(doc_get(column, "other_code")));
        assert_string_equal(doc_item(doc_get(column, "other"), 0)->text, "Choir");
    }
    assert_int_equal(circles, 1);
}

static void
leads_the_old_address_and_the_old_card_to_the_one_that_stays(void **state)
{
    (void)state;
    struct doc *ids = two_of_one();
    put(ids, "first", "person save", "<\"name\":\"R. Hale\">");
    house_do(&house, "person merge", "<\"id\":\"{gone}\",\"other\":\"{first}\">", ids);
    merge(ids, "");
    static const char *const old[] = {"gone", "first"};
    for (int i = 0; i < 2; i++) {
        struct doc *old_ids = doc_map(&house.arena);
        doc_set(old_ids, "id", *doc_get(ids, old[i]));
        assert_string_equal(text_of(old_ids, "person read", "<\"id\":\"{id}\">", "id"),
                            doc_text_of(ids, "keep"));
    }
    assert_string_equal(doc_text_of(read_kept(ids), "profile_key"), "linkedin.com/in/bob-hale");
}

static void
drops_what_makes_no_sense_between_one_person(void **state)
{
    (void)state;
    struct doc *ids = two_of_one();
    house_do(&house, "duplicate apart", "<\"person\":\"{third}\",\"other\":\"{gone}\">", ids);
    house_do(&house, "duplicate apart", "<\"person\":\"{keep}\",\"other\":\"{third}\">", ids);
    house_do(&house, "duplicate apart", "<\"person\":\"{keep}\",\"other\":\"{gone}\">", ids);
    const char *before = house_dump(&house, 1);
    struct answer merged = merge(ids, "");
    const char *after = house_dump(&house, 1);
    const char *first = strstr(after, "distinction {");
    assert_non_null(first);
    assert_null(strstr(first + 1, "distinction {"));
    doc_set_text(ids, "change", merged.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_string_equal(house_dump(&house, 1), before);
}

static void
refuses_to_merge_a_person_with_itself_or_nobody(void **state)
{
    (void)state;
    struct doc *ids = two_of_one();
    doc_set_text(ids, "nobody", "00000000-0000-7000-8000-000000000001");
    assert_int_equal(house_call(&house, &house.owner, "person merge",
                                "<\"id\":\"{keep}\",\"other\":\"{keep}\">", ids)
                         .status,
                     STATUS_INVALID);
    assert_int_equal(house_call(&house, &house.owner, "person merge",
                                "<\"id\":\"{keep}\",\"other\":\"{nobody}\">", ids)
                         .status,
                     STATUS_INVALID);
    assert_int_equal(house_call(&house, &house.other, "person merge",
                                "<\"id\":\"{keep}\",\"other\":\"{gone}\">", ids)
                         .status,
                     STATUS_MISSING);
    assert_int_equal(house_call(&house, &house.owner, "person merge",
                                "<\"id\":\"{keep}\",\"other\":\"{gone}\",\"version\":77>", ids)
                         .status,
                     STATUS_CONFLICT);
}

/* ---- any store, any merges ---- */

enum { PEOPLE = 6, STEPS = 40, STORES = 6 };

static uint32_t
drawn(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

/* One random row about two random people. */
static void
grow(uint32_t *seed, const struct doc *people)
{
    static const char *const steps[][2] = {
        {"person save", "<\"id\":\"{a}\",\"title\":\"T{n}\",\"notes\":\"N{n}\">"},
        {"person save", "<\"id\":\"{a}\",\"contact_points\":[<\"kind\":\"email\",\"value\":"
                        "\"p{n}@example.org\">,<\"kind\":\"phone\",\"value\":\"555{n}\">]>"},
        {"person save", "<\"id\":\"{a}\",\"name\":\"Ada Q{n}\",\"circle\":\"friend\">"},
        {"request save", "<\"person\":\"{a}\",\"body\":\"B{n}\">"},
        {"interview save",
         "<\"person\":\"{a}\",\"start_local\":\"2026-05-02T15:00\",\"zone\":\"Europe/Berlin\">"},
        {"referral save", "<\"from_person\":\"{a}\",\"name\":\"C{n}\">"},
        {"task save", "<\"title\":\"K{n}\",\"person\":\"{a}\">"},
        {"silence save", "<\"rule\":\"r{n}\",\"about\":\"{a}\">"},
        {"duplicate apart", "<\"person\":\"{a}\",\"other\":\"{b}\">"},
    };
    uint32_t step = drawn(seed, sizeof steps / sizeof *steps);
    struct doc *ids = doc_map(&house.arena);
    uint32_t a = drawn(seed, PEOPLE);
    doc_set(ids, "a", *doc_item(people, a));
    doc_set(ids, "b", *doc_item(people, (a + 1 + drawn(seed, PEOPLE - 1)) % PEOPLE));
    doc_set_text(ids, "n", arena_print(&house.arena, "%" PRIu32, drawn(seed, 9)));
    house_do(&house, steps[step][0], steps[step][1], ids);
    if (step == 5) { /* a referral that became a person */
        struct doc *referral = house_do(&house, steps[step][0], steps[step][1], ids);
        doc_set(ids, "id", *doc_get(referral, "id"));
        house_do(&house, "referral save", "<\"id\":\"{id}\",\"name\":\"Cy\">", ids);
    }
}

static void
gives_the_same_store_back_when_a_merge_is_undone(void **state)
{
    (void)state;
    uint32_t seed = 20260302;
    for (int store = 0; store < STORES; store++) {
        struct doc *people = doc_list(&house.arena), *ids = doc_map(&house.arena);
        for (int i = 0; i < PEOPLE; i++)
            (void)doc_push(
                people,
                *doc_get(house_do(&house, "person save", "<\"name\":\"Ada Quinn\">", NULL), "id"));
        for (int i = 0; i < STEPS; i++)
            grow(&seed, people);
        const char *before = house_dump(&house, 1);
        uint32_t a = drawn(&seed, PEOPLE);
        doc_set(ids, "keep", *doc_item(people, a));
        doc_set(ids, "gone", *doc_item(people, (a + 1) % PEOPLE));
        struct answer merged = merge(ids, "");
        const char *after = house_dump(&house, 1);
        const char *named = strstr(after, doc_text_of(ids, "gone"));
        assert_non_null(named); /* by its alias alone */
        assert_null(strstr(named + 1, doc_text_of(ids, "gone")));
        doc_set_text(ids, "change", merged.change);
        struct doc *undo = house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
        assert_int_equal(doc_count(doc_get(undo, "kept")), 0);
        assert_string_equal(house_dump(&house, 1), before);
        doc_set_text(
            ids, "change",
            doc_text_of(doc_item(doc_get(house_do(&house, "history", NULL, NULL), "items"), 0),
                        "id"));
        house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
        assert_string_equal(house_dump(&house, 1), after);
    }
}

/* A noun that names a person under any of these columns must stand in person_references. */
static void
knows_every_noun_that_names_a_person(void **state)
{
    (void)state;
    static const char *const columns[] = {"person", "from_person", "other", "about"};
    const char *text = sql_person_references.text[ENGINE_SQLITE];
    for (int n = 0; nouns[n] != NULL; n++)
        for (int c = 0; c < nouns[n]->column_count; c++)
            for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
                const struct column *column = &nouns[n]->columns[c];
                if (nouns[n] == &noun_outbox) /* about a request or a thank-you */
                    continue;
                if (column->kind != COLUMN_UUID || strcmp(column->name, columns[i]) != 0)
                    continue;
                const char *clause = arena_print(&house.arena, "from %s where", nouns[n]->name);
                if (strstr(text, clause) == NULL)
                    fail_msg("person_references in sql/person_alias.sql does not know %s.%s",
                             nouns[n]->name, column->name);
            }
}

int
main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
#define HOUSE(test) cmocka_unit_test_setup_teardown(test, open_house, close_house)
        HOUSE(brings_two_records_together_without_losing_any_of_them),
        HOUSE(keeps_both_notes_on_how_they_know_each_other),
        HOUSE(leads_a_saved_view_to_the_one_who_stays),
        HOUSE(gives_a_profile_up_with_its_link),
        HOUSE(takes_for_each_column_what_was_chosen),
        HOUSE(shows_both_side_by_side_before),
        HOUSE(leads_the_old_address_and_the_old_card_to_the_one_that_stays),
        HOUSE(drops_what_makes_no_sense_between_one_person),
        HOUSE(refuses_to_merge_a_person_with_itself_or_nobody),
        HOUSE(gives_the_same_store_back_when_a_merge_is_undone),
        HOUSE(knows_every_noun_that_names_a_person),
#undef HOUSE
    };
    engine = argc > 1 ? argv[1] : "sqlite";
    return cmocka_run_group_tests(tests, NULL, NULL);
}
