/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/person_json.h"

#include "base/base64.h"
#include "base/utf8.h"
#include "base/uuid.h"
#include "base/zone.h"
#include "doc/json.h"
#include "formats/contacts_private.h"

#include <string.h>

enum kind { LINE, LINES, RAW, DAY, BIRTHDAY, PERIOD, YES_NO, BOOL, ID, POINT_KIND, INSTANT };

struct field {
    const char *name;
    enum kind kind;
};

static const struct field columns[] = {{"id", ID},
                                       {"created_at", INSTANT},
                                       {"name", LINE},
                                       {"given_name", LINE},
                                       {"additional_name", LINE},
                                       {"family_name", LINE},
                                       {"name_prefix", LINE},
                                       {"name_suffix", LINE},
                                       {"nickname", LINE},
                                       {"pronunciation", LINE},
                                       {"address_form", LINE},
                                       {"preferred_language", LINE},
                                       {"title", LINE},
                                       {"organization", LINE},
                                       {"department", LINE},
                                       {"place", LINE},
                                       {"zone", LINE},
                                       {"circle", LINE},
                                       {"how_found", LINE},
                                       {"in_field", YES_NO},
                                       {"field_since", PERIOD},
                                       {"field_until", PERIOD},
                                       {"target", ID},
                                       {"similar_background", LINE},
                                       {"met_on", DAY},
                                       {"met_place", LINE},
                                       {"languages", LINE},
                                       {"birthday", BIRTHDAY},
                                       {"is_private", BOOL},
                                       {"do_not_contact", BOOL},
                                       {"may_approach_later", BOOL},
                                       {"connected_on", DAY},
                                       {"uid", LINE},
                                       {"notes", LINES}};

static const struct part {
    const char *name, *needed; /* needed: without it the item says nothing */
    uint32_t most;
    struct field fields[7];
} parts[] = {
    {"contact_points",
     "value",
     PERSON_JSON_POINTS_MAX,
     {{"kind", POINT_KIND}, {"value", LINES}, {"label", LINE}, {"detail", LINES}}},
    {"tags", "tag", PERSON_JSON_PARTS_MAX, {{"tag", LINE}}},
    {"bridges", "person", PERSON_JSON_PARTS_MAX, {{"person", ID}, {"note", LINES}}},
    {"events", "event", PERSON_JSON_PARTS_MAX, {{"event", ID}, {"note", LINES}}},
    {"related",
     "id",
     PERSON_JSON_PARTS_MAX,
     {{"noun", LINE}, {"id", ID}, {"name", LINE}, {"kind", LINE}, {"held_on", DAY}}},
    {"originals", "data", PERSON_JSON_PARTS_MAX, {{"form", LINE}, {"data", RAW}}},
};

enum slot {
    SLOT_PHOTO = CONTACTS_READER_SLOTS,
    SLOT_RECORDS,
    SLOT_RECORD,
    SLOT_FILE_OF,
    SLOT_COLUMNS
};

enum { COLUMNS = sizeof columns / sizeof *columns, PARTS = sizeof parts / sizeof *parts };

struct making {
    struct arena *arena;
    struct doc *row;
    const char *warning;
};

bool
person_json_begins(const char *bytes, size_t length)
{
    size_t looked = length < 200 ? length : 200, at = 0;
    if (bytes == NULL)
        return false;
    while (at < looked && bytes[at] != '\0' && strchr(" \t\r\n\xEF\xBB\xBF", bytes[at]) != NULL)
        at++;
    if (at == looked || bytes[at] != '{')
        return false;
    size_t key = at + 1; /* a program that sorts keys begins with the people */
    while (key < looked && bytes[key] != '\0' && strchr(" \t\r\n", bytes[key]) != NULL)
        key++;
    bool people = looked - key >= 8 && memcmp(bytes + key, "\"people\"", 8) == 0;
    bool file = people || (memmem(bytes, looked, "\"schema\"", 8) != NULL &&
                           (memmem(bytes, looked, "\"people\"", 8) != NULL ||
                            memmem(bytes, looked, "\"records\"", 9) != NULL));
    bool answer = memmem(bytes, looked, "\"begins\"", 8) != NULL &&
                  memmem(bytes, looked, "\"written\"", 9) != NULL;
    return file || answer;
}

