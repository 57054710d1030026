/* SPDX-License-Identifier: GPL-3.0-or-later */
/* merges.h - two records of one person become one: side by side first, then every reference leads to
 * the one that stays, and one undo brings both back. */
#ifndef DOMAIN_MERGES_H
#define DOMAIN_MERGES_H

#include "call/record.h"

extern const struct call_row merge_rows[];

/* Who a person is since a merge: *out_id is `id` itself, or the one it was merged into. */
MUST_CHECK enum status person_now(struct call *call, const char *id, const char **out_id);

/* What the merged row will hold, without id and version: `columns` is the parameter of `person merge`
 * ([{name, from}]); lists of both become one, nothing stands in them twice. */
struct doc *merged_row(struct call *call, const struct doc *keep, const struct doc *other,
                       const struct doc *columns);

#endif
