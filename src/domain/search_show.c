/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/search_show.h"

#include "base/buffer.h"
#include "domain/common.h"
#include "domain/people.h"
#include "formats/form.h"

#include <stdlib.h>
#include <string.h>

enum {
    SNIPPET_BYTES = 200,
    BEFORE_HIT_BYTES = 60,
    NEAR_BYTES = 120,
    MARKS_MOST = 400,      /* of one text */
    MARKED_BYTES = 1 << 16 /* of a text that are looked through for a place to show */
};

/* How a noun is shown: its title (the first column that is not empty), what else stands in the first line,
 * and where it leads: {id} and {COLUMN} are filled, the first pattern whose columns are not empty is taken. */
static const struct shown {
    const char *noun;
    const char *title;
    const char *detail;
    const char *paths[3];
} shows[] = {
    {"person", "name title", "title organization", {"/person/{id}"}},
    {"organization", "name", "industry place", {"/organization?name={name}"}},
    {"event", "name", "held_on place", {"/event/{id}"}},
    {"target", "name", "", {"/target/{id}"}},
    {"note", "", "", {"/interview/{interview}", "/person/{person}"}},
    {"interview", "", "start_local place", {"/interview/{id}"}},
    {"message", "subject", "", {"/interview/{interview}/thanks", "/person/{person}"}},
    {"request", "subject", "", {"/request/{id}"}},
    {"finding", "", "", {"/interview/{interview}"}},
    {"referral", "name", "title organization", {"/interview/{interview}", "/person/{from_person}"}},
    {"reflection", "", "", {"/interview/{interview}/reflection"}},
    {"question", "", "", {"/interview/{interview}"}},
    {"objective", "", "", {"/target/{target}"}},
    {"decision", "", "decided_on", {"/target/{target}"}},
    {"reading", "title", "link", {"/target/{target}"}},
    {"desk_fact", "", "source found_on", {"/target/{target}"}},
    {"term", "word", "heard_from", {"/target/{target}"}},
    {"task", "title", "due_on", {"/tasks"}},
};
enum { SHOWS = sizeof shows / sizeof *shows };

const char *const search_nouns[] = {
    "person",  "organization", "event",    "target",     "note",     "interview", "message",
    "request", "finding",      "referral", "reflection", "question", "objective", "decision",
    "reading", "desk_fact",    "term",     "task",       NULL};

struct mark {
    uint32_t from, to;
};

struct marking {
    const struct asked *asked;
    struct mark marks[MARKS_MOST];
    int count;
};

static void
add_mark(struct marking *marking, uint32_t from, uint32_t to)
{
    struct mark *last = marking->count > 0 ? &marking->marks[marking->count - 1] : NULL;
    if (last != NULL && from <= last->to)
        last->to = to > last->to ? to : last->to;
    else if (marking->count < MARKS_MOST)
        marking->marks[marking->count++] = (struct mark){from, to};
}

static void
mark_group(void *context, const struct term_group *group)
{
    struct marking *marking = context;
    for (int i = 0; i < group->count; i++)
        if (asked_meets(marking->asked, group, i))
            add_mark(marking, group->words[i].from, group->words[i].to);
}

static bool
is_blank(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t';
}

