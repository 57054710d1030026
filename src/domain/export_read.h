/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export_read.h - people with all their parts, some hundreds at a time. */
#ifndef DOMAIN_EXPORT_READ_H
#define DOMAIN_EXPORT_READ_H

#include "call/record.h"

struct export_page {
    struct doc *people; /* whole contact documents */
    const char *after;  /* where the next page begins; NULL: there is none */
    int64_t photos;     /* how many of them have one that was not asked for */
    int64_t files;      /* their other files, which no file of people carries */
};

/* The next people who fit the filters (people_filter.h), those marked private only when asked for. `photos`: with
 * `photo` {media, base64} (RFC 4648). `after` NULL: from the first. */
MUST_CHECK enum status export_read(struct call *call, const struct doc *filters, bool with_private,
                                   bool photos, const char *after, struct export_page *out_page);

#endif
