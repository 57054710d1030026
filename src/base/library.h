/* SPDX-License-Identifier: GPL-3.0-or-later */
/* library.h - large libraries, loaded when first needed (docs/decisions/0003). A driver keeps a
 * struct of function pointers, each typed by the library's own header, and fills it by name:
 *
 *     static struct {
 *         __typeof__(PQexec) *exec;
 *         __typeof__(PQclear) *clear;
 *     } pq;
 *     static const struct library_symbol symbols[] = {
 *         {"PQexec", (void **)&pq.exec}, {"PQclear", (void **)&pq.clear}, {NULL, NULL}};
 *     TRY(library_open("libpq.so.5", symbols));
 */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

#include "base/status.h"

struct library_symbol {
    const char *name;
    void **address; /* of the pointer that gets the symbol */
};

/* Load `soname` (for the life of the process) and fill every pointer of the list, which ends with a
 * NULL name. Calling it again is cheap. MISSING when there is no such library, FAILED when it lacks
 * one of the symbols; then no pointer is touched and library_problem says why. */
MUST_CHECK enum status library_open(const char *soname, const struct library_symbol *symbols);

/* The same with a suffix at the end of every name ("_72"), as ICU versions its symbols. */
MUST_CHECK enum status library_open_versioned(const char *soname, const char *suffix,
                                              const struct library_symbol *symbols);

/* Why the last library_open failed, for a log; "" when it did not. */
const char *library_problem(void);

#endif
