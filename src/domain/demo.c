/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/demo.h"

#include "base/asset.h"
#include "base/clock.h"
#include "base/number.h"
#include "base/uuid.h"
#include "base/zone.h"
#include "doc/json.h"
#include "domain/account.h"
#include "domain/common.h"
#include "domain/people.h"
#include "domain/targets.h"
#include "text/fold.h"

#include <string.h>

enum { SATURDAY = 6, SUNDAY = 0, NUMBER_MOST = 10000 };

/* Where the telling stands. */
struct story {
    struct call *call;
    const struct zone *zone;  /* hers */
    int64_t today;            /* days since 1970 */
    struct doc *ids;          /* key of an entry -> id of its row */
    int64_t start_at, end_at; /* of the interview told last */
};

static const char *
skip(const char *text, const char *word)
{
    size_t length = strlen(word);
    return strncmp(text, word, length) == 0 ? text + length : NULL;
}

/* The number at the beginning, when it is one that a story may hold; NULL otherwise. */
static const char *
behind_number(const char *text, int64_t *out_number)
{
    const char *rest;
    bool sound = number_read(text, out_number, &rest) && *out_number >= -NUMBER_MOST &&
                 *out_number <= NUMBER_MOST;
    return sound ? rest : NULL;
}

/* Nobody visits an office on a Sunday: past days go to the nearest working day, coming ones to the
 * next. */
static int64_t
working_day(const struct story *story, int64_t day)
{
    int weekday = date_weekday(day);
    if (weekday == SUNDAY)
        return day + 1;
    if (weekday == SATURDAY)
        return day > story->today ? day + 2 : day - 1;
    return day;
}

static int64_t
day_of(const struct zone *zone, int64_t at)
{
    struct moment local = zone_local(zone, at);
    return date_days(local.year, local.month, local.day);
}

