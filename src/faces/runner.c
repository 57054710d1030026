/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clock.h"
#include "base/log.h"
#include "call/job.h"
#include "faces/codes.h"
#include "faces/deliver.h"
#include "faces/worker.h"

#include <poll.h>
#include <unistd.h>

enum { IDLE_WAIT_MS = 5000, WHEN_BUSY_MS = 3, AFTER_FAILURE_MS = 1000 };

static bool
is_stopped(int stop_fd)
{
    struct pollfd stop = {.fd = stop_fd, .events = POLLIN};
    return poll(&stop, 1, 0) > 0;
}

/* Until a byte comes, the time is over or we are told to stop. True: there was a byte. */
static bool
wait_idle(int wake_fd, int stop_fd)
{
    char bytes[64];
    struct pollfd wait[] = {{.fd = wake_fd, .events = POLLIN}, {.fd = stop_fd, .events = POLLIN}};
    return poll(wait, 2, IDLE_WAIT_MS) > 0 && (wait[0].revents & POLLIN) != 0 &&
           read(wake_fd, bytes, sizeof bytes) > 0;
}

static bool
may_go_on(void *context)
{
    const int *stop_fd = context;
    return !is_stopped(*stop_fd);
}

/* One process's work: `step` while there is some, then waiting. */
struct round {
    struct program *program;
    enum status (*step)(struct round *round, struct arena *arena, bool *out_idle);
    int wake_fd, stop_fd;
    int next_fd;       /* who is woken too; -1: nobody */
    const char *event; /* of the log, when a step fails */
};

static enum status
work_on_job(struct round *round, struct arena *arena, bool *out_idle)
{
    return job_work(&round->program->desk, arena, NULL, out_idle);
}

static enum status
work_on_mail(struct round *round, struct arena *arena, bool *out_idle)
{
    return deliver_next(round->program, arena, may_go_on, &round->stop_fd, out_idle);
}

static void
wait_and_wake(const struct round *round)
{
    if (wait_idle(round->wake_fd, round->stop_fd) && round->next_fd >= 0)
        (void)!write(round->next_fd, "", 1);
}

static void
go_round(struct round *round, struct arena *arena)
{
    while (!is_stopped(round->stop_fd)) {
        bool idle = true;
        enum status status = round->step(round, arena, &idle);
        arena_reset(arena);
        if (status == STATUS_FAILED) {
            const char *problem = round->program->store_problem(round->program);
            log_event(LOG_ERROR, round->event, "reason=%s",
                      problem[0] == '\0' ? "not the store" : problem);
            clock_pause_ms(AFTER_FAILURE_MS);
        } else if (status == STATUS_OK && idle) {
            wait_and_wake(round);
        } else if (status == STATUS_BUSY) {
            clock_pause_ms(WHEN_BUSY_MS);
        }
    }
}

static int
run(struct round *round, bool recover)
{
    const char *problem = "store.failed";
    enum status status = round->program->open_store(round->program, &problem);
    if (status != STATUS_OK) {
        log_event(LOG_ERROR, "store.open", "code=%s", problem);
        return code_exit(status);
    }
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    round->stop_fd = stop_signal_fd();
    if (recover)
        deliver_recover(round->program, &arena);
    go_round(round, &arena);
    round->program->close_store(round->program);
    return 0;
}

int
runner_run(struct program *program, int wake_fd, int mail_fd)
{
    struct round round = {.program = program,
                          .step = work_on_job,
                          .event = "job.failed",
                          .wake_fd = wake_fd,
                          .next_fd = mail_fd};
    return run(&round, false);
}

int
mailer_run(struct program *program, int wake_fd)
{
    struct round round = {.program = program,
                          .step = work_on_mail,
                          .event = "mail.failed",
                          .wake_fd = wake_fd,
                          .next_fd = -1};
    return run(&round, true);
}
