/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/monica.h"

#include "formats/monica_private.h"

#include <string.h>

bool
monica_begins(const char *bytes, size_t length)
{
    size_t looked = length < 2000 ? length : 2000, at = 0;
    if (bytes == NULL)
        return false;
    while (at < looked && strchr(" \t\r\n\xEF\xBB\xBF", bytes[at]) != NULL && bytes[at] != '\0')
        at++;
    return at < looked && bytes[at] == '{' &&
           (memmem(bytes, looked, "\"exported_by\"", 13) != NULL ||
            memmem(bytes, looked, "monica", 6) != NULL) &&
           memmem(bytes, looked, "\"account\"", 9) != NULL;
}

void
monica_activities_open(struct monica_activities *activities, struct arena *arena)
{
    *activities = (struct monica_activities){.arena = arena};
    lookup_open(&activities->texts, arena);
}

static void
remember_activity(struct monica *monica, const char *item, size_t length)
{
    struct monica_activities *activities = monica->activities;
    const char *uuid = NULL;
    if (activities == NULL || item == NULL || activities->count >= MONICA_ACTIVITIES_MAX)
        return;
    arena_reset(monica->rows_arena);
    char *text = monica_activity(monica->rows_arena, item, length, &uuid);
    if (text == NULL || activities->bytes + (int64_t)strlen(text) > MONICA_ACTIVITY_BYTES ||
        lookup_get(&activities->texts, uuid) != NULL)
        return;
    lookup_put(&activities->texts, arena_text(activities->arena, uuid),
               arena_text(activities->arena, text));
    activities->count++;
    activities->bytes += (int64_t)strlen(text);
}

static enum status
take_item(void *context, const struct json_items *items, const char *item, size_t length)
{
    struct monica *monica = context;
    if (strcmp(items->watched, "activity") == 0) {
        remember_activity(monica, item, length);
        monica->others += monica->activities == NULL;
        return STATUS_OK;
    }
    if (strcmp(items->watched, "contact") != 0) {
        monica->others++;
        return STATUS_OK;
    }
    monica->rows++;
    if (monica->each == NULL)
        return STATUS_OK;
    arena_reset(monica->rows_arena);
    struct doc row =
        monica_contact(monica->rows_arena, monica->activities, item, length, monica->rows);
    monica->usable += doc_is_empty(doc_get(&row, "reason"));
    return monica->rows < monica->first_row ? STATUS_OK : monica->each(monica->context, &row);
}

/* The account stands under "account", or is the whole; its data are lists of one type each. */
static enum json_item
look_at(void *context, const struct json_items *items)
{
    struct monica *monica = context;
    int base = items->depth - 4;
    bool is_item = base >= 1 && base <= 2 &&
                   (base == 1 || strcmp(items->keys[1], "account") == 0) &&
                   strcmp(items->keys[base], "data") == 0 && items->kinds[base + 1] == '[' &&
                   strcmp(items->keys[base + 2], "values") == 0 && items->kinds[base + 3] == '[';
    if (!is_item)
        return JSON_ITEM_NONE;
    monica->found = true;
    bool wanted = strcmp(items->watched, "contact") == 0 || strcmp(items->watched, "activity") == 0;
    return wanted ? JSON_ITEM_HOLD : JSON_ITEM_PASS;
}

void
monica_open(struct monica *monica, struct arena *arena, struct arena *rows, monica_each *each,
            void *context)
{
    memset(monica, 0, sizeof *monica);
    monica->rows_arena = rows;
    monica->each = each;
    monica->context = context;
    json_items_open(&monica->items, arena, MONICA_ITEM_MAX, "type", look_at, take_item, monica);
}

static enum status
refuse(struct monica *monica, const char *code)
{
    monica->code = code;
    return STATUS_INVALID;
}

enum status
monica_feed(struct monica *monica, const char *bytes, size_t length)
{
    if (monica->code != NULL)
        return STATUS_INVALID;
    enum status status = json_items_feed(&monica->items, bytes, length);
    if (status != STATUS_INVALID || monica->items.code == NULL)
        return status;
    bool deep = strcmp(monica->items.code, "json_items.too_deep") == 0;
    return refuse(monica, deep ? "monica.too_deep" : "monica.no_export");
}

enum status
monica_end(struct monica *monica)
{
    if (monica->code != NULL)
        return STATUS_INVALID;
    if (monica->found && monica->items.depth > 0)
        return refuse(monica, "monica.truncated");
    return monica->found ? STATUS_OK : refuse(monica, "monica.no_export");
}
