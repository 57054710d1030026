/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_data.h"

#include "base/clock.h"
#include "method/agenda.h"

/* Tuesday, March 3, 2026, 10:00 UTC: every test begins here. */
#define START 1772532000000
#define HOURS(n) ((n) * (int64_t)MS_PER_HOUR)
#define DAYS(n) ((n)*MS_PER_DAY)

struct day {
    struct arena arena;
    struct policy policy;
    const struct zone *zone;
    struct doc *facts;
};

static int
open_day(void **state)
{
    static struct day day;
    arena_open(&day.arena);
    day.policy = data_policy(&day.arena, NULL);
    day.zone = zone_utc();
    day.facts = doc_map(&day.arena);
    *state = &day;
    return 0;
}

static int
close_day(void **state)
{
    arena_close(&((struct day *)*state)->arena);
    return 0;
}

/* A new row at the end of a list of facts. */
static struct doc *
add(struct day *day, const char *list, const char *id)
{
    if (!doc_has(day->facts, list))
        doc_set(day->facts, list, *doc_list(&day->arena));
    struct doc rows = *doc_get(day->facts, list);
    struct doc *row = doc_push(&rows, *doc_map(&day->arena));
    doc_set(day->facts, list, rows);
    doc_set_text(row, "id", id);
    return row;
}

/* A talk of 20 minutes that is over but for what follows. */
static struct doc *
held(struct day *day, const char *id, const char *who, int64_t end_at)
{
    struct doc *row = add(day, "interviews", id);
    doc_set_text(row, "person", "p-quinn");
    doc_set_text(row, "person_name", who);
    doc_set_text(row, "state", "held");
    doc_set_int(row, "start_at", end_at - 20 * (int64_t)MS_PER_MINUTE);
    doc_set_int(row, "minutes", 20);
    doc_set_int(row, "ended_at", end_at);
    doc_set_int(row, "open", 0);
    return row;
}

static struct doc *
planned(struct day *day, const char *id, int64_t start_at)
{
    struct doc *row = held(day, id, "Ada Quinn", start_at);
    doc_set_text(row, "state", "planned");
    doc_set(row, "ended_at", doc_null());
    doc_set_int(row, "start_at", start_at);
    return row;
}

static struct doc *
build(struct day *day, int64_t now)
{
    return agenda_build(&day->arena, &day->policy, day->facts, day->zone, now);
}

static const struct doc *
line(const struct doc *lines, const char *id)
{
    for (uint32_t i = 0; i < doc_count(lines); i++)
        if (strcmp(doc_text_of(doc_item(lines, i), "id"), id) == 0)
            return doc_item(lines, i);
    return NULL;
}

static void
expect(const struct doc *lines, const char *id, const char *group, const char *code, bool overdue)
{
    const struct doc *found = line(lines, id);
    if (found == NULL)
        fail_msg("no line %s", id);
    assert_string_equal(doc_text_of(found, "group"), group);
    assert_string_equal(doc_text_of(found, "code"), code);
    assert_int_equal(doc_bool_of(found, "overdue"), overdue);
}

static void
asks_for_the_debrief_at_once_and_calls_it_overdue_later_M138(void **state)
{
    struct day *day = *state;
    held(day, "i1", "Ada Quinn", START);
    struct doc *lines = build(day, START);
    expect(lines, "debrief:i1", "now", "agenda.debrief", false);
    assert_int_equal(doc_int_of(line(lines, "debrief:i1"), "due_at"), START);
    assert_string_equal(doc_text_of(line(lines, "debrief:i1"), "act_path"),
                        "/interview/i1/debrief");
    expect(build(day, START + HOURS(24) - 1), "debrief:i1", "now", "agenda.debrief", false);
    expect(build(day, START + HOURS(24)), "debrief:i1", "now", "agenda.debrief_overdue", true);
    day->policy.debrief_overdue_hours = 48;
    expect(build(day, START + HOURS(24)), "debrief:i1", "now", "agenda.debrief", false);
}

