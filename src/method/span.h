/* SPDX-License-Identifier: GPL-3.0-or-later */
/* span.h - lengths of time in milliseconds: the method reckons with them, and never asks for the
 * time. */
#ifndef METHOD_SPAN_H
#define METHOD_SPAN_H

#include <stdint.h>

enum { MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS };
#define DAY_MS (24 * (int64_t)HOUR_MS)

#endif
