/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"
#include "doc/json.h"

#include <dirent.h>
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int
close_arena(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static struct doc
read(const char *text)
{
    struct doc value = doc_null();
    struct json_error error = {0};
    if (json_read(&arena, text, strlen(text), &value, &error) != STATUS_OK)
        fail_msg("%s: %s at %d:%d", text, error.code, error.line, error.column);
    return value;
}

static const char *
written(const struct doc *value, int indent)
{
    struct buffer buffer;
    buffer_open(&buffer, &arena, 1 << 24);
    json_write(&buffer, value, indent);
    assert_int_equal(buffer_status(&buffer), STATUS_OK);
    return buffer_read(&buffer);
}

static void
leaves_out_what_is_empty_where_it_shall_be_dense(void **state)
{
    (void)state;
    struct doc value =
        read("{\"a\": null, \"b\": \"\", \"c\": [], \"d\": [{\"e\": null, \"f\": 0}], \"g\": {}}");
    assert_string_equal(written(&value, JSON_DENSE), "{\"b\":\"\",\"d\":[{\"f\":0}],\"g\":{}}");
    value = read("{\"a\": null}");
    assert_string_equal(written(&value, JSON_DENSE), "{}");
}

static void
reads_every_kind_of_value(void **state)
{
    (void)state;
    struct doc value =
        read(" {\"a\": [1, -2.5, \"x\\u00e9\\ud83c\\udf89\\n\", true, false, null, {}], "
             "\"b\": {\"c\": 9223372036854775807}} ");
    const struct doc *list = doc_get(&value, "a");
    assert_int_equal(doc_count(list), 7);
    assert_int_equal(doc_item(list, 0)->integer, 1);
    assert_true(doc_item(list, 1)->real == -2.5);
    assert_string_equal(doc_item(list, 2)->text, "xé🎉\n");
    assert_int_equal(doc_item(list, 2)->count, 8);
    assert_true(doc_item(list, 3)->boolean);
    assert_false(doc_item(list, 4)->boolean);
    assert_int_equal(doc_item(list, 5)->kind, DOC_NULL);
    assert_int_equal(doc_item(list, 6)->kind, DOC_MAP);
    assert_int_equal(doc_int_of(doc_get(&value, "b"), "c"), INT64_MAX);
    assert_string_equal(doc_key(&value, 0), "a");
    struct doc alone = read("\"alone\"");
    assert_string_equal(alone.text, "alone");
}

static void
gives_maps_that_can_be_changed(void **state)
{
    (void)state;
    struct doc value = read("{\"a\":1,\"b\":2}");
    doc_set_int(&value, "c", 3);
    doc_remove(&value, "a");
    assert_string_equal(written(&value, 0), "{\"b\":2,\"c\":3}");
}

static void
refuses_with_a_code_and_a_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
        int line, column;
    } samples[] = {
        {"", "json.end", 1, 1},
        {"{", "json.end", 1, 1},
        {"[1, 2", "json.end", 1, 5},
        {"[1]\n\n  x", "json.syntax", 3, 3},
        {"{\"a\": 1,\n \"a\": 2}", "json.duplicate_key", 2, 4},
        {"[\"\\u0000\"]", "json.nul", 1, 9},
        {"{\"a\\u0000\": 1}", "json.nul", 1, 10},
        {"[\"\\ud800\"]", "json.syntax", 1, 9},
        {"[9223372036854775808]", "json.number", 1, 20},
        {"[1e999]", "json.number", 1, 6},
        {"[\"\xff\"]", "json.utf8", 1, 2},
        {"[01]", "json.syntax", 1, 2},
        {"[NaN]", "json.syntax", 1, 4},
        {"[1,]", "json.syntax", 1, 4},
        {"nul", "json.syntax", 1, 3},
        {"'a'", "json.syntax", 1, 1},
        {"[1] // note", "json.syntax", 1, 5},
        {"\xef\xbb\xbf{}", "json.syntax", 1, 1},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct doc value = doc_int(42);
        struct json_error error = {0};
        assert_int_equal(
            json_read(&arena, samples[i].text, strlen(samples[i].text), &value, &error),
            STATUS_INVALID);
        assert_int_equal(value.integer, 42);
        if (strcmp(error.code, samples[i].code) != 0 || error.line != samples[i].line ||
            error.column != samples[i].column)
            fail_msg("%s: %s at %d:%d", samples[i].text, error.code, error.line, error.column);
    }
    struct doc value;
    assert_int_equal(json_read(&arena, "{}\0", 3, &value, NULL), STATUS_INVALID);
}

static void
stops_at_a_depth_of_64(void **state)
{
    (void)state;
    char text[600];
    struct doc value;
    struct json_error error;
    for (int depth = 63; depth <= 66; depth++) {
        memset(text, '[', (size_t)depth);
        memset(text + depth, ']', (size_t)depth);
        enum status expected = depth <= JSON_DEPTH_MAX ? STATUS_OK : STATUS_INVALID;
        assert_int_equal(json_read(&arena, text, (size_t)depth * 2, &value, &error), expected);
    }
    assert_string_equal(error.code, "json.depth");
    assert_int_equal(error.column, 65);
    /* brackets inside a text do not count */
    memset(text, '[', 500);
    text[0] = text[499] = '"';
    text[200] = '\\';
    text[201] = '"';
    assert_int_equal(json_read(&arena, text, 500, &value, &error), STATUS_OK);
    assert_int_equal(value.count, 497);
}

