/* SPDX-License-Identifier: GPL-3.0-or-later */
/* embed.h - the parts of the build tool that turns sql/ and files for the web into C tables. The
 * form of the SQL files is described in sql/README.md. */
#ifndef TOOLS_EMBED_H
#define TOOLS_EMBED_H

#include "base/buffer.h"
#include "store/statement.h"

#include <stdio.h>

enum {
    FIELDS_MAX = 100,          /* parameters or columns of one statement */
    FILE_MAX = 16 << 20,       /* bytes of one file */
    TEXT_MAX = 64 << 20,       /* bytes of one table's text */
    EACH_ENGINE = ENGINE_COUNT /* a file that holds for every engine */
};

/* Where a complaint belongs. */
struct place {
    const char *file;
    int line;
};

struct fields {
    struct column items[FIELDS_MAX];
    int count;
};

/* One text of a statement as it stands in a file: from the line after its contract. */
struct body {
    struct place place;
    const char *text; /* NULL: none */
};

struct source_statement {
    struct source_statement *next;
    struct place place;
    const char *name;
    struct fields params;
    struct fields columns;
    int scope; /* of enum statement_scope; -1 while it was not said */
    const char *reason;
    struct body shared;
    struct body own[ENGINE_COUNT]; /* an override of one engine */
    const char *text[ENGINE_COUNT];
    bool many;             /* rows of it may be added together */
    const char *many_text; /* the SQLite text that adds them, made of the plain one */
    bool used[FIELDS_MAX]; /* which parameters some text mentions */
    int slot;
};

/* How a column is searched: not at all, or as a head (names, titles) or body of the text. */
enum found_as { FOUND_NOT, FOUND_HEAD, FOUND_BODY };

/* SQL under a name, for statements that share it; its lines are joined by blanks. */
struct source_text {
    struct source_text *next;
    struct place place;
    const char *name;
    const char *text;
};

struct source_part {
    struct source_part *next;
    struct place place;
    const struct source_noun *noun;
    const char *name;
    const char *table;
    struct fields columns;
    enum found_as found[FIELDS_MAX]; /* by column */
};

struct source_noun {
    struct source_noun *next;
    struct place place;
    const char *name;
    int room; /* of enum search_room */
    struct fields columns;
    enum found_as found[FIELDS_MAX]; /* by column */
    struct source_part *parts;
};

struct source_step {
    struct source_step *next;
    int number;
    const char *name;
    bool online;
    const char *text[ENGINE_COUNT];
};

/* Everything read from one sql/ folder, each list in order of names (steps: of numbers). */
struct book {
    struct arena *arena;
    struct source_statement *statements;
    int statement_count;
    struct source_noun *nouns;
    struct source_text *texts; /* the last one first */
    struct source_step *steps;
    const char *files; /* for the dependency file: " a.sql b.sql" */
};

/* main.c: complaints are counted; the tool ends with 1 and writes nothing when there are any. */
void complain(const struct place *place, const char *format, ...) PRINTF_LIKE(2, 3);
bool complained(void);
char *read_whole(struct arena *arena, const char *path, size_t *out_length);
void write_whole(const char *path, const struct buffer *buffer);
bool is_name(const char *text); /* [a-z][a-z0-9_]* */

/* Paths of the files in `folder` that end with `suffix` (NULL: all, and those of folders inside),
 * in order of names, ended by NULL; none when there is no such folder. Adds what it looked at to
 * `files`, folders too, so that a new file makes the tool run again. */
char **list_files(struct arena *arena, const char *folder, const char *suffix,
                  struct buffer *files);
void write_depfile(const char *path, const char *target, const char *files);

/* read.c: one file of statements and nouns; `engine` EACH_ENGINE or the engine it is for. */
void read_statements(struct book *book, const char *path, int engine);
struct source_statement *find_statement(const struct book *book, const char *name);
struct source_statement *add_statement(struct book *book, const char *name,
                                       const struct place *place);
void add_field(struct fields *fields, const char *name, enum column_kind kind,
               const struct place *place);
int field_of(const struct fields *fields, const char *name); /* -1: none */
bool kind_of(const char *word, enum column_kind *out_kind);

/* noun.c: the statements that follow from a noun and its parts. */
void add_noun_statements(struct book *book);

/* scan.c: number the parameters, check the contract; schema words of an engine. */
void number_statements(struct book *book);
void read_step(struct book *book, const char *path);

/* write.c */
void write_statements(const struct book *book, const char *c_path, const char *header_path);

/* asset.c: the files of `folders` under `root`, and each NAME=FILE among them, as one table. */
void write_assets(struct arena *arena, const char *root, char **folders, const char *c_path,
                  const char *depfile);

/* A C string literal, cut into lines. */
void add_literal(struct buffer *out, const char *bytes, size_t length);

#endif
