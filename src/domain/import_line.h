/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_line.h - what the report of an import keeps of a row. */
#ifndef DOMAIN_IMPORT_LINE_H
#define DOMAIN_IMPORT_LINE_H

#include "domain/import_match.h"

/* Of a row that waits (`stage`) all of it, of a change what was and is, of one that could not be used what stood in it: as
 * JSON; NULL: nothing is to be kept. INVALID: it is too long. */
MUST_CHECK enum status import_line(struct call *call, const struct import_item *item,
                                   const struct import_verdict *verdict, bool stage,
                                   const char **out_data);

/* A value as JSON, or NULL when it is too long for a line. */
const char *import_line_text(struct call *call, const struct doc *value);

#endif
