/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/matching.h"

#include "method/outlook.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A score of work values from which on a value counts as named. */
#define VALUE_NAMED 5.0

enum { FIRST_VALUES = 3, SKILL_LETTERS_LEAST = 3, SCORE_SCALE = 100 };

/* ---- the order ---- */

struct ranked {
    struct suited match;
    bool has_key;
    double key;
};

static bool
is_within(const struct match_wish *wish, const struct occupation *occupation)
{
    if (occupation == wish->like)
        return false;
    if (wish->job_zone > 0 && (occupation->zone == 0 || occupation->zone > wish->job_zone))
        return false;
    if (wish->pay > 0 && occupation->pay < wish->pay)
        return false;
    return wish->outlook == 0 || outlook_rank(occupation) >= wish->outlook;
}

static enum match_order
order_of(const struct match_wish *wish)
{
    if ((wish->order == MATCH_FIT && wish->interests == NULL) ||
        (wish->order == MATCH_VALUES && wish->ranks == NULL))
        return MATCH_OUTLOOK;
    return wish->order;
}

static void
take_key(struct ranked *ranked, enum match_order order)
{
    const struct suited *match = &ranked->match;
    switch (order) {
    case MATCH_FIT:
        ranked->has_key = match->has_fit;
        ranked->key = match->fit;
        break;
    case MATCH_VALUES:
        ranked->has_key = match->has_values;
        ranked->key = match->values;
        break;
    case MATCH_PAY:
        ranked->has_key = match->occupation->pay > 0;
        ranked->key = (double)match->occupation->pay;
        break;
    case MATCH_OUTLOOK:
        ranked->has_key = match->occupation->has_growth;
        ranked->key = match->occupation->growth;
        break;
    }
}

static int
better_first(const void *a, const void *b)
{
    const struct ranked *left = a, *right = b;
    if (left->has_key != right->has_key)
        return left->has_key ? -1 : 1;
    if (left->has_key && left->key != right->key)
        return left->key > right->key ? -1 : 1;
    if (left->match.fit != right->match.fit)
        return left->match.fit > right->match.fit ? -1 : 1;
    return strcmp(left->match.occupation->code, right->match.occupation->code);
}

uint32_t
occupations_match(struct arena *arena, const struct occupations *table,
                  const struct match_wish *wish, struct suited **out_matches,
                  uint32_t *out_unscored)
{
    struct ranked *all = arena_alloc(arena, (table->count + (size_t)1) * sizeof *all);
    enum match_order order = order_of(wish);
    uint32_t count = 0;
    *out_unscored = 0;
    for (uint32_t i = 0; i < table->count; i++) {
        struct suited *match = &all[count].match;
        if (!is_within(wish, &table->items[i]))
            continue;
        match->occupation = &table->items[i];
        match->has_fit = wish->interests != NULL &&
                         interests_fit(wish->interests->scores, match->occupation, &match->fit);
        match->has_values =
            wish->ranks != NULL && values_fit(wish->ranks, match->occupation, &match->values);
        *out_unscored += !match->occupation->has_interests;
        take_key(&all[count++], order);
    }
    if (count > 1)
        qsort(all, count, sizeof *all, better_first);
    *out_matches = arena_alloc(arena, (count + (size_t)1) * sizeof **out_matches);
    for (uint32_t i = 0; i < count; i++)
        (*out_matches)[i] = all[i].match;
    return count;
}

/* ---- reasons ---- */

void
interests_of_scores(const double scores[INTERESTS], struct interests_result *out_result)
{
    struct interests_result result = {.answered = INTEREST_ITEMS, .complete = true};
    for (int i = 0; i < INTERESTS; i++) {
        int at = i;
        result.scores[i] = (int)lround(scores[i] * SCORE_SCALE);
        for (; at > 0 && result.scores[result.order[at - 1]] < result.scores[i]; at--)
            result.order[at] = result.order[at - 1];
        result.order[at] = (enum interest)i;
    }
    result.uniform = result.scores[result.order[0]] == result.scores[result.order[INTERESTS - 1]];
    *out_result = result;
}

int
values_shared(const int ranks[WORK_VALUES], const struct occupation *occupation,
              enum work_value out_shared[2])
{
    int count = 0;
    for (int rank = 1; rank <= FIRST_VALUES && occupation->has_values; rank++)
        for (int value = 0; value < WORK_VALUES && count < 2; value++)
            if (ranks[value] == rank && occupation->values[value] >= VALUE_NAMED)
                out_shared[count++] = (enum work_value)value;
    return count;
}

static bool
is_letter(char byte)
{
    return isalnum((unsigned char)byte) || (byte & 0x80) != 0;
}

static bool
names(const char *text, const char *skill, size_t length)
{
    for (const char *at = text; (at = strcasestr(at, skill)) != NULL; at++)
        if ((at == text || !is_letter(at[-1])) && !is_letter(at[length]))
            return true;
    return false;
}

bool
skill_named(const struct occupations *table, const struct occupation *occupation, const char *skill)
{
    size_t length = strlen(skill);
    const struct occupation_title *titles = table->titles + occupation->first_title;
    const struct occupation_fact *facts = table->facts + occupation->first_fact;
    if (length < SKILL_LETTERS_LEAST)
        return false;
    for (uint32_t i = 0; i < occupation->title_count; i++)
        if (names(titles[i].text, skill, length))
            return true;
    for (uint32_t i = 0; i < occupation->fact_count; i++)
        if (names(facts[i].text, skill, length))
            return true;
    return false;
}

const char *
fit_code(double fit)
{
    return fit >= FIT_CLOSE ? "close" : fit >= FIT_NEAR ? "near" : fit >= 0 ? "apart" : "far";
}
