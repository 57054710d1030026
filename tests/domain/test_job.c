/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job and the processes that would all work on it: one of them does, until it is gone. */
#include "house.h"

#include "base/clock.h"
#include "call/job.h"
#include "domain/tables.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { SLICES = 60, SLICE_MS = 20, EARLY = 20, TABLES_MOST = 64, TAKES_OVER_MS = 15000 };

static const char *engine = "sqlite";
static struct house house;

static enum status
count_one(struct call *call, struct job *job)
{
    (void)call;
    clock_pause_ms(SLICE_MS);
    job->progress++;
    job->finished = job->progress == job->total;
    return STATUS_OK;
}

static const char *taker; /* who takes the job next while it is being prepared; NULL: nobody */

static enum status
prepare(struct desk *desk, const struct job *job)
{
    (void)job;
    if (taker != NULL)
        (void)snprintf(desk->worker, sizeof desk->worker, "%s", taker);
    taker = NULL;
    return STATUS_OK;
}

static const struct job_kind counting = {
    .name = "counting", .prepare = prepare, .slice = count_one};
static const struct job_kind *const kinds[] = {&counting, NULL};

static enum status
start_run(struct call *call, struct doc **out_answer)
{
    const char *id;
    TRY(job_start(call, counting.name, doc_map(call->arena), SLICES, NULL, &id));
    *out_answer = doc_map(call->arena);
    doc_set_text(*out_answer, "job", id);
    return STATUS_OK;
}

static const struct call_row start_rows[] = {
    {.name = "counting start", .effect = EFFECT_SYSTEM, .role = ROLE_OWNER, .run = start_run},
    {0},
};

static int
open_house(void **state)
{
    static const struct call_row *tables[TABLES_MOST];
    size_t count = 0;
    (void)state;
    house_open(&house, engine);
    for (; domain_tables[count] != NULL; count++)
        tables[count] = domain_tables[count];
    assert_in_range(count, 1, TABLES_MOST - 2);
    tables[count] = start_rows;
    house.desk.tables = tables;
    house.desk.jobs = kinds;
    return 0;
}

static int
close_house(void **state)
{
    (void)state;
    house_close(&house);
    return 0;
}

struct worker {
    pid_t pid;
    int slices_fd; /* a byte for each slice that it did */
    int slices;
};

/* What a process does that works on jobs: a slice, or a short wait. */
static void
work(int slices_fd)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* also when the test fails */
    house_reopen(&house);
    for (;;) {
        bool idle = false;
        enum status status = job_work(&house.desk, &arena, NULL, &idle);
        arena_reset(&arena);
        if (status != STATUS_OK && status != STATUS_BUSY)
            _exit(1);
        if (status == STATUS_OK && !idle && write(slices_fd, "", 1) != 1)
            _exit(1);
        if (idle || status == STATUS_BUSY)
            clock_pause_ms(2);
    }
}

static struct worker
start_worker(void)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        work(ends[1]);
    close(ends[1]);
    return (struct worker){.pid = pid, .slices_fd = ends[0]};
}

/* And count what it had done before. */
static void
kill_worker(struct worker *worker)
{
    char byte;
    assert_int_equal(kill(worker->pid, SIGKILL), 0);
    assert_int_equal(waitpid(worker->pid, NULL, 0), worker->pid);
    while (read(worker->slices_fd, &byte, 1) == 1)
        worker->slices++;
    close(worker->slices_fd);
    worker->slices_fd = -1;
}

/* Count what the two do, for at most so long, until they have done `most` slices together or the job is done. */
static void
watch(struct worker *a, struct worker *b, int most, int64_t wait_ms)
{
    int64_t until_ms = clock_monotonic_ms() + wait_ms;
    while (a->slices + b->slices < most && clock_monotonic_ms() < until_ms) {
        struct pollfd wait[] = {{.fd = a->slices_fd, .events = POLLIN},
                                {.fd = b->slices_fd, .events = POLLIN}};
        char byte;
        (void)poll(wait, 2, 100);
        a->slices += (wait[0].revents & POLLIN) != 0 && read(a->slices_fd, &byte, 1) == 1;
        b->slices += (wait[1].revents & POLLIN) != 0 && read(b->slices_fd, &byte, 1) == 1;
    }
}

static struct doc *
start_job(void)
{
    struct doc *started = house_do(&house, "counting start", "<>", NULL), *ids;
    ids = doc_map(&house.arena);
    doc_set(ids, "job", *doc_get(started, "job"));
    return ids;
}

static void
one_process_has_all_slices_of_a_job_and_another_goes_on_after_its_death(void **state)
{
    (void)state;
    struct doc *ids = start_job();
    store_close(&house.desk.store); /* each process opens it for itself */
    struct worker a = start_worker(), b = start_worker();
    watch(&a, &b, EARLY, TAKES_OVER_MS);
    struct worker *first = a.slices > 0 ? &a : &b, *second = a.slices > 0 ? &b : &a;
    assert_int_equal(first->slices, EARLY);
    assert_int_equal(second->slices, 0);
    kill_worker(first);
    int early = first->slices;
    watch(first, second, early + 1, TAKES_OVER_MS);
    assert_int_equal(second->slices, 1);
    watch(first, second, SLICES, 2 * SLICES * SLICE_MS);
    kill_worker(second);
    assert_in_range(second->slices, SLICES - early - 1, SLICES - early); /* one died unsaid */
    house_reopen(&house);
    struct doc *job = house_do(&house, "job read", "<\"id\":\"{job}\">", ids);
    assert_string_equal(doc_text_of(job, "state"), "done");
    assert_int_equal(doc_int_of(job, "progress"), SLICES);
}

/* To the row it makes no difference which of the two has another name now. */
static void
a_process_that_was_taken_for_gone_does_no_slice(void **state)
{
    (void)state;
    char own[UUID_TEXT + 1];
    bool idle, postgres = store_engine(house.desk.store) == ENGINE_POSTGRES;
    struct doc *ids = start_job();
    assert_int_equal(job_work(&house.desk, &house.arena, NULL, &idle), STATUS_OK);
    memcpy(own, house.desk.worker, sizeof own);
    taker = uuid_new(&house.arena);
    assert_int_equal(job_work(&house.desk, &house.arena, NULL, &idle), STATUS_BUSY);
    struct doc *job = house_do(&house, "job read", "<\"id\":\"{job}\">", ids);
    assert_int_equal(doc_int_of(job, "progress"), 1);
    /* It is not taken back within five seconds; where a lock says who is gone, it is. */
    assert_int_equal(job_work(&house.desk, &house.arena, NULL, &idle), STATUS_OK);
    assert_int_equal(idle, postgres);
    memcpy(house.desk.worker, own, sizeof own);
    assert_int_equal(job_work(&house.desk, &house.arena, NULL, &idle), STATUS_OK);
    assert_false(idle);
    job = house_do(&house, "job read", "<\"id\":\"{job}\">", ids);
    assert_int_equal(doc_int_of(job, "progress"), postgres ? 2 : 3);
}

int
main(int argc, char **argv)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
    static const struct CMUnitTest tests[] = {
        T(one_process_has_all_slices_of_a_job_and_another_goes_on_after_its_death),
        T(a_process_that_was_taken_for_gone_does_no_slice),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
