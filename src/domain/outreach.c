/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/outreach.h"
#include "domain/people.h"

#include "domain/common.h"
#include "domain/drafts.h"
#include "domain/outbox.h"
#include "method/policy.h"

#include <string.h>

/* The sample that goes with channel and circle, chosen when the text is begun. */
#define FITTING "fitting"

static const char *const channels[] = {"email",  "phone",        "linkedin", "in_person",
                                       "letter", "introduction", NULL};
static const char *const answers[] = {"accepted", "declined", "later", "no_answer", NULL};

/* What the pages of a request show of its person. */
static enum status
read_person(struct call *call, const char *id, struct doc **out_person)
{
    struct doc *person;
    TRY(read_referred(call, &noun_person, "person", id, &person));
    TRY(add_contacts(call, person, id));
    *out_person = person;
    return STATUS_OK;
}

static enum status
read_target(struct call *call, const char *id, struct doc **out_target)
{
    *out_target = doc_map(call->arena);
    doc_set(*out_target, "name", doc_null());
    if (id == NULL || id[0] == '\0')
        return STATUS_OK;
    enum status status = record_read(call, &noun_target, id, out_target);
    return status == STATUS_MISSING ? STATUS_OK : status;
}

static bool
is_cold(const struct doc *person)
{
    return strcmp(doc_text_of(person, "circle"), "cold") == 0;
}

/* Somebody unknown who can only be reached there is asked on LinkedIn (M63). */
static const char *
fitting_channel(const struct doc *person)
{
    bool there = strstr(doc_text_of(person, "link"), "linkedin.com/") != NULL;
    return is_cold(person) && there && doc_is_empty(doc_get(person, "email")) ? "linkedin"
                                                                              : "email";
}

/* The sample for a way of asking. */
static const char *
fitting_sample(const char *channel, const struct doc *person)
{
    static const char *const samples[][2] = {{"phone", "request_phone"},
                                             {"in_person", "request_in_person"},
                                             {"letter", "request_formal"},
                                             {"introduction", "request_introduction"}};
    if (strcmp(channel, "linkedin") == 0)
        return is_cold(person) ? "request_linkedin_cold" : "request_linkedin";
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        if (strcmp(samples[i][0], channel) == 0)
            return samples[i][1];
    return "request_plain";
}

/* One target is what it is about, when there is only one. */
static void
guess_target(struct doc *answer, const struct doc *person)
{
    const struct doc *targets = doc_get(answer, "targets");
    if (!doc_is_empty(doc_get(answer, "target")))
        return;
    if (!doc_is_empty(doc_get(person, "target")))
        doc_set(answer, "target", *doc_get(person, "target"));
    else if (doc_count(targets) == 1)
        doc_set(answer, "target", *doc_get(doc_item(targets, 0), "id"));
}

/* What fits comes first. */
static enum status
form_samples(struct call *call, struct doc **out_samples)
{
    struct doc *all = doc_list(call->arena), *samples, *fitting = doc_map(call->arena);
    TRY(drafts_samples(call, "request", &samples));
    doc_set_text(fitting, "name", FITTING);
    doc_set_text(fitting, "label", "sample." FITTING);
    (void)doc_push(all, *fitting);
    for (uint32_t i = 0; i < doc_count(samples); i++)
        (void)doc_push(all, *doc_item(samples, i));
    *out_samples = all;
    return STATUS_OK;
}

