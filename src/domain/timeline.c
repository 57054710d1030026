/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/timeline.h"

#include "base/number.h"
#include "base/zone.h"
#include "domain/common.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_ROWS = 30, EVENTS_MOST = 100, NOON = 12 };

/* Where an entry leads: to itself, to the interview or the person that it names, or nowhere. */
static const struct moment_kind {
    const char *kind, *path;
    bool by_other;
} moment_kinds[] = {{"request_sent", "request", false},
                    {"request_answered", "request", false},
                    {"interview", "interview", false},
                    {"thanks", "interview", true},
                    {"update", "interview", true},
                    {"referral", "person", true},
                    {"referred", "person", true},
                    {"attachment", "attachment", false},
                    {"event", "event", false},
                    {"imported", "import", false},
                    {"note", NULL, false},
                    {"task_done", NULL, false},
                    {"met", NULL, false},
                    {"connected", NULL, false},
                    {"added", NULL, false}};

/* One shape for all entries: a page looks a name up once. */
static void
add_entry(struct call *call, struct doc *timeline, struct doc_shape *shape, const struct doc *row)
{
    const char *kind = doc_text_of(row, "kind"), *path = NULL;
    for (size_t i = 0; i < sizeof moment_kinds / sizeof *moment_kinds; i++) {
        const char *id = doc_text_of(row, moment_kinds[i].by_other ? "other" : "id");
        if (strcmp(moment_kinds[i].kind, kind) == 0 && moment_kinds[i].path != NULL &&
            id[0] != '\0')
            path = arena_print(call->arena, "/%s/%s", moment_kinds[i].path, id);
    }
    static const char *const keys[] = {"at", "kind", "id", "state", "text", "other"};
    struct doc entry = doc_row(call->arena, shape);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        doc_set(&entry, keys[i], *doc_get(row, keys[i]));
    doc_set_text(&entry, "code", arena_print(call->arena, "timeline.%s", kind));
    doc_set_text(&entry, "path", path);
    (void)doc_push(timeline, entry);
}

struct page {
    struct doc *timeline;
    struct doc_shape *shape;
    int64_t before_at, until_at; /* what is dated otherwise belongs here when it lies between */
};

static void
add_between(struct call *call, struct page *page, int64_t at, const char *kind,
            const struct doc *id, const struct doc *text)
{
    if (at >= page->before_at || at < page->until_at)
        return;
    struct doc *row = doc_map(call->arena);
    doc_set_int(row, "at", at);
    doc_set_text(row, "kind", kind);
    doc_set(row, "id", *id);
    doc_set(row, "text", *text);
    add_entry(call, page->timeline, page->shape, row);
}

/* A day counts as its noon where the owner is. */
static void
add_day(struct call *call, struct page *page, const char *date, const char *kind,
        const struct doc *id, const struct doc *text)
{
    struct moment noon = {.hour = NOON};
    int64_t at;
    if (date_read(date, &noon.year, &noon.month, &noon.day) == STATUS_OK &&
        zone_instant(caller_zone(call), &noon, &at, NULL) == STATUS_OK)
        add_between(call, page, at, kind, id, text);
}

/* What has its date on the person, or on an event: few, so they are sorted in here. */
static enum status
add_dated(struct call *call, struct page *page, const struct doc *row)
{
    const struct doc none = doc_null();
    struct doc *params = call_params(call), *events, *import;
    doc_set(params, "person", *doc_get(row, "id"));
    doc_set_int(params, "limit", EVENTS_MOST);
    TRY(call_rows_of(call, &sql_timeline_events, params, &events));
    const char *met_on = doc_text_of(row, "met_on");
    bool told = false; /* the day they met, by the event they met at */
    for (uint32_t i = 0; i < doc_count(events); i++) {
        const struct doc *event = doc_item(events, i);
        told = told || strcmp(doc_text_of(event, "held_on"), met_on) == 0;
        add_day(call, page, doc_text_of(event, "held_on"), "event", doc_get(event, "id"),
                doc_get(event, "name"));
    }
    if (!told)
        add_day(call, page, met_on, "met", &none, doc_get(row, "met_place"));
    add_day(call, page, doc_text_of(row, "connected_on"), "connected", &none, &none);
    int64_t made = doc_int_of(row, "created_at");
    if (!doc_is_empty(doc_get(row, "import"))) {
        doc_set(params, "import", *doc_get(row, "import"));
        enum status status = call_row_of(call, &sql_timeline_import, params, &import);
        if (status != STATUS_OK && status != STATUS_MISSING)
            return status;
        if (status == STATUS_OK) {
            /* A file of everything says since when they were known before. */
            int64_t came = doc_int_of(import, "created_at");
            add_between(call, page, made < came ? came : made, "imported", doc_get(import, "id"),
                        doc_get(import, "name"));
            if (made >= came)
                return STATUS_OK;
        }
    }
    add_between(call, page, made, "added", &none, &none);
    return STATUS_OK;
}

