/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"
#include "formats/vcard_private.h"

#include <iconv.h>
#include <string.h>
#include <strings.h>

enum { NAME_MAX_BYTES = 40 };

/* The families of encodings that address books were ever written in; nothing else is looked for. */
static const char *const families[] = {
    "utf-8",     "utf8",      "us-ascii",  "ascii", "windows-",    "cp",
    "iso-8859-", "iso8859-",  "iso_8859-", "latin", "gb",          "big5",
    "shift_jis", "shift-jis", "sjis",      "euc-",  "iso-2022-jp", "iso-2022-kr",
    "koi8",      "macintosh", "tis-620",   "ibm8",  NULL};

static bool
known(struct span name)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    if (name.length == 0 || name.length > NAME_MAX_BYTES)
        return false;
    for (size_t i = 0; i < name.length; i++)
        if (memchr(allowed, name.text[i], sizeof allowed - 1) == NULL)
            return false;
    for (int i = 0; families[i] != NULL; i++)
        if (span_begins(name, families[i]))
            return true;
    return false;
}

bool
vcard_charset_known(struct span name)
{
    char spelled[NAME_MAX_BYTES + 1] = {0};
    if (!known(name))
        return false;
    memcpy(spelled, name.text, name.length);
    iconv_t converter = iconv_open("UTF-8", spelled);
    if (converter == (iconv_t)-1)
        return false;
    (void)iconv_close(converter);
    return true;
}

/* What cannot be read becomes U+FFFD, and the reading goes on behind it. */
static struct span
convert(struct vcard_context *context, iconv_t converter, struct span bytes)
{
    size_t room = bytes.length * 4 + 4, left = bytes.length;
    char *out = arena_take(context->arena, room + 1), *to = out;
    char *from = arena_copy(context->arena, bytes.text, bytes.length);
    while (left > 0 && iconv(converter, &from, &left, &to, &room) == (size_t)-1) {
        if (left == 0 || room < 3)
            break;
        size_t length = utf8_put(0xFFFD, to);
        to += length;
        room -= length;
        from++;
        left--;
        context->damaged = true;
    }
    *to = '\0';
    return (struct span){out, (size_t)(to - out)};
}

bool
vcard_charset(struct vcard_context *context, struct span name, struct span bytes,
              struct span *out_text)
{
    char spelled[NAME_MAX_BYTES + 1] = {0};
    if (!known(name))
        return false;
    memcpy(spelled, name.text, name.length);
    iconv_t converter = iconv_open("UTF-8", spelled);
    if (converter == (iconv_t)-1)
        return false;
    *out_text = convert(context, converter, bytes);
    (void)iconv_close(converter);
    return true;
}

/* The first encoding that the card names and that is not UTF-8: what it says without naming one is likely
 * to be in it too. NULL when there is none. */
static struct span
encoding_of_card(struct vcard_context *context, const char *text, size_t length)
{
    for (const char *at = text, *end = text + length; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        struct vcard_line line;
        struct span charset;
        stop = stop == NULL ? end : stop;
        (void)vcard_line_read(context->words, at, (size_t)(stop - at), &line);
        if (line.params.length > 0 && vcard_param(&line, "CHARSET", &charset) &&
            !span_begins(charset, "utf") && !span_is(charset, "us-ascii") &&
            vcard_charset_known(charset))
            return charset;
        at = stop + 1;
    }
    return (struct span){NULL, 0};
}

/* Append a line; the parameter CHARSET goes, for it is no longer true. */
static size_t
put_line(char *out, struct span text, struct span charset)
{
    if (charset.text == NULL) {
        memcpy(out, text.text, text.length);
        return text.length;
    }
    const char *from = charset.text;
    while (from > text.text && *from != ';')
        from--;
    const char *to = charset.text + charset.length;
    while (to < text.text + text.length && *to != ';' && *to != ':')
        to++;
    size_t before = (size_t)(from - text.text);
    size_t behind = (size_t)(text.text + text.length - to);
    memcpy(out, text.text, before);
    memcpy(out + before, to, behind);
    return before + behind;
}

/* More sound characters beyond ASCII than broken ones: UTF-8 that was damaged or cut off. */
static bool
mostly_utf8(struct span bytes)
{
    size_t sound = 0, broken = 0;
    for (const char *at = bytes.text, *end = at + bytes.length; at < end;) {
        uint32_t character = utf8_next(&at, end);
        sound += character >= 0x80 && character != 0xFFFD;
        broken += character == 0xFFFD;
    }
    return sound > broken;
}

struct span
vcard_guess(struct vcard_context *context, struct span bytes, struct span charset)
{
    struct span text, utf8 = {"utf-8", 5};
    if (utf8_valid(bytes.text, bytes.length))
        return bytes;
    if (!context->told && mostly_utf8(bytes)) {
        charset = utf8;
    } else if (charset.text == NULL) {
        charset = (struct span){context->fallback, strlen(context->fallback)};
        context->guessed = true;
    }
    if (vcard_charset(context, charset, bytes, &text) || vcard_charset(context, utf8, bytes, &text))
        return text;
    context->damaged = true; /* a system without any encodings: what is sound is kept */
    return (struct span){"", 0};
}

static size_t
recode_line(struct vcard_context *context, char *out, struct span raw, struct span card_charset)
{
    struct vcard_line line;
    struct span charset = {NULL, 0}, recoded;
    if (utf8_valid(raw.text, raw.length)) {
        memcpy(out, raw.text, raw.length);
        return raw.length;
    }
    (void)vcard_line_read(context->words, raw.text, raw.length, &line);
    bool named = line.params.length > 0 && vcard_param(&line, "CHARSET", &charset) &&
                 !span_begins(charset, "utf") && vcard_charset(context, charset, raw, &recoded);
    if (!named)
        recoded = vcard_guess(context, raw, card_charset);
    /* The parameters are ASCII in any of these: the place of CHARSET is found once more. */
    (void)vcard_line_read(context->words, recoded.text, recoded.length, &line);
    if (line.params.length == 0 || line.coding == VCARD_QUOTED ||
        !vcard_param(&line, "CHARSET", &charset))
        charset = (struct span){NULL, 0};
    return put_line(out, recoded, charset);
}

struct span
vcard_recode(struct vcard_context *context, const char *text, size_t length)
{
    struct span card_charset = encoding_of_card(context, text, length);
    char *out = arena_take(context->arena, length * 4 + 4);
    size_t used = 0;
    for (const char *at = text, *end = text + length; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop == NULL ? end : stop;
        used +=
            recode_line(context, out + used, (struct span){at, (size_t)(stop - at)}, card_charset);
        out[used++] = '\n';
        at = stop + 1;
    }
    return (struct span){out, used};
}
