/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"
#include "base/utf8.h"
#include "formats/charset.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static enum status
keep(void *context, const char *text, size_t length)
{
    assert_true(length > 0 && length <= CHARSET_OUT);
    assert_true(utf8_valid(text, length));
    buffer_add(context, text, length);
    return STATUS_OK;
}

static struct charset charset; /* 72 KiB */

static enum status
decode(struct arena *arena, const char *bytes, size_t length, size_t piece, const char **out_text)
{
    struct buffer buffer;
    buffer_open(&buffer, arena, 1 << 24);
    charset_open(&charset, keep, &buffer);
    for (size_t at = 0; at < length; at += piece)
        TRY(charset_feed(&charset, bytes + at, length - at < piece ? length - at : piece));
    TRY(charset_end(&charset));
    *out_text = buffer_read(&buffer);
    return STATUS_OK;
}

static void
expect(const char *bytes, size_t length, enum charset_kind kind, const char *expected)
{
    for (size_t piece = 1; piece <= length + 1; piece += 1 + piece / 4) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        const char *text = NULL;
        assert_int_equal(decode(&arena, bytes, length, piece, &text), STATUS_OK);
        assert_int_equal(charset.kind, kind);
        assert_string_equal(text, expected);
    }
}

#define EXPECT(bytes, kind, text) expect(bytes, sizeof(bytes) - 1, kind, text)

static void
reads_utf8_with_and_without_a_mark(void **state)
{
    (void)state;
    EXPECT("", CHARSET_UTF8, "");
    EXPECT("Ada,Quinn\r\n", CHARSET_UTF8, "Ada,Quinn\r\n");
    EXPECT("\xEF\xBB\xBFNotes:", CHARSET_UTF8, "Notes:");
    assert_true(charset.marked);
    EXPECT("Zo\xC3\xAB, \xE6\x97\xA5\xE6\x9C\xAC \xF0\x9F\x99\x82", CHARSET_UTF8,
           "Zo\u00EB, \u65E5\u672C \U0001F642");
    assert_int_equal(charset.damaged, 0);
    assert_string_equal(charset_name(charset.kind), "UTF-8");
}

static void
reads_utf16_by_its_mark_and_by_its_pattern(void **state)
{
    (void)state;
    EXPECT("\xFF\xFE"
           "A\0d\0\x3D\xD8\x42\xDE",
           CHARSET_UTF16LE, "Ad\U0001F642");
    EXPECT("\xFE\xFF"
           "\0A\0d\xD8\x3D\xDE\x42",
           CHARSET_UTF16BE, "Ad\U0001F642");
    EXPECT("A\0,\0B\0\n\0\xE5\x65,\0\x42\x01\n\0", CHARSET_UTF16LE, "A,B\n\u65E5,\u0142\n");
    EXPECT("\0A\0,\0B\0\n\0Z", CHARSET_UTF16BE, "A,B\nZ");
    assert_string_equal(charset_name(charset.kind), "UTF-16BE");
}

static void
marks_broken_utf16(void **state)
{
    (void)state;
    EXPECT("\xFF\xFE"
           "A\0\x3D\xD8"
           "B\0\x42\xDE",
           CHARSET_UTF16LE,
           "A\uFFFD"
           "B\uFFFD");
    assert_int_equal(charset.damaged, 2);
    EXPECT("\xFF\xFE"
           "A\0\x3D\xD8",
           CHARSET_UTF16LE, "A\uFFFD");
    EXPECT("\xFF\xFE"
           "A\0B",
           CHARSET_UTF16LE, "A\uFFFD");
}

static void
falls_back_to_windows_1252(void **state)
{
    (void)state;
    EXPECT("M\xFCller;\x80 5;\x93ok\x94", CHARSET_WINDOWS_1252,
           "M\u00FCller;\u20AC 5;\u201Cok\u201D");
    EXPECT("Ren\xE9", CHARSET_WINDOWS_1252, "Ren\u00E9");
    EXPECT("\x81 caf\xE9", CHARSET_WINDOWS_1252, "\uFFFD caf\u00E9");
    assert_int_equal(charset.damaged, 1);
}

static void
finds_windows_1252_far_behind_plain_text(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    size_t length = 3 * CHARSET_HEAD;
    char *bytes = arena_alloc(&arena, length + 8);
    memset(bytes, 'a', length);
    memcpy(bytes + length, "\xE9\xC3\xA9z", 4);
    const char *text;
    assert_int_equal(decode(&arena, bytes, length + 4, 1000, &text), STATUS_OK);
    assert_int_equal(charset.kind, CHARSET_WINDOWS_1252);
    assert_string_equal(text + length, "\u00E9\u00C3\u00A9z");
}