static void
says_no_more_about_a_debrief_that_is_written(void **state)
{
    struct day *day = *state;
    doc_set_int(held(day, "i1", "Ada Quinn", START), "debriefed_at", START + 1);
    assert_null(line(build(day, START + HOURS(1)), "debrief:i1"));
}

static void
wants_thanks_in_a_day_late_after_it_and_overdue_in_a_week_M143_M144_M145(void **state)
{
    struct day *day = *state;
    held(day, "i1", "Ada Quinn", START);
    struct doc *lines = build(day, START + HOURS(1));
    expect(lines, "thanks:i1", "today", "agenda.thanks", false);
    assert_int_equal(doc_int_of(line(lines, "thanks:i1"), "due_at"), START + HOURS(24));
    expect(build(day, START + HOURS(24) - 1), "thanks:i1", "today", "agenda.thanks", false);
    expect(build(day, START + HOURS(24)), "thanks:i1", "now", "agenda.thanks_late", false);
    expect(build(day, START + DAYS(7) - 1), "thanks:i1", "now", "agenda.thanks_late", false);
    expect(build(day, START + DAYS(7)), "thanks:i1", "now", "agenda.thanks_overdue", true);
    assert_int_equal(agenda_thanks_overdue(&day->policy, START), START + DAYS(7));
}

static void
keeps_the_deadline_of_the_policy_that_was_chosen_M143_M145(void **state)
{
    struct day *day = *state;
    held(day, "i1", "Ada Quinn", START);
    day->policy = data_policy(&day->arena, "thanks_one_week");
    expect(build(day, START + DAYS(6)), "thanks:i1", "today", "agenda.thanks", false);
    expect(build(day, START + DAYS(7)), "thanks:i1", "now", "agenda.thanks_overdue", true);
    day->policy = data_policy(&day->arena, "thanks_48_hours");
    expect(build(day, START + HOURS(47)), "thanks:i1", "today", "agenda.thanks", false);
    expect(build(day, START + HOURS(48)), "thanks:i1", "now", "agenda.thanks_late", false);
    day->policy = data_policy(&day->arena, "thanks_same_day");
    expect(build(day, START + HOURS(13)), "thanks:i1", "today", "agenda.thanks", false);
    expect(build(day, START + HOURS(14)), "thanks:i1", "now", "agenda.thanks_late", false);
}

static void
lets_the_same_day_end_in_the_owners_zone(void **state)
{
    struct day *day = *state;
    const struct zone *zone = NULL;
    if (zone_find("America/New_York", &zone) != STATUS_OK)
        skip();
    day->policy.thanks_same_day = 1;
    /* 10:00 UTC is 5:00 in New York; the day ends there at 5:00 UTC of the next one. */
    assert_int_equal(agenda_thanks_due(&day->policy, zone, START), START + HOURS(19));
    assert_int_equal(agenda_thanks_due(&day->policy, zone_utc(), START), START + HOURS(14));
}

static void
thanks_every_interviewee_with_a_note_of_their_own_M146(void **state)
{
    struct day *day = *state;
    struct doc *talk = held(day, "i1", "Ada Quinn", START), *guests = doc_list(&day->arena);
    held(day, "i2", "Bo Larsen", START + 1);
    doc_set_text(doc_push(guests, *doc_map(&day->arena)), "name", "Cleo Marsh");
    struct doc *second = doc_push(guests, *doc_map(&day->arena));
    doc_set_text(second, "name", "Dag Nilsen");
    doc_set_int(second, "thanked_at", START + 5);
    doc_set(talk, "guests", *guests);
    doc_set_int(talk, "thanked_at", START + 5);
    struct doc *lines = build(day, START + HOURS(2));
    assert_null(line(lines, "thanks:i1"));
    assert_null(line(lines, "thanks:i1:2"));
    assert_string_equal(doc_text_of(line(lines, "thanks:i1:1"), "who"), "Cleo Marsh");
    assert_string_equal(doc_text_of(line(lines, "thanks:i2"), "who"), "Bo Larsen");
}

