/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_window.h - the rows of a file, some thousands at a time, ready to be judged: read between the
 * slices and without a transaction, folded, and sorted by name, so that the store's indexes are written
 * where they were written last. Another process reads the next window while the rows of one go into the store. The
 * reader stays open from slice to slice in the process of the runner;
 * in another process it is made anew and goes to the place that the job remembers. */
#ifndef DOMAIN_IMPORT_WINDOW_H
#define DOMAIN_IMPORT_WINDOW_H

#include "call/index.h"
#include "call/job.h"
#include "domain/import_reader.h"

enum {
    WINDOW_ROWS = 24 * 1024,         /* more come only as the end of a piece of the file */
    WINDOW_BYTES = 12 * 1024 * 1024, /* of their documents */
    WINDOW_PIECE = 64 * 1024,        /* bytes of the file read at a time */
    KEYS_MOST = 3 << 18 /* rows of a file that are kept to compare the others with, 8 bytes each */
};

struct import_item {
    struct doc
        row; /* the contact document with the keys of person_keys; none of one that is known */
    int64_t
        known; /* the doc of the person of whom a file said exactly this (import_known.h); 0: judge it */
    bool card;                /* of one that is known: the row has a card's name, else a profile */
    int64_t n;                /* the row of the file */
    int64_t digest;           /* of what the row says */
    const char *sort;         /* its name_key */
    struct index_words words; /* by which it will be found; without a head: not made yet */
    bool twice;               /* a row before it said who it is */
    bool met;            /* perhaps one did, of a file too long to know: the store has to say */
    const char *choice;  /* of a staged row: what somebody decided, or "" */
    const char *verdict; /* of a staged row, else NULL */
    const char *person;  /* of a staged row: whom it was shown to be, or "" */
};

struct import_window {
    int64_t offset, size;      /* bytes of the file: read so far, all */
    int64_t from, to;          /* rows of the file: the first and the last one in here */
    struct import_item *items; /* in the order in which to work on them */
    size_t count;
    bool at_end;         /* nothing comes behind it */
    int64_t read_ms;     /* what reading it took, by clock_coarse_ms */
    int64_t uncompared;  /* rows that may be like one before them, and nobody knows */
    int64_t untagged;    /* members of the whole file's groups who do not get their name as a tag */
    const char *code;    /* why the file cannot be read any further, or NULL */
    struct doc *problem; /* what its sentence needs */
    const char *kind;    /* what it was recognized as */
    struct doc *found;   /* as import_reader_found, once */
};

/* The window behind the row `input.to` of a job of reading ("source", "as", "columns") or of applying
 * staged rows; what is kept already is not read again. FAILED when the machine or the store fails; what is
 * wrong with the file is in `code`. */
MUST_CHECK enum status import_window_fill(struct desk *desk, const char *job,
                                          const struct doc *input);

/* What is kept for this job at this place, or NULL. */
const struct import_window *import_window_of(const char *job, const struct doc *input);

/* Somebody of whom it said that they are known is not: let go of it, and take nobody of this job for known any more. */
void import_window_doubt(const char *job);

/* So many bytes are kept beside the windows of the job that comes: they are as much shorter. */
void import_window_leave(size_t bytes);

/* For tests, which want many windows of a small file, one with too many rows, and memory that is refused (0: as usual). */
void import_window_set_rows(size_t rows);
void import_window_set_room(size_t bytes);
void import_window_set_keys(size_t keys);

/* Let go of it. */
void import_window_close(void);

#endif
