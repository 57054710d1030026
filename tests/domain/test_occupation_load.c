/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A release of the table of occupations comes in: one job, for everybody here, or not at all. */
#include "base/clock.h"
#include "base/file.h"
#include "call/job.h"
#include "house.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define REAL_RELEASE "../shared/data/occupation/onet_30_1"
#define REAL_PROJECTIONS "../shared/data/occupation/bls_ep_csv/occupation__Table_1.2.csv"

enum { LONG_TEXT = 3900, MANY = 300, SLICES_MOST = 2000, SECONDS_MOST = 60 };

static struct house house;
static const char *engine = "sqlite";
static char folder[] = "/tmp/rapport-release-XXXXXX";

static const char occupations[] = "O*NET-SOC Code\tTitle\tDescription\n"
                                  "25-4012.00\tCurators\tCare for a collection.\n"
                                  "99-0001.00\tKeepers of Lighthouses\tKeep the light.\n";
static const char interests[] = "O*NET-SOC Code\tElement ID\tScale ID\tData Value\n"
                                "99-0001.00\t1.B.1.a\tOI\t6.5\n99-0001.00\t1.B.1.b\tOI\t3\n"
                                "99-0001.00\t1.B.1.c\tOI\t2\n99-0001.00\t1.B.1.d\tOI\t1.5\n"
                                "99-0001.00\t1.B.1.e\tOI\t1\n99-0001.00\t1.B.1.f\tOI\t4\n";
static const char projections[] =
    "\"Table 1.2 Occupational projections, 2025\xE2\x80\x93"
    "35, and worker characteristics\"\n"
    "Title,Matrix code,Occupation type,\"Employment, 2025\",\"Employment change, percent\","
    "\"Occupational openings\",\"Median annual wage\",Typical education needed\n"
    "Keepers,99-0001,Line item,1.2,-50,0.1,34567,Bachelor's degree\n";

static void
write_file(const char *name, const char *text)
{
    char path[200];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(file_write(path, text, strlen(text)), STATUS_OK);
}

static void
empty_folder(void)
{
    DIR *open = opendir(folder);
    assert_non_null(open);
    for (const struct dirent *entry; (entry = readdir(open)) != NULL;) {
        char path[400];
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.')
            assert_int_equal(unlink(path), 0);
    }
    (void)closedir(open);
}

static int
open_house(void **state)
{
    (void)state;
    house_open(&house, engine);
    (void)memcpy(folder + strlen(folder) - 6, "XXXXXX", 6);
    assert_non_null(mkdtemp(folder));
    write_file("Occupation_Data.txt", occupations);
    write_file("Interests.txt", interests);
    write_file("Read_Me.txt", "O*NET 31.0 Database\nAugust 2026 Release\n");
    return 0;
}

static int
close_house(void **state)
{
    (void)state;
    empty_folder();
    (void)rmdir(folder);
    house_close(&house);
    return 0;
}

/* The load under way: its job. */
static const char *
begin(const char *path, const char *bls)
{
    const char *more =
        bls == NULL ? ""
                    : arena_print(&house.arena,
                                  ",\"bls\":<\"name\":\"b\",\"path\":\"%s\",\"size\":1>", bls);
    const struct doc *answer = house_do(
        &house, "occupation load",
        arena_print(&house.arena, "<\"file\":<\"name\":\"r\",\"path\":\"%s\",\"size\":0>%s>", path,
                    more),
        NULL);
    return doc_text_of(answer, "job");
}

static bool
work_once(void)
{
    bool idle = true;
    assert_int_equal(job_work(&house.desk, &house.arena, NULL, &idle), STATUS_OK);
    return !idle;
}

/* To its end: the job as it is then. */
static const struct doc *
load(const char *path, const char *bls)
{
    const char *job = begin(path, bls);
    for (int slice = 0; work_once(); slice++)
        assert_true(slice < SLICES_MOST);
    return house_do(&house, "job read", arena_print(&house.arena, "<\"id\":\"%s\">", job), NULL);
}

static const struct doc *
table(void)
{
    return house_do(&house, "occupation search", "<>", NULL);
}

static const struct doc *
occupation(const char *code)
{
    return house_do(&house, "occupation read", arena_print(&house.arena, "<\"code\":\"%s\">", code),
                    NULL);
}

