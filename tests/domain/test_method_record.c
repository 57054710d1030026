/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record of the people interviewed. */
#include "call/call.h"
#include "formats/csv.h"
#include "method_house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* An interview that was held, with notes, lists and somebody named. */
static struct doc *
begin_held(void)
{
    struct doc *ids = begin();
    meet(ids, "2026-03-02T15:00");
    at("2026-03-02T15:00:00Z");
    does("interview start", "<\"id\":\"{interview}\">", ids);
    keep(ids, "note", "note save", "<\"interview\":\"{interview}\",\"text\":\"Floods at nine\">");
    at("2026-03-02T15:20:00Z");
    does("interview end", "<\"id\":\"{interview}\">", ids);
    does("debrief save",
         "<\"interview\":\"{interview}\",\"outline\":\"How a street survives rain\","
         "\"trends\":\"Green roofs\">",
         ids);
    keep(ids, "referral", "referral save",
         "<\"interview\":\"{interview}\",\"from_person\":\"{person}\",\"name\":\"Bo Lee\","
         "\"organization\":\"River Trust\">");
    return ids;
}

static const char *
written(const struct doc *answer)
{
    const struct call_row *row = call_find(&house.desk, "record");
    struct buffer file;
    buffer_open(&file, &house.arena, 1000000);
    assert_int_equal(row->write(answer, &file), STATUS_OK);
    return buffer_read(&file);
}

static void
keeps_a_record_of_the_people_with_the_dates_of_the_meetings_M165_M166(void **state)
{
    (void)state;
    struct doc *ids = begin();
    assert_int_equal(doc_count(doc_get(does("record", NULL, ids), "items")), 0);
    meet(ids, "2026-03-02T15:00");
    assert_int_equal(doc_count(doc_get(does("record", NULL, ids), "items")), 0);
    at("2026-03-02T15:00:00Z");
    does("interview start", "<\"id\":\"{interview}\">", ids);
    at("2026-03-02T15:20:00Z");
    does("interview end", "<\"id\":\"{interview}\">", ids);
    const struct doc *answer = does("record", NULL, ids), *items = doc_get(answer, "items");
    assert_int_equal(doc_count(items), 1);
    assert_string_equal(doc_text_of(doc_item(items, 0), "person_name"), "Ada Quinn");
    assert_int_equal(doc_int_of(doc_item(items, 0), "start_at"), instant("2026-03-02T15:00:00Z"));
    assert_non_null(strstr(written(answer), "\r\n2026-03-02T15:00,Ada Quinn,"));
    assert_true(doc_is_empty(doc_get(answer, "after")));
}

static void
says_in_the_record_what_was_discussed_M167(void **state)
{
    (void)state;
    struct doc *ids = begin_held();
    const struct doc *answer = does("record", NULL, ids);
    const struct doc *item = doc_item(doc_get(answer, "items"), 0);
    assert_string_equal(doc_text_of(item, "outline"), "How a street survives rain");
    assert_true(has_row(doc_get(item, "notes"), "text", "Floods at nine"));
    assert_string_equal(doc_item(doc_get(item, "trends"), 0)->text, "Green roofs");
    assert_non_null(
        strstr(written(answer), "\"How a street survives rain\nFloods at nine\nGreen roofs\""));
}

static void
says_in_the_record_whom_they_named_M168(void **state)
{
    (void)state;
    struct doc *ids = begin_held();
    const struct doc *answer = does("record", NULL, ids);
    const struct doc *item = doc_item(doc_get(answer, "items"), 0);
    assert_true(has_row(doc_get(item, "referrals"), "name", "Bo Lee"));
    assert_non_null(strstr(written(answer), ",Bo Lee,20\r\n"));
}

static void
leaves_private_people_out_unless_they_are_asked_for(void **state)
{
    (void)state;
    struct doc *ids = begin_held();
    does("person save", "<\"id\":\"{person}\",\"is_private\":true>", ids);
    const struct doc *answer = does("record", NULL, ids);
    assert_int_equal(doc_count(doc_get(answer, "items")), 0); /* on every face alike */
    assert_true(doc_bool_of(answer, "left_out"));
    assert_null(strstr(written(answer), "Ada Quinn"));
    assert_non_null(strstr(written(answer), "Organization"));
    answer = does("record", "<\"include_private\":true>", ids);
    assert_non_null(strstr(written(answer), "Ada Quinn"));
}

static void
the_record_goes_on_behind_its_first_page(void **state)
{
    (void)state;
    struct doc *ids = begin();
    for (int i = 0; i < 51; i++) {
        meet(ids, arena_print(&house.arena, "2026-03-%02dT%02d:00", 2 + i / 10, 8 + i % 10));
        does("interview start", "<\"id\":\"{interview}\">", ids);
        does("interview end", "<\"id\":\"{interview}\">", ids);
    }
    const struct doc *first = does("record", NULL, ids);
    assert_int_equal(doc_count(doc_get(first, "items")), 50);
    const struct doc *second =
        does("record", arena_print(&house.arena, "<\"after\":\"%s\">", doc_text_of(first, "after")),
             ids);
    assert_int_equal(doc_count(doc_get(second, "items")), 1);
    assert_true(doc_is_empty(doc_get(second, "after")));
    assert_null(strstr(written(second), "Organization"));
}

/* Longer than a reader of tables would take: it comes whole, not cut. */
static void
writes_all_that_was_said_in_a_very_long_talk(void **state)
{
    (void)state;
    struct doc *answer = doc_map(&house.arena), *item = doc_map(&house.arena);
    struct doc *items = doc_list(&house.arena);
    struct buffer file;
    size_t length = CSV_FIELD_MAX + 100;
    char *text = arena_take(&house.arena, length + 1);
    memset(text, 'x', length);
    memcpy(text + length - 4, " end", 5);
    doc_set_text(item, "outline", text);
    (void)doc_push(items, *item);
    doc_set(answer, "items", *items);
    buffer_open(&file, &house.arena, 2 * length);
    assert_int_equal(call_find(&house.desk, "record")->write(answer, &file), STATUS_OK);
    assert_non_null(strstr(buffer_read(&file), " end"));
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            keeps_a_record_of_the_people_with_the_dates_of_the_meetings_M165_M166, open_house,
            close_house),
        cmocka_unit_test_setup_teardown(says_in_the_record_what_was_discussed_M167, open_house,
                                        close_house),
        cmocka_unit_test_setup_teardown(says_in_the_record_whom_they_named_M168, open_house,
                                        close_house),
        cmocka_unit_test_setup_teardown(writes_all_that_was_said_in_a_very_long_talk, open_house,
                                        close_house),
        cmocka_unit_test_setup_teardown(leaves_private_people_out_unless_they_are_asked_for,
                                        open_house, close_house),
        cmocka_unit_test_setup_teardown(the_record_goes_on_behind_its_first_page, open_house,
                                        close_house),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
