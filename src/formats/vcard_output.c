/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/vcard_output.h"

#include "base/utf8.h"

#include <string.h>
#include <strings.h>

enum { ITEM_DIGITS = 6 };

void
output_begin(struct output *output, const char *group, const char *name)
{
    output->line->length = 0;
    if (group != NULL) {
        buffer_text(output->line, group);
        buffer_byte(output->line, '.');
    }
    buffer_text(output->line, name);
}

/* A quote cannot stand in a parameter: RFC 6868 writes it as ^'. */
static void
param_value(struct buffer *line, const char *text, size_t length, bool quoted)
{
    if (quoted)
        buffer_byte(line, '"');
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"')
            buffer_text(line, "^'");
        else if ((unsigned char)text[i] >= ' ' && text[i] != 0x7F)
            buffer_byte(line, text[i]);
    }
    if (quoted)
        buffer_byte(line, '"');
}

static bool
needs_quotes(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] == ':' || text[i] == ';' || text[i] == ',')
            return true;
    return false;
}

void
output_param(struct output *output, const char *name, const char *value)
{
    size_t length = strlen(value);
    buffer_byte(output->line, ';');
    buffer_text(output->line, name);
    buffer_byte(output->line, '=');
    param_value(output->line, value, length,
                strcmp(name, "TYPE") != 0 && needs_quotes(value, length));
}

void
output_value(struct output *output)
{
    buffer_byte(output->line, ':');
}

void
output_raw(struct output *output, const char *text, size_t length)
{
    buffer_add(output->line, text, length);
}

void
output_escaped(struct output *output, const char *text)
{
    while (text != NULL && *text != '\0') {
        size_t run = strcspn(text, "\\,;\n\r");
        buffer_add(output->line, text, run);
        text += run;
        if (*text == '\0')
            break;
        if (*text == '\n') {
            buffer_add(output->line, "\\n", 2);
        } else if (*text != '\r') {
            buffer_byte(output->line, '\\');
            buffer_byte(output->line, *text);
        }
        text++;
    }
}

const char *
output_upper(struct output *output, const char *text)
{
    char *upper = arena_text(output->arena, text);
    for (char *at = upper; *at != '\0'; at++)
        if (*at >= 'a' && *at <= 'z')
            *at = (char)(*at & ~0x20);
    return upper;
}

/* Folded at 75 bytes, never inside a character; the blank of a folded line counts. */
void
output_end(struct output *output)
{
    const char *text = buffer_read(output->line), *end = text + output->line->length;
    size_t room = VCARD_FOLD;
    while ((size_t)(end - text) > room) {
        size_t piece = room;
        while (piece > 1 && ((unsigned char)text[piece] & 0xC0) == 0x80)
            piece--;
        buffer_add(output->buffer, text, piece);
        buffer_add(output->buffer, "\r\n ", 3);
        text += piece;
        room = VCARD_FOLD - 1;
    }
    buffer_add(output->buffer, text, (size_t)(end - text));
    buffer_add(output->buffer, "\r\n", 2);
}

void
vcard_write_line(struct arena *arena, const char *name, const char *text, struct buffer *buffer)
{
    struct buffer line;
    struct output output = {.arena = arena, .buffer = buffer, .line = &line};
    buffer_open(&line, arena, VCARD_TEXT_MAX);
    output_begin(&output, NULL, name);
    output_value(&output);
    output_escaped(&output, text);
    output_end(&output);
}

/* ---- lines of the original ---- */

/* A parameter that nobody knows may speak of quoted-printable as well: readers would then take a last "=" of the
 * line for a break, and the next line for its rest. */
static bool
is_coding(struct span name, struct span value)
{
    static const char quoted[] = "QUOTED-PRINTABLE";
    if (span_is(name, "ENCODING") || span_is(name, "CHARSET") ||
        (name.length == 0 && span_is(value, "BASE64")))
        return true;
    for (; value.length >= sizeof quoted - 1; value.text++, value.length--)
        if (strncasecmp(value.text, quoted, sizeof quoted - 1) == 0)
            return true;
    return false;
}

/* "work,pref" without pref, and without quotes. */
static void
put_types(struct output *output, struct span value, bool keep_preference)
{
    struct span word;
    bool any = false;
    for (struct span rest = value; vcard_part(&rest, ',', &word);) {
        word = span_trim(word);
        if (word.length == 0 || (!keep_preference && span_is(word, "PREF")))
            continue;
        buffer_text(output->line, any ? "," : ";TYPE=");
        param_value(output->line, word.text, word.length, needs_quotes(word.text, word.length));
        any = true;
    }
}

static bool
is_type_word(struct output *output, struct span word)
{
    struct vcard_line line = {.params = {word.text, word.length}, .point = -1};
    struct vcard_card none = {.count = 0};
    return vcard_label(&output->context, &line, &none) != NULL;
}

