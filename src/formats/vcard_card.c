/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/zone.h"
#include "formats/mail.h"
#include "formats/vcard_private.h"

#include <string.h>
#include <strings.h>

/* One card while it becomes a document. */
struct maker {
    struct vcard_context *context;
    struct vcard_card *card;
    struct doc *row;
    struct doc points, tags;
    int *points_from; /* the line of each point */
    const char *phonetic[3];
    bool unnamed, has_parts, given_alone, no_place;
    struct span city;
};

static struct doc *
slot(const struct maker *maker, enum vcard_slot which)
{
    return &maker->row->map->values[which];
}

static bool
is_set(const struct maker *maker, enum vcard_slot which)
{
    return slot(maker, which)->kind != DOC_NULL;
}

static const char *
text_at(const struct maker *maker, enum vcard_slot which)
{
    const struct doc *value = slot(maker, which);
    return value->kind == DOC_TEXT ? value->text : NULL;
}

/* The first that says something counts. */
static void
fill(struct maker *maker, enum vcard_slot which, struct vcard_line *line, struct span raw)
{
    if (is_set(maker, which))
        return;
    const char *text = vcard_clean(maker->context, raw, VCARD_ONE_LINE, VCARD_TEXT_MAX);
    *slot(maker, which) = doc_text(text);
    line->used |= text != NULL;
}

static void
warn(struct maker *maker, const char *code)
{
    if (maker->context->warning == NULL)
        maker->context->warning = code;
}

/* ---- the person ---- */

/* "Marie,Luise" are two names (not in 2.1, where a comma is a comma). */
static const char *
name_part(struct maker *maker, struct span raw, const char *between)
{
    struct arena *arena = maker->context->arena;
    if (maker->card->version == 21 || memchr(raw.text, ',', raw.length) == NULL)
        return vcard_clean(maker->context, raw, VCARD_ONE_LINE, VCARD_TEXT_MAX);
    const char *joined = NULL;
    struct span part;
    for (struct span rest = raw; vcard_part(&rest, ',', &part);) {
        const char *name = vcard_clean(maker->context, part, VCARD_ONE_LINE, VCARD_TEXT_MAX);
        if (name == NULL || (joined != NULL && strlen(joined) > VCARD_TEXT_MAX))
            continue;
        joined = joined == NULL ? name : arena_print(arena, "%s%s%s", joined, between, name);
    }
    return vcard_cut(maker->context, joined, VCARD_TEXT_MAX);
}

static void
take_name(struct maker *maker, struct vcard_line *line)
{
    static const enum vcard_slot slots[] = {SLOT_FAMILY, SLOT_GIVEN, SLOT_ADDITIONAL, SLOT_PREFIX,
                                            SLOT_SUFFIX};
    struct span rest = vcard_decoded(maker->context, line), part;
    if (maker->has_parts)
        return;
    for (int i = 0; i < 5 && vcard_part(&rest, ';', &part); i++) {
        const char *name = name_part(maker, part, slots[i] == SLOT_SUFFIX ? ", " : " ");
        *slot(maker, slots[i]) = doc_text(name);
        maker->has_parts |= name != NULL;
    }
    line->used = maker->has_parts;
}

static void
take_organization(struct maker *maker, struct vcard_line *line)
{
    struct span rest = vcard_decoded(maker->context, line), part;
    if (is_set(maker, SLOT_ORGANIZATION) || !vcard_part(&rest, ';', &part))
        return;
    fill(maker, SLOT_ORGANIZATION, line, part);
    const char *units = NULL;
    while (vcard_part(&rest, ';', &part)) {
        const char *unit = vcard_clean(maker->context, part, VCARD_ONE_LINE, VCARD_TEXT_MAX);
        if (unit != NULL && units != NULL)
            units =
                vcard_cut(maker->context, arena_print(maker->context->arena, "%s, %s", units, unit),
                          VCARD_TEXT_MAX);
        else if (units == NULL)
            units = unit;
    }
    if (units != NULL && !is_set(maker, SLOT_DEPARTMENT)) {
        *slot(maker, SLOT_DEPARTMENT) = doc_text(units);
        line->used = true;
    }
}

