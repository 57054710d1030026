/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/outlook.h"

#include <math.h>

const char *const outlook_codes[7] = {"declining", "steady",      "slower", "average",
                                      "faster",    "much_faster", NULL};

int
outlook_rank(const struct occupation *occupation)
{
    static const int from[] = {0, 1, 3, 5, 7}; /* whole percents at which the ranks 1 to 5 begin */
    int rank = 0;
    if (!occupation->has_growth)
        return -1;
    double percent = floor(occupation->growth + 0.5);
    while (rank < 5 && percent >= from[rank])
        rank++;
    return rank;
}

const char *
outlook_of(const struct occupation *occupation)
{
    int rank = outlook_rank(occupation);
    return rank < 0 ? NULL : outlook_codes[rank];
}
