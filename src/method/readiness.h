/* SPDX-License-Identifier: GPL-3.0-or-later */
/* readiness.h - is the prep sheet complete? It advises; nothing waits for it. */
#ifndef METHOD_READINESS_H
#define METHOD_READINESS_H

#include "doc/doc.h"
#include "method/policy.h"

/* From what the page of an interview shows: interview's columns, whom {name, pronunciation, title,
 * organization, email, phone}, objectives, questions, my {introduction}. [{id, item, done, code,
 * minutes}]: name (M94), pronunciation (M95), title and organization (M96), time (with its zone),
 * place and contact (M91), minutes (M92: agreed minutes beat the policy), objectives (M104),
 * questions (M103), confirmed (M91), introduction (M106). Talks by phone, by video or in writing
 * need no place. */
struct doc *readiness_of(struct arena *arena, const struct policy *policy,
                         const struct doc *interview);

/* How many are not done. */
int readiness_open(const struct doc *readiness);

/* How long the talk is: what was agreed governs (M92), else what the policy asks for. */
int readiness_minutes(const struct policy *policy, const struct doc *interview);

/* The same count from a row of a list, where the page's parts are columns: person_name,
 * pronunciation, title, organization, start_at, zone, minutes, place_kind, place, contacts,
 * objectives, questions (counts), confirmed_at, introduction. A point whose column is absent is
 * not counted. */
int readiness_open_of_row(const struct doc *row);

#endif
