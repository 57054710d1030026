/* SPDX-License-Identifier: GPL-3.0-or-later */
/* suggest.h - what was probably meant by a mistyped word. */
#ifndef FACES_SUGGEST_H
#define FACES_SUGGEST_H

#include "call/call.h"

enum { SUGGEST_LENGTH_MAX = 48 };

/* Least number of letters to insert, remove, replace or swap with the neighbor to make one of the other;
 * texts beyond SUGGEST_LENGTH_MAX bytes are infinitely far. */
int edit_distance(const char *a, const char *b);

/* A distance at which `given` may be meant: a third of its length, 1 at least. */
bool is_near(const char *given, int distance);

/* The parameter of the row that was probably meant, or NULL. */
const char *suggest_option(const struct call_row *row, const char *given);

#endif
