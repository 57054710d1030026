/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/plural.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *languages; /* a blank on either side of each */
    int forms;
} rules[PLURAL_RULES] = {
    [PLURAL_NONE] = {" zh ja ko vi th id ms lo my ", 1},
    [PLURAL_ONE] = {" en de nl sv da nb nn no it es ca gl pt-pt eu fi et el hu bg tr sq sw ur ", 2},
    [PLURAL_ZERO_ONE] = {" fr pt fa hi bn gu kn zu am hy ", 2},
    [PLURAL_RUSSIAN] = {" ru uk be sr hr bs ", 3},
    [PLURAL_POLISH] = {" pl ", 3},
    [PLURAL_CZECH] = {" cs sk ", 3},
    [PLURAL_ROMANIAN] = {" ro mo ", 3},
    [PLURAL_LITHUANIAN] = {" lt ", 3},
    [PLURAL_LATVIAN] = {" lv ", 3},
    [PLURAL_SLOVENIAN] = {" sl ", 4},
    [PLURAL_ARABIC] = {" ar ", 6},
    [PLURAL_HEBREW] = {" he iw ", 3},
    [PLURAL_IRISH] = {" ga ", 5},
    [PLURAL_WELSH] = {" cy ", 6},
    [PLURAL_ICELANDIC] = {" is mk ", 2},
};

static int
has_word(const char *words, const char *word, size_t length)
{
    for (const char *place = words; (place = strchr(place, ' ')) != NULL; place++)
        if (strncasecmp(place + 1, word, length) == 0 && place[1 + length] == ' ')
            return 1;
    return 0;
}

enum plural_rule
plural_rule_of(const char *language)
{
    if (strcasecmp(language, "pt-pt") == 0 || strcasecmp(language, "pt_pt") == 0)
        return PLURAL_ONE;
    size_t length = strcspn(language, "-_");
    for (int rule = 0; length > 0 && rule < PLURAL_RULES; rule++)
        if (has_word(rules[rule].languages, language, length))
            return (enum plural_rule)rule;
    return PLURAL_ONE;
}

int
plural_forms(enum plural_rule rule)
{
    return rules[rule].forms;
}

static int
within(uint64_t n, uint64_t first, uint64_t last)
{
    return n >= first && n <= last;
}

/* 1 | 2 to 4 | other, where the last two digits tell, but not 11 to 14. */
static int
slavic(uint64_t n, int is_one)
{
    if (is_one)
        return 0;
    return within(n % 10, 2, 4) && !within(n % 100, 12, 14) ? 1 : 2;
}

static int
baltic(enum plural_rule rule, uint64_t n)
{
    int teen = within(n % 100, 11, 19);
    int one = n % 10 == 1 && !teen;
    if (rule == PLURAL_LATVIAN)
        return n % 10 == 0 || teen ? 0 : one ? 1 : 2;
    return one ? 0 : n % 10 >= 2 && !teen ? 1 : 2;
}

static int
slovenian(uint64_t n)
{
    static const int forms[] = {3, 0, 1, 2, 2};
    return n % 100 < 5 ? forms[n % 100] : 3;
}

static int
arabic(uint64_t n)
{
    if (n < 3)
        return (int)n;
    return within(n % 100, 3, 10) ? 3 : n % 100 >= 11 ? 4 : 5;
}

static int
celtic(enum plural_rule rule, uint64_t n)
{
    if (rule == PLURAL_WELSH)
        return n < 4 ? (int)n : n == 6 ? 4 : 5;
    return n == 1 ? 0 : n == 2 ? 1 : within(n, 3, 6) ? 2 : within(n, 7, 10) ? 3 : 4;
}

int
plural_form(enum plural_rule rule, int64_t number)
{
    uint64_t n = number < 0 ? -(uint64_t)number : (uint64_t)number;
    switch (rule) {
    case PLURAL_NONE: return 0;
    case PLURAL_ZERO_ONE: return n > 1;
    case PLURAL_RUSSIAN: return slavic(n, n % 10 == 1 && n % 100 != 11);
    case PLURAL_POLISH: return slavic(n, n == 1);
    case PLURAL_CZECH: return n == 1 ? 0 : within(n, 2, 4) ? 1 : 2;
    case PLURAL_ROMANIAN: return n == 1 ? 0 : n == 0 || within(n % 100, 1, 19) ? 1 : 2;
    case PLURAL_LITHUANIAN:
    case PLURAL_LATVIAN: return baltic(rule, n);
    case PLURAL_SLOVENIAN: return slovenian(n);
    case PLURAL_ARABIC: return arabic(n);
    case PLURAL_HEBREW: return n == 1 ? 0 : n == 2 ? 1 : 2;
    case PLURAL_IRISH:
    case PLURAL_WELSH: return celtic(rule, n);
    case PLURAL_ICELANDIC: return !(n % 10 == 1 && n % 100 != 11);
    case PLURAL_ONE:
    case PLURAL_RULES: break;
    }
    return n != 1;
}
