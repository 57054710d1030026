/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/circles.h"

#include "domain/common.h"
#include "domain/people.h"
#include "domain/people_filter.h"
#include "domain/people_list.h"
#include "text/fold.h"

#include <string.h>

/* In the order in which they come to mind: the nearest first (M54). */
const char *const circles_walked[] = {"friend",     "family",      "student",   "coworker",
                                      "supervisor", "neighbor",    "professor", "acquaintance",
                                      "alumni",     "association", "event",     "online",
                                      "directory",  "other",       NULL};

static bool
is_one_of(const char *const *names, const char *name)
{
    for (; *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

/* The walk's circles, then one's own. */
static enum status
walk_of(struct call *call, struct doc **out_names)
{
    struct doc *names = text_list(call, circles_walked), *circles;
    TRY(people_circles(call, NULL, &circles));
    for (uint32_t i = 0; i < doc_count(circles); i++)
        if (!is_one_of(person_circles, doc_item(circles, i)->text))
            (void)doc_push(names, *doc_item(circles, i));
    *out_names = names;
    return STATUS_OK;
}

static enum status
add_circle(struct call *call, struct doc *items, const char *name)
{
    struct doc *params = call_params(call), *row, *item = doc_map(call->arena);
    const char *known = is_one_of(circles_walked, name) ? name : "own";
    doc_set_text(params, "circle", name);
    doc_set_int(params, "limit", CIRCLE_COUNTED_MOST);
    TRY(call_row_of(call, &sql_person_circle_count, params, &row));
    doc_set_text(item, "circle", name);
    doc_set(item, "count", *doc_get(row, "count"));
    doc_set_bool(item, "more", doc_int_of(row, "count") == CIRCLE_COUNTED_MOST);
    doc_set_text(item, "question_code", arena_print(call->arena, "circle.%s", known));
    doc_set_text(item, "hint_code", strcmp(known, "association") == 0 ? "hint.boards" : NULL);
    (void)doc_push(items, *item);
    return STATUS_OK;
}

static const struct doc *
find_circle(const struct doc *items, const char *name)
{
    for (uint32_t i = 0; name != NULL && i < doc_count(items); i++)
        if (strcmp(doc_text_of(doc_item(items, i), "circle"), name) == 0)
            return doc_item(items, i);
    return NULL;
}

/* Where the walk goes on: the first circle behind `from` in which there is nobody, else the first of all. */
static const char *
next_empty(const struct doc *items, const char *from)
{
    const char *first = NULL;
    bool behind = from == NULL;
    for (uint32_t i = 0; i < doc_count(items); i++) {
        const char *name = doc_text_of(doc_item(items, i), "circle");
        if (doc_int_of(doc_item(items, i), "count") == 0 &&
            (from == NULL || strcmp(name, from) != 0)) {
            if (behind)
                return name;
            first = first == NULL ? name : first;
        }
        behind = behind || strcmp(name, from) == 0;
    }
    return first;
}

static const char *
neighbor_of(const struct doc *items, const char *name, int step)
{
    int64_t count = doc_count(items);
    for (int64_t i = 0; i < count; i++)
        if (strcmp(doc_text_of(doc_item(items, (uint32_t)i), "circle"), name) == 0)
            return i + step < 0 || i + step >= count
                       ? NULL
                       : doc_text_of(doc_item(items, (uint32_t)(i + step)), "circle");
    return NULL;
}

static enum status
add_people(struct call *call, struct doc *answer, const char *circle)
{
    struct doc *filters = doc_map(call->arena);
    struct people_page page;
    doc_set_text(filters, "circle", circle);
    TRY(people_find(call, filters, NULL, CIRCLE_SHOWN_MOST, &page));
    doc_set(answer, "people", *page.rows);
    doc_set_bool(answer, "people_more", page.after != NULL);
    return STATUS_OK;
}

static enum status
walk_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena), *items = doc_list(call->arena), *names;
    const char *asked = param_text(call, "circle");
    int64_t filled = 0;
    TRY(walk_of(call, &names));
    if (asked != NULL && !is_one_of(person_circles, asked)) {
        bool there = false;
        for (uint32_t i = 0; i < doc_count(names); i++)
            there = there || strcmp(doc_item(names, i)->text, asked) == 0;
        if (!there) /* a circle of one's own begins by being named */
            (void)doc_push(names, doc_text(asked));
    }
    for (uint32_t i = 0; i < doc_count(names); i++) {
        TRY(add_circle(call, items, doc_item(names, i)->text));
        filled += doc_int_of(doc_item(items, i), "count") > 0;
    }
    const char *next = next_empty(items, NULL);
    const struct doc *here = find_circle(items, asked != NULL ? asked : next);
    if (here == NULL)
        here = doc_item(items, 0);
    const char *circle = doc_text_of(here, "circle");
    copy_keys(call, answer, here, "circle count more question_code hint_code");
    TRY(add_people(call, answer, circle));
    doc_set_text(answer, "before", neighbor_of(items, circle, -1));
    doc_set_text(answer, "behind", neighbor_of(items, circle, 1));
    doc_set_text(answer, "next_empty", next_empty(items, circle));
    doc_set_int(answer, "filled", filled);
    doc_set_int(answer, "circles", doc_count(items));
    doc_set(answer, "items", *items);
    *out_answer = answer;
    return STATUS_OK;
}

