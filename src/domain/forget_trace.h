/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forget_trace.h - by what somebody who is forgotten is recognized in what is left: a map, so that a job can keep it,
 *   ids        of the person, of the twins that were merged into them, of the rows that were about them
 *   names      theirs and their twins', folded (text/fold.h) as they stand in JSON; only those of several words, for a
 *              single word may be part of any text
 *   addresses  where mail reaches them, and their profile, folded
 *   terms      the words of the names, addresses and links, as the index has them (text/terms.h)
 */
#ifndef DOMAIN_FORGET_TRACE_H
#define DOMAIN_FORGET_TRACE_H

#include "call/record.h"

enum { FORGET_IDS_MOST = 5000 };

/* The traces of a person (the whole row). `*out_formers`: the ids of the twins, [text]. */
MUST_CHECK enum status forget_trace(struct call *call, const struct doc *person,
                                    struct doc **out_trace, struct doc **out_formers);

/* May other rows name a row of this noun (an interview: its notes)? */
bool forget_is_named(const struct noun *noun);

/* One id more; beyond FORGET_IDS_MOST it is not kept. */
void forget_trace_add(struct doc *trace, const char *id);

/* Does a text, JSON or not, hold one of the ids? Does a JSON text, does a plain text hold one of the names? */
bool forget_refers(const struct doc *trace, const char *text);
bool forget_names(struct call *call, const struct doc *trace, const char *json);
bool forget_names_plain(struct call *call, const struct doc *trace, const char *text);

/* Does a text, JSON or not, hold an address or a name of theirs, whatever stands between the words of the name and
 * whether the family's stands first? */
bool forget_stands_in(struct call *call, const struct doc *trace, const char *text);

/* Is it an address of theirs? */
bool forget_reaches(struct call *call, const struct doc *trace, const char *address);

/* Remove a row, if it is still there, and all that the log knows of it. */
MUST_CHECK enum status forget_erase(struct call *call, const struct noun *noun, const char *id);

#endif
