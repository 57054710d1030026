/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/names_private.h"

#include <string.h>

enum { SPELLED_MAX = 40 };

/* Longer ones stand before the shorter ones that begin them. "^" is the beginning of the word, "$" its
 * end, "_" a consonant that stays; `to` takes the place of `from` without the sign. */
struct spelling {
    const char *from, *to;
};

static const struct spelling latin_spellings[] = {
    {"tsch", "ch"}, {"tch", "ch"}, {"sch", "sh"}, {"ck", "k"},  {"ph", "f"},  {"th", "t"},
    {"dh", "d"},    {"gh", "g"},   {"kh", "h"},   {"ch", "ch"}, {"sh", "sh"}, {"dt", "t"},
    {"ae_", "a"},   {"oe_", "o"},  {"ue_", "u"},  {"ei", "ai"}, {"ey", "ai"}, {"ay", "ai"},
    {"iy", "i"},    {"ij", "i"},   {"yi", "i"},   {"yj", "i"},  {"ou", "u"},  {"oo", "u"},
    {"ce", "ce"},   {"ci", "ci"},  {"cy", "ci"},  {"c", "k"},   {"q", "k"},   {"x", "ks"},
    {"w", "v"},     {"^y", "y"},   {"y", "i"},    {"^z", "z"},  {"z", "s"},   {"h$", ""},
    {NULL, NULL},
};

static const struct spelling rough_spellings[] = {
    {"jue_", "u"}, {"ue_", "u"}, {"oe_", "o"}, {"shch", "s"}, {"tsch", "c"}, {"sch", "s"},
    {"tch", "c"},  {"ch", "c"},  {"sh", "s"},  {"zh", "z"},   {"kh", "h"},   {"ph", "f"},
    {"th", "t"},   {"gh", "k"},  {"ts", "c"},  {"tz", "c"},   {"dj", "z"},   {"ck", "k"},
    {"ya", "a"},   {"ja", "a"},  {"ia", "a"},  {"yu", "u"},   {"ju", "u"},   {"iu", "u"},
    {"yo", "o"},   {"jo", "o"},  {"io", "o"},  {"ye", "e"},   {"je", "e"},   {"ie", "e"},
    {"ij", "i"},   {"iy", "i"},  {"yj", "i"},  {"yy", "i"},   {"ii", "i"},   {"ee", "i"},
    {"oo", "u"},   {"ou", "u"},  {"eo", "o"},  {"eu", "u"},   {"ae", "e"},   {"y", "i"},
    {"j", "i"},    {"w", "v"},   {"x", "ks"},  {"q", "k"},    {"g", "k"},    {"a$", ""},
    {"h$", ""},    {NULL, NULL},
};

static bool
is_vowel(char letter)
{
    return letter != '\0' && strchr("aeiouy", letter) != NULL;
}

/* Does a spelling stand at this place? Its length there, or 0. */
static size_t
fits(const struct spelling *spelling, const char *word, const char *at)
{
    const char *from = spelling->from;
    size_t length = 0;
    if (*from == '^') {
        if (at != word)
            return 0;
        from++;
    }
    for (; from[length] != '\0' && from[length] != '$' && from[length] != '_'; length++)
        if (from[length] != at[length])
            return 0;
    if (from[length] == '$' && (at[length] != '\0' || at - word < 3))
        return 0;
    if (from[length] == '_' && (at[length] == '\0' || is_vowel(at[length])))
        return 0;
    return length;
}

static const char *
spelled(struct arena *arena, const char *word, const struct spelling *spellings)
{
    char *key = arena_alloc(arena, 2 * SPELLED_MAX + 4), *end = key;
    for (const char *at = word; *at != '\0' && end - key < 2 * SPELLED_MAX;) {
        const struct spelling *spelling = spellings;
        size_t length = 0;
        char one[2] = {*at, '\0'};
        const char *to = one;
        for (; spelling->from != NULL && length == 0; spelling++)
            if ((length = fits(spelling, word, at)) > 0)
                to = spelling->to;
        at += length == 0 ? 1 : length;
        for (; *to != '\0'; to++)
            if (end == key || end[-1] != *to)
                *end++ = *to;
    }
    *end = '\0';
    return key;
}

const char *
name_sound(struct arena *arena, const char *word)
{
    return spelled(arena, word, latin_spellings);
}

const char *
name_rough(struct arena *arena, const char *word)
{
    return spelled(arena, word, rough_spellings);
}

const char *
name_skeleton(struct arena *arena, const char *rough)
{
    char *key = arena_alloc(arena, strlen(rough) + 1), *end = key;
    for (; *rough != '\0'; rough++)
        if (!is_vowel(*rough) && (end == key || end[-1] != *rough))
            *end++ = *rough;
    *end = '\0';
    return key;
}

const char *
name_bare_skeleton(const struct name_word *word)
{
    bool article = word->length >= NAME_ARTICLE_LEAST && strncmp(word->text, "al", 2) == 0;
    return word->skeleton + (article && word->skeleton[0] == 'l');
}

static int
least(int a, int b)
{
    return a < b ? a : b;
}

int
name_distance(const char *a, const char *b, int most)
{
    int rows[3][SPELLED_MAX + 1];
    int length_a = (int)strlen(a), length_b = (int)strlen(b);
    if (length_a > SPELLED_MAX || length_b > SPELLED_MAX || length_a - length_b > most ||
        length_b - length_a > most)
        return most + 1;
    for (int j = 0; j <= length_b; j++)
        rows[0][j] = j;
    for (int i = 1; i <= length_a; i++) {
        int *now = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];
        int best = now[0] = i;
        for (int j = 1; j <= length_b; j++) {
            bool same = a[i - 1] == b[j - 1];
            now[j] = least(before[j - 1] + !same, least(before[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = least(now[j], earlier[j - 2] + 1);
            best = least(best, now[j]);
        }
        if (best > most)
            return most + 1;
    }
    return least(rows[length_a % 3][length_b], most + 1);
}
