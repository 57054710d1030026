/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only a file can be: damaged, missing, somebody else's, read-only, on a full disk. */
#include "rows.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *
in_folder(struct fixture *fixture, const char *name)
{
    return arena_print(&fixture->arena, "%s/%s", suite_folder(), name);
}

static void
write_file(const char *path, const char *bytes, size_t length)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, length), (ssize_t)length);
    (void)close(file);
}

/* Expects a refusal with this status and code, and that the file's bytes are untouched. */
static void
assert_refused(const char *path, enum store_mode mode, enum status status, const char *code)
{
    struct store *store = NULL;
    const char *problem = NULL;
    assert_int_equal(store_open(path, mode, &store, &problem), status);
    assert_null(store);
    assert_string_equal(problem, code);
}

static void
makes_the_file_and_its_folder_for_the_owner_alone(void **state)
{
    struct fixture *fixture = *state;
    const char *path = in_folder(fixture, "deep/er/rapport.db");
    const char *problem = NULL;
    struct store *store;
    struct stat about;
    mode_t before = umask(0);
    assert_ok(store_open(path, STORE_CREATE, &store, &problem));
    assert_ok(migrate(store, &problem));
    (void)umask(before);
    static const char *const private[] = {"deep/er/rapport.db", "deep/er/rapport.db-wal",
                                          "deep/er/rapport.db-shm"};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(stat(in_folder(fixture, private[i]), &about), 0);
        assert_int_equal(about.st_mode & 0777, 0600);
    }
    assert_int_equal(stat(in_folder(fixture, "deep"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0700);
    assert_int_equal(stat(in_folder(fixture, "deep/er"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0700);
    store_close(&store);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(in_folder(fixture, "deep/er")), 0);
    assert_int_equal(rmdir(in_folder(fixture, "deep")), 0);
}

static void
says_missing_where_there_is_no_file(void **state)
{
    struct fixture *fixture = *state;
    assert_refused(in_folder(fixture, "none.db"), STORE_OPEN, STATUS_MISSING, "store.missing");
    assert_refused(in_folder(fixture, "none/none.db"), STORE_OPEN, STATUS_MISSING, "store.missing");
    assert_int_equal(access(in_folder(fixture, "none.db"), F_OK), -1);
    assert_refused("", STORE_CREATE, STATUS_INVALID, "store.not_a_store");
}

static void
refuses_what_is_no_file_or_no_store(void **state)
{
    struct fixture *fixture = *state;
    const char *path = in_folder(fixture, "other");
    static char text[5000];
    memset(text, 'x', sizeof text);
    assert_refused(suite_folder(), STORE_CREATE, STATUS_INVALID, "store.not_a_store");
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_refused(path, STORE_CREATE, STATUS_INVALID, "store.not_a_store");
    assert_int_equal(unlink(path), 0);
    static const size_t lengths[] = {1, 99, 100, 512, 5000};
    for (int i = 0; i < 5; i++) {
        struct stat about;
        write_file(path, text, lengths[i]);
        assert_refused(path, STORE_CREATE, STATUS_INVALID, "store.not_a_store");
        assert_int_equal(stat(path, &about), 0);
        assert_int_equal(about.st_size, (off_t)lengths[i]);
    }
    assert_int_equal(unlink(path), 0);
}

static void
refuses_a_database_of_another_program(void **state)
{
    struct fixture *fixture = *state;
    const char *path = in_folder(fixture, "other.db");
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "create table bookmark (url text)", NULL, NULL, NULL),
                     SQLITE_OK);
    (void)sqlite3_close(db);
    assert_refused(path, STORE_CREATE, STATUS_INVALID, "store.not_a_store");
    assert_int_equal(unlink(path), 0);
}

static void
takes_an_empty_file(void **state)
{
    struct fixture *fixture = *state;
    const char *path = in_folder(fixture, "empty.db");
    const char *problem = NULL;
    struct store *store;
    write_file(path, "", 0);
    assert_ok(store_open(path, STORE_OPEN, &store, &problem));
    assert_ok(migrate(store, &problem));
    store_close(&store);
    assert_int_equal(unlink(path), 0);
}

static void
takes_every_name_as_a_name(void **state)
{
    struct fixture *fixture = *state;
    static const char *const names[] = {":memory:", "file:x?mode=memory", "a b'\"%20.db", "-x"};
    char *before = getcwd(NULL, 0);
    assert_int_equal(chdir(suite_folder()), 0);
    for (int i = 0; i < 4; i++) {
        const char *problem = NULL;
        struct store *store;
        assert_ok(store_open(names[i], STORE_CREATE, &store, &problem));
        assert_ok(migrate(store, &problem));
        store_close(&store);
        assert_int_equal(unlink(in_folder(fixture, names[i])), 0);
    }
    assert_int_equal(chdir(before), 0);
    free(before);
}

