/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cell.h - one value of a document as plain text for a terminal: what people call it and how they read
 * it, following the naming of keys (_at: an instant, _on: a date, _local: a local time). */
#ifndef VIEWS_CELL_H
#define VIEWS_CELL_H

#include "doc/doc.h"
#include "text/reader.h"

/* The words for a key: those of the code "column.KEY", else the key with blanks for underscores. */
const char *cell_label(const struct reader *reader, struct arena *arena, const char *key);

/* The value under `key` of `map`, which may hold newlines but no other control character. "" for
 * nothing. */
const char *cell_text(const struct reader *reader, struct arena *arena, const struct doc *map,
                      const char *key);

/* The same on one line. */
const char *cell_line(const struct reader *reader, struct arena *arena, const struct doc *map,
                      const char *key);

#endif
