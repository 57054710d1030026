/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words.h - message codes -> sentences in the reader's language. The domain speaks in codes
 * ("request.too_long") with arguments; data/words/ has the English sentence of each code:
 *     request.too_long = Your message has {words} words; about {advised} is what people answer. */
#ifndef VIEWS_WORDS_H
#define VIEWS_WORDS_H

#include "base/buffer.h"
#include "doc/doc.h"
#include "text/reader.h"

/* The sentence of `code`, its {holes} filled from `arguments` (numbers and texts as they are; a hole
 * "{when:moment}" is shown by that helper of reader.h). An unknown code gives the code itself. */
char *words_say(const struct reader *reader, struct arena *arena, const char *code,
                const struct doc *arguments);

/* Does the code exist? */
bool words_know(const char *code);

/* For a file that people read: in each of the document's `items` the code under `key` becomes its sentence. */
void words_items(const struct reader *reader, struct arena *arena, const char *key,
                 const struct doc *document);

/* Fill `title` of a problem document and `message` of each of its fields. */
void words_problem(const struct reader *reader, struct arena *arena, struct doc *problem);

#endif
