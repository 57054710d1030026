/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import made goes many rows at a time, and nothing else goes with it; what went comes back. */
#include "bringing.h"

#include "call/index.h"
#include "call/job.h"
#include "statements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { MANY = 300, CARDS = 40, NOTE_BYTES = 60000, CARDS_MAX = 4 << 20, DUMP_MAX = 8 << 20 };

/* Each person of the store with the parts, and how often the search finds three words of the file. */
static const char *
store_text(void)
{
    static const char *const words[] = {"person007", "person014", "solstice"};
    struct buffer text;
    buffer_open(&text, &house.arena, DUMP_MAX);
    buffer_text(&text, house_dump(&house, 1));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct doc *found =
            house_do(&house, "search", "<\"query\":\"{word}\">", ids_of("word", words[i]));
        const struct doc *groups = doc_get(found, "groups");
        for (uint32_t g = 0; g < doc_count(groups); g++)
            buffer_print(&text, "%s: %u\n", words[i],
                         doc_count(doc_get(doc_item(groups, g), "items")));
    }
    assert_int_equal(buffer_status(&text), STATUS_OK);
    return buffer_read(&text);
}

static const char *
last_change(void)
{
    struct doc *history = house_do(&house, "history", "<>", NULL);
    return doc_text_of(doc_item(doc_get(history, "items"), 0), "id");
}

static void
take_last_back(void)
{
    house_do(&house, "undo", "<\"change\":\"{id}\">", ids_of("id", last_change()));
    work();
}

/* Nobody edited them, but there is work with them by now. */
static void
keeps_and_names_everybody_whom_later_work_names_M56(void **state)
{
    static const char *const work_with[] = {
        "note save",
        "<\"person\":\"{id}\",\"text\":\"Talked at the fair\">",
        "request save",
        "<\"person\":\"{id}\",\"subject\":\"Twenty minutes\",\"body\":\"May I ask?\">",
        "interview save",
        "<\"person\":\"{id}\",\"start_local\":\"2026-12-01T10:00\",\"zone\":\"Europe/Berlin\">",
        "task save",
        "<\"person\":\"{id}\",\"title\":\"Send the article\">",
        "referral save",
        "<\"from_person\":\"{id}\",\"name\":\"Somebody else\">",
        "bridge save",
        "<\"id\":\"{friend}\",\"person\":\"{id}\">"};
    enum { WORKS = sizeof work_with / sizeof *work_with / 2 };
    (void)state;
    struct doc *report = import_text(plain_file(MANY), false), *ids = doc_map(&house.arena);
    struct doc *list = house_do(&house, "person list", "<\"limit\":\"100\">", NULL);
    struct doc *friend = house_do(&house, "person save", "<\"name\":\"Zoe Friend\">", NULL);
    doc_set(ids, "friend", *doc_get(friend, "id"));
    for (int i = 0; i < WORKS; i++) {
        doc_set(ids, "id", *doc_get(doc_item(doc_get(list, "items"), (uint32_t)i * 5), "id"));
        house_do(&house, work_with[2 * i], work_with[2 * i + 1], ids);
    }
    import_call("import undo", doc_text_of(report, "id"));
    work();
    report = import_call("import read", doc_text_of(report, "id"));
    assert_string_equal(doc_text_of(report, "state"), "undone");
    assert_int_equal(doc_int_of(report, "kept"), WORKS);
    assert_int_equal(people_count(), WORKS + 1);
    for (uint32_t i = 0; i < WORKS; i++) {
        const struct doc *person = doc_item(doc_get(list, "items"), i * 5);
        bool named = false;
        for (uint32_t n = 0; n < doc_count(doc_get(report, "changed")); n++)
            named |= strcmp(doc_item(doc_get(report, "changed"), n)->text,
                            doc_text_of(person, "name")) == 0;
        assert_true(named);
        doc_set(ids, "id", *doc_get(person, "id"));
        house_do(&house, "person read", "<\"id\":\"{id}\">", ids);
    }
}

/* In the middle of a range that goes. */
static void
leaves_those_who_stand_between(void **state)
{
    (void)state;
    house_furnish(&house);
    struct doc *report = import_text(plain_file(MANY), false), *ids = doc_map(&house.arena);
    struct doc *list =
        house_do(&house, "person list", "<\"query\":\"person\",\"limit\":\"100\">", NULL);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < doc_count(doc_get(list, "items")); i += 7, kept++) {
        doc_set(ids, "id", *doc_get(doc_item(doc_get(list, "items"), i), "id"));
        house_do(&house, "person save", "<\"id\":\"{id}\",\"notes\":\"Met at the river\">", ids);
    }
    assert_true(kept >= 3);
    int64_t all = people_count();
    import_call("import undo", doc_text_of(report, "id"));
    work();
    report = import_call("import read", doc_text_of(report, "id"));
    assert_string_equal(doc_text_of(report, "state"), "undone");
    assert_int_equal(doc_int_of(report, "kept"), kept);
    assert_int_equal(people_count(), all - MANY + kept);
    struct doc *found = house_do(&house, "search", "<\"query\":\"river\">", NULL);
    assert_int_equal(doc_count(doc_get(found, "groups")), 1);
    for (uint32_t i = 0; i < doc_count(doc_get(list, "items")); i += 7) {
        const struct doc *person = doc_item(doc_get(list, "items"), i);
        doc_set(ids, "id", *doc_get(person, "id"));
        struct doc *now = house_do(&house, "person read", "<\"id\":\"{id}\">", ids);
        assert_string_equal(doc_text_of(now, "name"), doc_text_of(person, "name"));
        assert_true(doc_count(doc_get(now, "contact_points")) > 0);
    }
}

