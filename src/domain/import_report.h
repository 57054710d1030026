/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_report.h - what became of a file, row by row: it stays after the import and after its undo. */
#ifndef DOMAIN_IMPORT_REPORT_H
#define DOMAIN_IMPORT_REPORT_H

#include "call/record.h"

/* The report of an import: its counts, how far it is, what was recognized, the rows that were not simply
 * created and some of those that were. */
MUST_CHECK enum status import_report(struct call *call, const char *id, struct doc **out_answer);

/* May it be read in other characters: it waits for a yes or for its columns, and is no JSON? */
bool import_may_be_read_anew(const struct doc *row);

/* The number of a column as people count, from 1; what is kept of a file counts from 0. */
int64_t import_column_number(const struct doc *column);

/* In this state of its row, is it read or brought in, so that it can be stopped? */
bool import_is_at_work(const char *state);

/* One page of the rows of one verdict, behind the row `after`. */
MUST_CHECK enum status import_report_rows(struct call *call, struct doc **out_answer);

/* The job that an import's row names; NULL when it names none, or that is gone. */
MUST_CHECK enum status import_job_of(struct call *call, const struct doc *row,
                                     struct doc **out_job);

#endif
