/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People as files: whole, in parts, and read again as the same people. */
#include "base/file.h"
#include "doc/json.h"
#include "domain/export.h"
#include "formats/vcard.h"
#include "house.h"
#include "statements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct house house;
static const char *engine = "sqlite";

static int
open_house(void **state)
{
    (void)state;
    house_open(&house, engine);
    return 0;
}

static int
close_house(void **state)
{
    (void)state;
    house_close(&house);
    return 0;
}

static size_t
count(const char *text, const char *word)
{
    size_t found = 0;
    for (; (text = strstr(text, word)) != NULL; text += strlen(word))
        found++;
    return found;
}

static uint32_t seed;

static uint32_t
random_below(uint32_t most)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % most;
}

/* A person with a random half of what can be saved by hand. */
static void
save_random_person(int number)
{
    static const char *const words[] = {"Ada",  "Łukasz, Jr.", "a;b",   "back\\\\slash", "李王",
                                        "محمد", "=1+1",        "\\\\n", "O'Neil",        "x: y"};
    static const char *const keys[] = {"title",     "organization",  "place",
                                       "how_found", "pronunciation", "preferred_language"};
    struct buffer json;
    buffer_open(&json, &house.arena, 10000);
    buffer_print(&json, "<\"name\":\"%s %d\"", words[random_below(10)], number);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (random_below(2) == 0)
            buffer_print(&json, ",\"%s\":\"%s %s\"", keys[i], words[random_below(10)],
                         words[random_below(10)]);
    if (random_below(2) == 0)
        buffer_print(&json, ",\"notes\":\"%s\\n%s\\n\\nend\"", words[random_below(10)],
                     words[random_below(10)]);
    if (random_below(2) == 0)
        buffer_text(&json, ",\"zone\":\"Europe/Berlin\",\"circle\":\"alumni\"");
    if (random_below(2) == 0)
        buffer_print(&json,
                     ",\"contact_points\":[<\"kind\":\"email\",\"value\":\"p%d@example.org\">,"
                     "<\"kind\":\"phone\",\"value\":\"+1 555 %d\">]",
                     number, number);
    buffer_text(&json, ">");
    (void)house_do(&house, "person save", buffer_read(&json), NULL);
}

struct compared {
    int cards;
};

/* Each card that was written says what the store says. */
static enum status
compare_card(void *context, const struct doc *card)
{
    static const char *const keys[] = {"name",      "title",         "organization",       "place",
                                       "how_found", "pronunciation", "preferred_language", "notes",
                                       "zone",      "circle"};
    struct compared *compared = context;
    struct doc *found, *read;
    const char *name = doc_text_of(card, "name");
    compared->cards++;
    assert_int_equal(doc_get(card, "reason")->kind, DOC_NULL);
    const char *number = strrchr(name, ' ');
    assert_non_null(number);
    found =
        house_do(&house, "person list",
                 arena_print(&house.arena, "<\"query\":\"%s\",\"limit\":500>", number + 1), NULL);
    const struct doc *items = doc_get(found, "items"), *same = NULL;
    for (uint32_t i = 0; i < doc_count(items); i++)
        if (strcmp(doc_text_of(doc_item(items, i), "name"), name) == 0)
            same = doc_item(items, i);
    assert_non_null(same);
    read = house_do(&house, "person read",
                    arena_print(&house.arena, "<\"id\":\"%s\">", doc_text_of(same, "id")), NULL);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        assert_string_equal(doc_text_of(card, keys[i]), doc_text_of(read, keys[i]));
    assert_int_equal(doc_count(doc_get(card, "contact_points")),
                     doc_count(doc_get(read, "contact_points")));
    return STATUS_OK;
}

