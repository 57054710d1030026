/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/cli.h"
#include "faces/codes.h"
#include "faces/route.h"
#include "faces/suggest.h"
#include "text/catalog.h"
#include "views/words.h"

#include <limits.h>
#include <string.h>

enum { HELP_MAX = 256 * 1024, NAME_COLUMN = 24, OPTION_COLUMN = 32, HELP_WIDTH = 96 };

/* The list under construction, of commands that begin with `prefix`. */
struct listing {
    struct cli *cli;
    struct buffer buffer;
    const char *prefix;
    int count;
};

static const char *
translated(const struct cli *cli, const char *english)
{
    return english == NULL ? "" : catalog_text(cli->reader.catalog, english);
}

static const char *
said(struct cli *cli, const char *code)
{
    return words_say(&cli->reader, cli->arena, code, NULL);
}

const char *
cli_value_word(const struct param *param, struct arena *arena)
{
    static const char *const words[] = {
        [PARAM_TEXT] = "TEXT",
        [PARAM_LINES] = "TEXT",
        [PARAM_INT] = "NUMBER",
        [PARAM_BOOL] = "yes|no",
        [PARAM_ID] = "ID",
        [PARAM_CHOICE] = "WORD",
        [PARAM_DATE] = "YYYY-MM-DD",
        [PARAM_TIME] = "YYYY-MM-DDTHH:MM",
        [PARAM_INSTANT] = "YYYY-MM-DDTHH:MM:SSZ",
        [PARAM_ZONE] = "ZONE",
        [PARAM_EMAIL] = "ADDRESS",
        [PARAM_URL] = "URL",
        [PARAM_ROWS] = "TEXT",
        [PARAM_FILE] = "FILE",
    };
    if (param->kind != PARAM_CHOICE || param->choices == NULL)
        return words[param->kind];
    struct buffer choices;
    buffer_open(&choices, arena, 1024);
    for (int i = 0; param->choices[i] != NULL; i++)
        buffer_print(&choices, "%s%s", i == 0 ? "" : "|", param->choices[i]);
    return buffer_read(&choices);
}

/* What may be said where other words are taken too. */
static void
add_offered(struct buffer *buffer, const struct param *param)
{
    size_t at = HELP_WIDTH;
    if (param->kind != PARAM_TEXT || param->choices == NULL)
        return;
    for (int i = 0; param->choices[i] != NULL; i++) {
        const char *comma = param->choices[i + 1] == NULL ? "" : ",";
        size_t length = strlen(param->choices[i]) + strlen(comma);
        bool fits = at + 1 + length <= HELP_WIDTH;
        if (fits)
            buffer_byte(buffer, ' ');
        else
            buffer_print(buffer, "%s  %*s  ", i == 0 ? "" : "\n", OPTION_COLUMN, "");
        at = length + (fits ? at + 1 : OPTION_COLUMN + 4);
        buffer_print(buffer, "%s%s", param->choices[i], comma);
    }
    buffer_byte(buffer, '\n');
}

/* "  --name=TEXT     Name. How people call them." */
static void
add_param(struct cli *cli, struct buffer *buffer, const char *prefix, const struct param *param)
{
    const char *option = arena_print(cli->arena, "--%s%s=%s", prefix, param->name,
                                     cli_value_word(param, cli->arena));
    if (strlen(option) > OPTION_COLUMN)
        buffer_print(buffer, "  %s\n  %*s", option, OPTION_COLUMN, "");
    else
        buffer_print(buffer, "  %-*s", OPTION_COLUMN, option);
    buffer_print(buffer, "  %s", translated(cli, param->label));
    if (param->required || param->needed)
        buffer_print(buffer, " (%s)", said(cli, "cli.help_needed"));
    if (param->help != NULL)
        buffer_print(buffer, ". %s", translated(cli, param->help));
    buffer_byte(buffer, '\n');
    add_offered(buffer, param);
}

static void
add_params(struct cli *cli, struct buffer *buffer, const struct param *params)
{
    for (const struct param *param = params; param != NULL && param->name != NULL; param++) {
        if (param->kind != PARAM_ROWS) {
            add_param(cli, buffer, "", param);
            continue;
        }
        const char *prefix = arena_print(cli->arena, "%s.0.", param->name);
        for (const struct param *row = param->rows; row != NULL && row->name != NULL; row++)
            add_param(cli, buffer, prefix, row);
    }
}

int
cli_help_row(struct cli *cli, const struct call_row *row)
{
    struct buffer buffer;
    buffer_open(&buffer, cli->arena, HELP_MAX);
    if (row->example != NULL)
        buffer_print(&buffer, "  %s\n\n", row->example);
    buffer_print(&buffer, "%s.\n\n", translated(cli, row->help));
    buffer_print(&buffer, "rapport %s", row->name);
    if (row->argument != NULL)
        buffer_print(&buffer, " [%s]", row->argument);
    if (row->params != NULL && row->params->name != NULL)
        buffer_text(&buffer, " [--name=value ...]");
    buffer_byte(&buffer, '\n');
    add_params(cli, &buffer, row->params);
    if (row->suffix != NULL)
        buffer_print(&buffer, "  %-*s  %s\n", OPTION_COLUMN,
                     arena_print(cli->arena, "--format=%s", row->suffix),
                     said(cli, "cli.help_format"));
    return cli_print(buffer_read(&buffer), buffer.length);
}

static void
add_line(struct buffer *buffer, const char *name, const char *help)
{
    buffer_print(buffer, "  %-*s  %s\n", NAME_COLUMN, name, help);
}

