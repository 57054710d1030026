/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tables.h - all calls of the application and all kinds of jobs: what main hands to the faces. */
#ifndef DOMAIN_TABLES_H
#define DOMAIN_TABLES_H

#include "call/job.h"

extern const struct call_row *const domain_tables[]; /* ended by NULL */
extern const struct job_kind *const domain_jobs[];   /* ended by NULL */

#endif
