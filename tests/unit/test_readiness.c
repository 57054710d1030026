/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_data.h"

#include "method/readiness.h"

struct sheet {
    struct arena arena;
    struct policy policy;
    struct doc *interview;
};

static int
open_sheet(void **state)
{
    static struct sheet sheet;
    arena_open(&sheet.arena);
    sheet.policy = data_policy(&sheet.arena, NULL);
    sheet.interview = doc_map(&sheet.arena);
    *state = &sheet;
    return 0;
}

static int
close_sheet(void **state)
{
    arena_close(&((struct sheet *)*state)->arena);
    return 0;
}

static void
set_in(struct sheet *sheet, const char *part, const char *key, const char *text)
{
    struct doc *map = doc_map(&sheet->arena);
    if (doc_has(sheet->interview, part))
        *map = *doc_get(sheet->interview, part);
    doc_set_text(map, key, text);
    doc_set(sheet->interview, part, *map);
}

static void
set_list(struct sheet *sheet, const char *key)
{
    struct doc *list = doc_list(&sheet->arena);
    doc_push(list, doc_text("one"));
    doc_set(sheet->interview, key, *list);
}

static void
fill(struct sheet *sheet)
{
    set_in(sheet, "whom", "name", "Ada Quinn");
    set_in(sheet, "whom", "pronunciation", "AY-da KWIN");
    set_in(sheet, "whom", "title", "Urban ecologist");
    set_in(sheet, "whom", "organization", "Lakeside Parks");
    set_in(sheet, "whom", "phone", "555 0100");
    set_in(sheet, "my", "introduction", "I am a biology graduate.");
    doc_set_int(sheet->interview, "start_at", 1772532000000);
    doc_set_int(sheet->interview, "confirmed_at", 1772532000000);
    doc_set_int(sheet->interview, "minutes", 25);
    doc_set_text(sheet->interview, "zone", "Europe/Berlin");
    doc_set_text(sheet->interview, "place_kind", "worksite");
    doc_set_text(sheet->interview, "place", "12 Harbor Street");
    set_list(sheet, "objectives");
    set_list(sheet, "questions");
}

static const struct doc *
point(struct sheet *sheet, const char *id)
{
    struct doc *list = readiness_of(&sheet->arena, &sheet->policy, sheet->interview);
    for (uint32_t i = 0; i < doc_count(list); i++)
        if (strcmp(doc_text_of(doc_item(list, i), "id"), id) == 0)
            return doc_item(list, i);
    fail_msg("no point %s", id);
    return NULL;
}

static bool
done(struct sheet *sheet, const char *id)
{
    return doc_bool_of(point(sheet, id), "done");
}

static int
open_points(struct sheet *sheet)
{
    return readiness_open(readiness_of(&sheet->arena, &sheet->policy, sheet->interview));
}

static void
has_every_point_open_on_an_empty_sheet_and_none_on_a_full_one(void **state)
{
    struct sheet *sheet = *state;
    struct doc *list = readiness_of(&sheet->arena, &sheet->policy, sheet->interview);
    assert_int_equal(readiness_open(list), (int)doc_count(list));
    assert_true(doc_count(list) >= 12);
    fill(sheet);
    assert_int_equal(open_points(sheet), 0);
}

static void
wants_the_name_how_it_is_said_and_the_title_M94_M95_M96(void **state)
{
    struct sheet *sheet = *state;
    static const char *const parts[] = {"name", "pronunciation", "title"};
    static const int items[] = {94, 95, 96};
    for (size_t i = 0; i < 3; i++) {
        fill(sheet);
        assert_true(done(sheet, parts[i]));
        set_in(sheet, "whom", parts[i], "");
        assert_false(done(sheet, parts[i]));
        assert_int_equal(open_points(sheet), 1);
        assert_int_equal(doc_int_of(point(sheet, parts[i]), "item"), items[i]);
    }
}