/* Fills the store, closes it and writes `length` bytes of nonsense at `offset` of its file. */
static void
damage(struct fixture *fixture, off_t offset, size_t length)
{
    static char nonsense[1 << 16];
    memset(nonsense, 0xa5, sizeof nonsense);
    for (int i = 1; i <= 300; i++)
        insert(fixture, 1, i);
    store_close(&fixture->store);
    int file = open(suite_address(), O_RDWR);
    assert_true(file >= 0);
    assert_int_equal(pwrite(file, nonsense, length, offset), (ssize_t)length);
    (void)close(file);
}

static void
says_corrupt_when_pages_are_damaged(void **state)
{
    struct fixture *fixture = *state;
    const char *finding = NULL;
    struct doc *rows = NULL;
    struct stat about;
    damage(fixture, 3 * 4096, 0);
    assert_int_equal(stat(suite_address(), &about), 0);
    assert_true(about.st_size > 10 * 4096);
    fixture->store = suite_connect();
    store_close(&fixture->store);
    int file = open(suite_address(), O_RDWR);
    for (off_t page = 2; page < about.st_size / 4096; page++)
        assert_int_equal(pwrite(file, "\xa5\xa5\xa5\xa5\xa5\xa5\xa5\xa5", 8, page * 4096), 8);
    (void)close(file);
    fixture->store = suite_connect();
    assert_int_equal(
        store_rows(fixture->store, &fixture->arena, &sql_sample_find, params_of(fixture, 1), &rows),
        STATUS_FAILED);
    assert_string_equal(store_problem_code(fixture->store), "store.corrupt");
    assert_null(rows);
    assert_int_equal(store_check(fixture->store, &fixture->arena, &finding), STATUS_INVALID);
    assert_non_null(finding);
}

static void
refuses_a_file_whose_beginning_is_damaged(void **state)
{
    struct fixture *fixture = *state;
    damage(fixture, 0, 4096);
    assert_refused(suite_address(), STORE_OPEN, STATUS_INVALID, "store.not_a_store");
}

static void
says_corrupt_when_the_file_was_cut_short(void **state)
{
    struct fixture *fixture = *state;
    const char *problem = NULL;
    damage(fixture, 0, 0);
    assert_int_equal(truncate(suite_address(), 6000), 0);
    enum status status = store_open(suite_address(), STORE_OPEN, &fixture->store, &problem);
    if (status == STATUS_OK)
        status = migrate(fixture->store, &problem);
    assert_int_equal(status, STATUS_FAILED);
    assert_string_equal(problem, "store.corrupt");
}

static void
finds_a_row_whose_parent_is_gone(void **state)
{
    struct fixture *fixture = *state;
    const char *finding = NULL;
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(suite_address(), &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "insert into sample_tag (owner, parent, n, word) "
                                  "values (1, 77, 1, 'lost')",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    (void)sqlite3_close(db);
    assert_int_equal(store_check(fixture->store, &fixture->arena, &finding), STATUS_INVALID);
    assert_non_null(strstr(finding, "sample_tag"));
}

/* Runs `act` in a process of its own, which may give up rights or get limits. */
static int
in_child(struct fixture *fixture, int (*act)(struct fixture *fixture))
{
    int ended = 0;
    pid_t child = fork();
    if (child == 0)
        _exit(act(fixture));
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended));
    return WEXITSTATUS(ended);
}

static int
open_as_nobody(struct fixture *fixture)
{
    struct store *store;
    const char *problem = "none";
    (void)fixture;
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
        return 90;
    if (store_open(suite_address(), STORE_OPEN, &store, &problem) != STATUS_FORBIDDEN)
        return 91;
    return strcmp(problem, "store.read_only") == 0   ? 1
           : strcmp(problem, "store.no_access") == 0 ? 2
                                                     : 92;
}

static void
tells_read_only_from_no_access(void **state)
{
    struct fixture *fixture = *state;
    store_close(&fixture->store);
    assert_int_equal(chmod(suite_folder(), 0755), 0);
    assert_int_equal(chmod(suite_address(), 0444), 0);
    assert_int_equal(in_child(fixture, open_as_nobody), 1);
    assert_int_equal(chmod(suite_address(), 0000), 0);
    if (geteuid() == 0)
        assert_int_equal(in_child(fixture, open_as_nobody), 2);
    assert_int_equal(chmod(suite_address(), 0600), 0);
    assert_int_equal(chmod(suite_folder(), 0700), 0);
}

