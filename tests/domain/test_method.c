/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The method through the calls: asking, preparing and the talk itself. Items as in the issue. */
#include "method_house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- what it is ---- */

static void
lets_the_explorer_lead_with_the_own_questions_M1_M117_M119_M120(void **state)
{
    (void)state;
    struct doc *ids = begin(), *room;
    meet(ids, "2026-03-02T15:00");
    keep(ids, "first", "question save",
         "<\"interview\":\"{interview}\",\"text\":\"What is a day like?\">");
    keep(ids, "must", "question save",
         "<\"interview\":\"{interview}\",\"text\":\"What do you like least?\",\"must\":true>");
    at("2026-03-02T15:00:00Z");
    does("interview start", "<\"id\":\"{interview}\">", ids);
    at("2026-03-02T15:05:00Z");
    room = does("interview room", "<\"id\":\"{interview}\">", ids);
    assert_int_equal(doc_count(doc_get(room, "questions")), 2);
    assert_string_equal(doc_text_of(doc_get(room, "current"), "text"), "What do you like least?");
    does("question save", "<\"id\":\"{must}\",\"state\":\"asked\">", ids);
    room = does("interview room", "<\"id\":\"{interview}\">", ids);
    assert_string_equal(doc_text_of(doc_get(room, "current"), "text"), "What is a day like?");
    assert_true(has_row(doc_get(room, "cards"), "id", "next_question"));
    /* On track: what is open of the objectives, and the time that is left. */
    assert_int_equal(doc_count(doc_get(room, "objectives")), 1);
    assert_int_equal(doc_int_of(doc_get(room, "timer"), "minutes_left"), 15);
    does("question save", "<\"id\":\"{first}\",\"state\":\"skipped\">", ids);
    room = does("interview room", "<\"id\":\"{interview}\">", ids);
    assert_true(doc_is_empty(doc_get(room, "current")));
}

/* Each sample for a request, filled for a person of whom all is known, says its purpose and asks for
 * no work. */
static void
states_the_purpose_and_asks_for_no_job_in_any_sample_M2_M3_M89(void **state)
{
    (void)state;
    struct doc *ids = begin();
    struct doc *form = does("request form", "<\"person\":\"{person}\">", ids);
    const struct doc *samples = doc_get(form, "samples");
    assert_true(doc_count(samples) >= 6);
    for (uint32_t i = 0; i < doc_count(samples); i++) {
        const char *sample = doc_text_of(doc_item(samples, i), "name");
        doc_set_text(ids, "sample", sample);
        keep(ids, "request", "request save",
             "<\"person\":\"{person}\",\"target\":\"{target}\",\"sample\":\"{sample}\">");
        struct doc *read = does("request read", "<\"id\":\"{request}\">", ids);
        if (doc_text_of(read, "body")[0] == '\0')
            fail_msg("%s is empty", sample);
        static const char *const never[] = {"job", "resume", "purpose"};
        for (size_t n = 0; n < sizeof never / sizeof *never; n++)
            if (finds(read, never[n]))
                fail_msg("%s: %s in\n%s", sample, never[n], doc_text_of(read, "body"));
    }
}

static void
notices_who_asks_for_a_job_or_an_internship_M3_M79(void **state)
{
    (void)state;
    static const char *const asks[] = {
        "Do you have a job for me?", "I am looking for an internship in your team.",
        "Could you offer me a placement next summer?", "Are you hiring at the moment?"};
    struct doc *ids = begin();
    keep(ids, "request", "request save", "<\"person\":\"{person}\",\"target\":\"{target}\">");
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
        doc_set_text(ids, "body", asks[i]);
        struct doc *read = does("request check", "<\"id\":\"{request}\",\"body\":\"{body}\">", ids);
        if (!finds(read, "job"))
            fail_msg("not noticed: %s", asks[i]);
    }
    doc_set_text(ids, "body", "I am not looking for a job or an internship, only for your view.");
    assert_false(
        finds(does("request check", "<\"id\":\"{request}\",\"body\":\"{body}\">", ids), "job"));
}

