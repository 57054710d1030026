/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of a person: saved, read back and taken back. */
#include "house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct house house;
static const char *engine = "sqlite";

static int
open_house(void **state)
{
    (void)state;
    house_open(&house, engine);
    return 0;
}

static int
close_house(void **state)
{
    (void)state;
    house_close(&house);
    return 0;
}

static const char *
language_of(const struct doc *ids)
{
    struct doc *read = house_do(&house, "person read", "<\"id\":\"{person}\">", ids);
    assert_true(doc_has(read, "preferred_language"));
    return doc_text_of(read, "preferred_language");
}

/* Saves what the JSON says of the person; the id of the change. */
static const char *
save(const char *json, const struct doc *ids)
{
    struct answer saved = house_call(&house, &house.owner, "person save", json, ids);
    assert_int_equal(saved.status, STATUS_OK);
    assert_non_null(saved.change);
    return saved.change;
}

static void
keeps_the_language_you_speak_together(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    const char *before = house_dump(&house, 1);
    assert_string_equal(language_of(ids), "");
    doc_set_text(ids, "change",
                 save("<\"id\":\"{person}\",\"preferred_language\":\" Español \">", ids));
    assert_string_equal(language_of(ids), "Español");
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_string_equal(language_of(ids), "");
    assert_string_equal(house_dump(&house, 1), before);
    /* Who saves something else leaves it as it is. */
    (void)save("<\"id\":\"{person}\",\"preferred_language\":\"Deutsch\">", ids);
    (void)save("<\"id\":\"{person}\",\"title\":\"Curator\">", ids);
    assert_string_equal(language_of(ids), "Deutsch");
}

/* Whatever was last between the two decides what is next, and the act leads to that very row (M67). */
static void
says_what_is_next_after_each_step_M67(void **state)
{
    (void)state;
    static const char *const steps[][4] = {
        {NULL, NULL, "next.ask", "/request/form?person={person}"},
        {"request save", "<\"person\":\"{person}\">", "next.finish_draft", "/request/{request}"},
        {"request send", "<\"id\":\"{request}\">", "next.record_answer", "/request/{request}"},
        {"request answer", "<\"id\":\"{request}\",\"state\":\"no_answer\">", "next.no_answer",
         "/request/{request}"},
        {"request answer", "<\"id\":\"{request}\",\"state\":\"accepted\">", "next.arrange",
         "/interview/form?request={request}"},
        {"interview save",
         "<\"person\":\"{person}\",\"request\":\"{request}\",\"start_local\":\"2026-06-02T15:00\","
         "\"zone\":\"Europe/Berlin\">",
         "next.prepare", "/interview/{interview}"},
        {"interview start", "<\"id\":\"{interview}\">", "next.room", "/interview/{interview}/room"},
        {"interview end", "<\"id\":\"{interview}\">", "next.look_back", "/interview/{interview}"},
    };
    struct doc *ids = doc_map(&house.arena);
    struct doc *person = house_do(&house, "person save", "<\"name\":\"Bo Adeyemi\">", NULL);
    doc_set(ids, "person", *doc_get(person, "id"));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (steps[i][0] != NULL) {
            struct doc *saved = house_do(&house, steps[i][0], steps[i][1], ids);
            const char *noun = strncmp(steps[i][0], "request", 7) == 0 ? "request" : "interview";
            doc_set(ids, noun, *doc_get(saved, "id"));
        }
        const struct doc *next =
            doc_get(house_do(&house, "person read", "<\"id\":\"{person}\">", ids), "next");
        assert_string_equal(doc_text_of(next, "code"), steps[i][2]);
        assert_string_equal(doc_text_of(next, "act_path"), house_fill(&house, steps[i][3], ids));
    }
}

