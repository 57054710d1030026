/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/reach.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
knows_the_mailbox_of_a_task_by_its_first_or_last_word(void **state)
{
    static const char *const shared[] = {
        "info@example.org",
        "office@example.org",
        "hello@example.org",
        "hr2@example.org",
        "jobs-us@example.org",
        "museum.office@example.org",
        "kontakt@example.org",
        "no-reply@example.org",
        "sales+spring@example.org",
        "team_north@example.org",
        "recruiting@example.org",
        "post@example.org",
        "noreply",
    };
    static const char *const own[] = {
        "ada@example.org",     "ada.quinn@example.org", "ada.quinn2@example.org",
        "adainfo@example.org", "infoada@example.org",   "a.hr.quinn@example.org",
        "hrachya@example.org", "@example.org",          "",
        "2@example.org",       "ada@info.example.org",  ".@example.org",
    };
    (void)state;
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
        if (!mailbox_is_shared(shared[i]))
            fail_msg("%s is taken for a person's", shared[i]);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (mailbox_is_shared(own[i]))
            fail_msg("%s is taken for a task's", own[i]);
}

static void
tells_the_profile_of_a_person_from_other_pages(void **state)
{
    static const char *const profiles[] = {
        "linkedin.com/in/ada-quinn", "linkedin.com/in/ada/de", "linkedin.com/pub/ada-quinn/1/2b/3c",
        "xing.com/profile/Ada_Quinn", "orcid.org/0000-0002-1825-0097"};
    static const char *const others[] = {"linkedin.com/company/mill",
                                         "linkedin.com/in/",
                                         "linkedin.com",
                                         "github.com/mill",
                                         "mill.example.org",
                                         "",
                                         "mill.example.org/about",
                                         "social.example.org/@mill",
                                         "notlinkedin.com/in/ada",
                                         "scholar.google.com/citations"};
    (void)state;
    for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++)
        if (!link_is_profile(profiles[i]))
            fail_msg("%s is no profile", profiles[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (link_is_profile(others[i]))
            fail_msg("%s is a profile", others[i]);
}

static void
tells_two_profiles_apart_on_one_site_only(void **state)
{
    (void)state;
    assert_true(links_differ("linkedin.com/in/ada", "linkedin.com/in/bo"));
    assert_false(links_differ("linkedin.com/in/ada", "linkedin.com/in/ada"));
    assert_false(links_differ("linkedin.com/in/ada", "xing.com/profile/ada"));
    assert_false(links_differ("mill.example.org/a", "mill.example.org/b"));
    assert_false(links_differ("", ""));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_the_mailbox_of_a_task_by_its_first_or_last_word),
        cmocka_unit_test(tells_the_profile_of_a_person_from_other_pages),
        cmocka_unit_test(tells_two_profiles_apart_on_one_site_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