static struct doc_shape *
make_shape(struct arena *arena)
{
    struct doc_shape *shape = contacts_reader_shape(arena, SLOT_COLUMNS + COLUMNS + PARTS);
    static const char *const own[] = {"photo", "records", "record", "file_of"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        (void)doc_shape_add(arena, shape, own[i]);
    for (size_t i = 0; i < COLUMNS; i++)
        (void)doc_shape_add(arena, shape, columns[i].name);
    for (size_t i = 0; i < PARTS; i++)
        (void)doc_shape_add(arena, shape, parts[i].name);
    return shape;
}

/* ---- values ---- */

/* Not longer than `most` characters. NULL for nothing. */
static char *
clean(struct making *making, const char *text, bool lines, int most)
{
    char *clean = contacts_own(making->arena, (struct csv_field){text, strlen(text)}, lines);
    if (clean == NULL)
        return NULL;
    const char *at = clean, *end = at + strlen(clean);
    while (at < end && most-- > 0)
        (void)utf8_next(&at, end);
    if (at == end)
        return clean;
    making->warning = "import.text_cut";
    return arena_copy(making->arena, clean, (size_t)(at - clean));
}

static bool
is_date(enum kind kind, const char *text)
{
    int year, month, day;
    if (kind == DAY)
        return date_read(text, &year, &month, &day) == STATUS_OK;
    return kind == BIRTHDAY ? date_is_birthday(text) : date_is_period(text);
}

static bool
is_one_of(const char *text, const char *const *words)
{
    while (*words != NULL && strcmp(*words, text) != 0)
        words++;
    return *words != NULL;
}

/* A mark protects somebody: however a hand wrote it, it counts. */
static struct doc
mark_of(const struct doc *said)
{
    static const char *const yes[] = {"yes", "true", "1", "Yes", "True", "YES", "TRUE", NULL};
    if (said->kind == DOC_INT ? said->integer == 1
                              : said->kind == DOC_TEXT && is_one_of(said->text, yes))
        return doc_bool(true);
    return said->kind == DOC_BOOL ? *said : doc_null();
}

static struct doc
value_of(struct making *making, enum kind kind, const struct doc *said)
{
    static const char *const yes_no[] = {"yes", "no", "unknown", NULL};
    static const char *const point_kinds[] = {"email", "phone", "link", "address", "chat", NULL};
    unsigned char bytes[UUID_BYTES];
    if (kind == BOOL)
        return mark_of(said);
    if (kind == INSTANT)
        return said->kind == DOC_INT && said->integer > 0 ? *said : doc_null();
    if (said->kind != DOC_TEXT || said->count == 0)
        return doc_null();
    switch (kind) {
    case LINE: return doc_text(clean(making, said->text, false, PERSON_JSON_TEXT_MAX));
    case LINES: return doc_text(clean(making, said->text, true, PERSON_JSON_LINES_MAX));
    case DAY:
    case BIRTHDAY:
    case PERIOD:
        if (is_date(kind, said->text))
            return *said;
        making->warning = "import.date_not_read";
        return doc_null();
    case YES_NO: return is_one_of(said->text, yes_no) ? *said : doc_null();
    case POINT_KIND: return is_one_of(said->text, point_kinds) ? *said : doc_null();
    case ID: return uuid_read(said->text, bytes) ? *said : doc_null();
    case RAW:
    case INSTANT:
    case BOOL: break;
    }
    return *said;
}

/* ---- a person ---- */

static struct doc
list_of(struct making *making, const struct part *part, const struct doc *said)
{
    struct doc *list = doc_list(making->arena);
    for (uint32_t i = 0; said->kind == DOC_LIST && i < doc_count(said); i++) {
        struct doc item = *doc_map(making->arena);
        for (const struct field *field = part->fields; field->name != NULL; field++)
            doc_set(&item, field->name,
                    value_of(making, field->kind, doc_get(doc_item(said, i), field->name)));
        const char *first = part->fields[0].name;
        if (doc_is_empty(doc_get(&item, part->needed)) || doc_is_empty(doc_get(&item, first)))
            continue;
        if (doc_count(list) == part->most) {
            making->warning = "import.text_cut";
            break;
        }
        (void)doc_push(list, item);
    }
    return *list;
}

static struct doc
photo_of(struct making *making, const struct doc *said)
{
    const struct doc *text = doc_get(said, "base64");
    struct doc *photo = doc_map(making->arena);
    char *bytes;
    size_t length;
    if (text->kind != DOC_TEXT || text->count == 0)
        return doc_null();
    if (base64_read(making->arena, text->text, text->count, &bytes, &length) != STATUS_OK ||
        length == 0) {
        making->warning = "vcard.photo_not_read";
        return doc_null();
    }
    doc_set(photo, "id", value_of(making, ID, doc_get(said, "id")));
    doc_set(photo, "created_at", value_of(making, INSTANT, doc_get(said, "created_at")));
    doc_set(photo, "name", value_of(making, LINE, doc_get(said, "name")));
    doc_set(photo, "media", value_of(making, LINE, doc_get(said, "media")));
    doc_set(photo, "data", doc_text_n(bytes, length));
    return *photo;
}

/* ---- what is kept beside people ---- */

static struct doc record_of(struct making *making, const struct doc *said, int depth);

/* Texts are made clean; what the columns are is known to who keeps them. */
static struct doc
record_value(struct making *making, const struct doc *said, int depth)
{
    if (said->kind == DOC_TEXT)
        return value_of(making, LINES, said);
    if (said->kind == DOC_INT || said->kind == DOC_BOOL)
        return *said;
    if (said->kind != DOC_LIST || depth > 0)
        return doc_null();
    struct doc *list = doc_list(making->arena);
    for (uint32_t i = 0; i < doc_count(said) && i < PERSON_JSON_PARTS_MAX; i++)
        if (doc_item(said, i)->kind == DOC_MAP)
            (void)doc_push(list, record_of(making, doc_item(said, i), depth + 1));
    return *list;
}

static struct doc
record_of(struct making *making, const struct doc *said, int depth)
{
    struct doc *record = doc_map(making->arena);
    for (uint32_t i = 0; i < doc_count(said) && i < PERSON_JSON_COLUMNS_MAX; i++)
        doc_set(record, doc_key(said, i), record_value(making, doc_value(said, i), depth));
    return *record;
}

static struct doc
records_of(struct making *making, const struct doc *said)
{
    struct doc *list = doc_list(making->arena);
    for (uint32_t i = 0; said->kind == DOC_LIST && i < doc_count(said); i++) {
        if (doc_item(said, i)->kind != DOC_MAP)
            continue;
        if (doc_count(list) == PERSON_JSON_RECORDS_MAX) {
            making->warning = "import.text_cut";
            break;
        }
        (void)doc_push(list, record_of(making, doc_item(said, i), 0));
    }
    return *list;
}

/* ---- an item of the file ---- */

static const char *
fill_person(struct making *making, const struct doc *said)
{
    static const char *const somebody[] = {"name", "title", "organization", "contact_points"};
    struct doc *values = making->row->map->values;
    for (size_t i = 0; i < COLUMNS; i++)
        values[SLOT_COLUMNS + i] =
            value_of(making, columns[i].kind, doc_get(said, columns[i].name));
    for (size_t i = 0; i < PARTS; i++)
        values[SLOT_COLUMNS + COLUMNS + i] =
            list_of(making, &parts[i], doc_get(said, parts[i].name));
    values[SLOT_PHOTO] = photo_of(making, doc_get(said, "photo"));
    values[SLOT_RECORDS] = records_of(making, doc_get(said, "records"));
    for (size_t i = 0; i < sizeof somebody / sizeof *somebody; i++)
        if (!doc_is_empty(doc_get(making->row, somebody[i])))
            return NULL;
    return "import.nothing_in_row";
}

/* A file stands behind whom it belongs to. */
static const char *
fill_file(struct person_json *reader, struct making *making, const struct doc *said)
{
    struct doc *values = making->row->map->values, file = photo_of(making, said);
    const char *of = doc_text_of(said, "file_of");
    if (reader->last_row == 0 || strcmp(of, reader->last_id) != 0)
        return "person_json.file_of_nobody";
    if (file.kind != DOC_MAP)
        return "person_json.file_not_read";
    const char *kind = doc_text_of(said, "kind");
    doc_set_text(&file, "kind", strcmp(kind, "card") == 0 ? "card" : "file");
    values[SLOT_PHOTO] = file;
    values[SLOT_FILE_OF] = doc_int(reader->last_row);
    return NULL;
}

static const char *
fill(struct person_json *reader, struct making *making, const char *text, size_t length)
{
    struct doc said;
    bool shared = strcmp(reader->items.keys[1], "records") == 0;
    if (text == NULL)
        return "person_json.too_large";
    if (json_read(making->arena, text, length, &said, NULL) != STATUS_OK || said.kind != DOC_MAP)
        return "person_json.damaged";
    if (shared) {
        making->row->map->values[SLOT_RECORD] = record_of(making, &said, 0);
        return NULL;
    }
    if (doc_has(&said, "file_of"))
        return fill_file(reader, making, &said);
    const char *reason = fill_person(making, &said), *id = doc_text_of(making->row, "id");
    reader->last_row = reader->rows + 1;
    memcpy(reader->last_id, id, strnlen(id, UUID_TEXT));
    reader->last_id[strnlen(id, UUID_TEXT)] = '\0';
    return reason;
}

static enum status
take_item(void *context, const struct json_items *items, const char *text, size_t length)
{
    struct person_json *reader = context;
    (void)items;
    arena_reset(reader->rows_arena);
    struct doc row = doc_row(reader->rows_arena, reader->shape);
    struct making making = {.arena = reader->rows_arena, .row = &row};
    const char *reason = fill(reader, &making, text, length);
    struct doc *values = row.map->values;
    reader->rows++;
    reader->usable += reason == NULL;
    values[CONTACTS_ROW] = doc_int(reader->rows);
    values[CONTACTS_EMPTY] = doc_bool(false);
    values[CONTACTS_REASON] = doc_text(reason);
    values[CONTACTS_WARNING] = doc_text(making.warning);
    if (reason != NULL && text != NULL && length <= PERSON_JSON_RAW_MAX)
        values[CONTACTS_RAW] = doc_text_n(arena_copy(reader->rows_arena, text, length), length);
    return reader->rows < reader->first_row ? STATUS_OK : reader->each(reader->context, &row);
}

static enum json_item
look_at(void *context, const struct json_items *items)
{
    struct person_json *reader = context;
    if (items->depth != 3 || items->kinds[1] != '{' || items->kinds[2] != '[' ||
        (strcmp(items->keys[1], "people") != 0 && strcmp(items->keys[1], "items") != 0 &&
         strcmp(items->keys[1], "records") != 0))
        return JSON_ITEM_NONE;
    reader->found = true;
    return JSON_ITEM_HOLD;
}

/* ---- the file ---- */

void
person_json_open(struct person_json *reader, struct arena *arena, struct arena *rows,
                 person_json_each *each, void *context)
{
    memset(reader, 0, sizeof *reader);
    reader->rows_arena = rows;
    reader->shape = make_shape(arena);
    reader->each = each;
    reader->context = context;
    json_items_open(&reader->items, arena, PERSON_JSON_ITEM_MAX, NULL, look_at, take_item, reader);
}

static enum status
refuse(struct person_json *reader, const char *code)
{
    reader->code = code;
    return STATUS_INVALID;
}

enum status
person_json_feed(struct person_json *reader, const char *bytes, size_t length)
{
    if (reader->code != NULL)
        return STATUS_INVALID;
    enum status status = json_items_feed(&reader->items, bytes, length);
    if (status == STATUS_INVALID && reader->items.code != NULL)
        return refuse(reader, "person_json.no_people");
    return status;
}

enum status
person_json_end(struct person_json *reader)
{
    if (reader->code != NULL)
        return STATUS_INVALID;
    if (reader->found && reader->items.depth > 0)
        return refuse(reader, "person_json.truncated");
    return reader->found ? STATUS_OK : refuse(reader, "person_json.no_people");
}
