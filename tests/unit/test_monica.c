/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/monica.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define BEGIN                                                                                      \
    "{\"version\":\"1.0\",\"app_version\":\"4.0.0\",\"exported_by\":\"u\",\"account\":{\"uuid\":"  \
    "\"a\",\"data\":["
#define END "],\"properties\":{},\"instance\":{}}}"

static const char export_text[] = BEGIN
    "{\"count\":1,\"type\":\"user\",\"values\":[{\"uuid\":\"u\"}]},"
    "{\"count\":3,\"type\":\"contact\",\"values\":["
    "{\"uuid\":\"c1\",\"properties\":{\"first_name\":\"Ada\",\"last_name\":\"Quinn\",\"job\":"
    "\"Ecologist \\\"wet\\\"\",\"company\":\"River {Works}\",\"description\":\"Tall\",\"tags\":["
    "\"Family\",\"=x\"],\"birthdate\":{\"date\":\"1985-04-12T00:00:00Z\",\"is_year_unknown\":true},"
    "\"first_met_date\":{\"date\":\"2020-01-02\"}},\"data\":["
    "{\"count\":4,\"type\":\"contact_field\",\"values\":[{\"properties\":{\"data\":"
    "\"ada@example.org\",\"type\":\"t\"}},{\"properties\":{\"data\":\"+1 555 0100\"}},"
    "{\"properties\":{\"data\":\"https://"
    "ada.example.org\"}},{\"properties\":{\"data\":\"@ada\"}}]},"
    "{\"count\":1,\"type\":\"note\",\"values\":[{\"created_at\":\"2021-05-06T00:00:00Z\","
    "\"properties\":{\"body\":\"Likes moss\\nand fish\"}}]},"
    "{\"count\":1,\"type\":\"address\",\"values\":[{\"properties\":{\"name\":\"Home\",\"street\":"
    "\"1 Bank St\",\"city\":\"Town\",\"postal_code\":\"05401\",\"country\":\"US\"}}]},"
    "{\"count\":1,\"type\":\"activity\",\"values\":[\"x1\"]}]},"
    "{\"uuid\":\"c2\",\"properties\":{\"first_name\":\"Tim\",\"is_partial\":true}},"
    "{\"uuid\":\"c3\",\"properties\":{}}]},"
    "{\"count\":1,\"type\":\"photo\",\"values\":[{\"uuid\":\"p\"}]},"
    "{\"count\":1,\"type\":\"activity\",\"values\":[{\"uuid\":\"x1\",\"properties\":{\"summary\":"
    "\"Walk\",\"description\":\"Along the river\",\"happened_at\":\"2022-03-04\"}}]}" END;

struct result {
    struct arena *arena;
    struct doc *rows;
};

static enum status
take_in(void *context, const struct doc *row)
{
    struct result *result = context;
    (void)doc_push(result->rows, doc_copy(result->arena, row));
    return STATUS_OK;
}

static struct monica monica;

static enum status
read_bytes(struct arena *arena, const char *text, size_t length, size_t piece,
           struct monica_activities *activities, bool collect, struct doc **out_rows)
{
    ARENA_HERE struct arena rows;
    struct result result = {arena, doc_list(arena)};
    arena_open(&rows);
    *out_rows = result.rows;
    monica_open(&monica, arena, &rows, collect ? NULL : take_in, &result);
    monica.activities = activities;
    for (size_t at = 0; at < length; at += piece)
        TRY(monica_feed(&monica, text + at, length - at < piece ? length - at : piece));
    return monica_end(&monica);
}

static const char *
value(const struct doc *rows, uint32_t row, const char *key)
{
    assert_true(row < doc_count(rows));
    return doc_text_of(doc_item(rows, row), key);
}

