/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at oneself: answers that can be left and gone on with, cards in an order, skills with the time when they were
 * shown, and two times side by side. */
#include "domain/assessments.h"
#include "house.h"
#include "views/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct house house;
static const char *engine = "sqlite";

#define KNOWN "553421321134342523523523254115342111351145453111231155343444"
#define ALIKE "333333333333333333333333333333333333333333333333333333333333"

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

static struct doc *
result(void)
{
    return house_do(&house, "assessment read", NULL, NULL);
}

static const struct doc *
area(const struct doc *read, const char *name)
{
    const struct doc *areas = doc_get(read, "areas");
    for (uint32_t i = 0; i < doc_count(areas); i++)
        if (strcmp(doc_text_of(doc_item(areas, i), "area"), name) == 0)
            return doc_item(areas, i);
    fail_msg("no area %s", name);
    return NULL;
}

/* The profile as a call of another noun sees it. */
static struct assessment_profile profile;

static enum status
profile_run(struct call *call, struct doc **out_answer)
{
    *out_answer = doc_map(call->arena);
    return assessment_profile(call, &profile);
}

static void
read_profile(void)
{
    static const struct call_row row = {
        .name = "profile of the test", .role = ROLE_OWNER, .run = profile_run};
    struct answer answer;
    call_perform(&house.desk, &row, doc_map(&house.arena), &house.owner, &house.arena, &answer);
    assert_int_equal(answer.status, STATUS_OK);
}

static void
scores_sixty_answers_and_names_the_highest_areas_M44_M209(void **state)
{
    (void)state;
    house_do(&house, "assessment save", "<\"answers\":\"" KNOWN "\">", NULL);
    struct doc *read = result();
    assert_true(doc_bool_of(read, "complete"));
    assert_string_equal(doc_text_of(read, "letters"), "RSA");
    assert_string_equal(doc_text_of(read, "reading"), "assessment.clear");
    assert_int_equal(doc_int_of(area(read, "realistic"), "score"), 27);
    assert_int_equal(doc_int_of(area(read, "investigative"), "score"), 13);
    assert_int_equal(doc_int_of(area(read, "artistic"), "score"), 23);
    assert_int_equal(doc_int_of(area(read, "social"), "score"), 25);
    assert_int_equal(doc_int_of(area(read, "enterprising"), "score"), 14);
    assert_int_equal(doc_int_of(area(read, "conventional"), "score"), 14);
    assert_int_equal(doc_count(doc_get(read, "strong")), 3);
    assert_non_null(strstr(doc_get(read, "picture")->text, "class=\"shape-0\""));
    read_profile();
    assert_true(profile.taken && profile.interests.complete);
    assert_int_equal(profile.interests.scores[SOCIAL], 25);
}

static void
goes_on_where_one_left_off_M44(void **state)
{
    (void)state;
    /* A page of twelve, of which one was left open, and a single answer from elsewhere. */
    house_do(&house, "assessment answer",
             "<\"step\":1,\"picks\":[<\"item\":1,\"answer\":5>,<\"item\":2,\"answer\":4>,"
             "<\"item\":3>]>",
             NULL);
    struct doc *second = house_do(&house, "assessment answer", "<\"item\":60,\"answer\":2>", NULL);
    assert_int_equal(doc_int_of(second, "answered"), 3);
    assert_int_equal(doc_count(doc_get(house_do(&house, "assessment list", NULL, NULL), "items")),
                     1);
    struct doc *form = house_do(&house, "assessment form", NULL, NULL);
    assert_int_equal(doc_int_of(form, "step"), 1);
    assert_string_equal(doc_text_of(doc_item(doc_get(form, "items"), 1), "answer"), "4");
    assert_true(doc_is_empty(doc_get(doc_item(doc_get(form, "items"), 2), "answer")));
    /* Later a whole page at once: it goes on at the first that is open. */
    house_do(&house, "assessment save", "<\"answers\":\"545454545454545454545454\">", NULL);
    form = house_do(&house, "assessment form", NULL, NULL);
    assert_int_equal(doc_int_of(form, "step"), 3);
    assert_string_equal(doc_text_of(result(), "reading"), "assessment.unfinished");
    assert_true(doc_is_empty(doc_get(result(), "letters")));
}

static void
refuses_answers_that_are_none(void **state)
{
    static const char *const wrong[] = {"<\"item\":61,\"answer\":3>", "<\"item\":0,\"answer\":3>",
                                        "<\"item\":5,\"answer\":6>", "<\"item\":5>",
                                        "<\"picks\":[<\"answer\":3>]>"};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(
            house_call(&house, &house.owner, "assessment answer", wrong[i], NULL).status,
            STATUS_INVALID);
    assert_int_equal(
        house_call(&house, &house.owner, "assessment save", "<\"answers\":\"5567\">", NULL).status,
        STATUS_INVALID);
    assert_int_equal(doc_count(doc_get(house_do(&house, "assessment list", NULL, NULL), "items")),
                     0);
}

