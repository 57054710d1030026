/* SPDX-License-Identifier: GPL-3.0-or-later */
/* openapi.h - the rows of calls as an OpenAPI 3.1 document. */
#ifndef FACES_OPENAPI_H
#define FACES_OPENAPI_H

#include "call/call.h"

struct doc *openapi_document(const struct desk *desk, struct arena *arena);

/* {items: [{name, method, path, role, effect, argument, page, suffix, params: [texts]}]}: what there
 * is, for `rapport calls` and the tests that want every row tried. */
struct doc *calls_document(const struct desk *desk, struct arena *arena);

/* The word for a parameter's kind, as `rapport calls` lists it: "text", "int", ... */
const char *param_kind_name(enum param_kind kind);

#endif