static void
keeps_to_utf8_when_a_byte_is_damaged(void **state)
{
    (void)state;
    EXPECT("Zo\xC3\xAB Jos\xC3\xA9 Ren\xE9.", CHARSET_UTF8, "Zo\u00EB Jos\u00E9 Ren\uFFFD.");
    assert_int_equal(charset.damaged, 1);
    EXPECT("\xEF\xBB\xBF"
           "caf\xE9",
           CHARSET_UTF8, "caf\uFFFD");
    /* A surrogate and an overlong form are no characters: each byte is one damage. */
    EXPECT("\xC3\xA9\xC3\xA9\xC3\xA9\xED\xA0\x80", CHARSET_UTF8,
           "\u00E9\u00E9\u00E9\uFFFD\uFFFD\uFFFD");
    EXPECT("\xC3\xA9\xC3\xA9\xC0\xAF", CHARSET_UTF8, "\u00E9\u00E9\uFFFD\uFFFD");
}

static void
does_not_depend_on_the_pieces_around_the_head(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    size_t length = CHARSET_HEAD + 10;
    char *bytes = arena_alloc(&arena, length + 1);
    memset(bytes, 'a', length);
    memcpy(bytes + CHARSET_HEAD - 2, "\xF0\x9F\x99\x82", 4);
    static const size_t pieces[] = {1, 7, CHARSET_HEAD - 1, CHARSET_HEAD, CHARSET_HEAD + 1};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        const char *text;
        assert_int_equal(decode(&arena, bytes, length, pieces[i], &text), STATUS_OK);
        assert_memory_equal(text, bytes, length);
        assert_int_equal(charset.kind, CHARSET_UTF8);
    }
}

static void
refuses_what_is_no_text(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        const char *code;
    } cases[] = {
        {"PK\x03\x04 Connections.csv", 19, "charset.archive"},
        {"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16, "charset.binary"},
        {"a,b\nc,\0", 7, "charset.binary"},
        {"\xFF\xFE"
         "a\0\0\0",
         6, "charset.binary"},
        {"\1\2\3\4\5\6\7\1\2\3\4\5\6\7\1\2\3\4\5 abc", 23, "charset.binary"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        const char *text;
        assert_int_equal(decode(&arena, cases[i].bytes, cases[i].length, 3, &text), STATUS_INVALID);
        assert_string_equal(charset.code, cases[i].code);
        assert_int_equal(charset_feed(&charset, "a", 1), STATUS_INVALID);
    }
}

static enum status
had_enough(void *context, const char *text, size_t length)
{
    (void)text;
    *(size_t *)context += length;
    return STATUS_BUSY;
}

static void
hands_back_the_status_of_its_sink(void **state)
{
    (void)state;
    size_t taken = 0;
    charset_open(&charset, had_enough, &taken);
    assert_int_equal(charset_feed(&charset, "abc", 3), STATUS_OK);
    assert_int_equal(charset_end(&charset), STATUS_BUSY);
    assert_int_equal(taken, 3);
}

/* A small table in an old encoding, as spreadsheets of its country write it. */
static void
expect_table(const char *encoding, const char *text)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    size_t left = strlen(text), room = 4 * left + 1;
    char *bytes = arena_alloc(&arena, room), *to = bytes, *from = arena_text(&arena, text);
    iconv_t converter = iconv_open(encoding, "UTF-8");
    assert_true(converter != (iconv_t)-1);
    assert_int_equal(iconv(converter, &from, &left, &to, &room), 0);
    (void)iconv_close(converter);
    for (size_t piece = 1; piece < 100; piece += 13) {
        const char *read = NULL;
        assert_int_equal(decode(&arena, bytes, (size_t)(to - bytes), piece, &read), STATUS_OK);
        assert_string_equal(read, text);
        assert_int_equal(charset.damaged, 0);
    }
}

