/* SPDX-License-Identifier: GPL-3.0-or-later */
/* route.h - from the rows of calls to paths and back. GET performs a row that reads, POST one that
 * changes. "/person/{id}" takes "/person/01a..."; the same with ".json" or the row's suffix asks for
 * another form of the answer. A path without holes wins over one with. */
#ifndef FACES_ROUTE_H
#define FACES_ROUTE_H

#include "call/call.h"

enum { ROUTE_HOLES_MAX = 4, PATH_MAX_BYTES = 2048 };

struct route {
    const char *pattern;
    const struct call_row *read;   /* GET; NULL: none */
    const struct call_row *change; /* POST; NULL: none */
};

struct router {
    struct route *plain; /* without holes, sorted */
    int plain_count;
    struct route *holed;
    int holed_count;
};

struct route_match {
    const struct route *route;
    const char *names[ROUTE_HOLES_MAX];
    const char *values[ROUTE_HOLES_MAX];
    int count;
    const char *suffix; /* "json", the row's own, or NULL */
};

/* The routes of all rows that are not internal. Lives in the arena. */
void router_open(struct router *out_router, const struct desk *desk, struct arena *arena);

/* False when no route has this (decoded) path. */
bool route_find(const struct router *router, const char *path, struct arena *arena,
                struct route_match *out_match);

/* The path under which a row is found: its own, or its name with / for blanks. */
const char *route_path(const struct call_row *row, struct arena *arena);

/* "/person/{id}" with each hole filled, percent-encoded, from the first of the two documents that
 * has something under its name; either may be NULL. */
const char *route_fill(const char *pattern, const struct doc *first, const struct doc *second,
                       struct arena *arena);

/* May a browser be sent there? A path on this host: one slash first, no control character. */
bool route_is_local(const char *path);

/* Visit every row that has a face, in the order of the tables. */
typedef void route_visit(void *context, const struct call_row *row);
void route_each(const struct desk *desk, route_visit *visit, void *context);

/* May it be performed by GET? */
bool route_by_get(const struct call_row *row);

#endif
