/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
is_an_empty_text_before_the_first_byte(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    struct buffer buffer;
    arena_open(&arena);
    buffer_open(&buffer, &arena, 10);
    assert_string_equal(buffer_read(&buffer), "");
    assert_int_equal(buffer_status(&buffer), STATUS_OK);
}

static void
appends_bytes_texts_and_printed_texts(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    struct buffer buffer;
    arena_open(&arena);
    buffer_open(&buffer, &arena, 10000);
    buffer_text(&buffer, "a");
    buffer_byte(&buffer, 'b');
    buffer_add(&buffer, "cdx", 2);
    buffer_print(&buffer, "%03d", 7);
    buffer_add(&buffer, "", 0);
    assert_string_equal(buffer_read(&buffer), "abcd007");
    assert_int_equal(buffer.length, 7);
    buffer_print(&buffer, "%2000s", "end");
    assert_int_equal(buffer.length, 2007);
    assert_string_equal(buffer_read(&buffer) + 2004, "end");
}

static void
grows_to_its_ceiling_and_not_further(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    struct buffer buffer;
    arena_open(&arena);
    buffer_open(&buffer, &arena, 1000);
    for (int i = 0; i < 1000; i++)
        buffer_byte(&buffer, 'x');
    assert_int_equal(buffer_status(&buffer), STATUS_OK);
    assert_int_equal(strlen(buffer_read(&buffer)), 1000);
    buffer_byte(&buffer, 'y');
    assert_int_equal(buffer_status(&buffer), STATUS_INVALID);
    assert_int_equal(buffer.length, 1000);
}

static void
stays_full_even_when_a_shorter_text_would_fit(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    struct buffer buffer;
    arena_open(&arena);
    buffer_open(&buffer, &arena, 5);
    buffer_text(&buffer, "abc");
    buffer_text(&buffer, "too long");
    buffer_text(&buffer, "d");
    assert_string_equal(buffer_read(&buffer), "abc");
    assert_true(buffer.full);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_an_empty_text_before_the_first_byte),
        cmocka_unit_test(appends_bytes_texts_and_printed_texts),
        cmocka_unit_test(grows_to_its_ceiling_and_not_further),
        cmocka_unit_test(stays_full_even_when_a_shorter_text_would_fit),
    };
    return cmocka_run_group_tests_name("buffer", tests, NULL, NULL);
}
