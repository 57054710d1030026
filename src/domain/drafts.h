/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drafts.h - messages that a person sends in their own name: begun from a sample in our own words,
 * checked by the method, handed over as text to copy, a mailto: link or an unsent .eml. */
#ifndef DOMAIN_DRAFTS_H
#define DOMAIN_DRAFTS_H

#include "call/record.h"

/* The samples of a kind ("request", "thanks"): [{name, label}]. */
MUST_CHECK enum status drafts_samples(struct call *call, const char *kind, struct doc **out_list);

/* Subject and body of a sample, its {slots} filled from `slots`; one that is not known yet stands as
 * "[what belongs here]", which the checks find. INVALID when there is no such sample. */
MUST_CHECK enum status drafts_fill(struct call *call, const char *sample, const struct doc *slots,
                                   const char **out_subject, const char **out_body);

/* The slots that profile, person and target give: my_name, introduction, person_name, address,
 * organization, title, field, how_found, referrer, minutes, phone. The name of a referrer is there
 * only with their permission (M136). */
MUST_CHECK enum status drafts_slots(struct call *call, const struct doc *person,
                                    const struct doc *target, int64_t minutes,
                                    struct doc **out_slots);

/* Check `message` (subject, body, kind, channel, minutes, person) and put findings, open, words,
 * seconds, units (of UTF-16), units_most (of a note on LinkedIn; else null) and mailto into `answer`. `about` is what overruled advice is remembered under. */
MUST_CHECK enum status drafts_check(struct call *call, struct doc *answer,
                                    const struct doc *message, const struct doc *person,
                                    const struct doc *target, const struct doc *details,
                                    const char *about);

/* {to_name, to_email, from_name, from_email, subject, body, date_at}, for the .eml writer. */
MUST_CHECK enum status drafts_mail(const struct doc *answer, struct buffer *buffer);

#endif
