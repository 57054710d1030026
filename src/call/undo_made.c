/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A hundred thousand rows that an import made go the same way as one: what they were is written into the log, they
 * leave a tombstone, and nothing of them stays. What can be asked or done once for many is: rows that lie beside each
 * other are read and removed as a range, and each map that is bound is made once. */
#include "call/index.h"
#include "call/log.h"
#include "doc/json.h"
#include "statements.h"

#include <string.h>

enum {
    GROUP_MOST = INDEX_GONE_MOST, /* rows */
    GROUP_GAP = 16,               /* numbers between two rows of a range */
    GROUP_BYTES = 1 << 20         /* of the parts of a group, beyond those of its first row */
};

/* The columns of NOUN_made, and where the noun's own begin. */
enum { MADE_LINE, MADE_DOC, MADE_ID, MADE_VERSION, MADE_CREATED, MADE_UPDATED, MADE_OWN };

/* Of what goes into the log: the same without line and version. */
enum { KEPT_DOC, KEPT_ID, KEPT_CREATED, KEPT_UPDATED, KEPT_OWN };

enum { LINE_RECORD = 1, LINE_N = 2, LINE_ID = 4, LINE_VERSION = 5, LINE_BEFORE = 6 };
enum { STONE_ID = 1, STONE_VERSION = 3, STONE_IS_HEAD = 5 };

/* Rows of one noun that go together, by ascending number. */
struct group {
    uint32_t count;
    const struct doc *rows[GROUP_MOST]; /* as NOUN_made gives them */
    int64_t docs[GROUP_MOST];
    struct doc *parts; /* [part][row]: its items */
    bool *strangers;   /* [part]: others have rows of it in the same range */
};

struct removal {
    struct call *call;
    struct record_undo *undo;
    struct arena *arena; /* of one group */
    const struct noun *noun;
    int64_t record;
    struct doc kept;  /* the row for the log */
    struct doc line;  /* of the log */
    struct doc stone; /* its tombstone */
    struct doc range;
};

static struct doc
make_map(struct arena *arena, const char *const *names, uint32_t count, const struct noun *noun)
{
    int more = noun == NULL ? 0 : noun->column_count + noun->part_count;
    struct doc_shape *shape = doc_shape(arena, count + (uint32_t)more);
    for (uint32_t i = 0; i < count; i++)
        (void)doc_shape_add(arena, shape, names[i]);
    for (int i = 0; noun != NULL && i < noun->column_count; i++)
        (void)doc_shape_add(arena, shape, noun->columns[i].name);
    for (int i = 0; noun != NULL && i < noun->part_count; i++)
        (void)doc_shape_add(arena, shape, noun->parts[i].name);
    return doc_row(arena, shape);
}

static void
make_maps(struct removal *removal)
{
    static const char *const kept[] = {"doc", "id", "created_at", "updated_at"};
    static const char *const line[] = {"owner", "record", "n", "noun", "id", "version", "before"};
    static const char *const stone[] = {"owner", "id", "noun", "version", "now", "is_head"};
    static const char *const range[] = {"owner", "first_doc", "last_doc"};
    struct arena *arena = removal->arena;
    struct doc owner = doc_int(removal->call->who.owner), noun = doc_text(removal->noun->name);
    removal->kept = make_map(arena, kept, KEPT_OWN, removal->noun);
    removal->line = make_map(arena, line, 7, NULL);
    removal->stone = make_map(arena, stone, 6, NULL);
    removal->range = make_map(arena, range, 3, NULL);
    *doc_value(&removal->line, 0) = owner;
    *doc_value(&removal->line, 3) = noun;
    *doc_value(&removal->stone, 0) = owner;
    *doc_value(&removal->stone, 2) = noun;
    *doc_value(&removal->stone, 4) = doc_int(removal->call->now);
    *doc_value(&removal->range, 0) = owner;
}

/* ---- the parts of a group ---- */

struct gathering {
    struct arena *arena;
    struct group *group;
    struct doc_shape *shape;
    struct doc *items; /* by row of the group */
    uint32_t at;
    size_t bytes;
    bool strangers, enough;
};

static struct doc
take_item(struct gathering *gathering, const struct doc *row)
{
    struct doc item = doc_row(gathering->arena, gathering->shape);
    for (uint32_t i = 0; i < item.count; i++) {
        *doc_value(&item, i) = doc_copy(gathering->arena, doc_value(row, i + 1));
        if (doc_value(&item, i)->kind == DOC_TEXT)
            gathering->bytes += doc_value(&item, i)->count;
    }
    return item;
}

