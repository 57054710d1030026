/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a batch go through maps that are made once: each place in them is a parameter of a
 * statement, so that binding looks no name up. */
#include "base/uuid.h"
#include "call/log.h"
#include "statements.h"

#include <string.h>

/* Where the keys of what is given stand in the map that is bound: found anew only when they change. */
struct route {
    const struct doc_shape *given; /* the shape that `from` was made for */
    uint32_t count;                /* and how many of its keys */
    int *from;                     /* by place in the map: place in what is given, or -1 */
};

struct batch_part {
    const struct noun_part *part;
    struct doc row; /* owner, parent, n and the part's columns */
    struct route route;
};

enum { PART_OWN = 3, ROW_OWN = 6, ID_SLOT = 2 };

struct record_batch {
    struct call *call;
    const struct noun *noun;
    struct doc row; /* owner, doc, id, version, created_at, updated_at, the columns, the parts */
    struct route route;
    struct batch_part *parts;
};

static struct doc
make_row(struct arena *arena, const char *const *own, uint32_t own_count,
         const struct column *columns, int column_count)
{
    struct doc_shape *shape = doc_shape(arena, own_count + (uint32_t)column_count + 8);
    for (uint32_t i = 0; i < own_count; i++)
        (void)doc_shape_add(arena, shape, own[i]);
    for (int i = 0; i < column_count; i++)
        (void)doc_shape_add(arena, shape, columns[i].name);
    return doc_row(arena, shape);
}

static struct doc
make_noun_row(struct arena *arena, const struct noun *noun)
{
    static const char *const own[ROW_OWN] = {"owner",   "doc",        "id",
                                             "version", "created_at", "updated_at"};
    struct doc_shape *shape =
        doc_shape(arena, (uint32_t)(ROW_OWN + noun->column_count + noun->part_count));
    for (uint32_t i = 0; i < ROW_OWN; i++)
        (void)doc_shape_add(arena, shape, own[i]);
    for (int i = 0; i < noun->column_count; i++)
        (void)doc_shape_add(arena, shape, noun->columns[i].name);
    for (int i = 0; i < noun->part_count; i++)
        (void)doc_shape_add(arena, shape, noun->parts[i].name);
    return doc_row(arena, shape);
}

struct record_batch *
record_batch_open(struct call *call, const struct noun *noun)
{
    static const char *const own[PART_OWN] = {"owner", "parent", "n"};
    struct record_batch *batch = arena_alloc(call->arena, sizeof *batch);
    batch->call = call;
    batch->noun = noun;
    batch->row = make_noun_row(call->arena, noun);
    batch->parts = arena_alloc(call->arena, (size_t)(noun->part_count + 1) * sizeof *batch->parts);
    for (int i = 0; i < noun->part_count; i++) {
        struct batch_part *part = &batch->parts[i];
        part->part = &noun->parts[i];
        part->row =
            make_row(call->arena, own, PART_OWN, part->part->columns, part->part->column_count);
        *doc_value(&part->row, 0) = doc_int(call->who.owner);
        part->route.from = arena_alloc(call->arena, part->row.count * sizeof *part->route.from);
    }
    batch->route.from = arena_alloc(call->arena, batch->row.count * sizeof *batch->route.from);
    *doc_value(&batch->row, 0) = doc_int(call->who.owner);
    *doc_value(&batch->row, 3) = doc_int(1);
    *doc_value(&batch->row, 4) = doc_int(call->now);
    *doc_value(&batch->row, 5) = doc_int(call->now);
    return batch;
}

/* Copy what is given into the places behind the first `own` ones; what is not given becomes null. */
static void
fill(struct route *route, struct doc *row, uint32_t own, const struct doc *given)
{
    const struct doc_shape *shape = given->map->shape;
    if (route->given != shape || route->count != given->count) {
        for (uint32_t i = own; i < row->count; i++) {
            int slot = doc_slot(shape, doc_key(row, i));
            route->from[i] = slot >= 0 && (uint32_t)slot < given->count ? slot : -1;
        }
        route->given = shape;
        route->count = given->count;
    }
    for (uint32_t i = own; i < row->count; i++)
        *doc_value(row, i) =
            route->from[i] < 0 ? doc_null() : *doc_value(given, (uint32_t)route->from[i]);
}

static enum status
add_parts(struct record_batch *batch, struct batch_part *part, int64_t parent,
          const struct doc *items)
{
    *doc_value(&part->row, 1) = doc_int(parent);
    for (uint32_t n = 0; n < doc_count(items); n++) {
        const struct doc *item = doc_item(items, n);
        if (item->kind != DOC_MAP)
            continue;
        fill(&part->route, &part->row, PART_OWN, item);
        *doc_value(&part->row, 2) = doc_int(n);
        TRY(store_later(batch->call->store, part->part->insert, &part->row));
    }
    return STATUS_OK;
}

enum status
record_batch_add(struct record_batch *batch, const struct doc *row, const struct index_words *words,
                 const char **out_id)
{
    struct call *call = batch->call;
    const struct noun *noun = batch->noun;
    const char *id = uuid_new(call->arena);
    int64_t doc;
    TRY(record_next_doc(call, &doc));
    fill(&batch->route, &batch->row, ROW_OWN, row);
    *doc_value(&batch->row, 1) = doc_int(doc);
    *doc_value(&batch->row, ID_SLOT) = doc_text_n(id, UUID_TEXT);
    TRY(store_later(call->store, noun->insert, &batch->row));
    for (int i = 0; i < noun->part_count; i++) {
        struct doc *items = doc_value(&batch->row, (uint32_t)(ROW_OWN + noun->column_count + i));
        if (items->kind == DOC_LIST)
            TRY(add_parts(batch, &batch->parts[i], doc, items));
        else
            *items = *doc_list(call->arena);
    }
    TRY(record_made(call, noun, &batch->row, words));
    *out_id = id;
    return STATUS_OK;
}
