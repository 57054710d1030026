/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timer.h - the time of a running interview and the cards that go with it (M117-M120, M131-M137).
 * */
#ifndef METHOD_TIMER_H
#define METHOD_TIMER_H

#include "doc/doc.h"
#include "method/policy.h"

/* From an interview's columns (start_at, started_at, ended_at, minutes, extended_minutes): {phase
 * ("before", "opening", "middle", "closing", "up": the last second has gone, "over": by a
 * minute or more, "ended"), minutes_left, elapsed_minutes, ends_at,
 * started_at, agreed_minutes, warn_before_minutes, opening_minutes, overrun_minutes}. */
struct doc *timer_of(struct arena *arena, const struct policy *policy, const struct doc *interview,
                     int64_t now);

/* The cards to show in that phase: [{id, code ("card.thank_first", "card.purpose",
 * "card.next_question", "card.time_is_up", "card.ask_for_names", "card.ask_permission",
 * "card.thank_last"), item}]. */
struct doc *timer_cards(struct arena *arena, const struct policy *policy, const struct doc *timer);

#endif
