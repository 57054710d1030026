/* SPDX-License-Identifier: GPL-3.0-or-later */
/* people.h - the people one knows or wants to know. */
#ifndef DOMAIN_PEOPLE_H
#define DOMAIN_PEOPLE_H

#include "call/record.h"

enum { PERSON_TAGS_MOST = 200, PERSON_TAG_MAX = 200, PERSON_CIRCLE_MAX = 60 /* letters */ };

extern const struct call_row person_rows[];
extern const struct call_row person_show_rows[];
extern const char *const person_circles[];
extern const char *const person_contact_kinds[];

/* Complete a person's row before it is saved: the keys under which it is sorted and found. Changes
 * `row`, which may be partial: only keys whose sources are there are set. */
void person_complete(struct call *call, struct doc *row);

/* The same, where there is no call: what is made lives in the arena. */
void person_keys(struct arena *arena, struct doc *row);

/* A word for a circle as it is kept: the known circle of that word, or one's own word. */
const char *person_circle_of(struct call *call, const char *word);

/* Tags in one line, with commas between. */
const char *person_tag_line(struct call *call, const struct doc *tags);

/* May a request say who named this person? Only with their leave, and of nobody who is private (M136). */
bool referral_may_name(const struct doc *referral, const struct doc *from);

#endif
