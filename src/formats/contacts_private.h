/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contacts_private.h - what the files of contacts_csv share: cells, values, and rows made of them. */
#ifndef FORMATS_CONTACTS_PRIVATE_H
#define FORMATS_CONTACTS_PRIVATE_H

#include "formats/contacts_columns.h"

enum {
    CONTACTS_NAME_MAX = 200, /* bytes of a column's name */
    CONTACTS_REMARKS = 2     /* columns that we add to a file of rejected rows */
};

/* ---- cells (contacts_cell.c) ---- */

/* Without blanks around, no-break spaces included, which spreadsheets like to add. */
struct csv_field contacts_trim(struct csv_field field);

/* The cell on one line: line breaks become blanks, runs of blanks become one, other controls and what is
 * invisible goes. NULL for nothing. */
char *contacts_line(struct arena *arena, struct csv_field field);

/* The same, but line breaks stay, as \n. */
char *contacts_lines(struct arena *arena, struct csv_field field);

/* The cell of a file that we wrote: blanks and what is invisible stay, for a person may have been saved like that;
 * only control characters go, and line breaks become blanks unless `lines`. NULL for nothing. */
char *contacts_own(struct arena *arena, struct csv_field field, bool lines);

/* Cuts at the separator; the pieces without blanks around. NULL when there is no more. `colons`: " ::: " is one
 * too. */
char *contacts_piece(struct arena *arena, const char **cursor, const char *separators, bool colons);

/* "a@example.org; b@example.org": only when each of them is one. */
bool contacts_all_addresses(struct arena *arena, const char *text);

/* The cell as it was before a spreadsheet's guard (csv_unguard). */
struct csv_field contacts_unguarded(struct csv_field field);

/* The cells of a row that is rejected, as they stand, for a file to mend; without what we remarked of it before. */
struct doc contacts_raw(struct arena *arena, const struct contacts_header *header,
                        const struct csv_record *record);

/* U+FFFD, of ours or of whoever wrote the file. */
bool contacts_damaged(struct csv_field cell);

/* ---- values (contacts_value.c) ---- */

/* A date in figures or with an English month -> ISO date. `order`: which comes first in figures alone, 'd',
 * 'm' or 'y' (0: unknown). `*out_unsure` is set when `order` alone could tell. NULL when it is no date, or
 * one that could be two. */
char *contacts_date(struct arena *arena, const char *text, char order, bool *out_unsure);

/* The same for a birthday, which may lack its year: "--04-12". */
char *contacts_birthday(struct arena *arena, const char *text, char order, bool *out_unsure);

/* "0/0/00": only zeros and separators. */
bool contacts_no_date(const char *text);

/* What a date in figures proves about the order: 'd', 'm', or 0. */
char contacts_date_proof(const char *text);

/* yes, true, 1, wahr, vrai, ...: -1 for neither yes nor no. */
int contacts_truth(struct arena *arena, const char *text);

/* "* Home" -> "home", "Mobile" -> "cell", "Band office" as it is. NULL for "". */
char *contacts_label(struct arena *arena, const char *text);

/* The whole name from its parts (any may be NULL), in the order of its script. NULL from nothing. */
char *contacts_whole_name(struct arena *arena, const char *given, const char *additional,
                          const char *family, const char *suffix);

/* `parts` by enum contacts_part, NULL for none -> the stored detail (RFC 6350 6.3.1), NULL when all are
 * empty; and the lines that people read. */
char *contacts_address_detail(struct arena *arena, char *const parts[CONTACTS_PARTS]);
char *contacts_address_lines(struct arena *arena, char *const parts[CONTACTS_PARTS]);

/* Seven texts, unescaped, of a stored detail; false when it is none. STREET has one line a street line. */
bool contacts_address_read(struct arena *arena, const char *detail, char *parts[CONTACTS_PARTS]);

/* Where somebody is whose address book has no place of its own: the town of the first address that tells one, on one
 * line. NULL: none does. */
const char *contacts_place_of(struct arena *arena, const struct doc *points);

/* What does the cell look like? */
bool contacts_looks_phone(const char *text);
bool contacts_looks_link(const char *text);
bool contacts_looks_name(const char *text);

/* ---- columns (contacts_columns.c, contacts_guess.c) ---- */

struct contacts_table_entry {
    bool found;
    const char *key;
};

struct contacts_table_entry contacts_any_name(struct contacts_tables *tables, const char *name);
char *contacts_loose_name(struct arena *arena, const char *name);
uint32_t contacts_width(const struct csv_record *record);
void contacts_name_columns(struct arena *arena, const struct csv_record *record,
                           struct contacts_header *header);
struct arena *contacts_tables_arena(struct contacts_tables *tables);

/* ---- what the columns mean together (contacts_plan.c) ---- */

/* The columns that make one way to reach somebody, or one custom field. */
struct contacts_group {
    struct contacts_key key;
    int at[CONTACTS_PARTS]; /* columns, or -1 */
};

struct contacts_plan {
    struct doc_shape *point_shape; /* kind, value, label, detail */
    struct contacts_header header;
    char date_order;
    bool date_proved;
    bool ours; /* we wrote it: what stands there is what was in the store */
    struct contacts_key *keys;
    const char **names; /* of each column, no two alike: for originals */
    struct contacts_group *groups;
    uint32_t group_count;
};

struct contacts_plan *contacts_plan_make(struct arena *arena, const struct contacts_header *header);
const struct contacts_header *contacts_plan_header(const struct contacts_plan *plan);

/* The order of dates that these cells prove, over the header's. */
void contacts_plan_dates(struct contacts_plan *plan, const struct csv_record *records,
                         size_t count);

/* ---- rows (contacts_row.c, contacts_finish.c) ---- */

/* What a reader says of a row or an item besides the person; its document begins with it. */
enum contacts_reader_slot {
    CONTACTS_ROW,
    CONTACTS_LINE,
    CONTACTS_EMPTY,
    CONTACTS_REASON,
    CONTACTS_WARNING,
    CONTACTS_RAW,
    CONTACTS_READER_SLOTS
};

/* A shape with these keys and room for `slots` in all. */
struct doc_shape *contacts_reader_shape(struct arena *arena, uint32_t slots);

/* What a row is being made of. */
struct contacts_making {
    struct arena *arena;
    const struct contacts_plan *plan;
    const struct csv_record *record;
    const char *texts[CONTACTS_FIELDS];
    const char *birthday[3]; /* year, month, day */
    const char *warning, *photo;
    struct doc *points, *tags, *kept;
    bool many;     /* more values than are taken */
    bool no_place; /* said to have none, whatever the addresses tell */
};

/* The first warning counts. */
void contacts_warn(struct contacts_making *making, const char *code);

/* Kept as it stands, under its column's name. */
void contacts_keep(struct contacts_making *making, const char *name, const char *text);

/* Dates read, names made whole, texts cut: what cannot be read of them is kept. */
void contacts_finish(struct contacts_making *making);

/* A row's document of `shape` (contacts_row_shape) in `arena`. */
struct doc_shape *contacts_row_shape(struct arena *arena);
struct doc contacts_row_make(struct arena *arena, struct doc_shape *shape,
                             const struct contacts_plan *plan, const struct csv_record *record,
                             int64_t row, bool *out_usable);

#endif
