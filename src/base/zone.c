/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/zone.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/tzif.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DAY_S = 86400, LINK_MAX = 4096, SLOTS = 4 * ZONES_MAX };

/* No offset is larger (RFC 9636 section 3.2), so whatever begins a local day lies within this. */
enum { REACH_S = 26 * 3600 };

#define DEFAULT_FOLDER "/usr/share/zoneinfo"

struct zone {
    const char *name;
    struct tzif file;
    struct tzif_span *recent; /* the last one asked for: the dates of a page lie close together */
};

static const struct tzif_type utc_type = {.abbreviation = "UTC"};
static struct tzif_span utc_recent = {INT64_MIN, INT64_MAX, &utc_type};
static const struct zone utc = {.name = "UTC", .file = {.types = &utc_type}, .recent = &utc_recent};

static struct {
    struct arena arena;
    const struct zone *slots[SLOTS]; /* open addressing by name */
    int count;
} loaded;

const struct zone *
zone_utc(void)
{
    return &utc;
}

const char *
zone_name(const struct zone *zone)
{
    return zone->name;
}

const char *
zone_folder(void)
{
    const char *folder = getenv("TZDIR");
    return folder != NULL && folder[0] == '/' ? folder : DEFAULT_FOLDER;
}

static bool
is_name_letter(char letter)
{
    return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') ||
           (letter >= '0' && letter <= '9') || letter == '_' || letter == '+' || letter == '-';
}

/* One spelling for each file: no empty parts, none of the parallel trees "posix" and "right". */
bool
zone_name_is_sound(const char *name)
{
    size_t length = strlen(name);
    if (length == 0 || length > ZONE_NAME_MAX || name[0] < 'A' || name[0] > 'Z')
        return false;
    for (size_t i = 0; i < length; i++) {
        bool parted = name[i] == '/' && name[i - 1] != '/' && i + 1 < length;
        if (!is_name_letter(name[i]) && !parted)
            return false;
    }
    return true;
}

static const struct zone **
slot_of(const char *name)
{
    uint32_t hash = 2166136261u;
    for (const char *letter = name; *letter != '\0'; letter++)
        hash = (hash ^ (unsigned char)*letter) * 16777619u;
    const struct zone **slot = &loaded.slots[hash % SLOTS];
    while (*slot != NULL && strcmp((*slot)->name, name) != 0)
        slot = slot + 1 == loaded.slots + SLOTS ? loaded.slots : slot + 1;
    return slot;
}

static enum status
load_zone(const char *name, const struct zone **slot)
{
    ARENA_HERE struct arena scratch;
    arena_open(&scratch);
    char *bytes;
    size_t length;
    const char *path = arena_print(&scratch, "%s/%s", zone_folder(), name);
    enum status status = file_read(&scratch, path, TZIF_BYTES_MAX, &bytes, &length);
    if (status == STATUS_INVALID) /* a folder such as "Europe" */
        return STATUS_MISSING;
    TRY(status);
    struct tzif trial;
    if (tzif_read(&scratch, bytes, length, &trial) != STATUS_OK)
        return STATUS_FAILED;
    struct zone *zone = arena_alloc(&loaded.arena, sizeof *zone);
    TRY(tzif_read(&loaded.arena, bytes, length, &zone->file));
    zone->recent = arena_alloc(&loaded.arena, sizeof *zone->recent);
    zone->name = arena_text(&loaded.arena, name);
    *slot = zone;
    loaded.count++;
    return STATUS_OK;
}

enum status
zone_find(const char *name, const struct zone **out_zone)
{
    if (name == NULL || !zone_name_is_sound(name))
        return STATUS_INVALID;
    if (strcmp(name, "UTC") == 0) {
        *out_zone = &utc;
        return STATUS_OK;
    }
    const struct zone **slot = slot_of(name);
    if (*slot == NULL) {
        if (loaded.count == ZONES_MAX)
            return STATUS_FAILED;
        TRY(load_zone(name, slot));
    }
    *out_zone = *slot;
    return STATUS_OK;
}

