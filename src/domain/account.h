/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account.h - who uses this store: the profile, signing in, the secret address of the feed. */
#ifndef DOMAIN_ACCOUNT_H
#define DOMAIN_ACCOUNT_H

#include "call/call.h"

extern const struct call_row account_rows[];

/* The profile, with what is not yet known as null; `policy` is always a name. */
MUST_CHECK enum status profile_read(struct call *call, struct doc **out_profile);

#endif
