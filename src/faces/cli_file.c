/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"
#include "base/log.h"
#include "faces/cli.h"
#include "faces/codes.h"
#include "views/page.h"
#include "views/words.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* The exit code for a place that does not take what is written; errno says why. */
static int
refuse_output(struct cli *cli)
{
    const char *place = cli->output == NULL ? "-" : cli->output;
    log_event(LOG_ERROR, "output.failed", "reason=%s", strerror(errno));
    return cli_complain(cli, STATUS_INVALID, "cli.no_output", "file", place);
}

/* What became of a file. */
struct course {
    struct doc *problem; /* of the call for a part, when that stood between the file and its end */
    bool unwritten;      /* the place did not take it */
    const char *remark;  /* what is to be said beside the whole file; "" or NULL: nothing */
};

static const char *
remark_of(struct cli *cli, const struct doc *document)
{
    const struct page *page = cli->row->remark == NULL ? NULL : page_text_find(cli->row->remark);
    struct buffer text;
    buffer_open(&text, cli->arena, CLI_OUTPUT_MAX);
    if (page == NULL)
        return NULL;
    if (page_show(page, &cli->reader, doc_map(cli->arena), document, &text) == STATUS_OK)
        return buffer_read(&text);
    log_event(LOG_ERROR, "page.failed", "page=%s unknown=%s", cli->row->remark, page_unknown());
    return NULL;
}

static enum status
write_part(struct cli *cli, int fd, const struct doc *document, struct arena *arena,
           struct course *course)
{
    struct buffer buffer;
    buffer_open(&buffer, arena, FILE_PART_MAX);
    if (cli->row->says != NULL)
        words_items(&cli->reader, arena, cli->row->says, document);
    TRY(cli->row->write(document, &buffer));
    enum status status = file_put(fd, buffer_read(&buffer), buffer.length);
    course->unwritten = status != STATUS_OK;
    if (status == STATUS_OK && doc_is_empty(doc_get(document, "after")))
        course->remark = remark_of(cli, document);
    return status;
}

/* The parts behind the first, each in memory of its own. */
static enum status
write_others(struct cli *cli, int fd, const struct doc *raw, const char *after,
             struct course *course)
{
    ARENA_HERE struct arena even;
    ARENA_HERE struct arena odd;
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
        if (answer.status != STATUS_OK) {
            course->problem = arena_alloc(cli->arena, sizeof *course->problem);
            *course->problem = doc_copy(cli->arena, answer.problem);
            return answer.status;
        }
        status = write_part(cli, fd, answer.document, arena, course);
        after = doc_text_of(answer.document, "after");
    }
    return status;
}

int
cli_write_file(struct cli *cli, const struct doc *raw, const struct doc *document)
{
    struct course course = {0};
    struct file_draft draft = {.fd = STDOUT_FILENO};
    bool drafted = cli->output != NULL;
    if (drafted && file_draft_open(cli->arena, cli->output, &draft) != STATUS_OK)
        return refuse_output(cli);
    enum status status = write_part(cli, draft.fd, document, cli->arena, &course);
    const char *after = cli->row->in_parts ? doc_text_of(document, "after") : "";
    if (status == STATUS_OK)
        status = write_others(cli, draft.fd, raw, after, &course);
    if (drafted && status == STATUS_OK) {
        status = file_draft_keep(&draft);
        course.unwritten = status != STATUS_OK;
    } else if (drafted) {
        file_draft_drop(&draft); /* half a file looks like a whole one */
    }
    if (status == STATUS_OK && course.remark != NULL)
        (void)!write(STDERR_FILENO, course.remark, strlen(course.remark));
    if (status == STATUS_OK)
        return 0;
    if (course.unwritten)
        return refuse_output(cli);
    return course.problem != NULL ? cli_show_problem(cli, course.problem, status)
                                  : cli_complain(cli, STATUS_FAILED, "call.failed", NULL, NULL);
}

int
cli_print(const char *bytes, size_t length)
{
    if (file_put(STDOUT_FILENO, bytes, length) == STATUS_OK)
        return 0;
    log_event(LOG_ERROR, "output.failed", "reason=%s", strerror(errno));
    return code_exit(STATUS_FAILED);
}

int
cli_put(struct cli *cli, const char *bytes, size_t length)
{
    if (cli->output == NULL)
        return cli_print(bytes, length);
    return file_write(cli->output, bytes, length) == STATUS_OK ? 0 : refuse_output(cli);
}
