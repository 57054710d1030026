/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/outbox.h"

#include "domain/common.h"

#include <string.h>

/* Minutes from one try to the next: soon at first, then as mail servers do it; after the last one it has
 * failed, about a day later. */
static const int waits_minutes[] = {1, 5, 15, 60, 180, 360, 720};
enum { WAITS = sizeof waits_minutes / sizeof *waits_minutes };

static const char *const outcomes[] = {"sent", "later", "refused", "unsure", NULL};

static struct doc *
decision_params(struct call *call)
{
    struct doc *params = call_params(call);
    doc_set(params, "id", *doc_get(call->params, "id"));
    doc_set_int(params, "stale_at", call->now - OUTBOX_STALE_MS);
    doc_set_int(params, "late_at", call->now - OUTBOX_LATE_MS);
    doc_set_int(params, "now", call->now);
    return params;
}

enum status
outbox_counts(struct call *call, struct doc **out_counts)
{
    return call_row_of(call, &sql_outbox_counts, decision_params(call), out_counts);
}

enum status
outbox_facts(struct call *call, struct doc *facts)
{
    struct doc *params = decision_params(call), *rows;
    doc_set_int(params, "limit", OUTBOX_SHOWN_MOST);
    TRY(call_rows_of(call, &sql_outbox_agenda, params, &rows));
    doc_set(facts, "mails", *rows);
    return STATUS_OK;
}

/* ---- for the person ---- */

