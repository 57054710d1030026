/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "doc/doc.h"

#include <string.h>

static const struct doc nothing = {.kind = DOC_NULL};

struct doc
doc_null(void)
{
    return nothing;
}

struct doc
doc_bool(bool value)
{
    return (struct doc){.kind = DOC_BOOL, .boolean = value};
}

struct doc
doc_int(int64_t value)
{
    return (struct doc){.kind = DOC_INT, .integer = value};
}

struct doc
doc_real(double value)
{
    return (struct doc){.kind = DOC_REAL, .real = value};
}

struct doc
doc_text_n(const char *text, size_t length)
{
    if (text == NULL)
        return nothing;
    return (struct doc){.kind = DOC_TEXT, .count = (uint32_t)length, .text = text};
}

struct doc
doc_text(const char *text)
{
    return doc_text_n(text, text == NULL ? 0 : strlen(text));
}

struct doc
doc_markup(const char *text)
{
    struct doc value = doc_text(text);
    if (value.kind == DOC_TEXT)
        value.kind = DOC_MARKUP;
    return value;
}

static struct doc
list_value(struct arena *arena)
{
    struct doc_list *list = arena_alloc(arena, sizeof *list);
    list->arena = arena;
    return (struct doc){.kind = DOC_LIST, .list = list};
}

struct doc *
doc_list(struct arena *arena)
{
    struct doc *value = arena_alloc(arena, sizeof *value);
    *value = list_value(arena);
    return value;
}

struct doc
doc_list_for(struct arena *arena, uint32_t count)
{
    struct doc value = list_value(arena);
    value.list->items = arena_alloc(arena, count * sizeof *value.list->items);
    value.list->capacity = count;
    return value;
}

struct doc_shape *
doc_shape(struct arena *arena, uint32_t capacity)
{
    struct doc_shape *shape = arena_alloc(arena, sizeof *shape);
    shape->capacity = capacity < 4 ? 4 : capacity;
    shape->names = arena_alloc(arena, shape->capacity * sizeof *shape->names);
    return shape;
}

uint32_t
doc_shape_add(struct arena *arena, struct doc_shape *shape, const char *name)
{
    if (shape->count == shape->capacity) {
        const char **names = arena_alloc(arena, shape->capacity * 2 * sizeof *names);
        memcpy(names, shape->names, shape->count * sizeof *names);
        shape->names = names;
        shape->capacity *= 2;
    }
    shape->names[shape->count] = name;
    return shape->count++;
}

static struct doc
map_value(struct arena *arena, struct doc_shape *shape, uint32_t capacity)
{
    struct doc_map *map = arena_alloc(arena, sizeof *map);
    map->arena = arena;
    map->shape = shape;
    map->capacity = capacity;
    map->values = arena_alloc(arena, capacity * sizeof *map->values);
    return (struct doc){.kind = DOC_MAP, .map = map};
}

struct doc *
doc_map(struct arena *arena)
{
    struct doc *value = arena_alloc(arena, sizeof *value);
    *value = map_value(arena, doc_shape(arena, 8), 8);
    return value;
}

struct doc
doc_row(struct arena *arena, struct doc_shape *shape)
{
    struct doc row = map_value(arena, shape, shape->count < 1 ? 1 : shape->count);
    shape->shared = true;
    row.count = shape->count;
    return row;
}

int
doc_slot(const struct doc_shape *shape, const char *name)
{
    /* Most names come from one literal: the same address. */
    for (uint32_t i = 0; i < shape->count; i++)
        if (shape->names[i] == name)
            return (int)i;
    for (uint32_t i = 0; i < shape->count; i++)
        if (shape->names[i][0] == name[0] && strcmp(shape->names[i], name) == 0)
            return (int)i;
    return -1;
}

static int
slot_of(const struct doc *map, const char *key)
{
    if (map == NULL || map->kind != DOC_MAP)
        return -1;
    int slot = doc_slot(map->map->shape, key);
    return slot >= 0 && (uint32_t)slot < map->count ? slot : -1;
}

/* A map whose shape others use gets a copy of its own before its keys change. */
static void
own_shape(struct doc *map)
{
    struct doc_map *inside = map->map;
    if (!inside->shape->shared)
        return;
    struct doc_shape *copy = doc_shape(inside->arena, inside->shape->count + 4);
    memcpy(copy->names, inside->shape->names, map->count * sizeof *copy->names);
    copy->count = map->count;
    inside->shape = copy;
}

void
doc_set(struct doc *map, const char *key, struct doc value)
{
    int slot = slot_of(map, key);
    struct doc_map *inside = map->map;
    if (slot >= 0) {
        inside->values[slot] = value;
        return;
    }
    own_shape(map);
    if (map->count == inside->capacity) {
        uint32_t capacity = inside->capacity * 2;
        struct doc *values = arena_alloc(inside->arena, capacity * sizeof *values);
        memcpy(values, inside->values, map->count * sizeof *values);
        inside->values = values;
        inside->capacity = capacity;
    }
    (void)doc_shape_add(inside->arena, inside->shape, key);
    inside->values[map->count++] = value;
}

void
doc_set_text(struct doc *map, const char *key, const char *text)
{
    doc_set(map, key, doc_text(text));
}

void
doc_set_int(struct doc *map, const char *key, int64_t value)
{
    doc_set(map, key, doc_int(value));
}

