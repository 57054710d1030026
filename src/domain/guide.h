/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guide.h - the method explained, and help that finds things under all their names (M6). */
#ifndef DOMAIN_GUIDE_H
#define DOMAIN_GUIDE_H

#include "call/call.h"

extern const struct call_row guide_rows[];

#endif
