/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_window.h"

#include "base/base64.h"
#include "doc/json.h"
#include "domain/import_file.h"
#include "domain/people.h"
#include "statements.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAPPING "contacts.mapping"

enum { KEYS_FIRST = 1 << 12, STAGED_ROWS = 2000, PARTS_MOST = 16 };

/* The hashes of the rows seen so far, open addressing; 0 is an empty place. */
struct keys {
    struct arena arena;
    uint64_t *places;
    uint32_t size, count;
};

/* What one process keeps between the slices of one job. */
static struct {
    bool open;
    char job[40];
    int file;
    struct arena reader_arena, rows, items_arena;
    struct import_reader reader;
    struct import_stream stream;
    struct import_ahead ahead;
    struct keys keys;
    struct doc_shape *shape, *parts[PARTS_MOST]; /* of the rows in the window */
    const struct doc_shape *given;               /* of the reader's rows, when they share one */
    int *from;                                   /* by place in `shape`: place in `given` or -1 */
    int64_t skip;                                /* rows up to here are done */
    size_t capacity;
    struct import_window window;
} kept = {.file = -1};

/* ---- hashes ---- */

#define FNV_PRIME 0x100000001b3ULL
#define FNV_BEGIN 0xcbf29ce484222325ULL

static uint64_t
mix(uint64_t hash, const char *bytes, size_t length)
{
    for (; length >= 8; bytes += 8, length -= 8) {
        uint64_t word;
        memcpy(&word, bytes, sizeof word);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15ULL;
        hash ^= hash >> 32;
    }
    for (; length > 0; bytes++, length--)
        hash = (hash ^ (unsigned char)*bytes) * FNV_PRIME;
    return (hash ^ 0xff) * FNV_PRIME;
}

static uint64_t
mix_doc(uint64_t hash, const struct doc *value)
{
    switch (value->kind) {
    case DOC_TEXT:
    case DOC_MARKUP: return mix(hash, value->text, value->count);
    case DOC_LIST:
        for (uint32_t i = 0; i < value->count; i++)
            hash = mix_doc(hash * 31, doc_item(value, i));
        return hash;
    case DOC_MAP:
        for (uint32_t i = 0; i < value->count; i++)
            if (!doc_is_empty(doc_value(value, i)))
                hash = mix_doc(mix(hash, doc_key(value, i), strlen(doc_key(value, i))),
                               doc_value(value, i));
        return hash;
    case DOC_BOOL: return mix(hash, value->boolean ? "y" : "n", 1);
    case DOC_INT: return mix(hash, (const char *)&value->integer, sizeof value->integer);
    case DOC_NULL:
    case DOC_REAL: break;
    }
    return hash;
}

/* Without what only says where the row stood. */
static uint64_t
digest_of(const struct doc *row)
{
    uint64_t hash = FNV_BEGIN;
    for (uint32_t i = 0; i < doc_count(row); i++) {
        const char *key = doc_key(row, i);
        if (doc_is_empty(doc_value(row, i)) || strcmp(key, "row") == 0 || strcmp(key, "line") == 0)
            continue;
        hash = mix_doc(mix(hash, key, strlen(key)), doc_value(row, i));
    }
    return hash;
}

static void
put_key(uint64_t *places, uint32_t size, uint64_t key)
{
    uint32_t at = (uint32_t)key & (size - 1);
    while (places[at] != 0)
        at = (at + 1) & (size - 1);
    places[at] = key;
}

static void
grow(struct keys *keys)
{
    uint32_t size = keys->size == 0 ? KEYS_FIRST : keys->size * 2;
    struct arena arena;
    arena_open(&arena);
    uint64_t *places = arena_alloc(&arena, size * sizeof *places);
    for (uint32_t i = 0; i < keys->size; i++)
        if (keys->places[i] != 0)
            put_key(places, size, keys->places[i]);
    arena_close(&keys->arena);
    keys->arena = arena;
    keys->places = places;
    keys->size = size;
}

/* Was it there already? It is from now on. */
static bool
seen(struct keys *keys, uint64_t key)
{
    key = key == 0 ? 1 : key;
    if (keys->count * 4 >= keys->size * 3)
        grow(keys);
    uint32_t at = (uint32_t)key & (keys->size - 1);
    for (; keys->places[at] != 0; at = (at + 1) & (keys->size - 1))
        if (keys->places[at] == key)
            return true;
    keys->places[at] = key;
    keys->count++;
    return false;
}

