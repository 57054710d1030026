/* SPDX-License-Identifier: GPL-3.0-or-later */
/* interviews.h - the appointment and its page, before, during and after (M91-M96). */
#ifndef DOMAIN_INTERVIEWS_H
#define DOMAIN_INTERVIEWS_H

#include "call/record.h"

extern const struct call_row interview_rows[];

/* The interview named by the parameter `name`, or INVALID on that field. */
MUST_CHECK enum status interview_given(struct call *call, const char *name, struct doc **out_row);

/* Everything the pages of an interview show: see docs/calls.md, interview read. */
MUST_CHECK enum status interview_show(struct call *call, const struct doc *row,
                                      struct doc **out_answer);

/* The person of an interview with email, phone and link. */
MUST_CHECK enum status interview_person(struct call *call, const struct doc *row,
                                        struct doc **out_person);

/* When the agreed time ends, the minutes that were added included. */
int64_t interview_ends_at(const struct doc *row);

/* Change the interview: `changed` is partial; the answer is the interview. */
MUST_CHECK enum status interview_change(struct call *call, const char *id, struct doc *changed,
                                        struct doc **out_answer);

/* Its thank-you to the interviewee, or a null. */
MUST_CHECK enum status interview_thanks(struct call *call, const char *id, const char *guest,
                                        struct doc **out_message);

/* An event for a calendar, from an interview's columns with person_name (formats/icalendar.h). */
struct doc *interview_event(struct call *call, const struct doc *interview);

#endif
