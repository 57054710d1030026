/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/codes.h"

#include "base/clock.h"
#include "views/words.h"

static const struct {
    int exit;
    unsigned http;
} codes[] = {
    [STATUS_OK] = {0, HTTP_OK},
    [STATUS_FAILED] = {1, HTTP_FAILED},
    [STATUS_INVALID] = {2, HTTP_UNPROCESSABLE},
    [STATUS_FORBIDDEN] = {3, HTTP_FORBIDDEN},
    [STATUS_MISSING] = {4, HTTP_NOT_FOUND},
    [STATUS_CONFLICT] = {5, 409},
    [STATUS_BUSY] = {6, HTTP_UNAVAILABLE},
};

int
code_exit(enum status status)
{
    return codes[status].exit;
}

unsigned
code_http(enum status status, bool signed_in)
{
    if (status == STATUS_FORBIDDEN && !signed_in)
        return HTTP_UNAUTHORIZED;
    return codes[status].http;
}

struct doc *
problem_new(struct arena *arena, enum status status, const char *code)
{
    struct doc *problem = doc_map(arena);
    doc_set_text(problem, "status", status_name(status));
    doc_set_text(problem, "code", code);
    doc_set(problem, "fields", *doc_list(arena));
    return problem;
}

struct doc *
problem_show(const struct doc *problem, unsigned http, const struct reader *reader,
             struct arena *arena)
{
    struct doc *shown = doc_map(arena);
    *shown = doc_copy(arena, problem);
    if (!doc_has(shown, "fields"))
        doc_set(shown, "fields", *doc_list(arena));
    words_problem(reader, arena, shown);
    if (http != 0)
        doc_set_int(shown, "status", http);
    return shown;
}

struct reader
reader_of(const struct caller *who, const char *fallback)
{
    const char *language = who->language != NULL ? who->language : fallback;
    return reader_open(language == NULL ? "en" : language, who->zone == NULL ? "UTC" : who->zone,
                       clock_now());
}
