/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one explores: the shortlist, the goal and how it grew. */
#include "method_house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct doc *
listed(int place)
{
    return doc_item(doc_get(does("target list", NULL, NULL), "items"), (uint32_t)place);
}

static void
keeps_a_shortlist_in_order_with_the_reasons_M49_M212(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    keep(ids, "one", "target save", "<\"name\":\"Ecologist\",\"why\":\"Rivers\">");
    keep(ids, "two", "target save",
         "<\"name\":\"Curator\",\"why\":\"Old things\",\"fits_love\":\"Telling "
         "stories\",\"fits_skill\":\"Speaking\">");
    keep(ids, "three", "target save", "<\"name\":\"Gardener\">");
    does("target move", "<\"id\":\"{one}\",\"to\":\"in\">", ids);
    does("target move", "<\"id\":\"{two}\",\"to\":\"in\">", ids);
    assert_string_equal(doc_text_of(listed(0), "name"), "Ecologist");
    does("target move", "<\"id\":\"{two}\",\"to\":\"up\">", ids);
    assert_string_equal(doc_text_of(listed(0), "name"), "Curator");
    assert_string_equal(doc_text_of(listed(0), "why"), "Old things");
    assert_string_equal(doc_text_of(listed(0), "fits_love"), "Telling stories");
    assert_string_equal(doc_text_of(listed(0), "fits_skill"), "Speaking");
    assert_int_equal(doc_int_of(listed(1), "rank"), 2);
    assert_true(doc_is_empty(doc_get(listed(2), "rank")));
    const struct doc *list = does("target list", NULL, NULL);
    assert_int_equal(doc_int_of(list, "listed"), 2);
    assert_int_equal(doc_int_of(list, "others"), 1);
    does("target move", "<\"id\":\"{two}\",\"to\":\"out\">", ids);
    assert_string_equal(doc_text_of(listed(0), "name"), "Ecologist");
    assert_int_equal(doc_int_of(listed(0), "rank"), 1);
}

static void
the_ends_of_the_shortlist_hold(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    keep(ids, "one", "target save", "<\"name\":\"Ecologist\">");
    does("target move", "<\"id\":\"{one}\",\"to\":\"up\">", ids);
    does("target move", "<\"id\":\"{one}\",\"to\":\"up\">", ids);
    does("target move", "<\"id\":\"{one}\",\"to\":\"down\">", ids);
    assert_int_equal(doc_int_of(listed(0), "rank"), 1);
    does("target move", "<\"id\":\"{one}\",\"to\":\"out\">", ids);
    does("target move", "<\"id\":\"{one}\",\"to\":\"out\">", ids);
    assert_true(doc_is_empty(doc_get(listed(0), "rank")));
    struct answer none =
        house_call(&house, &house.owner, "target move",
                   "<\"id\":\"01890000-0000-7000-8000-000000000000\",\"to\":\"in\">", NULL);
    assert_int_equal(none.status, STATUS_INVALID);
}

static void
shows_how_the_goal_changed_and_why_M15(void **state)
{
    (void)state;
    struct doc *ids = begin();
    does("target save",
         "<\"id\":\"{target}\",\"name\":\"River ecologist\",\"stage\":\"focusing\",\"reason\":"
         "\"Streets are too loud\">",
         ids);
    does("target move", "<\"id\":\"{target}\",\"to\":\"in\">", ids);
    const struct doc *history =
        doc_get(does("target read", "<\"id\":\"{target}\">", ids), "history");
    assert_int_equal(doc_count(history), 2);
    const struct doc *newest = doc_item(history, 0), *changes = doc_get(newest, "changes");
    assert_string_equal(doc_text_of(newest, "reason"), "Streets are too loud");
    assert_int_equal(doc_int_of(newest, "at"), instant("2026-02-20T09:00:00Z"));
    assert_int_equal(doc_count(changes), 2);
    assert_string_equal(doc_text_of(doc_item(changes, 0), "old"), "Urban ecologist");
    assert_string_equal(doc_text_of(doc_item(changes, 0), "new"), "River ecologist");
    assert_string_equal(doc_text_of(doc_item(changes, 1), "column"), "stage");
    assert_true(doc_bool_of(doc_item(history, 1), "made"));
    /* A reason belongs to its change alone. */
    does("target save", "<\"id\":\"{target}\",\"name\":\"Ecologist\">", ids);
    const struct doc *read = does("target read", "<\"id\":\"{target}\">", ids);
    assert_string_equal(doc_text_of(doc_item(doc_get(read, "history"), 0), "reason"), "");
    assert_int_equal(doc_count(doc_get(read, "history")), 3);
}

