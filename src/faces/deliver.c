/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/deliver.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>

enum { REPORT_TRIES = 20, REPORT_PAUSE_MS = 500 };

static enum status
perform(struct program *program, const char *name, const struct doc *params, struct arena *arena,
        struct answer *out_answer)
{
    static const struct caller runner = {.credential = CREDENTIAL_LOCAL};
    const struct call_row *row = call_find(&program->desk, name);
    *out_answer = (struct answer){.status = STATUS_FAILED};
    if (row != NULL)
        call_perform(&program->desk, row, params, &runner, arena, out_answer);
    return out_answer->status;
}

void
deliver_recover(struct program *program, struct arena *arena)
{
    struct answer answer;
    if (perform(program, CALL_OUTBOX_RECOVER, doc_map(arena), arena, &answer) != STATUS_OK)
        log_event(LOG_WARNING, "outbox.recover", "status=%s", status_name(answer.status));
}

static const char *
setting(const char *name)
{
    const char *value = getenv(name);
    return value == NULL || value[0] == '\0' ? NULL : value;
}

/* The first line of the file, else of the environment. */
static const char *
house_password(struct arena *arena)
{
    const char *path = setting("RAPPORT_SMTP_PASSWORD_FILE");
    char *bytes;
    size_t length;
    if (path == NULL)
        return setting("RAPPORT_SMTP_PASSWORD");
    if (file_read(arena, path, MAIL_SERVER_PASSWORD_MAX, &bytes, &length) != STATUS_OK) {
        log_event(LOG_ERROR, "outbox.password_file", "file=%s", path);
        return NULL;
    }
    bytes[strcspn(bytes, "\r\n")] = '\0';
    return bytes;
}

/* Where the mail goes: the house's server, or the one of its person. */
static enum status
find_server(const struct program *program, const struct doc *mail, struct arena *arena,
            struct mail_server *server, struct smtp_login *login)
{
    const struct doc *own = doc_get(mail, "server");
    login->authorities = setting("RAPPORT_SMTP_CA");
    if (own->kind != DOC_MAP) {
        login->password = house_password(arena);
        return mail_server_read(arena, program->desk.mail_server, server, NULL);
    }
    login->password = doc_text_of(own, "password");
    return mail_server_make(doc_text_of(own, "host"), doc_int_of(own, "port"),
                            doc_text_of(own, "username"), server, NULL);
}

static struct smtp_result
send_mail(struct program *program, const struct doc *mail, struct arena *arena, smtp_go_on *go_on,
          void *context)
{
    struct mail_server server;
    struct smtp_login login = {0};
    const struct doc *bytes = doc_get(mail, "mail");
    struct smtp_mail letter = {.sender = doc_text_of(mail, "sender"),
                               .recipient = doc_text_of(mail, "recipient"),
                               .bytes = doc_text_of(mail, "mail"),
                               .length = bytes->kind == DOC_TEXT ? bytes->count : 0};
    if (find_server(program, mail, arena, &server, &login) != STATUS_OK)
        return (struct smtp_result){SMTP_LATER, "outbox.no_such_server", ""};
    bool house = doc_get(mail, "server")->kind != DOC_MAP;
    bool known = login.password != NULL && login.password[0] != '\0';
    if (house && server.user[0] != '\0' && !known)
        return (struct smtp_result){SMTP_LATER, "outbox.house_password", ""};
    return smtp_send(arena, &server, &login, &letter, go_on, context);
}

static enum status
report(struct program *program, const char *id, const struct smtp_result *result,
       struct arena *arena)
{
    static const char *const outcomes[] = {[SMTP_SENT] = "sent",
                                           [SMTP_LATER] = "later",
                                           [SMTP_REFUSED] = "refused",
                                           [SMTP_UNSURE] = "unsure"};
    struct doc *params = doc_map(arena);
    struct answer answer;
    const char *code = result->code == NULL ? "" : result->code;
    doc_set_text(params, "id", id);
    doc_set_text(params, "outcome", outcomes[result->outcome]);
    doc_set_text(params, "code", result->code);
    doc_set_text(params, "reply", result->reply);
    log_event(result->outcome == SMTP_SENT ? LOG_INFO : LOG_WARNING, "outbox.tried",
              "mail=%s outcome=%s code=%s", id, outcomes[result->outcome], code);
    enum status status = perform(program, CALL_OUTBOX_REPORT, params, arena, &answer);
    /* Whether a letter has gone out is known only here: a busy store is asked again, else the letter might go twice. */
    for (int i = 0; i < REPORT_TRIES && status != STATUS_OK && status != STATUS_MISSING; i++) {
        clock_pause_ms(REPORT_PAUSE_MS);
        status = perform(program, CALL_OUTBOX_REPORT, params, arena, &answer);
    }
    return status;
}

enum status
deliver_next(struct program *program, struct arena *arena, smtp_go_on *go_on, void *context,
             bool *out_idle)
{
    struct answer answer;
    struct doc *params = doc_map(arena);
    TRY(perform(program, CALL_OUTBOX_NEXT, params, arena, &answer));
    const char *id = doc_text_of(answer.document, "id");
    *out_idle = id[0] == '\0';
    if (*out_idle)
        return STATUS_OK;
    doc_set_text(params, "id", id);
    enum status status = perform(program, CALL_OUTBOX_TAKE, params, arena, &answer);
    if (status == STATUS_MISSING) /* somebody else was quicker */
        return STATUS_OK;
    TRY(status);
    struct smtp_result result = send_mail(program, answer.document, arena, go_on, context);
    return report(program, id, &result, arena);
}
