/* SPDX-License-Identifier: GPL-3.0-or-later */
/* signature_private.h - what the files of signature.h share: words, pieces of lines, and what is found. */
#ifndef FORMATS_SIGNATURE_PRIVATE_H
#define FORMATS_SIGNATURE_PRIVATE_H

#include "formats/signature.h"

/* ---- words (signature_words.c) ---- */

struct signature_words; /* data/signature/words.txt, read once a text */

struct signature_words *signature_words_open(struct arena *arena);

/* Does the text hold a word of this list ("title"), as a whole word or, behind ~, within one? */
bool signature_has_word(const struct signature_words *words, const char *list, const char *text);

/* Is the text, folded and without a colon or point at its end, one of the list? */
bool signature_is_word(const struct signature_words *words, const char *list, const char *text);

/* Behind a phrase of the list that begins the text; NULL when none does. */
const char *signature_behind(const struct signature_words *words, const char *list,
                             const char *text);

/* ---- pieces (signature.c) ---- */

enum { SIGNATURE_PIECES_MAX = 400 };

struct signature_piece {
    const char *text;   /* one line, without blanks around */
    const char *source; /* the whole line */
    int line;
    bool used;
    bool aside; /* only words and forms may take it, never its place */
};

struct signature {
    struct arena *arena;
    struct signature_words *words;
    struct contacts_tables *tables;
    struct signature_piece pieces[SIGNATURE_PIECES_MAX];
    int count;
    bool one_line;
    bool cut; /* there were more pieces than SIGNATURE_PIECES_MAX */
    struct doc *person, *found, *points;
};

/* Keep a text of the person, unless there is one already. */
bool signature_keep(struct signature *signature, struct signature_piece *piece, const char *field,
                    const char *value, const char *sure);

/* The same for a way to reach them. */
bool signature_keep_point(struct signature *signature, struct signature_piece *piece,
                          const char *kind, const char *value, const char *label, const char *sure);

/* A piece of the same line, at `at` (from 1), without blanks around; NULL when nothing is in it, or no room for it. */
struct signature_piece *signature_insert(struct signature *signature, int at, const char *text,
                                         size_t length);

/* Does the text hold a word of a job, an organization or a department? */
bool signature_has_any_word(const struct signature *signature, const char *text);

/* ---- sentences (signature_sentence.c) ---- */

/* "Ada Quinn (curator) of old": what is in brackets and behind them become pieces of their own; how many. */
int signature_open_bracket(struct signature *signature, int at);

/* "Met Ada Quinn (curator) at the fair": name, brackets and where become pieces of their own. */
void signature_open_sentence(struct signature *signature);

/* ---- what they hold ---- */

/* Numbers of telephones, each with its label; what is left stays in the piece (signature_phone.c). */
void signature_take_phones(struct signature *signature, struct signature_piece *piece);

/* What shows itself by its form or by a label: addresses, numbers, links, "Title: Curator". */
void signature_find_forms(struct signature *signature);

/* What words and places tell: name, job, organization, place. */
void signature_find_words(struct signature *signature);

#endif
