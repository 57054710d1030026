/* SPDX-License-Identifier: GPL-3.0-or-later */
/* person_json.h - our own export of people as JSON ({"schema":1,"records":[...],"people":[...]}; or what the call
 * itself answers, {"begins":..., "items":[...]}) -> contact documents, one by one as the bytes come. It alone carries
 * everything that is known of a person, their id included. */
#ifndef FORMATS_PERSON_JSON_H
#define FORMATS_PERSON_JSON_H

#include "base/uuid.h"
#include "doc/doc.h"
#include "formats/json_items.h"

enum {
    PERSON_JSON_ITEM_MAX = 16 * 1024 * 1024, /* bytes of one person, photo and originals included */
    PERSON_JSON_RAW_MAX = 4 * 1024 * 1024,   /* bytes of one who is rejected that are given back */
    PERSON_JSON_TEXT_MAX = 500,              /* characters of a text on one line */
    PERSON_JSON_LINES_MAX = 20000,           /* characters of notes, of an address */
    PERSON_JSON_POINTS_MAX = 500,            /* ways to reach one person */
    PERSON_JSON_PARTS_MAX = 200, /* tags, bridges, events, originals ... of one person, of each */
    PERSON_JSON_RECORDS_MAX = 10000, /* notes, requests, interviews ... of one person, together */
    PERSON_JSON_COLUMNS_MAX = 40     /* of one of these */
};

/* A person: a contact document {row, line (null), empty, reason, warning, id} with the columns of
 * sql/person.sql, contact_points, tags, bridges {person, note}, events {event, note}, originals, related {noun
 * ("event", "target"), id, name, kind, held_on} (what events, target and records refer to), photo {media, data} and `records`
 * [{noun, id, ...}], what is kept beside them: clean texts, numbers and marks, not looked at further. What the file does not
 * say is null.
 * Or what people share: {row, ..., record: {noun, id, ...}}. Or a file of the person of an earlier row: {row, ..., file_of: that
 * row, photo {id, name, kind ("card", "file"), media, data}}.
 * `reason`: "import.nothing_in_row", "person_json.too_large", "person_json.damaged", "person_json.file_of_nobody" (it does not
 * stand behind whom it names), "person_json.file_not_read"; then `raw` is the
 * item as the file says it. `warning`: kept, but ("import.text_cut", "import.date_not_read",
 * "vcard.photo_not_read"). A key that nobody knows, an id that is
 * none and a choice that is none are passed over. Lives until the callback returns. */
typedef enum status person_json_each(void *context, const struct doc *row);

struct person_json {
    const char
        *code;      /* after INVALID: "person_json.no_people", "person_json.truncated"; else NULL */
    int64_t rows;   /* items so far */
    int64_t usable; /* of these, not rejected */
    int64_t first_row; /* set after person_json_open: earlier items are counted, not handed on */

    /* private: */
    struct arena *rows_arena;
    struct doc_shape *shape;
    person_json_each *each;
    void *context;
    int64_t last_row; /* of a person; 0: none yet */
    char last_id[UUID_TEXT + 1];
    bool found;
    struct json_items items;
};

/* Does a file begin like one? */
bool person_json_begins(const char *bytes, size_t length);

/* `arena` holds the reader's own memory; `rows` is reset before each person. */
void person_json_open(struct person_json *reader, struct arena *arena, struct arena *rows,
                      person_json_each *each, void *context);

/* The next bytes of UTF-8. INVALID: see `code`. */
MUST_CHECK enum status person_json_feed(struct person_json *reader, const char *bytes,
                                        size_t length);

/* The end. INVALID "person_json.no_people" when no list of people came. */
MUST_CHECK enum status person_json_end(struct person_json *reader);

#endif
