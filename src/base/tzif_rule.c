/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The POSIX rule in the footer of a time zone file, and the search for an instant's offset. */
#include "base/tzif.h"

#include "base/zone.h"

#include <string.h>

enum { DAY_S = 86400, RULE_HOURS_MAX = 167, OFFSET_HOURS_MAX = 24, YEARS_AROUND = 2 };

static bool
is_letter(char letter)
{
    return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
}

static bool
is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

/* "CET", or "<+0330>" with digits and signs. At least three characters. */
static bool
take_abbreviation(const char **cursor, struct tzif_type *type)
{
    const char *begin = *cursor;
    bool quoted = *begin == '<';
    const char *end = quoted ? ++begin : begin;
    while (is_letter(*end) || (quoted && (is_digit(*end) || *end == '+' || *end == '-')))
        end++;
    size_t length = (size_t)(end - begin);
    if (length < 3 || length >= TZIF_ABBREVIATION_MAX || (quoted && *end != '>'))
        return false;
    memcpy(type->abbreviation, begin, length);
    *cursor = quoted ? end + 1 : end;
    return true;
}

static bool
take_number(const char **cursor, int most, int *out_number)
{
    int number = 0;
    if (!is_digit(**cursor))
        return false;
    while (is_digit(**cursor)) {
        number = number * 10 + (**cursor - '0');
        if (number > most)
            return false;
        (*cursor)++;
    }
    *out_number = number;
    return true;
}

static bool
take_letter(const char **cursor, char letter)
{
    if (**cursor != letter)
        return false;
    (*cursor)++;
    return true;
}

/* "[+-]hh[:mm[:ss]]" in seconds. */
static bool
take_time(const char **cursor, int hours_max, int32_t *out_time_s)
{
    int hours, minutes = 0, seconds = 0;
    int sign = **cursor == '-' ? -1 : 1;
    if (**cursor == '-' || **cursor == '+')
        (*cursor)++;
    if (!take_number(cursor, hours_max, &hours))
        return false;
    if (take_letter(cursor, ':')) {
        if (!take_number(cursor, 59, &minutes))
            return false;
        if (take_letter(cursor, ':') && !take_number(cursor, 59, &seconds))
            return false;
    }
    *out_time_s = sign * (hours * 3600 + minutes * 60 + seconds);
    return true;
}

static bool
take_date(const char **cursor, struct tzif_day *day)
{
    if (take_letter(cursor, 'J')) {
        day->form = TZIF_JULIAN;
        return take_number(cursor, 365, &day->day) && day->day >= 1;
    }
    if (!take_letter(cursor, 'M')) {
        day->form = TZIF_ORDINAL;
        return take_number(cursor, 365, &day->day);
    }
    day->form = TZIF_WEEKDAY;
    return take_number(cursor, 12, &day->month) && day->month >= 1 && take_letter(cursor, '.') &&
           take_number(cursor, 5, &day->week) && day->week >= 1 && take_letter(cursor, '.') &&
           take_number(cursor, 6, &day->day);
}

static bool
take_day(const char **cursor, struct tzif_day *day)
{
    day->time_s = 2 * 3600;
    if (!take_letter(cursor, ',') || !take_date(cursor, day))
        return false;
    return !take_letter(cursor, '/') || take_time(cursor, RULE_HOURS_MAX, &day->time_s);
}

static bool
take_summer(const char **cursor, struct tzif_rule *rule)
{
    if (!take_abbreviation(cursor, &rule->summer))
        return false;
    rule->has_summer = true;
    rule->summer.summer = true;
    rule->summer.offset_s = rule->standard.offset_s + 3600;
    if (**cursor != ',') {
        int32_t west_s;
        if (!take_time(cursor, OFFSET_HOURS_MAX, &west_s))
            return false;
        rule->summer.offset_s = -west_s;
    }
    return take_day(cursor, &rule->begin) && take_day(cursor, &rule->end);
}

