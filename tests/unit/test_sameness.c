/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_data.h"

#include "method/sameness.h"

static struct arena arena;
static const struct nicknames *nicknames;

static int
open_arena(void **state)
{
    int line;
    (void)state;
    arena_open(&arena);
    const char *text = data_text(&arena, "data/lexicons/nicknames.txt");
    assert_int_equal(nicknames_read(&arena, text, &nicknames, &line), STATUS_OK);
    return 0;
}

static int
close_arena(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

/* A person in one line: "name|organization|title|email|phone|profile|birthday". */
static struct identity
person(const char *line)
{
    static const char *const keys[] = {"name",  "organization", "title",   "email",
                                       "phone", "profile_key",  "birthday"};
    struct doc *row = doc_map(&arena), *points = doc_list(&arena);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        size_t length = strcspn(line, "|");
        const char *value = arena_copy(&arena, line, length);
        line += length + (line[length] == '|');
        if (*value == '\0')
            continue;
        if (i == 3 || i == 4) {
            struct doc *point = doc_push(points, *doc_map(&arena));
            doc_set_text(point, "kind", keys[i]);
            doc_set_text(point, "value_key", value);
        } else {
            doc_set_text(row, keys[i], value);
            if (i == 1)
                doc_set_text(row, "organization_key", value);
        }
    }
    return identity_of(&arena, nicknames, row, points);
}

static struct sameness
judged(const char *left, const char *right, int bearers)
{
    struct identity a = person(left), b = person(right);
    return sameness_of(&arena, &a, &b, identity_shared(&a, &b, "email") != NULL ? bearers : 0,
                       identity_shared(&a, &b, "phone") != NULL ? bearers : 0);
}

static bool
says(const struct sameness *sameness, const char *code)
{
    for (uint32_t i = 0; i < doc_count(sameness->reasons); i++)
        if (strcmp(doc_text_of(doc_item(sameness->reasons, i), "code"), code) == 0)
            return true;
    return false;
}

