/* SPDX-License-Identifier: GPL-3.0-or-later */
/* people_list.h - the people one knows, page by page. */
#ifndef DOMAIN_PEOPLE_LIST_H
#define DOMAIN_PEOPLE_LIST_H

#include "call/call.h"

extern const struct call_row person_list_rows[];

/* The circles to choose from, as texts: those of the method, then one's own, of which the first sixty; and the one that
 * `in_force` holds (a text, or null), so that a form that shows it sends it again. */
MUST_CHECK enum status people_circles(struct call *call, const struct doc *in_force,
                                      struct doc **out_circles);

/* What the call filters by: what it says itself, and what else its parameter `view` says. Sets view and view_name in
 * `answer`. */
MUST_CHECK enum status people_in_force(struct call *call, struct doc **out_filters,
                                       struct doc *answer);

#endif
