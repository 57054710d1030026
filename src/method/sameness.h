/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sameness.h - may two records be one person? From their names (method/names.h) and what else is known:
 * ways to reach them, profiles, birthdays, where they work. An organization, or the domain of a mail
 * address, never makes two people one; an address that several share says little, and so does one that
 * is a task's (method/reach.h). Two different names at one person's own address are the weakest kind of
 * pair: worth a look, never more. */
#ifndef METHOD_SAMENESS_H
#define METHOD_SAMENESS_H

#include "doc/doc.h"
#include "method/names.h"

enum {
    SAMENESS_SHOWN = 50, /* from here on a pair is worth a look */
    SAMENESS_SURE = 110, /* hardly anybody else; it still takes a yes */
    SAMENESS_FEW = 2,    /* an address of at most so many is one person's own */
    SAMENESS_SOME = 4,   /* a family's; more: an office's */
    SAMENESS_NAMES = 3,  /* of so many it may be one person's under two names */
    PHONE_DIGITS_LEAST = 7,
    PHONE_DIGITS_COMPARED = 9 /* the last ones: with or without the country's number */
};

/* One person as the judge sees them. */
struct identity {
    const struct name *name;
    const struct doc
        *row; /* organization, organization_key, title, place, birthday, uid, profile_key */
    const struct doc *points;  /* list of {kind, value_key} */
    const char *title, *place; /* folded */
};

/* `row` may also hold name, given_name, additional_name, family_name, name_suffix and nickname. Both
 * documents must live as long as the identity. */
struct identity identity_of(struct arena *arena, const struct nicknames *nicknames,
                            const struct doc *row, const struct doc *points);

/* The first way to reach both of a kind ("email", "phone", "link"): its value_key in `a`, or NULL. One
 * person's own mailbox or profile goes before what may be many people's. */
const char *identity_shared(const struct identity *a, const struct identity *b, const char *kind);

/* The digits of a phone number by which two are compared, at most PHONE_DIGITS_COMPARED; "" when there
 * are too few for a number. */
void phone_digits(const char *value, char out_digits[PHONE_DIGITS_COMPARED + 1]);

struct sameness {
    int score; /* 0: no pair; SAMENESS_SHOWN alone: the weakest kind, which never grows with other evidence */
    /* [{code, organization}]: what speaks for it, weightiest first, then what speaks against: the
     * codes of names.h, and same.profile, same.uid, same.email, same.email_shared, same.phone,
     * same.phone_shared, same.link, same.birthday, same.organization, same.title, same.place,
     * other.name, other.profile, other.birthday (data/words/duplicate.txt). */
    struct doc *reasons;
};

/* `email_bearers` and `phone_bearers`: how many people have the address that the two share (0 when they
 * share none). */
struct sameness sameness_of(struct arena *arena, const struct identity *a, const struct identity *b,
                            int email_bearers, int phone_bearers);

#endif
