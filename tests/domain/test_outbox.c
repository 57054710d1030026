/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox through its calls: what is queued with what, what the runner is given, and what can be taken
 * back until when. What servers do with it is tested in tests/faces/test_outbox.mjs. */
#include "base/clock.h"
#include "doc/json.h"
#include "house.h"
#include "statements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct house house;
static const char *engine = "sqlite";

static void
set_clock(const char *instant)
{
    assert_int_equal(setenv("RAPPORT_CLOCK", instant, 1), 0);
}

static int
open_house(void **state)
{
    (void)state;
    set_clock("2026-03-03T09:00:00Z");
    house_open(&house, engine);
    return 0;
}

static int
close_house(void **state)
{
    (void)state;
    house_close(&house);
    (void)unsetenv("RAPPORT_CLOCK");
    return 0;
}

/* A draft to somebody. */
static struct doc *
furnish_draft(void)
{
    struct doc *ids = house_furnish(&house);
    struct doc *draft = house_do(&house, "request save",
                                 "<\"person\":\"{person}\",\"subject\":\"Rivers\","
                                 "\"body\":\"Solstice\">",
                                 ids);
    doc_set(ids, "request", *doc_get(draft, "id"));
    return ids;
}

/* The same, with a server that nobody calls here. */
static struct doc *
furnish(void)
{
    struct doc *ids = furnish_draft();
    house_do(&house, "profile save", "<\"email\":\"maya@example.org\">", ids);
    house_do(&house, "mail save",
             "<\"mail_host\":\"mail.example.org\",\"mail_user\":\"maya\",\"mail_password\":\"se "
             "cret\">",
             ids);
    return ids;
}

static const char *
code_of(const char *call, const char *json, const struct doc *ids)
{
    struct answer answer = house_call(&house, &house.owner, call, json, ids);
    if (answer.status == STATUS_OK)
        return "";
    const struct doc *fields = doc_get(answer.problem, "fields");
    return doc_count(fields) > 0 ? doc_text_of(doc_item(fields, 0), "code")
                                 : doc_text_of(answer.problem, "code");
}

/* Delivers the request; the id of its change, and {mail} among the ids. */
static const char *
deliver(struct doc *ids)
{
    struct answer sent =
        house_call(&house, &house.owner, "request deliver", "<\"id\":\"{request}\">", ids);
    assert_int_equal(sent.status, STATUS_OK);
    doc_set(ids, "mail", *doc_get(sent.document, "outbox"));
    doc_set_text(ids, "change", sent.change);
    return sent.change;
}

static const char *
next_due(void)
{
    return doc_text_of(house_do(&house, "outbox next", NULL, NULL), "id");
}

static const char *
standing(const struct doc *ids)
{
    return doc_text_of(house_do(&house, "outbox read", "<\"id\":\"{mail}\">", ids), "standing");
}

static const char *
state_of_request(const struct doc *ids)
{
    return doc_text_of(house_do(&house, "request read", "<\"id\":\"{request}\">", ids), "state");
}

static void
queues_the_whole_mail_with_the_change_M71(void **state)
{
    (void)state;
    struct doc *ids = furnish();
    struct doc *offer = house_do(&house, "request read", "<\"id\":\"{request}\">", ids);
    assert_true(doc_bool_of(offer, "can_deliver"));
    deliver(ids);
    assert_string_equal(state_of_request(ids), "sent");
    struct doc *mail = house_do(&house, "outbox read", "<\"id\":\"{mail}\">", ids);
    assert_string_equal(doc_text_of(mail, "standing"), "waiting");
    assert_string_equal(doc_text_of(mail, "sender"), "maya@example.org");
    assert_string_equal(doc_text_of(mail, "recipient"), "solstice@example.org");
    const char *text = doc_text_of(mail, "mail");
    assert_int_equal(strncmp(text, "Message-ID: <", 13), 0);
    assert_non_null(strstr(text, "@example.org>\r\nDate: Tue, 3 Mar 2026 09:00:00 +0000\r\n"));
    assert_non_null(strstr(text, "\r\n\r\nSolstice\r\n"));
    assert_string_equal(code_of("request deliver", "<\"id\":\"{request}\">", ids),
                        "outbox.already");
}

