/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The made-up story: as large as promised, true to itself on whatever day it is told, and gone
 * without a trace when it is taken back. */
#include "base/asset.h"
#include "base/clock.h"
#include "base/zone.h"
#include "doc/json.h"
#include "house.h"
#include "statements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    (void)unsetenv("RAPPORT_CLOCK");
    house_close(&house);
    return 0;
}

static struct answer
fill(void)
{
    struct answer answer = house_call(&house, &house.owner, "demo fill", NULL, NULL);
    if (answer.status != STATUS_OK)
        fail_msg("demo fill: %s", doc_text_of(answer.problem, "code"));
    return answer;
}

static void
take_back(const char *change)
{
    struct doc *undo = doc_map(&house.arena);
    doc_set_text(undo, "change", change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", undo);
}

/* All rows of a noun, with their parts left out. */
static struct doc *
all_of(const struct noun *noun)
{
    struct doc *params = doc_map(&house.arena), *rows;
    doc_set_int(params, "owner", 1);
    doc_set_int(params, "after_doc", 0);
    doc_set_int(params, "limit", 1000);
    assert_int_equal(store_begin(house.desk.store, STORE_READ), STATUS_OK);
    assert_int_equal(store_rows(house.desk.store, &house.arena, noun->all, params, &rows),
                     STATUS_OK);
    store_rollback(house.desk.store);
    return rows;
}

static int
count_of(const struct doc *rows, const char *key, const char *value)
{
    int count = 0;
    for (uint32_t i = 0; i < doc_count(rows); i++)
        count += strcmp(doc_text_of(doc_item(rows, i), key), value) == 0;
    return count;
}

static const struct doc *
row_of(const struct doc *rows, const char *key, const char *value)
{
    for (uint32_t i = 0; i < doc_count(rows); i++)
        if (strcmp(doc_text_of(doc_item(rows, i), key), value) == 0)
            return doc_item(rows, i);
    fail_msg("no row with %s = %s", key, value);
    return NULL;
}

static void
tells_180_connections_31_requests_and_14_interviews(void **state)
{
    (void)state;
    fill();
    struct doc *people = house_do(&house, "person list", NULL, NULL);
    assert_int_equal(doc_int_of(people, "total"), 180);
    struct doc *requests = all_of(&noun_request), *interviews = all_of(&noun_interview);
    assert_int_equal(doc_count(requests), 31);
    assert_int_equal(count_of(requests, "state", "no_answer"), 9);
    assert_int_equal(count_of(requests, "state", "declined"), 2);
    assert_int_equal(count_of(requests, "state", "sent"), 1);
    assert_int_equal(doc_count(interviews), 14);
    assert_int_equal(count_of(interviews, "state", "cancelled"), 1);
    assert_int_equal(count_of(interviews, "state", "planned"), 1);
    static const char *const places[] = {"worksite", "public", "phone", "video", "writing"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        assert_true(count_of(interviews, "place_kind", places[i]) > 0);
}

static void
runs_over_once_and_thanks_late_once(void **state)
{
    (void)state;
    fill();
    struct doc *interviews = all_of(&noun_interview), *messages = all_of(&noun_message);
    int over = 0, thanked = 0, late = 0;
    for (uint32_t i = 0; i < doc_count(interviews); i++) {
        const struct doc *row = doc_item(interviews, i);
        int64_t minutes =
            (doc_int_of(row, "ended_at") - doc_int_of(row, "started_at")) / MS_PER_MINUTE;
        over += minutes > doc_int_of(row, "minutes") + 5;
    }
    assert_int_equal(over, 1);
    for (uint32_t i = 0; i < doc_count(messages); i++) {
        const struct doc *row = doc_item(messages, i);
        if (strcmp(doc_text_of(row, "kind"), "thanks") != 0 || doc_int_of(row, "sent_at") == 0)
            continue;
        const struct doc *interview = row_of(interviews, "id", doc_text_of(row, "interview"));
        int64_t after = doc_int_of(row, "sent_at") - doc_int_of(interview, "ended_at");
        assert_true(after > 0 && after < 7 * MS_PER_DAY);
        thanked++;
        late += after > MS_PER_DAY;
    }
    assert_int_equal(thanked, 12); /* eleven interviews, one of them with a guest */
    assert_int_equal(late, 1);
}

/* The person whom `from` named and Maya then met, or NULL. */
static const char *
met_through(const struct doc *referrals, const struct doc *interviews, const char *from)
{
    for (uint32_t i = 0; i < doc_count(referrals); i++) {
        const struct doc *row = doc_item(referrals, i);
        const char *person = doc_text_of(row, "person");
        if (strcmp(doc_text_of(row, "from_person"), from) == 0 && person[0] != '\0' &&
            count_of(interviews, "person", person) > 0)
            return person;
    }
    return NULL;
}

static void
leads_by_four_introductions_from_a_neighbor_to_the_next_interview_M65(void **state)
{
    (void)state;
    fill();
    struct doc *people = all_of(&noun_person), *referrals = all_of(&noun_referral);
    struct doc *interviews = all_of(&noun_interview);
    const char *person = doc_text_of(row_of(people, "name", "Dolores Whitcomb"), "id");
    assert_string_equal(doc_text_of(row_of(people, "id", person), "circle"), "neighbor");
    int introductions = 0;
    const char *next = person;
    while ((next = met_through(referrals, interviews, next)) != NULL) {
        const struct doc *met = row_of(people, "id", next);
        assert_string_equal(doc_text_of(met, "circle"), "referral");
        introductions++;
        person = next;
    }
    assert_int_equal(introductions, 4);
    assert_string_equal(doc_text_of(row_of(interviews, "person", person), "state"), "planned");
}

static void
changes_a_decision_in_the_fourth_month(void **state)
{
    (void)state;
    (void)setenv("RAPPORT_CLOCK", "2026-06-15T18:00:00Z", 1);
    fill();
    struct doc *targets = all_of(&noun_target), *decisions = all_of(&noun_decision);
    const char *writing = doc_text_of(row_of(targets, "name", "Science journalism"), "id");
    const struct doc *first = row_of(decisions, "target", writing), *second = NULL;
    for (uint32_t i = 0; i < doc_count(decisions); i++)
        if (strcmp(doc_text_of(doc_item(decisions, i), "target"), writing) == 0)
            second = doc_item(decisions, i);
    assert_string_equal(doc_text_of(first, "verdict"), "pursue");
    assert_int_equal(doc_int_of(first, "voices"), 2);
    assert_string_equal(doc_text_of(second, "verdict"), "drop");
    assert_int_equal(doc_int_of(second, "voices"), 3);
    /* 60 to 30 days before June 15 */
    assert_true(strcmp(doc_text_of(second, "decided_on"), "2026-04-16") > 0);
    assert_true(strcmp(doc_text_of(second, "decided_on"), "2026-05-16") < 0);
}

static void
assert_true_to_its_day(const char *day)
{
    const int64_t now = clock_now();
    struct doc *interviews = all_of(&noun_interview);
    for (uint32_t i = 0; i < doc_count(interviews); i++) {
        const struct doc *row = doc_item(interviews, i);
        bool held = strcmp(doc_text_of(row, "state"), "held") == 0;
        struct moment start;
        assert_int_equal(local_time_read(doc_text_of(row, "start_local"), &start), STATUS_OK);
        int weekday = date_weekday(date_days(start.year, start.month, start.day));
        if (held && doc_int_of(row, "ended_at") > now)
            fail_msg("%s: held, but yet to come: %s", day, doc_text_of(row, "start_local"));
        if (strcmp(doc_text_of(row, "place_kind"), "worksite") == 0 &&
            (weekday == 0 || weekday == 6))
            fail_msg("%s: at an office on a weekend: %s", day, doc_text_of(row, "start_local"));
    }
    for (int n = 0; nouns[n] != NULL; n++) {
        struct doc *rows = all_of(nouns[n]);
        for (uint32_t i = 0; i < doc_count(rows); i++)
            if (doc_int_of(doc_item(rows, i), "created_at") > now)
                fail_msg("%s: a %s of the future", day, nouns[n]->name);
    }
}

static bool
shows_rule(const struct doc *today, const char *rule)
{
    const struct doc *groups = doc_get(today, "groups");
    for (uint32_t g = 0; g < doc_count(groups); g++)
        if (count_of(doc_get(doc_item(groups, g), "items"), "rule", rule) > 0)
            return true;
    return false;
}

static void
ends_today_on_whatever_day_it_is_told(void **state)
{
    (void)state;
    /* Every weekday, both changes of the clock, a leap day, the end of a year, an early morning. */
    static const char *const days[] = {
        "2026-03-02T15:00:00Z", "2026-03-03T23:00:00Z", "2026-03-04T15:00:00Z",
        "2026-03-05T11:30:00Z", "2026-03-06T15:00:00Z", "2026-03-07T15:00:00Z",
        "2026-03-08T15:00:00Z", "2026-11-01T15:00:00Z", "2028-02-29T15:00:00Z",
        "2027-01-01T05:30:00Z", "2026-07-05T06:10:00Z"};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        (void)setenv("RAPPORT_CLOCK", days[i], 1);
        struct answer filled = fill();
        assert_true_to_its_day(days[i]);
        struct doc *today = house_do(&house, "today", NULL, NULL);
        static const char *const rules[] = {"task",    "arrange", "draft",
                                            "waiting", "thanks",  "referral"};
        for (size_t r = 0; r < sizeof rules / sizeof *rules; r++)
            if (!shows_rule(today, rules[r]))
                fail_msg("%s: Today has no line of %s", days[i], rules[r]);
        const struct doc *next = doc_get(today, "next");
        assert_string_equal(doc_text_of(next, "person_name"), "Priscilla Nakagawa-Dunne");
        assert_true(doc_int_of(next, "open") >= 3);
        take_back(filled.change);
    }
}

static void
asks_nobody_for_a_job_and_names_nobody_without_leave_M3_M79_M136(void **state)
{
    (void)state;
    fill();
    struct doc *requests = all_of(&noun_request), *ids = doc_map(&house.arena);
    int looked_at = 0;
    for (uint32_t i = 0; i < doc_count(requests); i++) {
        const struct doc *row = doc_item(requests, i);
        if (strcmp(doc_text_of(row, "state"), "draft") == 0)
            continue;
        doc_set(ids, "request", *doc_get(row, "id"));
        struct doc *read = house_do(&house, "request read", "<\"id\":\"{request}\">", ids);
        const struct doc *findings = doc_get(read, "findings");
        for (uint32_t f = 0; f < doc_count(findings); f++) {
            const struct doc *finding = doc_item(findings, f);
            const char *id = doc_text_of(finding, "id");
            bool grave = strcmp(id, "job") == 0 || strcmp(id, "referrer") == 0 ||
                         strcmp(id, "blank") == 0 || strcmp(id, "resume") == 0;
            if (grave && strcmp(doc_text_of(finding, "severity"), "fine") != 0)
                fail_msg("%s: %s in \"%s\"", doc_text_of(read, "person_name"), id,
                         doc_text_of(finding, "sentence"));
        }
        looked_at++;
    }
    assert_int_equal(looked_at, 30);
}

static void
is_one_change_that_undo_takes_back(void **state)
{
    (void)state;
    const char *before = house_dump(&house, 1);
    struct answer filled = fill();
    assert_non_null(filled.change);
    assert_true(strlen(house_dump(&house, 1)) > 100000);
    take_back(filled.change);
    assert_string_equal(house_dump(&house, 1), before);
    fill();
}

static void
stays_out_of_a_store_that_has_people(void **state)
{
    (void)state;
    house_do(&house, "person save", "<\"name\":\"Ada Quinn\">", NULL);
    const char *before = house_dump(&house, 1);
    struct answer answer = house_call(&house, &house.owner, "demo fill", NULL, NULL);
    assert_int_equal(answer.status, STATUS_CONFLICT);
    assert_string_equal(doc_text_of(answer.problem, "code"), "demo.not_empty");
    assert_string_equal(house_dump(&house, 1), before);
}

static void
is_for_whoever_runs_the_store_alone(void **state)
{
    (void)state;
    struct answer answer = house_call(&house, &house.other, "demo fill", NULL, NULL);
    assert_int_equal(answer.status, STATUS_FORBIDDEN);
    assert_string_equal(house_dump(&house, 2), "");
}

/* A key that no column has would be lost without a word. */
static bool
is_known_key(const struct noun *noun, const char *key)
{
    static const char *const own[] = {"noun", "key", "at", "start", "lasted"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(key, own[i]) == 0)
            return true;
    for (int c = 0; c < noun->column_count; c++)
        if (strcmp(key, noun->columns[c].name) == 0)
            return true;
    for (int p = 0; p < noun->part_count; p++)
        if (strcmp(key, noun->parts[p].name) == 0)
            return true;
    return false;
}

static void
writes_nothing_that_no_column_holds(void **state)
{
    (void)state;
    const struct asset *asset = asset_find("data/demo/maya.json");
    struct doc told;
    assert_non_null(asset);
    assert_int_equal(json_read(&house.arena, asset->bytes, asset->length, &told, NULL), STATUS_OK);
    const struct doc *entries = doc_get(&told, "entries");
    assert_true(doc_count(entries) > 400);
    for (uint32_t i = 0; i < doc_count(entries); i++) {
        const struct doc *entry = doc_item(entries, i);
        const struct noun *noun = record_noun(doc_text_of(entry, "noun"));
        assert_non_null(noun);
        for (uint32_t k = 0; k < doc_count(entry); k++)
            if (!is_known_key(noun, doc_key(entry, k)))
                fail_msg("entry %u: a %s has no \"%s\"", i, noun->name, doc_key(entry, k));
    }
}

int
main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
    static const struct CMUnitTest tests[] = {
        TEST(tells_180_connections_31_requests_and_14_interviews),
        TEST(runs_over_once_and_thanks_late_once),
        TEST(leads_by_four_introductions_from_a_neighbor_to_the_next_interview_M65),
        TEST(changes_a_decision_in_the_fourth_month),
        TEST(ends_today_on_whatever_day_it_is_told),
        TEST(asks_nobody_for_a_job_and_names_nobody_without_leave_M3_M79_M136),
        TEST(is_one_change_that_undo_takes_back),
        TEST(stays_out_of_a_store_that_has_people),
        TEST(is_for_whoever_runs_the_store_alone),
        TEST(writes_nothing_that_no_column_holds),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("the made-up story", tests, NULL, NULL);
}
