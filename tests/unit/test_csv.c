/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "doc/json.h"
#include "formats/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct table {
    struct arena *arena;
    struct doc *rows;   /* a list of lists of texts */
    struct doc *lines;  /* where each began */
    int64_t stop_after; /* BUSY at this record; 0: never */
};

static enum status
keep(void *context, const struct csv_record *record)
{
    struct table *table = context;
    struct doc *row = doc_list(table->arena);
    for (size_t i = 0; i < record->count; i++) {
        assert_int_equal(strlen(record->fields[i].text), record->fields[i].length);
        (void)doc_push(row, doc_text_n(arena_copy(table->arena, record->fields[i].text,
                                                  record->fields[i].length),
                                       record->fields[i].length));
    }
    (void)doc_push(table->rows, *row);
    (void)doc_push(table->lines, doc_int(record->line));
    assert_int_equal(record->number, doc_count(table->rows));
    return table->stop_after > 0 && record->number == table->stop_after ? STATUS_BUSY : STATUS_OK;
}

static struct table
table_open(struct arena *arena)
{
    return (struct table){.arena = arena, .rows = doc_list(arena), .lines = doc_list(arena)};
}

static enum status
read_pieces(struct table *table, char separator, const char *text, size_t length, size_t piece,
            struct csv_reader *out_reader)
{
    csv_open(out_reader, table->arena, separator, keep, table);
    for (size_t at = 0; at < length; at += piece)
        TRY(csv_feed(out_reader, text + at, length - at < piece ? length - at : piece));
    return csv_end(out_reader);
}

static struct table
read_all(struct arena *arena, const char *text)
{
    struct table table = table_open(arena);
    struct csv_reader reader;
    assert_int_equal(read_pieces(&table, 0, text, strlen(text), strlen(text) + 1, &reader),
                     STATUS_OK);
    return table;
}

static const char *
cell(const struct table *table, uint32_t row, uint32_t column)
{
    assert_true(row < doc_count(table->rows));
    assert_true(column < doc_count(doc_item(table->rows, row)));
    return doc_item(doc_item(table->rows, row), column)->text;
}

static int64_t
line_of(const struct table *table, uint32_t row)
{
    return doc_item(table->lines, row)->integer;
}

static uint32_t
width(const struct table *table, uint32_t row)
{
    return doc_count(doc_item(table->rows, row));
}

static void
reads_quotes_commas_and_line_breaks_inside_quotes(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct table table = read_all(&arena, "a,b\r\n\"x, \"\"y\"\"\r\nz\",2\r\n3,4");
    assert_int_equal(doc_count(table.rows), 3);
    assert_string_equal(cell(&table, 1, 0), "x, \"y\"\r\nz");
    assert_string_equal(cell(&table, 1, 1), "2");
    assert_string_equal(cell(&table, 2, 1), "4");
    assert_int_equal(line_of(&table, 1), 2);
    assert_int_equal(line_of(&table, 2), 4);
}

static void
counts_lines_alike_whatever_ends_them(void **state)
{
    (void)state;
    static const char *const ends[] = {"\n", "\r", "\r\n"};
    for (size_t i = 0; i < 3; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        const char *end = ends[i];
        struct table table =
            read_all(&arena, arena_print(&arena, "a,b%s\"1%s2\",c%s%sd,e", end, end, end, end));
        assert_int_equal(doc_count(table.rows), 4);
        assert_int_equal(line_of(&table, 1), 2);
        assert_int_equal(line_of(&table, 2), 4);
        assert_int_equal(width(&table, 2), 0);
        assert_int_equal(line_of(&table, 3), 5);
    }
}

static void
tells_a_blank_line_from_one_empty_field(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct table table = read_all(&arena, "\n\"\"\n,\n");
    assert_int_equal(doc_count(table.rows), 3);
    assert_int_equal(width(&table, 0), 0);
    assert_int_equal(width(&table, 1), 1);
    assert_int_equal(width(&table, 2), 2);
}

static void
takes_quotes_in_the_middle_and_text_behind_a_closing_quote_as_they_stand(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct table table = read_all(&arena, "37\"N, \"b\",\"c\"d\"e\n");
    assert_string_equal(cell(&table, 0, 0), "37\"N");
    assert_string_equal(cell(&table, 0, 1), " \"b\"");
    assert_string_equal(cell(&table, 0, 2), "cd\"e");
}

