/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/base64.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "formats/charset.h"
#include "formats/contacts_private.h"
#include "formats/mail_read.h"
#include "formats/mail_read_private.h"

#include <string.h>
#include <strings.h>

static int
hex(char digit)
{
    const char *digits = "0123456789abcdef0123456789ABCDEF";
    const char *at = digit == '\0' ? NULL : strchr(digits, digit);
    return at == NULL ? -1 : (int)(at - digits) % 16;
}

/* `word`: the Q encoding of a header, where _ is a blank. */
static struct mail_span
quoted_printable(struct arena *arena, struct mail_span body, bool word)
{
    char *out = arena_take(arena, body.length + 1);
    size_t used = 0;
    for (size_t i = 0; i < body.length; i++) {
        char byte = body.text[i];
        size_t left = body.length - i;
        if (byte == '_' && word) {
            out[used++] = ' ';
        } else if (byte == '=' && left > 1 && body.text[i + 1] == '\n') {
            i++;
        } else if (byte == '=' && left > 2 && body.text[i + 1] == '\r' &&
                   body.text[i + 2] == '\n') {
            i += 2;
        } else if (byte == '=' && left > 2 && hex(body.text[i + 1]) >= 0 &&
                   hex(body.text[i + 2]) >= 0) {
            out[used++] = (char)(hex(body.text[i + 1]) * 16 + hex(body.text[i + 2]));
            i += 2;
        } else {
            out[used++] = byte;
        }
    }
    return (struct mail_span){out, used};
}

struct mail_span
mail_unpacked(struct arena *arena, struct mail_span body, const char *how)
{
    char *bytes;
    size_t length;
    if (strncasecmp(how, "quoted-printable", 16) == 0)
        return quoted_printable(arena, body, false);
    if (strncasecmp(how, "base64", 6) == 0 &&
        base64_read(arena, body.text, body.length, &bytes, &length) == STATUS_OK)
        return (struct mail_span){bytes, length};
    return body;
}

static enum status
collect(void *context, const char *text, size_t length)
{
    buffer_add(context, text, length);
    return STATUS_OK;
}

char *
mail_text(struct arena *arena, struct mail_span bytes, const char *name)
{
    struct charset *charset = arena_alloc(arena, sizeof *charset);
    struct buffer text;
    buffer_open(&text, arena, 4 * MAIL_READ_TEXT_MAX);
    charset_open(charset, collect, &text);
    if (name != NULL && strcasecmp(name, "iso-8859-1") == 0)
        name = "Windows-1252";
    if (name != NULL && !charset_force(charset, name))
        (void)charset_force(charset, NULL);
    if (bytes.length > MAIL_READ_TEXT_MAX)
        bytes.length = MAIL_READ_TEXT_MAX;
    if (charset_feed(charset, bytes.text, bytes.length) != STATUS_OK ||
        charset_end(charset) != STATUS_OK)
        return NULL;
    const char *read = buffer_read(&text);
    return contacts_lines(arena, (struct csv_field){read, strlen(read)});
}

/* The next "=?charset?Q?text?=" at `*cursor`, which moves behind it; NULL when there is none there. */
static char *
encoded_word(struct arena *arena, const char **cursor)
{
    const char *charset = *cursor + 2, *how, *text, *end;
    if (strncmp(*cursor, "=?", 2) != 0 || (how = strchr(charset, '?')) == NULL || how[1] == '\0' ||
        how[2] != '?' || (end = strstr(text = how + 3, "?=")) == NULL)
        return NULL;
    struct mail_span span = {text, (size_t)(end - text)};
    char *name = arena_copy(arena, charset, (size_t)(how - charset));
    name[strcspn(name, "*")] = '\0'; /* a language may follow (RFC 2231) */
    if (how[1] == 'Q' || how[1] == 'q')
        span = quoted_printable(arena, span, true);
    else if (how[1] == 'B' || how[1] == 'b')
        span = mail_unpacked(arena, span, "base64");
    else
        return NULL;
    *cursor = end + 2;
    char *read = mail_text(arena, span, name);
    return read == NULL ? arena_text(arena, "") : read;
}

