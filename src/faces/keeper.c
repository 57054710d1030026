/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clock.h"
#include "base/log.h"
#include "call/keep.h"
#include "faces/codes.h"
#include "faces/worker.h"

#include <poll.h>
#include <unistd.h>

enum { AFTER_FAILURE_MS = 1000, BLIND_MS = 1000, NOTICE_BYTES = 4096 };

static void
drain(int watch_fd)
{
    char notices[NOTICE_BYTES];
    while (watch_fd >= 0 && read(watch_fd, notices, sizeof notices) > 0)
        continue;
}

/* While there is a time to come again, a notice says nothing new. False: we are told to stop. */
static bool
wait_for(int wait_ms, int watch_fd, int stop_fd)
{
    struct pollfd wait[] = {{.fd = stop_fd, .events = POLLIN},
                            {.fd = wait_ms < 0 ? watch_fd : -1, .events = POLLIN}};
    (void)poll(wait, 2, wait_ms < 0 && watch_fd < 0 ? BLIND_MS : wait_ms);
    return wait[0].revents == 0;
}

static void
keep_store(struct program *program, int stop_fd)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct keep keep;
    keep_begin(&keep);
    int watch_fd = keep_watch(&program->desk), wait_ms = 0;
    while (wait_for(wait_ms, watch_fd, stop_fd)) {
        drain(watch_fd); /* before looking, so that what is written meanwhile wakes us */
        enum status status = keep_step(&program->desk, &arena, &keep, &wait_ms);
        arena_reset(&arena);
        if (status == STATUS_OK)
            continue;
        wait_ms = AFTER_FAILURE_MS;
        if (status != STATUS_BUSY)
            log_event(LOG_ERROR, "keep.failed", "reason=%s", program->store_problem(program));
    }
}

int
keeper_run(struct program *program)
{
    const char *problem = "store.failed";
    enum status status = program->open_store(program, &problem);
    if (status != STATUS_OK) {
        log_event(LOG_ERROR, "store.open", "code=%s", problem);
        return code_exit(status);
    }
    int stop_fd = stop_signal_fd();
    keep_store(program, stop_fd);
    program->close_store(program);
    return 0;
}
