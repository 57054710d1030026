/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_data.h"

#include "method/coverage.h"

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

/* Adds {first: one, second: two} to the list under `name`. */
static void
give(struct doc *facts, const char *name, const char *const pairs[2][2])
{
    struct doc *row = doc_map(&arena), *list = doc_list(&arena);
    const struct doc *before = doc_get(facts, name);
    for (uint32_t i = 0; i < doc_count(before); i++)
        (void)doc_push(list, *doc_item(before, i));
    for (int i = 0; i < 2; i++)
        if (pairs[i][0] != NULL)
            doc_set_text(row, pairs[i][0], pairs[i][1]);
    (void)doc_push(list, *row);
    doc_set(facts, name, *list);
}

static const struct doc *
row_of(const struct doc *coverage, const char *topic)
{
    const struct doc *rows = doc_get(coverage, "rows");
    for (uint32_t i = 0; i < doc_count(rows); i++)
        if (strcmp(doc_text_of(doc_item(rows, i), "topic"), topic) == 0)
            return doc_item(rows, i);
    fail_msg("no row of %s", topic);
    return NULL;
}

static bool
advises(const struct doc *coverage, const char *code)
{
    const struct doc *advice = doc_get(coverage, "advice");
    for (uint32_t i = 0; i < doc_count(advice); i++)
        if (strcmp(doc_text_of(doc_item(advice, i), "code"), code) == 0)
            return true;
    return false;
}

static void
has_a_row_for_each_topic_that_a_picture_of_work_needs_M9_M10_M11(void **state)
{
    (void)state;
    static const char *const topics[] = {"job",     "tasks",     "day", "environment",
                                         "company", "education", "path"};
    const struct doc *coverage = coverage_of(&arena, doc_map(&arena));
    assert_int_equal(doc_count(doc_get(coverage, "rows")), 7);
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
        assert_string_equal(doc_text_of(row_of(coverage, topics[i]), "state"), "open");
    assert_int_equal(doc_int_of(coverage, "open"), 7);
}

static void
tells_reading_from_people_and_counts_each_person_once_M51(void **state)
{
    (void)state;
    struct doc *facts = doc_map(&arena);
    give(facts, "facts", (const char *const[2][2]){{"kind", "tasks"}, {NULL}});
    give(facts, "heard", (const char *const[2][2]){{"topic", "Fit"}, {"person", "ada"}});
    give(facts, "heard",
         (const char *const[2][2]){{"topic", "Likes and dislikes"}, {"person", "ada"}});
    give(facts, "heard", (const char *const[2][2]){{"topic", "Fit"}, {"person", "bo"}});
    give(facts, "heard", (const char *const[2][2]){{"topic", "Tasks"}, {"person", "bo"}});
    give(facts, "heard", (const char *const[2][2]){{"topic", "My own"}, {"person", "bo"}});
    const struct doc *coverage = coverage_of(&arena, facts);
    assert_string_equal(doc_text_of(row_of(coverage, "tasks"), "state"), "both");
    assert_string_equal(doc_text_of(row_of(coverage, "job"), "state"), "talks");
    assert_int_equal(doc_int_of(row_of(coverage, "job"), "talks"), 2);
    assert_int_equal(doc_int_of(coverage, "by_desk"), 1);
    assert_int_equal(doc_int_of(coverage, "by_talks"), 2);
    assert_int_equal(doc_int_of(coverage, "known"), 2);
}

static void
begins_with_reading_M214(void **state)
{
    (void)state;
    struct doc *facts = doc_map(&arena);
    assert_true(advises(coverage_of(&arena, facts), "coverage.desk_first"));
    give(facts, "readings", (const char *const[2][2]){{"title", "Rivers"}, {NULL}});
    assert_true(advises(coverage_of(&arena, facts), "coverage.desk_first"));
    doc_set_bool(doc_item(doc_get(facts, "readings"), 0), "done", true);
    assert_false(advises(coverage_of(&arena, facts), "coverage.desk_first"));
}

static struct doc
bands(int64_t newer, int64_t some, int64_t senior)
{
    static const char *const codes[] = {"band.new", "band.some", "band.long"};
    const int64_t counts[] = {newer, some, senior};
    struct doc *list = doc_list(&arena);
    for (int i = 0; i < 3; i++) {
        struct doc *band = doc_map(&arena);
        doc_set_text(band, "code", codes[i]);
        doc_set_int(band, "count", counts[i]);
        (void)doc_push(list, *band);
    }
    return *list;
}

static void
looks_for_newer_and_for_experienced_people_M216(void **state)
{
    (void)state;
    struct doc *facts = doc_map(&arena);
    doc_set(facts, "bands", bands(0, 0, 0));
    assert_false(advises(coverage_of(&arena, facts), "coverage.ask_newer"));
    doc_set(facts, "bands", bands(0, 0, 2));
    assert_true(advises(coverage_of(&arena, facts), "coverage.ask_newer"));
    assert_false(advises(coverage_of(&arena, facts), "coverage.ask_senior"));
    doc_set(facts, "bands", bands(1, 1, 0));
    assert_true(advises(coverage_of(&arena, facts), "coverage.ask_senior"));
    doc_set(facts, "bands", bands(1, 0, 1));
    assert_false(advises(coverage_of(&arena, facts), "coverage.ask_newer"));
    assert_false(advises(coverage_of(&arena, facts), "coverage.ask_senior"));
}

static void
asks_nothing_more_of_a_talk_for_practice_M221(void **state)
{
    (void)state;
    struct doc *facts = doc_map(&arena);
    doc_set_bool(facts, "practice", true);
    const struct doc *coverage = coverage_of(&arena, facts);
    assert_int_equal(doc_count(doc_get(coverage, "rows")), 0);
    assert_int_equal(doc_count(doc_get(coverage, "advice")), 1);
    assert_true(advises(coverage, "coverage.practice"));
}

/* Among them tasks, environment and education, for which the bank needs questions of their own. */
static void
leads_from_every_topic_to_questions_of_the_bank_M10(void **state)
{
    (void)state;
    const char *bank = data_text(&arena, "data/questions/en/bank.txt");
    for (const char *const *topic = coverage_topics; *topic != NULL; topic++) {
        bool found = false;
        for (const char *at = strchr(bank, '['); at != NULL; at = strchr(at + 1, '[')) {
            const char *heading = arena_copy(&arena, at + 1, strcspn(at + 1, "]"));
            const char *about = coverage_topic(heading);
            found = found || (about != NULL && strcmp(about, *topic) == 0);
        }
        if (!found)
            fail_msg("no heading of the bank leads to %s", *topic);
    }
    assert_null(coverage_topic("Closing"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(has_a_row_for_each_topic_that_a_picture_of_work_needs_M9_M10_M11),
        TEST(tells_reading_from_people_and_counts_each_person_once_M51),
        TEST(begins_with_reading_M214),
        TEST(looks_for_newer_and_for_experienced_people_M216),
        TEST(asks_nothing_more_of_a_talk_for_practice_M221),
        TEST(leads_from_every_topic_to_questions_of_the_bank_M10),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
