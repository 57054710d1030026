/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The method through the calls: after the door closes, looking back, deciding. */
#include "method_house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A talk that ended on March 2 at 15:20 UTC. */
static struct doc *
begin_after(void)
{
    struct doc *ids = begin();
    meet(ids, "2026-03-02T15:00");
    at("2026-03-02T15:00:00Z");
    does("interview start", "<\"id\":\"{interview}\">", ids);
    keep(ids, "note", "note save", "<\"interview\":\"{interview}\",\"text\":\"Floods at nine\">");
    at("2026-03-02T15:20:00Z");
    does("interview end", "<\"id\":\"{interview}\">", ids);
    return ids;
}

static void
assert_line(const char *rule, const char *group, const char *code)
{
    const struct doc *line = today_line(rule);
    if (line == NULL)
        fail_msg("Today has no line of %s", rule);
    assert_string_equal(doc_text_of(line, "group"), group);
    assert_string_equal(doc_text_of(line, "code"), code);
}

/* ---- writing it down ---- */

static void
wants_the_debrief_at_once_and_calls_it_overdue_after_a_day_M138(void **state)
{
    (void)state;
    struct doc *ids = begin_after();
    at("2026-03-02T15:21:00Z");
    assert_line("debrief", "now", "agenda.debrief");
    at("2026-03-03T15:19:00Z");
    assert_line("debrief", "now", "agenda.debrief");
    at("2026-03-03T15:21:00Z");
    assert_line("debrief", "now", "agenda.debrief_overdue");
    does("debrief save", "<\"interview\":\"{interview}\",\"outline\":\"Floods\">", ids);
    assert_null(today_line("debrief"));
}

static void
keeps_six_lists_and_an_outline_that_begins_from_the_notes_M139_M140_M141(void **state)
{
    (void)state;
    static const char *const lists[] = {"people",    "organizations", "publications",
                                        "companies", "trends",        "interests"};
    struct doc *ids = begin_after();
    struct doc *form = does("debrief form", "<\"id\":\"{interview}\">", ids);
    assert_string_equal(doc_text_of(form, "outline"), "- Floods at nine\n");
    /* One call, six fields, one line each: nothing else is needed. */
    does("debrief save",
         "<\"interview\":\"{interview}\",\"outline\":\"Water first\",\"people\":\"Bo Reyes\\n- Cy "
         "Marsh\","
         "\"organizations\":\"Mill Creek District\",\"publications\":\"The ten-year "
         "plan\",\"companies\":"
         "\"Fernwood\",\"trends\":\"Fees replace grants\",\"interests\":\"Herons\">",
         ids);
    struct doc *read = does("interview read", "<\"id\":\"{interview}\">", ids);
    const struct doc *findings = doc_get(read, "findings");
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        assert_int_equal(doc_count(doc_get(findings, lists[i])), i == 0 ? 2 : 1);
    assert_true(has_row(doc_get(findings, "people"), "text", "Cy Marsh"));
    assert_true(has_row(doc_get(findings, "trends"), "text", "Fees replace grants"));
    assert_string_equal(doc_text_of(read, "outline"), "Water first");
    /* A line that goes, goes; the other lists stay. */
    does("debrief save", "<\"interview\":\"{interview}\",\"people\":\"Bo Reyes\">", ids);
    read = does("interview read", "<\"id\":\"{interview}\">", ids);
    assert_int_equal(doc_count(doc_get(doc_get(read, "findings"), "people")), 1);
    assert_int_equal(doc_count(doc_get(doc_get(read, "findings"), "trends")), 1);
}

/* ---- thanking ---- */

static void
wants_thanks_within_a_day_then_late_then_overdue_after_a_week_M143_M144_M145(void **state)
{
    (void)state;
    struct doc *ids = begin_after(), *form;
    form = does("thanks form", "<\"id\":\"{interview}\">", ids);
    assert_true(doc_int_of(form, "due_at") == instant("2026-03-03T15:20:00Z"));
    assert_true(doc_int_of(form, "overdue_at") == instant("2026-03-09T15:20:00Z"));
    at("2026-03-03T15:19:00Z");
    assert_line("thanks", "today", "agenda.thanks");
    assert_false(doc_bool_of(does("thanks form", "<\"id\":\"{interview}\">", ids), "late"));
    at("2026-03-03T15:21:00Z");
    assert_line("thanks", "now", "agenda.thanks_late");
    form = does("thanks form", "<\"id\":\"{interview}\">", ids);
    assert_true(doc_bool_of(form, "late"));
    assert_false(doc_bool_of(form, "overdue"));
    at("2026-03-09T15:21:00Z");
    assert_line("thanks", "now", "agenda.thanks_overdue");
    assert_true(doc_bool_of(does("thanks form", "<\"id\":\"{interview}\">", ids), "overdue"));
    does("thanks send", "<\"interview\":\"{interview}\",\"body\":\"Thank you for the herons.\">",
         ids);
    assert_null(today_line("thanks"));
}

