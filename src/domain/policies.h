/* SPDX-License-Identifier: GPL-3.0-or-later */
/* policies.h - the named policies that come with the program (data/policies). */
#ifndef DOMAIN_POLICIES_H
#define DOMAIN_POLICIES_H

#include "call/call.h"

extern const char *const policy_names[]; /* "standard" first, ended by NULL */

bool policy_known(const char *name);

#endif
