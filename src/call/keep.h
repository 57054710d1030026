/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keep.h - what is done behind the calls so that none of them has to: the store's log is copied back
 * (store.h), the index of words is filled and merged (index.h). One process does it, all the time that a
 * server runs; where there is none, calls do it themselves, now and then. */
#ifndef CALL_KEEP_H
#define CALL_KEEP_H

#include "call/call.h"

struct keep {
    uint32_t writes;    /* the log's mark when it was last looked at */
    int64_t written_ms; /* when somebody else had last written, clock_monotonic_ms() */
    bool untidy;        /* the index may want something */
};

/* At the beginning: nothing is known. */
void keep_begin(struct keep *keep);

/* Readable when anybody has written; -1: there is no such thing, and the store is looked at every few seconds. */
int keep_watch(struct desk *desk);

/* Do what is due, some milliseconds of it at most: longer while nobody writes. `*out_wait_ms`: when to come
 * again, -1: not before keep_watch says that somebody has written. */
MUST_CHECK enum status keep_step(struct desk *desk, struct arena *arena, struct keep *keep,
                                 int *out_wait_ms);

#endif
