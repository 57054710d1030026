/* SPDX-License-Identifier: GPL-3.0-or-later */
/* matching.h - occupations in the order in which they suit somebody, with the reasons (M49): how alike the interests
 * are, which work values and skills both name, and only those within the preparation, pay and outlook that
 * were asked for (M210). */
#ifndef METHOD_MATCHING_H
#define METHOD_MATCHING_H

#include "method/interests.h"

#define FIT_CLOSE 0.6
#define FIT_NEAR 0.3

enum match_order { MATCH_FIT, MATCH_VALUES, MATCH_PAY, MATCH_OUTLOOK };

struct match_wish {
    const struct interests_result *interests; /* NULL: nothing to compare with */
    const int *ranks; /* of the six work values, 1 matters most; NULL: nothing to compare with */
    const struct occupation *like; /* this one is left out; NULL: none is */
    int job_zone;                  /* no more preparation than this; 0: any */
    int64_t pay;                   /* dollars a year, at least; 0: any */
    int outlook;                   /* outlook_rank, at least; 0: any */
    enum match_order
        order; /* MATCH_FIT without interests, and MATCH_VALUES without ranks, are MATCH_OUTLOOK */
};

struct suited {
    const struct occupation *occupation;
    bool has_fit, has_values;
    double fit;    /* -1 to 1, interests_fit */
    double values; /* 0 to 1, values_fit */
};

/* All that are within the wish, best first; what cannot be compared in the order asked for stands last. What is not
 * known of an occupation is not within a limit. Returns how many. `*out_unscored`: how many of them have no
 * interest scores. */
uint32_t occupations_match(struct arena *arena, const struct occupations *table,
                           const struct match_wish *wish, struct suited **out_matches,
                           uint32_t *out_unscored);

/* Scores of another test or of an occupation (any range, the same for all six) as if they were one's own. */
void interests_of_scores(const double scores[INTERESTS], struct interests_result *out_result);

/* The work values that both name: of a person's first three those that score 5 and more there, at most two,
 * what matters most first; returns how many. */
int values_shared(const int ranks[WORK_VALUES], const struct occupation *occupation,
                  enum work_value out_shared[2]);

/* Do the titles, tasks or technology of an occupation name a skill, as whole words in any case? Skills of fewer
 * than three letters are named by none. */
bool skill_named(const struct occupations *table, const struct occupation *occupation,
                 const char *skill);

/* What a fit means: "close" (FIT_CLOSE and more), "near" (FIT_NEAR), "apart" (0), "far". */
const char *fit_code(double fit);

#endif
