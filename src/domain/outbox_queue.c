/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outbox_queue.c - what goes into the outbox, and what may. */
#include "domain/outbox.h"

#include "base/uuid.h"
#include "domain/common.h"
#include "formats/mail.h"
#include "text/fold.h"

#include <string.h>

const char *
outbox_standing(const struct call *call, const struct doc *row)
{
    const char *state = doc_text_of(row, "state");
    bool troubled = !doc_is_empty(doc_get(row, "trouble"));
    if (strcmp(state, "waiting") == 0)
        return troubled ? "retrying" : "waiting";
    if (strcmp(state, "sending") == 0)
        return troubled || doc_int_of(row, "touched_at") < call->now - OUTBOX_STALE_MS ? "unsure"
                                                                                       : "sending";
    return strcmp(state, "sent") == 0 ? "sent" : "failed";
}

/* The newest mail about this, or NULL. */
static enum status
find_mail(struct call *call, const char *about, struct doc **out_row)
{
    struct doc *params = call_params(call), *row;
    *out_row = NULL;
    if (about == NULL || about[0] == '\0')
        return STATUS_OK;
    doc_set_text(params, "about", about);
    enum status status = call_row_of(call, &sql_outbox_of, params, &row);
    if (status == STATUS_OK)
        *out_row = row;
    return status == STATUS_MISSING ? STATUS_OK : status;
}

/* What stands between this draft and the outbox: a code, or NULL. */
static const char *
missing(const struct doc *answer)
{
    if (mail_address_valid(doc_text_of(answer, "from_email")) == false)
        return "outbox.no_sender";
    return mail_address_valid(doc_text_of(answer, "to_email")) ? NULL : "outbox.no_recipient";
}

enum status
outbox_offer(struct call *call, struct doc *answer, const char *about)
{
    struct doc *row;
    const char *way, *code = missing(answer);
    TRY(mail_way(call, &way));
    TRY(find_mail(call, about, &row));
    bool served = strcmp(way, "none") != 0;
    bool draft = strcmp(doc_text_of(answer, "state"), "draft") == 0;
    doc_set_bool(answer, "can_deliver", served && draft && row == NULL && code == NULL);
    doc_set_text(answer, "deliver_code", served && draft && row == NULL ? code : NULL);
    doc_set(answer, "mail", doc_null());
    if (row == NULL)
        return STATUS_OK;
    struct doc *mail = doc_map(call->arena);
    copy_keys(call, mail, row, "id trouble reply attempts created_at next_at touched_at sent_at");
    doc_set_text(mail, "standing", outbox_standing(call, row));
    doc_set(answer, "mail", *mail);
    return STATUS_OK;
}

/* A copy on screen is looked at once more before it goes; here nobody does that. */
static enum status
refuse_blanks(struct call *call, const struct doc *answer)
{
    const struct doc *findings = doc_get(answer, "findings");
    for (uint32_t i = 0; i < doc_count(findings); i++) {
        const struct doc *finding = doc_item(findings, i);
        if (strcmp(doc_text_of(finding, "id"), "blank") != 0 ||
            strcmp(doc_text_of(finding, "severity"), "missing") != 0 ||
            doc_bool_of(finding, "silenced"))
            continue;
        struct doc *arguments = doc_map(call->arena);
        doc_set(arguments, "text", *doc_get(finding, "text"));
        const char *part = doc_text_of(finding, "part");
        return call_invalid(call, strcmp(part, "subject") == 0 ? part : "body", "outbox.blank",
                            arguments);
    }
    return STATUS_OK;
}

static enum status
refuse_unready(struct call *call, const struct doc *answer, const char *about)
{
    const char *way, *code = missing(answer);
    struct doc *row;
    TRY(mail_way(call, &way));
    if (strcmp(way, "none") == 0)
        return call_refuse(call, STATUS_INVALID, "outbox.no_server", NULL);
    if (code != NULL)
        return call_refuse(call, STATUS_INVALID, code, NULL);
    if (doc_is_empty(doc_get(answer, "body")))
        return call_invalid(call, "body", "field.required", NULL);
    TRY(find_mail(call, about, &row));
    if (row != NULL)
        return call_refuse(call, STATUS_CONFLICT, "outbox.already", NULL);
    if (strcmp(doc_text_of(answer, "state"), "draft") != 0)
        return call_refuse(call, STATUS_CONFLICT, "outbox.no_draft", NULL);
    return refuse_blanks(call, answer);
}

/* The mail as it goes out. Its Message-ID is made here and stays: whoever gets it twice can tell. */
static enum status
write_mail(struct call *call, const struct doc *answer, struct doc *row)
{
    struct doc mail = doc_copy(call->arena, answer);
    const char *sender = mail_address_ascii(call->arena, doc_text_of(answer, "from_email"));
    const char *id = uuid_new(call->arena);
    struct buffer bytes;
    buffer_open(&bytes, call->arena, OUTBOX_MAIL_MAX);
    doc_set_text(&mail, "message_id", arena_print(call->arena, "%s%s", id, strrchr(sender, '@')));
    doc_set_int(&mail, "date_at", call->now);
    if (mail_write(&mail, &bytes) != STATUS_OK)
        return call_refuse(call, STATUS_INVALID, "outbox.too_long", NULL);
    doc_set_text(row, "sender", sender);
    doc_set_text(row, "recipient",
                 mail_address_ascii(call->arena, doc_text_of(answer, "to_email")));
    doc_set_text(row, "mail", buffer_read(&bytes));
    return STATUS_OK;
}

enum status
outbox_put(struct call *call, const struct doc *answer, const char *purpose, const char *about,
           const char *path, const char **out_id)
{
    struct doc *row = doc_map(call->arena), *saved;
    TRY(refuse_unready(call, answer, about));
    TRY(write_mail(call, answer, row));
    const char *name = doc_text_of(answer, "to_name");
    doc_set_text(row, "purpose", purpose);
    doc_set_text(row, "about", about);
    doc_set_text(row, "path", path);
    doc_set_text(row, "recipient_name", name[0] == '\0' ? NULL : name);
    doc_set_text(row, "recipient_key", text_fold(call->arena, name));
    doc_set(row, "subject", *doc_get(answer, "subject"));
    doc_set_text(row, "state", "waiting");
    doc_set_int(row, "attempts", 0);
    doc_set_int(row, "next_at", call->now);
    TRY(record_save(call, &noun_outbox, row, &saved));
    *out_id = doc_text_of(saved, "id");
    return STATUS_OK;
}

enum status
outbox_withdraw(struct call *call, const char *about)
{
    struct doc *row;
    TRY(find_mail(call, about, &row));
    if (row == NULL)
        return STATUS_OK;
    const char *standing = outbox_standing(call, row);
    if (strcmp(standing, "sending") == 0)
        return call_refuse(call, STATUS_CONFLICT, "outbox.on_its_way", NULL);
    if (strcmp(standing, "sent") == 0 || strcmp(standing, "unsure") == 0)
        return STATUS_OK;
    return record_remove(call, &noun_outbox, doc_text_of(row, "id"));
}
