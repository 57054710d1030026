/* SPDX-License-Identifier: GPL-3.0-or-later */
/* desk.h - what one can find out about a target before any talk: what to read (M50, M100), facts with their
 * sources (M48), the words of the field (M31); and what was heard of it in talks (M33). */
#ifndef DOMAIN_DESK_H
#define DOMAIN_DESK_H

#include "call/call.h"

extern const struct call_row desk_rows[];

/* Put readings, facts, terms and heard ([{id kind text interview person_name}]) of a target into an answer, with
 * fact_kinds, of which facts can be. */
MUST_CHECK enum status desk_add(struct call *call, struct doc *answer, const char *target);

/* Remove them with their target; what was heard stays with its talks. */
MUST_CHECK enum status desk_remove(struct call *call, const char *target);

#endif
