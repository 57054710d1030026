/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms are UTF-8 of letters and digits with one blank between, within their limits, and stay what they are when
 * they are asked for; every word of a text is met by the text as a question. */
#include "fuzz.h"

#include "base/utf8.h"
#include "text/terms.h"

#include <string.h>

struct checking {
    const struct asked *asked;
    const char *text;
    uint32_t last;
    int words;
    bool plain; /* without quotation marks, and not cut */
};

static bool
has_stand_in(const struct term_group *group)
{
    for (int i = 0; i < group->other_count; i++)
        if (group->others[i].instead)
            return true;
    return false;
}

static bool
is_plain(const char *text, const struct asked *asked)
{
    static const char *const marks[] = {"\"", "“", "”", "„", "«", "»"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strstr(text, marks[i]) != NULL)
            return false;
    return !asked->cut;
}

/* Words stand in their order inside the text, on whole characters. */
static void
check_group(void *context, const struct term_group *group)
{
    struct checking *checking = context;
    PROMISE(group->count > 0 && group->count <= GROUP_WORDS_MAX);
    PROMISE(group->other_count <= GROUP_OTHERS_MAX);
    for (int i = 0; i < group->count; i++) {
        const struct term *word = &group->words[i];
        PROMISE(word->from < word->to && word->to <= strlen(checking->text));
        PROMISE(word->from >= checking->last || group->pairs);
        PROMISE(strlen(word->text) > 0 && strlen(word->text) <= TERM_BYTES_MAX);
        checking->last = group->pairs ? word->from : word->to;
        if (checking->plain && !has_stand_in(group))
            PROMISE(asked_meets(checking->asked, group, i));
        checking->words++;
    }
}

static void
check_asked(const struct asked *asked)
{
    PROMISE(asked->count >= 0 && asked->count <= ASKED_PARTS_MAX);
    for (int p = 0; p < asked->count; p++) {
        PROMISE(asked->parts[p].count > 0 && asked->parts[p].count <= ASKED_WAYS_MAX);
        for (int w = 0; w < asked->parts[p].count; w++) {
            const struct asked_way *way = &asked->parts[p].ways[w];
            PROMISE(way->count > 0 && way->count <= GROUP_WORDS_MAX);
            for (int i = 0; i < way->count; i++)
                PROMISE(way->words[i].text[0] != '\0' &&
                        strpbrk(way->words[i].text, "\"'*:&|()<>\\ ") == NULL);
        }
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 4000)
        return 0;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const char *text = arena_copy(&arena, (const char *)data, size);
    const char *terms = text_terms(&arena, text);
    size_t length = strlen(terms);
    PROMISE(utf8_valid(terms, length));
    PROMISE(length == 0 || (terms[0] != ' ' && terms[length - 1] != ' '));
    PROMISE(strstr(terms, "  ") == NULL);
    PROMISE(strpbrk(terms, "ABCDEFGHIJKLMNOPQRSTUVWXYZ\n\r\t\"'*:&|()<>\\") == NULL);
    struct asked *asked = arena_alloc(&arena, sizeof *asked);
    terms_ask(&arena, text, asked);
    check_asked(asked);
    struct checking checking = {.asked = asked, .text = text, .plain = is_plain(text, asked)};
    terms_each(&arena, text, check_group, &checking);
    PROMISE((checking.words == 0) == (length == 0));
    return 0;
}
