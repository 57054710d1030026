/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_pack.h - rows of a file as they wait in a window (import_window.h): without the places that stay empty
 * in this file, for the less a row takes, the more of them are sorted together. */
#ifndef DOMAIN_IMPORT_PACK_H
#define DOMAIN_IMPORT_PACK_H

#include "doc/doc.h"

enum {
    IMPORT_PARTS_MOST = 16,
    IMPORT_TEXTS_KEPT = 4096, /* of the file */
    IMPORT_TEXT_MOST = 40     /* bytes of one */
};

/* All of it lives in `arena`. */
struct import_pack {
    struct arena *arena;
    struct doc_shape *wide;        /* all that a row may have */
    const struct doc_shape *given; /* of the reader's rows, when they share one */
    int *from;                     /* by place in `wide`: place in `given` or -1 */
    struct doc_shape *packed;      /* what rows of this file have, so far */
    int *place;                    /* by place in `wide`: place in `packed` or -1 */
    struct doc_shape *parts[IMPORT_PARTS_MOST];
    struct doc *texts; /* short ones that rows share (kinds, labels, tags, titles), by their hash */
};

void import_pack_open(struct import_pack *pack, struct arena *arena);

/* A reader's row with a place for everything; its values are not copied. */
struct doc import_pack_spread(struct import_pack *pack, struct arena *arena, const struct doc *row);

/* The same of a row that was staged, whose shape is its own and in memory that is used again for the next one. The bytes of
 * a photo are text there. */
MUST_CHECK enum status import_pack_staged(struct import_pack *pack, struct arena *arena,
                                          const struct doc *row, struct doc *out_wide);

/* A copy of such a row for the window. "import", "sources" and "circle" may be set in it. */
struct doc import_pack_row(struct import_pack *pack, struct arena *arena, const struct doc *wide);

/* How many bytes a row takes, about. */
size_t import_pack_bytes(const struct doc *value);

#endif
