/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"
#include "formats/vcard_private.h"

#include <string.h>
#include <strings.h>

/* ---- the names of properties ---- */

static const struct {
    const char *spelled;
    enum vcard_name name;
    const char *word;
} names[] = {
    {"FN", VCARD_FN, NULL},
    {"N", VCARD_N, NULL},
    {"NICKNAME", VCARD_NICKNAME, NULL},
    {"X-NICKNAME", VCARD_NICKNAME, NULL},
    {"X-PHONETIC-FIRST-NAME", VCARD_PHONETIC_FIRST, NULL},
    {"X-PHONETIC-MIDDLE-NAME", VCARD_PHONETIC_MIDDLE, NULL},
    {"X-PHONETIC-LAST-NAME", VCARD_PHONETIC_LAST, NULL},
    {"ORG", VCARD_ORG, NULL},
    {"TITLE", VCARD_TITLE, NULL},
    {"ROLE", VCARD_ROLE, NULL},
    {"EMAIL", VCARD_EMAIL, NULL},
    {"TEL", VCARD_TEL, NULL},
    {"X-MS-TEL", VCARD_TEL, NULL},
    {"ADR", VCARD_ADR, NULL},
    {"LABEL", VCARD_LABEL, NULL},
    {"URL", VCARD_URL, NULL},
    {"X-SOCIALPROFILE", VCARD_SOCIAL, NULL},
    {"SOCIALPROFILE", VCARD_SOCIAL, NULL},
    {"IMPP", VCARD_IMPP, NULL},
    {"X-AIM", VCARD_CHAT, "aim"},
    {"X-ICQ", VCARD_CHAT, "icq"},
    {"X-JABBER", VCARD_CHAT, "xmpp"},
    {"X-MSN", VCARD_CHAT, "msn"},
    {"X-YAHOO", VCARD_CHAT, "yahoo"},
    {"X-SKYPE", VCARD_CHAT, "skype"},
    {"X-SKYPE-USERNAME", VCARD_CHAT, "skype"},
    {"X-GTALK", VCARD_CHAT, "gtalk"},
    {"X-GOOGLE-TALK", VCARD_CHAT, "gtalk"},
    {"X-QQ", VCARD_CHAT, "qq"},
    {"X-GADUGADU", VCARD_CHAT, "gadugadu"},
    {"X-GROUPWISE", VCARD_CHAT, "groupwise"},
    {"X-TWITTER", VCARD_CHAT, "twitter"},
    {"X-MATRIX", VCARD_CHAT, "matrix"},
    {"X-TELEGRAM", VCARD_CHAT, "telegram"},
    {"X-MS-IMADDRESS", VCARD_CHAT, "im"},
    {"BDAY", VCARD_BDAY, NULL},
    {"NOTE", VCARD_NOTE, NULL},
    {"CATEGORIES", VCARD_CATEGORIES, NULL},
    {"LANG", VCARD_LANG, NULL},
    {"TZ", VCARD_TZ, NULL},
    {"UID", VCARD_UID, NULL},
    {"PHOTO", VCARD_PHOTO, NULL},
    {"X-MS-CARDPICTURE", VCARD_PHOTO, NULL},
    {"X-ANDROID-CUSTOM", VCARD_ANDROID, NULL},
    {"X-ABLABEL", VCARD_ABLABEL, NULL},
    {"KIND", VCARD_KIND, NULL},
    {"X-ADDRESSBOOKSERVER-KIND", VCARD_KIND, NULL},
    {"MEMBER", VCARD_MEMBER, NULL},
    {"X-ADDRESSBOOKSERVER-MEMBER", VCARD_MEMBER, NULL},
    {"BEGIN", VCARD_BEGIN, NULL},
    {"END", VCARD_END, NULL},
    {"VERSION", VCARD_VERSION, NULL},
    {"REV", VCARD_TRANSPORT, NULL},
    {"PRODID", VCARD_TRANSPORT, NULL},
    {"PROFILE", VCARD_TRANSPORT, NULL},
    {"X-RAPPORT-ROW", VCARD_TRANSPORT, NULL},
    {"X-RAPPORT-REASON", VCARD_TRANSPORT, NULL},
    {"X-RAPPORT-LEFT-OUT", VCARD_TRANSPORT, NULL},
    {"X-RAPPORT-GIVEN-NAME", VCARD_OWN, "given_name"},
    {"X-RAPPORT-PLACE", VCARD_OWN, "place"},
    {"X-RAPPORT-ZONE", VCARD_OWN, "zone"},
    {"X-RAPPORT-LANGUAGES", VCARD_OWN, "languages"},
    {"X-RAPPORT-LANGUAGE", VCARD_OWN, "preferred_language"},
    {"X-RAPPORT-CONNECTED-ON", VCARD_OWN, "connected_on"},
    {"X-RAPPORT-MET-ON", VCARD_OWN, "met_on"},
    {"X-RAPPORT-MET-PLACE", VCARD_OWN, "met_place"},
    {"X-RAPPORT-HOW-FOUND", VCARD_OWN, "how_found"},
    {"X-RAPPORT-CIRCLE", VCARD_OWN, "circle"},
    {"X-RAPPORT-ADDRESS-FORM", VCARD_OWN, "address_form"},
    {"X-RAPPORT-IN-FIELD", VCARD_OWN, "in_field"},
    {"X-RAPPORT-FIELD-SINCE", VCARD_OWN, "field_since"},
    {"X-RAPPORT-FIELD-UNTIL", VCARD_OWN, "field_until"},
    {"X-RAPPORT-SIMILAR-BACKGROUND", VCARD_OWN, "similar_background"},
    {"X-RAPPORT-PRIVATE", VCARD_OWN, "is_private"},
    {"X-RAPPORT-DO-NOT-CONTACT", VCARD_OWN, "do_not_contact"},
    {"X-RAPPORT-MAY-APPROACH-LATER", VCARD_OWN, "may_approach_later"},
    {"X-RAPPORT-UNNAMED", VCARD_OWN, ""},
};