static enum status
form_run(struct call *call, struct doc **out_answer)
{
    const char *id = param_text(call, "id"), *person_id = param_text(call, "person");
    struct doc *row = NULL, *person, *samples;
    struct policy policy;
    if (id != NULL) {
        TRY(record_read(call, &noun_request, id, &row));
        person_id = doc_text_of(row, "person");
    }
    if (person_id == NULL)
        return call_invalid(call, "person", "field.required", NULL);
    TRY(read_person(call, person_id, &person));
    TRY(policy_in_force(call, &policy));
    struct doc *answer = noun_document(call, &noun_request, row);
    TRY(add_rows(call, answer, "targets", &sql_target_choices, NULL, NULL));
    if (row == NULL) {
        doc_set_text(answer, "person", person_id);
        doc_set_text(answer, "channel", fitting_channel(person));
        doc_set_int(answer, "minutes", policy.minutes_asked);
        doc_set_text(answer, "target", param_text(call, "target"));
        guess_target(answer, person);
    }
    TRY(person_called(call, person, answer, "person_name"));
    TRY(form_samples(call, &samples));
    doc_set(answer, "samples", *samples);
    doc_set_text(answer, "sample", FITTING);
    doc_set(answer, "channels", *text_list(call, channels));
    doc_set_int(answer, "minutes_least", policy.minutes_least);
    doc_set_int(answer, "minutes_most", policy.minutes_most);
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
show(struct call *call, const struct doc *row, struct doc **out_answer)
{
    struct doc *person, *target, *samples, *found, *params = call_params(call);
    struct doc *answer = noun_document(call, &noun_request, row);
    TRY(read_person(call, doc_text_of(row, "person"), &person));
    TRY(read_target(call, doc_text_of(row, "target"), &target));
    struct doc *card = doc_map(call->arena);
    copy_keys(call, card, person,
              "id name pronunciation address_form title organization zone email phone link");
    doc_set(answer, "person", *doc_get(row, "person"));
    doc_set(answer, "whom", *card);
    TRY(person_called(call, person, answer, "person_name"));
    doc_set(answer, "target_name", *doc_get(target, "name"));
    struct doc message = doc_copy(call->arena, row);
    doc_set_text(&message, "kind", "request");
    TRY(drafts_check(call, answer, &message, person, target, NULL, doc_text_of(row, "id")));
    TRY(drafts_samples(call, "request", &samples));
    doc_set(answer, "samples", *samples);
    doc_set_text(params, "request", doc_text_of(row, "id"));
    enum status status = call_row_of(call, &sql_request_interview, params, &found);
    if (status != STATUS_OK && status != STATUS_MISSING)
        return status;
    doc_set(answer, "interview", status == STATUS_OK ? *doc_get(found, "id") : doc_null());
    doc_set_bool(answer, "has_email", !doc_is_empty(doc_get(person, "email")));
    TRY(outbox_offer(call, answer, doc_text_of(row, "id")));
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
read_run(struct call *call, struct doc **out_answer)
{
    struct doc *row;
    TRY(record_read(call, &noun_request, param_text(call, "id"), &row));
    return show(call, row, out_answer);
}

/* The same as reading, of a text that is still being typed: nothing is saved. */
static enum status
check_run(struct call *call, struct doc **out_answer)
{
    struct doc *row;
    TRY(record_read(call, &noun_request, param_text(call, "id"), &row));
    copy_keys(call, row, call->params, "subject body");
    return show(call, row, out_answer);
}

/* An empty draft begins from a sample; a text that stands there is never overwritten. */
static enum status
begin_text(struct call *call, struct doc *row)
{
    const char *sample = param_text(call, "sample"), *subject = NULL, *body;
    struct doc *person, *target, *slots;
    if (sample == NULL || !doc_is_empty(doc_get(row, "body")))
        return STATUS_OK;
    TRY(read_person(call, doc_text_of(row, "person"), &person));
    TRY(read_target(call, doc_text_of(row, "target"), &target));
    TRY(drafts_slots(call, person, target, doc_int_of(row, "minutes"), &slots));
    if (strcmp(sample, FITTING) == 0)
        sample = fitting_sample(doc_text_of(row, "channel"), person);
    TRY(drafts_fill(call, sample, slots, &subject, &body));
    doc_set_text(row, "body", body);
    if (doc_is_empty(doc_get(row, "subject")))
        doc_set_text(row, "subject", subject);
    return STATUS_OK;
}

static enum status
save_run(struct call *call, struct doc **out_answer)
{
    struct doc row = doc_copy(call->arena, call->params);
    struct doc *before, *saved, *found;
    struct policy policy;
    const char *id = param_text(call, "id");
    if (id == NULL) {
        TRY(read_referred(call, &noun_person, "person", param_text(call, "person"), &found));
        TRY(policy_in_force(call, &policy));
        doc_set_text(&row, "state", "draft");
        if (doc_is_empty(doc_get(&row, "minutes")))
            doc_set_int(&row, "minutes", policy.minutes_asked);
        TRY(begin_text(call, &row));
    } else if (param_text(call, "sample") != NULL) {
        TRY(record_read(call, &noun_request, id, &before));
        copy_keys(call, &row, before, "person target minutes");
        if (!doc_has(&row, "channel"))
            doc_set(&row, "channel", *doc_get(before, "channel"));
        TRY(begin_text(call, &row));
    }
    if (param_text(call, "target") != NULL)
        TRY(read_referred(call, &noun_target, "target", param_text(call, "target"), &found));
    TRY(record_save(call, &noun_request, &row, &saved));
    *out_answer = noun_document(call, &noun_request, saved);
    return STATUS_OK;
}

/* A step of the request's way: state and instant, and what else the call says. */
static enum status
move(struct call *call, const char *state, const char *at_key, struct doc **out_answer)
{
    const char *id = param_text(call, "id");
    struct doc *row, *changed = doc_map(call->arena), *saved;
    TRY(record_read(call, &noun_request, id, &row));
    doc_set_text(changed, "id", id);
    doc_set_text(changed, "state", state);
    const struct doc *at = doc_get(call->params, at_key);
    doc_set(changed, at_key, at->kind == DOC_INT ? *at : doc_int(call->now));
    if (doc_has(call->params, "answer"))
        doc_set(changed, "answer", *doc_get(call->params, "answer"));
    TRY(record_save(call, &noun_request, changed, &saved));
    *out_answer = noun_document(call, &noun_request, saved);
    return STATUS_OK;
}

static enum status
send_run(struct call *call, struct doc **out_answer)
{
    return move(call, "sent", "sent_at", out_answer);
}

/* Marked as sent, and the mail on its way, in one transaction. What stands on the page goes, saved or not. */
static enum status
deliver_run(struct call *call, struct doc **out_answer)
{
    const char *id = param_text(call, "id"), *mail;
    struct doc *row, *shown, *saved;
    TRY(record_read(call, &noun_request, id, &row));
    struct doc given = doc_copy(call->arena, call->params);
    doc_set_text(&given, "channel", "email");
    if (strcmp(doc_text_of(row, "state"), "draft") == 0)
        TRY(record_save(call, &noun_request, &given, &row));
    TRY(show(call, row, &shown));
    TRY(outbox_put(call, shown, "request", id, arena_print(call->arena, "/request/%s", id), &mail));
    struct doc *changed = doc_map(call->arena);
    doc_set_text(changed, "id", id);
    doc_set_text(changed, "state", "sent");
    doc_set_int(changed, "sent_at", call->now);
    TRY(record_save(call, &noun_request, changed, &saved));
    *out_answer = noun_document(call, &noun_request, saved);
    doc_set_text(*out_answer, "outbox", mail);
    return STATUS_OK;
}

static enum status
answer_run(struct call *call, struct doc **out_answer)
{
    const char *state = doc_text_of(call->params, "state");
    TRY(move(call, state, "answered_at", out_answer));
    doc_set_text(
        *out_answer, "next",
        strcmp(state, "accepted") == 0
            ? arena_print(call->arena, "/interview/form?request=%s", doc_text_of(*out_answer, "id"))
            : arena_print(call->arena, "/person/%s", doc_text_of(*out_answer, "person")));
    return STATUS_OK;
}

static enum status
remove_run(struct call *call, struct doc **out_answer)
{
    TRY(outbox_withdraw(call, param_text(call, "id")));
    return remove_params(call, &noun_request, out_answer);
}

static const struct param id_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_request_find,
     .label = N_("Request")},
    {0},
};

