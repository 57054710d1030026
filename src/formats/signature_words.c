/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/asset.h"
#include "formats/signature_private.h"
#include "text/fold.h"

#include <string.h>

enum { LISTS_MAX = 24, WORDS_MAX = 600 };

struct list {
    const char *name;
    const char **words;
    int count;
};

struct signature_words {
    struct arena *arena;
    struct list lists[LISTS_MAX];
    int count;
};

static void
take_line(struct signature_words *words, const char *line)
{
    struct list *list = words->count == 0 ? NULL : &words->lists[words->count - 1];
    const char *cursor = line;
    while (list != NULL && *cursor != '\0' && list->count < WORDS_MAX) {
        size_t length = strcspn(cursor, ",");
        char *word = text_fold(words->arena, arena_copy(words->arena, cursor, length));
        if (*word != '\0')
            list->words[list->count++] = word;
        cursor += length + (cursor[length] == ',');
    }
}

struct signature_words *
signature_words_open(struct arena *arena)
{
    const struct asset *asset = asset_find("data/signature/words.txt");
    struct signature_words *words = arena_alloc(arena, sizeof *words);
    words->arena = arena;
    for (const char *cursor = asset == NULL ? "" : asset->bytes; *cursor != '\0';) {
        size_t length = strcspn(cursor, "\n");
        char *line = arena_copy(arena, cursor, length);
        cursor += length + (cursor[length] == '\n');
        if (line[0] == '#')
            continue;
        if (line[0] != '[') {
            take_line(words, line);
        } else if (words->count < LISTS_MAX) {
            line[strcspn(line, "]")] = '\0';
            words->lists[words->count++] = (struct list){
                .name = line + 1, .words = arena_alloc(arena, WORDS_MAX * sizeof(char *))};
        }
    }
    return words;
}

static const struct list *
list_of(const struct signature_words *words, const char *name)
{
    static const struct list none = {0};
    for (int i = 0; i < words->count; i++)
        if (strcmp(words->lists[i].name, name) == 0)
            return &words->lists[i];
    return &none;
}

static bool
is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

static bool
holds(const char *text, const char *word)
{
    bool within = *word == '~';
    size_t length = strlen(word + within);
    for (const char *at = text; (at = strstr(at, word + within)) != NULL; at++)
        if (within || ((at == text || !is_letter(at[-1])) && !is_letter(at[length])))
            return true;
    return false;
}

bool
signature_has_word(const struct signature_words *words, const char *list, const char *text)
{
    const struct list *found = list_of(words, list);
    const char *folded = text_fold(words->arena, text);
    for (int i = 0; i < found->count; i++)
        if (holds(folded, found->words[i]))
            return true;
    return false;
}

bool
signature_is_word(const struct signature_words *words, const char *list, const char *text)
{
    const struct list *found = list_of(words, list);
    char *folded = text_fold(words->arena, text);
    size_t length = strlen(folded);
    while (length > 0 && strchr(":.,!-) ", folded[length - 1]) != NULL)
        folded[--length] = '\0';
    for (int i = 0; i < found->count; i++)
        if (strcmp(folded, found->words[i]) == 0)
            return true;
    return false;
}

const char *
signature_behind(const struct signature_words *words, const char *list, const char *text)
{
    const struct list *found = list_of(words, list);
    const char *folded = text_fold(words->arena, text);
    const char *best = NULL;
    /* Only phrases of ASCII are looked for at the beginning, so that as many bytes are behind both. */
    for (int i = 0; i < found->count; i++) {
        size_t length = strlen(found->words[i]);
        if (strncmp(folded, found->words[i], length) == 0 && text[length] == ' ' &&
            (best == NULL || text + length + 1 > best))
            best = text + length + 1;
    }
    return best;
}
