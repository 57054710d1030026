/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tags.h - what tags.c (reading {{...}}), section.c and sentence.c share. */
#ifndef PAGES_TAGS_H
#define PAGES_TAGS_H

#include "tools/pages/pages.h"

/* The words of a tag, parted at blanks; quotes keep blanks together. */
struct words {
    int count;
    const char *word[8];
};

/* `text` with each $name replaced by the partial's parameter; complains about those not given. */
const char *tag_expand(struct compiler *compiler, const char *at, const char *text, size_t length);

/* The text of a parameter, or NULL. */
const char *tag_parameter(const struct compiler *compiler, const char *name, size_t length);

struct words tag_words(struct compiler *compiler, const char *text);

/* A name ("a.b", ".", "@", or two words "errors title") in the block of text: its offset. */
uint32_t tag_name(struct compiler *compiler, const char *at, const char *name, const char *within);

/* The format of that name ("day"), or -1. */
int tag_format(const char *name);

/* Behind the "}}" that ends the tag beginning at `at`, or NULL. */
const char *tag_end(const char *at, const char *end);

/* Compile a range of the unit at work (tags.c). */
void tag_range(struct compiler *compiler, const struct unit *unit, const char *at, const char *end);

/* {{_ ...}} and {{n ...}}; `text` is what stands behind the _ or n. */
void tag_sentence(struct compiler *compiler, const char *at, const char *text, size_t length);
void tag_plural(struct compiler *compiler, const char *at, const char *text, size_t length);

/* {{#...}}, {{^...}}, {{?...}}; {{/...}}. `inner` is expanded. */
void tag_open(struct compiler *compiler, const char *at, char sign, const char *inner);
void tag_close(struct compiler *compiler, const char *at, const char *inner);

/* Complain about sections that were begun since there were `count` and never ended. */
void tag_unclosed(struct compiler *compiler, int count);

#endif