static void
moves_the_deadline_of_thanks_with_the_policy_M145_M256_M257(void **state)
{
    (void)state;
    /* Maya lives in Berlin: her day ends at 23:00 UTC. */
    static const char *const policies[][2] = {{"thanks_24_hours", "2026-03-03T15:20:00Z"},
                                              {"thanks_48_hours", "2026-03-04T15:20:00Z"},
                                              {"thanks_one_week", "2026-03-09T15:20:00Z"},
                                              {"thanks_same_day", "2026-03-02T23:00:00Z"}};
    struct doc *ids = begin_after();
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++) {
        doc_set_text(ids, "policy", policies[i][0]);
        does("profile save", "<\"policy\":\"{policy}\">", ids);
        struct doc *form = does("thanks form", "<\"id\":\"{interview}\">", ids);
        int64_t off = doc_int_of(form, "due_at") - instant(policies[i][1]);
        if (off > 0 || off < -1000)
            fail_msg("%s is off by %lld ms", policies[i][0], (long long)off);
    }
}

static void
thanks_each_who_was_there_by_a_note_of_their_own_M146_M260(void **state)
{
    (void)state;
    struct doc *ids = begin_after(), *form;
    does("interview save", "<\"id\":\"{interview}\",\"guests\":[<\"name\":\"Bo Reyes\">]>", ids);
    does("thanks send", "<\"interview\":\"{interview}\",\"body\":\"Dear Dr. Quinn, thank you.\">",
         ids);
    const struct doc *line = today_line("thanks");
    assert_non_null(line);
    assert_string_equal(doc_text_of(line, "who"), "Bo Reyes");
    form = does("thanks form", "<\"id\":\"{interview}\",\"guest\":\"Bo Reyes\">", ids);
    assert_false(doc_bool_of(form, "sent"));
    assert_non_null(strstr(doc_text_of(form, "body"), "Dear Bo Reyes,"));
    /* It is for Bo: no word of Ada's address, and Ada's name is not missed in it. */
    assert_true(doc_is_empty(doc_get(form, "to_email")));
    assert_true(doc_is_empty(doc_get(form, "mailto")));
    assert_string_equal(doc_text_of(form, "to_name"), "Bo Reyes");
    assert_false(finds(form, "name"));
    does("thanks send",
         "<\"interview\":\"{interview}\",\"guest\":\"Bo Reyes\",\"body\":\"Dear Bo, thank you.\">",
         ids);
    assert_null(today_line("thanks"));
    form = does("thanks form", "<\"id\":\"{interview}\">", ids);
    assert_string_equal(doc_text_of(form, "body"), "Dear Dr. Quinn, thank you.");
    assert_string_equal(doc_text_of(form, "to_email"), "ada.quinn@example.org");
}

static void
begins_thanks_from_a_sample_that_needs_one_thing_they_said_M147_M258(void **state)
{
    (void)state;
    struct doc *ids = begin_after();
    struct doc *form = does("thanks form", "<\"id\":\"{interview}\">", ids);
    assert_true(doc_count(doc_get(form, "samples")) >= 2);
    assert_non_null(strstr(doc_text_of(form, "body"), "Dear Dr. Quinn,"));
    assert_true(finds(form, "blank")); /* the place of what they said is open */
    assert_string_equal(doc_item(doc_get(form, "details"), 0)->text, "Floods at nine");
    does("thanks save",
         "<\"interview\":\"{interview}\",\"body\":\"Dear Dr. Quinn,\\n\\nThank you for your "
         "time.\\n\\nKind regards,\\nMaya\">",
         ids);
    assert_true(finds(does("thanks form", "<\"id\":\"{interview}\">", ids), "specific"));
    does("thanks save",
         "<\"interview\":\"{interview}\",\"body\":\"Dear Dr. Quinn,\\n\\nThank you for your time. "
         "That "
         "it floods at nine will stay with me.\\n\\nKind regards,\\nMaya\">",
         ids);
    form = does("thanks form", "<\"id\":\"{interview}\">", ids);
    assert_false(finds(form, "specific"));
    assert_false(finds(form, "blank"));
}

