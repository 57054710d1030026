/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_data.h"

#include "method/questions.h"

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
bank(struct arena *arena, const char *name)
{
    struct doc *questions = NULL;
    char *path = arena_print(arena, "data/questions/en/%s.txt", name);
    assert_int_equal(questions_read(arena, data_text(arena, path), &questions), STATUS_OK);
    return questions;
}

static void
reads_topic_and_must_of_each_question(void **state)
{
    struct doc *questions = NULL;
    assert_int_equal(
        questions_read(*state, "# note\n\n[Path]\n! How?\nWhy?\n[End]\nWho?\n", &questions),
        STATUS_OK);
    assert_int_equal(doc_count(questions), 3);
    assert_string_equal(doc_text_of(doc_item(questions, 0), "text"), "How?");
    assert_true(doc_bool_of(doc_item(questions, 0), "must"));
    assert_false(doc_bool_of(doc_item(questions, 1), "must"));
    assert_string_equal(doc_text_of(doc_item(questions, 2), "topic"), "End");
}

static void
refuses_a_question_without_a_topic(void **state)
{
    struct doc *questions = NULL;
    assert_int_equal(questions_read(*state, "How?\n", &questions), STATUS_INVALID);
    assert_null(questions);
}

static bool
is_open_question(const char *text)
{
    static const char *const closed[] = {"Is ",    "Are ",   "Do ",   "Does ", "Did ", "Can ",
                                         "Could ", "Would ", "Will ", "Have ", "Has "};
    for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++)
        if (strncmp(text, closed[i], strlen(closed[i])) == 0)
            return false;
    return text[0] != '\0' && text[strlen(text) - 1] == '?';
}

static void
holds_sixty_open_questions_in_the_bank(void **state)
{
    struct doc *questions = bank(*state, "bank");
    assert_true(doc_count(questions) >= 58);
    for (uint32_t i = 0; i < doc_count(questions); i++) {
        const char *text = doc_text_of(doc_item(questions, i), "text");
        if (!is_open_question(text))
            fail_msg("not an open question: %s", text);
        for (uint32_t j = 0; j < i; j++)
            assert_string_not_equal(text, doc_text_of(doc_item(questions, j), "text"));
    }
}

/* The starter set is taken from the bank, begins with the journey and ends with who else. */
static void
offers_a_starter_set_that_fits_into_one_talk(void **state)
{
    struct arena *arena = *state;
    struct doc *starter = bank(arena, "starter"), *all = bank(arena, "bank");
    struct policy policy = data_policy(arena, NULL);
    int musts = 0;
    for (uint32_t i = 0; i < doc_count(starter); i++) {
        const struct doc *question = doc_item(starter, i);
        bool found = false;
        for (uint32_t j = 0; j < doc_count(all); j++)
            found = found || doc_equal(question, doc_item(all, j));
        if (!found)
            fail_msg("not in the bank: %s", doc_text_of(question, "text"));
        musts += doc_bool_of(question, "must") ? 1 : 0;
    }
    assert_true(musts >= 5 && musts <= policy.must_questions_most);
    assert_string_equal(doc_text_of(doc_item(starter, 0), "topic"), "Journey");
    const struct doc *last = doc_item(starter, doc_count(starter) - 1);
    assert_non_null(strstr(doc_text_of(last, "text"), "Who else"));
    assert_true(doc_bool_of(last, "must"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_topic_and_must_of_each_question),
        TEST(refuses_a_question_without_a_topic),
        TEST(holds_sixty_open_questions_in_the_bank),
        TEST(offers_a_starter_set_that_fits_into_one_talk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
