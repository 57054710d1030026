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

/* What may stay, as a table: 1 in a query's value, 2 in an address as well. */
static const unsigned char keeps[256] = {
    ['0'] = 3, ['1'] = 3, ['2'] = 3, ['3'] = 3, ['4'] = 3, ['5'] = 3, ['6'] = 3, ['7'] = 3,
    ['8'] = 3, ['9'] = 3, ['A'] = 3, ['B'] = 3, ['C'] = 3, ['D'] = 3, ['E'] = 3, ['F'] = 3,
    ['G'] = 3, ['H'] = 3, ['I'] = 3, ['J'] = 3, ['K'] = 3, ['L'] = 3, ['M'] = 3, ['N'] = 3,
    ['O'] = 3, ['P'] = 3, ['Q'] = 3, ['R'] = 3, ['S'] = 3, ['T'] = 3, ['U'] = 3, ['V'] = 3,
    ['W'] = 3, ['X'] = 3, ['Y'] = 3, ['Z'] = 3, ['a'] = 3, ['b'] = 3, ['c'] = 3, ['d'] = 3,
    ['e'] = 3, ['f'] = 3, ['g'] = 3, ['h'] = 3, ['i'] = 3, ['j'] = 3, ['k'] = 3, ['l'] = 3,
    ['m'] = 3, ['n'] = 3, ['o'] = 3, ['p'] = 3, ['q'] = 3, ['r'] = 3, ['s'] = 3, ['t'] = 3,
    ['u'] = 3, ['v'] = 3, ['w'] = 3, ['x'] = 3, ['y'] = 3, ['z'] = 3, ['-'] = 3, ['.'] = 3,
    ['_'] = 3, ['~'] = 3, ['/'] = 2, [':'] = 2, ['?'] = 2, ['#'] = 2, ['['] = 2, [']'] = 2,
    ['@'] = 2, ['!'] = 2, ['$'] = 2, ['('] = 2, [')'] = 2, ['*'] = 2, ['+'] = 2, [','] = 2,
    [';'] = 2, ['='] = 2, ['%'] = 2,
};
enum { KEPT_IN_QUERY = 1, KEPT_IN_ADDRESS = 2 };

static void
add_encoded(struct buffer *buffer, const char *text, size_t length, unsigned kept)
{
    const char *run = text, *end = text + length;
    for (; text < end; text++) {
        if ((keeps[(unsigned char)*text] & kept) != 0)
            continue;
        buffer_add(buffer, run, (size_t)(text - run));
        run = text + 1;
        if (*text == '&' && kept == KEPT_IN_ADDRESS)
            buffer_text(buffer, "&amp;");
        else if (*text == '\'' && kept == KEPT_IN_ADDRESS)
            buffer_text(buffer, "&#39;");
        else
            add_percent(buffer, (unsigned char)*text);
    }
    buffer_add(buffer, run, (size_t)(text - run));
}

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
        add_encoded(buffer, text, length, KEPT_IN_ADDRESS);
    else
        buffer_text(buffer, "about:blank");
}

static void
add_behind_slash(struct buffer *buffer, const char *text, size_t length)
{
    for (; length > 0 && (*text == '/' || *text == '\\'); text++, length--)
        add_percent(buffer, (unsigned char)*text);
    add_encoded(buffer, text, length, KEPT_IN_ADDRESS);
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
    case PLACE_URL_PATH: add_encoded(buffer, text, length, KEPT_IN_ADDRESS); break;
    case PLACE_URL_QUERY: add_encoded(buffer, text, length, KEPT_IN_QUERY); break;
    case PLACE_PLAIN: add_plain(buffer, text, length, "\n"); break;
    }
}