/* ---- names ---- */

static void
makes_a_person_to_write_to_of_a_name_in_one_step_M65_M150(void **state)
{
    (void)state;
    struct doc *ids = begin_after();
    keep(ids, "referral", "referral save",
         "<\"interview\":\"{interview}\",\"name\":\"Bo "
         "Reyes\",\"title\":\"Ranger\",\"organization\":"
         "\"Parks\",\"permission\":\"yes\">");
    assert_non_null(today_line("referral"));
    struct doc *made = does("referral prospect", "<\"id\":\"{referral}\">", ids);
    doc_set(ids, "bo", *doc_get(made, "person"));
    struct doc *bo = does("person read", "<\"id\":\"{bo}\">", ids);
    assert_string_equal(doc_text_of(bo, "name"), "Bo Reyes");
    assert_string_equal(doc_text_of(bo, "circle"), "referral");
    assert_string_equal(doc_text_of(bo, "target_name"), "Urban ecologist");
    assert_string_equal(doc_text_of(doc_get(bo, "referred_by"), "from_name"), "Ada Quinn");
    assert_string_equal(doc_text_of(doc_get(bo, "next"), "code"), "next.ask");
    struct doc *again =
        does("referral prospect", "<\"id\":\"{referral}\">", ids); /* nobody twice */
    assert_string_equal(doc_text_of(again, "person"), doc_text_of(made, "person"));
    at("2026-03-12T09:00:00Z");
    const struct doc *line = today_line("referral");
    assert_non_null(line);
    assert_true(doc_bool_of(line, "overdue"));
}

static void
says_who_named_somebody_only_with_their_leave_M136(void **state)
{
    (void)state;
    static const char *const permissions[] = {"not_asked", "no", "yes"};
    struct doc *ids = begin_after();
    keep(ids, "referral", "referral save",
         "<\"interview\":\"{interview}\",\"name\":\"Bo Reyes\",\"organization\":\"Parks\">");
    for (size_t i = 0; i < sizeof permissions / sizeof *permissions; i++) {
        doc_set_text(ids, "permission", permissions[i]);
        does("referral save", "<\"id\":\"{referral}\",\"permission\":\"{permission}\">", ids);
        const struct doc *form = does("person form", "<\"referral\":\"{referral}\">", ids);
        assert_string_equal(doc_text_of(form, "how_found"), i == 2 ? "Ada Quinn" : "");
    }
    does("person save", "<\"id\":\"{person}\",\"is_private\":true>", ids);
    const struct doc *form = does("person form", "<\"referral\":\"{referral}\">", ids);
    assert_string_equal(doc_text_of(form, "how_found"), "");
    struct doc *made = does("referral prospect", "<\"id\":\"{referral}\">", ids);
    doc_set(ids, "bo", *doc_get(made, "person"));
    struct doc *bo = does("person read", "<\"id\":\"{bo}\">", ids);
    assert_string_equal(doc_text_of(bo, "how_found"), "");
}

static void
names_nobody_in_a_draft_without_their_leave_M136(void **state)
{
    (void)state;
    static const char *const permissions[] = {"not_asked", "no", "yes"};
    struct doc *ids = begin_after();
    keep(ids, "referral", "referral save",
         "<\"interview\":\"{interview}\",\"name\":\"Bo Reyes\",\"organization\":\"Parks\">");
    doc_set(ids, "bo",
            *doc_get(does("referral prospect", "<\"id\":\"{referral}\">", ids), "person"));
    for (size_t i = 0; i < sizeof permissions / sizeof *permissions; i++) {
        bool may = strcmp(permissions[i], "yes") == 0;
        doc_set_text(ids, "permission", permissions[i]);
        does("referral save", "<\"id\":\"{referral}\",\"permission\":\"{permission}\">", ids);
        keep(ids, "request", "request save",
             "<\"person\":\"{bo}\",\"target\":\"{target}\",\"sample\":\"request_referral\">");
        struct doc *read = does("request read", "<\"id\":\"{request}\">", ids);
        assert_int_equal(strstr(doc_text_of(read, "body"), "Ada Quinn") != NULL, may);
        assert_int_equal(strstr(doc_text_of(read, "subject"), "Ada Quinn") != NULL, may);
        /* One may type it oneself; then a warning says what is missing. */
        read = does("request check",
                    "<\"id\":\"{request}\",\"body\":\"Ada Quinn suggested that I write to you.\">",
                    ids);
        assert_int_equal(finds(read, "referrer"), !may);
    }
}

