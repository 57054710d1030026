/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/events.h"

#include "base/clock.h"
#include "base/zone.h"
#include "domain/common.h"
#include "domain/people.h"
#include "method/policy.h"
#include "text/catalog.h"
#include "text/fold.h"

#include <string.h>

enum { EVENTS_MOST = 500, PEOPLE_MOST = 500, EVENTS_OF_ONE_MOST = 50, NOON = 12 };

static const char *const kinds[] = {"fair", "meetup", "talk", "conference", "class", "other", NULL};

static enum status
list_run(struct call *call, struct doc **out_answer)
{
    struct doc *params = call_params(call), *rows;
    doc_set_int(params, "limit", EVENTS_MOST);
    TRY(call_rows_of(call, &sql_event_list, params, &rows));
    *out_answer = doc_map(call->arena);
    doc_set(*out_answer, "items", *rows);
    return STATUS_OK;
}

static enum status
people_of(struct call *call, const char *event, struct doc **out_people)
{
    struct doc *params = call_params(call);
    doc_set_text(params, "event", event);
    doc_set_int(params, "limit", PEOPLE_MOST);
    return call_rows_of(call, &sql_event_people, params, out_people);
}

static enum status
read_run(struct call *call, struct doc **out_answer)
{
    struct doc *row, *people, *unplanned, *params = call_params(call);
    TRY(record_read(call, &noun_event, param_text(call, "id"), &row));
    TRY(people_of(call, param_text(call, "id"), &people));
    doc_set_text(params, "event", param_text(call, "id"));
    TRY(call_row_of(call, &sql_event_unplanned, params, &unplanned));
    *out_answer = noun_document(call, &noun_event, row);
    doc_set(*out_answer, "people", *people);
    doc_set(*out_answer, "unplanned", *doc_get(unplanned, "any"));
    return STATUS_OK;
}

static enum status
form_run(struct call *call, struct doc **out_answer)
{
    struct doc *row = NULL;
    if (param_text(call, "id") != NULL)
        TRY(record_read(call, &noun_event, param_text(call, "id"), &row));
    *out_answer = noun_document(call, &noun_event, row);
    if (row == NULL)
        doc_set_text(*out_answer, "held_on", local_day(call, call->now));
    doc_set(*out_answer, "kinds", *text_list(call, kinds));
    return STATUS_OK;
}

static enum status
save_run(struct call *call, struct doc **out_answer)
{
    struct doc row = doc_copy(call->arena, call->params), *saved;
    if (doc_has(&row, "name"))
        doc_set_text(&row, "name_key", text_fold(call->arena, doc_text_of(&row, "name")));
    TRY(record_save(call, &noun_event, &row, &saved));
    *out_answer = noun_document(call, &noun_event, saved);
    return STATUS_OK;
}

/* The events of a person's row without this one. */
static struct doc *
without(struct call *call, const struct doc *row, const char *event)
{
    const struct doc *events = doc_get(row, "events");
    struct doc *kept = doc_list(call->arena);
    for (uint32_t i = 0; i < doc_count(events); i++)
        if (strcmp(doc_text_of(doc_item(events, i), "event"), event) != 0)
            (void)doc_push(kept, *doc_item(events, i));
    return kept;
}

static enum status
save_events(struct call *call, const char *person, const struct doc *events)
{
    struct doc *changed = doc_map(call->arena), *saved;
    doc_set_text(changed, "id", person);
    doc_set(changed, "events", *events);
    return record_save(call, &noun_person, changed, &saved);
}

/* The next of everyone who was met there; `*after` goes to the last of them. No more when there are none. */
static enum status
met_after(struct call *call, const char *event, int64_t *after, struct doc **out_people)
{
    struct doc *params = call_params(call);
    doc_set_text(params, "event", event);
    doc_set_int(params, "after_doc", *after);
    doc_set_int(params, "limit", PEOPLE_MOST);
    TRY(call_rows_of(call, &sql_event_met_after, params, out_people));
    if (doc_count(*out_people) > 0)
        *after = doc_int_of(doc_item(*out_people, doc_count(*out_people) - 1), "doc");
    return STATUS_OK;
}

/* People stay when an event goes; that they were met there goes with it. */
static enum status
remove_run(struct call *call, struct doc **out_answer)
{
    const char *id = param_text(call, "id");
    struct doc *people, *row;
    int64_t after = 0;
    do {
        TRY(met_after(call, id, &after, &people));
        for (uint32_t i = 0; i < doc_count(people); i++) {
            const char *person = doc_text_of(doc_item(people, i), "id");
            TRY(record_read(call, &noun_person, person, &row));
            TRY(save_events(call, person, without(call, row, id)));
        }
    } while (doc_count(people) > 0);
    return remove_params(call, &noun_event, out_answer);
}