static void
says_that_answers_all_alike_cannot_be_matched_M209(void **state)
{
    (void)state;
    house_do(&house, "assessment save", "<\"answers\":\"" ALIKE "\">", NULL);
    struct doc *read = result();
    assert_string_equal(doc_text_of(read, "reading"), "assessment.flat");
    assert_true(doc_bool_of(read, "uniform"));
    assert_true(doc_is_empty(doc_get(read, "letters")));
    assert_int_equal(doc_count(doc_get(read, "strong")), 0);
    read_profile();
    assert_true(profile.interests.uniform);
}

static void
sorts_the_six_values_card_by_card_M46_M211(void **state)
{
    (void)state;
    struct doc *form = house_do(&house, "assessment form", "<\"part\":\"values\">", NULL);
    assert_int_equal(doc_count(doc_get(form, "cards")), 6);
    assert_false(doc_bool_of(form, "sorted"));
    for (int i = 0; i < 3; i++)
        house_do(&house, "assessment save", "<\"raise\":\"relationships\">", NULL);
    struct doc *saved = house_do(&house, "assessment save", "<\"lower\":\"achievement\">", NULL);
    assert_string_equal(doc_text_of(saved, "value_order"),
                        "relationships working_conditions achievement recognition support "
                        "independence");
    const struct doc *values = doc_get(result(), "values");
    assert_string_equal(doc_text_of(doc_item(values, 0), "value"), "relationships");
    const struct doc *self = doc_get(house_do(&house, "target list", NULL, NULL), "self");
    assert_int_equal(doc_count(doc_get(self, "values")), 3);
    assert_string_equal(doc_item(doc_get(self, "values"), 0)->text, "relationships");
    read_profile();
    assert_int_equal(profile.ranks[RELATIONSHIPS], 1);
    assert_int_equal(profile.ranks[ACHIEVEMENT], 3);
    assert_int_equal(house_call(&house, &house.owner, "assessment save",
                                "<\"value_order\":\"support achievement\">", NULL)
                         .status,
                     STATUS_INVALID);
}

static void
keeps_abilities_and_skills_with_when_they_were_shown_M45_M47(void **state)
{
    (void)state;
    house_do(&house, "assessment save",
             "<\"skills\":[<\"kind\":\"ability\",\"name\":\"Staying calm\",\"evidence\":\"Two "
             "summers on the "
             "river boat\">,<\"kind\":\"skill\">,<\"kind\":\"skill\",\"name\":\"Statistics\","
             "\"level\":\"good\",\"evidence\":\"My thesis on moss\">]>",
             NULL);
    const struct doc *skills = doc_get(result(), "skills");
    assert_int_equal(doc_count(skills), 2);
    assert_string_equal(doc_text_of(doc_item(skills, 0), "kind"), "ability");
    assert_string_equal(doc_text_of(doc_item(skills, 1), "evidence"), "My thesis on moss");
    read_profile();
    assert_int_equal(doc_count(profile.skills), 2);
    /* When it was shown, but not what. */
    struct answer answer =
        house_call(&house, &house.owner, "assessment save",
                   "<\"skills\":[<\"kind\":\"skill\",\"evidence\":\"At the fair\">]>", NULL);
    assert_int_equal(answer.status, STATUS_INVALID);
    assert_string_equal(doc_text_of(doc_item(doc_get(answer.problem, "fields"), 0), "field"),
                        "skills.0.name");
    /* Another part leaves them alone. */
    house_do(&house, "assessment save", "<\"dealbreakers\":\"Night shifts\">", NULL);
    assert_int_equal(doc_count(doc_get(result(), "skills")), 2);
}

static void
keeps_strengths_weaknesses_and_where_love_and_skill_meet_M212(void **state)
{
    (void)state;
    house_do(&house, "assessment save",
             "<\"strengths\":\"I listen\",\"weaknesses\":\"Paperwork\",\"love_and_good\":"
             "\"Explaining rivers to children\",\"free_page\":\"Born by the sea\">",
             NULL);
    struct doc *read = result();
    assert_string_equal(doc_text_of(read, "strengths"), "I listen");
    assert_string_equal(doc_text_of(read, "weaknesses"), "Paperwork");
    assert_string_equal(doc_text_of(read, "love_and_good"), "Explaining rivers to children");
    const struct doc *parts = doc_get(house_do(&house, "assessment list", NULL, NULL), "parts");
    assert_string_equal(doc_text_of(doc_item(parts, 3), "state"), "done");
    assert_string_equal(doc_text_of(doc_item(parts, 0), "state"), "open");
}

