/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_data.h"

#include "formats/onet.h"
#include "method/occupations.h"

static const char occupations[] = "\xEF\xBB\xBFO*NET-SOC Code\tTitle\tDescription\r\n"
                                  "11-1021.00\tGeneral Managers\tPlan \"all\".\r\n"
                                  "11-1011.00\tChief Executives\tLead.\r\n";
static const char interests[] = "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\n"
                                "11-1011.00\t1.B.1.a\tRealistic\tOI\t1.30\n"
                                "11-1011.00\t1.B.1.b\tInvestigative\tOI\t3.24\n"
                                "11-1011.00\t1.B.1.c\tArtistic\tOI\t2.08\n"
                                "11-1011.00\t1.B.1.d\tSocial\tOI\t3.52\n"
                                "11-1011.00\t1.B.1.e\tEnterprising\tOI\t6.88\n"
                                "11-1011.00\t1.B.1.f\tConventional\tOI\t5.00\n"
                                "11-1011.00\t1.B.1.g\tFirst\tIH\t5.00\n";

struct desk {
    struct arena arena;
    struct onet onet;
};

static int
open_desk(void **state)
{
    static struct desk desk;
    arena_open(&desk.arena);
    onet_open(&desk.onet, &desk.arena);
    *state = &desk;
    return 0;
}

static int
close_desk(void **state)
{
    arena_close(&((struct desk *)*state)->arena);
    return 0;
}

static enum status
give(struct desk *desk, enum onet_table table, const char *text)
{
    return onet_read(&desk->onet, table, "given.txt", text, strlen(text));
}

static struct occupations
table_of(struct desk *desk)
{
    struct buffer buffer;
    struct occupations table;
    int64_t line;
    buffer_open(&buffer, &desk->arena, ONET_TABLE_MAX);
    assert_int_equal(onet_write(&desk->onet, "A release", "2024-34", &buffer), STATUS_OK);
    assert_int_equal(
        occupations_read(&desk->arena, buffer_read(&buffer), buffer.length, &table, &line),
        STATUS_OK);
    return table;
}

static void
knows_the_files_of_a_release_by_blank_or_underscore(void **state)
{
    (void)state;
    assert_int_equal(onet_table_of("db/Occupation Data.txt", "", 0), ONET_OCCUPATIONS);
    assert_int_equal(onet_table_of("Sample_of_Reported_Titles.txt", "", 0), ONET_REPORTED);
    assert_int_equal(onet_table_of("Work_Values.TXT", "", 0), ONET_VALUES);
    assert_int_equal(onet_table_of("Interests_Illustrative_Activities.txt", "", 0), ONET_TABLES);
    assert_int_equal(onet_table_of("Abilities.txt", "", 0), ONET_TABLES);
    const char *bls = "\"Table 1.2 Occupational projections, 2024-2034\"\n";
    assert_int_equal(onet_table_of("x.csv", bls, strlen(bls)), ONET_PROJECTIONS);
}

static void
makes_a_table_that_can_be_read(void **state)
{
    struct desk *desk = *state;
    assert_int_equal(give(desk, ONET_OCCUPATIONS, occupations), STATUS_OK);
    assert_int_equal(give(desk, ONET_INTERESTS, interests), STATUS_OK);
    assert_int_equal(give(desk, ONET_REPORTED,
                          "O*NET-SOC Code\tReported Job Title\tShown\n11-1011.00\tCEO\tY\n"),
                     STATUS_OK);
    assert_int_equal(give(desk, ONET_ALTERNATE,
                          "O*NET-SOC Code\tAlternate Title\tShort "
                          "Title\n11-1011.00\tBoss\tn/a\n11-1011.00\tceo\tB\n"),
                     STATUS_OK);
    assert_int_equal(give(desk, ONET_RELATED,
                          "O*NET-SOC Code\tRelated O*NET-SOC Code\n11-1011.00\t11-1021.00\n"),
                     STATUS_OK);
    struct occupations table = table_of(desk);
    assert_int_equal(table.count, 2);
    const struct occupation *chief = occupations_find(&table, "11-1011.00");
    assert_string_equal(chief->title, "Chief Executives");
    assert_true(chief->has_interests && chief->interests[4] > 6.87 && chief->interests[4] < 6.89);
    assert_int_equal(chief->title_count,
                     4); /* its own, CEO, Boss, B; the second CEO says nothing new */
    assert_int_equal(chief->related_count, 1);
    assert_false(occupations_find(&table, "11-1021.00")->has_interests);
}