/* ---- names as they come to mind ---- */

/* "Ada Quinn, Curator, City Museum": the second and third piece are the job and the place of work. */
static void
read_line(struct call *call, const char *line, size_t length, struct doc *row)
{
    static const char *const keys[] = {"name", "title", "organization"};
    const char *end = line + length;
    for (int i = 0; i < 3; i++) {
        size_t piece = 0;
        while (line + piece < end && (i == 2 || line[piece] != ','))
            piece++;
        const char *from = line, *to = line + piece;
        while (from < to && *from == ' ')
            from++;
        while (to > from && to[-1] == ' ')
            to--;
        doc_set_text(row, keys[i],
                     from == to ? NULL : arena_copy(call->arena, from, (size_t)(to - from)));
        line += piece + (line + piece < end);
    }
}

/* Somebody of this name and workplace is there already: no second one, but a circle where there was none. */
static enum status
is_known(struct call *call, const struct doc *row, const char *circle, struct doc *known,
         bool *out_known)
{
    struct doc *found, *person, *params = call_params(call);
    const char *organization = doc_text_of(row, "organization");
    const char *key = text_fold(call->arena, organization);
    person_named(call, row, params);
    doc_set_text(params, "organization_key", key);
    doc_set_int(params, "limit", 1);
    TRY(call_rows_of(call, &sql_person_by_name, params, &found));
    *out_known =
        doc_count(found) > 0 &&
        (key[0] == '\0' || strcmp(doc_text_of(doc_item(found, 0), "organization_key"), key) == 0);
    if (!*out_known)
        return STATUS_OK;
    TRY(record_read(call, &noun_person, doc_text_of(doc_item(found, 0), "id"), &person));
    struct doc *named = doc_push(known, *doc_map(call->arena));
    copy_keys(call, named, person, "id name circle");
    if (!doc_is_empty(doc_get(person, "circle")))
        return STATUS_OK;
    struct doc *changed = doc_map(call->arena), *saved;
    doc_set(changed, "id", *doc_get(person, "id"));
    doc_set_text(changed, "circle", circle);
    return record_save(call, &noun_person, changed, &saved);
}

static enum status
add_line(struct call *call, const char *line, size_t length, struct doc *answer)
{
    struct doc *row = doc_map(call->arena), *saved;
    const char *circle = param_text(call, "circle");
    struct doc known = *doc_get(answer, "known");
    bool there;
    read_line(call, line, length, row);
    if (doc_is_empty(doc_get(row, "name")))
        return STATUS_OK;
    TRY(is_known(call, row, circle, &known, &there));
    doc_set(answer, "known", known);
    if (there)
        return STATUS_OK;
    doc_set_text(row, "circle", circle);
    person_complete(call, row);
    doc_set_int(answer, "added", doc_int_of(answer, "added") + 1);
    return record_save(call, &noun_person, row, &saved);
}

static enum status
add_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena);
    const char *names = doc_text_of(call->params, "names");
    int64_t lines = 1;
    for (const char *at = names; *at != '\0'; at++)
        lines += *at == '\n' || *at == ';';
    if (lines > CIRCLE_ADDED_MOST)
        return call_invalid(call, "names", "circle.too_many", NULL);
    doc_set_text(answer, "circle", param_text(call, "circle"));
    doc_set_int(answer, "added", 0);
    doc_set(answer, "known", *doc_list(call->arena));
    while (*names != '\0') {
        size_t length = strcspn(names, "\n;");
        TRY(add_line(call, names, length, answer));
        names += length + (names[length] != '\0');
    }
    *out_answer = answer;
    return STATUS_OK;
}

static const struct param walk_params[] = {
    {.name = "circle",
     .kind = PARAM_TEXT,
     .most = 80,
     .label = N_("Circle"),
     .help = N_("The first with nobody in it, when none is named")},
    {0},
};

static const struct param add_params[] = {
    {.name = "circle", .kind = PARAM_TEXT, .most = 80, .required = true, .label = N_("Circle")},
    {.name = "names",
     .kind = PARAM_LINES,
     .required = true,
     .label = N_("Who comes to mind?"),
     .help = N_("One name a line, or with semicolons between; a job title and an organization "
                "may follow behind commas")},
    {0},
};

const struct call_row circle_rows[] = {
    {.name = "circles",
     .path = "/circles",
     .role = ROLE_OWNER,
     .params = walk_params,
     .argument = "circle",
     .run = walk_run,
     .page = "circles",
     .columns = "circle count",
     .help = N_("Go through the circles of people you know, with a question for each"),
     .example = "rapport circles neighbor"},
    {.name = "circle add",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = add_params,
     .run = add_run,
     .form = "circles",
     .next = "/circles?circle={circle}",
     .done = N_("Added."),
     .help = N_("Write down who comes to mind in one circle"),
     .example = "rapport circle add --circle=neighbor --names='Ada Quinn; Bo Reyes, Teacher'"},
    {0},
};
