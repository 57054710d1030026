/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forget_sweep.h - what is left of somebody who was forgotten: in the change log, with what of theirs was removed before
 * and the mail about it; in the rows of imports; in the search index. */
#ifndef DOMAIN_FORGET_SWEEP_H
#define DOMAIN_FORGET_SWEEP_H

#include "call/job.h"

enum { FORGET_PHASES = 5 };

extern const struct job_kind forget_job;

/* What the job begins with; `trace` as forget_trace.h has it. */
struct doc *forget_sweep_input(struct call *call, const struct doc *trace);

#endif