static void
finds_the_guide_under_each_of_its_names_M6(void **state)
{
    (void)state;
    static const char *const names[] = {"informational interview", "information interview",
                                        "research interview", "Research Interviewing"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct doc *ids = doc_map(&house.arena);
        doc_set_text(ids, "query", names[i]);
        struct doc *found = does("help", "<\"query\":\"{query}\">", ids);
        const struct doc *items = doc_get(found, "items");
        if (doc_count(items) == 0)
            fail_msg("nothing under %s", names[i]);
        assert_string_equal(doc_text_of(doc_item(items, 0), "path"), "/guide#what");
    }
    struct doc *none = does("help", "<\"query\":\"zebra crossing\">", NULL);
    assert_int_equal(doc_count(doc_get(none, "items")), 0);
}

static void
expects_one_interviewee_and_records_others_by_name_M7(void **state)
{
    (void)state;
    struct doc *ids = begin();
    meet(ids, "2026-03-02T15:00");
    struct doc *read = does("interview read", "<\"id\":\"{interview}\">", ids);
    assert_string_equal(doc_text_of(read, "person_name"), "Ada Quinn");
    assert_int_equal(doc_count(doc_get(read, "guests")), 0);
    does("interview save",
         "<\"id\":\"{interview}\",\"guests\":[<\"name\":\"Bo Reyes\",\"title\":\"Ranger\">]>", ids);
    read = does("interview read", "<\"id\":\"{interview}\">", ids);
    assert_int_equal(doc_count(doc_get(read, "guests")), 1);
    assert_string_equal(doc_text_of(doc_item(doc_get(read, "guests"), 0), "name"), "Bo Reyes");
}

static void
explores_six_kinds_of_targets_and_ties_each_talk_to_one_M8_M12(void **state)
{
    (void)state;
    static const char *const kinds[] = {"occupation", "industry", "organization",
                                        "position",   "place",    "path"};
    struct doc *ids = begin();
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        doc_set_text(ids, "kind", kinds[i]);
        keep(ids, "other", "target save", "<\"kind\":\"{kind}\",\"name\":\"Some {kind}\">");
        struct doc *read = does("target read", "<\"id\":\"{other}\">", ids);
        assert_string_equal(doc_text_of(read, "kind"), kinds[i]);
    }
    struct answer refused = house_call(&house, &house.owner, "target save",
                                       "<\"kind\":\"salary\",\"name\":\"Much\">", ids);
    assert_int_equal(refused.status, STATUS_INVALID);
    /* Nobody has to say so: the talk is about what the person was added for. */
    keep(ids, "interview", "interview save",
         "<\"person\":\"{person}\",\"start_local\":\"2026-03-02T15:00\">");
    struct doc *talk = does("interview read", "<\"id\":\"{interview}\">", ids);
    assert_string_equal(doc_text_of(talk, "target_name"), "Urban ecologist");
}

/* ---- asking ---- */

static const char *
stage_of(struct doc *ids)
{
    struct doc *list = does("person list", "<\"query\":\"Ada Quinn\">", ids);
    return doc_text_of(doc_item(doc_get(list, "items"), 0), "state");
}

static const char *
next_of(struct doc *ids)
{
    return doc_text_of(doc_get(does("person read", "<\"id\":\"{person}\">", ids), "next"), "code");
}

