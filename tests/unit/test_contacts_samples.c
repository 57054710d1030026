/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables that other projects and bad luck made, through the reader of address books. */
#include "base/buffer.h"
#include "doc/json.h"
#include "formats/contacts_csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define DATA "../shared/data"

enum { FILE_MOST = 1 << 20 };

struct result {
    struct arena *arena;
    struct doc *rows;
};

static struct contacts_csv reader;

static enum status
take_in(void *context, const struct doc *row)
{
    struct result *result = context;
    (void)doc_push(result->rows, doc_copy(result->arena, row));
    return STATUS_OK;
}

static enum status
read_text(struct arena *arena, const char *text, size_t length, const struct doc *told,
          struct doc **out_rows)
{
    ARENA_HERE struct arena rows;
    struct result result = {arena, doc_list(arena)};
    arena_open(&rows);
    *out_rows = result.rows;
    contacts_csv_open(&reader, arena, &rows, take_in, &result);
    if (told != NULL)
        assert_int_equal(contacts_csv_map(&reader, told), STATUS_OK);
    TRY(contacts_csv_feed(&reader, text, length));
    return contacts_csv_end(&reader);
}

static char *
read_file(struct arena *arena, const char *path, size_t *out_length)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    char *bytes = arena_alloc(arena, FILE_MOST + 1);
    *out_length = fread(bytes, 1, FILE_MOST, file);
    (void)fclose(file);
    return bytes;
}

/* What the row says of a column: as the name, among the originals, or among the cells of a rejected row. */
static bool
holds(struct arena *arena, const struct doc *row, const char *column, const char *value)
{
    const struct doc *originals = doc_get(row, "originals"), *raw = doc_get(row, "raw");
    struct doc data = doc_null();
    if (*value == '\0' || strcmp(doc_text_of(row, "name"), value) == 0)
        return true;
    for (uint32_t i = 0; i < doc_count(raw); i++)
        if (strcmp(doc_item(raw, i)->text, value) == 0)
            return true;
    if (doc_count(originals) == 0)
        return false;
    const char *json = doc_text_of(doc_item(originals, 0), "data");
    assert_int_equal(json_read(arena, json, strlen(json), &data, NULL), STATUS_OK);
    return strcmp(doc_text_of(&data, column), value) == 0;
}

/* The table is nobody's address book: its first column is told to be the name. */
static void
check_table(const char *path, int64_t records, const char *expected)
{
    ARENA_HERE struct arena arena;
    struct doc truth, *rows;
    size_t length = 0;
    arena_open(&arena);
    char *text = read_file(&arena, path, &length);
    assert_non_null(text);
    assert_int_equal(read_text(&arena, text, length, NULL, &rows), STATUS_INVALID);
    assert_string_equal(reader.code, "contacts.mapping");
    struct doc columns = doc_copy(&arena, doc_get(contacts_csv_found(&reader, &arena), "columns"));
    for (uint32_t i = 0; i < doc_count(&columns); i++)
        doc_set_text(doc_item(&columns, i), "key", i == 0 ? "name" : "keep");
    enum status status = read_text(&arena, text, length, &columns, &rows);
    assert_int_equal(doc_count(rows), records);
    /* One file holds U+FFFD itself: its row is refused, and says why. */
    if (strcmp(doc_text_of(doc_item(rows, 0), "reason"), "import.damaged_text") == 0)
        return;
    assert_int_equal(status, STATUS_OK);
    assert_int_equal(json_read(&arena, expected, strlen(expected), &truth, NULL), STATUS_OK);
    for (uint32_t i = 0; i < doc_count(&truth); i++) {
        const struct doc *want = doc_item(&truth, i);
        for (uint32_t k = 0; k < doc_count(want); k++) {
            const char *value = doc_value(want, k)->text;
            if (!holds(&arena, doc_item(rows, i), doc_key(want, k), value))
                fail_msg("%s: no %s in row %u", path, value, i + 1);
        }
    }
}

static void
reads_every_table_of_which_others_say_what_it_holds(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    size_t length = 0;
    int checked = 0;
    arena_open(&arena);
    char *list = read_file(&arena, DATA "/EXPECT.tsv", &length);
    if (list == NULL) {
        print_message("no " DATA ": skipped\n");
        skip();
    }
    for (char *line = list; line != NULL && *line != '\0';) {
        char *next = strchr(line, '\n');
        if (next != NULL)
            *next++ = '\0';
        char *records = strchr(line, '\t');
        char *fields = records == NULL ? NULL : strchr(records + 1, '\t');
        char *end = fields == NULL ? NULL : strchr(fields + 1, '\t');
        if (strncmp(line, "samples/csv/", 12) == 0 && end != NULL) {
            *records = *fields = *end = '\0';
            check_table(arena_print(&arena, DATA "/%s", line), records[1] - '0', fields + 1);
            checked++;
        }
        line = next;
    }
    assert_int_equal(checked, 12);
}

