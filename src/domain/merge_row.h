/* SPDX-License-Identifier: GPL-3.0-or-later */
/* merge_row.h - the columns of a person among which one chooses when two become one. */
#ifndef DOMAIN_MERGE_ROW_H
#define DOMAIN_MERGE_ROW_H

#include "call/call.h"

enum merge_kind {
    MERGE_ONE,    /* one of the two values */
    MERGE_CHOICE, /* the same, of a choice */
    MERGE_TARGET, /* the same, the id of a target */
    MERGE_TEXT,   /* both texts may stay, one below the other */
    MERGE_LIST    /* both lists may stay, without what is in them twice */
};

struct merge_column {
    const char *name;
    enum merge_kind kind;
};

extern const struct merge_column merge_columns[]; /* in the order of the page; ended by NULL */

/* One item of a part and another of the same: what either notes stays, in one line. */
void merge_note(struct call *call, struct doc *there, const struct doc *item);

/* "keep", "other" or "both": what `columns` ([{name, from}]) says, else what loses least. */
const char *merge_from(const struct merge_column *column, const struct doc *keep,
                       const struct doc *other, const struct doc *columns);

#endif
