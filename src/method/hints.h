/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hints.h - what an advisor would say about whom one plans to talk to. Hints advise; nothing waits for
 * them. */
#ifndef METHOD_HINTS_H
#define METHOD_HINTS_H

#include "doc/doc.h"

/* The hints about one person: a list of {rule, item, code ("hint.RULE"), why ("why.hint.RULE")}.
 * `words` is the text of data/hints.txt, `titles` that of PROSPECT_TITLES (prospects.h). `person` has title, organization, in_field, field_until and
 * do_not_contact, all optional; `target` is the name of what one explores with them, or NULL.
 *   do_not_contact  they asked not to be written to; advised against, never refused
 *   personnel_office (M217)  works in one, and that is not the field
 *   not_current (M4)  does not work in the field now
 *   board (M218)  sits on the board of an association: a good start */
struct doc *hints_of_person(struct arena *arena, const char *words, const char *titles,
                            const struct doc *person, const char *target);

/* The hint about the people one plans to ask about a target, [{in_field}]: nobody_current (M4) when there
 * are some and none is known to work in the field now. A list of the same form. */
struct doc *hints_of_target(struct arena *arena, const struct doc *people);

/* Is one of a section's phrases in the text, as whole words? `words` as above. */
bool hints_fit(struct arena *arena, const char *words, const char *section, const char *text);

#endif
