/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes, in any pieces: the same people, sound UTF-8 in every text, limits kept, a reason for all that is
 * refused. The first byte is the size of the pieces. */
#include "rows.h"

#include "formats/person_json.h"

static enum status
take_in(void *context, const struct doc *row)
{
    keep_row(context, row);
    PROMISE(doc_count(doc_get(row, "contact_points")) <= PERSON_JSON_POINTS_MAX);
    PROMISE(utf8_length(doc_text_of(row, "name")) <= PERSON_JSON_TEXT_MAX);
    PROMISE(doc_count(doc_get(row, "records")) <= PERSON_JSON_RECORDS_MAX);
    if (!doc_is_empty(doc_get(row, "file_of"))) {
        PROMISE(doc_int_of(row, "file_of") < doc_int_of(row, "row"));
        PROMISE(doc_get(doc_get(row, "photo"), "data")->count > 0);
    } else if (doc_is_empty(doc_get(row, "reason")) && doc_get(row, "record")->kind != DOC_MAP)
        PROMISE(!doc_is_empty(doc_get(row, "name")) || !doc_is_empty(doc_get(row, "title")) ||
                !doc_is_empty(doc_get(row, "organization")) ||
                doc_count(doc_get(row, "contact_points")) > 0);
    return STATUS_OK;
}

static enum status
read_rows(struct person_json *reader, struct result *result, const char *text, size_t length,
          size_t piece)
{
    ARENA_HERE struct arena rows;
    arena_open(&rows);
    person_json_open(reader, result->arena, &rows, take_in, result);
    READ_IN_PIECES(person_json, reader, text, length, piece);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct person_json whole, cut;
    if (size < 1 || size > 100000)
        return 0;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct result first = {&arena, doc_list(&arena)}, second = {&arena, doc_list(&arena)};
    const char *text = (const char *)data + 1;
    enum status status = read_rows(&whole, &first, text, size - 1, size);
    PROMISE(status == read_rows(&cut, &second, text, size - 1, (size_t)data[0] + 1));
    PROMISE(doc_equal(first.rows, second.rows));
    PROMISE(whole.usable == cut.usable && whole.rows == cut.rows);
    PROMISE((status == STATUS_OK) == (whole.code == NULL));
    PROMISE(status == STATUS_OK || strcmp(whole.code, cut.code) == 0);
    (void)person_json_begins(text, size - 1);
    return 0;
}
