/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/interests.h"

#include <math.h>
#include <string.h>

#define STRONG_SCORE 3.5

enum { ITEMS_OF_ROUND = 12, STRONG_AREAS = 3 };

const char *const interest_codes[INTERESTS + 1] = {
    "realistic", "investigative", "artistic", "social", "enterprising", "conventional", NULL};

const char *const work_value_codes[WORK_VALUES + 1] = {
    "achievement", "working_conditions", "recognition", "relationships",
    "support",     "independence",       NULL};

enum interest
interest_of_item(int item)
{
    return (enum interest)(item % ITEMS_OF_ROUND / 2);
}

static void
put_in_order(struct interests_result *result)
{
    for (int i = 0; i < INTERESTS; i++) {
        int at = i;
        for (; at > 0 && result->scores[result->order[at - 1]] < result->scores[i]; at--)
            result->order[at] = result->order[at - 1];
        result->order[at] = (enum interest)i;
    }
}

void
interests_score(const char *answers, struct interests_result *out_result)
{
    struct interests_result result = {0};
    size_t length = strlen(answers);
    bool alike = true;
    for (int item = 0; item < INTEREST_ITEMS && (size_t)item < length; item++) {
        int answer = answers[item] - '0';
        if (answer < ANSWER_LEAST || answer > ANSWER_MOST)
            continue;
        result.answered++;
        result.scores[interest_of_item(item)] += answer - ANSWER_LEAST;
        alike = alike && answers[item] == answers[0];
    }
    result.complete = result.answered == INTEREST_ITEMS;
    put_in_order(&result);
    result.uniform =
        alike || result.scores[result.order[0]] == result.scores[result.order[INTERESTS - 1]];
    *out_result = result;
}

const char *
interests_reading(const struct interests_result *result)
{
    const int *scores = result->scores;
    const enum interest *order = result->order;
    if (result->answered == 0)
        return "assessment.nothing";
    if (!result->complete)
        return "assessment.unfinished";
    if (result->uniform)
        return "assessment.flat";
    if (scores[order[0]] < INTEREST_LOW)
        return "assessment.low";
    if (scores[order[0]] - scores[order[INTERESTS - 1]] < INTEREST_FLAT)
        return "assessment.nearly_flat";
    if (scores[order[STRONG_AREAS - 1]] - scores[order[STRONG_AREAS]] < INTEREST_CLOSE)
        return "assessment.close";
    return "assessment.clear";
}

int
interests_strong(const struct interests_result *result,
                 enum interest out_strong[INTEREST_STRONG_MOST])
{
    int sum = 0, count = 0;
    for (int i = 0; i < INTERESTS; i++)
        sum += result->scores[i];
    for (int i = 0; i < INTEREST_STRONG_MOST; i++)
        if (result->scores[result->order[i]] * INTERESTS > sum)
            out_strong[count++] = result->order[i];
    return count;
}

const char *
interests_change(int then, int now)
{
    if (now - then >= INTEREST_STEADY)
        return "assessment.more";
    return then - now >= INTEREST_STEADY ? "assessment.less" : "assessment.steady";
}

static double
mean_of(const double *numbers)
{
    double sum = 0;
    for (int i = 0; i < INTERESTS; i++)
        sum += numbers[i];
    return sum / INTERESTS;
}

bool
interests_fit(const int scores[INTERESTS], const struct occupation *occupation, double *out_fit)
{
    double own[INTERESTS], product = 0, left = 0, right = 0;
    if (!occupation->has_interests)
        return false;
    for (int i = 0; i < INTERESTS; i++)
        own[i] = scores[i];
    double own_mean = mean_of(own), their_mean = mean_of(occupation->interests);
    for (int i = 0; i < INTERESTS; i++) {
        double a = own[i] - own_mean, b = occupation->interests[i] - their_mean;
        product += a * b;
        left += a * a;
        right += b * b;
    }
    if (left <= 0 || right <= 0)
        return false;
    *out_fit = product / sqrt(left * right);
    return true;
}

static bool
is_strong_there(const struct occupation *occupation, enum interest area)
{
    int higher = 0;
    for (int i = 0; i < INTERESTS; i++)
        higher += occupation->interests[i] > occupation->interests[area];
    return higher < STRONG_AREAS && occupation->interests[area] >= STRONG_SCORE;
}

int
interests_shared(const struct interests_result *result, const struct occupation *occupation,
                 enum interest out_shared[2])
{
    int count = 0;
    for (int i = 0; i < STRONG_AREAS && count < 2; i++)
        if (occupation->has_interests && result->scores[result->order[i]] > 0 &&
            is_strong_there(occupation, result->order[i]))
            out_shared[count++] = result->order[i];
    return count;
}

bool
values_fit(const int ranks[WORK_VALUES], const struct occupation *occupation, double *out_fit)
{
    double sum = 0, weights = 0;
    for (int i = 0; occupation->has_values && i < WORK_VALUES; i++) {
        if (ranks[i] < 1 || ranks[i] > WORK_VALUES)
            continue;
        double weight = WORK_VALUES + 1 - ranks[i];
        sum += weight * (occupation->values[i] - 1) / 6;
        weights += weight;
    }
    if (weights <= 0)
        return false;
    *out_fit = sum / weights;
    return true;
}

bool
values_read(const char *order, int out_ranks[WORK_VALUES])
{
    int ranks[WORK_VALUES] = {0}, rank = 0;
    bool sound = true;
    for (const char *at = order + strspn(order, ", "); *at != '\0'; at += strspn(at, ", ")) {
        size_t length = strcspn(at, ", ");
        int value = 0;
        while (value < WORK_VALUES && (strlen(work_value_codes[value]) != length ||
                                       strncmp(work_value_codes[value], at, length) != 0))
            value++;
        sound = sound && value < WORK_VALUES && ranks[value] == 0;
        if (sound)
            ranks[value] = ++rank;
        at += length;
    }
    sound = sound && rank == WORK_VALUES;
    for (int i = 0; i < WORK_VALUES; i++)
        out_ranks[i] = sound ? ranks[i] : 0;
    return sound;
}

char *
values_write(struct arena *arena, const int ranks[WORK_VALUES])
{
    char *order = arena_text(arena, "");
    for (int rank = 1; rank <= WORK_VALUES; rank++)
        for (int i = 0; i < WORK_VALUES; i++)
            if (ranks[i] == rank)
                order =
                    arena_print(arena, "%s%s%s", order, rank == 1 ? "" : " ", work_value_codes[i]);
    return order;
}

char *
values_move(struct arena *arena, const char *order, enum work_value value, int step)
{
    int ranks[WORK_VALUES];
    if (order == NULL || !values_read(order, ranks))
        for (int i = 0; i < WORK_VALUES; i++)
            ranks[i] = i + 1;
    int from = ranks[value], to = from + step;
    for (int i = 0; i < WORK_VALUES; i++)
        if (ranks[i] == to) {
            ranks[i] = from;
            ranks[value] = to;
            break;
        }
    return values_write(arena, ranks);
}
