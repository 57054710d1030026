/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The samples of data/messages, filled in as a person would, must pass the checks of the method. */
#include "method_data.h"

#include "formats/mail.h"
#include "method/checks.h"
#include "text/catalog.h"

struct desk {
    struct arena arena;
    const struct lexicon *lexicon;
    struct policy policy;
};

static int
open_desk(void **state)
{
    static struct desk desk;
    arena_open(&desk.arena);
    desk.lexicon = data_lexicon(&desk.arena);
    desk.policy = data_policy(&desk.arena, NULL);
    *state = &desk;
    return 0;
}

static int
close_desk(void **state)
{
    arena_close(&((struct desk *)*state)->arena);
    return 0;
}

static const char *const slots[][2] = {
    {"my_name", "Maya Okafor"},
    {"introduction", "I am a biology graduate of Lakeside College."},
    {"person_name", "Ada Quinn"},
    {"address", "Dr. Quinn"},
    {"field", "urban ecology"},
    {"how_found", "the alumni directory"},
    {"referrer", "Ben Achterberg"},
    {"minutes", "20"},
    {"organization", "the City Museum"},
    {"phone", "555 0100"},
    {"detail", "Your story about counting owls from a rooftop made me see the work with new eyes."},
    {"next_step", "I have signed up for the spring survey that you mentioned."},
};

static const char *
fill(void *context, const char *name)
{
    bool *blank = context;
    for (size_t i = 0; i < sizeof slots / sizeof slots[0] && !*blank; i++)
        if (strcmp(slots[i][0], name) == 0)
            return slots[i][1];
    return NULL;
}

/* A sample as {kind, channel, subject, body, ...}: without its notes, filled in or left blank. */
static struct doc *
message(struct desk *desk, const char *name, const char *kind, const char *channel, bool blank)
{
    char *text =
        data_text(&desk->arena, arena_print(&desk->arena, "data/messages/en/%s.txt", name));
    while (*text == '#')
        text += strcspn(text, "\n") + 1;
    struct doc *made = doc_map(&desk->arena);
    char *filled = catalog_compose(&desk->arena, text, fill, &blank);
    if (strncmp(filled, "subject: ", 9) == 0) {
        size_t length = strcspn(filled, "\n");
        doc_set_text(made, "subject", arena_copy(&desk->arena, filled + 9, length - 9));
        filled += length;
    }
    doc_set_text(made, "body", filled + strspn(filled, "\n"));
    doc_set_text(made, "kind", kind);
    doc_set_text(made, "channel", channel);
    doc_set_text(made, "person_name", "Ada Quinn");
    doc_set_text(made, "my_name", "Maya Okafor");
    doc_set_text(made, "field", "urban ecology");
    doc_set_text(made, "referrer_name", "Ben Achterberg");
    doc_set_text(made, "referrer_permission", "yes");
    return made;
}

static const struct {
    const char *name, *channel;
} requests[] = {
    {"request_plain", "email"},
    {"request_warm", "email"},
    {"request_formal", "letter"},
    {"request_referral", "email"},
    {"request_linkedin", "linkedin"},
    {"request_phone", "phone"},
    {"request_in_person", "in_person"},
    {"request_introduction", "introduction"},
    {"request_linkedin_cold", "linkedin"},
};

enum { REQUESTS = sizeof requests / sizeof requests[0] };

static void
expect_nothing_open(struct desk *desk, const char *name, const struct doc *made)
{
    struct doc *findings = checks_run(&desk->arena, desk->lexicon, &desk->policy, made);
    for (uint32_t i = 0; i < doc_count(findings); i++) {
        const struct doc *finding = doc_item(findings, i);
        if (strcmp(doc_text_of(finding, "severity"), "fine") != 0)
            fail_msg("%s: %s: %s", name, doc_text_of(finding, "code"),
                     doc_text_of(finding, "sentence"));
    }
}

static void
pass_every_check_once_they_are_filled_in(void **state)
{
    struct desk *desk = *state;
    for (size_t i = 0; i < REQUESTS; i++)
        expect_nothing_open(desk, requests[i].name,
                            message(desk, requests[i].name, "request", requests[i].channel, false));
    expect_nothing_open(desk, "thanks_email",
                        message(desk, "thanks_email", "thanks", "email", false));
    expect_nothing_open(desk, "thanks_card",
                        message(desk, "thanks_card", "thanks", "letter", false));
    expect_nothing_open(desk, "update_progress",
                        message(desk, "update_progress", "thanks", "email", false));
}

static void
say_that_the_purpose_is_information_and_not_a_job_M2_M78(void **state)
{
    struct desk *desk = *state;
    static const char *const disclaimers[] = {
        "not looking for a job", "not ask you for a job",   "not applying for a position",
        "No job request",        "not calling about a job", "not asking for a job"};
    for (size_t i = 0; i < REQUESTS; i++) {
        const char *body = doc_text_of(
            message(desk, requests[i].name, "request", requests[i].channel, false), "body");
        bool said = false;
        for (size_t d = 0; d < sizeof disclaimers / sizeof disclaimers[0]; d++)
            said = said || strstr(body, disclaimers[d]) != NULL;
        if (!said)
            fail_msg("%s does not say that it is no request for a job", requests[i].name);
    }
}

