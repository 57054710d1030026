/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/name_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
puts_the_parts_in_the_order_of_their_language_and_script(void **state)
{
    (void)state;
    static const struct {
        struct name_parts parts;
        const char *language, *name;
    } names[] = {
        {{"Dr.", "Ada", "M.", "Quinn", "PhD"}, NULL, "Dr. Ada M. Quinn, PhD"},
        {{NULL, "Éva", NULL, "Nagy", NULL}, "hu", "Nagy Éva"},
        {{"dr.", "Éva", "", "Nagy", ""}, "Magyar", "dr. Nagy Éva"},
        {{NULL, "小明", NULL, "王", NULL}, NULL, "王小明"},
        {{NULL, "花子", NULL, "山田", NULL}, "en", "山田花子"},
        {{NULL, "지우", NULL, "김", NULL}, NULL, "김지우"},
        {{NULL, "Thị Mai", NULL, "Nguyễn", NULL}, "vi-VN", "Nguyễn Thị Mai"},
        {{NULL, "Minjun", NULL, "Park", NULL}, "Korean, English", "Park Minjun"},
        {{NULL, "Ольга", "Петровна", "Иванова", NULL}, "ru", "Ольга Петровна Иванова"},
        {{NULL, "ليلى", NULL, "حداد", NULL}, NULL, "ليلى حداد"},
        {{NULL, "प्रिया", NULL, NULL, NULL}, NULL, "प्रिया"},
        {{NULL, NULL, NULL, "O’Brien", "Jr."}, NULL, "O’Brien, Jr."},
        {{NULL, "Hugo", NULL, "Visser", NULL}, "Hungary is nice", "Hugo Visser"},
    };
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_string_equal(name_compose(&arena, &names[i].parts, names[i].language),
                            names[i].name);
}

static void
makes_no_name_of_a_title_alone(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct name_parts parts = {.prefix = "Dr.", .suffix = "PhD"};
    assert_null(name_compose(&arena, &parts, "en"));
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(puts_the_parts_in_the_order_of_their_language_and_script),
        cmocka_unit_test(makes_no_name_of_a_title_alone),
    };
    return cmocka_run_group_tests_name("name_parts", tests, NULL, NULL);
}
