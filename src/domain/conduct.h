/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conduct.h - holding the interview: questions, timer, notes, referrals, closing words (M117-M137). */
#ifndef DOMAIN_CONDUCT_H
#define DOMAIN_CONDUCT_H

#include "call/call.h"

extern const struct call_row conduct_rows[];
extern const struct call_row referral_rows[];

#endif