static void
asks_to_look_back_after_the_debrief_M153(void **state)
{
    struct day *day = *state;
    struct doc *talk = held(day, "i1", "Ada Quinn", START);
    assert_null(line(build(day, START + HOURS(1)), "reflect:i1"));
    doc_set_int(talk, "debriefed_at", START + 1);
    expect(build(day, START + HOURS(1)), "reflect:i1", "week", "agenda.reflect", false);
    expect(build(day, START + DAYS(3)), "reflect:i1", "today", "agenda.reflect", true);
    doc_set_int(talk, "reflected_at", START + DAYS(3));
    assert_null(line(build(day, START + DAYS(3)), "reflect:i1"));
}

static void
keeps_an_appointment_before_the_eyes_M91_M93(void **state)
{
    struct day *day = *state;
    planned(day, "i1", START + HOURS(6));
    planned(day, "i2", START + HOURS(1));
    planned(day, "i3", START + DAYS(1));
    doc_set_text(planned(day, "i4", START + HOURS(5)), "state", "cancelled");
    struct doc *lines = build(day, START);
    expect(lines, "appointment:i1", "today", "agenda.appointment", false);
    expect(lines, "soon:i2", "now", "agenda.soon", false);
    assert_null(line(lines, "appointment:i3"));
    assert_null(line(lines, "appointment:i4"));
    assert_int_equal(doc_int_of(line(lines, "soon:i2"), "start_at"), START + HOURS(1));
    assert_int_equal(doc_int_of(line(lines, "soon:i2"), "minutes"), 20);
}

static void
knows_a_talk_that_is_running_from_one_that_is_over(void **state)
{
    struct day *day = *state;
    struct doc *talk = planned(day, "i1", START);
    expect(build(day, START), "running:i1", "now", "agenda.running", false);
    expect(build(day, START + 20 * MS_PER_MINUTE), "debrief:i1", "now", "agenda.debrief", false);
    doc_set_text(talk, "state", "running");
    doc_set_int(talk, "started_at", START);
    expect(build(day, START + 25 * MS_PER_MINUTE), "running:i1", "now", "agenda.running_over",
           true);
    doc_set_int(talk, "extended_minutes", 10);
    expect(build(day, START + 25 * MS_PER_MINUTE), "running:i1", "now", "agenda.running", false);
    assert_null(line(build(day, START + HOURS(3)), "running:i1"));
    assert_non_null(line(build(day, START + HOURS(3)), "thanks:i1"));
}

static void
asks_to_prepare_and_to_confirm_in_time(void **state)
{
    struct day *day = *state;
    struct doc *talk = planned(day, "i1", START + HOURS(47));
    doc_set_int(talk, "open", 3);
    doc_set_int(talk, "created_at", START - DAYS(10));
    struct doc *lines = build(day, START);
    expect(lines, "confirm:i1", "today", "agenda.confirm", false);
    assert_string_equal(doc_text_of(line(lines, "confirm:i1"), "act_call"), "interview confirm");
    expect(lines, "prepare:i1", "week", "agenda.prepare", false);
    assert_int_equal(doc_int_of(line(lines, "prepare:i1"), "count"), 3);
    assert_null(line(build(day, START - HOURS(2)), "confirm:i1"));
    expect(build(day, START + HOURS(24)), "prepare:i1", "today", "agenda.prepare", false);
    doc_set_int(talk, "open", 1);
    expect(build(day, START), "prepare:i1", "week", "agenda.prepare_one", false);
    doc_set_int(talk, "confirmed_at", START);
    doc_set_int(talk, "open", 0);
    lines = build(day, START);
    assert_null(line(lines, "confirm:i1"));
    assert_null(line(lines, "prepare:i1"));
    doc_set(talk, "confirmed_at", doc_null());
    doc_set_int(talk, "created_at", START - 1);
    assert_null(line(build(day, START), "confirm:i1"));
}

