/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"
#include "base/zone.h"
#include "formats/vcard_private.h"

#include <string.h>
#include <strings.h>

enum {
    ADDRESS_PARTS = 7,
    LABEL_WORDS = 6,
    LABEL_MAX = 60,
    APPLE_NO_YEAR = 1604 /* what Apple writes for a birthday without its year */
};

/* ---- the keys of documents ---- */

static const char *const slot_names[SLOTS] = {"row",
                                              "line",
                                              "empty",
                                              "reason",
                                              "warning",
                                              "name",
                                              "given_name",
                                              "additional_name",
                                              "family_name",
                                              "name_prefix",
                                              "name_suffix",
                                              "nickname",
                                              "pronunciation",
                                              "title",
                                              "organization",
                                              "department",
                                              "place",
                                              "zone",
                                              "birthday",
                                              "languages",
                                              "preferred_language",
                                              "notes",
                                              "connected_on",
                                              "met_on",
                                              "met_place",
                                              "how_found",
                                              "circle",
                                              "address_form",
                                              "in_field",
                                              "field_since",
                                              "field_until",
                                              "similar_background",
                                              "uid",
                                              "is_private",
                                              "do_not_contact",
                                              "may_approach_later",
                                              "contact_points",
                                              "tags",
                                              "originals",
                                              "photo",
                                              "photo_link"};

static const char *const point_names[POINT_SLOTS] = {"kind", "value", "label", "detail"};

static struct doc_shape *
shape_of(struct arena *arena, const char *const *names, uint32_t count)
{
    struct doc_shape *shape = doc_shape(arena, count);
    for (uint32_t i = 0; i < count; i++)
        (void)doc_shape_add(arena, shape, names[i]);
    return shape;
}

struct vcard_shapes
vcard_shapes_make(struct arena *arena)
{
    static const char *const tag_names[] = {"tag"};
    return (struct vcard_shapes){shape_of(arena, slot_names, SLOTS),
                                 shape_of(arena, point_names, POINT_SLOTS),
                                 shape_of(arena, tag_names, 1)};
}

/* ---- which kind of address or number it is ---- */

/* In the order in which a label names them. */
static const char *const kinds[] = {"home",  "work", "school", "other", "main",     "cell", "fax",
                                    "pager", "car",  "isdn",   "modem", "callback", NULL};

/* Said of nearly every number or address, and no difference to anybody. */
static const char *const plain_words[] = {"internet", "pref",   "voice",     "text", "msg",
                                          "postal",   "parcel", "dom",       "intl", "x400",
                                          "uri",      "video",  "textphone", "bbs",  NULL};

static int
place_in(const char *const *words, struct span word)
{
    for (int i = 0; words[i] != NULL; i++)
        if (span_is(word, words[i]))
            return i;
    return -1;
}

struct label {
    bool said[sizeof kinds / sizeof kinds[0]];
    struct span own[LABEL_WORDS];
    size_t count;
};

static void
take_word(struct label *label, struct span word, bool bare)
{
    int kind = place_in(kinds, word);
    if (kind >= 0)
        label->said[kind] = true;
    else if (!bare && word.length > 0 && place_in(plain_words, word) < 0 &&
             label->count < LABEL_WORDS)
        label->own[label->count++] = word;
}

static const char *
label_text(struct vcard_context *context, const struct label *label)
{
    struct span joined;
    char text[LABEL_WORDS * LABEL_MAX + 200];
    size_t length = 0;
    const char *only = NULL;
    int count = 0;
    for (int i = 0; kinds[i] != NULL; i++) {
        if (!label->said[i])
            continue;
        only = kinds[i];
        count++;
        if (length > 0)
            text[length++] = ' ';
        memcpy(text + length, kinds[i], strlen(kinds[i]));
        length += strlen(kinds[i]);
    }
    if (count == 1 && label->count == 0)
        return only;
    for (size_t i = 0; i < label->count; i++) {
        size_t most = label->own[i].length < LABEL_MAX ? label->own[i].length : LABEL_MAX;
        while (most < label->own[i].length && most > 0 && (label->own[i].text[most] & 0xC0) == 0x80)
            most--; /* a cut stands between characters */
        if (length > 0)
            text[length++] = ' ';
        memcpy(text + length, label->own[i].text, most);
        length += most;
    }
    joined = (struct span){text, length};
    return vcard_clean(context, joined, VCARD_ONE_LINE, VCARD_TEXT_MAX);
}

