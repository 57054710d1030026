/* SPDX-License-Identifier: GPL-3.0-or-later */
/* http_request.h - one request as the faces see it, and the checks that come before any call: does it
 * name this server (no DNS rebinding), does it come from our own pages (no cross-site request), is it
 * sound. Knows nothing of the library that speaks HTTP. */
#ifndef FACES_HTTP_REQUEST_H
#define FACES_HTTP_REQUEST_H

#include "base/arena.h"
#include "doc/doc.h"

enum {
    HTTP_URI_MAX = 8 * 1024,     /* bytes of path and query */
    HTTP_BODY_MAX = 1024 * 1024, /* bytes of a form or JSON body */
    SITE_NAMES_MAX = 8
};

#define SESSION_COOKIE "rapport_session"
#define DONE_COOKIE "rapport_done"
#define COOKIE_MANNERS "; Path=/; HttpOnly; SameSite=Lax"

/* The server's own side: made before the workers, the same in all of them. */
struct http_site {
    const char *address; /* "127.0.0.1", "::1", "0.0.0.0" */
    int port;
    const char *names[SITE_NAMES_MAX]; /* further names it answers to (--host); ended by NULL */
    const char *key;                   /* seals the forms of those who have no session */
    bool open_access;
};

enum http_method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_OTHER };

struct http_request {
    struct arena *arena;
    enum http_method method;
    const char *path;  /* decoded: no control character, no "..", no empty segment */
    const char *query; /* as sent, without ?; "" when there is none */

    /* Headers; NULL when absent. */
    const char *host, *origin, *fetch_site, *purpose, *accept, *content_type, *csrf, *referer,
        *etag, *language, *cookies;

    const char *session; /* of the cookie, or NULL */
    const char *done;    /* of the cookie, or NULL */
    struct doc *body;    /* POST: what was sent as a map; NULL: nothing */
};

/* What is wrong with a request before it is a call: an HTTP code and a message code. */
struct http_refusal {
    unsigned http; /* 0: nothing */
    const char *code;
};

/* Split "/people?query=ada" and decode the path. */
struct http_refusal request_target(struct http_request *request, const char *uri);

/* Take what we need of one header line. False when it must not be repeated and was. */
bool request_header(struct http_request *request, const char *name, const char *value);

/* Read the cookies; after all headers. */
void request_cookies(struct http_request *request);

/* Host, Origin and Sec-Fetch-Site. */
struct http_refusal request_check(const struct http_request *request, const struct http_site *site);

/* The token that a form of this session carries. Every change must bring it: field "csrf" or header
 * X-CSRF-Token. */
const char *request_token(const struct http_request *request, const struct http_site *site);

/* Takes the field "csrf" out of the body. Without a session there is nothing to protect, unless
 * everybody counts as the owner (open access). */
struct http_refusal request_check_token(struct http_request *request, const struct http_site *site);

/* Does the client ask for JSON rather than a page? */
bool request_wants_json(const struct http_request *request);

/* Is the body's type this one ("application/json")? Parameters after ; do not matter. */
bool request_has_type(const struct http_request *request, const char *type);

/* The page where the form stood: path and query of a Referer of this very host, or NULL. */
const char *request_back(const struct http_request *request);

/* The first language of Accept-Language, or NULL. */
const char *request_language(const struct http_request *request);

#endif
