/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one search, through its call. */
#include "domain/search.h"

#include "call/index.h"
#include "doc/json.h"
#include "house.h"
#include "search_cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { CASES = sizeof search_cases / sizeof *search_cases, TEXT_MAX = 1024 * 1024 };

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

static struct doc *
perform(const struct caller *who, const char *name, const struct doc *params)
{
    struct answer answer;
    call_perform(&house.desk, call_find(&house.desk, name), params, who, &house.arena, &answer);
    if (answer.status != STATUS_OK)
        fail_msg("%s: %s %s", name, doc_text_of(answer.problem, "code"),
                 store_problem(house.desk.store));
    return answer.document;
}

static struct doc *
search_with(const char *query, const char *noun, const char *after, const char *limit)
{
    struct doc *params = doc_map(&house.arena);
    doc_set_text(params, "query", query);
    if (noun != NULL)
        doc_set_text(params, "noun", noun);
    if (after != NULL)
        doc_set_text(params, "after", after);
    if (limit != NULL)
        doc_set_text(params, "limit", limit);
    return perform(&house.owner, "search", params);
}

static const struct doc *
group_of(const struct doc *answer, const char *noun)
{
    const struct doc *groups = doc_get(answer, "groups");
    for (uint32_t i = 0; i < doc_count(groups); i++)
        if (strcmp(doc_text_of(doc_item(groups, i), "noun"), noun) == 0)
            return doc_item(groups, i);
    return NULL;
}

static const struct doc *
first_of(const struct doc *answer, const char *noun)
{
    const struct doc *group = group_of(answer, noun);
    return group == NULL ? NULL : doc_item(doc_get(group, "items"), 0);
}

/* Spans as text, with the marks as [ ]. */
static const char *
marked(const struct doc *item, const char *key)
{
    struct buffer text;
    const struct doc *spans = doc_get(item, key);
    buffer_open(&text, &house.arena, TEXT_MAX);
    for (uint32_t i = 0; i < doc_count(spans); i++) {
        bool hit = doc_bool_of(doc_item(spans, i), "hit");
        buffer_print(&text, hit ? "[%s]" : "%s", doc_text_of(doc_item(spans, i), "text"));
    }
    return buffer_read(&text);
}

static const char *
save_note(const char *interview, const char *text)
{
    struct doc *params = doc_map(&house.arena);
    doc_set_text(params, "interview", interview);
    doc_set_text(params, "text", text);
    return doc_text_of(perform(&house.owner, "note save", params), "id");
}

static bool
is_found(const char *query, const char *id)
{
    const struct doc *answer = search_with(query, "note", NULL, "100");
    if (!doc_is_empty(doc_get(answer, "instead")))
        return false;
    const struct doc *group = group_of(answer, "note");
    const struct doc *items = group == NULL ? NULL : doc_get(group, "items");
    for (uint32_t i = 0; items != NULL && i < doc_count(items); i++)
        if (strcmp(doc_text_of(doc_item(items, i), "id"), id) == 0)
            return true;
    return false;
}

