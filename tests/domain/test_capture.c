/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person from a text, a mail or a card: shown first, kept when asked, never twice by accident. */
#include "house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct house house;
static const char *engine = "sqlite";

static int
open_house(void **state)
{
    (void)state;
    house_open(&house, engine);
    return 0;
}

static int
close_house(void **state)
{
    (void)state;
    house_close(&house);
    return 0;
}

static const char *
found(const struct doc *answer, const char *field)
{
    const struct doc *list = doc_get(answer, "found");
    for (uint32_t i = 0; i < doc_count(list); i++)
        if (strcmp(doc_text_of(doc_item(list, i), "field"), field) == 0)
            return doc_text_of(doc_item(list, i), "value");
    return "";
}

/* The call with a file of these bytes. */
static struct answer
call_with_file(const char *call, const char *bytes)
{
    char path[] = "/tmp/rapport-capture-XXXXXX";
    int file = mkstemp(path);
    size_t length = strlen(bytes);
    struct doc *raw = doc_map(&house.arena), *value = doc_map(&house.arena);
    struct answer answer;
    assert_true(file >= 0 && write(file, bytes, length) == (ssize_t)length);
    close(file);
    doc_set_text(value, "name", "card");
    doc_set_text(value, "path", path);
    doc_set_int(value, "size", (int64_t)length);
    doc_set(raw, "file", *value);
    call_perform(&house.desk, call_find(&house.desk, call), raw, &house.owner, &house.arena,
                 &answer);
    unlink(path);
    return answer;
}

static struct answer
capture_file(const char *bytes)
{
    return call_with_file("capture", bytes);
}

#define LINE "<\"text\":\"Ada Quinn, Curator, City Museum, ada@example.org, met at the fair\">"

static void
shows_a_person_and_keeps_nothing_M64(void **state)
{
    (void)state;
    const char *before = house_dump(&house, 1);
    struct doc *answer = house_do(&house, "capture", LINE, NULL);
    assert_string_equal(doc_text_of(answer, "name"), "Ada Quinn");
    assert_string_equal(doc_text_of(answer, "met_place"), "the fair");
    assert_string_equal(found(answer, "email"), "ada@example.org");
    assert_int_equal(doc_count(doc_get(answer, "contact_points")), 1);
    assert_int_equal(doc_count(doc_get(answer, "known")), 0);
    assert_string_equal(house_dump(&house, 1), before);
}

