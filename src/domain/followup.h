/* SPDX-License-Identifier: GPL-3.0-or-later */
/* followup.h - after the door closes: debrief, thank-you, reflection (M138-M161). */
#ifndef DOMAIN_FOLLOWUP_H
#define DOMAIN_FOLLOWUP_H

#include "call/call.h"

extern const struct call_row followup_rows[];
extern const struct call_row reflection_rows[];

#endif
