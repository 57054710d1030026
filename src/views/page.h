/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page.h - pages: files of web/, compiled at build time by tools/pages into steps, run here against a
 * document. See docs/pages.md for the syntax. */
#ifndef VIEWS_PAGE_H
#define VIEWS_PAGE_H

#include "base/buffer.h"
#include "doc/doc.h"
#include "text/reader.h"

struct page; /* compiled; views/steps.h */

/* A page of web/pages ("person") or web/text (the terminal's), or NULL. */
const struct page *page_find(const char *name);
const struct page *page_text_find(const char *name);

/* Show `document` with `envelope` behind it: a name is looked for in the innermost section, then
 * outwards, then in the envelope. A name that is nowhere is an empty text; with page_strict it is
 * INVALID, and page_unknown tells which. INVALID when the buffer's ceiling is passed. */
MUST_CHECK enum status page_show(const struct page *page, const struct reader *reader,
                                 const struct doc *envelope, const struct doc *document,
                                 struct buffer *buffer);

extern bool page_strict;        /* tests and RAPPORT_STRICT=1 */
const char *page_unknown(void); /* the last name that was nowhere */

#endif
