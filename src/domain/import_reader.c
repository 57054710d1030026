/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_reader.h"

#include "formats/person_json.h"

#include <string.h>
#include <strings.h>

enum { HEAD_BYTES = 256 };

/* One row for each reader of formats/: they all have the same streaming shape. */
struct import_form {
    enum status (*open)(struct import_reader *reader);
    enum status (*feed)(struct import_reader *reader, const char *bytes, size_t length);
    enum status (*end)(struct import_reader *reader);
    const char *(*kind)(const struct import_reader *reader);
    struct doc *(*found)(const struct import_reader *reader, struct arena *arena);
    struct doc *(*arguments)(const struct import_reader *reader, struct arena *arena);
};

const char *const import_kinds[] = {"auto", "linkedin", "google", "outlook", "thunderbird", "vcard",
                                    "csv",  "monica",   "json",   "archive", NULL};

/* ---- tables: contacts_csv ---- */

static enum status
csv_open_(struct import_reader *reader)
{
    struct contacts_csv *csv = arena_alloc(reader->arena, sizeof *csv);
    reader->inside = csv;
    contacts_csv_open(csv, reader->arena, reader->rows, reader->each, reader->context);
    (void)charset_force(&csv->charset, reader->encoding);
    if (reader->columns != NULL)
        return contacts_csv_map(csv, reader->columns);
    if (reader->as != NULL && !contacts_csv_as(csv, reader->as)) {
        reader->code = "import.not_this_kind";
        return STATUS_INVALID;
    }
    return STATUS_OK;
}

static enum status
csv_said(struct import_reader *reader, enum status status)
{
    const struct contacts_csv *csv = reader->inside;
    reader->code = csv->code;
    return status;
}

static enum status
csv_feed_(struct import_reader *reader, const char *bytes, size_t length)
{
    return csv_said(reader, contacts_csv_feed(reader->inside, bytes, length));
}

static enum status
csv_end_(struct import_reader *reader)
{
    return csv_said(reader, contacts_csv_end(reader->inside));
}

static const char *
csv_kind(const struct import_reader *reader)
{
    return ((const struct contacts_csv *)reader->inside)->dialect;
}

static struct doc *
csv_found(const struct import_reader *reader, struct arena *arena)
{
    return contacts_csv_found(reader->inside, arena);
}

static struct doc *
csv_arguments(const struct import_reader *reader, struct arena *arena)
{
    return contacts_csv_arguments(reader->inside, arena);
}

static const struct import_form csv_form = {.open = csv_open_,
                                            .feed = csv_feed_,
                                            .end = csv_end_,
                                            .kind = csv_kind,
                                            .found = csv_found,
                                            .arguments = csv_arguments};

/* ---- cards ---- */

static enum status
cards_open(struct import_reader *reader)
{
    struct vcard *vcard = arena_alloc(reader->arena, sizeof *vcard);
    reader->inside = vcard;
    vcard_open(vcard, reader->arena, reader->rows,
               reader->pass == IMPORT_ROWS ? reader->each : NULL, reader->context);
    if (reader->ahead != NULL && reader->ahead->groups == NULL) {
        reader->ahead->groups = arena_alloc(reader->arena, sizeof *reader->ahead->groups);
        vcard_groups_open(reader->ahead->groups, reader->arena);
    }
    vcard->groups = reader->ahead == NULL ? NULL : reader->ahead->groups;
    if (reader->encoding != NULL)
        (void)vcard_force(vcard, reader->encoding);
    return STATUS_OK;
}

static enum status
cards_said(struct import_reader *reader, enum status status)
{
    reader->code = ((const struct vcard *)reader->inside)->code;
    return status;
}

/* Zeros are of UTF-16, in which no word shows; a word that is cut by the end of a piece shows by its beginning. */
static void
scan_cards(struct import_reader *reader, const char *bytes, size_t length)
{
    static const char word[] = "KIND";
    bool cut = false;
    for (size_t i = 1; i < sizeof word - 1 && i <= length; i++)
        cut = cut || strncasecmp(bytes + length - i, word, i) == 0;
    reader->holds_ahead = reader->holds_ahead || cut || memchr(bytes, 0, length) != NULL ||
                          vcard_groups_may(bytes, length);
}