static void
take_birthday(struct maker *maker, struct vcard_line *line)
{
    if (is_set(maker, SLOT_BIRTHDAY) || span_trim(line->value).length == 0)
        return;
    *slot(maker, SLOT_BIRTHDAY) = doc_text(vcard_birthday(maker->context, line));
    line->used = is_set(maker, SLOT_BIRTHDAY);
    if (!line->used)
        warn(maker, "import.date_not_read");
}

static void
take_note(struct maker *maker, struct vcard_line *line)
{
    const char *before = text_at(maker, SLOT_NOTES);
    const char *text = vcard_clean(maker->context, vcard_decoded(maker->context, line),
                                   VCARD_MANY_LINES, VCARD_NOTES_MAX);
    if (text == NULL)
        return;
    line->used = true;
    if (before != NULL) {
        text = arena_print(maker->context->arena, "%s\n\n%s", before, text);
        text = vcard_cut(maker->context, text, VCARD_NOTES_MAX);
    }
    *slot(maker, SLOT_NOTES) = doc_text(text);
}

static bool
has_tag(const struct maker *maker, const char *name)
{
    for (uint32_t i = 0; i < doc_count(&maker->tags); i++)
        if (strcmp(doc_item(&maker->tags, i)->map->values[0].text, name) == 0)
            return true;
    return false;
}

static void
take_tags(struct maker *maker, struct vcard_line *line)
{
    struct span part;
    for (struct span rest = vcard_decoded(maker->context, line); vcard_part(&rest, ',', &part);) {
        const char *name = vcard_clean(maker->context, part, VCARD_ONE_LINE, VCARD_TEXT_MAX);
        /* Google says of everybody that they are among the contacts. */
        if (name == NULL || strcasecmp(name, "myContacts") == 0 ||
            strcasecmp(name, "My Contacts") == 0 || has_tag(maker, name) ||
            doc_count(&maker->tags) >= VCARD_TAGS_MAX)
            continue;
        if (maker->tags.kind == DOC_NULL)
            maker->tags = *doc_list(maker->context->arena);
        struct doc tag = doc_row(maker->context->arena, maker->context->words->shapes.tag);
        tag.map->values[0] = doc_text(name);
        (void)doc_push(&maker->tags, tag);
        line->used = true;
    }
}

static void
take_language(struct maker *maker, struct vcard_line *line)
{
    const char *before = text_at(maker, SLOT_LANGUAGES);
    const char *text = vcard_clean(maker->context, line->value, VCARD_ONE_LINE, VCARD_TEXT_MAX);
    if (text == NULL || (before != NULL && strlen(before) + strlen(text) + 2 > VCARD_TEXT_MAX))
        return;
    if (before != NULL)
        text = arena_print(maker->context->arena, "%s, %s", before, text);
    *slot(maker, SLOT_LANGUAGES) = doc_text(text);
    line->used = true;
}

static void
take_zone(struct maker *maker, struct vcard_line *line)
{
    const struct zone *zone;
    const char *name = vcard_clean(maker->context, line->value, VCARD_ONE_LINE, ZONE_NAME_MAX);
    if (is_set(maker, SLOT_ZONE) || name == NULL || strchr(name, '/') == NULL ||
        zone_find(name, &zone) != STATUS_OK)
        return;
    *slot(maker, SLOT_ZONE) = doc_text(name);
    line->used = true;
}

/* A word or a date that a person's page would refuse is left to the original. */
static bool
is_refused(struct maker *maker, enum vcard_slot which, const struct vcard_line *line)
{
    if (which == SLOT_IN_FIELD)
        return !span_is(line->value, "yes") && !span_is(line->value, "no") &&
               !span_is(line->value, "unknown");
    if (which != SLOT_FIELD_SINCE && which != SLOT_FIELD_UNTIL)
        return false;
    const char *text = vcard_clean(maker->context, line->value, VCARD_ONE_LINE, VCARD_TEXT_MAX);
    return text == NULL || !date_is_period(text);
}

