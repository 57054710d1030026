/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const int64_t now = 1772442000000; /* 2026-03-02T09:00:00Z */

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

static const char *
text_of(struct doc value)
{
    return value_text(&arena, &value);
}

static const char *
formatted(enum step_format format, struct doc value)
{
    struct reader reader = reader_open("en", "America/New_York", now);
    struct doc shown = value_format(&reader, &arena, format, &value);
    return value_text(&arena, &shown);
}

static void
writes_each_kind_as_text(void **state)
{
    (void)state;
    assert_string_equal(text_of(doc_null()), "");
    assert_string_equal(text_of(doc_bool(true)), "true");
    assert_string_equal(text_of(doc_bool(false)), "false");
    assert_string_equal(text_of(doc_int(0)), "0");
    assert_string_equal(text_of(doc_int(-1)), "-1");
    assert_string_equal(text_of(doc_int(INT64_MAX)), "9223372036854775807");
    assert_string_equal(text_of(doc_int(INT64_MIN)), "-9223372036854775808");
    assert_string_equal(text_of(doc_real(0.1)), "0.1");
    assert_string_equal(text_of(doc_text("a <b>")), "a <b>");
    assert_string_equal(text_of(*doc_map(&arena)), "");
}

static void
joins_a_list_with_commas(void **state)
{
    (void)state;
    struct doc *list = doc_list(&arena);
    assert_string_equal(text_of(*list), "");
    (void)doc_push(list, doc_text("a"));
    (void)doc_push(list, doc_int(2));
    (void)doc_push(list, *doc_list(&arena));
    assert_string_equal(text_of(*list), "a, 2, ");
}

static void
shows_instants_dates_and_numbers_for_the_reader(void **state)
{
    (void)state;
    assert_string_equal(formatted(FORMAT_TIME, doc_int(now)), "4:00 AM");
    assert_string_equal(formatted(FORMAT_MOMENT, doc_int(now)), "today, 4:00 AM");
    assert_string_equal(formatted(FORMAT_DAY, doc_int(now + 86400000)), "tomorrow");
    assert_string_equal(formatted(FORMAT_ISO, doc_int(now)), "2026-03-02T09:00:00Z");
    assert_string_equal(formatted(FORMAT_NUMBER, doc_int(1234)), "1,234");
    assert_string_equal(formatted(FORMAT_DATE, doc_text("2026-03-02")), "today");
    assert_non_null(strstr(formatted(FORMAT_LOCAL, doc_text("2026-03-05T15:30")), "3:30 PM"));
    assert_non_null(strstr(formatted(FORMAT_LONG, doc_int(now)), "EST"));
    assert_string_equal(formatted(FORMAT_AGO, doc_int(now - 1200000)), "20 minutes ago");
}

static void
leaves_a_value_of_another_kind_as_it_is(void **state)
{
    (void)state;
    assert_string_equal(formatted(FORMAT_DAY, doc_text("soon")), "soon");
    assert_string_equal(formatted(FORMAT_DATE, doc_int(5)), "5");
    assert_string_equal(formatted(FORMAT_DATE, doc_text("")), "");
    assert_string_equal(formatted(FORMAT_MOMENT, doc_null()), "");
}

static void
knows_the_names_of_its_formats(void **state)
{
    (void)state;
    assert_int_equal(value_format_named("day"), FORMAT_DAY);
    assert_int_equal(value_format_named("iso"), FORMAT_ISO);
    assert_int_equal(value_format_named("number"), FORMAT_NUMBER);
    assert_int_equal(value_format_named("shout"), FORMAT_PLAIN);
    assert_int_equal(value_format_named(""), FORMAT_PLAIN);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_each_kind_as_text),
        cmocka_unit_test(joins_a_list_with_commas),
        cmocka_unit_test(shows_instants_dates_and_numbers_for_the_reader),
        cmocka_unit_test(leaves_a_value_of_another_kind_as_it_is),
        cmocka_unit_test(knows_the_names_of_its_formats),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
