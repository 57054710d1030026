/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call/call.h"

#include "base/clock.h"
#include "base/random.h"
#include "base/zone.h"
#include "call/index.h"
#include "call/log.h"
#include "call/params.h"
#include "call/record.h"
#include "statements.h"

#include <string.h>

enum { TRIES_MAX = 5, LOCAL_OWNER = 1 };

const struct call_row *
call_find(const struct desk *desk, const char *name)
{
    for (const struct call_row *const *table = desk->tables; *table != NULL; table++)
        for (const struct call_row *row = *table; row->name != NULL; row++)
            if (strcmp(row->name, name) == 0)
                return row;
    return NULL;
}

enum status
call_refuse(struct call *call, enum status status, const char *code, const struct doc *arguments)
{
    if (call->problem == NULL) {
        call->problem = doc_map(call->arena);
        for (uint32_t i = 0; arguments != NULL && i < doc_count(arguments); i++)
            doc_set(call->problem, doc_key(arguments, i), *doc_value(arguments, i));
        doc_set_text(call->problem, "status", status_name(status));
        doc_set_text(call->problem, "code", code);
        if (!doc_has(call->problem, "fields"))
            doc_set(call->problem, "fields", *doc_list(call->arena));
    }
    return status;
}

enum status
call_invalid(struct call *call, const char *field, const char *code, const struct doc *arguments)
{
    if (field == NULL)
        return call_refuse(call, STATUS_INVALID, code, arguments);
    (void)call_refuse(call, STATUS_INVALID, "call.invalid", NULL);
    struct doc *entry = doc_map(call->arena);
    for (uint32_t i = 0; arguments != NULL && i < doc_count(arguments); i++)
        doc_set(entry, doc_key(arguments, i), *doc_value(arguments, i));
    doc_set_text(entry, "field", field);
    doc_set_text(entry, "code", code);
    struct doc fields = *doc_get(call->problem, "fields");
    (void)doc_push(&fields, *entry);
    doc_set(call->problem, "fields", fields);
    return STATUS_INVALID;
}

struct doc *
call_params(struct call *call)
{
    struct doc *params = doc_map(call->arena);
    doc_set_int(params, "owner", call->who.owner);
    return params;
}

/* The owner goes in first; a document cannot bring its own. */
static const struct doc *
with_owner(struct call *call, const struct doc *params)
{
    const struct doc *given = params == NULL ? call->params : params;
    if (doc_int_of(given, "owner") == call->who.owner && call->who.owner != 0)
        return given;
    struct doc *bound = call_params(call);
    for (uint32_t i = 0; i < doc_count(given); i++)
        if (strcmp(doc_key(given, i), "owner") != 0)
            doc_set(bound, doc_key(given, i), *doc_value(given, i));
    return bound;
}

enum status
call_row_of(struct call *call, const struct statement *statement, const struct doc *params,
            struct doc **out_row)
{
    return store_row(call->store, call->arena, statement, with_owner(call, params), out_row);
}

enum status
call_rows_of(struct call *call, const struct statement *statement, const struct doc *params,
             struct doc **out_rows)
{
    return store_rows(call->store, call->arena, statement, with_owner(call, params), out_rows);
}

static void
meet(struct call *call, const struct doc *found)
{
    const char *zone = doc_text_of(found, "zone");
    const char *language = doc_text_of(found, "language");
    call->who.name = doc_text_of(found, "name");
    call->who.zone = zone[0] != '\0' ? zone : zone_of_system(call->arena);
    call->who.language = language[0] != '\0' ? language : "en";
}