static void
keep_a_linkedin_note_under_its_limit_M73(void **state)
{
    struct desk *desk = *state;
    const char *body =
        doc_text_of(message(desk, "request_linkedin", "request", "linkedin", false), "body");
    assert_true(strlen(body) <= (size_t)desk->policy.linkedin_characters_most);
}

/* To somebody at a company one would like to work at (M63): short enough without Premium. */
static void
keep_a_cold_linkedin_note_short_enough_for_everybody_M63(void **state)
{
    struct desk *desk = *state;
    const char *body =
        doc_text_of(message(desk, "request_linkedin_cold", "request", "linkedin", false), "body");
    struct mail_size size = mail_measure(body);
    assert_true(size.units > 0 && size.units <= 200);
    assert_int_equal(desk->policy.linkedin_characters_most, 200);
    assert_non_null(strstr(body, "the City Museum"));
}

static void
show_every_slot_that_is_still_blank_M77(void **state)
{
    struct desk *desk = *state;
    for (size_t i = 0; i < REQUESTS; i++) {
        struct doc *made = message(desk, requests[i].name, "request", requests[i].channel, true);
        struct doc *findings = checks_run(&desk->arena, desk->lexicon, &desk->policy, made);
        int blanks = 0;
        for (uint32_t f = 0; f < doc_count(findings); f++)
            blanks += strcmp(doc_text_of(doc_item(findings, f), "code"), "check.blank") == 0;
        if (blanks < 4)
            fail_msg("%s: %d blanks found", requests[i].name, blanks);
    }
}

static void
need_a_specific_detail_in_the_thank_you_M147(void **state)
{
    struct desk *desk = *state;
    static const char *const names[] = {"thanks_email", "thanks_card"};
    for (size_t i = 0; i < 2; i++) {
        struct doc *made = message(desk, names[i], "thanks", "email", true);
        struct doc *findings = checks_run(&desk->arena, desk->lexicon, &desk->policy, made);
        bool missing = false;
        for (uint32_t f = 0; f < doc_count(findings); f++)
            missing = missing ||
                      strcmp(doc_text_of(doc_item(findings, f), "code"), "check.specific") == 0;
        assert_true(missing);
    }
}

static void
name_the_referrer_only_in_the_sample_made_for_it_M136(void **state)
{
    struct desk *desk = *state;
    for (size_t i = 0; i < REQUESTS; i++) {
        char *path = arena_print(&desk->arena, "data/messages/en/%s.txt", requests[i].name);
        bool named = strstr(data_text(&desk->arena, path), "{referrer}") != NULL;
        assert_int_equal(named, strcmp(requests[i].name, "request_referral") == 0);
    }
    assert_null(checks_referrer("Ben Achterberg", "not_asked"));
}

static void
have_a_label_each(void **state)
{
    struct desk *desk = *state;
    const char *words = data_text(&desk->arena, "data/words/method.txt");
    for (size_t i = 0; i < REQUESTS; i++)
        assert_non_null(
            strstr(words, arena_print(&desk->arena, "\nsample.%s = ", requests[i].name)));
}

/* Every code that a check can give has words: they stand in the sources as "check....". */
static void
have_words_for_every_finding(void **state)
{
    struct desk *desk = *state;
    const char *words = data_text(&desk->arena, "data/words/method.txt");
    static const char *const sources[] = {"checks_ask", "checks_parts", "checks_manner"};
    int seen = 0;
    for (size_t i = 0; i < 3; i++) {
        const char *at =
            data_text(&desk->arena, arena_print(&desk->arena, "src/method/%s.c", sources[i]));
        while ((at = strstr(at, "\"check.")) != NULL) {
            size_t length = strcspn(++at, "\"");
            char *code = arena_copy(&desk->arena, at, length);
            if (strstr(words, arena_print(&desk->arena, "\n%s = ", code)) == NULL)
                fail_msg("no words for %s", code);
            seen++;
        }
    }
    assert_true(seen > 30);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_desk, close_desk)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pass_every_check_once_they_are_filled_in),
        TEST(say_that_the_purpose_is_information_and_not_a_job_M2_M78),
        TEST(keep_a_linkedin_note_under_its_limit_M73),
        TEST(keep_a_cold_linkedin_note_short_enough_for_everybody_M63),
        TEST(show_every_slot_that_is_still_blank_M77),
        TEST(need_a_specific_detail_in_the_thank_you_M147),
        TEST(name_the_referrer_only_in_the_sample_made_for_it_M136),
        TEST(have_a_label_each),
        TEST(have_words_for_every_finding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
