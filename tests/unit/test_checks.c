/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_data.h"

#include "method/checks.h"

struct desk {
    struct arena arena;
    const struct lexicon *lexicon;
    struct policy policy;
    struct doc *message;
};

static int
open_desk(void **state)
{
    static struct desk desk;
    arena_open(&desk.arena);
    desk.lexicon = data_lexicon(&desk.arena);
    desk.policy = data_policy(&desk.arena, NULL);
    desk.message = doc_map(&desk.arena);
    *state = &desk;
    return 0;
}

static int
close_desk(void **state)
{
    arena_close(&((struct desk *)*state)->arena);
    return 0;
}

static struct doc *
run(struct desk *desk, const char *body)
{
    doc_set_text(desk->message, "body", body);
    return checks_run(&desk->arena, desk->lexicon, &desk->policy, desk->message);
}

static const struct doc *
find(const struct doc *findings, const char *id)
{
    for (uint32_t i = 0; i < doc_count(findings); i++)
        if (strcmp(doc_text_of(doc_item(findings, i), "id"), id) == 0)
            return doc_item(findings, i);
    fail_msg("no finding %s", id);
    return NULL;
}

static const char *
code(struct desk *desk, const char *body, const char *id)
{
    return doc_text_of(find(run(desk, body), id), "code");
}

/* The bytes a finding points to. */
static char *
pointed(struct desk *desk, const struct doc *finding)
{
    const char *part = doc_text_of(desk->message, doc_text_of(finding, "part"));
    int64_t start = doc_int_of(finding, "start"), end = doc_int_of(finding, "end");
    if (start < 0)
        return NULL;
    assert_true(end > start && (size_t)end <= strlen(part));
    return arena_copy(&desk->arena, part + start, (size_t)(end - start));
}

static const char good_request[] =
    "Dear Dr. Quinn,\n\n"
    "My name is Maya Okafor, and I am a biology graduate of Lakeside College. "
    "Ben Achterberg suggested that I write to you. "
    "I am exploring urban ecology, e.g. field surveys, and would value your thoughts on the work. "
    "I am not looking for a job; I only want to learn what your days are like. "
    "Would you have 20 minutes for a conversation in the next two weeks, say at 3:00 p.m. your "
    "time, "
    "at whatever time suits you?\n\n"
    "Thank you for considering it.\n\nKind regards,\nMaya Okafor\n";

static void
fill(struct desk *desk)
{
    doc_set_text(desk->message, "kind", "request");
    doc_set_text(desk->message, "channel", "email");
    doc_set_text(desk->message, "subject", "A question about urban ecology");
    doc_set_text(desk->message, "person_name", "Ada Quinn");
    doc_set_text(desk->message, "my_name", "Maya Okafor");
    doc_set_text(desk->message, "field", "urban ecology");
    doc_set_text(desk->message, "referrer_name", "Ben Achterberg");
    doc_set_text(desk->message, "referrer_permission", "yes");
    doc_set_int(desk->message, "minutes", 20);
}

static void
has_nothing_to_say_about_a_good_request_M74_M75_M76_M78_M83(void **state)
{
    struct desk *desk = *state;
    fill(desk);
    struct doc *findings = run(desk, good_request);
    static const char *const ids[] = {"blank",   "job",       "resume",      "referrer",
                                      "who",     "found",     "purpose",     "field",
                                      "advice",  "minutes",   "convenience", "clear",
                                      "concise", "courteous", "name",        "question"};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        if (strcmp(doc_text_of(find(findings, ids[i]), "severity"), "fine") != 0)
            fail_msg("%s: %s", ids[i], doc_text_of(find(findings, ids[i]), "code"));
    assert_int_equal(checks_open(findings), 0);
    assert_string_equal(pointed(desk, find(findings, "found")),
                        "Ben Achterberg suggested that I write to you.");
}