static void
cards_of_random_people_say_what_the_store_says(void **state)
{
    (void)state;
    static const char *const versions[] = {"3.0", "4.0"};
    seed = 42;
    for (int i = 0; i < 40; i++)
        save_random_person(1000 + i);
    for (size_t i = 0; i < 2; i++) {
        ARENA_HERE struct arena arena, rows;
        static struct vcard vcard;
        struct compared compared = {0};
        arena_open(&arena);
        arena_open(&rows);
        const char *file = house_export(
            &house, &arena,
            arena_print(&arena, "{\"as\":\"vcard\",\"version\":\"%s\"}", versions[i]), NULL);
        vcard_open(&vcard, &arena, &rows, compare_card, &compared);
        assert_int_equal(vcard_feed(&vcard, file, strlen(file)), STATUS_OK);
        assert_int_equal(vcard_end(&vcard), STATUS_OK);
        assert_int_equal(compared.cards, 40);
        arena_close(&rows);
    }
}

static void
a_long_file_comes_in_parts_and_nobody_is_left_out(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    int parts;
    for (int i = 0; i < 450; i++)
        (void)house_do(&house, "person save",
                       arena_print(&house.arena, "<\"name\":\"Person %d\",\"circle\":\"%s\">", i,
                                   i % 3 == 0 ? "friend" : "family"),
                       NULL);
    const char *cards = house_export(&house, &arena, "{\"as\":\"vcard\"}", &parts);
    assert_int_equal(parts, 3);
    assert_int_equal(count(cards, "BEGIN:VCARD\r\n"), 450);
    for (int i = 0; i < 450; i++)
        assert_int_equal(count(cards, arena_print(&arena, "FN:Person %d\r\n", i)), 1);
    const char *friends =
        house_export(&house, &arena, "{\"as\":\"vcard\",\"circle\":\"friend\"}", NULL);
    assert_int_equal(count(friends, "BEGIN:VCARD\r\n"), 150);
    const char *table = house_export(&house, &arena, "{\"as\":\"csv\"}", &parts);
    assert_int_equal(parts, 6); /* measured, then written */
    assert_int_equal(count(table, "\r\n"), 451);
    const char *all = house_export(&house, &arena, "{\"as\":\"json\"}", NULL);
    struct doc read;
    assert_int_equal(json_read(&arena, all, strlen(all), &read, NULL), STATUS_OK);
    assert_int_equal(doc_int_of(&read, "schema"), 1);
    assert_int_equal(doc_count(doc_get(&read, "people")), 450);
}

static int64_t
left_out(const struct doc *answer, const char *field)
{
    const struct doc *items = doc_get(answer, "left_out");
    for (uint32_t i = 0; i < doc_count(items); i++)
        if (strcmp(doc_text_of(doc_item(items, i), "field"), field) == 0)
            return doc_int_of(doc_item(items, i), "count");
    return 0;
}

/* The last part's answer. */
static struct doc *
export_through(const char *params)
{
    struct doc *answer = house_do(&house, "export", params, NULL);
    while (!doc_is_empty(doc_get(answer, "after"))) {
        const char *after = doc_text_of(answer, "after");
        answer = house_do(&house, "export",
                          arena_print(&house.arena, "%.*s,\"after\":\"%s\">",
                                      (int)strlen(params) - 1, params, after),
                          NULL);
    }
    return answer;
}

