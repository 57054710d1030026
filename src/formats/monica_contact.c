/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"
#include "doc/json.h"
#include "formats/contacts_private.h"
#include "formats/mail.h"
#include "formats/monica_private.h"
#include "formats/profile.h"

#include <string.h>
#include <strings.h>

struct making {
    struct arena *arena;
    const struct monica_activities *activities;
    struct doc row;
    struct doc *points;
    struct buffer notes;
    struct doc *done; /* the activities that it refers to, as the export writes them */
    const char *warning;
};

/* A value on one line, within its limit; NULL for none. */
static char *
line_of(struct arena *arena, const struct doc *map, const char *key)
{
    const char *text = doc_text_of(map, key);
    size_t length = strlen(text);
    if (length > MONICA_TEXT_MAX) {
        length = MONICA_TEXT_MAX;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
            length--;
    }
    return contacts_line(arena, (struct csv_field){arena_copy(arena, text, length), length});
}

static void
set(struct making *making, const char *key, const char *text)
{
    doc_set_text(&making->row, key, text);
}

static void
add_note(struct making *making, const char *date, const char *text)
{
    char *lines = contacts_lines(making->arena, (struct csv_field){text, strlen(text)});
    if (lines == NULL)
        return;
    if (making->notes.length + strlen(lines) + 20 > MONICA_NOTES_MAX) {
        making->warning = "import.text_cut";
        return;
    }
    if (making->notes.length > 0)
        buffer_text(&making->notes, "\n\n");
    if (strlen(date) >= 10)
        buffer_print(&making->notes, "%.10s: ", date);
    buffer_text(&making->notes, lines);
}

static void
add_point(struct making *making, const char *kind, const char *value, const char *label,
          const char *detail)
{
    struct doc point = *doc_map(making->arena);
    if (doc_count(making->points) == MONICA_POINTS_MAX) {
        making->warning = "import.text_cut";
        return;
    }
    doc_set_text(&point, "kind", kind);
    doc_set_text(&point, "value", value);
    doc_set_text(&point, "label", label);
    doc_set_text(&point, "detail", detail);
    (void)doc_push(making->points, point);
}

/* The export names the kind of a field by a number of its own that comes only later: the value tells. */
static void
add_field(struct making *making, const struct doc *properties)
{
    char *value = line_of(making->arena, properties, "data");
    if (value == NULL)
        return;
    if (mail_address_valid(value))
        add_point(making, "email", value, NULL, NULL);
    else if (contacts_looks_link(value) && profile_key(making->arena, value) != NULL)
        add_point(making, "link",
                  strstr(value, "://") != NULL ? value
                                               : arena_join(making->arena, "https://", value, ""),
                  NULL, NULL);
    else
        add_point(making, contacts_looks_phone(value) ? "phone" : "chat", value, NULL, NULL);
}

static void
add_address(struct making *making, const struct doc *properties)
{
    char *parts[CONTACTS_PARTS] = {
        [CONTACTS_STREET] = line_of(making->arena, properties, "street"),
        [CONTACTS_CITY] = line_of(making->arena, properties, "city"),
        [CONTACTS_REGION] = line_of(making->arena, properties, "province"),
        [CONTACTS_POSTAL] = line_of(making->arena, properties, "postal_code"),
        [CONTACTS_COUNTRY] = line_of(making->arena, properties, "country")};
    char *lines = contacts_address_lines(making->arena, parts);
    if (lines != NULL)
        add_point(making, "address", lines,
                  contacts_label(making->arena, line_of(making->arena, properties, "name")),
                  contacts_address_detail(making->arena, parts));
}

static void
add_activity(struct making *making, const char *uuid)
{
    if (making->activities == NULL)
        return;
    const char *text = lookup_get(&making->activities->texts, uuid);
    struct doc *activity = doc_map(making->arena), *properties = doc_map(making->arena);
    if (text == NULL)
        return;
    add_note(making, "", text);
    doc_set_text(properties, "summary", text);
    doc_set_text(activity, "uuid", uuid);
    doc_set(activity, "properties", *properties);
    (void)doc_push(making->done, *activity);
}

