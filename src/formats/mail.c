/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/mail.h"

#include "base/utf8.h"
#include "base/zone.h"
#include "formats/form.h"

#include <string.h>

enum { WORD_MAX = 75 /* RFC 2047 section 2 */, LINE_MAX_BYTES = 76 /* RFC 2045 section 6.7 */ };

static const char digits[] = "0123456789ABCDEF";

static bool
is_plain(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9');
}

/* A value of mailto: with every line break as %0D%0A (RFC 6068 section 5). */
static void
put_link_value(struct buffer *buffer, const char *key, const char *text)
{
    if (*text == '\0')
        return;
    bool first = strchr(buffer_read(buffer), '?') == NULL;
    buffer_text(buffer, first ? "?" : "&");
    buffer_text(buffer, key);
    buffer_byte(buffer, '=');
    while (*text != '\0') {
        size_t run = strcspn(text, "\r\n");
        percent_write(buffer, text, run);
        text += run;
        if (*text == '\0')
            break;
        buffer_text(buffer, "%0D%0A");
        text += text[0] == '\r' && text[1] == '\n' ? 2 : 1;
    }
}

char *
mail_link(struct arena *arena, const struct doc *message)
{
    const char *address = doc_text_of(message, "to_email");
    struct buffer buffer;

    buffer_open(&buffer, arena, MAIL_LINK_MAX);
    buffer_text(&buffer, "mailto:");
    if (*address != '\0') {
        const char *ascii = mail_address_ascii(arena, address);
        if (ascii == NULL)
            return NULL;
        mail_address_uri(&buffer, ascii);
    }
    put_link_value(&buffer, "subject", doc_text_of(message, "subject"));
    put_link_value(&buffer, "body", doc_text_of(message, "body"));
    return buffer.full ? NULL : buffer.data;
}

/* One line of text: breaks and tabs become blanks, other controls go. */
static char *
one_line(struct arena *arena, const char *text)
{
    const char *cursor = text, *end = text + strlen(text);
    char *line = arena_alloc(arena, strlen(text) + 1);
    size_t used = 0;

    while (cursor < end) {
        const char *start = cursor;
        uint32_t character = utf8_next(&cursor, end);
        if (character >= '\t' && character <= '\r') {
            if (used > 0 && line[used - 1] != ' ')
                line[used++] = ' ';
        } else if (!utf8_is_control(character)) {
            memcpy(line + used, start, (size_t)(cursor - start));
            used += (size_t)(cursor - start);
        }
    }
    while (used > 0 && line[used - 1] == ' ')
        used--;
    line[used] = '\0';
    return line;
}

/* Encoded words (RFC 2047), each a line of its own, none cut inside a character. The few bytes that stand
 * for themselves may also stand in a name (section 5, rule 3). */
static void
put_encoded(struct buffer *buffer, const char *text)
{
    static const char begin[] = "=?UTF-8?Q?";
    const char *cursor = text, *end = text + strlen(text);
    size_t used = 0;

    while (cursor < end) {
        char bytes[12];
        size_t length = 0;
        const char *start = cursor;
        (void)utf8_next(&cursor, end);
        for (const char *byte = start; byte < cursor; byte++) {
            if (is_plain(*byte)) {
                bytes[length++] = *byte;
                continue;
            }
            if (*byte == ' ') {
                bytes[length++] = '_';
                continue;
            }
            bytes[length++] = '=';
            bytes[length++] = digits[(unsigned char)*byte >> 4];
            bytes[length++] = digits[(unsigned char)*byte & 15];
        }
        if (used > 0 && used + length + 2 > WORD_MAX) {
            buffer_text(buffer, "?=\r\n ");
            used = 0;
        }
        if (used == 0) {
            buffer_text(buffer, begin);
            used = sizeof begin - 1;
        }
        buffer_add(buffer, bytes, length);
        used += length;
    }
    buffer_text(buffer, used > 0 ? "?=" : "");
}

static bool
stands_as_it_is(const char *text, size_t most)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++)
        if (text[i] < ' ' || text[i] > '~')
            return false;
    return length <= most && strstr(text, "=?") == NULL && (length == 0 || text[0] != ' ');
}

static enum status
put_address(struct buffer *buffer, const struct doc *message, const char *header,
            const char *name_key, const char *email_key)
{
    const char *email = doc_text_of(message, email_key), *name = doc_text_of(message, name_key);
    if (*email == '\0')
        return STATUS_OK;
    const char *address = mail_address_ascii(buffer->arena, email);
    if (address == NULL || strlen(name) > MAIL_NAME_MAX)
        return STATUS_INVALID;
    name = one_line(buffer->arena, name);
    buffer_print(buffer, "%s: ", header);
    if (*name == '\0') {
        buffer_print(buffer, "%s\r\n", address);
        return STATUS_OK;
    }
    if (stands_as_it_is(name, 60) && strpbrk(name, "\"\\") == NULL)
        buffer_print(buffer, "\"%s\"", name);
    else
        put_encoded(buffer, name);
    buffer_print(buffer, "\r\n <%s>\r\n", address);
    return STATUS_OK;
}