/* The rows whose parts are too much for one group wait for the next one. */
static enum status
gather(void *context, const struct doc *row)
{
    struct gathering *gathering = context;
    struct group *group = gathering->group;
    int64_t parent = doc_value(row, 0)->integer;
    while (gathering->at < group->count && group->docs[gathering->at] < parent)
        gathering->at++;
    if (gathering->at >= group->count || group->docs[gathering->at] != parent) {
        gathering->strangers = true;
        return STATUS_OK;
    }
    if (gathering->bytes > GROUP_BYTES && gathering->at > 0) {
        group->count = gathering->at;
        gathering->enough = true;
        return STATUS_BUSY;
    }
    struct doc *items = &gathering->items[gathering->at];
    if (items->kind != DOC_LIST)
        *items = *doc_list(gathering->arena);
    (void)doc_push(items, take_item(gathering, row));
    return STATUS_OK;
}

static void
set_range(struct removal *removal, const struct group *group)
{
    *doc_value(&removal->range, 1) = doc_int(group->docs[0]);
    *doc_value(&removal->range, 2) = doc_int(group->docs[group->count - 1]);
}

static enum status
read_parts(struct removal *removal, struct group *group)
{
    const struct noun *noun = removal->noun;
    uint32_t rows = group->count;
    size_t bytes = 0;
    group->parts =
        arena_alloc(removal->arena, ((size_t)noun->part_count * rows + 1) * sizeof *group->parts);
    group->strangers =
        arena_alloc(removal->arena, ((size_t)noun->part_count + 1) * sizeof *group->strangers);
    for (int p = 0; p < noun->part_count; p++) {
        const struct noun_part *part = &noun->parts[p];
        struct gathering gathering = {.arena = removal->arena,
                                      .group = group,
                                      .shape =
                                          doc_shape(removal->arena, (uint32_t)part->column_count),
                                      .items = &group->parts[(size_t)p * rows],
                                      .bytes = bytes};
        for (int i = 0; i < part->column_count; i++)
            (void)doc_shape_add(removal->arena, gathering.shape, part->columns[i].name);
        set_range(removal, group);
        enum status status =
            store_each(removal->call->store, part->between, &removal->range, gather, &gathering);
        if (status != STATUS_OK && !gathering.enough)
            return status;
        group->strangers[p] = gathering.strangers;
        bytes = gathering.bytes;
    }
    /* Lists by row, as wide as the group has become. */
    for (int p = 0; p < noun->part_count; p++)
        memmove(&group->parts[(size_t)p * group->count], &group->parts[(size_t)p * rows],
                group->count * sizeof *group->parts);
    return STATUS_OK;
}

static struct doc *
items_of(const struct group *group, int part, uint32_t row)
{
    return &group->parts[(size_t)part * group->count + row];
}

/* ---- what they were ---- */

static void
fill_kept(struct removal *removal, const struct group *group, uint32_t at)
{
    static const int from[KEPT_OWN] = {MADE_DOC, MADE_ID, MADE_CREATED, MADE_UPDATED};
    const struct noun *noun = removal->noun;
    const struct doc *row = group->rows[at];
    for (uint32_t i = 0; i < KEPT_OWN; i++)
        *doc_value(&removal->kept, i) = *doc_value(row, (uint32_t)from[i]);
    uint32_t slot = KEPT_OWN;
    for (uint32_t i = 0; i < (uint32_t)noun->column_count; i++)
        *doc_value(&removal->kept, slot++) = *doc_value(row, MADE_OWN + i);
    for (int p = 0; p < noun->part_count; p++)
        *doc_value(&removal->kept, slot++) = *items_of(group, p, at);
}

/* The trash shows a removal by its first row. */
static enum status
is_head(struct call *call, bool *out_head)
{
    struct record_log *log = call->log;
    if (log->removes == REMOVES_UNKNOWN) {
        struct doc *params = call_params(call), *row;
        doc_set_int(params, "record", log->record_doc);
        TRY(store_row(call->store, call->arena, &sql_change_row_removes, params, &row));
        log->removes = doc_bool_of(row, "removes") ? REMOVES_SOME : REMOVES_NOTHING;
    }
    *out_head = log->removes == REMOVES_NOTHING;
    return STATUS_OK;
}

