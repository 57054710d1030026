/* SPDX-License-Identifier: GPL-3.0-or-later */
/* network_private.h - what network.c and network_place.c share. */
#ifndef METHOD_NETWORK_PRIVATE_H
#define METHOD_NETWORK_PRIVATE_H

#include "method/network.h"

/* The neighbors of a node i are to[first[i]] up to first[i + 1], by those edges. */
struct links {
    int *first, *to, *edge;
};

struct links network_links(struct arena *arena, const struct network *network, bool forward,
                           bool backward);

/* `count` + 1 numbers of that value. */
int *network_ints(struct arena *arena, int count, int value);

#endif
