/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach.h - whose is an address? Some are one person's own; behind others sits an office, whoever is at
 * the desk today. Judged by their form alone: how many people have one, only the store knows. */
#ifndef METHOD_REACH_H
#define METHOD_REACH_H

#include <stdbool.h>

/* Is this mail address a task's rather than a person's: info@, jobs-us@, museum.office@, no-reply@, in
 * the languages that such words are seen in? By the first or the last word before the "@"; figures at
 * the end of a word do not count. Folded (text/fold.h); what has no "@" is read as the part before it. */
bool mailbox_is_shared(const char *address);

/* Does this link (formats/profile.h, profile_key) lead to one person's profile by its form: linkedin.com/in/quinn,
 * orcid.org/...? A site as a whole, the page of a company, and an account that a company may have just as
 * well (github.com/mill) do not say whose they are: beside the same name alone they mean anything. */
bool link_is_profile(const char *key);

/* Two profiles on one site, which are two people's. */
bool links_differ(const char *a, const char *b);

#endif