static void
take_own(struct maker *maker, struct vcard_line *line)
{
    if (*line->word == '\0') {
        maker->unnamed = true;
        line->used = true;
        return;
    }
    int found = doc_slot(maker->row->map->shape, line->word);
    if (found < 0 || is_refused(maker, (enum vcard_slot)found, line))
        return;
    maker->given_alone |= found == SLOT_GIVEN;
    maker->no_place |= found == SLOT_PLACE;
    bool mark = found >= SLOT_IS_PRIVATE && found <= SLOT_MAY_APPROACH_LATER;
    bool longer = found == SLOT_HOW_FOUND || found == SLOT_SIMILAR_BACKGROUND;
    if (mark)
        *slot(maker, (enum vcard_slot)found) = doc_bool(span_is(span_trim(line->value), "yes"));
    else if (!longer)
        fill(maker, (enum vcard_slot)found, line, line->value);
    else if (!is_set(maker, (enum vcard_slot)found))
        *slot(maker, (enum vcard_slot)found) =
            doc_text(vcard_clean(maker->context, line->value, VCARD_ONE_LINE, VCARD_VALUE_MAX));
    line->used = true;
}

/* "vnd.android.cursor.item/nickname;Ned;1;;;": other kinds are kept in the original. */
static void
take_android(struct maker *maker, struct vcard_line *line)
{
    struct span rest = vcard_decoded(maker->context, line), part;
    if (!vcard_part(&rest, ';', &part) || !span_is(part, "vnd.android.cursor.item/nickname") ||
        !vcard_part(&rest, ';', &part))
        return;
    fill(maker, SLOT_NICKNAME, line, part);
}

/* ---- addresses, numbers, links ---- */

static void
add_point(struct maker *maker, struct vcard_line *line, const char *kind, const char *value,
          const char *label, struct doc detail)
{
    if (value == NULL)
        return;
    if (doc_count(&maker->points) >= VCARD_POINTS_MAX) {
        maker->context->cut = true;
        return;
    }
    if (maker->points.kind == DOC_NULL) {
        maker->points = *doc_list(maker->context->arena);
        maker->points_from =
            arena_take(maker->context->arena, VCARD_POINTS_MAX * sizeof *maker->points_from);
    }
    struct doc point = doc_row(maker->context->arena, maker->context->words->shapes.point);
    point.map->values[POINT_KIND] = doc_text(kind);
    point.map->values[POINT_VALUE] = doc_text(value);
    point.map->values[POINT_LABEL] = doc_text(label);
    point.map->values[POINT_DETAIL] = detail;
    line->used = true;
    line->chosen = line->params.length > 0 ? vcard_preference(line) : 101;
    line->point = (int)doc_count(&maker->points);
    maker->points_from[line->point] = (int)(line - maker->card->lines);
    (void)doc_push(&maker->points, point);
}

static const char *
label_of(const struct maker *maker, const struct vcard_line *line)
{
    return line->params.length == 0 && line->group.length == 0
               ? NULL
               : vcard_label(maker->context, line, maker->card);
}

static const char *
point_value(const struct maker *maker, const struct vcard_line *line, const char *scheme)
{
    struct span raw = span_trim(vcard_decoded(maker->context, line));
    if (scheme != NULL && span_begins(raw, scheme))
        raw = (struct span){raw.text + strlen(scheme), raw.length - strlen(scheme)};
    return vcard_clean(maker->context, raw, VCARD_ONE_LINE, VCARD_VALUE_MAX);
}

static void
take_address(struct maker *maker, struct vcard_line *line)
{
    struct span city;
    char *lines;
    struct doc detail =
        vcard_address(maker->context, vcard_decoded(maker->context, line), &lines, &city);
    if (maker->city.length == 0)
        maker->city = city;
    add_point(maker, line, "address", lines, label_of(maker, line), detail);
}

