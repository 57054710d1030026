/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imports.h - people from a file: read and staged, shown with a verdict for each row, brought in
 * slice by slice under one change, taken back at any later time. */
#ifndef DOMAIN_IMPORTS_H
#define DOMAIN_IMPORTS_H

#include "call/job.h"

extern const struct call_row import_rows[];
extern const struct job_kind import_job;
extern const struct job_kind import_undo_job;

#endif
