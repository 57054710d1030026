/* SPDX-License-Identifier: GPL-3.0-or-later */
/* deadlines.h - by when what follows an interview is due: instants, from its end, by policy. */
#ifndef METHOD_DEADLINES_H
#define METHOD_DEADLINES_H

#include "base/zone.h"
#include "method/policy.h"

struct deadlines {
    int64_t debrief_overdue_at; /* it is due at once (M138) */
    int64_t thanks_due_at;      /* late after that (M143, M144) */
    int64_t thanks_overdue_at;  /* M145 */
};

/* `zone` is the owner's: a policy of "the same day" means the day as they live it (M256). */
struct deadlines deadlines_of(const struct policy *policy, int64_t end_at,
                              const struct zone *zone);

#endif
