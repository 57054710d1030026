/* SPDX-License-Identifier: GPL-3.0-or-later */
/* organizations.h - where people work. An organization exists through its people (person.organization_key) or through
 * what somebody wrote about it (a row of its own); both are one by their key (docs/decisions/0010). */
#ifndef DOMAIN_ORGANIZATIONS_H
#define DOMAIN_ORGANIZATIONS_H

#include "call/job.h"

/* Renaming moves people one by one, in one change: so many within the call, more by a job. */
enum { ORGANIZATION_MOVED_MOST = 2000 };

extern const struct call_row organization_rows[];
extern const struct call_row ranking_rows[];
extern const struct job_kind organization_rename_job;

/* The row that somebody wrote about an organization, or NULL. `key` is its folded name. */
MUST_CHECK enum status organization_row(struct call *call, const char *key, struct doc **out_row);

/* Save `row` (without id, name_key) under its name: the row that is there, or a new one. */
MUST_CHECK enum status organization_keep(struct call *call, struct doc *row, struct doc **out_row);

#endif