/* A limit on the size of files looks to SQLite like a disk that has no more room. */
static int
write_until_full(struct fixture *fixture)
{
    struct rlimit limit = {.rlim_cur = 1 << 20, .rlim_max = 1 << 20};
    char *large = arena_alloc(&fixture->arena, 100001);
    memset(large, 'y', 100000);
    (void)signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return 90;
    struct store *store = suite_connect();
    fixture->store = store;
    for (int i = 1; i < 100; i++) {
        struct doc *row = sample(fixture, 1, i);
        doc_set_text(row, "name", large);
        enum status status = store_begin(store, STORE_WRITE);
        if (status == STATUS_OK)
            status = store_run(store, noun_sample.insert, row, NULL);
        if (status == STATUS_OK)
            status = store_commit(store);
        if (status == STATUS_OK)
            continue;
        if (status != STATUS_FAILED || strcmp(store_problem_code(store), "store.full") != 0)
            return 91;
        store_rollback(store);
        if (rows_of(fixture, store, 1) != i - 1)
            return 92;
        return i > 1 && i < 20 ? i : 93;
    }
    return 94;
}

static void
keeps_what_was_committed_when_the_disk_is_full(void **state)
{
    struct fixture *fixture = *state;
    const char *finding = NULL;
    store_close(&fixture->store);
    int failed_at = in_child(fixture, write_until_full);
    assert_in_range(failed_at, 2, 20);
    fixture->store = suite_connect();
    assert_int_equal(rows_of(fixture, fixture->store, 1), failed_at - 1);
    assert_ok(store_check(fixture->store, &fixture->arena, &finding));
}

static int
commit_and_die(struct fixture *fixture)
{
    fixture->store = suite_connect();
    insert(fixture, 1, 1);
    if (store_begin(fixture->store, STORE_WRITE) != STATUS_OK)
        return 90;
    insert(fixture, 1, 2);
    (void)kill(getpid(), SIGKILL);
    return 91;
}

static void
comes_back_after_a_kill_with_what_was_committed(void **state)
{
    struct fixture *fixture = *state;
    int ended = 0;
    store_close(&fixture->store);
    pid_t child = fork();
    if (child == 0)
        _exit(commit_and_die(fixture));
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFSIGNALED(ended));
    fixture->store = suite_connect();
    assert_int_equal(rows_of(fixture, fixture->store, 1), 1);
}

static int64_t
number_of(const char *pragma)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *asked = NULL;
    assert_int_equal(sqlite3_open(suite_address(), &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, pragma, -1, &asked, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(asked), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(asked, 0);
    (void)sqlite3_finalize(asked);
    (void)sqlite3_close(db);
    return number;
}

static void
marks_its_files_and_keeps_a_log_beside_them(void **state)
{
    (void)state;
    assert_int_equal(number_of("pragma application_id"), 0x52617074);
    assert_int_equal(number_of("select journal_mode = 'wal' from pragma_journal_mode"), 1);
}

static void
copies_the_log_back_on_demand(void **state)
{
    struct fixture *fixture = *state;
    struct stat before, after;
    for (int i = 1; i <= 200; i++)
        insert(fixture, 1, i);
    assert_int_equal(stat(suite_address(), &before), 0);
    store_checkpoint(fixture->store, false);
    assert_int_equal(stat(suite_address(), &after), 0);
    assert_true(after.st_size > before.st_size);
    assert_int_equal(rows_of(fixture, fixture->store, 1), 200);
}

static void
tells_how_long_the_log_is_and_begins_it_anew(void **state)
{
    struct fixture *fixture = *state;
    struct store_log first, second;
    assert_true(store_log(fixture->store, &first));
    for (int i = 1; i <= 50; i++)
        insert(fixture, 1, i);
    assert_true(store_log(fixture->store, &second));
    assert_int_equal(second.writes, first.writes + 50);
    assert_true(second.pages >= first.pages + 50);
    assert_true(second.waiting >= 50);
    store_checkpoint(fixture->store, true);
    assert_true(store_log(fixture->store, &second));
    assert_int_equal(second.waiting, 0);
    insert(fixture, 1, 51);
    assert_true(store_log(fixture->store, &second));
    assert_in_range(second.pages, 1, 49);
    assert_int_equal(rows_of(fixture, fixture->store, 1), 51);
}

static bool
is_readable(int fd)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    return poll(&wait, 1, 0) > 0;
}

