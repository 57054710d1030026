/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes, in any pieces: the same rows, sound UTF-8 in every cell, a reason for all that is refused.
 * The first byte is the size of the pieces. */
#include "fuzz.h"

#include "base/utf8.h"
#include "formats/linkedin.h"

#include <string.h>

struct result {
    struct arena *arena;
    struct doc *rows;
};

static void
check_text(const struct doc *row, const char *key)
{
    const struct doc *value = doc_get(row, key);
    PROMISE(value->kind == DOC_NULL ||
            (value->kind == DOC_TEXT && value->count > 0 && value->count == strlen(value->text) &&
             utf8_valid(value->text, value->count)));
}

static enum status
keep(void *context, const struct doc *row)
{
    static const char *const keys[] = {"reason",       "warning",      "name",     "first_name",
                                       "last_name",    "link",         "link_key", "email",
                                       "email_raw",    "organization", "title",    "connected_on",
                                       "connected_raw"};
    struct result *result = context;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        check_text(row, keys[i]);
    (void)doc_push(result->rows, doc_copy(result->arena, row));
    PROMISE(doc_int_of(row, "row") == doc_count(result->rows));
    if (!doc_bool_of(row, "empty") && doc_get(row, "reason")->kind == DOC_NULL)
        PROMISE(!doc_is_empty(doc_get(row, "name")) || !doc_is_empty(doc_get(row, "email")) ||
                !doc_is_empty(doc_get(row, "organization")));
    return STATUS_OK;
}

static enum status
read_rows(struct linkedin *linkedin, struct result *result, const char *text, size_t length,
          size_t piece)
{
    ARENA_HERE struct arena rows;
    arena_open(&rows);
    linkedin_open(linkedin, result->arena, &rows, keep, result);
    for (size_t at = 0; at < length; at += piece)
        TRY(linkedin_feed(linkedin, text + at, length - at < piece ? length - at : piece));
    return linkedin_end(linkedin);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct linkedin whole, cut;
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
    PROMISE(status == STATUS_OK || whole.line == cut.line);
    return 0;
}
