/* SPDX-License-Identifier: GPL-3.0-or-later */
/* coverage.h - what is known about a target, and what is open (method/coverage.h): as a page, and as questions for a talk. */
#ifndef DOMAIN_COVERAGE_H
#define DOMAIN_COVERAGE_H

#include "call/call.h"

extern const struct call_row coverage_rows[];

/* Put `coverage` into an answer that holds objectives, facts, readings and diversity of the target. The rows of topics get
 * their words as text, in the caller's language. */
MUST_CHECK enum status coverage_add(struct call *call, struct doc *answer, const char *target);

#endif
