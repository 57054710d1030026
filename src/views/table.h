/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table.h - any document as text for a terminal: lists of maps as aligned tables, maps as aligned
 * "label  value" lines. Control characters of values are shown, never sent. */
#ifndef VIEWS_TABLE_H
#define VIEWS_TABLE_H

#include "base/buffer.h"
#include "doc/doc.h"
#include "text/reader.h"

struct table_style {
    int width; /* columns of the terminal; 0: not a terminal, nothing is cut */
    bool color;
    const char *columns; /* of `items`, in order: "name title"; NULL: all that say something (other
                            records' ids and when the row was made are left out; its own id is last).
                            Lists elsewhere in the document use those of the columns they have */
};

void table_show(const struct doc *document, const struct reader *reader,
                const struct table_style *style, struct buffer *buffer);

#endif