/* ---- a row ---- */

/* All that a person may have, then what readers say beside it; and of contact points and tags. */
static void
make_shapes(void)
{
    static const char *const more[] = {"row",   "line",       "empty", "reason",  "warning", "raw",
                                       "photo", "photo_link", "id",    "related", NULL};
    struct arena *arena = &kept.reader_arena;
    kept.shape = doc_shape(arena, 80);
    for (int i = 0; i < noun_person.column_count; i++)
        (void)doc_shape_add(arena, kept.shape, noun_person.columns[i].name);
    for (int i = 0; i < noun_person.part_count; i++) {
        const struct noun_part *part = &noun_person.parts[i];
        (void)doc_shape_add(arena, kept.shape, part->name);
        kept.parts[i] = doc_shape(arena, (uint32_t)part->column_count);
        for (int c = 0; c < part->column_count; c++)
            (void)doc_shape_add(arena, kept.parts[i], part->columns[c].name);
    }
    for (int i = 0; more[i] != NULL; i++)
        (void)doc_shape_add(arena, kept.shape, more[i]);
    kept.from = arena_alloc(arena, kept.shape->count * sizeof *kept.from);
}

/* Where the reader's keys stand: a reader whose rows share a shape is asked once. */
static void
find_slots(const struct doc *row)
{
    const struct doc_shape *given = row->map->shape;
    if (given == kept.given)
        return;
    for (uint32_t i = 0; i < kept.shape->count; i++)
        kept.from[i] = doc_slot(given, kept.shape->names[i]);
    kept.given = given->shared ? given : NULL;
}

static struct doc
keep_part(const struct doc_shape *shape, const struct doc *items)
{
    struct arena *arena = &kept.items_arena;
    struct doc list = *doc_list(arena);
    for (uint32_t i = 0; i < doc_count(items); i++) {
        struct doc *given = doc_item(items, i);
        struct doc item = doc_row(arena, (struct doc_shape *)shape);
        for (uint32_t c = 0; c < shape->count; c++)
            *doc_value(&item, c) = doc_copy(arena, doc_get(given, shape->names[c]));
        (void)doc_push(&list, item);
    }
    return list;
}

static struct doc
keep_row(const struct doc *row)
{
    struct doc kept_row = doc_row(&kept.items_arena, kept.shape);
    uint32_t first_part = (uint32_t)noun_person.column_count;
    find_slots(row);
    for (uint32_t i = 0; i < kept.shape->count; i++) {
        if (kept.from[i] < 0 || (uint32_t)kept.from[i] >= row->count)
            continue;
        const struct doc *value = doc_value(row, (uint32_t)kept.from[i]);
        bool part = i >= first_part && i < first_part + (uint32_t)noun_person.part_count;
        *doc_value(&kept_row, i) = part ? keep_part(kept.parts[i - first_part], value)
                                        : doc_copy(&kept.items_arena, value);
    }
    return kept_row;
}

/* By what a row of the same file is known again: the card's name, a profile, our own id, else name, organization and
 * address. Without an address it must be the same in everything: two may share a name, or have none. */