static void
what_a_file_has_no_place_for_is_told_before_and_behind_it(void **state)
{
    (void)state;
    static const char outlook[] = "<\"as\":\"csv\",\"form\":\"outlook\">";
    for (int i = 0; i < 450; i++)
        (void)house_do(&house, "person save",
                       arena_print(&house.arena,
                                   "<\"name\":\"Person %d\",\"circle\":\"friend\","
                                   "\"is_private\":%s,\"zone\":%s>",
                                   i, i % 10 == 0 ? "true" : "false",
                                   i % 3 == 0 ? "\"Europe/Berlin\"" : "null"),
                       NULL);
    struct doc *preview = house_do(&house, "export preview", outlook, NULL);
    assert_int_equal(doc_int_of(preview, "count"), 405);
    assert_true(doc_is_empty(doc_get(preview, "after")));
    assert_int_equal(left_out(preview, "circle"), 405);
    assert_int_equal(left_out(preview, "zone"), 135);
    assert_int_equal(doc_int_of(preview, "left_out_count"), 405 + 135);
    /* The file says the same, and a look that began elsewhere goes on. */
    struct doc *first = house_do(&house, "export", outlook, NULL), *last = export_through(outlook);
    assert_true(doc_equal(doc_get(last, "left_out"), doc_get(preview, "left_out")));
    assert_int_equal(left_out(first, "circle"), 180);
    struct doc *rest =
        house_do(&house, "export preview",
                 arena_print(&house.arena, "<\"as\":\"csv\",\"form\":\"outlook\",\"after\":\"%s\">",
                             doc_text_of(first, "after")),
                 NULL);
    assert_true(doc_equal(doc_get(rest, "left_out"), doc_get(preview, "left_out")));
    preview = house_do(&house, "export preview",
                       "<\"as\":\"csv\",\"form\":\"outlook\",\"query\":\"person 44\","
                       "\"include_private\":true>",
                       NULL);
    assert_int_equal(doc_int_of(preview, "count"), 11); /* 44 and 440 to 449 */
    assert_int_equal(left_out(preview, "is_private"), 1);
    struct answer answer = house_call(&house, &house.owner, "export preview",
                                      "<\"after\":\"m:0:0:0:0:0:0:0:0:99.1,:\">", NULL);
    assert_int_equal(answer.status, STATUS_INVALID);
}

static void
cards_tables_and_json_say_what_they_leave_out(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    doc_set(ids, "bo",
            *doc_get(house_do(&house, "person save", "<\"name\":\"Bo Ruiz\">", NULL), "id"));
    doc_set(
        ids, "ada",
        *doc_get(house_do(&house, "person save",
                          "<\"name\":\"Ada Quinn\",\"circle\":\"friend\",\"originals\":["
                          "<\"form\":\"csv\",\"data\":\"{\\\"Shoe size\\\":\\\"43\\\"}\">,"
                          "<\"form\":\"vcard\",\"data\":\"BEGIN:VCARD\\nFN:Ada\\nEND:VCARD\\n\">]>",
                          NULL),
                 "id"));
    (void)house_do(&house, "bridge save", "<\"id\":\"{ada}\",\"person\":\"{bo}\">", ids);
    static const char *const asked[] = {"<\"as\":\"vcard\">", "<\"as\":\"csv\">",
                                        "<\"as\":\"csv\",\"form\":\"google\">",
                                        "<\"as\":\"json\">"};
    for (size_t i = 0; i < 4; i++) {
        struct doc *preview = house_do(&house, "export preview", asked[i], NULL);
        struct doc *file = export_through(asked[i]);
        assert_true(doc_equal(doc_get(preview, "left_out"), doc_get(file, "left_out")));
        assert_int_equal(left_out(file, "bridges"), i < 3);
        assert_int_equal(left_out(file, "others"), i == 0);
        assert_int_equal(left_out(file, "card"), i == 1 || i == 2);
        assert_int_equal(left_out(file, "circle"), 0);
    }
}

static void
private_people_and_those_of_others_stay_here(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    (void)house_do(&house, "person save", "<\"name\":\"Ada Quinn\">", NULL);
    (void)house_do(&house, "person save", "<\"name\":\"Ben Secret\",\"is_private\":true>", NULL);
    struct answer answer =
        house_call(&house, &house.other, "person save", "<\"name\":\"Somebody Else\">", NULL);
    assert_int_equal(answer.status, STATUS_OK);
    static const char *const kinds[] = {"vcard", "csv", "json"};
    for (size_t i = 0; i < 3; i++) {
        const char *file =
            house_export(&house, &arena, arena_print(&arena, "{\"as\":\"%s\"}", kinds[i]), NULL);
        assert_non_null(strstr(file, "Ada Quinn"));
        assert_null(strstr(file, "Secret"));
        assert_null(strstr(file, "Somebody"));
        file = house_export(
            &house, &arena,
            arena_print(&arena, "{\"as\":\"%s\",\"include_private\":true}", kinds[i]), NULL);
        assert_non_null(strstr(file, "Ben Secret"));
        assert_null(strstr(file, "Somebody"));
    }
}

