/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tzif.h - what a time zone file says (RFC 9636, versions 1 to 4), read from its bytes. */
#ifndef BASE_TZIF_H
#define BASE_TZIF_H

#include "base/arena.h"

#include <stdbool.h>

enum {
    TZIF_BYTES_MAX = 256 * 1024, /* the largest of the year 2024 has 4 kB */
    TZIF_ABBREVIATION_MAX = 16,
    TZIF_TYPES_MAX = 256
};

struct tzif_type {
    int32_t offset_s; /* east of UTC */
    bool summer;
    char abbreviation[TZIF_ABBREVIATION_MAX];
};

/* One end of summer time in a POSIX rule: a day of each year and a local time on it. */
struct tzif_day {
    enum { TZIF_JULIAN, TZIF_ORDINAL, TZIF_WEEKDAY } form; /* "J60", "59", "M3.2.0" */
    int month, week, day;
    int32_t time_s; /* from -167 to 167 hours (RFC 9636 section 3.3.2) */
};

/* The rule for the time after the last transition: "CET-1CEST,M3.5.0,M10.5.0/3". */
struct tzif_rule {
    bool present;
    bool has_summer;
    struct tzif_type standard, summer;
    struct tzif_day begin, end;
};

struct tzif {
    const int64_t *transitions;   /* seconds since 1970, ascending */
    const unsigned char *type_of; /* the type that begins with each transition */
    uint32_t count;
    const struct tzif_type *types; /* the first one is in force before the first transition */
    struct tzif_rule rule;
};

/* INVALID when the bytes are no sound TZif file, or count leap seconds (the "right" zones).
 * Everything is copied into the arena. */
MUST_CHECK enum status tzif_read(struct arena *arena, const void *bytes, size_t length,
                                 struct tzif *out_file);

/* The rule of a footer, "" for none. INVALID when it is malformed. */
MUST_CHECK enum status tzif_rule_read(const char *text, struct tzif_rule *out_rule);

/* A stretch of time with one offset: begin_s <= t < end_s. */
struct tzif_span {
    int64_t begin_s, end_s;
    const struct tzif_type *type;
};
struct tzif_span tzif_span_at(const struct tzif *file, int64_t at_s);

#endif