static enum status
log_row(struct removal *removal, const struct group *group, uint32_t at)
{
    struct call *call = removal->call;
    struct buffer text;
    bool head;
    struct arena_mark mark = arena_mark(removal->arena);
    TRY(is_head(call, &head));
    buffer_open(&text, removal->arena, RECORD_BEFORE_MAX);
    json_write(&text, &removal->kept, JSON_DENSE);
    TRY(buffer_status(&text));
    struct doc version = doc_int(doc_value(group->rows[at], MADE_VERSION)->integer + 1);
    *doc_value(&removal->line, LINE_N) = doc_int(call->log->n++);
    *doc_value(&removal->line, LINE_ID) = *doc_value(&removal->kept, KEPT_ID);
    *doc_value(&removal->line, LINE_VERSION) = version;
    *doc_value(&removal->line, LINE_BEFORE) = doc_text_n(buffer_read(&text), text.length);
    TRY(store_later(call->store, &sql_change_row_insert, &removal->line));
    call->log->removes = REMOVES_SOME;
    *doc_value(&removal->stone, STONE_ID) = *doc_value(&removal->kept, KEPT_ID);
    *doc_value(&removal->stone, STONE_VERSION) = version;
    *doc_value(&removal->stone, STONE_IS_HEAD) = doc_bool(head);
    TRY(store_later(call->store, &sql_tombstone_put, &removal->stone));
    arena_back(removal->arena, mark);
    return STATUS_OK;
}

/* ---- and are no more ---- */

static enum status
clear_parts(struct removal *removal, const struct group *group)
{
    struct call *call = removal->call;
    struct doc *one = NULL;
    for (int p = 0; p < removal->noun->part_count; p++) {
        const struct noun_part *part = &removal->noun->parts[p];
        bool any = false;
        for (uint32_t i = 0; i < group->count; i++)
            any = any || items_of(group, p, i)->kind == DOC_LIST;
        if (any && !group->strangers[p])
            TRY(store_run(call->store, part->sweep, &removal->range, NULL));
        for (uint32_t i = 0; any && group->strangers[p] && i < group->count; i++) {
            if (one == NULL)
                one = call_params(call);
            doc_set_int(one, "parent", group->docs[i]);
            TRY(store_run(call->store, part->clear, one, NULL));
        }
    }
    return STATUS_OK;
}

static enum status
remove_rows(struct removal *removal, const struct group *group)
{
    struct call *call = removal->call;
    const struct noun *noun = removal->noun;
    struct doc *found, *one;
    TRY(store_row(call->store, removal->arena, noun->between, &removal->range, &found));
    if (doc_int_of(found, "count") == group->count)
        return store_run(call->store, noun->sweep, &removal->range, NULL);
    one = call_params(call);
    for (uint32_t i = 0; i < group->count; i++) {
        doc_set(one, "id", *doc_value(group->rows[i], MADE_ID));
        TRY(store_run(call->store, noun->remove, one, NULL));
    }
    return STATUS_OK;
}

struct gone {
    struct removal *removal;
    const struct group *group;
};

static void
words_of_gone(void *context, uint32_t at, struct index_words *out_words)
{
    const struct gone *gone = context;
    struct removal *removal = gone->removal;
    fill_kept(removal, gone->group, at);
    *out_words = index_words(removal->call->desk, removal->arena, removal->noun, &removal->kept);
}

/* As many of the group as fit at once; its `count` says how many those were. */
static enum status
remove_group(struct removal *removal, struct group *group)
{
    struct call *call = removal->call;
    TRY(record_open(call));
    *doc_value(&removal->line, LINE_RECORD) = doc_int(call->log->record_doc);
    TRY(read_parts(removal, group));
    for (uint32_t i = 0; i < group->count; i++) {
        fill_kept(removal, group, i);
        TRY(log_row(removal, group, i));
    }
    set_range(removal, group);
    TRY(clear_parts(removal, group));
    TRY(remove_rows(removal, group));
    struct gone gone = {removal, group};
    TRY(index_gone(call, removal->noun, group->count, group->docs, words_of_gone, &gone));
    for (uint32_t i = 0; i < group->count; i++)
        TRY(record_derive_gone(call, removal->noun, group->rows[i]));
    record_count_rows(call, removal->noun, -(int64_t)group->count);
    removal->undo->restored += group->count;
    call->log->removed = true;
    return STATUS_OK;
}

/* ---- which go together ---- */

