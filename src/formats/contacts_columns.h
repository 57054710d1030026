/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contacts_columns.h - what the columns of an address book mean: the tables of data/columns/, and guesses.
 *
 * A table is named by its file; lines of it, in any order:
 *     dialect: google              which program's (several files may share one)
 *     mark: First Name, Labels     a header with all of these is this program's; one mark is enough
 *     dates: mdy                   how it writes dates in figures: mdy, dmy or ymd
 *     rows: whole                  a row with fewer cells than the header was cut off
 *     First Name = given_name      a column and its key; # stands for any number
 *     Priority = keep | Normal     ... and what says nothing in it
 *
 * A key is KIND, :LABEL, #GROUP and .PART, all but the first optional:
 *     given_name ... is_private    a column of a person
 *     email phone link chat        one more way to reach somebody: email:work, phone#2, phone#2.label
 *     address                      whole in one cell; by parts .po .extended .street .street2 .street3
 *                                  .city .region .postal .country of one group or label, or .detail
 *     birthday.year .month .day    by parts
 *     tags, photo_link, pronunciation.family
 *     custom#1, custom#1.label     a cell whose name stands in another one
 *     keep, drop                   goes to `originals`; says nothing */
#ifndef FORMATS_CONTACTS_COLUMNS_H
#define FORMATS_CONTACTS_COLUMNS_H

#include "doc/doc.h"
#include "formats/csv.h"

enum contacts_kind {
    CONTACTS_KEEP,
    CONTACTS_DROP,
    CONTACTS_FIELD, /* a text of the person; `field` says which */
    CONTACTS_POINT,
    CONTACTS_ADDRESS,
    CONTACTS_CUSTOM,
    CONTACTS_TAGS,
    CONTACTS_PHOTO,
    CONTACTS_BIRTHDAY /* a part of it */
};

/* The texts of a person that a column can be, in the order of contacts_fields. */
enum contacts_field {
    CONTACTS_NAME,
    CONTACTS_GIVEN_NAME,
    CONTACTS_ADDITIONAL_NAME,
    CONTACTS_FAMILY_NAME,
    CONTACTS_NAME_PREFIX,
    CONTACTS_NAME_SUFFIX,
    CONTACTS_NICKNAME,
    CONTACTS_PRONUNCIATION,
    CONTACTS_PRONUNCIATION_FAMILY, /* joined to the one before */
    CONTACTS_TITLE,
    CONTACTS_ORGANIZATION,
    CONTACTS_DEPARTMENT,
    CONTACTS_PLACE,
    CONTACTS_ZONE,
    CONTACTS_BIRTHDAY_WHOLE,
    CONTACTS_LANGUAGES,
    CONTACTS_PREFERRED_LANGUAGE,
    CONTACTS_NOTES,
    CONTACTS_CONNECTED_ON,
    CONTACTS_MET_ON,
    CONTACTS_MET_PLACE,
    CONTACTS_HOW_FOUND,
    CONTACTS_CIRCLE,
    CONTACTS_ADDRESS_FORM,
    CONTACTS_IN_FIELD,
    CONTACTS_FIELD_SINCE,
    CONTACTS_FIELD_UNTIL,
    CONTACTS_SIMILAR_BACKGROUND,
    CONTACTS_UID,
    CONTACTS_IS_PRIVATE,
    CONTACTS_DO_NOT_CONTACT,
    CONTACTS_MAY_APPROACH_LATER,
    CONTACTS_FIELDS,
    CONTACTS_FIRST_TRUTH = CONTACTS_IS_PRIVATE /* from here on: yes or no */
};
extern const char *const contacts_fields[CONTACTS_FIELDS + 1]; /* "name", ..., NULL */

/* Parts of an address, in the order of RFC 6350 6.3.1 (street2 and street3 are lines of the street);
 * LABEL and SERVICE are columns beside the value. */
enum contacts_part {
    CONTACTS_WHOLE,
    CONTACTS_PO,
    CONTACTS_EXTENDED,
    CONTACTS_STREET,
    CONTACTS_STREET2,
    CONTACTS_STREET3,
    CONTACTS_CITY,
    CONTACTS_REGION,
    CONTACTS_POSTAL,
    CONTACTS_COUNTRY,
    CONTACTS_DETAIL, /* all seven at once, as they are stored */
    CONTACTS_LABEL,
    CONTACTS_SERVICE,
    CONTACTS_YEAR,
    CONTACTS_MONTH,
    CONTACTS_DAY,
    CONTACTS_PARTS
};

struct contacts_key {
    enum contacts_kind kind;
    enum contacts_field field; /* FIELD */
    const char *point;         /* POINT: "email", "phone", "link", "chat" */
    const char *label;         /* "work", or NULL */
    int group;                 /* 0: none */
    enum contacts_part part;
};

/* False when the text is no key. The label lives in the arena. */
bool contacts_key_read(struct arena *arena, const char *text, struct contacts_key *out_key);

/* For a mapping that somebody chose; NULL and "" (keep) are fine. */
bool contacts_key_valid(const char *text);

/* The keys a person may choose from for a column, in the order of a form; ended by NULL. */
extern const char *const contacts_choices[];

struct contacts_column {
    const char *name;       /* as in the header; "" when it has none */
    const char *key;        /* NULL: keep */
    const char *void_value; /* what says nothing in it, folded, or NULL */
    const char *guess; /* "name": by its name in any program's words; "value": by its cells; NULL */
    const char *sample; /* filled by the reader, or NULL */
};

/* What the columns of a file mean. */
struct contacts_header {
    const char *dialect;
    char date_order; /* 'm', 'd', 'y', or 0 */
    bool whole_rows;
    bool named; /* there is a header row */
    uint32_t count;
    struct contacts_column *columns;
};

struct contacts_tables; /* data/columns/, read once a file */

struct contacts_tables *contacts_tables_open(struct arena *arena);

/* Does a program write this header? `wanted`: only this dialect counts, with its other
 * forms ("google_old" of "google"); NULL: any. */
bool contacts_recognize(struct contacts_tables *tables, const char *wanted,
                        const struct csv_record *record, struct contacts_header *out_header);

/* Which dialects there are: does one have this name? */
bool contacts_dialect_known(struct contacts_tables *tables, const char *dialect);

/* A proposal for a file that no program is known for: by the names of its first record and by what stands
 * in the records behind it. `*out_first`: which record begins the table, the header or, without one, the
 * first row; what stands before it are notes. Where no column is known by name or by what stands in it, a table of
 * several columns is still one, and nothing is proposed for it. False when this is no table at all. */
bool contacts_guess(struct contacts_tables *tables, const struct csv_record *records, size_t count,
                    struct contacts_header *out_header, size_t *out_first);

/* The columns that a file of rejected rows has behind its own (import_rejected.h). They say nothing of a person, are
 * dropped in every dialect and do not make a file another one: its mapping is found without them. */
#define CONTACTS_REMARK_ROW "Rapport row"
#define CONTACTS_REMARK_REASON "Rapport reason"
bool contacts_is_remark(const char *name);

/* 32 hexadecimal digits that every header with these names in this order shares, remarks left out. */
char *contacts_digest(struct arena *arena, const struct contacts_header *header);

#endif
