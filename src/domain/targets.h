/* SPDX-License-Identifier: GPL-3.0-or-later */
/* targets.h - what a person explores, what they want to find out, and what they decide. */
#ifndef DOMAIN_TARGETS_H
#define DOMAIN_TARGETS_H

#include "call/record.h"

extern const struct call_row target_rows[];
extern const char *const target_kinds[]; /* M8; a talk for practice is a kind of its own (M221) */

/* How its goal changed (M15), newest first: [{at, made (bool: it was put down), reason, changes: [{column, code
 * ("column.COLUMN"), old, new}]}]; `row` is the target as it is. Changes that say nothing of the goal (its place on the
 * shortlist) are left out; what was erased for good ends the list. */
MUST_CHECK enum status target_history(struct call *call, const struct doc *row,
                                      struct doc **out_history);

/* A target with all that its page shows: objectives, people, talks, what was read and heard, coverage, history. */
MUST_CHECK enum status target_show(struct call *call, const char *id, struct doc **out_answer);

/* Whom one could ask about it: {id kind name occupation works leads ([{id name title organization circle in_field state
 * code text for}]: text fills the reason's hole) named circles_empty searches ([{code text}])}. 50 at most of each. */
MUST_CHECK enum status target_people(struct call *call, const char *id, struct doc **out_answer);

/* Who was heard about a target, and how far they depend on each other (M162): method/evidence.h. */
MUST_CHECK enum status target_voices(struct call *call, const char *target,
                                     struct doc **out_voices);

#endif