static const struct param form_params[] = {
    {.name = "id", .kind = PARAM_ID, .find = &sql_request_find, .label = N_("Request")},
    {.name = "person", .kind = PARAM_ID, .find = &sql_person_find, .label = N_("Person")},
    {.name = "target", .kind = PARAM_ID, .find = &sql_target_find, .label = N_("Target")},
    {0},
};

static const struct param check_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_request_find,
     .label = N_("Request")},
    {.name = "subject", .kind = PARAM_TEXT, .most = 300, .label = N_("Subject")},
    {.name = "body", .kind = PARAM_LINES, .label = N_("Message")},
    {0},
};

static const struct param save_params_[] = {
    {.name = "id", .kind = PARAM_ID, .find = &sql_request_find, .label = N_("Request")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "person",
     .kind = PARAM_ID,
     .needed = true,
     .find = &sql_person_find,
     .label = N_("Person")},
    {.name = "target",
     .kind = PARAM_ID,
     .find = &sql_target_find,
     .label = N_("About which target")},
    {.name = "channel",
     .kind = PARAM_CHOICE,
     .choices = channels,
     .initial = "email",
     .label = N_("How you ask")},
    {.name = "minutes",
     .kind = PARAM_INT,
     .least = 5,
     .most = 240,
     .label = N_("Minutes you ask for")},
    {.name = "subject", .kind = PARAM_TEXT, .most = 300, .label = N_("Subject")},
    {.name = "body", .kind = PARAM_LINES, .label = N_("Message")},
    {.name = "sample", .kind = PARAM_TEXT, .label = N_("Begin from a sample")},
    {0},
};

