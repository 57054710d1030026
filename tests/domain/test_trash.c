/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was removed: brought back, erased, and people who are forgotten. */
#include "house.h"

#include "call/job.h"
#include "statements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static void
run_jobs(void)
{
    bool idle = false;
    for (int i = 0; i < 200 && !idle; i++)
        assert_int_equal(job_work(&house.desk, &house.arena, NULL, &idle), STATUS_OK);
    assert_true(idle);
}

static const struct doc *
trash(void)
{
    return doc_get(house_do(&house, "trash list", NULL, NULL), "items");
}

static void
brings_back_a_removed_thing_with_all_that_went_with_it(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    const char *before = house_dump(&house, 1);
    house_do(&house, "target remove", "<\"id\":\"{target}\">", ids);
    assert_int_equal(doc_count(trash()), 1);
    const struct doc *item = doc_item(trash(), 0);
    assert_string_equal(doc_text_of(item, "name"), "Solstice ecologist");
    assert_string_equal(doc_text_of(item, "noun"), "target");
    assert_int_equal(doc_int_of(item, "others"), 4); /* objective, reading, fact, word */
    house_do(&house, "trash restore", "<\"id\":\"{target}\">", ids);
    assert_string_equal(house_dump(&house, 1), before);
    assert_int_equal(doc_count(trash()), 0);
}

