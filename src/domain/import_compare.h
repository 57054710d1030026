/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_compare.h - what a row says that is new of somebody who is known. */
#ifndef DOMAIN_IMPORT_COMPARE_H
#define DOMAIN_IMPORT_COMPARE_H

#include "domain/import_match.h"

/* The verdict when somebody says that the row is that person. MISSING when there is none any more. */
MUST_CHECK enum status import_judge_as(const struct import_judge *judge,
                                       const struct import_item *item, const char *person,
                                       struct import_verdict *out_verdict);

#endif