/* The one person of exactly that name, or NULL: who is meant by a name of several is asked for by id. */
static enum status
find_named(struct call *call, const char *name, const char **out_id)
{
    struct doc *params = call_params(call), *said = doc_map(call->arena), *rows;
    doc_set_text(said, "name", name);
    person_named(call, said, params);
    doc_set_text(params, "organization_key", "");
    doc_set_int(params, "limit", 2);
    TRY(call_rows_of(call, &sql_person_by_name, params, &rows));
    *out_id = doc_count(rows) == 1 ? doc_text_of(doc_item(rows, 0), "id") : NULL;
    return STATUS_OK;
}

static enum status
new_person(struct call *call, const struct doc *event, const char **out_id)
{
    struct doc *row = doc_map(call->arena), *saved;
    copy_keys(call, row, call->params, "name title organization");
    doc_set_text(row, "circle", "event");
    doc_set(row, "how_found", *doc_get(event, "name"));
    doc_set(row, "met_on", *doc_get(event, "held_on"));
    doc_set(row, "met_place", *doc_get(event, "place"));
    person_complete(call, row);
    TRY(record_save(call, &noun_person, row, &saved));
    *out_id = doc_text_of(saved, "id");
    return STATUS_OK;
}

static enum status
meet_run(struct call *call, struct doc **out_answer)
{
    const char *event_id = param_text(call, "event"), *person = param_text(call, "person");
    struct doc *event, *row, *met = doc_map(call->arena);
    TRY(read_referred(call, &noun_event, "event", event_id, &event));
    if (person == NULL && param_text(call, "name") == NULL && param_text(call, "title") == NULL)
        return call_invalid(call, "name", "event.nobody", NULL);
    if (person == NULL && param_text(call, "name") != NULL)
        TRY(find_named(call, param_text(call, "name"), &person));
    if (person == NULL)
        TRY(new_person(call, event, &person));
    TRY(read_referred(call, &noun_person, "person", person, &row));
    struct doc *events = without(call, row, event_id);
    if (doc_count(events) >= EVENTS_OF_ONE_MOST)
        return call_invalid(call, "event", "event.too_many", NULL);
    doc_set_text(met, "event", event_id);
    doc_set(met, "note", *doc_get(call->params, "note"));
    (void)doc_push(events, *met);
    TRY(save_events(call, person, events));
    *out_answer = doc_map(call->arena);
    doc_set_text(*out_answer, "event", event_id);
    doc_set_text(*out_answer, "person", person);
    return STATUS_OK;
}

static enum status
unmeet_run(struct call *call, struct doc **out_answer)
{
    const char *event = param_text(call, "event"), *person = param_text(call, "person");
    struct doc *row;
    TRY(record_read(call, &noun_person, person, &row));
    struct doc *events = without(call, row, event);
    if (doc_count(events) == doc_count(doc_get(row, "events")))
        return STATUS_MISSING;
    TRY(save_events(call, person, events));
    *out_answer = doc_map(call->arena);
    doc_set_text(*out_answer, "event", event);
    doc_set_text(*out_answer, "person", person);
    return STATUS_OK;
}

static const char *
fill_task(void *context, const char *hole)
{
    const char *const *names = context;
    return strcmp(hole, "name") == 0 ? names[0] : strcmp(hole, "event") == 0 ? names[1] : NULL;
}

/* Some days after the event, or today when they are over. */
static const char *
due_on(struct call *call, const struct policy *policy, const struct doc *event)
{
    struct moment noon = {.hour = NOON};
    int64_t at = call->now, held_at;
    if (date_read(doc_text_of(event, "held_on"), &noon.year, &noon.month, &noon.day) == STATUS_OK &&
        zone_instant(caller_zone(call), &noon, &held_at, NULL) == STATUS_OK &&
        held_at + policy->met_follow_days * MS_PER_DAY > at)
        at = held_at + policy->met_follow_days * MS_PER_DAY;
    return local_day(call, at);
}

static enum status
plan_with(struct call *call, const struct doc *met, const struct doc *event, const char *due)
{
    const struct catalog *catalog = catalog_find(call->who.language);
    struct doc *task = doc_map(call->arena), *called = doc_map(call->arena), *saved;
    TRY(person_called(call, met, called, "name"));
    const char *names[] = {doc_text_of(called, "name"), doc_text_of(event, "name")};
    doc_set_text(task, "title",
                 catalog_compose(call->arena,
                                 catalog_text(catalog, N_("Write to {name}, met at {event}")),
                                 fill_task, names));
    doc_set(task, "person", *doc_get(met, "id"));
    doc_set_text(task, "due_on", due);
    return record_save(call, &noun_task, task, &saved);
}

