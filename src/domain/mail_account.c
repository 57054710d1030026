/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail_account.c - the server that sends in the name of one person. It is nobody's record: no history, no
 * export and no answer holds it, and the password leaves the store for the delivery alone. */
#include "domain/outbox.h"

#include "domain/common.h"
#include "formats/mail_server.h"

#include <string.h>

/* "house", "none", or NULL when each person names a server. */
static const char *
house_way(struct call *call)
{
    struct mail_server server;
    const char *house = call->desk->mail_server;
    if (house == NULL)
        return NULL;
    return mail_server_read(call->arena, house, &server, NULL) == STATUS_OK ? "house" : "none";
}

enum status
mail_way(struct call *call, const char **out_way)
{
    struct doc *row;
    const char *house = house_way(call);
    if (house != NULL) {
        *out_way = house;
        return STATUS_OK;
    }
    enum status status = call_row_of(call, &sql_mail_account_read, call_params(call), &row);
    if (status != STATUS_OK && status != STATUS_MISSING)
        return status;
    *out_way = status == STATUS_OK ? "own" : "none";
    return STATUS_OK;
}

enum status
mail_account_add(struct call *call, struct doc *answer)
{
    struct doc *row = doc_map(call->arena);
    const char *way;
    TRY(mail_way(call, &way));
    enum status status = call_row_of(call, &sql_mail_account_read, call_params(call), &row);
    if (status != STATUS_OK && status != STATUS_MISSING)
        return status;
    bool known = status == STATUS_OK;
    doc_set_text(answer, "mail_way", way);
    doc_set_bool(answer, "mail_fixed", call->desk->mail_server != NULL);
    doc_set(answer, "mail_host", *doc_get(row, "host"));
    doc_set(answer, "mail_port", known ? *doc_get(row, "port") : doc_int(MAIL_PORT_TLS));
    doc_set(answer, "mail_user", *doc_get(row, "username"));
    doc_set_bool(answer, "mail_known", doc_bool_of(row, "has_password"));
    return STATUS_OK;
}

/* Which field a code of the server's line is about. */
static const char *
field_of(const char *code)
{
    return strcmp(code, "mail_server.port") == 0   ? "mail_port"
           : strcmp(code, "mail_server.user") == 0 ? "mail_user"
                                                   : "mail_host";
}

/* A password goes to the server it was given for, never to another one. */
static enum status
need_password(struct call *call)
{
    struct doc *before;
    const char *user = param_text(call, "mail_user");
    if (user == NULL || param_text(call, "mail_password") != NULL)
        return STATUS_OK;
    enum status status = call_row_of(call, &sql_mail_account_read, call_params(call), &before);
    if (status != STATUS_OK && status != STATUS_MISSING)
        return status;
    if (status == STATUS_OK && doc_bool_of(before, "has_password") &&
        strcmp(doc_text_of(before, "host"), param_text(call, "mail_host")) == 0 &&
        strcmp(doc_text_of(before, "username"), user) == 0)
        return STATUS_OK;
    return call_invalid(call, "mail_password", "mail_server.password_needed", NULL);
}

static const char *
given_password(struct call *call)
{
    const char *given = param_text(call, "mail_password");
    return given == NULL ? NULL : arena_copy(call->arena, given, strcspn(given, "\n"));
}

static enum status
save_run(struct call *call, struct doc **out_answer)
{
    const char *host = param_text(call, "mail_host"), *user = param_text(call, "mail_user");
    const char *code = NULL;
    int64_t port = doc_int_of(call->params, "mail_port");
    struct mail_server server;
    if (call->desk->mail_server != NULL)
        return call_refuse(call, STATUS_FORBIDDEN, "mail_server.fixed", NULL);
    if (mail_server_make(host, port, user == NULL ? "" : user, &server, &code) != STATUS_OK)
        return call_invalid(call, field_of(code), code, NULL);
    TRY(need_password(call));
    struct doc *params = call_params(call);
    doc_set_text(params, "host", host);
    doc_set_int(params, "port", port);
    doc_set_text(params, "username", user);
    doc_set_text(params, "password", user == NULL ? NULL : given_password(call));
    doc_set_int(params, "now", call->now);
    TRY(store_run(call->store, &sql_mail_account_save, params, NULL));
    *out_answer = doc_map(call->arena);
    return mail_account_add(call, *out_answer);
}

static enum status
remove_run(struct call *call, struct doc **out_answer)
{
    TRY(store_run(call->store, &sql_mail_account_remove, call_params(call), NULL));
    *out_answer = doc_map(call->arena);
    return mail_account_add(call, *out_answer);
}

static const struct param save_params_[] = {
    {.name = "mail_host",
     .kind = PARAM_TEXT,
     .most = MAIL_SERVER_HOST_MAX,
     .required = true,
     .label = N_("Mail server"),
     .help = N_("The server for outgoing mail, such as smtp.example.org")},
    {.name = "mail_port",
     .kind = PARAM_INT,
     .least = 1,
     .most = 65535,
     .initial = "465",
     .label = N_("Port"),
     .help = N_("465, or 587 where your provider says STARTTLS")},
    {.name = "mail_user",
     .kind = PARAM_TEXT,
     .most = MAIL_SERVER_USER_MAX,
     .label = N_("User name"),
     .help = N_("Often your whole email address")},
    {.name = "mail_password",
     .kind = PARAM_LINES, /* so that "-" reads it from standard input, with the line's end */
     .most = MAIL_SERVER_PASSWORD_MAX,
     .label = N_("Password"),
     .help = N_("Left empty, the one that is kept stays; - reads it from standard input")},
    {0},
};

const struct call_row mail_account_rows[] = {
    {.name = "mail save",
     .path = "/me/mail/save",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = save_params_,
     .run = save_run,
     .form = "profile form",
     .next = "/me#mail",
     .done = N_("Saved. You can now send from the page of a request."),
     .columns = "mail_host mail_port mail_user",
     .help = N_("Say which server sends mail in your name"),
     .example = "rapport mail save --mail_host=smtp.example.org --mail_user=maya@example.org "
                "--mail_password=-"},
    {.name = "mail remove",
     .path = "/me/mail/remove",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = no_params,
     .run = remove_run,
     .next = "/me#mail",
     .done = N_("The mail server and its password are forgotten."),
     .columns = "mail_host mail_port mail_user",
     .help = N_("Forget the server that sends mail in your name, and its password"),
     .example = "rapport mail remove"},
    {0},
};