static int64_t
floor_divide(int64_t number, int64_t by)
{
    int64_t quotient = number / by;
    return number % by < 0 ? quotient - 1 : quotient;
}

struct moment
zone_local(const struct zone *zone, int64_t at_ms)
{
    int64_t at_s = floor_divide(at_ms, MS_PER_SECOND);
    if (at_s < zone->recent->begin_s || at_s >= zone->recent->end_s)
        *zone->recent = tzif_span_at(&zone->file, at_s);
    const struct tzif_type *type = zone->recent->type;
    int64_t local_s = at_s + type->offset_s;
    int64_t days = floor_divide(local_s, DAY_S);
    int of_day = (int)(local_s - days * DAY_S);
    struct moment moment = {.hour = of_day / 3600,
                            .minute = of_day / 60 % 60,
                            .second = of_day % 60,
                            .weekday = date_weekday(days),
                            .offset_s = type->offset_s};
    date_of_days(days, &moment.year, &moment.month, &moment.day);
    memcpy(moment.abbreviation, type->abbreviation, sizeof moment.abbreviation);
    return moment;
}

static bool
exists(const struct moment *local)
{
    int year, month, day;
    if (local->year < 1 || local->year > 9999 || local->month < 1 || local->month > 12 ||
        local->day < 1 || local->day > 31 || local->hour < 0 || local->hour > 23 ||
        local->minute < 0 || local->minute > 59 || local->second < 0 || local->second > 59)
        return false;
    date_of_days(date_days(local->year, local->month, local->day), &year, &month, &day);
    return day == local->day;
}

enum status
zone_instant(const struct zone *zone, const struct moment *local, int64_t *out_at_ms,
             enum zone_local_kind *out_kind)
{
    if (!exists(local))
        return STATUS_INVALID;
    int64_t local_s = date_days(local->year, local->month, local->day) * DAY_S +
                      local->hour * 3600 + local->minute * 60 + local->second;
    int64_t first_s = 0;
    int found = 0;
    struct tzif_span span = tzif_span_at(&zone->file, local_s - REACH_S);
    int64_t gap_s = local_s - span.type->offset_s;
    for (;;) {
        int64_t at_s = local_s - span.type->offset_s;
        if (at_s >= span.begin_s && at_s < span.end_s && found++ == 0)
            first_s = at_s;
        if (at_s >= span.end_s) /* the offset before the gap, if it is one, decides */
            gap_s = at_s;
        if (span.end_s > local_s + REACH_S)
            break;
        span = tzif_span_at(&zone->file, span.end_s);
    }
    *out_at_ms = (found == 0 ? gap_s : first_s) * MS_PER_SECOND;
    if (out_kind != NULL)
        *out_kind = found == 0 ? ZONE_LOCAL_GAP : found == 1 ? ZONE_LOCAL_PLAIN : ZONE_LOCAL_TWICE;
    return STATUS_OK;
}

/* What follows the zone folder's name in the target of /etc/localtime. */
static const char *
zone_of_link(struct arena *arena)
{
    char target[LINK_MAX];
    ssize_t length = readlink("/etc/localtime", target, sizeof target - 1);
    if (length <= 0)
        return NULL;
    target[length] = '\0';
    const char *folder = strstr(target, "/zoneinfo/");
    return folder == NULL ? NULL : arena_text(arena, folder + strlen("/zoneinfo/"));
}

const char *
zone_of_system(struct arena *arena)
{
    const struct zone *zone;
    char *text;
    size_t length;
    const char *name = zone_of_link(arena);
    if (name != NULL && zone_find(name, &zone) == STATUS_OK)
        return name;
    if (file_read(arena, "/etc/timezone", LINK_MAX, &text, &length) == STATUS_OK) {
        text[strcspn(text, " \t\r\n")] = '\0';
        if (zone_find(text, &zone) == STATUS_OK)
            return text;
    }
    return "UTC";
}
