/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlook.h - what ten years of projected growth mean in a word (M48), beside the 3 percent by which all
 * occupations together are projected to grow; the bounds are those of the Occupational Outlook Handbook. */
#ifndef METHOD_OUTLOOK_H
#define METHOD_OUTLOOK_H

#include "method/occupations.h"

/* "much_faster" (7 percent and more), "faster" (5), "average" (3), "slower" (1), "steady" (0), "declining";
 * whole percents count, halves up. NULL when nothing was projected. */
const char *outlook_of(const struct occupation *occupation);

/* Where it stands among the six, from 0 ("declining") to 5; -1 when nothing was projected. */
int outlook_rank(const struct occupation *occupation);

/* The six, from the worst; ended by NULL. */
extern const char *const outlook_codes[7];

#endif