static enum status
list_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena), *params = call_params(call), *rows;
    const char *way;
    bool open = false;
    TRY(mail_way(call, &way));
    doc_set_int(params, "limit", OUTBOX_SHOWN_MOST);
    TRY(call_rows_of(call, &sql_outbox_list, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const char *standing = outbox_standing(call, doc_item(rows, i));
        doc_set_text(doc_item(rows, i), "standing", standing);
        open = open || strcmp(standing, "waiting") == 0 || strcmp(standing, "sending") == 0;
    }
    doc_set_text(answer, "mail_way", way);
    doc_set_bool(answer, "open", open);
    doc_set(answer, "items", *rows);
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
read_run(struct call *call, struct doc **out_answer)
{
    struct doc *row;
    TRY(record_read(call, &noun_outbox, param_text(call, "id"), &row));
    struct doc *answer = noun_document(call, &noun_outbox, row);
    const char *standing = outbox_standing(call, row);
    doc_remove(answer, "recipient_key");
    doc_set_text(answer, "standing", standing);
    doc_set_text(answer, "code", arena_print(call->arena, "outbox.is_%s", standing));
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
write_bytes(const struct doc *answer, struct buffer *buffer)
{
    buffer_text(buffer, doc_text_of(answer, "mail"));
    return buffer_status(buffer);
}

/* The row after a decision of the person, which `statement` makes where it still can be made; else `code`. */
static enum status
decide(struct call *call, const struct statement *statement, const char *code,
       struct doc **out_answer)
{
    int64_t changed;
    TRY(read_run(call, out_answer));
    TRY(store_run(call->store, statement, decision_params(call), &changed));
    if (changed > 0)
        return read_run(call, out_answer);
    bool gone = strcmp(doc_text_of(*out_answer, "state"), "sent") == 0;
    return call_refuse(call, STATUS_CONFLICT, gone ? "outbox.gone" : code, NULL);
}

static enum status
retry_run(struct call *call, struct doc **out_answer)
{
    TRY(decide(call, &sql_outbox_retry, "outbox.on_its_way", out_answer));
    doc_set(*out_answer, "outbox", *doc_get(*out_answer, "id"));
    return STATUS_OK;
}

static enum status
settle_run(struct call *call, struct doc **out_answer)
{
    return decide(call, &sql_outbox_settle, "outbox.no_doubt", out_answer);
}

/* What the mail was for is a draft again, unless there has been an answer since. */
static enum status
unsend(struct call *call, const struct doc *row)
{
    bool request = strcmp(doc_text_of(row, "purpose"), "request") == 0;
    const struct noun *noun = request ? &noun_request : &noun_message;
    struct doc *before, *changed = doc_map(call->arena), *saved;
    enum status status = record_read(call, noun, doc_text_of(row, "about"), &before);
    if (status == STATUS_MISSING ||
        (status == STATUS_OK && strcmp(doc_text_of(before, "state"), "sent") != 0))
        return STATUS_OK;
    TRY(status);
    doc_set(changed, "id", *doc_get(before, "id"));
    doc_set_text(changed, "state", "draft");
    doc_set(changed, "sent_at", doc_null());
    return record_save(call, noun, changed, &saved);
}

static enum status
remove_run(struct call *call, struct doc **out_answer)
{
    struct doc *row;
    TRY(record_read(call, &noun_outbox, param_text(call, "id"), &row));
    const char *standing = outbox_standing(call, row);
    if (strcmp(standing, "sent") == 0)
        return call_refuse(call, STATUS_CONFLICT, "outbox.gone", NULL);
    if (strcmp(standing, "sending") == 0)
        return call_refuse(call, STATUS_CONFLICT, "outbox.on_its_way", NULL);
    TRY(unsend(call, row));
    TRY(read_run(call, out_answer));
    return record_remove(call, &noun_outbox, doc_text_of(row, "id"));
}

static enum status
send_run(struct call *call, struct doc **out_answer)
{
    struct doc *counts;
    const char *way;
    TRY(mail_way(call, &way));
    if (strcmp(way, "none") == 0)
        return call_refuse(call, STATUS_INVALID, "outbox.no_server", NULL);
    TRY(store_run(call->store, &sql_outbox_hurry, decision_params(call), NULL));
    TRY(outbox_counts(call, &counts));
    *out_answer = doc_map(call->arena);
    copy_keys(call, *out_answer, counts, "waiting");
    doc_set_text(*out_answer, "outbox", "all");
    return STATUS_OK;
}

/* ---- for the runner ---- */

static enum status
next_run(struct call *call, struct doc **out_answer)
{
    struct doc *params = doc_map(call->arena), *found;
    const char *way;
    *out_answer = doc_map(call->arena);
    doc_set(*out_answer, "id", doc_null());
    TRY(mail_way(call, &way));
    bool house = strcmp(way, "house") == 0;
    if (!house && call->desk->mail_server != NULL)
        return STATUS_OK;
    doc_set_int(params, "now", call->now);
    doc_set_bool(params, "house", house);
    enum status status = store_row(call->store, call->arena, &sql_outbox_first_due, params, &found);
    if (status == STATUS_OK)
        doc_set(*out_answer, "id", *doc_get(found, "id"));
    return status == STATUS_MISSING ? STATUS_OK : status;
}

static enum status
become_owner(struct call *call)
{
    struct doc *found;
    TRY(store_row(call->store, call->arena, &sql_outbox_owner, call->params, &found));
    call->who.owner = doc_int_of(found, "owner");
    call->who.role = ROLE_OWNER;
    return STATUS_OK;
}

/* The one answer that holds a password: internal, and gone with the arena of the delivery. */
static enum status
add_server(struct call *call, struct doc *answer)
{
    struct doc *server, *secret, *params = call_params(call);
    doc_set(answer, "server", doc_null());
    if (call->desk->mail_server != NULL)
        return STATUS_OK;
    TRY(call_row_of(call, &sql_mail_account_read, params, &server));
    TRY(call_row_of(call, &sql_mail_account_secret, params, &secret));
    doc_set(server, "password", *doc_get(secret, "password"));
    doc_set(answer, "server", *server);
    return STATUS_OK;
}

static enum status
take_run(struct call *call, struct doc **out_answer)
{
    int64_t changed;
    struct doc *row, *answer = doc_map(call->arena);
    TRY(become_owner(call));
    TRY(store_run(call->store, &sql_outbox_take, decision_params(call), &changed));
    if (changed == 0)
        return STATUS_MISSING;
    TRY(record_read(call, &noun_outbox, param_text(call, "id"), &row));
    copy_keys(call, answer, row, "id sender recipient mail attempts");
    TRY(add_server(call, answer));
    *out_answer = answer;
    return STATUS_OK;
}

/* What becomes of a mail that did not go out, after so many tries. */
static void
plan(struct call *call, struct doc *params, const char *outcome, int64_t attempts)
{
    bool stopped = strcmp(doc_text_of(call->params, "code"), "outbox.stopped") == 0;
    bool later = strcmp(outcome, "later") == 0 && (stopped || attempts <= WAITS);
    bool unsure = strcmp(outcome, "unsure") == 0;
    int64_t tried = attempts < 1 ? 1 : attempts > WAITS ? WAITS : attempts;
    int64_t wait_ms = stopped ? 0 : waits_minutes[tried - 1] * (int64_t)MS_PER_MINUTE;
    doc_set_text(params, "state", unsure ? "sending" : later ? "waiting" : "failed");
    doc_set_int(params, "next_at", call->now + wait_ms);
    doc_set(params, "trouble", stopped ? doc_null() : *doc_get(call->params, "code"));
    doc_set(params, "reply",
            doc_is_empty(doc_get(call->params, "reply")) ? doc_null()
                                                         : *doc_get(call->params, "reply"));
}

static enum status
report_run(struct call *call, struct doc **out_answer)
{
    const char *outcome = doc_text_of(call->params, "outcome");
    struct doc *row;
    TRY(become_owner(call));
    TRY(record_read(call, &noun_outbox, param_text(call, "id"), &row));
    struct doc *params = decision_params(call);
    *out_answer = doc_map(call->arena);
    if (strcmp(outcome, "sent") == 0)
        return store_run(call->store, &sql_outbox_deliver, params, NULL);
    plan(call, params, outcome, doc_int_of(row, "attempts"));
    return store_run(call->store, &sql_outbox_return, params, NULL);
}

static enum status
recover_run(struct call *call, struct doc **out_answer)
{
    *out_answer = doc_map(call->arena);
    struct doc *params = doc_map(call->arena);
    doc_set_int(params, "now", call->now);
    return store_run(call->store, &sql_outbox_recover, params, NULL);
}

static const struct param id_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_outbox_find,
     .label = N_("Mail")},
    {0},
};

