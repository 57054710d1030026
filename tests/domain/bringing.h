/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bringing.h - for the tests of imports: files as LinkedIn writes them, the runner slice by slice, and
 * who is in the store afterwards. */
#ifndef TESTS_DOMAIN_BRINGING_H
#define TESTS_DOMAIN_BRINGING_H

#include "house.h"

enum { PEOPLE = 500 };

extern struct house house;
extern const char *engine;
extern const char *import_encoding; /* said with every file; NULL: guessed */
extern const char linkedin_preamble[], linkedin_header[];

/* Setup and teardown of each test: an empty store, a temporary file. */
int open_house(void **state);
int close_house(void **state);

/* A file as LinkedIn begins it: notes, an empty line, the header; and rows. Cells are written as
 * they are; `slug` is the end of a profile's address. */
void begin_file(struct buffer *text);
void add_row(struct buffer *text, const char *first, const char *last, const char *slug,
             const char *email, const char *company, const char *position);

/* Row `n` of a file as LinkedIn writes it: few addresses, quoted cells, names of many languages; and
 * a file of such rows. */
void add_plain_row(struct buffer *text, int n, const char *company);
const char *plain_file(int people);

/* The call itself: the file is looked at and kept; the rest is the runner's. */
struct answer import_bytes(const char *bytes, size_t length, bool preview);

/* One slice of the runner; false when nothing is left to do. All of them. */
bool work_once(void);
void work(void);

/* A map of one id, for house_call; a call on an import, which must succeed. */
struct doc *ids_of(const char *key, const char *id);
struct doc *import_call(const char *call, const char *id);

/* Begin and work to the end: the report. */
struct doc *import_text(const char *text, bool preview);

void assert_report(const struct doc *report, const char *state, int created, int updated,
                   int unchanged, int duplicate, int rejected);
/* The count of a note of the report, 0 when it is not there. */
int64_t note_of(const struct doc *report, const char *code);
/* Through all parts of the file of rejected rows, as a face writes them; how many rows it has. */
uint32_t write_rejected(const char *id, struct buffer *text);

int64_t people_count(void);

/* Everybody in the store without ids and times, sorted: what two ways to one end have in common. */
const char *people_text(void);

#endif
