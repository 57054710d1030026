/* SPDX-License-Identifier: GPL-3.0-or-later */
/* search.h - one search over everything: people, organizations, notes, messages and the rest. */
#ifndef DOMAIN_SEARCH_H
#define DOMAIN_SEARCH_H

#include "call/record.h"

extern const struct call_row search_rows[];

/* People by any words of their record, the best of the newest first: a list of {id, name, title,
 * organization, place, circle, state} for a list of people, and where the next page begins (NULL: there is
 * none). `after` is that text of the page before, or NULL. */
MUST_CHECK enum status search_people(struct call *call, const char *words, int64_t limit,
                                     const char *after, struct doc **out_rows,
                                     const char **out_after);

#endif
