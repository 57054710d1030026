/* SPDX-License-Identifier: GPL-3.0-or-later */
/* http_page.h - an answer or a problem as an HTML page in its envelope. */
#ifndef FACES_HTTP_PAGE_H
#define FACES_HTTP_PAGE_H

#include "faces/http_answer.h"

/* What a page is made of, besides its document. */
struct page_frame {
    const struct caller *who;
    const struct doc *problem; /* as problem_show gives it, or NULL */
    const struct doc *given;   /* what was typed into the form, or NULL */
};

/* Show the page of that name around the document. When there is no such page or it cannot be shown,
 * the answer becomes a plain 500. */
void http_page(struct http_face *face, struct http_request *request, const char *page,
               const struct doc *document, const struct page_frame *frame,
               struct http_answer *answer);

/* Put what was given over the form's document, under the same keys: values of PARAM_ROWS from their
 * dotted names, booleans as such. */
void http_overlay(const struct param *params, const struct doc *given, struct doc *document,
                  struct arena *arena);

/* The cookie that tells the next page what was done: "CHANGE.ROW", or NULL when nothing is to be
 * said. */
const char *done_cookie(const struct call_row *row, const char *change, struct arena *arena);

#endif