/* An address as it is written on an envelope counts only when its parts are nowhere. */
static void
take_envelope(struct maker *maker, struct vcard_line *line)
{
    for (size_t i = 0; i < maker->card->count; i++)
        if (maker->card->lines[i].name == VCARD_ADR &&
            span_trim(maker->card->lines[i].value).length > 6)
            return;
    add_point(maker, line, "address",
              vcard_clean(maker->context, vcard_decoded(maker->context, line), VCARD_MANY_LINES,
                          VCARD_VALUE_MAX),
              label_of(maker, line), doc_null());
}

static void
take_social(struct maker *maker, struct vcard_line *line)
{
    const char *value = point_value(maker, line, "x-apple:");
    if (value == NULL)
        return;
    bool is_link = strstr(value, "://") != NULL || strchr(value, '/') != NULL;
    add_point(maker, line, is_link ? "link" : "chat", value, label_of(maker, line), doc_null());
}

/* "xmpp:ada@example.org" with X-SERVICE-TYPE=Jabber, or without. */
static void
take_chat(struct maker *maker, struct vcard_line *line)
{
    struct span raw = span_trim(vcard_decoded(maker->context, line)), service = {NULL, 0};
    const char *colon = memchr(raw.text, ':', raw.length);
    size_t length = colon == NULL ? 0 : (size_t)(colon - raw.text);
    const char *label = line->word;
    bool named = false;
    if (line->name == VCARD_IMPP && length > 0 && length < 20 && raw.text[length - 1] != '\\' &&
        !(raw.length - length > 2 && raw.text[length + 1] == '/')) {
        service = (struct span){raw.text, length};
        raw = (struct span){colon + 1, raw.length - length - 1};
    }
    if (line->name == VCARD_IMPP) {
        named = vcard_param(line, "X-SERVICE-TYPE", &service);
        label = vcard_clean(maker->context, service, VCARD_ONE_LINE, VCARD_TEXT_MAX);
    }
    if (line->group.length > 0 && (label == NULL || strcasecmp(label, "im") == 0))
        label = label_of(maker, line);
    else if (!named && label != NULL && strcasecmp(label, "im") == 0)
        label = NULL;
    add_point(maker, line, "chat",
              vcard_clean(maker->context, raw, VCARD_ONE_LINE, VCARD_VALUE_MAX), label, doc_null());
}

static void
take_email(struct maker *maker, struct vcard_line *line)
{
    const char *value = point_value(maker, line, "mailto:");
    if (value != NULL && !mail_address_valid(value))
        warn(maker, "vcard.email_unusual");
    add_point(maker, line, "email", value, label_of(maker, line), doc_null());
}

static void
take_photo(struct maker *maker, struct vcard_line *line)
{
    struct span value = span_trim(line->value), bytes;
    if (value.length == 0 || is_set(maker, SLOT_PHOTO))
        return;
    if (line->coding != VCARD_BASE64 && span_begins(value, "http")) {
        if (!is_set(maker, SLOT_PHOTO_LINK))
            *slot(maker, SLOT_PHOTO_LINK) =
                doc_text(vcard_clean(maker->context, value, VCARD_ONE_LINE, 4 * VCARD_VALUE_MAX));
        line->used = true;
        return;
    }
    const char *media = NULL;
    if (vcard_bytes(maker->context, line, &bytes))
        media = vcard_media(bytes);
    if (media == NULL) {
        warn(maker, "vcard.photo_not_read");
        return;
    }
    struct doc *photo = doc_map(maker->context->arena);
    doc_set_text(photo, "media", media);
    doc_set(photo, "data", doc_text_n(bytes.text, bytes.length));
    *slot(maker, SLOT_PHOTO) = *photo;
    line->used = true;
    maker->card->photo = (int)(line - maker->card->lines);
}

/* ---- a card ---- */

static void
take_phonetic(struct maker *maker, struct vcard_line *line)
{
    int part = (int)line->name - VCARD_PHONETIC_FIRST;
    if (maker->phonetic[part] == NULL)
        maker->phonetic[part] = vcard_clean(maker->context, vcard_decoded(maker->context, line),
                                            VCARD_ONE_LINE, VCARD_TEXT_MAX);
    line->used = maker->phonetic[part] != NULL;
}

