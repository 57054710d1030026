/* SPDX-License-Identifier: GPL-3.0-or-later */
/* doc.h - the document: the one shape in which data travels between the rooms. A tree of null,
 * bool, int, real, text, markup, list and map. Everything lives in an arena; texts are
 * NUL-terminated UTF-8 and are not copied: who puts a text in sees to it that it lives as long as
 * the arena.
 *
 * A map keeps its keys in a `shape`, its values beside it. The rows of one answer share one shape,
 * so that a page finds a name once and not per row. */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum doc_kind { DOC_NULL, DOC_BOOL, DOC_INT, DOC_REAL, DOC_TEXT, DOC_MARKUP, DOC_LIST, DOC_MAP };

struct doc_shape {
    const char **names;
    uint32_t count;
    uint32_t capacity;
    bool shared; /* more than one map uses it: copy before adding a key */
};

struct doc {
    enum doc_kind kind;
    uint32_t count; /* TEXT, MARKUP: bytes. LIST: items. MAP: values in use, shape->count at most */
    union {
        bool boolean;
        int64_t integer;
        double real;
        const char *text;
        struct doc_list *list;
        struct doc_map *map;
    };
};

struct doc_list {
    struct arena *arena;
    struct doc *items;
    uint32_t capacity;
};

struct doc_map {
    struct arena *arena;
    struct doc_shape *shape;
    struct doc *values;
    uint32_t capacity;
};

/* Values. A NULL text gives a null. */
struct doc doc_null(void);
struct doc doc_bool(bool value);
struct doc doc_int(int64_t value);
struct doc doc_real(double value);
struct doc doc_text(const char *text);
struct doc doc_text_n(const char *text, size_t length);

/* Finished HTML or SVG, shown as it is. Only the Markdown writer and the SVG writer may call it
 * (tools/check holds the list). */
struct doc doc_markup(const char *text);

/* A new empty list or map in the arena. */
struct doc *doc_list(struct arena *arena);
struct doc *doc_map(struct arena *arena);

/* A new list with room for that many items and no more. */
struct doc doc_list_for(struct arena *arena, uint32_t count);

/* A shape for rows, and a map of that shape whose values are all null. */
struct doc_shape *doc_shape(struct arena *arena, uint32_t capacity);
uint32_t doc_shape_add(struct arena *arena, struct doc_shape *shape, const char *name);
struct doc doc_row(struct arena *arena, struct doc_shape *shape);

/* Put a value under a key (replacing what is there), or at the end of a list. The key is not
 * copied. */
void doc_set(struct doc *map, const char *key, struct doc value);
void doc_set_text(struct doc *map, const char *key, const char *text);
void doc_set_int(struct doc *map, const char *key, int64_t value);
void doc_set_bool(struct doc *map, const char *key, bool value);
void doc_remove(struct doc *map, const char *key);        /* no error when it is absent */
struct doc *doc_push(struct doc *list, struct doc value); /* the pushed item, until the next push */

/* What stands under a key; a null (never NULL) when absent or when `map` is no map. */
const struct doc *doc_get(const struct doc *map, const char *key);
bool doc_has(const struct doc *map, const char *key); /* present, even if null */

/* The value under a key in one C type: "", 0 or false when absent or of another kind. */
const char *doc_text_of(const struct doc *map, const char *key);
int64_t doc_int_of(const struct doc *map, const char *key);
double doc_real_of(const struct doc *map, const char *key);
bool doc_bool_of(const struct doc *map, const char *key);

/* null, "", 0, false and the empty list or map count as nothing: sections of pages ask this. */
bool doc_is_empty(const struct doc *value);

/* Items of a list and values of a map by position; `index` below doc_count. */
uint32_t doc_count(const struct doc *value);
struct doc *doc_item(const struct doc *list, uint32_t index);
const char *doc_key(const struct doc *map, uint32_t index);
struct doc *doc_value(const struct doc *map, uint32_t index);

/* The slot of `name` in a shape, or -1. */
int doc_slot(const struct doc_shape *shape, const char *name);

/* A deep copy into another arena, texts included. */
struct doc doc_copy(struct arena *arena, const struct doc *value);

/* The same value, whatever the order of keys. */
bool doc_equal(const struct doc *a, const struct doc *b);

#endif
