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

char *
text_name_key(struct arena *arena, const char *name)
{
    char *folded = text_fold(arena, name);
    struct words words;
    if (name == NULL || name_begins_with_family(name) || !split(folded, &words))
        return folded;
    int begin = 0;
    int end = words.count;
    while (begin + 1 < end && is_one_of(titles, words.at[begin], words.length[begin]))
        begin++;
    while (end - 1 > begin && is_behind(&words, end - 1))
        end--;
    int given = end;
    int family = after_comma(&words, begin, end);
    if (family > 0) {
        given = family;
        family = begin;
    } else {
        char first = name[strspn(name, " \t\r\n")];
        family = family_begin(&words, begin, end, first >= 'a' && first <= 'z');
    }
    char *key = arena_alloc(arena, strlen(folded) + 2);
    char *next = put(key, &words, family, given);
    next = family == begin ? put(next, &words, given, end) : put(next, &words, begin, family);
    next = put(next, &words, 0, begin);
    next = put(next, &words, end, words.count);
    if (next > key)
        next[-1] = '\0';
    return key;
}
