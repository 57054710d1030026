/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates, local times and instants as text; the calendar part of zone.h. */
#include "base/clock.h"
#include "base/zone.h"

#include <stdio.h>
#include <string.h>

enum { DAYS_PER_ERA = 146097, YEARS_PER_ERA = 400, DAYS_TO_1970 = 719468 };

/* Counted in eras of 400 years that begin on March 1, so that the leap day is a year's last. */
int64_t
date_days(int year, int month, int day)
{
    int64_t shifted = (int64_t)year - (month <= 2);
    int64_t era = (shifted >= 0 ? shifted : shifted - (YEARS_PER_ERA - 1)) / YEARS_PER_ERA;
    int64_t year_of_era = shifted - era * YEARS_PER_ERA;
    int64_t month_from_march = (month + 9) % 12;
    int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970;
}

void
date_of_days(int64_t days, int *out_year, int *out_month, int *out_day)
{
    int64_t shifted = days + DAYS_TO_1970;
    int64_t era = (shifted >= 0 ? shifted : shifted - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int64_t day_of_era = shifted - era * DAYS_PER_ERA;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    int month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    *out_day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    *out_month = month;
    *out_year = (int)(year_of_era + era * YEARS_PER_ERA + (month <= 2));
}

int
date_weekday(int64_t days)
{
    int64_t weekday = (days + 4) % 7; /* 1970-01-01 was a Thursday */
    return (int)(weekday < 0 ? weekday + 7 : weekday);
}

/* Exactly `digits` decimal digits at the cursor, which moves behind them. */
static bool
take_number(const char **cursor, int digits, int *out_number)
{
    int number = 0;
    for (int i = 0; i < digits; i++) {
        char letter = (*cursor)[i];
        if (letter < '0' || letter > '9')
            return false;
        number = number * 10 + (letter - '0');
    }
    *cursor += digits;
    *out_number = number;
    return true;
}

static bool
take(const char **cursor, char letter)
{
    if (**cursor != letter)
        return false;
    (*cursor)++;
    return true;
}

static bool
is_date(int year, int month, int day)
{
    int again_year, again_month, again_day;
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    date_of_days(date_days(year, month, day), &again_year, &again_month, &again_day);
    return again_day == day;
}

static bool
take_date(const char **cursor, struct moment *moment)
{
    if (!take_number(cursor, 4, &moment->year) || !take(cursor, '-') ||
        !take_number(cursor, 2, &moment->month) || !take(cursor, '-') ||
        !take_number(cursor, 2, &moment->day) || !is_date(moment->year, moment->month, moment->day))
        return false;
    moment->weekday = date_weekday(date_days(moment->year, moment->month, moment->day));
    return true;
}

static bool
take_time(const char **cursor, struct moment *moment)
{
    if (!take_number(cursor, 2, &moment->hour) || !take(cursor, ':') ||
        !take_number(cursor, 2, &moment->minute))
        return false;
    if (take(cursor, ':') && !take_number(cursor, 2, &moment->second))
        return false;
    return moment->hour < 24 && moment->minute < 60 && moment->second < 60;
}

enum status
date_read(const char *text, int *out_year, int *out_month, int *out_day)
{
    struct moment moment = {0};
    if (text == NULL || !take_date(&text, &moment) || *text != '\0')
        return STATUS_INVALID;
    *out_year = moment.year;
    *out_month = moment.month;
    *out_day = moment.day;
    return STATUS_OK;
}

static bool
is_with(const char *begin, const char *text, const char *end)
{
    char whole[16];
    int year, month, day;
    int length = snprintf(whole, sizeof whole, "%s%s%s", begin, text, end);
    return length > 0 && (size_t)length < sizeof whole &&
           date_read(whole, &year, &month, &day) == STATUS_OK;
}

bool
date_is_birthday(const char *text)
{
    bool yearless = strncmp(text, "--", 2) == 0; /* 2000 had a February 29 */
    return yearless ? is_with("2000-", text + 2, "") : is_with("", text, "");
}

bool
date_is_period(const char *text)
{
    size_t length = strlen(text);
    return is_with("", text, length == 4 ? "-01-01" : length == 7 ? "-01" : "");
}

enum status
local_time_read(const char *text, struct moment *out_moment)
{
    struct moment moment = {0};
    if (text == NULL || !take_date(&text, &moment) || (!take(&text, 'T') && !take(&text, ' ')) ||
        !take_time(&text, &moment) || *text != '\0')
        return STATUS_INVALID;
    *out_moment = moment;
    return STATUS_OK;
}

/* ".123456": what is finer than a millisecond is dropped. */
static bool
take_fraction(const char **cursor, int *out_ms)
{
    int ms = 0;
    int unit = 100;
    int digit;
    if (!take(cursor, '.'))
        return true;
    if (!take_number(cursor, 1, &digit))
        return false;
    do {
        ms += digit * unit;
        unit /= 10;
    } while (take_number(cursor, 1, &digit));
    *out_ms = ms;
    return true;
}

/* "Z", "+05:30", "-08:00" (RFC 3339 section 5.6). */
static bool
take_offset(const char **cursor, int *out_offset_s)
{
    int hours, minutes;
    if (take(cursor, 'Z') || take(cursor, 'z')) {
        *out_offset_s = 0;
        return true;
    }
    int sign = **cursor == '-' ? -1 : 1;
    if (!take(cursor, '+') && !take(cursor, '-'))
        return false;
    if (!take_number(cursor, 2, &hours) || !take(cursor, ':') ||
        !take_number(cursor, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    *out_offset_s = sign * (hours * 3600 + minutes * 60);
    return true;
}

enum status
instant_read(const char *text, int64_t *out_at_ms)
{
    struct moment moment = {0};
    int ms = 0;
    if (text == NULL || !take_date(&text, &moment) ||
        (!take(&text, 'T') && !take(&text, 't') && !take(&text, ' ')) ||
        !take_time(&text, &moment) || !take_fraction(&text, &ms) ||
        !take_offset(&text, &moment.offset_s) || *text != '\0')
        return STATUS_INVALID;
    int64_t seconds = date_days(moment.year, moment.month, moment.day) * 86400 +
                      moment.hour * 3600 + moment.minute * 60 + moment.second - moment.offset_s;
    *out_at_ms = seconds * MS_PER_SECOND + ms;
    return STATUS_OK;
}

char *
instant_text(struct arena *arena, int64_t at_ms)
{
    struct moment utc = zone_local(zone_utc(), at_ms);
    return arena_print(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", utc.year, utc.month, utc.day,
                       utc.hour, utc.minute, utc.second);
}
