/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"
#include "base/utf8.h"
#include "faces/cli.h"
#include "faces/codes.h"
#include "faces/spool.h"
#include "faces/suggest.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The value behind "--name=", or NULL when the token is another option. */
static const char *
value_of(const char *token, const char *name)
{
    size_t length = strlen(name);
    if (strncmp(token, "--", 2) != 0 || strncmp(token + 2, name, length) != 0)
        return NULL;
    return token[2 + length] == '=' ? token + 3 + length : NULL;
}

/* An option that every command knows; `next` may be its value. 0: it is none, else how many of the
 * two were used. */
static int
take_global(struct cli *cli, const char *token, const char *next)
{
    const char **places[] = {&cli->program->address, &cli->format, &cli->output};
    static const char *const names[] = {"db", "format", "output"};
    for (int i = 0; i < 3; i++) {
        const char *value = value_of(token, names[i]);
        if (value != NULL) {
            *places[i] = value;
            return 1;
        }
        if (strncmp(token, "--", 2) == 0 && strcmp(token + 2, names[i]) == 0 && next != NULL) {
            *places[i] = next;
            return 2;
        }
    }
    if (strcmp(token, "--help") == 0 || strcmp(token, "-h") == 0)
        cli->help = true;
    else if (strcmp(token, "--version") == 0)
        cli->version = true;
    else
        return 0;
    return 1;
}

enum status
cli_take_globals(struct cli *cli, int argc, char **argv)
{
    cli->tokens = arena_alloc(cli->arena, (size_t)(argc + 1) * sizeof *cli->tokens);
    if (argc > CLI_TOKENS_MAX) {
        (void)cli_complain(cli, STATUS_INVALID, "cli.too_many_words", "word", argv[argc - 1]);
        return STATUS_INVALID;
    }
    for (int i = 1; i < argc; i++) {
        if (!utf8_valid(argv[i], strlen(argv[i]))) {
            (void)cli_complain(cli, STATUS_INVALID, "cli.not_utf8", NULL, NULL);
            return STATUS_INVALID;
        }
        int used = take_global(cli, argv[i], argv[i + 1]);
        if (used == 0)
            cli->tokens[cli->token_count++] = argv[i];
        else
            i += used - 1;
    }
    if (cli->program->address != NULL && cli->program->address[0] != '\0')
        return STATUS_OK;
    (void)cli_complain(cli, STATUS_INVALID, "cli.no_address", NULL, NULL);
    return STATUS_INVALID;
}

/* Do the first `count` tokens spell this name? */
static bool
spells(const struct cli *cli, int count, const char *name)
{
    for (int i = 0; i < count; i++) {
        size_t length = strlen(cli->tokens[i]);
        if (strncmp(name, cli->tokens[i], length) != 0)
            return false;
        name += length;
        if (i + 1 < count && *name++ != ' ')
            return false;
    }
    return *name == '\0';
}

const struct call_row *
cli_take_row(struct cli *cli)
{
    int words = 0;
    while (words < cli->token_count && words < CLI_WORDS_MAX && cli->tokens[words][0] != '-')
        words++;
    for (; words > 0; words--)
        for (const struct call_row *const *table = cli->program->desk.tables; *table != NULL;
             table++)
            for (const struct call_row *row = *table; row->name != NULL; row++)
                if (!row->internal && spells(cli, words, row->name)) {
                    cli->tokens += words;
                    cli->token_count -= words;
                    return row;
                }
    return NULL;
}

static const struct param *
find_param(const struct call_row *row, const char *name)
{
    size_t length = strcspn(name, ".");
    for (const struct param *param = row->params; param != NULL && param->name != NULL; param++)
        if (strlen(param->name) == length && strncmp(param->name, name, length) == 0 &&
            (name[length] == '\0' || param->kind == PARAM_ROWS))
            return param;
    return NULL;
}

static enum status
copy_input(struct cli *cli, const struct param *param, int from, int64_t *out_size)
{
    enum status status = spool_copy(from, param->most, &cli->file_fd, out_size);
    if (status == STATUS_INVALID)
        (void)cli_complain(cli, status, "cli.file_too_large", "name", param->name);
    else if (status != STATUS_OK)
        (void)cli_complain(cli, status, "call.no_room", NULL, NULL);
    return status;
}

/* A file by its path, or what comes in as "-". What is no plain file is copied, for it can be read only
 * once. */
static enum status
take_file(struct cli *cli, const struct param *param, const char *path, struct doc *out_value)
{
    struct stat state;
    struct doc *file = doc_map(cli->arena);
    const char *slash = strrchr(path, '/');
    bool input = strcmp(path, "-") == 0;
    int fd = input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &state) != 0 || (S_ISDIR(state.st_mode) && !param->folder)) {
        enum status status = fd >= 0           ? STATUS_INVALID
                             : errno == EACCES ? STATUS_FORBIDDEN
                                               : STATUS_MISSING;
        (void)cli_complain(cli, status, "cli.no_file", "path", path);
        if (fd >= 0 && !input)
            (void)close(fd);
        return status;
    }
    bool folder = S_ISDIR(state.st_mode);
    int64_t size = folder ? 0 : state.st_size;
    doc_set_text(file, "name", slash == NULL ? path : slash + 1);
    doc_set_text(file, "path", path);
    enum status status = STATUS_OK;
    if (input || !(S_ISREG(state.st_mode) || folder)) {
        status = copy_input(cli, param, fd, &size);
        doc_set_text(file, "path", spool_path(cli->file_fd, cli->arena));
    }
    if (!input)
        (void)close(fd);
    doc_set_int(file, "size", size);
    *out_value = *file;
    return status;
}