static void
knows_what_the_talks_are_for_and_how_far_one_is_M8_M213(void **state)
{
    (void)state;
    static const char *const kinds[] = {"occupation", "industry", "organization",
                                        "position",   "place",    "path"};
    struct doc *ids = doc_map(&house.arena);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        doc_set_text(ids, "kind", kinds[i]);
        keep(ids, "target", "target save",
             "<\"kind\":\"{kind}\",\"name\":\"A {kind}\",\"purpose\":\"connect\">");
        const struct doc *read = does("target read", "<\"id\":\"{target}\">", ids);
        assert_string_equal(doc_text_of(read, "kind"), kinds[i]);
        assert_string_equal(doc_text_of(read, "purpose"), "connect");
        assert_string_equal(doc_text_of(read, "stage"), "exploring");
    }
    static const char *const purposes[] = {"explore", "connect", "apply"};
    const struct doc *offered =
        doc_get(does("target form", "<\"id\":\"{target}\">", ids), "purposes");
    assert_int_equal(doc_count(offered), 3);
    for (uint32_t i = 0; i < 3; i++)
        assert_string_equal(doc_item(offered, i)->text, purposes[i]);
}

static void
takes_a_code_of_an_occupation_and_nothing_else(void **state)
{
    (void)state;
    struct doc *ids = begin();
    static const char *const wrong[] = {"19-2041", "192041.00", "19-2041.0a", "19-2041.0"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        doc_set_text(ids, "code", wrong[i]);
        struct answer answer = house_call(&house, &house.owner, "target save",
                                          "<\"id\":\"{target}\",\"occupation\":\"{code}\">", ids);
        assert_int_equal(answer.status, STATUS_INVALID);
    }
    does("target save", "<\"id\":\"{target}\",\"occupation\":\"19-2041.00\">", ids);
    assert_string_equal(
        doc_text_of(does("target read", "<\"id\":\"{target}\">", ids), "occupation"), "19-2041.00");
}

static void
marks_somebody_to_come_back_to_later_M30(void **state)
{
    (void)state;
    struct doc *ids = begin();
    does("person save", "<\"id\":\"{person}\",\"may_approach_later\":true>", ids);
    assert_true(
        doc_bool_of(does("person read", "<\"id\":\"{person}\">", ids), "may_approach_later"));
    const struct doc *list = does("person list", NULL, NULL);
    assert_false(doc_has(doc_item(doc_get(list, "items"), 0), "may_approach_later"));
}

static const struct doc *
coverage(const struct doc *ids)
{
    return does("target coverage", "<\"id\":\"{target}\">", ids);
}

static const struct doc *
row_of(const struct doc *answer, const char *key, const char *value)
{
    const struct doc *rows = doc_get(answer, "rows");
    for (uint32_t i = 0; i < doc_count(rows); i++)
        if (strcmp(doc_text_of(doc_item(rows, i), key), value) == 0)
            return doc_item(rows, i);
    fail_msg("no row with %s", value);
    return NULL;
}

static void
keeps_facts_of_pay_and_outlook_with_source_and_day_M48_M28(void **state)
{
    (void)state;
    struct doc *ids = begin();
    static const char *const kinds[] = {"pay", "demand", "outlook", "trend"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        doc_set_text(ids, "kind", kinds[i]);
        does("fact save",
             "<\"target\":\"{target}\",\"kind\":\"{kind}\",\"text\":\"More of "
             "it\",\"source\":\"A survey\",\"source_url\":\"https://example.org/{kind}\">",
             ids);
    }
    const struct doc *facts = doc_get(does("target read", "<\"id\":\"{target}\">", ids), "facts");
    assert_int_equal(doc_count(facts), 4);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        assert_true(has_row(facts, "kind", kinds[i]));
    assert_string_equal(doc_text_of(doc_item(facts, 0), "source"), "A survey");
    assert_string_equal(doc_text_of(doc_item(facts, 0), "found_on"), "2026-02-20");
}

