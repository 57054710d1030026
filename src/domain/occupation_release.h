/* SPDX-License-Identifier: GPL-3.0-or-later */
/* occupation_release.h - a release of the O*NET database, a folder or an archive of its text files, and newer
 * projections -> one table of occupations. Reads files only; takes a second or two. */
#ifndef DOMAIN_OCCUPATION_RELEASE_H
#define DOMAIN_OCCUPATION_RELEASE_H

#include "base/buffer.h"
#include "doc/doc.h"
#include "method/occupations.h"

enum { RELEASE_ARCHIVE_MAX = 256 * 1024 * 1024, RELEASE_FILES_MAX = 200 };

struct occupation_release {
    struct buffer table;     /* as method/occupations.h reads it */
    const char *release;     /* "O*NET 30.1 Database" */
    const char *on;          /* "2025-12", or NULL */
    const char *projections; /* "2024-34", or "" */
    uint32_t count;          /* occupations */

    /* After INVALID: why (formats/onet.h, formats/zip.h, "onet.no_file"), where; NULL, 0 when not there. */
    const char *code, *file, *field;
    int64_t line;
};

/* `path` is a folder or an archive, `projections` a CSV file (NULL: those of the folder, else those of `before`,
 * whose study programs stay, too, when the release has none). */
MUST_CHECK enum status occupation_release_read(struct arena *arena, const char *path,
                                               const char *projections,
                                               const struct occupations *before,
                                               struct occupation_release *out_release);

#endif
