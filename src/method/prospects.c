/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/prospects.h"

#include "text/fold.h"

#include <string.h>

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

enum { PHRASES_MOST = 64 };

/* The file's phrases, and the letters with which they begin: most words of a title can be passed by at once. */
struct phrases {
    const char *at[PHRASES_MOST];
    size_t length[PHRASES_MOST];
    size_t count;
    bool begins[256];
};

static struct phrases
read_phrases(const char *text)
{
    struct phrases phrases = {0};
    for (const char *line = text; *line != '\0' && phrases.count < PHRASES_MOST;) {
        size_t length = strcspn(line, "\n");
        if (length > 0 && *line != '#') {
            phrases.begins[(unsigned char)*line] = true;
            phrases.at[phrases.count] = line;
            phrases.length[phrases.count++] = length;
        }
        line += length + (line[length] == '\n');
    }
    return phrases;
}

/* Does one of the phrases begin at this word of the text, and end with a word? */
static bool
begins_here(const struct phrases *phrases, const char *word)
{
    for (size_t i = 0; i < phrases->count; i++)
        if (*phrases->at[i] == *word && strncmp(word, phrases->at[i], phrases->length[i]) == 0 &&
            !is_letter(word[phrases->length[i]]))
            return true;
    return false;
}

static bool
holds_phrase(const struct phrases *phrases, const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (phrases->begins[(unsigned char)*at] && begins_here(phrases, at))
            return true;
        while (is_letter(*at))
            at++;
        if (*at == '\0')
            return false;
    }
    return false;
}

int64_t
prospect_count_personnel(struct arena *arena, const char *titles, const struct doc *rows,
                         const char *key)
{
    struct phrases phrases = read_phrases(titles);
    int64_t count = 0;
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const char *title = doc_text_of(doc_item(rows, i), key);
        count += title[0] != '\0' && holds_phrase(&phrases, text_fold(arena, title));
    }
    return count;
}

bool
prospect_is_personnel(struct arena *arena, const char *titles, const char *title)
{
    struct phrases phrases = read_phrases(titles);
    return title != NULL && title[0] != '\0' && holds_phrase(&phrases, text_fold(arena, title));
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
