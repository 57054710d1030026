/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reader.h - the person who reads an answer: language, zone, and what follows from both. */
#ifndef TEXT_READER_H
#define TEXT_READER_H

#include "base/zone.h"

struct catalog;

struct reader {
    const struct catalog *catalog; /* never NULL after reader_open */
    const struct zone *zone;       /* never NULL after reader_open */
    int64_t now;                   /* for "tomorrow", "in 2 hours" */
};

/* A reader for a language tag ("en", "de-AT"; unknown: American English) and a zone name (unknown:
 * UTC). */
struct reader reader_open(const char *language, const char *zone, int64_t now);

/* Dates as people say them, in the reader's zone and language.
 *   day:    "today", "tomorrow", "yesterday", "Tue, Mar 3", "Mar 3, 2025" (another year)
 *   time:   "3:00 PM"
 *   moment: "tomorrow, 3:00 PM"
 *   ago:    "20 minutes ago", "in 2 hours", "3 days ago"
 *   long:   "Tuesday, March 3, 2026, 3:00 PM CET" */
char *reader_day(const struct reader *reader, struct arena *arena, int64_t at_ms);
char *reader_time(const struct reader *reader, struct arena *arena, int64_t at_ms);
char *reader_moment(const struct reader *reader, struct arena *arena, int64_t at_ms);
char *reader_ago(const struct reader *reader, struct arena *arena, int64_t at_ms);
char *reader_long(const struct reader *reader, struct arena *arena, int64_t at_ms);

/* "2026-03-03" -> like day; "--05-14" (a birthday without its year) -> "May 14"; a text that is no date comes back as it
 * is. */
char *reader_date(const struct reader *reader, struct arena *arena, const char *date);

/* "2026-03-03T15:00" (a local time with no zone of its own) -> "Tue, Mar 3, 3:00 PM". */
char *reader_local(const struct reader *reader, struct arena *arena, const char *local);

/* 12345 -> "12,345". */
char *reader_number(const struct reader *reader, struct arena *arena, int64_t number);

#endif
