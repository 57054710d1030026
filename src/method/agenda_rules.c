/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agenda_rules.c - when each line of Today appears. */
#include "method/agenda_private.h"

#include "method/readiness.h"
#include "method/span.h"

#include <string.h>

enum {
    SOON_MS = 2 * HOUR_MS,  /* an appointment so near belongs to "now" */
    FORGOTTEN_MS = HOUR_MS, /* a talk still running so long after its end was not ended */
    DRAFT_RESTS_MS = 2 * 24 * HOUR_MS
};

static bool
is_state(const struct doc *row, const char *state)
{
    return strcmp(doc_text_of(row, "state"), state) == 0;
}

static struct agenda_line
interview_line(const struct doc *interview, enum agenda_rule rule, enum group group)
{
    int64_t minutes = doc_int_of(interview, "minutes") + doc_int_of(interview, "extended_minutes");
    return (struct agenda_line){.rule = rule,
                                .group = group,
                                .about = doc_text_of(interview, "id"),
                                .who = doc_text_of(interview, "person_name"),
                                .place = doc_text_of(interview, "place"),
                                .minutes = (int)minutes,
                                .start_at = doc_int_of(interview, "start_at"),
                                .end_at = agenda_end_of(interview)};
}

/* One note for each interviewee (M146): `guest` counts them, 0 is the first. */
static void
add_thanks(struct agenda *agenda, const struct doc *interview, const char *who, int guest)
{
    struct agenda_line line = interview_line(interview, RULE_THANKS, GROUP_TODAY);
    int64_t overdue_at = agenda_thanks_overdue(agenda->policy, line.end_at);
    line.who = who;
    line.guest = guest;
    line.due_at = agenda_thanks_due(agenda->policy, agenda->zone, line.end_at);
    if (agenda_quiet(agenda, line.due_at))
        return;
    line.days = agenda_days_since(agenda, line.end_at);
    if (agenda->now >= overdue_at) {
        line.overdue = true;
        line.group = GROUP_NOW;
        line.code = "agenda.thanks_overdue";
    } else if (agenda->now >= line.due_at) {
        line.group = GROUP_NOW;
        line.code = "agenda.thanks_late";
    }
    agenda_add(agenda, &line);
}

static void
after_talk(struct agenda *agenda, const struct doc *interview)
{
    struct agenda_line line = interview_line(interview, RULE_DEBRIEF, GROUP_NOW);
    int64_t overdue_ms = (int64_t)agenda->policy->debrief_overdue_hours * HOUR_MS;
    bool debriefed = doc_int_of(interview, "debriefed_at") != 0;
    line.due_at = line.end_at;
    line.overdue = agenda->now >= line.end_at + overdue_ms;
    line.code = line.overdue ? "agenda.debrief_overdue" : NULL;
    if (!debriefed && !agenda_quiet(agenda, line.due_at))
        agenda_add(agenda, &line);

    if (doc_int_of(interview, "thanked_at") == 0)
        add_thanks(agenda, interview, doc_text_of(interview, "person_name"), 0);
    const struct doc *guests = doc_get(interview, "guests");
    uint32_t count = guests->kind == DOC_LIST ? doc_count(guests) : 0;
    for (uint32_t i = 0; i < count; i++)
        if (doc_int_of(doc_item(guests, i), "thanked_at") == 0)
            add_thanks(agenda, interview, doc_text_of(doc_item(guests, i), "name"), (int)i + 1);

    /* Looking back builds on what was written down; it is asked for after that, or a day later. */
    line = interview_line(interview, RULE_REFLECT, GROUP_WEEK);
    line.due_at = line.end_at + agenda->policy->reflect_due_days * DAY_MS;
    line.overdue = agenda->now >= line.due_at;
    line.group = line.overdue ? GROUP_TODAY : GROUP_WEEK;
    bool ready = debriefed || agenda->now >= line.end_at + DAY_MS;
    if (ready && doc_int_of(interview, "reflected_at") == 0 && !agenda_quiet(agenda, line.due_at))
        agenda_add(agenda, &line);
}

