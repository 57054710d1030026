/* SPDX-License-Identifier: GPL-3.0-or-later */
/* interests.h - what a person likes to do, in the six areas of Holland (RIASEC), and how well an
 * occupation's profile fits (M44, M209). Sixty short activities, each liked from 1 (strongly dislike)
 * to 5 (strongly like); an area's score is the sum of its ten answers, 1 to 5 counted as 0 to 4. The
 * fit is Pearson's correlation of the two profiles of six scores. */
#ifndef METHOD_INTERESTS_H
#define METHOD_INTERESTS_H

#include "method/occupations.h"

enum {
    INTEREST_ITEMS = 60,
    ANSWER_LEAST = 1,
    ANSWER_MOST = 5,
    INTEREST_SCORE_MOST = 40,
    INTEREST_CLOSE =
        3, /* points: two areas that differ by less may as well stand the other way round */
    INTEREST_FLAT = 6,   /* points between the first and the last: less than that is no shape */
    INTEREST_LOW = 20,   /* half of an area's points: on average neither liked nor disliked */
    INTEREST_STEADY = 5, /* points from one time to the next: less than that is no change */
    INTEREST_STRONG_MOST = 3,
    VALUE_ORDER_MAX = 80 /* letters of an order of values */
};

/* "realistic" ... and "achievement" ..., in the order of the scores; ended by NULL. */
extern const char *const interest_codes[INTERESTS + 1];
extern const char *const work_value_codes[WORK_VALUES + 1];

/* The area of an item, from 0: in pairs, R R I I A A S S E E C C, five times over. */
enum interest interest_of_item(int item);

struct interests_result {
    int answered; /* of the 60 */
    bool complete;
    bool uniform;          /* all answers alike, or all areas: nothing can be matched (M209) */
    int scores[INTERESTS]; /* 0 to 40 */
    enum interest order[INTERESTS]; /* from the strongest; equal ones in RIASEC order */
};

/* Score the answers: "1" to "5" for each item, any other character or the end of the text for one
 * that is not answered. */
void interests_score(const char *answers, struct interests_result *out_result);

/* What the scores can say, as a code: assessment.nothing, .unfinished, .flat (all alike: nothing can be
 * matched), .low (nothing is liked much), .nearly_flat, .close (which area comes third is chance), .clear. */
const char *interests_reading(const struct interests_result *result);

/* The areas that stand out: of the first three those above the mean of all six; returns how many. */
int interests_strong(const struct interests_result *result,
                     enum interest out_strong[INTEREST_STRONG_MOST]);

/* From one time to the next: assessment.more, .less, or .steady when the points may as well be chance. */
const char *interests_change(int then, int now);

/* The correlation of a profile with an occupation's, -1 to 1. False when either has none or is flat:
 * there is nothing to compare. */
bool interests_fit(const int scores[INTERESTS], const struct occupation *occupation,
                   double *out_fit);

/* How the two agree, for the reasons in words: the strongest areas that both share, at most two;
 * returns how many. An area counts as strong in a person when it is among their first three, in an
 * occupation when it is among its first three and at least 3.5. */
int interests_shared(const struct interests_result *result, const struct occupation *occupation,
                     enum interest out_shared[2]);

/* The overlap of ranked work values with an occupation's, 0 to 1: each value weighted by its rank,
 * times the occupation's score (1 to 7). `ranks[value]` is 1 (matters most) to 6; 0: not ranked. False
 * when nothing is ranked or the occupation has no scores. */
bool values_fit(const int ranks[WORK_VALUES], const struct occupation *occupation, double *out_fit);

/* An order of the six values, "support achievement ..." with blanks or commas between, the one that matters
 * most first: the rank of each from 1. False, and ranks of 0, unless each stands there once. */
bool values_read(const char *order, int out_ranks[WORK_VALUES]);

/* The same order with one value moved up (-1) or down (1) by a place; from the order of the codes when
 * `order` is none. At the end it stays where it is. */
char *values_move(struct arena *arena, const char *order, enum work_value value, int step);

/* The order written as it is kept: the codes with one blank between. Every rank must be given. */
char *values_write(struct arena *arena, const int ranks[WORK_VALUES]);

#endif