static struct doc *
request(struct day *day, const char *id, const char *state, int64_t at)
{
    struct doc *row = add(day, "requests", id);
    doc_set_text(row, "person", "p-quinn");
    doc_set_text(row, "person_name", "Ada Quinn");
    doc_set_text(row, "state", state);
    doc_set_int(row, "created_at", at);
    doc_set_int(row, "sent_at", strcmp(state, "draft") == 0 ? 0 : at);
    return row;
}

static void
follows_a_request_from_draft_to_appointment_M67(void **state)
{
    struct day *day = *state;
    struct doc *row = request(day, "r1", "draft", START);
    expect(build(day, START), "draft:r1", "week", "agenda.draft", false);
    expect(build(day, START + DAYS(2)), "draft:r1", "today", "agenda.draft", false);
    doc_set_text(row, "state", "sent");
    doc_set_int(row, "sent_at", START);
    expect(build(day, START + DAYS(6)), "waiting:r1", "waiting", "agenda.waiting", false);
    expect(build(day, START + DAYS(7)), "no_answer:r1", "week", "agenda.no_answer", false);
    doc_set_int(row, "follow_ups", 1);
    doc_set_int(row, "followed_at", START + DAYS(7));
    expect(build(day, START + DAYS(13)), "waiting:r1", "waiting", "agenda.waiting", false);
    expect(build(day, START + DAYS(14)), "no_answer:r1", "week", "agenda.no_answer_rest", false);
    doc_set_text(row, "state", "accepted");
    doc_set_int(row, "answered_at", START + DAYS(8));
    struct doc *lines = build(day, START + DAYS(8));
    expect(lines, "arrange:r1", "today", "agenda.arrange", false);
    assert_string_equal(doc_text_of(line(lines, "arrange:r1"), "act_path"),
                        "/interview/form?request=r1");
    planned(day, "i1", START + DAYS(12));
    assert_null(line(build(day, START + DAYS(8)), "arrange:r1"));
}

static void
arranges_again_when_the_appointment_was_cancelled_M67(void **state)
{
    struct day *day = *state;
    doc_set_int(request(day, "r1", "accepted", START), "answered_at", START);
    doc_set_text(planned(day, "i1", START + DAYS(2)), "state", "cancelled");
    assert_non_null(line(build(day, START), "arrange:r1"));
}

static void
counts_business_days_without_the_weekend(void **state)
{
    struct day *day = *state;
    day->policy = data_policy(&day->arena, "answer_3_business_days");
    /* Tuesday: three business days end on Friday. Thursday: on Tuesday. Saturday: on Wednesday. */
    assert_int_equal(agenda_answer_due(&day->policy, day->zone, START), START + DAYS(3));
    assert_int_equal(agenda_answer_due(&day->policy, day->zone, START + DAYS(2)), START + DAYS(7));
    assert_int_equal(agenda_answer_due(&day->policy, day->zone, START + DAYS(4)), START + DAYS(8));
    request(day, "r1", "sent", START + DAYS(2));
    assert_non_null(line(build(day, START + DAYS(6)), "waiting:r1"));
    assert_non_null(line(build(day, START + DAYS(7)), "no_answer:r1"));
}

static void
remembers_the_names_that_were_given_and_who_may_be_named_M136(void **state)
{
    struct day *day = *state;
    struct doc *row = add(day, "referrals", "f1");
    doc_set_text(row, "name", "Cleo Marsh");
    doc_set_text(row, "from_name", "Ada Quinn");
    doc_set_text(row, "state", "new");
    doc_set_text(row, "permission", "yes");
    doc_set_int(row, "created_at", START);
    struct doc *lines = build(day, START);
    expect(lines, "referral:f1", "week", "agenda.referral", false);
    assert_string_equal(doc_text_of(line(lines, "referral:f1"), "act_call"), "referral prospect");
    doc_set_text(row, "permission", "not_asked");
    doc_set_text(row, "person", "p9");
    lines = build(day, START + DAYS(7));
    expect(lines, "referral:f1", "today", "agenda.referral_unnamed", true);
    assert_string_equal(doc_text_of(line(lines, "referral:f1"), "act_path"),
                        "/request/form?person=p9");
    assert_int_equal(doc_get(line(lines, "referral:f1"), "act_call")->kind, DOC_NULL);
    doc_set_bool(row, "promised", true);
    expect(build(day, START), "referral:f1", "today", "agenda.referral_promised_unnamed", false);
    doc_set_text(row, "state", "contacted");
    assert_null(line(build(day, START), "referral:f1"));
}

