/* SPDX-License-Identifier: GPL-3.0-or-later */
/* worker.h - the processes behind the supervisor. Each runs to its end in a process of its own, with a
 * store connection of its own; the number returned is its exit code. */
#ifndef FACES_WORKER_H
#define FACES_WORKER_H

#include "faces/http_answer.h"

/* One HTTP worker on its listening socket; ends on SIGTERM. */
int worker_run(struct program *program, const struct http_site *site, int listen_fd, int wake_fd);

/* The job runner: works while there are jobs, then waits for a byte from `wake_fd` or 5 seconds. Each byte goes on to
 * `mail_fd`, for the mailer. */
int runner_run(struct program *program, int wake_fd, int mail_fd);

/* The keeper: does what no call should have to (call/keep.h), whenever somebody has written. */
int keeper_run(struct program *program);

/* The mailer: sends what waits in the outbox, one mail after the other, so that no job waits for a slow server. */
int mailer_run(struct program *program, int wake_fd);

/* Checks the store and says on standard output how to begin: a start link, or the address when the
 * access is open. Opens it in a browser when `browse`. */
int greeter_run(struct program *program, const struct http_site *site, bool browse);

/* "127.0.0.1:7373", "[::1]:7373"; in the arena. */
const char *site_authority(const struct http_site *site, struct arena *arena);

/* Say on standard error what a message code means, with its arguments. */
void say_problem(const char *code, const struct doc *arguments, struct arena *arena);

/* Becomes readable with SIGTERM, SIGINT or SIGHUP, which are blocked from now on. -1: cannot. */
int stop_signal_fd(void);

#endif