static void
goes_with_each_person_from_asking_to_the_appointment_M67(void **state)
{
    (void)state;
    struct doc *ids = begin();
    assert_string_equal(stage_of(ids), "");
    assert_string_equal(next_of(ids), "next.ask");
    keep(ids, "request", "request save", "<\"person\":\"{person}\",\"target\":\"{target}\">");
    assert_string_equal(stage_of(ids), "draft");
    assert_string_equal(next_of(ids), "next.finish_draft");
    does("request send", "<\"id\":\"{request}\">", ids);
    assert_string_equal(stage_of(ids), "sent");
    assert_string_equal(next_of(ids), "next.record_answer");
    static const char *const answers[] = {"no_answer", "declined", "later"};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        doc_set_text(ids, "answer", answers[i]);
        does("request answer", "<\"id\":\"{request}\",\"state\":\"{answer}\">", ids);
        assert_string_equal(stage_of(ids), answers[i]);
    }
    meet(ids, "2026-03-02T15:00"); /* an appointment is an answer */
    struct doc *request = does("request read", "<\"id\":\"{request}\">", ids);
    assert_string_equal(doc_text_of(request, "state"), "accepted");
    assert_string_equal(doc_text_of(request, "interview"), doc_text_of(ids, "interview"));
    assert_string_equal(stage_of(ids), "planned");
    assert_string_equal(next_of(ids), "next.prepare");
    does("interview start", "<\"id\":\"{interview}\">", ids);
    assert_string_equal(stage_of(ids), "running");
    does("interview end", "<\"id\":\"{interview}\">", ids);
    assert_string_equal(stage_of(ids), "held");
    assert_string_equal(next_of(ids), "next.look_back");
}

static const char good[] =
    "Dear Dr. Quinn,\\n\\nMy name is Maya Lindqvist-Okafor. I found your name in the directory of "
    "the "
    "museum. I am conducting informational interviews to learn about the work of an urban "
    "ecologist, "
    "and I would value your advice. Would you have 20 minutes at a time that is convenient for "
    "you?\\n\\nThank you for considering it.\\n\\nKind regards,\\nMaya Lindqvist-Okafor";

static struct doc *
check(struct doc *ids, const char *body)
{
    doc_set_text(ids, "body", body);
    return does("request check",
                "<\"id\":\"{request}\",\"subject\":\"A question\",\"body\":\"{body}\">", ids);
}

static void
misses_who_where_from_why_and_the_field_in_a_request_M74_M75_M76_M77_M78(void **state)
{
    (void)state;
    static const char *const parts[] = {"who", "found", "purpose", "field", "advice"};
    struct doc *ids = begin();
    keep(ids, "request", "request save", "<\"person\":\"{person}\",\"target\":\"{target}\">");
    struct doc *bare = check(ids, "Dear Dr. Quinn,\\n\\nCould we meet?\\n\\nThank you.");
    struct doc *full = check(ids, good);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!finds(bare, parts[i]))
            fail_msg("%s is not missed", parts[i]);
        if (finds(full, parts[i]))
            fail_msg("%s is missed where it stands", parts[i]);
    }
    /* A sample whose blanks are still open is not ready either. */
    assert_true(finds(check(ids, "I am exploring [the field you explore]."), "blank"));
    assert_int_equal(doc_int_of(full, "open"), 0);
}

/* Under a policy, is a request for so many minutes fine that says them in these words? */
static void
has_minutes(struct doc *ids, const char *policy, const char *minutes, const char *words, bool fine)
{
    doc_set_text(ids, "policy", policy);
    doc_set_text(ids, "minutes", minutes);
    doc_set_text(ids, "words", words);
    does("profile save", "<\"policy\":\"{policy}\">", ids);
    does("request save", "<\"id\":\"{request}\",\"minutes\":{minutes}>", ids);
    struct doc *read = does(
        "request check", "<\"id\":\"{request}\",\"body\":\"Would you have {words} for me?\">", ids);
    if (finds(read, "minutes") == fine)
        fail_msg("%s under %s", words, policy);
}