static void
before_talk(struct agenda *agenda, const struct doc *interview)
{
    const struct policy *policy = agenda->policy;
    struct agenda_line line = interview_line(interview, RULE_APPOINTMENT, GROUP_TODAY);
    int64_t left_ms = line.start_at - agenda->now;
    bool tomorrow = line.start_at < agenda->after_tomorrow_at;
    line.due_at = line.start_at;
    if (left_ms <= SOON_MS) {
        line.rule = RULE_SOON;
        line.group = GROUP_NOW;
    }
    if (left_ms <= SOON_MS || line.start_at < agenda->tomorrow_at)
        agenda_add(agenda, &line);

    line.rule = RULE_PREPARE;
    line.group = tomorrow ? GROUP_TODAY : GROUP_WEEK;
    line.count = doc_has(interview, "open") ? (int)doc_int_of(interview, "open")
                                            : readiness_open_of_row(interview);
    line.code = line.count == 1 ? "agenda.prepare_one" : NULL;
    if (line.count > 0 && left_ms <= policy->prepare_days_before * DAY_MS)
        agenda_add(agenda, &line);

    /* Who agreed on it within the same span has no need to ask again. */
    int64_t confirm_ms = (int64_t)policy->confirm_hours_before * HOUR_MS;
    bool fresh = doc_int_of(interview, "created_at") > line.start_at - confirm_ms;
    line.rule = RULE_CONFIRM;
    line.group = GROUP_TODAY;
    line.count = 0;
    line.code = NULL;
    line.call = "interview confirm";
    if (doc_int_of(interview, "confirmed_at") == 0 && !fresh && left_ms <= confirm_ms &&
        left_ms > SOON_MS)
        agenda_add(agenda, &line);
}

void
agenda_interviews(struct agenda *agenda)
{
    uint32_t count = agenda_count(agenda, "interviews");
    for (uint32_t i = 0; i < count; i++) {
        const struct doc *interview = agenda_fact(agenda, "interviews", i);
        int64_t start_at = doc_int_of(interview, "start_at"), end_at = agenda_end_of(interview);
        bool ended = doc_int_of(interview, "ended_at") != 0 || is_state(interview, "held");
        bool started = doc_int_of(interview, "started_at") != 0;
        if (is_state(interview, "cancelled") || start_at == 0)
            continue;
        bool running = !ended && (started ? agenda->now < end_at + FORGOTTEN_MS
                                          : agenda->now >= start_at && agenda->now < end_at);
        if (running) {
            struct agenda_line line = interview_line(interview, RULE_RUNNING, GROUP_NOW);
            line.due_at = end_at;
            line.overdue = agenda->now >= end_at;
            line.code = line.overdue ? "agenda.running_over" : NULL;
            agenda_add(agenda, &line);
        } else if (ended || agenda->now >= end_at) {
            after_talk(agenda, interview);
        } else {
            before_talk(agenda, interview);
        }
    }
}

/* Is there an appointment that answers to the request? */
static bool
is_arranged(const struct agenda *agenda, const struct doc *request)
{
    uint32_t count = agenda_count(agenda, "interviews");
    for (uint32_t i = 0; i < count; i++) {
        const struct doc *interview = agenda_fact(agenda, "interviews", i);
        const char *from = doc_text_of(interview, "request");
        bool same = strcmp(from, doc_text_of(request, "id")) == 0;
        bool later = doc_int_of(interview, "start_at") >= doc_int_of(request, "answered_at") &&
                     strcmp(doc_text_of(interview, "person"), doc_text_of(request, "person")) == 0;
        if (!is_state(interview, "cancelled") && (same || later))
            return true;
    }
    return false;
}

static void
sent_request(struct agenda *agenda, const struct doc *request, struct agenda_line *line)
{
    int64_t followed_at = doc_int_of(request, "followed_at");
    int64_t last_at = followed_at > line->sent_at ? followed_at : line->sent_at;
    line->days = agenda_days_since(agenda, last_at);
    line->due_at = agenda_answer_due(agenda->policy, agenda->zone, last_at);
    line->rule = RULE_WAITING;
    line->group = GROUP_WAITING;
    if (agenda->now >= line->due_at) {
        line->rule = RULE_NO_ANSWER;
        line->group = GROUP_WEEK;
        if (doc_int_of(request, "follow_ups") >= agenda->policy->follow_ups_most)
            line->code = "agenda.no_answer_rest";
    }
    if (!agenda_quiet(agenda, line->due_at))
        agenda_add(agenda, line);
}

