/* SPDX-License-Identifier: GPL-3.0-or-later */
/* growth.h - how the network grows: people by the month in which one came to know them, and by circle (M26). */
#ifndef DOMAIN_GROWTH_H
#define DOMAIN_GROWTH_H

#include "call/call.h"

enum {
    GROWTH_PEOPLE_MOST = 50000, /* the newest are counted */
    GROWTH_MONTHS_MOST = 36
};

extern const struct call_row growth_rows[];

#endif
