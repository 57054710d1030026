/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/contacts_columns.h"

#include "base/asset.h"
#include "base/number.h"
#include "base/sha256.h"
#include "formats/contacts_private.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum { MARKS_MAX = 8, RECOGNIZED_MAX = 400, GROUP_MAX = 9999 };

const char *const contacts_fields[CONTACTS_FIELDS + 1] = {"name",
                                                          "given_name",
                                                          "additional_name",
                                                          "family_name",
                                                          "name_prefix",
                                                          "name_suffix",
                                                          "nickname",
                                                          "pronunciation",
                                                          "pronunciation.family",
                                                          "title",
                                                          "organization",
                                                          "department",
                                                          "place",
                                                          "zone",
                                                          "birthday",
                                                          "languages",
                                                          "preferred_language",
                                                          "notes",
                                                          "connected_on",
                                                          "met_on",
                                                          "met_place",
                                                          "how_found",
                                                          "circle",
                                                          "address_form",
                                                          "in_field",
                                                          "field_since",
                                                          "field_until",
                                                          "similar_background",
                                                          "uid",
                                                          "is_private",
                                                          "do_not_contact",
                                                          "may_approach_later",
                                                          NULL};

const char *const contacts_choices[] = {"name",
                                        "given_name",
                                        "additional_name",
                                        "family_name",
                                        "name_prefix",
                                        "name_suffix",
                                        "nickname",
                                        "pronunciation",
                                        "title",
                                        "organization",
                                        "department",
                                        "place",
                                        "email",
                                        "email:work",
                                        "email:home",
                                        "phone",
                                        "phone:cell",
                                        "phone:work",
                                        "phone:home",
                                        "phone:fax",
                                        "link",
                                        "chat",
                                        "address",
                                        "address.street",
                                        "address.city",
                                        "address.region",
                                        "address.postal",
                                        "address.country",
                                        "birthday",
                                        "languages",
                                        "zone",
                                        "notes",
                                        "tags",
                                        "connected_on",
                                        "met_on",
                                        "met_place",
                                        "how_found",
                                        "circle",
                                        "address_form",
                                        "in_field",
                                        "field_since",
                                        "field_until",
                                        "similar_background",
                                        "uid",
                                        "is_private",
                                        "do_not_contact",
                                        "may_approach_later",
                                        "photo_link",
                                        "keep",
                                        "drop",
                                        NULL};

/* ---- keys ---- */

static const char *const part_names[CONTACTS_PARTS] = {
    "",       "po",      "extended", "street", "street2", "street3", "city",  "region",
    "postal", "country", "detail",   "label",  "service", "year",    "month", "day"};

static bool
part_of(const char *text, enum contacts_part *out_part)
{
    for (int i = CONTACTS_PO; i < CONTACTS_PARTS; i++) {
        if (strcmp(part_names[i], text) == 0) {
            *out_part = (enum contacts_part)i;
            return true;
        }
    }
    return false;
}

static bool
kind_of(const char *word, size_t length, struct contacts_key *key)
{
    static const struct {
        const char *word;
        enum contacts_kind kind;
    } kinds[] = {{"keep", CONTACTS_KEEP},     {"drop", CONTACTS_DROP},
                 {"email", CONTACTS_POINT},   {"phone", CONTACTS_POINT},
                 {"link", CONTACTS_POINT},    {"chat", CONTACTS_POINT},
                 {"tags", CONTACTS_TAGS},     {"address", CONTACTS_ADDRESS},
                 {"custom", CONTACTS_CUSTOM}, {"photo_link", CONTACTS_PHOTO}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strlen(kinds[i].word) == length && memcmp(kinds[i].word, word, length) == 0) {
            key->kind = kinds[i].kind;
            key->point = key->kind == CONTACTS_POINT ? kinds[i].word : NULL;
            return true;
        }
    }
    return false;
}

static bool
field_of(const char *text, enum contacts_field *out_field)
{
    for (int i = 0; i < CONTACTS_FIELDS; i++) {
        if (strcmp(contacts_fields[i], text) == 0) {
            *out_field = (enum contacts_field)i;
            return true;
        }
    }
    return false;
}

/* Which parts a kind has. */
static bool
part_fits(const struct contacts_key *key)
{
    enum contacts_part part = key->part;
    switch (key->kind) {
    case CONTACTS_POINT: return part == CONTACTS_LABEL || part == CONTACTS_SERVICE;
    case CONTACTS_ADDRESS: return part <= CONTACTS_LABEL;
    case CONTACTS_CUSTOM: return part == CONTACTS_LABEL;
    case CONTACTS_BIRTHDAY: return part >= CONTACTS_YEAR;
    default: return false;
    }
}