/* Who is it? Owner and role come from the store alone. */
static enum status
authenticate(struct call *call)
{
    struct doc *params = doc_map(call->arena);
    struct doc *found;
    enum status status;
    struct caller *who = &call->who;
    who->owner = 0;
    who->role = ROLE_ANYONE;
    if (who->credential == CREDENTIAL_SESSION) {
        doc_set_text(params, "digest", secret_digest(call->arena, who->secret));
        doc_set_text(params, "purpose", "session");
        doc_set_int(params, "now", call->now);
        status = store_row(call->store, call->arena, &sql_token_owner, params, &found);
        if (status == STATUS_OK) {
            who->owner = doc_int_of(found, "owner");
            who->role = ROLE_OWNER;
            meet(call, found);
            return STATUS_OK;
        }
        if (status != STATUS_MISSING)
            return status;
    }
    if (who->credential != CREDENTIAL_LOCAL && !call->desk->open_access) {
        meet(call, params);
        return STATUS_OK;
    }
    who->owner = LOCAL_OWNER;
    who->role = who->credential == CREDENTIAL_LOCAL ? ROLE_ADMINISTRATOR : ROLE_OWNER;
    status = store_row(call->store, call->arena, &sql_account_caller, call_params(call), &found);
    if (status != STATUS_OK && status != STATUS_MISSING)
        return status;
    meet(call, status == STATUS_OK ? found : params);
    return STATUS_OK;
}

static enum status
perform_inside(struct call *call, const struct doc *raw, struct doc **out_document)
{
    TRY(authenticate(call));
    if (call->who.role < call->row->role)
        return call_refuse(call, STATUS_FORBIDDEN,
                           call->who.owner == 0 ? "call.sign_in" : "call.forbidden", NULL);
    TRY(params_check(call, raw));
    TRY(call->row->run(call, out_document));
    return record_finish(call);
}

/* One call is one transaction, and the answer exists only after the commit. */
static enum status
perform_once(struct call *call, const struct doc *raw, struct doc **out_document)
{
    enum store_access access = call->row->effect == EFFECT_READ ? STORE_READ : STORE_WRITE;
    struct doc *document = NULL;
    TRY(store_begin(call->store, access));
    enum status status = perform_inside(call, raw, &document);
    if (status == STATUS_OK)
        status = store_commit(call->store);
    if (status != STATUS_OK) {
        store_rollback(call->store);
        index_rolled_back(call);
        return status;
    }
    index_committed(call);
    *out_document = document;
    return STATUS_OK;
}

/* A failure that no domain function put into words. */
static void
explain(struct call *call, enum status status)
{
    static const char *const codes[] = {
        [STATUS_OK] = "call.ok",
        [STATUS_INVALID] = "call.invalid",
        [STATUS_FORBIDDEN] = "call.forbidden",
        [STATUS_MISSING] = "call.missing",
        [STATUS_CONFLICT] = "call.conflict",
        [STATUS_BUSY] = "call.busy",
        [STATUS_FAILED] = "call.failed",
    };
    const char *code = codes[status];
    if (status == STATUS_FAILED || status == STATUS_BUSY) {
        const char *known = store_problem_code(call->store);
        if (known != NULL && known[0] != '\0')
            code = known;
        call->problem = NULL;
    }
    (void)call_refuse(call, status, code, NULL);
    doc_set_text(call->problem, "status", status_name(status));
}

void
call_perform(struct desk *desk, const struct call_row *row, const struct doc *raw,
             const struct caller *who, struct arena *arena, struct answer *out_answer)
{
    enum status status = STATUS_BUSY;
    struct doc *document = NULL;
    struct record_log log;
    struct call call;
    for (int tries = 0; status == STATUS_BUSY && tries < TRIES_MAX; tries++) {
        log = (struct record_log){0};
        call = (struct call){.arena = arena,
                             .desk = desk,
                             .store = desk->store,
                             .row = row,
                             .who = *who,
                             .now = clock_now(),
                             .log = &log};
        status = perform_once(&call, raw, &document);
    }
    *out_answer = (struct answer){.status = status, .who = call.who};
    if (status == STATUS_OK) {
        out_answer->document = document;
        out_answer->change = record_change(&call);
        return;
    }
    explain(&call, status);
    out_answer->problem = call.problem;
}
