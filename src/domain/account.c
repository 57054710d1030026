/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/account.h"

#include "base/clock.h"
#include "base/random.h"
#include "base/zone.h"
#include "domain/common.h"
#include "domain/outbox.h"
#include "domain/policies.h"
#include "text/catalog.h"

#include <string.h>

#define SESSION_MS (90 * MS_PER_DAY)
#define START_MS (10 * (int64_t)MS_PER_MINUTE)
#define FEED_MS (3650 * MS_PER_DAY)

enum status
profile_read(struct call *call, struct doc **out_profile)
{
    struct doc *row = NULL;
    enum status status = call_row_of(call, &sql_profile_own, call_params(call), &row);
    if (status != STATUS_OK && status != STATUS_MISSING)
        return status;
    struct doc *profile = doc_map(call->arena);
    copy_keys(call, profile, row, "id version name email phone introduction language zone policy");
    if (status == STATUS_MISSING) {
        doc_set_text(profile, "language", call->who.language);
        doc_set_text(profile, "zone", call->who.zone);
        doc_set_text(profile, "policy", "standard");
    }
    *out_profile = profile;
    return STATUS_OK;
}

static enum status
has_feed(struct call *call, bool *out_has)
{
    struct doc *params = call_params(call), *count;
    doc_set_text(params, "purpose", "feed");
    TRY(call_row_of(call, &sql_token_count, params, &count));
    *out_has = doc_int_of(count, "count") > 0;
    return STATUS_OK;
}

static enum status
form_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer, *languages = doc_list(call->arena);
    bool feed;
    TRY(profile_read(call, &answer));
    for (int i = 0; catalogs[i] != NULL; i++) {
        struct doc *language = doc_map(call->arena);
        doc_set_text(language, "language", catalogs[i]->language);
        doc_set_text(language, "name", catalogs[i]->name);
        (void)doc_push(languages, *language);
    }
    TRY(has_feed(call, &feed));
    doc_set(answer, "languages", *languages);
    doc_set(answer, "policies", *text_list(call, policy_names));
    doc_set(answer, "zones", *text_list(call, zone_names(call->arena)));
    doc_set_bool(answer, "feed", feed);
    TRY(mail_account_add(call, answer));
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
save_run(struct call *call, struct doc **out_answer)
{
    struct doc row = doc_copy(call->arena, call->params);
    struct doc *profile, *saved;
    const char *policy = param_text(call, "policy"), *language = param_text(call, "language");
    TRY(profile_read(call, &profile));
    if (policy != NULL && !policy_known(policy))
        return call_invalid(call, "policy", "field.not_there", NULL);
    if (language != NULL && strcmp(catalog_find(language)->language, language) != 0)
        return call_invalid(call, "language", "field.not_there", NULL);
    doc_set(&row, "id", *doc_get(profile, "id"));
    static const char *const kept[] = {"name", "language", "zone", "policy"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (doc_is_empty(doc_get(&row, kept[i])))
            doc_set(&row, kept[i], *doc_get(profile, kept[i]));
    if (doc_is_empty(doc_get(&row, "name")))
        return call_invalid(call, "name", "field.required", NULL);
    TRY(record_save(call, &noun_profile, &row, &saved));
    *out_answer = noun_document(call, &noun_profile, saved);
    return STATUS_OK;
}

/* A new secret of this purpose; the store keeps its digest alone. */
static enum status
make_token(struct call *call, const char *purpose, int64_t lifetime_ms, const char **out_secret)
{
    struct doc *params = doc_map(call->arena);
    const char *secret = secret_new(call->arena);
    doc_set_int(params, "now", call->now);
    TRY(store_run(call->store, &sql_token_sweep, params, NULL));
    doc_set_text(params, "digest", secret_digest(call->arena, secret));
    doc_set_int(params, "owner_of", call->who.owner);
    doc_set_text(params, "purpose", purpose);
    doc_set_int(params, "expires_at", call->now + lifetime_ms);
    TRY(store_run(call->store, &sql_token_insert, params, NULL));
    *out_secret = secret;
    return STATUS_OK;
}

static enum status
link_run(struct call *call, struct doc **out_answer)
{
    const char *secret;
    TRY(make_token(call, "start", START_MS, &secret));
    *out_answer = doc_map(call->arena);
    doc_set_text(*out_answer, "token", secret);
    return STATUS_OK;
}

/* The start link works once: it is gone with the session that it opens. */
static enum status
start_run(struct call *call, struct doc **out_answer)
{
    struct doc *params = doc_map(call->arena), *found;
    const char *secret;
    doc_set_text(params, "digest", secret_digest(call->arena, param_text(call, "token")));
    doc_set_text(params, "purpose", "start");
    doc_set_int(params, "now", call->now);
    enum status status = store_row(call->store, call->arena, &sql_token_owner, params, &found);
    if (status == STATUS_MISSING)
        return call_refuse(call, STATUS_FORBIDDEN, "session.link_used", NULL);
    TRY(status);
    TRY(store_run(call->store, &sql_token_remove, params, NULL));
    call->who.owner = doc_int_of(found, "owner");
    TRY(make_token(call, "session", SESSION_MS, &secret));
    *out_answer = doc_map(call->arena);
    doc_set_text(*out_answer, "set_session", secret);
    doc_set_text(*out_answer, "next", "/");
    return STATUS_OK;
}

static enum status
end_run(struct call *call, struct doc **out_answer)
{
    struct doc *params = doc_map(call->arena);
    if (call->who.credential == CREDENTIAL_SESSION) {
        doc_set_text(params, "digest", secret_digest(call->arena, call->who.secret));
        TRY(store_run(call->store, &sql_token_remove, params, NULL));
    }
    *out_answer = doc_map(call->arena);
    doc_set(*out_answer, "set_session", doc_null());
    return STATUS_OK;
}

static enum status
feed_remove_run(struct call *call, struct doc **out_answer)
{
    struct doc *params = call_params(call);
    doc_set_text(params, "purpose", "feed");
    TRY(store_run(call->store, &sql_token_remove_purpose, params, NULL));
    *out_answer = doc_map(call->arena);
    doc_set(*out_answer, "path", doc_null());
    return STATUS_OK;
}

/* One address at a time: a new one ends the old. It is shown once, for the store keeps its digest. */
static enum status
feed_make_run(struct call *call, struct doc **out_answer)
{
    const char *secret;
    TRY(feed_remove_run(call, out_answer));
    TRY(make_token(call, "feed", FEED_MS, &secret));
    doc_set_text(*out_answer, "path", arena_print(call->arena, "/feed/%s.ics", secret));
    return STATUS_OK;
}

static const struct param start_params[] = {
    {.name = "token", .kind = PARAM_TEXT, .required = true, .label = N_("Start link")},
    {0},
};

static const struct param profile_params[] = {
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "name", .kind = PARAM_TEXT, .label = N_("Your name")},
    {.name = "email", .kind = PARAM_EMAIL, .label = N_("Your e-mail")},
    {.name = "phone", .kind = PARAM_TEXT, .label = N_("Your phone")},
    {.name = "introduction",
     .kind = PARAM_LINES,
     .most = 500,
     .label = N_("Who you are, in a sentence"),
     .help = N_("Your requests begin with it")},
    {.name = "language", .kind = PARAM_TEXT, .label = N_("Language")},
    {.name = "zone", .kind = PARAM_ZONE, .label = N_("Time zone")},
    {.name = "policy", .kind = PARAM_TEXT, .label = N_("Rules of the method")},
    {0},
};

