/* SPDX-License-Identifier: GPL-3.0-or-later */
/* assessment_show.h - what pages and terminals show of a self-assessment: the overview, the parts to be filled in, the
 * results. Private to assessments.c and assessment_show.c. */
#ifndef DOMAIN_ASSESSMENT_SHOW_H
#define DOMAIN_ASSESSMENT_SHOW_H

#include "domain/assessments.h"

extern const char *const assessment_parts[]; /* interests values skills self */
extern const char *const skill_kinds[];
extern const char *const skill_levels[];

/* The row of that id; without one the newest, NULL when there is none. */
MUST_CHECK enum status assessment_row(struct call *call, const char *id, struct doc **out_row);

/* Where one goes on: the part's page. `step` counts from 1; 0: none. */
const char *assessment_path(struct call *call, const char *id, const char *part, int step);

/* The step, from 1, with the first activity that is not answered; the last when all are. */
int assessment_open_step(const char *answers);

MUST_CHECK enum status assessment_list(struct call *call, struct doc **out_answer);
MUST_CHECK enum status assessment_read(struct call *call, struct doc **out_answer);
MUST_CHECK enum status assessment_form(struct call *call, struct doc **out_answer);

#endif