static enum status
read_input(struct cli *cli, const char **out_text)
{
    struct buffer text;
    char bytes[4096];
    ssize_t got;
    buffer_open(&text, cli->arena, CLI_STDIN_MAX);
    while ((got = read(STDIN_FILENO, bytes, sizeof bytes)) > 0)
        buffer_add(&text, bytes, (size_t)got);
    *out_text = buffer_read(&text);
    if (got == 0 && buffer_status(&text) == STATUS_OK && strlen(*out_text) == text.length)
        return STATUS_OK;
    (void)cli_complain(cli, STATUS_INVALID, "call.too_large", NULL, NULL);
    return STATUS_INVALID;
}

static enum status
set_param(struct cli *cli, const struct param *param, const char *name, const char *value,
          struct doc *raw)
{
    struct doc given = doc_text(value);
    if (param->kind == PARAM_FILE) {
        TRY(take_file(cli, param, value, &given));
    } else if (param->kind == PARAM_LINES && strcmp(value, "-") == 0) {
        TRY(read_input(cli, &value));
        given = doc_text(value);
    }
    doc_set(raw, name, given);
    return STATUS_OK;
}

static enum status
refuse_option(struct cli *cli, const char *name)
{
    const char *nearest = suggest_option(cli->row, name);
    struct doc *problem = problem_new(cli->arena, STATUS_INVALID,
                                      nearest == NULL ? "cli.unknown_option" : "cli.option_meant");
    doc_set_text(problem, "option", name);
    doc_set_text(problem, "nearest", nearest);
    doc_set_text(problem, "command", cli->row->name);
    (void)cli_show_problem(cli, problem, STATUS_INVALID);
    return STATUS_INVALID;
}

/* "--how-found" and "--how_found" are the same. */
static const char *
option_name(struct cli *cli, const char *token)
{
    char *name = arena_copy(cli->arena, token + 2, strcspn(token + 2, "="));
    for (char *at = name; *at != '\0'; at++)
        if (*at == '-')
            *at = '_';
    return name;
}

/* One option at tokens[*at]; its value may be the next token, then *at moves on. */
static enum status
take_option(struct cli *cli, int *at, struct doc *raw)
{
    const char *token = cli->tokens[*at];
    const char *name = option_name(cli, token);
    const char *equals = strchr(token, '=');
    const struct param *param = find_param(cli->row, name);
    if (param == NULL && strncmp(name, "no_", 3) == 0 && equals == NULL) {
        param = find_param(cli->row, name + 3);
        if (param != NULL && param->kind == PARAM_BOOL)
            return set_param(cli, param, name + 3, "false", raw);
        param = NULL;
    }
    if (param == NULL)
        return refuse_option(cli, name);
    if (equals != NULL)
        return set_param(cli, param, name, equals + 1, raw);
    if (param->kind == PARAM_BOOL)
        return set_param(cli, param, name, "true", raw);
    if (*at + 1 < cli->token_count)
        return set_param(cli, param, name, cli->tokens[++*at], raw);
    (void)cli_complain(cli, STATUS_INVALID, "cli.no_value", "option", name);
    return STATUS_INVALID;
}

enum status
cli_take_params(struct cli *cli, struct doc **out_raw)
{
    struct doc *raw = doc_map(cli->arena);
    const char *argument = NULL;
    bool options = true;
    for (int i = 0; i < cli->token_count; i++) {
        const char *token = cli->tokens[i];
        if (options && strcmp(token, "--") == 0) {
            options = false;
        } else if (options && strncmp(token, "--", 2) == 0) {
            TRY(take_option(cli, &i, raw));
        } else if (argument != NULL || cli->row->argument == NULL) {
            (void)cli_complain(cli, STATUS_INVALID, "cli.too_many_words", "word", token);
            return STATUS_INVALID;
        } else {
            argument = token;
            TRY(set_param(cli, find_param(cli->row, cli->row->argument), cli->row->argument, token,
                          raw));
        }
    }
    *out_raw = raw;
    return STATUS_OK;
}

const char *
cli_take_option(struct cli *cli, const char *name, bool flag)
{
    for (int i = 0; i < cli->token_count; i++) {
        const char *token = cli->tokens[i];
        const char *value = value_of(token, name);
        bool bare = strncmp(token, "--", 2) == 0 && strcmp(token + 2, name) == 0;
        int used = value != NULL || (bare && flag) ? 1 : bare && i + 1 < cli->token_count ? 2 : 0;
        if (used == 0)
            continue;
        if (value == NULL)
            value = flag ? "true" : cli->tokens[i + 1];
        for (int rest = i; rest + used < cli->token_count; rest++)
            cli->tokens[rest] = cli->tokens[rest + used];
        cli->token_count -= used;
        return value;
    }
    return NULL;
}
