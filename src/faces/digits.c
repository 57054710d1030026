/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/digits.h"

#include <string.h>

int64_t
digits_read(const char *text, const char **end)
{
    size_t count = strspn(text, "0123456789");
    int64_t number = 0;
    if (end != NULL)
        *end = text + count;
    if (count == 0 || count > DIGITS_MAX)
        return -1;
    for (size_t i = 0; i < count; i++)
        number = number * 10 + (text[i] - '0');
    return number;
}

int64_t
digits_whole(const char *text, int64_t most)
{
    const char *end;
    int64_t number = digits_read(text, &end);
    return *end == '\0' && number <= most ? number : -1;
}