static void
asks_for_the_minutes_of_the_policy_in_force_M80_M81_M82_M131(void **state)
{
    (void)state;
    struct doc *ids = begin();
    keep(ids, "request", "request save", "<\"person\":\"{person}\",\"target\":\"{target}\">");
    struct doc *form = does("request form", "<\"person\":\"{person}\">", ids);
    assert_int_equal(doc_int_of(form, "minutes"), 20);
    assert_int_equal(doc_int_of(form, "minutes_least"), 15);
    assert_int_equal(doc_int_of(form, "minutes_most"), 30);
    has_minutes(ids, "minutes_15_20_or_more", "45", "45 minutes", true);
    has_minutes(ids, "minutes_15_20_or_more", "10", "10 minutes", false);
    has_minutes(ids, "minutes_15_to_20", "20", "20 minutes", true);
    has_minutes(ids, "minutes_15_to_20", "30", "30 minutes", false);
    has_minutes(ids, "minutes_20_to_30", "30", "half an hour", true);
    has_minutes(ids, "minutes_20_to_30", "15", "15 minutes", false);
    form = does("request form", "<\"person\":\"{person}\">", ids);
    assert_int_equal(doc_int_of(form, "minutes"), 30);
    has_minutes(ids, "minutes_15_to_30", "15", "15 minutes", true);
    has_minutes(ids, "minutes_15_to_30", "60", "an hour", false);
    has_minutes(ids, "standard", "20", "30 minutes", false); /* not what was agreed in the form */
    assert_true(finds(check(ids, "Could we talk?"), "minutes")); /* a length belongs into it */
}

static void
asks_for_their_convenience_and_knows_their_hour_M83_M235(void **state)
{
    (void)state;
    struct doc *ids = begin();
    keep(ids, "request", "request save", "<\"person\":\"{person}\",\"target\":\"{target}\">");
    assert_true(finds(check(ids, "I will call you on Tuesday for 20 minutes."), "convenience"));
    assert_false(finds(check(ids, good), "convenience"));
    does("person save", "<\"id\":\"{person}\",\"zone\":\"Asia/Tokyo\">", ids);
    struct doc *form = does("interview form", "<\"person\":\"{person}\">", ids);
    assert_string_equal(doc_text_of(form, "zone"), "Asia/Tokyo");
    keep(ids, "interview", "interview save",
         "<\"person\":\"{person}\",\"start_local\":\"2026-03-02T15:00\">");
    struct doc *talk = does("interview read", "<\"id\":\"{interview}\">", ids);
    assert_string_equal(doc_text_of(talk, "zone"), "Asia/Tokyo");
    assert_true(doc_int_of(talk, "start_at") == instant("2026-03-02T06:00:00Z"));
}

/* ---- the appointment and the prep sheet ---- */

static bool
is_ready(const struct doc *read, const char *id)
{
    const struct doc *ready = doc_get(read, "ready");
    for (uint32_t i = 0; i < doc_count(ready); i++)
        if (strcmp(doc_text_of(doc_item(ready, i), "id"), id) == 0)
            return doc_bool_of(doc_item(ready, i), "done");
    fail_msg("the prep sheet has no %s", id);
    return false;
}

static void
asks_on_the_prep_sheet_for_name_sound_title_and_place_M91_M94_M95_M96(void **state)
{
    (void)state;
    static const char *const points[] = {"name",         "pronunciation", "title",
                                         "organization", "place",         "contact"};
    struct doc *ids = begin(), *prep;
    keep(ids, "person", "person save", "<\"title\":\"Curator of insects\">");
    keep(ids, "interview", "interview save",
         "<\"person\":\"{person}\",\"start_local\":\"2026-03-02T15:00\",\"zone\":\"Europe/"
         "Berlin\">");
    prep = does("interview prep", "<\"id\":\"{interview}\">", ids);
    assert_true(is_ready(prep, "time"));
    assert_true(is_ready(prep, "minutes"));
    assert_true(is_ready(prep, "title"));
    for (size_t i = 0; i < sizeof points / sizeof *points; i++)
        if (strcmp(points[i], "title") != 0)
            assert_false(is_ready(prep, points[i]));
    int64_t open = doc_int_of(prep, "ready_open");
    does("person save",
         "<\"id\":\"{person}\",\"name\":\"Siobhan Quinn\",\"pronunciation\":\"shi-VAWN\","
         "\"organization\":\"Museum\",\"contact_points\":[<\"kind\":\"phone\",\"value\":\"555-"
         "0100\">]>",
         ids);
    does("interview save", "<\"id\":\"{interview}\",\"place\":\"Harbor Street 4\">", ids);
    prep = does("interview prep", "<\"id\":\"{interview}\">", ids);
    for (size_t i = 0; i < sizeof points / sizeof *points; i++)
        assert_true(is_ready(prep, points[i]));
    assert_int_equal(doc_int_of(prep, "ready_open"), open - 5);
    assert_string_equal(doc_text_of(doc_get(prep, "whom"), "pronunciation"), "shi-VAWN");
}

