/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_match.h - the verdict on one row of a file: who in the store it is, or may be, and what it says
 * that is new. Nobody is taken for somebody else by an employer and the domain of an address. */
#ifndef DOMAIN_IMPORT_MATCH_H
#define DOMAIN_IMPORT_MATCH_H

#include "domain/import_colleagues.h"
#include "domain/import_others.h"

/* Why a card is nobody, yet not rejected: a group, whose members have its name as a tag (formats/vcard.h). */
#define IMPORT_GROUP "vcard.group"

/* What is the same for all rows of a slice. */
struct import_judge {
    struct call *call;
    const char *import;                   /* its id: whom it made itself is not looked for */
    const char *kind;                     /* of the file */
    struct import_others *others;         /* who may be found at all; NULL: anybody */
    struct import_colleagues *colleagues; /* those known by now; NULL: ask for them */
    bool nobody_else; /* the store holds nobody but those this import made: nothing is looked up */
};

struct import_verdict {
    const char *verdict;          /* "created", "updated", "unchanged", "duplicate", "rejected" */
    const char *reason;           /* a code, or NULL */
    const char *person;           /* who it is, or may be; NULL: nobody known */
    const char *like;             /* "duplicate": whom it may be, once `person` is the new one */
    bool compared;                /* the row was compared with what is known of the person */
    const char *organization_key; /* "updated": of the person as it was */
    struct doc *changes;          /* "updated": what to save of the person, with its id */
    struct doc *shown;            /* "updated": [{column, old, new}] */
};

/* The file's own rows speak of the same person twice: only the first counts ("import.twice_in_file").
 * A value that somebody changed by hand stays as it is, and nothing becomes empty. Not for a row that
 * is known. */
MUST_CHECK enum status import_judge_row(const struct import_judge *judge,
                                        const struct import_item *item,
                                        struct import_verdict *out_verdict);

/* The verdicts on rows that are known (item.known), by ascending number of the people; `*out_count`: on so many of the first
 * of them, at most IMPORT_KNOWN_MOST. BUSY: one of these is not known any more, and has to be read anew. */
enum { IMPORT_KNOWN_MOST = 128 };
MUST_CHECK enum status import_judge_known(const struct import_judge *judge,
                                          const struct import_item *items, size_t count,
                                          struct import_verdict *out_verdicts, size_t *out_count);

/* Our own export names a person by the id that they have: as such, or as the uid of a card ("urn:uuid:ID") when
 * nobody else gave one. NULL: neither. */
const char *import_row_id(const struct doc *row);

#endif
