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
        {"Zoe Ray|||||in/zoe", "Zoe Muller|||||in/zoe", "same.profile", 0},
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
        {"Ada Quinn|||||in/ada-quinn", "Ada Quinn|||||in/adaq", 0},
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

static void
says_what_speaks_against_at_the_end(void **state)
{
    (void)state;
    struct sameness sameness = judged("Ada Quinn|City Museum||ada@example.org||in/ada-quinn",
                                      "Ada Quinn|City Museum||ada@example.org||in/adaq", 2);
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
        cmocka_unit_test(says_what_speaks_against_at_the_end),
        cmocka_unit_test(compares_phone_numbers_by_their_last_digits),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