static void
misses_each_part_that_is_left_out_M74_M75_M76_M78_M83(void **state)
{
    struct desk *desk = *state;
    fill(desk);
    doc_set_text(desk->message, "referrer_name", "");
    static const char bare[] = "Hello Ada,\n\nThe weather is fine here. Best,\nSomeone";
    struct doc *findings = run(desk, bare);
    assert_string_equal(doc_text_of(find(findings, "who"), "code"), "check.who_name");
    assert_string_equal(doc_text_of(find(findings, "who"), "severity"), "missing");
    assert_string_equal(doc_text_of(find(findings, "found"), "code"), "check.found");
    assert_string_equal(doc_text_of(find(findings, "purpose"), "code"), "check.purpose");
    assert_string_equal(doc_text_of(find(findings, "advice"), "code"), "check.advice");
    assert_string_equal(doc_text_of(find(findings, "convenience"), "code"), "check.convenience");
    assert_string_equal(code(desk, "Maya Okafor here. The weather is fine.", "who"),
                        "check.who_about");
    assert_true(checks_open(findings) >= 7);
}

static void
finds_the_field_or_says_that_it_is_missing_M77(void **state)
{
    struct desk *desk = *state;
    fill(desk);
    assert_string_equal(code(desk, "I want to learn how urban ecologists work.", "field"),
                        "check.field_fine");
    doc_set_text(desk->message, "subject", "Hello");
    assert_string_equal(code(desk, "I want to learn about your field.", "field"), "check.field");
    doc_set_text(desk->message, "field", "");
    assert_string_equal(code(desk, "I want to learn about your field.", "field"),
                        "check.field_unset");
}

