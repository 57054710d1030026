/* SPDX-License-Identifier: GPL-3.0-or-later */
/* monica.h - the JSON export of Monica 4 -> contact documents, contact by contact as the bytes come. Only one
 * contact is held at a time, whatever else (photos, documents) the export is made of. */
#ifndef FORMATS_MONICA_H
#define FORMATS_MONICA_H

#include "base/lookup.h"
#include "doc/doc.h"
#include "formats/json_items.h"

enum {
    MONICA_ITEM_MAX = 1024 * 1024,  /* bytes of one contact or activity */
    MONICA_KEPT_MAX = 256 * 1024,   /* bytes of a contact that is kept as it stands */
    MONICA_NOTES_MAX = 20000,       /* bytes of its notes and activities together */
    MONICA_POINTS_MAX = 50,         /* ways to reach one person; also tags */
    MONICA_TEXT_MAX = 800,          /* bytes of a text on one line, 200 characters of any script */
    MONICA_ACTIVITIES_MAX = 20000,  /* how many are remembered ... */
    MONICA_ACTIVITY_BYTES = 8 << 20 /* ... and their texts together */
};

/* The key under which a contact that was given back to be mended says why; it is no part of the contact. */
#define MONICA_REMARK "rapport"

/* A contact: {row, line (null), empty, reason, warning} and a person's texts, contact_points, tags, originals
 * [{form "monica", data: the contact as it stood}], uid "monica:UUID". `reason`: "import.nothing_in_row",
 * "monica.too_large", "monica.partial" (a name that stands only in somebody's family), "monica.damaged";
 * then `raw` {contact: as it stood, activities: those it refers to, as the export writes them}, unless it was too large.
 * `warning`: "import.text_cut" (more notes than are taken; all of them are in `originals`, unless the contact
 * is larger than MONICA_KEPT_MAX), "import.date_not_read". Lives until the callback returns. */
typedef enum status monica_each(void *context, const struct doc *row);

/* What was done together stands behind the contacts. To have it in their notes, feed a file twice with the same
 * memory: first with a reader whose `each` is NULL, which only collects. */
struct monica_activities {
    struct arena *arena;
    struct lookup texts; /* uuid -> text */
    int64_t count, bytes;
};
void monica_activities_open(struct monica_activities *activities, struct arena *arena);

struct monica {
    const char *
        code; /* after INVALID: "monica.no_export", "monica.truncated", "monica.too_deep"; else NULL */
    int64_t rows;   /* contacts so far */
    int64_t usable; /* of these, not rejected */
    int64_t
        others; /* pets, journal entries, photos ...: what is no contact and is not brought in */
    int64_t first_row; /* set after monica_open: earlier contacts are counted, not handed on */
    struct monica_activities *activities; /* set after monica_open; may be NULL */

    /* private: */
    struct arena *rows_arena;
    monica_each *each;
    void *context;
    bool found;
    struct json_items items;
};

/* Does a file begin like one? */
bool monica_begins(const char *bytes, size_t length);

/* `arena` holds the reader's own memory; `rows` is reset before each contact. */
void monica_open(struct monica *monica, struct arena *arena, struct arena *rows, monica_each *each,
                 void *context);

/* The next bytes of UTF-8. INVALID: see `code`. */
MUST_CHECK enum status monica_feed(struct monica *monica, const char *bytes, size_t length);

/* The end. INVALID "monica.no_export" when no list of contacts came. */
MUST_CHECK enum status monica_end(struct monica *monica);

#endif
