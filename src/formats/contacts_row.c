/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"
#include "base/utf8.h"
#include "doc/json.h"
#include "formats/contacts_csv.h"
#include "formats/contacts_private.h"
#include "formats/mail.h"
#include "formats/profile.h"
#include "text/fold.h"

#include <string.h>
#include <strings.h>

enum slot {
    SLOT_FIELDS =
        CONTACTS_READER_SLOTS, /* CONTACTS_FIELDS of them; the family's pronunciation stays null */
    SLOT_POINTS = SLOT_FIELDS + CONTACTS_FIELDS,
    SLOT_TAGS,
    SLOT_ORIGINALS,
    SLOT_PHOTO,
    SLOTS
};

struct doc_shape *
contacts_reader_shape(struct arena *arena, uint32_t slots)
{
    static const char *const keys[] = {"row", "line", "empty", "reason", "warning", "raw"};
    struct doc_shape *shape = doc_shape(arena, slots);
    for (size_t i = 0; i < CONTACTS_READER_SLOTS; i++)
        (void)doc_shape_add(arena, shape, keys[i]);
    return shape;
}

struct doc_shape *
contacts_row_shape(struct arena *arena)
{
    static const char *const behind[] = {"contact_points", "tags", "originals", "photo_link"};
    struct doc_shape *shape = contacts_reader_shape(arena, SLOTS);
    for (int i = 0; i < CONTACTS_FIELDS; i++)
        (void)doc_shape_add(arena, shape, contacts_fields[i]);
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
        (void)doc_shape_add(arena, shape, behind[i]);
    return shape;
}

/* ---- the row ---- */

static struct csv_field
cell_at(const struct contacts_making *making, int column)
{
    if (column < 0 || (size_t)column >= making->record->count)
        return (struct csv_field){"", 0};
    return contacts_unguarded(making->record->fields[column]);
}

static char *
line_at(const struct contacts_making *making, int column)
{
    struct csv_field cell = cell_at(making, column);
    if (cell.length == 0)
        return NULL;
    return making->plan->ours ? contacts_own(making->arena, cell, false)
                              : contacts_line(making->arena, cell);
}

static char *
lines_at(const struct contacts_making *making, int column)
{
    struct csv_field cell = cell_at(making, column);
    if (cell.length == 0)
        return NULL;
    return making->plan->ours ? contacts_own(making->arena, cell, true)
                              : contacts_lines(making->arena, cell);
}

/* "Work" of another program is our "work"; our own stays as it is. */
static const char *
label_at(const struct contacts_making *making, int column)
{
    char *text = line_at(making, column);
    return text == NULL || making->plan->ours ? text : contacts_label(making->arena, text);
}

static void
add_point(struct contacts_making *making, const char *kind, const char *value, const char *label,
          const char *detail)
{
    if (making->points == NULL)
        making->points = doc_list(making->arena);
    if (doc_count(making->points) == CONTACTS_POINTS_MAX) {
        making->many = true;
        return;
    }
    struct doc point = doc_row(making->arena, making->plan->point_shape);
    struct doc *values = point.map->values;
    values[0] = doc_text(kind);
    values[1] = doc_text(value);
    values[2] = doc_text(label);
    values[3] = doc_text(detail);
    (void)doc_push(making->points, point);
}

static bool
take_value(struct contacts_making *making, const struct contacts_key *key, const char *value,
           const char *label)
{
    if (making->plan->ours) {
        add_point(making, key->point, value, label, NULL);
        return true;
    }
    if (strcmp(key->point, "email") == 0) {
        if (!mail_address_valid(value))
            return false;
    } else if (strcmp(key->point, "link") == 0) {
        if (profile_key(making->arena, value) == NULL)
            return false;
        if (strstr(value, "://") == NULL)
            value = arena_join(making->arena, "https://", value, "");
    }
    add_point(making, key->point, value, label, NULL);
    return true;
}

