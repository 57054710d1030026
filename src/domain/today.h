/* SPDX-License-Identifier: GPL-3.0-or-later */
/* today.h - what is due, late or next, with its reason and the one act that settles it; and the same
 * as a feed for a calendar. */
#ifndef DOMAIN_TODAY_H
#define DOMAIN_TODAY_H

#include "call/call.h"

extern const struct call_row today_rows[];

#endif
