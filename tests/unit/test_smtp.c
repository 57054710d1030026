/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Against a server of the test's own, which says what its script says: what a real one says is tested with
 * the outbox (tests/faces). */
#include "post/smtp.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { HEARD_MAX = 8192 };

static const char mail_bytes[] = "Subject: Rivers\r\n\r\nDear Ada,\r\n.\r\n..two\r\nMaya\r\n";

/* What the server answers to each line, by its first word; NULL closes the connection. */
struct script {
    const char *greeting, *mail, *recipient, *data, *end;
};

static const struct script fine = {"220 here", "250 ok", "250 ok", "354 go on", "250 taken"};

static void
say(int socket, const char *line)
{
    if (line == NULL)
        _exit(0);
    (void)!write(socket, line, strlen(line));
    (void)!write(socket, "\r\n", 2);
}

static const char *
answer_to(const struct script *script, const char *line)
{
    return strncmp(line, "EHLO", 4) == 0   ? "250 example.org"
           : strncmp(line, "MAIL", 4) == 0 ? script->mail
           : strncmp(line, "RCPT", 4) == 0 ? script->recipient
           : strncmp(line, "DATA", 4) == 0 ? script->data
           : strncmp(line, "QUIT", 4) == 0 ? "221 bye"
                                           : "500 what?";
}

/* Plays the script to the first who comes, and writes all it heard to `heard`. */
static void
serve(int listener, int heard, const struct script *script)
{
    int socket = accept(listener, NULL, NULL);
    FILE *lines = fdopen(socket, "r");
    char line[1200];
    bool inside = false;
    say(socket, script->greeting);
    while (lines != NULL && fgets(line, sizeof line, lines) != NULL) {
        (void)!write(heard, line, strlen(line));
        if (inside && strcmp(line, ".\r\n") != 0)
            continue;
        const char *answer = inside ? script->end : answer_to(script, line);
        inside = !inside && answer != NULL && strncmp(answer, "354", 3) == 0;
        say(socket, answer);
    }
    _exit(0);
}

struct server {
    int port, heard;
    pid_t pid;
};

static struct server
start(const struct script *script)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), heard[2];
    assert_int_equal(bind(listener, (struct sockaddr *)&address, length), 0);
    assert_int_equal(listen(listener, 1), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &length), 0);
    assert_int_equal(pipe(heard), 0);
    struct server server = {.port = ntohs(address.sin_port), .heard = heard[0]};
    server.pid = fork();
    if (server.pid == 0)
        serve(listener, heard[1], script);
    close(listener);
    close(heard[1]);
    return server;
}

/* What the server heard, when it is over. */
static void
stop(struct server *server, char heard[HEARD_MAX])
{
    size_t used = 0;
    ssize_t got;
    while ((got = read(server->heard, heard + used, HEARD_MAX - 1 - used)) > 0)
        used += (size_t)got;
    heard[used] = '\0';
    close(server->heard);
    (void)waitpid(server->pid, NULL, 0);
}

static struct smtp_result
send_to(struct arena *arena, int64_t port, smtp_go_on *go_on)
{
    struct mail_server server;
    struct smtp_login login = {0};
    struct smtp_mail mail = {"maya@example.org", "ada@example.org", mail_bytes,
                             sizeof mail_bytes - 1};
    assert_int_equal(mail_server_make("127.0.0.1", port, "", &server, NULL), STATUS_OK);
    return smtp_send(arena, &server, &login, &mail, go_on, NULL);
}

static struct smtp_result
send_by(struct arena *arena, const struct script *script, char heard[HEARD_MAX])
{
    struct server server = start(script);
    struct smtp_result result = send_to(arena, server.port, NULL);
    stop(&server, heard);
    return result;
}

static void
hands_over_the_bytes_as_they_are_M71(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    char heard[HEARD_MAX];
    struct smtp_result result = send_by(&arena, &fine, heard);
    assert_int_equal(result.outcome, SMTP_SENT);
    assert_null(result.code);
    assert_non_null(strstr(heard, "MAIL FROM:<maya@example.org>"));
    assert_non_null(strstr(heard, "RCPT TO:<ada@example.org>\r\n"));
    /* A line that begins with a dot gets another one on the way (RFC 5321 section 4.5.2). */
    assert_non_null(strstr(heard, "DATA\r\nSubject: Rivers\r\n\r\nDear Ada,\r\n..\r\n...two\r\n"
                                  "Maya\r\n.\r\n"));
}

