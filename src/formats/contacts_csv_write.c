/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/contacts_csv_write.h"

#include "doc/json.h"
#include "formats/contacts_private.h"

#include <string.h>

enum { COLUMNS_MAX = 1500 /* below what csv.h reads again */, SERIES_MOST = 200 };

struct contacts_out {
    const char *name;
    struct contacts_key key;
};

static void
add_column(struct contacts_writer *writer, const char *name, const char *key)
{
    struct contacts_out *column = &writer->columns[writer->count];
    if (writer->count == COLUMNS_MAX || !contacts_key_read(writer->arena, key, &column->key))
        return;
    column->name = name;
    writer->count++;
}

void
contacts_write_open(struct contacts_writer *writer, struct arena *arena, struct arena *rows,
                    struct buffer *buffer, enum contacts_form form, bool guard)
{
    *writer = (struct contacts_writer){
        .csv = {.buffer = buffer, .separator = ',', .guard = guard},
        .form = form,
        .arena = arena,
        .rows_arena = rows,
        .columns = arena_alloc(arena, COLUMNS_MAX * sizeof *writer->columns)};
    for (int i = 0; i < CONTACTS_FIELDS; i++)
        if (form == CONTACTS_FORM_PLAIN && i != CONTACTS_PRONUNCIATION_FAMILY)
            add_column(writer, contacts_fields[i], contacts_fields[i]);
    for (const struct contacts_pair *pair = contacts_form_columns(form); pair->name != NULL; pair++)
        add_column(writer, pair->name, pair->key);
    for (uint32_t i = 0; i < writer->count; i++)
        if (writer->columns[i].key.kind == CONTACTS_FIELD)
            writer->has[writer->columns[i].key.field] = true;
}

/* ---- what a person has ---- */

static int
series_of(const char *kind)
{
    static const char *const kinds[] = {"email", "phone", "link", "chat", "address"};
    for (int i = 0; i < (int)(sizeof kinds / sizeof *kinds); i++)
        if (strcmp(kinds[i], kind) == 0)
            return i;
    return -1;
}

static bool
is_truth(int field)
{
    return field >= CONTACTS_FIRST_TRUTH;
}

static const char *
field_text(const struct doc *person, int field)
{
    const struct doc *value = doc_get(person, contacts_fields[field]);
    if (is_truth(field))
        return value->kind == DOC_BOOL && value->boolean ? "true" : NULL;
    return value->kind == DOC_TEXT && value->text[0] != '\0' ? value->text : NULL;
}

static void
add_custom(struct doc *list, const char *name, const char *value)
{
    struct doc item = *doc_map(list->list->arena);
    doc_set_text(&item, "name", name);
    doc_set_text(&item, "value", value);
    (void)doc_push(list, item);
}

/* "met_on" -> "Met on" */
static const char *
spoken(struct arena *arena, const char *key)
{
    char *text = arena_text(arena, key);
    if (*text >= 'a' && *text <= 'z')
        *text = (char)(*text - 0x20);
    for (char *cursor = text; *cursor != '\0'; cursor++)
        if (*cursor == '_')
            *cursor = ' ';
    return text;
}

static void
add_originals(struct arena *arena, const struct doc *person, struct doc *list)
{
    const struct doc *originals = doc_get(person, "originals");
    for (uint32_t i = 0; i < doc_count(originals); i++) {
        const struct doc *item = doc_item(originals, i), *text = doc_get(item, "data");
        struct doc data;
        if (strcmp(doc_text_of(item, "form"), "csv") != 0 || text->kind != DOC_TEXT ||
            json_read(arena, text->text, text->count, &data, NULL) != STATUS_OK)
            continue;
        for (uint32_t k = 0; data.kind == DOC_MAP && k < doc_count(&data); k++)
            if (doc_value(&data, k)->kind == DOC_TEXT && !doc_is_empty(doc_value(&data, k)))
                add_custom(list, doc_key(&data, k), doc_value(&data, k)->text);
    }
}

