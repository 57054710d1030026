/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"
#include "doc/json.h"
#include "views/table.h"

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

/* JSON with ' for ". */
static struct doc *
document(const char *text)
{
    char *json = arena_text(&arena, text);
    for (char *at = json; *at != '\0'; at++)
        if (*at == '\'')
            *at = '"';
    struct doc *value = arena_alloc(&arena, sizeof *value);
    assert_int_equal(json_read(&arena, json, strlen(json), value, NULL), STATUS_OK);
    return value;
}

static const char *
shown(const struct doc *value, struct table_style style)
{
    struct reader reader = reader_open("en", "UTC", now);
    struct buffer buffer;
    buffer_open(&buffer, &arena, 1024 * 1024);
    table_show(value, &reader, &style, &buffer);
    assert_int_equal(buffer_status(&buffer), STATUS_OK);
    return buffer_read(&buffer);
}

static void
aligns_a_list_in_columns(void **state)
{
    (void)state;
    const struct doc *value =
        document("{'items': [{'name': 'Ada', 'minutes': 5, 'place': 'Ghent'},"
                 " {'name': 'Zoë 张伟', 'minutes': 120, 'place': ''}], 'total': 2}");
    assert_string_equal(shown(value, (struct table_style){0}), "Name      Minutes  Place\n"
                                                               "Ada             5  Ghent\n"
                                                               "Zoë 张伟      120\n");
}

static void
shows_the_columns_it_is_asked_for_in_that_order(void **state)
{
    (void)state;
    const struct doc *value =
        document("{'items': [{'id': '1', 'name': 'Ada', 'place': 'Ghent', 'state': 'no_answer'}]}");
    assert_string_equal(shown(value, (struct table_style){.columns = "place state name gone"}),
                        "Place  State      Name  Gone\n"
                        "Ghent  No answer  Ada\n");
}

static void
leaves_out_columns_in_which_nothing_stands(void **state)
{
    (void)state;
    const struct doc *value =
        document("[{'a': null, 'b': 1, 'c': ''}, {'a': null, 'b': 2, 'c': ''}]");
    assert_string_equal(shown(value, (struct table_style){0}), "B\n1\n2\n");
}

static void
leaves_out_what_is_of_use_to_programs_only(void **state)
{
    (void)state;
    const struct doc *value =
        document("[{'id': 'x', 'version': 3, 'person': '0190b5a2-7c3d-7000-8000-000000000001',"
                 " 'name': 'Ada', 'created_at': 1772442000000, 'at': 1772442000000}]");
    assert_string_equal(shown(value, (struct table_style){0}), "Name  When            Id\n"
                                                               "Ada   today, 9:00 AM  x\n");
    assert_string_equal(shown(value, (struct table_style){.columns = "version name"}),
                        "Version  Name\n      3  Ada\n");
}

static void
uses_the_columns_of_the_items_for_lists_of_the_same_kind(void **state)
{
    (void)state;
    const struct doc *value = document(
        "{'planned': [{'place': 'Ghent', 'name': 'Ada', 'why': 'w', 'id': '1', 'state': 'held'}],"
        " 'tags': [{'name': 'a', 'why': 'b'}]}");
    assert_string_equal(shown(value, (struct table_style){.columns = "name place gone id"}),
                        "Planned\nName  Place  Id\nAda   Ghent  1\n\nTags\nName  Why\na     b\n");
}

static void
cuts_what_is_wider_than_the_terminal_but_never_an_id(void **state)
{
    (void)state;
    const struct doc *value = document(
        "{'items': [{'name': 'A name that is long 张伟', 'title': 'A title that is long as well',"
        " 'id': '0190b5a2-7c3d-7000-8000-000000000001'}]}");
    const char *table = shown(value, (struct table_style){.width = 60});
    assert_string_equal(table, "Name        Title       Id\n"
                               "A name th…  A title t…  0190b5a2-7c3d-7000-8000-000000000001\n");
    for (const char *line = table; *line != '\0'; line = strchr(line, '\n') + 1)
        assert_true(utf8_columns(arena_copy(&arena, line, strcspn(line, "\n"))) <= 60);
}

static void
cuts_nothing_when_it_is_not_a_terminal(void **state)
{
    (void)state;
    char name[400];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    struct doc *row = doc_map(&arena), *list = doc_list(&arena);
    doc_set_text(row, "name", name);
    (void)doc_push(list, *row);
    assert_non_null(strstr(shown(list, (struct table_style){0}), name));
    assert_null(strstr(shown(list, (struct table_style){.width = 80}), name));
}

static void
cuts_before_a_wide_character_that_does_not_fit(void **state)
{
    (void)state;
    const struct doc *value = document("[{'name': '张伟张伟张伟张伟'}]");
    for (int width = 6; width < 16; width++) {
        const char *table = shown(value, (struct table_style){.width = width});
        const char *line = strchr(table, '\n') + 1;
        size_t columns = utf8_columns(arena_copy(&arena, line, strcspn(line, "\n")));
        assert_true(columns <= (size_t)width && columns + 2 > (size_t)width);
        assert_non_null(strstr(line, "…"));
    }
}

