/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/transliterate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int
close_arena(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static void
folds_latin_letters_by_its_table(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Maya Lindqvist-Okafor", "maya lindqvist-okafor"},
        {"Łukasiewicz", "lukasiewicz"},
        {"Zoë", "zoe"},
        {"Zoe\xcc\x88", "zoe"}, /* decomposed */
        {"Nguyễn Thị Ánh", "nguyen thi anh"},
        {"Nguye\xcc\x82\xcc\x83n", "nguyen"},
        {"Þórður Æsir", "thordur aesir"},
        {"Søren Ødegård", "soren odegard"},
        {"Strauß", "strauss"},
        {"STRAẞE", "strasse"},
        {"Œuvre", "oeuvre"},
        {"İstanbul Işık", "istanbul isik"},
        {"Đặng Đình", "dang dinh"},
        {"Ħal Għaxaq", "hal ghaxaq"},
        {"Ștefan Țepeș", "stefan tepes"},
        {"Dvořák", "dvorak"},
        {"Ğülşen", "gulsen"},
        {"Añón Núñez", "anon nunez"},
        {"Əliyev", "aliyev"},
        {"Ọlá Ṣadé", "ola sade"},
        {"O’Brien", "o'brien"},
        {"Ngũgĩ wa Thiong’o", "ngugi wa thiong'o"},
        {"Kealiʻi", "kealii"},
        {"Ǆemal", "dzemal"},
        {"Ɔfori Ɛkua", "ofori ekua"},
        {"“Bob” Smith – Jr…", "\"bob\" smith - jr..."},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_string_equal(text_fold(&arena, pairs[i][0]), pairs[i][1]);
}

static void
makes_one_blank_of_many_and_none_at_the_ends(void **state)
{
    (void)state;
    assert_string_equal(text_fold(&arena, NULL), "");
    assert_string_equal(text_fold(&arena, ""), "");
    assert_string_equal(text_fold(&arena, " \t\r\n "), "");
    assert_string_equal(text_fold(&arena, "  Maya \t\n Okafor  "), "maya okafor");
    assert_string_equal(text_fold(&arena, "\xc2\xa0Zoë\xe2\x80\x89\xe3\x80\x80 X\xc2\xa0"),
                        "zoe x");
    assert_string_equal(text_fold(&arena, "a\x01"
                                          "b\x7f"
                                          "c"),
                        "abc");
    assert_string_equal(text_fold(&arena, "Zo\xe2\x80\x8b\xc3\xab\xe2\x80\xae"), "zoe");
}

static void
folds_the_same_text_whichever_way_it_takes(void **state)
{
    (void)state;
    /* every ASCII character alone and beside one that leaves the quick way */
    for (char letter = 1; letter > 0 && letter < 127; letter++) {
        char plain[] = {'x', letter, 'y', '\0'};
        char marked[] = {'x', letter, 'y', (char)0xcc, (char)0x81, '\0'};
        assert_string_equal(text_fold(&arena, plain), text_fold(&arena, marked));
    }
}

static void
leaves_a_folded_key_as_it_is(void **state)
{
    (void)state;
    static const char *const names[] = {"Łukasiewicz Żółć", "O’Brien", "Nguyễn", "¼ Ðæð", "Ŋ Ɔ"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *key = text_fold(&arena, names[i]);
        assert_string_equal(text_fold(&arena, key), key);
    }
    for (uint32_t code_point = 0xa0; code_point < 0x2100; code_point++) {
        char text[5] = "";
        text[utf8_put(code_point, text)] = '\0';
        if (code_point >= 0x370 && code_point < 0x1e00)
            continue;
        const char *key = text_fold(&arena, text);
        assert_string_equal(text_fold(&arena, key), key);
    }
}

static void
brings_other_scripts_into_latin_letters(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"张伟", "zhang wei"},
        {"Юлия Щербакова", "ulia serbakova"},
        {"Тетяна Коваленко", "tetana kovalenko"},
        {"Ελένη Παπαδοπούλου", "elene papadopoulou"},
        {"김민준", "gimminjun"},
        {"さくら", "sakura"},
        {"محمد", "mhmd"},
        {"יוסף", "ywsp"},
        {"გიორგი", "giorgi"},
        {"Աննա", "anna"},
        {"अर्जुन", "arjuna"},
    };
    if (transliterate(&arena, "я", 2) == NULL) {
        print_message("# ICU is not here\n");
        skip();
    }
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_string_equal(text_fold(&arena, pairs[i][0]), pairs[i][1]);
    assert_string_equal(text_fold(&arena, "Anna Щерба (Zoë)"), "anna serba (zoe)");
}

static void
agrees_with_icu_about_latin_letters(void **state)
{
    (void)state;
    if (transliterate(&arena, "я", 2) == NULL) {
        print_message("# ICU is not here\n");
        skip();
    }
    int differing = 0;
    for (uint32_t code_point = 0xc0; code_point < 0x1f00; code_point++) {
        char text[5] = "";
        size_t length = utf8_put(code_point, text);
        if (code_point == 0x250)
            code_point = 0x1e00;
        const char *theirs = transliterate(&arena, text, length);
        if (utf8_length(theirs) == strlen(theirs) && strcmp(theirs, text_fold(&arena, text)) != 0)
            differing++;
    }
    assert_int_equal(differing, 0);
}

static void
folds_long_texts_without_blanks(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    char *text = arena_alloc(&arena, 3 * COUNT + 1);
    for (int i = 0; i < COUNT; i++)
        memcpy(text + 3 * i, "张", 3);
    const char *key = text_fold(&arena, text);
    assert_true(strlen(key) >= 3 * COUNT);
    assert_non_null(key);
    for (int i = 0; i < COUNT; i++)
        memcpy(text + 3 * i, "\xff\xe5z", 3); /* not even UTF-8 */
    assert_true(strlen(text_fold(&arena, text)) > 0);
}

