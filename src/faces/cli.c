/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/cli.h"

#include "base/clock.h"
#include "faces/codes.h"
#include "faces/openapi.h"
#include "text/catalog.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
run_openapi(struct cli *cli)
{
    cli->format = "json";
    return cli_show_document(cli, openapi_document(&cli->program->desk, cli->arena));
}

static int
run_calls(struct cli *cli)
{
    return cli_show_document(cli, calls_document(&cli->program->desk, cli->arena));
}

static int
run_help(struct cli *cli)
{
    return cli_help(cli);
}

const struct cli_command cli_commands[] = {
    {"serve", "cli.help_serve", cli_serve},
    {"help", "cli.help_help", run_help},
    {"completion", "cli.help_completion", cli_completion},
    {"calls", "cli.help_calls", run_calls},
    {"openapi", "cli.help_openapi", run_openapi},
    {0},
};

/* "de_AT.UTF-8" of the environment -> "de-AT". */
static const char *
language_of_terminal(struct arena *arena)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value == NULL || value[0] == '\0')
            continue;
        char *language = arena_copy(arena, value, strcspn(value, ".@"));
        for (char *at = language; *at != '\0'; at++)
            if (*at == '_')
                *at = '-';
        return language;
    }
    return "en";
}

static enum status
open_store(struct cli *cli)
{
    const char *code = "store.failed";
    enum status status = cli->program->open_store(cli->program, &code);
    if (status == STATUS_OK)
        return STATUS_OK;
    const char *address = cli->program->address;
    (void)cli_complain(cli, status, code, "address",
                       strstr(address, "://") != NULL ? "PostgreSQL" : address);
    return status;
}

static int
perform(struct cli *cli)
{
    struct doc *raw;
    struct answer answer;
    struct caller who = {.credential = CREDENTIAL_LOCAL};
    enum status status = cli_take_params(cli, &raw);
    if (status != STATUS_OK)
        return code_exit(status);
    status = open_store(cli);
    if (status != STATUS_OK)
        return code_exit(status);
    call_perform(&cli->program->desk, cli->row, raw, &who, cli->arena, &answer);
    cli->reader = reader_of(&answer.who, language_of_terminal(cli->arena));
    if (answer.status != STATUS_OK)
        return cli_show_problem(cli, answer.problem, answer.status);
    if (answer.document == NULL)
        answer.document = doc_map(cli->arena);
    const char *job = doc_text_of(answer.document, "job");
    if (cli->row->effect != EFFECT_READ && job[0] != '\0')
        return cli_finish_job(cli, job);
    if (cli->row->effect != EFFECT_READ && doc_text_of(answer.document, "outbox")[0] != '\0')
        return cli_finish_mail(cli, raw, &answer);
    return cli_show_answer(cli, raw, &answer);
}

static const struct cli_command *
find_command(const struct cli *cli)
{
    if (cli->token_count == 0)
        return NULL;
    for (const struct cli_command *command = cli_commands; command->name != NULL; command++)
        if (strcmp(command->name, cli->tokens[0]) == 0)
            return command;
    return NULL;
}

static bool
begins_a_command(const struct cli *cli, const char *word)
{
    size_t length = strlen(word);
    for (const struct cli_command *command = cli_commands; command->name != NULL; command++)
        if (strcmp(command->name, word) == 0)
            return true;
    for (const struct call_row *const *table = cli->program->desk.tables; *table != NULL; table++)
        for (const struct call_row *row = *table; row->name != NULL; row++)
            if (!row->internal && strncmp(row->name, word, length) == 0 &&
                (row->name[length] == '\0' || row->name[length] == ' '))
                return true;
    return false;
}

/* "help" is ours as long as it stands before the name of a command; before other words it searches, and
 * "help --help" tells of that. */
static bool
is_for_row(const struct cli *cli, const struct cli_command *command)
{
    if (strcmp(command->name, "help") != 0)
        return false;
    return cli->token_count > 1 ? !begins_a_command(cli, cli->tokens[1]) : cli->help;
}

static int
dispatch(struct cli *cli)
{
    if (cli->version) {
        static const char version[] = "rapport " RAPPORT_VERSION "\n";
        return cli_print(version, sizeof version - 1);
    }
    if (cli->token_count == 0)
        return cli_help(cli);
    const struct cli_command *command = find_command(cli);
    if (command != NULL && !is_for_row(cli, command)) {
        cli->tokens++;
        cli->token_count--;
        if (cli->help) {
            cli->token_count = 0;
            return cli_help(cli);
        }
        return command->run(cli);
    }
    cli->row = cli_take_row(cli);
    if (cli->row == NULL)
        return cli->help ? cli_help(cli) : cli_suggest(cli);
    return cli->help ? cli_help_row(cli, cli->row) : perform(cli);
}

int
cli_run(struct program *program, int argc, char **argv)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct cli cli = {.program = program, .arena = &arena, .format = "table", .file_fd = -1};
    cli.reader = reader_open(language_of_terminal(&arena), "UTC", clock_now());
    enum status status = cli_take_globals(&cli, argc, argv);
    int code = status == STATUS_OK ? dispatch(&cli) : code_exit(status);
    program->close_store(program);
    if (cli.file_fd >= 0)
        (void)close(cli.file_fd);
    return code;
}
