/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/json_items.h"

#include <string.h>

enum { FIRST_CAPACITY = 16 * 1024 };

void
json_items_open(struct json_items *items, struct arena *arena, size_t most, const char *watch,
                json_items_look *look, json_items_take *take, void *context)
{
    memset(items, 0, sizeof *items);
    items->arena = arena;
    items->most = most;
    items->watch = watch;
    items->look = look;
    items->take = take;
    items->context = context;
}

static enum status
refuse(struct json_items *items, const char *code)
{
    items->code = code;
    return STATUS_INVALID;
}

static void
hold(struct json_items *items, const char *bytes, size_t length)
{
    if (items->inside != JSON_ITEM_HOLD || items->too_large)
        return;
    if (items->length + length > items->most) {
        items->too_large = true;
        return;
    }
    if (items->length + length > items->capacity) {
        size_t capacity = items->capacity == 0 ? FIRST_CAPACITY : items->capacity * 2;
        while (capacity < items->length + length)
            capacity *= 2;
        capacity = capacity > items->most ? items->most : capacity;
        char *item = arena_take(items->arena, capacity);
        if (items->length > 0)
            memcpy(item, items->item, items->length);
        items->item = item;
        items->capacity = capacity;
    }
    memcpy(items->item + items->length, bytes, length);
    items->length += length;
}

static enum status
open_container(struct json_items *items, char kind)
{
    if (items->depth == JSON_ITEMS_DEPTH_MAX)
        return refuse(items, "json_items.too_deep");
    items->kinds[++items->depth] = kind;
    items->keys[items->depth][0] = '\0';
    items->is_key = kind == '{';
    if (kind != '{' || items->inside != JSON_ITEM_NONE)
        return STATUS_OK;
    items->inside = items->look(items->context, items);
    items->too_large = false;
    items->length = 0;
    items->held_depth = items->depth;
    return STATUS_OK;
}

static enum status
close_container(struct json_items *items, char kind)
{
    if (items->depth == 0 || items->kinds[items->depth] != (kind == '}' ? '{' : '['))
        return refuse(items, "json_items.brackets");
    bool ends = items->inside != JSON_ITEM_NONE && items->depth == items->held_depth;
    bool whole = items->inside == JSON_ITEM_HOLD && !items->too_large;
    items->depth--;
    items->is_key = false;
    if (!ends)
        return STATUS_OK;
    items->inside = JSON_ITEM_NONE;
    return items->take(items->context, items, whole ? items->item : NULL,
                       whole ? items->length : 0);
}

static void
keep_word(const struct json_items *items, char to[JSON_ITEMS_WORD_MAX])
{
    memcpy(to, items->word, items->word_length);
    to[items->word_length] = '\0';
}

static void
end_text(struct json_items *items)
{
    char *key = items->keys[items->depth];
    items->in_text = false;
    if (items->kinds[items->depth] != '{')
        return;
    if (items->is_key)
        keep_word(items, key);
    else if (items->inside == JSON_ITEM_NONE && items->watch != NULL &&
             strcmp(key, items->watch) == 0)
        keep_word(items, items->watched);
}

static void
take_text_byte(struct json_items *items, char byte)
{
    if (!items->escaped && byte == '"') {
        end_text(items);
        return;
    }
    items->escaped = !items->escaped && byte == '\\';
    if (items->word_length + 1 < sizeof items->word)
        items->word[items->word_length++] = byte;
}

static enum status
take_byte(struct json_items *items, char byte)
{
    switch (byte) {
    case '{':
    case '[': return open_container(items, byte);
    case '}':
    case ']': return close_container(items, byte);
    case ':': items->is_key = false; return STATUS_OK;
    case ',': items->is_key = items->kinds[items->depth] == '{'; return STATUS_OK;
    case '"':
        items->in_text = true;
        items->escaped = false;
        items->word_length = 0;
        return STATUS_OK;
    default: return STATUS_OK;
    }
}

enum status
json_items_feed(struct json_items *items, const char *bytes, size_t length)
{
    size_t start = 0;
    if (items->code != NULL)
        return STATUS_INVALID;
    for (size_t i = 0; i < length; i++) {
        if (items->in_text) {
            take_text_byte(items, bytes[i]);
            continue;
        }
        bool held = items->inside != JSON_ITEM_NONE;
        /* The item's last byte is held before the item is taken. */
        if (held && items->depth == items->held_depth && bytes[i] == '}')
            hold(items, bytes + start, i + 1 - start);
        TRY(take_byte(items, bytes[i]));
        if (!held && items->inside != JSON_ITEM_NONE)
            start = i;
    }
    if (items->inside != JSON_ITEM_NONE)
        hold(items, bytes + start, length - start);
    return STATUS_OK;
}