static void
guesses_the_old_encodings_of_many_languages(void **state)
{
    (void)state;
    expect_table("CP1252", "Name,Company\nH\u00E9l\u00E8ne Lef\u00E8vre,Soci\u00E9t\u00E9 "
                           "g\u00E9n\u00E9rale,Charg\u00E9e d\u2019\u00E9tudes,Besan\u00E7on\n");
    assert_int_equal(charset.kind, CHARSET_WINDOWS_1252);
    expect_table("CP1250", "Name,Company\n\u0141ukasz Wi\u015Bniewski,Sp\u00F3\u0142dzielnia "
                           "\u0179r\u00F3d\u0142o,Kierownik,\u0141\u00F3d\u017A\nMa\u0142gorzata "
                           "\u017B\u00F3\u0142\u0107,Gda\u0144sk\n");
    assert_int_equal(charset.kind, CHARSET_WINDOWS_1250);
    expect_table(
        "CP1251",
        "Name,Company\n\u0418\u0432\u0430\u043D "
        "\u041F\u0435\u0442\u0440\u043E\u0432,\u041C\u0443\u0437\u0435\u0439 "
        "\u0438\u0441\u0442\u043E\u0440\u0438\u0438,\u041C\u043E\u0441\u043A\u0432\u0430\n");
    assert_int_equal(charset.kind, CHARSET_WINDOWS_1251);
    expect_table("CP1254", "Name,Company\nAy\u015Fe Y\u0131lmaz,Bo\u011Fazi\u00E7i "
                           "\u00DCniversitesi,\u00D6\u011Fretmen,\u0130stanbul\n");
    assert_int_equal(charset.kind, CHARSET_WINDOWS_1254);
    expect_table("GB18030", "Name,Company\n\u5F20\u4F1F,\u6CB3\u6D41\u5DE5\u7A0B\u516C\u53F8,"
                            "\u751F\u6001\u5B66\u5BB6,\u5317\u4EAC\n");
    assert_int_equal(charset.kind, CHARSET_GB18030);
    expect_table("CP932", "Name,Company\n\u5C71\u7530 \u592A\u90CE,\u682A\u5F0F\u4F1A\u793E"
                          "\u30EA\u30D0\u30FC,\u6771\u4EAC\u90FD\n");
    assert_int_equal(charset.kind, CHARSET_SHIFT_JIS);
    expect_table("CP949", "Name,Company\n\uAE40\uCCA0\uC218,\uAC15 "
                          "\uC5F0\uAD6C\uC18C,\uC0DD\uD0DC\uD559\uC790,\uC11C\uC6B8\n");
    assert_int_equal(charset.kind, CHARSET_EUC_KR);
    expect_table("BIG5", "Name,Company\n\u5F35\u5049,\u6CB3\u6D41\u5DE5\u7A0B\u516C\u53F8,"
                         "\u751F\u614B\u5B78\u5BB6,\u81FA\u5317\n");
    assert_int_equal(charset.kind, CHARSET_BIG5);
}

static void
sees_letters_that_no_western_language_has(void **state)
{
    (void)state;
    static const char *const tables[] = {
        "Imi\u0119;Nazwisko;Firma;Stanowisko;Adres e-mail\n"
        "\u0141ukasz;\u017Bak;\u0141\u00F3d\u017A;In\u017Cynier;lz@example.org\n"
        "\u015Awi\u0119tos\u0142awa;G\u0119\u015B;Sp\u00F3\u0142ka W\u0105\u017C;"
        "Ksi\u0119gowo\u015B\u0107;s@example.org\n"
        "Joanna;Kowalska;Firma \u0106ma;\u0179r\u00F3d\u0142a;j@example.org\n",
        "Name,Company\n\u0141ukasz \u017Bak,\u0141\u00F3d\u017A\n",
        "Name,Title\nAda Quinn,In\u017Cynier \u0179r\u00F3de\u0142\n",
        "Imi\u0119;Nazwisko\nJan;G\u0119bala\n",
        "Jm\u00E9no;P\u0159\u00EDjmen\u00ED;Firma\nJi\u0159\u00ED;Dvo\u0159\u00E1k;\u017Dluv\u00E1 "
        "\u0159eka\n",
        "P\u0158\u00CDJMEN\u00CD;JM\u00C9NO\nNov\u00E1k;Ond\u0159ej\n",
        "Vezet\u00E9kn\u00E9v;Keresztn\u00E9v\nErd\u0151s;G\u00E1bor\nSz\u0171cs;Zs\u00F3fia\n",
        "Priezvisko,Meno\n\u010Cern\u00FD,\u013Dubo\u0161\n",
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        expect_table("CP1250", tables[i]);
        assert_int_equal(charset.kind, CHARSET_WINDOWS_1250);
    }
    expect_table("ISO-8859-2", "Imi\u0119;Nazwisko\nB\u0105k;\u015Awi\u0105tek\n");
}

