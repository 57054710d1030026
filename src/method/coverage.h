/* SPDX-License-Identifier: GPL-3.0-or-later */
/* coverage.h - what one knows about a target by reading and from people, and what is open: each objective (M51, M52) and each
 * topic that a picture of any work needs (M9-M11). It advises: reading comes first (M214), and people of different
 * seniority see different things (M216). Nothing waits for it. */
#ifndef METHOD_COVERAGE_H
#define METHOD_COVERAGE_H

#include "doc/doc.h"

/* The topics, ended by NULL: "job" (what it is like to have it), "tasks", "day", "environment", "company", "education",
 * "path". */
extern const char *const coverage_topics[];

/* The topic to which a question belongs whose heading in the bank is `heading` ("Day to day"), or NULL. */
const char *coverage_topic(const char *heading);

/* From {objectives [{id text answered found_by (reading talk or empty)}], facts [{kind}], readings [{done}],
 * heard [{topic (a heading of the bank), person}] (each pair once), bands (of diversity.h, or absent), practice (bool: a talk to practice with has no topics and one
 * piece of advice, coverage.practice, M221)}:
 * {rows [{topic (or null) id (of the objective, or null) text (of the objective, or null) desk (facts) talks (people)
 *         state ("open" "desk" "talks" "both")}], objectives first,
 *  known, open, by_desk, by_talks (counts of rows), advice [{code, why}]}:
 *   coverage.desk_first (M214)   nothing was read and no fact found yet
 *   coverage.ask_newer (M216)    nobody new in the field was heard, among those whose time in it is known
 *   coverage.ask_senior (M216)   nobody who is in it for long
 *   coverage.complete            nothing is open
 * `why` is "why." and the code. */
struct doc *coverage_of(struct arena *arena, const struct doc *facts);

#endif
