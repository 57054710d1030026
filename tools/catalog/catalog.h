/* SPDX-License-Identifier: GPL-3.0-or-later */
/* catalog.h - the build tool that makes the catalogue:
 *
 *     catalog --root FOLDER [--pot FILE] [--c FILE] [--depfile FILE]
 *
 * collects the sentences of the program from web/ ({{_ ...}}, {{n x|...|...}}, the translated
 * parameters of partials), data/words/ (code = sentence) and src/ (N_("..."), P_("...", "...")),
 * writes the template rapport.pot, checks the translations in po/ and writes all of them as C
 * tables.
 *
 *   scan.c     the sentences in the sources
 *   po.c       translations: reading and checking
 *   write.c    the template and the tables
 *   main.c     files, the list of sentences, the command line */
#ifndef TOOLS_CATALOG_H
#define TOOLS_CATALOG_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

enum { FILE_BYTES_MAX = 4 * 1024 * 1024, FORMS_MAX = 6, HOLES_MAX = 16, HOLE_BYTES = 64 };

struct message {
    const char *one;
    const char *many;   /* NULL: no plural */
    const char *places; /* "web/pages/today.html src/text/reader.c" */
    const char *note;   /* for translators, or NULL */
};

struct book {
    struct arena arena;
    const char *root;
    struct message *messages; /* in the order in which they were found */
    int count, capacity;
    struct buffer looked_at;  /* files and folders, for the depfile */
    struct buffer translated; /* parameters of partials that are translated: " label help " */
    int complaints;
};

/* One text file of the project, NUL-terminated. */
struct text_file {
    const char *path; /* from the root of the project */
    const char *text;
    size_t length;
};

/* A translation: `message` of the book and its forms. */
struct entry {
    const struct message *message;
    const char *forms[FORMS_MAX];
    int count;
};

struct translation {
    const char *language;
    const char *name;
    int plural_rule;
    struct entry *entries;
    int count;
};

/* ---- main.c ---- */

/* "path:line: error: ..." on standard error; the tool ends with 1 after everything was looked
 * at. */
void complain(struct book *book, const struct text_file *file, const char *at, const char *format,
              ...) PRINTF_LIKE(4, 5);

/* Put a sentence into the book, its white space in order. The same one again adds a place. */
void book_add(struct book *book, const struct text_file *file, const char *at, const char *one,
              const char *many, const char *note);
const struct message *book_find(const struct book *book, const char *one);

/* ---- scan.c ---- */

void scan_parameters(struct book *book, const struct text_file *file); /* before scan_page */
void scan_page(struct book *book, const struct text_file *file);
void scan_words(struct book *book, const struct text_file *file);
void scan_source(struct book *book, const struct text_file *file);

/* A C or PO string literal at the cursor (adjoining ones are one text), or NULL. */
const char *scan_literal(struct book *book, const char **cursor);

/* ---- po.c ---- */

void po_read(struct book *book, const struct text_file *file, struct translation *out_translation);

/* The names in the holes of a sentence, sorted, each once; returns how many. */
int holes_of(const char *sentence, char out_names[HOLES_MAX][HOLE_BYTES]);

/* The pseudo language: brackets around, accents on, holes kept. */
void pseudo_make(struct book *book, struct translation *out_translation);

/* ---- write.c ---- */

void write_template(const struct book *book, struct buffer *buffer);
void write_tables(struct book *book, const struct translation *translations, int count,
                  struct buffer *buffer);

#endif
