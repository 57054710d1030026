/* SPDX-License-Identifier: GPL-3.0-or-later */
/* asset.h - files that are part of the program: styles, scripts, question bank, policies, messages.
 * tools/embed puts them in at build time, under their paths from the top of the source. */
#ifndef BASE_ASSET_H
#define BASE_ASSET_H

#include <stdbool.h>
#include <stddef.h>

struct asset {
    const char *path;  /* "web/style/rapport.css" */
    const char *bytes; /* followed by a NUL, so that text can be read as a string */
    size_t length;     /* without it */
    const char *etag;  /* 16 hexadecimal digits that change when the bytes do */
};

extern const struct asset assets[]; /* all, in order of paths, ended by one without a path */
extern const int asset_count;

/* The file of that path, or NULL. */
const struct asset *asset_find(const char *path);

/* The first file whose path begins with `prefix` ("data/policies/"), or NULL; the others follow it
 * in the table while asset_is_under says so (NULL is under nothing). */
const struct asset *asset_first(const char *prefix);
bool asset_is_under(const struct asset *asset, const char *prefix);

#endif