static void
keeps_descriptions_and_tasks_only_when_asked(void **state)
{
    struct desk *desk = *state;
    const char *tasks = "O*NET-SOC Code\tTask ID\tTask\n11-1011.00\t8823\tDirect work.\n";
    assert_int_equal(give(desk, ONET_OCCUPATIONS, occupations), STATUS_OK);
    assert_int_equal(give(desk, ONET_INTERESTS, interests), STATUS_OK);
    desk->onet.details = true;
    assert_int_equal(give(desk, ONET_TASKS, tasks), STATUS_OK);
    struct occupations table = table_of(desk);
    assert_string_equal(table.items[0].description, "Lead.");
    assert_int_equal(table.items[0].fact_count, 1);
    desk->onet.details = false;
    table = table_of(desk);
    assert_null(table.items[0].description);
}

static void
takes_the_figures_of_a_group_for_those_without_their_own_M48(void **state)
{
    static const char figures[] =
        "\"Table 1.2 Occupational projections\"\n"
        "Title,Matrix code,Occupation type,\"Employment, 2024\",\"Employment, 2034\",\"Employment "
        "change, "
        "percent\",\"Occupational openings\",\"Median annual wage\",Typical education needed\n"
        "All,00-0000,Summary,169956.1,175167.9,3.1,18863.3,49500,x\n"
        "Chiefs,11-1011,Line item,309.4,320,4.3,22.2,\">=$239,200\",Bachelor's degree\n"
        "Group,11-1020,Line item,10,20,-3.5,1,80000,Master's degree\nFootnotes:\n";
    struct desk *desk = *state;
    assert_int_equal(give(desk, ONET_OCCUPATIONS, occupations), STATUS_OK);
    assert_int_equal(give(desk, ONET_INTERESTS, interests), STATUS_OK);
    assert_int_equal(give(desk, ONET_PROJECTIONS, figures), STATUS_OK);
    struct occupations table = table_of(desk);
    assert_int_equal(table.items[0].pay, 239200);
    assert_true(table.items[0].pay_or_more && !table.items[0].broad);
    assert_int_equal(table.items[0].employment, 309400);
    assert_int_equal(table.items[0].openings, 22200);
    assert_int_equal(table.items[0].education, 6);
    assert_true(table.items[1].broad && table.items[1].growth < -3.4);
}

static void
refuses_a_broken_release_with_file_and_line(void **state)
{
    static const struct {
        enum onet_table table;
        const char *text, *code;
        int64_t line;
    } wrong[] = {
        {ONET_INTERESTS, "O*NET-SOC Code\tElement ID\n", "onet.no_column", 1},
        {ONET_INTERESTS, "O*NET-SOC Code\tElement ID\tScale ID\tData Value\n", "onet.no_rows", 2},
        {ONET_INTERESTS,
         "O*NET-SOC Code\tElement ID\tScale ID\tData Value\n11-1011.00\t1.B.1.a\tOI\tlots\n",
         "onet.no_number", 2},
        {ONET_INTERESTS,
         "O*NET-SOC Code\tElement ID\tScale ID\tData Value\n99-1011.00\t1.B.1.a\tOI\t1\n",
         "onet.unknown_occupation", 2},
        {ONET_ZONES, "O*NET-SOC Code\tJob Zone\n11-1011.00\n", "onet.too_few_fields", 2},
        {ONET_ZONES, "O*NET-SOC Code\tJob Zone\n11-1011.00\t7\n", "onet.no_number", 2},
        {ONET_ZONES, "O*NET-SOC Code\tJob Zone\n\xff\n", "onet.not_text", 0},
        {ONET_OCCUPATIONS, occupations, "onet.twice", 0},
    };
    struct desk *desk = *state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        onet_open(&desk->onet, &desk->arena);
        assert_int_equal(give(desk, ONET_OCCUPATIONS, occupations), STATUS_OK);
        assert_int_equal(give(desk, wrong[i].table, wrong[i].text), STATUS_INVALID);
        assert_string_equal(desk->onet.code, wrong[i].code);
        assert_int_equal(desk->onet.line, wrong[i].line);
        assert_string_equal(desk->onet.file, "given.txt");
    }
}

static void
says_which_file_of_a_release_is_missing(void **state)
{
    struct desk *desk = *state;
    struct buffer buffer;
    buffer_open(&buffer, &desk->arena, ONET_TABLE_MAX);
    assert_int_equal(give(desk, ONET_INTERESTS, interests), STATUS_INVALID);
    assert_string_equal(desk->onet.file, "Occupation Data");
    assert_int_equal(give(desk, ONET_OCCUPATIONS, occupations), STATUS_OK);
    assert_int_equal(onet_write(&desk->onet, "A", NULL, &buffer), STATUS_INVALID);
    assert_string_equal(desk->onet.code, "onet.missing");
    assert_string_equal(desk->onet.file, "Interests");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_desk, close_desk)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(knows_the_files_of_a_release_by_blank_or_underscore),
        TEST(makes_a_table_that_can_be_read),
        TEST(keeps_descriptions_and_tasks_only_when_asked),
        TEST(takes_the_figures_of_a_group_for_those_without_their_own_M48),
        TEST(refuses_a_broken_release_with_file_and_line),
        TEST(says_which_file_of_a_release_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
