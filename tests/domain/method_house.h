/* SPDX-License-Identifier: GPL-3.0-or-later */
/* method_house.h - for the tests of the method: Maya, somebody to talk to, and a clock that stands. */
#ifndef TESTS_DOMAIN_METHOD_HOUSE_H
#define TESTS_DOMAIN_METHOD_HOUSE_H

#include "house.h"

extern struct house house;
extern const char *engine;

/* Setup and teardown of each test: an empty store, February 20 of 2026. */
int open_house(void **state);
int close_house(void **state);

/* Stop the clock at an instant; read one. */
void at(const char *time);
int64_t instant(const char *time);

/* A call that must succeed, with ids for its {holes}; and the same, its id kept under `key`. */
struct doc *does(const char *call, const char *json, const struct doc *ids);
void keep(struct doc *ids, const char *key, const char *call, const char *json);

/* Maya in Berlin, a target with one objective, and Ada Quinn, of whom all is known: ids of target,
 * objective and person. */
struct doc *begin(void);

/* An appointment of 20 minutes with the person, in UTC, for the request when there is one. */
void meet(struct doc *ids, const char *start_local);

/* Does a list hold a row with that text? Does a checked message have that finding, open? */
bool has_row(const struct doc *rows, const char *key, const char *value);
bool finds(const struct doc *checked, const char *id);

/* The line of Today by a rule, or NULL. */
const struct doc *today_line(const char *rule);

#endif