/* What goes into columns that carry their name beside them: what this form has no column for. */
static struct doc *
customs_of(const struct contacts_writer *writer, const struct doc *person)
{
    struct arena *arena = writer->rows_arena;
    struct doc *list = doc_list(arena);
    const struct doc *points = doc_get(person, "contact_points");
    for (int i = 0; i < CONTACTS_FIELDS; i++)
        if (i != CONTACTS_PRONUNCIATION_FAMILY && i != CONTACTS_NAME && !writer->has[i] &&
            writer->form == CONTACTS_FORM_GOOGLE && field_text(person, i) != NULL)
            add_custom(list, spoken(arena, contacts_fields[i]), field_text(person, i));
    /* Reading takes the place from an address; where there is none, that has to be said. */
    if (writer->form == CONTACTS_FORM_GOOGLE && field_text(person, CONTACTS_PLACE) == NULL &&
        contacts_place_of(arena, points) != NULL)
        add_custom(list, spoken(arena, contacts_fields[CONTACTS_PLACE]), "");
    for (uint32_t i = 0; writer->form == CONTACTS_FORM_GOOGLE && i < doc_count(points); i++) {
        const struct doc *point = doc_item(points, i);
        const char *label = doc_text_of(point, "label");
        if (strcmp(doc_text_of(point, "kind"), "chat") == 0)
            add_custom(list, *label == '\0' ? "Chat" : arena_print(arena, "Chat (%s)", label),
                       doc_text_of(point, "value"));
    }
    add_originals(arena, person, list);
    return list;
}

/* Columns that one more of a series needs. */
static uint32_t
span_of(enum contacts_form form, enum contacts_series series)
{
    const struct contacts_pair *pair = contacts_form_series(form, series);
    uint32_t span = 0;
    while (pair[span].name != NULL)
        span++;
    return span;
}

/* So many more columns as there is room for. */
static void
widen(struct contacts_writer *writer, enum contacts_series series, uint32_t count)
{
    uint32_t used = CONTACTS_FIELDS + 1;
    if (count > SERIES_MOST)
        count = SERIES_MOST;
    if (count <= writer->widths[series])
        return;
    for (int i = 0; i < CONTACTS_SERIES; i++)
        used += writer->widths[i] * span_of(writer->form, (enum contacts_series)i);
    while (writer->widths[series] < count && (used += span_of(writer->form, series)) <= COLUMNS_MAX)
        writer->widths[series]++;
}

static void
measure_series(struct contacts_writer *writer, const struct doc *person)
{
    uint32_t counts[CONTACTS_SERIES] = {0};
    const struct doc *points = doc_get(person, "contact_points");
    for (uint32_t i = 0; i < doc_count(points); i++) {
        int series = series_of(doc_text_of(doc_item(points, i), "kind"));
        if (series == CONTACTS_SERIES_CHAT && writer->form == CONTACTS_FORM_GOOGLE)
            continue; /* among the custom fields */
        if (series >= 0)
            counts[series]++;
    }
    if (writer->form == CONTACTS_FORM_PLAIN)
        counts[CONTACTS_SERIES_TAG] = doc_count(doc_get(person, "tags"));
    counts[CONTACTS_SERIES_CUSTOM] = doc_count(customs_of(writer, person));
    for (int i = 0; i < CONTACTS_SERIES; i++) {
        widen(writer, (enum contacts_series)i, counts[i]);
        if (counts[i] > writer->widths[i])
            writer->left_out.counts[LEFT_OUT_EMAIL + i] += counts[i] - writer->widths[i];
    }
}

/* ---- the header ---- */

static const char *
numbered(struct arena *arena, const char *pattern, uint32_t number)
{
    const char *hash = strchr(pattern, '#');
    return arena_print(arena, "%.*s%u%s", (int)(hash - pattern), pattern, number, hash + 1);
}

static void
add_series(struct contacts_writer *writer, const struct contacts_pair *series, uint32_t width)
{
    for (uint32_t n = 1; n <= width; n++)
        for (const struct contacts_pair *pair = series; pair->name != NULL; pair++) {
            const char *key = strchr(pair->key, '#');
            bool whole = key[1] == '\0' && strncmp(pair->key, "tags", 4) == 0;
            key = arena_print(writer->arena, "%.*s#%u%s", (int)(key - pair->key), pair->key, n,
                              key + 1);
            add_column(writer, numbered(writer->arena, pair->name, n), whole ? "tags" : key);
            if (whole)
                writer->columns[writer->count - 1].key.group = (int)n;
        }
}

