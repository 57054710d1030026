/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_order.h"

#include "statements.h"

#include <stdlib.h>
#include <string.h>

static int
by_name(const void *a, const void *b)
{
    const struct import_item *left = a, *right = b;
    int order = strcmp(left->sort, right->sort);
    if (order != 0)
        return order;
    if (left->known != right->known)
        return left->known < right->known ? -1 : 1;
    return left->n < right->n ? -1 : left->n > right->n;
}

void
import_order(struct import_window *window)
{
    if (window->count > 1)
        qsort(window->items, window->count, sizeof *window->items, by_name);
}

struct done {
    const struct import_window *window;
    int64_t *rows; /* ascending */
    size_t count;
};

static enum status
take_done(void *context, const struct doc *row)
{
    struct done *done = context;
    if (done->count == done->window->count)
        return STATUS_FAILED; /* more lines than rows: it is another file */
    done->rows[done->count++] = doc_int_of(row, "n");
    return STATUS_OK;
}

static int
by_number(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;
    return *left < *right ? -1 : *left > *right;
}

static bool
is_done(const struct done *done, const struct import_item *item)
{
    return done->count > 0 &&
           bsearch(&item->n, done->rows, done->count, sizeof item->n, by_number) != NULL;
}

enum status
import_order_done(struct import_window *window, struct store *store, int64_t owner, int64_t import)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct done done = {.window = window};
    struct doc *params = doc_map(&arena);
    doc_set_int(params, "owner", owner);
    doc_set_int(params, "import", import);
    doc_set_int(params, "from_n", window->from);
    doc_set_int(params, "last_n", window->to);
    done.rows = arena_take(&arena, window->count * sizeof *done.rows);
    TRY(store_each(store, &sql_import_row_done, params, take_done, &done));
    struct import_item *sorted = arena_take(&arena, window->count * sizeof *sorted);
    size_t to = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < window->count; i++)
            if (is_done(&done, &window->items[i]) == (pass == 0))
                sorted[to++] = window->items[i];
    if (to > 0)
        memcpy(window->items, sorted, to * sizeof *sorted);
    return STATUS_OK;
}