static uint64_t
key_of(const struct doc *row, int64_t digest)
{
    static const char *const names[] = {"uid", "profile_key", "id"};
    static const char *const keys[] = {"name_key", "organization_key"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (doc_text_of(row, names[i])[0] != '\0')
            return mix_doc(FNV_BEGIN + i, doc_get(row, names[i]));
    if (doc_count(doc_get(row, "contact_points")) == 0)
        return mix(FNV_BEGIN + 3, (const char *)&digest, sizeof digest);
    uint64_t hash = FNV_BEGIN + 4;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        hash = mix(hash, doc_text_of(row, keys[i]), strlen(doc_text_of(row, keys[i])));
    const struct doc *points = doc_get(row, "contact_points");
    for (uint32_t i = 0; i < doc_count(points); i++) {
        const char *value = doc_text_of(doc_item(points, i), "value_key");
        hash = mix(hash, value, strlen(value));
    }
    return hash;
}

static struct import_item *
add_item(struct import_window *window)
{
    if (window->count == kept.capacity) {
        size_t capacity = kept.capacity == 0 ? 1024 : kept.capacity * 2;
        struct import_item *items = arena_take(&kept.items_arena, capacity * sizeof *items);
        if (window->count > 0)
            memcpy(items, window->items, window->count * sizeof *items);
        window->items = items;
        kept.capacity = capacity;
    }
    struct import_item *item = &window->items[window->count++];
    memset(item, 0, sizeof *item);
    return item;
}

static void
complete(struct import_item *item)
{
    person_keys(&kept.items_arena, &item->row);
    item->sort = doc_text_of(&item->row, "name_key");
}

static enum status
take_row(void *context, const struct doc *row)
{
    struct import_window *window = &kept.window;
    int64_t n = doc_int_of(row, "row");
    bool rejected = !doc_is_empty(doc_get(row, "reason"));
    (void)context;
    if (n > kept.skip && window->from == 0)
        window->from = n;
    if (n > kept.skip)
        window->to = n;
    if (doc_bool_of(row, "empty"))
        return STATUS_OK;
    struct import_item *item = add_item(window);
    item->row = keep_row(row);
    item->n = n;
    item->digest = (int64_t)digest_of(row);
    item->choice = "";
    item->sort = "";
    if (!rejected) {
        complete(item);
        window->keys_full = kept.keys.count >= KEYS_MOST;
        item->twice = !window->keys_full && seen(&kept.keys, key_of(&item->row, item->digest));
    }
    if (n <= kept.skip) /* only its key was wanted */
        window->count--;
    return STATUS_OK;
}

static int
by_name(const void *a, const void *b)
{
    const struct import_item *left = a, *right = b;
    int order = strcmp(left->sort, right->sort);
    if (order != 0)
        return order;
    return left->n < right->n ? -1 : left->n > right->n;
}

/* ---- the file ---- */

void
import_window_close(void)
{
    if (!kept.open)
        return;
    if (kept.file >= 0)
        (void)close(kept.file);
    arena_close(&kept.reader_arena);
    arena_close(&kept.rows);
    arena_close(&kept.items_arena);
    arena_close(&kept.keys.arena);
    memset(&kept, 0, sizeof kept);
    kept.file = -1;
}

static void
refuse(const char *code)
{
    kept.window.code = code;
    kept.window.problem = doc_map(&kept.reader_arena);
}

/* The file must be the one that was looked at. */
static void
open_file(const struct doc *source)
{
    struct stat now;
    kept.window.size = doc_int_of(source, "size");
    kept.file = open(doc_text_of(source, "path"), O_RDONLY | O_CLOEXEC);
    if (kept.file < 0 || fstat(kept.file, &now) != 0 || now.st_size != kept.window.size ||
        now.st_mtim.tv_sec != doc_int_of(source, "changed_s") ||
        now.st_mtim.tv_nsec != doc_int_of(source, "changed_ns"))
        refuse("import.file_gone");
    else if (import_stream_open(&kept.stream, &kept.reader_arena, kept.file, &kept.reader) !=
                 STATUS_OK ||
             import_stream_ahead(&kept.reader_arena, doc_text_of(source, "path"), kept.reader.as,
                                 kept.reader.encoding, &kept.ahead) != STATUS_OK)
        refuse(kept.stream.code == NULL ? "import.file_gone" : kept.stream.code);
}

static const char *
told_encoding(const struct doc *input)
{
    return doc_text_of(doc_get(input, "source"), "encoding");
}

static void
open_kept(const char *job, const struct doc *input, const struct doc *columns, const char *encoding)
{
    import_window_close();
    kept.open = true;
    memcpy(kept.job, job, strnlen(job, sizeof kept.job - 1));
    arena_open(&kept.reader_arena);
    arena_open(&kept.rows);
    arena_open(&kept.items_arena);
    arena_open(&kept.keys.arena);
    make_shapes();
    struct doc *own = arena_alloc(&kept.reader_arena, sizeof *own);
    *own = doc_copy(&kept.reader_arena, columns);
    import_reader_open(&kept.reader, &kept.reader_arena, &kept.rows, take_row, NULL);
    import_reader_as(&kept.reader,
                     arena_text(&kept.reader_arena, doc_text_of(doc_get(input, "source"), "as")),
                     own);
    kept.reader.ahead = &kept.ahead;
    import_reader_encoding(&kept.reader, arena_text(&kept.reader_arena, encoding));
    if (strcmp(doc_text_of(input, "phase"), "read") == 0)
        open_file(doc_get(input, "source"));
}

/* One piece of the file through the reader. */
static enum status
read_piece(char *bytes)
{
    enum status status = import_stream_piece(&kept.stream, bytes, WINDOW_PIECE);
    kept.window.offset = kept.stream.offset;
    kept.window.at_end = kept.stream.at_end;
    if (status != STATUS_INVALID || kept.stream.code == NULL)
        return status;
    kept.window.code = kept.stream.code;
    kept.window.problem = import_reader_arguments(&kept.reader, &kept.reader_arena);
    return STATUS_OK;
}

static bool
is_full(int64_t upto)
{
    const struct import_window *window = &kept.window;
    if (upto > 0)
        return window->to >= upto;
    return window->count >= WINDOW_ROWS ||
           (window->count > 0 && kept.items_arena.total >= WINDOW_BYTES);
}

static void
empty_items(void)
{
    arena_reset(&kept.items_arena);
    kept.capacity = 0;
    kept.window.items = NULL;
    kept.window.count = 0;
}

/* The next rows of the file, up to a row that an earlier try has set as the end. */
static enum status
read_window(int64_t upto)
{
    struct import_window *window = &kept.window;
    ARENA_HERE struct arena piece;
    arena_open(&piece);
    char *bytes = arena_take(&piece, WINDOW_PIECE);
    while (window->code == NULL && !window->at_end && !is_full(upto)) {
        if (window->count == 0)
            empty_items();
        TRY(read_piece(bytes));
    }
    if (window->code == NULL && upto > 0 && window->to != upto)
        refuse("import.file_gone");
    window->kind = import_reader_kind(&kept.reader);
    bool asks = window->code != NULL && strcmp(window->code, MAPPING) == 0;
    if (window->found == NULL && (window->kind != NULL || asks))
        window->found = import_reader_found(&kept.reader, &kept.reader_arena);
    if (window->count > 1)
        qsort(window->items, window->count, sizeof *window->items, by_name);
    return STATUS_OK;
}

static void
empty_window(int64_t skip)
{
    empty_items();
    kept.skip = skip;
    kept.window.from = kept.window.to = 0;
}

/* ---- rows that were staged ---- */

/* In a staged row the bytes of a photo are text. */
static enum status
unpack_photo(struct doc *row)
{
    const struct doc *text = doc_get(doc_get(row, "photo"), "base64");
    char *bytes;
    size_t length;
    if (text->kind != DOC_TEXT)
        return STATUS_OK;
    TRY(base64_read(&kept.items_arena, text->text, text->count, &bytes, &length));
    struct doc *photo = doc_map(&kept.items_arena);
    doc_set(photo, "data", doc_text_n(bytes, length));
    doc_set(row, "photo", *photo);
    return STATUS_OK;
}

static enum status
take_staged(void *context, const struct doc *staged)
{
    struct import_window *window = context;
    const struct doc *text = doc_get(staged, "data");
    struct doc data;
    window->to = doc_int_of(staged, "n");
    if (window->from == 0)
        window->from = window->to;
    if (text->kind != DOC_TEXT)
        return STATUS_OK;
    const char *own = arena_copy(&kept.items_arena, text->text, text->count);
    TRY(json_read(&kept.items_arena, own, text->count, &data, NULL));
    struct import_item *item = add_item(window);
    item->row = keep_row(doc_get(&data, "row"));
    TRY(unpack_photo(&item->row));
    item->n = window->to;
    item->digest = doc_int_of(&data, "digest");
    item->choice = arena_text(&kept.items_arena, doc_text_of(staged, "choice"));
    item->verdict = arena_text(&kept.items_arena, doc_text_of(staged, "verdict"));
    item->person = arena_text(&kept.items_arena, doc_text_of(staged, "person"));
    complete(item);
    return STATUS_OK;
}

static enum status
read_staged(struct desk *desk, const struct doc *input)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *params = doc_map(&arena);
    struct import_window *window = &kept.window;
    doc_set_int(params, "owner", doc_int_of(input, "owner"));
    doc_set_int(params, "import", doc_int_of(input, "doc"));
    doc_set_int(params, "after_n", doc_int_of(input, "to"));
    doc_set_int(params, "limit", STAGED_ROWS);
    doc_set_int(params, "last_n",
                doc_int_of(input, "upto") > 0 ? doc_int_of(input, "upto") : INT64_MAX);
    TRY(store_each(desk->store, &sql_import_row_next, params, take_staged, window));
    window->at_end = window->from == 0;
    if (window->count > 1)
        qsort(window->items, window->count, sizeof *window->items, by_name);
    return STATUS_OK;
}