static void
points_at_every_blank_that_was_not_filled_M77(void **state)
{
    struct desk *desk = *state;
    fill(desk);
    static const struct {
        const char *body, *blank;
    } cases[] = {
        {"Dear [name], I am writing to you.", "[name]"},
        {"I study ___ at college.", "___"},
        {"I am researching <your field> now.", "<your field>"},
        {"I am researching {field} now.", "{field}"},
        {"I work at XXX in town.", "XXX"},
        {"Dear ,\nI am writing to you.", "Dear ,"},
        {"We could meet on [...] or later.", "[...]"},
        {"I live in TBD right now.", "TBD"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct doc *finding = find(run(desk, cases[i].body), "blank");
        assert_string_equal(doc_text_of(finding, "severity"), "missing");
        assert_string_equal(doc_text_of(finding, "text"), cases[i].blank);
        assert_string_equal(pointed(desk, finding), cases[i].blank);
    }
    doc_set_text(desk->message, "subject", "A question about [field]");
    const struct doc *finding = find(run(desk, "Hello."), "blank");
    assert_string_equal(doc_text_of(finding, "part"), "subject");
    assert_string_equal(pointed(desk, finding), "[field]");
}

static void
counts_nothing_that_stands_in_a_blank(void **state)
{
    struct desk *desk = *state;
    fill(desk);
    doc_set_text(desk->message, "referrer_name", "");
    struct doc *findings = run(desk, "I am writing to you. [how you found them, thank you] "
                                     "I am exploring what the work is like.");
    assert_string_equal(doc_text_of(find(findings, "found"), "code"), "check.found");
    assert_string_equal(doc_text_of(find(findings, "courteous"), "code"), "check.courteous_thanks");
    assert_string_equal(doc_text_of(find(findings, "convenience"), "code"), "check.convenience");
}

static void
takes_no_footnote_address_or_heart_for_a_blank(void **state)
{
    struct desk *desk = *state;
    fill(desk);
    static const char *const fine[] = {
        "Your paper [1] helped me.",
        "Write to <ada@example.org> if you like.",
        "See <https://example.org/a> for it.",
        "I <3 beetles and moths.",
        "Size XL or XX fits.",
        "Dear Ada, hello.",
        "Hello, I am Maya.",
    };
    for (size_t i = 0; i < sizeof fine / sizeof fine[0]; i++)
        assert_string_equal(code(desk, fine[i], "blank"), "check.blank_none");
}

static void
reads_the_minutes_that_are_asked_for_M80_M81_M82(void **state)
{
    struct desk *desk = *state;
    static const struct {
        const char *body;
        int minutes;
    } cases[] = {
        {"Could we talk for 20 minutes?", 20},
        {"Would you have fifteen minutes?", 15},
        {"Might I ask for twenty-five minutes of your time?", 25},
        {"Could we speak for 15 to 20 minutes?", 20},
        {"Could we speak for 20\xE2\x80\x93"
         "30 minutes?",
         30},
        {"Could we meet for half an hour?", 30},
        {"Would a quarter of an hour be possible?", 15},
        {"Could you spare an hour?", 60},
        {"Could we have a 45-minute call?", 45},
        {"I live 10 minutes from your lab. Could we talk for 20 minutes?", 20},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(doc_int_of(find(run(desk, cases[i].body), "minutes"), "minutes"),
                         cases[i].minutes);
    assert_string_equal(code(desk, "Could we talk at 3:00 p.m.?", "minutes"), "check.minutes_none");
}

static void
weighs_the_minutes_against_the_policy_in_force_M80_M81_M82(void **state)
{
    struct desk *desk = *state;
    static const char half_hour[] = "Could we talk for 30 minutes?";
    assert_string_equal(code(desk, half_hour, "minutes"), "check.minutes");
    assert_string_equal(code(desk, "Could we talk for an hour?", "minutes"), "check.minutes_long");
    assert_string_equal(code(desk, "Could we talk for 10 minutes?", "minutes"),
                        "check.minutes_short");
    desk->policy = data_policy(&desk->arena, "minutes_15_to_20");
    assert_string_equal(code(desk, half_hour, "minutes"), "check.minutes_long");
    desk->policy = data_policy(&desk->arena, "minutes_20_to_30");
    assert_string_equal(code(desk, half_hour, "minutes"), "check.minutes");
    assert_string_equal(code(desk, "Could we talk for 15 minutes?", "minutes"),
                        "check.minutes_short");
    desk->policy = data_policy(&desk->arena, "minutes_15_20_or_more");
    assert_string_equal(code(desk, "Could we talk for an hour?", "minutes"), "check.minutes");
    doc_set_int(desk->message, "minutes", 20);
    const struct doc *finding = find(run(desk, half_hour), "minutes");
    assert_string_equal(doc_text_of(finding, "code"), "check.minutes_differ");
    assert_int_equal(doc_int_of(finding, "agreed"), 20);
}

static void
points_at_the_sentence_that_asks_for_an_internship_M3_M79(void **state)
{
    struct desk *desk = *state;
    fill(desk);
    const struct doc *finding = find(run(desk, "Dear Ada,\n\nI liked your talk. Do you have any "
                                               "internships, e.g. for graduates? Thank you.\nMaya"),
                                     "job");
    assert_string_equal(doc_text_of(finding, "code"), "check.job");
    assert_string_equal(pointed(desk, finding), "Do you have any internships, e.g. for graduates?");
    doc_set_text(desk->message, "subject", "Internship inquiry");
    finding = find(run(desk, "Hello."), "job");
    assert_string_equal(doc_text_of(finding, "part"), "subject");
    assert_string_equal(doc_text_of(finding, "severity"), "advice");
}

static void
flags_a_resume_that_nobody_asked_for_M79(void **state)
{
    struct desk *desk = *state;
    static const char *const sent[] = {"I have attached my r\xC3\xA9sum\xC3\xA9.",
                                       "My resume is attached.",
                                       "Please find my CV attached.",
                                       "Please find attached my CV.",
                                       "I am enclosing my resume.",
                                       "Could you pass my resume along to your manager?"};
    static const char *const fine[] = {
        "I have not attached a resume.", "Would you look at my resume one day?",
        "What belongs in a resume for this field?", "As you suggested, I have attached my resume."};
    for (size_t i = 0; i < sizeof sent / sizeof sent[0]; i++)
        if (strcmp(code(desk, sent[i], "resume"), "check.resume") != 0)
            fail_msg("missed: %s", sent[i]);
    for (size_t i = 0; i < sizeof fine / sizeof fine[0]; i++)
        if (strcmp(code(desk, fine[i], "resume"), "check.resume_none") != 0)
            fail_msg("wrongly flagged: %s", fine[i]);
}

static void
uses_a_name_only_with_permission_M136(void **state)
{
    struct desk *desk = *state;
    fill(desk);
    static const char named[] = "Dear Ada, Ben Achterberg told me about you. I am Maya Okafor.";
    assert_string_equal(code(desk, named, "referrer"), "check.referrer");
    doc_set_text(desk->message, "referrer_permission", "no");
    const struct doc *finding = find(run(desk, named), "referrer");
    assert_string_equal(doc_text_of(finding, "code"), "check.referrer_no");
    assert_string_equal(doc_text_of(finding, "severity"), "advice");
    assert_string_equal(doc_text_of(finding, "name"), "Ben Achterberg");
    doc_set_text(desk->message, "referrer_permission", "not_asked");
    assert_string_equal(code(desk, named, "referrer"), "check.referrer_not_asked");
    assert_string_equal(code(desk, "Ben told me about you.", "referrer"),
                        "check.referrer_not_asked");
    assert_string_equal(code(desk, "A colleague told me about you.", "referrer"),
                        "check.referrer_unnamed");
    assert_null(checks_referrer("Ben Achterberg", "no"));
    assert_null(checks_referrer("Ben Achterberg", "not_asked"));
    assert_null(checks_referrer("Ben Achterberg", NULL));
    assert_string_equal(checks_referrer("Ben Achterberg", "yes"), "Ben Achterberg");
}

static void
tells_a_name_from_an_ordinary_word(void **state)
{
    struct desk *desk = *state;
    fill(desk);
    doc_set_text(desk->message, "referrer_permission", "no");
    doc_set_text(desk->message, "referrer_name", "May Hollander");
    assert_string_equal(code(desk, "May I ask you for advice?", "referrer"),
                        "check.referrer_unnamed");
    assert_string_equal(code(desk, "I spoke with May last week.", "referrer"), "check.referrer_no");
    doc_set_text(desk->message, "referrer_name", "Ada Brunner");
    assert_string_equal(code(desk, "Dear Ada, hello.", "referrer"), "check.referrer_unnamed");
    assert_string_equal(code(desk, "Dear Ada, I met Ada Brunner.", "referrer"),
                        "check.referrer_no");
}

static void
asks_for_short_clear_and_courteous_messages(void **state)
{
    struct desk *desk = *state;
    fill(desk);
    char body[4096] = "";
    for (int i = 0; i < 160; i++)
        memcpy(body + i * 6, i % 10 == 9 ? "word. " : "words ", 7);
    const struct doc *finding = find(run(desk, body), "concise");
    assert_string_equal(doc_text_of(finding, "code"), "check.words_many");
    assert_int_equal(doc_int_of(finding, "words"), 160);
    assert_int_equal(doc_int_of(finding, "most"), 150);
    assert_string_equal(code(desk, body, "courteous"), "check.courteous_thanks");
    assert_string_equal(
        code(desk, "Thank you. I am well. It is late. We are off. Bye.", "courteous"),
        "check.courteous_closing");
    for (int i = 0; i < 40; i++)
        memcpy(body + i * 6, "words ", 7);
    assert_string_equal(code(desk, body, "clear"), "check.sentence_long");
    doc_set_text(desk->message, "channel", "linkedin");
    for (int i = 0; i < 60; i++)
        memcpy(body + i * 6, "words ", 7);
    finding = find(run(desk, body), "concise");
    assert_string_equal(doc_text_of(finding, "code"), "check.characters");
    assert_int_equal(doc_int_of(finding, "characters"), 360);
}

static void
ends_no_sentence_at_an_abbreviation(void **state)
{
    struct desk *desk = *state;
    struct prose prose = prose_read(
        &desk->arena, desk->lexicon,
        "Dear Dr. Quinn,\nI met Mr. J. R. Smith, e.g. at 3:00 p.m. on Friday. It rained! Did you "
        "see "
        "it? We could talk at 4 p.m. Would that suit you? I live in the U.S. and work there.\n\n"
        "Best,\nMaya");
    static const char *const expected[] = {"Dear Dr. Quinn,",
                                           "I met Mr. J. R. Smith, e.g. at 3:00 p.m. on Friday.",
                                           "It rained!",
                                           "Did you see it?",
                                           "We could talk at 4 p.m.",
                                           "Would that suit you?",
                                           "I live in the U.S. and work there.",
                                           "Best,",
                                           "Maya"};
    assert_int_equal(prose.sentence_count, sizeof expected / sizeof expected[0]);
    for (uint32_t i = 0; i < prose.sentence_count; i++)
        assert_string_equal(sentence_text(&desk->arena, &prose, &prose.sentences[i]), expected[i]);
    assert_true(prose.sentences[3].question);
    assert_false(prose.sentences[4].question);
    prose = prose_read(&desk->arena, desk->lexicon, "I don't know; we're here.");
    assert_int_equal(prose_words(&prose), 5);
}

static void
wants_one_thing_from_the_conversation_in_a_thank_you_M147(void **state)
{
    struct desk *desk = *state;
    doc_set_text(desk->message, "kind", "thanks");
    doc_set_text(desk->message, "person_name", "Ada Quinn");
    static const char sample[] = "Dear {person},\n\nThank you for taking the time to talk with me. "
                                 "What you told me about {detail} stayed with me.\n\nBest,\n{me}";
    doc_set_text(desk->message, "sample", sample);
    struct doc *findings = run(desk, sample);
    assert_string_equal(doc_text_of(find(findings, "specific"), "code"), "check.specific");
    assert_string_equal(doc_text_of(find(findings, "specific"), "severity"), "missing");
    assert_string_equal(doc_text_of(find(findings, "blank"), "severity"), "missing");
    assert_string_equal(code(desk,
                             "Dear Ada,\nThank you so much for your time. It was great.\n"
                             "Best,\nMaya",
                             "specific"),
                        "check.specific");
    struct doc *details = doc_list(&desk->arena);
    doc_push(details, doc_text("Saturday tide-pool surveys with volunteers"));
    doc_set(desk->message, "details", *details);
    assert_string_equal(code(desk,
                             "Dear Ada,\nThank you. The tide-pool surveys with volunteers "
                             "sound like work I would enjoy.\nBest,\nMaya",
                             "specific"),
                        "check.specific_fine");
    const struct doc *finding = find(run(desk, "Dear Ada,\nThank you. Your story about counting "
                                               "owls from a rooftop made me want to try it "
                                               "myself.\nBest,\nMaya"),
                                     "specific");
    assert_string_equal(doc_text_of(finding, "code"), "check.specific_fine");
    assert_int_equal(doc_int_of(finding, "item"), 147);
}

static void
wants_thanks_and_no_asking_in_a_thank_you_M79_M137(void **state)
{
    struct desk *desk = *state;
    doc_set_text(desk->message, "kind", "thanks");
    assert_string_equal(code(desk, "It was nice.", "thanks"), "check.thanks_none");
    assert_string_equal(code(desk, "I appreciate the time you took.", "thanks"), "check.thanks");
    assert_string_equal(code(desk, "Thank you. Please keep me in mind for openings.", "job"),
                        "check.job");
    assert_string_equal(code(desk, "Thank you. I have attached my resume.", "resume"),
                        "check.resume");
}

static void
stays_quiet_about_what_was_overruled(void **state)
{
    struct desk *desk = *state;
    struct doc *silenced = doc_list(&desk->arena);
    static const char body[] = "Are you hiring?";
    int before = checks_open(run(desk, body));
    doc_push(silenced, doc_text("job"));
    doc_set(desk->message, "silenced", *silenced);
    struct doc *findings = run(desk, body);
    assert_true(doc_bool_of(find(findings, "job"), "silenced"));
    assert_int_equal(checks_open(findings), before - 1);
}

static void
shows_the_most_serious_first(void **state)
{
    struct desk *desk = *state;
    fill(desk);
    struct doc *findings = run(desk, "Are you hiring? I am at [place].");
    int last = 0;
    for (uint32_t i = 0; i < doc_count(findings); i++) {
        const char *severity = doc_text_of(doc_item(findings, i), "severity");
        int rank = strcmp(severity, "missing") == 0 ? 0 : strcmp(severity, "advice") == 0 ? 1 : 2;
        assert_true(rank >= last);
        last = rank;
    }
    assert_int_equal(last, 2);
}

static void
survives_texts_of_any_kind(void **state)
{
    struct desk *desk = *state;
    fill(desk);
    static const char *const odd[] = {
        "",
        " ",
        "\n\n\n",
        "....",
        "?!?!",
        "a",
        "[",
        "[[[[",
        "____",
        "<<<>>>",
        "\xFF\xFE\xC3",
        "'",
        "''''",
        "\xE2\x80\x99",
        "x'",
        "1.2.3.4.5.",
        "p.m",
        "\xE2",
        "Dear",
        "Dear ,",
        "{}{}{}{}{}{}{}{}{}{}{}{}{}{}",
        "looking for looking for looking for looking for a",
    };
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++)
        assert_true(doc_count(run(desk, odd[i])) > 10);
    char *large = arena_alloc(&desk->arena, 100 * 1000 + 1);
    memset(large, 'a', 100 * 1000);
    for (size_t i = 0; i < 100 * 1000; i += 7)
        memcpy(large + i, " i'm in", i + 7 <= 100 * 1000 ? 7 : 1);
    assert_true(doc_count(run(desk, large)) > 10);
}

static void
refuses_a_lexicon_that_is_not_sound(void **state)
{
    struct desk *desk = *state;
    static const struct {
        const char *text, *code;
        int line;
    } cases[] = {
        {"word\n", "lexicon.section", 1},
        {"[class a]\nx | y\n[rule b]\n{c} word\n", "lexicon.unknown_class", 4},
        {"[rule b]\n(one|two word\n", "lexicon.open_bracket", 2},
        {"[numbers]\nten = many\n", "lexicon.number", 2},
        {"[numbers]\nten\n", "lexicon.no_equals", 2},
        {"[nothing known]\n", "lexicon.section", 1},
        {"[class a]\nx | | y\n", "lexicon.empty_phrase", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct lexicon *lexicon = NULL;
        struct lexicon_error error = {0};
        assert_int_equal(lexicon_read(&desk->arena, cases[i].text, &lexicon, &error),
                         STATUS_INVALID);
        assert_string_equal(error.code, cases[i].code);
        assert_int_equal(error.line, cases[i].line);
        assert_null(lexicon);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_desk, close_desk)

static void
asks_whether_somebody_who_wants_no_messages_should_get_one(void **state)
{
    struct desk *desk = *state;
    static const char body[] = "Could I ask you about your work?";
    uint32_t before = doc_count(run(desk, body));
    doc_set_bool(desk->message, "do_not_contact", true);
    assert_int_equal(doc_count(run(desk, body)), before + 1);
    const struct doc *finding = find(run(desk, body), "unwanted");
    assert_string_equal(doc_text_of(finding, "severity"), "advice");
    assert_string_equal(doc_text_of(finding, "code"), "check.unwanted");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(has_nothing_to_say_about_a_good_request_M74_M75_M76_M78_M83),
        TEST(misses_each_part_that_is_left_out_M74_M75_M76_M78_M83),
        TEST(finds_the_field_or_says_that_it_is_missing_M77),
        TEST(points_at_every_blank_that_was_not_filled_M77),
        TEST(counts_nothing_that_stands_in_a_blank),
        TEST(takes_no_footnote_address_or_heart_for_a_blank),
        TEST(reads_the_minutes_that_are_asked_for_M80_M81_M82),
        TEST(weighs_the_minutes_against_the_policy_in_force_M80_M81_M82),
        TEST(points_at_the_sentence_that_asks_for_an_internship_M3_M79),
        TEST(flags_a_resume_that_nobody_asked_for_M79),
        TEST(uses_a_name_only_with_permission_M136),
        TEST(tells_a_name_from_an_ordinary_word),
        TEST(asks_for_short_clear_and_courteous_messages),
        TEST(ends_no_sentence_at_an_abbreviation),
        TEST(wants_one_thing_from_the_conversation_in_a_thank_you_M147),
        TEST(wants_thanks_and_no_asking_in_a_thank_you_M79_M137),
        TEST(stays_quiet_about_what_was_overruled),
        TEST(asks_whether_somebody_who_wants_no_messages_should_get_one),
        TEST(shows_the_most_serious_first),
        TEST(survives_texts_of_any_kind),
        TEST(refuses_a_lexicon_that_is_not_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
