/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/name_parts.h"

#include "base/buffer.h"
#include "text/fold.h"
#include "text/name_words.h"

#include <string.h>

enum { NAME_MAX = 2000 };

static bool
has_east_asian(const char *text)
{
    return text != NULL && name_begins_with_family(text);
}

static bool
is_empty(const char *text)
{
    return text == NULL || text[0] == '\0';
}

/* Tags, and the names that people write for a language, folded. */
static const char *const family_first[] = {
    "hu",        "zh",      "ja",       "ko",       "vi",     "km",         "magyar",
    "hungarian", "chinese", "mandarin", "japanese", "korean", "vietnamese", "khmer",
    "cantonese", "tieng",   "zhong",    "nihongo",  "hangug", NULL};

bool
name_family_first(const struct name_parts *parts, const char *language)
{
    if (has_east_asian(parts->family) || has_east_asian(parts->given))
        return true;
    if (is_empty(language))
        return false;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const char *folded = text_fold(&arena, language);
    size_t length = strcspn(folded, " ,;-_(");
    for (int i = 0; family_first[i] != NULL; i++)
        if (strlen(family_first[i]) == length && strncmp(folded, family_first[i], length) == 0)
            return true;
    return false;
}

/* One more part: behind a blank, unless both sides are written without. */
static void
add(struct buffer *name, const char *part, bool close)
{
    if (is_empty(part))
        return;
    if (name->length > 0 && !close)
        buffer_byte(name, ' ');
    buffer_text(name, part);
}

char *
name_compose(struct arena *arena, const struct name_parts *parts, const char *language)
{
    struct buffer name;
    if (is_empty(parts->given) && is_empty(parts->family))
        return NULL;
    buffer_open(&name, arena, NAME_MAX);
    bool close = has_east_asian(parts->family) && has_east_asian(parts->given);
    bool first = name_family_first(parts, language);
    if (!first || !close)
        add(&name, parts->prefix, false);
    if (first) {
        add(&name, parts->family, false);
        add(&name, parts->given, close);
        add(&name, parts->additional, false);
    } else {
        add(&name, parts->given, false);
        add(&name, parts->additional, false);
        add(&name, parts->family, false);
    }
    if (!is_empty(parts->suffix)) {
        buffer_text(&name, close ? " " : ", ");
        buffer_text(&name, parts->suffix);
    }
    return buffer_status(&name) == STATUS_OK ? name.data : NULL;
}
