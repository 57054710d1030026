/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/mail_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
reads_a_server_in_one_line(void **state)
{
    (void)state;
    static const struct {
        const char *line, *host, *user;
        int port;
        enum mail_security security;
    } lines[] = {
        {"smtps://mail.example.org", "mail.example.org", "", 465, MAIL_TLS},
        {"smtps://maya@mail.example.org:2465/", "mail.example.org", "maya", 2465, MAIL_TLS},
        {"smtps://maya@example.org@mail.example.org", "mail.example.org", "maya@example.org", 465,
         MAIL_TLS},
        {"smtp://ma%3Aya@mail.example.org", "mail.example.org", "ma:ya", 587, MAIL_STARTTLS},
        {"smtp://mail.example.org:465", "mail.example.org", "", 465, MAIL_STARTTLS},
        {"SMTP://localhost:25", "localhost", "", 25, MAIL_PLAIN},
        {"smtp://127.0.0.1:2525", "127.0.0.1", "", 2525, MAIL_PLAIN},
        {"smtp://[::1]:465", "::1", "", 465, MAIL_PLAIN},
        {"smtps://127.0.0.1:2525", "127.0.0.1", "", 2525, MAIL_TLS},
    };
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct mail_server server;
        assert_int_equal(mail_server_read(&arena, lines[i].line, &server, NULL), STATUS_OK);
        assert_string_equal(server.host, lines[i].host);
        assert_string_equal(server.user, lines[i].user);
        assert_int_equal(server.port, lines[i].port);
        assert_int_equal(server.security, lines[i].security);
    }
}

static void
says_what_is_wrong_with_a_line(void **state)
{
    (void)state;
    static const char *const lines[][2] = {
        {"", "mail_server.scheme"},
        {"mail.example.org", "mail_server.scheme"},
        {"https://mail.example.org", "mail_server.scheme"},
        {"smtps://maya:secret@mail.example.org", "mail_server.password"},
        {"smtps://ma%ya@mail.example.org", "mail_server.user"},
        {"smtps://ma%0Aya@mail.example.org", "mail_server.user"},
        {"smtps://", "mail_server.host"},
        {"smtps://-oops.example.org", "mail_server.host"},
        {"smtps://mail example.org", "mail_server.host"},
        {"smtps://[::1", "mail_server.host"},
        {"smtps://mail.example.org/inbox", "mail_server.host"},
        {"smtps://mail.example.org:99999", "mail_server.port"},
        {"smtps://mail.example.org:4x5", "mail_server.host"},
        {"smtps://mail.example.org:0", "mail_server.port"},
    };
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct mail_server server = {.host = "untouched"};
        const char *code = NULL;
        assert_int_equal(mail_server_read(&arena, lines[i][0], &server, &code), STATUS_INVALID);
        assert_string_equal(code, lines[i][1]);
        assert_string_equal(server.host, "untouched");
    }
}

static void
speaks_plainly_to_this_machine_alone(void **state)
{
    (void)state;
    static const struct {
        const char *host;
        int port;
        enum mail_security security;
    } servers[] = {
        {"mail.example.org", 465, MAIL_TLS},
        {"mail.example.org", 587, MAIL_STARTTLS},
        {"mail.example.org", 25, MAIL_STARTTLS},
        {"localhost", 25, MAIL_PLAIN},
        {"localhost.example.org", 25, MAIL_STARTTLS},
        {"127.0.0.1.example.org", 25, MAIL_STARTTLS},
        {"::1", 25, MAIL_PLAIN},
    };
    for (size_t i = 0; i < sizeof servers / sizeof *servers; i++) {
        struct mail_server server;
        assert_int_equal(mail_server_make(servers[i].host, servers[i].port, "", &server, NULL),
                         STATUS_OK);
        assert_int_equal(server.security, servers[i].security);
    }
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_server_in_one_line),
        cmocka_unit_test(says_what_is_wrong_with_a_line),
        cmocka_unit_test(speaks_plainly_to_this_machine_alone),
    };
    return cmocka_run_group_tests_name("the server that takes our mail", tests, NULL, NULL);
}