static bool
is_inside_character(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* The mark from which on most others stand near: there a text speaks of what was looked for. */
static uint32_t
densest(const struct marking *marking)
{
    int best = 0, most = 0;
    for (int i = 0; i < marking->count; i++) {
        int near = 0;
        for (int n = i;
             n < marking->count && marking->marks[n].to < marking->marks[i].from + NEAR_BYTES; n++)
            near++;
        if (near > most) {
            most = near;
            best = i;
        }
    }
    return marking->count > 0 ? marking->marks[best].from : 0;
}

/* Backward from `at` to where a word begins, not before `least`; forward to a whole character. */
static uint32_t
word_begin(const char *text, uint32_t at, uint32_t least)
{
    uint32_t begin = at;
    while (begin > least && !is_blank(text[begin - 1]))
        begin--;
    if (begin == least && begin > 0)
        begin = at;
    while (is_inside_character(text[begin]))
        begin++;
    return begin;
}

/* The stretch of a long text around its marks, from a word on and to the end of one. */
static struct mark
stretch(const char *text, uint32_t length, const struct marking *marking)
{
    struct mark part = {0, length};
    uint32_t first = densest(marking);
    if (length <= SNIPPET_BYTES)
        return part;
    if (first > BEFORE_HIT_BYTES)
        part.from = word_begin(text, first - BEFORE_HIT_BYTES,
                               first > 2 * BEFORE_HIT_BYTES ? first - 2 * BEFORE_HIT_BYTES : 0);
    if (part.from + SNIPPET_BYTES < length)
        part.to = word_begin(text, part.from + SNIPPET_BYTES, part.from + SNIPPET_BYTES / 2);
    return part;
}

/* Line breaks become blanks; a text in a list is one line. */
static void
add_span(struct call *call, struct doc *spans, const char *text, size_t length, bool hit)
{
    if (length == 0)
        return;
    char *copy = arena_copy(call->arena, text, length);
    for (char *at = copy; *at != '\0'; at++)
        if (is_blank(*at))
            *at = ' ';
    struct doc *span = doc_map(call->arena);
    doc_set_text(span, "text", copy);
    doc_set_bool(span, "hit", hit);
    doc_set(span, "kind", doc_null());
    (void)doc_push(spans, *span);
}

static bool
ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), most = strlen(end);
    return length >= most && strcmp(text + length - most, end) == 0;
}

/* What a column's name says of its values: a day, a time of a place, or NULL. */
static const char *
kind_of(const char *column)
{
    return ends_with(column, "_on") ? "date" : ends_with(column, "_local") ? "local" : NULL;
}

static void
add_spans(struct call *call, struct doc *spans, const char *text, const struct marking *marking)
{
    uint32_t length = (uint32_t)strlen(text);
    struct mark part = stretch(text, length, marking);
    uint32_t at = part.from;
    if (part.from > 0)
        add_span(call, spans, "…", strlen("…"), false);
    for (int i = 0; i < marking->count; i++) {
        struct mark mark = marking->marks[i];
        if (mark.to <= part.from || mark.from >= part.to)
            continue;
        mark.from = mark.from > at ? mark.from : at;
        mark.to = mark.to < part.to ? mark.to : part.to;
        add_span(call, spans, text + at, mark.from - at, false);
        add_span(call, spans, text + mark.from, mark.to - mark.from, true);
        at = mark.to;
    }
    add_span(call, spans, text + at, part.to - at, false);
    if (part.to < length)
        add_span(call, spans, "…", strlen("…"), false);
}

static void
find_marks(struct call *call, const struct asked *asked, const char *text, struct marking *out)
{
    out->asked = asked;
    out->count = 0;
    size_t length = strlen(text);
    if (length > MARKED_BYTES) {
        length = MARKED_BYTES;
        while (is_inside_character(text[length]))
            length--;
        text = arena_copy(call->arena, text, length);
    }
    terms_each(call->arena, text, mark_group, out);
}

/* The columns named, those that are not empty, with a comma between them; or only the first. */
static struct doc *
line(struct call *call, const struct asked *asked, const struct doc *row, const char *columns,
     bool first)
{
    struct doc *spans = doc_list(call->arena);
    struct marking marking;
    while (*columns != '\0') {
        size_t length = strcspn(columns, " ");
        const char *column = arena_copy(call->arena, columns, length);
        columns += length + (columns[length] == ' ');
        const char *value = doc_text_of(row, column);
        if (value[0] == '\0')
            continue;
        if (doc_count(spans) > 0)
            add_span(call, spans, ", ", 2, false);
        const char *kind = kind_of(column);
        if (kind == NULL) {
            find_marks(call, asked, value, &marking);
            add_spans(call, spans, value, &marking);
        } else { /* in one piece, so that it can be said as people say it */
            add_span(call, spans, value, strlen(value), false);
            doc_set_text(doc_item(spans, doc_count(spans) - 1), "kind", kind);
        }
        if (first)
            break;
    }
    return spans;
}

static bool
has_word(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = words; (at = strstr(at, word)) != NULL; at++)
        if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

/* The text to look for a snippet in: not what the first line shows already. */
static bool
tells_more(const struct shown *shown, const struct searched *searched)
{
    return !ends_with(searched->column, "_key") &&
           (searched->part != NULL || (!has_word(shown->title, searched->column) &&
                                       !has_word(shown->detail, searched->column)));
}