bool
contacts_key_read(struct arena *arena, const char *text, struct contacts_key *out_key)
{
    struct contacts_key key = {.kind = CONTACTS_FIELD};
    if (text == NULL || *text == '\0')
        text = "keep";
    if (field_of(text, &key.field)) {
        *out_key = key;
        return true;
    }
    size_t word = strcspn(text, ":#.");
    if (word == 8 && strncmp(text, "birthday.", 9) == 0)
        key.kind = CONTACTS_BIRTHDAY;
    else if (!kind_of(text, word, &key))
        return false;
    text += word;
    if (*text == ':') {
        size_t length = strcspn(text + 1, "#.");
        if (length == 0)
            return false;
        key.label = arena_copy(arena, text + 1, length);
        text += 1 + length;
    }
    if (*text == '#') {
        int64_t group;
        if (!number_read(text + 1, &group, &text) || group < 1 || group > GROUP_MAX)
            return false;
        key.group = (int)group;
    }
    if (*text == '.' && (!part_of(text + 1, &key.part) || !part_fits(&key)))
        return false;
    if (*text != '.' && *text != '\0')
        return false;
    *out_key = key;
    return true;
}

bool
contacts_key_valid(const char *text)
{
    ARENA_HERE struct arena arena;
    struct contacts_key key;
    arena_open(&arena);
    return text == NULL || (strlen(text) < 100 && contacts_key_read(&arena, text, &key));
}

/* ---- tables ---- */

struct entry {
    const char *name; /* folded */
    const char *key;
    const char *void_value; /* folded */
};

struct table {
    const struct asset *asset;
    const char *rows; /* where they begin in it */
    const char *dialect;
    char date_order;
    bool whole_rows;
    const char *marks[MARKS_MAX]; /* as written, folded */
    int mark_count;
    struct entry *entries;
    size_t count;
};

struct contacts_tables {
    struct arena *arena;
    struct table *tables;
    int count;
    struct table *any; /* read when a guess is wanted */
};

static int
by_name(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

static const struct entry *
find_entry(const struct table *table, const char *name)
{
    struct entry wanted = {.name = name};
    return bsearch(&wanted, table->entries, table->count, sizeof wanted, by_name);
}

/* "first_name", "First-Name" and "First name:" are one name. */
char *
contacts_loose_name(struct arena *arena, const char *name)
{
    char *text = text_fold(arena, name), *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        bool blank = strchr(" _-./:*()", *from) != NULL;
        if (!blank)
            *to++ = *from;
        else if (to > text && to[-1] != ' ')
            *to++ = ' ';
    }
    while (to > text && to[-1] == ' ')
        to--;
    *to = '\0';
    return text;
}

static void
take_setting(struct arena *arena, struct table *table, const char *word, const char *value)
{
    if (strcmp(word, "dialect") == 0)
        table->dialect = value;
    else if (strcmp(word, "dates") == 0)
        table->date_order = value[0];
    else if (strcmp(word, "rows") == 0)
        table->whole_rows = strcmp(value, "whole") == 0;
    else if (strcmp(word, "mark") == 0 && table->mark_count < MARKS_MAX)
        table->marks[table->mark_count++] = text_fold(arena, value);
}

/* "Priority = keep | Normal" */
static void
take_entry(struct arena *arena, struct table *table, char *name, char *key, bool loose)
{
    struct entry *entry = &table->entries[table->count];
    char *bar = strstr(key, " | ");
    if (bar != NULL)
        *bar = '\0';
    entry->name = loose ? contacts_loose_name(arena, name) : text_fold(arena, name);
    entry->key = strcmp(key, "keep") == 0 ? NULL : key;
    entry->void_value = bar == NULL ? NULL : text_fold(arena, bar + 3);
    table->count++;
}

/* Of two entries of one name the first of the file counts; qsort does not keep the order. */
static void
sort_entries(struct table *table)
{
    size_t kept = 0;
    for (size_t i = 0; i < table->count; i++) {
        bool known = false;
        for (size_t k = 0; k < kept && !known; k++)
            known = strcmp(table->entries[k].name, table->entries[i].name) == 0;
        if (!known)
            table->entries[kept++] = table->entries[i];
    }
    table->count = kept;
    qsort(table->entries, table->count, sizeof *table->entries, by_name);
}

/* The settings stand above the first blank line. */
static const char *
read_settings(struct arena *arena, struct table *table)
{
    const char *cursor = table->asset->bytes;
    while (*cursor != '\0' && *cursor != '\n') {
        size_t length = strcspn(cursor, "\n");
        char *line = arena_copy(arena, cursor, length), *colon = strstr(line, ": ");
        cursor += length + (cursor[length] == '\n');
        if (line[0] == '#' || colon == NULL)
            continue;
        *colon = '\0';
        take_setting(arena, table, line, colon + 2);
    }
    return cursor;
}

