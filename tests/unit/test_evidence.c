/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_data.h"

#include "method/evidence.h"

struct hearing {
    struct arena arena;
    struct policy policy;
    struct doc *voices;
};

static int
open_hearing(void **state)
{
    static struct hearing hearing;
    arena_open(&hearing.arena);
    hearing.policy = data_policy(&hearing.arena, NULL);
    hearing.voices = doc_list(&hearing.arena);
    *state = &hearing;
    return 0;
}

static int
close_hearing(void **state)
{
    arena_close(&((struct hearing *)*state)->arena);
    return 0;
}

static void
hear(struct hearing *hearing, const char *person, const char *organization, const char *circle,
     const char *in_field)
{
    struct doc *row = doc_push(hearing->voices, *doc_map(&hearing->arena));
    doc_set_text(row, "person", person);
    doc_set_text(row, "organization_key", organization);
    doc_set_text(row, "circle", circle);
    doc_set_text(row, "in_field", in_field);
}

static struct doc *
evidence(struct hearing *hearing)
{
    return evidence_of(&hearing->arena, &hearing->policy, hearing->voices);
}

static const char *
code(struct hearing *hearing)
{
    return doc_text_of(evidence(hearing), "code");
}

static void
warns_of_leaning_on_one_or_two_voices_M162(void **state)
{
    struct hearing *hearing = *state;
    assert_string_equal(code(hearing), "evidence.none");
    assert_false(evidence_allows(evidence(hearing), false));
    hear(hearing, "p1", "parks", "alumni", "yes");
    assert_string_equal(code(hearing), "evidence.one");
    hear(hearing, "p2", "zoo", "friend", "yes");
    assert_string_equal(code(hearing), "evidence.few");
    assert_false(doc_bool_of(evidence(hearing), "enough"));
    assert_false(evidence_allows(evidence(hearing), false));
    assert_true(evidence_allows(evidence(hearing), true));
    hear(hearing, "p3", "college", "friend", "yes");
    assert_string_equal(code(hearing), "evidence.enough");
    assert_true(evidence_allows(evidence(hearing), false));
}

static void
counts_voices_of_one_organization_as_one_M162(void **state)
{
    struct hearing *hearing = *state;
    hear(hearing, "p1", "parks", "alumni", "yes");
    hear(hearing, "p2", "parks", "friend", "yes");
    hear(hearing, "p3", "parks", "", "yes");
    hear(hearing, "p3", "zoo", "", "yes");
    struct doc *found = evidence(hearing);
    assert_int_equal(doc_int_of(found, "count"), 3);
    assert_int_equal(doc_int_of(found, "independent"), 1);
    assert_int_equal(doc_int_of(found, "organizations"), 1);
    assert_string_equal(doc_text_of(found, "code"), "evidence.one_place");
    hearing->policy.voices_apart_by_organization = 0;
    assert_string_equal(code(hearing), "evidence.enough");
}

static void
counts_who_has_no_organization_alone(void **state)
{
    struct hearing *hearing = *state;
    hear(hearing, "p1", "", "friend", "");
    hear(hearing, "p2", "", "friend", "");
    hear(hearing, "p3", "", "family", "");
    struct doc *found = evidence(hearing);
    assert_int_equal(doc_int_of(found, "independent"), 3);
    assert_int_equal(doc_int_of(found, "organizations"), 0);
    assert_int_equal(doc_count(doc_get(found, "circles")), 2);
    assert_true(doc_bool_of(found, "enough"));
}

static void
needs_as_many_as_the_policy_says_M162(void **state)
{
    struct hearing *hearing = *state;
    hear(hearing, "p1", "parks", "", "yes");
    hear(hearing, "p2", "zoo", "", "yes");
    hearing->policy.voices_needed = 2;
    assert_true(doc_bool_of(evidence(hearing), "enough"));
    hearing->policy.voices_needed = 5;
    assert_int_equal(doc_int_of(evidence(hearing), "needed"), 5);
    assert_false(doc_bool_of(evidence(hearing), "enough"));
}

static void
says_when_nobody_who_was_asked_does_the_work_now(void **state)
{
    struct hearing *hearing = *state;
    hear(hearing, "p1", "parks", "", "no");
    hear(hearing, "p2", "zoo", "", "no");
    hear(hearing, "p3", "college", "", "unknown");
    assert_string_equal(code(hearing), "evidence.not_current");
    hear(hearing, "p4", "museum", "", "yes");
    assert_string_equal(code(hearing), "evidence.enough");
    assert_int_equal(doc_int_of(evidence(hearing), "current"), 1);
}

static void
has_words_for_every_verdict(void **state)
{
    struct hearing *hearing = *state;
    const char *words = data_text(&hearing->arena, "data/words/method.txt");
    static const char *const codes[] = {"none", "one", "few", "one_place", "not_current", "enough"};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        assert_non_null(strstr(words, arena_print(&hearing->arena, "\nevidence.%s = ", codes[i])));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_hearing, close_hearing)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(warns_of_leaning_on_one_or_two_voices_M162),
        TEST(counts_voices_of_one_organization_as_one_M162),
        TEST(counts_who_has_no_organization_alone),
        TEST(needs_as_many_as_the_policy_says_M162),
        TEST(says_when_nobody_who_was_asked_does_the_work_now),
        TEST(has_words_for_every_verdict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