void
contacts_write_header(struct contacts_writer *writer, bool mark)
{
    for (int i = 0; i < CONTACTS_SERIES; i++)
        add_series(writer, contacts_form_series(writer->form, (enum contacts_series)i),
                   writer->widths[i]);
    if (writer->form == CONTACTS_FORM_PLAIN)
        add_column(writer, "photo", "photo_link");
    const char **names = arena_alloc(writer->arena, (writer->count + 1) * sizeof *names);
    for (uint32_t i = 0; i < writer->count; i++)
        names[i] = writer->columns[i].name;
    if (mark)
        csv_write_mark(&writer->csv);
    csv_write(&writer->csv, names, writer->count);
}

/* ---- a person ---- */

struct line {
    struct contacts_writer *writer;
    const struct doc *person;
    const char **cells;
    struct left_out left_out; /* what Outlook has no column for */
};

/* The first free column of this kind, group (0: any) and label (NULL: any). */
static int
find_column(struct line *line, enum contacts_kind kind, const char *point, int group,
            const char *label, enum contacts_part part)
{
    for (uint32_t i = 0; i < line->writer->count; i++) {
        const struct contacts_key *key = &line->writer->columns[i].key;
        if (key->kind != kind || key->part != part || line->cells[i] != NULL ||
            (group > 0 && key->group != group) || (point != NULL && strcmp(key->point, point) != 0))
            continue;
        if (label == NULL || strcmp(key->label == NULL ? "" : key->label, label) == 0)
            return (int)i;
    }
    return -1;
}

static void
put(struct line *line, int column, const char *text)
{
    if (column >= 0 && text != NULL && *text != '\0')
        line->cells[column] = text;
}

/* What we call "cell" is Mobile to Google. */
static const char *
their_label(struct line *line, const char *label)
{
    if (line->writer->form == CONTACTS_FORM_PLAIN || *label == '\0')
        return label;
    return strcmp(label, "cell") == 0 ? "Mobile" : spoken(line->writer->rows_arena, label);
}

/* Not all of an address: one of its parts has no column. */
static void
put_parts(struct line *line, char *parts[CONTACTS_PARTS], int group, const char *label)
{
    bool lost = false;
    for (int part = CONTACTS_PO; part < CONTACTS_DETAIL; part++) {
        int at = find_column(line, CONTACTS_ADDRESS, NULL, group, label, (enum contacts_part)part);
        if (parts[part] != NULL && !(part == CONTACTS_EXTENDED && at < 0))
            lost = lost || (at < 0 && *parts[part] != '\0');
        put(line, at, parts[part]);
    }
    line->left_out.counts[LEFT_OUT_ADDRESS] += lost;
}

static void
put_address(struct line *line, const struct doc *point, int group, const char *label)
{
    char *parts[CONTACTS_PARTS] = {0};
    const char *detail = doc_text_of(point, "detail"), *value = doc_text_of(point, "value");
    struct arena *arena = line->writer->rows_arena;
    bool outlook = line->writer->form == CONTACTS_FORM_OUTLOOK;
    if (*detail != '\0' && !contacts_address_read(arena, detail, parts))
        memset(parts, 0, sizeof parts);
    if (outlook && *detail == '\0')
        parts[CONTACTS_STREET] = arena_text(arena, value);
    if (outlook && parts[CONTACTS_EXTENDED] != NULL)
        parts[CONTACTS_STREET] =
            parts[CONTACTS_STREET] == NULL
                ? parts[CONTACTS_EXTENDED]
                : arena_join(arena, parts[CONTACTS_STREET], "\n", parts[CONTACTS_EXTENDED]);
    put_parts(line, parts, group, label);
    put(line, find_column(line, CONTACTS_ADDRESS, NULL, group, label, CONTACTS_WHOLE), value);
    put(line, find_column(line, CONTACTS_ADDRESS, NULL, group, label, CONTACTS_DETAIL), detail);
}

/* The first of Outlook's three addresses that is free, that of this label before the others; NULL: none. */
static const char *
free_address(struct line *line, const char *label)
{
    const char *const labels[] = {label, "work", "home", "other"};
    for (size_t i = 0; i < 4; i++)
        if (find_column(line, CONTACTS_ADDRESS, NULL, 0, labels[i], CONTACTS_STREET) >= 0)
            return labels[i];
    return NULL;
}