enum { NAME_COUNT = sizeof names / sizeof names[0] };
_Static_assert(sizeof names / sizeof names[0] <= (size_t)VCARD_WORDS, "room for every name");

static unsigned
lower(char byte)
{
    return (unsigned char)byte | 0x20;
}

static unsigned
place_of(const char *text, size_t length)
{
    unsigned sum = (unsigned)length * 61 + lower(text[0]) * 7 + lower(text[length - 1]) * 31 +
                   lower(text[length / 2]) * 3;
    return sum % VCARD_PLACES;
}

const struct vcard_words *
vcard_words_make(struct arena *arena)
{
    struct vcard_words *words = arena_alloc(arena, sizeof *words);
    words->shapes = vcard_shapes_make(arena);
    for (size_t i = 0; i < NAME_COUNT; i++) {
        size_t length = strlen(names[i].spelled);
        unsigned place = place_of(names[i].spelled, length);
        while (words->places[place] != 0)
            place = (place + 1) % VCARD_PLACES;
        words->places[place] = (uint8_t)(i + 1);
        words->lengths[i] = (uint8_t)length;
    }
    return words;
}

static void
find_name(const struct vcard_words *words, struct vcard_line *line)
{
    struct span spelled = line->spelled;
    if (spelled.length == 0)
        return;
    for (unsigned place = place_of(spelled.text, spelled.length); words->places[place] != 0;
         place = (place + 1) % VCARD_PLACES) {
        size_t i = words->places[place] - 1U;
        if (words->lengths[i] == spelled.length &&
            strncasecmp(names[i].spelled, spelled.text, spelled.length) == 0) {
            line->name = names[i].name;
            line->word = names[i].word;
            return;
        }
    }
}

/* ---- spans ---- */

bool
span_is(struct span span, const char *word)
{
    return strlen(word) == span.length && strncasecmp(span.text, word, span.length) == 0;
}

bool
span_begins(struct span span, const char *word)
{
    size_t length = strlen(word);
    return span.length >= length && strncasecmp(span.text, word, length) == 0;
}

