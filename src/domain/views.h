/* SPDX-License-Identifier: GPL-3.0-or-later */
/* views.h - lists of people that one comes back to: the filters of `person list` under a name. */
#ifndef DOMAIN_VIEWS_H
#define DOMAIN_VIEWS_H

#include "call/record.h"

enum { VIEWS_MOST = 50 };

extern const struct call_row view_rows[];

/* The filters of a saved view; INVALID on `view` when there is none of that id. `out_name` is what it is called. */
MUST_CHECK enum status view_filters(struct call *call, const char *id, struct doc **out_filters,
                                    const char **out_name);

#endif
