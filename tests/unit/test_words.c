/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/catalog.h"
#include "views/words.h"
#include "views/words_table.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const int64_t now = 1772442000000; /* 2026-03-02T09:00:00Z */

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

static const char *
say(const char *language, const char *code, const struct doc *arguments)
{
    struct reader reader = reader_open(language, "UTC", now);
    return words_say(&reader, &arena, code, arguments);
}

static void
says_a_code_as_a_sentence(void **state)
{
    (void)state;
    assert_string_equal(say("en", "field.required", NULL), "Please fill this in.");
    assert_true(words_know("field.required"));
}

static void
gives_a_code_that_nobody_knows_back(void **state)
{
    (void)state;
    assert_string_equal(say("en", "no.such_code", NULL), "no.such_code");
    assert_false(words_know("no.such_code"));
    assert_false(words_know(""));
    assert_false(words_know("field"));
}

static void
fills_holes_with_numbers_and_texts(void **state)
{
    (void)state;
    struct doc *arguments = doc_map(&arena);
    doc_set_int(arguments, "least", 15);
    doc_set_int(arguments, "most", 20000);
    doc_set_text(arguments, "choices", "yes, no {most}");
    assert_string_equal(say("en", "field.range", arguments),
                        "Please choose a number from 15 to 20,000.");
    assert_string_equal(say("en", "field.not_choice", arguments),
                        "Please choose one of these: yes, no {most}.");
}

static void
leaves_a_hole_without_an_argument_in_sight(void **state)
{
    (void)state;
    assert_string_equal(say("en", "field.not_choice", NULL),
                        "Please choose one of these: {choices}.");
}

static void
says_it_in_the_language_of_the_reader(void **state)
{
    (void)state;
    struct doc *arguments = doc_map(&arena);
    doc_set_text(arguments, "choices", "a");
    const char *said = say("qps", "field.not_choice", arguments);
    assert_non_null(strstr(said, "⟦"));
    assert_null(strstr(said, "{choices}"));
    assert_null(strstr(said, "Please"));
}

/* A problem as call_perform leaves it. */
static struct doc *
problem_of(const char *status, const char *code, const char *field, const char *field_code)
{
    struct doc *problem = doc_map(&arena);
    doc_set_text(problem, "status", status);
    doc_set_text(problem, "code", code);
    struct doc *fields = doc_list(&arena);
    struct doc *one = doc_map(&arena);
    doc_set_text(one, "field", field);
    doc_set_text(one, "code", field_code);
    doc_set_int(one, "most", 200);
    (void)doc_push(fields, *one);
    doc_set(problem, "fields", *fields);
    return problem;
}

static void
puts_a_problem_and_its_fields_into_words(void **state)
{
    (void)state;
    struct reader reader = reader_open("en", "UTC", now);
    struct doc *problem = problem_of("invalid", "call.invalid", "title", "field.too_long");
    words_problem(&reader, &arena, problem);
    assert_string_equal(doc_text_of(problem, "title"),
                        "Some of this needs another look. Nothing was stored yet. Please mend it "
                        "and send it again.");
    assert_string_equal(doc_text_of(doc_item(doc_get(problem, "fields"), 0), "message"),
                        "This is longer than 200 characters. Please shorten it.");
}

static void
never_shows_a_raw_code_to_people(void **state)
{
    (void)state;
    struct reader reader = reader_open("en", "UTC", now);
    struct doc *problem = problem_of("missing", "no.such_code", "x", "no.such_code");
    words_problem(&reader, &arena, problem);
    assert_string_equal(doc_text_of(problem, "title"), say("en", "call.missing", NULL));
    assert_string_equal(doc_text_of(doc_item(doc_get(problem, "fields"), 0), "message"),
                        say("en", "field.invalid", NULL));
    struct doc *bare = doc_map(&arena);
    words_problem(&reader, &arena, bare);
    assert_string_equal(doc_text_of(bare, "title"), say("en", "call.failed", NULL));
}

static void
has_words_for_every_status(void **state)
{
    (void)state;
    for (int status = STATUS_INVALID; status <= STATUS_FAILED; status++)
        assert_true(words_know(arena_print(&arena, "call.%s", status_name((enum status)status))));
}

static void
keeps_its_codes_sorted_and_once(void **state)
{
    (void)state;
    assert_true(words_table.count > 100);
    for (uint32_t i = 1; i < words_table.count; i++)
        assert_true(strcmp(words_table.text + words_table.entries[i - 1].code,
                           words_table.text + words_table.entries[i].code) < 0);
}

/* experience.md: kind, exact, short; no exclamation marks. */
static void
shouts_in_no_sentence(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < words_table.count; i++) {
        const char *sentence = words_table.text + words_table.entries[i].sentence;
        const char *mark = strchr(sentence, '!');
        if (mark != NULL)
            fail_msg("entry %u shouts: ...%s", i, mark);
        assert_false(isspace((unsigned char)sentence[strlen(sentence) - 1]));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_a_code_as_a_sentence),
        cmocka_unit_test(gives_a_code_that_nobody_knows_back),
        cmocka_unit_test(fills_holes_with_numbers_and_texts),
        cmocka_unit_test(leaves_a_hole_without_an_argument_in_sight),
        cmocka_unit_test(says_it_in_the_language_of_the_reader),
        cmocka_unit_test(puts_a_problem_and_its_fields_into_words),
        cmocka_unit_test(never_shows_a_raw_code_to_people),
        cmocka_unit_test(has_words_for_every_status),
        cmocka_unit_test(keeps_its_codes_sorted_and_once),
        cmocka_unit_test(shouts_in_no_sentence),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
