/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vcard_write.h - contact documents to vCard 3.0 or 4.0. Of a person who came from a card only what has
 * changed since is written anew; properties and parameters that nobody here knows come back as they were,
 * but for REV and PRODID, which speak of another program. What vCard has no property for stands as
 * X-RAPPORT-..., so that reading what was written gives the same document:
 *     LANGUAGE LANGUAGES CONNECTED-ON MET-ON MET-PLACE HOW-FOUND CIRCLE ADDRESS-FORM IN-FIELD (yes no unknown)
 *     FIELD-SINCE FIELD-UNTIL (a year or a date) SIMILAR-BACKGROUND    the column of that name
 *     PRIVATE DO-NOT-CONTACT MAY-APPROACH-LATER    "yes"
 *     PLACE ZONE GIVEN-NAME UNNAMED                where TZ, ADR, FN and N would say something else */
#ifndef FORMATS_VCARD_WRITE_H
#define FORMATS_VCARD_WRITE_H

#include "base/buffer.h"
#include "doc/doc.h"

enum vcard_version { VCARD_30 = 30, VCARD_40 = 40 };

enum { VCARD_FOLD = 75 /* bytes of a line, its break not counted; never inside a character */ };

struct vcard_words;

struct vcard_writer {
    enum vcard_version version;
    /* private: */
    const struct vcard_words *words;
};

/* `arena` holds the writer's own memory. */
void vcard_write_open(struct vcard_writer *writer, struct arena *arena, enum vcard_version version);

/* One property with a text, escaped and folded, for a card that is put together elsewhere. */
void vcard_write_line(struct arena *arena, const char *name, const char *text,
                      struct buffer *buffer);

/* Append the card of one contact document (formats/vcard.h: vcard_each); what it does not hold is not
 * written. Without `uid` its `id`, if it has one, becomes the card's UID. `scratch` may be reset afterwards. INVALID when the buffer's ceiling is reached. */
MUST_CHECK enum status vcard_write(struct vcard_writer *writer, struct arena *scratch,
                                   const struct doc *person, struct buffer *buffer);

#endif