static enum status
put_subject(struct buffer *buffer, const struct doc *message)
{
    const char *subject = doc_text_of(message, "subject");
    if (strlen(subject) > MAIL_SUBJECT_MAX)
        return STATUS_INVALID;
    subject = one_line(buffer->arena, subject);
    if (*subject == '\0')
        return STATUS_OK;
    buffer_text(buffer, "Subject: ");
    if (stands_as_it_is(subject, 66)) {
        buffer_text(buffer, subject);
    } else {
        /* On a line of its own, so that the first word has the room of the others. */
        buffer_text(buffer, "\r\n ");
        put_encoded(buffer, subject);
    }
    buffer_text(buffer, "\r\n");
    return STATUS_OK;
}

/* RFC 5322 section 3.3, in UTC. */
static enum status
put_date(struct buffer *buffer, const struct doc *message)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const struct doc *value = doc_get(message, "date_at");
    int64_t at_ms = value->kind == DOC_INT ? value->integer : 0;

    if (value->kind == DOC_NULL)
        return STATUS_OK;
    if (value->kind == DOC_TEXT)
        TRY(instant_read(value->text, &at_ms));
    if (at_ms < 0 || at_ms > 253402300799999)
        return STATUS_INVALID;
    struct moment moment = zone_local(zone_utc(), at_ms);
    buffer_print(buffer, "Date: %s, %d %s %04d %02d:%02d:%02d +0000\r\n", days[moment.weekday],
                 moment.day, months[moment.month - 1], moment.year, moment.hour, moment.minute,
                 moment.second);
    return STATUS_OK;
}

/* Is this blank the last of its line? Such a one would be lost on the way. */
static bool
ends_line(const char *cursor)
{
    return cursor[1] == '\0' || cursor[1] == '\n' || cursor[1] == '\r';
}

/* Quoted-printable (RFC 2045 section 6.7); a character is never cut in two by a soft line break. */
static void
put_body(struct buffer *buffer, const char *text)
{
    const char *cursor = text, *end = text + strlen(text);
    size_t used = 0;

    while (cursor < end) {
        char bytes[12];
        size_t length = 0;
        const char *start = cursor;
        uint32_t character = utf8_next(&cursor, end);
        if (character == '\n' || character == '\r') {
            cursor += character == '\r' && *cursor == '\n';
            buffer_text(buffer, "\r\n");
            used = 0;
            continue;
        }
        if (character != '\t' && (character < ' ' || character == 0x7F))
            continue;
        for (const char *byte = start; byte < cursor; byte++) {
            bool blank = *byte == ' ' || *byte == '\t';
            if ((blank && !ends_line(byte)) || (*byte > ' ' && *byte <= '~' && *byte != '=')) {
                bytes[length++] = *byte;
                continue;
            }
            bytes[length++] = '=';
            bytes[length++] = digits[(unsigned char)*byte >> 4];
            bytes[length++] = digits[(unsigned char)*byte & 15];
        }
        if (used + length > LINE_MAX_BYTES - 1) {
            buffer_text(buffer, "=\r\n");
            used = 0;
        }
        buffer_add(buffer, bytes, length);
        used += length;
    }
    if (used > 0)
        buffer_text(buffer, "\r\n");
}

/* A draft says that it is one; what goes out as it is has its name and both addresses. */
static enum status
put_id(struct buffer *buffer, const struct doc *message)
{
    const char *id = doc_text_of(message, "message_id");
    if (*id == '\0') {
        buffer_text(buffer, "X-Unsent: 1\r\n");
        return STATUS_OK;
    }
    if (!mail_address_valid(id) || *doc_text_of(message, "from_email") == '\0' ||
        *doc_text_of(message, "to_email") == '\0')
        return STATUS_INVALID;
    buffer_print(buffer, "Message-ID: <%s>\r\n", id);
    return STATUS_OK;
}

enum status
mail_write(const struct doc *message, struct buffer *buffer)
{
    const char *body = doc_text_of(message, "body");

    if (strlen(body) > MAIL_BODY_MAX)
        return STATUS_INVALID;
    TRY(put_id(buffer, message));
    TRY(put_date(buffer, message));
    TRY(put_address(buffer, message, "From", "from_name", "from_email"));
    TRY(put_address(buffer, message, "To", "to_name", "to_email"));
    TRY(put_subject(buffer, message));
    buffer_text(buffer, "MIME-Version: 1.0\r\n"
                        "Content-Type: text/plain; charset=UTF-8\r\n"
                        "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
    put_body(buffer, body);
    return buffer_status(buffer);
}