static void
loads_a_release_for_everybody_and_keeps_what_it_lacks_M48(void **state)
{
    (void)state;
    assert_int_equal(doc_int_of(table(), "count"), 1016);
    assert_string_equal(doc_text_of(load(folder, NULL), "state"), "done");
    const struct doc *after = table(), *credit = doc_get(after, "credit");
    assert_int_equal(doc_int_of(after, "count"), 2);
    assert_string_equal(doc_text_of(credit, "release"), "O*NET 31.0 Database");
    assert_string_equal(doc_text_of(credit, "release_on"), "2026-08");
    assert_string_equal(doc_text_of(credit, "projections"), "2024-34");
    assert_true(doc_int_of(credit, "loaded_at") > 0);
    assert_int_equal(doc_int_of(occupation("25-4012.00"), "pay"), 61770);
    assert_string_equal(doc_text_of(occupation("keepers of lighthouses"), "description"),
                        "Keep the light.");
    struct answer other =
        house_call(&house, &house.other, "occupation read", "<\"code\":\"99-0001.00\">", NULL);
    assert_int_equal(other.status, STATUS_OK);
    house_reopen(&house);
    assert_int_equal(doc_int_of(table(), "count"), 2);
    house_do(&house, "occupation reset", NULL, NULL);
    assert_int_equal(doc_int_of(table(), "count"), 1016);
}

static void
takes_newer_projections_M48(void **state)
{
    (void)state;
    write_file("newer.csv", projections);
    char path[200];
    (void)snprintf(path, sizeof path, "%s/newer.csv", folder);
    assert_string_equal(doc_text_of(load(folder, path), "state"), "done");
    const struct doc *keepers = occupation("99-0001.00");
    assert_int_equal(doc_int_of(keepers, "pay"), 34567);
    assert_string_equal(doc_text_of(keepers, "outlook"), "declining");
    assert_string_equal(doc_text_of(doc_get(keepers, "credit"), "projections"), "2025-35");
    house_do(&house, "occupation reset", NULL, NULL);
}

static void
refuses_a_broken_release_with_file_and_line_and_keeps_the_table(void **state)
{
    static const struct {
        const char *name, *text, *code;
        int64_t line;
    } wrong[] = {
        {"Interests.txt",
         "O*NET-SOC Code\tElement ID\tScale ID\tData Value\n99-0001.00\t1.B.1.a\tOI\t6.5\n"
         "99-0001.00\t1.B.1.b\tOI\tmuch\n",
         "onet.no_number", 3},
        {"Interests.txt", "O*NET-SOC Code\tElement ID\n", "onet.no_column", 1},
        {"Job_Zones.txt", "O*NET-SOC Code\tJob Zone\n11-1011.00\t5\n", "onet.unknown_occupation",
         2},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        write_file(wrong[i].name, wrong[i].text);
        const struct doc *job = load(folder, NULL), *problem = doc_get(job, "problem");
        assert_string_equal(doc_text_of(job, "state"), "failed");
        assert_string_equal(doc_text_of(problem, "code"), wrong[i].code);
        assert_string_equal(doc_text_of(problem, "file"), wrong[i].name);
        assert_int_equal(doc_int_of(problem, "line"), wrong[i].line);
        assert_int_equal(doc_int_of(table(), "count"), 1016);
        write_file("Interests.txt", interests);
    }
    empty_folder();
    const struct doc *nothing = load(folder, NULL);
    assert_string_equal(doc_text_of(doc_get(nothing, "problem"), "code"), "onet.missing");
    write_file("plain.zip", "no archive at all");
    char path[200];
    (void)snprintf(path, sizeof path, "%s/plain.zip", folder);
    assert_string_equal(doc_text_of(doc_get(load(path, NULL), "problem"), "code"),
                        "onet.no_release");
    assert_int_equal(doc_int_of(table(), "count"), 1016);
}

/* A release whose table has several pieces. */
static void
write_large(void)
{
    struct buffer text;
    char description[LONG_TEXT + 1];
    memset(description, 'a', LONG_TEXT);
    description[LONG_TEXT] = '\0';
    buffer_open(&text, &house.arena, 4 << 20);
    buffer_text(&text, occupations);
    for (int i = 0; i < MANY; i++)
        buffer_print(&text, "98-%04d.00\tKind %d\t%s\n", i, i, description);
    write_file("Occupation_Data.txt", buffer_read(&text));
}

static void
puts_a_table_in_force_only_when_all_of_it_is_there(void **state)
{
    (void)state;
    write_large();
    job_set_slice_ms(0);
    const char *job = begin(folder, NULL);
    assert_true(work_once());
    assert_true(work_once());
    assert_int_equal(doc_int_of(table(), "count"), 1016);
    house_do(&house, "job cancel", arena_print(&house.arena, "<\"id\":\"%s\">", job), NULL);
    while (work_once())
        continue;
    assert_int_equal(doc_int_of(table(), "count"), 1016);
    begin(folder, NULL);
    assert_true(work_once());
    house_reopen(&house);
    while (work_once())
        continue;
    job_set_slice_ms(JOB_SLICE_MS);
    assert_int_equal(doc_int_of(table(), "count"), MANY + 2);
    house_do(&house, "occupation reset", NULL, NULL);
}

