/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agenda.h - what is due, and why: the lines of Today. Facts in, lines out; nothing is kept.
 *
 * Facts, a map; every list may be absent, and absent keys count as nothing:
 *   interviews  id person person_name state start_at minutes extended_minutes started_at ended_at
 *               place created_at confirmed_at debriefed_at thanked_at reflected_at
 *               open (points of the prep sheet; absent: counted by readiness_open_of_row)
 *               guests [{name thanked_at}] (each is thanked by a note of its own)
 *   requests    id person person_name state sent_at answered_at created_at follow_ups followed_at
 *   referrals   id name from_name person permission state created_at promised
 *   tasks       id title due_on person_name done_at
 *   prospects   id name (people one plans to talk to, nothing sent yet)
 *   met         id name event_name held_on (people met at an event, nothing begun with them yet)
 *   imports     id name count (staged, waiting to be brought in)
 *   failures    id title path noun (what went wrong out of sight)
 *   mails       id name title standing (failed unsure waiting) sent_at (mail that did not simply go out)
 *   silenced    rule about (overruled: stays quiet)
 *   people, targets (counts) */
#ifndef METHOD_AGENDA_H
#define METHOD_AGENDA_H

#include "base/zone.h"
#include "doc/doc.h"
#include "method/policy.h"

/* The lines, most urgent first and stable: a list of maps that share the keys
 *   id (rule:about), rule, item (of the method), group (now today week waiting), code
 *   ("agenda.RULE..."), why ("why.RULE"), who, noun, about (id or null), due_at (or null), overdue
 *   (bool), act_code, act_path, act_call (the change to POST with id = about, or null),
 * and the holes of the codes: minutes, title, days, count, from, start_at, end_at, sent_at, place.
 * `zone` is the owner's: it says where "today" begins. */
struct doc *agenda_build(struct arena *arena, const struct policy *policy, const struct doc *facts,
                         const struct zone *zone, int64_t now);

/* The smallest useful step when nothing is due: a map {rule, code, act_code, act_path, who,
 * start_at}. */
struct doc *agenda_smallest(struct arena *arena, const struct doc *facts, int64_t now);

/* When a thank-you for a talk that ended at `end_at` is due, and when it is overdue (M143-M145).
 * With the policy "same day" (M256) it is due when the day ends in the owner's zone. */
int64_t agenda_thanks_due(const struct policy *policy, const struct zone *zone, int64_t end_at);
int64_t agenda_thanks_overdue(const struct policy *policy, int64_t end_at);

/* When it is time to ask again after a request without an answer (M229-M231). */
int64_t agenda_answer_due(const struct policy *policy, const struct zone *zone, int64_t sent_at);

/* When an interview ends: ended_at, else start, minutes and extension. */
int64_t agenda_end_of(const struct doc *interview);

#endif
