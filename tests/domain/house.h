/* SPDX-License-Identifier: GPL-3.0-or-later */
/* house.h - a store with two owners for the tests of the domain, and calls by name. */
#ifndef TESTS_DOMAIN_HOUSE_H
#define TESTS_DOMAIN_HOUSE_H

#include "call/record.h"

struct house {
    struct arena arena;
    struct desk desk;
    struct caller owner; /* 1, at the terminal */
    struct caller other; /* 2, by a session */
};

/* An empty store on the engine of the command line: "sqlite" makes a temporary file, "postgres" empties
 * the one of RAPPORT_TEST_POSTGRES. */
void house_open(struct house *house, const char *engine);

/* Let go of the store without a word, as a process that dies does, and open it again. */
void house_reopen(struct house *house);
void house_close(struct house *house);

/* The file of the store; only on SQLite. */
const char *house_path(void);

/* A text with holes like {person} filled from `ids` (NULL: a plain copy). */
char *house_fill(struct house *house, const char *text, const struct doc *ids);

/* Perform a call with parameters written as JSON; holes like {person} are filled from `ids`. */
struct answer house_call(struct house *house, const struct caller *who, const char *name,
                         const char *json, const struct doc *ids);

/* The same, which must succeed; its document. */
struct doc *house_do(struct house *house, const char *name, const char *json,
                     const struct doc *ids);

/* One of everything for the local owner: the ids by noun. Every text in it holds "Solstice". */
struct doc *house_furnish(struct house *house);

/* All rows of an owner, without versions, times of change and row numbers, as text. */
const char *house_dump(struct house *house, int64_t owner);

/* Do the bytes of the store hold this text: the file after its log was written back, or a dump of every table? Texts and
 * numbers that were handed out before live on; the store is opened anew. */
bool house_holds(struct house *house, const char *text);

/* The call `export` with parameters as JSON, all parts written one behind the other. `out_parts` (may be NULL): how
 * many there were. */
const char *house_export(struct house *house, struct arena *arena, const char *json,
                         int *out_parts);

#endif
