/* SPDX-License-Identifier: GPL-3.0-or-later */
/* supervisor.h - `rapport serve`: holds the listening sockets, starts the processes that do the work and
 * starts them again when they end; opens no store itself. One SO_REUSEPORT socket for each worker, held
 * here, so that a killed worker costs no refused connection (docs/decisions: the worker, tried). */
#ifndef FACES_SUPERVISOR_H
#define FACES_SUPERVISOR_H

#include "faces/http_request.h"
#include "faces/program.h"

enum { WORKERS_MAX = 16, PORT_DEFAULT = 7373 };

struct serve_options {
    struct http_site site; /* address, port (0: any free one), names, open_access */
    int workers;           /* 1 .. WORKERS_MAX */
    bool browse;           /* open the start link in a browser where there is a desktop */
};

/* "127.0.0.1:7373", "[::1]:7373", "localhost:7373", "7373". INVALID when it is none of these. */
MUST_CHECK enum status listen_read(const char *text, struct arena *arena,
                                   struct http_site *out_site);

/* Until SIGTERM or SIGINT; SIGHUP replaces the workers one after the other. Returns the exit code. */
int supervisor_run(struct program *program, const struct serve_options *options);

#endif
