/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"
#include "base/tzif.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { JULY = 1782907200, JANUARY = 1767268800 }; /* noon UTC on the first, 2026 */

static int
offset_at(const char *rule, int64_t at_s)
{
    struct tzif_type unused = {0};
    struct tzif file = {.types = &unused};
    assert_int_equal(tzif_rule_read(rule, &file.rule), STATUS_OK);
    return tzif_span_at(&file, at_s).type->offset_s;
}

static void
follows_posix_rules(void **state)
{
    (void)state;
    assert_int_equal(offset_at("UTC0", JULY), 0);
    assert_int_equal(offset_at("CET-1CEST,M3.5.0,M10.5.0/3", JANUARY), 3600);
    assert_int_equal(offset_at("CET-1CEST,M3.5.0,M10.5.0/3", JULY), 7200);
    assert_int_equal(offset_at("EST5EDT,M3.2.0,M11.1.0", JULY), -4 * 3600);
    assert_int_equal(offset_at("NZST-12NZDT,M9.5.0,M4.1.0/3", JANUARY), 13 * 3600);
    assert_int_equal(offset_at("NZST-12NZDT,M9.5.0,M4.1.0/3", JULY), 12 * 3600);
    assert_int_equal(offset_at("<+0330>-3:30<+0430>,J79/24,J263/24", JULY), 16200);
    assert_int_equal(offset_at("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", JULY), -3600);
    assert_int_equal(offset_at("IST-1GMT0,M10.5.0,M3.5.0/1", JANUARY),
                     0); /* winter time is the odd one */
    assert_int_equal(offset_at("IST-1GMT0,M10.5.0,M3.5.0/1", JULY), 3600);
    assert_int_equal(offset_at("XXX3EDT4,0/0,J365/23", JULY), -4 * 3600);
    assert_int_equal(offset_at("XXX3EDT4,0/0,J365/23", JANUARY), -4 * 3600);
    assert_int_equal(offset_at("LMT-0:13:20", JULY), 800);
    assert_int_equal(offset_at("AAA0BBB,59/2,300/2", JULY), 3600);
}

static void
changes_at_the_second_the_rule_names(void **state)
{
    (void)state;
    static const char rule[] = "CET-1CEST,M3.5.0,M10.5.0/3";
    assert_int_equal(offset_at(rule, 1774745999), 3600); /* 2026-03-29T00:59:59Z */
    assert_int_equal(offset_at(rule, 1774746000), 7200);
    assert_int_equal(offset_at(rule, 1792889999), 7200); /* 2026-10-25T00:59:59Z */
    assert_int_equal(offset_at(rule, 1792890000), 3600);
}

static void
refuses_malformed_rules(void **state)
{
    (void)state;
    static const char *const wrong[] = {"CET",
                                        "C-1",
                                        "CET-1CEST",
                                        "CET-1CEST,M3.5.0",
                                        "CET-1CEST,M3.5.0,M10.5.0/3x",
                                        "CET-25",
                                        "CET-1:60",
                                        "CET-1CEST,M0.5.0,M10.5.0",
                                        "CET-1CEST,M13.5.0,M10.5.0",
                                        "CET-1CEST,M3.6.0,M10.5.0",
                                        "CET-1CEST,M3.5.7,M10.5.0",
                                        "CET-1CEST,J0,J365",
                                        "CET-1CEST,J366,J365",
                                        "CET-1CEST,366,1",
                                        "CET-1CEST,M3.5.0/168,M10.5.0",
                                        "<CET-1",
                                        "<>-1",
                                        "CET-99999999999999999999",
                                        "ABCDEFGHIJKLMNOP0",
                                        ",",
                                        "CET-1CEST,,",
                                        "CET-1 CEST"};
    struct tzif_rule rule = {.has_summer = true};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(tzif_rule_read(wrong[i], &rule), STATUS_INVALID);
    assert_true(rule.has_summer);
    assert_int_equal(tzif_rule_read("", &rule), STATUS_OK);
    assert_false(rule.present);
}

