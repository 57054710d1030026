/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/timer.h"

#include "method/readiness.h"
#include "method/span.h"

#include <string.h>

/* Whole minutes, a begun one counted: "1 minute left" until the last second. */
static int64_t
minutes_up(int64_t ms)
{
    return ms > 0 ? (ms + MINUTE_MS - 1) / MINUTE_MS : ms / MINUTE_MS;
}

static const char *
phase_of(const struct policy *policy, const struct doc *interview, int64_t elapsed_ms,
         int64_t left_ms)
{
    if (doc_get(interview, "started_at")->kind != DOC_INT)
        return "before";
    if (doc_get(interview, "ended_at")->kind == DOC_INT)
        return "ended";
    if (left_ms <= -(int64_t)MINUTE_MS)
        return "over";
    if (left_ms <= 0)
        return "up";
    if (left_ms <= policy->warn_before_end_minutes * (int64_t)MINUTE_MS)
        return "closing";
    return elapsed_ms < policy->opening_minutes * (int64_t)MINUTE_MS ? "opening" : "middle";
}

struct doc *
timer_of(struct arena *arena, const struct policy *policy, const struct doc *interview, int64_t now)
{
    struct doc *timer = doc_map(arena);
    const struct doc *started = doc_get(interview, "started_at");
    const struct doc *ended = doc_get(interview, "ended_at");
    int64_t agreed =
        readiness_minutes(policy, interview) + doc_int_of(interview, "extended_minutes");
    int64_t from = started->kind == DOC_INT ? started->integer : now;
    int64_t to = ended->kind == DOC_INT ? ended->integer : now;
    int64_t elapsed_ms = to > from ? to - from : 0;
    int64_t left_ms = agreed * MINUTE_MS - elapsed_ms;
    doc_set_text(timer, "phase", phase_of(policy, interview, elapsed_ms, left_ms));
    doc_set_int(timer, "minutes_left", left_ms > 0 ? minutes_up(left_ms) : 0);
    doc_set_int(timer, "elapsed_minutes", elapsed_ms / MINUTE_MS);
    doc_set_int(timer, "overrun_minutes", left_ms < 0 ? -left_ms / MINUTE_MS : 0);
    doc_set_int(timer, "started_at", from);
    doc_set_int(timer, "ends_at", from + agreed * MINUTE_MS);
    doc_set_int(timer, "agreed_minutes", agreed);
    doc_set_int(timer, "warn_before_minutes", policy->warn_before_end_minutes);
    doc_set_int(timer, "opening_minutes", policy->opening_minutes);
    return timer;
}

/* In the order in which they are said. */
static const struct card {
    const char *phases, *id;
    int item;
} cards[] = {
    {"before opening", "thank_first", 118},
    {"before opening", "purpose", 2},
    {"opening middle", "next_question", 117},
    {"middle", "on_track", 120},
    {"up over", "time_is_up", 134},
    {"closing up over", "ask_for_names", 135},
    {"closing up over", "ask_permission", 136},
    {"closing up over", "thank_last", 137},
};

struct doc *
timer_cards(struct arena *arena, const struct policy *policy, const struct doc *timer)
{
    struct doc *list = doc_list(arena);
    const char *phase = doc_text_of(timer, "phase");
    (void)policy;
    for (size_t i = 0; i < sizeof cards / sizeof *cards; i++) {
        if (strstr(cards[i].phases, phase) == NULL)
            continue;
        struct doc card = *doc_map(arena);
        doc_set_text(&card, "id", cards[i].id);
        doc_set_text(&card, "code", arena_print(arena, "card.%s", cards[i].id));
        doc_set_int(&card, "item", cards[i].item);
        doc_set(&card, "minutes", *doc_get(timer, "agreed_minutes"));
        (void)doc_push(list, card);
    }
    return list;
}
