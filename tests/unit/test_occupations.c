/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_data.h"

#include "base/asset.h"
#include "method/occupations.h"

static struct arena arena;
static struct occupations table;

static int
open_table(void **state)
{
    const struct asset *asset = asset_find("data/occupations/table.txt");
    int64_t line;
    (void)state;
    assert_non_null(asset);
    arena_open(&arena);
    assert_int_equal(occupations_read(&arena, asset->bytes, asset->length, &table, &line),
                     STATUS_OK);
    return 0;
}

static int
close_table(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static void
knows_every_occupation_of_the_release(void **state)
{
    int without = 0;
    (void)state;
    assert_int_equal(table.count, 1016);
    for (uint32_t i = 0; i < table.count; i++)
        without += !table.items[i].has_interests;
    assert_int_equal(without, 93);
    assert_string_equal(table.release, "O*NET 30.1 Database");
    assert_string_equal(table.projections, "2024-34");
}

static void
knows_pay_outlook_and_preparation_of_an_occupation_M48_M210(void **state)
{
    const struct occupation *curators = occupations_find(&table, "25-4012.00");
    (void)state;
    assert_non_null(curators);
    assert_string_equal(curators->title, "Curators");
    assert_int_equal(curators->zone, 5);
    assert_string_equal(education_codes[curators->education], "education.master");
    assert_true(curators->pay > 40000 && curators->pay < 100000);
    assert_true(curators->has_growth && curators->employment > 1000 && curators->openings > 0);
    assert_true(curators->related_count > 5);
    assert_ptr_equal(occupations_find(&table, "25-4012"), curators);
    assert_null(occupations_find(&table, "25-4"));
    assert_null(occupations_find(&table, "99-9999.00"));
}

static void
says_when_the_figures_are_those_of_a_group(void **state)
{
    (void)state;
    assert_true(occupations_find(&table, "13-1022.00")->broad);
    assert_false(occupations_find(&table, "25-4012.00")->broad);
    assert_true(occupations_find(&table, "29-1214.00")->pay_or_more);
}

static void
leads_from_a_study_program_to_occupations(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < table.program_count; i++)
        if (strcmp(table.programs[i].code, "01.0000") == 0) {
            assert_string_equal(table.programs[i].title, "Agriculture, General");
            assert_non_null(strstr(table.programs[i].occupations, "19-1011"));
            return;
        }
    fail();
}

static void
refuses_what_is_no_table_and_says_where(void **state)
{
    static const struct {
        const char *text;
        int64_t line;
    } wrong[] = {
        {"", 1},
        {"o\t11-1011.00\tChiefs\n", 1},
        {"v\t2\tA\tB\no\t11-1011.00\tC\t\t\t\t\t\t\t\t\t\t\n", 1},
        {"v\t1\tA\tB\no\t11-1011.00\tC\t9\t\t\t\t\t\t\t\t\t\n", 2},
        {"v\t1\tA\tB\no\t11-1011.00\tC\t\t\t\t\t\t\t\t1 2 3\t\t\n", 2},
        {"v\t1\tA\tB\no\t11-1011.00\tC\t\t\t\t\t\t\t\t\t\t\nz\tX\n", 3},
        {"v\t1\tA\tB\nr\tX\no\t11-1011.00\tC\t\t\t\t\t\t\t\t\t\t\n", 2},
        {"v\t1\tA\tB\no\t11-1011.00\tC\t\t\t\t\t\t\t\t\t\t\no\t11-1011.00\tD\t\t\t\t\t\t\t\t\t\t\n",
         3},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct occupations other = {0};
        int64_t line;
        assert_int_equal(
            occupations_read(&arena, wrong[i].text, strlen(wrong[i].text), &other, &line),
            STATUS_INVALID);
        assert_int_equal(line, wrong[i].line);
        assert_null(other.items);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_every_occupation_of_the_release),
        cmocka_unit_test(knows_pay_outlook_and_preparation_of_an_occupation_M48_M210),
        cmocka_unit_test(says_when_the_figures_are_those_of_a_group),
        cmocka_unit_test(leads_from_a_study_program_to_occupations),
        cmocka_unit_test(refuses_what_is_no_table_and_says_where),
    };
    return cmocka_run_group_tests(tests, open_table, close_table);
}
