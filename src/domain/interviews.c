/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/interviews.h"
#include "domain/people.h"

#include "base/clock.h"
#include "base/zone.h"
#include "domain/common.h"
#include "formats/icalendar.h"
#include "method/policy.h"
#include "text/catalog.h"

#include <string.h>

enum { PRACTICE_MINUTES = 10 };

static const char *const place_kinds[] = {"worksite", "public", "phone", "video", "writing", NULL};
static const char *const states[] = {"planned", "running", "held", "cancelled"};

static enum status
list_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena), *todo = doc_list(call->arena);
    struct doc *past = doc_list(call->arena);
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        struct doc *params = call_params(call), *rows;
        doc_set_text(params, "state", states[i]);
        doc_set_int(params, "since_at", INT64_MIN);
        doc_set_int(params, "limit", ROWS_OF_ONE_MOST);
        TRY(call_rows_of(call, &sql_interview_agenda, params, &rows));
        if (i == 0)
            doc_set(answer, "planned", *rows);
        if (i == 1)
            doc_set(answer, "running", *rows);
        for (uint32_t r = doc_count(rows); i >= 2 && r-- > 0;) {
            struct doc *row = doc_item(rows, r);
            bool open = i == 2 && (doc_is_empty(doc_get(row, "debriefed_at")) ||
                                   doc_is_empty(doc_get(row, "thanked_at")) ||
                                   doc_is_empty(doc_get(row, "reflected_at")));
            (void)doc_push(open ? todo : past, *row);
        }
    }
    doc_set(answer, "todo", *todo);
    doc_set(answer, "past", *past);
    *out_answer = answer;
    return STATUS_OK;
}

/* Ten minutes are enough to practice with (M221). */
static enum status
practice_minutes(struct call *call, struct doc *row)
{
    const char *id = doc_text_of(row, "target");
    struct doc *target;
    if (id[0] == '\0')
        return STATUS_OK;
    enum status status = record_read(call, &noun_target, id, &target);
    if (status == STATUS_OK && strcmp(doc_text_of(target, "kind"), "practice") == 0)
        doc_set_int(row, "minutes", PRACTICE_MINUTES);
    return status == STATUS_MISSING ? STATUS_OK : status;
}

/* What a new appointment begins with: who, what was asked for, what is nearest. */
static enum status
begin(struct call *call, struct doc *answer)
{
    const char *request = param_text(call, "request");
    struct policy policy;
    TRY(policy_in_force(call, &policy));
    doc_set_text(answer, "person", param_text(call, "person"));
    doc_set_int(answer, "minutes", policy.minutes_asked);
    if (request != NULL) {
        struct doc *row;
        TRY(read_referred(call, &noun_request, "request", request, &row));
        copy_keys(call, answer, row, "person target minutes");
        doc_set_text(answer, "request", request);
    }
    doc_set_text(answer, "place_kind", "worksite");
    doc_set_int(answer, "extended_minutes", 0);
    doc_set_bool(answer, "notes_agreed", false);
    return STATUS_OK;
}