static void
take_property(struct maker *maker, struct vcard_line *line)
{
    switch (line->name) {
    case VCARD_FN: fill(maker, SLOT_NAME, line, vcard_decoded(maker->context, line)); break;
    case VCARD_N: take_name(maker, line); break;
    case VCARD_NICKNAME:
        fill(maker, SLOT_NICKNAME, line, vcard_decoded(maker->context, line));
        break;
    case VCARD_PHONETIC_FIRST:
    case VCARD_PHONETIC_MIDDLE:
    case VCARD_PHONETIC_LAST: take_phonetic(maker, line); break;
    case VCARD_ORG: take_organization(maker, line); break;
    case VCARD_TITLE: fill(maker, SLOT_TITLE, line, vcard_decoded(maker->context, line)); break;
    case VCARD_EMAIL: take_email(maker, line); break;
    case VCARD_TEL:
        add_point(maker, line, "phone", point_value(maker, line, "tel:"), label_of(maker, line),
                  doc_null());
        break;
    case VCARD_ADR: take_address(maker, line); break;
    case VCARD_LABEL: take_envelope(maker, line); break;
    case VCARD_URL:
        add_point(maker, line, "link", point_value(maker, line, NULL), label_of(maker, line),
                  doc_null());
        break;
    case VCARD_SOCIAL: take_social(maker, line); break;
    case VCARD_IMPP:
    case VCARD_CHAT: take_chat(maker, line); break;
    case VCARD_BDAY: take_birthday(maker, line); break;
    case VCARD_NOTE: take_note(maker, line); break;
    case VCARD_CATEGORIES: take_tags(maker, line); break;
    case VCARD_LANG: take_language(maker, line); break;
    case VCARD_TZ: take_zone(maker, line); break;
    case VCARD_UID:
        if (!is_set(maker, SLOT_UID))
            *slot(maker, SLOT_UID) =
                doc_text(vcard_clean(maker->context, line->value, VCARD_ONE_LINE, VCARD_VALUE_MAX));
        line->used = true;
        break;
    case VCARD_PHOTO: take_photo(maker, line); break;
    case VCARD_OWN: take_own(maker, line); break;
    case VCARD_ANDROID: take_android(maker, line); break;
    case VCARD_KIND: maker->card->is_group |= span_is(span_trim(line->value), "group"); break;
    default: break;
    }
}

static const char *
joined(struct maker *maker, const char *const *texts, int count)
{
    const char *all = NULL;
    for (int i = 0; i < count; i++) {
        if (texts[i] == NULL)
            continue;
        all = all == NULL ? texts[i] : arena_print(maker->context->arena, "%s %s", all, texts[i]);
    }
    return all;
}

static void
complete_name(struct maker *maker)
{
    const char *name = text_at(maker, SLOT_NAME), *given = text_at(maker, SLOT_GIVEN);
    bool given_alone = given != NULL && !is_set(maker, SLOT_FAMILY) &&
                       !is_set(maker, SLOT_ADDITIONAL) && !is_set(maker, SLOT_PREFIX) &&
                       !is_set(maker, SLOT_SUFFIX);
    if (name == NULL) {
        const char *const parts[] = {text_at(maker, SLOT_PREFIX), given,
                                     text_at(maker, SLOT_ADDITIONAL), text_at(maker, SLOT_FAMILY),
                                     text_at(maker, SLOT_SUFFIX)};
        const char *all = vcard_cut(maker->context, joined(maker, parts, 5), VCARD_TEXT_MAX);
        *slot(maker, SLOT_NAME) = doc_text(all != NULL ? all : text_at(maker, SLOT_NICKNAME));
    } else if (given_alone && !maker->given_alone && strcmp(given, name) == 0) {
        /* The whole name in one part, for programs that show the parts only: nothing was taken apart. */
        *slot(maker, SLOT_GIVEN) = doc_null();
    }
    if (maker->unnamed)
        *slot(maker, SLOT_NAME) = doc_null();
    *slot(maker, SLOT_PRONUNCIATION) =
        doc_text(vcard_cut(maker->context, joined(maker, maker->phonetic, 3), VCARD_TEXT_MAX));
}