static void
read_entries(struct arena *arena, struct table *table, bool loose)
{
    const char *cursor = table->rows;
    size_t lines = 0;
    if (table->entries != NULL)
        return;
    for (const char *byte = cursor; *byte != '\0'; byte++)
        lines += *byte == '\n';
    table->entries = arena_alloc(arena, (lines + 1) * sizeof *table->entries);
    while (*cursor != '\0') {
        size_t length = strcspn(cursor, "\n");
        char *line = arena_copy(arena, cursor, length), *equals = strstr(line, " = ");
        cursor += length + (cursor[length] == '\n');
        if (line[0] == '#' || equals == NULL)
            continue;
        *equals = '\0';
        take_entry(arena, table, line, equals + 3, loose);
    }
    sort_entries(table);
}

/* Its rows are read when a header has one of its marks. */
static void
open_table(struct arena *arena, const struct asset *asset, struct table *table)
{
    table->asset = asset;
    table->rows = read_settings(arena, table);
}

struct contacts_tables *
contacts_tables_open(struct arena *arena)
{
    static const char folder[] = "data/columns/";
    struct contacts_tables *tables = arena_alloc(arena, sizeof *tables);
    const struct asset *first = asset_first(folder);
    int count = 0;
    tables->arena = arena;
    for (const struct asset *asset = first; asset_is_under(asset, folder); asset++)
        count++;
    tables->tables = arena_alloc(arena, (size_t)(count + 1) * sizeof *tables->tables);
    for (const struct asset *asset = first; asset_is_under(asset, folder); asset++)
        if (strcmp(asset->path, "data/columns/any.txt") != 0)
            open_table(arena, asset, &tables->tables[tables->count++]);
    return tables;
}

struct contacts_table_entry
contacts_any_name(struct contacts_tables *tables, const char *name)
{
    struct contacts_table_entry found = {0};
    if (tables->any == NULL) {
        tables->any = arena_alloc(tables->arena, sizeof *tables->any);
        open_table(tables->arena, asset_find("data/columns/any.txt"), tables->any);
        read_entries(tables->arena, tables->any, true);
    }
    char *loose = contacts_loose_name(tables->arena, name);
    const struct entry *entry = find_entry(tables->any, loose);
    size_t length = strlen(loose);
    while (entry == NULL && length > 0 && strchr(" 0123456789", loose[length - 1]) != NULL) {
        loose[--length] = '\0';
        entry = find_entry(tables->any, loose);
    }
    if (entry != NULL)
        found = (struct contacts_table_entry){true, entry->key};
    return found;
}

bool
contacts_dialect_known(struct contacts_tables *tables, const char *dialect)
{
    for (int i = 0; i < tables->count; i++)
        if (strcmp(tables->tables[i].dialect, dialect) == 0)
            return true;
    return strcmp(dialect, "csv") == 0;
}

/* ---- recognizing ---- */

/* "e-mail 12 - value" -> "e-mail # - value" and 12; NULL without a number. */
static char *
with_wildcard(struct arena *arena, const char *name, int *out_number)
{
    size_t at = strcspn(name, "0123456789");
    size_t digits = strspn(name + at, "0123456789");
    int number = 0;
    if (digits == 0 || digits > 4)
        return NULL;
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + (name[at + i] - '0');
    *out_number = number;
    return arena_print(arena, "%.*s#%s", (int)at, name, name + at + digits);
}

/* "email#.label" and 12 -> "email#12.label" */
static const char *
with_number(struct arena *arena, const char *key, int number)
{
    const char *hash = key == NULL ? NULL : strchr(key, '#');
    if (hash == NULL)
        return key;
    return arena_print(arena, "%.*s#%d%s", (int)(hash - key), key, number, hash + 1);
}

static bool
look_up(struct arena *arena, const struct table *table, const char *name,
        struct contacts_column *column)
{
    const struct entry *entry = find_entry(table, name);
    int number = 0;
    if (entry == NULL) {
        char *pattern = with_wildcard(arena, name, &number);
        entry = pattern == NULL || number < 1 ? NULL : find_entry(table, pattern);
    }
    if (entry == NULL)
        return false;
    column->key = with_number(arena, entry->key, number);
    column->void_value = entry->void_value;
    column->guess = "name";
    return true;
}

static bool
has_name(const char *const *names, uint32_t count, const char *name, size_t length)
{
    for (uint32_t i = 0; i < count; i++)
        if (strlen(names[i]) == length && memcmp(names[i], name, length) == 0)
            return true;
    return false;
}

