/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/profile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
knows_the_links_that_lead_to_one_profile(void **state)
{
    (void)state;
    static const struct {
        const char *link, *key;
    } cases[] = {
        {"https://www.linkedin.com/in/ada-quinn", "linkedin.com/in/ada-quinn"},
        {"http://linkedin.com/in/Ada-Quinn/", "linkedin.com/in/ada-quinn"},
        {"HTTPS://DE.LINKEDIN.COM/IN/ADA-QUINN?trk=x#top", "linkedin.com/in/ada-quinn"},
        {"uk.linkedin.com/in/ada-quinn//", "linkedin.com/in/ada-quinn"},
        {"https://www.linkedin.com/in/zo%C3%AB", "linkedin.com/in/zo\u00EB"},
        {"https://www.linkedin.com/in/zo\u00EB", "linkedin.com/in/zo\u00EB"},
        {"https://www.linkedin.com/in/100%", "linkedin.com/in/100%"},
        {"https://evillinkedin.com/in/ada", "evillinkedin.com/in/ada"},
        {"https://www.Example.org/Ada", "example.org/Ada"},
        {"javascript:alert(1)", NULL},
        {"data:text/html,x", NULL},
        {"ftp://linkedin.com/in/x", NULL},
        {"https://", NULL},
        {"ada quinn", NULL},
        {"ada", NULL},
        {"https://user@linkedin.com/in/x", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        char *key = profile_key(&arena, cases[i].link);
        assert_int_equal(key == NULL, cases[i].key == NULL);
        if (key != NULL)
            assert_string_equal(key, cases[i].key);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_the_links_that_lead_to_one_profile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
