/* SPDX-License-Identifier: GPL-3.0-or-later */
/* search_show.h - a hit as a page or a terminal shows it. */
#ifndef DOMAIN_SEARCH_SHOW_H
#define DOMAIN_SEARCH_SHOW_H

#include "call/call.h"
#include "text/terms.h"

/* The nouns in the order in which results are listed, ended by NULL. */
extern const char *const search_nouns[];

/* {noun, id, path, at, who, about, title, detail, detailed, aside, snippet, told}: title, detail and snippet are lists of {text,
 * hit, kind}, empty when there is nothing to show; hit marks what was looked for; kind is "date" or "local" where the text is one,
 * else null. `who` is the person (or target)
 * of the row; `about` the same where it does not stand as the title already; `detailed`,
 * `told`: there is a detail, a snippet; `aside`: there is something to say beside the title.
 * NULL when the row is gone. */
MUST_CHECK enum status search_item(struct call *call, const struct asked *asked, const char *noun,
                                   int64_t doc, struct doc **out_item);

/* The same of an organization that has no row, for nobody wrote about it: its id is null. */
struct doc *search_organization(struct call *call, const struct asked *asked, const char *name);

/* Does every part of the question meet some word of this text? */
bool search_is_met(struct call *call, const struct asked *asked, const char *text);

#endif
