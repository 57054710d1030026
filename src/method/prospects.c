/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/prospects.h"

#include "text/fold.h"

#include <string.h>

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* The phrase as whole words. */
static bool
holds_phrase(const char *text, const char *phrase, size_t length)
{
    for (const char *at = text; *at != '\0'; at++)
        if (strncmp(at, phrase, length) == 0 && (at == text || !is_letter(at[-1])) &&
            !is_letter(at[length]))
            return true;
    return false;
}

bool
prospect_is_personnel(struct arena *arena, const char *titles, const char *title)
{
    if (title == NULL || title[0] == '\0')
        return false;
    const char *folded = text_fold(arena, title);
    for (const char *line = titles; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        if (length > 0 && line[0] != '#' && holds_phrase(folded, line, length))
            return true;
        line += length + (line[length] == '\n');
    }
    return false;
}

static void
add(struct doc *hints, struct arena *arena, bool holds, const char *code)
{
    struct doc *hint = doc_map(arena);
    if (!holds)
        return;
    doc_set_text(hint, "code", code);
    (void)doc_push(hints, *hint);
}

struct doc *
prospect_hints(struct arena *arena, const struct doc *facts)
{
    struct doc *hints = doc_list(arena);
    bool nobody = doc_int_of(facts, "count") == 0 && !doc_bool_of(facts, "more");
    add(hints, arena, nobody && doc_bool_of(facts, "filtered"), "hint.widen");
    add(hints, arena, doc_int_of(facts, "personnel") > 0, "hint.personnel");
    add(hints, arena, strcmp(doc_text_of(facts, "circle"), "association") == 0, "hint.boards");
    return hints;
}