static const struct param report_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("Id")},
    {.name = "outcome", .kind = PARAM_CHOICE, .choices = outcomes, .label = N_("What came of it")},
    {.name = "code", .kind = PARAM_TEXT, .label = N_("What went wrong")},
    {.name = "reply", .kind = PARAM_TEXT, .most = 300, .label = N_("What the server said")},
    {0},
};

const struct call_row outbox_rows[] = {
    {.name = "outbox list",
     .path = "/outbox",
     .role = ROLE_OWNER,
     .params = no_params,
     .run = list_run,
     .page = "outbox",
     .columns = "recipient_name subject standing sent_at next_at id",
     .help = N_("List the mail that goes out by itself, and what came of it"),
     .example = "rapport outbox list"},
    {.name = "outbox read",
     .path = "/outbox/{id}",
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = read_run,
     .page = "outbox_mail",
     .suffix = "eml",
     .media = "message/rfc822",
     .write = write_bytes,
     .help = N_("Show a mail of the outbox as it goes out"),
     .example = "rapport outbox read quinn --format=eml"},
    {.name = "outbox send",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = no_params,
     .run = send_run,
     .next = "/outbox",
     .done = N_("What waits is tried now."),
     .help = N_("Try now to send the mail that waits"),
     .example = "rapport outbox send"},
    {.name = "outbox retry",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = retry_run,
     .done = N_("It is tried again now."),
     .help = N_("Send a mail again that failed, or that may not have gone out"),
     .example = "rapport outbox retry quinn"},
    {.name = "outbox settle",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = settle_run,
     .done = N_("Noted: it has gone out."),
     .help = N_("Note that a mail did go out, when Rapport could not be sure"),
     .example = "rapport outbox settle quinn"},
    {.name = "outbox remove",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = remove_run,
     .next = "{path}",
     .done = N_("Taken out of the outbox. What you wrote is a draft again."),
     .help = N_("Take a mail out of the outbox; what it was for is a draft again"),
     .example = "rapport outbox remove quinn"},
    {.name = "outbox next",
     .effect = EFFECT_READ,
     .role = ROLE_ADMINISTRATOR,
     .params = no_params,
     .run = next_run,
     .internal = true},
    {.name = "outbox take",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_ADMINISTRATOR,
     .params = id_params,
     .run = take_run,
     .internal = true},
    {.name = "outbox report",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_ADMINISTRATOR,
     .params = report_params,
     .run = report_run,
     .internal = true},
    {.name = "outbox recover",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_ADMINISTRATOR,
     .params = no_params,
     .run = recover_run,
     .internal = true},
    {0},
};
