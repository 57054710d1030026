/* SPDX-License-Identifier: GPL-3.0-or-later */
/* assessments.h - looking at oneself before looking at the work (M44): what one likes to do, what matters, what one can do and
 * when it was shown, and one's own words. A row is one time; doing it again makes another, so that both can be
 * compared. Every part can be left and gone on with. */
#ifndef DOMAIN_ASSESSMENTS_H
#define DOMAIN_ASSESSMENTS_H

#include "call/record.h"
#include "method/interests.h"

enum { TAKINGS_MOST = 50, SKILLS_MOST = 60, STEP_ITEMS = 12, STEPS = INTEREST_ITEMS / STEP_ITEMS };

extern const struct call_row assessment_rows[];

/* What is known of the caller. */
struct assessment_profile {
    bool taken; /* something was answered, sorted or written down */
    struct interests_result
        interests;          /* of the newest time that is complete, else of the newest; its
                                          `complete` and `uniform` say whether it can be matched */
    int ranks[WORK_VALUES]; /* of the newest time with an order: 1 matters most; 0: not sorted */
    const struct doc *
        skills; /* [{kind (ability skill), name, level, evidence}] of the newest time; empty list */
};
MUST_CHECK enum status assessment_profile(struct call *call,
                                          struct assessment_profile *out_profile);

/* The same in short, for a page beside other things: {begun (bool), letters ("RSA" or null), reading (code), answered,
 * items_most, values [the first three], skills (count)}. */
MUST_CHECK enum status assessment_summary(struct call *call, struct doc **out_summary);

/* What a talk showed of oneself (M29): another line of the newest time's strengths and weaknesses, unless it stands there; the
 * first time begins with it. NULL: nothing. INVALID on `strength` or `weakness` when the text would become too long. */
MUST_CHECK enum status assessment_notice(struct call *call, const char *strength,
                                         const char *weakness);

#endif
