/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clock.h"
#include "base/log.h"
#include "faces/cli.h"
#include "faces/codes.h"
#include "faces/deliver.h"
#include "views/words.h"

#include <string.h>

enum { DELIVER_MOST_MS = 60 * 1000 }; /* then the rest is the server's, or the next command's */

/* What is due goes out here and now: there may be no server whose runner would do it. What cannot go comes back later,
 * and is not waited for. The call that put it there holds in any case, so a failure is only logged. */
static void
deliver_due(struct cli *cli)
{
    bool idle = false;
    enum status status = STATUS_OK;
    int64_t until_ms = clock_monotonic_ms() + DELIVER_MOST_MS;
    ARENA_HERE struct arena slice;
    arena_open(&slice);
    while (!idle && status == STATUS_OK && clock_monotonic_ms() < until_ms) {
        status = deliver_next(cli->program, &slice, NULL, NULL, &idle);
        arena_reset(&slice);
    }
    if (status != STATUS_OK)
        log_event(LOG_ERROR, "outbox.deliver", "status=%s", status_name(status));
}

static enum status
perform(struct cli *cli, const char *name, const struct doc *raw, struct answer *out_answer)
{
    struct caller who = {.credential = CREDENTIAL_LOCAL};
    cli->row = call_find(&cli->program->desk, name);
    call_perform(&cli->program->desk, cli->row, raw, &who, cli->arena, out_answer);
    return out_answer->status;
}

/* "It has gone out." and, if not, why. */
static int
say_standing(struct cli *cli, const struct doc *mail)
{
    const char *trouble = doc_text_of(mail, "trouble");
    const char *said = words_say(&cli->reader, cli->arena, doc_text_of(mail, "code"), NULL);
    const char *why = trouble[0] == '\0' ? "" : words_say(&cli->reader, cli->arena, trouble, NULL);
    const char *lines = arena_print(cli->arena, "%s%s%s\n", said, why[0] == '\0' ? "" : "\n", why);
    return cli_print(lines, strlen(lines));
}

int
cli_finish_mail(struct cli *cli, const struct doc *raw, struct answer *answer)
{
    const struct call_row *row = cli->row;
    struct answer after;
    struct doc *params = doc_map(cli->arena);
    const char *mail = doc_text_of(answer->document, "outbox");
    bool all = strcmp(mail, "all") == 0;
    deliver_due(cli);
    if (!all)
        doc_set_text(params, "id", mail);
    if (perform(cli, all ? CALL_OUTBOX_LIST : CALL_OUTBOX_READ, params, &after) != STATUS_OK)
        return cli_show_problem(cli, after.problem, after.status);
    if (all)
        return cli_show_answer(cli, params, &after);
    cli->row = row;
    doc_set(answer->document, "standing", *doc_get(after.document, "standing"));
    int code = cli_show_answer(cli, raw, answer);
    return code != 0 || strcmp(cli->format, "table") != 0 ? code
                                                          : say_standing(cli, after.document);
}
