/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_around.h - what a process knows of a store beside the rows of the job that it works on: whom a stranger cannot
 * be (import_others.h), and colleagues (import_colleagues.h). Found by the job's id, as its window is. */
#ifndef DOMAIN_IMPORT_AROUND_H
#define DOMAIN_IMPORT_AROUND_H

#include "domain/import_match.h"

/* Before a slice, outside of transactions: before its window is filled, which leaves room for it, and then. */
MUST_CHECK enum status import_around_open(struct desk *desk, const struct job *job);
MUST_CHECK enum status import_around_read(struct desk *desk, const struct job *job,
                                          const struct import_window *window);

/* A slice begins: what `judge` may know without asking the store. */
MUST_CHECK enum status import_around_begin(struct call *call, const struct job *job,
                                           struct import_judge *judge);

/* The job has made somebody of a row; has changed somebody who was there before. */
void import_around_made(const struct doc *row);
void import_around_changed(const struct import_verdict *verdict);

/* It has come as far as the job's input says now: the next one goes on with what is known, unless this one is rolled
 * back. */
void import_around_end(const struct job *job);

/* For tests: ask the store about each row, as if nothing were known; and as usual again. */
void import_around_ask_all(bool all);

void import_around_close(void);

#endif