static void
shows_next_steps_on_their_day_and_people_to_talk_to_M160_M161(void **state)
{
    struct day *day = *state;
    static const char *const due[][2] = {{"t1", "2026-03-02"},
                                         {"t2", "2026-03-03"},
                                         {"t3", "2026-03-09"},
                                         {"t4", "2026-04-01"},
                                         {"t5", ""}};
    for (size_t i = 0; i < sizeof due / sizeof due[0]; i++) {
        struct doc *row = add(day, "tasks", due[i][0]);
        doc_set_text(row, "title", "Read about wetlands");
        doc_set_text(row, "due_on", due[i][1]);
    }
    doc_set_text(add(day, "prospects", "p2"), "name", "Cleo Marsh");
    struct doc *lines = build(day, START);
    expect(lines, "task:t1", "today", "agenda.task_overdue", true);
    expect(lines, "task:t2", "today", "agenda.task", false);
    expect(lines, "task:t3", "week", "agenda.task_week", false);
    assert_null(line(lines, "task:t4"));
    assert_null(line(lines, "task:t5"));
    expect(lines, "prospect:p2", "week", "agenda.prospect", false);
    assert_string_equal(doc_text_of(line(lines, "prospect:p2"), "act_path"),
                        "/request/form?person=p2");
}

static void
begins_the_day_at_the_owners_midnight(void **state)
{
    struct day *day = *state;
    if (zone_find("Pacific/Auckland", &day->zone) != STATUS_OK)
        skip();
    struct doc *row = add(day, "tasks", "t1");
    doc_set_text(row, "title", "Call the zoo");
    doc_set_text(row, "due_on", "2026-03-03");
    /* 10:00 UTC is 23:00 in Auckland; an hour later it is March 4 there. */
    expect(build(day, START), "task:t1", "today", "agenda.task", false);
    expect(build(day, START + HOURS(2)), "task:t1", "today", "agenda.task_overdue", true);
}

static void
stays_quiet_about_what_was_overruled(void **state)
{
    struct day *day = *state;
    held(day, "i1", "Ada Quinn", START);
    held(day, "i2", "Bo Larsen", START);
    struct doc *row = add(day, "silenced", "s1");
    doc_set_text(row, "rule", "thanks");
    doc_set_text(row, "about", "i1");
    struct doc *lines = build(day, START);
    assert_null(line(lines, "thanks:i1"));
    assert_non_null(line(lines, "debrief:i1"));
    assert_non_null(line(lines, "thanks:i2"));
}

static void
forgets_what_is_overdue_for_very_long(void **state)
{
    struct day *day = *state;
    held(day, "i1", "Ada Quinn", START);
    request(day, "r1", "sent", START);
    assert_int_equal(doc_count(build(day, START + DAYS(200))), 0);
    day->policy.quiet_after_days = 365;
    assert_true(doc_count(build(day, START + DAYS(200))) >= 3);
}

static void
puts_the_most_urgent_first_and_keeps_the_order_of_equals(void **state)
{
    struct day *day = *state;
    request(day, "r1", "sent", START);
    request(day, "r2", "sent", START);
    request(day, "r3", "draft", START);
    held(day, "i1", "Ada Quinn", START - DAYS(8));
    held(day, "i2", "Bo Larsen", START - HOURS(1));
    planned(day, "i3", START + HOURS(5));
    struct doc *lines = build(day, START);
    static const char *const order[] = {"debrief:i1",     "debrief:i2", "thanks:i1",  "thanks:i2",
                                        "appointment:i3", "confirm:i3", "reflect:i1", "draft:r3",
                                        "waiting:r1",     "waiting:r2"};
    assert_int_equal(doc_count(lines), sizeof order / sizeof order[0]);
    for (uint32_t i = 0; i < doc_count(lines); i++)
        assert_string_equal(doc_text_of(doc_item(lines, i), "id"), order[i]);
}