enum status
tzif_rule_read(const char *text, struct tzif_rule *out_rule)
{
    struct tzif_rule rule = {.present = true};
    int32_t west_s;
    if (*text == '\0') {
        *out_rule = (struct tzif_rule){.present = false};
        return STATUS_OK;
    }
    if (!take_abbreviation(&text, &rule.standard) || !take_time(&text, OFFSET_HOURS_MAX, &west_s))
        return STATUS_INVALID;
    rule.standard.offset_s = -west_s; /* POSIX counts west of Greenwich */
    if (*text != '\0' && !take_summer(&text, &rule))
        return STATUS_INVALID;
    if (*text != '\0')
        return STATUS_INVALID;
    *out_rule = rule;
    return STATUS_OK;
}

static bool
is_leap_year(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* The day a rule names in a year, counted from 1970-01-01. */
static int64_t
day_of_rule(const struct tzif_day *rule, int year)
{
    int64_t first = date_days(year, 1, 1);
    if (rule->form == TZIF_ORDINAL)
        return first + rule->day;
    if (rule->form == TZIF_JULIAN) /* February 29 is never counted */
        return first + rule->day - 1 + (is_leap_year(year) && rule->day >= 60);
    int64_t month = date_days(year, rule->month, 1);
    int64_t after =
        rule->month == 12 ? date_days(year + 1, 1, 1) : date_days(year, rule->month + 1, 1);
    int64_t day = month + (rule->day - date_weekday(month) + 7) % 7 + 7 * (rule->week - 1);
    return day >= after ? day - 7 : day; /* week 5 means the last one */
}

struct change {
    int64_t at_s;
    const struct tzif_type *type;
};

/* The changes of the years around one, in order of time. Where two fall together (summer time all
 * year round is written so) the return to summer comes last and wins. */
static int
changes_around(const struct tzif_rule *rule, int year, struct change *changes)
{
    int count = 0;
    for (int y = year - YEARS_AROUND; y <= year + YEARS_AROUND; y++) {
        struct change both[] = {
            {day_of_rule(&rule->end, y) * DAY_S + rule->end.time_s - rule->summer.offset_s,
             &rule->standard},
            {day_of_rule(&rule->begin, y) * DAY_S + rule->begin.time_s - rule->standard.offset_s,
             &rule->summer}};
        for (int i = 0; i < 2; i++) {
            int place = count++;
            bool summer = both[i].type == &rule->summer;
            while (place > 0 && (changes[place - 1].at_s > both[i].at_s ||
                                 (changes[place - 1].at_s == both[i].at_s && !summer))) {
                changes[place] = changes[place - 1];
                place--;
            }
            changes[place] = both[i];
        }
    }
    return count;
}

static int64_t
floor_days(int64_t seconds)
{
    return seconds >= 0 ? seconds / DAY_S : -((-(seconds + 1)) / DAY_S) - 1;
}

static struct tzif_span
span_of_rule(const struct tzif_rule *rule, int64_t at_s)
{
    struct change changes[2 * (2 * YEARS_AROUND + 1)];
    struct tzif_span span = {INT64_MIN, INT64_MAX, &rule->standard};
    int year, month, day;
    if (!rule->has_summer)
        return span;
    date_of_days(floor_days(at_s), &year, &month, &day);
    int count = changes_around(rule, year, changes);
    for (int i = 0; i < count; i++) {
        if (changes[i].at_s > at_s) {
            span.end_s = changes[i].at_s;
            break;
        }
        span.begin_s = changes[i].at_s;
        span.type = changes[i].type;
    }
    return span;
}

/* How many transitions lie at or before an instant. */
static uint32_t
transitions_until(const struct tzif *file, int64_t at_s)
{
    uint32_t low = 0;
    uint32_t count = file->count;
    while (count > 0) {
        uint32_t half = count / 2;
        if (file->transitions[low + half] <= at_s) {
            low += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return low;
}

struct tzif_span
tzif_span_at(const struct tzif *file, int64_t at_s)
{
    uint32_t passed = transitions_until(file, at_s);
    int64_t begin_s = passed == 0 ? INT64_MIN : file->transitions[passed - 1];
    if (passed == file->count && file->rule.present) {
        struct tzif_span span = span_of_rule(&file->rule, at_s);
        if (span.begin_s < begin_s)
            span.begin_s = begin_s;
        return span;
    }
    return (struct tzif_span){.begin_s = begin_s,
                              .end_s =
                                  passed == file->count ? INT64_MAX : file->transitions[passed],
                              .type = &file->types[passed == 0 ? 0 : file->type_of[passed - 1]]};
}
