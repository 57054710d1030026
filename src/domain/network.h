/* SPDX-License-Identifier: GPL-3.0-or-later */
/* network.h - who led to whom among the owner's people: gathered from referrals and bridges, told as
 * lists, drawn as a picture. The graph itself is method/network.h's. */
#ifndef DOMAIN_NETWORK_H
#define DOMAIN_NETWORK_H

#include "call/call.h"
#include "method/network.h"

enum {
    NETWORK_ROWS_MOST = 8000, /* people, referrals and bridges, each */
    NETWORK_DRAWN_MOST = 300  /* single nodes in a picture; more stand together */
};

extern const struct call_row network_rows[];

struct network_member {
    const struct doc *person;   /* statement network_people; NULL: a name only */
    const struct doc *referral; /* statement network_referrals: of a name only */
};

struct network_tie {
    const struct doc *referral; /* NULL: a bridge */
};

struct people_network {
    struct network graph;
    struct network_member *members; /* by node */
    struct network_tie *ties;       /* by edge */
    struct network_edge *edges;
    bool more; /* there are more than NETWORK_ROWS_MOST */
};

/* Everybody with their ties, studied. With `from` (a person's id, may be NULL) only whom they led to
 * and the way to them; MISSING when they are in no tie. */
MUST_CHECK enum status network_gather(struct call *call, const char *from,
                                      struct people_network *out_network);

const char *network_name(const struct people_network *network, int node); /* "" when not known */
const char *network_text(const struct people_network *network, int node, const char *key);

/* The picture: a tree from left to right, or (`web`) everybody near those they are tied to, no name
 * upon another. With `group`, "organization" or "circle", people stand together, and those of no
 * organization in one group; a group leads to its people. More than NETWORK_DRAWN_MOST stand together
 * anyway: in the web by organization, in the tree the last of many siblings. Studies and places the
 * graph anew. */
MUST_CHECK enum status network_picture(struct call *call, struct people_network *network, bool web,
                                       const char *group, struct doc *out_markup);

#endif