/* The questions after a talk ask for both, and what one noticed is kept with the look at oneself. */
static void
takes_in_what_a_talk_showed_of_strengths_and_weaknesses_M29(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    struct doc *form = house_do(&house, "reflection form", "<\"id\":\"{interview}\">", ids);
    assert_true(doc_has(form, "strength") && doc_has(form, "weakness"));
    house_do(&house, "assessment save", "<\"strengths\":\"I listen\",\"weaknesses\":null>", NULL);
    static const char both[] =
        "<\"interview\":\"{interview}\",\"strength\":\"I stay calm\",\"weakness\":"
        "\"Early mornings\">";
    struct answer answer = house_call(&house, &house.owner, "reflection save", both, ids);
    assert_int_equal(answer.status, STATUS_OK);
    house_do(&house, "reflection save", both, ids); /* said twice, kept once */
    assert_string_equal(doc_text_of(result(), "strengths"), "I listen\nI stay calm");
    assert_string_equal(doc_text_of(result(), "weaknesses"), "Early mornings");
    struct doc *change = doc_map(&house.arena);
    doc_set_text(change, "change", answer.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", change);
    assert_string_equal(doc_text_of(result(), "strengths"), "I listen");
}

static void
begins_anew_beside_the_earlier_ones_and_compares_both(void **state)
{
    (void)state;
    house_do(&house, "assessment save",
             "<\"answers\":\"" KNOWN
             "\",\"strengths\":\"I listen\",\"skills\":[<\"name\":\"Maps\">],"
             "\"value_order\":\"support achievement recognition independence relationships "
             "working_conditions\">",
             NULL);
    struct doc *again = house_do(&house, "assessment save", "<\"again\":true>", NULL);
    assert_string_equal(doc_text_of(again, "strengths"), "I listen");
    assert_int_equal(doc_count(doc_get(again, "skills")), 1);
    assert_true(doc_is_empty(doc_get(again, "answers")));
    assert_true(doc_is_empty(doc_get(again, "value_order")));
    read_profile(); /* what is known so far, until the new one is further */
    assert_int_equal(profile.interests.scores[REALISTIC], 27);
    assert_int_equal(profile.ranks[SUPPORT], 1);
    house_do(&house, "assessment save",
             "<\"answers\":\"113421321134112523523523114115342111111145453111111155343444\">",
             NULL);
    struct doc *read = result();
    assert_string_equal(doc_text_of(read, "other"),
                        doc_text_of(doc_item(doc_get(read, "items"), 1), "id"));
    assert_int_equal(doc_int_of(area(read, "realistic"), "then"), 27);
    assert_string_equal(doc_text_of(area(read, "realistic"), "change"), "assessment.less");
    assert_string_equal(doc_text_of(area(read, "social"), "change"), "assessment.steady");
    assert_non_null(strstr(doc_get(read, "picture")->text, "class=\"shape-1\""));
    read_profile();
    assert_int_equal(profile.interests.scores[REALISTIC], 0);
    house_do(&house, "assessment remove", "<\"id\":\"{id}\">", again);
    assert_string_equal(doc_text_of(result(), "letters"), "RSA");
}

static void
has_words_for_each_activity_area_and_value_M209(void **state)
{
    static const char *const kinds[] = {"choice.interest", "interest.about", "interest.ask"};
    static const char *const value_kinds[] = {"choice.work_value", "work_value.about",
                                              "work_value.ask"};
    char code[64];
    (void)state;
    for (int i = 1; i <= INTEREST_ITEMS + 1; i++) {
        (void)snprintf(code, sizeof code, "choice.interest_item.%d", i);
        assert_true(words_know(code) == (i <= INTEREST_ITEMS));
    }
    for (int i = 0; i < INTERESTS * 3; i++) {
        (void)snprintf(code, sizeof code, "%s.%s", kinds[i / INTERESTS],
                       interest_codes[i % INTERESTS]);
        assert_true(words_know(code));
        (void)snprintf(code, sizeof code, "%s.%s", value_kinds[i / WORK_VALUES],
                       work_value_codes[i % WORK_VALUES]);
        assert_true(words_know(code));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)

int
main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        TEST(scores_sixty_answers_and_names_the_highest_areas_M44_M209),
        TEST(goes_on_where_one_left_off_M44),
        TEST(refuses_answers_that_are_none),
        TEST(says_that_answers_all_alike_cannot_be_matched_M209),
        TEST(sorts_the_six_values_card_by_card_M46_M211),
        TEST(keeps_abilities_and_skills_with_when_they_were_shown_M45_M47),
        TEST(keeps_strengths_weaknesses_and_where_love_and_skill_meet_M212),
        TEST(takes_in_what_a_talk_showed_of_strengths_and_weaknesses_M29),
        TEST(begins_anew_beside_the_earlier_ones_and_compares_both),
        TEST(has_words_for_each_activity_area_and_value_M209),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("assessments", tests, NULL, NULL);
}
