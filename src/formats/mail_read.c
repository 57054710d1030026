/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/mail_read.h"

#include "formats/contacts_private.h"
#include "formats/mail.h"
#include "formats/mail_read_private.h"

#include <string.h>
#include <strings.h>

/* ---- header fields ---- */

static size_t
line_length(struct mail_span span)
{
    const char *end = span.length == 0 ? NULL : memchr(span.text, '\n', span.length);
    return end == NULL ? span.length : (size_t)(end - span.text) + 1;
}

static struct mail_span
behind(struct mail_span span, size_t length)
{
    return (struct mail_span){span.text + length, span.length - length};
}

/* The blank line between header and body; all is header when there is none. */
static void
split(struct mail_span mail, struct mail_span *out_header, struct mail_span *out_body)
{
    struct mail_span rest = mail;
    while (rest.length > 0) {
        size_t length = line_length(rest);
        bool blank = rest.text[0] == '\n' || (length == 2 && rest.text[0] == '\r');
        if (blank)
            break;
        rest = behind(rest, length);
    }
    *out_header = (struct mail_span){mail.text, mail.length - rest.length};
    *out_body = rest.length == 0 ? rest : behind(rest, line_length(rest));
}

/* The first field of this name, unfolded; NULL when there is none. */
static char *
field(struct arena *arena, struct mail_span header, const char *name)
{
    size_t size = strlen(name);
    while (header.length > 0) {
        size_t length = line_length(header);
        bool found =
            length > size && header.text[size] == ':' && strncasecmp(header.text, name, size) == 0;
        struct mail_span next = behind(header, length);
        while (next.length > 0 && (next.text[0] == ' ' || next.text[0] == '\t')) {
            size_t more = line_length(next);
            length += more;
            next = behind(next, more);
        }
        if (found) {
            char *value = arena_copy(arena, header.text + size + 1, length - size - 1);
            size_t used = 0;
            for (const char *from = value; *from != '\0'; from++)
                if (*from != '\r' && *from != '\n')
                    value[used++] = *from;
            value[used] = '\0';
            return value + strspn(value, " \t");
        }
        header = next;
    }
    return NULL;
}

/* "text/plain; charset=\"utf-8\"" -> utf-8 */
static char *
parameter(struct arena *arena, const char *value, const char *name)
{
    size_t size = strlen(name);
    for (const char *at = value; at != NULL && (at = strchr(at, ';')) != NULL;) {
        at += 1 + strspn(at + 1, " \t");
        if (strncasecmp(at, name, size) != 0 || at[size] != '=')
            continue;
        at += size + 1;
        if (*at == '"')
            return arena_copy(arena, at + 1, strcspn(at + 1, "\""));
        return arena_copy(arena, at, strcspn(at, "; \t"));
    }
    return NULL;
}

/* ---- parts ---- */

struct finding {
    struct arena *arena;
    char *plain, *html;
    int parts;
};

static void look_into(struct finding *finding, struct mail_span part, int depth);

/* Where the next line "--boundary" stands; the end when there is none. */
static size_t
next_boundary(struct mail_span body, const char *boundary, size_t size)
{
    size_t at = 0;
    while (at < body.length) {
        struct mail_span rest = behind(body, at);
        if (rest.length >= size + 2 && memcmp(rest.text, "--", 2) == 0 &&
            memcmp(rest.text + 2, boundary, size) == 0)
            return at;
        at += line_length(rest);
    }
    return body.length;
}

static void
look_into_parts(struct finding *finding, struct mail_span body, const char *boundary, int depth)
{
    size_t size = strlen(boundary), at = next_boundary(body, boundary, size);
    while (at < body.length && finding->parts < MAIL_READ_PARTS_MAX) {
        body = behind(body, at);
        bool last = body.length >= size + 4 && memcmp(body.text + size + 2, "--", 2) == 0;
        body = behind(body, line_length(body));
        at = next_boundary(body, boundary, size);
        if (last)
            return;
        look_into(finding, (struct mail_span){body.text, at}, depth + 1);
    }
}

