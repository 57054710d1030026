/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vcard_raw.h - a card's bytes as they came, for giving back one that could not be used. */
#ifndef FORMATS_VCARD_RAW_H
#define FORMATS_VCARD_RAW_H

#include "base/arena.h"

#include <stdbool.h>

/* Bytes that are kept of one card. The longest properties of a larger one give way; a property
 * X-RAPPORT-LEFT-OUT;PROPERTY=NAME says so in their place, with the name * at its end when there are too many of them. */
enum { VCARD_RAW_MAX = 1024 * 1024 };

struct vcard_raw {
    struct arena *arena;
    char *text;
    size_t length;
    bool left_out; /* something gave way */
    bool full;     /* so many properties that the rest is not kept */
};

void vcard_raw_open(struct vcard_raw *raw, struct arena *arena);

/* The next card. */
void vcard_raw_begin(struct vcard_raw *raw);
void vcard_raw_add(struct vcard_raw *raw, const char *bytes, size_t length);

/* What was kept, whole lines of it; lives until the next begin or add. */
const char *vcard_raw_read(struct vcard_raw *raw, size_t *out_length);

#endif
