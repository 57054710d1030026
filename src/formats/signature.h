/* SPDX-License-Identifier: GPL-3.0-or-later */
/* signature.h - a person out of plain text: a mail signature, a business card, a pasted profile of LinkedIn or
 * of an alumni directory, or one line somebody typed. It guesses and says so: from each value one can see
 * which line it came from and how sure it is. What is not understood goes to the notes, never away. */
#ifndef FORMATS_SIGNATURE_H
#define FORMATS_SIGNATURE_H

#include "doc/doc.h"

enum {
    SIGNATURE_TEXT_MAX =
        20000, /* bytes that are looked at; what is beyond goes unread, and it is said */
    SIGNATURE_LINES_MAX = 200, /* the same */
    SIGNATURE_POINTS_MAX = 20, /* ways to reach the person; what is beyond stays in the notes */
    SIGNATURE_VALUE_MAX = 200  /* bytes of one value; a longer line is no name, title or place */
};

/* Any UTF-8 -> {person, found, cut}: `person` is a contact document (formats/contacts_csv.h) with what was
 * understood; `found` [{field, value, line (from 1), source (the line as it stood), sure ("sure": by its form
 * or a label beside it, "likely": by its words, "guess": by its place)}] in the order of lines; `cut`: the
 * text was longer than is looked at. Controls and invisible characters are left out. */
struct doc *signature_read(struct arena *arena, const char *text);

/* The part of a mail's text that tells who wrote it: behind "-- " or behind a closing like "Best regards",
 * without what is quoted; "" when there is none. */
const char *signature_of_mail(struct arena *arena, const char *text);

#endif
