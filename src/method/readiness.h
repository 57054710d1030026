/* SPDX-License-Identifier: GPL-3.0-or-later */
/* readiness.h - is the prep sheet complete? It advises; nothing waits for it. */
#ifndef METHOD_READINESS_H
#define METHOD_READINESS_H

#include "doc/doc.h"
#include "method/policy.h"

/* From what the page of an interview shows: interview's columns, whom {name, pronunciation, title,
 * organization, email, phone}, objectives, questions, my {phone}. [{id, item, done, code}]: name (M94),
 * pronunciation (M95), title (M96), organization (M96), objectives (M104), questions (M103), time and place
 * (M91), minutes (M92: agreed minutes beat the policy), contact (M91), confirmed. */
struct doc *readiness_of(struct arena *arena, const struct policy *policy,
                         const struct doc *interview);

/* How many are not done. */
int readiness_open(const struct doc *readiness);

#endif