static void
shows_pairs_with_their_reasons(void **state)
{
    static const struct {
        const char *a, *b, *reason;
        int bearers;
    } pairs[] = {
        {"Ada Quinn|City Museum", "Ada Quinn|River Trust", "name.same", 0},
        {"Bob Smith|Example Museum", "Robert Smith|Example Museum", "same.organization", 0},
        {"Bob Smith|Example Museum", "Robert Smith|Example Museum", "name.nickname", 0},
        {"Katherin Johnson|City Museum", "Katherin Jonhson|City Museum", "name.typo", 0},
        {"Maya Lindqvist|||maya@example.org", "Maya Okafor|||maya@example.org", "name.given", 2},
        {"Maya Lindqvist|||maya@example.org", "Maya Okafor|||maya@example.org", "same.email", 2},
        {"J. Quinn|||j@example.org", "Jane Quinn|||j@example.org", "same.email", 2},
        {"Liz Roe||||+1 555 010 2030", "Elizabeth Roe||||(555) 010-2030", "same.phone", 2},
        {"Zoe Ray|||||linkedin.com/in/zoe", "Zoe Muller|||||linkedin.com/in/zoe", "same.profile",
         0},
        {"Дмитрий Иванов", "Dmitry Ivanov", "name.script", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct sameness sameness = judged(pairs[i].a, pairs[i].b, pairs[i].bearers);
        if (sameness.score < SAMENESS_SHOWN || !says(&sameness, pairs[i].reason))
            fail_msg("%s and %s: %d without %s", pairs[i].a, pairs[i].b, sameness.score,
                     pairs[i].reason);
    }
}

static void
never_takes_two_for_one_on_company_and_shared_addresses_alone(void **state)
{
    static const struct {
        const char *a, *b;
        int bearers;
    } pairs[] = {
        {"Ada Quinn|City Museum|Curator|ada@example.org",
         "Bo Lee|City Museum|Curator|bo@example.org", 0},
        {"Ada Quinn|City Museum||office@example.org", "Bo Lee|City Museum||office@example.org", 9},
        {"Ada Quinn|||home@example.org|555 010 2030", "Tom Quinn|||home@example.org|555 010 2030",
         2},
        {"Ada Quinn|City Museum|Curator|office@example.org|555 010 2030",
         "Ada Roe|City Museum|Curator|office@example.org|555 010 2030", 9},
        {"|City Museum|Curator", "|City Museum|Curator", 0},
        {"Ada|City Museum|Curator", "Ada Quinn|City Museum|Curator", 0},
        {"J. Quinn|City Museum", "Jane Quinn|City Museum", 0},
        {"Ada Quinn|||||linkedin.com/in/ada-quinn", "Ada Quinn|||||linkedin.com/in/adaq", 0},
        {"Ada Quinn|City Museum|||||1985-04-12", "Ada Quinn|City Museum|||||1999-01-01", 0},
        {"John Smith Jr.|City Museum", "John Smith Sr.|City Museum", 0},
        {"Bob Smith", "Robert Smith", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        int score = judged(pairs[i].a, pairs[i].b, pairs[i].bearers).score;
        if (score >= SAMENESS_SHOWN)
            fail_msg("%s and %s: %d", pairs[i].a, pairs[i].b, score);
    }
}

/* Worth a look and never more, whatever else they share. */
static void
shows_two_names_at_one_person_s_own_address_as_the_weakest_kind(void **state)
{
    static const struct {
        const char *a, *b, *reason;
        int bearers;
    } pairs[] = {
        {"Ada Quinn|||ada@example.org", "Bo Lee|||ada@example.org", "same.email", 2},
        {"Ada Quinn|||a@example.org", "Bo Lee|||a@example.org", "same.email_shared", 3},
        {"Ada Quinn||||+1 555 010 2030", "Bo Lee||||555 010 2030", "same.phone", 2},
        {"Ada Quinn|Mill|||555 010 2030", "Bo Lee|Museum|||555 010 2030", "same.phone", 2},
        {"Ada Quinn|||||linkedin.com/in/ada", "Ida Quinn|||||linkedin.com/in/ada", "same.profile",
         0},
        {"Ada Quinn|Mill|Cook|ada@example.org|555 010 2030|linkedin.com/in/ada|1985-04-12",
         "Bo Lee|Mill|Cook|ada@example.org|555 010 2030|linkedin.com/in/ada|1985-04-12",
         "same.profile", 2},
        {"Quinn|||ada@example.org", "Ada Quinn|||ada@example.org", "same.email", 2},
        {"|Mill|Cook|ada@example.org", "Ada Quinn|||ada@example.org", "same.email", 2},
        {"Maya Lindqvist||||555 010 2030", "Maya Okafor||||555 010 2030", "name.given", 2},
        {"山田太郎|||ada@example.org", "Ada Quinn|||ada@example.org", "other.name", 2},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct sameness sameness = judged(pairs[i].a, pairs[i].b, pairs[i].bearers);
        if (sameness.score != SAMENESS_SHOWN || !says(&sameness, pairs[i].reason))
            fail_msg("%s and %s: %d without %s", pairs[i].a, pairs[i].b, sameness.score,
                     pairs[i].reason);
    }
    struct sameness two_names = judged(pairs[0].a, pairs[0].b, 2);
    assert_int_equal(doc_count(two_names.reasons), 2);
    assert_string_equal(doc_text_of(doc_item(two_names.reasons, 1), "code"), "other.name");
}

static void
leaves_out_relatives_colleagues_and_mailboxes_of_a_task(void **state)
{
    static const struct {
        const char *a, *b;
        int bearers;
    } pairs[] = {
        {"Ada Quinn|Mill||office@example.org", "Bo Lee|Mill||office@example.org", 2},
        {"Maya Roe|Mill||info@example.org", "Maya Okafor|Mill||info@example.org", 2},
        {"|Mill||jobs@example.org", "|Mill||jobs@example.org", 2},
        {"Ada Quinn|||a@example.org", "Bo Lee|||a@example.org", 4},
        {"Ada Quinn|||q@example.org", "Tom Quinn|||q@example.org", 2},
        {"Ada Quinn|||q@example.org", "Quinn, Tom|||q@example.org", 2},
        {"Ada Quinn-Roe|||q@example.org", "Tom Quinn|||q@example.org", 2},
        {"Анна Орлова|||q@example.org", "Boris Orlova|||q@example.org", 2},
        {"Ada Quinn|Mill|||555 010 2030", "Bo Lee|Mill|||555 010 2030", 2},
        {"Ada Quinn|||a@example.org||linkedin.com/in/ada",
         "Bo Lee|||a@example.org||linkedin.com/in/bo", 2},
        {"Ada Quinn|||a@example.org|||1985-04-12", "Bo Lee|||a@example.org|||1999-01-01", 2},
        {"Ada Quinn|Mill||||mill.example.org", "Bo Lee|Mill||||mill.example.org", 0},
        {"Ada Quinn|Mill||||mill.example.org", "Ada Roe|Mill||||mill.example.org", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        int score = judged(pairs[i].a, pairs[i].b, pairs[i].bearers).score;
        if (score != 0)
            fail_msg("%s and %s: %d", pairs[i].a, pairs[i].b, score);
    }
}

static void
takes_two_links_for_two_people_only_on_one_site_of_profiles(void **state)
{
    (void)state;
    struct sameness elsewhere =
        judged("Ada Quinn|||||xing.com/profile/adaq", "Ada Quinn|||||linkedin.com/in/ada", 0);
    assert_false(says(&elsewhere, "other.profile"));
    assert_true(elsewhere.score > SAMENESS_SHOWN);
    struct sameness two =
        judged("Ada Quinn|||||xing.com/profile/adaq", "Ada Quinn|||||xing.com/profile/ada", 0);
    assert_true(says(&two, "other.profile"));
    assert_int_equal(two.score, 0);
}

static void
says_what_speaks_against_at_the_end(void **state)
{
    (void)state;
    struct sameness sameness =
        judged("Ada Quinn|City Museum||ada@example.org||linkedin.com/in/ada-quinn",
               "Ada Quinn|City Museum||ada@example.org||linkedin.com/in/adaq", 2);
    uint32_t count = doc_count(sameness.reasons);
    assert_true(sameness.score >= SAMENESS_SHOWN);
    assert_string_equal(doc_text_of(doc_item(sameness.reasons, count - 1), "code"),
                        "other.profile");
    assert_string_equal(doc_text_of(doc_item(sameness.reasons, 0), "code"), "same.email");
}

static void
compares_phone_numbers_by_their_last_digits(void **state)
{
    char digits[PHONE_DIGITS_COMPARED + 1];
    (void)state;
    phone_digits("tel:+1-555-010-2030;ext=12", digits);
    assert_string_equal(digits, "550102030");
    phone_digits("(555) 010-2030 x12", digits);
    assert_string_equal(digits, "550102030");
    phone_digits("12345", digits);
    assert_string_equal(digits, "");
    phone_digits("", digits);
    assert_string_equal(digits, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_pairs_with_their_reasons),
        cmocka_unit_test(never_takes_two_for_one_on_company_and_shared_addresses_alone),
        cmocka_unit_test(shows_two_names_at_one_person_s_own_address_as_the_weakest_kind),
        cmocka_unit_test(leaves_out_relatives_colleagues_and_mailboxes_of_a_task),
        cmocka_unit_test(takes_two_links_for_two_people_only_on_one_site_of_profiles),
        cmocka_unit_test(says_what_speaks_against_at_the_end),
        cmocka_unit_test(compares_phone_numbers_by_their_last_digits),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