static void
nobody_says_that_they_know_a_private_person(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *ids = doc_map(&house.arena);
    doc_set(ids, "ben",
            *doc_get(house_do(&house, "person save",
                              "<\"name\":\"Ben Secret\",\"is_private\":true>", NULL),
                     "id"));
    doc_set(ids, "ada",
            *doc_get(house_do(&house, "person save", "<\"name\":\"Ada Quinn\">", NULL), "id"));
    doc_set(ids, "bo",
            *doc_get(house_do(&house, "person save", "<\"name\":\"Bo Ruiz\">", NULL), "id"));
    house_do(&house, "bridge save",
             "<\"id\":\"{ada}\",\"person\":\"{ben}\",\"note\":\"Old flame\">", ids);
    house_do(&house, "bridge save",
             "<\"id\":\"{ada}\",\"person\":\"{bo}\",\"note\":\"Same choir\">", ids);
    const char *file = house_export(&house, &arena, "{\"as\":\"json\"}", NULL);
    assert_non_null(strstr(file, "Same choir"));
    assert_null(strstr(file, "Old flame"));
    assert_null(strstr(file, doc_text_of(ids, "ben")));
    file = house_export(&house, &arena, "{\"as\":\"json\",\"include_private\":true}", NULL);
    assert_non_null(strstr(file, "Old flame"));
    assert_non_null(strstr(file, doc_text_of(ids, "ben")));
}

static void
a_photo_travels_with_its_person(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    char path[] = "/tmp/rapport-export-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(file_write(path, png, sizeof png - 1), STATUS_OK);
    struct doc *person = house_do(&house, "person save", "<\"name\":\"Ada Quinn\">", NULL);
    (void)house_do(&house, "attachment save",
                   arena_print(&house.arena,
                               "<\"person\":\"%s\",\"kind\":\"photo\",\"file\":<\"name\":\"a.png\","
                               "\"path\":\"%s\",\"size\":1>>",
                               doc_text_of(person, "id"), path),
                   NULL);
    unlink(path);
    assert_non_null(strstr(house_export(&house, &arena, "{\"as\":\"vcard\"}", NULL),
                           "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgoAAAANSUhEUg==\r\n"));
    assert_non_null(strstr(house_export(&house, &arena, "{\"as\":\"json\"}", NULL),
                           "\"base64\":\"iVBORw0KGgoAAAANSUhEUg==\""));
}

static void
a_place_that_nobody_gave_is_refused(void **state)
{
    (void)state;
    static const char *const places[] = {
        "x", "w:", "w:1", "m:0:1:2", "w:0:0:0:0:0:0:0:-1:", "z:0:"};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct answer answer =
            house_call(&house, &house.owner, "export",
                       arena_print(&house.arena, "<\"after\":\"%s\">", places[i]), NULL);
        assert_int_equal(answer.status, STATUS_INVALID);
    }
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cards_of_random_people_say_what_the_store_says, open_house,
                                        close_house),
        cmocka_unit_test_setup_teardown(a_long_file_comes_in_parts_and_nobody_is_left_out,
                                        open_house, close_house),
        cmocka_unit_test_setup_teardown(what_a_file_has_no_place_for_is_told_before_and_behind_it,
                                        open_house, close_house),
        cmocka_unit_test_setup_teardown(cards_tables_and_json_say_what_they_leave_out, open_house,
                                        close_house),
        cmocka_unit_test_setup_teardown(private_people_and_those_of_others_stay_here, open_house,
                                        close_house),
        cmocka_unit_test_setup_teardown(nobody_says_that_they_know_a_private_person, open_house,
                                        close_house),
        cmocka_unit_test_setup_teardown(a_photo_travels_with_its_person, open_house, close_house),
        cmocka_unit_test_setup_teardown(a_place_that_nobody_gave_is_refused, open_house,
                                        close_house),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