char *
mail_words(struct arena *arena, const char *text)
{
    struct buffer out;
    bool after_word = false;
    buffer_open(&out, arena, MAIL_READ_HEADER_MAX);
    while (*text != '\0') {
        size_t blanks = strspn(text, " \t");
        const char *next = text + blanks;
        char *word = encoded_word(arena, &next);
        if (word == NULL) {
            buffer_add(&out, text, blanks + (text[blanks] != '\0'));
            text += blanks + (text[blanks] != '\0');
            after_word = false;
            continue;
        }
        /* Blanks between two encoded words are none (RFC 2047 section 6.2). */
        if (!after_word)
            buffer_add(&out, text, blanks);
        buffer_text(&out, word);
        text = next;
        after_word = true;
    }
    struct mail_span raw = {buffer_read(&out), strlen(buffer_read(&out))};
    char *sound = mail_text(arena, raw, NULL);
    return sound == NULL ? NULL : contacts_line(arena, (struct csv_field){sound, strlen(sound)});
}

char *
mail_unquoted(struct arena *arena, const char *text)
{
    char *out = arena_alloc(arena, strlen(text) + 1), *to = out;
    for (; *text != '\0'; text++) {
        if (*text == '\\' && text[1] != '\0')
            *to++ = *++text;
        else if (*text != '"')
            *to++ = *text;
    }
    return out;
}

/* ---- HTML ---- */

static bool
ends_line(const char *mark)
{
    static const char *const marks[] = {"br", "/p", "/div", "/tr", "/li", "/h", "/table", "hr"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strncasecmp(mark, marks[i], strlen(marks[i])) == 0)
            return true;
    return false;
}

/* "&amp;" or "&#233;" at `*cursor`, which moves behind it; a lone & is itself. */
static void
put_reference(struct buffer *out, const char **cursor)
{
    static const struct {
        const char *name, *text;
    } names[] = {{"&amp;", "&"},  {"&lt;", "<"},   {"&gt;", ">"},         {"&quot;", "\""},
                 {"&apos;", "'"}, {"&nbsp;", " "}, {"&middot;", "\u00B7"}};
    const char *text = *cursor;
    uint32_t number = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strncasecmp(text, names[i].name, strlen(names[i].name)) == 0) {
            buffer_text(out, names[i].text);
            *cursor += strlen(names[i].name);
            return;
        }
    }
    bool hexadecimal = text[1] == '#' && (text[2] == 'x' || text[2] == 'X');
    const char *digit = text + 2 + hexadecimal;
    for (; text[1] == '#' && hex(*digit) >= 0 && (hexadecimal || hex(*digit) < 10) &&
           number < 0x110000;
         digit++)
        number = number * (hexadecimal ? 16 : 10) + (uint32_t)hex(*digit);
    if (text[1] == '#' && *digit == ';' && number > 0 && number < 0x110000 &&
        (number < 0xD800 || number > 0xDFFF)) {
        char bytes[4];
        buffer_add(out, bytes, utf8_put(number, bytes));
        *cursor = digit + 1;
        return;
    }
    buffer_byte(out, '&');
    ++*cursor;
}

char *
mail_without_marks(struct arena *arena, const char *html)
{
    struct buffer out;
    buffer_open(&out, arena, 2 * MAIL_READ_TEXT_MAX);
    while (*html != '\0') {
        if (*html == '&') {
            put_reference(&out, &html);
        } else if (*html == '<') {
            bool hidden =
                strncasecmp(html, "<style", 6) == 0 || strncasecmp(html, "<script", 7) == 0;
            const char *end = hidden ? strstr(html + 1, "</") : html;
            buffer_text(&out, ends_line(html + 1) ? "\n" : "");
            end = end == NULL ? NULL : strchr(end, '>');
            html = end == NULL ? html + strlen(html) : end + 1;
        } else {
            buffer_byte(&out, (char)(*html == '\n' ? ' ' : *html));
            html++;
        }
    }
    const char *text = buffer_read(&out);
    return contacts_lines(arena, (struct csv_field){text, strlen(text)});
}
