/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pages.h - the parts of the page compiler (docs/pages.md has the language):
 *   source.c   files and complaints
 *   program.c  steps, names and the one block of text; writing them as C
 *   html.c     where in the HTML we are: what may stand here, and how it is escaped
 *   part.c     parts of a page that open for a mistake in them
 *   tags.c     {{...}}: values, sections, sentences, partials
 *   main.c     which pages there are */
#ifndef PAGES_PAGES_H
#define PAGES_PAGES_H

#include "base/buffer.h"
#include "views/steps.h"

#include <stdio.h>

enum {
    SOURCE_MAX = 1024 * 1024,
    STEPS_MAX = 200000,
    NEST_MAX = 64, /* tags inside tags */
    WORD_MAX = 64, /* bytes of an element's or attribute's name */
    PARTIAL_DEPTH_MAX = 12,
    PARAMETERS_MAX = 16,
    PARTS_MAX = 8,       /* <details> inside <details> */
    PART_NAMES_MAX = 64, /* fields of one */
    COMPLAINTS_MAX = 60
};

/* ---- source.c ---- */

struct source {
    const char *path;
    const char *text;
    size_t length;
};

extern int complaints; /* how many were made */

/* NULL when there is no such file. Ends the program when it cannot be read or is no UTF-8. */
const struct source *source_read(struct arena *arena, const char *path);

/* "FILE:LINE:COLUMN: error: ..." on standard error. The tool goes on, and fails at the end. */
void complain(const struct source *source, const char *at, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* The names (without the suffix) of the files of a folder, sorted; a NULL-terminated array. */
const char **source_list(struct arena *arena, const char *folder, const char *suffix);

/* All files and folders that were looked at, as a make rule for the build. */
void source_write_rule(const char *path, const char *target);

/* Bytes as a C text in quotes. */
void write_c_text(FILE *file, const char *bytes, size_t length);

/* ---- program.c ---- */

struct program {
    struct arena *arena;
    struct step *steps;
    uint32_t count;
    uint32_t capacity;
    struct buffer text;    /* the block that all pages of the table share */
    struct buffer literal; /* not yet a step */
    uint32_t caches;
    uint32_t first; /* step of the page at work */
};

void program_open(struct program *program, struct arena *arena);

/* A new page begins: the caches are counted from 0, jumps from its first step. */
void program_begin(struct program *program);

/* Add a step (what is literal before it becomes one first) and return its number. */
uint32_t program_add(struct program *program, struct step step);

/* The number the next step will have. */
uint32_t program_here(struct program *program);

void program_literal(struct program *program, const char *bytes, size_t length);

/* Text in the block: its offset. The same text is kept once. */
uint32_t program_text(struct program *program, const char *bytes, size_t length);

/* A cache of the page. */
uint32_t program_cache(struct program *program);

/* ---- html.c ---- */

enum html_state {
    HTML_DATA,
    HTML_IN_TAG,     /* between attributes */
    HTML_AFTER_NAME, /* behind an attribute's name */
    HTML_BEFORE_VALUE,
    HTML_VALUE, /* in a quoted value */
    HTML_BARE_VALUE,
    HTML_RCDATA, /* textarea, title: text without tags */
    HTML_RAW,    /* script, style */
    HTML_COMMENT,
    HTML_PLAIN /* no HTML at all: a text page */
};

enum html_url {
    URL_NONE,
    URL_START,
    URL_WORD,
    URL_VALUE,
    URL_SLASH,
    URL_PATH,
    URL_QUERY,
    URL_MIXED
};

struct html_open {
    char name[WORD_MAX];
    const struct source *source;
    const char *at;
};

struct html {
    enum html_state state;
    enum html_url url;
    char quote;
    char element[WORD_MAX]; /* of the tag at work; of RCDATA and RAW */
    char attribute[WORD_MAX];
    char value[WORD_MAX]; /* the literal beginning of the attribute's value */
    size_t value_length;
    bool literal_value; /* no hole in it */
    bool named_meta, refreshing_meta, button, foreign_text;
    int depth;
    int floor;          /* tags below were opened outside of this section */
    int verbatim;       /* depth at which pre began, 0: none */
    int untranslated;   /* depth at which code, kbd, translate="no" began, 0: none */
    bool pending_space; /* white space that may turn out to be needless */
    bool after_block;
    bool attribute_space; /* white space stands before what comes next in the tag */
    bool fresh;           /* what was just opened is a textarea: its first newline is not its own */
    struct html_open open[NEST_MAX];
};

struct compiler;

/* Literal text of the source, up to `end`. */
void html_literal(struct compiler *compiler, const char *at, const char *end);

/* A fixed text of ours (a partial's parameter, a word of the terminal): escaped, watched like literal
 * text. */
void html_fixed(struct compiler *compiler, const char *at, const char *text, size_t length,
                bool watched);

/* Something that is written when the page is shown comes here: how is it escaped? Complains when
 * nothing may stand here. `sentence`: it is translated text. */
enum step_place html_hole(struct compiler *compiler, const char *at, bool sentence);

/* The English text of a sentence, escaped for its place. */
void html_escape(struct compiler *compiler, enum step_place place, const char *text, size_t length);

/* A section begins or ends here. */
void html_border(struct compiler *compiler, const char *at);

/* Is `now` where `then` was (but for what whites space and URLs may differ in)? */
bool html_same_place(const struct html *then, const struct html *now);

/* Where are we, for people: "inside <a>, in its attribute href". */
const char *html_where(struct arena *arena, const struct html *html);

/* ---- tags.c ---- */

struct parameter {
    const char *name;
    const char *text;
};

enum section_kind { SECTION_EACH, SECTION_JUMP, SECTION_FIXED };

struct section {
    const char *inner; /* what stands behind # or ^ */
    enum section_kind kind;
    bool negative;
    bool muted; /* FIXED: the parameter says no */
    uint32_t step;
    struct html html;     /* where it began */
    enum html_url beside; /* the URL state at the end of the section this one is the "else" of */
    bool is_else;
    const char *at;
};

/* A <details> at work (part.h). */
struct part {
    const struct source *source;
    const char *at;
    bool opens;    /* it said {{open errors}} ... */
    uint32_t jump; /* ... and this step goes to what decides */
    uint32_t names[PART_NAMES_MAX];
    int count;
};

/* One file at work; a partial's hangs on the file that asked for it. */
struct unit {
    const struct unit *parent;
    const struct source *source;
    struct parameter parameters[PARAMETERS_MAX];
    int parameter_count;
    bool layout; /* the names are the envelope's */
};

struct compiler {
    struct arena *arena;
    struct program program;
    struct html html;
    const char *web;
    const struct unit *unit;
    bool text;       /* a text page */
    FILE *sentences; /* where msgids are listed, or NULL */
    /* the page at work */
    const struct source *page;
    const char *title, *title_end, *content, *content_end;
    const char *nav;
    bool showed_content;
    struct section sections[PAGE_DEPTH_MAX];
    int section_count;
    int muted;
    struct part parts[PARTS_MAX];
    int part_count;
    uint32_t opener; /* of the tag at work: the step of its {{open errors}} */
    bool has_opener;
    struct section closed; /* the section closed last, while nothing stands behind it */
    bool just_closed;
};

/* Compile one page (or text page) to the end; its steps begin at program.first. */
void compile_page(struct compiler *compiler, const struct source *source);

#endif
