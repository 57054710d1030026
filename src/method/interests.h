/* SPDX-License-Identifier: GPL-3.0-or-later */
/* interests.h - what a person likes to do, in the six areas of Holland (RIASEC), and how well an
 * occupation's profile fits (M44, M209). Sixty short activities, each liked from 1 (strongly dislike)
 * to 5 (strongly like); an area's score is the sum of its ten answers, 1 to 5 counted as 0 to 4. The
 * fit is Pearson's correlation of the two profiles of six scores. */
#ifndef METHOD_INTERESTS_H
#define METHOD_INTERESTS_H

#include "method/occupations.h"

enum { INTEREST_ITEMS = 60, ANSWER_LEAST = 1, ANSWER_MOST = 5, INTEREST_SCORE_MOST = 40 };

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

#endif