void
agenda_requests(struct agenda *agenda)
{
    uint32_t count = agenda_count(agenda, "requests");
    for (uint32_t i = 0; i < count; i++) {
        const struct doc *request = agenda_fact(agenda, "requests", i);
        struct agenda_line line = {.about = doc_text_of(request, "id"),
                                   .who = doc_text_of(request, "person_name"),
                                   .sent_at = doc_int_of(request, "sent_at")};
        if (is_state(request, "draft")) {
            int64_t rests_ms = agenda->now - doc_int_of(request, "created_at");
            line.rule = RULE_DRAFT;
            line.group = rests_ms >= DRAFT_RESTS_MS ? GROUP_TODAY : GROUP_WEEK;
            agenda_add(agenda, &line);
        } else if (is_state(request, "sent")) {
            sent_request(agenda, request, &line);
        } else if (is_state(request, "accepted") && !is_arranged(agenda, request)) {
            line.rule = RULE_ARRANGE;
            line.group = GROUP_TODAY;
            line.due_at = doc_int_of(request, "answered_at");
            if (!agenda_quiet(agenda, line.due_at))
                agenda_add(agenda, &line);
        }
    }
}

static void
add_referral(struct agenda *agenda, const struct doc *referral)
{
    int64_t due_at =
        doc_int_of(referral, "created_at") + agenda->policy->referral_contact_days * DAY_MS;
    const char *person = doc_text_of(referral, "person");
    bool named = strcmp(doc_text_of(referral, "permission"), "yes") == 0;
    bool promised = doc_bool_of(referral, "promised");
    struct agenda_line line = {.rule = RULE_REFERRAL,
                               .about = doc_text_of(referral, "id"),
                               .due_at = due_at,
                               .who = doc_text_of(referral, "name"),
                               .from = doc_text_of(referral, "from_name"),
                               .overdue = agenda->now >= due_at,
                               .code = named ? NULL : "agenda.referral_unnamed"};
    line.group = line.overdue || promised ? GROUP_TODAY : GROUP_WEEK;
    if (promised)
        line.code = named ? "agenda.referral_promised" : "agenda.referral_promised_unnamed";
    if (*person == '\0')
        line.call = "referral prospect";
    else
        line.path = arena_print(agenda->arena, "/request/form?person=%s", person);
    if (!agenda_quiet(agenda, due_at))
        agenda_add(agenda, &line);
}

static void
add_task(struct agenda *agenda, const struct doc *task)
{
    const char *due_on = doc_text_of(task, "due_on");
    struct moment day = {0};
    int64_t due_at = 0;
    if (doc_int_of(task, "done_at") != 0 ||
        date_read(due_on, &day.year, &day.month, &day.day) != STATUS_OK ||
        zone_instant(agenda->zone, &day, &due_at, NULL) != STATUS_OK ||
        strcmp(due_on, agenda->week_end) > 0)
        return;
    struct agenda_line line = {.rule = RULE_TASK,
                               .about = doc_text_of(task, "id"),
                               .title = doc_text_of(task, "title"),
                               .who = doc_text_of(task, "person_name"),
                               .due_at = due_at,
                               .call = "task done",
                               .overdue = strcmp(due_on, agenda->today) < 0};
    line.group = strcmp(due_on, agenda->today) <= 0 ? GROUP_TODAY : GROUP_WEEK;
    line.code = line.overdue               ? "agenda.task_overdue"
                : line.group == GROUP_WEEK ? "agenda.task_week"
                                           : NULL;
    agenda_add(agenda, &line);
}

/* Whom one met is written to within days, while both remember (M64). */
static void
add_met(struct agenda *agenda, const struct doc *row)
{
    struct moment day = {0};
    int64_t held_at;
    const char *held_on = doc_text_of(row, "held_on");
    if (date_read(held_on, &day.year, &day.month, &day.day) != STATUS_OK ||
        zone_instant(agenda->zone, &day, &held_at, NULL) != STATUS_OK || held_at > agenda->now)
        return;
    struct agenda_line line = {.rule = RULE_MET,
                               .about = doc_text_of(row, "id"),
                               .who = doc_text_of(row, "name"),
                               .title = doc_text_of(row, "event_name"),
                               .due_at = held_at + agenda->policy->met_follow_days * DAY_MS};
    line.overdue = agenda->now >= line.due_at;
    line.group = line.overdue ? GROUP_TODAY : GROUP_WEEK;
    line.days = agenda_days_since(agenda, held_at);
    if (!agenda_quiet(agenda, line.due_at))
        agenda_add(agenda, &line);
}

static void
add_named(struct agenda *agenda, const struct doc *row, enum agenda_rule rule, enum group group)
{
    struct agenda_line line = {.rule = rule,
                               .group = group,
                               .about = doc_text_of(row, "id"),
                               .who = doc_text_of(row, "name"),
                               .title = doc_text_of(row, "title"),
                               .count = (int)doc_int_of(row, "count")};
    if (rule == RULE_FAILURE)
        line.path = doc_text_of(row, "path");
    agenda_add(agenda, &line);
}