static bool
is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

struct span
span_trim(struct span span)
{
    while (span.length > 0 && is_blank(*span.text)) {
        span.text++;
        span.length--;
    }
    while (span.length > 0 && is_blank(span.text[span.length - 1]))
        span.length--;
    return span;
}

/* ---- a line ---- */

/* The colon that ends the parameters; one inside quotes does not, unless the quotes are never closed. */
static const char *
find_colon(const char *text, const char *end)
{
    bool quoted = false;
    for (const char *at = text; at < end; at++) {
        if (*at == '"')
            quoted = !quoted;
        else if (*at == ':' && !quoted)
            return at;
    }
    return memchr(text, ':', (size_t)(end - text));
}

static void
find_coding(struct vcard_line *line)
{
    const char *cursor = line->params.text;
    struct span name, value;
    while (vcard_param_next(line, &cursor, &name, &value)) {
        if (name.length > 0 && !span_is(name, "ENCODING"))
            continue;
        if (span_is(value, "QUOTED-PRINTABLE"))
            line->coding = VCARD_QUOTED;
        else if (span_is(value, "BASE64") || (name.length > 0 && span_is(value, "B")))
            line->coding = VCARD_BASE64;
    }
}

bool
vcard_line_read(const struct vcard_words *words, const char *text, size_t length,
                struct vcard_line *out_line)
{
    const char *end = text + length, *at = text, *start = text;
    memset(out_line, 0, sizeof *out_line);
    out_line->point = -1;
    out_line->chosen = 101;
    while (at < end && *at != ':' && *at != ';') {
        if (*at == '.') {
            out_line->group = span_trim((struct span){text, (size_t)(at - text)});
            start = at + 1;
        }
        at++;
    }
    out_line->spelled = span_trim((struct span){start, (size_t)(at - start)});
    const char *colon = at < end && *at == ';' ? find_colon(at, end) : at;
    if (colon == NULL || colon == end) {
        out_line->value = (struct span){text, length};
        out_line->spelled.length = out_line->group.length = 0;
        return false;
    }
    if (colon > at)
        out_line->params = (struct span){at + 1, (size_t)(colon - at - 1)};
    out_line->value = (struct span){colon + 1, (size_t)(end - colon - 1)};
    find_name(words, out_line);
    if (out_line->params.length > 0)
        find_coding(out_line);
    return true;
}

bool
vcard_param_next(const struct vcard_line *line, const char **cursor, struct span *out_name,
                 struct span *out_value)
{
    if (line->params.length == 0 || *cursor >= line->params.text + line->params.length)
        return false;
    const char *at = *cursor, *end = line->params.text + line->params.length, *equals = NULL;
    const char *start = at;
    bool quoted = false;
    for (; at < end && (quoted || *at != ';'); at++) {
        if (*at == '"')
            quoted = !quoted;
        else if (*at == '=' && !quoted && equals == NULL)
            equals = at;
    }
    *cursor = at + 1;
    struct span none = {start, 0};
    *out_name = equals == NULL ? none : span_trim((struct span){start, (size_t)(equals - start)});
    const char *from = equals == NULL ? start : equals + 1;
    *out_value = span_trim((struct span){from, (size_t)(at - from)});
    size_t held = out_value->length;
    if (held >= 2 && *out_value->text == '"' && out_value->text[held - 1] == '"' &&
        memchr(out_value->text + 1, '"', held - 2) == NULL)
        *out_value = (struct span){out_value->text + 1, held - 2};
    return true;
}

bool
vcard_param(const struct vcard_line *line, const char *name, struct span *out_value)
{
    const char *cursor = line->params.text;
    struct span found, value;
    while (vcard_param_next(line, &cursor, &found, &value))
        if (span_is(found, name)) {
            *out_value = value;
            return true;
        }
    return false;
}

/* ---- values ---- */

static int
hexadecimal(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'f')
        return (byte | 0x20) - 'a' + 10;
    return -1;
}