static enum status
cards_feed(struct import_reader *reader, const char *bytes, size_t length)
{
    if (reader->pass == IMPORT_SCAN) {
        scan_cards(reader, bytes, length);
        return STATUS_OK;
    }
    return cards_said(reader, vcard_feed(reader->inside, bytes, length));
}

static enum status
cards_end(struct import_reader *reader)
{
    return cards_said(reader, vcard_end(reader->inside));
}

static const char *
cards_kind(const struct import_reader *reader)
{
    (void)reader;
    return "vcard";
}

static struct doc *
cards_found(const struct import_reader *reader, struct arena *arena)
{
    struct doc *found = doc_map(arena);
    doc_set_text(found, "dialect", "vcard");
    doc_set_text(found, "encoding", vcard_encoding(reader->inside));
    return found;
}

static struct doc *
cards_arguments(const struct import_reader *reader, struct arena *arena)
{
    return vcard_arguments(reader->inside, arena);
}

static const struct import_form cards_form = {.open = cards_open,
                                              .feed = cards_feed,
                                              .end = cards_end,
                                              .kind = cards_kind,
                                              .found = cards_found,
                                              .arguments = cards_arguments};

/* ---- Monica's export ---- */

static enum status
monica_open_(struct import_reader *reader)
{
    struct monica *monica = arena_alloc(reader->arena, sizeof *monica);
    reader->inside = monica;
    reader->holds_ahead = true;
    monica_open(monica, reader->arena, reader->rows,
                reader->pass == IMPORT_ROWS ? reader->each : NULL, reader->context);
    if (reader->ahead != NULL && reader->ahead->activities == NULL) {
        reader->ahead->activities = arena_alloc(reader->arena, sizeof *reader->ahead->activities);
        monica_activities_open(reader->ahead->activities, reader->arena);
    }
    monica->activities = reader->ahead == NULL ? NULL : reader->ahead->activities;
    return STATUS_OK;
}

static enum status
monica_said(struct import_reader *reader, enum status status)
{
    reader->code = ((const struct monica *)reader->inside)->code;
    return status;
}

static enum status
monica_feed_(struct import_reader *reader, const char *bytes, size_t length)
{
    return monica_said(reader, monica_feed(reader->inside, bytes, length));
}

static enum status
monica_end_(struct import_reader *reader)
{
    return monica_said(reader, monica_end(reader->inside));
}

static const char *
monica_kind(const struct import_reader *reader)
{
    (void)reader;
    return "monica";
}

static struct doc *
monica_found(const struct import_reader *reader, struct arena *arena)
{
    struct doc *found = doc_map(arena);
    (void)reader;
    doc_set_text(found, "dialect", "monica");
    doc_set_text(found, "encoding", "UTF-8");
    return found;
}

static struct doc *
monica_arguments(const struct import_reader *reader, struct arena *arena)
{
    (void)reader;
    return doc_map(arena);
}

static const struct import_form monica_form = {.open = monica_open_,
                                               .feed = monica_feed_,
                                               .end = monica_end_,
                                               .kind = monica_kind,
                                               .found = monica_found,
                                               .arguments = monica_arguments};

/* ---- our own export ---- */

static enum status
people_open(struct import_reader *reader)
{
    struct person_json *people = arena_alloc(reader->arena, sizeof *people);
    reader->inside = people;
    person_json_open(people, reader->arena, reader->rows, reader->each, reader->context);
    return STATUS_OK;
}

static enum status
people_said(struct import_reader *reader, enum status status)
{
    reader->code = ((const struct person_json *)reader->inside)->code;
    return status;
}

static enum status
people_feed(struct import_reader *reader, const char *bytes, size_t length)
{
    return people_said(reader, person_json_feed(reader->inside, bytes, length));
}

static enum status
people_end(struct import_reader *reader)
{
    return people_said(reader, person_json_end(reader->inside));
}

static const char *
people_kind(const struct import_reader *reader)
{
    (void)reader;
    return "json";
}

