/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes, in any pieces: the same contacts, sound UTF-8, limits kept. The first byte is the size of the
 * pieces. */
#include "rows.h"

#include "formats/monica.h"

static enum status
take_in(void *context, const struct doc *row)
{
    keep_row(context, row);
    PROMISE(doc_count(doc_get(row, "contact_points")) <= MONICA_POINTS_MAX);
    return STATUS_OK;
}

static enum status
read_rows(struct monica *monica, struct result *result, const char *text, size_t length,
          size_t piece)
{
    ARENA_HERE struct arena rows;
    struct monica_activities activities;
    arena_open(&rows);
    monica_activities_open(&activities, result->arena);
    monica_open(monica, result->arena, &rows, take_in, result);
    monica->activities = &activities;
    READ_IN_PIECES(monica, monica, text, length, piece);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct monica whole, cut;
    if (size < 1 || size > 100000)
        return 0;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct result first = {&arena, doc_list(&arena)}, second = {&arena, doc_list(&arena)};
    const char *text = (const char *)data + 1;
    enum status status = read_rows(&whole, &first, text, size - 1, size);
    PROMISE(status == read_rows(&cut, &second, text, size - 1, (size_t)data[0] + 1));
    PROMISE(doc_equal(first.rows, second.rows));
    PROMISE((status == STATUS_OK) == (whole.code == NULL));
    PROMISE(status == STATUS_OK || strcmp(whole.code, cut.code) == 0);
    (void)monica_begins(text, size - 1);
    return 0;
}