static void
keeps_a_place_for_somebody_whose_name_is_not_known_yet_M61(void **state)
{
    (void)state;
    struct doc *ids = begin();
    keep(ids, "unknown", "person save",
         "<\"title\":\"Head of education\",\"organization\":\"City Museum\">");
    struct doc *read = does("person read", "<\"id\":\"{unknown}\">", ids);
    assert_string_equal(doc_text_of(doc_get(read, "next"), "code"), "next.find_name");
    struct answer nobody =
        house_call(&house, &house.owner, "person save", "<\"organization\":\"City Museum\">", ids);
    assert_int_equal(nobody.status, STATUS_INVALID);
}

/* ---- looking back ---- */

static void
asks_to_look_back_after_each_talk_and_keeps_the_answers_M153_M154_M155_M156_M157(void **state)
{
    (void)state;
    static const char *const fields[][2] = {{"liked", "The ditch"},
                                            {"positive", "It has birds in it"},
                                            {"concerns", "Two years of permits"},
                                            {"advantages", "Steady money"},
                                            {"feelings", "Sure"}};
    struct doc *ids = begin_after();
    does("debrief save", "<\"interview\":\"{interview}\",\"outline\":\"Floods\">", ids);
    assert_line("reflect", "week", "agenda.reflect");
    does("reflection save",
         "<\"interview\":\"{interview}\",\"liked\":\"The ditch\",\"positive\":\"It has birds in "
         "it\",\"concerns\":\"Two years of permits\",\"advantages\":\"Steady "
         "money\",\"feelings\":\"Sure\">",
         ids);
    assert_null(today_line("reflect"));
    struct doc *form = does("reflection form", "<\"id\":\"{interview}\">", ids);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        assert_string_equal(doc_text_of(form, fields[i][0]), fields[i][1]);
    const struct doc *heard =
        doc_get(does("target read", "<\"id\":\"{target}\">", ids), "reflections");
    assert_string_equal(doc_text_of(doc_item(heard, 0), "concerns"), "Two years of permits");
}

static void
turns_the_answers_into_objectives_targets_tasks_and_people_M158_M159_M160_M161(void **state)
{
    (void)state;
    struct doc *ids = begin_after();
    struct doc *form = does("reflection form", "<\"id\":\"{interview}\">", ids);
    const struct doc *objectives = doc_get(form, "objectives_list");
    assert_string_equal(doc_text_of(doc_item(objectives, 0), "text"), "How much is outdoors?");
    static const char answers[] =
        "<\"interview\":\"{interview}\",\"objectives\":\"I want the field half\","
        "\"other_occupation\":\"Hydrologist\",\"next_steps\":[<\"title\":\"Read the "
        "plan\",\"due_on\":"
        "\"2026-03-05\">],\"talk_to\":[<\"name\":\"Di Okoye\",\"organization\":\"Radio\">]>";
    does("reflection save", answers, ids);
    form = does("reflection form", "<\"id\":\"{interview}\">", ids);
    assert_string_equal(doc_text_of(form, "objectives"), "I want the field half");
    struct doc *targets = does("target list", NULL, ids);
    assert_true(has_row(doc_get(targets, "items"), "name", "Hydrologist"));
    const struct doc *task = today_line("task");
    assert_non_null(task);
    assert_string_equal(doc_text_of(task, "title"), "Read the plan");
    struct doc *people = does("person list", "<\"query\":\"okoye\">", ids);
    doc_set(ids, "di", *doc_get(doc_item(doc_get(people, "items"), 0), "id"));
    struct doc *di = does("person read", "<\"id\":\"{di}\">", ids);
    assert_string_equal(doc_text_of(di, "target_name"), "Urban ecologist");
    assert_string_equal(doc_text_of(doc_get(di, "next"), "code"), "next.ask");
    /* An occupation that is known already is not made twice. */
    does("reflection save", "<\"interview\":\"{interview}\",\"other_occupation\":\"hydrologist\">",
         ids);
    assert_int_equal(doc_count(doc_get(does("target list", NULL, ids), "items")), 2);
}

/* ---- deciding ---- */

static void
hear(struct doc *ids, const char *name, const char *organization)
{
    doc_set_text(ids, "voice", name);
    doc_set_text(ids, "place", organization);
    keep(ids, "person", "person save",
         "<\"name\":\"{voice}\",\"organization\":\"{place}\",\"target\":\"{target}\">");
    meet(ids, "2026-03-02T15:00");
    does("interview end", "<\"id\":\"{interview}\">", ids);
}

