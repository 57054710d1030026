/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/zone.h"
#include "formats/contacts_private.h"

#include <string.h>
#include <strings.h>

enum { PARTS = 3, YEAR_LEAST = 1850, YEAR_MOST = 2099, CENTURY_TURN = 30 };

struct part {
    int number; /* -1: a word */
    int digits;
    int month; /* of a word that names one, else 0 */
};

static bool
is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool
is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* "Mar", "March" and "Sept." -> 3, 3, 9. */
static int
month_of(const char *word, size_t length)
{
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    for (int i = 0; length >= 3 && i < 12; i++)
        if (length <= strlen(months[i]) && strncasecmp(word, months[i], length) == 0)
            return i + 1;
    return 0;
}

/* Cuts "12 Mar 2024" or "03/15/2024" into at most three; how many, or 0 when it is not made like that.
 * `*out_separator`: what stands behind the first. */
static int
cut(const char *text, struct part parts[PARTS], char *out_separator)
{
    int count = 0;
    while (*text != '\0') {
        const char *start = text;
        if (count == PARTS)
            return 0;
        if (is_digit(*text)) {
            int number = 0;
            for (; is_digit(*text) && text - start < 5; text++)
                number = number * 10 + (*text - '0');
            parts[count++] = (struct part){number, (int)(text - start), 0};
        } else if (is_letter(*text)) {
            while (is_letter(*text))
                text++;
            parts[count++] = (struct part){-1, 0, month_of(start, (size_t)(text - start))};
        } else {
            return 0;
        }
        size_t between = strspn(text, " .,-/");
        if (between > 2 || (between == 0 && *text != '\0'))
            return 0;
        if (count == 1)
            *out_separator = *text;
        text += between;
    }
    return count;
}

static int
year_of(struct part part)
{
    if (part.digits == 2)
        return part.number + (part.number > CENTURY_TURN ? 1900 : 2000);
    return part.digits == 4 ? part.number : 0;
}

char
contacts_date_proof(const char *text)
{
    struct part parts[PARTS];
    char separator;
    if (cut(text, parts, &separator) != PARTS || parts[0].digits > 2 || parts[0].number < 1 ||
        parts[1].number < 1 || parts[2].number < 0)
        return 0;
    if (separator == '.' || (parts[0].number > 12 && parts[1].number <= 12))
        return 'd';
    return parts[1].number > 12 && parts[0].number <= 12 ? 'm' : 0;
}

/* Two numbers below 13 in a row: which is the month? */
static bool
arrange_figures(struct part a, struct part b, char separator, char order, int *out_month,
                int *out_day, bool *out_unsure)
{
    bool either = a.number <= 12 && b.number <= 12 && a.number != b.number;
    if (either && separator == '.')
        order = 'd';
    else if (either)
        *out_unsure = true;
    if (either && order != 'd' && order != 'm')
        return false;
    bool month_first = either ? order == 'm' : a.number <= 12;
    *out_month = month_first ? a.number : b.number;
    *out_day = month_first ? b.number : a.number;
    return true;
}

static void
put_figures(char *text, int width, int number)
{
    for (int i = width - 1; i >= 0; i--, number /= 10)
        text[i] = "0123456789"[number % 10];
}

/* In the way of every row, where printf would cost a third of the time. */
static char *
iso(struct arena *arena, int year, int month, int day)
{
    if (month < 1 || month > 12 || day < 1 || day > 31)
        return NULL;
    char *date = arena_alloc(arena, sizeof "2024-03-12");
    int y, m, d;
    put_figures(date, 4, year == 0 ? 2000 : year);
    date[4] = date[7] = '-';
    put_figures(date + 5, 2, month);
    put_figures(date + 8, 2, day);
    if (date_read(date, &y, &m, &d) != STATUS_OK)
        return NULL;
    return year == 0 ? arena_print(arena, "--%02d-%02d", month, day) : date;
}

char *
contacts_date(struct arena *arena, const char *text, char order, bool *out_unsure)
{
    struct part p[PARTS];
    char separator = '\0';
    int year, month, day;
    bool unsure = false;

    *out_unsure = false;
    if (strlen(text) == 8 && strspn(text, "0123456789") == 8) {
        char spaced[11] = {text[0], text[1], text[2], text[3], '-', text[4],
                           text[5], '-',     text[6], text[7], '\0'};
        return contacts_date(arena, spaced, order, out_unsure);
    }
    if (cut(text, p, &separator) != PARTS)
        return NULL;
    if (p[0].digits == 4 && p[1].number >= 0 && p[2].number >= 0) {
        year = p[0].number;
        month = p[1].number;
        day = p[2].number;
    } else {
        year = year_of(p[2]);
        if (p[0].month > 0 || p[1].month > 0) {
            month = p[1].month > 0 ? p[1].month : p[0].month;
            day = p[1].month > 0 ? p[0].number : p[1].number;
        } else if (p[0].number < 0 || p[1].number < 0 ||
                   !arrange_figures(p[0], p[1], separator, order, &month, &day, &unsure)) {
            return NULL;
        }
    }
    if (year < YEAR_LEAST || year > YEAR_MOST)
        return NULL;
    *out_unsure = unsure;
    return iso(arena, year, month, day);
}

/* "--04-12", "--0412", "12 April" */
static char *
yearless(struct arena *arena, const char *text, char order, bool *out_unsure)
{
    struct part p[PARTS];
    char separator = '\0';
    int month, day;
    bool dashes = strncmp(text, "--", 2) == 0;
    if (dashes)
        text += 2;
    if (dashes && strlen(text) == 4 && strspn(text, "0123456789") == 4)
        return iso(arena, 0, (text[0] - '0') * 10 + text[1] - '0',
                   (text[2] - '0') * 10 + text[3] - '0');
    if (cut(text, p, &separator) != 2)
        return NULL;
    if (p[0].month > 0 || p[1].month > 0)
        return p[0].month > 0 ? iso(arena, 0, p[0].month, p[1].number)
                              : iso(arena, 0, p[1].month, p[0].number);
    if (p[0].number < 0 || p[1].number < 0 || p[0].digits > 2 || p[1].digits > 2)
        return NULL;
    if (dashes)
        return iso(arena, 0, p[0].number, p[1].number);
    if (!arrange_figures(p[0], p[1], separator, order, &month, &day, out_unsure))
        return NULL;
    return iso(arena, 0, month, day);
}

char *
contacts_birthday(struct arena *arena, const char *text, char order, bool *out_unsure)
{
    *out_unsure = false;
    if (strncmp(text, "1604-", 5) == 0) /* Apple's year for none */
        text = arena_print(arena, "--%s", text + 5);
    char *date = yearless(arena, text, order, out_unsure);
    return date != NULL ? date : contacts_date(arena, text, order, out_unsure);
}

bool
contacts_no_date(const char *text)
{
    return strchr(text, '0') != NULL && text[strspn(text, "0/.- :")] == '\0';
}
