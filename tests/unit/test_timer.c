/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_data.h"

#include "base/clock.h"
#include "method/timer.h"

#define START 1772532000000
#define AT(minutes) (START + (minutes) * (int64_t)MS_PER_MINUTE)

struct room {
    struct arena arena;
    struct policy policy;
    struct doc *interview;
};

static int
open_room(void **state)
{
    static struct room room;
    arena_open(&room.arena);
    room.policy = data_policy(&room.arena, NULL);
    room.interview = doc_map(&room.arena);
    doc_set_int(room.interview, "started_at", START);
    doc_set_int(room.interview, "minutes", 20);
    *state = &room;
    return 0;
}

static int
close_room(void **state)
{
    arena_close(&((struct room *)*state)->arena);
    return 0;
}

static struct doc *
timer(struct room *room, int64_t now)
{
    return timer_of(&room->arena, &room->policy, room->interview, now);
}

static const char *
phase(struct room *room, int64_t now)
{
    return doc_text_of(timer(room, now), "phase");
}

/* The ids of the cards at an instant, one blank between. */
static const char *
cards(struct room *room, int64_t now)
{
    struct doc *list = timer_cards(&room->arena, &room->policy, timer(room, now));
    const char *ids = "";
    for (uint32_t i = 0; i < doc_count(list); i++)
        ids = arena_print(&room->arena, "%s%s%s", ids, i == 0 ? "" : " ",
                          doc_text_of(doc_item(list, i), "id"));
    return ids;
}

static void
goes_through_the_phases_of_what_was_agreed_M132_M133(void **state)
{
    struct room *room = *state;
    assert_string_equal(phase(room, AT(0)), "opening");
    assert_string_equal(phase(room, AT(2) - 1), "opening");
    assert_string_equal(phase(room, AT(2)), "middle");
    assert_string_equal(phase(room, AT(18) - 1), "middle");
    assert_string_equal(phase(room, AT(18)), "closing");
    assert_string_equal(phase(room, AT(20) - 1), "closing");
    assert_string_equal(phase(room, AT(20)), "up");
    assert_string_equal(phase(room, AT(21)), "over");
}

static void
warns_as_early_as_the_policy_says_and_counts_the_overrun_M133(void **state)
{
    struct room *room = *state;
    room->policy.warn_before_end_minutes = 5;
    assert_string_equal(phase(room, AT(15)), "closing");
    struct doc *late = timer(room, AT(27));
    assert_int_equal(doc_int_of(late, "overrun_minutes"), 7);
    assert_int_equal(doc_int_of(late, "minutes_left"), 0);
    assert_int_equal(doc_int_of(timer(room, AT(19)), "overrun_minutes"), 0);
}

static void
counts_a_begun_minute_as_one_that_is_left(void **state)
{
    struct room *room = *state;
    assert_int_equal(doc_int_of(timer(room, AT(0)), "minutes_left"), 20);
    assert_int_equal(doc_int_of(timer(room, AT(0) + 1000), "minutes_left"), 20);
    assert_int_equal(doc_int_of(timer(room, AT(19) + 59000), "minutes_left"), 1);
    assert_int_equal(doc_int_of(timer(room, AT(5)), "elapsed_minutes"), 5);
    assert_int_equal(doc_int_of(timer(room, AT(5)), "ends_at"), AT(20));
}

static void
runs_for_the_time_that_was_agreed_else_for_the_policys_M92_M131(void **state)
{
    struct room *room = *state;
    doc_set_int(room->interview, "minutes", 45);
    assert_int_equal(doc_int_of(timer(room, AT(0)), "agreed_minutes"), 45);
    assert_string_equal(phase(room, AT(40)), "middle");
    doc_set(room->interview, "minutes", doc_null());
    assert_int_equal(doc_int_of(timer(room, AT(0)), "agreed_minutes"), 20);
    assert_true(room->policy.minutes_asked >= 15 && room->policy.minutes_asked <= 30);
    room->policy = data_policy(&room->arena, "minutes_20_to_30");
    assert_int_equal(doc_int_of(timer(room, AT(0)), "agreed_minutes"), 30);
}

