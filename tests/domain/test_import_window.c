/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of many windows, which another process reads ahead. */
#include "bringing.h"

#include "base/clock.h"
#include "call/job.h"
#include "doc/json.h"
#include "domain/import_stages.h"
#include "domain/import_window.h"
#include "statements.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { MANY = 3000, SLICES_MOST = 100000 };

/* How many processes this one has begun, and which is the last of them. */
static int
children(pid_t *out_last)
{
    char path[64], line[256] = "", *next;
    int count = 0;
    (void)snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    size_t length = fread(line, 1, sizeof line - 1, file);
    (void)fclose(file);
    line[length] = '\0';
    for (char *at = line;; at = next, count++) {
        long child = strtol(at, &next, 10);
        if (next == at)
            return count;
        *out_last = (pid_t)child;
    }
}

static bool
work_on(void)
{
    bool idle = true;
    enum status status = job_work(&house.desk, &house.arena, NULL, &idle);
    assert_true(status == STATUS_OK || status == STATUS_BUSY);
    return status == STATUS_BUSY || !idle;
}

/* Bring everybody in, window by window; every so many slices who reads ahead is killed (0: never). */
static char *
bring(int kill_every, int helpers)
{
    const char *text = plain_file(MANY);
    int most = 0, killed = 0;
    pid_t helper;
    import_window_set_rows(1); /* as few as a piece of the file has */
    job_set_slice_ms(1);
    struct answer begun = import_bytes(text, strlen(text), false);
    for (int slice = 1; work_on(); slice++) {
        int now = children(&helper);
        most = now > most ? now : most;
        assert_true(slice < SLICES_MOST);
        if (kill_every > 0 && slice % kill_every == 0 && now > 0) {
            assert_int_equal(kill(helper, SIGKILL), 0);
            killed++;
        }
    }
    import_window_set_rows(WINDOW_ROWS);
    assert_int_equal(most, helpers);
    assert_int_equal(children(&helper), 0);
    assert_true(killed > 0 || kill_every == 0);
    assert_report(import_call("import read", doc_text_of(begun.document, "id")), "done", MANY, 0, 0,
                  0, 0);
    return strdup(people_text());
}

static void
reads_on_in_another_process_and_goes_on_when_that_is_killed(void **state)
{
    char *expected = bring(0, 1);
    for (int kill_every = 3; kill_every <= 40; kill_every += 37) {
        close_house(state);
        open_house(state);
        char *found = bring(kill_every, 1);
        assert_string_equal(found, expected);
        free(found);
    }
    free(expected);
}

static void
brings_the_same_people_in_as_one_window_does_M56(void **state)
{
    char *expected = bring(0, 1);
    close_house(state);
    open_house(state);
    assert_report(import_text(plain_file(MANY), false), "done", MANY, 0, 0, 0, 0);
    assert_string_equal(people_text(), expected);
    free(expected);
}

static void
reads_everything_itself_where_no_memory_can_be_shared(void **state)
{
    char *expected = bring(0, 1);
    close_house(state);
    open_house(state);
    import_window_set_room((size_t)1 << 60);
    char *found = bring(0, 0);
    import_window_set_room(0);
    assert_string_equal(found, expected);
    free(expected);
    free(found);
}

/* Four people stand in the file twice: one within what is compared; one with a profile beyond it, whom only the store can
 * know; and two without anything that is theirs alone, of whom one says the same once more and one something else. */
static const char *
file_with_some_twice(void)
{
    struct buffer text;
    buffer_open(&text, &house.arena, 1 << 20);
    begin_file(&text);
    add_row(&text, "Same", "Once", "", "once@example.org", "Parks", "Ranger");
    add_row(&text, "Other", "Title", "", "title@example.org", "Parks", "Ranger");
    for (int n = 0; n < 20; n++)
        add_plain_row(&text, n == 3 ? 1 : n == 15 ? 7 : n, n == 15 ? "Other" : "Parks");
    add_row(&text, "Same", "Once", "", "once@example.org", "Parks", "Ranger");
    add_row(&text, "Other", "Title", "", "title@example.org", "Parks", "Gardener");
    return buffer_read(&text);
}

