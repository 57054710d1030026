/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/cli.h"
#include "faces/codes.h"
#include "faces/digits.h"
#include "faces/supervisor.h"

enum { WORKERS_DEFAULT = 2 };

static enum status
read_workers(struct cli *cli, int *out_workers)
{
    const char *text = cli_take_option(cli, "workers", false);
    *out_workers = WORKERS_DEFAULT;
    if (text == NULL)
        return STATUS_OK;
    int64_t number = digits_whole(text, WORKERS_MAX);
    if (number < 1) {
        (void)cli_complain(cli, STATUS_INVALID, "serve.workers", "given", text);
        return STATUS_INVALID;
    }
    *out_workers = (int)number;
    return STATUS_OK;
}

static enum status
read_listen(struct cli *cli, struct http_site *site)
{
    const char *text = cli_take_option(cli, "listen", false);
    *site = (struct http_site){.address = "127.0.0.1", .port = PORT_DEFAULT};
    if (text == NULL || listen_read(text, cli->arena, site) == STATUS_OK)
        return STATUS_OK;
    (void)cli_complain(cli, STATUS_INVALID, "serve.listen", "given", text);
    return STATUS_INVALID;
}

static void
read_names(struct cli *cli, struct http_site *site)
{
    const char *name;
    int count = 0;
    while (count < SITE_NAMES_MAX && (name = cli_take_option(cli, "host", false)) != NULL)
        site->names[count++] = name;
}

int
cli_serve(struct cli *cli)
{
    struct serve_options options = {0};
    if (read_listen(cli, &options.site) != STATUS_OK ||
        read_workers(cli, &options.workers) != STATUS_OK)
        return code_exit(STATUS_INVALID);
    read_names(cli, &options.site);
    options.site.open_access = cli_take_option(cli, "open-access", true) != NULL;
    options.browse = cli_take_option(cli, "no-browser", true) == NULL;
    if (cli->token_count > 0)
        return cli_complain(cli, STATUS_INVALID, "cli.too_many_words", "word", cli->tokens[0]);
    return supervisor_run(cli->program, &options);
}
