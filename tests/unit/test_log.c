/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/log.h"
#include "doc/json.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static int standard_error;
static int pipe_ends[2];
static struct arena arena;

/* What one event wrote. */
static char *
written(void)
{
    char *line = arena_alloc(&arena, 8192);
    (void)dup2(standard_error, STDERR_FILENO);
    (void)close(pipe_ends[1]);
    assert_true(read(pipe_ends[0], line, 8191) >= 0);
    (void)close(pipe_ends[0]);
    return line;
}

static void
begin_listening(void)
{
    assert_int_equal(pipe(pipe_ends), 0);
    standard_error = dup(STDERR_FILENO);
    (void)dup2(pipe_ends[1], STDERR_FILENO);
}

static struct doc
heard(void)
{
    struct doc value = doc_null();
    const char *line = written();
    size_t length = strlen(line);
    assert_true(length > 0 && line[length - 1] == '\n');
    assert_ptr_equal(strchr(line, '\n'), line + length - 1);
    assert_int_equal(json_read(&arena, line, length, &value, NULL), STATUS_OK);
    return value;
}

static void
writes_one_json_object_a_line(void **state)
{
    (void)state;
    log_open("worker");
    begin_listening();
    log_event(LOG_INFO, "request.done", "status=%d path=%s ms=%d", 200, "/people", 3);
    struct doc value = heard();
    assert_string_equal(doc_text_of(&value, "level"), "info");
    assert_string_equal(doc_text_of(&value, "event"), "request.done");
    assert_string_equal(doc_text_of(&value, "process"), "worker");
    assert_int_equal(doc_int_of(&value, "pid"), getpid());
    assert_int_equal(doc_int_of(&value, "status"), 200);
    assert_string_equal(doc_text_of(&value, "path"), "/people");
    assert_int_equal(doc_int_of(&value, "ms"), 3);
    assert_int_equal(strlen(doc_text_of(&value, "at")), strlen("2026-03-02T09:00:00.000Z"));
}

static void
lets_a_value_run_to_the_next_key(void **state)
{
    (void)state;
    log_open("rapport");
    begin_listening();
    log_event(LOG_ERROR, "store.failed", "why=%s code=%s", "disk is full, a=b c", "-007");
    struct doc value = heard();
    assert_string_equal(doc_text_of(&value, "why"), "disk is full,");
    assert_string_equal(doc_text_of(&value, "a"), "b c");
    assert_string_equal(doc_text_of(&value, "code"), "-007");
}

static void
escapes_what_could_forge_a_line(void **state)
{
    (void)state;
    log_open("rapport");
    begin_listening();
    log_event(LOG_WARNING, "mail.refused", "why=%s", "a\n{\"b\"}\\ \x1b[2J \xff \xe2\x80\xae");
    struct doc value = heard();
    assert_string_equal(doc_text_of(&value, "why"),
                        "a\n{\"b\"}\\ \x1b[2J \xef\xbf\xbd \xe2\x80\xae");
}

static void
stays_one_sound_line_however_long_the_values_are(void **state)
{
    (void)state;
    static char letters[20000];
    log_open("rapport");
    for (size_t length = 500; length < 4000; length += 7) {
        memset(letters, length % 2 == 0 ? '\n' : 'x', length);
        begin_listening();
        log_event(LOG_INFO, "request.done", "path=%.*s more=%s last=%d", (int)length, letters,
                  "a few words behind it", 17);
        const char *line = written();
        struct doc value;
        assert_true(strlen(line) <= 4096);
        assert_int_equal(json_read(&arena, line, strlen(line), &value, NULL), STATUS_OK);
        assert_string_equal(doc_text_of(&value, "event"), "request.done");
    }
}

static void
leaves_out_what_is_below_the_level(void **state)
{
    (void)state;
    assert_int_equal(setenv("RAPPORT_LOG", "warning", 1), 0);
    log_open("rapport");
    begin_listening();
    log_event(LOG_INFO, "request.done", NULL);
    assert_string_equal(written(), "");
    begin_listening();
    log_event(LOG_WARNING, "request.slow", NULL);
    struct doc value = heard();
    assert_string_equal(doc_text_of(&value, "event"), "request.slow");
    assert_int_equal(setenv("RAPPORT_LOG", "none", 1), 0);
    log_open("rapport");
    begin_listening();
    log_event(LOG_ERROR, "store.failed", NULL);
    assert_string_equal(written(), "");
    assert_int_equal(unsetenv("RAPPORT_LOG"), 0);
}

static int
close_arena(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_one_json_object_a_line),
        cmocka_unit_test(lets_a_value_run_to_the_next_key),
        cmocka_unit_test(escapes_what_could_forge_a_line),
        cmocka_unit_test(stays_one_sound_line_however_long_the_values_are),
        cmocka_unit_test(leaves_out_what_is_below_the_level),
    };
    return cmocka_run_group_tests_name("log", tests, NULL, close_arena);
}
