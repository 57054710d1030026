/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export_read.h - people with all their parts, some hundreds at a time. */
#ifndef DOMAIN_EXPORT_READ_H
#define DOMAIN_EXPORT_READ_H

#include "call/record.h"

/* What goes with the people, beside what every file says of them. */
enum export_with {
    EXPORT_PRIVATE = 1, /* people marked private, and whom they introduce */
    EXPORT_PHOTOS = 2,  /* `photo` {id, name, media, base64} (RFC 4648) */
    EXPORT_RECORDS = 4, /* `records` (person_records.h), whole; else only {noun, id} */
    EXPORT_FILES = 8,   /* each behind its person: {file_of, id, kind, name, media, base64} */
};

struct export_page {
    struct doc *people; /* whole contact documents, and files */
    const char *after;  /* where the next page begins; NULL: there is none */
    int64_t photos;     /* how many of them have one that was not asked for */
    int64_t files;      /* their other files that were not asked for */
};

/* The next people who fit the filters (people_filter.h). `with`: of enum export_with. `after` NULL: from the first. Who has
 * many files may be on several pages. */
MUST_CHECK enum status export_read(struct call *call, const struct doc *filters, unsigned with,
                                   const char *after, struct export_page *out_page);

/* The next organizations, events and targets, as person_records.h; a few pages before the people. */
MUST_CHECK enum status export_read_shared(struct call *call, const char *after,
                                          struct export_page *out_page);

#endif