/* A day, and a time of it: " 15:30", or that of `at` when none is written. */
static enum status
time_of_day(const struct zone *zone, int64_t day, const char *text, int64_t at,
            struct moment *out_local, int64_t *out_at)
{
    struct moment local = zone_local(zone, at);
    int64_t hour = local.hour, minute = local.minute;
    if (*text == ' ') {
        text = behind_number(text + 1, &hour);
        if (text == NULL || *text != ':' || (text = behind_number(text + 1, &minute)) == NULL)
            return STATUS_FAILED;
    }
    if (*text != '\0' || hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return STATUS_FAILED;
    *out_local = (struct moment){.hour = (int)hour, .minute = (int)minute};
    date_of_days(day, &out_local->year, &out_local->month, &out_local->day);
    return zone_instant(zone, out_local, out_at, NULL);
}

/* "-97d 15:00", "~+2d 10:00" (the nearest working day), "start-1d 20:10", "end+25m", "end+3h". */
static enum status
read_time(const struct story *story, const char *text, const struct zone *zone,
          struct moment *out_local, int64_t *out_at)
{
    bool working = *text == '~';
    int64_t from = story->call->now, day = story->today, number;
    const char *after = text + working, *rest;
    if ((rest = skip(after, "start")) != NULL || (rest = skip(after, "end")) != NULL) {
        from = *after == 's' ? story->start_at : story->end_at;
        day = day_of(zone, from);
        after = rest;
    }
    after = behind_number(after, &number);
    if (after == NULL)
        return STATUS_FAILED;
    if (*after == 'd') {
        day = working ? working_day(story, day + number) : day + number;
        return time_of_day(zone, day, after + 1, from, out_local, out_at);
    }
    if ((*after != 'h' && *after != 'm') || after[1] != '\0')
        return STATUS_FAILED;
    *out_at = from + number * (*after == 'h' ? MS_PER_HOUR : MS_PER_MINUTE);
    *out_local = zone_local(zone, *out_at);
    return STATUS_OK;
}

static bool
ends_with(const char *text, const char *ending)
{
    size_t length = strlen(text), end = strlen(ending);
    return length > end && strcmp(text + length - end, ending) == 0;
}

/* A value of the story as the column wants it: keys become ids, days become dates. */
static enum status
convert(const struct story *story, const struct column *column, struct doc *value)
{
    struct arena *arena = story->call->arena;
    struct moment local;
    int64_t at;
    if (value->kind != DOC_TEXT)
        return STATUS_OK;
    if (column->kind == COLUMN_UUID) {
        *value = *doc_get(story->ids, value->text);
        return value->kind == DOC_TEXT ? STATUS_OK : STATUS_FAILED;
    }
    bool instant = column->kind == COLUMN_INT && ends_with(column->name, "_at");
    if (!instant && !ends_with(column->name, "_on"))
        return STATUS_OK;
    TRY(read_time(story, value->text, story->zone, &local, &at));
    *value =
        instant
            ? doc_int(at)
            : doc_text(arena_print(arena, "%04d-%02d-%02d", local.year, local.month, local.day));
    return STATUS_OK;
}

/* An interview begins in its own zone; how long it lasted says when it ended. */
static enum status
set_appointment(struct story *story, const struct doc *entry, struct doc *row)
{
    struct arena *arena = story->call->arena;
    const struct zone *zone = story->zone;
    struct moment local;
    const struct doc *name = doc_get(entry, "zone");
    if (name->kind == DOC_TEXT)
        TRY(zone_find(name->text, &zone));
    TRY(read_time(story, doc_text_of(entry, "start"), zone, &local, &story->start_at));
    story->end_at = story->start_at + doc_int_of(entry, "lasted") * MS_PER_MINUTE;
    doc_set_text(row, "zone", zone_name(zone));
    doc_set_text(row, "start_local",
                 arena_print(arena, "%04d-%02d-%02dT%02d:%02d", local.year, local.month, local.day,
                             local.hour, local.minute));
    doc_set_int(row, "start_at", story->start_at);
    if (doc_has(entry, "lasted")) {
        doc_set_int(row, "started_at", story->start_at);
        doc_set_int(row, "ended_at", story->end_at);
    }
    doc_set_int(row, "sequence", strcmp(doc_text_of(entry, "state"), "cancelled") == 0);
    doc_set_int(row, "extended_minutes", doc_int_of(entry, "extended_minutes"));
    doc_set_bool(row, "notes_agreed", doc_bool_of(entry, "notes_agreed"));
    return STATUS_OK;
}

/* What a noun's own calls would add. */
static enum status
complete(struct story *story, const struct noun *noun, struct doc *row)
{
    struct call *call = story->call;
    if (noun == &noun_person)
        person_complete(call, row);
    if (noun == &noun_target)
        doc_set_text(row, "name_key", text_fold(call->arena, doc_text_of(row, "name")));
    if (noun == &noun_decision) {
        struct doc *voices;
        TRY(target_voices(call, doc_text_of(row, "target"), &voices));
        doc_set(row, "voices", *doc_get(voices, "count"));
    }
    if (noun == &noun_profile) {
        struct doc *profile;
        TRY(profile_read(call, &profile));
        doc_set(row, "id", *doc_get(profile, "id"));
    }
    return STATUS_OK;
}

static enum status
tell(struct story *story, const struct doc *entry)
{
    const struct noun *noun = record_noun(doc_text_of(entry, "noun"));
    struct doc *row = doc_map(story->call->arena), *saved;
    const struct doc *at = doc_get(entry, "at");
    if (noun == NULL)
        return STATUS_FAILED;
    if (doc_has(entry, "key"))
        doc_set(row, "id", *doc_get(story->ids, doc_text_of(entry, "key")));
    if (noun == &noun_interview) /* first, for its other times count from its start and its end */
        TRY(set_appointment(story, entry, row));
    for (int c = 0; c < noun->column_count; c++) {
        struct doc value = *doc_get(entry, noun->columns[c].name);
        if (value.kind == DOC_NULL && doc_has(row, noun->columns[c].name))
            continue;
        TRY(convert(story, &noun->columns[c], &value));
        doc_set(row, noun->columns[c].name, value);
    }
    for (int p = 0; p < noun->part_count; p++)
        if (doc_has(entry, noun->parts[p].name))
            doc_set(row, noun->parts[p].name, *doc_get(entry, noun->parts[p].name));
    TRY(complete(story, noun, row));
    if (at->kind == DOC_TEXT) {
        struct moment local;
        int64_t created_at;
        TRY(read_time(story, at->text, story->zone, &local, &created_at));
        doc_set_int(row, "created_at", created_at);
    }
    return record_save(story->call, noun, row, &saved);
}

static enum status
is_empty_store(struct call *call)
{
    static const struct noun *const counted[] = {&noun_person, &noun_target, &noun_interview, NULL};
    for (size_t i = 0; counted[i] != NULL; i++) {
        int64_t count;
        TRY(record_count(call, counted[i], &count));
        if (count > 0)
            return call_refuse(call, STATUS_CONFLICT, "demo.not_empty", NULL);
    }
    return STATUS_OK;
}

/* Entries may name each other before they are told. */
static void
give_ids(struct story *story, const struct doc *entries)
{
    for (uint32_t i = 0; i < doc_count(entries); i++) {
        const struct doc *key = doc_get(doc_item(entries, i), "key");
        if (key->kind == DOC_TEXT)
            doc_set_text(story->ids, key->text, uuid_new(story->call->arena));
    }
}

static enum status
fill_run(struct call *call, struct doc **out_answer)
{
    const struct asset *asset = asset_find("data/demo/maya.json");
    struct doc *told = arena_alloc(call->arena, sizeof *told), *answer = doc_map(call->arena);
    struct story story = {.call = call, .ids = doc_map(call->arena)};
    TRY(is_empty_store(call));
    if (asset == NULL ||
        json_read(call->arena, asset->bytes, asset->length, told, NULL) != STATUS_OK)
        return STATUS_FAILED;
    const struct doc *entries = doc_get(told, "entries");
    const struct doc *first = doc_item(entries, 0);
    TRY(zone_find(doc_text_of(first, "zone"), &story.zone));
    story.today = day_of(story.zone, call->now);
    give_ids(&story, entries);
    record_expect(call, (int64_t)doc_count(entries) + 1);
    for (uint32_t i = 0; i < doc_count(entries); i++)
        TRY(tell(&story, doc_item(entries, i)));
    doc_set(answer, "name", *doc_get(first, "name"));
    doc_set_int(answer, "count", doc_count(entries));
    *out_answer = answer;
    return STATUS_OK;
}

const struct call_row demo_rows[] = {
    {.name = "demo fill",
     .effect = EFFECT_CHANGE,
     .role = ROLE_ADMINISTRATOR,
     .params = no_params,
     .run = fill_run,
     .next = "/",
     .done = N_("The story is in."),
     .help = N_("Fill an empty store with a made-up story to look at"),
     .example = "rapport demo fill"},
    {0},
};
