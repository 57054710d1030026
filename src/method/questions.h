/* SPDX-License-Identifier: GPL-3.0-or-later */
/* questions.h - reading data/questions/LANGUAGE/NAME.txt: "# note", "[topic]", then one question a
 * line; "! " before it makes it a must-ask, "@name " behind that gives it an id that stays when its words change. */
#ifndef METHOD_QUESTIONS_H
#define METHOD_QUESTIONS_H

#include "doc/doc.h"

/* [{text, topic, must, key (the id, or null)}] in the order of the file; 200 at most. INVALID when a question stands
 * before the first topic. */
MUST_CHECK enum status questions_read(struct arena *arena, const char *text,
                                      struct doc **out_questions);

#endif