static void
keeps_what_to_read_with_marks_and_notes_M50_M100(void **state)
{
    (void)state;
    struct doc *ids = begin();
    keep(
        ids, "reading", "reading save",
        "<\"target\":\"{target}\",\"title\":\"Rivers in cities\",\"link\":\"example.org/rivers\">");
    does("reading save", "<\"target\":\"{target}\",\"title\":\"Street trees\">", ids);
    does("reading save", "<\"id\":\"{reading}\",\"done\":true,\"notes\":\"Banks matter\">", ids);
    const struct doc *list = doc_get(does("target read", "<\"id\":\"{target}\">", ids), "readings");
    assert_string_equal(doc_text_of(doc_item(list, 0), "title"), "Street trees");
    const struct doc *read = doc_item(list, 1);
    assert_true(doc_bool_of(read, "done"));
    assert_string_equal(doc_text_of(read, "notes"), "Banks matter");
    assert_string_equal(doc_text_of(read, "link"), "https://example.org/rivers");
}

static void
keeps_the_words_and_issues_of_the_field_M31(void **state)
{
    (void)state;
    struct doc *ids = begin();
    does("term save",
         "<\"target\":\"{target}\",\"word\":\"riparian\",\"meaning\":\"on a river "
         "bank\",\"heard_from\":\"Ada Quinn\">",
         ids);
    does("term save", "<\"target\":\"{target}\",\"kind\":\"issue\",\"word\":\"who pays\">", ids);
    const struct doc *terms = doc_get(does("target read", "<\"id\":\"{target}\">", ids), "terms");
    assert_string_equal(doc_text_of(doc_item(terms, 0), "kind"), "term");
    assert_string_equal(doc_text_of(doc_item(terms, 1), "kind"), "issue");
    assert_string_equal(doc_text_of(doc_item(terms, 0), "meaning"), "on a river bank");
    assert_string_equal(doc_text_of(doc_item(terms, 0), "heard_from"), "Ada Quinn");
}

/* A talk about the target in which one question of the starter set was asked. */
static void
talk(struct doc *ids, const char *topic)
{
    keep(ids, "interview", "interview save",
         "<\"person\":\"{person}\",\"target\":\"{target}\",\"start_local\":\"2026-02-21T10:00\","
         "\"zone\":\"UTC\",\"minutes\":20>");
    doc_set_text(ids, "topic", topic);
    does("question save",
         "<\"interview\":\"{interview}\",\"text\":\"How "
         "so?\",\"topic\":\"{topic}\",\"state\":\"asked\">",
         ids);
    does("interview start", "<\"id\":\"{interview}\">", ids);
    does("interview end", "<\"id\":\"{interview}\">", ids);
}

static void
shows_titles_and_organizations_heard_about_a_target_M33(void **state)
{
    (void)state;
    struct doc *ids = begin();
    talk(ids, "Journey");
    does("debrief save",
         "<\"interview\":\"{interview}\",\"people\":\"Head of rivers\",\"organizations\":\"River "
         "Trust\">",
         ids);
    const struct doc *heard = doc_get(does("target read", "<\"id\":\"{target}\">", ids), "heard");
    assert_true(has_row(heard, "text", "Head of rivers"));
    assert_true(has_row(heard, "text", "River Trust"));
    assert_string_equal(doc_text_of(doc_item(heard, 0), "person_name"), "Ada Quinn");
}

static void
tells_what_is_known_from_reading_and_from_people_M5_M51(void **state)
{
    (void)state;
    struct doc *ids = begin();
    const struct doc *at_first = coverage(ids);
    assert_int_equal(doc_int_of(at_first, "open"), 8);
    talk(ids, "Day to day");
    does("fact save", "<\"target\":\"{target}\",\"kind\":\"day\",\"text\":\"Up at six\">", ids);
    does("fact save", "<\"target\":\"{target}\",\"kind\":\"company\",\"text\":\"Small\">", ids);
    does("objective save", "<\"id\":\"{objective}\",\"answered\":true,\"found_by\":\"talk\">", ids);
    const struct doc *answer = coverage(ids);
    assert_string_equal(doc_text_of(row_of(answer, "topic", "day"), "state"), "both");
    assert_string_equal(doc_text_of(row_of(answer, "topic", "company"), "state"), "desk");
    assert_string_equal(doc_text_of(row_of(answer, "topic", "path"), "state"), "open");
    assert_string_equal(doc_text_of(row_of(answer, "text", "How much is outdoors?"), "state"),
                        "talks");
    assert_int_equal(doc_int_of(answer, "open"), 5);
    assert_non_null(strstr(doc_get(answer, "picture")->text, "<rect"));
    /* Open again: how one knew it is forgotten. */
    does("objective save", "<\"id\":\"{objective}\",\"answered\":false>", ids);
    assert_string_equal(
        doc_text_of(row_of(coverage(ids), "text", "How much is outdoors?"), "state"), "open");
}

