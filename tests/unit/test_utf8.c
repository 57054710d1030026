/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool
is_scalar(uint32_t code_point)
{
    return code_point < 0xd800 || (code_point > 0xdfff && code_point <= 0x10ffff);
}

static void
reads_back_every_code_point_it_writes(void **state)
{
    (void)state;
    for (uint32_t code_point = 1; code_point <= 0x10ffff; code_point++) {
        char bytes[4];
        if (!is_scalar(code_point))
            continue;
        size_t length = utf8_put(code_point, bytes);
        const char *cursor = bytes;
        assert_int_equal(utf8_next(&cursor, bytes + length), code_point);
        assert_ptr_equal(cursor, bytes + length);
        assert_true(utf8_valid(bytes, length));
    }
}

/* All two- and three-byte strings against the definition: valid is what some code points encode
 * to. */
static void
accepts_nothing_but_what_it_would_write(void **state)
{
    (void)state;
    for (uint32_t number = 0; number < 0x1000000; number += number < 0x10000 ? 1 : 7) {
        char bytes[3] = {(char)(number >> 16), (char)(number >> 8), (char)number};
        char again[16];
        size_t length = 0;
        bool well_formed = true;
        const char *cursor = bytes;
        while (cursor < bytes + 3) {
            const char *before = cursor;
            uint32_t code_point = utf8_next(&cursor, bytes + 3);
            size_t written = utf8_put(code_point, again + length);
            well_formed = well_formed && code_point != 0 && written == (size_t)(cursor - before) &&
                          memcmp(before, again + length, written) == 0;
            length = 0;
        }
        assert_int_equal(utf8_valid(bytes, 3), well_formed);
    }
}

static void
refuses_surrogates_overlong_forms_and_nul(void **state)
{
    (void)state;
    assert_false(utf8_valid("\xed\xa0\x80", 3));
    assert_false(utf8_valid("\xc0\xaf", 2));
    assert_false(utf8_valid("\xe0\x80\xaf", 3));
    assert_false(utf8_valid("\xf0\x80\x80\xaf", 4));
    assert_false(utf8_valid("\xf4\x90\x80\x80", 4));
    assert_false(utf8_valid("\xff", 1));
    assert_false(utf8_valid("a\0b", 3));
    assert_false(utf8_valid("12345678\0abcdefg", 16));
    assert_false(utf8_valid("1234567\xc3", 8));
    assert_true(utf8_valid("", 0));
    assert_true(utf8_valid("plain text, long enough for words", 33));
}

static void
goes_one_byte_forward_in_malformed_text(void **state)
{
    (void)state;
    static const char text[] = "a\xe2\x82z";
    const char *cursor = text;
    const char *end = text + sizeof text - 1;
    assert_int_equal(utf8_next(&cursor, end), 'a');
    assert_int_equal(utf8_next(&cursor, end), 0xfffd);
    assert_int_equal(utf8_next(&cursor, end), 0xfffd);
    assert_int_equal(utf8_next(&cursor, end), 'z');
    assert_ptr_equal(cursor, end);
    char bytes[4];
    assert_int_equal(utf8_put(0xd800, bytes), 3);
    assert_memory_equal(bytes, "\xef\xbf\xbd", 3);
    assert_int_equal(utf8_put(0x110000, bytes), 3);
}

static void
counts_code_points_and_columns(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length, columns;
    } samples[] = {
        {"", 0, 0},
        {"Maya", 4, 4},
        {"Łukasiewicz", 11, 11},
        {"Zoe\xcc\x88", 4, 3}, /* a combining mark takes no column */
        {"张伟", 2, 4},
        {"김민준", 3, 6},
        {"さくら", 3, 6},
        {"กำธร", 4, 4},
        {"นิ", 2, 1},
        {"🎉", 1, 2},
        {"a\xe2\x80\x8b"
         "b",
         3, 2}, /* a space without width */
        {"ｆｕｌｌ", 4, 8},
        {"مريم", 4, 4},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        assert_int_equal(utf8_length(samples[i].text), samples[i].length);
        assert_int_equal(utf8_columns(samples[i].text), samples[i].columns);
    }
}

static void
knows_the_controls_that_can_forge_a_line(void **state)
{
    (void)state;
    static const uint32_t controls[] = {0x00,   0x07,   0x0a,   0x1b,   0x1f,    0x7f,
                                        0x80,   0x9b,   0x9f,   0x61c,  0x200b,  0x200e,
                                        0x200f, 0x2028, 0x2029, 0x202a, 0x202e,  0x2060,
                                        0x2066, 0x2069, 0xfeff, 0xfff9, 0xe0001, 0xe007f};
    static const uint32_t letters[] = {' ',    '~',    0xa0,   0xe9,    0x5d0,  0x627,
                                       0x200c, 0x200d, 0x4e2d, 0x1f389, 0x2027, 0xfffd};
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++)
        assert_true(utf8_is_control(controls[i]));
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        assert_false(utf8_is_control(letters[i]));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_back_every_code_point_it_writes),
        cmocka_unit_test(accepts_nothing_but_what_it_would_write),
        cmocka_unit_test(refuses_surrogates_overlong_forms_and_nul),
        cmocka_unit_test(goes_one_byte_forward_in_malformed_text),
        cmocka_unit_test(counts_code_points_and_columns),
        cmocka_unit_test(knows_the_controls_that_can_forge_a_line),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
