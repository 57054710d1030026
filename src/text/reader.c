/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/reader.h"

#include "base/clock.h"
#include "text/catalog.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { SMALL = 24, DAYS_OF_WEEKS = 14, DAYS_OF_MONTHS = 63, DAYS_OF_YEARS = 731 };

/* What the holes of a pattern are filled with. */
struct parts {
    const struct catalog *catalog;
    const struct moment *moment;
    const char *day, *time, *number;
    char small[SMALL];
};

static const char *const weekdays[] = {N_("Sunday"),   N_("Monday"), N_("Tuesday"), N_("Wednesday"),
                                       N_("Thursday"), N_("Friday"), N_("Saturday")};
static const char *const short_weekdays[] = {N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed"),
                                             N_("Thu"), N_("Fri"), N_("Sat")};
static const char *const months[] = {
    N_("January"), N_("February"), N_("March"),     N_("April"),   N_("May"),      N_("June"),
    N_("July"),    N_("August"),   N_("September"), N_("October"), N_("November"), N_("December")};
static const char *const short_months[] = {N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"),
                                           N_("May"), N_("Jun"), N_("Jul"), N_("Aug"),
                                           N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")};

struct reader
reader_open(const char *language, const char *zone, int64_t now)
{
    struct reader reader = {.catalog = catalog_find(language), .zone = zone_utc(), .now = now};
    const struct zone *found;
    if (zone_find(zone, &found) == STATUS_OK)
        reader.zone = found;
    return reader;
}

static const char *
small_number(struct parts *parts, const char *format, int number)
{
    (void)snprintf(parts->small, sizeof parts->small, format, number);
    return parts->small;
}

static const char *
clock_part(struct parts *parts, const char *name)
{
    const struct moment *moment = parts->moment;
    if (strcmp(name, "hour12") == 0)
        return small_number(parts, "%d", (moment->hour + 11) % 12 + 1);
    if (strcmp(name, "hour24") == 0)
        return small_number(parts, "%02d", moment->hour);
    if (strcmp(name, "minute") == 0)
        return small_number(parts, "%02d", moment->minute);
    if (strcmp(name, "half") == 0)
        return catalog_text(parts->catalog, moment->hour < 12 ? N_("AM") : N_("PM"));
    return NULL;
}

static const char *
part_of(void *context, const char *name)
{
    struct parts *parts = context;
    const struct moment *moment = parts->moment;
    if (strcmp(name, "n") == 0)
        return parts->number;
    if (moment == NULL)
        return NULL;
    if (strcmp(name, "weekday") == 0)
        return catalog_text(parts->catalog, short_weekdays[moment->weekday]);
    if (strcmp(name, "long_weekday") == 0)
        return catalog_text(parts->catalog, weekdays[moment->weekday]);
    if (strcmp(name, "month") == 0)
        return catalog_text(parts->catalog, short_months[moment->month - 1]);
    if (strcmp(name, "long_month") == 0)
        return catalog_text(parts->catalog, months[moment->month - 1]);
    if (strcmp(name, "date") == 0)
        return small_number(parts, "%d", moment->day);
    if (strcmp(name, "year") == 0)
        return small_number(parts, "%d", moment->year);
    if (strcmp(name, "zone") == 0)
        return moment->abbreviation;
    if (strcmp(name, "day") == 0)
        return parts->day;
    if (strcmp(name, "time") == 0)
        return parts->time;
    return clock_part(parts, name);
}

static char *
compose(struct arena *arena, struct parts *parts, const char *english)
{
    return catalog_compose(arena, catalog_text(parts->catalog, english), part_of, parts);
}

static int64_t
days_of(const struct moment *moment)
{
    return date_days(moment->year, moment->month, moment->day);
}

static char *
written_day(const struct reader *reader, struct arena *arena, const struct moment *moment,
            int this_year)
{
    struct parts parts = {.catalog = reader->catalog, .moment = moment};
    return compose(arena, &parts,
                   moment->year == this_year ? N_("{weekday}, {month} {date}")
                                             : N_("{month} {date}, {year}"));
}

/* The day as seen from the reader's today. */
static char *
day_of(const struct reader *reader, struct arena *arena, const struct moment *moment)
{
    struct moment today = zone_local(reader->zone, reader->now);
    int64_t distance = days_of(moment) - days_of(&today);
    const char *word = distance == 0    ? N_("today")
                       : distance == 1  ? N_("tomorrow")
                       : distance == -1 ? N_("yesterday")
                                        : NULL;
    if (word != NULL)
        return arena_text(arena, catalog_text(reader->catalog, word));
    return written_day(reader, arena, moment, today.year);
}

static char *
time_of(const struct reader *reader, struct arena *arena, const struct moment *moment)
{
    struct parts parts = {.catalog = reader->catalog, .moment = moment};
    return compose(arena, &parts, N_("{hour12}:{minute} {half}"));
}

static char *
day_and_time(const struct reader *reader, struct arena *arena, const struct moment *moment,
             const char *day)
{
    struct parts parts = {.catalog = reader->catalog,
                          .moment = moment,
                          .day = day,
                          .time = time_of(reader, arena, moment)};
    return compose(arena, &parts, N_("{day}, {time}"));
}

char *
reader_day(const struct reader *reader, struct arena *arena, int64_t at_ms)
{
    struct moment moment = zone_local(reader->zone, at_ms);
    return day_of(reader, arena, &moment);
}

char *
reader_time(const struct reader *reader, struct arena *arena, int64_t at_ms)
{
    struct moment moment = zone_local(reader->zone, at_ms);
    return time_of(reader, arena, &moment);
}

char *
reader_moment(const struct reader *reader, struct arena *arena, int64_t at_ms)
{
    struct moment moment = zone_local(reader->zone, at_ms);
    return day_and_time(reader, arena, &moment, day_of(reader, arena, &moment));
}

char *
reader_long(const struct reader *reader, struct arena *arena, int64_t at_ms)
{
    struct moment moment = zone_local(reader->zone, at_ms);
    struct parts parts = {
        .catalog = reader->catalog, .moment = &moment, .time = time_of(reader, arena, &moment)};
    return compose(arena, &parts, N_("{long_weekday}, {long_month} {date}, {year}, {time} {zone}"));
}

/* A unit of time with the sentences for it, back and ahead. */
struct unit {
    const char *ago, *many_ago;
    const char *ahead, *many_ahead;
};

static const struct unit unit_minutes = {P_("{n} minute ago", "{n} minutes ago"),
                                         P_("in {n} minute", "in {n} minutes")};
static const struct unit unit_hours = {P_("{n} hour ago", "{n} hours ago"),
                                       P_("in {n} hour", "in {n} hours")};
static const struct unit unit_days = {P_("{n} day ago", "{n} days ago"),
                                      P_("in {n} day", "in {n} days")};
static const struct unit unit_weeks = {P_("{n} week ago", "{n} weeks ago"),
                                       P_("in {n} week", "in {n} weeks")};
static const struct unit unit_months = {P_("{n} month ago", "{n} months ago"),
                                        P_("in {n} month", "in {n} months")};
static const struct unit unit_years = {P_("{n} year ago", "{n} years ago"),
                                       P_("in {n} year", "in {n} years")};

static char *
say(const struct reader *reader, struct arena *arena, const struct unit *unit, int64_t number,
    bool past)
{
    struct parts parts = {.catalog = reader->catalog,
                          .number = reader_number(reader, arena, number)};
    const char *sentence =
        past ? catalog_plural(reader->catalog, unit->ago, unit->many_ago, number)
             : catalog_plural(reader->catalog, unit->ahead, unit->many_ahead, number);
    return catalog_compose(arena, sentence, part_of, &parts);
}

/* Hours pass as the clock runs; from a day on, people count calendar days. */
char *
reader_ago(const struct reader *reader, struct arena *arena, int64_t at_ms)
{
    bool past = at_ms <= reader->now;
    uint64_t distance =
        past ? (uint64_t)reader->now - (uint64_t)at_ms : (uint64_t)at_ms - (uint64_t)reader->now;
    if (distance < MS_PER_MINUTE)
        return arena_text(arena,
                          catalog_text(reader->catalog, past ? N_("just now") : N_("in a moment")));
    if (distance < MS_PER_HOUR)
        return say(reader, arena, &unit_minutes, (int64_t)(distance / MS_PER_MINUTE), past);
    if (distance < (uint64_t)MS_PER_DAY)
        return say(reader, arena, &unit_hours, (int64_t)(distance / MS_PER_HOUR), past);
    struct moment then = zone_local(reader->zone, at_ms);
    struct moment today = zone_local(reader->zone, reader->now);
    int64_t days = days_of(&today) - days_of(&then);
    days = days < 0 ? -days : days;
    if (days < DAYS_OF_WEEKS)
        return say(reader, arena, &unit_days, days < 1 ? 1 : days, past);
    if (days < DAYS_OF_MONTHS)
        return say(reader, arena, &unit_weeks, days / 7, past);
    if (days < DAYS_OF_YEARS)
        return say(reader, arena, &unit_months, days * 12 / 365, past);
    return say(reader, arena, &unit_years, days * 100 / 36525, past);
}

char *
reader_date(const struct reader *reader, struct arena *arena, const char *date)
{
    struct moment moment = {0};
    if (date != NULL && strncmp(date, "--", 2) == 0 && date_is_birthday(date)) {
        struct parts parts = {.catalog = reader->catalog, .moment = &moment};
        const char *day = arena_print(arena, "2000-%s", date + 2);
        if (date_read(day, &moment.year, &moment.month, &moment.day) == STATUS_OK)
            return compose(arena, &parts, N_("{month} {date}"));
    }
    if (date == NULL || date_read(date, &moment.year, &moment.month, &moment.day) != STATUS_OK)
        return arena_text(arena, date == NULL ? "" : date);
    moment.weekday = date_weekday(days_of(&moment));
    return day_of(reader, arena, &moment);
}

char *
reader_local(const struct reader *reader, struct arena *arena, const char *local)
{
    struct moment moment;
    if (local == NULL || local_time_read(local, &moment) != STATUS_OK)
        return arena_text(arena, local == NULL ? "" : local);
    struct moment today = zone_local(reader->zone, reader->now);
    return day_and_time(reader, arena, &moment, written_day(reader, arena, &moment, today.year));
}

/* The language says how it parts thousands by writing one number: what stands between 12 and
 * 345. */
static const char *
separator_of(const struct reader *reader, struct arena *arena)
{
    const char *sample = catalog_text(reader->catalog, N_("12,345"));
    const char *begin = strstr(sample, "12");
    const char *end = begin == NULL ? NULL : strstr(begin + 2, "345");
    return end == NULL ? "," : arena_copy(arena, begin + 2, (size_t)(end - begin - 2));
}

char *
reader_number(const struct reader *reader, struct arena *arena, int64_t number)
{
    char digits[SMALL];
    int length = snprintf(digits, sizeof digits, "%" PRId64, number);
    int sign = number < 0 ? 1 : 0;
    if (length - sign <= 3)
        return arena_text(arena, digits);
    const char *separator = separator_of(reader, arena);
    size_t width = strlen(separator);
    char *text = arena_alloc(arena, (size_t)length * (1 + width) + 1);
    char *next = text;
    for (int i = 0; i < length; i++) {
        if (i > sign && (length - i) % 3 == 0) {
            memcpy(next, separator, width);
            next += width;
        }
        *next++ = digits[i];
    }
    return text;
}
