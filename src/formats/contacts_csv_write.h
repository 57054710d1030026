/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contacts_csv_write.h - people as a CSV file for Google, for Outlook, or plain with our own names. All three
 * are read back by contacts_csv.h; plain brings everything back, Google all but what its columns cannot
 * hold apart, Outlook what it has columns for (a person without a place comes back with the town
 * of an address). `left_out` says what stays behind.
 *
 * A file is written in two rounds, so that none has to hold all people: first each person is measured,
 * then the header and each person are written. */
#ifndef FORMATS_CONTACTS_CSV_WRITE_H
#define FORMATS_CONTACTS_CSV_WRITE_H

#include "doc/doc.h"
#include "formats/csv.h"
#include "formats/left_out.h"

enum contacts_form {
    CONTACTS_FORM_PLAIN, /* "plain" */
    CONTACTS_FORM_GOOGLE,
    CONTACTS_FORM_OUTLOOK
};

enum contacts_series {
    CONTACTS_SERIES_EMAIL,
    CONTACTS_SERIES_PHONE,
    CONTACTS_SERIES_LINK,
    CONTACTS_SERIES_CHAT,
    CONTACTS_SERIES_ADDRESS,
    CONTACTS_SERIES_TAG,
    CONTACTS_SERIES_CUSTOM,
    CONTACTS_SERIES
};

struct contacts_writer {
    struct csv_writer csv;    /* its buffer, guard and separator may be changed between people */
    int64_t people;           /* written */
    struct left_out left_out; /* what this form has no column for: of those who were measured */

    /* private: */
    enum contacts_form form;
    struct arena *arena, *rows_arena;
    uint32_t widths[CONTACTS_SERIES];
    bool has[CONTACTS_FIELDS]; /* a column for that field */
    uint32_t count;
    struct contacts_out *columns;
};

struct contacts_pair {
    const char *name, *key; /* of a column; "#" for its number in a series */
};

/* The columns that a form always has, and those of one of a series; ended by a pair without a name. */
const struct contacts_pair *contacts_form_columns(enum contacts_form form);
const struct contacts_pair *contacts_form_series(enum contacts_form form,
                                                 enum contacts_series series);

/* `arena` holds the header; `rows` is reset with each person. `guard`: csv.h; taken back by our import. */
void contacts_write_open(struct contacts_writer *writer, struct arena *arena, struct arena *rows,
                         struct buffer *buffer, enum contacts_form form, bool guard);

/* First round: how many columns does this person (a map as contacts_csv.h makes it) need? */
void contacts_write_measure(struct contacts_writer *writer, const struct doc *person);

/* Second round: the header, with a byte order mark for Excel, then each person. Limits are the buffer's. */
void contacts_write_header(struct contacts_writer *writer, bool mark);
void contacts_write_person(struct contacts_writer *writer, const struct doc *person);

#endif