static void
finds_the_separator_by_how_evenly_it_cuts(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct table table = read_all(&arena, "name;paid\nAda;1,5\nBea;2,25\n");
    assert_string_equal(cell(&table, 2, 1), "2,25");
    table = read_all(&arena, "name\tnote\nAda\tone, two\nBea\tthree; four\n");
    assert_string_equal(cell(&table, 1, 1), "one, two");
    table = read_all(&arena, "Notes:\n\"a; \"\"b\"\"; c; d\"\n\nx,y\n1;2,3\n");
    assert_string_equal(cell(&table, 3, 0), "x");
    assert_string_equal(cell(&table, 4, 0), "1;2");
    table =
        read_all(&arena, "name,home,parts,work\nAda,\"1 Elm St;\nRye;\",\";;1 Elm St;Rye\",\"2 Oak "
                         "St;\nRye;\nVT;\"\n");
    assert_string_equal(cell(&table, 1, 2), ";;1 Elm St;Rye");
    table = read_all(&arena, "name;size\nAda;5\" x 3\"\nBea;6\" x 4\"\n");
    assert_string_equal(cell(&table, 2, 1), "6\" x 4\"");
    table = read_all(&arena, "only\none\n");
    assert_int_equal(width(&table, 0), 1);
    table = read_all(&arena, "sep=|\r\na|b,c\r\n");
    assert_int_equal(doc_count(table.rows), 1);
    assert_int_equal(line_of(&table, 0), 2);
    assert_string_equal(cell(&table, 0, 1), "b,c");
}

static void
gives_the_same_whatever_the_pieces(void **state)
{
    (void)state;
    static const char text[] = "a;\"b\r\n\"\"c\"\"\";d\r\n\r\n;;\r1;\"\";2\n\"last\"";
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct table whole = read_all(&arena, text);
    assert_int_equal(doc_count(whole.rows), 5);
    for (size_t piece = 1; piece < sizeof text; piece++) {
        struct table table = table_open(&arena);
        struct csv_reader reader;
        assert_int_equal(read_pieces(&table, 0, text, sizeof text - 1, piece, &reader), STATUS_OK);
        assert_true(doc_equal(table.rows, whole.rows));
        assert_true(doc_equal(table.lines, whole.lines));
        table = table_open(&arena);
        assert_int_equal(read_pieces(&table, ';', text, sizeof text - 1, piece, &reader),
                         STATUS_OK);
        assert_true(doc_equal(table.rows, whole.rows));
    }
}

static void
says_where_the_quote_began_that_was_never_closed(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    static const char text[] = "a,b\n1,2\n3,\"cut off\nhere";
    struct table table = table_open(&arena);
    struct csv_reader reader;
    assert_int_equal(read_pieces(&table, 0, text, sizeof text - 1, 5, &reader), STATUS_INVALID);
    assert_string_equal(reader.code, "csv.unterminated");
    assert_int_equal(reader.line, 3);
    assert_int_equal(doc_count(table.rows), 2);
    assert_int_equal(csv_feed(&reader, "\"", 1), STATUS_INVALID);
}

/* A gigabyte of one byte, in pieces, until it is refused. */
static enum status
feed_gigabyte(struct csv_reader *reader, char byte, size_t *out_fed)
{
    static char piece[64 * 1024];
    memset(piece, byte, sizeof piece);
    for (*out_fed = 0; *out_fed < (size_t)1 << 30; *out_fed += sizeof piece)
        TRY(csv_feed(reader, piece, sizeof piece));
    return csv_end(reader);
}

static void
ends_a_gigabyte_on_one_line_early_and_in_little_memory(void **state)
{
    (void)state;
    static const struct {
        const char *begin, *code;
        char byte;
    } cases[] = {{"a,b\n\n", "csv.field_too_long", 'x'},
                 {"a,b\n\n1,\"", "csv.field_too_long", 'x'},
                 {"a,b\n\n", "csv.too_many_columns", ','},
                 {"a,b\n\n1,\"", "csv.field_too_long", '\n'}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ARENA_HERE struct arena arena, rows;
        arena_open(&arena);
        arena_open(&rows);
        struct table table = table_open(&rows);
        struct csv_reader reader;
        size_t fed;
        csv_open(&reader, &arena, ',', keep, &table);
        assert_int_equal(csv_feed(&reader, cases[i].begin, strlen(cases[i].begin)), STATUS_OK);
        assert_int_equal(feed_gigabyte(&reader, cases[i].byte, &fed), STATUS_INVALID);
        assert_string_equal(reader.code, cases[i].code);
        assert_int_equal(reader.line, 3);
        assert_true(fed <= CSV_FIELD_MAX + 64 * 1024);
        assert_true(arena.total < 8 * 1024 * 1024);
        arena_close(&rows);
    }
}

