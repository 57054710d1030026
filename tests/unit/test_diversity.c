/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_data.h"

#include "method/diversity.h"

#include <string.h>

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

static void
hear(struct doc *voices, const char *person, const char *since, const char *organization,
     const char *title)
{
    struct doc *row = doc_push(voices, *doc_map(&arena));
    doc_set_text(row, "person", person);
    doc_set_text(row, "field_since", since);
    doc_set_text(row, "organization_key", organization);
    doc_set_text(row, "title_key", title);
}

static const char *
code(const struct doc *voices)
{
    return doc_text_of(diversity_of(&arena, voices, 2026), "code");
}

static void
says_what_the_views_heard_have_in_common_M215(void **state)
{
    (void)state;
    struct doc *voices = doc_list(&arena);
    assert_string_equal(code(voices), "diversity.none");
    hear(voices, "p1", NULL, "parks", "ecologist");
    assert_string_equal(code(voices), "diversity.unknown");
    hear(voices, "p2", "2024", "parks", "ecologist");
    assert_string_equal(code(voices), "diversity.one_band");
    hear(voices, "p3", "2001-05", "parks", "ecologist");
    assert_string_equal(code(voices), "diversity.one_setting");
    hear(voices, "p4", "2020", "museum", "ecologist");
    assert_string_equal(code(voices), "diversity.one_specialty");
    hear(voices, "p5", "2021", "museum", "educator");
    assert_string_equal(code(voices), "diversity.good");
}

static void
counts_people_once_by_their_years_in_the_field_M215(void **state)
{
    (void)state;
    struct doc *voices = doc_list(&arena);
    hear(voices, "p1", "2026", "", "");
    hear(voices, "p1", "2026", "", "");
    hear(voices, "p2", "2023", "a", "x");
    hear(voices, "p3", "2016-01-01", "b", "");
    hear(voices, "p4", "soon", "a", "y");
    hear(voices, "p5", "2031", "", "y");
    const struct doc *figure = diversity_of(&arena, voices, 2026);
    static const int expected[] = {1, 1, 1, 2};
    assert_int_equal(doc_int_of(figure, "heard"), 5);
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(doc_int_of(doc_item(doc_get(figure, "bands"), i), "count"), expected[i]);
    assert_int_equal(doc_int_of(figure, "settings"), 2);
    assert_int_equal(doc_int_of(figure, "specialties"), 2);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(says_what_the_views_heard_have_in_common_M215, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(counts_people_once_by_their_years_in_the_field_M215,
                                        open_arena, close_arena),
    };
    return cmocka_run_group_tests_name("diversity", tests, NULL, NULL);
}
