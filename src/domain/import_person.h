/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_person.h - people of our own export, who keep their ids: others may refer to them by these. */
#ifndef DOMAIN_IMPORT_PERSON_H
#define DOMAIN_IMPORT_PERSON_H

#include "call/record.h"

/* Make a person under the id that the row gives, with what is kept of them (import_records.h); a reference to an event or
 * target that nobody knows is left out. `*out_id` NULL: the row gives no id, or it is taken or was removed by hand, and
 * the person is to be made as anybody. */
MUST_CHECK enum status import_known_person(struct call *call, struct doc *row, const char **out_id);

/* What somebody is to be saved with, `row`, refers to events and a target: those that the file names are known by their names
 * or made; what nobody knows is left out. What is kept of them in `said` and never was here is brought. */
MUST_CHECK enum status import_settle(struct call *call, const struct doc *said, struct doc *row);

#endif
