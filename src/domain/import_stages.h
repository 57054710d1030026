/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_stages.h - what the stages of an import cost. Measured with the clock that ticks every few milliseconds, at each
 * change of stage: of a long import the sums are right, and a short one needs none. */
#ifndef DOMAIN_IMPORT_STAGES_H
#define DOMAIN_IMPORT_STAGES_H

#include "store/store.h"

enum import_stage {
    IMPORT_READING, /* the file to rows with their keys and words, mostly in a process of its own */
    IMPORT_MATCHING, /* who they are */
    IMPORT_PEOPLE,   /* made and changed, with the log of changes */
    IMPORT_WORDS,    /* into the search */
    IMPORT_REPORT,   /* a row of it for each row */
    IMPORT_COMMIT,
    IMPORT_STAGES
};

enum { IMPORT_STAGES_LEAST_MS = 1000 /* all together: of less nothing is said */ };

struct import_stages {
    const struct store *store; /* what waited there is told apart by itself */
    int64_t at_ms;
    int64_t ms[IMPORT_STAGES];
};

/* A slice begins, and ends before its commit: `words_ms` of it were for the search (index_spent_ms). */
void import_stages_begin(struct import_stages *stages, const struct store *store);
void import_stages_end(struct import_stages *stages, int64_t words_ms);

/* What has passed since the last one was this stage. */
void import_stages_spent(struct import_stages *stages, enum import_stage stage);

/* Added to what a job's input holds; its keys are made when they are not there yet. */
void import_stages_keep(const struct import_stages *stages, struct doc *input);

/* [{stage, ms}] of an input, over those of a list of before (or of nothing). */
struct doc *import_stages_list(const struct doc *input, const struct doc *before,
                               struct arena *arena);

/* "reading=120 matching=...": for the log. */
const char *import_stages_text(const struct doc *list, struct arena *arena);

#endif
