/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plural.h - how languages count: which of its forms a sentence takes with a number. The rules are
 * those of the Unicode CLDR (version 44) for whole numbers, in the order of forms that PO files
 * use. */
#ifndef TEXT_PLURAL_H
#define TEXT_PLURAL_H

#include <stdint.h>

enum plural_rule {
    PLURAL_NONE,       /* one form: Chinese, Japanese, Vietnamese */
    PLURAL_ONE,        /* 1 | other: English, German, Spanish */
    PLURAL_ZERO_ONE,   /* 0, 1 | other: French, Brazilian Portuguese */
    PLURAL_RUSSIAN,    /* 1, 21 | 2 to 4, 22 | other: also Ukrainian, Serbian, Croatian */
    PLURAL_POLISH,     /* 1 | 2 to 4, 22 | other */
    PLURAL_CZECH,      /* 1 | 2 to 4 | other: also Slovak */
    PLURAL_ROMANIAN,   /* 1 | 0, 2 to 19, 101 to 119 | other */
    PLURAL_LITHUANIAN, /* 1, 21 | 2 to 9, 22 | other */
    PLURAL_LATVIAN,    /* 0, 10 to 20 | 1, 21 | other */
    PLURAL_SLOVENIAN,  /* 1, 101 | 2, 102 | 3, 4, 103 | other */
    PLURAL_ARABIC,     /* 0 | 1 | 2 | 3 to 10 | 11 to 99 | other */
    PLURAL_HEBREW,     /* 1 | 2 | other */
    PLURAL_IRISH,      /* 1 | 2 | 3 to 6 | 7 to 10 | other */
    PLURAL_WELSH,      /* 0 | 1 | 2 | 3 | 6 | other */
    PLURAL_ICELANDIC,  /* 1, 21 | other */
    PLURAL_RULES
};

/* The rule of a language tag: its first part decides, but for "pt-PT". ONE when unknown. */
enum plural_rule plural_rule_of(const char *language);

/* How many forms a rule knows, and which of them a number takes (its sign does not matter). */
int plural_forms(enum plural_rule rule);
int plural_form(enum plural_rule rule, int64_t n);

#endif
