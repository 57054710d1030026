/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_pack.h"

#include "base/base64.h"
#include "base/hash.h"
#include "domain/people.h"
#include "statements.h"

#include <string.h>

enum { WIDE_MOST = 80 };

/* What is set in a row that is in a window, so that no row needs a shape of its own. */
static const char *const always[] = {"import", "sources", "circle"};

/* Rows that are packed already keep the shape without it. */
static void
make_place(struct import_pack *pack, uint32_t slot)
{
    struct doc_shape *wider = doc_shape(pack->arena, pack->packed->count + 8);
    for (uint32_t i = 0; i < pack->packed->count; i++)
        (void)doc_shape_add(pack->arena, wider, pack->packed->names[i]);
    pack->place[slot] = (int)doc_shape_add(pack->arena, wider, pack->wide->names[slot]);
    pack->packed = wider;
}

/* All that a person may have, then what readers say beside it; and of contact points and tags. */
void
import_pack_open(struct import_pack *pack, struct arena *arena)
{
    static const char *const more[] = {"row",     "line",    "empty",      "reason",  "warning",
                                       "raw",     "photo",   "photo_link", "id",      "created_at",
                                       "related", "records", "record",     "file_of", NULL};
    *pack = (struct import_pack){.arena = arena};
    pack->wide = doc_shape(arena, WIDE_MOST);
    for (int i = 0; i < noun_person.column_count; i++)
        (void)doc_shape_add(arena, pack->wide, noun_person.columns[i].name);
    for (int i = 0; i < noun_person.part_count; i++) {
        const struct noun_part *part = &noun_person.parts[i];
        (void)doc_shape_add(arena, pack->wide, part->name);
        pack->parts[i] = doc_shape(arena, (uint32_t)part->column_count);
        for (int c = 0; c < part->column_count; c++)
            (void)doc_shape_add(arena, pack->parts[i], part->columns[c].name);
    }
    for (int i = 0; more[i] != NULL; i++)
        (void)doc_shape_add(arena, pack->wide, more[i]);
    pack->from = arena_alloc(arena, pack->wide->count * sizeof *pack->from);
    pack->place = arena_alloc(arena, pack->wide->count * sizeof *pack->place);
    memset(pack->place, -1, pack->wide->count * sizeof *pack->place);
    pack->texts = arena_alloc(arena, IMPORT_TEXTS_KEPT * sizeof *pack->texts);
    pack->packed = doc_shape(arena, 4);
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        make_place(pack, (uint32_t)doc_slot(pack->wide, always[i]));
}

/* Where the reader's keys stand: a reader whose rows share a shape is asked once. */
static void
find_slots(struct import_pack *pack, const struct doc *row)
{
    const struct doc_shape *given = row->map->shape;
    if (given == pack->given)
        return;
    for (uint32_t i = 0; i < pack->wide->count; i++)
        pack->from[i] = doc_slot(given, pack->wide->names[i]);
    pack->given = given->shared ? given : NULL;
}

static bool
is_same_text(const struct doc *a, const struct doc *b)
{
    return a->kind == DOC_TEXT && b->kind == DOC_TEXT && a->count == b->count &&
           memcmp(a->text, b->text, a->count) == 0;
}

/* A short text is kept once for all rows of the file, as far as there are places. */
static struct doc
copy_of(struct import_pack *pack, struct arena *arena, const struct doc *value)
{
    if (value->kind != DOC_TEXT || value->count > IMPORT_TEXT_MOST)
        return doc_copy(arena, value);
    uint64_t hash = hash_bytes(HASH_BEGIN, value->text, value->count);
    struct doc *kept = &pack->texts[hash % IMPORT_TEXTS_KEPT];
    if (kept->kind == DOC_NULL)
        *kept = doc_copy(pack->arena, value);
    return is_same_text(value, kept) ? *kept : doc_copy(arena, value);
}

/* The rows of a part in its shape; their values are not copied. */
static struct doc
part_of(struct arena *arena, struct doc_shape *shape, const struct doc *items)
{
    struct doc list = doc_list_for(arena, doc_count(items));
    for (uint32_t i = 0; i < doc_count(items); i++) {
        struct doc item = doc_row(arena, shape);
        for (uint32_t c = 0; c < shape->count; c++)
            *doc_value(&item, c) = *doc_get(doc_item(items, i), shape->names[c]);
        (void)doc_push(&list, item);
    }
    return list;
}

