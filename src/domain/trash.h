/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trash.h - what was removed: looked at, brought back with all that went with it, or erased for good. Nothing leaves
 * the trash by itself; after the policy's `trash_days` the page offers to empty it of what is older. */
#ifndef DOMAIN_TRASH_H
#define DOMAIN_TRASH_H

#include "call/job.h"

extern const struct call_row trash_rows[];
extern const struct job_kind trash_purge_job;

#endif
