/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of a person: kept once, shown as what they are, taken back, and swept away in the end. */
#include "base/base64.h"
#include "base/clock.h"
#include "base/file.h"
#include "domain/attachments.h"
#include "house.h"
#include "statements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct house house;
static const char *engine = "sqlite";
static char folder[] = "/tmp/rapport-files-XXXXXX";
static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

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
    (void)unsetenv("RAPPORT_CLOCK");
    house_close(&house);
    return 0;
}

static const char *
path_of(const char *name)
{
    return arena_print(&house.arena, "%s/%s", folder, name);
}

/* Put bytes into a file and attach it: what the call answers. */
static struct answer
attach(const struct doc *ids, const char *kind, const char *name, const char *bytes, size_t length)
{
    assert_int_equal(file_write(path_of(name), bytes, length), STATUS_OK);
    char *json = arena_print(&house.arena,
                             "<\"person\":\"{person}\",\"kind\":\"%s\",\"file\":<\"name\":\"%s\","
                             "\"path\":\"%s\",\"size\":1>>",
                             kind, name, path_of(name));
    return house_call(&house, &house.owner, "attachment save", json, ids);
}

static struct doc *
person(void)
{
    struct doc *ids = doc_map(&house.arena);
    struct doc *saved = house_do(&house, "person save", "<\"name\":\"Zoë Łukasiewicz\">", NULL);
    doc_set(ids, "person", *doc_get(saved, "id"));
    return ids;
}

/* How many bytes stand in the store for the owner. */
static int64_t
bytes_kept(const char *digest)
{
    struct doc *params = doc_map(&house.arena), *row;
    doc_set_int(params, "owner", 1);
    doc_set_text(params, "digest", digest);
    assert_int_equal(store_begin(house.desk.store, STORE_READ), STATUS_OK);
    enum status status = store_row(house.desk.store, &house.arena, &sql_blob_read, params, &row);
    store_rollback(house.desk.store);
    return status == STATUS_OK ? doc_int_of(row, "size") : 0;
}

static void
gives_a_file_back_byte_by_byte(void **state)
{
    (void)state;
    enum { LENGTH = 700 * 1024 + 3 };
    struct doc *ids = person();
    char *bytes = arena_alloc(&house.arena, LENGTH), *read;
    size_t length;
    for (size_t i = 0; i < LENGTH; i++)
        bytes[i] = (char)(i * 31 + i / 251);
    struct answer saved = attach(ids, "file", "report.bin", bytes, LENGTH);
    assert_int_equal(saved.status, STATUS_OK);
    assert_string_equal(doc_text_of(saved.document, "media"), "application/octet-stream");
    doc_set(ids, "file", *doc_get(saved.document, "id"));
    struct doc *file = house_do(&house, "attachment read", "<\"id\":\"{file}\">", ids);
    const struct doc *data = doc_get(file, "data");
    assert_int_equal(base64_read(&house.arena, data->text, data->count, &read, &length), STATUS_OK);
    assert_int_equal(length, LENGTH);
    assert_memory_equal(read, bytes, LENGTH);
    struct answer other =
        house_call(&house, &house.other, "attachment read", "<\"id\":\"{file}\">", ids);
    assert_int_equal(other.status, STATUS_MISSING);
}

static void
puts_a_new_photo_in_the_place_of_the_old_one(void **state)
{
    (void)state;
    struct doc *ids = person();
    struct answer first = attach(ids, "photo", "one.png", png, sizeof png);
    assert_int_equal(first.status, STATUS_OK);
    assert_string_equal(doc_text_of(first.document, "media"), "image/png");
    const char *before = house_dump(&house, 1);
    /* The very same picture again changes nothing. */
    assert_null(attach(ids, "photo", "again.png", png, sizeof png).change);
    struct answer second = attach(ids, "photo", "two.gif", "GIF89a\1\0\1\0", 10);
    assert_int_equal(second.status, STATUS_OK);
    assert_null(strstr(house_dump(&house, 1), doc_text_of(first.document, "id")));
    doc_set_text(ids, "change", second.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_string_equal(house_dump(&house, 1), before);
    doc_set(ids, "photo", *doc_get(first.document, "id"));
    struct doc *read = house_do(&house, "attachment read", "<\"id\":\"{photo}\">", ids);
    assert_string_equal(doc_text_of(read, "suffix"), "png");
}

static void
refuses_what_is_no_picture_empty_or_too_large(void **state)
{
    (void)state;
    struct doc *ids = person();
    static const char svg[] = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x()\"/>";
    char *huge = arena_alloc(&house.arena, ATTACHMENT_MAX + 1);
    memcpy(huge, png, sizeof png);
    const struct {
        const char *name, *bytes;
        size_t length;
        const char *code;
    } files[] = {{"drawing.png", svg, sizeof svg - 1, "attachment.not_picture"},
                 {"nothing.png", "", 0, "attachment.empty"},
                 {"huge.png", huge, ATTACHMENT_MAX + 1, "attachment.too_large"}};
    const char *before = house_dump(&house, 1);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct answer refused =
            attach(ids, "photo", files[i].name, files[i].bytes, files[i].length);
        assert_int_equal(refused.status, STATUS_INVALID);
        const struct doc *field = doc_item(doc_get(refused.problem, "fields"), 0);
        assert_string_equal(doc_text_of(field, "field"), "file");
        assert_string_equal(doc_text_of(field, "code"), files[i].code);
    }
    assert_string_equal(house_dump(&house, 1), before);
}

