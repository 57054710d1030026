/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/vcard_write.h"

#include "base/base64.h"
#include "formats/vcard_output.h"

#include <string.h>
#include <strings.h>

/* ---- what belongs together ---- */

struct group {
    const char *keys[7]; /* of the document */
    enum vcard_name names[4];
    bool is_text; /* 2.1 escapes it otherwise: never given back as it was */
    void (*write)(struct output *output);
};

static const char *
text_of(const struct output *output, const char *key)
{
    const struct doc *value = doc_get(output->person, key);
    return value->kind == DOC_TEXT && value->count > 0 ? value->text : NULL;
}

static void
put_text(struct output *output, const char *name, const char *text)
{
    if (text == NULL)
        return;
    output_begin(output, NULL, name);
    output_value(output);
    output_escaped(output, text);
    output_end(output);
}

/* A card needs a name to be shown under; of somebody whose name is not known yet it is what is known. */
static const char *
shown_name(const struct output *output)
{
    static const char *const keys[] = {"name", "organization", "title"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (text_of(output, keys[i]) != NULL)
            return text_of(output, keys[i]);
    const struct doc *points = doc_get(output->person, "contact_points");
    return doc_count(points) > 0 ? doc_text_of(doc_item(points, 0), "value") : "?";
}

static void
write_name(struct output *output)
{
    put_text(output, "FN", shown_name(output));
}

static const char *const part_keys[] = {"family_name", "given_name", "additional_name",
                                        "name_prefix", "name_suffix"};

static void
write_parts(struct output *output)
{
    bool any = false;
    for (int i = 0; i < 5; i++)
        any |= text_of(output, part_keys[i]) != NULL;
    if (!any && output->writer->version == VCARD_40)
        return;
    output_begin(output, NULL, "N");
    output_value(output);
    for (int i = 0; i < 5; i++) {
        if (i > 0)
            output_raw(output, ";", 1);
        if (any)
            output_escaped(output, text_of(output, part_keys[i]));
        else if (i == 1)
            output_escaped(output, text_of(output, "name"));
    }
    output_end(output);
}

static void
write_nickname(struct output *output)
{
    put_text(output, "NICKNAME", text_of(output, "nickname"));
}

static void
write_pronunciation(struct output *output)
{
    put_text(output, "X-PHONETIC-FIRST-NAME", text_of(output, "pronunciation"));
}

static void
write_organization(struct output *output)
{
    const char *name = text_of(output, "organization"), *unit = text_of(output, "department");
    if (name == NULL && unit == NULL)
        return;
    output_begin(output, NULL, "ORG");
    output_value(output);
    output_escaped(output, name);
    if (unit != NULL)
        output_raw(output, ";", 1);
    output_escaped(output, unit);
    output_end(output);
}

static void
write_title(struct output *output)
{
    put_text(output, "TITLE", text_of(output, "title"));
}

/* "1985-04-12", in 4.0 "19850412"; without a year "--04-12" and "--0412". */
static void
write_birthday(struct output *output)
{
    const char *date = text_of(output, "birthday");
    if (date == NULL)
        return;
    output_begin(output, NULL, "BDAY");
    output_value(output);
    for (size_t i = 0; date[i] != '\0'; i++)
        if (output->writer->version != VCARD_40 || date[i] != '-' || i < 2)
            output_raw(output, date + i, 1);
    output_end(output);
}

static void
write_notes(struct output *output)
{
    put_text(output, "NOTE", text_of(output, "notes"));
}

static void
write_tags(struct output *output)
{
    const struct doc *tags = doc_get(output->person, "tags");
    if (doc_count(tags) == 0)
        return;
    output_begin(output, NULL, "CATEGORIES");
    output_value(output);
    for (uint32_t i = 0; i < doc_count(tags); i++) {
        if (i > 0)
            output_raw(output, ",", 1);
        output_escaped(output, doc_text_of(doc_item(tags, i), "tag"));
    }
    output_end(output);
}

static void
write_languages(struct output *output)
{
    put_text(output, "X-RAPPORT-LANGUAGES", text_of(output, "languages"));
}

static void
write_zone(struct output *output)
{
    const char *zone = text_of(output, "zone");
    if (zone == NULL)
        return;
    bool standard = strchr(zone, '/') != NULL;
    output_begin(output, NULL, standard ? "TZ" : "X-RAPPORT-ZONE");
    if (standard && output->writer->version == VCARD_30)
        output_param(output, "VALUE", "text");
    output_value(output);
    output_escaped(output, zone);
    output_end(output);
}

static void
write_uid(struct output *output)
{
    const char *uid = text_of(output, "uid"), *id = text_of(output, "id");
    /* Programs that keep cards want a name for each; ours does until another one gave it. */
    if (uid == NULL && id != NULL)
        uid = arena_print(output->arena, "urn:uuid:%s", id);
    put_text(output, "UID", uid);
}

static const struct group groups[] = {
    {{"name"}, {VCARD_FN}, true, write_name},
    {{"name", "given_name", "additional_name", "family_name", "name_prefix", "name_suffix"},
     {VCARD_N},
     true,
     write_parts},
    {{"nickname"}, {VCARD_NICKNAME, VCARD_ANDROID}, true, write_nickname},
    {{"pronunciation"},
     {VCARD_PHONETIC_FIRST, VCARD_PHONETIC_MIDDLE, VCARD_PHONETIC_LAST},
     true,
     write_pronunciation},
    {{"organization", "department"}, {VCARD_ORG}, true, write_organization},
    {{"title"}, {VCARD_TITLE, VCARD_ROLE}, true, write_title},
    {{"birthday"}, {VCARD_BDAY}, false, write_birthday},
    {{"notes"}, {VCARD_NOTE}, true, write_notes},
    {{"tags"}, {VCARD_CATEGORIES}, true, write_tags},
    {{"languages"}, {VCARD_LANG}, false, write_languages},
    {{"zone"}, {VCARD_TZ}, false, write_zone},
    {{"uid"}, {VCARD_UID}, false, write_uid},
};

/* ---- the groups, as they were or anew ---- */

static bool
is_of(const struct group *group, const struct vcard_line *line)
{
    for (size_t i = 0; i < sizeof group->names / sizeof group->names[0]; i++)
        if (group->names[i] != VCARD_UNKNOWN && line->name == group->names[i])
            return true;
    return false;
}

static bool
same_value(const struct doc *one, const struct doc *other)
{
    return (doc_is_empty(one) && doc_is_empty(other)) || doc_equal(one, other);
}

static bool
is_as_it_was(const struct output *output, const struct group *group)
{
    if (group->is_text && output->was.version == 21)
        return false;
    for (size_t i = 0; group->keys[i] != NULL; i++)
        if (!same_value(doc_get(output->person, group->keys[i]),
                        doc_get(output->was.doc, group->keys[i])))
            return false;
    bool found = false;
    for (size_t i = 0; i < output->was.count; i++) {
        const struct vcard_line *line = &output->was.lines[i];
        if (!line->used || !is_of(group, line))
            continue;
        if (group->is_text && line->coding == VCARD_BASE64)
            return false; /* 4.0 would make an address of its bytes */
        found = true;
    }
    return found;
}

static void
write_group(struct output *output, const struct group *group)
{
    bool kept = output->was.doc != NULL && is_as_it_was(output, group);
    bool cleared = doc_is_empty(doc_get(output->person, group->keys[0]));
    if (!kept)
        group->write(output);
    for (size_t i = 0; i < output->was.count; i++) {
        struct vcard_line *line = &output->was.lines[i];
        if (!is_of(group, line))
            continue;
        if (kept && line->used)
            output_original(output, line, PREFERRED_AS_IT_WAS);
        /* A second title would become the first, once the first is gone. */
        if (line->used || cleared)
            output->done[i] = true;
    }
}

/* ---- addresses, numbers, links ---- */

struct point {
    const char *kind, *value, *label, *detail;
};

static const char *
point_text(const struct doc *point, const char *key)
{
    const struct doc *value = doc_get(point, key);
    return value->kind == DOC_TEXT && value->count > 0 ? value->text : NULL;
}

static bool
same_text(const char *one, const char *other)
{
    return one == other || (one != NULL && other != NULL && strcmp(one, other) == 0);
}

/* The line of the original that says this very point, or NULL. */
static struct vcard_line *
line_of(struct output *output, const struct point *point)
{
    const struct doc *points =
        output->was.doc == NULL ? NULL : doc_get(output->was.doc, "contact_points");
    for (size_t i = 0; points != NULL && i < output->was.count; i++) {
        struct vcard_line *line = &output->was.lines[i];
        if (line->point < 0 || output->done[i] || line->coding == VCARD_BASE64)
            continue;
        const struct doc *was = doc_item(points, (uint32_t)line->point);
        if (same_text(point->kind, point_text(was, "kind")) &&
            same_text(point->value, point_text(was, "value")) &&
            same_text(point->label, point_text(was, "label")) &&
            same_text(point->detail, point_text(was, "detail")))
            return line;
    }
    return NULL;
}

/* Types that every program takes; another word is a label of its own (X-ABLabel), for some refuse the card
 * because of an unknown type. */
static bool
is_type(const char *kind, struct span word)
{
    static const char *const everywhere[] = {"home", "work", NULL};
    static const char *const of_phones[] = {"home", "work", "cell", "fax", "pager", "car", NULL};
    const char *const *types = strcmp(kind, "phone") == 0 ? of_phones : everywhere;
    for (; *types != NULL; types++)
        if (strlen(*types) == word.length && memcmp(*types, word.text, word.length) == 0)
            return true;
    return false;
}

/* "work fax" -> "WORK,FAX". NULL when it is no such label, or in another order than reading would give. */
static const char *
types_of(struct output *output, const struct point *point)
{
    struct vcard_line line = {.point = -1};
    struct vcard_card none = {.count = 0};
    struct span rest = {point->label, strlen(point->label)}, word;
    if (strcmp(point->kind, "chat") == 0)
        return NULL;
    while (vcard_part(&rest, ' ', &word))
        if (!is_type(point->kind, word))
            return NULL;
    char *types = arena_print(output->arena, "TYPE=%s", point->label);
    for (char *at = types + 5; *at != '\0'; at++)
        *at = (char)(*at == ' ' ? ',' : *at & ~0x20);
    line.params = (struct span){types, strlen(types)};
    const char *again = vcard_label(&output->context, &line, &none);
    return again != NULL && strcmp(again, point->label) == 0 ? types + 5 : NULL;
}

static bool
is_word(const char *text)
{
    return text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-")] ==
               '\0' &&
           strlen(text) < 20 && *text != '\0';
}

static void
write_point_value(struct output *output, const struct point *point)
{
    output_value(output);
    if (strcmp(point->kind, "address") == 0) {
        if (point->detail != NULL) {
            output_raw(output, point->detail, strlen(point->detail));
            return;
        }
        output_raw(output, ";;", 2);
        output_escaped(output, point->value);
        output_raw(output, ";;;;", 4);
        return;
    }
    if (strcmp(point->kind, "chat") == 0)
        output_raw(output, "im:", 3);
    output_escaped(output, point->value);
}

static void
write_point(struct output *output, const struct point *point)
{
    static const struct {
        const char *kind, *name;
    } names[] = {{"email", "EMAIL"},
                 {"phone", "TEL"},
                 {"link", "URL"},
                 {"address", "ADR"},
                 {"chat", "IMPP"}};
    const char *name = NULL, *types = NULL, *group = NULL;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(point->kind, names[i].kind) == 0)
            name = names[i].name;
    if (name == NULL || point->value == NULL)
        return;
    bool service =
        strcmp(point->kind, "chat") == 0 && point->label != NULL && is_word(point->label);
    if (point->label != NULL && !service)
        types = types_of(output, point);
    if (point->label != NULL && !service && types == NULL)
        group = arena_print(output->arena, "item%d", ++output->items);
    output_begin(output, group, name);
    bool internet = strcmp(name, "EMAIL") == 0 && output->writer->version == VCARD_30;
    if (internet)
        output_param(output, "TYPE", "INTERNET");
    if (types != NULL)
        output_param(output, "TYPE", types);
    if (service)
        output_param(output, "X-SERVICE-TYPE", point->label);
    write_point_value(output, point);
    output_end(output);
    if (group == NULL)
        return;
    output_begin(output, group, "X-ABLabel");
    output_value(output);
    output_escaped(output, point->label);
    output_end(output);
}

