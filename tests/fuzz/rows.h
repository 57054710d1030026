/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rows.h - for the readers of files of people: what came, kept, and the promises that all of them make. */
#ifndef FUZZ_ROWS_H
#define FUZZ_ROWS_H

#include "fuzz.h"

#include "base/utf8.h"
#include "doc/doc.h"

#include <string.h>

struct result {
    struct arena *arena;
    struct doc *rows;
};

/* Sound UTF-8 without zero bytes in every text; `data` of a photo and the `raw` of a rejected card or contact are bytes. */
static inline void
check_value(const struct doc *value)
{
    if (value->kind == DOC_TEXT)
        PROMISE(value->count == strlen(value->text) && utf8_valid(value->text, value->count));
    for (uint32_t i = 0; value->kind == DOC_LIST && i < doc_count(value); i++)
        check_value(doc_item(value, i));
    for (uint32_t i = 0; value->kind == DOC_MAP && i < doc_count(value); i++)
        if (strcmp(doc_key(value, i), "photo") != 0 &&
            (strcmp(doc_key(value, i), "raw") != 0 || doc_value(value, i)->kind == DOC_LIST))
            check_value(doc_value(value, i));
}

static inline void
keep_row(struct result *result, const struct doc *row)
{
    check_value(row);
    (void)doc_push(result->rows, doc_copy(result->arena, row));
    PROMISE(doc_int_of(row, "row") == doc_count(result->rows));
}

/* The rest of a function that reads: `text` through NAME_feed in pieces, then NAME_end. */
#define READ_IN_PIECES(name, reader, text, length, piece)                                          \
    do {                                                                                           \
        for (size_t at_ = 0; at_ < (length); at_ += (piece))                                       \
            TRY(name##_feed(reader, (text) + at_,                                                  \
                            (length)-at_ < (piece) ? (length)-at_ : (piece)));                     \
        return name##_end(reader);                                                                 \
    } while (0)

#endif