static void
asks_about_what_is_open_in_the_next_talk(void **state)
{
    (void)state;
    struct doc *ids = begin();
    keep(ids, "interview", "interview save",
         "<\"person\":\"{person}\",\"target\":\"{target}\",\"start_local\":\"2026-03-02T15:00\","
         "\"zone\":\"UTC\">");
    does("fact save", "<\"target\":\"{target}\",\"kind\":\"path\",\"text\":\"By many ways\">", ids);
    assert_true(has_row(doc_get(coverage(ids), "planned"), "person_name", "Ada Quinn"));
    const struct doc *added = does("question cover", "<\"interview\":\"{interview}\">", ids);
    const struct doc *list =
        doc_get(does("interview read", "<\"id\":\"{interview}\">", ids), "questions");
    assert_int_equal(doc_count(list), doc_int_of(added, "added"));
    assert_true(has_row(list, "text", "How much is outdoors?"));
    assert_true(has_row(list, "topic", "Environment"));
    assert_false(has_row(list, "topic", "Journey"));
    const struct doc *again = does("question cover", "<\"interview\":\"{interview}\">", ids);
    assert_int_equal(doc_int_of(again, "added"), 0);
}

static void
names_whom_to_ask_next(void **state)
{
    (void)state;
    struct doc *ids = begin();
    does("person save", "<\"name\":\"Bo Lee\",\"target\":\"{target}\">", ids);
    const struct doc *next = doc_get(coverage(ids), "next");
    assert_int_equal(doc_count(next), 2);
    assert_string_equal(doc_text_of(doc_item(next, 0), "name"), "Ada Quinn");
    talk(ids, "Journey");
    next = doc_get(coverage(ids), "next");
    assert_int_equal(doc_count(next), 1);
    assert_string_equal(doc_text_of(doc_item(next, 0), "name"), "Bo Lee");
}

static void
shows_facts_beside_the_questions_of_a_prep_sheet_M16(void **state)
{
    (void)state;
    struct doc *ids = begin();
    keep(ids, "interview", "interview save",
         "<\"person\":\"{person}\",\"target\":\"{target}\",\"start_local\":\"2026-03-02T15:00\","
         "\"zone\":\"UTC\">");
    does("fact save", "<\"target\":\"{target}\",\"kind\":\"pay\",\"text\":\"60,000\">", ids);
    const struct doc *prep = does("interview prep", "<\"id\":\"{interview}\">", ids);
    assert_true(has_row(doc_get(prep, "facts"), "text", "60,000"));
    assert_true(doc_has(prep, "questions"));
}

static void
takes_what_was_read_away_with_its_target(void **state)
{
    (void)state;
    struct doc *ids = begin();
    const char *before = house_dump(&house, 1);
    keep(ids, "other", "target save", "<\"name\":\"Gardener\">");
    does("fact save", "<\"target\":\"{other}\",\"text\":\"Green\">", ids);
    does("reading save", "<\"target\":\"{other}\",\"title\":\"Beds\">", ids);
    does("term save", "<\"target\":\"{other}\",\"word\":\"mulch\">", ids);
    does("target remove", "<\"id\":\"{other}\">", ids);
    assert_string_equal(house_dump(&house, 1), before);
    struct answer gone = house_call(&house, &house.owner, "fact save",
                                    "<\"target\":\"{other}\",\"text\":\"Green\">", ids);
    assert_int_equal(gone.status, STATUS_INVALID);
}