static void
keeps_a_person_once_and_takes_it_back(void **state)
{
    (void)state;
    const char *before = house_dump(&house, 1);
    struct answer saved = house_call(&house, &house.owner, "capture save", LINE, NULL);
    assert_int_equal(saved.status, STATUS_OK);
    struct doc *again = house_do(&house, "capture", LINE, NULL);
    assert_int_equal(doc_count(doc_get(again, "known")), 1);
    assert_string_equal(doc_text_of(doc_item(doc_get(again, "known"), 0), "code"),
                        "capture.same_email");
    struct answer refused = house_call(&house, &house.owner, "capture save", LINE, NULL);
    assert_int_equal(refused.status, STATUS_CONFLICT);
    assert_string_equal(doc_text_of(refused.problem, "code"), "capture.known");
    /* Somebody else's people are nobody's business. */
    struct answer other = house_call(&house, &house.other, "capture", LINE, NULL);
    assert_int_equal(other.status, STATUS_OK);
    assert_int_equal(doc_count(doc_get(other.document, "known")), 0);
    struct doc *ids = doc_map(&house.arena);
    doc_set_text(ids, "change", saved.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_string_equal(house_dump(&house, 1), before);
}

static void
reads_a_mail_and_a_card(void **state)
{
    (void)state;
    struct answer mail =
        capture_file("From: =?utf-8?Q?Zo=C3=AB?= Quinn <zoe@example.org>\r\nReply-To: "
                     "z@example.com\r\nSubject: Yes\r\n\r\nWith pleasure.\r\n-- \r\nZ. "
                     "Quinn\r\nCurator at City Museum\r\nM: +1 555 010 0199\r\n");
    assert_int_equal(mail.status, STATUS_OK);
    assert_string_equal(doc_text_of(mail.document, "source"), "mail");
    assert_string_equal(doc_text_of(mail.document, "name"), "Zo\u00EB Quinn");
    assert_string_equal(doc_text_of(mail.document, "organization"), "City Museum");
    assert_string_equal(found(mail.document, "email"), "z@example.com");
    assert_string_equal(found(mail.document, "phone"), "+1 555 010 0199");
    struct answer card = capture_file("BEGIN:VCARD\nVERSION:3.0\nFN:Bo Rivers\nN:Rivers;Bo;;;\n"
                                      "EMAIL:bo@example.org\nEND:VCARD\n");
    assert_int_equal(card.status, STATUS_OK);
    assert_string_equal(doc_text_of(card.document, "source"), "card");
    assert_string_equal(doc_text_of(card.document, "family_name"), "Rivers");
    assert_string_equal(found(card.document, "email"), "bo@example.org");
}

static void
keeps_whom_a_file_is_about(void **state)
{
    (void)state;
    struct answer mail = call_with_file(
        "capture save", "From: Ada Quinn <ada@example.org>\r\nSubject: Yes\r\n\r\nWith "
                        "pleasure.\r\n-- \r\nAda Quinn\r\nCurator at City Museum\r\n");
    assert_int_equal(mail.status, STATUS_OK);
    assert_string_equal(doc_text_of(mail.document, "organization"), "City Museum");
    struct answer card = call_with_file(
        "capture save", "BEGIN:VCARD\nVERSION:3.0\nFN:Bo Rivers\nN:Rivers;Bo;;;\nEND:VCARD\n");
    assert_int_equal(card.status, STATUS_OK);
    assert_string_equal(doc_text_of(card.document, "name"), "Bo Rivers");
    struct answer none = house_call(&house, &house.owner, "capture save", "<>", NULL);
    assert_int_equal(none.status, STATUS_INVALID);
    assert_string_equal(doc_text_of(doc_item(doc_get(none.problem, "fields"), 0), "code"),
                        "capture.nothing");
}

static void
says_what_cannot_be_used(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *code;
    } cases[] = {
        {"BEGIN:VCARD\nVERSION:3.0\nFN:A\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:B\nEND:VCARD\n",
         "capture.several"},
        {"?!", "capture.not_understood"},
        {"\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02",
         "charset.binary"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answer answer = capture_file(cases[i].bytes);
        assert_int_equal(answer.status, STATUS_INVALID);
        const struct doc *fields = doc_get(answer.problem, "fields");
        assert_int_equal(doc_count(fields), 1);
        assert_string_equal(doc_text_of(doc_item(fields, 0), "code"), cases[i].code);
    }
    assert_int_equal(house_call(&house, &house.owner, "capture", "<>", NULL).status,
                     STATUS_INVALID);
}

/* What the person page has no field for comes along all the same. */
static void
takes_along_what_a_card_says_beyond_our_fields(void **state)
{
    (void)state;
    static const char card[] = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Rosa Delgado\r\n"
                               "ADR;TYPE=work:;;5 River Walk;Easton;;0042;\r\n"
                               "CATEGORIES:gardens,choir\r\nX-SHOE-SIZE:38\r\n"
                               "UID:urn:uuid:rosa\r\nEND:VCARD\r\n";
    struct answer answer = capture_file(card);
    assert_int_equal(answer.status, STATUS_OK);
    assert_string_equal(doc_text_of(answer.document, "tag_line"), "gardens, choir");
    const struct doc *original = doc_item(doc_get(answer.document, "originals"), 0);
    assert_non_null(strstr(doc_text_of(original, "data"), "X-SHOE-SIZE:38"));
    struct doc *raw = doc_map(&house.arena);
    doc_set_text(raw, "name", "Rosa Delgado");
    static const char *const kept[] = {"contact_points", "tag_line", "originals", "uid"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        doc_set(raw, kept[i], *doc_get(answer.document, kept[i]));
    struct answer saved;
    call_perform(&house.desk, call_find(&house.desk, "person save"), raw, &house.owner,
                 &house.arena, &saved);
    assert_int_equal(saved.status, STATUS_OK);
    const struct doc *point = doc_item(doc_get(saved.document, "contact_points"), 0);
    assert_string_equal(doc_text_of(point, "detail"), ";;5 River Walk;Easton;;0042;");
    assert_int_equal(doc_count(doc_get(saved.document, "tags")), 2);
    assert_string_equal(doc_text_of(saved.document, "uid"), "urn:uuid:rosa");
    original = doc_item(doc_get(saved.document, "originals"), 0);
    assert_non_null(strstr(doc_text_of(original, "data"), "X-SHOE-SIZE:38"));
    struct doc *ids = doc_map(&house.arena);
    doc_set(ids, "id", *doc_get(saved.document, "id"));
    struct doc *page = house_do(&house, "person read", "<\"id\":\"{id}\">", ids);
    const struct doc *also = doc_get(doc_get(page, "also_said"), "items");
    assert_int_equal(doc_count(also), 1);
    assert_string_equal(doc_text_of(doc_item(also, 0), "name"), "X-SHOE-SIZE");
    assert_string_equal(doc_text_of(doc_item(also, 0), "value"), "38");
}

int
main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(shows_a_person_and_keeps_nothing_M64, open_house,
                                        close_house),
        cmocka_unit_test_setup_teardown(keeps_a_person_once_and_takes_it_back, open_house,
                                        close_house),
        cmocka_unit_test_setup_teardown(reads_a_mail_and_a_card, open_house, close_house),
        cmocka_unit_test_setup_teardown(keeps_whom_a_file_is_about, open_house, close_house),
        cmocka_unit_test_setup_teardown(says_what_cannot_be_used, open_house, close_house),
        cmocka_unit_test_setup_teardown(takes_along_what_a_card_says_beyond_our_fields, open_house,
                                        close_house),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("capture", tests, NULL, NULL);
}