static void
takes_the_mail_out_with_the_undo_until_it_goes(void **state)
{
    (void)state;
    struct doc *ids = furnish();
    const char *before = house_dump(&house, 1);
    deliver(ids);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_string_equal(house_dump(&house, 1), before);
    assert_string_equal(next_due(), "");

    deliver(ids);
    house_do(&house, "outbox take", "<\"id\":\"{mail}\">", ids);
    assert_string_equal(code_of("undo", "<\"change\":\"{change}\">", ids), "outbox.on_its_way");
    house_do(&house, "outbox report", "<\"id\":\"{mail}\",\"outcome\":\"sent\">", ids);
    assert_string_equal(code_of("undo", "<\"change\":\"{change}\">", ids), "outbox.gone");
    assert_string_equal(state_of_request(ids), "sent");
    assert_string_equal(code_of("outbox remove", "<\"id\":\"{mail}\">", ids), "outbox.gone");
    assert_string_equal(code_of("outbox retry", "<\"id\":\"{mail}\">", ids), "outbox.gone");
}

static void
gives_a_mail_to_one_runner_alone(void **state)
{
    (void)state;
    struct doc *ids = furnish();
    deliver(ids);
    assert_string_equal(next_due(), doc_text_of(ids, "mail"));
    struct doc *taken = house_do(&house, "outbox take", "<\"id\":\"{mail}\">", ids);
    assert_string_equal(doc_text_of(doc_get(taken, "server"), "password"), "se cret");
    assert_string_equal(doc_text_of(taken, "recipient"), "solstice@example.org");
    struct answer second =
        house_call(&house, &house.owner, "outbox take", "<\"id\":\"{mail}\">", ids);
    assert_int_equal(second.status, STATUS_MISSING);
    assert_string_equal(next_due(), "");
}

static void
waits_longer_after_each_try_and_gives_up_after_a_day(void **state)
{
    (void)state;
    static const int minutes[] = {1, 5, 15, 60, 180, 360, 720};
    struct doc *ids = furnish();
    deliver(ids);
    for (size_t i = 0; i < sizeof minutes / sizeof *minutes; i++) {
        int64_t now = clock_now();
        house_do(&house, "outbox take", "<\"id\":\"{mail}\">", ids);
        house_do(&house, "outbox report",
                 "<\"id\":\"{mail}\",\"outcome\":\"later\",\"code\":\"outbox.not_now\",\"reply\":"
                 "\"451 wait\">",
                 ids);
        assert_string_equal(standing(ids), "retrying");
        assert_string_equal(next_due(), "");
        struct doc *mail = house_do(&house, "outbox read", "<\"id\":\"{mail}\">", ids);
        assert_int_equal(doc_int_of(mail, "next_at"), now + minutes[i] * (int64_t)MS_PER_MINUTE);
        house_do(&house, "outbox send", NULL, ids); /* hurry: it is due at once */
    }
    house_do(&house, "outbox take", "<\"id\":\"{mail}\">", ids);
    house_do(&house, "outbox report",
             "<\"id\":\"{mail}\",\"outcome\":\"later\",\"code\":\"outbox.not_now\">", ids);
    assert_string_equal(standing(ids), "failed");
    house_do(&house, "outbox retry", "<\"id\":\"{mail}\">", ids);
    assert_string_equal(next_due(), doc_text_of(ids, "mail"));
}

static void
leaves_a_mail_in_doubt_to_the_person(void **state)
{
    (void)state;
    struct doc *ids = furnish();
    deliver(ids);
    house_do(&house, "outbox take", "<\"id\":\"{mail}\">", ids);
    assert_string_equal(standing(ids), "sending");
    assert_string_equal(code_of("outbox retry", "<\"id\":\"{mail}\">", ids), "outbox.on_its_way");
    house_do(&house, "outbox recover", NULL, NULL); /* a runner starts and finds it */
    assert_string_equal(standing(ids), "unsure");
    assert_string_equal(next_due(), "");
    house_do(&house, "outbox retry", "<\"id\":\"{mail}\">", ids);
    assert_string_equal(next_due(), doc_text_of(ids, "mail"));
    house_do(&house, "outbox take", "<\"id\":\"{mail}\">", ids);
    set_clock("2026-03-03T09:11:00Z"); /* no runner came, but nobody sends for so long */
    assert_string_equal(standing(ids), "unsure");
    house_do(&house, "outbox settle", "<\"id\":\"{mail}\">", ids);
    assert_string_equal(standing(ids), "sent");
}