/* An appointment about the target, and the questions that are suggested for it. */
static const struct doc *
suggested(struct doc *ids)
{
    keep(ids, "interview", "interview save",
         "<\"person\":\"{person}\",\"target\":\"{target}\",\"start_local\":\"2026-03-02T15:00\","
         "\"zone\":\"UTC\">");
    does("question fill", "<\"interview\":\"{interview}\">", ids);
    return does("interview read", "<\"id\":\"{interview}\">", ids);
}

static void
suggests_questions_that_go_with_the_stage_M105(void **state)
{
    (void)state;
    struct doc *ids = begin();
    static const char advice[] = "What do you think of how I am going about my search?";
    static const char other[] = "What other kinds of work did you consider?";
    const struct doc *first = doc_get(suggested(ids), "questions");
    assert_false(has_row(first, "text", advice));
    does("target save", "<\"id\":\"{target}\",\"stage\":\"focusing\">", ids);
    const struct doc *second = doc_get(suggested(ids), "questions");
    assert_true(has_row(second, "text", other));
    assert_false(has_row(second, "text", advice));
    does("target save", "<\"id\":\"{target}\",\"stage\":\"searching\">", ids);
    assert_true(has_row(doc_get(suggested(ids), "questions"), "text", advice));
}

static void
practices_with_a_hobby_and_ten_minutes_M221_M13(void **state)
{
    (void)state;
    struct doc *ids = begin();
    keep(ids, "target", "target save", "<\"kind\":\"practice\",\"name\":\"Beekeeping\">");
    keep(ids, "person", "person save", "<\"name\":\"Bo Lee\",\"target\":\"{target}\">");
    const struct doc *form = does("interview form", "<\"person\":\"{person}\">", ids);
    assert_int_equal(doc_int_of(form, "minutes"), 10);
    const struct doc *talk = suggested(ids);
    assert_int_equal(doc_int_of(talk, "minutes"), 10);
    assert_true(has_row(doc_get(talk, "questions"), "text", "What do you like most about it?"));
    assert_true(has_row(doc_get(coverage(ids), "advice"), "code", "coverage.practice"));
}

static void
a_question_sheet_is_needed_to_be_ready_M52(void **state)
{
    (void)state;
    struct doc *ids = begin();
    keep(ids, "interview", "interview save",
         "<\"person\":\"{person}\",\"start_local\":\"2026-03-02T15:00\",\"zone\":\"UTC\">");
    for (int round = 0; round < 2; round++) {
        const struct doc *ready =
            doc_get(does("interview read", "<\"id\":\"{interview}\">", ids), "ready");
        for (uint32_t i = 0; i < doc_count(ready); i++)
            if (strcmp(doc_text_of(doc_item(ready, i), "id"), "questions") == 0)
                assert_int_equal(doc_bool_of(doc_item(ready, i), "done"), round == 1);
        assert_true(has_row(ready, "id", "questions"));
        if (round == 0)
            does("question fill", "<\"interview\":\"{interview}\">", ids);
    }
}

static void
links_each_interview_to_what_one_explores_M12(void **state)
{
    (void)state;
    struct doc *ids = begin();
    meet(ids, "2026-03-02T15:00");
    const struct doc *read = does("interview read", "<\"id\":\"{interview}\">", ids);
    assert_string_equal(doc_text_of(read, "target"), doc_text_of(ids, "target"));
    assert_string_equal(doc_text_of(read, "target_name"), "Urban ecologist");
}

static void
advises_to_read_first_and_locks_nothing_M214(void **state)
{
    (void)state;
    struct doc *ids = begin();
    assert_true(has_row(doc_get(coverage(ids), "advice"), "code", "coverage.desk_first"));
    does("request save", "<\"person\":\"{person}\",\"target\":\"{target}\",\"body\":\"Hello\">",
         ids);
    does("fact save", "<\"target\":\"{target}\",\"kind\":\"job\",\"text\":\"Wet feet\">", ids);
    assert_false(has_row(doc_get(coverage(ids), "advice"), "code", "coverage.desk_first"));
}

static void
counts_what_the_talks_brought_M24(void **state)
{
    (void)state;
    struct doc *ids = begin();
    for (int i = 0; i < 3; i++) {
        talk(ids, "Journey");
        does("reflection save",
             i < 2 ? "<\"interview\":\"{interview}\",\"outcome\":\"clarified\">"
                   : "<\"interview\":\"{interview}\",\"outcome\":\"doubts\">",
             ids);
    }
    const struct doc *outcomes = doc_get(coverage(ids), "outcomes");
    assert_int_equal(doc_count(outcomes), 2);
    assert_string_equal(doc_text_of(doc_item(outcomes, 0), "outcome"), "clarified");
    assert_int_equal(doc_int_of(doc_item(outcomes, 0), "count"), 2);
}

