/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circles.h - a walk through the circles of people one knows: a prompt for each that helps to remember, and names
 * written down as they come to mind (M53, M54). Where one stands is what is there: the walk goes on at the first
 * circle in which there is nobody. */
#ifndef DOMAIN_CIRCLES_H
#define DOMAIN_CIRCLES_H

#include "call/record.h"

enum {
    CIRCLE_COUNTED_MOST = 1000, /* beyond it a circle is "1,000 and more" */
    CIRCLE_SHOWN_MOST = 30,     /* names shown beside the prompt */
    CIRCLE_ADDED_MOST = 100     /* names taken in one go */
};

extern const struct call_row circle_rows[];

/* The circles of the walk, the nearest first, ended by NULL; each has the prompt "circle.NAME" (M54). */
extern const char *const circles_walked[];

#endif