/* Does the name begin with these words, whole? */
static bool
begins(const char *name, const char *words)
{
    size_t length = strlen(words);
    return length == 0 ||
           (strncmp(name, words, length) == 0 && (name[length] == ' ' || name[length] == '\0'));
}

static void
list_row(void *context, const struct call_row *row)
{
    struct listing *listing = context;
    if (!begins(row->name, listing->prefix))
        return;
    listing->count++;
    add_line(&listing->buffer, row->name, translated(listing->cli, row->help));
}

static const char *
join_tokens(struct cli *cli)
{
    struct buffer words;
    buffer_open(&words, cli->arena, 1024);
    for (int i = 0; i < cli->token_count && cli->tokens[i][0] != '-'; i++)
        buffer_print(&words, "%s%.100s", i == 0 ? "" : " ", cli->tokens[i]);
    return buffer_read(&words);
}

/* What is told by the environment, to every command. */
static void
add_settings(struct cli *cli, struct buffer *buffer)
{
    static const char *const settings[][2] = {
        {"RAPPORT_DB", "cli.setting.rapport_db"},
        {"RAPPORT_LOG", "cli.setting.rapport_log"},
        {"RAPPORT_SMTP", "cli.setting.rapport_smtp"},
        {"RAPPORT_SMTP_PASSWORD_FILE", "cli.setting.rapport_smtp_password_file"},
        {"RAPPORT_SMTP_PASSWORD", "cli.setting.rapport_smtp_password"},
        {"RAPPORT_SMTP_CA", "cli.setting.rapport_smtp_ca"},
        {"RAPPORT_CLOCK", "cli.setting.rapport_clock"}};
    buffer_print(buffer, "\n%s\n", said(cli, "cli.help_settings"));
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        buffer_print(buffer, "  %-*s  %s\n", OPTION_COLUMN, settings[i][0],
                     said(cli, settings[i][1]));
}

/* Everything there is. */
static void
add_overview(struct cli *cli, struct listing *listing)
{
    struct buffer *buffer = &listing->buffer;
    buffer_print(buffer, "%s\n\n", said(cli, "cli.help_title"));
    buffer_text(buffer,
                "rapport [--db=FILE] [--format=table|json] [--output=FILE] COMMAND [ARGUMENT] "
                "[--name=value ...]\n\n");
    for (const struct cli_command *command = cli_commands; command->name != NULL; command++)
        add_line(buffer, command->name, said(cli, command->help));
    buffer_byte(buffer, '\n');
    route_each(&cli->program->desk, list_row, listing);
    add_settings(cli, buffer);
    buffer_print(buffer, "\n%s\n", said(cli, "cli.help_more"));
}

int
cli_help(struct cli *cli)
{
    const char *words = join_tokens(cli);
    struct listing listing = {.cli = cli, .prefix = words};
    buffer_open(&listing.buffer, cli->arena, HELP_MAX);
    if (words[0] == '\0') {
        add_overview(cli, &listing);
        return cli_print(buffer_read(&listing.buffer), listing.buffer.length);
    }
    const struct call_row *row = call_find(&cli->program->desk, words);
    if (row != NULL && !row->internal)
        return cli_help_row(cli, row);
    route_each(&cli->program->desk, list_row, &listing);
    if (listing.count == 0)
        return cli_suggest(cli);
    return cli_print(buffer_read(&listing.buffer), listing.buffer.length);
}

/* The search for what was meant. */
struct guess {
    struct cli *cli;
    const char *given;
    const char *nearest;
    int best;
};

static void
weigh(struct guess *guess, const char *name)
{
    int distance = edit_distance(guess->given, name);
    if (distance < guess->best) {
        guess->best = distance;
        guess->nearest = name;
    }
}

/* As many words of the tokens as the row has: "persn read 12" is near to "person read". */
static void
weigh_row(void *context, const struct call_row *row)
{
    struct guess *guess = context;
    struct cli *cli = guess->cli;
    struct buffer words;
    buffer_open(&words, cli->arena, 1024);
    int count = 1;
    for (const char *at = row->name; *at != '\0'; at++)
        count += *at == ' ';
    for (int i = 0; i < count && i < cli->token_count; i++)
        buffer_print(&words, "%s%.100s", i == 0 ? "" : " ", cli->tokens[i]);
    guess->given = buffer_read(&words);
    weigh(guess, row->name);
}

int
cli_suggest(struct cli *cli)
{
    const char *words = join_tokens(cli);
    struct listing listing = {.cli = cli, .prefix = words};
    buffer_open(&listing.buffer, cli->arena, HELP_MAX);
    route_each(&cli->program->desk, list_row, &listing);
    struct guess guess = {.cli = cli, .best = INT_MAX};
    route_each(&cli->program->desk, weigh_row, &guess);
    guess.given = cli->token_count > 0 ? cli->tokens[0] : "";
    for (const struct cli_command *command = cli_commands; command->name != NULL; command++)
        weigh(&guess, command->name);
    struct doc *problem = problem_new(cli->arena, STATUS_INVALID, "cli.unknown_command");
    if (words[0] != '\0' && listing.count > 0)
        doc_set_text(problem, "code", "cli.what_with_it");
    else if (guess.nearest != NULL && is_near(guess.nearest, guess.best))
        doc_set_text(problem, "code", "cli.command_meant");
    doc_set_text(problem, "given", words[0] == '\0' ? guess.given : words);
    doc_set_text(problem, "nearest", guess.nearest);
    int code = cli_show_problem(cli, problem, STATUS_INVALID);
    if (words[0] != '\0' && listing.count > 0 && strcmp(cli->format, "json") != 0)
        (void)cli_print(buffer_read(&listing.buffer), listing.buffer.length);
    return code;
}