static void
write_points(struct output *output)
{
    const struct doc *points = doc_get(output->person, "contact_points");
    bool preferred = true;
    for (uint32_t i = 0; i < doc_count(points); i++) {
        const struct doc *item = doc_item(points, i);
        const struct point point = {doc_text_of(item, "kind"), point_text(item, "value"),
                                    point_text(item, "label"), point_text(item, "detail")};
        struct vcard_line *line = line_of(output, &point);
        preferred = preferred && line != NULL && line->chosen <= 100;
        if (line == NULL) {
            write_point(output, &point);
            continue;
        }
        output_original(output, line, preferred ? PREFERRED_YES : PREFERRED_NO);
        output->done[line - output->was.lines] = true;
        output_labels(output, line);
    }
    for (size_t i = 0; i < output->was.count; i++)
        if (output->was.lines[i].point >= 0)
            output->done[i] = true; /* taken away since */
}

/* ---- the rest ---- */

static void
write_photo(struct output *output)
{
    const struct doc *photo = doc_get(output->person, "photo"), *data = doc_get(photo, "data");
    const char *link = text_of(output, "photo_link"), *media = doc_text_of(photo, "media");
    const char *base64 = doc_text_of(photo, "base64");
    bool shown = base64[0] != '\0' || (data->kind == DOC_TEXT && data->count > 0);
    for (size_t i = 0; i < output->was.count; i++) {
        struct vcard_line *line = &output->was.lines[i];
        bool is_photo = line->name == VCARD_PHOTO;
        if (is_photo && (span_trim(line->value).length == 0 || (shown && line->used)))
            output->done[i] = true;
        if (is_photo && !output->done[i] && line->used)
            link = NULL; /* it comes back as it was */
    }
    if (!shown && link == NULL)
        return;
    if (shown && base64[0] == '\0')
        base64 = base64_write(output->arena, data->text, data->count);
    output_begin(output, NULL, "PHOTO");
    if (!shown) {
        output_param(output, "VALUE", "uri");
        output_value(output);
        output_raw(output, link, strlen(link));
    } else if (output->writer->version == VCARD_40) {
        output_value(output);
        output_raw(output, "data:", 5);
        output_raw(output, media, strlen(media));
        output_raw(output, ";base64,", 8);
        output_raw(output, base64, strlen(base64));
    } else {
        const char *type = strrchr(media, '/');
        output_param(output, "ENCODING", "b");
        output_param(output, "TYPE", type == NULL ? "JPEG" : output_upper(output, type + 1));
        output_value(output);
        output_raw(output, base64, strlen(base64));
    }
    output_end(output);
}

