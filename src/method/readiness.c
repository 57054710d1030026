/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/readiness.h"

#include <string.h>

/* One point of the prep sheet: where the page's document holds it, and which column of a row. */
static const struct point {
    const char *id;
    int item;
    const char *part, *key; /* part: a map of the document; NULL: the document itself */
    const char *column;
} points[] = {
    {"name", 94, "whom", "name", "person_name"},
    {"pronunciation", 95, "whom", "pronunciation", "pronunciation"},
    {"title", 96, "whom", "title", "title"},
    {"organization", 96, "whom", "organization", "organization"},
    {"time", 91, NULL, "start_at", "start_at"},
    {"minutes", 92, NULL, "minutes", "minutes"},
    {"place", 91, NULL, "place", "place"},
    {"contact", 91, NULL, "phone_hint", "contacts"},
    {"objectives", 104, NULL, "objectives", "objectives"},
    {"questions", 103, NULL, "questions", "questions"},
    {"confirmed", 91, NULL, "confirmed_at", "confirmed_at"},
    {"introduction", 106, "my", "introduction", "introduction"},
};

enum { POINTS = sizeof points / sizeof points[0] };

static bool
has(const struct doc *map, const char *key)
{
    return !doc_is_empty(doc_get(map, key));
}

/* Only a talk in the same room needs a place. */
static bool
needs_place(const struct doc *interview)
{
    const char *kind = doc_text_of(interview, "place_kind");
    return strcmp(kind, "phone") != 0 && strcmp(kind, "video") != 0 && strcmp(kind, "writing") != 0;
}

static bool
is_done(const struct doc *interview, const struct point *point)
{
    const struct doc *part = point->part == NULL ? interview : doc_get(interview, point->part);
    const struct doc *whom = doc_get(interview, "whom");
    if (strcmp(point->id, "place") == 0 && !needs_place(interview))
        return true;
    if (strcmp(point->id, "contact") == 0 && (has(whom, "phone") || has(whom, "email")))
        return true;
    if (strcmp(point->id, "time") == 0 && !has(interview, "zone"))
        return false;
    return has(part, point->key);
}

struct doc *
readiness_of(struct arena *arena, const struct policy *policy, const struct doc *interview)
{
    struct doc *list = doc_list(arena);
    for (size_t i = 0; i < POINTS; i++) {
        struct doc *point = doc_map(arena);
        doc_set_text(point, "id", points[i].id);
        doc_set_int(point, "item", points[i].item);
        doc_set_bool(point, "done", is_done(interview, &points[i]));
        doc_set_text(point, "code", arena_print(arena, "ready.%s", points[i].id));
        doc_set_int(point, "minutes", readiness_minutes(policy, interview));
        (void)doc_push(list, *point);
    }
    return list;
}

int
readiness_open(const struct doc *readiness)
{
    int open = 0;
    for (uint32_t i = 0; i < doc_count(readiness); i++)
        open += !doc_bool_of(doc_item(readiness, i), "done");
    return open;
}

int
readiness_minutes(const struct policy *policy, const struct doc *interview)
{
    int64_t minutes = doc_int_of(interview, "minutes");
    return minutes > 0 && minutes <= 1440 ? (int)minutes : policy->minutes_asked;
}

int
readiness_open_of_row(const struct doc *row)
{
    int open = 0;
    for (size_t i = 0; i < POINTS; i++) {
        bool placeless = strcmp(points[i].id, "place") == 0 && !needs_place(row);
        if (doc_has(row, points[i].column) && !placeless)
            open += !has(row, points[i].column);
    }
    return open;
}
