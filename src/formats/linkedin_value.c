/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/linkedin.h"

#include "base/utf8.h"
#include "base/zone.h"
#include "formats/form.h"

#include <string.h>
#include <strings.h>

enum { LINK_MAX = 2000, PARTS = 3, YEAR_LEAST = 2003 /* when LinkedIn opened */, YEAR_MOST = 2099 };

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

/* Cuts "12 Mar 2024" or "03/15/2024" into three; false when it is not made like that. */
static bool
cut(const char *text, struct part parts[PARTS])
{
    int count = 0;
    while (*text != '\0') {
        const char *start = text;
        if (count == PARTS)
            return false;
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
            return false;
        }
        size_t between = strspn(text, " .,-/");
        if (between > 2 || (between == 0 && *text != '\0'))
            return false;
        text += between;
    }
    return count == PARTS;
}

static int
year_of(struct part part)
{
    return part.digits == 2 ? 2000 + part.number : part.digits == 4 ? part.number : 0;
}

static bool
arrange(const struct part parts[PARTS], int *out_year, int *out_month, int *out_day)
{
    struct part a = parts[0], b = parts[1], c = parts[2];
    if (a.digits == 4 && b.number >= 0) {
        *out_year = a.number;
        *out_month = b.number;
        *out_day = c.number;
        return true;
    }
    *out_year = year_of(c);
    if (b.month > 0 || a.month > 0) {
        *out_month = b.month > 0 ? b.month : a.month;
        *out_day = b.month > 0 ? a.number : b.number;
        return true;
    }
    /* With figures alone the month may stand first or second: sure only when one cannot be a month, or
     * when it makes no difference. */
    if (a.number <= 12 && b.number <= 12 && a.number != b.number)
        return false;
    *out_month = a.number > 12 ? b.number : a.number;
    *out_day = a.number > 12 ? a.number : b.number;
    return true;
}

char *
linkedin_join(struct arena *arena, const char *first, const char *second, const char *third)
{
    size_t a = strlen(first), b = strlen(second), c = strlen(third);
    char *text = arena_alloc(arena, a + b + c + 1); /* zeroed: the NUL is there */
    char *end = mempcpy(text, first, a);
    end = mempcpy(end, second, b);
    (void)mempcpy(end, third, c);
    return text;
}

static void
put_figures(char *text, int width, int number)
{
    for (int i = width - 1; i >= 0; i--, number /= 10)
        text[i] = "0123456789"[number % 10];
}

char *
linkedin_date(struct arena *arena, const char *text)
{
    struct part parts[PARTS];
    int year, month, day;

    if (!cut(text, parts) || !arrange(parts, &year, &month, &day))
        return NULL;
    if (year < YEAR_LEAST || year > YEAR_MOST || month < 1 || month > 12 || day < 1 || day > 31)
        return NULL;
    char *date = arena_alloc(arena, sizeof "2024-03-12");
    put_figures(date, 4, year);
    date[4] = date[7] = '-';
    put_figures(date + 5, 2, month);
    put_figures(date + 8, 2, day);
    return date_read(date, &year, &month, &day) == STATUS_OK ? date : NULL;
}

static char
lower(char byte)
{
    if (byte >= 'A' && byte <= 'Z')
        return (char)(byte | 0x20);
    return byte;
}

/* Behind "https://", or the text itself when no scheme is named. NULL for any other scheme. */
static const char *
without_scheme(const char *link)
{
    if (strncasecmp(link, "https://", 8) == 0)
        return link + 8;
    if (strncasecmp(link, "http://", 7) == 0)
        return link + 7;
    size_t word = strcspn(link, ":/?#");
    return link[word] == ':' ? NULL : link;
}

static bool
host_sound(const char *host, size_t length)
{
    const char *dot = memchr(host, '.', length);
    if (dot == NULL || dot == host || host[length - 1] == '.')
        return false;
    for (size_t i = 0; i < length; i++)
        if (!is_letter(host[i]) && !is_digit(host[i]) && host[i] != '-' && host[i] != '.')
            return false;
    return true;
}

/* "www." and the country hosts of LinkedIn ("de.", "uk.") lead to the same profile. */
static bool
is_linkedin(const char *host, size_t length)
{
    static const char name[] = "linkedin.com";
    size_t size = sizeof name - 1;
    if (length < size || strncasecmp(host + length - size, name, size) != 0)
        return false;
    size_t before = length - size;
    return before == 0 || (before == 3 && host[2] == '.') ||
           (before == 4 && strncasecmp(host, "www.", 4) == 0);
}

/* The path as people read it: %C3%A9 and a plain e with its accent are one. */
static const char *
decoded_path(struct arena *arena, const char *path, size_t length, size_t *out_length)
{
    const char *decoded;
    if (memchr(path, '%', length) != NULL &&
        percent_read(arena, path, length, false, &decoded, out_length, NULL) == STATUS_OK)
        return decoded;
    *out_length = length;
    return path;
}

char *
linkedin_link_key(struct arena *arena, const char *link)
{
    const char *host = without_scheme(link);
    if (host == NULL || strlen(link) > LINK_MAX || strpbrk(link, " \t\r\n\"<>\\") != NULL)
        return NULL;
    size_t host_length = strcspn(host, "/?#");
    if (host_length == 0 || !host_sound(host, host_length))
        return NULL;
    const char *path = host + host_length;
    size_t path_length = strcspn(path, "?#");
    bool linkedin = is_linkedin(host, host_length);
    path = decoded_path(arena, path, path_length, &path_length);
    while (path_length > 0 && path[path_length - 1] == '/')
        path_length--;
    if (!linkedin && host_length > 4 && strncasecmp(host, "www.", 4) == 0) {
        host += 4;
        host_length -= 4;
    }
    if (linkedin) {
        host = "linkedin.com";
        host_length = strlen(host);
    }
    char *key = arena_alloc(arena, host_length + path_length + 1);
    memcpy(key, host, host_length);
    memcpy(key + host_length, path, path_length);
    size_t folded = linkedin ? strlen(key) : host_length;
    for (size_t i = 0; i < folded; i++)
        key[i] = lower(key[i]);
    return key;
}
