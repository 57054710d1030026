/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rows.h - rows of the sample noun (tests/store/sql/sample.sql) for the tests of the store. */
#ifndef TESTS_STORE_ROWS_H
#define TESTS_STORE_ROWS_H

#include "samples.h"
#include "suite.h"

/* Parameters with the owner in them. */
struct doc *params_of(struct fixture *fixture, int64_t owner);

/* The id of the row with this number. */
const char *id_of(struct fixture *fixture, int number);

/* A row with every column that must be there; and the same, inserted. */
struct doc *sample(struct fixture *fixture, int64_t owner, int number);
void insert(struct fixture *fixture, int64_t owner, int number);

/* How many rows `store` sees of this owner. */
int rows_of(struct fixture *fixture, struct store *store, int64_t owner);

#endif