static struct doc *
people_found(const struct import_reader *reader, struct arena *arena)
{
    struct doc *found = doc_map(arena);
    (void)reader;
    doc_set_text(found, "dialect", "json");
    doc_set_text(found, "encoding", "UTF-8");
    return found;
}

static struct doc *
people_arguments(const struct import_reader *reader, struct arena *arena)
{
    (void)reader;
    return doc_map(arena);
}

static const struct import_form people_form = {.open = people_open,
                                               .feed = people_feed,
                                               .end = people_end,
                                               .kind = people_kind,
                                               .found = people_found,
                                               .arguments = people_arguments};

/* ---- which of them ---- */

/* The letters of the beginning, without marks, blanks and the zeros of UTF-16. */
static bool
begins_with_card(const char *bytes, size_t length)
{
    static const char begin[] = "BEGIN:VCARD";
    size_t met = 0;
    for (size_t i = 0; i < length && i < HEAD_BYTES && met < sizeof begin - 1; i++) {
        char letter = bytes[i];
        bool nothing = letter == '\0' || (unsigned char)letter >= 0x80 ||
                       (met == 0 && strchr(" \t\r\n", letter) != NULL);
        if (nothing)
            continue;
        if (letter >= 'a' && letter <= 'z')
            letter = (char)(letter - 'a' + 'A');
        if (letter != begin[met++])
            return false;
    }
    return met == sizeof begin - 1;
}

static const struct import_form *
form_of(const struct import_reader *reader, const char *bytes, size_t length)
{
    if (reader->as != NULL && strcmp(reader->as, "vcard") == 0)
        return &cards_form;
    if (reader->as != NULL && strcmp(reader->as, "monica") == 0)
        return &monica_form;
    if (reader->as != NULL && strcmp(reader->as, "json") == 0)
        return &people_form;
    if (reader->as != NULL || reader->columns != NULL)
        return &csv_form;
    if (begins_with_card(bytes, length))
        return &cards_form;
    if (person_json_begins(bytes, length))
        return &people_form;
    return monica_begins(bytes, length) ? &monica_form : &csv_form;
}

void
import_reader_open(struct import_reader *reader, struct arena *arena, struct arena *rows,
                   import_each *each, void *context)
{
    *reader =
        (struct import_reader){.arena = arena, .rows = rows, .each = each, .context = context};
}

void
import_reader_as(struct import_reader *reader, const char *as, const struct doc *columns)
{
    reader->as =
        as == NULL || as[0] == '\0' || strcmp(as, "auto") == 0 || strcmp(as, "archive") == 0 ? NULL
                                                                                             : as;
    reader->columns = columns != NULL && columns->kind == DOC_LIST ? columns : NULL;
}

void
import_reader_encoding(struct import_reader *reader, const char *encoding)
{
    reader->encoding = encoding == NULL || encoding[0] == '\0' ? NULL : encoding;
}

static enum status
choose(struct import_reader *reader, const char *bytes, size_t length)
{
    if (reader->form != NULL)
        return STATUS_OK;
    reader->form = form_of(reader, bytes, length);
    reader->no_ahead = reader->form != &cards_form && reader->form != &monica_form;
    return reader->form->open(reader);
}

enum status
import_reader_feed(struct import_reader *reader, const char *bytes, size_t length)
{
    TRY(choose(reader, bytes, length));
    if (reader->pass != IMPORT_ROWS && reader->no_ahead)
        return STATUS_OK;
    return reader->form->feed(reader, bytes, length);
}

enum status
import_reader_end(struct import_reader *reader)
{
    TRY(choose(reader, "", 0));
    if (reader->pass == IMPORT_SCAN)
        return STATUS_OK;
    return reader->form->end(reader);
}

const char *
import_reader_kind(const struct import_reader *reader)
{
    return reader->form == NULL ? NULL : reader->form->kind(reader);
}

struct doc *
import_reader_found(const struct import_reader *reader, struct arena *arena)
{
    return reader->form == NULL ? doc_map(arena) : reader->form->found(reader, arena);
}

struct doc *
import_reader_arguments(const struct import_reader *reader, struct arena *arena)
{
    return reader->form == NULL ? doc_map(arena) : reader->form->arguments(reader, arena);
}
