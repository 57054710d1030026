/* SPDX-License-Identifier: GPL-3.0-or-later */
/* value.h - one value of a document as text for a reader. */
#ifndef VIEWS_VALUE_H
#define VIEWS_VALUE_H

#include "doc/doc.h"
#include "text/reader.h"
#include "views/steps.h"

/* A text as it is, "true"/"false", a number's digits, a list's items with commas between; "" for null
 * and maps. */
const char *value_text(struct arena *arena, const struct doc *value);

/* The value as the reader's helper of that name says it (FORMAT_ISO: RFC 3339). A value of another
 * kind than the helper is for comes back as it is. */
struct doc value_format(const struct reader *reader, struct arena *arena, enum step_format format,
                        const struct doc *value);

/* "day" -> FORMAT_DAY; FORMAT_PLAIN for an unknown name. */
enum step_format value_format_named(const char *name);

#endif
