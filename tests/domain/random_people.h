/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random_people.h - stores of random people for the tests of what must hold for any store: texts of all scripts, texts
 * that mean something to a file's format, and as many parts as there may be. The same number gives the same store. */
#ifndef TESTS_DOMAIN_RANDOM_PEOPLE_H
#define TESTS_DOMAIN_RANDOM_PEOPLE_H

#include "bringing.h"

enum { RANDOM_PEOPLE = 30 };

/* Fill the house: people of all sorts, who know each other, met at events, are for targets, came from files; their
 * ids. `strange`: with naughty strings from ../shared, where that is. */
void random_store(uint32_t number, bool strange, const char *ids[RANDOM_PEOPLE]);

/* A number below `most`; random_store begins the row anew. */
uint32_t random_below(uint32_t most);

/* Does `name` stand in " a b c "? */
bool is_one(const char *name, const char *names);

/* How many stores to try and the number of the first: RAPPORT_ROUNDS and RAPPORT_SEED say otherwise. */
uint32_t random_rounds(uint32_t usual);
uint32_t random_first(void);

#endif