/* A copy of such rows. A key is often the text that stands before it. */
static struct doc
copy_of_part(struct import_pack *pack, struct arena *arena, struct doc_shape *shape,
             const struct doc *items)
{
    struct doc list = part_of(arena, shape, items);
    for (uint32_t i = 0; i < list.count; i++)
        for (uint32_t c = 0; c < shape->count; c++) {
            struct doc *value = doc_value(doc_item(&list, i), c);
            *value =
                c > 0 && is_same_text(value, value - 1) ? value[-1] : copy_of(pack, arena, value);
        }
    return list;
}

struct doc
import_pack_spread(struct import_pack *pack, struct arena *arena, const struct doc *row)
{
    struct doc wide = doc_row(arena, pack->wide);
    uint32_t first_part = (uint32_t)noun_person.column_count;
    find_slots(pack, row);
    for (uint32_t i = 0; i < pack->wide->count; i++) {
        if (pack->from[i] < 0 || (uint32_t)pack->from[i] >= row->count)
            continue;
        const struct doc *value = doc_value(row, (uint32_t)pack->from[i]);
        bool part = i >= first_part && i < first_part + (uint32_t)noun_person.part_count;
        *doc_value(&wide, i) = part ? part_of(arena, pack->parts[i - first_part], value) : *value;
    }
    return wide;
}

static enum status
unpack_photo(struct arena *arena, struct doc *row)
{
    const struct doc *text = doc_get(doc_get(row, "photo"), "base64");
    char *bytes;
    size_t length;
    if (text->kind != DOC_TEXT)
        return STATUS_OK;
    TRY(base64_read(arena, text->text, text->count, &bytes, &length));
    struct doc *photo = doc_map(arena);
    const struct doc *packed = doc_get(row, "photo");
    for (uint32_t i = 0; i < doc_count(packed); i++)
        if (strcmp(doc_key(packed, i), "base64") != 0)
            doc_set(photo, doc_key(packed, i), *doc_value(packed, i));
    doc_set(photo, "data", doc_text_n(bytes, length));
    doc_set(row, "photo", *photo);
    return STATUS_OK;
}

enum status
import_pack_staged(struct import_pack *pack, struct arena *arena, const struct doc *row,
                   struct doc *out_wide)
{
    pack->given = NULL;
    struct doc wide = import_pack_spread(pack, arena, row);
    pack->given = NULL;
    TRY(unpack_photo(arena, &wide));
    *out_wide = wide;
    return STATUS_OK;
}

struct doc
import_pack_row(struct import_pack *pack, struct arena *arena, const struct doc *wide)
{
    uint32_t first_part = (uint32_t)noun_person.column_count;
    for (uint32_t i = 0; i < pack->wide->count; i++)
        if (pack->place[i] < 0 && doc_value(wide, i)->kind != DOC_NULL)
            make_place(pack, i);
    struct doc packed = doc_row(arena, pack->packed);
    for (uint32_t i = 0; i < pack->wide->count; i++) {
        const struct doc *value = doc_value(wide, i);
        bool part = i >= first_part && i < first_part + (uint32_t)noun_person.part_count;
        if (value->kind != DOC_NULL)
            *doc_value(&packed, (uint32_t)pack->place[i]) =
                part ? copy_of_part(pack, arena, pack->parts[i - first_part], value)
                     : copy_of(pack, arena, value);
    }
    return packed;
}

size_t
import_pack_bytes(const struct doc *value)
{
    size_t bytes = sizeof *value;
    if (value->kind == DOC_TEXT)
        bytes += value->count;
    for (uint32_t i = 0; value->kind == DOC_LIST && i < value->count; i++)
        bytes += import_pack_bytes(doc_item(value, i));
    for (uint32_t i = 0; value->kind == DOC_MAP && i < value->count; i++)
        bytes += import_pack_bytes(doc_value(value, i));
    return bytes;
}