/* Outlook: a place of the same label, or any. */
static void
put_labeled(struct line *line, const struct doc *point, enum contacts_series series)
{
    const char *label = doc_text_of(point, "label"), *found = NULL;
    const char *kind = doc_text_of(point, "kind");
    int at = -1;
    if (series == CONTACTS_SERIES_ADDRESS) {
        found = free_address(line, label);
        if (found != NULL)
            put_address(line, point, 0, found);
    } else {
        bool bare = series == CONTACTS_SERIES_PHONE && *label == '\0';
        at = find_column(line, CONTACTS_POINT, kind, 0, bare ? "other" : label, CONTACTS_WHOLE);
        if (at < 0)
            at = find_column(line, CONTACTS_POINT, kind, 0, NULL, CONTACTS_WHOLE);
        put(line, at, doc_text_of(point, "value"));
        if (at >= 0)
            found = line->writer->columns[at].key.label;
    }
    if (found == NULL && at < 0)
        line->left_out.counts[LEFT_OUT_EMAIL + (int)series]++;
    else if (*label != '\0' && strcmp(found == NULL ? "" : found, label) != 0)
        line->left_out.counts[LEFT_OUT_LABEL]++;
}

static void
put_points(struct line *line)
{
    const struct doc *points = doc_get(line->person, "contact_points");
    int numbers[CONTACTS_SERIES] = {0};
    for (uint32_t i = 0; i < doc_count(points); i++) {
        const struct doc *point = doc_item(points, i);
        const char *kind = doc_text_of(point, "kind");
        int series = series_of(kind);
        if (series < 0)
            continue;
        if (line->writer->form == CONTACTS_FORM_OUTLOOK) {
            put_labeled(line, point, (enum contacts_series)series);
            continue;
        }
        if (line->writer->form == CONTACTS_FORM_GOOGLE && series == CONTACTS_SERIES_CHAT)
            continue; /* among the custom fields */
        int group = ++numbers[series];
        bool address = series == CONTACTS_SERIES_ADDRESS;
        enum contacts_kind column = address ? CONTACTS_ADDRESS : CONTACTS_POINT;
        const char *which = address ? NULL : kind;
        put(line, find_column(line, column, which, group, NULL, CONTACTS_LABEL),
            their_label(line, doc_text_of(point, "label")));
        if (address)
            put_address(line, point, group, NULL);
        else
            put(line, find_column(line, column, which, group, NULL, CONTACTS_WHOLE),
                doc_text_of(point, "value"));
    }
}

/* "a ::: b"; what stands for the border inside a tag cannot stay. */
static void
put_tags(struct line *line)
{
    const struct doc *tags = doc_get(line->person, "tags");
    struct arena *arena = line->writer->rows_arena;
    bool google = line->writer->form == CONTACTS_FORM_GOOGLE;
    const char *joined = google ? "* myContacts" : NULL;
    for (uint32_t i = 0; i < doc_count(tags); i++) {
        char *tag = arena_text(arena, doc_text_of(doc_item(tags, i), "tag"));
        if (line->writer->form == CONTACTS_FORM_PLAIN) {
            put(line, find_column(line, CONTACTS_TAGS, NULL, (int)i + 1, NULL, CONTACTS_WHOLE),
                tag);
            continue;
        }
        for (char *border; (border = strstr(tag, google ? ":::" : ";")) != NULL;)
            *border = ',';
        joined = joined == NULL ? tag : arena_join(arena, joined, google ? " ::: " : ";", tag);
    }
    if (joined != NULL)
        put(line, find_column(line, CONTACTS_TAGS, NULL, 0, NULL, CONTACTS_WHOLE), joined);
}

static void
put_customs(struct line *line)
{
    const struct doc *customs = customs_of(line->writer, line->person);
    for (uint32_t i = 0; i < doc_count(customs); i++) {
        int value = find_column(line, CONTACTS_CUSTOM, NULL, (int)i + 1, NULL, CONTACTS_WHOLE);
        put(line, value, doc_text_of(doc_item(customs, i), "value"));
        put(line, find_column(line, CONTACTS_CUSTOM, NULL, (int)i + 1, NULL, CONTACTS_LABEL),
            doc_text_of(doc_item(customs, i), "name"));
    }
}

/* The whole name goes where the parts are when there are none, and beside them when they would not make
 * it. */
