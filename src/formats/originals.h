/* SPDX-License-Identifier: GPL-3.0-or-later */
/* originals.h - what the file that a person came from said beyond what has a place here: the columns of a table that
 * nobody knew, the properties of a card that are only kept. */
#ifndef FORMATS_ORIGINALS_H
#define FORMATS_ORIGINALS_H

#include "doc/doc.h"

enum {
    ORIGINALS_SHOWN_MAX = 100, /* values of one person */
    ORIGINALS_TEXT_MAX = 2000  /* characters of a value that are shown */
};

/* The `originals` of a person [{form, data}] (formats/contacts_csv.h, formats/vcard.h) -> [{name, value}] in their order:
 * names as the file spells them, values readable, none twice, none empty. What is damaged is passed over. */
struct doc *originals_show(struct arena *arena, const struct doc *originals);

#endif
