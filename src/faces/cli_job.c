/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job that is done here and now, with its progress on a terminal. */
#include "base/clock.h"
#include "call/job.h"
#include "faces/cli.h"
#include "faces/codes.h"
#include "faces/route.h"
#include "formats/form.h"
#include "views/words.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PAUSE_MS = 3, INTERRUPTED = 128 + SIGINT };

static volatile sig_atomic_t interrupted;

static void
note_interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

/* Once is heard; the second time ends the program, and the job waits as it is. */
static void
hear_interrupt(struct sigaction *out_before)
{
    struct sigaction action = {.sa_handler = note_interrupt,
                               .sa_flags = (int)SA_RESETHAND | SA_RESTART};
    interrupted = 0;
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGINT, &action, out_before);
}

static enum status
call_with_id(struct cli *cli, const struct call_row *row, const struct doc *raw,
             struct answer *out_answer)
{
    struct caller who = {.credential = CREDENTIAL_LOCAL};
    call_perform(&cli->program->desk, row, raw, &who, cli->arena, out_answer);
    return out_answer->status;
}

static void
show_progress(struct cli *cli, const struct doc *job)
{
    if (!isatty(STDERR_FILENO))
        return;
    const char *line = words_say(&cli->reader, cli->arena, "cli.progress", job);
    (void)fprintf(stderr, "\r\033[K%s", line);
}

static void
end_progress(void)
{
    if (isatty(STDERR_FILENO))
        (void)fputs("\r\033[K", stderr);
}

/* What a job's `next` path names, read and shown. */
static int
show_next(struct cli *cli, const struct doc *job)
{
    struct router router;
    struct route_match match;
    const char *next = doc_text_of(job, "next");
    size_t length = strcspn(next, "?");
    struct doc *raw = doc_map(cli->arena);
    router_open(&router, &cli->program->desk, cli->arena);
    if (next[0] == '\0' ||
        !route_find(&router, arena_copy(cli->arena, next, length), cli->arena, &match) ||
        match.route->read == NULL ||
        (next[length] == '?' && form_read(cli->arena, next + length + 1, strlen(next + length + 1),
                                          &raw, NULL) != STATUS_OK))
        return cli_show_document(cli, job);
    for (int i = 0; i < match.count; i++)
        doc_set_text(raw, match.names[i], match.values[i]);
    struct answer answer;
    cli->row = match.route->read;
    if (call_with_id(cli, cli->row, raw, &answer) != STATUS_OK)
        return cli_show_problem(cli, answer.problem, answer.status);
    return cli_show_answer(cli, raw, &answer);
}

static int
show_failed_job(struct cli *cli, const struct doc *job)
{
    const struct doc *problem = doc_get(job, "problem");
    bool given = strcmp(doc_text_of(problem, "status"), status_name(STATUS_INVALID)) == 0;
    enum status status = given ? STATUS_INVALID : STATUS_FAILED;
    const char *code = doc_text_of(problem, "code");
    struct doc *shown = problem_new(cli->arena, status, code[0] == '\0' ? "call.failed" : code);
    for (uint32_t i = 0; i < doc_count(problem); i++)
        if (!doc_has(shown, doc_key(problem, i)))
            doc_set(shown, doc_key(problem, i), *doc_value(problem, i));
    return cli_show_problem(cli, shown, status);
}

/* Whoever presses Ctrl-C does not want half of it. */
static void
stop(struct cli *cli, const struct doc *raw)
{
    const struct call_row *cancel = call_find(&cli->program->desk, CALL_JOB_CANCEL);
    struct answer answer;
    interrupted = 0;
    end_progress();
    if (cancel == NULL || call_with_id(cli, cancel, raw, &answer) != STATUS_OK)
        return;
    (void)fprintf(stderr, "%s\n", words_say(&cli->reader, cli->arena, "cli.stopping", raw));
}

/* Until the job has come to its end. `*out_job`: what it is then. */
static enum status
work_on(struct cli *cli, const char *id, struct arena *slice, struct answer *out_job)
{
    const struct call_row *read = call_find(&cli->program->desk, CALL_JOB_READ);
    struct doc *raw = doc_map(cli->arena);
    bool open = true;
    doc_set_text(raw, "id", id);
    struct arena_mark mark = arena_mark(cli->arena);
    while (open) { /* a file of any size has any number of slices: only the last answer is kept */
        bool idle = false;
        arena_back(cli->arena, mark);
        enum status status = job_work(&cli->program->desk, slice, id, &idle);
        arena_reset(slice);
        if (status != STATUS_OK && status != STATUS_BUSY) {
            out_job->problem = NULL;
            return status;
        }
        if (interrupted)
            stop(cli, raw);
        TRY(call_with_id(cli, read, raw, out_job));
        show_progress(cli, out_job->document);
        open = doc_bool_of(out_job->document, "open");
        if (open && (idle || status == STATUS_BUSY)) /* a server's runner has it in hand */
            clock_pause_ms(PAUSE_MS);
    }
    return STATUS_OK;
}

int
cli_finish_job(struct cli *cli, const char *job)
{
    struct answer answer = {.status = STATUS_OK};
    struct sigaction before;
    if (call_find(&cli->program->desk, CALL_JOB_READ) == NULL)
        return 0;
    ARENA_HERE struct arena slice;
    arena_open(&slice);
    hear_interrupt(&before);
    enum status status = work_on(cli, job, &slice, &answer);
    (void)sigaction(SIGINT, &before, NULL);
    end_progress();
    if (status != STATUS_OK && answer.problem == NULL)
        return cli_complain(cli, status, "call.failed", NULL, NULL);
    if (status != STATUS_OK)
        return cli_show_problem(cli, answer.problem, answer.status);
    const char *state = doc_text_of(answer.document, "state");
    if (strcmp(state, "failed") == 0)
        return show_failed_job(cli, answer.document);
    bool cancelled = strcmp(state, "cancelled") == 0;
    int code = show_next(cli, answer.document);
    return cancelled && code == 0 ? INTERRUPTED : code;
}
