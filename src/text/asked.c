/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"
#include "text/terms.h"

#include <string.h>

struct asking {
    struct asked *asked;
    bool together;          /* inside quotation marks */
    struct asked_way *line; /* the words that must stand together */
};

static bool
is_prefix(const struct term_group *group, const char *term)
{
    return !group->pairs && utf8_length(term) > 1;
}

static struct asked_way *
add_way(struct asked *asked)
{
    int part = asked->count - 1;
    if (asked->parts[part].count == ASKED_WAYS_MAX)
        return NULL;
    struct asked_way *way = &asked->parts[part].ways[asked->parts[part].count++];
    *way = (struct asked_way){.count = 0};
    return way;
}

static void
add_word(struct asked_way *way, const char *term, bool prefix)
{
    if (way == NULL || way->count == GROUP_WORDS_MAX)
        return;
    way->words[way->count].text = term;
    way->words[way->count++].prefix = prefix;
}

static bool
begin_part(struct asked *asked)
{
    if (asked->count == ASKED_PARTS_MAX) {
        asked->cut = true;
        return false;
    }
    asked->parts[asked->count++].count = 0;
    return true;
}

static void
ask_group(void *context, const struct term_group *group)
{
    struct asking *asking = context;
    if (asking->together) {
        for (int i = 0; i < group->count; i++) {
            asking->asked->cut = asking->asked->cut || asking->line->count == GROUP_WORDS_MAX;
            add_word(asking->line, group->words[i].text, false);
        }
        return;
    }
    if (!begin_part(asking->asked))
        return;
    bool instead = false;
    for (int o = 0; o < group->other_count; o++)
        instead = instead || (group->others[o].instead && !group->others[o].stored_only);
    struct asked_way *way = instead ? NULL : add_way(asking->asked);
    for (int i = 0; i < group->count; i++)
        add_word(way, group->words[i].text, is_prefix(group, group->words[i].text));
    if (way != NULL)
        way->adjacent = group->pairs;
    for (int o = 0; o < group->other_count; o++) {
        const struct term_other *other = &group->others[o];
        if (other->stored_only)
            continue;
        way = add_way(asking->asked);
        for (int t = 0; t < other->count; t++)
            add_word(way, other->terms[t], is_prefix(group, other->terms[t]));
    }
}

static void
ask_piece(struct arena *arena, struct asking *asking, const char *from, const char *to)
{
    const char *piece = arena_copy(arena, from, (size_t)(to - from));
    if (!asking->together) {
        terms_each(arena, piece, ask_group, asking);
        return;
    }
    if (!begin_part(asking->asked))
        return;
    asking->line = add_way(asking->asked);
    asking->line->adjacent = true;
    terms_each(arena, piece, ask_group, asking);
    if (asking->line->count == 0)
        asking->asked->count--;
}

/* The length of the quotation mark at `text`, 0 for another character. */
static size_t
quotation_mark(const char *text)
{
    static const char *const marks[] = {"\"", "“", "”", "„", "«", "»"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strncmp(text, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 0;
}

void
terms_ask(struct arena *arena, const char *question, struct asked *out_asked)
{
    struct asking asking = {.asked = out_asked};
    const char *from = question, *at = question;
    out_asked->count = 0;
    out_asked->cut = false;
    while (*at != '\0') {
        size_t mark = quotation_mark(at);
        if (mark > 0) {
            ask_piece(arena, &asking, from, at);
            asking.together = !asking.together;
            from = at + mark;
        }
        at += mark > 0 ? mark : 1;
    }
    /* A quotation that is still being typed counts as words. */
    asking.together = false;
    ask_piece(arena, &asking, from, at);
}

/* Letters of alphabets stand below U+2000. */
static bool
is_letter(const struct asked_way *way)
{
    return way->count == 1 && !way->adjacent && utf8_length(way->words[0].text) == 1 &&
           (unsigned char)way->words[0].text[0] < 0xe2;
}

bool
asked_drop_letters(struct asked *asked, bool last_only)
{
    int kept = 0, before = asked->count;
    while (last_only && asked->count > 1 && is_letter(&asked->parts[asked->count - 1].ways[0]))
        asked->count--;
    for (int i = 0; !last_only && i < before; i++)
        if (!is_letter(&asked->parts[i].ways[0]))
            asked->parts[kept++] = asked->parts[i];
    if (!last_only)
        asked->count = kept;
    return asked->count < before;
}

static bool
word_meets(const struct asked_way *way, const char *term)
{
    for (int i = 0; i < way->count; i++) {
        const char *asked = way->words[i].text;
        if (way->words[i].prefix ? strncmp(term, asked, strlen(asked)) == 0
                                 : strcmp(term, asked) == 0)
            return true;
    }
    return false;
}

/* In a run of letters a single one may be asked for. */
static bool
letter_meets(const struct asked_way *way, const char *pair)
{
    return way->count == 1 && utf8_length(way->words[0].text) == 1 &&
           strstr(pair, way->words[0].text) != NULL;
}

bool
asked_meets(const struct asked *asked, const struct term_group *group, int index)
{
    for (int p = 0; p < asked->count; p++)
        for (int w = 0; w < asked->parts[p].count; w++) {
            const struct asked_way *way = &asked->parts[p].ways[w];
            if (word_meets(way, group->words[index].text) ||
                (group->pairs && letter_meets(way, group->words[index].text)))
                return true;
            for (int o = 0; o < group->other_count && !group->pairs; o++)
                for (int t = 0; t < group->others[o].count; t++)
                    if (word_meets(way, group->others[o].terms[t]))
                        return true;
        }
    return false;
}