static enum status
form_run(struct call *call, struct doc **out_answer)
{
    const char *id = param_text(call, "id");
    struct doc *row = NULL, *person;
    if (id != NULL)
        TRY(record_read(call, &noun_interview, id, &row));
    struct doc *answer = noun_document(call, &noun_interview, row);
    if (row == NULL)
        TRY(begin(call, answer));
    if (doc_is_empty(doc_get(answer, "person")))
        return call_invalid(call, "person", "field.required", NULL);
    TRY(interview_person(call, answer, &person));
    doc_set(answer, "their_zone", *doc_get(person, "zone"));
    if (row == NULL)
        doc_set(answer, "zone",
                doc_is_empty(doc_get(person, "zone")) ? doc_text(call->who.zone)
                                                      : *doc_get(person, "zone"));
    if (row == NULL && doc_is_empty(doc_get(answer, "target")))
        doc_set(answer, "target", *doc_get(person, "target"));
    if (row == NULL && param_text(call, "request") == NULL)
        TRY(practice_minutes(call, answer));
    TRY(person_called(call, person, answer, "person_name"));
    doc_set(answer, "zones", *text_list(call, zone_names(call->arena)));
    doc_set(answer, "place_kinds", *text_list(call, place_kinds));
    TRY(add_rows(call, answer, "targets", &sql_target_choices, NULL, NULL));
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
read_run(struct call *call, struct doc **out_answer)
{
    struct doc *row;
    TRY(record_read(call, &noun_interview, param_text(call, "id"), &row));
    TRY(interview_show(call, row, out_answer));
    struct doc *events = doc_list(call->arena);
    struct doc *event = interview_event(call, *out_answer);
    (void)doc_push(events, *event);
    doc_set(*out_answer, "events", *events);
    return STATUS_OK;
}

static const char *
fill_name(void *context, const char *hole)
{
    const char *const *name = context;
    return strcmp(hole, "name") == 0 ? *name : NULL;
}

struct doc *
interview_event(struct call *call, const struct doc *interview)
{
    const char *name = doc_text_of(interview, "person_name");
    const struct catalog *catalog = catalog_find(call->who.language);
    struct doc *event = doc_map(call->arena);
    const char *state = doc_text_of(interview, "state"), *id = doc_text_of(interview, "id");
    doc_set_text(event, "uid", arena_print(call->arena, "%s@rapport", id));
    doc_set(event, "sequence", *doc_get(interview, "sequence"));
    doc_set_int(event, "stamp_at", call->now);
    doc_set(event, "start_at", *doc_get(interview, "start_at"));
    doc_set_int(event, "end_at",
                doc_int_of(interview, "start_at") +
                    doc_int_of(interview, "minutes") * MS_PER_MINUTE);
    doc_set(event, "zone", *doc_get(interview, "zone"));
    doc_set_text(event, "summary",
                 catalog_compose(call->arena, catalog_text(catalog, N_("Interview with {name}")),
                                 fill_name, &name));
    doc_set(event, "location", *doc_get(interview, "place"));
    doc_set(event, "description", *doc_get(interview, "phone_hint"));
    doc_set_text(event, "status", strcmp(state, "cancelled") == 0 ? "cancelled" : "confirmed");
    doc_set_int(event, "alarm_minutes", 60);
    return event;
}

/* The truth is the agreed local time with its zone; the instant follows from both (design, time). */
static enum status
derive_start(struct call *call, struct doc *row, const struct doc *before)
{
    const char *local = doc_text_of(doc_has(row, "start_local") ? row : before, "start_local");
    const char *name = doc_text_of(doc_has(row, "zone") ? row : before, "zone");
    const struct zone *zone;
    struct moment moment;
    int64_t at;
    enum zone_local_kind kind;
    if (zone_find(name, &zone) != STATUS_OK)
        return call_invalid(call, "zone", "field.not_zone", NULL);
    if (local_time_read(local, &moment) != STATUS_OK ||
        zone_instant(zone, &moment, &at, &kind) != STATUS_OK)
        return call_invalid(call, "start_local", "field.not_time", NULL);
    if (kind == ZONE_LOCAL_GAP)
        return call_invalid(call, "start_local", "interview.time_skipped", NULL);
    doc_set_int(row, "start_at", at);
    return STATUS_OK;
}

/* Calendars take a newer version of an entry by its sequence (RFC 5546 section 2.1.4). */
static void
raise_sequence(struct doc *row, const struct doc *before)
{
    static const char *const keys[] = {"start_at", "minutes", "place", "place_kind"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (doc_has(row, keys[i]) && !doc_equal(doc_get(row, keys[i]), doc_get(before, keys[i]))) {
            doc_set_int(row, "sequence", doc_int_of(before, "sequence") + 1);
            return;
        }
    }
}

static enum status
begin_row(struct call *call, struct doc *row)
{
    struct policy policy;
    struct doc *found;
    TRY(read_referred(call, &noun_person, "person", param_text(call, "person"), &found));
    TRY(policy_in_force(call, &policy));
    doc_set_text(row, "state", "planned");
    doc_set_int(row, "extended_minutes", 0);
    doc_set_int(row, "sequence", 0);
    doc_set_bool(row, "notes_agreed", false);
    if (doc_is_empty(doc_get(row, "zone")))
        doc_set(row, "zone",
                doc_is_empty(doc_get(found, "zone")) ? doc_text(call->who.zone)
                                                     : *doc_get(found, "zone"));
    if (doc_is_empty(doc_get(row, "target")))
        doc_set(row, "target", *doc_get(found, "target"));
    if (doc_is_empty(doc_get(row, "minutes"))) {
        doc_set_int(row, "minutes", policy.minutes_asked);
        TRY(practice_minutes(call, row));
    }
    return STATUS_OK;
}

/* An appointment is an answer: the request that led to it counts as accepted. */
static enum status
accept_request(struct call *call, const char *id)
{
    struct doc *request, *changed = doc_map(call->arena), *saved;
    TRY(read_referred(call, &noun_request, "request", id, &request));
    if (strcmp(doc_text_of(request, "state"), "accepted") == 0)
        return STATUS_OK;
    doc_set_text(changed, "id", id);
    doc_set_text(changed, "state", "accepted");
    doc_set_int(changed, "answered_at", call->now);
    if (doc_is_empty(doc_get(request, "sent_at")))
        doc_set_int(changed, "sent_at", call->now);
    return record_save(call, &noun_request, changed, &saved);
}

static enum status
save_run(struct call *call, struct doc **out_answer)
{
    struct doc row = doc_copy(call->arena, call->params);
    struct doc *before = doc_map(call->arena), *saved;
    const char *id = param_text(call, "id");
    if (id == NULL)
        TRY(begin_row(call, &row));
    else
        TRY(record_read(call, &noun_interview, id, &before));
    if (id == NULL || doc_has(&row, "start_local") || doc_has(&row, "zone"))
        TRY(derive_start(call, &row, before));
    if (id != NULL)
        raise_sequence(&row, before);
    else if (param_text(call, "request") != NULL)
        TRY(accept_request(call, param_text(call, "request")));
    TRY(record_save(call, &noun_interview, &row, &saved));
    *out_answer = noun_document(call, &noun_interview, saved);
    return STATUS_OK;
}

enum status
interview_change(struct call *call, const char *id, struct doc *changed, struct doc **out_answer)
{
    struct doc *saved;
    doc_set_text(changed, "id", id);
    TRY(record_save(call, &noun_interview, changed, &saved));
    *out_answer = noun_document(call, &noun_interview, saved);
    return STATUS_OK;
}

static enum status
confirm_run(struct call *call, struct doc **out_answer)
{
    struct doc *row, *changed = doc_map(call->arena);
    TRY(record_read(call, &noun_interview, param_text(call, "id"), &row));
    doc_set_int(changed, "confirmed_at", call->now);
    return interview_change(call, param_text(call, "id"), changed, out_answer);
}

static enum status
cancel_run(struct call *call, struct doc **out_answer)
{
    struct doc *row, *changed = doc_map(call->arena);
    TRY(record_read(call, &noun_interview, param_text(call, "id"), &row));
    if (strcmp(doc_text_of(row, "state"), "held") == 0)
        return call_refuse(call, STATUS_CONFLICT, "interview.held_already", NULL);
    doc_set_text(changed, "state", "cancelled");
    doc_set_int(changed, "sequence", doc_int_of(row, "sequence") + 1);
    return interview_change(call, param_text(call, "id"), changed, out_answer);
}

static enum status
remove_run(struct call *call, struct doc **out_answer)
{
    return remove_params(call, &noun_interview, out_answer);
}

static const struct param form_params[] = {
    {.name = "id", .kind = PARAM_ID, .find = &sql_interview_find, .label = N_("Interview")},
    {.name = "person", .kind = PARAM_ID, .find = &sql_person_find, .label = N_("Person")},
    {.name = "request", .kind = PARAM_ID, .find = &sql_request_find, .label = N_("Request")},
    {0},
};

static const struct param guest_params[] = {
    {.name = "name", .kind = PARAM_TEXT, .required = true, .label = N_("Name")},
    {.name = "title", .kind = PARAM_TEXT, .label = N_("Job title")},
    {0},
};

static const struct param save_params_[] = {
    {.name = "id", .kind = PARAM_ID, .find = &sql_interview_find, .label = N_("Interview")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "person",
     .kind = PARAM_ID,
     .needed = true,
     .find = &sql_person_find,
     .label = N_("Person")},
    {.name = "request", .kind = PARAM_ID, .find = &sql_request_find, .label = N_("Request")},
    {.name = "target", .kind = PARAM_ID, .find = &sql_target_find, .label = N_("Target")},
    {.name = "start_local", .kind = PARAM_TIME, .needed = true, .label = N_("Day and time")},
    {.name = "zone",
     .kind = PARAM_ZONE,
     .label = N_("Time zone"),
     .help = N_("The zone in which you agreed on that time")},
    {.name = "minutes",
     .kind = PARAM_INT,
     .least = 5,
     .most = 480,
     .label = N_("Minutes you agreed on")},
    {.name = "place_kind",
     .kind = PARAM_CHOICE,
     .choices = place_kinds,
     .initial = "worksite",
     .label = N_("Where you meet")},
    {.name = "place", .kind = PARAM_TEXT, .most = 500, .label = N_("Address, link or number")},
    {.name = "phone_hint",
     .kind = PARAM_TEXT,
     .most = 300,
     .label = N_("How to reach them that day")},
    {.name = "guests",
     .kind = PARAM_ROWS,
     .rows = guest_params,
     .most = 10,
     .label = N_("Others who will be there")},
    {0},
};

/* A calendar program reads the interview as a file of one event. */
static enum status
write_calendar(const struct doc *answer, struct buffer *buffer)
{
    return icalendar_write(answer, buffer);
}

const struct call_row interview_rows[] = {
    {.name = "interview list",
     .path = "/interviews",
     .role = ROLE_OWNER,
     .params = no_params,
     .run = list_run,
     .page = "interviews",
     .columns = "person_name organization start_local zone state id",
     .help = N_("List the interviews to come, to finish and past"),
     .example = "rapport interview list"},
    {.name = "interview read",
     .path = "/interview/{id}",
     .role = ROLE_OWNER,
     .params = interview_id_params,
     .argument = "id",
     .run = read_run,
     .page = "interview",
     .suffix = "ics",
     .media = "text/calendar; charset=utf-8",
     .write = write_calendar,
     .help = N_("Show one interview: what to prepare, what was said, what is left"),
     .example = "rapport interview read quinn"},
    {.name = "interview prep",
     .path = "/interview/{id}/prep",
     .role = ROLE_OWNER,
     .params = interview_id_params,
     .argument = "id",
     .run = read_run,
     .page = "prep",
     .help = N_("Show the prep sheet, made for one printed page"),
     .example = "rapport interview prep quinn"},
    {.name = "interview form",
     .path = "/interview/form",
     .role = ROLE_OWNER,
     .params = form_params,
     .argument = "id",
     .run = form_run,
     .page = "interview_form",
     .help = N_("Begin or change an appointment"),
     .example = "rapport interview form --person=quinn"},
    {.name = "interview save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = save_params_,
     .run = save_run,
     .form = "interview form",
     .next = "/interview/{id}",
     .done = N_("Saved."),
     .help = N_("Make or change an appointment"),
     .example =
         "rapport interview save --person=quinn --start_local=2026-03-02T15:00 --minutes=20"},
    {.name = "interview confirm",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = interview_id_params,
     .argument = "id",
     .run = confirm_run,
     .next = "/interview/{id}",
     .done = N_("Noted as confirmed."),
     .help = N_("Note that you have confirmed the appointment"),
     .example = "rapport interview confirm quinn"},
    {.name = "interview cancel",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = interview_id_params,
     .argument = "id",
     .run = cancel_run,
     .next = "/interview/{id}",
     .done = N_("Cancelled."),
     .help = N_("Note that the appointment is off"),
     .example = "rapport interview cancel quinn"},
    {.name = "interview remove",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = interview_id_params,
     .argument = "id",
     .run = remove_run,
     .next = "/interviews",
     .done = N_("Removed."),
     .help = N_("Remove an interview"),
     .example = "rapport interview remove quinn"},
    {0},
};
