/* SPDX-License-Identifier: GPL-3.0-or-later */
/* migrate.h - bringing a store to this program's schema, one numbered step after the other, forward
 * only, each in its transaction with its record. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/store.h"

/* The number of the store's last step, 0 for an empty one. */
MUST_CHECK enum status migrate_version(struct store *store, int *out_version);

/* Take all steps that are missing; two processes at once do no harm. CONFLICT, and nothing changed,
 * when the store is newer than this program (`*out_problem` = "store.newer"); INVALID with
 * "store.not_a_store" when a database of something else stands there. */
MUST_CHECK enum status migrate(struct store *store, const char **out_problem);

#endif
