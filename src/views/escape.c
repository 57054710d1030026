/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/escape.h"

#include "base/utf8.h"

#include <string.h>

/* ---- text and attributes ---- */

enum { LONGEST_ENTITY = 6 };

static const unsigned char special[256] = {['&'] = 1, ['<'] = 2, ['>'] = 3, ['"'] = 4, ['\''] = 5};
static const struct {
    char text[LONGEST_ENTITY + 1];
    unsigned char length;
} entities[] = {{"", 0}, {"&amp;", 5}, {"&lt;", 4}, {"&gt;", 4}, {"&quot;", 6}, {"&#39;", 5}};

#define EACH_BYTE(byte) (0x0101010101010101u * (uint64_t)(byte))

/* Eight bytes at once: may one of them be & ' " (or #), or < >? */
static inline bool
has_special(uint64_t bytes)
{
    uint64_t quotes = (bytes & EACH_BYTE(0xfa)) ^ EACH_BYTE(0x22);
    uint64_t angles = (bytes & EACH_BYTE(0xfd)) ^ EACH_BYTE(0x3c);
    uint64_t zero = ((quotes - EACH_BYTE(1)) & ~quotes) | ((angles - EACH_BYTE(1)) & ~angles);
    return (zero & EACH_BYTE(0x80)) != 0;
}

static inline char *
put_byte(char *to, char byte)
{
    unsigned kind = special[(unsigned char)byte];
    if (kind == 0) {
        *to = byte;
        return to + 1;
    }
    memcpy(to, entities[kind].text, LONGEST_ENTITY);
    return to + entities[kind].length;
}

/* The last one to seven bytes, when none of them is special: taken with those in front of them. */
static inline bool
copy_rest(char *to, const char *text, const char *end)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t bytes;
    memcpy(&bytes, end - 8, 8);
    if (has_special(bytes))
        return false;
    bytes >>= 8 * (8 - (size_t)(end - text));
    memcpy(to, &bytes, 8);
    return true;
#else
    (void)to;
    return text == end;
#endif
}

static void
add_html(struct buffer *buffer, const char *text, size_t length)
{
    size_t most = length * LONGEST_ENTITY + sizeof(uint64_t);
    char *room = !buffer->full && buffer->capacity - buffer->length > most
                     ? buffer->data + buffer->length
                     : buffer_room(buffer, most);
    if (room == NULL) {
        /* Near the ceiling: byte by byte, so that what fits is shown. */
        for (size_t i = 0; i < length; i++) {
            unsigned kind = special[(unsigned char)text[i]];
            buffer_add(buffer, kind == 0 ? text + i : entities[kind].text,
                       kind == 0 ? 1 : entities[kind].length);
        }
        return;
    }
    char *to = room;
    const char *end = text + length;
    for (uint64_t bytes; end - text >= 8; text += 8) {
        memcpy(&bytes, text, 8);
        if (!has_special(bytes)) {
            memcpy(to, &bytes, 8);
            to += 8;
            continue;
        }
        for (int i = 0; i < 8; i++)
            to = put_byte(to, text[i]);
    }
    if (length >= 8 && text < end && copy_rest(to, text, end))
        to += end - text;
    else
        while (text < end)
            to = put_byte(to, *text++);
    *to = '\0';
    buffer->length += (size_t)(to - room);
}

/* ---- addresses ---- */

static void
add_percent(struct buffer *buffer, unsigned char byte)
{
    static const char digits[] = "0123456789ABCDEF";
    const char encoded[] = {'%', digits[byte >> 4], digits[byte & 15]};
    buffer_add(buffer, encoded, sizeof encoded);
}

static bool
is_alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static void
add_encoded(struct buffer *buffer, const char *text, size_t length, const char *kept)
{
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (is_alphanumeric(c) || (c != '\0' && strchr(kept, c) != NULL))
            buffer_byte(buffer, c);
        else if (c == '&' && *kept == '/')
            buffer_text(buffer, "&amp;");
        else if (c == '\'' && *kept == '/')
            buffer_text(buffer, "&#39;");
        else
            add_percent(buffer, (unsigned char)c);
    }
}

static const char address_kept[] = "/:?#[]@!$()*+,;=-._~%";
static const char query_kept[] = "-._~";

static bool
has_safe_scheme(const char *text, size_t length)
{
    static const char *const safe[] = {"http", "https", "mailto", "tel"};
    size_t scheme = 0;
    while (scheme < length && text[scheme] != '\0' && strchr(":/?#", text[scheme]) == NULL)
        scheme++;
    if (scheme == length || text[scheme] != ':')
        return true;
    for (size_t i = 0; i < sizeof safe / sizeof *safe; i++)
        if (strlen(safe[i]) == scheme && strncasecmp(safe[i], text, scheme) == 0)
            return true;
    return false;
}

static void
add_address(struct buffer *buffer, const char *text, size_t length)
{
    if (has_safe_scheme(text, length))
        add_encoded(buffer, text, length, address_kept);
    else
        buffer_text(buffer, "about:blank");
}

static void
add_behind_slash(struct buffer *buffer, const char *text, size_t length)
{
    for (; length > 0 && (*text == '/' || *text == '\\'); text++, length--)
        add_percent(buffer, (unsigned char)*text);
    add_encoded(buffer, text, length, address_kept);
}

/* ---- the terminal ---- */

static void
add_control(struct buffer *buffer, uint32_t code)
{
    char bytes[4];
    uint32_t picture = code < 0x20 ? 0x2400 + code : code == 0x7f ? 0x2421 : 0xfffd;
    buffer_add(buffer, bytes, utf8_put(picture, bytes));
}

static void
add_plain(struct buffer *buffer, const char *text, size_t length, const char *newline)
{
    const char *end = text + length;
    const char *run = text;
    while (text < end) {
        const char *at = text;
        if (*text >= 0x20 && *text < 0x7f) {
            text++;
            continue;
        }
        uint32_t code = utf8_next(&text, end);
        bool malformed = code == 0xfffd && text - at == 1;
        if (!utf8_is_control(code) && !malformed)
            continue;
        buffer_add(buffer, run, (size_t)(at - run));
        run = text;
        if (code == '\n')
            buffer_text(buffer, newline);
        else
            add_control(buffer, code);
    }
    buffer_add(buffer, run, (size_t)(end - run));
}

void
escape_line(struct buffer *buffer, const char *text, size_t length)
{
    add_plain(buffer, text, length, "\u23ce");
}

void
escape_add(struct buffer *buffer, enum step_place place, const char *text, size_t length)
{
    switch (place) {
    case PLACE_TEXT:
    case PLACE_ATTRIBUTE: add_html(buffer, text, length); break;
    case PLACE_URL: add_address(buffer, text, length); break;
    case PLACE_URL_SLASH: add_behind_slash(buffer, text, length); break;
    case PLACE_URL_PATH: add_encoded(buffer, text, length, address_kept); break;
    case PLACE_URL_QUERY: add_encoded(buffer, text, length, query_kept); break;
    case PLACE_PLAIN: add_plain(buffer, text, length, "\n"); break;
    }
}
