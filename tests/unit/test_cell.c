/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/cell.h"

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
cell(const char *key, struct doc value)
{
    struct reader reader = reader_open("en", "UTC", now);
    struct doc *map = doc_map(&arena);
    doc_set(map, key, value);
    doc_set_int(map, "most", 3);
    return cell_text(&reader, &arena, map, key);
}

static void
reads_a_value_by_the_name_of_its_key(void **state)
{
    (void)state;
    assert_string_equal(cell("sent_at", doc_int(now)), "today, 9:00 AM");
    assert_string_equal(cell("at", doc_int(now)), "today, 9:00 AM");
    assert_string_equal(cell("minutes", doc_int(20)), "20");
    assert_string_equal(cell("due_on", doc_text("2026-03-01")), "yesterday");
    assert_non_null(strstr(cell("start_local", doc_text("2026-03-05T15:30")), "3:30 PM"));
    assert_string_equal(cell("sent_at", doc_null()), "");
    assert_string_equal(cell("must", doc_bool(true)), "yes");
}

static void
says_choices_and_codes_in_words(void **state)
{
    (void)state;
    assert_string_equal(cell("state", doc_text("no_answer")), "No answer");
    assert_string_equal(cell("state", doc_text("odd")), "odd");
    assert_string_equal(cell("code", doc_text("field.too_many")),
                        "There are more than 3 here. Please keep the ones that matter.");
    assert_string_equal(cell("code", doc_text("odd.code")), "odd.code");
}

static void
shows_markup_without_its_tags(void **state)
{
    (void)state;
    assert_string_equal(cell("text", doc_markup("<p>a &lt;b&gt; &amp; c&x</p>\n<ul>\n<li>d</li>\n"
                                                "<li>e</li>\n</ul>\n")),
                        "a <b> & c&x\n\n- d\n- e");
    assert_string_equal(cell("text", doc_markup("<p>\033[1m <unfinished")), "␛[1m ");
}

static void
names_a_key_that_has_no_words_by_itself(void **state)
{
    (void)state;
    struct reader reader = reader_open("en", "UTC", now);
    assert_string_equal(cell_label(&reader, &arena, "person_name"), "Person");
    assert_string_equal(cell_label(&reader, &arena, "some_new_key"), "Some new key");
    assert_string_equal(cell_label(&reader, &arena, ""), "");
    reader = reader_open("qps", "UTC", now);
    assert_non_null(strstr(cell_label(&reader, &arena, "person_name"), "⟦"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_value_by_the_name_of_its_key),
        cmocka_unit_test(says_choices_and_codes_in_words),
        cmocka_unit_test(shows_markup_without_its_tags),
        cmocka_unit_test(names_a_key_that_has_no_words_by_itself),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