static void
brings_questions_and_objectives_on_the_prep_sheet_M103_M104(void **state)
{
    (void)state;
    struct doc *ids = begin(), *prep;
    meet(ids, "2026-03-02T15:00");
    prep = does("interview prep", "<\"id\":\"{interview}\">", ids);
    assert_true(is_ready(prep, "objectives"));
    assert_false(is_ready(prep, "questions"));
    does("question fill", "<\"interview\":\"{interview}\">", ids);
    does("objective remove", "<\"id\":\"{objective}\">", ids);
    prep = does("interview prep", "<\"id\":\"{interview}\">", ids);
    assert_true(is_ready(prep, "questions"));
    assert_true(doc_count(doc_get(prep, "questions")) >= 8);
    assert_false(is_ready(prep, "objectives"));
    /* Nothing gates: the talk may begin all the same. */
    does("interview start", "<\"id\":\"{interview}\">", ids);
}

static void
lets_the_agreed_time_govern_over_the_policy_M92_M93(void **state)
{
    (void)state;
    struct doc *ids = begin();
    keep(ids, "interview", "interview save",
         "<\"person\":\"{person}\",\"start_local\":\"2026-03-02T15:00\",\"zone\":\"Europe/Berlin\","
         "\"minutes\":45>");
    at("2026-03-02T14:00:00Z");
    does("interview start", "<\"id\":\"{interview}\">", ids);
    at("2026-03-02T14:30:00Z");
    const struct doc *timer =
        doc_get(does("interview room", "<\"id\":\"{interview}\">", ids), "timer");
    assert_int_equal(doc_int_of(timer, "agreed_minutes"), 45);
    assert_int_equal(doc_int_of(timer, "minutes_left"), 15);
    assert_string_equal(doc_text_of(timer, "phase"), "middle");
    struct doc *read = does("interview read", "<\"id\":\"{interview}\">", ids);
    const struct call_row *row = call_find(&house.desk, "interview read");
    struct buffer calendar;
    buffer_open(&calendar, &house.arena, 64000);
    assert_int_equal(row->write(read, &calendar), STATUS_OK);
    assert_non_null(strstr(buffer_read(&calendar), "DTSTART:20260302T140000Z"));
    assert_non_null(strstr(buffer_read(&calendar), "DTEND:20260302T144500Z"));
    assert_non_null(strstr(buffer_read(&calendar), "BEGIN:VALARM"));
}

/* ---- the talk ---- */