static void
sends_no_control_character_of_a_value(void **state)
{
    (void)state;
    struct doc *row = doc_map(&arena), *list = doc_list(&arena);
    doc_set_text(row, "name", "\033]0;owned\a\r\nnext\u202e");
    (void)doc_push(list, *row);
    assert_string_equal(shown(list, (struct table_style){0}),
                        "Name\n␛]0;owned␇␍⏎next\xef\xbf\xbd\n");
    assert_string_equal(shown(row, (struct table_style){0}),
                        "Name  ␛]0;owned␇␍\n      next\xef\xbf\xbd\n");
}

static void
writes_bold_labels_only_with_color(void **state)
{
    (void)state;
    const struct doc *value = document("[{'name': 'Ada'}]");
    assert_string_equal(shown(value, (struct table_style){.color = true}),
                        "\033[1mName\033[0m\nAda\n");
    assert_null(strchr(shown(value, (struct table_style){0}), '\033'));
}

static void
shows_a_map_as_labels_and_values(void **state)
{
    (void)state;
    const struct doc *value = document(
        "{'name': 'Ada', 'created_at': 1772442000000, 'due_on': '2026-03-03', 'title': null,"
        " 'overdue': false, 'minutes': 0, 'tags': ['a', 'b'], 'in_field': 'yes', 'place': ''}");
    assert_string_equal(shown(value, (struct table_style){0}),
                        "Name          Ada\n"
                        "Created       today, 9:00 AM\n"
                        "Due           tomorrow\n"
                        "Overdue       no\n"
                        "Minutes       0\n"
                        "Tags          a, b\n"
                        "In the field  Works in this field now\n");
}

static void
shows_nested_lists_and_maps_below_as_their_own(void **state)
{
    (void)state;
    const struct doc *value =
        document("{'requests': [{'state': 'sent', 'minutes': 20}], 'name': 'Ada',"
                 " 'voices': {'count': 2, 'enough': false}, 'tasks': []}");
    assert_string_equal(shown(value, (struct table_style){0}), "Name  Ada\n"
                                                               "\n"
                                                               "Requests\n"
                                                               "State  Minutes\n"
                                                               "Sent        20\n"
                                                               "\n"
                                                               "Voices\n"
                                                               "Count   2\n"
                                                               "Enough  no\n");
}

static void
wraps_long_texts_under_their_beginning(void **state)
{
    (void)state;
    const struct doc *value =
        document("{'body': 'one two three four five six seven eight nine\\n\\nten', 'to': 'x'}");
    assert_string_equal(shown(value, (struct table_style){.width = 36}),
                        "Text  one two three four five six\n"
                        "      seven eight nine\n"
                        "\n"
                        "      ten\n"
                        "To    x\n");
    assert_string_equal(shown(value, (struct table_style){0}),
                        "Text  one two three four five six seven eight nine\n"
                        "\n"
                        "      ten\n"
                        "To    x\n");
}

static void
says_when_there_is_nothing_and_when_there_is_more(void **state)
{
    (void)state;
    assert_string_equal(shown(document("{'items': [], 'total': 0}"), (struct table_style){0}),
                        "There is nothing here yet.\n");
    assert_string_equal(
        shown(document("{'items': [{'name': 'A'}], 'after': 'a.1'}"), (struct table_style){0}),
        "Name\nA\n\nThere are more. Add --after=a.1 to see the next ones.\n");
}

static void
stops_at_a_depth_and_shows_nothing_of_other_kinds(void **state)
{
    (void)state;
    struct doc *deep = doc_map(&arena);
    for (int i = 0; i < 60; i++) {
        struct doc *outer = doc_map(&arena);
        doc_set_text(outer, "level", "x");
        doc_set(outer, "inner", *deep);
        deep = outer;
    }
    const char *text = shown(deep, (struct table_style){0});
    assert_true(strlen(text) < 200);
    struct doc plain = doc_text("x");
    assert_string_equal(shown(&plain, (struct table_style){0}), "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aligns_a_list_in_columns),
        cmocka_unit_test(shows_the_columns_it_is_asked_for_in_that_order),
        cmocka_unit_test(leaves_out_columns_in_which_nothing_stands),
        cmocka_unit_test(leaves_out_what_is_of_use_to_programs_only),
        cmocka_unit_test(uses_the_columns_of_the_items_for_lists_of_the_same_kind),
        cmocka_unit_test(cuts_what_is_wider_than_the_terminal_but_never_an_id),
        cmocka_unit_test(cuts_nothing_when_it_is_not_a_terminal),
        cmocka_unit_test(cuts_before_a_wide_character_that_does_not_fit),
        cmocka_unit_test(sends_no_control_character_of_a_value),
        cmocka_unit_test(writes_bold_labels_only_with_color),
        cmocka_unit_test(shows_a_map_as_labels_and_values),
        cmocka_unit_test(shows_nested_lists_and_maps_below_as_their_own),
        cmocka_unit_test(wraps_long_texts_under_their_beginning),
        cmocka_unit_test(says_when_there_is_nothing_and_when_there_is_more),
        cmocka_unit_test(stops_at_a_depth_and_shows_nothing_of_other_kinds),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
