/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clock.h"
#include "base/log.h"
#include "call/job.h"
#include "doc/json.h"
#include "faces/cli.h"
#include "faces/codes.h"
#include "faces/route.h"
#include "faces/supervisor.h"
#include "formats/form.h"
#include "text/catalog.h"
#include "views/page.h"
#include "views/table.h"
#include "views/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDTH_UNKNOWN = 80, PAUSE_MS = 3 };

static bool
is_json(const struct cli *cli)
{
    return strcmp(cli->format, "json") == 0;
}

static int
terminal_width(void)
{
    struct winsize size;
    if (!isatty(STDOUT_FILENO))
        return 0;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return WIDTH_UNKNOWN;
}

static void
add_table(struct cli *cli, const struct doc *document, const char *columns, struct buffer *buffer)
{
    const char *no_color = getenv("NO_COLOR");
    struct table_style style = {.width = terminal_width(), .columns = columns};
    style.color = style.width > 0 && (no_color == NULL || no_color[0] == '\0');
    table_show(document, &cli->reader, &style, buffer);
}

static void
add_say(struct cli *cli, struct buffer *buffer, const char *code, const struct doc *arguments)
{
    buffer_text(buffer, words_say(&cli->reader, cli->arena, code, arguments));
    buffer_byte(buffer, '\n');
}

int
cli_show_document(struct cli *cli, const struct doc *document)
{
    struct buffer buffer;
    buffer_open(&buffer, cli->arena, CLI_OUTPUT_MAX);
    if (is_json(cli)) {
        json_write(&buffer, document, 2);
        buffer_byte(&buffer, '\n');
    } else {
        add_table(cli, document, cli->row == NULL ? NULL : cli->row->columns, &buffer);
    }
    return cli_print(buffer_read(&buffer), buffer.length);
}

int
cli_show_problem(struct cli *cli, const struct doc *problem, enum status status)
{
    struct doc *shown = problem_show(problem, 0, &cli->reader, cli->arena);
    struct buffer buffer;
    buffer_open(&buffer, cli->arena, CLI_OUTPUT_MAX);
    if (is_json(cli)) {
        json_write(&buffer, shown, 2);
        buffer_byte(&buffer, '\n');
    } else {
        const struct doc *fields = doc_get(shown, "fields");
        buffer_print(&buffer, "rapport: %s\n", doc_text_of(shown, "title"));
        for (uint32_t i = 0; i < doc_count(fields); i++)
            buffer_print(&buffer, "  %s: %s\n", doc_text_of(doc_item(fields, i), "field"),
                         doc_text_of(doc_item(fields, i), "message"));
    }
    if (status == STATUS_FAILED && cli->program->desk.store != NULL)
        log_event(LOG_ERROR, "call.failed", "reason=%s", cli->program->store_problem(cli->program));
    (void)!write(STDERR_FILENO, buffer_read(&buffer), buffer.length);
    return code_exit(status);
}

int
cli_complain(struct cli *cli, enum status status, const char *code, const char *name,
             const char *value)
{
    struct doc *problem = problem_new(cli->arena, status, code);
    if (name != NULL)
        doc_set_text(problem, name, value);
    return cli_show_problem(cli, problem, status);
}

/* The row's page for terminals, else a table. False: it has no text page. */
static bool
add_page(struct cli *cli, const struct doc *document, struct buffer *buffer)
{
    const struct page *page = cli->row->page == NULL ? NULL : page_text_find(cli->row->page);
    struct buffer text;
    buffer_open(&text, cli->arena, CLI_OUTPUT_MAX);
    if (page == NULL ||
        page_show(page, &cli->reader, doc_map(cli->arena), document, &text) != STATUS_OK) {
        if (page != NULL)
            log_event(LOG_ERROR, "page.failed", "page=%s unknown=%s", cli->row->page,
                      page_unknown());
        return false;
    }
    buffer_add(buffer, buffer_read(&text), text.length);
    return true;
}

/* After a change: what it is called now, what was done and how to take it back. */
static void
add_change(struct cli *cli, const struct answer *answer, struct buffer *buffer)
{
    const struct doc *document = answer->document;
    struct doc *arguments = doc_map(cli->arena);
    /* A record that was saved says its id; what only the answer tells is shown whole. */
    bool whole =
        cli->row->columns != NULL || cli->row->page != NULL || !doc_has(document, "version");
    bool shown = add_page(cli, document, buffer);
    if (!shown && whole && doc_count(document) > 0) {
        add_table(cli, document, cli->row->columns, buffer);
    } else if (!shown && doc_has(document, "id")) {
        doc_set(arguments, "id", *doc_get(document, "id"));
        add_say(cli, buffer, "cli.id", arguments);
    }
    if (cli->row->done != NULL)
        buffer_print(buffer, "%s\n", catalog_text(cli->reader.catalog, cli->row->done));
    if (answer->change == NULL)
        return;
    doc_set_text(arguments, "change", answer->change);
    add_say(cli, buffer, "cli.undo", arguments);
}

/* Where a server listens unless it was told otherwise: a bare token would leave a person to guess. */
static void
add_link(struct cli *cli, struct doc *document)
{
    const char *token = doc_text_of(document, "token");
    const struct call_row *start = call_find(&cli->program->desk, CALL_SESSION_START);
    if (strcmp(cli->row->name, CALL_SESSION_LINK) != 0 || start == NULL ||
        doc_has(document, "link"))
        return;
    doc_set_text(document, "link",
                 arena_print(cli->arena, "http://127.0.0.1:%d%s?token=%s", PORT_DEFAULT,
                             route_path(start, cli->arena), token));
}

static void
add_json(struct doc *document, const struct answer *answer, struct buffer *buffer)
{
    doc_remove(document, "set_session");
    if (answer->change != NULL && !doc_has(document, "change"))
        doc_set_text(document, "change", answer->change);
    json_write(buffer, document, 2);
    buffer_byte(buffer, '\n');
}

int
cli_show_answer(struct cli *cli, const struct doc *raw, const struct answer *answer)
{
    struct buffer buffer;
    const char *suffix = cli->row->suffix;
    if (cli->row->write != NULL && (suffix != NULL || cli->row->in_parts) &&
        ((suffix != NULL && strcmp(cli->format, suffix) == 0) ||
         (cli->row->page == NULL && !is_json(cli))))
        return cli_write_file(cli, raw, answer->document);
    if (!is_json(cli) && strcmp(cli->format, "table") != 0)
        return cli_complain(cli, STATUS_INVALID, "cli.unknown_format", "format", cli->format);
    buffer_open(&buffer, cli->arena, CLI_OUTPUT_MAX);
    add_link(cli, answer->document);
    if (is_json(cli))
        add_json(answer->document, answer, &buffer);
    else if (cli->row->effect != EFFECT_READ)
        add_change(cli, answer, &buffer);
    else if (!add_page(cli, answer->document, &buffer))
        add_table(cli, answer->document, cli->row->columns, &buffer);
    if (buffer.full)
        return cli_complain(cli, STATUS_FAILED, "call.failed", NULL, NULL);
    return cli_put(cli, buffer_read(&buffer), buffer.length);
}
