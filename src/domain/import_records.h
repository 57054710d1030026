/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_records.h - what our own export says beside the people themselves (person_records.h): what is kept of each, what they
 * share, and their files. What is here already, or was removed here by hand, is not brought again: the same file changes nothing. */
#ifndef DOMAIN_IMPORT_RECORDS_H
#define DOMAIN_IMPORT_RECORDS_H

#include "call/record.h"

/* Is the row not a person, but something that stands beside them? */
bool import_is_beside(const struct doc *row);

/* Of such a row: is it neither here nor was it? */
MUST_CHECK enum status import_beside_is_new(struct call *call, const struct doc *row,
                                            bool *out_new);

/* An organization, event or target. One of that name is taken for it: what an organization's own record does not say yet is
 * filled in. `*out_new`: something was saved. */
MUST_CHECK enum status import_bring_shared(struct call *call, const struct doc *record,
                                           bool *out_new);

/* The events and targets that a person's row refers to (`related`): *out_ids is what each id of the file is here. One that is
 * not here under its id is known by its name, or made of what the row says of it. What people share and stands in their
 * `records` is brought first. */
MUST_CHECK enum status import_relate(struct call *call, const struct doc *said,
                                     struct doc **out_ids);

/* What `id` of the file is here, by these ids or as it stands; NULL: nothing. */
MUST_CHECK enum status import_id_here(struct call *call, const struct doc *ids,
                                      const struct noun *noun, const char *id, const char **out_id);

/* What is kept of somebody, in `records` of their row. `fresh`: they were made just now under another id than the file says, so
 * that each record is theirs, under a new id where its own is taken. What refers to nothing that is known is left out.
 * `*out_new`: how many there were. */
MUST_CHECK enum status import_bring_records(struct call *call, const struct doc *said,
                                            const char *person, bool fresh, int *out_new);

/* The photo of a row, or its file (media, data; id, kind and name, when the file says them), for somebody, `fresh` as above.
 * One that cannot be shown or is too large stays in the file, and so does a photo where somebody chose one themselves. */
MUST_CHECK enum status import_bring_photo(struct call *call, const struct doc *row,
                                          const char *person, bool fresh, bool *out_new);

/* The same for somebody who has no photo yet; nothing for who has one. */
MUST_CHECK enum status import_bring_first_photo(struct call *call, const struct doc *row,
                                                const char *person, bool *out_new);

/* Would import_bring_records or import_bring_first_photo bring anything to somebody who is here? */
MUST_CHECK enum status import_has_news(struct call *call, const struct doc *row, const char *person,
                                       bool *out_news);

/* A file of the person whom an earlier row of the import `import` (its doc) brought. `*out_person`: them, NULL when nobody
 * came of that row. */
MUST_CHECK enum status import_bring_file(struct call *call, const struct doc *row, int64_t import,
                                         const char **out_person, bool *out_new);

/* What became of an id of the file: nothing was ever here under it ("" neither), it is here, somebody removed it, or an import
 * that brought it was taken back, so that it may come again. */
enum import_id { IMPORT_ID_FREE, IMPORT_ID_HERE, IMPORT_ID_REMOVED, IMPORT_ID_TAKEN_BACK };
MUST_CHECK enum status import_id_now(struct call *call, const struct noun *noun, const char *id,
                                     enum import_id *out_now);

#endif