static void
add_collection(struct making *making, const char *type, const struct doc *value)
{
    const struct doc *properties = doc_get(value, "properties");
    if (strcmp(type, "contact_field") == 0)
        add_field(making, properties);
    else if (strcmp(type, "address") == 0)
        add_address(making, properties);
    else if (strcmp(type, "note") == 0)
        add_note(making, doc_text_of(value, "created_at"), doc_text_of(properties, "body"));
    else if (strcmp(type, "call") == 0)
        add_note(making, doc_text_of(properties, "called_at"), doc_text_of(properties, "content"));
    else if (strcmp(type, "activity") == 0 && value->kind == DOC_TEXT)
        add_activity(making, value->text);
}

static void
add_data(struct making *making, const struct doc *data)
{
    for (uint32_t i = 0; data->kind == DOC_LIST && i < doc_count(data); i++) {
        const struct doc *collection = doc_item(data, i), *values = doc_get(collection, "values");
        for (uint32_t k = 0; values->kind == DOC_LIST && k < doc_count(values); k++)
            add_collection(making, doc_text_of(collection, "type"), doc_item(values, k));
    }
}

/* {date: "1985-04-12T00:00:00Z", is_year_unknown} */
static void
add_date(struct making *making, const char *key, const struct doc *special)
{
    const char *text = doc_text_of(special, "date");
    bool unsure;
    if (*text == '\0' || doc_bool_of(special, "is_age_based"))
        return;
    char *date = contacts_date(making->arena, arena_copy(making->arena, text, strcspn(text, "T ")),
                               'y', &unsure);
    if (date == NULL)
        making->warning = "import.date_not_read";
    else if (doc_bool_of(special, "is_year_unknown"))
        date = arena_print(making->arena, "--%s", date + 5);
    set(making, key, date);
}

static void
add_tags(struct making *making, const struct doc *names)
{
    struct doc *tags = doc_list(making->arena);
    for (uint32_t i = 0; names->kind == DOC_LIST && i < doc_count(names); i++) {
        struct doc tag = *doc_map(making->arena), name = *doc_map(making->arena);
        doc_set(&name, "tag", *doc_item(names, i));
        char *text = line_of(making->arena, &name, "tag");
        if (text == NULL || doc_count(tags) == MONICA_POINTS_MAX)
            continue;
        doc_set_text(&tag, "tag", text);
        (void)doc_push(tags, tag);
    }
    doc_set(&making->row, "tags", *tags);
}

/* Without what we wrote into one that was given back to be mended. */
static const char *
as_it_stood(struct making *making, const struct doc *contact, const char *text, size_t length)
{
    struct buffer buffer;
    if (contact->kind != DOC_MAP || !doc_has(contact, MONICA_REMARK))
        return arena_copy(making->arena, text, length);
    struct doc own = doc_copy(making->arena, contact);
    doc_remove(&own, MONICA_REMARK);
    buffer_open(&buffer, making->arena, MONICA_ITEM_MAX * 2);
    json_write(&buffer, &own, 0);
    return buffer_read(&buffer);
}

static void
add_original(struct making *making, const struct doc *contact, const char *text, size_t length)
{
    struct doc *list = doc_list(making->arena), item = *doc_map(making->arena);
    if (length > MONICA_KEPT_MAX)
        return;
    doc_set_text(&item, "form", "monica");
    doc_set_text(&item, "data", as_it_stood(making, contact, text, length));
    (void)doc_push(list, item);
    doc_set(&making->row, "originals", *list);
}