static bool
goes_with(const struct group *group, int64_t doc)
{
    if (group->count == 0)
        return true;
    int64_t last = group->docs[group->count - 1];
    return group->count < GROUP_MOST && doc > last && doc - last <= GROUP_GAP;
}

static enum status
remove_all(struct removal *removal, struct group *group)
{
    struct group rest = *group;
    while (rest.count > 0) {
        struct group now = rest;
        struct arena_mark mark = arena_mark(removal->arena);
        TRY(remove_group(removal, &now));
        arena_back(removal->arena, mark);
        rest.count -= now.count;
        memmove(rest.rows, rest.rows + now.count, rest.count * sizeof *rest.rows);
        memmove(rest.docs, rest.docs + now.count, rest.count * sizeof *rest.docs);
    }
    group->count = 0;
    return STATUS_OK;
}

/* Whom others name by now: {doc} in ascending order. */
static enum status
find_bound(struct removal *removal, const struct doc *rows, struct doc **out_bound)
{
    uint32_t count = doc_count(rows);
    struct doc *range = call_params(removal->call);
    int64_t first = INT64_MAX, last = 0;
    for (uint32_t i = 0; i < count; i++) {
        int64_t doc = doc_value(doc_item(rows, i), MADE_DOC)->integer;
        first = doc < first ? doc : first;
        last = doc > last ? doc : last;
    }
    doc_set_int(range, "first_doc", first);
    doc_set_int(range, "last_doc", last);
    doc_set_int(range, "record", removal->record);
    return record_bound(removal->call, removal->noun, range, out_bound);
}

/* Who came back had been there before, and so had what names them. */
static bool
is_kept(const struct doc *bound, const struct doc *change, int64_t doc)
{
    if (doc_int_of(change, "version") != 1)
        return false;
    for (uint32_t i = 0; i < doc_count(bound); i++)
        if (doc_value(doc_item(bound, i), 0)->integer == doc)
            return true;
    return false;
}

/* Changes that made rows of one noun, one after the other in the log. */
static enum status
remove_run(struct removal *removal, const struct doc *changes, uint32_t first, uint32_t end)
{
    struct call *call = removal->call;
    struct group group = {.count = 0};
    struct doc *params = call_params(call), *rows, *bound;
    uint32_t at = 0;
    doc_set_int(params, "record", removal->record);
    doc_set(params, "from_n", *doc_get(doc_item(changes, first), "n"));
    doc_set(params, "last_n", *doc_get(doc_item(changes, end - 1), "n"));
    TRY(store_rows(call->store, removal->arena, removal->noun->made, params, &rows));
    TRY(find_bound(removal, rows, &bound));
    for (uint32_t i = first; i < end; i++) {
        const struct doc *change = doc_item(changes, i), *row = NULL;
        if (at < doc_count(rows) &&
            doc_value(doc_item(rows, at), MADE_LINE)->integer == doc_int_of(change, "n"))
            row = doc_item(rows, at++);
        if (row == NULL || doc_value(row, MADE_VERSION)->integer != doc_int_of(change, "version")) {
            TRY(record_take_back(call, change, removal->undo));
            continue;
        }
        int64_t doc = doc_value(row, MADE_DOC)->integer;
        if (is_kept(bound, change, doc)) {
            record_keep(call, removal->undo, change);
            continue;
        }
        if (!goes_with(&group, doc))
            TRY(remove_all(removal, &group));
        group.rows[group.count] = row;
        group.docs[group.count++] = doc;
    }
    return remove_all(removal, &group);
}

enum status
record_remove_made(struct call *call, int64_t record, const struct doc *changes,
                   struct record_undo *undo)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    uint32_t at = 0;
    while (at < doc_count(changes)) {
        const struct doc *change = doc_item(changes, at);
        uint32_t first = at++;
        if (!doc_bool_of(change, "made"))
            continue;
        const char *noun = doc_text_of(change, "noun");
        while (at < doc_count(changes) && at - first < GROUP_MOST &&
               doc_bool_of(doc_item(changes, at), "made") &&
               strcmp(doc_text_of(doc_item(changes, at), "noun"), noun) == 0)
            at++;
        struct removal removal = {.call = call,
                                  .undo = undo,
                                  .arena = &arena,
                                  .noun = record_noun(noun),
                                  .record = record};
        if (removal.noun == NULL)
            return STATUS_FAILED;
        make_maps(&removal);
        TRY(remove_run(&removal, changes, first, at));
        arena_reset(&arena);
    }
    return STATUS_OK;
}