static void
refuses_a_record_of_many_long_fields(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct table table = table_open(&arena);
    struct csv_reader reader;
    static char field[1000 * 1000];
    memset(field, 'x', sizeof field);
    field[sizeof field - 1] = ',';
    csv_open(&reader, &arena, ',', keep, &table);
    for (int i = 0; i < 4; i++)
        assert_int_equal(csv_feed(&reader, field, sizeof field), STATUS_OK);
    assert_int_equal(csv_feed(&reader, field, sizeof field), STATUS_INVALID);
    assert_string_equal(reader.code, "csv.record_too_long");
    assert_int_equal(reader.line, 1);
}

static void
takes_a_field_of_exactly_the_limit(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    char *text = arena_alloc(&arena, CSV_FIELD_MAX + 2);
    memset(text, 'x', CSV_FIELD_MAX);
    struct table table = table_open(&arena);
    struct csv_reader reader;
    assert_int_equal(read_pieces(&table, ',', text, CSV_FIELD_MAX, 100000, &reader), STATUS_OK);
    assert_int_equal(strlen(cell(&table, 0, 0)), CSV_FIELD_MAX);
    text[CSV_FIELD_MAX] = 'x';
    table = table_open(&arena);
    assert_int_equal(read_pieces(&table, ',', text, CSV_FIELD_MAX + 1, 100000, &reader),
                     STATUS_INVALID);
}

static void
refuses_a_zero_byte(void **state)
{
    (void)state;
    static const char *const texts[] = {"a,b\n1,\0", "a,b\n\"1\0"};
    for (size_t i = 0; i < 2; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        struct table table = table_open(&arena);
        struct csv_reader reader;
        assert_int_equal(read_pieces(&table, 0, texts[i], strlen(texts[i]) + 1, 100, &reader),
                         STATUS_INVALID);
        assert_string_equal(reader.code, "csv.nul");
        assert_int_equal(reader.line, 2);
    }
}

static void
stops_when_its_reader_has_had_enough(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct table table = table_open(&arena);
    table.stop_after = 2;
    struct csv_reader reader;
    assert_int_equal(read_pieces(&table, ',', "1\n2\n3\n4\n", 8, 8, &reader), STATUS_BUSY);
    assert_int_equal(doc_count(table.rows), 2);
    assert_null(reader.code);
    assert_int_equal(csv_feed(&reader, "5\n", 2), STATUS_BUSY);
}

/* Numbers that look random and are the same in every run (a linear congruence by Knuth). */
static uint32_t
next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

static const char *
random_text(struct arena *arena, uint64_t *seed)
{
    static const char *const pieces[] = {"a",      "\"",     ",",          ";",    "\t", "\r", "\n",
                                         "\r\n",   " ",      "'",          "=",    "+1", "-",  "@",
                                         "\u00E9", "\u65E5", "\U0001F642", "sep=", ""};
    struct buffer buffer;
    buffer_open(&buffer, arena, 1000);
    for (uint32_t i = next_random(seed) % 6; i > 0; i--)
        buffer_text(&buffer, pieces[next_random(seed) % (sizeof pieces / sizeof pieces[0])]);
    return buffer_read(&buffer);
}

static void
reads_back_any_table_that_was_written(void **state)
{
    (void)state;
    static const char separators[] = ",;\t";
    uint64_t seed = 42;
    for (int round = 0; round < 2000; round++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        struct buffer buffer;
        buffer_open(&buffer, &arena, 100000);
        struct csv_writer writer = {
            .buffer = &buffer, .separator = separators[round % 3], .guard = round % 2 == 1};
        struct doc *rows = doc_list(&arena);
        size_t columns = 1 + next_random(&seed) % 5;
        for (uint32_t i = next_random(&seed) % 8; i > 0; i--) {
            const char *texts[5];
            struct doc *row = doc_list(&arena);
            for (size_t column = 0; column < columns; column++) {
                texts[column] = random_text(&arena, &seed);
                (void)doc_push(row, doc_text(texts[column]));
            }
            csv_write(&writer, texts, columns);
            (void)doc_push(rows, *row);
        }
        struct table table = table_open(&arena);
        struct csv_reader reader;
        assert_int_equal(read_pieces(&table, writer.separator, buffer_read(&buffer), buffer.length,
                                     1 + next_random(&seed) % 20, &reader),
                         STATUS_OK);
        for (uint32_t i = 0; writer.guard && i < doc_count(table.rows); i++)
            for (uint32_t column = 0; column < columns; column++) {
                struct doc *value = doc_item(doc_item(table.rows, i), column);
                *value = doc_text(csv_unguard(value->text));
            }
        assert_true(doc_equal(table.rows, rows));
    }
}

