/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/deadlines.h"

#include "base/clock.h"

/* The last second of the local day in which an instant lies. */
static int64_t
end_of_day(int64_t at, const struct zone *zone)
{
    struct moment local = zone_local(zone, at);
    int64_t end;
    local.hour = 23;
    local.minute = 59;
    local.second = 59;
    return zone_instant(zone, &local, &end, NULL) == STATUS_OK ? end : at;
}

struct deadlines
deadlines_of(const struct policy *policy, int64_t end_at, const struct zone *zone)
{
    struct deadlines deadlines = {
        .debrief_overdue_at = end_at + policy->debrief_overdue_hours * (int64_t)MS_PER_HOUR,
        .thanks_due_at = end_at + policy->thanks_due_hours * (int64_t)MS_PER_HOUR,
        .thanks_overdue_at = end_at + policy->thanks_overdue_days * MS_PER_DAY,
    };
    int64_t day_ends = end_of_day(end_at, zone);
    if (policy->thanks_same_day && day_ends < deadlines.thanks_due_at)
        deadlines.thanks_due_at = day_ends;
    return deadlines;
}
