/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clock.h - what time it is. Instants are int64_t milliseconds since 1970-01-01 UTC, without leap
 * seconds; their names end in _at (or _ms where they are lengths). */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Now. RAPPORT_CLOCK=2026-03-02T09:00:00Z in the environment stops the clock there (tests,
 * demo). */
int64_t clock_now(void);

/* A clock that only goes forward and cannot be stopped: for deadlines and measurements. */
int64_t clock_monotonic_ms(void);
int64_t clock_monotonic_ns(void);

/* The same as it was at the machine's last tick, at most 10 ms ago, for a fifth of the cost: for what is measured so often
 * that the sum is right. */
int64_t clock_coarse_ms(void);

/* Do nothing for so long; a signal may end it sooner. */
void clock_pause_ms(int ms);

enum { MS_PER_SECOND = 1000, MS_PER_MINUTE = 60 * 1000, MS_PER_HOUR = 3600 * 1000 };
#define MS_PER_DAY (24 * (int64_t)MS_PER_HOUR)

#endif
