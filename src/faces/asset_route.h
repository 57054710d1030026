/* SPDX-License-Identifier: GPL-3.0-or-later */
/* asset_route.h - /static/...: styles and scripts out of the program. Their names stay; "?v=" with the
 * version of all of them lets a browser keep one for a year, else it asks again with the ETag. */
#ifndef FACES_ASSET_ROUTE_H
#define FACES_ASSET_ROUTE_H

#include "faces/http_answer.h"

#define ASSET_PREFIX "/static/"

/* Changes with any of the files; the same in every process of one build. */
const char *asset_version(void);

/* The answer to GET /static/...; 404 with `media` NULL when there is no such file. */
void asset_answer(const struct http_request *request, struct http_answer *answer);

#endif
