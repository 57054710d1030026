/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forget_imports.h - what is left of somebody in files that were brought in, or wait to be. */
#ifndef DOMAIN_FORGET_IMPORTS_H
#define DOMAIN_FORGET_IMPORTS_H

#include "call/job.h"

/* The next of them: rows lose what they say, reports their samples and names, and files that wait in the folder for
 * incoming files go; an import that cannot go on without its file is cancelled. *out_done: there is no more. */
MUST_CHECK enum status forget_imports_some(struct call *call, struct job *job,
                                           const struct doc *trace, bool *out_done);

/* The next jobs that have ended: what they keep of names and ids goes. */
MUST_CHECK enum status forget_jobs_some(struct call *call, struct job *job, const struct doc *trace,
                                        bool *out_done);

#endif
