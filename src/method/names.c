/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/names_private.h"

#include <string.h>

/* What two words, or two rows of words, have in common. Scores below GOOD are no sameness. */
struct match {
    int score;
    const char *reason;
};

enum {
    SAME = 100,
    SOUND = 95,
    NICKNAME = 90,
    PART = 86,
    MIDDLE = 85,
    TYPO = 84,
    INITIAL = 82,
    GOOD = 80,
    TYPO_AT_BEGIN = 60,
    TYPO_TWO_LENGTH = 8,
    GIVEN_ONLY = 48,
    ONE_WORD = 72,
    OTHER_GENERATION = 40
};

struct side {
    const struct name_word *words;
    int count;
};

static const struct match nothing = {0, NULL};

static bool
share(const uint16_t *a, int a_count, const uint16_t *b, int b_count)
{
    for (int i = 0; i < a_count; i++)
        for (int j = 0; j < b_count; j++)
            if (a[i] == b[j])
                return true;
    return false;
}

static bool
is_beginning(const struct name_word *a, const struct name_word *b)
{
    const struct name_word *brief = a->length < b->length ? a : b, *full = brief == a ? b : a;
    return brief->length >= 3 && full->length >= brief->length + 2 &&
           strncmp(brief->text, full->text, (size_t)brief->length) == 0;
}

static struct match
typo_match(const struct name_word *a, const struct name_word *b)
{
    int shorter = a->length < b->length ? a->length : b->length;
    int most = shorter >= TYPO_TWO_LENGTH ? 2 : shorter >= TYPO_LENGTH ? 1 : 0;
    if (most == 0 || name_distance(a->text, b->text, most) > most)
        return nothing;
    return (struct match){a->text[0] == b->text[0] ? TYPO : TYPO_AT_BEGIN, "name.typo"};
}

/* Between two scripts: the sound, or its consonants alone when one script writes only those. */
static struct match
script_match(const struct name_word *a, const struct name_word *b, bool vowelless)
{
    size_t length = strlen(a->rough);
    if (strcmp(a->rough, b->rough) == 0)
        return (struct match){SOUND, "name.script"};
    bool bones = strcmp(a->skeleton, b->skeleton) == 0 ||
                 strcmp(name_bare_skeleton(a), name_bare_skeleton(b)) == 0;
    if (vowelless && strlen(name_bare_skeleton(a)) > 1 && bones)
        return (struct match){MIDDLE, "name.script"};
    if (length >= TYPO_LENGTH && name_distance(a->rough, b->rough, 1) <= 1)
        return (struct match){MIDDLE, "name.script"};
    return nothing;
}

static struct match
given_match(const struct name_word *a, const struct name_word *b)
{
    const struct word_facts *left = &a->facts, *right = &b->facts;
    bool both_known = left->known && right->known;
    if (share(left->spellings, left->spelling_count, right->spellings, right->spelling_count))
        return (struct match){SOUND, "name.spelling"};
    if (share(left->groups, left->group_count, right->groups, right->group_count))
        return (struct match){NICKNAME, "name.nickname"};
    if (both_known)
        return nothing;
    if (is_beginning(a, b))
        return (struct match){MIDDLE, "name.nickname"};
    return typo_match(a, b);
}

/* How words are compared: as given names or family names, of two scripts or of one. */
struct manner {
    bool given, scripts, vowelless;
};

static struct match
word_match(const struct name_word *a, const struct name_word *b, struct manner manner)
{
    if (a->length == 0 || b->length == 0)
        return nothing;
    if (strcmp(a->text, b->text) == 0)
        return (struct match){SAME, NULL};
    if (a->initial || b->initial)
        return a->text[0] == b->text[0] ? (struct match){INITIAL, "name.initial"} : nothing;
    if (strcmp(a->sound, b->sound) == 0)
        return (struct match){SOUND, manner.scripts ? "name.script" : "name.spelling"};
    struct match match = manner.scripts ? script_match(a, b, manner.vowelless) : nothing;
    if (match.score > 0)
        return match;
    return manner.given ? given_match(a, b) : typo_match(a, b);
}

static bool
joined_equal(struct side a, struct side b)
{
    const char *left = "", *right = "";
    int i = 0, j = 0;
    for (;;) {
        if (*left == '\0' && i < a.count)
            left = a.words[i++].text;
        if (*right == '\0' && j < b.count)
            right = b.words[j++].text;
        if (*left == '\0' || *right == '\0')
            return *left == *right && i == a.count && j == b.count;
        if (*left++ != *right++)
            return false;
    }
}

/* One of the names after the first is what the other goes by. */
static struct match
middle_match(struct side a, struct side b, struct manner manner)
{
    struct match best = nothing;
    for (int i = 1; i < a.count; i++) {
        struct match match = word_match(&a.words[i], &b.words[0], manner);
        if (match.score > best.score && !a.words[i].initial && !b.words[0].initial)
            best = match;
    }
    if (best.score < GOOD)
        return nothing;
    return (struct match){best.score < MIDDLE ? best.score : MIDDLE, "name.middle"};
}