static void
sweeps_bytes_away_a_month_after_nobody_refers_to_them(void **state)
{
    (void)state;
    struct doc *ids = person();
    (void)setenv("RAPPORT_CLOCK", "2026-03-02T09:00:00Z", 1);
    struct answer first = attach(ids, "file", "one.txt", "one", 3);
    struct answer other = attach(ids, "card", "two.txt", "two", 3);
    const char *digest = doc_text_of(first.document, "digest");
    doc_set(ids, "file", *doc_get(first.document, "id"));
    doc_set(ids, "card", *doc_get(other.document, "id"));
    struct answer removed =
        house_call(&house, &house.owner, "attachment remove", "<\"id\":\"{file}\">", ids);
    assert_int_equal(removed.status, STATUS_OK);
    /* Within the month an undo brings it back, and then it does not age. */
    (void)setenv("RAPPORT_CLOCK", "2026-03-20T09:00:00Z", 1);
    assert_int_equal(bytes_kept(digest), 3);
    doc_set_text(ids, "change", removed.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    (void)setenv("RAPPORT_CLOCK", "2026-05-20T09:00:00Z", 1);
    assert_int_equal(attach(ids, "file", "three.txt", "three", 5).status, STATUS_OK);
    assert_int_equal(bytes_kept(digest), 3);
    /* Removed for good, it goes with the next file that is touched after a month. */
    house_do(&house, "attachment remove", "<\"id\":\"{file}\">", ids);
    (void)setenv("RAPPORT_CLOCK", "2026-07-20T09:00:00Z", 1);
    house_do(&house, "attachment remove", "<\"id\":\"{card}\">", ids);
    assert_int_equal(bytes_kept(digest), 0);
}

static void
keeps_equal_bytes_of_two_people_once(void **state)
{
    (void)state;
    struct doc *ids = person(), *others = person();
    struct answer first = attach(ids, "photo", "one.png", png, sizeof png);
    struct answer second = attach(others, "photo", "two.png", png, sizeof png);
    assert_string_equal(doc_text_of(first.document, "digest"),
                        doc_text_of(second.document, "digest"));
    doc_set(ids, "photo", *doc_get(first.document, "id"));
    house_do(&house, "attachment remove", "<\"id\":\"{photo}\">", ids);
    doc_set(ids, "photo", *doc_get(second.document, "id"));
    struct doc *read = house_do(&house, "attachment read", "<\"id\":\"{photo}\">", ids);
    assert_int_equal(doc_int_of(read, "size"), sizeof png);
}

int
main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(gives_a_file_back_byte_by_byte, open_house, close_house),
        cmocka_unit_test_setup_teardown(puts_a_new_photo_in_the_place_of_the_old_one, open_house,
                                        close_house),
        cmocka_unit_test_setup_teardown(refuses_what_is_no_picture_empty_or_too_large, open_house,
                                        close_house),
        cmocka_unit_test_setup_teardown(sweeps_bytes_away_a_month_after_nobody_refers_to_them,
                                        open_house, close_house),
        cmocka_unit_test_setup_teardown(keeps_equal_bytes_of_two_people_once, open_house,
                                        close_house),
    };
    if (argc > 1)
        engine = argv[1];
    if (mkdtemp(folder) == NULL)
        return 1;
    int failed = cmocka_run_group_tests_name("attachments", tests, NULL, NULL);
    static const char *const names[] = {"report.bin",  "one.png",     "two.gif",  "again.png",
                                        "drawing.png", "nothing.png", "huge.png", "one.txt",
                                        "two.txt",     "three.txt",   "two.png"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[100];
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
    return failed;
}
