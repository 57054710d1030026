/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connections.csv, as LinkedIn writes it and as spreadsheets write it again. */
#include "formats/contacts_csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HEADER "First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n"
#define NOTES                                                                                      \
    "Notes:\r\n\"When exporting your data, you may notice that some addresses are missing, "       \
    "since, "                                                                                      \
    "\"\"by default\"\", people keep theirs.\"\r\n\r\n"

struct result {
    struct arena *arena;
    struct doc *rows;
    int64_t stop_at;
};

static enum status
keep(void *context, const struct doc *row)
{
    struct result *result = context;
    (void)doc_push(result->rows, doc_copy(result->arena, row));
    return doc_int_of(row, "row") == result->stop_at ? STATUS_BUSY : STATUS_OK;
}

static struct contacts_csv reader; /* 73 KiB */
static const char *wanted;

static enum status
read_bytes(struct arena *arena, const char *text, size_t length, size_t piece,
           struct doc **out_rows)
{
    ARENA_HERE struct arena rows;
    struct result result = {.arena = arena, .rows = doc_list(arena)};
    arena_open(&rows);
    *out_rows = result.rows;
    contacts_csv_open(&reader, arena, &rows, keep, &result);
    assert_true(contacts_csv_as(&reader, wanted));
    for (size_t at = 0; at < length; at += piece)
        TRY(contacts_csv_feed(&reader, text + at, length - at < piece ? length - at : piece));
    return contacts_csv_end(&reader);
}

static struct doc *
read_text(struct arena *arena, const char *text)
{
    struct doc *rows;
    assert_int_equal(read_bytes(arena, text, strlen(text), 4096, &rows), STATUS_OK);
    return rows;
}

static const char *
value(const struct doc *rows, uint32_t row, const char *key)
{
    assert_true(row < doc_count(rows));
    assert_true(doc_has(doc_item(rows, row), key));
    const struct doc *found = doc_get(doc_item(rows, row), key);
    return found->kind == DOC_NULL ? NULL : found->text;
}

/* The first way of that kind to reach whom a row is about. */
static const char *
point(const struct doc *rows, uint32_t row, const char *kind)
{
    const struct doc *points = doc_get(doc_item(rows, row), "contact_points");
    for (uint32_t i = 0; i < doc_count(points); i++)
        if (strcmp(doc_text_of(doc_item(points, i), "kind"), kind) == 0)
            return doc_text_of(doc_item(points, i), "value");
    return NULL;
}

static const char *
kept(const struct doc *rows, uint32_t row)
{
    const struct doc *originals = doc_get(doc_item(rows, row), "originals");
    return doc_count(originals) == 0 ? "" : doc_text_of(doc_item(originals, 0), "data");
}

static void
reads_connections_as_linkedin_writes_them_M59(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *rows = read_text(
        &arena, "\xEF\xBB\xBF" NOTES HEADER
                "Ada,Quinn,https://www.linkedin.com/in/ada-quinn,ada@example.org,\"River, "
                "Works\",Urban Ecologist,12 Mar 2024\r\n"
                ",,,,,,\r\n"
                "Zo\u00EB,,,,,Baker,1 Jan 2020\r\n");
    assert_int_equal(doc_count(rows), 3);
    assert_string_equal(value(rows, 0, "name"), "Ada Quinn");
    assert_string_equal(value(rows, 0, "given_name"), "Ada");
    assert_string_equal(value(rows, 0, "family_name"), "Quinn");
    assert_string_equal(point(rows, 0, "link"), "https://www.linkedin.com/in/ada-quinn");
    assert_string_equal(point(rows, 0, "email"), "ada@example.org");
    assert_string_equal(value(rows, 0, "organization"), "River, Works");
    assert_string_equal(value(rows, 0, "title"), "Urban Ecologist");
    assert_string_equal(value(rows, 0, "connected_on"), "2024-03-12");
    assert_null(value(rows, 0, "reason"));
    assert_null(value(rows, 0, "warning"));
    assert_int_equal(doc_int_of(doc_item(rows, 0), "line"), 5);
    assert_true(doc_bool_of(doc_item(rows, 1), "empty"));
    assert_string_equal(value(rows, 2, "name"), "Zo\u00EB");
    assert_null(value(rows, 2, "family_name"));
    assert_int_equal(doc_int_of(doc_item(rows, 2), "row"), 3);
    assert_int_equal(reader.rows, 3);
    assert_int_equal(reader.usable, 2);
}

