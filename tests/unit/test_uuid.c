/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clock.h"
#include "base/uuid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int64_t
time_in(const char *id)
{
    unsigned char bytes[UUID_BYTES];
    int64_t at_ms = 0;
    assert_true(uuid_read(id, bytes));
    for (int i = 0; i < 6; i++)
        at_ms = at_ms << 8 | bytes[i];
    return at_ms;
}

static void
carries_version_variant_and_the_time(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    int64_t before = clock_now();
    const char *id = uuid_new(&arena);
    assert_int_equal(strlen(id), UUID_TEXT);
    assert_int_equal(id[14], '7');
    assert_non_null(strchr("89ab", id[19]));
    assert_in_range(time_in(id), before, clock_now());
}

static void
rises_strictly_even_within_a_millisecond(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    assert_int_equal(setenv("RAPPORT_CLOCK", "2126-03-02T09:00:00Z", 1), 0);
    const char *previous = uuid_new(&arena);
    for (int i = 0; i < 20000; i++) {
        const char *id = uuid_new(&arena);
        assert_true(strcmp(previous, id) < 0);
        previous = id;
    }
    /* the clock stands still, so the counter has borrowed a few milliseconds and no more */
    assert_in_range(time_in(previous) - clock_now(), 1, 10);
    assert_int_equal(setenv("RAPPORT_CLOCK", "2000-01-01T00:00:00Z", 1), 0);
    assert_true(strcmp(previous, uuid_new(&arena)) < 0);
    assert_int_equal(unsetenv("RAPPORT_CLOCK"), 0);
}

static void
reads_back_what_it_writes_in_any_case(void **state)
{
    (void)state;
    unsigned char bytes[UUID_BYTES];
    char text[UUID_TEXT + 1];
    assert_true(uuid_read("017F22E2-79B0-7CC3-98C4-DC0C0C07398F", bytes));
    static const unsigned char expected[UUID_BYTES] = {0x01, 0x7f, 0x22, 0xe2, 0x79, 0xb0,
                                                       0x7c, 0xc3, 0x98, 0xc4, 0xdc, 0x0c,
                                                       0x0c, 0x07, 0x39, 0x8f};
    assert_memory_equal(bytes, expected, sizeof bytes);
    uuid_write(bytes, text);
    assert_string_equal(text, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

static void
refuses_what_is_no_id_and_leaves_the_bytes_alone(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "017f22e2",
        "017f22e279b07cc398c4dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
        "017f22e2_79b0-7cc3-98c4-dc0c0c07398f",
        "{17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c0739 f",
        "017f22e27-9b0-7cc3-98c4-dc0c0c07398f",
    };
    unsigned char bytes[UUID_BYTES] = {42};
    assert_false(uuid_read(NULL, bytes));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(uuid_read(wrong[i], bytes));
    assert_int_equal(bytes[0], 42);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(carries_version_variant_and_the_time),
        cmocka_unit_test(rises_strictly_even_within_a_millisecond),
        cmocka_unit_test(reads_back_what_it_writes_in_any_case),
        cmocka_unit_test(refuses_what_is_no_id_and_leaves_the_bytes_alone),
    };
    return cmocka_run_group_tests_name("uuid", tests, NULL, NULL);
}
