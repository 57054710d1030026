/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checks.h - what an advisor would say about a message before it is sent. Nothing here gates: each
 * finding advises, and the person may overrule it. */
#ifndef METHOD_CHECKS_H
#define METHOD_CHECKS_H

#include "doc/doc.h"
#include "method/lexicon.h"
#include "method/policy.h"

/* Check a message: a map of
 *   kind "request" (default) or "thanks"; channel "email", "letter", "linkedin", "phone",
 *   "in_person", "introduction"; subject; body; person_name (to whom); my_name; field (what is
 *   explored); how_found; minutes (agreed or meant, 0 when open);
 *   referrer_name, referrer_permission ("yes", "no", "not_asked");
 *   details (thanks: texts noted in the conversation); sample (the text it began from);
 *   do_not_contact (bool: the person asked for that);
 *   silenced (ids that the person has overruled).
 * Answers a list of findings, most serious first, then in the order of the text; all share the keys
 *   id, item (of the method), severity ("missing", "advice", "fine"), code ("check.job"), why
 *   ("why.check.job"), part ("subject", "body"), start, end (bytes of the sentence, -1: none),
 *   sentence, silenced, and the holes of the codes: text, words, most, least, minutes, agreed,
 *   name, characters.
 * The ids: blank (M77) job (M79, M3) resume (M79) referrer (M136) who (M74) found (M75) purpose
 * (M76, M78) field (M77) advice (M76) minutes (M80-M82) convenience (M83) clear (M86) concise (M87)
 * courteous (M88) name (M228) question (M223) unwanted; of a thank-you: blank job resume referrer thanks
 * (M137) specific (M147) concise courteous name. */
struct doc *checks_run(struct arena *arena, const struct lexicon *lexicon,
                       const struct policy *policy, const struct doc *message);

/* How many findings are open: neither fine nor silenced. */
int checks_open(const struct doc *findings);

/* The name that may stand in a draft: NULL (the slot stays empty) unless the permission is "yes"
 * (M136). */
const char *checks_referrer(const char *name, const char *permission);

#endif