static void
goes_on_only_for_the_minutes_they_offered_M134(void **state)
{
    struct room *room = *state;
    assert_string_equal(phase(room, AT(20)), "up");
    assert_non_null(strstr(cards(room, AT(20)), "time_is_up"));
    doc_set_int(room->interview, "extended_minutes", 5);
    assert_string_equal(phase(room, AT(20)), "middle");
    assert_null(strstr(cards(room, AT(20)), "time_is_up"));
    assert_string_equal(phase(room, AT(25)), "up");
}

static void
begins_with_thanks_and_the_purpose_M2_M118(void **state)
{
    struct room *room = *state;
    assert_string_equal(cards(room, AT(0)), "thank_first purpose next_question");
    const char *words = data_text(&room->arena, "data/words/method_cards.txt");
    const char *purpose = strstr(words, "card.purpose = ");
    assert_non_null(purpose);
    assert_non_null(strstr(purpose, "not to ask for a job"));
}

static void
leads_from_question_to_question_and_stays_on_track_M117_M119_M120(void **state)
{
    struct room *room = *state;
    assert_string_equal(cards(room, AT(10)), "next_question on_track");
}

static void
ends_with_names_permission_and_thanks_M135_M136_M137(void **state)
{
    struct room *room = *state;
    assert_string_equal(cards(room, AT(18)), "ask_for_names ask_permission thank_last");
    assert_string_equal(cards(room, AT(20)), "time_is_up ask_for_names ask_permission thank_last");
    assert_string_equal(cards(room, AT(30)), "time_is_up ask_for_names ask_permission thank_last");
}

static void
waits_before_the_start_and_stands_still_after_the_end(void **state)
{
    struct room *room = *state;
    doc_set_int(room->interview, "ended_at", AT(17));
    assert_string_equal(phase(room, AT(90)), "ended");
    assert_int_equal(doc_int_of(timer(room, AT(90)), "elapsed_minutes"), 17);
    assert_string_equal(cards(room, AT(90)), "");
    doc_set(room->interview, "started_at", doc_null());
    doc_set(room->interview, "ended_at", doc_null());
    assert_string_equal(phase(room, AT(90)), "before");
    assert_int_equal(doc_int_of(timer(room, AT(90)), "minutes_left"), 20);
    assert_string_equal(cards(room, AT(90)), "thank_first purpose");
}

static void
has_words_for_every_card(void **state)
{
    struct room *room = *state;
    const char *words = data_text(&room->arena, "data/words/method_cards.txt");
    for (int minute = 0; minute < 25; minute++) {
        struct doc *list = timer_cards(&room->arena, &room->policy, timer(room, AT(minute)));
        for (uint32_t i = 0; i < doc_count(list); i++) {
            const char *code = doc_text_of(doc_item(list, i), "code");
            if (strstr(words, arena_print(&room->arena, "\n%s = ", code)) == NULL)
                fail_msg("no words for %s", code);
            assert_int_equal(doc_int_of(doc_item(list, i), "minutes"), 20);
            assert_true(doc_int_of(doc_item(list, i), "item") > 0);
        }
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(goes_through_the_phases_of_what_was_agreed_M132_M133),
        TEST(warns_as_early_as_the_policy_says_and_counts_the_overrun_M133),
        TEST(counts_a_begun_minute_as_one_that_is_left),
        TEST(runs_for_the_time_that_was_agreed_else_for_the_policys_M92_M131),
        TEST(goes_on_only_for_the_minutes_they_offered_M134),
        TEST(begins_with_thanks_and_the_purpose_M2_M118),
        TEST(leads_from_question_to_question_and_stays_on_track_M117_M119_M120),
        TEST(ends_with_names_permission_and_thanks_M135_M136_M137),
        TEST(waits_before_the_start_and_stands_still_after_the_end),
        TEST(has_words_for_every_card),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
