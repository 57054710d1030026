/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/readiness.h"

static void
add(struct arena *arena, struct doc *list, const char *id, int item, bool done)
{
    struct doc point = *doc_map(arena);
    doc_set_text(&point, "id", id);
    doc_set_int(&point, "item", item);
    doc_set_bool(&point, "done", done);
    doc_set_text(&point, "code", arena_print(arena, "ready.%s", id));
    (void)doc_push(list, point);
}

static bool
has(const struct doc *map, const char *key)
{
    return !doc_is_empty(doc_get(map, key));
}

struct doc *
readiness_of(struct arena *arena, const struct policy *policy, const struct doc *interview)
{
    struct doc *list = doc_list(arena);
    const struct doc *whom = doc_get(interview, "whom"), *my = doc_get(interview, "my");
    bool remote = has(whom, "phone") || has(whom, "email") || has(interview, "phone_hint");
    (void)policy;
    add(arena, list, "name", 94, has(whom, "name"));
    add(arena, list, "pronunciation", 95, has(whom, "pronunciation"));
    add(arena, list, "title", 96, has(whom, "title"));
    add(arena, list, "organization", 96, has(whom, "organization"));
    add(arena, list, "place", 91, has(interview, "place"));
    add(arena, list, "contact", 91, remote);
    add(arena, list, "objectives", 104, has(interview, "objectives"));
    add(arena, list, "questions", 103, has(interview, "questions"));
    add(arena, list, "confirmed", 91, has(interview, "confirmed_at"));
    add(arena, list, "introduction", 74, has(my, "introduction"));
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
