/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of one person: who they are, what is next between the two, and their story. */
#include "base/asset.h"
#include "domain/bridges.h"
#include "domain/common.h"
#include "domain/duplicates.h"
#include "domain/merges.h"
#include "domain/people.h"
#include "domain/timeline.h"
#include "formats/originals.h"
#include "method/hints.h"
#include "method/prospects.h"

#include <string.h>

/* The newest row in a state, or NULL. */
static const struct doc *
in_state(const struct doc *rows, const char *state)
{
    for (uint32_t i = 0; i < doc_count(rows); i++)
        if (strcmp(doc_text_of(doc_item(rows, i), "state"), state) == 0)
            return doc_item(rows, i);
    return NULL;
}

/* What comes next after a state, the first that fits: of the interviews, then of the newest request. */
static const struct next_rule {
    const char *state, *code, *path;
} interview_rules[] = {{"running", "next.room", "/interview/%s/room"},
                       {"planned", "next.prepare", "/interview/%s"},
                       {NULL, NULL, NULL}},
  request_rules[] = {{"draft", "next.finish_draft", "/request/%s"},
                     {"sent", "next.record_answer", "/request/%s"},
                     {"accepted", "next.arrange", "/interview/form?request=%s"},
                     {"later", "next.later", "/request/%s"},
                     {"declined", "next.declined", "/request/%s"},
                     {"no_answer", "next.no_answer", "/request/%s"},
                     {NULL, NULL, NULL}};

static const struct next_rule *
rule_of(const struct next_rule *rules, const char *state)
{
    while (rules->state != NULL && strcmp(rules->state, state) != 0)
        rules++;
    return rules->state == NULL ? NULL : rules;
}

/* "/interview/%s" with the id put in. */
static const char *
next_path(struct call *call, const char *pattern, const char *id)
{
    const char *hole = strstr(pattern, "%s");
    return arena_print(call->arena, "%.*s%s%s", (int)(hole - pattern), pattern, id, hole + 2);
}

/* The one thing that is next between the two. */
static void
add_next(struct call *call, struct doc *answer)
{
    const struct doc *requests = doc_get(answer, "requests"), *row = NULL;
    const struct doc *interviews = doc_get(answer, "interviews");
    const struct next_rule *rule = NULL;
    const char *code = "next.ask", *path, *id = doc_text_of(answer, "id");
    path = arena_print(call->arena, "/request/form?person=%s", id);
    for (const struct next_rule *try = interview_rules; try->state != NULL && row == NULL; try++) {
        row = in_state(interviews, try->state);
        rule = row == NULL ? NULL : try;
    }
    if (row == NULL && (row = in_state(interviews, "held")) != NULL) {
        static const struct next_rule held = {"held", "next.look_back", "/interview/%s"};
        rule = &held;
    }
    if (row == NULL && doc_count(requests) > 0) {
        row = doc_item(requests, 0);
        rule = rule_of(request_rules, doc_text_of(row, "state"));
    }
    if (doc_is_empty(doc_get(answer, "name"))) {
        code = "next.find_name";
        path = arena_print(call->arena, "/person/form?id=%s", id);
    } else if (rule != NULL) {
        code = rule->code;
        path = next_path(call, rule->path, doc_text_of(row, "id"));
    }
    struct doc *next = doc_map(call->arena);
    doc_set_text(next, "code", code);
    doc_set_text(next, "act_code", arena_print(call->arena, "act.%s", code));
    doc_set_text(next, "act_path", path);
    doc_set(answer, "next", *next);
}

static void
add_hints(struct call *call, struct doc *answer)
{
    const struct asset *words = asset_find("data/hints.txt"), *titles = asset_find(PROSPECT_TITLES);
    doc_set(answer, "hints",
            *hints_of_person(call->arena, words == NULL ? "" : words->bytes,
                             titles == NULL ? "" : titles->bytes, answer,
                             doc_text_of(answer, "target_name")));
}

/* There is one photo at most. */
static void
add_photo(struct doc *answer)
{
    const struct doc *files = doc_get(answer, "attachments");
    doc_set(answer, "photo", doc_null());
    for (uint32_t i = 0; i < doc_count(files); i++)
        if (strcmp(doc_text_of(doc_item(files, i), "kind"), "photo") == 0)
            doc_set(answer, "photo", *doc_get(doc_item(files, i), "id"));
}

/* What stands in no field of ours, only in the file they came from. */
static void
add_also_said(struct call *call, struct doc *answer)
{
    struct doc *items = originals_show(call->arena, doc_get(answer, "originals"));
    struct doc *also = doc_map(call->arena);
    doc_set(also, "items", *items);
    doc_set(answer, "also_said", doc_count(items) == 0 ? doc_null() : *also);
}

static enum status
read_run(struct call *call, struct doc **out_answer)
{
    const char *id = param_text(call, "id");
    struct doc *row, *found;
    enum status known = record_read(call, &noun_person, id, &row);
    if (known == STATUS_MISSING) { /* an old address leads to whom somebody is since a merge */
        TRY(person_now(call, id, &id));
        known = record_read(call, &noun_person, id, &row);
    }
    TRY(known);
    struct doc *answer = noun_document(call, &noun_person, row);
    TRY(add_contacts(call, answer, id));
    doc_set(answer, "target_name", doc_null());
    if (!doc_is_empty(doc_get(row, "target")) &&
        record_read(call, &noun_target, doc_text_of(row, "target"), &found) == STATUS_OK)
        doc_set(answer, "target_name", *doc_get(found, "name"));
    TRY(add_rows(call, answer, "requests", &sql_request_by_person, "person", id));
    TRY(add_rows(call, answer, "interviews", &sql_interview_by_person, "person", id));
    TRY(add_rows(call, answer, "referrals_made", &sql_referral_by_from, "person", id));
    TRY(add_rows(call, answer, "messages", &sql_message_by_person, "person", id));
    TRY(add_rows(call, answer, "tasks", &sql_task_by_person, "person", id));
    TRY(add_rows(call, answer, "attachments", &sql_attachment_by_person, "person", id));
    add_photo(answer);
    add_also_said(call, answer);
    struct doc *params = call_params(call);
    doc_set_text(params, "person", id);
    enum status status = call_row_of(call, &sql_referral_to, params, &found);
    if (status != STATUS_OK && status != STATUS_MISSING)
        return status;
    doc_set(answer, "referred_by", status == STATUS_OK ? *found : doc_null());
    add_next(call, answer);
    add_hints(call, answer);
    TRY(add_rows(call, answer, "event_choices", &sql_event_choices, NULL, NULL));
    doc_set_bool(answer, "has_events", doc_count(doc_get(answer, "event_choices")) > 0);
    TRY(bridges_add(call, answer, id));
    TRY(timeline_add(call, answer, row, NULL));
    TRY(add_alike(call, answer, row));
    *out_answer = answer;
    return STATUS_OK;
}

static const struct param id_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_person_find,
     .label = N_("Person")},
    {0},
};

const struct call_row person_show_rows[] = {
    {.name = "person read",
     .path = "/person/{id}",
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = read_run,
     .page = "person",
     .help = N_("Show one person and your story together"),
     .example = "rapport person read quinn"},
    {0},
};
