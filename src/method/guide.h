/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guide.h - reading data/guide/LANGUAGE.md: the method explained in our own words.
 *
 *     ## id: Title
 *     keywords: other names, by which search finds the section (M6)
 *
 *     A paragraph, on one line or several.
 *
 *     - a line of a list */
#ifndef METHOD_GUIDE_H
#define METHOD_GUIDE_H

#include "doc/doc.h"

/* The sections: [{id, title, keywords, blocks: [{kind ("text" or "item"), text}]}]. INVALID when
 * text stands before the first section or a section has no id. */
MUST_CHECK enum status guide_read(struct arena *arena, const char *text, struct doc **out_sections);

/* How well a section fits folded words, one blank between: 0 not at all, more in title and keywords
 * than in the text; every word must be somewhere. */
int guide_fits(struct arena *arena, const struct doc *section, const char *folded_words);

#endif
