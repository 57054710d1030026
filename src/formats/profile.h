/* SPDX-License-Identifier: GPL-3.0-or-later */
/* profile.h - web addresses as names of people: which of them lead to one profile. */
#ifndef FORMATS_PROFILE_H
#define FORMATS_PROFILE_H

#include "base/arena.h"

/* The key two links to one profile share: "linkedin.com/in/ada-quinn", whatever the scheme, country
 * host, case, query or last slash. Of another site: host and path as they are. NULL for no web address. */
char *profile_key(struct arena *arena, const char *link);

#endif