/* ---- columns that were told once ---- */

static bool
asks_for_columns(void)
{
    return kept.window.code != NULL && strcmp(kept.window.code, MAPPING) == 0;
}

/* Was the encoding of the file guessed, where it might be another one? */
static bool
is_guess(const struct doc *input)
{
    const char *found = doc_text_of(kept.window.found, "encoding");
    return told_encoding(input)[0] == '\0' && found[0] != '\0' && strncmp(found, "UTF-", 4) != 0;
}

static enum status
remembered(struct desk *desk, struct arena *arena, const struct doc *input, struct doc *out_columns,
           const char **out_encoding)
{
    struct doc *params = doc_map(arena), *row;
    doc_set_int(params, "owner", doc_int_of(input, "owner"));
    doc_set(params, "digest", *doc_get(kept.window.found, "digest"));
    TRY(store_begin(desk->store, STORE_READ));
    enum status status = store_row(desk->store, arena, &sql_import_mapping_read, params, &row);
    store_rollback(desk->store);
    TRY(status);
    const struct doc *text = doc_get(row, "columns");
    *out_encoding = doc_text_of(row, "encoding");
    return json_read(arena, text->text, text->count, out_columns, NULL);
}

/* A file with a header that was explained before is read as it was then: its encoding, where it would be guessed, and
 * its columns, whose names may be others once it is read in that encoding. */