static void
suggests_the_smallest_step_when_nothing_is_due(void **state)
{
    struct day *day = *state;
    assert_int_equal(doc_count(build(day, START)), 0);
    struct doc *step = agenda_smallest(&day->arena, day->facts, START);
    assert_string_equal(doc_text_of(step, "code"), "smallest.target");
    doc_set_int(day->facts, "targets", 1);
    step = agenda_smallest(&day->arena, day->facts, START);
    assert_string_equal(doc_text_of(step, "act_path"), "/import");
    doc_set_int(day->facts, "people", 12);
    step = agenda_smallest(&day->arena, day->facts, START);
    assert_string_equal(doc_text_of(step, "code"), "smallest.request");
    request(day, "r1", "sent", START);
    step = agenda_smallest(&day->arena, day->facts, START);
    assert_string_equal(doc_text_of(step, "code"), "smallest.another");
    planned(day, "i2", START + DAYS(9));
    planned(day, "i1", START + DAYS(5));
    step = agenda_smallest(&day->arena, day->facts, START);
    assert_string_equal(doc_text_of(step, "code"), "smallest.questions");
    assert_string_equal(doc_text_of(step, "act_path"), "/interview/i1");
    assert_int_equal(doc_int_of(step, "start_at"), START + DAYS(5));
}

/* Every code of a line has its words. */
static void
expect_words(const char *words, const char *code)
{
    size_t length = strlen(code);
    for (const char *at = words; (at = strstr(at, code)) != NULL; at += length)
        if ((at == words || at[-1] == '\n') && strncmp(at + length, " = ", 3) == 0)
            return;
    fail_msg("no words for %s", code);
}

static void
has_words_for_every_line_reason_and_act(void **state)
{
    struct day *day = *state;
    const char *words = data_text(&day->arena, "data/words/method.txt");
    held(day, "i1", "Ada Quinn", START - DAYS(4));
    held(day, "i2", "Ada Quinn", START - DAYS(10));
    held(day, "i3", "Ada Quinn", START - HOURS(1));
    doc_set_int(planned(day, "i4", START + HOURS(20)), "open", 2);
    planned(day, "i5", START + HOURS(1));
    planned(day, "i6", START - 5 * MS_PER_MINUTE);
    static const char *const states[] = {"draft", "sent"};
    for (size_t i = 0; i < 2; i++)
        request(day, states[i], states[i], START - DAYS((int64_t)i * 9));
    doc_set_int(request(day, "r9", "sent", START), "sent_at", START);
    doc_set_text(add(day, "tasks", "t1"), "due_on", "2026-03-05");
    add(day, "prospects", "p1");
    add(day, "imports", "m1");
    doc_set_text(add(day, "failures", "f1"), "path", "/job/f1");
    doc_set_text(add(day, "referrals", "e1"), "state", "new");
    doc_set_int(doc_item(doc_get(day->facts, "referrals"), 0), "created_at", START);
    struct doc *lines = build(day, START);
    assert_true(doc_count(lines) >= 16);
    for (uint32_t i = 0; i < doc_count(lines); i++) {
        expect_words(words, doc_text_of(doc_item(lines, i), "code"));
        expect_words(words, doc_text_of(doc_item(lines, i), "why"));
        expect_words(words, doc_text_of(doc_item(lines, i), "act_code"));
        assert_true(doc_text_of(doc_item(lines, i), "act_path")[0] == '/');
    }
}