static struct answer
decide(const struct doc *ids, bool confirmed)
{
    return house_call(&house, &house.owner, "decision save",
                      confirmed
                          ? "<\"target\":\"{target}\",\"verdict\":\"pursue\",\"reasons\":\"The "
                            "ditch\",\"confirmed\":true>"
                          : "<\"target\":\"{target}\",\"verdict\":\"pursue\",\"reasons\":\"The "
                            "ditch\">",
                      ids);
}

static void
asks_twice_before_a_decision_on_fewer_than_three_voices_M162_M164_M21(void **state)
{
    (void)state;
    struct doc *ids = begin();
    hear(ids, "Bo Reyes", "Parks");
    hear(ids, "Cy Marsh", "District");
    struct answer few = decide(ids, false);
    assert_int_equal(few.status, STATUS_INVALID);
    const struct doc *field = doc_item(doc_get(few.problem, "fields"), 0);
    assert_string_equal(doc_text_of(field, "field"), "confirmed");
    assert_string_equal(doc_text_of(field, "code"), "decision.few_voices");
    assert_int_equal(doc_int_of(field, "independent"), 2);
    assert_int_equal(doc_int_of(field, "needed"), 3);
    assert_int_equal(decide(ids, true).status, STATUS_OK); /* it never gates */
    hear(ids, "Di Okoye", "Radio");
    struct answer enough = decide(ids, false);
    assert_int_equal(enough.status, STATUS_OK);
    struct doc *target = does("target read", "<\"id\":\"{target}\">", ids);
    const struct doc *decisions = doc_get(target, "decisions");
    assert_int_equal(doc_count(decisions), 2);
    assert_string_equal(doc_text_of(doc_item(decisions, 0), "verdict"), "pursue");
    assert_string_equal(doc_text_of(doc_item(decisions, 0), "reasons"), "The ditch");
    assert_string_equal(doc_text_of(doc_item(decisions, 0), "decided_on"), "2026-02-20");
    assert_int_equal(doc_int_of(doc_item(decisions, 0), "voices"), 3);
}

static void
counts_colleagues_of_one_house_as_one_voice_M162_M215(void **state)
{
    (void)state;
    struct doc *ids = begin();
    hear(ids, "Bo Reyes", "City Parks");
    hear(ids, "Cy Marsh", "city parks");
    hear(ids, "Di Okoye", "City Parks");
    const struct doc *voices =
        doc_get(does("decision form", "<\"id\":\"{target}\">", ids), "voices");
    assert_int_equal(doc_int_of(voices, "count"), 3);
    assert_int_equal(doc_int_of(voices, "independent"), 1);
    assert_int_equal(doc_int_of(voices, "organizations"), 1);
    assert_false(doc_bool_of(voices, "enough"));
    assert_int_equal(decide(ids, false).status, STATUS_INVALID);
    hear(ids, "Eve Lund", "Mill Creek District");
    hear(ids, "Fay Obi", "Conservancy");
    assert_int_equal(decide(ids, false).status, STATUS_OK);
}

int
main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
    static const struct CMUnitTest tests[] = {
        TEST(wants_the_debrief_at_once_and_calls_it_overdue_after_a_day_M138),
        TEST(keeps_six_lists_and_an_outline_that_begins_from_the_notes_M139_M140_M141),
        TEST(wants_thanks_within_a_day_then_late_then_overdue_after_a_week_M143_M144_M145),
        TEST(moves_the_deadline_of_thanks_with_the_policy_M145_M256_M257),
        TEST(thanks_each_who_was_there_by_a_note_of_their_own_M146_M260),
        TEST(begins_thanks_from_a_sample_that_needs_one_thing_they_said_M147_M258),
        TEST(makes_a_person_to_write_to_of_a_name_in_one_step_M65_M150),
        TEST(says_who_named_somebody_only_with_their_leave_M136),
        TEST(names_nobody_in_a_draft_without_their_leave_M136),
        TEST(keeps_a_place_for_somebody_whose_name_is_not_known_yet_M61),
        TEST(asks_to_look_back_after_each_talk_and_keeps_the_answers_M153_M154_M155_M156_M157),
        TEST(turns_the_answers_into_objectives_targets_tasks_and_people_M158_M159_M160_M161),
        TEST(asks_twice_before_a_decision_on_fewer_than_three_voices_M162_M164_M21),
        TEST(counts_colleagues_of_one_house_as_one_voice_M162_M215),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("the method, after the door closes", tests, NULL, NULL);
}