static void
thanks_first_and_asks_for_names_leave_and_thanks_last_M118_M135_M136_M137(void **state)
{
    (void)state;
    static const char *const last[] = {"ask_for_names", "ask_permission", "thank_last"};
    struct doc *ids = begin(), *room;
    meet(ids, "2026-03-02T15:00");
    at("2026-03-02T15:00:00Z");
    does("interview start", "<\"id\":\"{interview}\">", ids);
    room = does("interview room", "<\"id\":\"{interview}\">", ids);
    assert_string_equal(doc_text_of(doc_item(doc_get(room, "cards"), 0), "id"), "thank_first");
    for (size_t i = 0; i < sizeof last / sizeof *last; i++)
        assert_false(has_row(doc_get(room, "cards"), "id", last[i]));
    at("2026-03-02T15:18:30Z");
    room = does("interview room", "<\"id\":\"{interview}\">", ids);
    for (size_t i = 0; i < sizeof last / sizeof *last; i++)
        assert_true(has_row(doc_get(room, "cards"), "id", last[i]));
    assert_false(has_row(doc_get(room, "cards"), "id", "thank_first"));
    keep(ids, "referral", "referral save",
         "<\"interview\":\"{interview}\",\"name\":\"Bo Reyes\",\"permission\":\"yes\">");
    room = does("interview room", "<\"id\":\"{interview}\">", ids);
    assert_int_equal(doc_count(doc_get(room, "referrals")), 1);
    struct doc *named = does("referral list", NULL, ids);
    assert_string_equal(doc_text_of(doc_item(doc_get(named, "items"), 0), "from_name"),
                        "Ada Quinn");
}

static void
warns_before_the_end_says_when_it_is_up_and_keeps_the_overrun_M132_M133_M134(void **state)
{
    (void)state;
    struct doc *ids = begin(), *room;
    meet(ids, "2026-03-02T15:00");
    at("2026-03-02T15:00:00Z");
    does("interview start", "<\"id\":\"{interview}\">", ids);
    at("2026-03-02T15:18:00Z");
    room = does("interview room", "<\"id\":\"{interview}\">", ids);
    assert_string_equal(doc_text_of(doc_get(room, "timer"), "phase"), "closing");
    assert_int_equal(doc_int_of(doc_get(room, "timer"), "minutes_left"), 2);
    at("2026-03-02T15:20:00Z");
    room = does("interview room", "<\"id\":\"{interview}\">", ids);
    assert_string_equal(doc_text_of(doc_get(room, "timer"), "phase"), "up");
    assert_true(has_row(doc_get(room, "cards"), "id", "time_is_up"));
    does("interview extend", "<\"id\":\"{interview}\",\"minutes\":5>", ids); /* they offered it */
    room = does("interview room", "<\"id\":\"{interview}\">", ids);
    assert_int_equal(doc_int_of(room, "extended_minutes"), 5);
    assert_int_equal(doc_int_of(doc_get(room, "timer"), "minutes_left"), 5);
    at("2026-03-02T15:31:00Z");
    does("interview end", "<\"id\":\"{interview}\">", ids);
    room = does("interview room", "<\"id\":\"{interview}\">", ids);
    assert_int_equal(doc_int_of(doc_get(room, "timer"), "overrun_minutes"), 6);
    assert_true(doc_int_of(room, "ended_at") == instant("2026-03-02T15:31:00Z"));
}

static void
takes_notes_beside_the_question_if_they_agree_M127_M128_M129(void **state)
{
    (void)state;
    struct doc *ids = begin(), *room;
    meet(ids, "2026-03-02T15:00");
    keep(ids, "question", "question save",
         "<\"interview\":\"{interview}\",\"text\":\"Why rivers?\">");
    room = does("interview room", "<\"id\":\"{interview}\">", ids);
    assert_false(doc_bool_of(room, "notes_agreed"));
    does("interview start", "<\"id\":\"{interview}\",\"notes_agreed\":true>", ids);
    keep(ids, "note", "note save",
         "<\"interview\":\"{interview}\",\"question\":\"{question}\",\"text\":\"Floods at nine\">");
    keep(ids, "free", "note save", "<\"interview\":\"{interview}\",\"text\":\"Herons\">");
    room = does("interview room", "<\"id\":\"{interview}\">", ids);
    assert_true(doc_bool_of(room, "notes_agreed"));
    const struct doc *notes = doc_get(room, "notes");
    assert_int_equal(doc_count(notes), 2);
    assert_string_equal(doc_text_of(doc_item(notes, 0), "text"), "Floods at nine");
    assert_string_equal(doc_text_of(doc_item(notes, 0), "question_text"), "Why rivers?");
}