static void
folds_names_of_all_the_world(void **state)
{
    (void)state;
    static const char path[] = "../shared/data/names/faker/faker-names.tsv";
    char *text;
    size_t length;
    if (file_read(&arena, path, 64 << 20, &text, &length) != STATUS_OK) {
        print_message("# %s is not here\n", path);
        skip();
    }
    int lines = 0, plain = 0;
    struct arena scratch;
    arena_open(&scratch);
    for (char *line = text; *line != '\0' && lines < 20000; lines++) {
        size_t end = strcspn(line, "\n");
        char *next = line + end + (line[end] == '\n');
        line[end] = '\0';
        const char *key = text_fold(&scratch, line);
        plain += utf8_length(key) == strlen(key);
        assert_true(utf8_valid(key, strlen(key)));
        arena_reset(&scratch);
        line = next;
    }
    arena_close(&scratch);
    assert_true(lines > 1000);
    assert_true(plain >= lines * 9 / 10);
}

static void
sorts_by_the_family_name_that_is_known_apart(void **state)
{
    (void)state;
    static const char *const names[][4] = {
        {"Gabriel García Márquez", "Gabriel", "García Márquez", "garcia marquez gabriel"},
        {"Ada Quinn", "Ada", "Quinn", "quinn ada"},
        {"Dr. Ada M. Quinn, PhD", "Ada", "Quinn", "quinn ada m. dr. phd"},
        {"Vincent van Gogh", "Vincent", "van Gogh", "van gogh vincent"},
        {"Vincent van Gogh", "Vincent", "Gogh", "van gogh vincent"},
        {"Nagy Éva", "Éva", "Nagy", "nagy eva"},
        {"Nguyen Van An", "An", "Nguyen", "nguyen van an"},
        {"Ana Sofia de la Cruz Reyes", "Ana Sofia", "Cruz Reyes", "de la cruz reyes ana sofia"},
        {"Ada Quinn", "Bo", "Reyes", "quinn ada"},
        {"Quinn", "", "Quinn", "quinn"},
        {"Ada Lund Quinn", "Ada", "", "quinn ada lund"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_string_equal(text_name_key_of(&arena, names[i][0], names[i][1], names[i][2]),
                            names[i][3]);
    const char *keys[NAME_KEYS];
    assert_int_equal(text_name_keys(&arena, "Ada Quinn", "Ada", "Quinn", keys), 1);
    assert_int_equal(
        text_name_keys(&arena, "Gabriel García Márquez", "Gabriel", "García Márquez", keys), 2);
    assert_string_equal(keys[1], "marquez gabriel garcia");
    assert_int_equal(text_name_keys(&arena, "Gabriel García Márquez", NULL, NULL, keys), 2);
    assert_string_equal(keys[1], "garcia marquez gabriel");
    assert_int_equal(text_name_keys(&arena, "Ana Sofia Cruz Reyes", NULL, NULL, keys), 3);
    assert_string_equal(keys[2], "sofia cruz reyes ana");
}

static void
sorts_names_under_the_family_name(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Maya Lindqvist-Okafor", "lindqvist-okafor maya"},
        {"Cher", "cher"},
        {"", ""},
        {"Ludwig van Beethoven", "van beethoven ludwig"},
        {"Ana María de la Cruz", "de la cruz ana maria"},
        {"van Gogh", "van gogh"},
        {"Van Morrison", "morrison van"},
        {"Al Gore", "gore al"},
        {"John Smith Jr.", "smith john jr."},
        {"John Smith, Jr.", "smith john jr."},
        {"Smith, John", "smith john"},
        {"Smith, John Paul", "smith john paul"},
        {"Dr. Anna Weber, PhD", "weber anna dr. phd"},
        {"Zoë Żak (she/her)", "zak zoe (she/her)"},
        {"Prof. Dr. Karl von der Heide", "von der heide karl prof. dr."},
        {"Dr.", "dr."},
        {"  Łukasz   Nowak ", "nowak lukasz"},
    };
    assert_string_equal(text_name_key(&arena, NULL), "");
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_string_equal(text_name_key(&arena, pairs[i][0]), pairs[i][1]);
    /* these scripts write the family name first already */
    assert_string_equal(text_name_key(&arena, "张伟"), text_fold(&arena, "张伟"));
    assert_string_equal(text_name_key(&arena, "김 민준"), text_fold(&arena, "김 민준"));
    char many[200] = "";
    for (int i = 0; i < 60; i++)
        memcpy(many + 2 * i, "a ", 2);
    assert_string_equal(text_name_key(&arena, many), text_fold(&arena, many));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_latin_letters_by_its_table),
        cmocka_unit_test(makes_one_blank_of_many_and_none_at_the_ends),
        cmocka_unit_test(folds_the_same_text_whichever_way_it_takes),
        cmocka_unit_test(leaves_a_folded_key_as_it_is),
        cmocka_unit_test(brings_other_scripts_into_latin_letters),
        cmocka_unit_test(agrees_with_icu_about_latin_letters),
        cmocka_unit_test(folds_long_texts_without_blanks),
        cmocka_unit_test(folds_names_of_all_the_world),
        cmocka_unit_test(sorts_by_the_family_name_that_is_known_apart),
        cmocka_unit_test(sorts_names_under_the_family_name),
    };
    return cmocka_run_group_tests_name("fold", tests, NULL, close_arena);
}
