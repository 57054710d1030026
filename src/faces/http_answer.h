/* SPDX-License-Identifier: GPL-3.0-or-later */
/* http_answer.h - from a request to an answer: find the row, perform the call, show its document as a
 * page, JSON or the row's own form; a problem as the form with its marks, a page or problem+json. */
#ifndef FACES_HTTP_ANSWER_H
#define FACES_HTTP_ANSWER_H

#include "faces/http_request.h"
#include "faces/program.h"
#include "faces/route.h"

enum { ANSWER_HEADERS_MAX = 8, PAGE_MAX_BYTES = 16 * 1024 * 1024 };

struct http_parts;

#define MEDIA_HTML "text/html; charset=utf-8"
#define MEDIA_JSON "application/json"
#define MEDIA_PROBLEM "application/problem+json"

struct http_face {
    struct program *program;
    struct http_site site;
    struct router router;
};

struct http_answer {
    unsigned http;
    const char *media; /* NULL: no body */
    const char *body;  /* lives as long as the request's arena */
    size_t length;
    const char *names[ANSWER_HEADERS_MAX]; /* further headers */
    const char *values[ANSWER_HEADERS_MAX];
    int header_count;
    const char *cache; /* Cache-Control; NULL: no-store */
    const char *place; /* for the log: the route's pattern, or the path when it has no route */
    bool wake;         /* work for the runner: a job or a mail was put into its queue */
    struct http_parts
        *parts; /* the body goes on: ask http_next_part when it was sent; NULL: it is whole */
};

/* A sound request that passed request_check. */
void http_answer(struct http_face *face, struct http_request *request,
                 struct http_answer *out_answer);

/* The answer to a request that is refused before it is a call. */
void http_refuse(struct http_face *face, struct http_request *request, struct http_refusal refusal,
                 struct http_answer *out_answer);

/* The next part of a body: `arena` is reset and holds it until the next one. It may be empty with `out_more`
 * set: one part is made at a time, so that others are served between. Not OK: what follows cannot be had;
 * the connection must break, for half a file looks like a whole one. */
MUST_CHECK enum status http_next_part(struct http_parts *parts, struct arena *arena,
                                      const char **out_body, size_t *out_length, bool *out_more);

void answer_header(struct http_answer *answer, const char *name, const char *value);

#endif