static int
newer_first(const void *a, const void *b)
{
    int64_t left = doc_int_of(a, "at"), right = doc_int_of(b, "at");
    return left < right ? 1 : left > right ? -1 : 0;
}

/* `after` is "at:place" of the last row: opaque outside. */
static void
read_after(const char *after, struct doc *params)
{
    const char *end = NULL;
    int64_t at = 0, place = 0;
    bool sound = after != NULL && number_read(after, &at, &end) && *end == ':' &&
                 number_read(end + 1, &place, NULL);
    doc_set_int(params, "before_at", sound ? at : INT64_MAX);
    doc_set_int(params, "before_place", sound ? place : INT64_MAX);
}

enum status
timeline_add(struct call *call, struct doc *answer, const struct doc *row, const char *after)
{
    struct doc *params = call_params(call), *rows;
    doc_set(params, "person", *doc_get(row, "id"));
    doc_set_int(params, "limit", PAGE_ROWS + 1);
    read_after(after, params);
    TRY(call_rows_of(call, &sql_timeline_page, params, &rows));
    uint32_t count = doc_count(rows) < PAGE_ROWS ? doc_count(rows) : PAGE_ROWS;
    bool more = doc_count(rows) > PAGE_ROWS;
    const struct doc *last = more ? doc_item(rows, count - 1) : NULL;
    struct page page = {.timeline = doc_list(call->arena),
                        .shape = doc_shape(call->arena, 8),
                        .before_at = after == NULL ? INT64_MAX : doc_int_of(params, "before_at"),
                        .until_at = more ? doc_int_of(last, "at") : INT64_MIN};
    static const char *const keys[] = {"at",   "kind",  "id",   "state",
                                       "text", "other", "code", "path"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        doc_shape_add(call->arena, page.shape, keys[i]);
    for (uint32_t i = 0; i < count; i++)
        add_entry(call, page.timeline, page.shape, doc_item(rows, i));
    TRY(add_dated(call, &page, row));
    if (doc_count(page.timeline) > 1)
        qsort(page.timeline->list->items, page.timeline->count, sizeof *page.timeline->list->items,
              newer_first);
    doc_set(answer, "timeline", *page.timeline);
    doc_set_text(answer, "timeline_after",
                 more ? arena_print(call->arena, "%" PRId64 ":%" PRId64, doc_int_of(last, "at"),
                                    doc_int_of(last, "place"))
                      : NULL);
    return STATUS_OK;
}

static enum status
list_run(struct call *call, struct doc **out_answer)
{
    struct doc *row, *answer = doc_map(call->arena);
    TRY(record_read(call, &noun_person, param_text(call, "id"), &row));
    copy_keys(call, answer, row, "id name title organization");
    TRY(timeline_add(call, answer, row, param_text(call, "after")));
    *out_answer = answer;
    return STATUS_OK;
}

static const struct param list_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_person_find,
     .label = N_("Person")},
    {.name = "after", .kind = PARAM_TEXT, .most = 100, .label = N_("After")},
    {0},
};

const struct call_row timeline_rows[] = {
    {.name = "person timeline",
     .path = "/person/{id}/timeline",
     .role = ROLE_OWNER,
     .params = list_params,
     .argument = "id",
     .run = list_run,
     .page = "timeline",
     .help = N_("Show your story with a person, page by page"),
     .example = "rapport person timeline quinn"},
    {0},
};