/* The first text with a mark becomes the snippet; of what has no title, the first text in any case. */
static bool
try_snippet(struct call *call, const struct asked *asked, const char *text, bool any,
            struct doc *spans)
{
    struct marking marking;
    if (text[0] == '\0')
        return false;
    find_marks(call, asked, text, &marking);
    if (marking.count == 0 && !any)
        return false;
    add_spans(call, spans, text, &marking);
    return true;
}

static bool
snippet_of(struct call *call, const struct asked *asked, const struct searched *searched,
           const struct doc *row, bool any, struct doc *spans)
{
    if (searched->part == NULL)
        return try_snippet(call, asked, doc_text_of(row, searched->column), any, spans);
    const struct doc *items = doc_get(row, searched->part);
    for (uint32_t n = 0; n < doc_count(items); n++)
        if (try_snippet(call, asked, doc_text_of(doc_item(items, n), searched->column), any, spans))
            return true;
    return false;
}

static struct doc *
snippet(struct call *call, const struct asked *asked, const struct noun *noun,
        const struct shown *shown, const struct doc *row)
{
    struct doc *spans = doc_list(call->arena);
    int passes = shown->title[0] == '\0' ? 2 : 1;
    for (int pass = 0; pass < passes; pass++)
        for (int i = 0; i < noun->searched_count; i++)
            if (tells_more(shown, &noun->searched[i]) &&
                snippet_of(call, asked, &noun->searched[i], row, pass > 0, spans))
                return spans;
    return spans;
}

/* "/interview/{interview}" filled, or NULL when a column is empty. */
static const char *
fill_path(struct call *call, const char *pattern, const struct doc *row)
{
    struct buffer path;
    buffer_open(&path, call->arena, UINT16_MAX);
    while (*pattern != '\0') {
        const char *hole = strchr(pattern, '{');
        if (hole == NULL) {
            buffer_text(&path, pattern);
            break;
        }
        const char *close = strchr(hole, '}');
        const char *name = arena_copy(call->arena, hole + 1, (size_t)(close - hole - 1));
        const char *value = doc_text_of(row, name);
        if (value[0] == '\0')
            return NULL;
        buffer_add(&path, pattern, (size_t)(hole - pattern));
        percent_write(&path, value, strlen(value));
        pattern = close + 1;
    }
    return buffer_read(&path);
}

static enum status
read_row(struct call *call, const struct noun *noun, int64_t doc, struct doc **out_row)
{
    struct doc *params = call_params(call), *rows, *items;
    doc_set_int(params, "after_doc", doc - 1);
    doc_set_int(params, "limit", 1);
    doc_set_int(params, "parent", doc);
    TRY(store_rows(call->store, call->arena, noun->all, params, &rows));
    if (doc_count(rows) == 0 || doc_int_of(doc_item(rows, 0), "doc") != doc)
        return STATUS_MISSING;
    struct doc *row = doc_item(rows, 0);
    for (int i = 0; i < noun->part_count; i++) {
        TRY(store_rows(call->store, call->arena, noun->parts[i].list, params, &items));
        doc_set(row, noun->parts[i].name, *items);
    }
    *out_row = row;
    return STATUS_OK;
}

/* What is about no person may be about a target. */
static enum status
add_target(struct call *call, struct doc *item, const struct doc *row)
{
    struct doc *found;
    if (doc_is_empty(doc_get(row, "target")))
        return STATUS_OK;
    enum status status = record_read(call, &noun_target, doc_text_of(row, "target"), &found);
    if (status == STATUS_OK)
        doc_set(item, "who", *doc_get(found, "name"));
    return status == STATUS_MISSING ? STATUS_OK : status;
}

/* Whom it is about: the person of the row, or of the row's interview. */
static enum status
add_person(struct call *call, const struct noun *noun, struct doc *item, const struct doc *row)
{
    const struct doc *person = doc_get(row, "from_person"); /* who named somebody */
    struct doc *found, *params = call_params(call);
    doc_set(item, "who", doc_null());
    if (noun->room == SEARCH_NAMES)
        return STATUS_OK;
    if (doc_is_empty(person))
        person = doc_get(row, "person");
    if (doc_is_empty(person) && !doc_is_empty(doc_get(row, "interview"))) {
        enum status status =
            record_read(call, &noun_interview, doc_text_of(row, "interview"), &found);
        if (status != STATUS_OK)
            return status == STATUS_MISSING ? STATUS_OK : status;
        person = doc_get(found, "person");
    }
    if (doc_is_empty(person))
        return add_target(call, item, row);
    doc_set(params, "id", *person);
    enum status status = call_row_of(call, &sql_person_card, params, &found);
    if (status != STATUS_OK)
        return status == STATUS_MISSING ? STATUS_OK : status;
    return person_called(call, found, item, "who");
}

