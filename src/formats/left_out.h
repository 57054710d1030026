/* SPDX-License-Identifier: GPL-3.0-or-later */
/* left_out.h - what a file of people has no place for, counted, so that whoever makes one knows it. */
#ifndef FORMATS_LEFT_OUT_H
#define FORMATS_LEFT_OUT_H

#include "base/buffer.h"
#include "doc/doc.h"
#include "formats/contacts_columns.h"

/* Behind the fields of enum contacts_field. The first seven are in the order of enum contacts_series. */
enum left_out_field {
    LEFT_OUT_EMAIL = CONTACTS_FIELDS,
    LEFT_OUT_PHONE,
    LEFT_OUT_LINK,
    LEFT_OUT_CHAT,
    LEFT_OUT_ADDRESS, /* one of them, or a part of one */
    LEFT_OUT_TAGS,
    LEFT_OUT_OTHERS, /* values that another program's table said */
    LEFT_OUT_LABEL,  /* what an address or a number is called */
    LEFT_OUT_CARD,   /* a card as another program wrote it */
    LEFT_OUT_PHOTO,
    LEFT_OUT_FILES, /* business cards and others; a second photo */
    LEFT_OUT_TARGET,
    LEFT_OUT_BRIDGES,
    LEFT_OUT_EVENTS,
    LEFT_OUT_PERSON_NOTES, /* noted about them and in their interviews, each with its day */
    LEFT_OUT_TALKS,        /* requests, interviews and what came of these */
    LEFT_OUT_FIELDS
};

struct left_out {
    int64_t counts[LEFT_OUT_FIELDS]; /* values */
};

/* "zone", "email", "bridges": the word of `choice.left_out.WORD`. */
const char *left_out_name(int field);

/* Whom and what a person is tied to, which only JSON says. */
void left_out_ties(struct left_out *left_out, const struct doc *person);

/* A card (vcard_write.h) leaves out that and what other tables said; a table that and other programs' cards. */
void left_out_of_card(struct left_out *left_out, const struct doc *person);
void left_out_of_table(struct left_out *left_out, const struct doc *person);

/* Set `left_out` [{field, count}] of what is not 0, and `left_out_count`, all of it together. */
void left_out_show(const struct left_out *left_out, struct doc *answer);

/* As a text of digits, commas and dots, and back. False: it is none; `*out_end` is behind it. */
void left_out_write(const struct left_out *left_out, struct buffer *buffer);
bool left_out_read(const char *text, struct left_out *out_left_out, const char **out_end);

#endif