/* Reading takes the place from the first address whose town is told; another one, or none, has to be said. */
static const char *
derived_place(struct output *output)
{
    const struct doc *points = doc_get(output->person, "contact_points");
    for (uint32_t i = 0; i < doc_count(points); i++) {
        const char *detail = point_text(doc_item(points, i), "detail");
        if (detail == NULL || strcmp(doc_text_of(doc_item(points, i), "kind"), "address") != 0)
            continue;
        struct span rest = {detail, strlen(detail)}, part = {"", 0};
        for (int at = 0; at < 4 && vcard_part(&rest, ';', &part);)
            at++;
        if (span_trim(part).length > 0)
            return vcard_clean(&output->context, part, VCARD_ONE_LINE, VCARD_TEXT_MAX);
    }
    return NULL;
}

static void
write_own(struct output *output)
{
    static const char *const columns[][2] = {
        {"X-RAPPORT-LANGUAGE", "preferred_language"},
        {"X-RAPPORT-CONNECTED-ON", "connected_on"},
        {"X-RAPPORT-MET-ON", "met_on"},
        {"X-RAPPORT-MET-PLACE", "met_place"},
        {"X-RAPPORT-HOW-FOUND", "how_found"},
        {"X-RAPPORT-CIRCLE", "circle"},
        {"X-RAPPORT-ADDRESS-FORM", "address_form"},
        {"X-RAPPORT-IN-FIELD", "in_field"},
        {"X-RAPPORT-FIELD-SINCE", "field_since"},
        {"X-RAPPORT-FIELD-UNTIL", "field_until"},
        {"X-RAPPORT-SIMILAR-BACKGROUND", "similar_background"}};
    static const char *const marks[][2] = {{"X-RAPPORT-PRIVATE", "is_private"},
                                           {"X-RAPPORT-DO-NOT-CONTACT", "do_not_contact"},
                                           {"X-RAPPORT-MAY-APPROACH-LATER", "may_approach_later"}};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        put_text(output, columns[i][0], text_of(output, columns[i][1]));
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (doc_bool_of(output->person, marks[i][1]))
            put_text(output, marks[i][0], "yes");
    const char *place = text_of(output, "place"), *given = text_of(output, "given_name");
    if (!same_text(place, derived_place(output)))
        put_text(output, "X-RAPPORT-PLACE", place == NULL ? "" : place);
    if (text_of(output, "name") == NULL)
        put_text(output, "X-RAPPORT-UNNAMED", "yes");
    bool alone = given != NULL;
    for (int i = 0; i < 5; i++)
        alone = alone && (i == 1 || text_of(output, part_keys[i]) == NULL);
    if (alone && (text_of(output, "name") == NULL || same_text(given, text_of(output, "name"))))
        put_text(output, "X-RAPPORT-GIVEN-NAME", given);
}

void
vcard_write_open(struct vcard_writer *writer, struct arena *arena, enum vcard_version version)
{
    *writer = (struct vcard_writer){.version = version, .words = vcard_words_make(arena)};
}

enum status
vcard_write(struct vcard_writer *writer, struct arena *scratch, const struct doc *person,
            struct buffer *buffer)
{
    struct buffer line;
    struct output output = {
        .writer = writer,
        .arena = scratch,
        .buffer = buffer,
        .line = &line,
        .person = person,
        .context = {.arena = scratch, .words = writer->words, .fallback = "windows-1252"}};
    buffer_open(&line, scratch, 2 * VCARD_CARD_MAX);
    output_read_cards(&output);
    buffer_text(buffer, "BEGIN:VCARD\r\nVERSION:");
    buffer_text(buffer, writer->version == VCARD_40 ? "4.0\r\n" : "3.0\r\n");
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
        write_group(&output, &groups[i]);
    write_points(&output);
    write_photo(&output);
    write_own(&output);
    output_rest(&output);
    buffer_text(buffer, "END:VCARD\r\n");
    return line.full ? STATUS_INVALID : buffer_status(buffer);
}
