/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words_table.h - what tools/words makes of data/words/: codes and their English sentences as offsets
 * into one block of text. */
#ifndef VIEWS_WORDS_TABLE_H
#define VIEWS_WORDS_TABLE_H

#include <stdint.h>

struct words_entry {
    uint32_t code;
    uint32_t sentence;
};

struct words_table {
    const char *text;
    const struct words_entry *entries; /* sorted by code */
    uint32_t count;
};

extern const struct words_table words_table;

#endif