/* A file of version 1: one transition from LMT +0:10 to ABC +1, at `at`. */
static size_t
version_one(unsigned char *bytes, int32_t at)
{
    static const unsigned char body[] = {1, 0, 0,   2,   88,  0, 0,   0,   0,   14, 16,
                                         0, 4, 'L', 'M', 'T', 0, 'A', 'B', 'C', 0};
    memset(bytes, 0, 44);
    memcpy(bytes, "TZif", 4);
    bytes[35] = 1;
    bytes[39] = 2;
    bytes[43] = 8;
    for (int i = 0; i < 4; i++)
        bytes[44 + i] = (unsigned char)((uint32_t)at >> (24 - 8 * i));
    memcpy(bytes + 48, body, sizeof body);
    return 48 + sizeof body;
}

static void
reads_the_first_version(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    unsigned char bytes[128];
    struct tzif file;
    size_t length = version_one(bytes, -1000);
    assert_int_equal(tzif_read(&arena, bytes, length, &file), STATUS_OK);
    assert_int_equal(tzif_span_at(&file, -1001).type->offset_s, 600);
    assert_string_equal(tzif_span_at(&file, -1001).type->abbreviation, "LMT");
    assert_int_equal(tzif_span_at(&file, -1000).type->offset_s, 3600);
    assert_int_equal(tzif_span_at(&file, INT64_MAX).type->offset_s, 3600);
    assert_int_equal(tzif_span_at(&file, INT64_MIN).end_s, -1000);
}

static void
refuses_damaged_files(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct tzif file = {.count = 99};
    static const struct {
        int place;
        unsigned char byte;
    } damages[] = {{0, 'X'},  {4, '5'}, {4, '1'},  {31, 1},  {32, 255}, {36, 255},
                   {40, 255}, {39, 0},  {43, 0},   {27, 1},  {23, 1},   {48, 2},
                   {53, 2},   {54, 8},  {49, 127}, {68, 'X'}};
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        unsigned char bytes[128];
        size_t length = version_one(bytes, 1000);
        bytes[damages[i].place] = damages[i].byte;
        assert_int_equal(tzif_read(&arena, bytes, length, &file), STATUS_INVALID);
    }
    assert_int_equal(file.count, 99);
}

static void
refuses_every_truncation_of_a_real_file(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    char *bytes;
    size_t length;
    struct tzif file;
    if (file_read(&arena, "/usr/share/zoneinfo/Europe/Berlin", TZIF_BYTES_MAX, &bytes, &length) !=
        STATUS_OK)
        skip();
    assert_int_equal(tzif_read(&arena, bytes, length, &file), STATUS_OK);
    for (size_t cut = 0; cut < length; cut++) {
        ARENA_HERE struct arena scratch;
        arena_open(&scratch);
        char *part = arena_copy(&scratch, bytes, cut);
        assert_int_equal(tzif_read(&scratch, part, cut, &file), STATUS_INVALID);
    }
}

/* Whatever one byte turns into, the file is refused or can be asked about any time. */
static void
survives_any_changed_byte(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    char *bytes;
    size_t length;
    if (file_read(&arena, "/usr/share/zoneinfo/Africa/Casablanca", TZIF_BYTES_MAX, &bytes,
                  &length) != STATUS_OK)
        skip();
    int accepted = 0;
    for (size_t place = 0; place < length; place++) {
        ARENA_HERE struct arena scratch;
        struct tzif file;
        arena_open(&scratch);
        char saved = bytes[place];
        bytes[place] = (char)(saved ^ (1 << place % 8));
        if (tzif_read(&scratch, bytes, length, &file) == STATUS_OK) {
            accepted++;
            for (int64_t at_s = -4000000000; at_s < 8000000000; at_s += 777777777) {
                struct tzif_span span = tzif_span_at(&file, at_s);
                assert_true(span.begin_s <= at_s && at_s < span.end_s);
                assert_in_range(span.type->offset_s + 90000, 0, 190000);
            }
        }
        bytes[place] = saved;
    }
    assert_true(accepted > 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_posix_rules),
        cmocka_unit_test(changes_at_the_second_the_rule_names),
        cmocka_unit_test(refuses_malformed_rules),
        cmocka_unit_test(reads_the_first_version),
        cmocka_unit_test(refuses_damaged_files),
        cmocka_unit_test(refuses_every_truncation_of_a_real_file),
        cmocka_unit_test(survives_any_changed_byte),
    };
    return cmocka_run_group_tests_name("tzif", tests, NULL, NULL);
}
