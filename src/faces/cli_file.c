/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/log.h"
#include "faces/cli.h"
#include "faces/codes.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { PRIVATE_FILE = 0600 };

static bool
write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            log_event(LOG_ERROR, "output.failed", NULL);
            return false;
        }
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

static enum status
write_part(struct cli *cli, int fd, const struct doc *document, struct arena *arena)
{
    struct buffer buffer;
    buffer_open(&buffer, arena, FILE_PART_MAX);
    TRY(cli->row->write(document, &buffer));
    return write_all(fd, buffer_read(&buffer), buffer.length) ? STATUS_OK : STATUS_FAILED;
}

/* The parts behind the first, each in memory of its own. */
static enum status
write_others(struct cli *cli, int fd, const struct doc *raw, const char *after,
             struct doc **out_problem)
{
    ARENA_HERE struct arena even, odd;
    arena_open(&even);
    arena_open(&odd);
    enum status status = STATUS_OK;
    /* The place where a part begins lives in the one before it. */
    for (bool turn = false; after[0] != '\0' && status == STATUS_OK; turn = !turn) {
        struct arena *arena = turn ? &odd : &even;
        struct caller who = {.credential = CREDENTIAL_LOCAL};
        struct answer answer;
        arena_reset(arena);
        struct doc again = doc_copy(arena, raw);
        doc_set_text(&again, "after", after);
        call_perform(&cli->program->desk, cli->row, &again, &who, arena, &answer);
        status = answer.status;
        if (status != STATUS_OK) {
            struct doc *problem = arena_alloc(cli->arena, sizeof *problem);
            *problem = doc_copy(cli->arena, answer.problem);
            *out_problem = problem;
            break;
        }
        status = write_part(cli, fd, answer.document, arena);
        after = doc_text_of(answer.document, "after");
    }
    arena_close(&odd);
    return status;
}

int
cli_write_file(struct cli *cli, const struct doc *raw, const struct doc *document)
{
    struct doc *problem = NULL;
    int fd = STDOUT_FILENO;
    if (cli->output != NULL)
        fd = open(cli->output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, PRIVATE_FILE);
    if (fd < 0)
        return cli_complain(cli, STATUS_INVALID, "cli.no_output", "file", cli->output);
    enum status status = write_part(cli, fd, document, cli->arena);
    const char *after = cli->row->in_parts ? doc_text_of(document, "after") : "";
    if (status == STATUS_OK)
        status = write_others(cli, fd, raw, after, &problem);
    if (cli->output != NULL && close(fd) != 0 && status == STATUS_OK)
        status = STATUS_FAILED;
    if (status == STATUS_OK)
        return 0;
    /* Half a file looks like a whole one. */
    if (cli->output != NULL)
        (void)unlink(cli->output);
    return problem != NULL ? cli_show_problem(cli, problem, status)
                           : cli_complain(cli, STATUS_FAILED, "call.failed", NULL, NULL);
}
