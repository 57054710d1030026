/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contacts_csv.h - address books as comma-separated values, from any program -> documents of people, row
 * by row as the bytes come. The header row is found by its names, in any order, behind notes or blank
 * lines; the tables of data/columns/ say which program writes which names. A file that none of them knows
 * is read by a mapping: what each column means, guessed from names and values, for a person to correct. */
#ifndef FORMATS_CONTACTS_CSV_H
#define FORMATS_CONTACTS_CSV_H

#include "doc/doc.h"
#include "formats/charset.h"
#include "formats/contacts_columns.h"
#include "formats/csv.h"

enum {
    CONTACTS_PREAMBLE_MAX = 20,      /* records that are not blank, up to the header */
    CONTACTS_BLANK_MAX = 10000,      /* blank ones before it */
    CONTACTS_CELL_MAX = 2000,        /* bytes of one cell that is kept */
    CONTACTS_TEXT_MAX = 20000,       /* bytes of notes, of an address, of a cell nobody knows */
    CONTACTS_ROW_MAX = 256 * 1024,   /* bytes of all cells of a row */
    CONTACTS_TEXT_CHARACTERS = 200,  /* of a text on one line; a longer one is cut */
    CONTACTS_VALUE_CHARACTERS = 500, /* the same of an address, a number, a link, how_found */
    CONTACTS_POINTS_MAX = 500,       /* ways to reach one person */
    CONTACTS_TAGS_MAX = 200,
    CONTACTS_AHEAD = 100,              /* rows looked at before the first is handed on ... */
    CONTACTS_AHEAD_BYTES = 1024 * 1024 /* ... or that many bytes and one row */
};

/* A row: {row, line, empty, reason, warning, raw} and the columns of a person (sql/person.sql), with the lists
 * contact_points {kind, value, label, detail}, tags {tag}, originals {form "csv", data: JSON of the
 * columns nobody knew and of the cells that could not be read}, and photo_link. What a row does not hold
 * is null. `row` counts from 1 behind the header, blank ones included; `line` is the file's.
 * `empty`: nothing in any cell. `reason`: why it is rejected ("import.nothing_in_row",
 * "import.too_few_cells" (LinkedIn), "import.too_many_cells", "import.damaged_text",
 * "import.cell_too_long", "import.row_too_long", "import.too_many_values"); then `raw` is the list of its
 * cells as they stand, for a file to mend. `warning`: kept, but ("import.email_not_valid", "import.link_not_valid",
 * "import.date_not_read", "import.date_order_unsure", "import.too_few_cells", "import.text_cut"); the cell as it stood is in
 * `originals`. Lives until the callback returns. */
typedef enum status contacts_csv_each(void *context, const struct doc *row);

struct contacts_csv {
    const char
        *code;      /* after INVALID: of the charset, the CSV, "contacts.mapping" (the columns must
                            be told: contacts_csv_found has a proposal), "contacts.empty",
                            "contacts.no_header" or "contacts.no_rows"; else NULL */
    int64_t line;   /* after INVALID: where, or 0 */
    int64_t rows;   /* data rows read so far */
    int64_t usable; /* of these, neither empty nor rejected */
    int64_t first_row;   /* set after contacts_csv_open: earlier rows are counted, not handed on */
    const char *dialect; /* as in data/columns ("linkedin", "google", "google_old", "outlook",
                            "outlook_com", "thunderbird", "rapport"); "csv" when read by a mapping;
                            NULL until the header is found */
    struct charset charset;

    /* private: */
    struct csv_reader csv;
    struct arena *arena, *rows_arena;
    struct doc_shape *shape;
    contacts_csv_each *each;
    void *context;
    const char *wanted;         /* the only dialect that counts, or NULL */
    const struct doc *told;     /* the mapping that was told, or NULL */
    struct contacts_plan *plan; /* what each column means; NULL until the header is found */
    struct contacts_ahead *ahead;
    enum status ended;
    char date_order; /* 'm' or 'd' first, 'y'; 0: unsure */
};

/* `arena` holds the reader's own memory; `rows` is reset before each row. */
void contacts_csv_open(struct contacts_csv *reader, struct arena *arena, struct arena *rows,
                       contacts_csv_each *each, void *context);

/* Before the first feed: only this dialect counts (NULL: any). False for a name nobody knows; "csv" asks
 * for a mapping whatever the header says. */
bool contacts_csv_as(struct contacts_csv *reader, const char *dialect);

/* Before the first feed: read by this mapping, `columns` of contacts_csv_found as somebody changed its
 * keys (a list of {name, key}). The header is the first record with these names; without any name there
 * is no header. INVALID when it is no such list or a key is none (contacts_key_valid). The list must live
 * as long as the reader. */
MUST_CHECK enum status contacts_csv_map(struct contacts_csv *reader, const struct doc *columns);

/* The next bytes of the file, in any encoding charset.h reads. INVALID: see `code`. */
MUST_CHECK enum status contacts_csv_feed(struct contacts_csv *reader, const char *bytes,
                                         size_t length);

/* The end. INVALID "contacts.empty" when nothing stands in the file,
 * "contacts.no_header" when no header came, "contacts.no_rows" when no row is usable. */
MUST_CHECK enum status contacts_csv_end(struct contacts_csv *reader);

/* What was recognized, once `dialect` is set or after "contacts.mapping": {dialect, encoding, separator,
 * header (bool), digest (of the header's names: the same for every file with this header), columns
 * [{index (from 0), name, key (null: kept as it is), guess ("name", "value" or null), sample (the first
 * cell that is not empty, at most 80 characters, or null)}]}. */
struct doc *contacts_csv_found(const struct contacts_csv *reader, struct arena *arena);

/* What a problem's sentence needs: {line, looked_for, encoding}. */
struct doc *contacts_csv_arguments(const struct contacts_csv *reader, struct arena *arena);

#endif
