/* SPDX-License-Identifier: GPL-3.0-or-later */
/* codes.h - the one table from a status to an exit code and an HTTP code, and the problem documents
 * that faces make themselves. */
#ifndef FACES_CODES_H
#define FACES_CODES_H

#include "call/call.h"
#include "text/reader.h"

enum {
    HTTP_OK = 200,
    HTTP_SEE_OTHER = 303,
    HTTP_NOT_MODIFIED = 304,
    HTTP_BAD_REQUEST = 400,
    HTTP_UNAUTHORIZED = 401,
    HTTP_FORBIDDEN = 403,
    HTTP_NOT_FOUND = 404,
    HTTP_METHOD_NOT_ALLOWED = 405,
    HTTP_TOO_LARGE = 413,
    HTTP_URI_TOO_LONG = 414,
    HTTP_MEDIA_UNSUPPORTED = 415,
    HTTP_MISDIRECTED = 421,
    HTTP_UNPROCESSABLE = 422,
    HTTP_FAILED = 500,
    HTTP_UNAVAILABLE = 503
};

/* 0 ok, 1 failed, 2 invalid, 3 forbidden, 4 missing, 5 conflict, 6 busy. */
int code_exit(enum status status);

/* 401 instead of 403 when nobody is signed in. */
unsigned code_http(enum status status, bool signed_in);

/* A problem of a face's own: {status, code, fields: []} without its words. */
struct doc *problem_new(struct arena *arena, enum status status, const char *code);

/* The problem as others get it (RFC 9457 for HTTP): title, the members of `problem`, `message` in
 * each field. `http` other than 0 becomes the member `status`. */
struct doc *problem_show(const struct doc *problem, unsigned http, const struct reader *reader,
                         struct arena *arena);

/* Language and zone of who asked; a `fallback` language (may be NULL) when nobody is known. */
struct reader reader_of(const struct caller *who, const char *fallback);

#endif
