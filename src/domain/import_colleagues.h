/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_colleagues.h - the first people of an organization by name, as import_by_organization (sql/import.sql) would
 * say it at this moment: kept between the rows of an import, which adds its own people to them. Asking for them with
 * each row would make every row that waits (store_later) go by itself. */
#ifndef DOMAIN_IMPORT_COLLEAGUES_H
#define DOMAIN_IMPORT_COLLEAGUES_H

#include "call/call.h"

enum {
    COLLEAGUES_MOST = 40,        /* of one organization */
    COLLEAGUES_PLACES = 1 << 13, /* organizations that are kept, if they do not share a place */
    COLLEAGUES_BYTES = 5 << 20   /* of all; beyond that they are forgotten and asked for anew */
};

struct colleague {
    bool own; /* this import made them: only their place counts */
    bool has_profile;
    uint16_t name; /* where it stands in `text` */
    char text[];   /* the name_key, and behind its end the name */
};

struct colleagues {
    const char *organization_key;
    int count, room;
    struct colleague **first;
};

/* Begin with {0}. */
struct import_colleagues {
    struct arena arena;
    struct colleagues **places;
};

/* Valid until the next call of any of these. */
MUST_CHECK enum status import_colleagues_of(struct import_colleagues *kept, struct call *call,
                                            const char *import, const char *organization_key,
                                            const struct colleagues **out_colleagues);

/* The import has made this person (name_key, organization_key). */
void import_colleagues_made(struct import_colleagues *kept, const struct doc *row);

/* Somebody there was changed, or left. */
void import_colleagues_doubt(struct import_colleagues *kept, const char *organization_key);

void import_colleagues_forget(struct import_colleagues *kept); /* all of them */
void import_colleagues_close(struct import_colleagues *kept);

#endif