static void
shows_a_removal_again_when_its_return_is_taken_back(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    house_do(&house, "person remove", "<\"id\":\"{person}\">", ids);
    struct answer back =
        house_call(&house, &house.owner, "trash restore", "<\"id\":\"{person}\">", ids);
    assert_int_equal(back.status, STATUS_OK);
    doc_set_text(ids, "change", back.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_int_equal(doc_count(trash()), 1);
    house_do(&house, "trash restore", "<\"id\":\"{person}\">", ids);
    house_do(&house, "person read", "<\"id\":\"{person}\">", ids);
    /* What was made and taken back is no rubbish of anybody's. */
    struct answer made =
        house_call(&house, &house.owner, "person save", "<\"name\":\"Bo Ruiz\">", NULL);
    doc_set_text(ids, "change", made.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_int_equal(doc_count(trash()), 0);
}

static void
erases_one_thing_for_good(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    struct answer removed =
        house_call(&house, &house.owner, "task remove", "<\"id\":\"{task}\">", ids);
    house_do(&house, "trash purge", "<\"id\":\"{task}\">", ids);
    assert_int_equal(doc_count(trash()), 0);
    const char *after = house_dump(&house, 1);
    struct answer back =
        house_call(&house, &house.owner, "trash restore", "<\"id\":\"{task}\">", ids);
    assert_int_equal(back.status, STATUS_CONFLICT);
    doc_set_text(ids, "change", removed.change);
    back = house_call(&house, &house.owner, "undo", "<\"change\":\"{change}\">", ids);
    assert_int_equal(back.status, STATUS_CONFLICT);
    assert_string_equal(house_dump(&house, 1), after);
}

static void
empties_the_trash_in_slices_and_leaves_the_rest_alone(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    house_do(&house, "task remove", "<\"id\":\"{task}\">", ids);
    house_do(&house, "target remove", "<\"id\":\"{target}\">", ids);
    /* Nothing is that old yet. */
    struct doc *purged = house_do(&house, "trash purge", "<\"aged\":true>", NULL);
    assert_true(doc_is_empty(doc_get(purged, "job")));
    assert_int_equal(doc_count(trash()), 2);
    const char *before = house_dump(&house, 1);
    house_do(&house, "trash purge", "<\"all\":true>", NULL);
    run_jobs();
    assert_int_equal(doc_count(trash()), 0);
    assert_string_equal(house_dump(&house, 1), before);
    struct answer nothing = house_call(&house, &house.owner, "trash purge", NULL, NULL);
    assert_int_equal(nothing.status, STATUS_INVALID);
}

static const char *
save_text(struct doc *ids, const char *key, const char *call, const char *json)
{
    doc_set(ids, key, *doc_get(house_do(&house, call, json, ids), "id"));
    return doc_text_of(ids, key);
}

static void
leaves_what_the_trash_does_not_show(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    (void)save_text(ids, "twin", "person save", "<\"name\":\"Ada Quinn\",\"notes\":\"Maps\">");
    struct answer merged = house_call(&house, &house.owner, "person merge",
                                      "<\"id\":\"{person}\",\"other\":\"{twin}\">", ids);
    assert_int_equal(merged.status, STATUS_OK);
    assert_int_equal(doc_count(trash()), 0);
    assert_int_equal(doc_int_of(house_do(&house, "trash list", NULL, NULL), "aged"), 0);
    struct doc *purged = house_do(&house, "trash purge", "<\"all\":true>", NULL);
    assert_true(doc_is_empty(doc_get(purged, "job")));
    house_do(&house, "task remove", "<\"id\":\"{task}\">", ids);
    house_do(&house, "trash purge", "<\"all\":true>", NULL);
    run_jobs();
    assert_int_equal(doc_count(trash()), 0);
    doc_set_text(ids, "change", merged.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    const struct doc *twin = house_do(&house, "person read", "<\"id\":\"{twin}\">", ids);
    assert_string_equal(doc_text_of(twin, "notes"), "Maps");
}

/* ---- forgetting ---- */

/* One person with a row of everything that can be about a person. */
static struct doc *
meet_zelwina(void)
{
    static const char *const steps[][3] = {
        {"person", "person save",
         "<\"name\":\"Zelwina Quoxberry\",\"title\":\"Curator\",\"organization\":\"City "
         "Museum\",\"notes\":"
         "\"Zelwina Quoxberry collects maps\",\"contact_points\":[<\"kind\":\"email\",\"value\":"
         "\"zelwina@example.org\">]>"},
        {"other", "person save", "<\"name\":\"Bo Ruiz\",\"how_found\":\"A talk\">"},
        {"request", "request save",
         "<\"person\":\"{person}\",\"body\":\"Dear Zelwina Quoxberry\",\"subject\":\"Maps\">"},
        {"interview", "interview save",
         "<\"person\":\"{person}\",\"request\":\"{request}\",\"start_local\":\"2026-03-02T15:00\","
         "\"zone\":\"Europe/Berlin\",\"minutes\":20,\"place\":\"At the Quoxberry house\">"},
        {"note", "note save",
         "<\"interview\":\"{interview}\",\"text\":\"Zelwina Quoxberry began young\">"},
        {"referral", "referral save",
         "<\"interview\":\"{interview}\",\"name\":\"Cy Reyes\",\"why\":\"Zelwina Quoxberry knows "
         "him\">"},
        {"prospect", "referral prospect", "<\"id\":\"{referral}\">"},
        {"debrief", "debrief save",
         "<\"interview\":\"{interview}\",\"trends\":\"Zelwina Quoxberry sees more maps\">"},
        {"message", "thanks save",
         "<\"interview\":\"{interview}\",\"body\":\"Thank you, Zelwina Quoxberry\">"},
        {"reflection", "reflection save",
         "<\"interview\":\"{interview}\",\"feelings\":\"Zelwina Quoxberry was kind\">"},
        {"task", "task save", "<\"person\":\"{person}\",\"title\":\"Write to Zelwina Quoxberry\">"},
        {"", "person save", "<\"id\":\"{person}\",\"place\":\"Quoxberry Hill\">"},
    };
    struct doc *ids = doc_map(&house.arena);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct doc *made = house_do(&house, steps[i][1], steps[i][2], ids);
        doc_set(ids, steps[i][0], *doc_get(made, "id"));
    }
    return ids;
}

static void
forgets_a_person_without_a_trace(void **state)
{
    (void)state;
    struct doc *ids = meet_zelwina();
    assert_true(house_holds(&house, "Zelwina Quoxberry"));
    const struct doc *form = house_do(&house, "forget form", "<\"id\":\"{person}\">", ids);
    assert_string_equal(doc_text_of(form, "person_name"), "Zelwina Quoxberry");
    assert_true(doc_count(doc_get(form, "goes")) >= 5);
    struct answer forgotten =
        house_call(&house, &house.owner, "person forget",
                   "<\"id\":\"{person}\",\"name\":\"zelwina quoxberry\">", ids);
    assert_int_equal(forgotten.status, STATUS_OK);
    assert_null(forgotten.change);
    run_jobs();
    static const char *const traces[] = {"Zelwina", "zelwina", "Quoxberry", "quoxberry"};
    for (size_t i = 0; i < sizeof traces / sizeof *traces; i++)
        if (house_holds(&house, traces[i]))
            fail_msg("the store still holds \"%s\"", traces[i]);
    struct answer gone =
        house_call(&house, &house.owner, "person read", "<\"id\":\"{person}\">", ids);
    assert_int_equal(gone.status, STATUS_MISSING);
    assert_int_equal(doc_count(trash()), 0);
    /* Everybody else is as before. */
    const struct doc *people = doc_get(house_do(&house, "person list", NULL, NULL), "items");
    assert_int_equal(doc_count(people), 2);
}

static bool
finds_person(const struct caller *who, const char *query)
{
    struct answer found = house_call(
        &house, who, "search",
        arena_print(&house.arena, "<\"query\":\"%s\",\"noun\":\"person\">", query), NULL);
    assert_int_equal(found.status, STATUS_OK);
    return doc_count(doc_get(found.document, "groups")) > 0 &&
           doc_is_empty(doc_get(found.document, "instead"));
}

/* The list of words is everybody's, and each process remembers what it has put into it. */
static void
forgets_a_word_for_its_person_only(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    doc_set(ids, "person",
            *doc_get(house_do(&house, "person save", "<\"name\":\"Bo Quoxber\">", NULL), "id"));
    house_do(&house, "person save", "<\"name\":\"Cy Quoxberson\">", NULL);
    struct answer theirs =
        house_call(&house, &house.other, "person save", "<\"name\":\"Di Quoxber\">", NULL);
    assert_int_equal(theirs.status, STATUS_OK);
    house_do(&house, "person forget", "<\"id\":\"{person}\",\"name\":\"bo quoxber\">", ids);
    run_jobs();
    assert_false(finds_person(&house.owner, "quoxber bo"));
    assert_true(finds_person(&house.other, "quoxbe"));
    assert_true(finds_person(&house.other, "quoxber"));
    /* The last of that name goes, and another one comes. */
    doc_set(ids, "person", *doc_get(theirs.document, "id"));
    struct answer gone = house_call(&house, &house.other, "person forget",
                                    "<\"id\":\"{person}\",\"name\":\"di quoxber\">", ids);
    assert_int_equal(gone.status, STATUS_OK);
    run_jobs();
    house_do(&house, "person save", "<\"name\":\"Ed Quoxber\">", NULL);
    assert_true(finds_person(&house.owner, "quoxber ed"));
    assert_true(finds_person(&house.owner, "quoxbe ed"));
}

/* A mail that went out to her about a request. */
static void
send_mail(const char *request)
{
    static const char *const texts[][2] = {
        {"id", "01980002-0000-7000-8000-000000000001"},
        {"purpose", "request"},
        {"path", "/requests"},
        {"recipient_name", "Z. Q."},
        {"recipient_key", "z. q."},
        {"recipient", "Zelwina@example.org"},
        {"sender", "me@example.org"},
        {"subject", "Maps"},
        {"mail", "Dear Zelwina Quoxberry"},
        {"state", "sent"},
    };
    struct doc *row = doc_map(&house.arena);
    doc_set_int(row, "owner", 1);
    doc_set_int(row, "doc", (INT64_C(1) << 32) + 5000);
    doc_set_int(row, "version", 1);
    doc_set_int(row, "created_at", 1);
    doc_set_int(row, "updated_at", 1);
    doc_set_int(row, "attempts", 1);
    doc_set_int(row, "next_at", 1);
    doc_set_int(row, "touched_at", 1);
    doc_set_int(row, "sent_at", 1);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        doc_set_text(row, texts[i][0], texts[i][1]);
    doc_set_text(row, "about", request);
    assert_int_equal(store_begin(house.desk.store, STORE_WRITE), STATUS_OK);
    assert_int_equal(store_run(house.desk.store, &sql_outbox_insert, row, NULL), STATUS_OK);
    assert_int_equal(store_commit(house.desk.store), STATUS_OK);
}

static void
forgets_what_was_removed_before_and_who_was_merged(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    (void)save_text(ids, "person", "person save",
                    "<\"name\":\"Zelwina \\\"Zel\\\" Quoxberry\",\"contact_points\":[<"
                    "\"kind\":\"email\",\"value\":\"zelwina@example.org\">]>");
    (void)save_text(ids, "twin", "person save",
                    "<\"name\":\"Zelly Quoxberry\",\"notes\":\"Collects maps\">");
    (void)save_text(ids, "other", "person save",
                    "<\"name\":\"Bo Ruiz\",\"notes\":\"Met ZELWINA \\\"ZEL\\\" QUOXBERRY\">");
    house_do(&house, "bridge save",
             "<\"id\":\"{other}\",\"person\":\"{twin}\",\"note\":\"Quoxberry taught him\">", ids);
    (void)save_text(ids, "request", "request save",
                    "<\"person\":\"{twin}\",\"body\":\"Dear Zelly\",\"subject\":\"Maps\">");
    (void)save_text(ids, "interview", "interview save",
                    "<\"person\":\"{twin}\",\"start_local\":\"2026-03-02T15:00\","
                    "\"zone\":\"Europe/Berlin\",\"place\":\"At the Quoxberry house\">");
    (void)save_text(ids, "note", "note save",
                    "<\"interview\":\"{interview}\",\"text\":\"The Quoxberry way\">");
    house_do(&house, "note remove", "<\"id\":\"{note}\">", ids);
    struct answer merged = house_call(&house, &house.owner, "person merge",
                                      "<\"id\":\"{person}\",\"other\":\"{twin}\">", ids);
    assert_int_equal(merged.status, STATUS_OK);
    send_mail(doc_text_of(ids, "request"));
    house_do(&house, "request remove", "<\"id\":\"{request}\">", ids);
    house_do(&house, "interview remove", "<\"id\":\"{interview}\">", ids);
    house_do(&house, "person save", "<\"id\":\"{other}\",\"notes\":\"\">", ids);
    assert_true(house_holds(&house, "Zelwina"));
    house_do(&house, "person forget",
             "<\"id\":\"{person}\",\"name\":\"zelwina \\\"zel\\\" quoxberry\">", ids);
    run_jobs();
    static const char *const traces[] = {"Zelwina", "zelwina",   "ZELWINA",   "Zelly",
                                         "zelly",   "Quoxberry", "quoxberry", "QUOXBERRY"};
    for (size_t i = 0; i < sizeof traces / sizeof *traces; i++)
        if (house_holds(&house, traces[i]))
            fail_msg("the store still holds \"%s\"", traces[i]);
    assert_int_equal(doc_count(trash()), 0);
    doc_set_text(ids, "change", merged.change);
    struct answer back = house_call(&house, &house.owner, "undo", "<\"change\":\"{change}\">", ids);
    assert_int_not_equal(back.status, STATUS_OK);
    struct answer twin =
        house_call(&house, &house.owner, "person read", "<\"id\":\"{twin}\">", ids);
    assert_int_equal(twin.status, STATUS_MISSING);
    const struct doc *other = house_do(&house, "person read", "<\"id\":\"{other}\">", ids);
    assert_string_equal(doc_text_of(other, "name"), "Bo Ruiz");
}

static void
forgets_nobody_whose_name_is_not_typed(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    const char *before = house_dump(&house, 1);
    struct answer answer = house_call(&house, &house.owner, "person forget",
                                      "<\"id\":\"{person}\",\"name\":\"Ada\">", ids);
    assert_int_equal(answer.status, STATUS_INVALID);
    assert_string_equal(house_dump(&house, 1), before);
    answer = house_call(&house, &house.other, "person forget",
                        "<\"id\":\"{person}\",\"name\":\"Ada Solstice\">", ids);
    assert_int_equal(answer.status, STATUS_MISSING);
    assert_string_equal(house_dump(&house, 1), before);
}

int
main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
        T(brings_back_a_removed_thing_with_all_that_went_with_it),
        T(shows_a_removal_again_when_its_return_is_taken_back),
        T(erases_one_thing_for_good),
        T(empties_the_trash_in_slices_and_leaves_the_rest_alone),
        T(leaves_what_the_trash_does_not_show),
        T(forgets_a_person_without_a_trace),
        T(forgets_a_word_for_its_person_only),
        T(forgets_what_was_removed_before_and_who_was_merged),
        T(forgets_nobody_whose_name_is_not_typed),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("trash", tests, NULL, NULL);
}
