/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/coverage.h"

#include <string.h>

const char *const coverage_topics[] = {"job",     "tasks",     "day",  "environment",
                                       "company", "education", "path", NULL};

const char *
coverage_topic(const char *heading)
{
    static const char *const headings[][2] = {
        {"Journey", "path"},
        {"Day to day", "day"},
        {"Tasks", "tasks"},
        {"Likes and dislikes", "job"},
        {"Fit", "job"},
        {"Environment", "environment"},
        {"Organization", "company"},
        {"Preparation", "education"},
    };
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        if (strcmp(headings[i][0], heading) == 0)
            return headings[i][1];
    return NULL;
}

struct coverage {
    struct arena *arena;
    struct doc *rows, *advice;
    int64_t known, open, by_desk, by_talks;
};

static void
add_row(struct coverage *coverage, struct doc *row, int64_t desk, int64_t talks)
{
    const char *by_one = desk > 0 ? "desk" : talks > 0 ? "talks" : "open";
    doc_set_int(row, "desk", desk);
    doc_set_int(row, "talks", talks);
    doc_set_text(row, "state", desk > 0 && talks > 0 ? "both" : by_one);
    coverage->open += desk + talks == 0;
    coverage->known += desk + talks > 0;
    coverage->by_desk += desk > 0;
    coverage->by_talks += talks > 0;
    (void)doc_push(coverage->rows, *row);
}

/* An answer of which nobody said where it came from counts as read: people are what is scarce. */
static void
add_objectives(struct coverage *coverage, const struct doc *objectives)
{
    for (uint32_t i = 0; i < doc_count(objectives); i++) {
        const struct doc *objective = doc_item(objectives, i);
        bool answered = doc_bool_of(objective, "answered");
        bool by_talk = strcmp(doc_text_of(objective, "found_by"), "talk") == 0;
        struct doc *row = doc_map(coverage->arena);
        doc_set(row, "topic", doc_null());
        doc_set(row, "id", *doc_get(objective, "id"));
        doc_set(row, "text", *doc_get(objective, "text"));
        add_row(coverage, row, answered && !by_talk, answered && by_talk);
    }
}

static int64_t
facts_about(const struct doc *facts, const char *topic)
{
    int64_t count = 0;
    for (uint32_t i = 0; i < doc_count(facts); i++)
        count += strcmp(doc_text_of(doc_item(facts, i), "kind"), topic) == 0;
    return count;
}

static bool
is_about(const struct doc *heard, const char *topic)
{
    const char *found = coverage_topic(doc_text_of(heard, "topic"));
    return found != NULL && strcmp(found, topic) == 0;
}

/* Two headings can lead to one topic, so a person counts with the first of them only. */
static int64_t
people_about(const struct doc *heard, const char *topic)
{
    int64_t count = 0;
    for (uint32_t i = 0; i < doc_count(heard); i++) {
        bool again = false;
        if (!is_about(doc_item(heard, i), topic))
            continue;
        for (uint32_t k = 0; k < i && !again; k++)
            again = is_about(doc_item(heard, k), topic) &&
                    strcmp(doc_text_of(doc_item(heard, k), "person"),
                           doc_text_of(doc_item(heard, i), "person")) == 0;
        count += !again;
    }
    return count;
}

static void
advise(struct coverage *coverage, const char *code)
{
    struct doc *item = doc_map(coverage->arena);
    doc_set_text(item, "code", code);
    doc_set_text(item, "why", arena_print(coverage->arena, "why.%s", code));
    (void)doc_push(coverage->advice, *item);
}

static bool
read_something(const struct doc *facts)
{
    const struct doc *readings = doc_get(facts, "readings");
    for (uint32_t i = 0; i < doc_count(readings); i++)
        if (doc_bool_of(doc_item(readings, i), "done"))
            return true;
    return doc_count(doc_get(facts, "facts")) > 0;
}

static int64_t
of_band(const struct doc *bands, const char *code)
{
    for (uint32_t i = 0; i < doc_count(bands); i++)
        if (strcmp(doc_text_of(doc_item(bands, i), "code"), code) == 0)
            return doc_int_of(doc_item(bands, i), "count");
    return 0;
}

static void
add_advice(struct coverage *coverage, const struct doc *facts)
{
    const struct doc *bands = doc_get(facts, "bands");
    int64_t newer = of_band(bands, "band.new"), senior = of_band(bands, "band.long");
    int64_t told = newer + senior + of_band(bands, "band.some");
    if (!read_something(facts))
        advise(coverage, "coverage.desk_first");
    if (told > 0 && newer == 0)
        advise(coverage, "coverage.ask_newer");
    if (told > 0 && senior == 0)
        advise(coverage, "coverage.ask_senior");
    if (coverage->open == 0)
        advise(coverage, "coverage.complete");
}

struct doc *
coverage_of(struct arena *arena, const struct doc *facts)
{
    struct coverage coverage = {.arena = arena, .rows = doc_list(arena), .advice = doc_list(arena)};
    struct doc *answer = doc_map(arena);
    add_objectives(&coverage, doc_get(facts, "objectives"));
    bool practice = doc_bool_of(facts, "practice");
    for (const char *const *topic = coverage_topics; *topic != NULL && !practice; topic++) {
        struct doc *row = doc_map(arena);
        doc_set_text(row, "topic", *topic);
        doc_set(row, "id", doc_null());
        doc_set(row, "text", doc_null());
        add_row(&coverage, row, facts_about(doc_get(facts, "facts"), *topic),
                people_about(doc_get(facts, "heard"), *topic));
    }
    if (practice)
        advise(&coverage, "coverage.practice");
    else
        add_advice(&coverage, facts);
    doc_set(answer, "rows", *coverage.rows);
    doc_set_int(answer, "known", coverage.known);
    doc_set_int(answer, "open", coverage.open);
    doc_set_int(answer, "by_desk", coverage.by_desk);
    doc_set_int(answer, "by_talks", coverage.by_talks);
    doc_set(answer, "advice", *coverage.advice);
    return answer;
}
