/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/base64.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* RFC 4648 section 10. */
static void
writes_and_reads_the_examples_of_the_standard(void **state)
{
    (void)state;
    static const char *const examples[][2] = {{"", ""},
                                              {"f", "Zg=="},
                                              {"fo", "Zm8="},
                                              {"foo", "Zm9v"},
                                              {"foob", "Zm9vYg=="},
                                              {"fooba", "Zm9vYmE="},
                                              {"foobar", "Zm9vYmFy"}};
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        char *bytes;
        size_t length;
        const char *text = examples[i][1];
        assert_string_equal(base64_write(&arena, examples[i][0], strlen(examples[i][0])), text);
        assert_int_equal(base64_read(&arena, text, strlen(text), &bytes, &length), STATUS_OK);
        assert_int_equal(length, strlen(examples[i][0]));
        assert_string_equal(bytes, examples[i][0]);
        /* Without its padding it means the same. */
        assert_int_equal(base64_read(&arena, text, strcspn(text, "="), &bytes, &length), STATUS_OK);
        assert_string_equal(bytes, examples[i][0]);
    }
}

static void
brings_back_every_byte_at_every_length(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    char given[300];
    for (size_t i = 0; i < sizeof given; i++)
        given[i] = (char)(i * 7 + i / 256);
    for (size_t length = 0; length <= sizeof given; length++) {
        char *bytes;
        size_t read;
        const char *text = base64_write(&arena, given, length);
        assert_int_equal(base64_read(&arena, text, strlen(text), &bytes, &read), STATUS_OK);
        assert_int_equal(read, length);
        assert_memory_equal(bytes, given, length);
    }
}

static void
passes_over_folds_and_refuses_what_is_no_letter(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "Z", "Zm9vY", "Zg==Zg==", "Zm9v!", "Zm9v====", "Zm\xc3\xb6"};
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    char *bytes;
    size_t length;
    assert_int_equal(base64_read(&arena, "Zm9v\r\n  YmFy\n", 13, &bytes, &length), STATUS_OK);
    assert_string_equal(bytes, "foobar");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(base64_read(&arena, wrong[i], strlen(wrong[i]), &bytes, &length),
                         STATUS_INVALID);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_and_reads_the_examples_of_the_standard),
        cmocka_unit_test(brings_back_every_byte_at_every_length),
        cmocka_unit_test(passes_over_folds_and_refuses_what_is_no_letter),
    };
    return cmocka_run_group_tests_name("base64", tests, NULL, NULL);
}
