/* SPDX-License-Identifier: GPL-3.0-or-later */
/* linkedin.h - Connections.csv, as LinkedIn writes it and as spreadsheets write it again, to documents
 * of people, row by row as the bytes come. The header is found by its names: any order, older files
 * without URL, lines of notes before it. */
#ifndef FORMATS_LINKEDIN_H
#define FORMATS_LINKEDIN_H

#include "doc/doc.h"
#include "formats/charset.h"
#include "formats/csv.h"

enum {
    LINKEDIN_PREAMBLE_MAX = 20, /* records that are not blank, up to the header */
    LINKEDIN_BLANK_MAX = 10000, /* blank ones before it */
    LINKEDIN_CELL_MAX = 2000    /* bytes of one cell that is kept */
};

/* The names of columns that are looked for, as a person may read them. */
extern const char linkedin_columns[];

/* A row: {row, line, empty, reason, warning, name, first_name, last_name, link, link_key, email,
 * email_raw, organization, title, connected_on, connected_raw}; all but the first three are texts or
 * null. `row` counts from 1 behind the header, blank ones included. `empty`: nothing in any cell.
 * `reason`: why it is rejected ("import.nothing_in_row", "import.too_few_cells",
 * "import.too_many_cells", "import.damaged_text", "import.cell_too_long"). `warning`: kept, but
 * ("import.email_not_valid", "import.link_not_valid", "import.date_not_read"). `connected_on` is an ISO
 * date. Lives until the callback returns. */
typedef enum status linkedin_each(void *context, const struct doc *row);

enum linkedin_column {
    LINKEDIN_FIRST_NAME,
    LINKEDIN_LAST_NAME,
    LINKEDIN_LINK,
    LINKEDIN_EMAIL,
    LINKEDIN_ORGANIZATION,
    LINKEDIN_TITLE,
    LINKEDIN_CONNECTED,
    LINKEDIN_COLUMNS
};

struct linkedin {
    const char *code;  /* after INVALID: of the charset, the CSV, "linkedin.no_header" or
                            "linkedin.no_rows"; else NULL */
    int64_t line;      /* after INVALID: where, or 0 */
    int64_t rows;      /* data rows read so far */
    int64_t usable;    /* of these, neither empty nor rejected */
    int64_t first_row; /* set after linkedin_open: earlier rows are counted, not handed on */
    struct charset charset;

    /* private: */
    struct csv_reader csv;
    struct arena *rows_arena;
    struct doc_shape *shape;
    linkedin_each *each;
    void *context;
    bool found; /* the header */
    int64_t before, blank;
    size_t width;             /* columns of the header */
    int at[LINKEDIN_COLUMNS]; /* -1: no such column */
};

/* `arena` holds the reader's own memory; `rows` is reset before each row. */
void linkedin_open(struct linkedin *linkedin, struct arena *arena, struct arena *rows,
                   linkedin_each *each, void *context);

/* The next bytes of the file, in any encoding charset.h reads. INVALID: see `code`. */
MUST_CHECK enum status linkedin_feed(struct linkedin *linkedin, const char *bytes, size_t length);

/* The end. INVALID "linkedin.no_header" when no header came, "linkedin.no_rows" when no row is usable. */
MUST_CHECK enum status linkedin_end(struct linkedin *linkedin);

/* What a problem's sentence needs: {line, looked_for, encoding}. */
struct doc *linkedin_arguments(const struct linkedin *linkedin, struct arena *arena);

/* "12 Mar 2024", "12 March 2024", "Mar 12, 2024", "7-Feb-22", "03/15/2024", "2024-03-12" -> ISO date;
 * NULL when unsure: 03/04/2024 may be either. */
char *linkedin_date(struct arena *arena, const char *text);

/* The key two links to one profile share: "linkedin.com/in/ada-quinn", whatever the scheme, country
 * host, case, query or last slash. Of another site: host and path as they are. NULL for no web address. */
char *linkedin_link_key(struct arena *arena, const char *link);

/* Three texts in a row: in the way of every row, where printf would cost a third of the time. */
char *linkedin_join(struct arena *arena, const char *first, const char *second, const char *third);

#endif
