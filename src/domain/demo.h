/* SPDX-License-Identifier: GPL-3.0-or-later */
/* demo.h - a made-up story to look at: five months of Maya Lindqvist-Okafor, told in
 * data/demo/maya.json so that they end today. One change: undo takes all of it back. */
#ifndef DOMAIN_DEMO_H
#define DOMAIN_DEMO_H

#include "call/call.h"

extern const struct call_row demo_rows[];

#endif
