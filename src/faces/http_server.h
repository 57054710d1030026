/* SPDX-License-Identifier: GPL-3.0-or-later */
/* http_server.h - one worker's HTTP server on a listening socket that it was given: libmicrohttpd in the
 * caller's event loop, with limits and absolute deadlines of our own (its time limit knows only
 * silence, so a client that sends a byte a second would stay for ever). */
#ifndef FACES_HTTP_SERVER_H
#define FACES_HTTP_SERVER_H

#include "faces/http_answer.h"

enum {
    CLIENTS_MAX = 1000, /* connections of one worker */
    CLIENTS_PER_ADDRESS_MAX = 500,
    HEADERS_BYTES_MAX = 32 * 1024,
    HEADERS_DEADLINE_MS = 8 * 1000,
    BODY_DEADLINE_MS = 60 * 1000,
    UPLOAD_DEADLINE_MS = 600 * 1000,
    SEND_DEADLINE_MS = 60 * 1000,
    IDLE_DEADLINE_MS = 30 * 1000
};

struct http_server;

/* `wake_fd` wakes the job runner: written to after a call that put a job into the queue. -1: nobody. */
MUST_CHECK enum status http_server_open(struct http_face *face, int listen_fd, int wake_fd,
                                        struct arena *arena, struct http_server **out_server);

/* The descriptor to wait on, and how long at most (-1: for ever). */
int http_server_fd(const struct http_server *server);
int http_server_wait_ms(struct http_server *server);

/* After the wait, always: take and answer requests, cut off who is past its deadline. */
void http_server_run(struct http_server *server);

/* No new connections; answers under way get a second to be sent. */
void http_server_close(struct http_server *server);

#endif
