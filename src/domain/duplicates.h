/* SPDX-License-Identifier: GPL-3.0-or-later */
/* duplicates.h - people who may be one: a search among everybody as a job, the pairs it found, what is
 * alike to one person, and "not the same", which is remembered. Merging is merges.h. */
#ifndef DOMAIN_DUPLICATES_H
#define DOMAIN_DUPLICATES_H

#include "call/job.h"
#include "method/sameness.h"

extern const struct call_row duplicate_rows[];
extern const struct job_kind duplicate_job;

/* The nicknames that the program knows: read once in each process. */
const struct nicknames *nicknames_known(void);

/* Somebody as the judge sees them; MISSING when no row has that number. */
struct suspect {
    int64_t doc;
    const struct doc *row; /* statement duplicate_person */
    struct identity identity;
};
MUST_CHECK enum status suspect_read(struct call *call, int64_t doc, struct suspect *out_suspect);

/* Judge two: ways to reach them are read when the names are not strangers', or when both were met at one
 * address (`reached`), which two different names may share. */
MUST_CHECK enum status suspects_judge(struct call *call, struct suspect *a, struct suspect *b,
                                      bool reached, struct sameness *out_sameness);

/* Put under "alike" who may be the same as a person, by a few quick looks: [{id name title organization
 * reasons}], surest first, at most ALIKE_MOST; none whom somebody told apart. */
enum { ALIKE_MOST = 3 };
MUST_CHECK enum status add_alike(struct call *call, struct doc *answer, const struct doc *person);

#endif
