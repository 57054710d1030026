/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"
#include "text/fold.h"
#include "text/name_words.h"

#include <string.h>

enum { WORDS_MAX = 32 };

/* Lists of folded words, with a blank on either side of each. */
static const char suffixes[] =
    " jr jr. sr sr. ii iii iv v phd ph.d. md m.d. mba jd j.d. esq esq. cpa rn pe "
    "dds msc bsc ma mph dphil ";
static const char titles[] =
    " mr mr. mrs mrs. ms ms. mx mx. dr dr. prof prof. professor sir dame rev rev. "
    "hon hon. herr frau ";
static const char particles[] =
    " van von vom zu zum zur de del della dello di da do dos das du des la le "
    "den der ten ter te op al el bin bint ibn ben st st. san santa af av ";

struct words {
    const char *at[WORDS_MAX];
    size_t length[WORDS_MAX];
    int count;
};

static bool
is_one_of(const char *list, const char *word, size_t length)
{
    for (const char *place = list; (place = strchr(place, ' ')) != NULL; place++)
        if (strncmp(place + 1, word, length) == 0 && place[1 + length] == ' ')
            return length > 0;
    return false;
}

bool
name_word_is_title(const char *word, size_t length)
{
    return is_one_of(titles, word, length);
}

bool
name_word_is_suffix(const char *word, size_t length)
{
    return is_one_of(suffixes, word, length);
}

bool
name_word_is_particle(const char *word, size_t length)
{
    return is_one_of(particles, word, length);
}

bool
name_letter_is_east_asian(uint32_t code_point)
{
    return (code_point >= 0x3005 && code_point <= 0x3007) ||
           (code_point >= 0x3040 && code_point <= 0x30ff) ||
           (code_point >= 0x3400 && code_point <= 0x9fff) ||
           (code_point >= 0xac00 && code_point <= 0xd7a3) ||
           (code_point >= 0x20000 && code_point <= 0x3ffff);
}

bool
name_begins_with_family(const char *name)
{
    const char *end = name + strlen(name);
    while (name < end)
        if (name_letter_is_east_asian(utf8_next(&name, end)))
            return true;
    return false;
}

/* False when there are too many words for a name. */
static bool
split(const char *text, struct words *out_words)
{
    struct words words = {.count = 0};
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        if (words.count == WORDS_MAX)
            return false;
        words.at[words.count] = text;
        words.length[words.count++] = length;
        text += length + (text[length] == ' ');
    }
    *out_words = words;
    return true;
}

static bool
ends_with_comma(const struct words *words, int index)
{
    return words->length[index] > 1 && words->at[index][words->length[index] - 1] == ',';
}

static size_t
bare_length(const struct words *words, int index)
{
    return words->length[index] - (ends_with_comma(words, index) ? 1 : 0);
}

/* What stands behind a name without being of it: "Jr.", "PhD", "(she/her)". */
static bool
is_behind(const struct words *words, int index)
{
    return words->at[index][0] == '(' || words->at[index][words->length[index] - 1] == ')' ||
           is_one_of(suffixes, words->at[index], bare_length(words, index));
}

/* "Smith, John": the index behind the comma's word, when a given name follows. 0: none. */
static int
after_comma(const struct words *words, int begin, int end)
{
    for (int i = begin; i + 1 < end; i++)
        if (ends_with_comma(words, i))
            return i + 1;
    return 0;
}

static char *
put(char *key, const struct words *words, int begin, int end)
{
    for (int i = begin; i < end; i++) {
        size_t length = bare_length(words, i);
        memcpy(key, words->at[i], length);
        key += length;
        *key++ = ' ';
    }
    return key;
}

/* The first word of the family name: the last one, and the particles in front of it. A first word
 * is a given name ("Van Morrison", "Al Gore"), unless it is written small ("van Gogh"). */
static int
family_begin(const struct words *words, int begin, int end, bool begins_small)
{
    int family = end - 1 > begin ? end - 1 : begin;
    while (family > begin + !begins_small &&
           is_one_of(particles, words->at[family - 1], words->length[family - 1]))
        family--;
    return family;
}