static bool
has_mark(const struct table *table, const char *const *names, uint32_t count)
{
    for (int i = 0; i < table->mark_count; i++) {
        const char *cursor = table->marks[i];
        bool all = true;
        while (*cursor != '\0' && all) {
            const char *comma = strstr(cursor, ", ");
            size_t length = comma == NULL ? strlen(cursor) : (size_t)(comma - cursor);
            all = has_name(names, count, cursor, length);
            cursor += length + (comma == NULL ? 0 : 2);
        }
        if (all)
            return true;
    }
    return false;
}

static uint32_t
match(struct arena *arena, const struct table *table, const char *const *names, uint32_t count,
      struct contacts_column *columns)
{
    uint32_t known = 0;
    for (uint32_t i = 0; i < count; i++)
        known += names[i][0] != '\0' && look_up(arena, table, names[i], &columns[i]);
    return known;
}

/* The record's width without empty cells at its end, which a trailing comma makes. */
uint32_t
contacts_width(const struct csv_record *record)
{
    size_t count = record->count;
    while (count > 0 && contacts_trim(record->fields[count - 1]).length == 0)
        count--;
    return (uint32_t)count;
}

static const char *const *
folded_names(struct arena *arena, const struct csv_record *record, uint32_t count)
{
    const char **names = arena_alloc(arena, (count + 1) * sizeof *names);
    for (uint32_t i = 0; i < count; i++) {
        struct csv_field cell = contacts_trim(record->fields[i]);
        names[i] = cell.length > CONTACTS_NAME_MAX
                       ? ""
                       : text_fold(arena, arena_copy(arena, cell.text, cell.length));
    }
    return names;
}

void
contacts_name_columns(struct arena *arena, const struct csv_record *record,
                      struct contacts_header *header)
{
    for (uint32_t i = 0; i < header->count; i++) {
        const char *name = contacts_line(arena, record->fields[i]);
        header->columns[i].name = name == NULL ? "" : name;
        if (contacts_is_remark(header->columns[i].name))
            header->columns[i].key = "drop";
    }
}

/* "google" means every form that Google writes, "outlook" every Outlook. */
static bool
is_wanted(const char *wanted, const char *dialect)
{
    size_t length = wanted == NULL ? 0 : strlen(wanted);
    return length == 0 || (strncmp(wanted, dialect, length) == 0 &&
                           (dialect[length] == '\0' || dialect[length] == '_'));
}

bool
contacts_recognize(struct contacts_tables *tables, const char *wanted,
                   const struct csv_record *record, struct contacts_header *out_header)
{
    ARENA_HERE struct arena arena;
    uint32_t count = contacts_width(record), most = 0;
    const struct table *best = NULL;
    arena_open(&arena);
    if (count < 2 || count > RECOGNIZED_MAX)
        return false;
    const char *const *names = folded_names(&arena, record, count);
    struct contacts_column *columns = arena_alloc(&arena, count * sizeof *columns);
    for (int i = 0; i < tables->count; i++) {
        struct table *table = &tables->tables[i];
        if (!is_wanted(wanted, table->dialect) || !has_mark(table, names, count))
            continue;
        read_entries(tables->arena, table, false);
        uint32_t known = match(&arena, table, names, count, columns);
        if (known > most) {
            most = known;
            best = table;
        }
    }
    if (best == NULL)
        return false;
    *out_header =
        (struct contacts_header){.dialect = best->dialect,
                                 .date_order = best->date_order,
                                 .whole_rows = best->whole_rows,
                                 .named = true,
                                 .count = count,
                                 .columns = arena_alloc(tables->arena, count * sizeof *columns)};
    (void)match(tables->arena, best, names, count, out_header->columns);
    contacts_name_columns(tables->arena, record, out_header);
    return true;
}

bool
contacts_is_remark(const char *name)
{
    return strcmp(name, CONTACTS_REMARK_ROW) == 0 || strcmp(name, CONTACTS_REMARK_REASON) == 0;
}

char *
contacts_digest(struct arena *arena, const struct contacts_header *header)
{
    unsigned char digest[SHA256_BYTES];
    char *text = arena_alloc(arena, 2 * SHA256_BYTES + 1);
    struct sha256 sha;
    sha256_open(&sha);
    for (uint32_t i = 0; i < header->count; i++)
        if (!contacts_is_remark(header->columns[i].name))
            sha256_add(&sha, header->columns[i].name, strlen(header->columns[i].name) + 1);
    sha256_finish(&sha, digest);
    hex_write(digest, SHA256_BYTES / 2, text);
    return text;
}

struct arena *
contacts_tables_arena(struct contacts_tables *tables)
{
    return tables->arena;
}