static void
finds_what_it_should_and_nothing_else_in_any_script(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    const char *text = "", *id = NULL;
    int wrong = 0;
    assert_true(CASES >= 200);
    for (size_t i = 0; i < CASES; i++) {
        const struct search_case *one = &search_cases[i];
        if (strcmp(text, one->text) != 0) {
            text = one->text;
            id = save_note(doc_text_of(ids, "interview"), text);
        }
        if (is_found(one->query, id) != one->found) {
            print_error("\"%s\" should %sfind \"%s\"\n", one->query, one->found ? "" : "not ",
                        text);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void
marks_what_was_found_and_leaves_the_rest_inert(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    const char *interview = doc_text_of(ids, "interview");
    (void)save_note(interview, "A <b>Résumé</b> of\nO'Brien & Müller");
    const struct doc *answer = search_with("resume mueller brien", NULL, NULL, NULL);
    const struct doc *item = first_of(answer, "note");
    assert_non_null(item);
    assert_string_equal(marked(item, "snippet"), "A <b>[Résumé]</b> of [O'Brien] & [Müller]");
    assert_string_equal(doc_text_of(item, "who"), "Ada Solstice");
    assert_string_equal(marked(item, "title"), "Ada Solstice");
    assert_string_equal(doc_text_of(item, "path"),
                        arena_print(&house.arena, "/interview/%s", interview));
    (void)save_note(interview, "日本電気で働く");
    item = first_of(search_with("電気", NULL, NULL, NULL), "note");
    assert_string_equal(marked(item, "snippet"), "日本[電気]で働く");
}

static void
shows_the_place_of_a_long_text_where_the_words_stand(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    struct buffer text;
    buffer_open(&text, &house.arena, TEXT_MAX);
    for (int i = 0; i < 300; i++)
        buffer_text(&text, "ordinary words of a day ");
    buffer_text(&text, "until the lighthouse keeper spoke ");
    for (int i = 0; i < 300; i++)
        buffer_text(&text, "and more of them ");
    (void)save_note(doc_text_of(ids, "interview"), buffer_read(&text));
    const struct doc *item = first_of(search_with("keeper lighthouse", "note", NULL, NULL), "note");
    const char *snippet = marked(item, "snippet");
    assert_non_null(strstr(snippet, "until the [lighthouse] [keeper] spoke"));
    assert_true(strlen(snippet) < 300);
    assert_int_equal(strncmp(snippet, "…", strlen("…")), 0);
}

static void
finds_people_by_everything_on_their_record(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    house_do(&house, "person save",
             "<\"id\":\"{person}\",\"name\":\"Владимир Łukasiewicz\",\"how_found\":\"The harbor "
             "fair\",\"notes\":\"Likes kites\",\"contact_points\":[<\"kind\":\"phone\",\"value\":"
             "\"+1 555 010 4477\">]>",
             ids);
    static const char *const queries[] = {"vladimir", "владимир",   "lukas",
                                          "keeper",   "museum",     "harbor fa",
                                          "kites",    "5550104477", "vlad kites"};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        if (first_of(search_with(queries[i], "person", NULL, NULL), "person") == NULL)
            fail_msg("\"%s\" does not find", queries[i]);
    /* A name counts for more than a note, whichever is newer. */
    house_do(&house, "person save", "<\"name\":\"Kites Museum friend\",\"title\":\"Pilot\">", ids);
    house_do(&house, "person save", "<\"name\":\"Di Reyes\",\"notes\":\"kites kites kites\">", ids);
    const struct doc *first = first_of(search_with("kites", NULL, NULL, NULL), "person");
    assert_string_equal(marked(first, "title"), "[Kites] Museum friend");
}

/* Nobody wrote about it: it exists through its people, and is found by any word of its name. */
static void
finds_an_organization_that_only_its_people_name(void **state)
{
    (void)state;
    static const char *const people[] = {"Ada Quinn", "Bo Larsen", "Riverbend Moss"};
    for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
        struct doc *person = doc_map(&house.arena);
        doc_set_text(person, "name", people[i]);
        doc_set_text(person, "organization", i < 2 ? "Riverbend Museum" : "Harbor Lab");
        (void)perform(&house.owner, "person save", person);
    }
    static const char *const questions[] = {"riverb", "museum", "MUSEUM river"};
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        const struct doc *answer = search_with(questions[i], NULL, NULL, NULL);
        const struct doc *group = group_of(answer, "organization");
        assert_non_null(group);
        assert_int_equal(doc_int_of(group, "count"), 1);
        const struct doc *item = first_of(answer, "organization");
        assert_string_equal(doc_text_of(item, "path"), "/organization?name=Riverbend%20Museum");
        assert_true(doc_is_empty(doc_get(item, "id")));
    }
    assert_null(group_of(search_with("ada", NULL, NULL, NULL), "organization"));
    assert_null(group_of(search_with("riverb", "person", NULL, NULL), "organization"));
    assert_non_null(group_of(search_with("riverb", "organization", NULL, NULL), "organization"));
    struct doc *row = doc_map(&house.arena);
    doc_set_text(row, "name", "Riverbend Museum");
    (void)perform(&house.owner, "organization save", row);
    const struct doc *group = group_of(search_with("riverb", NULL, NULL, NULL), "organization");
    assert_int_equal(doc_int_of(group, "count"), 1);
    assert_false(doc_is_empty(doc_get(doc_item(doc_get(group, "items"), 0), "id")));
}

static void
keeps_what_is_found_while_the_next_word_begins(void **state)
{
    (void)state;
    static const char *const found[] = {"wang",
                                        "wang x",
                                        "wang xi",
                                        "Wang X",
                                        "wang q",
                                        "wang 7",
                                        "wang ш",
                                        "wang q x",
                                        "王小明",
                                        "王小明 x",
                                        "\"wang xiaoming\" q"};
    static const char *const missed[] = {"wang qi", "wang \"x\"", "\"wang x\"",
                                         "q",       "wang q ada", "wang 山"};
    house_do(&house, "person save", "<\"name\":\"Wang Xiaoming\",\"title\":\"王小明\">", NULL);
    for (size_t i = 0; i < sizeof found / sizeof *found; i++)
        if (first_of(search_with(found[i], NULL, NULL, NULL), "person") == NULL)
            fail_msg("\"%s\" does not find", found[i]);
    for (size_t i = 0; i < sizeof missed / sizeof *missed; i++)
        if (first_of(search_with(missed[i], NULL, NULL, NULL), "person") != NULL)
            fail_msg("\"%s\" finds", missed[i]);
}

static void
asks_whether_a_much_commoner_word_was_meant(void **state)
{
    (void)state;
    house_do(&house, "person save", "<\"name\":\"Ada Meier\",\"title\":\"Pilott\">", NULL);
    for (int i = 0; i < 9; i++)
        house_do(&house, "person save",
                 arena_print(&house.arena, "<\"name\":\"Bo Reyes%d\",\"title\":\"Pilot\">", i),
                 NULL);
    const struct doc *answer = search_with("pilott", NULL, NULL, NULL);
    assert_true(doc_is_empty(doc_get(answer, "commoner"))); /* nine are not many */
    house_do(&house, "person save", "<\"name\":\"Cy Lund\",\"title\":\"Pilot\">", NULL);
    answer = search_with("meier pilott", NULL, NULL, NULL);
    assert_string_equal(doc_text_of(answer, "commoner"), "meier pilot");
    assert_true(doc_is_empty(doc_get(answer, "instead")));
    assert_int_equal(doc_int_of(answer, "found"), 1);
    assert_true(doc_is_empty(doc_get(search_with("pilot", NULL, NULL, NULL), "commoner")));
    struct doc *params = doc_map(&house.arena);
    doc_set_text(params, "query", "pilott");
    struct answer other =
        house_call(&house, &house.other, "person save", "<\"name\":\"Di Pilott\">", NULL);
    assert_int_equal(other.status, STATUS_OK);
    const struct doc *theirs = perform(&house.other, "search", params);
    assert_true(doc_is_empty(doc_get(theirs, "commoner"))); /* another owner's words are no help */
}

static void
forgives_a_misspelled_word_and_says_so(void **state)
{
    (void)state;
    (void)house_furnish(&house);
    static const char *const misspelled[][2] = {
        {"solstcie", "solstice"}, {"slostice", "solstice"}, {"solsticee", "solstice"},
        {"solstize", "solstice"}, {"kepeer", "keeper"},     {"musuem solstce", "museum solstice"},
        {"osltice", "solstice"}};
    for (size_t i = 0; i < sizeof misspelled / sizeof *misspelled; i++) {
        const struct doc *answer = search_with(misspelled[i][0], NULL, NULL, NULL);
        assert_string_equal(doc_text_of(answer, "instead"), misspelled[i][1]);
        assert_non_null(first_of(answer, "person"));
    }
    assert_true(doc_is_empty(doc_get(search_with("elephant", NULL, NULL, NULL), "instead")));
    /* Never by a word that only somebody else has. */
    struct doc *params = doc_map(&house.arena);
    doc_set_text(params, "query", "solstcie");
    const struct doc *theirs = perform(&house.other, "search", params);
    assert_true(doc_is_empty(doc_get(theirs, "instead")));
    assert_int_equal(doc_count(doc_get(theirs, "groups")), 0);
}

/* An unfinished word is looked up in the list of words, which holds no numbers. */
static void
finds_words_with_digits_by_their_beginning_beside_the_bare_word(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    const char *interview = doc_text_of(ids, "interview");
    const char *bare = save_note(interview, "After covid we met again");
    const char *numbered = save_note(interview, "Her thesis was on covid19");
    const char *mail = save_note(interview, "quinnberg2024@example.org");
    const char *name = save_note(interview, "Quinnbergs everywhere");
    const char *lengthy = save_note(interview, "достопримечательностями");
    const char *shorter = save_note(interview, "достопримечательность");
    for (int i = 0; i < 2; i++) { /* found by this process, and by one that knows nothing yet */
        assert_true(is_found("covid", bare) && is_found("covid", numbered));
        assert_true(is_found("covi", bare) && is_found("covi", numbered));
        assert_true(is_found("covid1", numbered) && !is_found("covid1", bare));
        assert_true(is_found("covid19", numbered) && !is_found("covid2", numbered));
        assert_true(is_found("quinnberg", mail) && is_found("quinnberg", name));
        assert_true(is_found("достоприм", lengthy) && is_found("достоприм", shorter));
        house_reopen(&house);
    }
}

static void
shows_each_match_once_over_all_pages(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    for (int i = 0; i < 230; i++)
        (void)save_note(doc_text_of(ids, "interview"), arena_print(&house.arena, "A lighthouse %s",
                                                                   i % 3 == 0 ? "lighthouse" : ""));
    struct doc *seen = doc_map(&house.arena);
    const char *after = NULL;
    int pages = 0, rows = 0;
    do {
        const struct doc *answer = search_with("lighthouse", "note", after, "30");
        const struct doc *group = group_of(answer, "note");
        const struct doc *items = group == NULL ? NULL : doc_get(group, "items");
        for (uint32_t i = 0; items != NULL && i < doc_count(items); i++) {
            const char *id = doc_text_of(doc_item(items, i), "id");
            assert_false(doc_has(seen, id));
            doc_set_bool(seen, id, true);
            rows++;
        }
        after = group == NULL                               ? NULL
                : doc_get(group, "after")->kind == DOC_TEXT ? doc_text_of(group, "after")
                                                            : NULL;
        pages++;
    } while (after != NULL && pages < 50);
    assert_int_equal(rows, 230);
    assert_true(pages >= 8);
}

static void
leads_to_groups_that_found_no_room(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    static const char *const calls[][2] = {
        {"person save", "<\"name\":\"Lighthouse\">"},
        {"target save", "<\"name\":\"Lighthouse {n}\",\"kind\":\"occupation\">"},
        {"event save", "<\"name\":\"Lighthouse {n}\">"},
        {"note save", "<\"interview\":\"{interview}\",\"text\":\"Lighthouse\">"},
        {"referral save", "<\"interview\":\"{interview}\",\"name\":\"Lighthouse {n}\">"},
        {"task save", "<\"title\":\"Lighthouse\">"},
    };
    for (int i = 0; i < 6; i++) {
        doc_set_text(ids, "n", arena_print(&house.arena, "%d", i));
        for (size_t c = 0; c < sizeof calls / sizeof *calls; c++)
            house_do(&house, calls[c][0], calls[c][1], ids);
    }
    const struct doc *answer = search_with("lighthouse", NULL, NULL, NULL);
    const struct doc *group = group_of(answer, "task");
    assert_non_null(group);
    assert_int_equal(doc_int_of(group, "count"), 6);
    assert_int_equal(doc_count(doc_get(group, "items")), 0);
    answer = search_with("lighthouse", "task", doc_text_of(group, "after"), NULL);
    assert_int_equal(doc_count(doc_get(group_of(answer, "task"), "items")), 6);
}

static void
lists_people_for_other_lists(void **state)
{
    (void)state;
    (void)house_furnish(&house);
    for (int i = 0; i < 12; i++)
        house_do(&house, "person save", "<\"name\":\"Kim Lighthouse\",\"title\":\"Pilot\">", NULL);
    struct record_log *log = NULL;
    struct call call = {
        .arena = &house.arena, .desk = &house.desk, .store = house.desk.store, .log = log};
    struct doc *rows;
    const char *after;
    call.who.owner = 1;
    assert_int_equal(store_begin(house.desk.store, STORE_READ), STATUS_OK);
    assert_int_equal(search_people(&call, "pilot light", 10, NULL, &rows, &after), STATUS_OK);
    assert_int_equal(doc_count(rows), 10);
    assert_non_null(after);
    assert_string_equal(doc_text_of(doc_item(rows, 0), "name"), "Kim Lighthouse");
    assert_int_equal(search_people(&call, "pilot light", 10, after, &rows, &after), STATUS_OK);
    assert_int_equal(doc_count(rows), 2);
    assert_null(after);
    store_rollback(house.desk.store);
}

static void
says_when_older_rows_are_not_in_yet(void **state)
{
    (void)state;
    (void)house_furnish(&house);
    assert_true(doc_bool_of(search_with("solstice", NULL, NULL, NULL), "complete"));
    house.desk.terms_version++;
    house.desk.index_current = false;
    assert_false(doc_bool_of(search_with("solstice", NULL, NULL, NULL), "complete"));
    bool more = true;
    while (more)
        assert_int_equal(index_tidy(&house.desk, &house.arena, true, &more), STATUS_OK);
    assert_true(doc_bool_of(search_with("solstice", NULL, NULL, NULL), "complete"));
}

int
main(int argc, char **argv)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
    static const struct CMUnitTest tests[] = {
        T(finds_what_it_should_and_nothing_else_in_any_script),
        T(marks_what_was_found_and_leaves_the_rest_inert),
        T(shows_the_place_of_a_long_text_where_the_words_stand),
        T(finds_people_by_everything_on_their_record),
        T(asks_whether_a_much_commoner_word_was_meant),
        T(forgives_a_misspelled_word_and_says_so),
        T(finds_an_organization_that_only_its_people_name),
        T(keeps_what_is_found_while_the_next_word_begins),
        T(finds_words_with_digits_by_their_beginning_beside_the_bare_word),
        T(shows_each_match_once_over_all_pages),
        T(leads_to_groups_that_found_no_room),
        T(lists_people_for_other_lists),
        T(says_when_older_rows_are_not_in_yet),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