static void
finds_the_header_wherever_and_in_any_order(void **state)
{
    (void)state;
    static const char *const files[] = {
        HEADER "Ada,Quinn,,,River Works,Ecologist,12 Mar 2024\n",
        "First Name,Last Name,Email Address,Company,Position,Connected On\nAda,Quinn,,River "
        "Works,Ecologist,12 Mar 2024\n",
        " Position , Company,Last Name ,\xC2\xA0"
        "First Name,\"connected on\"\nEcologist,River Works,Quinn,Ada,12 Mar 2024",
        "Notes:\nline\n\n\nlast name;FIRST NAME;Company;Position;Connected On\nQuinn;Ada;River "
        "Works;Ecologist;12-Mar-24\n",
        "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n" HEADER
        "Ada,Quinn,,,River Works,Ecologist,12 Mar 2024\n",
        "First Name\tLast Name\tCompany\tPosition\t\nAda\tQuinn\tRiver Works\tEcologist\t\n",
        "First Name,Last Name,Company,Position,Favorite River\nAda,Quinn,River "
        "Works,Ecologist,Danube\n",
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        struct doc *rows = read_text(&arena, files[i]);
        assert_int_equal(doc_count(rows), 1);
        assert_string_equal(value(rows, 0, "name"), "Ada Quinn");
        assert_string_equal(value(rows, 0, "organization"), "River Works");
        assert_string_equal(value(rows, 0, "title"), "Ecologist");
        assert_null(value(rows, 0, "reason"));
        assert_null(point(rows, 0, "email"));
    }
}

static void
reads_the_same_in_utf16_and_windows_1252(void **state)
{
    (void)state;
    static const char text[] = HEADER "Ren\xE9,M\xFCller,,,Caf\xE9,Chef,7-Feb-22\n";
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    char *wide = arena_alloc(&arena, 2 * sizeof text);
    for (size_t i = 0; i < sizeof text - 1; i++)
        wide[2 * i] = text[i]; /* Latin-1 is the beginning of Unicode */
    struct doc *narrow_rows, *wide_rows;
    assert_int_equal(read_bytes(&arena, text, sizeof text - 1, 10, &narrow_rows), STATUS_OK);
    assert_int_equal(reader.charset.kind, CHARSET_WINDOWS_1252);
    assert_int_equal(read_bytes(&arena, wide, 2 * sizeof text - 2, 11, &wide_rows), STATUS_OK);
    assert_int_equal(reader.charset.kind, CHARSET_UTF16LE);
    assert_string_equal(value(narrow_rows, 0, "name"), "Ren\u00E9 M\u00FCller");
    assert_true(doc_equal(narrow_rows, wide_rows));
}

static void
says_why_a_row_cannot_be_used(void **state)
{
    (void)state;
    static const struct {
        const char *row, *reason;
    } cases[] = {
        {",,https://www.linkedin.com/in/x,,,Painter,12 Mar 2024", "import.nothing_in_row"},
        {",,,no address,,,", "import.nothing_in_row"},
        {"Ada,Quinn,,", "import.too_few_cells"},
        {"Ada", "import.too_few_cells"},
        {"Ada,Quinn,,,River, Works,Ecologist,12 Mar 2024", "import.too_many_cells"},
        {"Ada,Qu\uFFFDnn,,,River Works,,", "import.damaged_text"},
        {"Ada,Quinn,,,River Works,Ecologist,12 Mar 2024", NULL},
        {"Ada,Quinn,,,River Works,Ecologist,12 Mar 2024,,", NULL},
        {",,,,River Works,,", NULL},
        {",,,ada@example.org,,,", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        struct doc *rows =
            read_text(&arena, arena_print(&arena, HEADER "Good,One,,,,,\n%s\n", cases[i].row));
        assert_int_equal(doc_count(rows), 2);
        const char *reason = value(rows, 1, "reason");
        assert_int_equal(reason == NULL, cases[i].reason == NULL);
        if (reason != NULL)
            assert_string_equal(reason, cases[i].reason);
        assert_int_equal(reader.usable, cases[i].reason == NULL ? 2 : 1);
    }
}

static void
keeps_a_row_and_warns_of_what_it_could_not_read(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *rows = read_text(
        &arena, HEADER "A,Q,javascript:alert(1),,,,\nB,Q,,b at example,,,\nC,Q,,,,,03/04/2024\n"
                       "D,Q,de.linkedin.com/in/D-Q/,,,,\n");
    assert_string_equal(value(rows, 0, "warning"), "import.link_not_valid");
    assert_null(point(rows, 0, "link"));
    assert_string_equal(kept(rows, 0), "{\"URL\":\"javascript:alert(1)\"}");
    assert_string_equal(value(rows, 1, "warning"), "import.email_not_valid");
    assert_null(point(rows, 1, "email"));
    assert_string_equal(kept(rows, 1), "{\"Email Address\":\"b at example\"}");
    assert_string_equal(value(rows, 2, "warning"), "import.date_order_unsure");
    assert_string_equal(value(rows, 2, "connected_on"), "2024-03-04");
    assert_string_equal(kept(rows, 2), "{\"connected_on\":\"03/04/2024\"}");
    assert_null(value(rows, 3, "warning"));
    assert_string_equal(point(rows, 3, "link"), "https://de.linkedin.com/in/D-Q/");
}

static void
cleans_cells_of_line_breaks_and_invisible_controls(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *rows = read_text(
        &arena, HEADER "\"  Ada\n\tMay \",Qu\u200Binn\u202E,,,\"River\r\n Works\",\u2003,\n");
    assert_string_equal(value(rows, 0, "name"), "Ada May Quinn");
    assert_string_equal(value(rows, 0, "organization"), "River Works");
}

static void
refuses_what_is_no_list_of_connections(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
    } cases[] = {
        {"", "contacts.empty"},
        {"just a letter\nto a friend\n", "contacts.no_header"},
        {"First Name,Middle Name,Last Name,Organization Name,E-mail 1 - "
         "Value\nA,,B,C,d@example.org\n",
         "contacts.no_header"},
        {"Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title\n,A,,B,,,,\n",
         "contacts.no_header"},
        {NOTES HEADER, "contacts.no_rows"},
        {NOTES HEADER ",,,,,,\r\n\r\nAda,Quinn\r\n", "contacts.no_rows"},
        {NOTES HEADER "Ada,\"Quinn,,,,", "csv.unterminated"},
        {"PK\x03\x04", "charset.archive"},
    };
    wanted = "linkedin";
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        struct doc *rows;
        assert_int_equal(read_bytes(&arena, cases[i].text, strlen(cases[i].text), 50, &rows),
                         STATUS_INVALID);
        assert_string_equal(reader.code, cases[i].code);
    }
    wanted = NULL;
}

