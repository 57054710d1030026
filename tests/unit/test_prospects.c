/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_data.h"

#include "base/asset.h"
#include "method/prospects.h"

#include <string.h>

static bool
is_personnel(const char *title)
{
    struct arena arena;
    arena_open(&arena);
    const struct asset *titles = asset_find(PROSPECT_TITLES);
    assert_non_null(titles);
    bool found = prospect_is_personnel(&arena, titles->bytes, title);
    arena_close(&arena);
    return found;
}

static void
knows_titles_of_personnel_offices_as_whole_words_M217(void **state)
{
    (void)state;
    static const char *const inside[] = {"Recruiter",
                                         "Senior HR Business Partner",
                                         "Head of Human Resources",
                                         "VP, Talent Acquisition (EMEA)",
                                         "Director of people operations",
                                         "PERSONNEL OFFICER"};
    static const char *const outside[] = {"Chromatographer",
                                          "Three-ring circus director",
                                          "Resources engineer",
                                          "Ecologist",
                                          "",
                                          "Talented painter",
                                          "Personnelle"};
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        assert_true(is_personnel(inside[i]));
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        assert_false(is_personnel(outside[i]));
    assert_false(is_personnel(NULL));
}

/* The codes of the hints for these facts, with a blank behind each. */
static const char *
codes(struct arena *arena, bool filtered, int count, bool more, int personnel, const char *circle)
{
    struct doc *facts = doc_map(arena);
    const char *text = "";
    doc_set_bool(facts, "filtered", filtered);
    doc_set_int(facts, "count", count);
    doc_set_bool(facts, "more", more);
    doc_set_int(facts, "personnel", personnel);
    doc_set_text(facts, "circle", circle);
    const struct doc *hints = prospect_hints(arena, facts);
    for (uint32_t i = 0; i < doc_count(hints); i++)
        text = arena_print(arena, "%s%s ", text, doc_text_of(doc_item(hints, i), "code"));
    return text;
}

static void
advises_to_widen_before_narrowing_when_nobody_fits_M220(void **state)
{
    (void)state;
    struct arena arena;
    arena_open(&arena);
    assert_string_equal(codes(&arena, true, 0, false, 0, NULL), "hint.widen ");
    assert_string_equal(codes(&arena, true, 0, true, 0, NULL), ""); /* not all were looked at */
    assert_string_equal(codes(&arena, true, 1, false, 0, NULL), "");
    assert_string_equal(codes(&arena, false, 0, false, 0, NULL), "");
    arena_close(&arena);
}

static void
speaks_of_personnel_offices_and_of_boards_where_they_are_listed_M217_M218(void **state)
{
    (void)state;
    struct arena arena;
    arena_open(&arena);
    assert_string_equal(codes(&arena, false, 9, false, 2, NULL), "hint.personnel ");
    assert_string_equal(codes(&arena, true, 9, false, 0, "association"), "hint.boards ");
    assert_string_equal(codes(&arena, true, 0, false, 0, "association"), "hint.widen hint.boards ");
    assert_string_equal(codes(&arena, true, 9, false, 0, "friend"), "");
    arena_close(&arena);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_titles_of_personnel_offices_as_whole_words_M217),
        cmocka_unit_test(advises_to_widen_before_narrowing_when_nobody_fits_M220),
        cmocka_unit_test(speaks_of_personnel_offices_and_of_boards_where_they_are_listed_M217_M218),
    };
    return cmocka_run_group_tests_name("prospects", tests, NULL, NULL);
}
