/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clock.h"
#include "base/log.h"
#include "call/job.h"
#include "faces/codes.h"
#include "faces/deliver.h"
#include "faces/worker.h"

#include <poll.h>
#include <unistd.h>

enum { IDLE_WAIT_MS = 5000, BETWEEN_SLICES_MS = 3, AFTER_FAILURE_MS = 1000 };

static bool
is_stopped(int stop_fd)
{
    struct pollfd stop = {.fd = stop_fd, .events = POLLIN};
    return poll(&stop, 1, 0) > 0;
}

/* Until a byte comes, the time is over or we are told to stop. */
static void
wait_idle(int wake_fd, int stop_fd)
{
    char bytes[64];
    struct pollfd wait[] = {{.fd = wake_fd, .events = POLLIN}, {.fd = stop_fd, .events = POLLIN}};
    if (poll(wait, 2, IDLE_WAIT_MS) > 0 && (wait[0].revents & POLLIN) != 0)
        (void)!read(wake_fd, bytes, sizeof bytes);
}

static bool
may_go_on(void *context)
{
    const int *stop_fd = context;
    return !is_stopped(*stop_fd);
}

/* One slice of a job; when there is none, one mail. */
static enum status
work(struct program *program, struct arena *arena, int *stop_fd, bool *out_idle)
{
    TRY(job_work(&program->desk, arena, NULL, out_idle));
    return *out_idle ? deliver_next(program, arena, may_go_on, stop_fd, out_idle) : STATUS_OK;
}

int
runner_run(struct program *program, int wake_fd)
{
    const char *problem = "store.failed";
    enum status status = program->open_store(program, &problem);
    if (status != STATUS_OK) {
        log_event(LOG_ERROR, "store.open", "code=%s", problem);
        return code_exit(status);
    }
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    int stop_fd = stop_signal_fd();
    deliver_recover(program, &arena);
    while (!is_stopped(stop_fd)) {
        bool idle = true;
        status = work(program, &arena, &stop_fd, &idle);
        arena_reset(&arena);
        if (status == STATUS_FAILED) {
            log_event(LOG_ERROR, "job.failed", "reason=%s", program->store_problem(program));
            clock_pause_ms(AFTER_FAILURE_MS);
        } else if (status == STATUS_OK && idle) {
            wait_idle(wake_fd, stop_fd);
        } else {
            clock_pause_ms(BETWEEN_SLICES_MS); /* so that others may write */
        }
    }
    program->close_store(program);
    return 0;
}
