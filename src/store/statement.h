/* SPDX-License-Identifier: GPL-3.0-or-later */
/* statement.h - what tools/embed makes of sql/: the closed list of statements, the nouns they serve
 * and the schema's steps. There is no other way to get SQL into the store. */
#ifndef STORE_STATEMENT_H
#define STORE_STATEMENT_H

#include <stdbool.h>
#include <stdint.h>

/* How a value travels: the type in the contract line, not what an engine happens to return.
 *            SQLite    PostgreSQL        document
 *   int      integer   bigint            int
 *   real     real      double precision  real
 *   bool     integer   boolean           bool
 *   text     text      text              text
 *   uuid     blob(16)  uuid              text of 36 characters
 *   bytes    blob      bytea             raw bytes, their number in `count` (NUL too) */
enum column_kind { COLUMN_INT, COLUMN_REAL, COLUMN_BOOL, COLUMN_TEXT, COLUMN_UUID, COLUMN_BYTES };

struct column {
    const char *name;
    enum column_kind kind;
};

enum store_engine { ENGINE_SQLITE, ENGINE_POSTGRES, ENGINE_COUNT };

/* owner: binds :owner and touches that owner's rows only. share, system: a closed list, each with a
 * reason in its SQL file (design: scope). */
enum statement_scope { SCOPE_OWNER, SCOPE_SHARE, SCOPE_SYSTEM };

struct statement {
    const char *name;               /* "person_list" */
    const char *text[ENGINE_COUNT]; /* parameters numbered ?1.. and $1.. */
    const char *many; /* for SQLite: adds the rows of the table "later"; NULL: one by one */
    enum statement_scope scope;
    const struct column *params;
    int param_count;
    const struct column *columns; /* none: the statement returns no rows */
    int column_count;
    int slot; /* 0.. statement_count - 1: where a store keeps it prepared */
};

extern const struct statement *const statements[]; /* all, by slot */
extern const int statement_count;

/* A list that has no life of its own: saved, logged and undone with its parent row. Its table has
 * the columns owner, parent (the parent's doc), n and those named. */
struct noun_part {
    const char *name;             /* the key in the parent's document: "contact_points" */
    const struct column *columns; /* without owner, parent and n */
    int column_count;
    const struct statement *list;   /* (owner, parent) -> columns, in order of n */
    const struct statement *insert; /* (owner, parent, n, columns) */
    const struct statement *clear;  /* (owner, parent) */
    const struct statement
        *between; /* (owner, first_doc, last_doc) -> parent, columns; by parent, n */
    const struct statement *sweep; /* (owner, first_doc, last_doc): all of these */
};

/* Where a noun is searched: among the names of people and things, or in what was said and written. */
enum search_room { SEARCH_NOWHERE, SEARCH_NAMES, SEARCH_TEXTS };

/* A text of a noun that is searched. A hit in a head (a name, a title) counts for more. */
struct searched {
    const char *part; /* of each row of that part; NULL: of the noun itself */
    const char *column;
    bool head;
};

/* An owned row. Its table has the columns owner, doc, id, version, created_at, updated_at and those
 * named; embed writes the statements from the noun's contract. */
struct noun {
    const char *name;             /* "person" */
    const struct column *columns; /* the noun's own */
    int column_count;
    const struct noun_part *parts;
    int part_count;
    enum search_room room;
    const struct searched *searched;
    int searched_count;
    const struct statement *read;   /* (owner, id) -> all columns but owner */
    const struct statement *insert; /* (all columns, owner too) */
    const struct statement *update; /* (owner, id, version, updated_at, own columns) */
    const struct statement *remove; /* (owner, id) */
    const struct statement *all;    /* (owner, after_doc, limit) -> as read, in order of doc */
    /* (owner, record, from_n, last_n) -> line (its n in the log), as read: what a change made and is there, by n */
    const struct statement *made;
    const struct statement *between; /* (owner, first_doc, last_doc) -> count */
    const struct statement *sweep;   /* (owner, first_doc, last_doc): all of these */
};

extern const struct noun *const nouns[]; /* all, ended by NULL */

/* One step of the schema, in order. transactional: within one transaction with its record. */
struct schema_step {
    int number; /* 1.. without gaps */
    const char *name;
    bool online; /* PostgreSQL: outside a transaction */
    const char *text[ENGINE_COUNT];
};

extern const struct schema_step schema_steps[];
extern const int schema_step_count;

#endif