static void
wants_time_zone_place_and_a_way_to_reach_them_M91(void **state)
{
    struct sheet *sheet = *state;
    fill(sheet);
    doc_set_text(sheet->interview, "zone", "");
    assert_false(done(sheet, "time"));
    doc_set_text(sheet->interview, "place", "");
    assert_false(done(sheet, "place"));
    doc_set_text(sheet->interview, "place_kind", "phone");
    assert_true(done(sheet, "place"));
    set_in(sheet, "whom", "phone", "");
    assert_false(done(sheet, "contact"));
    doc_set_text(sheet->interview, "phone_hint", "555 0199, ask for Ada");
    assert_true(done(sheet, "contact"));
}

static void
lets_the_agreed_minutes_go_before_the_policy_M92(void **state)
{
    struct sheet *sheet = *state;
    assert_false(done(sheet, "minutes"));
    assert_int_equal(readiness_minutes(&sheet->policy, sheet->interview), 20);
    doc_set_int(sheet->interview, "minutes", 45);
    assert_true(done(sheet, "minutes"));
    assert_int_equal(readiness_minutes(&sheet->policy, sheet->interview), 45);
    assert_int_equal(doc_int_of(point(sheet, "minutes"), "minutes"), 45);
    sheet->policy = data_policy(&sheet->arena, "minutes_15_to_20");
    assert_int_equal(readiness_minutes(&sheet->policy, sheet->interview), 45);
}

static void
wants_objectives_and_a_list_of_questions_M103_M104(void **state)
{
    struct sheet *sheet = *state;
    fill(sheet);
    assert_true(done(sheet, "objectives"));
    assert_true(done(sheet, "questions"));
    doc_set(sheet->interview, "objectives", *doc_list(&sheet->arena));
    doc_set(sheet->interview, "questions", *doc_list(&sheet->arena));
    assert_false(done(sheet, "objectives"));
    assert_false(done(sheet, "questions"));
    assert_int_equal(doc_int_of(point(sheet, "objectives"), "item"), 104);
    assert_int_equal(open_points(sheet), 2);
}

static void
counts_the_same_from_a_row_of_a_list(void **state)
{
    struct sheet *sheet = *state;
    struct doc *row = doc_map(&sheet->arena);
    doc_set_text(row, "person_name", "Ada Quinn");
    doc_set_text(row, "pronunciation", "");
    doc_set(row, "title", doc_null());
    doc_set_int(row, "questions", 0);
    doc_set_text(row, "place_kind", "phone");
    doc_set_text(row, "place", "");
    assert_int_equal(readiness_open_of_row(row), 3);
    doc_set_int(row, "questions", 4);
    doc_set_text(row, "place_kind", "public");
    assert_int_equal(readiness_open_of_row(row), 3);
    doc_set_text(row, "place", "Café at the corner");
    assert_int_equal(readiness_open_of_row(row), 2);
}

static void
has_words_for_every_point(void **state)
{
    struct sheet *sheet = *state;
    const char *words = data_text(&sheet->arena, "data/words/method_cards.txt");
    struct doc *list = readiness_of(&sheet->arena, &sheet->policy, sheet->interview);
    for (uint32_t i = 0; i < doc_count(list); i++) {
        const char *code = doc_text_of(doc_item(list, i), "code");
        if (strstr(words, arena_print(&sheet->arena, "\n%s = ", code)) == NULL)
            fail_msg("no words for %s", code);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_sheet, close_sheet)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(has_every_point_open_on_an_empty_sheet_and_none_on_a_full_one),
        TEST(wants_the_name_how_it_is_said_and_the_title_M94_M95_M96),
        TEST(wants_time_zone_place_and_a_way_to_reach_them_M91),
        TEST(lets_the_agreed_minutes_go_before_the_policy_M92),
        TEST(wants_objectives_and_a_list_of_questions_M103_M104),
        TEST(counts_the_same_from_a_row_of_a_list),
        TEST(has_words_for_every_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