static struct span
unquote(struct arena *arena, struct span value)
{
    char *out = arena_take(arena, value.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < value.length; i++) {
        int high = -1, low = -1;
        if (value.text[i] == '=' && value.length - i > 2) {
            high = hexadecimal(value.text[i + 1]);
            low = hexadecimal(value.text[i + 2]);
        }
        if (high >= 0 && low >= 0) {
            out[length++] = (char)(high << 4 | low);
            i += 2;
        } else if (value.text[i] != '=' || i + 1 < value.length) {
            out[length++] = value.text[i];
        }
    }
    out[length] = '\0';
    return (struct span){out, length};
}

struct span
vcard_decoded(struct vcard_context *context, const struct vcard_line *line)
{
    struct span value = line->value, charset, text;
    if (line->params.length == 0)
        return value;
    bool quoted = line->coding == VCARD_QUOTED;
    if (quoted)
        value = unquote(context->arena, value);
    bool escape = memchr(value.text, 0x1B, value.length) != NULL; /* ISO-2022 is all ASCII */
    if (!quoted && !escape)
        return value;
    if (vcard_param(line, "CHARSET", &charset) && vcard_charset(context, charset, value, &text))
        return text;
    return vcard_guess(context, value, (struct span){NULL, 0});
}

static int
base64_digit(unsigned char byte)
{
    if (byte >= 'A' && byte <= 'Z')
        return byte - 'A';
    if (byte >= 'a' && byte <= 'z')
        return byte - 'a' + 26;
    if (byte >= '0' && byte <= '9')
        return byte - '0' + 52;
    if (byte == '+' || byte == '-')
        return 62;
    return byte == '/' || byte == '_' ? 63 : -1;
}

bool
vcard_bytes(struct vcard_context *context, const struct vcard_line *line, struct span *out_bytes)
{
    struct span value = span_trim(line->value);
    if (span_begins(value, "data:")) {
        const char *comma = memchr(value.text, ',', value.length);
        if (comma == NULL || comma - value.text < 7 || strncasecmp(comma - 7, ";base64", 7) != 0)
            return false;
        value.length -= (size_t)(comma + 1 - value.text);
        value.text = comma + 1;
    } else if (line->coding != VCARD_BASE64) {
        return false;
    }
    char *bytes = arena_take(context->arena, value.length / 4 * 3 + 4);
    size_t length = 0, digits = 0, padding = 0;
    uint32_t held = 0;
    for (size_t i = 0; i < value.length; i++) {
        unsigned char byte = (unsigned char)value.text[i];
        int digit = base64_digit(byte);
        if (is_blank((char)byte) || byte == '\\')
            continue;
        if (byte == '=' && ++padding <= 2)
            continue;
        if (digit < 0 || padding > 0)
            return false;
        held = held << 6 | (uint32_t)digit;
        if (++digits % 4 != 0)
            continue;
        bytes[length++] = (char)(held >> 16);
        bytes[length++] = (char)(held >> 8);
        bytes[length++] = (char)held;
    }
    /* A single digit left over is half a byte of data that was cut off. */
    if (digits % 4 >= 2)
        bytes[length++] = (char)(digits % 4 == 2 ? held >> 4 : held >> 10);
    if (digits % 4 == 3)
        bytes[length++] = (char)(held >> 2);
    *out_bytes = (struct span){bytes, length};
    return length > 0;
}

bool
vcard_part(struct span *rest, char separator, struct span *out_part)
{
    size_t i = 0;
    if (rest->text == NULL)
        return false;
    while (i < rest->length && rest->text[i] != separator)
        i += rest->text[i] == '\\' && i + 1 < rest->length ? 2 : 1;
    *out_part = (struct span){rest->text, i};
    if (i < rest->length)
        *rest = (struct span){rest->text + i + 1, rest->length - i - 1};
    else
        *rest = (struct span){NULL, 0};
    return true;
}

/* Most values are: printable ASCII, or letters beyond it that no control character begins with, without a
 * backslash, without two blanks in a row or at the ends. */
