/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outreach.h - asking for an interview: draft, sent, answered (M67, M71, M74-M83). */
#ifndef DOMAIN_OUTREACH_H
#define DOMAIN_OUTREACH_H

#include "call/call.h"

extern const struct call_row outreach_rows[];

#endif
