/* SPDX-License-Identifier: GPL-3.0-or-later */
/* zone.h - dates and time zones: the proleptic Gregorian calendar, and the system's TZif files
 * (RFC 9636, versions 1 to 4, with the POSIX rule in the footer). No TZ, no setlocale, no
 * localtime. */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/arena.h"

#include <stdbool.h>

/* A local date and time. weekday: 0 is Sunday. */
struct moment {
    int year, month, day, hour, minute, second;
    int weekday;
    int offset_s;          /* seconds east of UTC */
    char abbreviation[16]; /* "CET" */
};

enum { ZONE_NAME_MAX = 64, ZONES_MAX = 1024 /* Debian 12 has 597 names, 3 kB each */ };

struct zone; /* one loaded zone; lives until the process ends */

/* The zone of an IANA name such as "Europe/Berlin"; "UTC" always works. INVALID when the name is
 * not one (a name begins with a capital letter and may hold letters, digits, _ + - and single
 * slashes between them), MISSING when the system has no such file, FAILED when the file is damaged
 * or counts leap seconds. Loaded zones are kept, at most ZONES_MAX: a call may hold as many as it
 * likes. The folder is $TZDIR, else /usr/share/zoneinfo. */
MUST_CHECK enum status zone_find(const char *name, const struct zone **out_zone);
const struct zone *zone_utc(void);
const char *zone_name(const struct zone *zone);

/* The name of the system's own zone (/etc/timezone, /etc/localtime's link), or "UTC". */
const char *zone_of_system(struct arena *arena);

/* Instant -> local. */
struct moment zone_local(const struct zone *zone, int64_t at_ms);

/* Local -> instant. In a gap (spring) the time is moved forward by the gap's length; of two times
 * (autumn) the first is taken. `out_kind` may be NULL. INVALID when the date does not exist. */
enum zone_local_kind { ZONE_LOCAL_PLAIN, ZONE_LOCAL_GAP, ZONE_LOCAL_TWICE };
MUST_CHECK enum status zone_instant(const struct zone *zone, const struct moment *local,
                                    int64_t *out_at_ms, enum zone_local_kind *out_kind);

/* The folder of the zone files, and whether a name could be one of them. */
const char *zone_folder(void);
bool zone_name_is_sound(const char *name);

/* Days since 1970-01-01 of a date, and back. */
int64_t date_days(int year, int month, int day);
void date_of_days(int64_t days, int *out_year, int *out_month, int *out_day);
int date_weekday(int64_t days); /* 0 is Sunday */

/* "2026-03-02" and "2026-03-02T09:30" (seconds and a blank for the T are accepted). INVALID when
 * malformed or no such date. Years 1 to 9999. */
MUST_CHECK enum status date_read(const char *text, int *out_year, int *out_month, int *out_day);
/* A birthday may be without its year, "--04-12"; one that begins or ends a time may be a month or a year alone,
 * "1985-04", "1985". */
bool date_is_birthday(const char *text);
bool date_is_period(const char *text);
MUST_CHECK enum status local_time_read(const char *text, struct moment *out_moment);

/* RFC 3339 "2026-03-02T09:30:00Z" or with an offset -> instant; instant ->
 * "2026-03-02T09:30:00Z". */
MUST_CHECK enum status instant_read(const char *text, int64_t *out_at_ms);
char *instant_text(struct arena *arena, int64_t at_ms);

/* The names of all zones of the system, sorted, for lists to choose from: a NULL-terminated
 * array. */
const char **zone_names(struct arena *arena);

#endif