static void
leaves_western_and_other_texts_as_they_are(void **state)
{
    (void)state;
    static const struct {
        const char *encoding, *text;
        enum charset_kind kind;
    } cases[] = {
        {"CP1252", "Name,Note\nZo\u00EB,\u00A3million 5\u00A3 \u00A3m\n", CHARSET_WINDOWS_1252},
        {"CP1252", "Name,Note\nJos\u00E9,\u00BFQu\u00E9? 1\u00BA N\u00BA 5 M\u00AA Espa\u00F1a\n",
         CHARSET_WINDOWS_1252},
        {"CP1252", "Pr\u00E9nom,Nom\nL\u00E9a,C\u0153ur l\u00BFann\u00E9e d\u00BFune \u0153uvre\n",
         CHARSET_WINDOWS_1252},
        {"CP1252", "Name,Note\nJ\u00FCrgen,100 m\u00B2 5 m\u00B3 km\u00B3 Fu\u00DFnote\u00B9\n",
         CHARSET_WINDOWS_1252},
        {"CP1252", "Navn,By\nS\u00F8ren \u00D8stergaard,K\u00F8benhavn \u00C5rhus\n",
         CHARSET_WINDOWS_1252},
        {"CP1252", "Nome,Cidade\nJo\u00E3o Cam\u00F5es,S\u00E3o Lu\u00EDs\n", CHARSET_WINDOWS_1252},
        {"CP1252", "Name,Ort\nA\u00EFssa,L\u2019Ha\u00FF-les-Roses\n", CHARSET_WINDOWS_1252},
        {"CP1253",
         "\u038C\u03BD\u03BF\u03BC\u03B1,"
         "\u03A0\u03CC\u03BB\u03B7\n\u0393\u03B9\u03CE\u03C1\u03B3\u03BF\u03C2 "
         "\u03A0\u03B1\u03C0\u03B1\u03B4\u03CC\u03C0\u03BF\u03C5\u03BB\u03BF\u03C2,"
         "\u0391\u03B8\u03AE\u03BD\u03B1\n",
         CHARSET_WINDOWS_1253},
        {"CP1251",
         "\u0406\u043C\u2019\u044F,"
         "\u041C\u0456\u0441\u0442\u043E\n\u0421\u0435\u0440\u0433\u0456\u0439 "
         "\u041A\u043E\u0432\u0430\u043B\u044C\u0447\u0443\u043A,\u041A\u0438\u0457\u0432 "
         "\u0432\u0443\u043B\u0438\u0446\u044F\n",
         CHARSET_WINDOWS_1251},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect_table(cases[i].encoding, cases[i].text);
        assert_int_equal(charset.kind, cases[i].kind);
    }
}

static void
takes_the_encoding_it_is_told(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    struct buffer buffer;
    arena_open(&arena);
    buffer_open(&buffer, &arena, 1000);
    charset_open(&charset, keep, &buffer);
    assert_false(charset_force(&charset, "Klingon"));
    assert_true(charset_force(&charset, "iso-8859-2"));
    assert_int_equal(charset_feed(&charset, "\xA3\xF3\x64\xBC", 4), STATUS_OK);
    assert_int_equal(charset_end(&charset), STATUS_OK);
    assert_string_equal(buffer_read(&buffer), "\u0141\u00F3d\u017A");
    buffer_open(&buffer, &arena, 1000);
    charset_open(&charset, keep, &buffer);
    assert_true(charset_force(&charset, "GB18030"));
    assert_int_equal(charset_feed(&charset, "a\xFF\xD5\xC5\xD5", 5), STATUS_OK);
    assert_int_equal(charset_end(&charset), STATUS_OK);
    assert_string_equal(buffer_read(&buffer), "a\uFFFD\u5F20\uFFFD");
    assert_int_equal(charset.damaged, 2);
    for (int kind = CHARSET_UTF8; kind < CHARSETS; kind++)
        assert_true(charset_force(&charset, charset_name((enum charset_kind)kind)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_utf8_with_and_without_a_mark),
        cmocka_unit_test(reads_utf16_by_its_mark_and_by_its_pattern),
        cmocka_unit_test(marks_broken_utf16),
        cmocka_unit_test(falls_back_to_windows_1252),
        cmocka_unit_test(finds_windows_1252_far_behind_plain_text),
        cmocka_unit_test(keeps_to_utf8_when_a_byte_is_damaged),
        cmocka_unit_test(does_not_depend_on_the_pieces_around_the_head),
        cmocka_unit_test(refuses_what_is_no_text),
        cmocka_unit_test(hands_back_the_status_of_its_sink),
        cmocka_unit_test(guesses_the_old_encodings_of_many_languages),
        cmocka_unit_test(sees_letters_that_no_western_language_has),
        cmocka_unit_test(leaves_western_and_other_texts_as_they_are),
        cmocka_unit_test(takes_the_encoding_it_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