static void
add_texts(struct making *making, const struct doc *contact)
{
    static const struct {
        const char *theirs, *ours;
    } texts[] = {{"first_name", "given_name"},
                 {"middle_name", "additional_name"},
                 {"last_name", "family_name"},
                 {"nickname", "nickname"},
                 {"job", "title"},
                 {"company", "organization"}};
    const struct doc *properties = doc_get(contact, "properties");
    const char *uuid = line_of(making->arena, contact, "uuid");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        set(making, texts[i].ours, line_of(making->arena, properties, texts[i].theirs));
    char *name =
        contacts_whole_name(making->arena, line_of(making->arena, properties, "first_name"),
                            line_of(making->arena, properties, "middle_name"),
                            line_of(making->arena, properties, "last_name"), NULL);
    set(making, "name", name != NULL ? name : line_of(making->arena, properties, "nickname"));
    set(making, "uid", uuid == NULL ? NULL : arena_join(making->arena, "monica:", uuid, ""));
    add_note(making, "", doc_text_of(properties, "description"));
    add_tags(making, doc_get(properties, "tags"));
    add_date(making, "birthday", doc_get(properties, "birthdate"));
    add_date(making, "met_on", doc_get(properties, "first_met_date"));
}

static void
reject(struct making *making, const char *reason, const char *text, size_t length)
{
    struct doc raw = *doc_map(making->arena);
    set(making, "reason", reason);
    if (reason == NULL)
        return;
    doc_set(&raw, "contact", doc_text_n(arena_copy(making->arena, text, length), length));
    doc_set(&raw, "activities", *making->done);
    doc_set(&making->row, "raw", raw);
}

static const char *
judge(const struct making *making, const struct doc *contact)
{
    if (doc_bool_of(doc_get(contact, "properties"), "is_partial"))
        return "monica.partial";
    bool usable = !doc_is_empty(doc_get(&making->row, "name")) ||
                  !doc_is_empty(doc_get(&making->row, "organization")) ||
                  doc_count(making->points) > 0;
    return usable ? NULL : "import.nothing_in_row";
}

struct doc
monica_contact(struct arena *arena, const struct monica_activities *activities, const char *text,
               size_t length, int64_t row)
{
    static const char *const keys[] = {"line", "reason", "warning", "tags", "originals", "raw"};
    struct making making = {.arena = arena, .activities = activities, .row = *doc_map(arena)};
    struct doc contact;
    making.points = doc_list(arena);
    making.done = doc_list(arena);
    buffer_open(&making.notes, arena, MONICA_NOTES_MAX + 100);
    doc_set_int(&making.row, "row", row);
    doc_set_bool(&making.row, "empty", false);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        doc_set(&making.row, keys[i], doc_null());
    if (text == NULL) {
        set(&making, "reason", "monica.too_large");
        return making.row;
    }
    if (json_read(arena, text, length, &contact, NULL) != STATUS_OK) {
        reject(&making, "monica.damaged", text, length);
        return making.row;
    }
    add_texts(&making, &contact);
    add_data(&making, doc_get(&contact, "data"));
    set(&making, "place", contacts_place_of(arena, making.points));
    add_original(&making, &contact, text, length);
    set(&making, "notes", making.notes.length == 0 ? NULL : buffer_read(&making.notes));
    doc_set(&making.row, "contact_points", *making.points);
    reject(&making, judge(&making, &contact), text, length);
    set(&making, "warning", making.warning);
    return making.row;
}

char *
monica_activity(struct arena *arena, const char *text, size_t length, const char **out_uuid)
{
    struct doc activity;
    if (json_read(arena, text, length, &activity, NULL) != STATUS_OK)
        return NULL;
    const struct doc *properties = doc_get(&activity, "properties");
    const char *summary = doc_text_of(properties, "summary");
    const char *description = doc_text_of(properties, "description");
    const char *date = doc_text_of(properties, "happened_at");
    *out_uuid = doc_text_of(&activity, "uuid");
    if (**out_uuid == '\0' || (*summary == '\0' && *description == '\0'))
        return NULL;
    return arena_print(arena, "%.10s%s%s%s%s", date, *date == '\0' ? "" : ": ", summary,
                       *summary != '\0' && *description != '\0' ? "\n" : "", description);
}