const struct call_row account_rows[] = {
    {.name = "profile form",
     .path = "/me",
     .role = ROLE_OWNER,
     .params = no_params,
     .run = form_run,
     .page = "profile",
     .help = N_("Show what Rapport knows about you"),
     .example = "rapport profile form"},
    {.name = "profile save",
     .path = "/me/save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = profile_params,
     .run = save_run,
     .form = "profile form",
     .next = "/me",
     .done = N_("Saved."),
     .help = N_("Tell Rapport your name, your introduction and your time zone"),
     .example = "rapport profile save --name='Maya Lindqvist-Okafor' --zone=America/Chicago"},
    {.name = "session link",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_ADMINISTRATOR,
     .params = no_params,
     .run = link_run,
     .help = N_("Make a one-time link that signs a browser in"),
     .example = "rapport session link"},
    {.name = "session start",
     .path = "/start",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_ANYONE,
     .params = start_params,
     .run = start_run,
     .by_link = true,
     .next = "/",
     .help = N_("Sign a browser in with a start link"),
     .example = "rapport session start --token=TOKEN"},
    {.name = "session end",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = no_params,
     .run = end_run,
     .next = "/",
     .help = N_("Sign this browser out"),
     .example = "rapport session end"},
    {.name = "feed make",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = no_params,
     .run = feed_make_run,
     .page = "feed",
     .help = N_("Make the secret address of your calendar feed; an earlier one ends"),
     .example = "rapport feed make"},
    {.name = "feed remove",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = no_params,
     .run = feed_remove_run,
     .next = "/me",
     .help = N_("End the address of your calendar feed"),
     .example = "rapport feed remove"},
    {0},
};
