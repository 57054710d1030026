/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/terms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int
begin(void **state)
{
    (void)state;
    arena_open(&arena);
    return 0;
}

static int
end(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static void
makes_terms_of_words_in_their_order(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {"Ada Quinn, Curator", "ada quinn curator"},
        {"Résumé of Łukasiewicz", "resume of lukasiewicz"},
        {"re\xcc\x81sume\xcc\x81", "resume"},
        {"Müller", "muller mueller"},
        {"Mu\xcc\x88ller", "muller mueller"},
        {"Straße", "strasse"},
        {"Jørgensen", "jorgensen joergensen"},
        {"DİYARBAKIR Iğdır", "diyarbakir igdir"},
        {"Nguyễn Đức", "nguyen duc"},
        {"O'Brien O’Brien", "obrien obrien o brien o brien"},
        {"'quoted'", "quoted"},
        {"Smith-Jones", "smith jones smithjones"},
        {"J.R.R. Tolkien", "j r r tolkien jrr"},
        {"AT&T", "at t att"},
        {"C++ and C#", "c and c cplusplus csharp"},
        {"ada.quinn@museum.example.org", "ada quinn museum example org"},
        {"+1 (555) 010-4477", "1 555 010 4477 15550104477 5550104477 0104477"},
        {"15550104477", "15550104477 0104477 5550104477"},
        {"covid-19", "covid 19 covid19"},
        {"https://www.example.org/in/ada-quinn", "example org in ada quinn adaquinn"},
        {"http and www, https: words", "http and www https words"},
        {"Άννα ΟΔΥΣΣΕΎΣ", "αννα οδυσσευσ"},
        {"Ёлкин Йод", "елкин иод"},
        {"المتحف", "المتحف متحف"},
        {"שָׁלוֹם", "שלומ"},
        {"日本電気", "日本 本電 電気 日 本 電 気"},
        {"電", "電"},
        {"がぎ か\xe3\x82\x99", "ガギ ガ ガ ギ"},
        {"ﾊﾟﾝ", "パン パ ン"},
        {"ＡＢＣ１２", "abc12 abc"},
        {"٠١٢ ०१", "012 01"},
        {"서울", "서울 서 울"},
        {"ok 👍🏽", "ok 👍"},
        {"AI時代", "ai 時代 時 代"},
        {"\x1b[31mred\x07", "31mred"},
        {"<b>bold</b>", "b bold b"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (strcmp(cases[i][1], text_terms(&arena, cases[i][0])) != 0)
            fail_msg("\"%s\" gave \"%s\" instead of \"%s\"", cases[i][0],
                     text_terms(&arena, cases[i][0]), cases[i][1]);
    assert_string_equal(text_terms(&arena, NULL), "");
}

static void
cuts_a_long_word_and_a_long_text_at_their_limits(void **state)
{
    (void)state;
    char word[200];
    memset(word, 'x', sizeof word);
    word[sizeof word - 1] = '\0';
    assert_int_equal(strlen(text_terms(&arena, word)), TERM_BYTES_MAX);
    size_t length = TERMS_BYTES_MAX * 2;
    char *text = arena_alloc(&arena, length + 1);
    for (size_t i = 0; i < length; i++)
        text[i] = i % 7 == 6 ? ' ' : 'y';
    const char *terms = text_terms(&arena, text);
    assert_true(strlen(terms) <= TERMS_BYTES_MAX);
    assert_string_equal(terms + strlen(terms) - 7, " yyyyyy");
}

static void
finds_no_pair_lost_in_a_long_run_of_letters(void **state)
{
    (void)state;
    static const char *const letters[] = {"山", "川", "田", "木", "林", "森", "石", "水"};
    char run[301] = "", pair[7];
    for (int i = 0; i < 100; i++)
        memcpy(run + i * 3, letters[(i * i + i / 3) % 8], 3);
    const char *terms = text_terms(&arena, run);
    for (int i = 0; i + 1 < 100; i++) {
        memcpy(pair, run + i * 3, 6);
        pair[6] = '\0';
        if (strstr(terms, pair) == NULL)
            fail_msg("the pair %d is lost", i);
    }
}

static void
understands_words_quotations_and_unfinished_ones(void **state)
{
    (void)state;
    struct asked asked;
    terms_ask(&arena, "ada \"city museum\" q", &asked);
    assert_int_equal(asked.count, 3);
    assert_true(asked.parts[0].ways[0].words[0].prefix);
    assert_true(asked.parts[1].ways[0].adjacent);
    assert_int_equal(asked.parts[1].ways[0].count, 2);
    assert_false(asked.parts[1].ways[0].words[1].prefix);
    assert_false(asked.parts[2].ways[0].words[0].prefix);
    terms_ask(&arena, "\"city mus", &asked);
    assert_int_equal(asked.count, 2);
    assert_false(asked.parts[0].ways[0].adjacent);
    terms_ask(&arena, " \"\" -- ' ", &asked);
    assert_int_equal(asked.count, 0);
    terms_ask(&arena, "e-mail C++", &asked);
    assert_int_equal(asked.parts[0].count, 2);
    assert_string_equal(asked.parts[0].ways[1].words[0].text, "email");
    assert_int_equal(asked.parts[1].count, 1);
    assert_string_equal(asked.parts[1].ways[0].words[0].text, "cplusplus");
    terms_ask(&arena, "a b c d e f g h i j k l m n", &asked);
    assert_int_equal(asked.count, ASKED_PARTS_MAX);
    assert_true(asked.cut);
}

static void
leaves_out_the_letter_with_which_a_word_begins(void **state)
{
    (void)state;
    static const struct {
        const char *question;
        int all, last; /* parts that are left */
    } cases[] = {{"ada q", 1, 1},   {"ada qu", 2, 2},  {"q", 0, 1},         {"x q", 0, 1},
                 {"ada q x", 1, 1}, {"a quinn", 1, 2}, {"ada \"q\"", 2, 2}, {"ada ш", 1, 1},
                 {"ada 山", 2, 2},  {"ada C++", 2, 2}, {"ada J.R", 2, 2},   {"ada 😀", 2, 2},
                 {"", 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int last = 0; last < 2; last++) {
            struct asked asked;
            terms_ask(&arena, cases[i].question, &asked);
            int before = asked.count, left = last ? cases[i].last : cases[i].all;
            bool dropped = asked_drop_letters(&asked, last);
            if (asked.count != left || dropped != (left < before))
                fail_msg("\"%s\" keeps %d parts", cases[i].question, asked.count);
        }
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(makes_terms_of_words_in_their_order, begin, end),
        cmocka_unit_test_setup_teardown(cuts_a_long_word_and_a_long_text_at_their_limits, begin,
                                        end),
        cmocka_unit_test_setup_teardown(finds_no_pair_lost_in_a_long_run_of_letters, begin, end),
        cmocka_unit_test_setup_teardown(leaves_out_the_letter_with_which_a_word_begins, begin, end),
        cmocka_unit_test_setup_teardown(understands_words_quotations_and_unfinished_ones, begin,
                                        end),
    };
    return cmocka_run_group_tests_name("terms", tests, NULL, NULL);
}