static bool
is_plain(struct span raw)
{
    static const bool unusual[256] = {[0xC2] = true, [0xD8] = true, [0xE1] = true, [0xE2] = true,
                                      [0xEF] = true, [0xF3] = true, [0x7F] = true, ['\\'] = true};
    unsigned char before = ' ';
    for (size_t i = 0; i < raw.length; i++) {
        unsigned char byte = (unsigned char)raw.text[i];
        if (byte < ' ' || unusual[byte] || (byte == ' ' && before == ' '))
            return false;
        before = byte;
    }
    return before != ' ';
}

static bool
breaks_line(uint32_t character)
{
    return (character >= '\n' && character <= '\r') || character == 0x85 || character == 0x2028 ||
           character == 0x2029;
}

/* The character that an escape stands for; others keep their backslash. */
static uint32_t
unescaped(char byte)
{
    switch (byte) {
    case 'n':
    case 'N': return '\n';
    case ',':
    case ';':
    case ':':
    case '"':
    case '\\': return (unsigned char)byte;
    default: return 0;
    }
}

struct cleaner {
    char *out;
    size_t length, characters, most;
    enum vcard_lines lines;
};

/* Control characters; and blanks at the beginning, which stood behind one or behind a line break. */
static bool
is_left_out(const struct cleaner *cleaner, uint32_t character)
{
    if (character == '\t' || !utf8_is_control(character))
        return cleaner->length == 0 && (character == ' ' || character == '\t');
    return true;
}

/* False when the text is as long as it may become. */
static bool
put_character(struct cleaner *cleaner, uint32_t character)
{
    bool blank = character == ' ' || character == '\t' || character == 0xA0;
    char *out = cleaner->out;
    if (cleaner->lines == VCARD_ONE_LINE && (blank || breaks_line(character))) {
        if (cleaner->length == 0 || out[cleaner->length - 1] == ' ')
            return true;
        character = ' ';
    } else if (breaks_line(character)) {
        while (cleaner->length > 0 && out[cleaner->length - 1] == ' ')
            cleaner->length--;
        if (cleaner->length == 0)
            return true;
        character = '\n';
    } else if (is_left_out(cleaner, character)) {
        return true;
    }
    if (cleaner->characters == cleaner->most)
        return false;
    cleaner->length += utf8_put(character, out + cleaner->length);
    cleaner->characters++;
    return true;
}

char *
vcard_clean(struct vcard_context *context, struct span raw, enum vcard_lines lines, size_t most)
{
    raw = span_trim(raw);
    if (raw.length == 0)
        return NULL;
    if (raw.length <= most && is_plain(raw))
        return arena_copy(context->arena, raw.text, raw.length);
    struct cleaner cleaner = {arena_take(context->arena, raw.length * 3 + 1), 0, 0, most, lines};
    const char *at = raw.text, *end = raw.text + raw.length;
    bool fits = true;
    while (at < end && fits) {
        uint32_t character = at + 1 < end && *at == '\\' ? unescaped(at[1]) : 0;
        if (character != 0)
            at += 2;
        else
            character = utf8_next(&at, end);
        /* CRLF is one line break. */
        if (character == '\r' && at < end && *at == '\n')
            at++;
        context->damaged |= character == 0xFFFD;
        fits = put_character(&cleaner, character);
    }
    context->cut |= !fits;
    while (cleaner.length > 0 && is_blank(cleaner.out[cleaner.length - 1]))
        cleaner.length--;
    cleaner.out[cleaner.length] = '\0';
    return cleaner.length == 0 ? NULL : cleaner.out;
}

const char *
vcard_cut(struct vcard_context *context, const char *text, size_t most)
{
    if (text == NULL || strlen(text) <= most)
        return text;
    const char *at = text, *end = text + strlen(text);
    for (size_t i = 0; i < most && at < end; i++)
        (void)utf8_next(&at, end);
    context->cut |= at < end;
    while (at > text && is_blank(at[-1]))
        at--;
    return at == text ? NULL : arena_copy(context->arena, text, (size_t)(at - text));
}
