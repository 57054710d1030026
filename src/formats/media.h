/* SPDX-License-Identifier: GPL-3.0-or-later */
/* media.h - what the bytes of a file are, by how they begin; neither its name nor its sender is asked. */
#ifndef FORMATS_MEDIA_H
#define FORMATS_MEDIA_H

#include <stdbool.h>
#include <stddef.h>

/* "image/jpeg", "image/png", "image/gif", "image/webp" (pictures that every browser shows and that
 * cannot hold a script), "application/pdf", "text/plain" (UTF-8 without control characters), else
 * "application/octet-stream". SVG and HTML are plain text here. */
const char *media_of(const char *bytes, size_t length);

bool media_is_picture(const char *media);

/* "jpg", "png", "pdf", "txt" ... or "bin". */
const char *media_suffix(const char *media);

#endif