/* Strings that break programs, each as name, organization and notes at once. */
static void
keeps_or_rejects_every_string_that_breaks_programs(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    struct doc strings;
    size_t length = 0;
    arena_open(&arena);
    char *text = read_file(&arena, DATA "/suites/blns/blns.json", &length);
    if (text == NULL) {
        print_message("no " DATA ": skipped\n");
        skip();
    }
    assert_int_equal(json_read(&arena, text, length, &strings, NULL), STATUS_OK);
    assert_true(doc_count(&strings) > 400);
    for (uint32_t i = 0; i < doc_count(&strings); i++) {
        ARENA_HERE struct arena own;
        struct buffer file;
        struct doc *rows;
        arena_open(&own);
        buffer_open(&file, &own, FILE_MOST);
        const char *string = doc_item(&strings, i)->text;
        struct csv_writer writer = {.buffer = &file, .separator = ',', .guard = i % 2 == 0};
        static const char *const header[] = {"First Name", "Organization Name", "E-mail 1 - Value",
                                             "Notes"};
        const char *cells[] = {string, "Good Works", string, string};
        csv_write(&writer, header, 4);
        csv_write(&writer, cells, 4);
        enum status status =
            read_text(&own, buffer_read(&file), strlen(buffer_read(&file)), NULL, &rows);
        /* A file with too many control characters is no text; it is refused whole. */
        if (status == STATUS_INVALID && strcmp(reader.code, "charset.binary") == 0)
            continue;
        assert_int_equal(doc_count(rows), 1);
        if ((status == STATUS_OK) != doc_is_empty(doc_get(doc_item(rows, 0), "reason")))
            fail_msg("%u: %s", i, string);
        const struct doc *row = doc_item(rows, 0);
        assert_true(!doc_is_empty(doc_get(row, "reason")) ||
                    strcmp(doc_text_of(row, "organization"), "Good Works") == 0);
    }
}

static void
gives_up_early_on_a_line_without_an_end_and_on_a_million_columns(void **state)
{
    (void)state;
    static char piece[64 * 1024];
    static const char *const codes[] = {"csv.field_too_long", "csv.too_many_columns"};
    for (int test = 0; test < 2; test++) {
        ARENA_HERE struct arena arena, rows;
        struct result result;
        arena_open(&arena);
        arena_open(&rows);
        result = (struct result){&arena, doc_list(&arena)};
        memset(piece, 'a', sizeof piece);
        for (size_t i = 0; test == 1 && i < sizeof piece; i += 2)
            piece[i] = ',';
        contacts_csv_open(&reader, &arena, &rows, take_in, &result);
        enum status status = STATUS_OK;
        int64_t fed = 0;
        for (; status == STATUS_OK && fed < 1 << 30; fed += (int64_t)sizeof piece)
            status = contacts_csv_feed(&reader, piece, sizeof piece);
        assert_int_equal(status, STATUS_INVALID);
        assert_string_equal(reader.code, codes[test]);
        assert_true(fed < 4 << 20);
        assert_true(arena.total + rows.total < 16 << 20);
    }
}

static void
cuts_a_text_that_is_too_long_and_keeps_it_whole(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    struct doc *rows;
    arena_open(&arena);
    char *title = arena_alloc(&arena, 1000);
    for (int i = 0; i < 300; i++)
        memcpy(title + 2 * i, "\u00E9", 2);
    const char *text = arena_print(&arena,
                                   "First Name,Last Name,Organization Name,Organization "
                                   "Title,E-mail 1 - Value\nAda,Quinn,,%s,\n",
                                   title);
    assert_int_equal(read_text(&arena, text, strlen(text), NULL, &rows), STATUS_OK);
    const struct doc *row = doc_item(rows, 0);
    assert_int_equal(strlen(doc_text_of(row, "title")), 400);
    assert_string_equal(doc_text_of(row, "warning"), "import.text_cut");
    assert_true(holds(&arena, row, "title", title));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_table_of_which_others_say_what_it_holds),
        cmocka_unit_test(keeps_or_rejects_every_string_that_breaks_programs),
        cmocka_unit_test(gives_up_early_on_a_line_without_an_end_and_on_a_million_columns),
        cmocka_unit_test(cuts_a_text_that_is_too_long_and_keeps_it_whole),
    };
    return cmocka_run_group_tests_name("contacts_samples", tests, NULL, NULL);
}