void
doc_set_bool(struct doc *map, const char *key, bool value)
{
    doc_set(map, key, doc_bool(value));
}

void
doc_remove(struct doc *map, const char *key)
{
    int slot = slot_of(map, key);
    if (slot < 0)
        return;
    own_shape(map);
    struct doc_map *inside = map->map;
    for (uint32_t i = (uint32_t)slot; i + 1 < map->count; i++) {
        inside->values[i] = inside->values[i + 1];
        inside->shape->names[i] = inside->shape->names[i + 1];
    }
    map->count--;
    inside->shape->count--;
}

struct doc *
doc_push(struct doc *list, struct doc value)
{
    struct doc_list *inside = list->list;
    if (list->count == inside->capacity) {
        uint32_t capacity = inside->capacity == 0 ? 8 : inside->capacity * 2;
        struct doc *items = arena_alloc(inside->arena, capacity * sizeof *items);
        if (list->count > 0)
            memcpy(items, inside->items, list->count * sizeof *items);
        inside->items = items;
        inside->capacity = capacity;
    }
    inside->items[list->count] = value;
    return &inside->items[list->count++];
}

const struct doc *
doc_get(const struct doc *map, const char *key)
{
    int slot = slot_of(map, key);
    return slot < 0 ? &nothing : &map->map->values[slot];
}

bool
doc_has(const struct doc *map, const char *key)
{
    return slot_of(map, key) >= 0;
}

const char *
doc_text_of(const struct doc *map, const char *key)
{
    const struct doc *value = doc_get(map, key);
    return value->kind == DOC_TEXT || value->kind == DOC_MARKUP ? value->text : "";
}

int64_t
doc_int_of(const struct doc *map, const char *key)
{
    const struct doc *value = doc_get(map, key);
    return value->kind == DOC_INT ? value->integer : 0;
}

double
doc_real_of(const struct doc *map, const char *key)
{
    const struct doc *value = doc_get(map, key);
    if (value->kind == DOC_INT)
        return (double)value->integer;
    return value->kind == DOC_REAL ? value->real : 0;
}

bool
doc_bool_of(const struct doc *map, const char *key)
{
    const struct doc *value = doc_get(map, key);
    return value->kind == DOC_BOOL && value->boolean;
}

bool
doc_is_empty(const struct doc *value)
{
    switch (value->kind) {
    case DOC_NULL: return true;
    case DOC_BOOL: return !value->boolean;
    case DOC_INT: return value->integer == 0;
    case DOC_REAL: return value->real == 0;
    case DOC_TEXT:
    case DOC_MARKUP:
    case DOC_LIST:
    case DOC_MAP: return value->count == 0;
    }
    return true;
}

uint32_t
doc_count(const struct doc *value)
{
    return value->kind == DOC_LIST || value->kind == DOC_MAP ? value->count : 0;
}

struct doc *
doc_item(const struct doc *list, uint32_t index)
{
    return &list->list->items[index];
}

const char *
doc_key(const struct doc *map, uint32_t index)
{
    return map->map->shape->names[index];
}

struct doc *
doc_value(const struct doc *map, uint32_t index)
{
    return &map->map->values[index];
}

/* The keys differ already, so none is looked up: a map of a hundred thousand keys is copied at
 * once. */
static struct doc
map_copy(struct arena *arena, const struct doc *map)
{
    struct doc_shape *shape = doc_shape(arena, map->count);
    struct doc copy = map_value(arena, shape, map->count < 1 ? 1 : map->count);
    for (uint32_t i = 0; i < map->count; i++) {
        (void)doc_shape_add(arena, shape, arena_text(arena, doc_key(map, i)));
        copy.map->values[i] = doc_copy(arena, doc_value(map, i));
    }
    copy.count = map->count;
    return copy;
}

struct doc
doc_copy(struct arena *arena, const struct doc *value)
{
    struct doc copy = *value;
    if (value->kind == DOC_TEXT || value->kind == DOC_MARKUP) {
        copy.text = arena_copy(arena, value->text, value->count);
    } else if (value->kind == DOC_LIST) {
        copy = doc_list_for(arena, value->count);
        for (uint32_t i = 0; i < value->count; i++)
            (void)doc_push(&copy, doc_copy(arena, doc_item(value, i)));
    } else if (value->kind == DOC_MAP) {
        copy = map_copy(arena, value);
    }
    return copy;
}

static bool
maps_equal(const struct doc *a, const struct doc *b)
{
    for (uint32_t i = 0; i < a->count; i++)
        if (!doc_has(b, doc_key(a, i)) || !doc_equal(doc_value(a, i), doc_get(b, doc_key(a, i))))
            return false;
    return true;
}

bool
doc_equal(const struct doc *a, const struct doc *b)
{
    if (a->kind != b->kind || a->count != b->count)
        return false;
    switch (a->kind) {
    case DOC_NULL: return true;
    case DOC_BOOL: return a->boolean == b->boolean;
    case DOC_INT: return a->integer == b->integer;
    case DOC_REAL: return a->real == b->real;
    case DOC_TEXT:
    case DOC_MARKUP: return memcmp(a->text, b->text, a->count) == 0;
    case DOC_LIST:
        for (uint32_t i = 0; i < a->count; i++)
            if (!doc_equal(doc_item(a, i), doc_item(b, i)))
                return false;
        return true;
    case DOC_MAP: return maps_equal(a, b);
    }
    return false;
}
