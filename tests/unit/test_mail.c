/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"
#include "formats/form.h"
#include "formats/mail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

static void
knows_addresses_from_what_is_none(void **state)
{
    (void)state;
    static const char *const good[] = {
        "ada@example.org",
        "ada.quinn+news@mail.example.org",
        "o'brien@example.org",
        "a@b.co",
        "\"ada quinn\"@example.org",
        "\"a@b\"@example.org",
        "\"a\\\"b\"@example.org",
        "x_y-z=1@ex-ample.org",
        "ada@b\u00FCcher.example",
        "ada@\u4F8B\u3048.example",
        "1234567890123456789012345678901234567890123456789012345678901234@example.org"};
    static const char *const bad[] = {
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@example",
        "ada@.org",
        "ada@example..org",
        "ada@-example.org",
        "ada@example-.org",
        ".ada@example.org",
        "ada.@example.org",
        "a..b@example.org",
        "ada quinn@example.org",
        "ada@exa mple.org",
        "ada@example.org ",
        "ada@example.org\r\nBcc: x@example.org",
        "\"ada\nquinn\"@example.org",
        "\"ada\"x@example.org",
        "ada@[127.0.0.1]",
        "ada@127.0.0.1",
        "\u00E4da@example.org",
        "ada@example.org,bea@example.org",
        "<ada@example.org>",
        "ada@ex\u202Eample.org",
        "ada@\u3002.org",
        "\"\\\"@example.org",
        "12345678901234567890123456789012345678901234567890123456789012345@example.org",
        "ada@1234567890123456789012345678901234567890123456789012345678901234.org"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        if (!mail_address_valid(good[i]))
            fail_msg("refused: %s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (mail_address_valid(bad[i]))
            fail_msg("accepted: %s", bad[i]);
    assert_false(mail_address_valid(NULL));
    /* In a form a quoted local part is a mistake. */
    assert_true(mail_address_valid("\"ada quinn\"@example.org"));
    assert_false(mail_address_plain("\"ada quinn\"@example.org"));
    assert_true(mail_address_plain("ada@m\u00FCller.example"));
    assert_false(mail_address_plain(NULL));
}

static void
holds_an_address_to_254_bytes(void **state)
{
    (void)state;
    char address[300];
    for (int length = 250; length < 258; length++) {
        memset(address, 'a', sizeof address);
        address[1] = '@';
        for (int at = 60; at < length - 4; at += 50)
            address[at] = '.';
        address[length] = '\0';
        assert_int_equal(mail_address_valid(address), length <= MAIL_ADDRESS_MAX);
    }
}

static void
writes_foreign_domains_in_ascii(void **state)
{
    (void)state;
    /* The first three labels are well known; the last two are sample strings of RFC 3492 section 7.1. */
    static const char *const cases[][2] = {
        {"a@b\u00FCcher.example", "a@xn--bcher-kva.example"},
        {"a@B\u00DCCHER.example", "a@xn--bcher-kva.example"},
        {"a@M\u00FCnchen.M\u00FCller.example", "a@xn--mnchen-3ya.xn--mller-kva.example"},
        {"a@\u0645\u062B\u0627\u0644.example", "a@xn--mgbh0fb.example"},
        {"a@\u4ED6\u4EEC\u4E3A\u4EC0\u4E48\u4E0D\u8BF4\u4E2D\u6587.example",
         "a@xn--ihqwcrb4cv8a8dqg056pqjye.example"},
        {"a@\u305D\u306E\u30B9\u30D4\u30FC\u30C9\u3067.example", "a@xn--d9juau41awczczp.example"},
        {"Ada@Example.org", "Ada@Example.org"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        char *ascii = mail_address_ascii(&arena, cases[i][0]);
        assert_non_null(ascii);
        assert_string_equal(ascii, cases[i][1]);
    }
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    assert_null(mail_address_ascii(&arena, "nobody"));
}

static struct doc *
message(struct arena *arena, const char *to, const char *subject, const char *body)
{
    struct doc *map = doc_map(arena);
    doc_set_text(map, "to_email", to);
    doc_set_text(map, "subject", subject);
    doc_set_text(map, "body", body);
    return map;
}

static void
makes_a_mailto_link_with_everything_encoded(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    char *link = mail_link(&arena, message(&arena, "ada+x@b\u00FCcher.example", "A & B? 50% +1 #2",
                                           "Dear Zo\u00EB,\nhow are you?\r\n\r\nMe"));
    assert_string_equal(link, "mailto:ada+x@xn--bcher-kva.example"
                              "?subject=A%20%26%20B%3F%2050%25%20%2B1%20%232"
                              "&body=Dear%20Zo%C3%AB%2C%0D%0Ahow%20are%20you%3F%0D%0A%0D%0AMe");
    assert_string_equal(mail_link(&arena, message(&arena, NULL, NULL, "x")), "mailto:?body=x");
    assert_string_equal(mail_link(&arena, message(&arena, "a%?&b@example.org", NULL, NULL)),
                        "mailto:a%25%3F%26b@example.org");
    assert_null(mail_link(&arena, message(&arena, "nobody", "x", "y")));
}

static void
gives_no_mailto_link_that_would_be_too_long(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    size_t fixed = strlen("mailto:a@example.org?body=");
    char *body = arena_alloc(&arena, MAIL_LINK_MAX + 1);
    memset(body, 'x', MAIL_LINK_MAX - fixed);
    char *link = mail_link(&arena, message(&arena, "a@example.org", NULL, body));
    assert_non_null(link);
    assert_int_equal(strlen(link), MAIL_LINK_MAX);
    body[MAIL_LINK_MAX - fixed] = 'x';
    assert_null(mail_link(&arena, message(&arena, "a@example.org", NULL, body)));
}

static int
hex(char byte)
{
    return byte >= 'A' ? byte - 'A' + 10 : byte - '0';
}

/* A reader of what mail_write writes, made from the RFCs and not from the writer: unfolds headers,
 * decodes encoded words and quoted-printable. */
static char *
decode_quoted(struct arena *arena, const char *text, size_t length, bool word)
{
    char *out = arena_alloc(arena, length + 1);
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '=' && i + 2 < length && text[i + 1] == '\r' && text[i + 2] == '\n') {
            i += 2;
        } else if (text[i] == '=') {
            assert_true(i + 2 < length);
            assert_non_null(strchr("0123456789ABCDEF", text[i + 1]));
            assert_non_null(strchr("0123456789ABCDEF", text[i + 2]));
            out[used++] = (char)(hex(text[i + 1]) * 16 + hex(text[i + 2]));
            i += 2;
        } else {
            out[used++] = word && text[i] == '_' ? ' ' : text[i];
        }
    }
    return out;
}

static const char *
decode_words(struct arena *arena, const char *text)
{
    struct buffer buffer;
    buffer_open(&buffer, arena, 100000);
    while (*text != '\0') {
        if (strncmp(text, "=?UTF-8?Q?", 10) != 0) {
            buffer_byte(&buffer, *text++);
            continue;
        }
        const char *end = strstr(text + 10, "?=");
        assert_non_null(end);
        assert_true(end + 2 - text <= 75);
        const char *part = decode_quoted(arena, text + 10, (size_t)(end - text) - 10, true);
        assert_true(utf8_valid(part, strlen(part)));
        buffer_text(&buffer, part);
        text = end + 2;
        if (strncmp(text, " =?", 3) == 0)
            text++;
    }
    return buffer_read(&buffer);
}

struct parsed {
    struct doc *headers;
    const char *body;
};

static struct parsed
parse(struct arena *arena, const char *text)
{
    struct parsed parsed = {.headers = doc_map(arena)};
    const char *end = strstr(text, "\r\n\r\n");
    assert_non_null(end);
    for (const char *line = text; line < end + 2;) {
        struct buffer value;
        const char *stop = strstr(line, "\r\n"), *colon = strchr(line, ':');
        assert_true(stop - line <= 78);
        assert_true(colon != NULL && colon < stop && line[0] != ' ');
        buffer_open(&value, arena, 100000);
        buffer_add(&value, colon + 1, (size_t)(stop - colon - 1));
        while (stop[2] == ' ') {
            const char *next = strstr(stop + 2, "\r\n");
            assert_true(next - stop - 2 <= 78);
            buffer_add(&value, stop + 2, (size_t)(next - stop - 2));
            stop = next;
        }
        const char *name = arena_copy(arena, line, (size_t)(colon - line));
        assert_false(doc_has(parsed.headers, name));
        const char *trimmed = buffer_read(&value);
        doc_set_text(parsed.headers, name, decode_words(arena, trimmed + strspn(trimmed, " ")));
        line = stop + 2;
    }
    const char *body = end + 4;
    for (const char *line = body; *line != '\0';) {
        const char *stop = strstr(line, "\r\n");
        assert_non_null(stop);
        assert_true(stop - line <= 76);
        assert_true(stop == line || (stop[-1] != ' ' && stop[-1] != '\t'));
        line = stop + 2;
    }
    parsed.body = decode_quoted(arena, body, strlen(body), false);
    return parsed;
}

static struct parsed
write_and_parse(struct arena *arena, const struct doc *map)
{
    struct buffer buffer;
    buffer_open(&buffer, arena, 1 << 20);
    assert_int_equal(mail_write(map, &buffer), STATUS_OK);
    for (size_t i = 0; i < buffer.length; i++)
        assert_true((unsigned char)buffer.data[i] < 0x80);
    return parse(arena, buffer_read(&buffer));
}

static void
writes_an_unsent_draft_M71(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *map = message(&arena, "ada@example.org", "Your work on urban rivers",
                              "Dear Ada,\n\n20 minutes = enough? \nMaya\n");
    doc_set_text(map, "to_name", "Quinn, Ada");
    doc_set_text(map, "from_email", "maya@example.org");
    doc_set_text(map, "from_name", "Maya Lindqvist-Okafor");
    doc_set_int(map, "date_at", 1772442000000);
    struct buffer buffer;
    buffer_open(&buffer, &arena, 100000);
    assert_int_equal(mail_write(map, &buffer), STATUS_OK);
    assert_string_equal(buffer_read(&buffer),
                        "X-Unsent: 1\r\n"
                        "Date: Mon, 2 Mar 2026 09:00:00 +0000\r\n"
                        "From: \"Maya Lindqvist-Okafor\"\r\n <maya@example.org>\r\n"
                        "To: \"Quinn, Ada\"\r\n <ada@example.org>\r\n"
                        "Subject: Your work on urban rivers\r\n"
                        "MIME-Version: 1.0\r\n"
                        "Content-Type: text/plain; charset=UTF-8\r\n"
                        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                        "Dear Ada,\r\n\r\n20 minutes =3D enough?=20\r\nMaya\r\n");
}

/* What goes out by itself says so, and never without the two it is between (M71). */
static void
writes_a_finished_mail_under_its_own_name_M71(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *map = message(&arena, "ada@example.org", "Rivers", "Dear Ada,\n.\nMaya\n");
    struct buffer buffer;
    doc_set_text(map, "message_id", "0193-7@example.org");
    buffer_open(&buffer, &arena, 100000);
    assert_int_equal(mail_write(map, &buffer), STATUS_INVALID); /* from nobody */
    doc_set_text(map, "from_email", "maya@example.org");
    buffer_open(&buffer, &arena, 100000);
    assert_int_equal(mail_write(map, &buffer), STATUS_OK);
    const char *text = buffer_read(&buffer);
    assert_int_equal(strncmp(text, "Message-ID: <0193-7@example.org>\r\n", 34), 0);
    assert_null(strstr(text, "X-Unsent"));
    assert_non_null(strstr(text, "\r\nDear Ada,\r\n.\r\nMaya\r\n"));
    doc_set_text(map, "message_id", "a>\r\nBcc: <b@example.org");
    buffer_open(&buffer, &arena, 100000);
    assert_int_equal(mail_write(map, &buffer), STATUS_INVALID);
}

static void
writes_any_script_so_that_it_reads_back(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    static const char subject[] = "Gespr\u00E4ch \u00FCber St\u00E4dte \u2013 "
                                  "\u65E5\u672C\u8A9E\u306E\u4EF6\u540D "
                                  "\U0001F642\U0001F642\U0001F642\U0001F642\U0001F642 =?x?= end";
    static const char body[] =
        "\u00E4\u00F6\u00FC\u00E4\u00F6\u00FC\u00E4\u00F6\u00FC\u00E4\u00F6\u00FC"
        "\u00E4\u00F6\u00FC\u00E4\u00F6\u00FC \U0001F642\n.\n..\nFrom here\ttab\t\n=3D\n\nend "
        "without break";
    struct doc *map = message(&arena, "zoe@b\u00FCcher.example", subject, body);
    doc_set_text(map, "to_name", "Zo\u00EB \"Z\" M\u00FCller (PhD)");
    struct parsed parsed = write_and_parse(&arena, map);
    assert_string_equal(doc_text_of(parsed.headers, "Subject"), subject);
    assert_string_equal(doc_text_of(parsed.headers, "To"),
                        "Zo\u00EB \"Z\" M\u00FCller (PhD) <zoe@xn--bcher-kva.example>");
    assert_string_equal(
        parsed.body,
        "\u00E4\u00F6\u00FC\u00E4\u00F6\u00FC\u00E4\u00F6\u00FC\u00E4\u00F6\u00FC\u00E4\u00F6\u00FC"
        "\u00E4\u00F6\u00FC \U0001F642\r\n.\r\n..\r\nFrom here\ttab\t\r\n=3D\r\n\r\nend without "
        "break\r\n");
    assert_int_equal(doc_count(parsed.headers), 6);
}

static void
lets_no_value_add_a_header(void **state)
{
    (void)state;
    static const char *const attacks[] = {"x\r\nBcc: eve@example.org",
                                          "x\nBcc: eve@example.org",
                                          "x\rBcc: eve@example.org",
                                          "x\r\n\r\nbody",
                                          "\r\n\r\n",
                                          "x\u2028Bcc: y",
                                          ("x\xC2\x85"
                                           "Bcc: y"),
                                          "x\r\n Bcc: y",
                                          "=?UTF-8?Q?=0D=0ABcc:_y?=",
                                          "\x01\x02"};
    for (size_t i = 0; i < sizeof attacks / sizeof attacks[0]; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        struct doc *map = message(&arena, "ada@example.org", attacks[i], "hello");
        doc_set_text(map, "to_name", attacks[i]);
        doc_set_text(map, "from_email", "maya@example.org");
        doc_set_text(map, "from_name", attacks[i]);
        struct parsed parsed = write_and_parse(&arena, map);
        assert_false(doc_has(parsed.headers, "Bcc"));
        assert_string_equal(parsed.body, "hello\r\n");
        for (uint32_t key = 0; key < doc_count(parsed.headers); key++)
            assert_non_null(strstr("X-Unsent From To Subject MIME-Version Content-Type "
                                   "Content-Transfer-Encoding",
                                   doc_key(parsed.headers, key)));
    }
}

static void
refuses_drafts_past_a_limit_or_to_no_address(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct buffer buffer;
    char *body = arena_alloc(&arena, MAIL_BODY_MAX + 2);
    memset(body, 'x', MAIL_BODY_MAX + 1);
    buffer_open(&buffer, &arena, 1 << 20);
    assert_int_equal(mail_write(message(&arena, "ada@example.org", "s", body), &buffer),
                     STATUS_INVALID);
    assert_int_equal(mail_write(message(&arena, "ada", "s", "b"), &buffer), STATUS_INVALID);
    body[MAIL_SUBJECT_MAX + 1] = '\0';
    assert_int_equal(mail_write(message(&arena, "ada@example.org", body, "b"), &buffer),
                     STATUS_INVALID);
    buffer_open(&buffer, &arena, 100);
    assert_int_equal(mail_write(message(&arena, "ada@example.org", "s", "b"), &buffer),
                     STATUS_INVALID);
}

static void
expect_size(const char *text, int64_t characters, int64_t units, int64_t words, int64_t sentences)
{
    struct mail_size size = mail_measure(text);
    if (size.characters != characters || size.units != units || size.words != words ||
        size.sentences != sentences)
        fail_msg("%s: %d characters, %d units, %d words, %d sentences", text, (int)size.characters,
                 (int)size.units, (int)size.words, (int)size.sentences);
}

static void
counts_characters_words_and_sentences_M87(void **state)
{
    (void)state;
    expect_size("", 0, 0, 0, 0);
    expect_size("   \n\n \t", 7, 7, 0, 0);
    expect_size("Hello", 5, 5, 1, 1);
    expect_size("Hello, Dr. Quinn. How are you?", 30, 30, 6, 2);
    expect_size("See you at 3:00 p.m. on Friday.", 31, 31, 7, 1);
    expect_size("See you at 3:00 p.m. Bring a pen.", 33, 33, 8, 2);
    expect_size("It costs 3.50 e.g. here... or not?! Yes", 39, 39, 8, 3);
    expect_size("Dear Ada,\r\n\r\nThank you\nso much.\n\nMaya", 35, 35, 7, 3);
    expect_size("Zo\u00EB \u2013 na\u00EFve \U0001F642 caf\u00E9's", 20, 21, 3, 1);
    expect_size("\u65E5\u672C\u8A9E\u3002\u306F\u3044\u3002", 7, 7, 5, 2);
    expect_size("She said \"yes.\" Then (later.) Maya R. Quinn left.", 49, 49, 9, 3);
    expect_size("Do you and I. So do I.", 22, 22, 7, 2);
    /* Found by the fuzzer: a stop and a quote in the midst of a word ended a sentence twice. */
    expect_size("Yes.\u201Dno. \u201CFine.\u201D Then\u2026 gone", 27, 27, 4, 4);
}

static void
says_how_long_it_takes_to_say_it(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct buffer buffer;
    buffer_open(&buffer, &arena, 10000);
    for (int i = 0; i < MAIL_WORDS_A_MINUTE; i++)
        buffer_text(&buffer, "word ");
    assert_int_equal(mail_measure(buffer_read(&buffer)).seconds, 60);
    assert_int_equal(mail_measure("word").seconds, 1);
    assert_int_equal(mail_measure("").seconds, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_addresses_from_what_is_none),
        cmocka_unit_test(holds_an_address_to_254_bytes),
        cmocka_unit_test(writes_foreign_domains_in_ascii),
        cmocka_unit_test(makes_a_mailto_link_with_everything_encoded),
        cmocka_unit_test(gives_no_mailto_link_that_would_be_too_long),
        cmocka_unit_test(writes_an_unsent_draft_M71),
        cmocka_unit_test(writes_a_finished_mail_under_its_own_name_M71),
        cmocka_unit_test(writes_any_script_so_that_it_reads_back),
        cmocka_unit_test(lets_no_value_add_a_header),
        cmocka_unit_test(refuses_drafts_past_a_limit_or_to_no_address),
        cmocka_unit_test(counts_characters_words_and_sentences_M87),
        cmocka_unit_test(says_how_long_it_takes_to_say_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