static struct match
lower(struct match a, struct match b)
{
    if (a.score == b.score)
        return a.reason == NULL ? b : a;
    return a.score < b.score ? a : b;
}

/* The names behind the first: two whole ones that differ speak against, a missing one hardly. */
static struct match
middles(struct match match, struct side a, struct side b, struct manner manner)
{
    int both = a.count < b.count ? a.count : b.count;
    for (int i = 1; i < both; i++) {
        struct match other = word_match(&a.words[i], &b.words[i], manner);
        if (other.score < GOOD)
            return nothing;
        match = lower(match, other);
    }
    if (a.count != b.count)
        match = lower(match, (struct match){98, "name.middle"});
    return match;
}

static struct match
given_names(const struct name *a, const struct name *b, struct side left, struct side right,
            struct manner manner)
{
    if (left.count == 0 || right.count == 0)
        return nothing;
    if (left.count != right.count && joined_equal(left, right))
        return (struct match){SOUND, manner.scripts ? "name.script" : "name.spelling"};
    struct match match = word_match(&left.words[0], &right.words[0], manner);
    if (match.score >= TYPO_AT_BEGIN)
        return middles(match, left, right, manner);
    match = middle_match(left, right, manner);
    if (match.score == 0)
        match = middle_match(right, left, manner);
    if (match.score == 0 && (word_match(&a->other, &right.words[0], manner).score >= GOOD ||
                             word_match(&b->other, &left.words[0], manner).score >= GOOD))
        match = (struct match){NICKNAME, "name.nickname"};
    return match;
}

/* How many words of `a` stand in `b`, each of which is used once; *out_lowest the least sure. */
static int
found_in(struct side a, struct side b, struct manner manner, struct match *out_lowest)
{
    bool used[NAME_WORDS_MAX] = {false};
    int found = 0;
    *out_lowest = (struct match){SAME, NULL};
    for (int i = 0; i < a.count; i++)
        for (int j = 0; j < b.count; j++) {
            struct match match = word_match(&a.words[i], &b.words[j], manner);
            if (used[j] || match.score < TYPO_AT_BEGIN)
                continue;
            used[j] = true;
            found++;
            *out_lowest = lower(*out_lowest, match);
            break;
        }
    return found;
}

/* "Gabriel Garcia Marquez": what looks like a second given name may be the first family name. */
static struct match
inner_family(struct side given, struct side family, struct manner manner)
{
    struct match lowest;
    if (given.count < 2 || family.count == 0)
        return nothing;
    struct side inner = {given.words + 1, given.count - 1};
    if (found_in(family, inner, manner, &lowest) < family.count || lowest.score < GOOD)
        return nothing;
    return (struct match){TYPO, "name.part"};
}

static struct match
family_names(struct side a, struct side b, struct side a_given, struct side b_given,
             struct manner manner)
{
    struct match lowest;
    if (a.count == 0 || b.count == 0)
        return nothing;
    if (a.count != b.count && joined_equal(a, b))
        return (struct match){SOUND, "name.spelling"};
    struct side brief = a.count <= b.count ? a : b, full = a.count <= b.count ? b : a;
    int found = found_in(brief, full, manner, &lowest);
    if (found == brief.count)
        return a.count == b.count ? lowest : lower(lowest, (struct match){PART, "name.part"});
    if (found > 0)
        return nothing; /* Garcia Lopez and Garcia Marquez are two families */
    struct match match = inner_family(a_given, b, manner);
    return match.score > 0 ? match : inner_family(b_given, a, manner);
}

static struct side
given_side(const struct name *name)
{
    return (struct side){name->words, name->family};
}

static struct side
family_side(const struct name *name)
{
    return (struct side){name->words + name->family, name->count - name->family};
}

static void
add_reason(struct likeness *likeness, const char *reason)
{
    for (int i = 0; i < likeness->reason_count; i++)
        if (strcmp(likeness->reasons[i], reason) == 0)
            return;
    if (likeness->reason_count < NAME_REASONS_MAX)
        likeness->reasons[likeness->reason_count++] = reason;
}

static struct likeness
both_matches(struct match given, struct match family)
{
    struct likeness likeness = {.score = (given.score * 2 + family.score * 3) / 5};
    struct match first = lower(family, given),
                 second = first.reason == family.reason ? given : family;
    if (first.reason != NULL)
        add_reason(&likeness, first.reason);
    if (second.reason != NULL)
        add_reason(&likeness, second.reason);
    return likeness;
}

static struct likeness
straight(const struct name *a, const struct name *b, struct manner manner)
{
    struct manner as_given = manner;
    as_given.given = true;
    struct side a_given = given_side(a), b_given = given_side(b);
    struct match given = given_names(a, b, a_given, b_given, as_given);
    struct match family = family_names(family_side(a), family_side(b), a_given, b_given, manner);
    if (given.score >= TYPO_AT_BEGIN && family.score >= TYPO_AT_BEGIN)
        return both_matches(given, family);
    struct likeness likeness = {.score = 0};
    if (given.score >= INITIAL && given.reason != NULL && strcmp(given.reason, "name.initial") == 0)
        return likeness;
    if (given.score >= GOOD && family.score == 0) {
        likeness.score = GIVEN_ONLY;
        add_reason(&likeness, "name.given");
        if (given.reason != NULL)
            add_reason(&likeness, given.reason);
    }
    return likeness;
}

