/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csv.h - comma-separated values as they are found: RFC 4180 with line breaks inside quotes, lines that
 * end in CR, LF or CRLF, commas, semicolons or tabs between the fields. The reader is fed UTF-8 as it
 * comes and holds one record; the writer keeps to RFC 4180. */
#ifndef FORMATS_CSV_H
#define FORMATS_CSV_H

#include "base/buffer.h"
#include "doc/doc.h"

enum {
    CSV_FIELD_MAX = 1024 * 1024,      /* bytes */
    CSV_RECORD_MAX = 4 * 1024 * 1024, /* bytes of all fields of a record */
    CSV_COLUMNS_MAX = 2000,
    CSV_HEAD = 16 * 1024 /* bytes looked at before the separator is decided */
};

struct csv_field {
    const char *text; /* NUL-terminated */
    size_t length;
};

/* A record; lives until the callback returns. A blank line is a record without fields. */
struct csv_record {
    const struct csv_field *fields;
    size_t count;
    int64_t line;   /* of the file, from 1, where the record begins */
    int64_t number; /* of the record, from 1 */
};

/* A status that is not OK ends the reading and comes back from csv_feed. */
typedef enum status csv_each(void *context, const struct csv_record *record);

struct csv_reader {
    const char *code; /* after INVALID: what is wrong, else NULL */
    int64_t line;     /* after INVALID: where; while reading: the line being read */

    /* private: */
    struct arena *arena;
    csv_each *each;
    void *context;
    enum status ended; /* of an earlier feed, when it was not OK */
    char separator;    /* 0: not yet decided */
    int state;
    bool after_return; /* the last byte was a CR */
    bool quoted;       /* the field being read began with a quote */
    int64_t record_line, quote_line, records;
    char *text; /* the fields of this record, each with a NUL */
    size_t length, capacity, field_start;
    size_t *starts; /* where each field begins in text */
    struct csv_field *fields;
    size_t count;
    char *head; /* while the separator is not decided */
    size_t head_length;
};

/* `separator` 0: the one of , ; and tab that cuts the head of the file into the most even records; an
 * Excel line "sep=;" decides and is no record. */
void csv_open(struct csv_reader *reader, struct arena *arena, char separator, csv_each *each,
              void *context);

/* The next bytes of UTF-8. A quote inside an unquoted field, or text behind a closing quote, is taken
 * as it stands. INVALID, at once and for good, with `code` and `line`: "csv.field_too_long",
 * "csv.record_too_long", "csv.too_many_columns", "csv.nul". */
MUST_CHECK enum status csv_feed(struct csv_reader *reader, const char *bytes, size_t length);

/* No more bytes: the last record needs no line break. INVALID "csv.unterminated" with the line of the
 * quote that was never closed: the file was cut off. */
MUST_CHECK enum status csv_end(struct csv_reader *reader);

struct csv_writer {
    struct buffer *buffer;
    char separator; /* ',' */
    bool guard;     /* put ' before what a spreadsheet would take for a formula (CWE-1236) */
};

/* For Excel, which takes a file without it for Windows-1252. */
void csv_write_mark(struct csv_writer *writer);

/* One record, ended by CRLF; a NULL text is an empty field. */
void csv_write(struct csv_writer *writer, const char *const *texts, size_t count);

/* A header of the first row's keys and a record for each map of the list. */
void csv_write_rows(struct csv_writer *writer, const struct doc *rows);

/* Does a spreadsheet take this cell for a formula, or is it one of these behind our quotes? */
bool csv_is_formula(const char *text);

/* Takes back exactly what the guard did: the text without its first quote, or as it is. */
const char *csv_unguard(const char *text);

#endif
