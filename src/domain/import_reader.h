/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_reader.h - whatever a file of people is, read as one stream of contact documents: a row of a
 * table, a card. What it is shows in its first bytes, unless somebody says it. */
#ifndef DOMAIN_IMPORT_READER_H
#define DOMAIN_IMPORT_READER_H

#include "formats/contacts_csv.h"
#include "formats/monica.h"
#include "formats/vcard.h"

/* Takes one contact document: the columns of a person (sql/person.sql) with its parts, and the reader's own
 * keys row, line, empty, reason, warning, raw. Lives until the callback returns. */
typedef enum status import_each(void *context, const struct doc *row);

struct import_form;

/* What a file says of people who stand before it: groups of cards, things done together in Monica. It is collected
 * before the rows are read, so that the order in the file does not matter. */
struct import_ahead {
    struct vcard_groups *groups;
    struct monica_activities *activities;
};

enum import_pass {
    IMPORT_ROWS,    /* each row goes to the callback */
    IMPORT_SCAN,    /* does the file say such things at all? */
    IMPORT_COLLECT, /* they go into `ahead`; there are no rows */
};

struct import_reader {
    const char *code; /* after INVALID: why; else NULL */

    /* private: */
    const struct import_form *form; /* NULL until the first bytes came */
    struct arena *arena, *rows;
    import_each *each;
    void *context;
    const char *as;             /* what somebody said it is, or NULL */
    enum import_pass pass;      /* set after the opening */
    struct import_ahead *ahead; /* set after the opening; may be NULL */
    bool holds_ahead, no_ahead; /* of a scan: it does; it cannot */
    const struct doc *columns;  /* a mapping, or NULL */
    const char *encoding;       /* what somebody said its characters are, or NULL */
    void *inside;               /* the form's own reader */
};

/* What `as` may be, ended by NULL: "auto", then the kinds. */
extern const char *const import_kinds[];

/* `arena` holds the reader's own memory, `rows` is reset before each row. `as`: one of import_kinds, NULL or
 * "auto". `columns`: a mapping for contacts_csv_map, or NULL. Both live as long as the reader. */
void import_reader_open(struct import_reader *reader, struct arena *arena, struct arena *rows,
                        import_each *each, void *context);
void import_reader_as(struct import_reader *reader, const char *as, const struct doc *columns);

/* Before the first feed: its characters are in this encoding, one of charset_names; NULL or "": guessed. It lives as
 * long as the reader. Files of JSON are UTF-8 whatever is said. */
void import_reader_encoding(struct import_reader *reader, const char *encoding);

/* The next bytes. INVALID: see `code`. */
MUST_CHECK enum status import_reader_feed(struct import_reader *reader, const char *bytes,
                                          size_t length);
MUST_CHECK enum status import_reader_end(struct import_reader *reader);

/* What it was recognized as ("linkedin", "google", "vcard" ...), or NULL while that is not clear. */
const char *import_reader_kind(const struct import_reader *reader);

/* {dialect, encoding, separator, columns ...} as contacts_csv_found says it; of others what they know. */
struct doc *import_reader_found(const struct import_reader *reader, struct arena *arena);

/* What a problem's sentence needs. */
struct doc *import_reader_arguments(const struct import_reader *reader, struct arena *arena);

#endif