/* What was to go out by itself and did not. */
static void
add_mail(struct agenda *agenda, const struct doc *mail)
{
    const char *standing = doc_text_of(mail, "standing");
    bool waits = strcmp(standing, "waiting") == 0;
    agenda_add(agenda, &(struct agenda_line){.rule = RULE_MAIL,
                                             .group = waits ? GROUP_TODAY : GROUP_NOW,
                                             .code = waits ? "agenda.mail_waiting"
                                                     : strcmp(standing, "unsure") == 0
                                                         ? "agenda.mail_unsure"
                                                         : NULL,
                                             .about = doc_text_of(mail, "id"),
                                             .who = doc_text_of(mail, "name"),
                                             .title = doc_text_of(mail, "title"),
                                             .sent_at = doc_int_of(mail, "sent_at")});
}

void
agenda_others(struct agenda *agenda)
{
    uint32_t count = agenda_count(agenda, "referrals");
    for (uint32_t i = 0; i < count; i++)
        if (is_state(agenda_fact(agenda, "referrals", i), "new"))
            add_referral(agenda, agenda_fact(agenda, "referrals", i));
    count = agenda_count(agenda, "tasks");
    for (uint32_t i = 0; i < count; i++)
        add_task(agenda, agenda_fact(agenda, "tasks", i));
    count = agenda_count(agenda, "prospects");
    for (uint32_t i = 0; i < count; i++)
        add_named(agenda, agenda_fact(agenda, "prospects", i), RULE_PROSPECT, GROUP_WEEK);
    count = agenda_count(agenda, "met");
    for (uint32_t i = 0; i < count; i++)
        add_met(agenda, agenda_fact(agenda, "met", i));
    count = agenda_count(agenda, "imports");
    for (uint32_t i = 0; i < count; i++)
        add_named(agenda, agenda_fact(agenda, "imports", i), RULE_IMPORT, GROUP_TODAY);
    count = agenda_count(agenda, "failures");
    for (uint32_t i = 0; i < count; i++)
        add_named(agenda, agenda_fact(agenda, "failures", i), RULE_FAILURE, GROUP_NOW);
    count = agenda_count(agenda, "mails");
    for (uint32_t i = 0; i < count; i++)
        add_mail(agenda, agenda_fact(agenda, "mails", i));
}

/* The next appointment that is still to come; NULL for none. */
static const struct doc *
next_interview(const struct agenda *agenda)
{
    const struct doc *next = NULL;
    uint32_t count = agenda_count(agenda, "interviews");
    for (uint32_t i = 0; i < count; i++) {
        const struct doc *interview = agenda_fact(agenda, "interviews", i);
        int64_t start_at = doc_int_of(interview, "start_at");
        if (start_at > agenda->now && !is_state(interview, "cancelled") &&
            (next == NULL || start_at < doc_int_of(next, "start_at")))
            next = interview;
    }
    return next;
}

struct doc *
agenda_smallest(struct arena *arena, const struct doc *facts, int64_t now)
{
    struct agenda agenda = {.arena = arena, .facts = facts, .now = now};
    const struct doc *next = next_interview(&agenda);
    bool waiting = false;
    for (uint32_t i = 0; i < agenda_count(&agenda, "requests"); i++)
        waiting = waiting || is_state(agenda_fact(&agenda, "requests", i), "sent");
    const char *rule = "request", *path = "/people";
    if (doc_int_of(facts, "targets") == 0) {
        rule = "target";
        path = "/target/form";
    } else if (doc_int_of(facts, "people") == 0) {
        rule = "people";
        path = "/import";
    } else if (next != NULL) {
        rule = "questions";
        path = arena_print(arena, "/interview/%s", doc_text_of(next, "id"));
    } else if (waiting) {
        rule = "another";
    }
    struct doc *step = doc_map(arena);
    doc_set_text(step, "rule", rule);
    doc_set_text(step, "code", arena_print(arena, "smallest.%s", rule));
    doc_set_text(step, "act_code", arena_print(arena, "act.smallest_%s", rule));
    doc_set_text(step, "act_path", path);
    doc_set(step, "who", next == NULL ? doc_null() : doc_text(doc_text_of(next, "person_name")));
    doc_set(step, "start_at", next == NULL ? doc_null() : doc_int(doc_int_of(next, "start_at")));
    return step;
}