static void
make_point(struct contacts_making *making, const struct contacts_group *group)
{
    char *text = line_at(making, group->at[CONTACTS_WHOLE]);
    const char *label = label_at(making, group->at[CONTACTS_LABEL]);
    char *service = line_at(making, group->at[CONTACTS_SERVICE]);
    const char *cursor = text, *separators = "", *shown = group->key.label;
    if (text == NULL)
        return;
    if (service != NULL)
        shown = service;
    else if (label != NULL)
        shown = label;
    bool ours = making->plan->ours, several = !ours && strstr(text, " ::: ") != NULL;
    if (!ours && strcmp(group->key.point, "email") == 0 && strpbrk(text, ";, ") != NULL &&
        contacts_all_addresses(making->arena, text)) {
        separators = ";, ";
        several = true;
    }
    /* Nearly always there is one, and it is clean already. */
    if (!several && take_value(making, &group->key, text, shown))
        return;
    for (char *piece; (piece = contacts_piece(making->arena, &cursor, separators, true)) != NULL;) {
        if (*piece == '\0' || take_value(making, &group->key, piece, shown))
            continue;
        contacts_keep(making, making->plan->names[group->at[CONTACTS_WHOLE]], piece);
        contacts_warn(making, strcmp(group->key.point, "email") == 0 ? "import.email_not_valid"
                                                                     : "import.link_not_valid");
    }
}

static void
make_address(struct contacts_making *making, const struct contacts_group *group)
{
    char *parts[CONTACTS_PARTS] = {0};
    bool any = false;
    for (int i = CONTACTS_WHOLE; i <= CONTACTS_DETAIL; i++) {
        parts[i] =
            i == CONTACTS_DETAIL ? line_at(making, group->at[i]) : lines_at(making, group->at[i]);
        any = any || parts[i] != NULL;
    }
    if (!any)
        return;
    const char *label = label_at(making, group->at[CONTACTS_LABEL]);
    bool none = making->plan->ours && parts[CONTACTS_WHOLE] != NULL;
    char *detail = parts[CONTACTS_DETAIL] != NULL || none
                       ? parts[CONTACTS_DETAIL]
                       : contacts_address_detail(making->arena, parts);
    char *value = parts[CONTACTS_WHOLE] != NULL ? parts[CONTACTS_WHOLE]
                                                : contacts_address_lines(making->arena, parts);
    if (value != NULL)
        add_point(making, "address", value, label != NULL ? label : group->key.label, detail);
}

static void
add_tag(struct contacts_making *making, const char *tag)
{
    struct doc item = *doc_map(making->arena);
    bool ours = making->plan->ours;
    if (!ours && strncmp(tag, "* ", 2) == 0)
        tag += 2;
    if (*tag == '\0' ||
        (!ours && (strcmp(tag, "myContacts") == 0 || strcmp(tag, "My Contacts") == 0)))
        return; /* every contact of Google's has that one */
    if (making->tags == NULL)
        making->tags = doc_list(making->arena);
    for (uint32_t i = 0; i < doc_count(making->tags); i++)
        if (strcasecmp(doc_text_of(doc_item(making->tags, i), "tag"), tag) == 0)
            return;
    if (doc_count(making->tags) == CONTACTS_TAGS_MAX) {
        making->many = true;
        return;
    }
    doc_set_text(&item, "tag", tag);
    (void)doc_push(making->tags, item);
}

static void
make_tags(struct contacts_making *making, const char *text)
{
    const char *dialect = making->plan->header.dialect, *cursor = text;
    bool google = strncmp(dialect, "google", 6) == 0;
    const char *separators = google ? "" : strcmp(dialect, "csv") == 0 ? ";,|" : ";";
    if (making->plan->ours) { /* each has a column of its own */
        add_tag(making, text);
        return;
    }
    for (char *piece; (piece = contacts_piece(making->arena, &cursor, separators, true)) != NULL;)
        add_tag(making, piece);
}

/* Notes and addresses keep their lines; the first of several columns of one kind counts, the others are
 * kept as they are. */
static void
take_field(struct contacts_making *making, enum contacts_field field, int column)
{
    bool lines = field == CONTACTS_NOTES;
    char *text = lines ? lines_at(making, column) : line_at(making, column);
    if (text == NULL)
        return;
    if (making->texts[field] == NULL)
        making->texts[field] = text;
    else if (lines)
        making->texts[field] = arena_join(making->arena, making->texts[field], "\n\n", text);
    else if (strcmp(making->texts[field], text) != 0)
        contacts_keep(making, making->plan->names[column], text);
}

