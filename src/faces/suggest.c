/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/suggest.h"

#include <limits.h>
#include <string.h>

static int
least(int a, int b)
{
    return a < b ? a : b;
}

int
edit_distance(const char *a, const char *b)
{
    int rows[3][SUGGEST_LENGTH_MAX + 1];
    size_t length_a = strlen(a), length_b = strlen(b);
    if (length_a > SUGGEST_LENGTH_MAX || length_b > SUGGEST_LENGTH_MAX)
        return INT_MAX;
    for (size_t j = 0; j <= length_b; j++)
        rows[0][j] = (int)j;
    for (size_t i = 1; i <= length_a; i++) {
        int *now = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];
        now[0] = (int)i;
        for (size_t j = 1; j <= length_b; j++) {
            int cost = a[i - 1] != b[j - 1];
            now[j] = least(before[j - 1] + cost, least(before[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = least(now[j], earlier[j - 2] + 1);
        }
    }
    return rows[length_a % 3][length_b];
}

bool
is_near(const char *given, int distance)
{
    int length = (int)strnlen(given, SUGGEST_LENGTH_MAX + 1);
    return distance <= (length < 6 ? 1 : length / 3);
}

const char *
suggest_option(const struct call_row *row, const char *given)
{
    const char *nearest = NULL;
    int best = INT_MAX;
    for (const struct param *param = row->params; param != NULL && param->name != NULL; param++) {
        int distance = edit_distance(given, param->name);
        if (distance < best) {
            best = distance;
            nearest = param->name;
        }
    }
    return is_near(given, best) ? nearest : NULL;
}
