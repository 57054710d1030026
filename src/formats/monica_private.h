/* SPDX-License-Identifier: GPL-3.0-or-later */
/* monica_private.h - one contact of an export -> a contact document (monica_contact.c). */
#ifndef FORMATS_MONICA_PRIVATE_H
#define FORMATS_MONICA_PRIVATE_H

#include "formats/monica.h"

/* `text` is the contact as it stands; NULL: it was too large to be held. */
struct doc monica_contact(struct arena *arena, const struct monica_activities *activities,
                          const char *text, size_t length, int64_t row);

/* An activity's words, for the notes; NULL when it has none. `*out_uuid` is its name. */
char *monica_activity(struct arena *arena, const char *text, size_t length, const char **out_uuid);

#endif
