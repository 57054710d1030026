/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_others.h - whom else a store holds while people are brought in: by no key of theirs is a stranger found, and so
 * a row whose keys are all strangers asks the store nothing. A filter of bits: it says "perhaps" of every key that was
 * there when it was read and of every one that came since, and of a few others, which only costs a look-up.
 *
 * Eight bytes for each person, 8 MiB at most, by which the windows of the file are shorter (import_window.h). With five
 * keys each (name, organization, three ways to reach them) that is one false "perhaps" in 250 up to a million people, one in 24
 * of two millions, one in four at OTHERS_MOST; of a larger store, and of one that is large beside the file, everything is
 * asked.
 *
 * Nobody is missed whom asking would have found. Each slice first looks through the log of changes for what others have
 * done since the slice before, in its own transaction. Where the log does not say it, the answer is "perhaps" to everything:
 * while another job of this owner runs (it goes on under a record that it began before), and while keys are made in a newer
 * way after an update (index_tidy). */
#ifndef DOMAIN_IMPORT_OTHERS_H
#define DOMAIN_IMPORT_OTHERS_H

#include "call/job.h"
#include "domain/import_filter.h"
#include "domain/import_window.h"

enum { OTHERS_MOST = 4 << 20, OTHERS_BYTES_MOST = 8 << 20 };

/* By what sql/import.sql asks for people. */
enum import_other {
    OTHER_NAME,         /* a name_key */
    OTHER_ORGANIZATION, /* an organization_key */
    OTHER_VALUE,        /* the value_key of a contact point */
    OTHER_UID,
    OTHER_ID,
    OTHER_FORMER, /* what somebody was known by before a merge: an id, a uid or a profile_key */
    OTHER_KINDS
};

/* Begin with {0}. */
struct import_others {
    struct import_filter filter;
    bool sure;              /* else everything is "perhaps" */
    bool read[OTHER_KINDS]; /* which kinds of keys were read; of others everything is "perhaps" */
    int64_t from_doc;       /* changes whose record comes before it were looked through */
    int64_t version;        /* of how keys are made */
    int64_t jobs;           /* other jobs of this owner that were ever begun */
    int64_t from, to;       /* rows of the window that was looked at last */
};

/* For a job that brings in a file of so many bytes: how many people there are. Outside of transactions, as is
 * import_others_read. Closes what was open. */
MUST_CHECK enum status import_others_open(struct import_others *others, struct store *store,
                                          const struct doc *input);

/* Read the kinds of keys that the rows of a window ask for, as far as that was not done; and everything anew after a
 * time in which nothing was sure. `window` may be NULL. */
MUST_CHECK enum status import_others_read(struct import_others *others, struct store *store,
                                          const struct job *job,
                                          const struct import_window *window);

/* At the beginning of a slice: what came since. `*out_changed`: somebody else changed people. */
MUST_CHECK enum status import_others_look(struct import_others *others, struct call *call,
                                          const struct job *job, bool *out_changed);

/* May one of them be found by this key? NULL and "": no. `others` may be NULL: yes. */
bool import_others_have(const struct import_others *others, enum import_other kind,
                        const char *key);

/* Somebody has these columns and contact points from now on. */
void import_others_add(struct import_others *others, const struct doc *row);

size_t import_others_bytes(const struct import_others *others);

void import_others_close(struct import_others *others);

#endif