static void
keeps_openings_they_offered_and_makes_tasks_of_advice_M25_M27(void **state)
{
    (void)state;
    struct doc *ids = begin();
    talk(ids, "Journey");
    does("debrief save",
         "<\"interview\":\"{interview}\",\"leads\":\"A summer place at the "
         "harbor\",\"preparations\":\"Learn to map\\n- Visit the weir\">",
         ids);
    does("debrief save", "<\"interview\":\"{interview}\",\"preparations\":\"Learn to map\">", ids);
    const struct doc *form = does("debrief form", "<\"id\":\"{interview}\">", ids);
    assert_string_equal(doc_text_of(form, "leads"), "A summer place at the harbor");
    const struct doc *todos = doc_get(form, "todos");
    assert_int_equal(doc_count(todos), 2);
    assert_string_equal(doc_text_of(doc_item(todos, 0), "kind"), "preparation");
    assert_true(has_row(todos, "title", "Visit the weir"));
    assert_true(has_row(doc_get(does("task list", NULL, NULL), "items"), "title", "Learn to map"));
    const struct doc *heard = doc_get(does("target read", "<\"id\":\"{target}\">", ids), "heard");
    assert_true(has_row(heard, "kind", "lead"));
}

static void
makes_a_new_target_of_what_was_heard_M15(void **state)
{
    (void)state;
    struct doc *ids = begin();
    talk(ids, "Journey");
    does("reflection save", "<\"interview\":\"{interview}\",\"other_occupation\":\"Gardener\">",
         ids);
    assert_true(has_row(doc_get(does("target list", NULL, NULL), "items"), "name", "Gardener"));
}

static const struct doc *
found(const struct doc *answer, const char *list, const char *name)
{
    const struct doc *rows = doc_get(answer, list);
    for (uint32_t i = 0; i < doc_count(rows); i++)
        if (strcmp(doc_text_of(doc_item(rows, i), "name"), name) == 0)
            return doc_item(rows, i);
    fail_msg("%s is not in %s", name, list);
    return NULL;
}

static void
finds_whom_to_ask_each_with_the_reason(void **state)
{
    (void)state;
    struct doc *ids = begin();
    does("person save", "<\"name\":\"Bo Lee\",\"title\":\"Urban Ecologist II\">", ids);
    keep(ids, "cy", "person save",
         "<\"name\":\"Cy Ruiz\",\"title\":\"Field ecologist\","
         "\"organization\":\"River Trust\">");
    does("person save",
         "<\"name\":\"Di Marsh\",\"organization\":\"River Trust\",\"title\":\"Bookkeeper\">", ids);
    does("person save", "<\"name\":\"Em Ash\",\"notes\":\"Sister of an urban ecologist\">", ids);
    keep(ids, "rosa", "person save", "<\"name\":\"Rosa Delgado\",\"circle\":\"friend\">");
    does("bridge save", "<\"id\":\"{cy}\",\"person\":\"{rosa}\",\"note\":\"Choir\">", ids);
    does("person save", "<\"name\":\"Flo Ito\",\"title\":\"Urban planner\">", ids);
    const struct doc *answer = does("target people", "<\"id\":\"{target}\">", ids);
    assert_string_equal(doc_text_of(found(answer, "works", "Bo Lee"), "code"), "reach.title");
    assert_string_equal(doc_text_of(found(answer, "works", "Cy Ruiz"), "text"), "ecologist");
    assert_string_equal(doc_text_of(found(answer, "works", "Em Ash"), "code"), "reach.notes");
    assert_string_equal(doc_text_of(found(answer, "leads", "Rosa Delgado"), "code"), "lead.bridge");
    assert_string_equal(doc_text_of(found(answer, "leads", "Rosa Delgado"), "text"), "Cy Ruiz");
    assert_string_equal(doc_text_of(found(answer, "leads", "Di Marsh"), "code"), "lead.colleague");
    assert_false(has_row(doc_get(answer, "works"), "name", "Flo Ito"));
    assert_false(has_row(doc_get(answer, "works"), "name", "Ada Quinn"));
    assert_false(has_row(doc_get(answer, "circles_empty"), "circle", "other"));
    assert_false(has_row(doc_get(answer, "circles_empty"), "circle", "friend"));
    assert_true(has_row(doc_get(answer, "circles_empty"), "circle", "professor"));
    assert_true(
        has_row(doc_get(answer, "searches"), "text", "\"Urban ecologist\" OR \"ecologist\""));
}

