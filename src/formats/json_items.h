/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json_items.h - the maps that one list of a long JSON file is made of, one after the other as the bytes come:
 * only the one that is being read is held. It follows brackets and texts alone; whether an item is JSON is
 * said by doc/json.h, which reads it. */
#ifndef FORMATS_JSON_ITEMS_H
#define FORMATS_JSON_ITEMS_H

#include "base/arena.h"

#include <stdbool.h>

enum {
    JSON_ITEMS_DEPTH_MAX = 64, /* of lists and maps within each other */
    JSON_ITEMS_WORD_MAX = 32   /* bytes of a key or of the watched text, the NUL included */
};

struct json_items;

enum json_item { JSON_ITEM_NONE, JSON_ITEM_PASS, JSON_ITEM_HOLD };

/* Asked when a map begins outside of items: is it one (depth, kinds and keys say where it stands), and are its
 * bytes wanted? */
typedef enum json_item json_items_look(void *context, const struct json_items *items);

/* An item has ended; `text` is NULL when it was not wanted or has more than `most` bytes (too_large). A status
 * that is not OK ends the reading. */
typedef enum status json_items_take(void *context, const struct json_items *items, const char *text,
                                    size_t length);

struct json_items {
    const char *code; /* after INVALID: "json_items.too_deep", "json_items.brackets"; else NULL */
    int depth;        /* of what is open now; 0: the whole is closed, or has not begun */
    char kinds[JSON_ITEMS_DEPTH_MAX + 1]; /* '{' or '[', from 1 */
    char keys[JSON_ITEMS_DEPTH_MAX + 1]
             [JSON_ITEMS_WORD_MAX];    /* of maps: the key whose value is read; cut when longer */
    char watched[JSON_ITEMS_WORD_MAX]; /* the last text under the key `watch` outside of items */
    bool too_large;

    /* private: */
    struct arena *arena;
    json_items_look *look;
    json_items_take *take;
    void *context;
    const char *watch;
    size_t most;
    bool in_text, escaped, is_key;
    char word[JSON_ITEMS_WORD_MAX];
    size_t word_length;
    enum json_item inside;
    int held_depth;
    char *item;
    size_t length, capacity;
};

/* `most`: bytes of an item, held in the arena. `watch`: a key, or NULL. */
void json_items_open(struct json_items *items, struct arena *arena, size_t most, const char *watch,
                     json_items_look *look, json_items_take *take, void *context);

/* The next bytes of UTF-8. INVALID: see `code`. */
MUST_CHECK enum status json_items_feed(struct json_items *items, const char *bytes, size_t length);

#endif
