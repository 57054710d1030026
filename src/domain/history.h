/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history.h - what was done, and taking it back. */
#ifndef DOMAIN_HISTORY_H
#define DOMAIN_HISTORY_H

#include "call/call.h"

extern const struct call_row history_rows[];

#endif