/* "_$!<HomePage>!$_" is Apple's own word, for which each language has another. */
static const char *
apple_label(struct vcard_context *context, struct span value)
{
    bool wrapped = value.length > 8 && span_begins(value, "_$!<") &&
                   memcmp(value.text + value.length - 4, ">!$_", 4) == 0;
    if (wrapped)
        value = (struct span){value.text + 4, value.length - 8};
    char *label = vcard_clean(context, value, VCARD_ONE_LINE, VCARD_TEXT_MAX);
    for (char *at = label; wrapped && at != NULL && *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at | 0x20);
    return label;
}

static const char *
label_of_group(struct vcard_context *context, const struct vcard_card *card, struct span group)
{
    for (size_t i = 0; i < card->count; i++) {
        const struct vcard_line *line = &card->lines[i];
        if (line->name == VCARD_ABLABEL && line->group.length == group.length &&
            strncasecmp(line->group.text, group.text, group.length) == 0)
            return apple_label(context, span_trim(vcard_decoded(context, line)));
    }
    return NULL;
}

const char *
vcard_label(struct vcard_context *context, const struct vcard_line *line,
            const struct vcard_card *card)
{
    struct label label = {.count = 0};
    const char *cursor = line->params.text;
    struct span name, value, word;
    if (line->group.length > 0) {
        const char *found = label_of_group(context, card, line->group);
        if (found != NULL)
            return found;
    }
    while (vcard_param_next(line, &cursor, &name, &value)) {
        if (name.length > 0 && !span_is(name, "TYPE"))
            continue;
        for (struct span rest = value; vcard_part(&rest, ',', &word);)
            take_word(&label, span_trim(word), name.length == 0);
    }
    if (line->group.length > 0 && place_in(kinds, line->group) >= 0)
        take_word(&label, line->group, true);
    return label_text(context, &label);
}

int
vcard_preference(const struct vcard_line *line)
{
    const char *cursor = line->params.text;
    struct span name, value, word;
    int found = 101;
    while (vcard_param_next(line, &cursor, &name, &value)) {
        if (span_is(name, "PREF")) {
            int number = 0;
            for (size_t i = 0; i < value.length && i < 3; i++)
                number = value.text[i] >= '0' && value.text[i] <= '9'
                             ? number * 10 + (value.text[i] - '0')
                             : 101;
            if (number >= 1 && number < found)
                found = number;
        }
        if (name.length > 0 && !span_is(name, "TYPE"))
            continue;
        for (struct span rest = value; vcard_part(&rest, ',', &word);)
            if (span_is(span_trim(word), "PREF"))
                found = 1;
    }
    return found;
}

/* ---- dates ---- */

static int
figures(struct span *rest, size_t count)
{
    int number = 0;
    if (rest->length < count)
        return -1;
    for (size_t i = 0; i < count; i++) {
        if (rest->text[i] < '0' || rest->text[i] > '9')
            return -1;
        number = number * 10 + (rest->text[i] - '0');
    }
    *rest = (struct span){rest->text + count, rest->length - count};
    return number;
}

static void
skip(struct span *rest, char byte)
{
    if (rest->length > 0 && *rest->text == byte)
        *rest = (struct span){rest->text + 1, rest->length - 1};
}

char *
vcard_birthday(struct vcard_context *context, const struct vcard_line *line)
{
    struct span rest = span_trim(vcard_decoded(context, line)), omitted;
    int year = 0, month, day, read_year, read_month, read_day;
    if (span_begins(rest, "--")) {
        rest = (struct span){rest.text + 2, rest.length - 2};
    } else {
        year = figures(&rest, 4);
        skip(&rest, '-');
    }
    month = figures(&rest, 2);
    skip(&rest, '-');
    day = figures(&rest, 2);
    bool ends = rest.length == 0 || *rest.text == 'T' || *rest.text == ' ';
    if (year < 0 || month < 0 || day < 0 || !ends)
        return NULL;
    if (year == APPLE_NO_YEAR ||
        (vcard_param(line, "X-APPLE-OMIT-YEAR", &omitted) && figures(&omitted, 4) == year))
        year = 0;
    /* A day without a year may be the 29th of February. */
    char *date = arena_print(context->arena, "%04d-%02d-%02d", year == 0 ? 2000 : year, month, day);
    if (date_read(date, &read_year, &read_month, &read_day) != STATUS_OK)
        return NULL;
    return year != 0 ? date : arena_print(context->arena, "--%02d-%02d", month, day);
}

