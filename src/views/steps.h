/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steps.h - what tools/pages makes of a page: a flat program of steps, run by page.c. Everything is a
 * number or an offset into the table's one block of text, so that nothing is relocated when the program
 * starts and only the pages that are shown are ever read. */
#ifndef VIEWS_STEPS_H
#define VIEWS_STEPS_H

#include <stdint.h>

struct doc_shape;

enum step_kind {
    STEP_END,
    STEP_LITERAL,  /* text, length: written as it is */
    STEP_VALUE,    /* name, format: the value */
    STEP_SAY,      /* name: the words of that code; with length: of the code "TEXT.VALUE" */
    STEP_CHOICE,   /* name, text: the words of the code "choice.TEXT.VALUE" */
    STEP_EACH,     /* name: the body runs once for each item; jump: behind its STEP_NEXT */
    STEP_NEXT,     /* jump: the first step of the body */
    STEP_UNLESS,   /* name: jump when it is not empty */
    STEP_EQUALS,   /* name, text: jump when the value's text differs from the word */
    STEP_DIFFERS,  /* name, text: jump when it is the word */
    STEP_SAME,     /* name, other (a name): jump when their texts differ */
    STEP_OTHER,    /* name, other (a name): jump when their texts are the same */
    STEP_SENTENCE, /* text: the English sentence; its pieces follow, up to jump */
    STEP_PLURAL, /* name: the count; text and other: singular and plural; the singular's pieces follow,
                      then a STEP_JUMP behind the whole, then the plural's; jump: behind the whole */
    STEP_JUMP    /* jump */
};

/* The place decides how a value is escaped. */
enum step_place {
    PLACE_TEXT,      /* between tags; the only place where markup stands as it is */
    PLACE_ATTRIBUTE, /* in a quoted attribute, a title or a textarea */
    PLACE_URL,       /* begins a URL attribute: http, https, mailto, tel or relative */
    PLACE_URL_SLASH, /* behind the slash that begins one: must not make it another host */
    PLACE_URL_PATH,  /* further behind */
    PLACE_URL_QUERY, /* behind ? or #, and {{query x}} */
    PLACE_PLAIN      /* the terminal: control characters are shown, not sent */
};

enum step_format {
    FORMAT_PLAIN,
    FORMAT_DAY,
    FORMAT_TIME,
    FORMAT_MOMENT,
    FORMAT_AGO,
    FORMAT_LONG,
    FORMAT_DATE,
    FORMAT_LOCAL,
    FORMAT_NUMBER,
    FORMAT_ISO
};

/* A name in the block of text: one byte how many parts, one byte of flags, the parts, each ended by a
 * NUL. No part: the current item, or with NAME_POSITION its position. */
enum {
    NAME_LENIENT = 1,  /* may be missing: errors, given */
    NAME_ENVELOPE = 2, /* not looked for in the document: names of the layout */
    NAME_POSITION = 4, /* {{@}}, or a part holds an @ that stands for the position */
    NAME_FROM_ONE = 8  /* {{@1}} */
};

struct step {
    uint8_t kind;
    uint8_t place;
    uint8_t format;
    uint8_t hole_length; /* of the piece of a sentence: what stands in its braces ... */
    uint32_t hole;       /* ... by which a translation knows it */
    uint32_t text;       /* NUL-terminated */
    uint32_t length;
    uint32_t name;
    uint32_t other;
    uint32_t jump;
    uint32_t cache;
};

enum {
    PAGE_DEPTH_MAX = 24, /* sections inside sections; tools/pages sees to it */
    PAGE_NAME_MAX = 200, /* bytes of a name */
    PAGE_SENTENCE_MAX = 2000
};

/* What a step remembers of its name, valid while the chain of scopes has the same serial. */
struct page_cache {
    uint64_t serial;
    uint32_t depth;
    uint32_t slot;
    uint64_t
        parent; /* of a section: under this chain a map of this shape makes the chain `child` */
    const struct doc_shape *shape;
    uint32_t count;
    uint64_t child;
    const void *catalog; /* of a sentence: its translation there */
    const char *translation;
};

struct page {
    const char *name;
    const struct step *steps;
    const char *text;
    struct page_cache *caches;
};

struct page_table {
    const struct page *pages; /* sorted by name */
    uint32_t count;
    const struct page *texts;
    uint32_t text_count;
};

extern const struct page_table page_table;

/* A page of a table by its name, or NULL. */
const struct page *page_table_find(const struct page *pages, uint32_t count, const char *name);

#endif
