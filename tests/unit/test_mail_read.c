/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/mail_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct doc *
read_mail(struct arena *arena, const char *text)
{
    struct doc *mail = NULL;
    const char *code;
    assert_int_equal(mail_read(arena, text, strlen(text), &mail, &code), STATUS_OK);
    assert_null(code);
    return mail;
}

static void
reads_sender_and_plain_text(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const struct doc *mail = read_mail(
        &arena, "Received: from x\r\nFrom: \"Quinn, Ada\" <ada@example.org>,\r\n bo@example.org\r\n"
                "Reply-To: ada.q@example.com (Ada Q.)\r\nSubject: =?utf-8?Q?Caf=C3=A9_at?=\r\n "
                "=?utf-8?B?IG5vb24=?=\r\n\r\nHello!\r\n-- \r\nAda\r\n");
    assert_string_equal(doc_text_of(mail, "from_name"), "Quinn, Ada");
    assert_string_equal(doc_text_of(mail, "from_email"), "ada@example.org");
    assert_string_equal(doc_text_of(mail, "reply_name"), "Ada Q.");
    assert_string_equal(doc_text_of(mail, "reply_email"), "ada.q@example.com");
    assert_string_equal(doc_text_of(mail, "subject"), "Caf\u00E9 atnoon");
    assert_string_equal(doc_text_of(mail, "text"), "Hello!\n-- \nAda");
}

static void
finds_the_plain_part_of_many(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const struct doc *mail = read_mail(
        &arena, "From: =?iso-8859-1?Q?Zo=EB?= Quinn <z@example.org>\nDate: x\nContent-Type: "
                "multipart/mixed; boundary=\"b\"\n\npreamble\n--b\nContent-Type: "
                "multipart/alternative; boundary=c\n\n--c\nContent-Type: text/html\n\n<b>no</b>\n"
                "--c\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: "
                "quoted-printable\n\nCaf=E9 =\nnow\n--c--\n--b\nContent-Type: "
                "text/plain\nContent-Disposition: attachment\n\nother\n--b--\n");
    assert_string_equal(doc_text_of(mail, "from_name"), "Zo\u00EB Quinn");
    assert_string_equal(doc_text_of(mail, "text"), "Caf\u00E9 now");
    mail = read_mail(&arena, "From: z@example.org\nSubject: x\nContent-Type: text/html; "
                             "charset=utf-8\n\n<style>p{}</style><p>Ada &amp; Bo&#233;</p><br>R&D");
    assert_string_equal(doc_text_of(mail, "text"), "Ada & Bo\u00E9\n\nR&D");
}

static void
refuses_what_is_no_mail(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *mail;
    const char *code;
    assert_false(mail_read_begins("Ada Quinn\nCurator\n", 18));
    assert_int_equal(mail_read(&arena, "hello", 5, &mail, &code), STATUS_INVALID);
    assert_string_equal(code, "mail_read.no_mail");
    char *large = arena_alloc(&arena, MAIL_READ_MAX + 2);
    assert_int_equal(mail_read(&arena, large, MAIL_READ_MAX + 1, &mail, &code), STATUS_INVALID);
    assert_string_equal(code, "mail_read.too_large");
}

/* Each multipart within another, a thousand deep. */
static void
stays_calm_in_a_mail_of_many_depths(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    char *text = arena_alloc(&arena, 200000), *to = text;
    to = stpcpy(to, "From: a@example.org\nSubject: x\n");
    for (int i = 0; i < 1000; i++)
        to = stpcpy(to, "Content-Type: multipart/mixed; boundary=b\n\n--b\n");
    (void)stpcpy(to, "Content-Type: text/plain\n\nfar down\n");
    assert_true(doc_is_empty(doc_get(read_mail(&arena, text), "text")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_sender_and_plain_text),
        cmocka_unit_test(finds_the_plain_part_of_many),
        cmocka_unit_test(refuses_what_is_no_mail),
        cmocka_unit_test(stays_calm_in_a_mail_of_many_depths),
    };
    return cmocka_run_group_tests_name("mail_read", tests, NULL, NULL);
}