static void
take_kept(struct contacts_making *making, int column)
{
    const struct contacts_column *known = &making->plan->header.columns[column];
    char *text = lines_at(making, column);
    if (text == NULL || (known->void_value != NULL &&
                         strcmp(text_fold(making->arena, text), known->void_value) == 0))
        return;
    if (!(contacts_no_date(text) && strpbrk(text, "/.-") != NULL))
        contacts_keep(making, making->plan->names[column], text);
}

static void
take_cell(struct contacts_making *making, int column)
{
    const struct contacts_key *key = &making->plan->keys[column];
    char *text;
    switch (key->kind) {
    case CONTACTS_FIELD: take_field(making, key->field, column); break;
    case CONTACTS_KEEP: take_kept(making, column); break;
    case CONTACTS_TAGS:
        text = line_at(making, column);
        if (text != NULL)
            make_tags(making, text);
        break;
    case CONTACTS_PHOTO: making->photo = line_at(making, column); break;
    case CONTACTS_BIRTHDAY:
        making->birthday[key->part - CONTACTS_YEAR] = line_at(making, column);
        break;
    case CONTACTS_POINT:
    case CONTACTS_ADDRESS:
    case CONTACTS_CUSTOM:
    case CONTACTS_DROP: break;
    }
}

/* "Chat" or "Chat (Signal)": Google has no other place for it. */
static bool
make_custom_chat(struct contacts_making *making, const char *label, const char *text)
{
    size_t length = strlen(label);
    if (strncmp(label, "Chat", 4) != 0 || strchr(text, '\n') != NULL)
        return false;
    if (length == 4) {
        add_point(making, "chat", text, NULL, NULL);
        return true;
    }
    if (strncmp(label, "Chat (", 6) != 0 || label[length - 1] != ')' || length == 7)
        return false;
    add_point(making, "chat", text, arena_copy(making->arena, label + 6, length - 7), NULL);
    return true;
}

/* "Met on" of a custom field is our own met_on on its way back. */
static void
make_custom(struct contacts_making *making, const struct contacts_group *group)
{
    char *text = lines_at(making, group->at[CONTACTS_WHOLE]);
    char *label = line_at(making, group->at[CONTACTS_LABEL]);
    int value_at = group->at[CONTACTS_WHOLE];
    if (text == NULL) {
        making->no_place = making->no_place || (label != NULL && strcmp(label, "Place") == 0);
        return;
    }
    if (label == NULL)
        label = arena_text(making->arena, making->plan->names[value_at]);
    if (making->plan->ours) {
        contacts_keep(making, label, text);
        return;
    }
    if (make_custom_chat(making, label, text))
        return;
    char *key = text_fold(making->arena, label);
    for (char *cursor = key; *cursor != '\0'; cursor++)
        if (*cursor == ' ')
            *cursor = '_';
    for (int i = 0; i < CONTACTS_FIELDS; i++) {
        if (strcmp(contacts_fields[i], key) == 0 && making->texts[i] == NULL &&
            strchr(text, '\n') == NULL) {
            making->texts[i] = text;
            return;
        }
    }
    contacts_keep(making, label, text);
}

static bool
all_empty(const struct csv_record *record)
{
    for (size_t i = 0; i < record->count; i++)
        if (contacts_trim(record->fields[i]).length > 0)
            return false;
    return true;
}

static size_t
most_of(const struct contacts_key *key)
{
    bool text = key->kind == CONTACTS_KEEP || key->kind == CONTACTS_ADDRESS ||
                key->kind == CONTACTS_CUSTOM || key->kind == CONTACTS_DROP ||
                key->kind == CONTACTS_TAGS ||
                (key->kind == CONTACTS_FIELD && key->field == CONTACTS_NOTES);
    return text ? CONTACTS_TEXT_MAX : CONTACTS_CELL_MAX;
}

static const char *
shape_problem(const struct contacts_plan *plan, const struct csv_record *record)
{
    size_t width = plan->header.count, total = 0;
    if (record->count < width && plan->header.whole_rows)
        return "import.too_few_cells";
    for (size_t i = 0; i < record->count; i++) {
        struct csv_field cell = record->fields[i];
        if (cell.length == 0)
            continue;
        total += cell.length;
        if (i >= width && contacts_trim(cell).length > 0)
            return "import.too_many_cells";
        if (i < width && cell.length > most_of(&plan->keys[i]) * (plan->ours ? 4 : 1))
            return "import.cell_too_long"; /* ours were counted in characters */
        if (!plan->ours && contacts_damaged(cell))
            return "import.damaged_text";
    }
    return total > CONTACTS_ROW_MAX ? "import.row_too_long" : NULL;
}

