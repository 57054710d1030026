/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prospects.h - what the guides say about whom to look for (M217, M218, M220). It advises beside a list and leaves
 * nobody out. */
#ifndef METHOD_PROSPECTS_H
#define METHOD_PROSPECTS_H

#include "doc/doc.h"

/* The file of words that `prospect_is_personnel` takes: at most 64
 * phrases, one a line, folded; "#" begins a remark. */
#define PROSPECT_TITLES "data/titles/en.txt"

/* Does a job title belong to a personnel office, whose work is to choose among applicants (M217)? `titles` is the
 * text of such a file. A title without words does not. */
bool prospect_is_personnel(struct arena *arena, const char *titles, const char *title);

/* How many of a list's rows have such a title under `key`: for a page of a hundred, at once. */
int64_t prospect_count_personnel(struct arena *arena, const char *titles, const struct doc *rows,
                                 const char *key);

/* From {filtered (bool), count (people on this page), more (bool: a next page), personnel (how many of them work in
 * personnel offices, 0 when that is the field explored), circle}, a list of {code}:
 *   hint.widen      nobody fits: take a filter away before looking for a narrower one (M220)
 *   hint.personnel  somebody here hires people rather than doing the work (M217)
 *   hint.boards     the circle of professional associations: their boards are a good start (M218) */
struct doc *prospect_hints(struct arena *arena, const struct doc *facts);

#endif