/* To somebody unknown at a company, who is on LinkedIn alone, the form offers a note there; it says how long it is
 * and how long it may be, an emoji counted as two (M63). */
static void
begins_a_cold_request_with_a_short_linkedin_note_M63(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    struct doc *person =
        house_do(&house, "person save",
                 "<\"name\":\"Bo Adeyemi\",\"organization\":\"River "
                 "Trust\",\"circle\":\"cold\",\"contact_points\":[<"
                 "\"kind\":\"link\",\"value\":\"https://www.linkedin.com/in/bo-adeyemi\">]>",
                 NULL);
    doc_set(ids, "person", *doc_get(person, "id"));
    struct doc *form = house_do(&house, "request form", "<\"person\":\"{person}\">", ids);
    assert_string_equal(doc_text_of(form, "channel"), "linkedin");
    assert_string_equal(doc_text_of(form, "sample"), "fitting");
    struct doc *draft =
        house_do(&house, "request save",
                 "<\"person\":\"{person}\",\"channel\":\"linkedin\",\"sample\":\"fitting\">", ids);
    assert_non_null(strstr(doc_text_of(draft, "body"), " at River Trust. No job request"));
    doc_set(ids, "request", *doc_get(draft, "id"));
    struct doc *read = house_do(&house, "request check",
                                "<\"id\":\"{request}\",\"body\":\"Hello \U0001F642\">", ids);
    assert_int_equal(doc_int_of(read, "units"), 8);
    assert_int_equal(doc_int_of(read, "units_most"), 200);
    /* Known or asked in another way, another text fits. */
    house_do(&house, "person save", "<\"id\":\"{person}\",\"circle\":\"alumni\">", ids);
    draft =
        house_do(&house, "request save",
                 "<\"person\":\"{person}\",\"channel\":\"linkedin\",\"sample\":\"fitting\">", ids);
    assert_non_null(strstr(doc_text_of(draft, "body"), "I found you through"));
    draft = house_do(&house, "request save",
                     "<\"person\":\"{person}\",\"channel\":\"phone\",\"sample\":\"fitting\">", ids);
    doc_set(ids, "request", *doc_get(draft, "id"));
    read = house_do(&house, "request read", "<\"id\":\"{request}\">", ids);
    assert_true(doc_is_empty(doc_get(read, "units_most")));
}

int
main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
    static const struct CMUnitTest tests[] = {
        TEST(lets_the_explorer_lead_with_the_own_questions_M1_M117_M119_M120),
        TEST(begins_a_cold_request_with_a_short_linkedin_note_M63),
        TEST(states_the_purpose_and_asks_for_no_job_in_any_sample_M2_M3_M89),
        TEST(notices_who_asks_for_a_job_or_an_internship_M3_M79),
        TEST(finds_the_guide_under_each_of_its_names_M6),
        TEST(expects_one_interviewee_and_records_others_by_name_M7),
        TEST(explores_six_kinds_of_targets_and_ties_each_talk_to_one_M8_M12),
        TEST(goes_with_each_person_from_asking_to_the_appointment_M67),
        TEST(misses_who_where_from_why_and_the_field_in_a_request_M74_M75_M76_M77_M78),
        TEST(asks_for_the_minutes_of_the_policy_in_force_M80_M81_M82_M131),
        TEST(asks_for_their_convenience_and_knows_their_hour_M83_M235),
        TEST(asks_on_the_prep_sheet_for_name_sound_title_and_place_M91_M94_M95_M96),
        TEST(brings_questions_and_objectives_on_the_prep_sheet_M103_M104),
        TEST(lets_the_agreed_time_govern_over_the_policy_M92_M93),
        TEST(thanks_first_and_asks_for_names_leave_and_thanks_last_M118_M135_M136_M137),
        TEST(warns_before_the_end_says_when_it_is_up_and_keeps_the_overrun_M132_M133_M134),
        TEST(takes_notes_beside_the_question_if_they_agree_M127_M128_M129),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("the method, up to the door", tests, NULL, NULL);
}
