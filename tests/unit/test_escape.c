/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/escape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

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
escaped(enum step_place place, const char *text)
{
    struct buffer buffer;
    buffer_open(&buffer, &arena, 100000);
    escape_add(&buffer, place, text, strlen(text));
    assert_int_equal(buffer_status(&buffer), STATUS_OK);
    assert_int_equal(strlen(buffer_read(&buffer)), buffer.length);
    return buffer_read(&buffer);
}

/* Byte by byte, without any cleverness. */
static const char *
slowly(const char *text)
{
    struct buffer buffer;
    buffer_open(&buffer, &arena, 100000);
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&': buffer_text(&buffer, "&amp;"); break;
        case '<': buffer_text(&buffer, "&lt;"); break;
        case '>': buffer_text(&buffer, "&gt;"); break;
        case '"': buffer_text(&buffer, "&quot;"); break;
        case '\'': buffer_text(&buffer, "&#39;"); break;
        default: buffer_byte(&buffer, *text); break;
        }
    }
    return buffer_read(&buffer);
}

static void
escapes_every_byte_at_every_position_of_every_length(void **state)
{
    (void)state;
    char text[30];
    for (size_t length = 1; length < 26; length++) {
        for (size_t at = 0; at < length; at++) {
            for (int byte = 1; byte < 256; byte++) {
                memset(text, 'a', length);
                text[length] = '\0';
                text[at] = (char)byte;
                assert_string_equal(escaped(PLACE_TEXT, text), slowly(text));
            }
            arena_reset(&arena);
        }
    }
}

static void
escapes_runs_of_special_characters(void **state)
{
    (void)state;
    static const char text[] = "<<<<<<<<\"\"\"\"\"\"\"\"&'#%;!?>>&&&&&&&&&";
    for (size_t i = 0; i < sizeof text; i++) {
        assert_string_equal(escaped(PLACE_TEXT, text + i), slowly(text + i));
        assert_string_equal(escaped(PLACE_ATTRIBUTE, text + i), slowly(text + i));
    }
}

static void
shows_what_fits_below_the_ceiling(void **state)
{
    (void)state;
    struct buffer buffer;
    for (size_t ceiling = 0; ceiling < 12; ceiling++) {
        buffer_open(&buffer, &arena, ceiling);
        escape_add(&buffer, PLACE_TEXT, "ab<cd", 5);
        assert_int_equal(buffer_status(&buffer), ceiling < 8 ? STATUS_INVALID : STATUS_OK);
        assert_true(buffer.length <= ceiling);
        assert_int_equal(strlen(buffer_read(&buffer)), buffer.length);
        assert_int_equal(strncmp("ab&lt;cd", buffer_read(&buffer), buffer.length > 2 ? 2 : 0), 0);
    }
}

static void
keeps_of_an_address_what_an_address_may_hold(void **state)
{
    (void)state;
    assert_string_equal(escaped(PLACE_URL_PATH, "/a-b_c.d~e?f=g&h#i%20"),
                        "/a-b_c.d~e?f=g&amp;h#i%20");
    assert_string_equal(escaped(PLACE_URL_PATH, "a b\\c\n<é>\"'"),
                        "a%20b%5Cc%0A%3C%C3%A9%3E%22&#39;");
    assert_string_equal(escaped(PLACE_URL, "https://[2001:db8::1]/a,b;c=d!$*()@"),
                        "https://[2001:db8::1]/a,b;c=d!$*()@");
    assert_string_equal(escaped(PLACE_URL_QUERY, "a&b=c d/e?f#é~"),
                        "a%26b%3Dc%20d%2Fe%3Ff%23%C3%A9~");
}

static void
refuses_other_schemes_in_any_spelling(void **state)
{
    (void)state;
    assert_string_equal(escaped(PLACE_URL, "JavaScript:x"), "about:blank");
    assert_string_equal(escaped(PLACE_URL, ":x"), "about:blank");
    assert_string_equal(escaped(PLACE_URL, "httpsx:x"), "about:blank");
    assert_string_equal(escaped(PLACE_URL, "http:x"), "http:x");
    assert_string_equal(escaped(PLACE_URL, "a/javascript:x"), "a/javascript:x");
    assert_string_equal(escaped(PLACE_URL, "?javascript:x"), "?javascript:x");
}

static void
shows_control_characters_as_pictures(void **state)
{
    (void)state;
    assert_string_equal(escaped(PLACE_PLAIN, "a\033[2Jb"), "a␛[2Jb");
    assert_string_equal(escaped(PLACE_PLAIN, "\x01\x1f\x7f"), "␁␟␡");
    assert_string_equal(escaped(PLACE_PLAIN, "\xc2\x9b"), "\xef\xbf\xbd");
    assert_string_equal(escaped(PLACE_PLAIN, "a\u202eb\u2066c"), "a\xef\xbf\xbd"
                                                                 "b\xef\xbf\xbd"
                                                                 "c");
    assert_string_equal(escaped(PLACE_PLAIN, "a\nb"), "a\nb");
    assert_string_equal(escaped(PLACE_PLAIN, "\xff\xfe ok"), "\xef\xbf\xbd\xef\xbf\xbd ok");
    assert_string_equal(escaped(PLACE_PLAIN, "Łukasiewicz 张伟 👩‍🔬"),
                        "Łukasiewicz 张伟 👩‍🔬");
}

static void
keeps_a_cell_on_one_line(void **state)
{
    (void)state;
    struct buffer buffer;
    buffer_open(&buffer, &arena, 100);
    escape_line(&buffer, "a\r\nb", 4);
    assert_string_equal(buffer_read(&buffer), "a␍⏎b");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_every_byte_at_every_position_of_every_length),
        cmocka_unit_test(escapes_runs_of_special_characters),
        cmocka_unit_test(shows_what_fits_below_the_ceiling),
        cmocka_unit_test(keeps_of_an_address_what_an_address_may_hold),
        cmocka_unit_test(refuses_other_schemes_in_any_spelling),
        cmocka_unit_test(shows_control_characters_as_pictures),
        cmocka_unit_test(keeps_a_cell_on_one_line),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
