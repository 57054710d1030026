/* SPDX-License-Identifier: GPL-3.0-or-later */
/* targets.h - what a person explores, what they want to find out, and what they decide. */
#ifndef DOMAIN_TARGETS_H
#define DOMAIN_TARGETS_H

#include "call/record.h"

extern const struct call_row target_rows[];
extern const char *const target_kinds[]; /* M8 */

/* Who was heard about a target, and how far they depend on each other (M162): method/evidence.h. */
MUST_CHECK enum status target_voices(struct call *call, const char *target,
                                     struct doc **out_voices);

#endif