static uint32_t
crc_of(const char *text)
{
    uint32_t crc = UINT32_MAX;
    for (; *text != '\0'; text++) {
        crc ^= (unsigned char)*text;
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320u : 0);
    }
    return ~crc;
}

static void
put(struct buffer *buffer, size_t value, int width)
{
    for (int i = 0; i < width; i++)
        buffer_byte(buffer, (char)(value >> (8 * i)));
}

/* An entry that is stored as it is; both headers say the same. */
static void
add_entry(struct buffer *local, struct buffer *central, const char *name, const char *text)
{
    size_t offset = local->length, length = strlen(text);
    struct buffer *both[] = {local, central};
    buffer_add(local, "PK\x03\x04\x14\0", 6);
    buffer_add(central, "PK\x01\x02\x14\0\x14\0", 8);
    for (int i = 0; i < 2; i++) {
        put(both[i], 0, 4);
        put(both[i], 0, 4);
        put(both[i], crc_of(text), 4);
        put(both[i], length, 4);
        put(both[i], length, 4);
        put(both[i], strlen(name), 2);
        put(both[i], 0, 2);
    }
    put(central, 0, 4);
    put(central, 0, 6);
    put(central, offset, 4);
    buffer_text(local, name);
    buffer_text(central, name);
    buffer_text(local, text);
}

static void
reads_a_release_out_of_its_archive(void **state)
{
    struct buffer local, central;
    char path[200];
    (void)state;
    buffer_open(&local, &house.arena, 1 << 20);
    buffer_open(&central, &house.arena, 1 << 20);
    add_entry(&local, &central, "db_31_1_text/Interests.txt", interests);
    add_entry(&local, &central, "db_31_1_text/Occupation Data.txt", occupations);
    size_t offset = local.length, size = central.length;
    buffer_add(&local, buffer_read(&central), size);
    buffer_add(&local, "PK\x05\x06\0\0\0\0\x02\0\x02\0", 12);
    put(&local, size, 4);
    put(&local, offset, 4);
    put(&local, 0, 2);
    (void)snprintf(path, sizeof path, "%s/db_31_1_text.zip", folder);
    assert_int_equal(file_write(path, buffer_read(&local), local.length), STATUS_OK);
    assert_string_equal(doc_text_of(load(path, NULL), "state"), "done");
    assert_int_equal(doc_int_of(table(), "count"), 2);
    assert_string_equal(doc_text_of(doc_get(table(), "credit"), "release"), "O*NET 31.1 Database");
    assert_true(doc_is_empty(doc_get(doc_get(table(), "credit"), "release_on")));
    house_do(&house, "occupation reset", NULL, NULL);
}

static void
loads_the_whole_release_of_december_2025(void **state)
{
    (void)state;
    if (access(REAL_RELEASE, R_OK) != 0)
        skip();
    int64_t began = clock_monotonic_ms();
    assert_string_equal(doc_text_of(load(REAL_RELEASE, REAL_PROJECTIONS), "state"), "done");
    assert_true(clock_monotonic_ms() - began < (int64_t)SECONDS_MOST * 1000);
    assert_int_equal(doc_int_of(table(), "count"), 1016);
    const struct doc *curators = occupation("25-4012.00");
    assert_int_equal(doc_int_of(curators, "pay"), 61770);
    assert_true(doc_count(doc_get(curators, "tasks")) > 5);
    assert_true(doc_count(doc_get(curators, "technology")) > 5);
    assert_true(doc_count(doc_get(curators, "programs")) > 0);
    assert_string_equal(doc_text_of(doc_get(curators, "credit"), "release_on"), "2025-12");
    assert_string_equal(doc_text_of(doc_get(curators, "credit"), "projections"), "2024-34");
    house_do(&house, "occupation reset", NULL, NULL);
}

static void
nobody_else_may_load_for_everybody(void **state)
{
    (void)state;
    struct answer answer = house_call(
        &house, &house.other, "occupation load",
        arena_print(&house.arena, "<\"file\":<\"name\":\"r\",\"path\":\"%s\",\"size\":0>>", folder),
        NULL);
    assert_int_equal(answer.status, STATUS_FORBIDDEN);
    answer = house_call(&house, &house.other, "occupation reset", NULL, NULL);
    assert_int_equal(answer.status, STATUS_FORBIDDEN);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)

int
main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        TEST(loads_a_release_for_everybody_and_keeps_what_it_lacks_M48),
        TEST(takes_newer_projections_M48),
        TEST(refuses_a_broken_release_with_file_and_line_and_keeps_the_table),
        TEST(puts_a_table_in_force_only_when_all_of_it_is_there),
        TEST(reads_a_release_out_of_its_archive),
        TEST(loads_the_whole_release_of_december_2025),
        TEST(nobody_else_may_load_for_everybody),
    };
    if (count > 1)
        engine = arguments[1];
    return cmocka_run_group_tests_name("occupation_load", tests, NULL, NULL);
}