static enum status
read_as_remembered(struct desk *desk, const char *job, const struct doc *input)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc columns = *doc_get(input, "columns"), known = doc_null();
    const char *encoding = told_encoding(input), *said = "";
    for (int i = 0; i < 2 && !doc_is_empty(doc_get(kept.window.found, "digest")); i++) {
        bool asks = asks_for_columns() && columns.kind != DOC_LIST;
        bool guess = encoding[0] == '\0' && is_guess(input);
        if (!asks && !guess)
            return STATUS_OK;
        enum status status = remembered(desk, &arena, input, &known, &said);
        if (status == STATUS_MISSING)
            return STATUS_OK;
        TRY(status);
        bool other = guess && said[0] != '\0' &&
                     strcmp(said, doc_text_of(kept.window.found, "encoding")) != 0;
        bool told = asks && doc_count(&known) > 0;
        if (!other && !told)
            return STATUS_OK;
        encoding = other ? said : encoding;
        columns = told ? known : columns;
        open_kept(job, input, &columns, encoding);
        if (kept.window.code != NULL)
            return STATUS_OK;
        empty_window(doc_int_of(input, "to"));
        TRY(read_window(doc_int_of(input, "upto")));
    }
    return STATUS_OK;
}

/* ---- the two ways in ---- */

static bool
fits(const struct doc *input)
{
    const struct import_window *window = &kept.window;
    int64_t upto = doc_int_of(input, "upto");
    return kept.skip == doc_int_of(input, "to") && (upto == 0 || upto == window->to) &&
           (window->from != 0 || window->at_end || window->code != NULL);
}

enum status
import_window_fill(struct desk *desk, const char *job, const struct doc *input)
{
    bool reading = strcmp(doc_text_of(input, "phase"), "read") == 0;
    int64_t to = doc_int_of(input, "to"), upto = doc_int_of(input, "upto");
    bool same = kept.open && strcmp(kept.job, job) == 0 && reading == (kept.file >= 0);
    if (same && fits(input))
        return STATUS_OK;
    bool next = same && (kept.window.to == to || !reading);
    if (!next)
        open_kept(job, input, doc_get(input, "columns"), told_encoding(input));
    if (kept.window.code != NULL)
        return STATUS_OK;
    empty_window(to);
    enum status status = reading ? read_window(upto) : read_staged(desk, input);
    if (status == STATUS_OK && reading && !next)
        status = read_as_remembered(desk, job, input);
    if (status != STATUS_OK)
        import_window_close();
    return status;
}

const struct import_window *
import_window_of(const char *job, const struct doc *input)
{
    return kept.open && strcmp(kept.job, job) == 0 && fits(input) ? &kept.window : NULL;
}
