/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export.h - people as a file: vCard for address books, CSV for tables, JSON with all that is known. The file comes in
 * parts of a few hundred people (docs/decisions/0015), so that any number fits into little memory. */
#ifndef DOMAIN_EXPORT_H
#define DOMAIN_EXPORT_H

#include "call/record.h"

enum {
    EXPORT_PEOPLE_MOST = 200,            /* of one part */
    EXPORT_SHARED_MOST = 100,            /* organizations, events, targets at a time */
    EXPORT_PREVIEW_PARTS = 10,           /* looked at before the page asks whether to go on */
    EXPORT_BYTES_MOST = 4 * 1024 * 1024, /* what they hold; one more person may go over it */
};

extern const struct call_row export_rows[];

#endif