/* Nobody looks into the outbox when all is well; what hangs there comes to Today. */
static void
brings_mail_that_did_not_go_out_before_the_eyes(void **state)
{
    struct day *day = *state;
    static const char *const cases[][3] = {{"failed", "now", "agenda.mail_failed"},
                                           {"unsure", "now", "agenda.mail_unsure"},
                                           {"waiting", "today", "agenda.mail_waiting"}};
    const char *words = data_text(&day->arena, "data/words/outbox.txt");
    for (size_t i = 0; i < 3; i++) {
        struct doc *mail = add(day, "mails", cases[i][0]);
        doc_set_text(mail, "standing", cases[i][0]);
        doc_set_text(mail, "title", "Rivers");
        doc_set_int(mail, "sent_at", START - HOURS(2));
    }
    struct doc *lines = build(day, START);
    assert_int_equal(doc_count(lines), 3);
    for (uint32_t i = 0; i < 3; i++) {
        const struct doc *line = doc_item(lines, i);
        assert_string_equal(doc_text_of(line, "about"), cases[i][0]);
        assert_string_equal(doc_text_of(line, "group"), cases[i][1]);
        assert_string_equal(doc_text_of(line, "code"), cases[i][2]);
        assert_string_equal(doc_text_of(line, "act_path"), "/outbox");
        expect_words(words, doc_text_of(line, "code"));
        expect_words(words, doc_text_of(line, "why"));
        expect_words(words, doc_text_of(line, "act_code"));
    }
}

static void
reminds_to_write_to_whom_one_met_within_days_M64(void **state)
{
    struct day *day = *state;
    struct doc *met = add(day, "met", "p1");
    doc_set_text(met, "name", "Bo Larsen");
    doc_set_text(met, "event_name", "Spring fair");
    doc_set_text(met, "held_on", "2026-03-02");
    struct doc *lines = build(day, START);
    expect(lines, "met:p1", "week", "agenda.met", false);
    assert_string_equal(doc_text_of(line(lines, "met:p1"), "act_path"), "/request/form?person=p1");
    assert_string_equal(doc_text_of(line(lines, "met:p1"), "title"), "Spring fair");
    expect(build(day, START + DAYS(3)), "met:p1", "today", "agenda.met", true);
    day->policy.met_follow_days = 7;
    expect(build(day, START + DAYS(3)), "met:p1", "week", "agenda.met", false);
    assert_null(line(build(day, START + DAYS(80)), "met:p1"));
    doc_set_text(met, "held_on", "2026-03-09"); /* is still to come */
    assert_null(line(build(day, START), "met:p1"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_day, close_day)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(asks_for_the_debrief_at_once_and_calls_it_overdue_later_M138),
        TEST(says_no_more_about_a_debrief_that_is_written),
        TEST(wants_thanks_in_a_day_late_after_it_and_overdue_in_a_week_M143_M144_M145),
        TEST(keeps_the_deadline_of_the_policy_that_was_chosen_M143_M145),
        TEST(lets_the_same_day_end_in_the_owners_zone),
        TEST(thanks_every_interviewee_with_a_note_of_their_own_M146),
        TEST(asks_to_look_back_after_the_debrief_M153),
        TEST(keeps_an_appointment_before_the_eyes_M91_M93),
        TEST(knows_a_talk_that_is_running_from_one_that_is_over),
        TEST(asks_to_prepare_and_to_confirm_in_time),
        TEST(follows_a_request_from_draft_to_appointment_M67),
        TEST(arranges_again_when_the_appointment_was_cancelled_M67),
        TEST(counts_business_days_without_the_weekend),
        TEST(remembers_the_names_that_were_given_and_who_may_be_named_M136),
        TEST(shows_next_steps_on_their_day_and_people_to_talk_to_M160_M161),
        TEST(begins_the_day_at_the_owners_midnight),
        TEST(stays_quiet_about_what_was_overruled),
        TEST(forgets_what_is_overdue_for_very_long),
        TEST(puts_the_most_urgent_first_and_keeps_the_order_of_equals),
        TEST(suggests_the_smallest_step_when_nothing_is_due),
        TEST(has_words_for_every_line_reason_and_act),
        TEST(reminds_to_write_to_whom_one_met_within_days_M64),
        TEST(brings_mail_that_did_not_go_out_before_the_eyes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