static void
writes_texts_so_that_they_read_back(void **state)
{
    (void)state;
    struct doc *list = doc_list(&arena);
    (void)doc_push(list, doc_text("\"\\\b\f\n\r\t\x01\x1f/ é 张 🎉"));
    (void)doc_push(list, doc_markup("<b>&</b>"));
    assert_string_equal(written(list, 0),
                        "[\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f/ é 张 🎉\",\"<b>&</b>\"]");
    for (int byte = 1; byte < 256; byte++) {
        char text[4] = {'a', (char)byte, 'b', '\0'};
        struct doc value = doc_text(text);
        struct doc again = read(written(&value, 0));
        assert_string_equal(again.text, byte < 0x80 ? text
                                                    : "a\xef\xbf\xbd"
                                                      "b");
    }
}

/* Eight bytes are looked at together. */
static void
writes_each_sign_at_each_place_so_that_it_reads_back(void **state)
{
    (void)state;
    for (int byte = 1; byte < 128; byte++)
        for (size_t place = 0; place < 18; place++) {
            char text[] = "twice eight and two";
            text[place] = (char)byte;
            struct doc value = doc_text(text);
            struct doc again = read(written(&value, 0));
            assert_string_equal(again.text, text);
        }
}

static void
writes_numbers_so_that_they_stay_what_they_are(void **state)
{
    (void)state;
    static const double reals[] = {0.1,     1.0,     -0.0,   1e21,    1.5e-7,
                                   DBL_MAX, DBL_MIN, 5e-324, 1.0 / 3, 12345678901234567.0,
                                   0.3,     100.0};
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++) {
        struct doc value = doc_real(reals[i]);
        struct doc again = read(written(&value, 0));
        assert_int_equal(again.kind, DOC_REAL);
        assert_memory_equal(&again.real, &reals[i], sizeof reals[i]);
    }
    struct doc tenth = doc_real(0.1), one = doc_real(1), least = doc_int(INT64_MIN);
    struct doc endless = doc_real(INFINITY), none = doc_real(NAN);
    assert_string_equal(written(&tenth, 0), "0.1");
    assert_string_equal(written(&one, 0), "1.0");
    struct doc most = doc_int(INT64_MAX), nothing = doc_int(0);
    assert_string_equal(written(&least, 0), "-9223372036854775808");
    assert_string_equal(written(&most, 0), "9223372036854775807");
    assert_string_equal(written(&nothing, 0), "0");
    assert_string_equal(written(&endless, 0), "null");
    assert_string_equal(written(&none, 0), "null");
    struct doc again = read(written(&least, 0));
    assert_true(doc_equal(&again, &least));
}

static void
writes_on_one_line_or_indented(void **state)
{
    (void)state;
    struct doc value = read("{\"a\":[1,{\"b\":null}],\"c\":[],\"d\":{}}");
    assert_string_equal(written(&value, 0), "{\"a\":[1,{\"b\":null}],\"c\":[],\"d\":{}}");
    assert_string_equal(written(&value, 2),
                        "{\n  \"a\": [\n    1,\n    {\n      \"b\": null\n    }\n  ],\n"
                        "  \"c\": [],\n  \"d\": {}\n}");
    struct doc again = read(written(&value, 4));
    assert_true(doc_equal(&value, &again));
}

#define SUITE "../shared/data/suites/JSONTestSuite"

/* What RFC 8259 allows and we refuse by decision: a key twice, and NUL in a text or key. */
static bool
is_refused_by_decision(const char *name)
{
    static const char *const names[] = {
        "y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json",
        "y_object_escaped_null_in_key.json", "y_string_null_escape.json"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static bool
check_sample(const char *file)
{
    char *text;
    size_t length;
    struct doc value;
    const char *name = file + strlen("test_parsing__");
    const char *path = arena_print(&arena, SUITE "/%s", file);
    assert_int_equal(file_read(&arena, path, 1 << 20, &text, &length), STATUS_OK);
    struct json_error error = {.line = 1, .column = 1, .code = "none"};
    enum status status = json_read(&arena, text, length, &value, &error);
    assert_true(error.line >= 1 && error.column >= 1);
    bool wanted = name[0] == 'y' && !is_refused_by_decision(name);
    if (name[0] != 'i' && (status == STATUS_OK) != wanted) {
        print_error("%s: %s\n", name, status_name(status));
        return false;
    }
    if (status == STATUS_OK) {
        struct doc again = read(written(&value, 0));
        return doc_equal(&value, &again);
    }
    return true;
}

static void
accepts_and_refuses_what_the_json_test_suite_says(void **state)
{
    (void)state;
    DIR *folder = opendir(SUITE);
    if (folder == NULL) {
        print_message("# " SUITE " is not here\n");
        skip();
    }
    int checked = 0, wrong = 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (strncmp(entry->d_name, "test_parsing__", 14) != 0)
            continue;
        checked++;
        wrong += !check_sample(entry->d_name);
    }
    (void)closedir(folder);
    assert_true(checked > 300);
    assert_int_equal(wrong, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_kind_of_value),
        cmocka_unit_test(leaves_out_what_is_empty_where_it_shall_be_dense),
        cmocka_unit_test(gives_maps_that_can_be_changed),
        cmocka_unit_test(refuses_with_a_code_and_a_place),
        cmocka_unit_test(stops_at_a_depth_of_64),
        cmocka_unit_test(writes_texts_so_that_they_read_back),
        cmocka_unit_test(writes_each_sign_at_each_place_so_that_it_reads_back),
        cmocka_unit_test(writes_numbers_so_that_they_stay_what_they_are),
        cmocka_unit_test(writes_on_one_line_or_indented),
        cmocka_unit_test(accepts_and_refuses_what_the_json_test_suite_says),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, close_arena);
}