/* The family's name in front, as some write it and some forms ask for it. */
static struct likeness
swapped(const struct name *a, const struct name *b, struct manner manner)
{
    struct manner as_given = manner;
    struct side none = {NULL, 0}, front = family_side(a), back = given_side(a);
    as_given.given = true;
    struct match given = given_names(a, b, front, given_side(b), as_given);
    struct match family = family_names(back, family_side(b), none, none, manner);
    struct likeness likeness = {.score = 0};
    if (given.score < GOOD || family.score < GOOD)
        return likeness;
    likeness = both_matches(given, family);
    likeness.score = likeness.score * 96 / 100;
    add_reason(&likeness, manner.scripts ? "name.script" : "name.order");
    return likeness;
}

/* One word in one script, two in the other: by all letters. */
static struct likeness
together(const struct name *a, const struct name *b)
{
    struct likeness likeness = {.score = 0};
    const char *const pairs[][2] = {{a->joined_rough, b->joined_rough},
                                    {a->joined_rough, b->turned_rough},
                                    {a->turned_rough, b->joined_rough}};
    size_t left = strlen(a->joined_rough), right = strlen(b->joined_rough);
    size_t length = left < right ? left : right;
    int most = length >= 12 ? 2 : length >= TYPO_TWO_LENGTH ? 1 : 0;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (length > TYPO_LENGTH && name_distance(pairs[i][0], pairs[i][1], most) <= most) {
            likeness.score = MIDDLE;
            likeness.reason_count = 1;
            likeness.reasons[0] = "name.script";
        }
    return likeness;
}

static struct likeness
one_word(const struct name *a, const struct name *b, struct manner manner)
{
    struct likeness likeness = {.score = 0};
    const struct name *brief = a->count == 1 ? a : b, *full = a->count == 1 ? b : a;
    manner.given = true;
    struct match match = word_match(&brief->words[0], &full->words[0], manner);
    if (match.score < GOOD || (match.reason != NULL && strcmp(match.reason, "name.initial") == 0))
        return likeness;
    likeness.score = full->count == 1 ? ONE_WORD * match.score / SAME : GIVEN_ONLY;
    add_reason(&likeness, full->count == 1 ? "name.same" : "name.given");
    if (match.reason != NULL)
        likeness.reasons[full->count == 1 ? 0 : likeness.reason_count++] = match.reason;
    return likeness;
}

static bool
same_words(const struct name *a, const struct name *b)
{
    if (a->count != b->count || a->family != b->family)
        return false;
    for (int i = 0; i < a->count; i++)
        if (strcmp(a->words[i].text, b->words[i].text) != 0)
            return false;
    return true;
}

/* Words are given out to words from the left: who is asked first must not depend on who is named first. */
static bool
comes_behind(const struct name *a, const struct name *b)
{
    int order = a->count != b->count ? a->count - b->count : strcmp(a->raw, b->raw);
    return order != 0 ? order > 0 : a->family > b->family;
}

bool
names_of_one_family(const struct name *a, const struct name *b)
{
    struct manner manner = {.scripts = a->foreign != b->foreign,
                            .vowelless = a->vowelless != b->vowelless};
    struct side left = given_side(a), right = given_side(b);
    if (a->count < 2 || b->count < 2)
        return false;
    return family_names(family_side(a), family_side(b), left, right, manner).score >= GOOD ||
           family_names(left, family_side(b), left, right, manner).score >= GOOD ||
           family_names(family_side(a), right, left, right, manner).score >= GOOD;
}

struct likeness
names_compare(const struct name *a, const struct name *b)
{
    if (comes_behind(a, b)) {
        const struct name *first = b;
        b = a;
        a = first;
    }
    struct manner manner = {.scripts = a->foreign != b->foreign,
                            .vowelless = a->vowelless != b->vowelless};
    struct likeness likeness = {.score = 0};
    if (a->count == 0 || b->count == 0)
        return likeness;
    if (a->count > 1 && same_words(a, b)) {
        bool same = strcmp(a->raw, b->raw) == 0;
        likeness.score = same ? SAME : manner.scripts ? 98 : 99;
        add_reason(&likeness, same ? "name.same" : manner.scripts ? "name.script" : "name.marks");
    } else if (a->count > 1 && b->count > 1) {
        likeness = straight(a, b, manner);
        struct likeness other = swapped(a, b, manner);
        if (other.score > likeness.score)
            likeness = other;
    } else {
        likeness = one_word(a, b, manner);
    }
    if (manner.scripts && likeness.score < GOOD && (a->count > 1 || b->count > 1)) {
        struct likeness other = together(a, b);
        if (other.score > likeness.score)
            likeness = other;
    }
    if (*a->generation != '\0' && *b->generation != '\0' &&
        strcmp(a->generation, b->generation) != 0 && likeness.score > OTHER_GENERATION)
        likeness.score = OTHER_GENERATION;
    return likeness;
}
