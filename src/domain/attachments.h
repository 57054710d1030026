/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attachments.h - photographs, cards and other files of a person. The bytes lie under their digest, once
 * for each owner, outside the change log. When nobody refers to them any more they are kept for
 * BLOB_KEPT_DAYS, so that an undo brings the file back whole, and then swept away with the next file that
 * is added or removed. */
#ifndef DOMAIN_ATTACHMENTS_H
#define DOMAIN_ATTACHMENTS_H

#include "call/record.h"

enum { ATTACHMENT_MAX = 10 * 1024 * 1024, BLOB_KEPT_DAYS = 30 };

extern const struct call_row attachment_rows[];

/* Why these bytes cannot be an attachment of that kind ("photo", "card", "file"): "attachment.empty",
 * "attachment.too_large" or, of a photo, "attachment.not_picture". NULL when they can. */
const char *attachment_wrong(const char *kind, const char *bytes, size_t length);

/* Bytes for a person who is there. `kind` as above; `name` and `id` (of the new row) may be NULL. */
struct attachment_given {
    const char *person, *kind, *name, *id, *bytes;
    size_t length;
    int64_t created_at; /* when they were attached, 0: now */
};

/* Attach them. What they are is read from themselves (formats/media.h). A photo takes the place of the one before; the very
 * same photo or file again changes nothing. INVALID, with the problem on the field "file", when attachment_wrong has a
 * reason. */
MUST_CHECK enum status attachment_add(struct call *call, const struct attachment_given *given,
                                      struct doc **out_row);

/* The same with the file of the parameter `field`, on which the problem stands then. */
MUST_CHECK enum status attachment_take(struct call *call, const char *field, const char *person,
                                       const char *kind, struct doc **out_row);

/* The bytes of an attachment's row. MISSING when they were swept away or forgotten. */
MUST_CHECK enum status attachment_bytes(struct call *call, const struct doc *row, char **out_bytes,
                                        size_t *out_length);

/* Erase the bytes of a person's files now, except those that another person's file shares. The rows stay:
 * for who forgets a person for good. */
MUST_CHECK enum status attachments_erase(struct call *call, const char *person);

/* The same for one file, whose row may be gone already. */
MUST_CHECK enum status attachment_erase_bytes(struct call *call, const char *person,
                                              const char *digest);

#endif