/* ---- addresses ---- */

static size_t
put_escaped(char *out, const char *text)
{
    size_t length = 0;
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            out[length++] = '\\';
            out[length++] = 'n';
            continue;
        }
        if (*text == '\\' || *text == ',' || *text == ';')
            out[length++] = '\\';
        out[length++] = *text;
    }
    return length;
}

static void
add_line(struct buffer *buffer, const char *text)
{
    if (text == NULL)
        return;
    if (buffer->length > 0)
        buffer_byte(buffer, '\n');
    buffer_text(buffer, text);
}

char *
vcard_address_lines(struct arena *arena, char *const parts[7])
{
    struct buffer lines;
    buffer_open(&lines, arena, (size_t)ADDRESS_PARTS * (VCARD_VALUE_MAX * 4 + 4));
    add_line(&lines, parts[0]);
    add_line(&lines, parts[1]);
    add_line(&lines, parts[2]);
    add_line(&lines, parts[3] != NULL ? parts[3] : parts[4]);
    if (parts[3] != NULL && parts[4] != NULL) {
        buffer_text(&lines, ", ");
        buffer_text(&lines, parts[4]);
    }
    if (parts[3] == NULL && parts[4] == NULL) {
        add_line(&lines, parts[5]);
    } else if (parts[5] != NULL) {
        buffer_byte(&lines, ' ');
        buffer_text(&lines, parts[5]);
    }
    add_line(&lines, parts[6]);
    return lines.length == 0 ? NULL : arena_copy(arena, lines.data, lines.length);
}

struct doc
vcard_address(struct vcard_context *context, struct span value, char **out_lines,
              struct span *out_city)
{
    char *parts[ADDRESS_PARTS] = {NULL};
    struct span rest = value, part;
    size_t room = ADDRESS_PARTS + 1;
    *out_city = (struct span){"", 0};
    for (int i = 0; i < ADDRESS_PARTS && vcard_part(&rest, ';', &part); i++) {
        if (i == 3)
            *out_city = span_trim(part);
        parts[i] = vcard_clean(context, part, VCARD_MANY_LINES, VCARD_VALUE_MAX);
        room += parts[i] == NULL ? 0 : 2 * strlen(parts[i]);
    }
    *out_lines = vcard_address_lines(context->arena, parts);
    bool street_alone = parts[2] != NULL;
    for (int i = 0; i < ADDRESS_PARTS; i++)
        street_alone = street_alone && (i == 2 || parts[i] == NULL);
    if (street_alone) /* packed into one part: nobody knows what is what */
        return doc_null();
    char *detail = arena_take(context->arena, room);
    size_t length = 0;
    for (int i = 0; i < ADDRESS_PARTS; i++) {
        if (i > 0)
            detail[length++] = ';';
        if (parts[i] != NULL)
            length += put_escaped(detail + length, parts[i]);
    }
    detail[length] = '\0';
    return doc_text_n(detail, length);
}

/* ---- pictures ---- */

const char *
vcard_media(struct span bytes)
{
    static const struct {
        const char *magic;
        size_t length;
        const char *media;
    } known[] = {{"\xFF\xD8\xFF", 3, "image/jpeg"},
                 {"\x89PNG\r\n\x1A\n", 8, "image/png"},
                 {"GIF8", 4, "image/gif"}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (bytes.length > known[i].length &&
            memcmp(bytes.text, known[i].magic, known[i].length) == 0)
            return known[i].media;
    if (bytes.length > 12 && memcmp(bytes.text, "RIFF", 4) == 0 &&
        memcmp(bytes.text + 8, "WEBP", 4) == 0)
        return "image/webp";
    return NULL;
}
