/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/log.h"
#include "faces/codes.h"
#include "faces/worker.h"
#include "views/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *
site_authority(const struct http_site *site, struct arena *arena)
{
    bool everywhere = strcmp(site->address, "0.0.0.0") == 0;
    const char *address = everywhere ? "127.0.0.1" : site->address;
    if (strcmp(address, "::") == 0)
        address = "::1";
    if (strchr(address, ':') != NULL)
        return arena_print(arena, "[%s]:%d", address, site->port);
    return arena_print(arena, "%s:%d", address, site->port);
}

void
say_problem(const char *code, const struct doc *arguments, struct arena *arena)
{
    struct caller nobody = {0};
    struct reader reader = reader_of(&nobody, "en");
    (void)fprintf(stderr, "rapport: %s\n", words_say(&reader, arena, code, arguments));
}

/* Replaces this process; a browser that is not there is no reason to complain. */
static void
open_browser(const char *link)
{
    if (getenv("DISPLAY") == NULL && getenv("WAYLAND_DISPLAY") == NULL)
        return;
    if (!isatty(STDOUT_FILENO))
        return;
    (void)execlp("xdg-open", "xdg-open", link, (char *)NULL);
}

static const char *
make_link(struct program *program, const struct http_site *site, struct arena *arena)
{
    const char *root = arena_print(arena, "http://%s", site_authority(site, arena));
    const struct call_row *make = call_find(&program->desk, CALL_SESSION_LINK);
    const struct call_row *start = call_find(&program->desk, CALL_SESSION_START);
    if (site->open_access || make == NULL || start == NULL)
        return arena_print(arena, "%s/", root);
    struct caller who = {.credential = CREDENTIAL_LOCAL};
    struct answer answer;
    call_perform(&program->desk, make, doc_map(arena), &who, arena, &answer);
    if (answer.status != STATUS_OK)
        return NULL;
    return arena_print(arena, "%s%s?token=%s", root, route_path(start, arena),
                       doc_text_of(answer.document, "token"));
}

int
greeter_run(struct program *program, const struct http_site *site, bool browse)
{
    const char *problem = "store.failed";
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    enum status status = program->open_store(program, &problem);
    if (status != STATUS_OK) {
        struct doc *arguments = doc_map(&arena);
        /* A server's address may hold a password. */
        bool server = strstr(program->address, "://") != NULL;
        doc_set_text(arguments, "address", server ? "PostgreSQL" : program->address);
        say_problem(problem, arguments, &arena);
        return code_exit(status);
    }
    const char *link = make_link(program, site, &arena);
    program->close_store(program);
    if (link == NULL) {
        say_problem("serve.no_link", NULL, &arena);
        return code_exit(STATUS_FAILED);
    }
    struct caller nobody = {0};
    struct reader reader = reader_of(&nobody, "en");
    struct doc *arguments = doc_map(&arena);
    doc_set_text(arguments, "link", link);
    (void)printf("%s\n", words_say(&reader, &arena, site->open_access ? "serve.open" : "serve.link",
                                   arguments));
    (void)fflush(stdout);
    if (browse)
        open_browser(link);
    return 0;
}
