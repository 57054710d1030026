/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clock.h"

#include "base/zone.h"

#include <stdlib.h>
#include <time.h>

static int64_t
read_clock(clockid_t clock)
{
    struct timespec now;
    (void)clock_gettime(clock, &now); /* cannot fail for the clocks of this file */
    return (int64_t)now.tv_sec * MS_PER_SECOND + now.tv_nsec / 1000000;
}

int64_t
clock_now(void)
{
    const char *stopped = getenv("RAPPORT_CLOCK");
    int64_t at_ms;
    if (stopped != NULL && instant_read(stopped, &at_ms) == STATUS_OK)
        return at_ms;
    return read_clock(CLOCK_REALTIME);
}

int64_t
clock_monotonic_ms(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

int64_t
clock_monotonic_ns(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * (int64_t)1000000000 + time.tv_nsec;
}

int64_t
clock_coarse_ms(void)
{
    return read_clock(CLOCK_MONOTONIC_COARSE);
}

void
clock_pause_ms(int ms)
{
    struct timespec time = {.tv_sec = ms / MS_PER_SECOND,
                            .tv_nsec = (ms % MS_PER_SECOND) * 1000000L};
    (void)nanosleep(&time, NULL);
}