static const struct param send_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_request_find,
     .label = N_("Request")},
    {.name = "sent_at", .kind = PARAM_INSTANT, .label = N_("Sent at")},
    {0},
};

static const struct param deliver_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_request_find,
     .label = N_("Request")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "subject", .kind = PARAM_TEXT, .most = 300, .label = N_("Subject")},
    {.name = "body", .kind = PARAM_LINES, .label = N_("Message")},
    {0},
};

static const struct param answer_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_request_find,
     .label = N_("Request")},
    {.name = "state",
     .kind = PARAM_CHOICE,
     .choices = answers,
     .required = true,
     .label = N_("Their answer")},
    {.name = "answer", .kind = PARAM_LINES, .most = 4000, .label = N_("What they wrote")},
    {.name = "answered_at", .kind = PARAM_INSTANT, .label = N_("Answered at")},
    {0},
};

const struct call_row outreach_rows[] = {
    {.name = "request form",
     .path = "/request/form",
     .role = ROLE_OWNER,
     .params = form_params,
     .argument = "person",
     .run = form_run,
     .page = "request_form",
     .help = N_("Begin a request to somebody"),
     .example = "rapport request form quinn"},
    {.name = "request read",
     .path = "/request/{id}",
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = read_run,
     .page = "request",
     .suffix = "eml",
     .media = "message/rfc822",
     .write = drafts_mail,
     .help = N_("Show a request with what an advisor would say about it"),
     .example = "rapport request read quinn"},
    {.name = "request check",
     .role = ROLE_OWNER,
     .effect = EFFECT_SYSTEM,
     .params = check_params,
     .argument = "id",
     .run = check_run,
     .page = "request",
     .help = N_("Check a text for a request without saving it"),
     .example = "rapport request check quinn --body='Dear Dr. Quinn, ...'"},
    {.name = "request save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = save_params_,
     .run = save_run,
     .form = "request form",
     .next = "/request/{id}",
     .done = N_("Saved."),
     .help = N_("Write or change a request"),
     .example = "rapport request save --person=quinn --sample=request_plain"},
    {.name = "request send",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = send_params,
     .argument = "id",
     .run = send_run,
     .next = "/request/{id}",
     .done = N_("Marked as sent."),
     .help = N_("Note that you have sent a request"),
     .example = "rapport request send quinn"},
    {.name = "request deliver",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = deliver_params,
     .argument = "id",
     .run = deliver_run,
     .form = "request read",
     .next = "/request/{id}",
     .done = N_("It is in the outbox and goes out now."),
     .help = N_("Send a request by email"),
     .example = "rapport request deliver quinn"},
    {.name = "request answer",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = answer_params,
     .argument = "id",
     .run = answer_run,
     .form = "request read",
     .next = "{next}",
     .done = N_("Answer noted."),
     .help = N_("Note the answer to a request"),
     .example = "rapport request answer quinn --state=accepted"},
    {.name = "request remove",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = remove_run,
     .next = "/person/{person}",
     .done = N_("Removed."),
     .help = N_("Remove a request"),
     .example = "rapport request remove quinn"},
    {0},
};
