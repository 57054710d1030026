/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_order.h - in which order the rows of a window are worked on. */
#ifndef DOMAIN_IMPORT_ORDER_H
#define DOMAIN_IMPORT_ORDER_H

#include "domain/import_window.h"

/* By name, so that the store's indexes are written where they were written last; first those who are known, as they stand
 * in the store. */
void import_order(struct import_window *window);

/* A window that is read anew after some of its rows were worked on: these first. They are those with a line in the report of
 * the import (its doc), for who is known may have changed meanwhile, and the order with it. */
MUST_CHECK enum status import_order_done(struct import_window *window, struct store *store,
                                         int64_t owner, int64_t import);

#endif