/* What the card prefers comes first; the rest stays in its order. */
static void
sort_points(struct maker *maker)
{
    struct doc *items = maker->points.kind == DOC_LIST ? maker->points.list->items : NULL;
    uint32_t count = doc_count(&maker->points);
    struct vcard_line *lines = maker->card->lines;
    for (uint32_t i = 1; i < count; i++) {
        struct doc moved = items[i];
        int from = maker->points_from[i];
        uint32_t to = i;
        for (; to > 0 && lines[maker->points_from[to - 1]].chosen > lines[from].chosen; to--) {
            items[to] = items[to - 1];
            maker->points_from[to] = maker->points_from[to - 1];
        }
        items[to] = moved;
        maker->points_from[to] = from;
    }
    for (uint32_t i = 0; i < count; i++)
        lines[maker->points_from[i]].point = (int)i;
}

/* The lines of the card, those of cards within it left out. */
static void
cut_lines(struct vcard_context *context, const char *text, size_t length, struct vcard_card *card)
{
    size_t room = 0;
    int depth = 0;
    for (const char *at = text, *end = text + length; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        struct vcard_line line;
        stop = stop == NULL ? end : stop;
        bool sound = vcard_line_read(context->words, at, (size_t)(stop - at), &line);
        if (!sound && card->count > 0 && card->lines[card->count - 1].coding == VCARD_BASE64) {
            struct span *value = &card->lines[card->count - 1].value;
            value->length = (size_t)(stop - value->text); /* base64 that nobody folded */
            at = stop + 1;
            continue;
        }
        at = stop + 1;
        depth += line.name == VCARD_BEGIN;
        if (depth > 1 && card->count > 0) {
            struct span *value = &card->lines[card->count - 1].value; /* of AGENT */
            value->length = (size_t)(stop - value->text);
            depth -= line.name == VCARD_END;
            continue;
        }
        if (line.name == VCARD_VERSION && card->version == 0)
            card->version = span_begins(span_trim(line.value), "2")   ? 21
                            : span_begins(span_trim(line.value), "3") ? 30
                                                                      : 40;
        if (card->count == room) {
            size_t more = room == 0 ? 32 : room * 2;
            struct vcard_line *lines = arena_take(context->arena, more * sizeof *lines);
            if (room > 0)
                memcpy(lines, card->lines, room * sizeof *lines);
            card->lines = lines;
            room = more;
        }
        card->lines[card->count++] = line;
    }
}

void
vcard_card_read(struct vcard_context *context, const char *text, size_t length,
                struct vcard_card *out_card)
{
    struct maker maker = {.context = context, .card = out_card};
    *out_card = (struct vcard_card){.photo = -1};
    struct doc row = doc_row(context->arena, context->words->shapes.card);
    out_card->doc = arena_take(context->arena, sizeof row);
    *out_card->doc = row;
    maker.row = out_card->doc;
    maker.points = maker.tags = doc_null();
    cut_lines(context, text, length, out_card);
    for (size_t i = 0; i < out_card->count; i++)
        take_property(&maker, &out_card->lines[i]);
    for (size_t i = 0; i < out_card->count; i++)
        if (out_card->lines[i].name == VCARD_ROLE)
            fill(&maker, SLOT_TITLE, &out_card->lines[i],
                 vcard_decoded(context, &out_card->lines[i]));
    complete_name(&maker);
    sort_points(&maker);
    if (!is_set(&maker, SLOT_PLACE) && !maker.no_place && maker.city.length > 0)
        *slot(&maker, SLOT_PLACE) =
            doc_text(vcard_clean(context, maker.city, VCARD_ONE_LINE, VCARD_TEXT_MAX));
    *slot(&maker, SLOT_CONTACT_POINTS) = maker.points;
    *slot(&maker, SLOT_TAGS) = maker.tags;
}