/* A task for one of those who were met, or for all with whom nothing was ever planned (M64). */
static enum status
follow_run(struct call *call, struct doc **out_answer)
{
    const char *event_id = param_text(call, "event"), *person = param_text(call, "person");
    struct doc *event, *people;
    struct policy policy;
    int64_t planned = 0, after = 0;
    TRY(read_referred(call, &noun_event, "event", event_id, &event));
    TRY(policy_in_force(call, &policy));
    const char *due = due_on(call, &policy, event);
    do {
        TRY(met_after(call, event_id, &after, &people));
        for (uint32_t i = 0; i < doc_count(people); i++) {
            const struct doc *met = doc_item(people, i);
            bool meant = person != NULL
                             ? strcmp(doc_text_of(met, "id"), person) == 0
                             : doc_int_of(met, "tasks") == 0 && doc_is_empty(doc_get(met, "state"));
            if (!meant)
                continue;
            TRY(plan_with(call, met, event, due));
            planned++;
        }
    } while (doc_count(people) > 0);
    *out_answer = doc_map(call->arena);
    doc_set_text(*out_answer, "event", event_id);
    doc_set_int(*out_answer, "planned", planned);
    return STATUS_OK;
}

static const struct param id_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_event_find,
     .label = N_("Event")},
    {0},
};

static const struct param form_params[] = {
    {.name = "id", .kind = PARAM_ID, .find = &sql_event_find, .label = N_("Event")},
    {0},
};

static const struct param save_params_[] = {
    {.name = "id", .kind = PARAM_ID, .label = N_("Event")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "name", .kind = PARAM_TEXT, .needed = true, .label = N_("Event")},
    {.name = "kind", .kind = PARAM_CHOICE, .choices = kinds, .label = N_("What it was")},
    {.name = "held_on", .kind = PARAM_DATE, .label = N_("When")},
    {.name = "place", .kind = PARAM_TEXT, .label = N_("Where")},
    {.name = "website", .kind = PARAM_URL, .most = 500, .label = N_("Website")},
    {.name = "notes", .kind = PARAM_LINES, .label = N_("Notes")},
    {0},
};

#define EVENT_PARAM                                                                                \
    {                                                                                              \
        .name = "event", .kind = PARAM_ID, .required = true, .find = &sql_event_find,              \
        .label = N_("Event")                                                                       \
    }

static const struct param meet_params[] = {
    EVENT_PARAM,
    {.name = "person", .kind = PARAM_ID, .find = &sql_person_find, .label = N_("Person")},
    {.name = "name", .kind = PARAM_TEXT, .label = N_("Name")},
    {.name = "title", .kind = PARAM_TEXT, .label = N_("Job title")},
    {.name = "organization", .kind = PARAM_TEXT, .label = N_("Organization")},
    {.name = "note", .kind = PARAM_TEXT, .most = 300, .label = N_("What you talked about")},
    {0},
};

static const struct param unmeet_params[] = {
    EVENT_PARAM,
    {.name = "person",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_person_find,
     .label = N_("Person")},
    {0},
};

static const struct param follow_params[] = {
    EVENT_PARAM,
    {.name = "person", .kind = PARAM_ID, .find = &sql_person_find, .label = N_("Person")},
    {0},
};

const struct call_row event_rows[] = {
    {.name = "event list",
     .path = "/events",
     .role = ROLE_OWNER,
     .params = no_params,
     .run = list_run,
     .page = "events",
     .columns = "name kind held_on place people id",
     .help = N_("List the events where you met people"),
     .example = "rapport event list"},
    {.name = "event read",
     .path = "/event/{id}",
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = read_run,
     .page = "event",
     .help = N_("Show an event and whom you met there"),
     .example = "rapport event read 'spring fair'"},
    {.name = "event form",
     .path = "/event/form",
     .role = ROLE_OWNER,
     .params = form_params,
     .argument = "id",
     .run = form_run,
     .page = "event_form",
     .help = N_("Show an event for editing, or an empty form"),
     .example = "rapport event form"},
    {.name = "event save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = save_params_,
     .run = save_run,
     .form = "event form",
     .next = "/event/{id}",
     .done = N_("Saved."),
     .help = N_("Add or change an event"),
     .example = "rapport event save --name='Spring fair' --held_on=2026-03-02"},
    {.name = "event remove",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = remove_run,
     .next = "/events",
     .done = N_("Removed."),
     .help = N_("Remove an event; the people you met there stay"),
     .example = "rapport event remove 'spring fair'"},
    {.name = "event meet",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = meet_params,
     .argument = "event",
     .run = meet_run,
     .form = "event read",
     .done = N_("Saved."),
     .help = N_("Note whom you met at an event, somebody you have or somebody new"),
     .example = "rapport event meet 'spring fair' --name='Ada Quinn' --organization='City Museum'"},
    {.name = "event unmeet",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = unmeet_params,
     .argument = "event",
     .run = unmeet_run,
     .next = "/event/{event}",
     .done = N_("Removed."),
     .help = N_("Take back that you met somebody at an event"),
     .example = "rapport event unmeet 'spring fair' --person=quinn"},
    {.name = "event follow",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = follow_params,
     .argument = "event",
     .run = follow_run,
     .next = "/event/{event}",
     .done = N_("Planned."),
     .help = N_("Plan to write to those you met at an event"),
     .example = "rapport event follow 'spring fair'"},
    {0},
};