/* Back and forth: the ones who come back take their old numbers, from the last to the first. */
static void
takes_an_undo_back_and_that_back_again(void **state)
{
    (void)state;
    house_furnish(&house);
    const char *before = store_text();
    struct doc *report = import_text(plain_file(MANY), false);
    const char *after = store_text();
    assert_true(strcmp(before, after) != 0);
    import_call("import undo", doc_text_of(report, "id"));
    work();
    assert_string_equal(store_text(), before);
    take_last_back();
    assert_string_equal(store_text(), after);
    take_last_back();
    assert_string_equal(store_text(), before);
    take_last_back();
    assert_string_equal(store_text(), after);
}

static int64_t
times_emptied(void)
{
    struct doc *row;
    assert_int_equal(store_row(house.desk.store, &house.arena, &sql_search_removed_read,
                               doc_map(&house.arena), &row),
                     STATUS_OK);
    return doc_int_of(row, "removed");
}

static void
begins_the_search_anew_where_nearly_all_of_it_goes(void **state)
{
    bool sqlite = store_engine(house.desk.store) == ENGINE_SQLITE;
    int64_t before = times_emptied();
    index_set_going(MANY);
    takes_an_undo_back_and_that_back_again(state);
    assert_int_equal(times_emptied() > before, sqlite);
    index_set_going(0);
}

/* House and people together are more than a tenth beyond what goes. */
static void
takes_words_out_where_too_much_would_stay(void **state)
{
    index_set_going(MANY / 2);
    house_furnish(&house);
    (void)import_text(plain_file(MANY / 4), false);
    int64_t before = times_emptied();
    struct doc *report = import_text(plain_file(MANY), false);
    import_call("import undo", doc_text_of(report, "id"));
    work();
    assert_int_equal(times_emptied(), before);
    struct doc *found = house_do(&house, "search", "<\"query\":\"person007\">", NULL);
    assert_true(doc_bool_of(found, "complete"));
    assert_int_equal(doc_count(doc_get(found, "groups")), 1);
    index_set_going(0);
    (void)state;
}

static void
finds_who_was_kept_after_the_search_began_anew(void **state)
{
    bool sqlite = store_engine(house.desk.store) == ENGINE_SQLITE;
    int64_t before = times_emptied();
    index_set_going(MANY);
    leaves_those_who_stand_between(state);
    assert_int_equal(times_emptied() > before, sqlite);
    index_set_going(0);
    struct doc *found = house_do(&house, "search", "<\"query\":\"person\">", NULL);
    assert_true(doc_bool_of(found, "complete"));
    assert_true(doc_count(doc_get(found, "groups")) > 0);
}

static const char *
large_cards(void)
{
    struct buffer text;
    buffer_open(&text, &house.arena, CARDS_MAX);
    for (int i = 0; i < CARDS; i++) {
        buffer_print(&text,
                     "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:card-%d\r\nFN:Person%03d Large\r\n"
                     "N:Large;Person%03d;;;\r\nEMAIL:p%d@example.org\r\nCATEGORIES:Fair,River\r\n"
                     "X-LONG:",
                     i, i, i, i);
        for (int n = 0; n < NOTE_BYTES; n += 8)
            buffer_print(&text, "%07d ", n);
        buffer_text(&text, "\r\nEND:VCARD\r\n");
    }
    assert_int_equal(buffer_status(&text), STATUS_OK);
    return buffer_read(&text);
}

/* The original cards are too many bytes for one range: it is taken in several. */
static void
takes_people_back_whose_cards_are_large(void **state)
{
    (void)state;
    house_furnish(&house);
    const char *before = store_text();
    struct doc *report = import_text(large_cards(), false);
    assert_report(report, "done", CARDS, 0, 0, 0, 0);
    const char *after = store_text();
    import_call("import undo", doc_text_of(report, "id"));
    work();
    assert_string_equal(store_text(), before);
    take_last_back();
    assert_string_equal(store_text(), after);
}

/* Slices of one step each, in a process that dies after each of them. */
static void
takes_back_step_by_step_what_was_made_and_what_was_changed(void **state)
{
    (void)state;
    struct buffer text;
    int deaths = 0;
    job_set_slice_ms(0);
    house_furnish(&house);
    import_text(plain_file(40), false);
    const char *before = store_text();
    begin_file(&text);
    for (int n = 20; n < MANY; n++) /* twenty with a new employer, the others new */
        add_plain_row(&text, n, "Elsewhere");
    struct doc *report = import_text(buffer_read(&text), false);
    assert_report(report, "done", MANY - 40, 20, 0, 0, 0);
    import_call("import undo", doc_text_of(report, "id"));
    for (house_reopen(&house); work_once(); house_reopen(&house))
        assert_true(++deaths < MANY);
    job_set_slice_ms(JOB_SLICE_MS);
    assert_true(deaths >= 3);
    report = import_call("import read", doc_text_of(report, "id"));
    assert_string_equal(doc_text_of(report, "state"), "undone");
    assert_int_equal(doc_int_of(report, "kept"), 0);
    assert_string_equal(store_text(), before);
}

int
main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
    static const struct CMUnitTest tests[] = {
        TEST(leaves_those_who_stand_between),
        TEST(takes_an_undo_back_and_that_back_again),
        TEST(begins_the_search_anew_where_nearly_all_of_it_goes),
        TEST(takes_words_out_where_too_much_would_stay),
        TEST(keeps_and_names_everybody_whom_later_work_names_M56),
        TEST(finds_who_was_kept_after_the_search_began_anew),
        TEST(takes_people_back_whose_cards_are_large),
        TEST(takes_back_step_by_step_what_was_made_and_what_was_changed),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("the undo of an import", tests, NULL, NULL);
}