static const struct shown *
shown_of(const char *noun)
{
    for (int i = 0; i < SHOWS; i++)
        if (strcmp(shows[i].noun, noun) == 0)
            return &shows[i];
    return NULL;
}

enum status
search_item(struct call *call, const struct asked *asked, const char *noun_name, int64_t doc,
            struct doc **out_item)
{
    const struct noun *noun = record_noun(noun_name);
    const struct shown *shown = shown_of(noun_name);
    struct doc *row, *item = doc_map(call->arena);
    if (noun == NULL || shown == NULL)
        return STATUS_FAILED;
    enum status status = read_row(call, noun, doc, &row);
    if (status == STATUS_MISSING)
        *out_item = NULL;
    if (status != STATUS_OK)
        return status == STATUS_MISSING ? STATUS_OK : status;
    const char *path = NULL;
    for (int i = 0; i < 3 && shown->paths[i] != NULL && path == NULL; i++)
        path = fill_path(call, shown->paths[i], row);
    doc_set_text(item, "noun", noun->name);
    doc_set(item, "id", *doc_get(row, "id"));
    doc_set_text(item, "path", path);
    doc_set(item, "at", *doc_get(row, "created_at"));
    struct doc *title = line(call, asked, row, shown->title, true);
    const char *detail = strcmp(noun->name, "person") == 0 && doc_is_empty(doc_get(row, "name"))
                             ? "organization"
                             : shown->detail;
    struct doc *details = line(call, asked, row, detail, false);
    doc_set(item, "detail", *details);
    doc_set_bool(item, "detailed", doc_count(details) > 0);
    struct doc *told = snippet(call, asked, noun, shown, row);
    doc_set(item, "snippet", *told);
    doc_set_bool(item, "told", doc_count(told) > 0);
    TRY(add_person(call, noun, item, row));
    /* What has no title of its own is called by whom it is about. */
    const char *who = doc_text_of(item, "who");
    bool titled = doc_count(title) > 0;
    doc_set_text(item, "about", titled && who[0] != '\0' ? who : NULL);
    doc_set_bool(item, "aside", doc_bool_of(item, "detailed") || (titled && who[0] != '\0'));
    if (!titled)
        add_span(call, title, who, strlen(who), false);
    doc_set(item, "title", *title);
    *out_item = item;
    return STATUS_OK;
}

struct doc *
search_organization(struct call *call, const struct asked *asked, const char *name)
{
    struct doc *row = doc_map(call->arena), *item = doc_map(call->arena);
    const struct shown *shown = shown_of(noun_organization.name);
    doc_set_text(row, "name", name);
    doc_set_text(item, "noun", shown->noun);
    doc_set_text(item, "path", fill_path(call, shown->paths[0], row));
    doc_set(item, "title", *line(call, asked, row, shown->title, true));
    static const char *const nothing[] = {"id", "at", "who", "about"};
    static const char *const no[] = {"detailed", "told", "aside"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        doc_set(item, nothing[i], doc_null());
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        doc_set_bool(item, no[i], false);
    doc_set(item, "detail", *doc_list(call->arena));
    doc_set(item, "snippet", *doc_list(call->arena));
    return item;
}

static void
meet_group(void *context, const struct term_group *group)
{
    struct marking *met = context;
    for (int i = 0; i < group->count; i++)
        met->count += asked_meets(met->asked, group, i);
}

bool
search_is_met(struct call *call, const struct asked *asked, const char *text)
{
    struct asked *part = arena_alloc(call->arena, sizeof *part);
    struct marking *met = arena_alloc(call->arena, sizeof *met);
    *part = (struct asked){.count = 1};
    met->asked = part;
    for (int i = 0; i < asked->count; i++) {
        part->parts[0] = asked->parts[i];
        met->count = 0;
        terms_each(call->arena, text, meet_group, met);
        if (met->count == 0)
            return false;
    }
    return asked->count > 0;
}
