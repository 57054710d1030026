/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_rejected.h - the rows of a file that could not be used, given back as a file of the same kind: mended, it can
 * be brought in as it is. */
#ifndef DOMAIN_IMPORT_REJECTED_H
#define DOMAIN_IMPORT_REJECTED_H

#include "call/record.h"

/* What the report keeps of a rejected row: who it names, and `raw`, what stood in the file. Bytes that are no UTF-8
 * are {base64}. */
struct doc *import_rejected_keep(struct arena *arena, const struct doc *row);

/* The call `import rejected` and its file: cards as .vcf with X-RAPPORT-REASON in each, Monica's contacts and our own
 * people as .json with the key "rapport" in each, everything else as a table with two columns more. `reason` is a code in the answer; what is written
 * is the text that stands there by then (call.h: says). */
MUST_CHECK enum status import_rejected(struct call *call, struct doc **out_answer);
enum status import_rejected_write(const struct doc *answer, struct buffer *buffer);

#endif