static void
guards_formulas_and_takes_the_guard_back_exactly(void **state)
{
    (void)state;
    static const char *const guarded[] = {"=1+1", "+49 30 1", "-2",  "@sum", "\tx",
                                          "\rx",  "\nx",      "'=1", "''@",  "\uFF1D1"};
    static const char *const plain[] = {"", "Ada", "'tis", "3=3", "'", "a@example.org", "\u00E9"};
    for (size_t i = 0; i < sizeof guarded / sizeof guarded[0]; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        assert_true(csv_is_formula(guarded[i]));
        assert_string_equal(csv_unguard(arena_print(&arena, "'%s", guarded[i])), guarded[i]);
    }
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        assert_false(csv_is_formula(plain[i]));
        assert_string_equal(csv_unguard(plain[i]), plain[i]);
    }
}

static void
writes_no_cell_that_a_spreadsheet_would_run(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct buffer buffer;
    buffer_open(&buffer, &arena, 1000);
    struct csv_writer writer = {.buffer = &buffer, .separator = ',', .guard = true};
    csv_write_mark(&writer);
    csv_write(&writer, (const char *const[]){"=cmd", "a,b", "=x,y", "say \"hi\"", NULL}, 5);
    assert_string_equal(buffer_read(&buffer),
                        "\uFEFF'=cmd,\"a,b\",\"'=x,y\",\"say \"\"hi\"\"\",\r\n");
}

static void
writes_documents_under_the_names_of_their_keys(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct buffer buffer;
    buffer_open(&buffer, &arena, 1000);
    struct csv_writer writer = {.buffer = &buffer, .separator = ','};
    struct doc *rows = doc_list(&arena), *row = doc_map(&arena);
    doc_set_int(row, "row", 7);
    doc_set_text(row, "name", "Quinn, Ada");
    doc_set_bool(row, "kept", true);
    doc_set(row, "reason", doc_null());
    (void)doc_push(rows, *row);
    csv_write_rows(&writer, rows);
    assert_string_equal(buffer_read(&buffer), "row,name,kept,reason\r\n7,\"Quinn, Ada\",true,\r\n");
}

static char *
file_text(struct arena *arena, const char *path, size_t *out_length)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    char *text = arena_alloc(arena, 1 << 20);
    *out_length = fread(text, 1, (1 << 20) - 1, file);
    (void)fclose(file);
    return text;
}

static struct doc *
as_maps(struct arena *arena, const struct table *table)
{
    struct doc *maps = doc_list(arena);
    for (uint32_t i = 1; i < doc_count(table->rows); i++) {
        struct doc *map = doc_map(arena);
        assert_int_equal(width(table, i), width(table, 0));
        for (uint32_t column = 0; column < width(table, 0); column++)
            doc_set_text(map, cell(table, 0, column), cell(table, i, column));
        (void)doc_push(maps, *map);
    }
    return maps;
}

static void
expect_as_in_json(const char *folder, const char *csv, const char *json)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    size_t length, json_length;
    struct doc expected;
    char *text = file_text(&arena, arena_print(&arena, "%s/%s", folder, csv), &length);
    char *json_text = file_text(&arena, arena_print(&arena, "%s/%s", folder, json), &json_length);
    assert_non_null(text);
    assert_non_null(json_text);
    struct table table = table_open(&arena);
    struct csv_reader reader;
    assert_int_equal(read_pieces(&table, 0, text, length, 7, &reader), STATUS_OK);
    assert_int_equal(json_read(&arena, json_text, json_length, &expected, NULL), STATUS_OK);
    if (expected.kind == DOC_MAP) { /* one object stands for a list of one */
        struct doc *list = doc_list(&arena);
        (void)doc_push(list, expected);
        expected = *list;
    }
    struct doc *maps = as_maps(&arena, &table);
    /* The suite's answer to this one holds another telephone number than its question. */
    if (strstr(csv, "location_coordinates") != NULL)
        doc_set_text(doc_item(&expected, 0), "Contact Phone Number", "2095257564");
    assert_true(doc_equal(maps, &expected));
}