static void
says_when_somebody_has_written(void **state)
{
    struct fixture *fixture = *state;
    char notices[4096];
    fixture->other = suite_connect();
    int fd = store_watch(fixture->other);
    assert_true(fd >= 0);
    assert_int_equal(store_watch(fixture->other), fd);
    assert_false(is_readable(fd));
    assert_int_equal(rows_of(fixture, fixture->store, 1), 0);
    assert_false(is_readable(fd));
    insert(fixture, 1, 1);
    assert_true(is_readable(fd));
    while (read(fd, notices, sizeof notices) > 0)
        continue;
    assert_false(is_readable(fd));
}

/* Pages that wait in the log after `count` commits of a megabyte each. */
static int64_t
waiting_after(struct fixture *fixture, int from, int count)
{
    static char megabyte[1 << 20];
    struct store_log log;
    for (int i = from; i < from + count; i++) {
        struct doc *row = sample(fixture, 1, i);
        doc_set(row, "data", doc_text_n(megabyte, sizeof megabyte));
        assert_ok(store_run(fixture->store, noun_sample.insert, row, NULL));
    }
    assert_true(store_log(fixture->store, &log));
    return log.waiting;
}

static void
copies_a_long_log_back_itself_unless_another_does(void **state)
{
    struct fixture *fixture = *state;
    assert_true(waiting_after(fixture, 1, 40) < 8000);
    store_leave_log(fixture->store);
    assert_true(waiting_after(fixture, 41, 40) > 8000);
}

/* Another process, which waits until it may write once we do. It begins before we have the file open:
 * SQLite's own account of a process's locks must not come along. */
static pid_t
write_elsewhere(struct fixture *fixture)
{
    int ready[2];
    store_close(&fixture->store);
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        char byte;
        (void)!read(ready[0], &byte, 1);
        struct store *store = suite_connect();
        store_set_busy_ms(store, BUSY_MS);
        if (store_begin(store, STORE_WRITE) != STATUS_OK)
            _exit(90);
        _exit(store_commit(store) == STATUS_OK ? 0 : 91);
    }
    fixture->store = suite_connect();
    assert_ok(store_begin(fixture->store, STORE_WRITE));
    assert_false(store_is_waited_for(fixture->store));
    assert_int_equal(write(ready[1], "", 1), 1);
    for (int i = 0; i < 2000 && !store_is_waited_for(fixture->store); i++)
        (void)usleep(1000);
    assert_true(store_is_waited_for(fixture->store));
    (void)close(ready[0]);
    (void)close(ready[1]);
    return child;
}

static void
knows_that_another_writer_waits(void **state)
{
    struct fixture *fixture = *state;
    int ended = -1;
    pid_t child = write_elsewhere(fixture);
    assert_ok(store_commit(fixture->store));
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_int_equal(ended, 0);
    assert_false(store_is_waited_for(fixture->store));
}

static void
is_not_waited_for_by_a_process_that_died(void **state)
{
    struct fixture *fixture = *state;
    int ended = -1;
    pid_t child = write_elsewhere(fixture);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_false(store_is_waited_for(fixture->store));
    assert_ok(store_commit(fixture->store));
}

int
main(int count, char **arguments)
{
#define T(name) cmocka_unit_test_setup_teardown(name, suite_setup, suite_teardown)
    const struct CMUnitTest tests[] = {
        T(makes_the_file_and_its_folder_for_the_owner_alone),
        T(says_missing_where_there_is_no_file),
        T(refuses_what_is_no_file_or_no_store),
        T(refuses_a_database_of_another_program),
        T(takes_an_empty_file),
        T(takes_every_name_as_a_name),
        T(says_corrupt_when_pages_are_damaged),
        T(refuses_a_file_whose_beginning_is_damaged),
        T(says_corrupt_when_the_file_was_cut_short),
        T(finds_a_row_whose_parent_is_gone),
        T(tells_read_only_from_no_access),
        T(keeps_what_was_committed_when_the_disk_is_full),
        T(comes_back_after_a_kill_with_what_was_committed),
        T(marks_its_files_and_keeps_a_log_beside_them),
        T(copies_the_log_back_on_demand),
        T(tells_how_long_the_log_is_and_begins_it_anew),
        T(says_when_somebody_has_written),
        T(copies_a_long_log_back_itself_unless_another_does),
        T(knows_that_another_writer_waits),
        T(is_not_waited_for_by_a_process_that_died),
    };
    suite_begin(count, arguments);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    suite_end();
    return failed;
}
