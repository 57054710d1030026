/* SPDX-License-Identifier: GPL-3.0-or-later */
/* job.h - work that takes longer than an answer may (about 20 ms): a row in the store, done slice by
 * slice, each slice in a transaction of its own that is short enough for others to write between.
 * A job survives a restart, can be cancelled, and takes itself back when it fails or is cancelled. */
#ifndef CALL_JOB_H
#define CALL_JOB_H

#include "call/record.h"

/* A slice that nobody waits for takes long: the more rows in one transaction, the fewer pages of the indexes are
 * written again. */
enum { JOB_SLICE_MS = 400, JOB_SLICE_BYTES = 12 << 20, JOB_ATTEMPTS_MAX = 3 };

/* One job under work. `input` is a map that the kind keeps its place in: it is written back after
 * each slice. Its key `undo`, the id of a change, offers to take the whole job back once it is done. */
struct job {
    const char *id;
    struct doc *input;
    int64_t progress, total;
    bool finished; /* set by the kind: nothing is left to do */
    /* By clock_monotonic_ms(): when the slice ends if somebody else waits to write, and when in any case. */
    int64_t yield_ms, deadline_ms;
    struct store *store; /* who asks whether somebody waits */
    struct arena *arena; /* of the slice, which ends as well when that grew by JOB_SLICE_BYTES */
    size_t begun_bytes;
    int64_t
        commit_ms; /* what the end of the slice before took in this process, by clock_coarse_ms */
};

/* Should the slice end now? To be asked every millisecond or so of work. */
bool job_is_over(struct job *job);

struct job_kind {
    const char *name;
    int pages_kib; /* of the store that its slices work best with (store_keep_pages); 0: the usual */
    /* Before each slice, without a transaction and so in nobody's way: read what the slice will need, from
     * a file or by reading transactions of its own. Keeps it in the process until the slice; NULL: nothing
     * is needed. */
    enum status (*prepare)(struct desk *desk, const struct job *job);
    /* Work until the deadline. INVALID with call_refuse says why the job cannot go on. */
    enum status (*slice)(struct call *call, struct job *job);
    /* Take back what was done, in slices too; NULL: there is nothing to take back. Called after a
     * failure or a cancel, with {failed: code} or {cancelled: true} in the input. */
    enum status (*revert)(struct call *call, struct job *job);
    /* The end, whatever it was ("done", "failed", "cancelled"), in the last slice's transaction. */
    enum status (*ended)(struct call *call, struct job *job, const char *state);
};

/* For a kind: the job cannot go on, because of `code` with its arguments; `status` among them is
 * whose fault it was ("invalid": what was given), a failure of ours when absent. */
void job_fail(struct call *call, struct job *job, const char *code, const struct doc *arguments);

/* Put a job into the queue, in the call's transaction. The answer of a call that did so carries
 * `job` (its id), by which a face wakes the runner. `next_path` is where its result is seen, NULL: on its own page. */
MUST_CHECK enum status job_start(struct call *call, const char *kind, const struct doc *input,
                                 int64_t total, const char *next_path, const char **out_id);

/* Outside of calls: do one slice of the oldest job (or of `only`, an id). *out_idle: there is none, or another
 * process has it in hand: by store_claim, or on PostgreSQL because it was lent to that one less than five seconds ago (job_take).
 * The status is that of the machinery; a job's own failure is in its row. */
MUST_CHECK enum status job_work(struct desk *desk, struct arena *arena, const char *only,
                                bool *out_idle);

/* For tests, which want to stop between slices of little work. */
void job_set_slice_ms(int ms);

extern const struct call_row job_rows[];

#endif
