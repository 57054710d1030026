/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_notes.h - what is to be said of a file as a whole, beside the verdicts of its rows. It stands in the
 * import's detail, beside what the file was recognized as. */
#ifndef DOMAIN_IMPORT_NOTES_H
#define DOMAIN_IMPORT_NOTES_H

#include "call/record.h"

/* When a file has been read or brought in: what its job counted, {import, groups, untagged, uncompared}, becomes notes, and what
 * its stages cost is added up and logged. */
MUST_CHECK enum status import_notes_keep(struct call *call, const struct doc *input);

/* Those of a detail: `notes` [{code, count}]; `stages` [{stage, ms}], empty when it was done in no time. */
void import_notes_show(struct call *call, const struct doc *detail, struct doc *answer);

#endif