static void
makes_a_draft_of_what_is_taken_back(void **state)
{
    (void)state;
    struct doc *ids = furnish();
    deliver(ids);
    house_do(&house, "outbox take", "<\"id\":\"{mail}\">", ids);
    house_do(&house, "outbox report",
             "<\"id\":\"{mail}\",\"outcome\":\"refused\",\"code\":\"outbox.refused\",\"reply\":"
             "\"550 none\">",
             ids);
    const struct doc *mail =
        doc_get(house_do(&house, "request read", "<\"id\":\"{request}\">", ids), "mail");
    assert_string_equal(doc_text_of(mail, "standing"), "failed");
    assert_string_equal(doc_text_of(mail, "reply"), "550 none");
    const char *before = house_dump(&house, 1);
    struct answer taken =
        house_call(&house, &house.owner, "outbox remove", "<\"id\":\"{mail}\">", ids);
    assert_int_equal(taken.status, STATUS_OK);
    assert_string_equal(state_of_request(ids), "draft");
    doc_set_text(ids, "change", taken.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_string_equal(house_dump(&house, 1), before);
    house_do(&house, "outbox remove", "<\"id\":\"{mail}\">", ids);
    deliver(ids); /* written anew, it goes again */
    assert_string_equal(standing(ids), "waiting");
}

static void
takes_the_waiting_mail_along_when_its_request_is_removed(void **state)
{
    (void)state;
    struct doc *ids = furnish();
    deliver(ids);
    const char *before = house_dump(&house, 1);
    struct answer removed =
        house_call(&house, &house.owner, "request remove", "<\"id\":\"{request}\">", ids);
    assert_int_equal(removed.status, STATUS_OK);
    assert_int_equal(doc_count(doc_get(house_do(&house, "outbox list", NULL, NULL), "items")), 0);
    struct doc *next = house_do(&house, "outbox next", NULL, NULL);
    assert_true(doc_is_empty(doc_get(next, "id")));
    doc_set_text(ids, "change", removed.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_string_equal(house_dump(&house, 1), before);
    assert_string_equal(standing(ids), "waiting");
}

static void
refuses_what_could_not_arrive_or_should_not_go(void **state)
{
    (void)state;
    struct doc *ids = furnish_draft();
    static const char deliver_it[] = "<\"id\":\"{request}\">";
    assert_string_equal(code_of("request deliver", deliver_it, ids), "outbox.no_server");
    house_do(&house, "mail save", "<\"mail_host\":\"mail.example.org\">", ids);
    assert_string_equal(code_of("request deliver", deliver_it, ids), "outbox.no_sender");
    house_do(&house, "profile save", "<\"email\":\"maya@example.org\">", ids);
    assert_string_equal(
        code_of("request deliver", "<\"id\":\"{request}\",\"body\":\"Dear [their name],\">", ids),
        "outbox.blank");
    house_do(&house, "silence save", "<\"rule\":\"blank\",\"about\":\"{request}\">", ids);
    house_do(&house, "person save", "<\"id\":\"{person}\",\"contact_points\":[]>", ids);
    assert_string_equal(code_of("request deliver", deliver_it, ids), "outbox.no_recipient");
    house_do(&house, "person save",
             "<\"id\":\"{person}\",\"contact_points\":[<\"kind\":\"email\",\"value\":\"a@example."
             "org\">]>",
             ids);
    assert_string_equal(
        code_of("request deliver", "<\"id\":\"{request}\",\"body\":\"Dear [their name],\">", ids),
        "");
}

static void
sends_a_thank_you_and_notes_it_M143(void **state)
{
    (void)state;
    struct doc *ids = furnish();
    struct answer sent =
        house_call(&house, &house.owner, "thanks deliver",
                   "<\"interview\":\"{interview}\",\"body\":\"Thank you, Ada.\">", ids);
    assert_int_equal(sent.status, STATUS_OK);
    assert_string_equal(doc_text_of(sent.document, "state"), "sent");
    doc_set(ids, "mail", *doc_get(sent.document, "outbox"));
    struct doc *mail = house_do(&house, "outbox read", "<\"id\":\"{mail}\">", ids);
    assert_non_null(strstr(doc_text_of(mail, "mail"), "\r\n\r\nThank you, Ada.\r\n"));
    struct doc *form = house_do(&house, "thanks form", "<\"id\":\"{interview}\">", ids);
    assert_string_equal(doc_text_of(doc_get(form, "mail"), "standing"), "waiting");
    house_do(&house, "outbox remove", "<\"id\":\"{mail}\">", ids);
    form = house_do(&house, "thanks form", "<\"id\":\"{interview}\">", ids);
    assert_string_equal(doc_text_of(form, "state"), "draft");
}

static bool
is_on_today(const char *code)
{
    const struct doc *groups = doc_get(house_do(&house, "today", NULL, NULL), "groups");
    for (uint32_t g = 0; g < doc_count(groups); g++) {
        const struct doc *items = doc_get(doc_item(groups, g), "items");
        for (uint32_t i = 0; i < doc_count(items); i++)
            if (strcmp(doc_text_of(doc_item(items, i), "code"), code) == 0)
                return true;
    }
    return false;
}

static const char *
checked(void)
{
    const struct doc *items = doc_get(house_do(&house, "doctor", NULL, NULL), "items");
    for (uint32_t i = 0; i < doc_count(items); i++)
        if (strcmp(doc_text_of(doc_item(items, i), "check"), "outbox") == 0)
            return doc_text_of(doc_item(items, i), "code");
    return "";
}

static void
says_on_today_and_in_the_check_up_what_hangs(void **state)
{
    (void)state;
    struct doc *ids = furnish();
    deliver(ids);
    assert_string_equal(checked(), "doctor.outbox.ok");
    assert_false(is_on_today("agenda.mail_waiting"));
    set_clock("2026-03-03T10:01:00Z");
    assert_string_equal(checked(), "doctor.outbox.late");
    assert_true(is_on_today("agenda.mail_waiting"));
    house_do(&house, "mail remove", NULL, NULL);
    assert_string_equal(checked(), "doctor.outbox.no_server");
    house.desk.mail_server = "mail.example.org";
    assert_string_equal(checked(), "doctor.outbox.server");
    house.desk.mail_server = "smtps://mail.example.org";
    house_do(&house, "outbox take", "<\"id\":\"{mail}\">", ids);
    house_do(&house, "outbox report",
             "<\"id\":\"{mail}\",\"outcome\":\"unsure\",\"code\":\"outbox.unsure\">", ids);
    assert_string_equal(checked(), "doctor.outbox.unsure");
    assert_true(is_on_today("agenda.mail_unsure"));
    house_do(&house, "outbox retry", "<\"id\":\"{mail}\">", ids);
    house_do(&house, "outbox take", "<\"id\":\"{mail}\">", ids);
    house_do(&house, "outbox report",
             "<\"id\":\"{mail}\",\"outcome\":\"refused\",\"code\":\"outbox.refused\">", ids);
    assert_string_equal(checked(), "doctor.outbox.failed");
    assert_true(is_on_today("agenda.mail_failed"));
}

/* Everything the calls tell, read and changed, holds no password. */
static void
shows_the_password_to_nobody(void **state)
{
    (void)state;
    static const char *const calls[] = {"profile form", "outbox list", "history", "doctor",
                                        "mail save"};
    struct doc *ids = furnish();
    deliver(ids);
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        struct buffer text;
        bool save = strcmp(calls[i], "mail save") == 0;
        struct doc *said = house_do(
            &house, calls[i],
            save ? "<\"mail_host\":\"mail.example.org\",\"mail_user\":\"maya\">" : NULL, ids);
        buffer_open(&text, &house.arena, 1024 * 1024);
        json_write(&text, said, 0);
        assert_null(strstr(buffer_read(&text), "se cret"));
    }
    assert_null(strstr(house_dump(&house, 1), "se cret"));
    /* It stays for its own server and name, and goes to no other. */
    assert_string_equal(
        code_of("mail save", "<\"mail_host\":\"evil.example.org\",\"mail_user\":\"maya\">", ids),
        "mail_server.password_needed");
    struct doc *taken = house_do(&house, "outbox take", "<\"id\":\"{mail}\">", ids);
    assert_string_equal(doc_text_of(doc_get(taken, "server"), "password"), "se cret");
}

static void
sends_for_everybody_where_the_house_has_a_server(void **state)
{
    (void)state;
    struct doc *ids = furnish_draft();
    house_do(&house, "profile save", "<\"email\":\"maya@example.org\">", ids);
    house.desk.mail_server = "smtps://house@mail.example.org";
    deliver(ids);
    assert_string_equal(next_due(), doc_text_of(ids, "mail"));
    struct doc *taken = house_do(&house, "outbox take", "<\"id\":\"{mail}\">", ids);
    assert_true(doc_is_empty(doc_get(taken, "server")));
    assert_string_equal(code_of("mail save", "<\"mail_host\":\"mail.example.org\">", ids),
                        "mail_server.fixed");
    house.desk.mail_server = "none";
    assert_string_equal(code_of("outbox send", NULL, ids), "outbox.no_server");
}

#define T(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)

int
main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        T(queues_the_whole_mail_with_the_change_M71),
        T(takes_the_mail_out_with_the_undo_until_it_goes),
        T(gives_a_mail_to_one_runner_alone),
        T(waits_longer_after_each_try_and_gives_up_after_a_day),
        T(leaves_a_mail_in_doubt_to_the_person),
        T(makes_a_draft_of_what_is_taken_back),
        T(takes_the_waiting_mail_along_when_its_request_is_removed),
        T(refuses_what_could_not_arrive_or_should_not_go),
        T(sends_a_thank_you_and_notes_it_M143),
        T(says_on_today_and_in_the_check_up_what_hangs),
        T(shows_the_password_to_nobody),
        T(sends_for_everybody_where_the_house_has_a_server),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("the outbox", tests, NULL, NULL);
}