static void
finds_people_by_the_titles_of_an_occupation(void **state)
{
    (void)state;
    struct doc *ids = begin();
    does("person save", "<\"name\":\"Bo Lee\",\"title\":\"Clinical nurse, ward 3\">", ids);
    keep(ids, "target", "target save",
         "<\"name\":\"Caring for people\",\"occupation\":\"29-1141.00\">");
    const struct doc *answer = does("target people", "<\"id\":\"{target}\">", ids);
    assert_string_equal(doc_text_of(found(answer, "works", "Bo Lee"), "code"), "reach.title");
    assert_false(doc_is_empty(doc_get(answer, "credit")));
}

static void
finds_who_works_at_an_organization_and_whom_talks_named(void **state)
{
    (void)state;
    struct doc *ids = begin();
    does("person save", "<\"name\":\"Bo Lee\",\"organization\":\"River Trust\">", ids);
    does("person save", "<\"name\":\"Di Marsh\",\"organization\":\"Lake House\">", ids);
    keep(ids, "target", "target save", "<\"kind\":\"organization\",\"name\":\"River trust\">");
    talk(ids, "Journey");
    does("debrief save", "<\"interview\":\"{interview}\",\"organizations\":\"Lake house\">", ids);
    does("referral save",
         "<\"interview\":\"{interview}\",\"name\":\"Cy Ruiz\",\"permission\":\"yes\">", ids);
    const struct doc *answer = does("target people", "<\"id\":\"{target}\">", ids);
    assert_string_equal(doc_text_of(found(answer, "works", "Bo Lee"), "code"), "reach.works_there");
    assert_string_equal(doc_text_of(found(answer, "works", "Di Marsh"), "code"), "reach.heard");
    assert_string_equal(doc_text_of(found(answer, "named", "Cy Ruiz"), "from_name"), "Ada Quinn");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(keeps_a_shortlist_in_order_with_the_reasons_M49_M212),
        TEST(the_ends_of_the_shortlist_hold),
        TEST(shows_how_the_goal_changed_and_why_M15),
        TEST(knows_what_the_talks_are_for_and_how_far_one_is_M8_M213),
        TEST(takes_a_code_of_an_occupation_and_nothing_else),
        TEST(marks_somebody_to_come_back_to_later_M30),
        TEST(keeps_facts_of_pay_and_outlook_with_source_and_day_M48_M28),
        TEST(keeps_what_to_read_with_marks_and_notes_M50_M100),
        TEST(keeps_the_words_and_issues_of_the_field_M31),
        TEST(shows_titles_and_organizations_heard_about_a_target_M33),
        TEST(tells_what_is_known_from_reading_and_from_people_M5_M51),
        TEST(asks_about_what_is_open_in_the_next_talk),
        TEST(names_whom_to_ask_next),
        TEST(shows_facts_beside_the_questions_of_a_prep_sheet_M16),
        TEST(takes_what_was_read_away_with_its_target),
        TEST(suggests_questions_that_go_with_the_stage_M105),
        TEST(practices_with_a_hobby_and_ten_minutes_M221_M13),
        TEST(a_question_sheet_is_needed_to_be_ready_M52),
        TEST(links_each_interview_to_what_one_explores_M12),
        TEST(advises_to_read_first_and_locks_nothing_M214),
        TEST(counts_what_the_talks_brought_M24),
        TEST(keeps_openings_they_offered_and_makes_tasks_of_advice_M25_M27),
        TEST(makes_a_new_target_of_what_was_heard_M15),
        TEST(finds_whom_to_ask_each_with_the_reason),
        TEST(finds_people_by_the_titles_of_an_occupation),
        TEST(finds_who_works_at_an_organization_and_whom_talks_named),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