/* The stage follows from what is there: also when the newest request goes, or its making is undone. */
static void
forgets_the_stage_of_a_request_that_is_removed(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    doc_set(ids, "person",
            *doc_get(house_do(&house, "person save", "<\"name\":\"Bo Adeyemi\">", NULL), "id"));
    const char *before = house_dump(&house, 1);
    struct answer saved =
        house_call(&house, &house.owner, "request save", "<\"person\":\"{person}\">", ids);
    assert_int_equal(saved.status, STATUS_OK);
    doc_set_text(ids, "change", saved.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_string_equal(house_dump(&house, 1), before);
    saved = house_call(&house, &house.owner, "request save", "<\"person\":\"{person}\">", ids);
    doc_set(ids, "request", *doc_get(saved.document, "id"));
    house_do(&house, "request remove", "<\"id\":\"{request}\">", ids);
    assert_string_equal(house_dump(&house, 1), before);
}

static void
finds_people_by_their_job_title_too(void **state)
{
    (void)state;
    house_do(&house, "person save", "<\"name\":\"Bo Adeyemi\",\"title\":\"Urban ecologist\">",
             NULL);
    house_do(&house, "person save", "<\"name\":\"Cy Ruiz\",\"title\":\"Editor\">", NULL);
    const struct doc *items =
        doc_get(house_do(&house, "person list", "<\"query\":\"ecolog urban\">", NULL), "items");
    assert_int_equal(doc_count(items), 1);
    assert_string_equal(doc_text_of(doc_item(items, 0), "name"), "Bo Adeyemi");
}

/* The labels of a refusal because several fit, or of whom was read. */
static const char *
meant(const char *name)
{
    struct answer answer = house_call(&house, &house.owner, "person read",
                                      arena_print(&house.arena, "<\"id\":\"%s\">", name), NULL);
    if (answer.status == STATUS_OK)
        return arena_print(&house.arena, "%s, %s", doc_text_of(answer.document, "name"),
                           doc_text_of(answer.document, "organization"));
    const struct doc *field = doc_item(doc_get(answer.problem, "fields"), 0);
    return doc_text_of(field, "found");
}

static void
means_who_has_exactly_the_name_before_all_whose_names_hold_it(void **state)
{
    (void)state;
    static const char *const people[][2] = {
        {"Eva Stein", "Museum"},    {"Eva Steinberg", "Museum"}, {"Eva Adler Stein", "Museum"},
        {"Kim Lee", "Harbor"},      {"Lee Kim", "Library"},      {"Noa Bar", "Harbor"},
        {"Noa Barak", "Library"},   {"Noa Bar", "School"},       {"Jean Dupont", "Harbor"},
        {"Jeanne Dupont", "School"}};
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        house_do(&house, "person save",
                 arena_print(&house.arena, "<\"name\":\"%s\",\"organization\":\"%s\">",
                             people[i][0], people[i][1]),
                 NULL);
    assert_string_equal(meant("Eva Stein"), "Eva Stein, Museum");
    assert_string_equal(meant("  EVA  stein "), "Eva Stein, Museum");
    assert_string_equal(meant("Kim Lee"), "Kim Lee, Harbor");
    assert_string_equal(meant("lee kim"), "Lee Kim, Library");
    assert_string_equal(meant("Steinberg"), "Eva Steinberg, Museum");
    assert_string_equal(meant("Noa Bar"), "Noa Bar, Harbor; Noa Bar, School");
    assert_string_equal(meant("Eva Ste"),
                        "Eva Stein, Museum; Eva Adler Stein, Museum; Eva Steinberg, Museum");
    house_do(&house, "target save", "<\"name\":\"Curator\",\"kind\":\"occupation\">", NULL);
    house_do(&house, "target save", "<\"name\":\"Art curator\",\"kind\":\"occupation\">", NULL);
    const struct doc *target = house_do(&house, "target read", "<\"id\":\"curator\">", NULL);
    assert_string_equal(doc_text_of(target, "name"), "Curator");
}

int
main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(says_what_is_next_after_each_step_M67, open_house,
                                        close_house),
        cmocka_unit_test_setup_teardown(
            means_who_has_exactly_the_name_before_all_whose_names_hold_it, open_house, close_house),
        cmocka_unit_test_setup_teardown(finds_people_by_their_job_title_too, open_house,
                                        close_house),
        cmocka_unit_test_setup_teardown(forgets_the_stage_of_a_request_that_is_removed, open_house,
                                        close_house),
        cmocka_unit_test_setup_teardown(keeps_the_language_you_speak_together, open_house,
                                        close_house),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("people", tests, NULL, NULL);
}
