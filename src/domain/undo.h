/* SPDX-License-Identifier: GPL-3.0-or-later */
/* undo.h - taking back changes of any size: what an answer has no time for, a job does. */
#ifndef DOMAIN_UNDO_H
#define DOMAIN_UNDO_H

#include "call/job.h"

enum { UNDO_AT_ONCE_MOST = 2000 /* rows of a change that is taken back within the call */ };

/* What was made in the order of a file goes in it, and its entries lie all over the indexes: they should stay at hand until the
 * slice ends. */
enum { UNDO_PAGES_KIB = 32000 };

extern const struct job_kind undo_job;

/* Take a change back: at once (`*out_job` is NULL, `*out_undo` says what became of it), or by a job of that id when it
 * touches more rows; a person finds `next_path` at its end. Refused as `record_undo` does, before a job is made. */
MUST_CHECK enum status undo_change(struct call *call, const char *change, const char *next_path,
                                   struct record_undo *out_undo, const char **out_job);

/* One slice of taking back the change named by `change` in the job's input (none: there is nothing to do), under one
 * record in the name of `call_name`. Keeps from, made_gone, below, restored, kept and back (the id of that record) in the input, and sets
 * the job's progress and `finished`. `*out_undo` (may be NULL): this slice's, with the rows it kept. */
MUST_CHECK enum status undo_slice(struct call *call, struct job *job, const char *call_name,
                                  struct record_undo *out_undo);

#endif
