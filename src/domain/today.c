/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/today.h"

#include "base/clock.h"
#include "base/random.h"
#include "base/zone.h"
#include "domain/common.h"
#include "domain/interviews.h"
#include "domain/outbox.h"
#include "formats/icalendar.h"
#include "method/agenda.h"
#include "method/policy.h"
#include "text/catalog.h"

#include <inttypes.h>
#include <string.h>

enum { FACTS_MOST = 200, DONE_MOST = 10, FEED_MOST = 2000 };
#define LOOK_BACK_MS (120 * MS_PER_DAY)
#define FAILED_MS (7 * MS_PER_DAY)

/* All rows of one state, appended to `list`. */
static enum status
add_state(struct call *call, struct doc *list, const struct statement *statement, const char *state,
          int64_t since_at)
{
    struct doc *params = call_params(call), *rows;
    doc_set_text(params, "state", state);
    doc_set_int(params, "since_at", since_at);
    doc_set_int(params, "limit", FACTS_MOST);
    TRY(call_rows_of(call, statement, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++)
        (void)doc_push(list, *doc_item(rows, i));
    return STATUS_OK;
}

static enum status
add_count(struct call *call, struct doc *facts, const char *key, const struct noun *noun)
{
    int64_t count;
    TRY(record_count(call, noun, &count));
    doc_set_int(facts, key, count);
    return STATUS_OK;
}

static enum status
add_tasks(struct call *call, struct doc *facts, int64_t until_at)
{
    struct doc *params = call_params(call), *rows;
    doc_set_text(params, "until_on", local_day(call, until_at));
    doc_set_int(params, "limit", FACTS_MOST);
    TRY(call_rows_of(call, &sql_task_agenda, params, &rows));
    doc_set(facts, "tasks", *rows);
    return STATUS_OK;
}

/* Interviews with more than one host know whom else to thank (M146). */
static enum status
add_guests(struct call *call, struct doc *interviews)
{
    struct doc *params = call_params(call), *rows;
    doc_set_int(params, "since_at", call->now - LOOK_BACK_MS);
    doc_set_int(params, "limit", FACTS_MOST);
    TRY(call_rows_of(call, &sql_interview_guests, params, &rows));
    for (uint32_t i = 0; i < doc_count(interviews) && doc_count(rows) > 0; i++) {
        struct doc *interview = doc_item(interviews, i), *guests = doc_list(call->arena);
        for (uint32_t g = 0; g < doc_count(rows); g++)
            if (doc_equal(doc_get(doc_item(rows, g), "interview"), doc_get(interview, "id")))
                (void)doc_push(guests, *doc_item(rows, g));
        doc_set(interview, "guests", *guests);
    }
    return STATUS_OK;
}

/* The next appointment, for its countdown, with the points of its prep sheet that are open. */
static enum status
find_next(struct call *call, struct doc *facts)
{
    const struct doc *rows = doc_get(facts, "interviews");
    struct doc *next = NULL, *row, *shown;
    for (uint32_t i = 0; i < doc_count(rows); i++)
        doc_set_int(doc_item(rows, i), "open", 0);
    for (uint32_t i = 0; i < doc_count(rows) && next == NULL; i++) {
        struct doc *candidate = doc_item(rows, i);
        bool coming = strcmp(doc_text_of(candidate, "state"), "planned") == 0;
        if (coming &&
            doc_int_of(candidate, "start_at") + doc_int_of(candidate, "minutes") * MS_PER_MINUTE >
                call->now)
            next = candidate;
    }
    doc_set(facts, "next", doc_null());
    if (next == NULL)
        return STATUS_OK;
    TRY(record_read(call, &noun_interview, doc_text_of(next, "id"), &row));
    TRY(interview_show(call, row, &shown));
    doc_set(next, "open", *doc_get(shown, "ready_open"));
    doc_set(facts, "next", *next);
    return STATUS_OK;
}

/* What went wrong where nobody was looking. */
static enum status
add_failures(struct call *call, struct doc *facts)
{
    struct doc *params = call_params(call), *rows;
    doc_set_int(params, "since_at", call->now - FAILED_MS);
    doc_set_int(params, "limit", DONE_MOST);
    TRY(call_rows_of(call, &sql_import_failed, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        struct doc *row = doc_item(rows, i);
        doc_set_text(row, "noun", "import");
        doc_set_text(row, "path", arena_print(call->arena, "/import/%s", doc_text_of(row, "id")));
    }
    doc_set(facts, "failures", *rows);
    return STATUS_OK;
}

/* People met at an event with whom nothing was begun yet (M64). */
static enum status
add_met(struct call *call, struct doc *facts)
{
    struct doc *params = call_params(call), *rows;
    doc_set_text(params, "since_on", local_day(call, call->now - LOOK_BACK_MS));
    doc_set_int(params, "limit", FACTS_MOST);
    TRY(call_rows_of(call, &sql_event_met, params, &rows));
    doc_set(facts, "met", *rows);
    return STATUS_OK;
}

/* What the rules of the agenda look at (method/agenda.h). */
static enum status
gather(struct call *call, struct doc **out_facts)
{
    static const char *const interviews[] = {"planned", "running"};
    static const char *const requests[] = {"draft", "sent", "accepted", "later"};
    struct doc *facts = doc_map(call->arena), *list = doc_list(call->arena);
    for (size_t i = 0; i < sizeof interviews / sizeof *interviews; i++)
        TRY(add_state(call, list, &sql_interview_agenda, interviews[i], INT64_MIN));
    TRY(add_state(call, list, &sql_interview_agenda, "held", call->now - LOOK_BACK_MS));
    TRY(add_guests(call, list));
    doc_set(facts, "interviews", *list);
    list = doc_list(call->arena);
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
        TRY(add_state(call, list, &sql_request_agenda, requests[i], 0));
    doc_set(facts, "requests", *list);
    TRY(add_rows(call, facts, "referrals", &sql_referral_agenda, NULL, NULL));
    TRY(add_rows(call, facts, "imports", &sql_import_waiting, NULL, NULL));
    TRY(add_met(call, facts));
    TRY(add_failures(call, facts));
    TRY(outbox_facts(call, facts));
    TRY(add_rows(call, facts, "silenced", &sql_silence_list, NULL, NULL));
    TRY(add_tasks(call, facts, call->now + 7 * MS_PER_DAY));
    TRY(add_count(call, facts, "people", &noun_person));
    TRY(add_count(call, facts, "targets", &noun_target));
    TRY(add_count(call, facts, "interviews_count", &noun_interview));
    TRY(find_next(call, facts));
    *out_facts = facts;
    return STATUS_OK;
}

static void
group_items(struct call *call, struct doc *answer, const struct doc *items)
{
    static const char *const names[] = {"now", "today", "week", "waiting"};
    struct doc *groups = doc_list(call->arena);
    for (size_t g = 0; g < sizeof names / sizeof *names; g++) {
        struct doc *group = doc_map(call->arena), *list = doc_list(call->arena);
        for (uint32_t i = 0; i < doc_count(items); i++)
            if (strcmp(doc_text_of(doc_item(items, i), "group"), names[g]) == 0)
                (void)doc_push(list, *doc_item(items, i));
        if (doc_count(list) == 0)
            continue;
        doc_set_text(group, "group", names[g]);
        doc_set(group, "items", *list);
        (void)doc_push(groups, *group);
    }
    doc_set(answer, "groups", *groups);
    doc_set_int(answer, "count", doc_count(items));
}

static enum status
add_done(struct call *call, struct doc *answer)
{
    struct doc *params = call_params(call), *rows;
    doc_set_int(params, "since_at", call->now - MS_PER_DAY);
    doc_set_int(params, "limit", DONE_MOST);
    TRY(call_rows_of(call, &sql_task_done_since, params, &rows));
    doc_set(answer, "done", *rows);
    return STATUS_OK;
}

static enum status
today_run(struct call *call, struct doc **out_answer)
{
    struct doc *facts, *answer = doc_map(call->arena);
    struct policy policy;
    TRY(policy_in_force(call, &policy));
    TRY(gather(call, &facts));
    struct doc *items = agenda_build(call->arena, &policy, facts, caller_zone(call), call->now);
    doc_set_int(answer, "now_at", call->now);
    doc_set_text(answer, "name", call->who.name);
    copy_keys(call, answer, facts, "people targets");
    doc_set(answer, "interviews", *doc_get(facts, "interviews_count"));
    doc_set_bool(answer, "first",
                 doc_int_of(facts, "people") == 0 && doc_int_of(facts, "targets") == 0);
    group_items(call, answer, items);
    doc_set(answer, "smallest",
            doc_count(items) > 0 ? doc_null() : *agenda_smallest(call->arena, facts, call->now));
    doc_set(answer, "next", *doc_get(facts, "next"));
    TRY(add_done(call, answer));
    *out_answer = answer;
    return STATUS_OK;
}

/* ---- the feed ---- */

/* Whoever has the secret address sees the owner's days. */
static enum status
become_feed_owner(struct call *call)
{
    struct doc *params = doc_map(call->arena), *found;
    doc_set_text(params, "digest", secret_digest(call->arena, param_text(call, "token")));
    doc_set_text(params, "purpose", "feed");
    doc_set_int(params, "now", call->now);
    TRY(store_row(call->store, call->arena, &sql_token_owner, params, &found));
    call->who.owner = doc_int_of(found, "owner");
    call->who.role = ROLE_OWNER;
    if (doc_text_of(found, "zone")[0] != '\0')
        call->who.zone = doc_text_of(found, "zone");
    if (doc_text_of(found, "language")[0] != '\0')
        call->who.language = doc_text_of(found, "language");
    return STATUS_OK;
}

/* What a calendar says of a line; appointments are there as they are. */
static const char *const summaries[][2] = {
    {"debrief", N_("Write down what you heard")},     {"thanks", N_("Send the thank-you")},
    {"confirm", N_("Confirm the appointment")},       {"prepare", N_("Prepare the interview")},
    {"arrange", N_("Agree on a day and time")},       {"reflect", N_("Look back on the interview")},
    {"referral", N_("Write to whom you were named")}, {"met", N_("Write to whom you met")},
    {"no_answer", N_("Ask again, or let it rest")},
};

static const char *
summary_of(struct call *call, const struct doc *item)
{
    const char *rule = doc_text_of(item, "rule"), *who = doc_text_of(item, "who");
    if (strcmp(rule, "task") == 0) /* a next step says itself what it is */
        return doc_text_of(item, "title");
    for (size_t i = 0; i < sizeof summaries / sizeof *summaries; i++)
        if (strcmp(summaries[i][0], rule) == 0)
            return arena_print(call->arena, "%s%s%s",
                               catalog_text(catalog_find(call->who.language), summaries[i][1]),
                               who[0] == '\0' ? "" : ": ", who);
    return NULL;
}

/* A line of Today with a date of its own becomes an entry of that day. */
static void
add_due(struct call *call, struct doc *events, const struct doc *item)
{
    const struct doc *due = doc_get(item, "due_at");
    const char *summary = summary_of(call, item);
    if (due->kind != DOC_INT || summary == NULL || summary[0] == '\0')
        return;
    struct doc *event = doc_map(call->arena);
    doc_set_text(event, "uid",
                 arena_print(call->arena, "%s-%s@rapport", doc_text_of(item, "rule"),
                             doc_text_of(item, "about")));
    doc_set_int(event, "sequence", 0);
    doc_set_int(event, "stamp_at", call->now);
    doc_set_text(event, "date", local_day(call, due->integer));
    doc_set_text(event, "summary", summary);
    (void)doc_push(events, *event);
}

static enum status
feed_run(struct call *call, struct doc **out_answer)
{
    struct doc *facts, *events = doc_list(call->arena), *answer = doc_map(call->arena);
    struct policy policy;
    TRY(become_feed_owner(call));
    TRY(policy_in_force(call, &policy));
    TRY(gather(call, &facts));
    const struct doc *interviews = doc_get(facts, "interviews");
    for (uint32_t i = 0; i < doc_count(interviews) && i < FEED_MOST; i++) {
        struct doc row = doc_copy(call->arena, doc_item(interviews, i));
        doc_set_int(&row, "sequence", 0);
        (void)doc_push(events, *interview_event(call, &row));
    }
    struct doc *items = agenda_build(call->arena, &policy, facts, caller_zone(call), call->now);
    for (uint32_t i = 0; i < doc_count(items); i++)
        add_due(call, events, doc_item(items, i));
    doc_set_text(answer, "name", "Rapport");
    doc_set_int(answer, "refresh_minutes", 60);
    doc_set(answer, "events", *events);
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
write_feed(const struct doc *answer, struct buffer *buffer)
{
    return icalendar_write(answer, buffer);
}

static const struct param feed_params[] = {
    {.name = "token", .kind = PARAM_TEXT, .required = true, .label = N_("Secret address")},
    {0},
};

const struct call_row today_rows[] = {
    {.name = "today",
     .path = "/",
     .role = ROLE_OWNER,
     .params = no_params,
     .run = today_run,
     .page = "today",
     .help = N_("Show what is due, late or next, and why"),
     .example = "rapport today"},
    {.name = "feed read",
     .path = "/feed/{token}",
     .role = ROLE_ANYONE,
     .params = feed_params,
     .argument = "token",
     .run = feed_run,
     .suffix = "ics",
     .media = "text/calendar; charset=utf-8",
     .write = write_feed,
     .help = N_("Give appointments and deadlines to a calendar program"),
     .example = "rapport feed read TOKEN --format=ics"},
    {0},
};
