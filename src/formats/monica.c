/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/monica.h"

#include "formats/monica_private.h"

#include <string.h>

enum { FIRST_CAPACITY = 16 * 1024 };

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
    *activities = (struct monica_activities){.arena = arena, .texts = doc_map(arena)};
}

void
monica_open(struct monica *monica, struct arena *arena, struct arena *rows, monica_each *each,
            void *context)
{
    memset(monica, 0, sizeof *monica);
    monica->arena = arena;
    monica->rows_arena = rows;
    monica->each = each;
    monica->context = context;
    monica->base = -1;
}

static enum status
refuse(struct monica *monica, const char *code)
{
    monica->code = code;
    return STATUS_INVALID;
}

/* ---- an item that is held ---- */

static void
hold(struct monica *monica, const char *bytes, size_t length)
{
    if (monica->too_large || monica->item_length + length > MONICA_ITEM_MAX) {
        monica->too_large = true;
        return;
    }
    if (monica->item_length + length > monica->item_capacity) {
        size_t capacity = monica->item_capacity == 0 ? FIRST_CAPACITY : monica->item_capacity * 2;
        while (capacity < monica->item_length + length)
            capacity *= 2;
        char *item = arena_take(monica->arena, capacity);
        if (monica->item_length > 0)
            memcpy(item, monica->item, monica->item_length);
        monica->item = item;
        monica->item_capacity = capacity;
    }
    memcpy(monica->item + monica->item_length, bytes, length);
    monica->item_length += length;
}

static void
remember_activity(struct monica *monica)
{
    struct monica_activities *activities = monica->activities;
    const char *uuid = NULL;
    if (activities == NULL || monica->too_large || activities->count >= MONICA_ACTIVITIES_MAX)
        return;
    arena_reset(monica->rows_arena);
    char *text = monica_activity(monica->rows_arena, monica->item, monica->item_length, &uuid);
    if (text == NULL || activities->bytes + (int64_t)strlen(text) > MONICA_ACTIVITY_BYTES ||
        doc_has(activities->texts, uuid))
        return;
    doc_set_text(activities->texts, arena_text(activities->arena, uuid),
                 arena_text(activities->arena, text));
    activities->count++;
    activities->bytes += (int64_t)strlen(text);
}

static enum status
take_item(struct monica *monica)
{
    if (strcmp(monica->type, "activity") == 0) {
        remember_activity(monica);
        monica->others += monica->activities == NULL;
        return STATUS_OK;
    }
    if (strcmp(monica->type, "contact") != 0) {
        monica->others++;
        return STATUS_OK;
    }
    monica->rows++;
    if (monica->each == NULL)
        return STATUS_OK;
    arena_reset(monica->rows_arena);
    struct doc row =
        monica_contact(monica->rows_arena, monica->activities,
                       monica->too_large ? NULL : monica->item, monica->item_length, monica->rows);
    monica->usable += doc_is_empty(doc_get(&row, "reason"));
    return monica->rows < monica->first_row ? STATUS_OK : monica->each(monica->context, &row);
}

/* ---- where in the export the byte stands ---- */

/* The account stands under "account", or is the whole. */
static bool
at_items(const struct monica *monica)
{
    int depth = monica->depth, base = depth - 4;
    return base >= 1 && base <= 2 && (base == 1 || strcmp(monica->keys[1], "account") == 0) &&
           strcmp(monica->keys[base], "data") == 0 && monica->kinds[base + 1] == '[' &&
           strcmp(monica->keys[base + 2], "values") == 0 && monica->kinds[base + 3] == '[';
}

static bool
is_wanted(const struct monica *monica)
{
    return strcmp(monica->type, "contact") == 0 || strcmp(monica->type, "activity") == 0;
}

static enum status
open_container(struct monica *monica, char kind)
{
    if (monica->depth == MONICA_DEPTH_MAX)
        return refuse(monica, "monica.too_deep");
    monica->kinds[++monica->depth] = kind;
    monica->keys[monica->depth][0] = '\0';
    monica->is_key = kind == '{';
    if (kind == '{' && !monica->holding && at_items(monica)) {
        monica->found = true;
        monica->holding = true;
        monica->too_large = false;
        monica->item_length = 0;
        monica->held_depth = monica->depth;
    }
    return STATUS_OK;
}

static enum status
close_container(struct monica *monica)
{
    bool ends = monica->holding && monica->depth == monica->held_depth;
    if (monica->depth == 0)
        return refuse(monica, "monica.no_export");
    monica->depth--;
    monica->is_key = false;
    if (!ends)
        return STATUS_OK;
    monica->holding = false;
    return take_item(monica);
}

static void
end_text(struct monica *monica)
{
    char *key = monica->keys[monica->depth];
    monica->in_text = false;
    monica->word[monica->word_length] = '\0';
    if (monica->kinds[monica->depth] != '{')
        return;
    if (monica->is_key) {
        size_t length = monica->word_length < 31 ? monica->word_length : 31;
        memcpy(key, monica->word, length);
        key[length] = '\0';
    } else if (!monica->holding && strcmp(key, "type") == 0) {
        size_t length = monica->word_length < 31 ? monica->word_length : 31;
        memcpy(monica->type, monica->word, length);
        monica->type[length] = '\0';
    }
}

static void
take_text_byte(struct monica *monica, char byte)
{
    if (!monica->escaped && byte == '"') {
        end_text(monica);
        return;
    }
    monica->escaped = !monica->escaped && byte == '\\';
    if (monica->word_length + 1 < sizeof monica->word)
        monica->word[monica->word_length++] = byte;
}

static enum status
take_byte(struct monica *monica, char byte)
{
    if (monica->in_text) {
        take_text_byte(monica, byte);
        return STATUS_OK;
    }
    switch (byte) {
    case '{':
    case '[': return open_container(monica, byte);
    case '}':
    case ']': return close_container(monica);
    case ':': monica->is_key = false; return STATUS_OK;
    case ',': monica->is_key = monica->kinds[monica->depth] == '{'; return STATUS_OK;
    case '"':
        monica->in_text = true;
        monica->escaped = false;
        monica->word_length = 0;
        return STATUS_OK;
    default: return STATUS_OK;
    }
}

enum status
monica_feed(struct monica *monica, const char *bytes, size_t length)
{
    size_t start = 0;
    if (monica->code != NULL)
        return STATUS_INVALID;
    for (size_t i = 0; i < length; i++) {
        bool held = monica->holding;
        /* The item's last byte is held before the item is taken. */
        if (held && !monica->in_text && monica->depth == monica->held_depth &&
            (bytes[i] == '}' || bytes[i] == ']') && is_wanted(monica))
            hold(monica, bytes + start, i + 1 - start);
        TRY(take_byte(monica, bytes[i]));
        if (!held && monica->holding)
            start = i;
    }
    if (monica->holding && is_wanted(monica))
        hold(monica, bytes + start, length - start);
    return STATUS_OK;
}

enum status
monica_end(struct monica *monica)
{
    if (monica->code != NULL)
        return STATUS_INVALID;
    if (monica->found && monica->depth > 0)
        return refuse(monica, "monica.truncated");
    return monica->found ? STATUS_OK : refuse(monica, "monica.no_export");
}