/* The words of a name without what stands around it. */
struct core {
    struct words words;
    int begin, end;
};

/* False for a name that is sorted as it stands. */
static bool
find_core(const char *name, const char *folded, struct core *out_core)
{
    struct words *words = &out_core->words;
    if (name == NULL || name_begins_with_family(name) || !split(folded, words))
        return false;
    int begin = 0, end = words->count;
    while (begin + 1 < end && is_one_of(titles, words->at[begin], words->length[begin]))
        begin++;
    while (end - 1 > begin && is_behind(words, end - 1))
        end--;
    out_core->begin = begin;
    out_core->end = end;
    return true;
}

/* The family's words, from `family` to `given`; the others of the core; what stands around it. */
static char *
arrange(struct arena *arena, const struct core *core, size_t length, int family, int given)
{
    const struct words *words = &core->words;
    char *key = arena_alloc(arena, length + 2), *next = put(key, words, family, given);
    next = put(next, words, core->begin, family);
    next = put(next, words, given, core->end);
    next = put(next, words, 0, core->begin);
    next = put(next, words, core->end, words->count);
    if (next > key)
        next[-1] = '\0';
    return key;
}

static bool
begins_small(const char *name)
{
    char first = name[strspn(name, " \t\r\n")];
    return first >= 'a' && first <= 'z';
}

char *
text_name_key(struct arena *arena, const char *name)
{
    char *folded = text_fold(arena, name);
    struct core core;
    if (!find_core(name, folded, &core))
        return folded;
    int given = after_comma(&core.words, core.begin, core.end);
    if (given > 0)
        return arrange(arena, &core, strlen(folded), core.begin, given);
    int family = family_begin(&core.words, core.begin, core.end, begins_small(name));
    return arrange(arena, &core, strlen(folded), family, core.end);
}

/* Where the words of the family stand in a name, the last time. -1: nowhere. */
static int
find_family(const struct core *core, const struct words *family)
{
    for (int at = core->end - family->count; at >= core->begin; at--) {
        int i = 0;
        while (i < family->count && bare_length(&core->words, at + i) == bare_length(family, i) &&
               memcmp(core->words.at[at + i], family->at[i], bare_length(family, i)) == 0)
            i++;
        if (i == family->count)
            return at;
    }
    return -1;
}

char *
text_name_key_of(struct arena *arena, const char *name, const char *given, const char *family)
{
    struct core core;
    struct words words;
    if (name == NULL || given == NULL || given[0] == '\0' || family == NULL || family[0] == '\0')
        return text_name_key(arena, name);
    char *folded = text_fold(arena, name);
    if (!find_core(name, folded, &core) || !split(text_fold(arena, family), &words) ||
        words.count == 0)
        return text_name_key(arena, name);
    int at = find_family(&core, &words), end = at + words.count;
    if (at < 0)
        return text_name_key(arena, name);
    while (at > core.begin + !begins_small(name) &&
           is_one_of(particles, core.words.at[at - 1], core.words.length[at - 1]))
        at--;
    return arrange(arena, &core, strlen(folded), at, end);
}

int
text_name_keys(struct arena *arena, const char *name, const char *given, const char *family,
               const char *out_keys[NAME_KEYS])
{
    struct core core;
    const char *plain = text_name_key(arena, name);
    int count = 0;
    out_keys[count++] = text_name_key_of(arena, name, given, family);
    if (strcmp(out_keys[0], plain) != 0)
        out_keys[count++] = plain;
    bool apart = given != NULL && given[0] != '\0' && family != NULL && family[0] != '\0';
    char *folded = text_fold(arena, name);
    if (apart || !find_core(name, folded, &core) ||
        after_comma(&core.words, core.begin, core.end) > 0)
        return count;
    for (int at = core.end - 2; at > core.begin && count < NAME_KEYS; at--) {
        const char *key = arrange(arena, &core, strlen(folded), at, core.end);
        if (strcmp(key, plain) != 0)
            out_keys[count++] = key;
    }
    return count;
}