static void
gives_up_on_a_long_file_without_a_header(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena, rows;
    arena_open(&arena);
    arena_open(&rows);
    struct result result = {.arena = &arena, .rows = doc_list(&arena)};
    contacts_csv_open(&reader, &arena, &rows, keep, &result);
    enum status status = STATUS_OK;
    int lines = 0;
    for (; lines < 100000 && status == STATUS_OK; lines++)
        status = contacts_csv_feed(&reader, "a line of something else\n", 25);
    assert_int_equal(status, STATUS_INVALID);
    assert_string_equal(reader.code, "contacts.no_header");
    assert_true(lines < 10000);
}

static void
names_the_line_where_a_cut_off_file_went_wrong(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *rows;
    static const char text[] = NOTES HEADER "Ada,Quinn,,,,,\r\nBea,\"Lin";
    assert_int_equal(read_bytes(&arena, text, sizeof text - 1, 9, &rows), STATUS_INVALID);
    assert_string_equal(reader.code, "csv.unterminated");
    assert_int_equal(reader.line, 6);
    assert_int_equal(doc_int_of(contacts_csv_arguments(&reader, &arena), "line"), 6);
    assert_int_equal(doc_count(rows), 0); /* the first rows wait for those behind them */
}

static void
goes_on_at_a_later_row_and_stops_when_told(void **state)
{
    (void)state;
    static const char text[] = HEADER "A,Q,,,,,\nB,Q,,,,,\nC,Q,,,,,\nD,Q,,,,,\n";
    ARENA_HERE struct arena arena, rows;
    arena_open(&arena);
    arena_open(&rows);
    struct result result = {.arena = &arena, .rows = doc_list(&arena), .stop_at = 3};
    contacts_csv_open(&reader, &arena, &rows, keep, &result);
    reader.first_row = 2;
    assert_int_equal(contacts_csv_feed(&reader, text, sizeof text - 1), STATUS_OK);
    assert_int_equal(contacts_csv_end(&reader), STATUS_BUSY);
    assert_null(reader.code);
    assert_int_equal(doc_count(result.rows), 2);
    assert_string_equal(value(result.rows, 0, "given_name"), "B");
    assert_string_equal(value(result.rows, 1, "given_name"), "C");
}

static void
holds_little_memory_however_many_rows_come(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena, rows, kept;
    arena_open(&arena);
    arena_open(&rows);
    arena_open(&kept);
    struct result result = {.arena = &kept, .rows = doc_list(&kept)};
    contacts_csv_open(&reader, &arena, &rows, keep, &result);
    reader.first_row = 20000;
    static const char row[] =
        "Ada,Quinn,https://www.linkedin.com/in/ada,,River Works,Ecologist,12 Mar 2024\n";
    assert_int_equal(contacts_csv_feed(&reader, HEADER, sizeof HEADER - 1), STATUS_OK);
    for (int i = 0; i < 20000; i++)
        assert_int_equal(contacts_csv_feed(&reader, row, sizeof row - 1), STATUS_OK);
    assert_int_equal(contacts_csv_end(&reader), STATUS_OK);
    assert_int_equal(reader.usable, 20000);
    assert_int_equal(doc_count(result.rows), 1);
    assert_true(arena.total + rows.total < 256 * 1024);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_connections_as_linkedin_writes_them_M59),
        cmocka_unit_test(finds_the_header_wherever_and_in_any_order),
        cmocka_unit_test(reads_the_same_in_utf16_and_windows_1252),
        cmocka_unit_test(says_why_a_row_cannot_be_used),
        cmocka_unit_test(keeps_a_row_and_warns_of_what_it_could_not_read),
        cmocka_unit_test(cleans_cells_of_line_breaks_and_invisible_controls),
        cmocka_unit_test(refuses_what_is_no_list_of_connections),
        cmocka_unit_test(gives_up_on_a_long_file_without_a_header),
        cmocka_unit_test(names_the_line_where_a_cut_off_file_went_wrong),
        cmocka_unit_test(goes_on_at_a_later_row_and_stops_when_told),
        cmocka_unit_test(holds_little_memory_however_many_rows_come),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
