/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct doc *
read_form(struct arena *arena, const char *text)
{
    struct doc *map = NULL;
    assert_int_equal(form_read(arena, text, strlen(text), &map, NULL), STATUS_OK);
    return map;
}

static void
decodes_percent_plus_and_utf8(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *map =
        read_form(&arena, "name=Zo%C3%AB+Quinn%2b&note=a%0D%0Ab%3Dc=d&empty=&bare&%6Bey=1");
    assert_int_equal(doc_count(map), 5);
    assert_string_equal(doc_text_of(map, "name"), "Zo\u00EB Quinn+");
    assert_string_equal(doc_text_of(map, "note"), "a\r\nb=c=d");
    assert_true(doc_has(map, "empty") && doc_has(map, "bare"));
    assert_string_equal(doc_text_of(map, "key"), "1");
}

static void
keeps_dotted_names_as_they_are_and_the_last_of_repeated_ones(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *map = read_form(&arena, "&contact_points.0.value=a&x=1&&x=2&");
    assert_int_equal(doc_count(map), 2);
    assert_string_equal(doc_text_of(map, "contact_points.0.value"), "a");
    assert_string_equal(doc_text_of(map, "x"), "2");
    assert_int_equal(doc_count(read_form(&arena, "")), 0);
}

static void
refuses_what_is_malformed_and_says_why(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
    } cases[] = {
        {"a=%", "form.percent"},   {"a=%4", "form.percent"},    {"a=%zz", "form.percent"},
        {"%4g=1", "form.percent"}, {"a=b%00c", "form.control"}, {"%00=1", "form.control"},
        {"a=%FF", "form.utf8"},    {"a=%C3", "form.utf8"},      {"a=%ED%A0%80", "form.utf8"},
        {"a=%C0%AF", "form.utf8"}, {"=1", "form.name"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        struct doc *map = NULL;
        const char *code = "";
        assert_int_equal(form_read(&arena, cases[i].text, strlen(cases[i].text), &map, &code),
                         STATUS_INVALID);
        assert_string_equal(code, cases[i].code);
        assert_null(map);
    }
}

static void
holds_to_its_limits(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct buffer buffer;
    struct doc *map = NULL;
    const char *code = "";
    buffer_open(&buffer, &arena, 100000);
    for (int i = 0; i < FORM_PAIRS_MAX; i++)
        buffer_print(&buffer, "a%d=1&", i);
    assert_int_equal(form_read(&arena, buffer.data, buffer.length, &map, &code), STATUS_OK);
    assert_int_equal(doc_count(map), FORM_PAIRS_MAX);
    buffer_text(&buffer, "b=1");
    map = NULL;
    assert_int_equal(form_read(&arena, buffer.data, buffer.length, &map, &code), STATUS_INVALID);
    assert_string_equal(code, "form.too_many");
    char name[FORM_NAME_MAX + 2];
    memset(name, 'n', sizeof name);
    assert_int_equal(form_read(&arena, name, FORM_NAME_MAX, &map, &code), STATUS_OK);
    assert_int_equal(form_read(&arena, name, FORM_NAME_MAX + 1, &map, &code), STATUS_INVALID);
    assert_string_equal(code, "form.name");
    assert_int_equal(form_read(&arena, name, (size_t)FORM_LENGTH_MAX + 1, &map, &code),
                     STATUS_INVALID);
    assert_string_equal(code, "form.too_large");
}

static uint32_t
next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

static const char *
random_text(struct arena *arena, uint64_t *seed, bool empty_too)
{
    static const char *const pieces[] = {"a",      "B",          "&",    "=",   "+", "%",
                                         "%41",    " ",          "\r\n", ".0.", "~", "\u00EB",
                                         "\u65E5", "\U0001F642", "\x01", "/",   "?"};
    struct buffer buffer;
    buffer_open(&buffer, arena, 1000);
    for (uint32_t i = next_random(seed) % 8 + !empty_too; i > 0; i--)
        buffer_text(&buffer, pieces[next_random(seed) % (sizeof pieces / sizeof pieces[0])]);
    return buffer_read(&buffer);
}

static void
reads_back_any_map_that_was_written(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < 2000; round++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        struct doc *map = doc_map(&arena), *back = NULL;
        struct buffer buffer;
        for (uint32_t i = next_random(&seed) % 6; i > 0; i--)
            doc_set_text(map, random_text(&arena, &seed, false), random_text(&arena, &seed, true));
        buffer_open(&buffer, &arena, 100000);
        form_write(&buffer, map);
        assert_int_equal(form_read(&arena, buffer_read(&buffer), buffer.length, &back, NULL),
                         STATUS_OK);
        assert_true(doc_equal(map, back));
    }
}

static void
writes_numbers_and_bools_and_leaves_nulls_out(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *map = doc_map(&arena);
    struct buffer buffer;
    doc_set(map, "none", doc_null());
    doc_set_int(map, "n", -3);
    doc_set_bool(map, "b", true);
    doc_set(map, "list", *doc_list(&arena));
    doc_set_text(map, "t", "a b");
    buffer_open(&buffer, &arena, 1000);
    form_write(&buffer, map);
    assert_string_equal(buffer_read(&buffer), "n=-3&b=true&t=a%20b");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_percent_plus_and_utf8),
        cmocka_unit_test(keeps_dotted_names_as_they_are_and_the_last_of_repeated_ones),
        cmocka_unit_test(refuses_what_is_malformed_and_says_why),
        cmocka_unit_test(holds_to_its_limits),
        cmocka_unit_test(reads_back_any_map_that_was_written),
        cmocka_unit_test(writes_numbers_and_bools_and_leaves_nulls_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
