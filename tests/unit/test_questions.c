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

/* The id stays when the words are changed. */
static void
asks_who_else_under_an_id_that_stays_M208(void **state)
{
    struct doc *all = bank(*state, "bank");
    int found = 0;
    for (uint32_t i = 0; i < doc_count(all); i++) {
        const struct doc *question = doc_item(all, i);
        assert_true(doc_text_of(question, "text")[0] != '@');
        if (strcmp(doc_text_of(question, "key"), "who_else") != 0)
            continue;
        found++;
        assert_non_null(strstr(doc_text_of(question, "text"), "suggest I talk to"));
        assert_true(doc_bool_of(question, "must"));
    }
    assert_int_equal(found, 1);
}

static bool
has_text(const struct doc *questions, const char *text)
{
    for (uint32_t i = 0; i < doc_count(questions); i++)
        if (strcmp(doc_text_of(doc_item(questions, i), "text"), text) == 0)
            return true;
    return false;
}

static void
has_other_questions_for_other_stages_M105(void **state)
{
    static const char *const names[] = {"focusing", "searching"};
    struct doc *all = bank(*state, "bank"), *starter = bank(*state, "starter");
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        struct doc *set = bank(*state, names[k]);
        int others = 0;
        assert_true(doc_count(set) >= 10 && doc_count(set) <= 15);
        for (uint32_t i = 0; i < doc_count(set); i++) {
            const char *text = doc_text_of(doc_item(set, i), "text");
            if (!has_text(all, text))
                fail_msg("not in the bank: %s", text);
            others += !has_text(starter, text);
        }
        assert_true(others >= 6);
        assert_string_equal(doc_text_of(doc_item(set, 0), "topic"), "Journey");
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
        TEST(asks_who_else_under_an_id_that_stays_M208),
        TEST(has_other_questions_for_other_stages_M105),
        TEST(offers_a_starter_set_that_fits_into_one_talk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
