/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/number.h"

#include <stddef.h>

bool
number_read(const char *text, int64_t *out_number, const char **out_rest)
{
    int64_t number = 0;
    bool negative = *text == '-';
    if (*text == '-' || *text == '+')
        text++;
    if (*text < '0' || *text > '9')
        return false;
    for (; *text >= '0' && *text <= '9'; text++) {
        int digit = *text - '0';
        /* Built up on the side of its sign, for INT64_MIN has no positive counterpart. */
        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, negative ? -digit : digit, &number))
            return false;
    }
    if (out_rest == NULL && *text != '\0')
        return false;
    if (out_rest != NULL)
        *out_rest = text;
    *out_number = number;
    return true;
}