static void
tells_a_refusal_from_what_may_pass_later(void **state)
{
    (void)state;
    static const struct {
        struct script script;
        enum smtp_outcome outcome;
        const char *code, *reply;
    } cases[] = {
        {{"421 full", NULL, NULL, NULL, NULL}, SMTP_LATER, "outbox.not_now", "421 full"},
        {{"554 no", NULL, NULL, NULL, NULL}, SMTP_REFUSED, "outbox.refused", "554 no"},
        {{"220 x", "451 wait", NULL, NULL, NULL}, SMTP_LATER, "outbox.not_now", "451 wait"},
        {{"220 x", "250 x", "450 gray", NULL, NULL}, SMTP_LATER, "outbox.not_now", "450 gray"},
        {{"220 x", "250 x", "550 5.1.1 none", NULL, NULL},
         SMTP_REFUSED,
         "outbox.refused",
         "550 5.1.1 none"},
        {{"220 x", "250 x", "250 x", "354 x", "452 full"},
         SMTP_LATER,
         "outbox.not_now",
         "452 full"},
        {{"220 x", "250 x", "250 x", "354 x", "554 sp\x07m"},
         SMTP_REFUSED,
         "outbox.refused",
         "554 sp m"},
    };
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char heard[HEARD_MAX];
        struct smtp_result result = send_by(&arena, &cases[i].script, heard);
        assert_int_equal(result.outcome, cases[i].outcome);
        assert_string_equal(result.code, cases[i].code);
        assert_string_equal(result.reply, cases[i].reply);
    }
}

/* The line between "surely not" and "perhaps" is the end of the mail. */
static void
knows_when_a_mail_may_have_gone_out(void **state)
{
    (void)state;
    static const struct {
        struct script script;
        enum smtp_outcome outcome;
        const char *code;
    } cases[] = {
        {{"220 x", "250 x", NULL, NULL, NULL}, SMTP_LATER, "outbox.unreachable"},
        {{"220 x", "250 x", "250 x", NULL, NULL}, SMTP_LATER, "outbox.unreachable"},
        {{"220 x", "250 x", "250 x", "354 x", NULL}, SMTP_UNSURE, "outbox.unsure"},
    };
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char heard[HEARD_MAX];
        struct smtp_result result = send_by(&arena, &cases[i].script, heard);
        assert_int_equal(result.outcome, cases[i].outcome);
        assert_string_equal(result.code, cases[i].code);
    }
}

static bool
refuse_to_wait(void *context)
{
    (void)context;
    return false;
}

static void
lets_go_when_it_is_told_to(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct server server = start(&fine);
    struct smtp_result result = send_to(&arena, server.port, refuse_to_wait);
    char heard[HEARD_MAX];
    (void)kill(server.pid, SIGTERM);
    stop(&server, heard);
    assert_int_equal(result.outcome, SMTP_LATER);
    assert_string_equal(result.code, "outbox.stopped");
    assert_null(strstr(heard, "DATA"));
}

static void
refuses_before_it_calls_anybody(void **state)
{
    (void)state;
    static const char *const wrong[] = {"", "ada", "ada@example.org>\r\nRCPT TO:<eve@example.org",
                                        "ada@b\u00FCcher.example"};
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct mail_server server;
    struct smtp_login login = {0};
    assert_int_equal(mail_server_make("127.0.0.1", 1, "maya", &server, NULL), STATUS_OK);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct smtp_mail mail = {"maya@example.org", wrong[i], "x", 1};
        struct smtp_result result = smtp_send(&arena, &server, &login, &mail, NULL, NULL);
        assert_int_equal(result.outcome, SMTP_REFUSED);
        assert_string_equal(result.code, "outbox.address");
    }
    struct smtp_mail mail = {"maya@example.org", "ada@example.org", "x", 1};
    struct smtp_result result = smtp_send(&arena, &server, &login, &mail, NULL, NULL);
    assert_int_equal(result.outcome, SMTP_REFUSED);
    assert_string_equal(result.code, "outbox.no_password");
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(hands_over_the_bytes_as_they_are_M71),
        cmocka_unit_test(tells_a_refusal_from_what_may_pass_later),
        cmocka_unit_test(knows_when_a_mail_may_have_gone_out),
        cmocka_unit_test(lets_go_when_it_is_told_to),
        cmocka_unit_test(refuses_before_it_calls_anybody),
    };
    (void)signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests_name("a mail on its way", tests, NULL, NULL);
}