static struct doc
originals_of(const struct contacts_making *making)
{
    struct doc item, *list;
    struct buffer json;
    if (making->kept == NULL)
        return doc_null();
    buffer_open(&json, making->arena, 2 * CONTACTS_ROW_MAX + 64 * 1024);
    json_write(&json, making->kept, 0);
    list = doc_list(making->arena);
    item = *doc_map(making->arena);
    doc_set_text(&item, "form", "csv");
    doc_set_text(&item, "data", arena_text(making->arena, buffer_read(&json)));
    (void)doc_push(list, item);
    return *list;
}

static void
make_values(struct contacts_making *making)
{
    const struct contacts_plan *plan = making->plan;
    size_t count =
        making->record->count < plan->header.count ? making->record->count : plan->header.count;
    for (size_t i = 0; i < count; i++)
        if (making->record->fields[i].length > 0)
            take_cell(making, (int)i);
    for (uint32_t i = 0; i < plan->group_count; i++) {
        const struct contacts_group *group = &plan->groups[i];
        if (group->key.kind == CONTACTS_POINT)
            make_point(making, group);
        else if (group->key.kind == CONTACTS_ADDRESS)
            make_address(making, group);
        else
            make_custom(making, group);
    }
    contacts_finish(making);
}

static bool
is_usable(const struct contacts_making *making)
{
    if (making->texts[CONTACTS_NAME] != NULL || making->texts[CONTACTS_ORGANIZATION] != NULL ||
        (making->plan->ours && making->texts[CONTACTS_TITLE] != NULL))
        return true;
    for (uint32_t i = 0; making->points != NULL && i < doc_count(making->points); i++) {
        const char *kind = doc_text_of(doc_item(making->points, i), "kind");
        if (strcmp(kind, "email") == 0 || strcmp(kind, "phone") == 0)
            return true;
    }
    return false;
}

static void
fill_row(struct doc *values, const struct contacts_making *making)
{
    for (int i = 0; i < CONTACTS_FIELDS; i++)
        values[SLOT_FIELDS + i] = doc_text(making->texts[i]);
    for (int i = CONTACTS_FIRST_TRUTH; i < CONTACTS_FIELDS; i++)
        if (making->texts[i] != NULL)
            values[SLOT_FIELDS + i] = doc_bool(true);
    if (making->points != NULL)
        values[SLOT_POINTS] = *making->points;
    if (making->tags != NULL)
        values[SLOT_TAGS] = *making->tags;
    values[SLOT_ORIGINALS] = originals_of(making);
    values[SLOT_PHOTO] = doc_text(making->photo);
    values[CONTACTS_WARNING] = doc_text(making->warning);
}

struct doc
contacts_row_make(struct arena *arena, struct doc_shape *shape, const struct contacts_plan *plan,
                  const struct csv_record *record, int64_t row, bool *out_usable)
{
    struct doc made = doc_row(arena, shape), *values = made.map->values;
    struct contacts_making making = {.arena = arena, .plan = plan, .record = record};
    bool empty = all_empty(record);
    const char *reason = empty ? NULL : shape_problem(plan, record);
    values[CONTACTS_ROW] = doc_int(row);
    values[CONTACTS_LINE] = doc_int(record->line);
    values[CONTACTS_EMPTY] = doc_bool(empty);
    *out_usable = false;
    if (empty)
        return made;
    if (reason == NULL || strcmp(reason, "import.damaged_text") == 0 ||
        strcmp(reason, "import.too_few_cells") == 0)
        make_values(&making);
    if (reason == NULL && making.many)
        reason = "import.too_many_values";
    if (reason == NULL && !is_usable(&making))
        reason = "import.nothing_in_row";
    if (reason == NULL && record->count < plan->header.count)
        contacts_warn(&making, "import.too_few_cells");
    if (reason != NULL)
        making.warning = NULL;
    fill_row(values, &making);
    values[CONTACTS_REASON] = doc_text(reason);
    if (reason != NULL)
        values[CONTACTS_RAW] = contacts_raw(arena, &plan->header, record);
    *out_usable = reason == NULL;
    return made;
}