static void
reads_contacts_with_all_their_fields_M59(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct monica_activities activities;
    struct doc *rows, *again;
    monica_activities_open(&activities, &arena);
    size_t length = strlen(export_text);
    assert_true(monica_begins(export_text, length));
    assert_int_equal(read_bytes(&arena, export_text, length, 100, &activities, true, &rows),
                     STATUS_OK);
    assert_int_equal(doc_count(rows), 0);
    assert_int_equal(activities.count, 1);
    assert_int_equal(read_bytes(&arena, export_text, length, length, &activities, false, &rows),
                     STATUS_OK);
    assert_int_equal(read_bytes(&arena, export_text, length, 1, &activities, false, &again),
                     STATUS_OK);
    assert_true(doc_equal(rows, again));
    assert_int_equal(doc_count(rows), 3);
    assert_string_equal(value(rows, 0, "name"), "Ada Quinn");
    assert_string_equal(value(rows, 0, "title"), "Ecologist \"wet\"");
    assert_string_equal(value(rows, 0, "organization"), "River {Works}");
    assert_string_equal(value(rows, 0, "birthday"), "--04-12");
    assert_string_equal(value(rows, 0, "met_on"), "2020-01-02");
    assert_string_equal(value(rows, 0, "uid"), "monica:c1");
    assert_string_equal(value(rows, 0, "place"), "Town");
    assert_string_equal(value(rows, 0, "notes"),
                        "Tall\n\n2021-05-06: Likes moss\nand fish\n\n2022-03-04: Walk\nAlong the "
                        "river");
    const struct doc *points = doc_get(doc_item(rows, 0), "contact_points");
    static const char *const kinds[] = {"email", "phone", "link", "chat", "address"};
    assert_int_equal(doc_count(points), 5);
    for (uint32_t i = 0; i < 5; i++)
        assert_string_equal(doc_text_of(doc_item(points, i), "kind"), kinds[i]);
    assert_string_equal(doc_text_of(doc_item(points, 4), "detail"), ";;1 Bank St;Town;;05401;US");
    assert_string_equal(doc_text_of(doc_item(points, 4), "label"), "home");
    assert_int_equal(doc_count(doc_get(doc_item(rows, 0), "tags")), 2);
    assert_int_equal(doc_count(doc_get(doc_item(rows, 0), "originals")), 1);
    assert_string_equal(value(rows, 1, "reason"), "monica.partial");
    assert_string_equal(value(rows, 2, "reason"), "import.nothing_in_row");
    assert_int_equal(monica.usable, 1);
    assert_int_equal(monica.others, 2);
}

static void
refuses_what_is_no_export_or_was_cut_off(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *rows;
    assert_int_equal(read_bytes(&arena, "{\"a\":[1,2]}", 11, 3, NULL, false, &rows),
                     STATUS_INVALID);
    assert_string_equal(monica.code, "monica.no_export");
    assert_int_equal(read_bytes(&arena, export_text, 700, 64, NULL, false, &rows), STATUS_INVALID);
    assert_string_equal(monica.code, "monica.truncated");
    char deep[200];
    memset(deep, '[', sizeof deep);
    assert_int_equal(read_bytes(&arena, deep, sizeof deep, 64, NULL, false, &rows), STATUS_INVALID);
    assert_string_equal(monica.code, "monica.too_deep");
    assert_int_equal(read_bytes(&arena, "]]", 2, 64, NULL, false, &rows), STATUS_INVALID);
    assert_false(monica_begins("{\"people\":[]}", 13));
}

/* A photograph of 30 megabytes passes by, a contact of two is refused alone; neither is ever held. */
static void
holds_only_one_contact_at_a_time(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena, reading, rows_arena;
    arena_open(&arena);
    arena_open(&reading);
    arena_open(&rows_arena);
    struct result result = {&arena, doc_list(&arena)};
    static char piece[64 * 1024];
    memset(piece, 'x', sizeof piece);
    monica_open(&monica, &reading, &rows_arena, take_in, &result);
    static const char *const texts[] = {
        (BEGIN "{\"type\":\"photo\",\"values\":[{\"dataUrl\":\""),
        "\"}]},{\"type\":\"contact\",\"values\":[{\"properties\":{\"first_name\":\"",
        ("\"}},{\"properties\":{\"first_name\":\"Ada\"}}]}" END)};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(monica_feed(&monica, texts[i], strlen(texts[i])), STATUS_OK);
        for (int n = 0; n < (i == 0 ? 480 : i == 1 ? 32 : 0); n++)
            assert_int_equal(monica_feed(&monica, piece, sizeof piece), STATUS_OK);
    }
    assert_int_equal(monica_end(&monica), STATUS_OK);
    assert_string_equal(value(result.rows, 0, "reason"), "monica.too_large");
    assert_string_equal(value(result.rows, 1, "name"), "Ada");
    assert_true(reading.total < 4 << 20);
    arena_close(&reading);
    arena_close(&rows_arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_contacts_with_all_their_fields_M59),
        cmocka_unit_test(refuses_what_is_no_export_or_was_cut_off),
        cmocka_unit_test(holds_only_one_contact_at_a_time),
    };
    return cmocka_run_group_tests_name("monica", tests, NULL, NULL);
}