static void
look_into(struct finding *finding, struct mail_span part, int depth)
{
    struct arena *arena = finding->arena;
    struct mail_span header, body;
    split(part, &header, &body);
    const char *type = field(arena, header, "Content-Type");
    const char *how = field(arena, header, "Content-Transfer-Encoding");
    const char *place = field(arena, header, "Content-Disposition");
    finding->parts++;
    if (type == NULL)
        type = "text/plain";
    if (strncasecmp(type, "multipart/", 10) == 0) {
        const char *boundary = parameter(arena, type, "boundary");
        if (boundary != NULL && *boundary != '\0' && depth < MAIL_READ_DEPTH_MAX)
            look_into_parts(finding, body, boundary, depth);
        return;
    }
    bool html = strncasecmp(type, "text/html", 9) == 0;
    char **out = html ? &finding->html : &finding->plain;
    if ((!html && strncasecmp(type, "text/plain", 10) != 0) || *out != NULL ||
        (place != NULL && strncasecmp(place, "attachment", 10) == 0))
        return;
    *out = mail_text(arena, mail_unpacked(arena, body, how == NULL ? "" : how),
                     parameter(arena, type, "charset"));
}

/* ---- addresses ---- */

/* "\"Quinn, Ada\" <ada@example.org>", "ada@example.org (Ada Quinn)": the first of a list. */
static void
put_mailbox(struct arena *arena, struct doc *mail, const char *value, const char *name_key,
            const char *email_key)
{
    const char *open = NULL, *close, *name = NULL, *email;
    bool quoted = false;
    size_t length = 0;
    if (value == NULL)
        return;
    for (; value[length] != '\0' && (quoted || value[length] != ','); length++) {
        if (value[length] == '\\' && value[length + 1] != '\0')
            length++;
        else if (value[length] == '"')
            quoted = !quoted;
        else if (value[length] == '<' && !quoted)
            open = value + length;
    }
    char *first = arena_copy(arena, value, length);
    if (open != NULL) {
        char *address = first + (open - value) + 1;
        address[strcspn(address, ">")] = '\0';
        email = address;
        name = arena_copy(arena, first, (size_t)(open - value));
    } else {
        email = arena_copy(arena, first, strcspn(first, " (\t"));
        open = strchr(first, '(');
        close = open == NULL ? NULL : strrchr(open, ')');
        if (close != NULL)
            name = arena_copy(arena, open + 1, (size_t)(close - open - 1));
    }
    if (mail_address_valid(email))
        doc_set_text(mail, email_key, email);
    if (name != NULL)
        doc_set_text(mail, name_key, mail_words(arena, mail_unquoted(arena, name)));
}

/* ---- the whole ---- */

bool
mail_read_begins(const char *bytes, size_t length)
{
    static const char *const names[] = {"From",    "Received",    "Return-Path",
                                        "Date",    "Message-ID",  "MIME-Version",
                                        "Subject", "Delivered-To"};
    struct mail_span mail = {bytes, length < MAIL_READ_HEADER_MAX ? length : MAIL_READ_HEADER_MAX};
    int known = 0;
    for (int line = 0; line < 40 && mail.length > 0; line++) {
        size_t size = line_length(mail);
        if (mail.text[0] == '\r' || mail.text[0] == '\n')
            break;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            size_t name = strlen(names[i]);
            known += size > name && mail.text[name] == ':' &&
                     strncasecmp(mail.text, names[i], name) == 0;
        }
        mail = behind(mail, size);
    }
    return known >= 2;
}

enum status
mail_read(struct arena *arena, const char *bytes, size_t length, struct doc **out_mail,
          const char **out_code)
{
    struct mail_span header, body;
    struct finding finding = {.arena = arena};
    struct doc *mail = doc_map(arena);
    *out_code = length > MAIL_READ_MAX ? "mail_read.too_large" : "mail_read.no_mail";
    if (length > MAIL_READ_MAX || !mail_read_begins(bytes, length))
        return STATUS_INVALID;
    split((struct mail_span){bytes, length}, &header, &body);
    if (header.length > MAIL_READ_HEADER_MAX)
        header.length = MAIL_READ_HEADER_MAX;
    static const char *const keys[] = {"from_name",   "from_email", "reply_name",
                                       "reply_email", "subject",    "text"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        doc_set(mail, keys[i], doc_null());
    put_mailbox(arena, mail, field(arena, header, "From"), "from_name", "from_email");
    put_mailbox(arena, mail, field(arena, header, "Reply-To"), "reply_name", "reply_email");
    const char *subject = field(arena, header, "Subject");
    doc_set_text(mail, "subject", subject == NULL ? NULL : mail_words(arena, subject));
    look_into(&finding, (struct mail_span){bytes, length}, 0);
    doc_set_text(mail, "text",
                 finding.plain != NULL  ? finding.plain
                 : finding.html != NULL ? mail_without_marks(arena, finding.html)
                                        : NULL);
    *out_mail = mail;
    *out_code = NULL;
    return STATUS_OK;
}
