/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/library.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { SYMBOL_MAX = 128, PROBLEM_MAX = 256 };

static char problem[PROBLEM_MAX];

static enum status
fail(enum status status, const char *what, const char *soname)
{
    (void)snprintf(problem, sizeof problem, "%s: %s", soname, what);
    return status;
}

/* The handle stays open: a library that has started things of its own must not be unmapped. */
static void *
load(const char *soname)
{
    (void)dlerror();
    return dlopen(soname, RTLD_NOW | RTLD_LOCAL);
}

static enum status
check_all(void *handle, const char *soname, const char *suffix,
          const struct library_symbol *symbols)
{
    for (const struct library_symbol *symbol = symbols; symbol->name != NULL; symbol++) {
        char name[SYMBOL_MAX];
        int length = snprintf(name, sizeof name, "%s%s", symbol->name, suffix);
        if (length < 0 || (size_t)length >= sizeof name || dlsym(handle, name) == NULL)
            return fail(STATUS_FAILED, symbol->name, soname);
    }
    return STATUS_OK;
}

static void
fill_all(void *handle, const char *suffix, const struct library_symbol *symbols)
{
    for (const struct library_symbol *symbol = symbols; symbol->name != NULL; symbol++) {
        char name[SYMBOL_MAX];
        (void)snprintf(name, sizeof name, "%s%s", symbol->name, suffix);
        void *found = dlsym(handle, name);
        memcpy(symbol->address, &found, sizeof found);
    }
}

enum status
library_open_versioned(const char *soname, const char *suffix, const struct library_symbol *symbols)
{
    problem[0] = '\0';
    void *handle = load(soname);
    if (handle == NULL) {
        const char *why = dlerror();
        return fail(STATUS_MISSING, why == NULL ? "not found" : why, soname);
    }
    TRY(check_all(handle, soname, suffix, symbols));
    fill_all(handle, suffix, symbols);
    return STATUS_OK;
}

enum status
library_open(const char *soname, const struct library_symbol *symbols)
{
    return library_open_versioned(soname, "", symbols);
}

const char *
library_problem(void)
{
    return problem;
}
