/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/cell.h"

#include "views/escape.h"
#include "views/value.h"
#include "views/words.h"

#include <string.h>

enum { CELL_MAX = 256 * 1024 };

static bool
ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), end_length = strlen(end);
    return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

const char *
cell_label(const struct reader *reader, struct arena *arena, const char *key)
{
    const char *code = arena_print(arena, "column.%s", key);
    if (words_know(code))
        return words_say(reader, arena, code, NULL);
    char *label = arena_text(arena, key);
    for (char *at = label; *at != '\0'; at++)
        if (*at == '_')
            *at = ' ';
    if (label[0] >= 'a' && label[0] <= 'z')
        label[0] = (char)(label[0] - 'a' + 'A');
    return label;
}

/* Behind the entity at `at`, whose character is added. */
static const char *
add_entity(struct buffer *text, const char *at)
{
    static const struct {
        const char *entity, *character;
    } known[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t length = strlen(known[i].entity);
        if (strncmp(at, known[i].entity, length) == 0) {
            buffer_text(text, known[i].character);
            return at + length;
        }
    }
    buffer_byte(text, '&');
    return at + 1;
}

/* Finished HTML without its tags; the end of a paragraph or line item is a new line. */
static const char *
without_tags(struct arena *arena, const char *markup)
{
    struct buffer text;
    buffer_open(&text, arena, CELL_MAX);
    while (*markup != '\0') {
        if (*markup == '&') {
            markup = add_entity(&text, markup);
        } else if (*markup == '<') {
            bool item = strncmp(markup, "<li>", 4) == 0;
            markup += strcspn(markup, ">");
            markup += *markup == '>';
            if (item)
                buffer_text(&text, "- ");
        } else {
            buffer_byte(&text, *markup++);
        }
    }
    while (text.length > 0 && text.data[text.length - 1] == '\n')
        text.data[--text.length] = '\0';
    return buffer_read(&text);
}

static enum step_format
format_of(const char *key)
{
    if (ends_with(key, "_at") || strcmp(key, "at") == 0)
        return FORMAT_MOMENT;
    if (ends_with(key, "_on"))
        return FORMAT_DATE;
    return ends_with(key, "_local") ? FORMAT_LOCAL : FORMAT_PLAIN;
}

static bool
is_code(const char *key, const char *text)
{
    return (strcmp(key, "code") == 0 || ends_with(key, "_code")) && words_know(text);
}

static const char *
plain_text(const struct reader *reader, struct arena *arena, const struct doc *map, const char *key)
{
    const struct doc *value = doc_get(map, key);
    if (value->kind == DOC_BOOL)
        return words_say(reader, arena, value->boolean ? "table.yes" : "table.no", NULL);
    if (value->kind == DOC_MARKUP)
        return without_tags(arena, value->text);
    if (value->kind == DOC_TEXT && value->count > 0) {
        const char *choice = arena_print(arena, "choice.%s.%s", key, value->text);
        if (is_code(key, value->text))
            return words_say(reader, arena, value->text, map);
        if (words_know(choice))
            return words_say(reader, arena, choice, NULL);
    }
    struct doc shown = value_format(reader, arena, format_of(key), value);
    return value_text(arena, &shown);
}

const char *
cell_text(const struct reader *reader, struct arena *arena, const struct doc *map, const char *key)
{
    struct buffer text;
    const char *plain = plain_text(reader, arena, map, key);
    buffer_open(&text, arena, CELL_MAX);
    escape_add(&text, PLACE_PLAIN, plain, strlen(plain));
    return buffer_read(&text);
}

const char *
cell_line(const struct reader *reader, struct arena *arena, const struct doc *map, const char *key)
{
    struct buffer text;
    const char *plain = plain_text(reader, arena, map, key);
    buffer_open(&text, arena, CELL_MAX);
    escape_line(&text, plain, strlen(plain));
    return buffer_read(&text);
}
