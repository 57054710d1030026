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

/* Of these only the links: their value_key, and the profile_key, when one of them is a person's alone
 * (method/reach.h). */
void person_profile(struct arena *arena, struct doc *row);

/* Set what statements look for a contact point by: `value_key`, and its hash. */
void person_look_for_value(struct doc *params, const char *value_key);

/* And what they look for a card by: `uid`, the name that another program gave it, and its hash. */
void person_look_for_card(struct doc *params, const char *uid);

/* The hash of a value_key or a uid: below 2^47. */
int64_t person_key_hash(const char *key);

/* A word for a circle as it is kept: the known circle of that word, or one's own word. */
const char *person_circle_of(struct call *call, const char *word);

/* Tags in one line, with commas between. */
const char *person_tag_line(struct call *call, const struct doc *tags);

/* May a request say who named this person? Only with their leave, and of nobody who is private (M136). */
bool referral_may_name(const struct doc *referral, const struct doc *from);

/* A change of a name or of its parts gets what it does not say from the person as they were: the key is made of all. */
void person_name_whole(const struct doc *before, struct doc *row);

/* Under which keys somebody of this name (`row`: name, given_name, family_name) is looked for: name_key, second_key and
 * third_key for statements. */
void person_named(struct call *call, const struct doc *row, struct doc *params);

/* Where a person stands in lists by name: their name_key. */
MUST_CHECK enum status person_place(struct call *call, int64_t doc, const char **out_key);

/* Set `key` of `answer` to what a person (id, name) is called: who has no name by the job title and the organization, who has
 * neither by the mail address. */
MUST_CHECK enum status person_called(struct call *call, const struct doc *person,
                                     struct doc *answer, const char *key);

/* For the desk's refresh (call/call.h): a key that was made in an older way is made anew. */
MUST_CHECK enum status people_refresh(struct call *call, const struct noun *noun,
                                      const struct doc *row);

#endif
