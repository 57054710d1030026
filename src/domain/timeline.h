/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timeline.h - the story of the two, newest first: requests, answers, interviews, messages, referrals, notes,
 * tasks done, files, events and the day one came to know each other. */
#ifndef DOMAIN_TIMELINE_H
#define DOMAIN_TIMELINE_H

#include "call/record.h"

extern const struct call_row timeline_rows[];

/* Put a page of the story into `answer`: timeline [{at kind code id state text other path}] and
 * timeline_after (what the next page is asked by, or null). `row` is the person's row; `after` is NULL for
 * the first page. */
MUST_CHECK enum status timeline_add(struct call *call, struct doc *answer, const struct doc *row,
                                    const char *after);

#endif
