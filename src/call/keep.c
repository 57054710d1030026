/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call/keep.h"

#include "base/clock.h"
#include "call/index.h"

enum {
    WAITING_MOST =
        1000, /* pages that are copied back at once: 4 MB, which the disk hardly notices */
    WAITING_LATE = 250, /* when nobody writes any more */
    LOG_MOST =
        2000, /* pages after which the log begins anew: half of what others copy themselves */
    WORK_WAITING_MOST = 12000, /* the same while a job is at work, which copies 128 MB itself */
    WORK_LOG_MOST = 24000,
    BUSY_MS = 100,   /* somebody wrote within these */
    QUIET_MS = 2000, /* nobody did */
    TICK_MS = 20,
    SLOW_TICK_MS = 200,
    BETWEEN_MS = 3, /* so that others may write */
    BLIND_MS = 5000 /* where nothing says that somebody wrote */
};

void
keep_begin(struct keep *keep)
{
    *keep = (struct keep){.written_ms = clock_monotonic_ms(), .untidy = true};
}

int
keep_watch(struct desk *desk)
{
    return store_watch(desk->store);
}

static void
copy_back(struct store *store, bool quiet)
{
    struct store_log log;
    if (!store_log(store, &log) || log.waiting == 0)
        return;
    bool work = store_is_claimed(store);
    bool long_log = log.pages > (work ? WORK_LOG_MOST : LOG_MOST);
    if (long_log || log.waiting > (work ? WORK_WAITING_MOST : WAITING_MOST) ||
        (quiet && log.waiting > WAITING_LATE))
        store_checkpoint(store, long_log);
}

/* How long nobody else wrote. */
static int64_t
look(struct store *store, struct keep *keep, bool *out_seen)
{
    struct store_log log;
    int64_t now_ms = clock_monotonic_ms();
    *out_seen = store_log(store, &log);
    if (*out_seen && log.writes != keep->writes) {
        keep->writes = log.writes;
        keep->written_ms = now_ms;
        keep->untidy = true;
    }
    return now_ms - keep->written_ms;
}

static enum status
tidy(struct desk *desk, struct arena *arena, struct keep *keep, bool quiet)
{
    struct store_log before, after;
    bool known = store_log(desk->store, &before);
    TRY(index_tidy(desk, arena, quiet, &keep->untidy));
    /* Our own commit is nobody's; with another one between, somebody's is seen the next time. */
    if (known && store_log(desk->store, &after) && after.writes == before.writes + 1)
        keep->writes = after.writes;
    return STATUS_OK;
}

enum status
keep_step(struct desk *desk, struct arena *arena, struct keep *keep, int *out_wait_ms)
{
    bool seen;
    int64_t since_ms = look(desk->store, keep, &seen);
    bool quiet = !seen || since_ms >= QUIET_MS;
    copy_back(desk->store, quiet);
    /* A job that is at work would end its slice for us each time, and so make more pieces than are merged. */
    bool work = store_is_claimed(desk->store);
    if ((keep->untidy || !seen) && !work)
        TRY(tidy(desk, arena, keep, quiet));
    if (keep->untidy)
        *out_wait_ms = work ? SLOW_TICK_MS : BETWEEN_MS;
    else if (!seen)
        *out_wait_ms = BLIND_MS;
    else if (quiet)
        *out_wait_ms = -1;
    else
        *out_wait_ms = since_ms < BUSY_MS ? TICK_MS : SLOW_TICK_MS;
    return STATUS_OK;
}
