/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_data.h"

#include "method/guide.h"
#include "text/fold.h"

static int
open_arena(void **state)
{
    static struct arena arena;
    arena_open(&arena);
    *state = &arena;
    return 0;
}

static int
close_arena(void **state)
{
    arena_close(*state);
    return 0;
}

static struct doc *
guide(struct arena *arena)
{
    struct doc *sections = NULL;
    assert_int_equal(guide_read(arena, data_text(arena, "data/guide/en.md"), &sections), STATUS_OK);
    return sections;
}

static const struct doc *
section(struct arena *arena, const char *id)
{
    const struct doc *sections = guide(arena);
    for (uint32_t i = 0; i < doc_count(sections); i++)
        if (strcmp(doc_text_of(doc_item(sections, i), "id"), id) == 0)
            return doc_item(sections, i);
    fail_msg("no section %s", id);
    return NULL;
}

static bool
says(const struct doc *found, const char *words)
{
    const struct doc *blocks = doc_get(found, "blocks");
    for (uint32_t i = 0; i < doc_count(blocks); i++)
        if (strstr(doc_text_of(doc_item(blocks, i), "text"), words) != NULL)
            return true;
    return false;
}

static void
reads_sections_with_titles_and_blocks(void **state)
{
    struct doc *sections = guide(*state);
    assert_true(doc_count(sections) >= 10);
    for (uint32_t i = 0; i < doc_count(sections); i++) {
        const struct doc *one = doc_item(sections, i);
        assert_true(doc_text_of(one, "title")[0] != '\0');
        assert_true(doc_text_of(one, "keywords")[0] != '\0');
        assert_true(doc_count(doc_get(one, "blocks")) > 0);
        for (uint32_t j = 0; j < i; j++)
            assert_string_not_equal(doc_text_of(one, "id"),
                                    doc_text_of(doc_item(sections, j), "id"));
    }
}

static void
finds_the_thing_under_all_its_names_M6(void **state)
{
    struct arena *arena = *state;
    const struct doc *what = section(arena, "what");
    static const char *const names[] = {"informational interview", "Information Interview",
                                        "research interview", "research interviewing",
                                        "informational interviewing"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_true(guide_fits(arena, what, text_fold(arena, names[i])) > 0);
    assert_int_equal(guide_fits(arena, what, "zeppelin"), 0);
    assert_int_equal(guide_fits(arena, what, "interview zeppelin"), 0);
}

static void
says_that_it_is_about_information_and_never_a_job_M2_M3(void **state)
{
    const struct doc *not_it = section(*state, "not");
    assert_true(says(not_it, "not a job interview"));
    assert_true(says(not_it, "Do not ask for a job, an internship"));
}

static void
says_who_asks_and_what_it_can_be_about(void **state)
{
    const struct doc *what = section(*state, "what");
    assert_true(says(what, "You asked for it, you ask the questions"));
    assert_true(says(what,
                     "an occupation, an industry, an organization, a single position, a place, "
                     "or one person\xE2\x80\x99s path"));
}

static void
says_why_people_in_the_work_are_asked_M5_M23(void **state)
{
    const struct doc *why = section(*state, "why");
    assert_true(says(why, "among the best sources"));
    assert_true(says(why, "Much of looking for work is whom you know"));
}

static void
calms_the_first_timer_and_asks_for_a_good_impression_M13_M14(void **state)
{
    const struct doc *worries = section(*state, "worries"), *what = section(*state, "what");
    assert_true(says(worries, "less at stake than in a job interview"));
    assert_true(says(worries, "ten minutes about a hobby"));
    assert_true(says(what, "more casual than a job interview"));
    assert_true(says(what, "be yourself at your best"));
}

static void
points_to_more_help_with_the_network_M66(void **state)
{
    struct arena *arena = *state;
    const struct doc *network = section(arena, "network");
    assert_true(guide_fits(arena, network, "help networking") > 0);
    assert_true(says(network, "the career office of your school"));
    char *circles = data_text(arena, "web/pages/circles.html");
    assert_non_null(strstr(circles, "href=\"/guide#network\""));
}

static void
has_every_section_that_a_page_leads_to(void **state)
{
    struct arena *arena = *state;
    char *layout = data_text(arena, "web/layout.html");
    for (const char *at = strstr(layout, "}}#"); at != NULL; at = strstr(at + 1, "}}#"))
        assert_non_null(section(arena, arena_copy(arena, at + 3, strcspn(at + 3, "{\""))));
}

static void
refuses_a_text_before_the_first_section(void **state)
{
    struct doc *sections = NULL;
    assert_int_equal(guide_read(*state, "words\n## a: A\n", &sections), STATUS_INVALID);
    assert_int_equal(guide_read(*state, "## no identifier\n", &sections), STATUS_INVALID);
    assert_null(sections);
    assert_int_equal(guide_read(*state, "# a note\n", &sections), STATUS_OK);
    assert_int_equal(doc_count(sections), 0);
}

static void
joins_wrapped_lines_and_splits_lists(void **state)
{
    struct doc *sections = NULL;
    assert_int_equal(
        guide_read(*state, "## a: A title\nkeywords: k\n\none\ntwo\n- x\n- y\n\nend", &sections),
        STATUS_OK);
    const struct doc *blocks = doc_get(doc_item(sections, 0), "blocks");
    static const char *const expected[][2] = {
        {"text", "one two"}, {"item", "x"}, {"item", "y"}, {"text", "end"}};
    assert_int_equal(doc_count(blocks), 4);
    for (uint32_t i = 0; i < 4; i++) {
        assert_string_equal(doc_text_of(doc_item(blocks, i), "kind"), expected[i][0]);
        assert_string_equal(doc_text_of(doc_item(blocks, i), "text"), expected[i][1]);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_sections_with_titles_and_blocks),
        TEST(finds_the_thing_under_all_its_names_M6),
        TEST(says_that_it_is_about_information_and_never_a_job_M2_M3),
        TEST(says_who_asks_and_what_it_can_be_about),
        TEST(says_why_people_in_the_work_are_asked_M5_M23),
        TEST(calms_the_first_timer_and_asks_for_a_good_impression_M13_M14),
        TEST(points_to_more_help_with_the_network_M66),
        TEST(has_every_section_that_a_page_leads_to),
        TEST(refuses_a_text_before_the_first_section),
        TEST(joins_wrapped_lines_and_splits_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