static void
put_param(struct output *output, struct span name, struct span value, enum preferred preferred)
{
    bool keep = preferred == PREFERRED_AS_IT_WAS;
    if (is_coding(name, value) || (!keep && span_is(name, "PREF")))
        return;
    if (span_is(name, "TYPE")) {
        put_types(output, value, keep);
        return;
    }
    if (name.length == 0) { /* a bare word of 2.1 */
        bool preference = span_is(value, "PREF");
        bool unknown = !preference && !is_type_word(output, value) && value.length > 0 &&
                       !span_is(value, "VOICE") && !span_is(value, "INTERNET");
        if (unknown) {
            buffer_text(output->line, ";X-WORD=");
            param_value(output->line, value.text, value.length,
                        needs_quotes(value.text, value.length));
        } else if (!preference || keep) {
            put_types(output, value, keep);
        }
        return;
    }
    buffer_byte(output->line, ';');
    buffer_add(output->line, name.text, name.length);
    buffer_byte(output->line, '=');
    param_value(output->line, value.text, value.length, needs_quotes(value.text, value.length));
}

static void
put_without_blanks(struct output *output, struct span value)
{
    for (size_t i = 0; i < value.length; i++)
        if (value.text[i] > ' ')
            buffer_byte(output->line, value.text[i]);
}

/* Base64 stays what it is in 3.0; 4.0 knows it as a data: URI only. */
static void
put_base64(struct output *output, const struct vcard_line *line)
{
    if (output->writer->version == VCARD_40) {
        buffer_text(output->line, ":data:application/octet-stream;base64,");
    } else {
        buffer_text(output->line, ";ENCODING=b:");
    }
    put_without_blanks(output, line->value);
}

/* A value that was quoted-printable may hold line breaks and controls, which no other has. A backslash before one of
 * those escaped nothing: it must not escape what comes behind. */
static void
put_value(struct output *output, const struct vcard_line *line)
{
    struct span value = vcard_decoded(&output->context, line);
    bool agent = span_is(line->spelled, "AGENT");
    if (agent) {
        value = span_trim(value);
        if (memchr(value.text, '\n', value.length) != NULL) {
            output_value(output);
            output_escaped(output, arena_copy(output->arena, value.text, value.length));
            return;
        }
    }
    output_value(output);
    bool escapes = false;
    for (const char *at = value.text, *end = at + value.length; at < end;) {
        const char *start = at;
        uint32_t character = utf8_next(&at, end);
        bool lone_return = character == '\r' && (at == end || *at != '\n');
        if (escapes && character < ' ' && character != '\t')
            buffer_byte(output->line, '\\');
        escapes = character == '\\' && !escapes;
        if (character == '\n' || character == '\v' || character == '\f' || lone_return)
            buffer_add(output->line, "\\n", 2);
        else if (character == 0xFFFD)
            buffer_text(output->line, "\uFFFD");
        else if (character == '\t' || character >= ' ')
            buffer_add(output->line, start, (size_t)(at - start));
    }
}

void
output_original(struct output *output, const struct vcard_line *line, enum preferred preferred)
{
    const char *cursor = line->params.text;
    struct span name, value;
    output->line->length = 0;
    if (line->group.length > 0) {
        buffer_add(output->line, line->group.text, line->group.length);
        buffer_byte(output->line, '.');
    }
    buffer_add(output->line, line->spelled.text, line->spelled.length);
    while (vcard_param_next(line, &cursor, &name, &value))
        put_param(output, name, value, preferred);
    if (preferred == PREFERRED_YES)
        buffer_text(output->line, output->writer->version == VCARD_40 ? ";PREF=1" : ";TYPE=pref");
    if (line->coding == VCARD_BASE64)
        put_base64(output, line);
    else
        put_value(output, line);
    output_end(output);
}

void
output_labels(struct output *output, const struct vcard_line *line)
{
    for (size_t i = 0; line->group.length > 0 && i < output->was.count; i++) {
        const struct vcard_line *label = &output->was.lines[i];
        if (label->name != VCARD_ABLABEL || output->done[i] ||
            label->group.length != line->group.length ||
            strncasecmp(label->group.text, line->group.text, line->group.length) != 0)
            continue;
        output_original(output, label, PREFERRED_AS_IT_WAS);
        output->done[i] = true;
    }
}

void
output_count_item(struct output *output, const struct vcard_line *line)
{
    int number = 0;
    if (!span_begins(line->group, "item") || line->group.length > 4 + ITEM_DIGITS)
        return;
    for (size_t i = 4; i < line->group.length; i++) {
        if (line->group.text[i] < '0' || line->group.text[i] > '9')
            return;
        number = number * 10 + (line->group.text[i] - '0');
    }
    if (number > output->items)
        output->items = number;
}