static void
knows_rows_again_by_the_store_when_they_are_too_many_to_compare(void **state)
{
    (void)state;
    const char *text = file_with_some_twice();
    import_window_set_keys(10);
    struct doc *report = import_text(text, false);
    import_window_set_keys(KEYS_MOST);
    assert_report(report, "done", 21, 0, 3, 0, 0);
    assert_int_equal(note_of(report, "import.uncompared"), 2);
    assert_int_equal(people_count(), 21);
    report = import_text(plain_file(30), false);
    assert_int_equal(note_of(report, "import.uncompared"), 0);
    assert_int_equal(doc_count(doc_get(report, "notes")), 0);
}

/* What is only looked at is not in the store yet: it is compared when it is brought in. */
static void
says_how_many_rows_may_be_like_one_before_them(void **state)
{
    (void)state;
    const char *text = file_with_some_twice();
    import_window_set_keys(10);
    struct doc *look = import_text(text, true);
    assert_report(look, "staged", 23, 0, 1, 0, 0);
    assert_int_equal(note_of(look, "import.uncompared"), 3);
    (void)import_call("import apply", doc_text_of(look, "id"));
    work();
    import_window_set_keys(KEYS_MOST);
    assert_report(import_call("import read", doc_text_of(look, "id")), "done", 21, 0, 3, 0, 0);
    assert_int_equal(people_count(), 21);
}

/* What is kept of the stages of an import, whatever the machine's pace. */
static void
adds_up_what_the_stages_of_an_import_cost(void **state)
{
    (void)state;
    struct doc *input = doc_map(&house.arena), *none = doc_list(&house.arena);
    struct import_stages stages = {.ms = {[IMPORT_READING] = 700, [IMPORT_WORDS] = 40}};
    import_stages_keep(&stages, input);
    import_stages_keep(&stages, input);
    struct doc *list = import_stages_list(input, none, &house.arena);
    assert_string_equal(import_stages_text(list, &house.arena),
                        "reading_ms=1400 matching_ms=0 people_ms=0 words_ms=80 report_ms=0 "
                        "commit_ms=0");
    list = import_stages_list(input, list, &house.arena);
    assert_string_equal(doc_text_of(doc_item(list, 0), "stage"), "reading");
    assert_int_equal(doc_int_of(doc_item(list, 0), "ms"), 2800);
    import_stages_begin(&stages, house.desk.store);
    clock_pause_ms(30);
    import_stages_spent(&stages, IMPORT_REPORT);
    assert_in_range(stages.ms[IMPORT_REPORT], 15, 10000);
    struct doc *look = import_text(plain_file(300), true);
    struct doc *params = doc_map(&house.arena), *row, detail;
    doc_set_int(params, "owner", 1);
    doc_set(params, "id", *doc_get(look, "id"));
    assert_int_equal(store_row(house.desk.store, &house.arena, &sql_import_read, params, &row),
                     STATUS_OK);
    const struct doc *text = doc_get(row, "detail");
    assert_int_equal(json_read(&house.arena, text->text, text->count, &detail, NULL), STATUS_OK);
    assert_int_equal(doc_count(doc_get(&detail, "stages")), IMPORT_STAGES);
    assert_string_equal(doc_text_of(&detail, "dialect"), "linkedin");
}

int
main(int count, char **arguments)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
    const struct CMUnitTest tests[] = {
        TEST(reads_on_in_another_process_and_goes_on_when_that_is_killed),
        TEST(brings_the_same_people_in_as_one_window_does_M56),
        TEST(reads_everything_itself_where_no_memory_can_be_shared),
        TEST(adds_up_what_the_stages_of_an_import_cost),
        TEST(knows_rows_again_by_the_store_when_they_are_too_many_to_compare),
        TEST(says_how_many_rows_may_be_like_one_before_them),
    };
    engine = count > 1 ? arguments[1] : "sqlite";
    return cmocka_run_group_tests(tests, NULL, NULL);
}
