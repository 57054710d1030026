/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/icu.h"

#include <stdio.h>

enum { VERSION_NEWEST = 80, VERSION_OLDEST = 60 };

enum status
icu_open(const struct library_symbol *symbols)
{
    for (int version = VERSION_NEWEST; version >= VERSION_OLDEST; version--) {
        char soname[32], suffix[16];
        (void)snprintf(soname, sizeof soname, "libicui18n.so.%d", version);
        (void)snprintf(suffix, sizeof suffix, "_%d", version);
        if (library_open_versioned(soname, suffix, symbols) == STATUS_OK)
            return STATUS_OK;
    }
    return STATUS_MISSING;
}
