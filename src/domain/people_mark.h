/* SPDX-License-Identifier: GPL-3.0-or-later */
/* people_mark.h - one act on many people at once, those who were chosen or all who fit: one change, which one undo
 * takes back, however many they are. */
#ifndef DOMAIN_PEOPLE_MARK_H
#define DOMAIN_PEOPLE_MARK_H

#include "call/job.h"

enum {
    MARK_CHOSEN_MOST = 500, /* people named by their ids in one call */
    MARK_AT_ONCE_MOST = 500 /* people changed within the call; more are a job */
};

extern const char *const people_acts[];
extern const struct call_row people_mark_rows[];
extern const struct job_kind people_mark_job;

#endif
