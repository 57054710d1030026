/* SPDX-License-Identifier: GPL-3.0-or-later */
/* http_body.h - what a POST sends, as it arrives: a form or JSON up to HTTP_BODY_MAX in memory, the
 * file of an upload into a nameless temporary file up to the parameter's limit. */
#ifndef FACES_HTTP_BODY_H
#define FACES_HTTP_BODY_H

#include "call/call.h"
#include "faces/http_request.h"

struct http_body {
    struct arena *arena;
    struct buffer text;          /* a form or JSON */
    struct multipart *multipart; /* an upload */
    const struct param *file;    /* the parameter that takes the file, or NULL */
    int fd;                      /* of the temporary file; -1: none yet */
    int64_t size;
    const char *file_name;
    struct http_refusal refusal; /* the first thing that was wrong */
    size_t dropped;              /* bytes that came after it */
};

/* Look at the type and announced length (-1: not announced) of a body that `row` will get. Says what
 * is wrong with it before it is read, if anything. */
void body_open(struct http_body *body, const struct http_request *request,
               const struct call_row *row, int64_t announced);

/* The next bytes; after a refusal they are dropped. False when the client should be cut off. */
bool body_feed(struct http_body *body, const char *bytes, size_t length);

/* All is there: request->body becomes a map. The file stays readable under its `path` until
 * body_close. */
struct http_refusal body_end(struct http_body *body, struct http_request *request);

void body_close(struct http_body *body);

#endif