static const char *
name_text(struct line *line, int field)
{
    const struct doc *person = line->person;
    const char *name = field_text(person, CONTACTS_NAME);
    const char *given = field_text(person, CONTACTS_GIVEN_NAME);
    const char *family = field_text(person, CONTACTS_FAMILY_NAME);
    if (line->writer->form == CONTACTS_FORM_PLAIN || name == NULL)
        return field_text(person, field);
    if (given == NULL && family == NULL)
        return field == CONTACTS_GIVEN_NAME ? name : field_text(person, field);
    const char *made = contacts_whole_name(line->writer->rows_arena, given,
                                           field_text(person, CONTACTS_ADDITIONAL_NAME), family,
                                           field_text(person, CONTACTS_NAME_SUFFIX));
    if (field == CONTACTS_NAME && made != NULL && strcmp(made, name) == 0)
        return NULL;
    return field_text(person, field);
}

/* Our own table names everybody, so that it is known again: by the id where no other program gave a name. */
static const char *
uid_text(struct line *line)
{
    const char *uid = field_text(line->person, CONTACTS_UID);
    const char *id = doc_text_of(line->person, "id");
    if (uid != NULL || *id == '\0' || line->writer->form != CONTACTS_FORM_PLAIN)
        return uid;
    return arena_join(line->writer->rows_arena, "urn:uuid:", id, "");
}

static void
fill_line(struct line *line)
{
    struct contacts_writer *writer = line->writer;
    const struct doc *person = line->person;
    for (uint32_t i = 0; i < writer->count; i++) {
        const struct contacts_key *key = &writer->columns[i].key;
        if (key->kind == CONTACTS_FIELD)
            put(line, (int)i,
                key->field == CONTACTS_UID           ? uid_text(line)
                : key->field <= CONTACTS_FAMILY_NAME ? name_text(line, (int)key->field)
                                                     : field_text(person, (int)key->field));
        else if (key->kind == CONTACTS_PHOTO)
            put(line, (int)i, doc_text_of(person, "photo_link"));
    }
    put_points(line);
    put_tags(line);
    put_customs(line);
}

static struct line
line_of(struct contacts_writer *writer, const struct doc *person)
{
    struct line line = {
        .writer = writer,
        .person = person,
        .cells = arena_alloc(writer->rows_arena, (writer->count + 1) * sizeof *line.cells)};
    return line;
}

/* Outlook has no columns but its own: what finds none stays behind. */
static void
measure_outlook(struct contacts_writer *writer, const struct doc *person)
{
    struct line line = line_of(writer, person);
    fill_line(&line);
    for (int i = 0; i < CONTACTS_FIELDS; i++)
        if (!writer->has[i])
            line.left_out.counts[i] +=
                (i == CONTACTS_NAME ? name_text(&line, i) : field_text(person, i)) != NULL;
    if (field_text(person, CONTACTS_GIVEN_NAME) == NULL &&
        field_text(person, CONTACTS_FAMILY_NAME) == NULL)
        line.left_out.counts[CONTACTS_NAME] = 0; /* it stands where the first name does */
    line.left_out.counts[LEFT_OUT_OTHERS] += doc_count(customs_of(writer, person));
    for (int i = 0; i < LEFT_OUT_FIELDS; i++)
        writer->left_out.counts[i] += line.left_out.counts[i];
}

void
contacts_write_measure(struct contacts_writer *writer, const struct doc *person)
{
    arena_reset(writer->rows_arena);
    left_out_of_table(&writer->left_out, person);
    if (writer->form == CONTACTS_FORM_OUTLOOK)
        measure_outlook(writer, person);
    else
        measure_series(writer, person);
}

void
contacts_write_person(struct contacts_writer *writer, const struct doc *person)
{
    arena_reset(writer->rows_arena);
    struct line line = line_of(writer, person);
    fill_line(&line);
    /* Our import takes a guard back whether or not one was asked for. */
    for (uint32_t i = 0; i < writer->count && !writer->csv.guard; i++)
        if (line.cells[i] != NULL && csv_unguard(line.cells[i]) != line.cells[i])
            line.cells[i] = arena_join(writer->rows_arena, "'", line.cells[i], "");
    csv_write(&writer->csv, line.cells, writer->count);
    writer->people++;
}