static void
reads_every_file_of_csv_spectrum(void **state)
{
    (void)state;
    static const char folder[] = "../shared/data/samples/csv/csv-spectrum";
    static const char *const names[] = {"comma_in_quotes", "empty",         "empty_crlf",
                                        "escaped_quotes",  "json",          "location_coordinates",
                                        "newlines",        "newlines_crlf", "quotes_and_newlines",
                                        "simple",          "simple_crlf",   "utf8"};
    if (access(folder, R_OK) != 0) {
        print_message("# skipped: ../shared/data is not here\n");
        skip();
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        expect_as_in_json(folder, arena_print(&arena, "csvs__%s.csv", names[i]),
                          arena_print(&arena, "json__%s.json", names[i]));
    }
}

/* What the list of truths says of a table: how many records there are, and what the first of them hold. One row
 * is wrong by its own file: csvs__location_coordinates.csv holds the telephone number 2095257564 and U+FFFD
 * twice, where the list has another number and other characters. Nothing else is excepted. */
static void
the_rows_of_expect_tsv_hold(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    size_t length;
    char *list = file_text(&arena, "../shared/data/EXPECT.tsv", &length), *row = list;
    int files = 0, excepted = 0;
    if (list == NULL) {
        print_message("# skipped: ../shared/data is not here\n");
        skip();
    }
    while (row != NULL && *row != '\0') {
        char *line = strsep(&row, "\n"), *path = strsep(&line, "\t");
        if (strncmp(path, "samples/csv/", 12) != 0)
            continue;
        uint32_t count = (uint32_t)strtoul(strsep(&line, "\t"), NULL, 10);
        const char *fields = strsep(&line, "\t");
        struct table table = table_open(&arena);
        struct csv_reader reader;
        struct doc expected;
        char *text = file_text(&arena, arena_print(&arena, "../shared/data/%s", path), &length);
        assert_non_null(text);
        assert_int_equal(read_pieces(&table, 0, text, length, 7, &reader), STATUS_OK);
        assert_int_equal(json_read(&arena, fields, strlen(fields), &expected, NULL), STATUS_OK);
        const struct doc *maps = as_maps(&arena, &table);
        assert_int_equal(doc_count(maps), count);
        bool wrong = strstr(path, "csvs__location_coordinates.csv") != NULL;
        if (wrong) {
            assert_string_equal(doc_text_of(doc_item(maps, 0), "Contact Phone Number"),
                                "2095257564");
            assert_non_null(
                strstr(doc_text_of(doc_item(maps, 0), "Location Coordinates"), "\uFFFD"));
        }
        for (uint32_t i = 0; i < doc_count(&expected) && !wrong; i++)
            assert_true(doc_equal(doc_item(maps, i), doc_item(&expected, i)));
        excepted += wrong;
        files++;
    }
    assert_true(files >= 12);
    assert_int_equal(excepted, 1);
}

static void
reads_our_own_samples(void **state)
{
    (void)state;
    static const char *const names[] = {"semicolons", "tabs", "quotes", "old_mac"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        expect_as_in_json("tests/samples/csv", arena_print(&arena, "%s.csv", names[i]),
                          arena_print(&arena, "%s.json", names[i]));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_quotes_commas_and_line_breaks_inside_quotes),
        cmocka_unit_test(counts_lines_alike_whatever_ends_them),
        cmocka_unit_test(tells_a_blank_line_from_one_empty_field),
        cmocka_unit_test(takes_quotes_in_the_middle_and_text_behind_a_closing_quote_as_they_stand),
        cmocka_unit_test(finds_the_separator_by_how_evenly_it_cuts),
        cmocka_unit_test(gives_the_same_whatever_the_pieces),
        cmocka_unit_test(says_where_the_quote_began_that_was_never_closed),
        cmocka_unit_test(ends_a_gigabyte_on_one_line_early_and_in_little_memory),
        cmocka_unit_test(refuses_a_record_of_many_long_fields),
        cmocka_unit_test(takes_a_field_of_exactly_the_limit),
        cmocka_unit_test(refuses_a_zero_byte),
        cmocka_unit_test(stops_when_its_reader_has_had_enough),
        cmocka_unit_test(reads_back_any_table_that_was_written),
        cmocka_unit_test(guards_formulas_and_takes_the_guard_back_exactly),
        cmocka_unit_test(writes_no_cell_that_a_spreadsheet_would_run),
        cmocka_unit_test(writes_documents_under_the_names_of_their_keys),
        cmocka_unit_test(reads_every_file_of_csv_spectrum),
        cmocka_unit_test(the_rows_of_expect_tsv_hold),
        cmocka_unit_test(reads_our_own_samples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
