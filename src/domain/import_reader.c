/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_reader.h"

#include <string.h>

/* One row for each reader of formats/: they all have the same streaming shape. */
struct import_form {
    enum status (*open)(struct import_reader *reader);
    enum status (*feed)(struct import_reader *reader, const char *bytes, size_t length);
    enum status (*end)(struct import_reader *reader);
    const char *(*kind)(const struct import_reader *reader);
    struct doc *(*found)(const struct import_reader *reader, struct arena *arena);
    struct doc *(*arguments)(const struct import_reader *reader, struct arena *arena);
};

const char *const import_kinds[] = {"auto",        "linkedin", "google", "outlook",
                                    "thunderbird", "csv",      NULL};

/* ---- tables: contacts_csv ---- */

static enum status
csv_open_(struct import_reader *reader)
{
    struct contacts_csv *csv = arena_alloc(reader->arena, sizeof *csv);
    reader->inside = csv;
    contacts_csv_open(csv, reader->arena, reader->rows, reader->each, reader->context);
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

/* ---- which of them ---- */

static const struct import_form *
form_of(const struct import_reader *reader, const char *bytes, size_t length)
{
    (void)reader;
    (void)bytes;
    (void)length;
    return &csv_form;
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
    reader->as = as == NULL || as[0] == '\0' || strcmp(as, "auto") == 0 ? NULL : as;
    reader->columns = columns != NULL && columns->kind == DOC_LIST ? columns : NULL;
}

static enum status
choose(struct import_reader *reader, const char *bytes, size_t length)
{
    if (reader->form != NULL)
        return STATUS_OK;
    reader->form = form_of(reader, bytes, length);
    return reader->form->open(reader);
}

enum status
import_reader_feed(struct import_reader *reader, const char *bytes, size_t length)
{
    TRY(choose(reader, bytes, length));
    return reader->form->feed(reader, bytes, length);
}

enum status
import_reader_end(struct import_reader *reader)
{
    TRY(choose(reader, "", 0));
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
