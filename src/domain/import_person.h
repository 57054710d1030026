/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_person.h - people of our own export, who keep their ids: others may refer to them by these. */
#ifndef DOMAIN_IMPORT_PERSON_H
#define DOMAIN_IMPORT_PERSON_H

#include "call/record.h"

/* Make a person under the id that the row gives, with the events and the target that it refers to (`related` of
 * formats/person_json.h) when they are not here; a reference to an event that nobody knows is left out.
 * `*out_id` NULL: the row gives no id, or it is taken or in the trash, and the person is to be made as anybody. What
 * was noted about them comes along. */
MUST_CHECK enum status import_known_person(struct call *call, struct doc *row, const char **out_id);

/* What somebody is to be saved with, `row`, refers to events and a target: those that the file names (`related` of
 * `said`) are made when they are not here; what nobody knows is left out. What was noted about them (`person_notes` of `said`) and never was
 * here is noted. */
MUST_CHECK enum status import_settle(struct call *call, const struct doc *said, struct doc *row);

/* Of somebody of whom the file says nothing else that is new: what was noted about them and never was here. `*out_new`: how
 * many notes those were. */
MUST_CHECK enum status import_bring_notes(struct call *call, const struct doc *said,
                                          const char *person, int *out_new);

/* A photo comes with whom it shows; one that cannot be shown stays in the file. */
MUST_CHECK enum status import_bring_photo(struct call *call, const struct doc *said,
                                          const char *person);

#endif
