/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes, in any pieces: the same rows, sound UTF-8 in every value, a reason for all that is refused; and
 * what the proposal says can be told back. The first byte is the size of the pieces. */
#include "rows.h"

#include "formats/contacts_csv.h"

static enum status
take_in(void *context, const struct doc *row)
{
    struct result *result = context;
    keep_row(result, row);
    PROMISE(doc_is_empty(doc_get(row, "reason")) || doc_count(doc_get(row, "raw")) > 0);
    if (!doc_bool_of(row, "empty") && doc_is_empty(doc_get(row, "reason")))
        PROMISE(!doc_is_empty(doc_get(row, "name")) ||
                !doc_is_empty(doc_get(row, "organization")) ||
                doc_count(doc_get(row, "contact_points")) > 0);
    return STATUS_OK;
}

static enum status
read_rows(struct contacts_csv *reader, struct result *result, const struct doc *told,
          const char *text, size_t length, size_t piece)
{
    ARENA_HERE struct arena rows;
    arena_open(&rows);
    contacts_csv_open(reader, result->arena, &rows, take_in, result);
    if (told != NULL)
        PROMISE(contacts_csv_map(reader, told) == STATUS_OK);
    READ_IN_PIECES(contacts_csv, reader, text, length, piece);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct contacts_csv whole, cut;
    if (size < 1 || size > 100000)
        return 0;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct result first = {&arena, doc_list(&arena)}, second = {&arena, doc_list(&arena)};
    const char *text = (const char *)data + 1;
    enum status status = read_rows(&whole, &first, NULL, text, size - 1, size);
    PROMISE(status == read_rows(&cut, &second, NULL, text, size - 1, (size_t)data[0] + 1));
    PROMISE(doc_equal(first.rows, second.rows));
    PROMISE((status == STATUS_OK) == (whole.code == NULL));
    PROMISE(status == STATUS_OK || (strcmp(whole.code, cut.code) == 0 && whole.line == cut.line));
    if (status == STATUS_OK || strcmp(whole.code, "contacts.mapping") != 0)
        return 0;
    struct doc *found = contacts_csv_found(&whole, &arena);
    check_value(found);
    status = read_rows(&cut, &second, doc_get(found, "columns"), text, size - 1, size);
    PROMISE(status == STATUS_OK || strcmp(cut.code, "contacts.mapping") != 0);
    return 0;
}
