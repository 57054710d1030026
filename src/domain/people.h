/* SPDX-License-Identifier: GPL-3.0-or-later */
/* people.h - the people one knows or wants to know. */
#ifndef DOMAIN_PEOPLE_H
#define DOMAIN_PEOPLE_H

#include "call/record.h"

extern const struct call_row person_rows[];
extern const struct call_row person_show_rows[];
extern const char *const person_circles[];

/* Complete a person's row before it is saved: the keys under which it is sorted and found. Changes
 * `row`, which may be partial: only keys whose sources are there are set. */
void person_complete(struct call *call, struct doc *row);

/* The same, where there is no call: what is made lives in the arena. */
void person_keys(struct arena *arena, struct doc *row);

#endif
