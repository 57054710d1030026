/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c - introduces the rooms to each other: the calls of domain/, the store and the faces. */
#include "base/file.h"
#include "base/log.h"
#include "domain/people.h"
#include "domain/tables.h"
#include "faces/cli.h"
#include "store/migrate.h"
#include "text/fold.h"
#include "text/terms.h"
#include "views/page.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Uploads wait beside the file of the store; with a server's store, in this person's own folder. */
static void
find_incoming(struct program *program)
{
    static char folder[PATH_MAX];
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    static const char name[] = "/incoming";
    if (store_engine(program->desk.store) != ENGINE_SQLITE ||
        realpath(folder_of(&arena, program->address), folder) == NULL ||
        strlen(folder) + sizeof name > sizeof folder)
        return;
    memcpy(folder + strlen(folder), name, sizeof name);
    program->desk.incoming = folder;
}

static enum status
open_store(struct program *program, const char **out_problem)
{
    const char *problem = "store.failed";
    struct store *store;
    enum status status = store_open(program->address, STORE_CREATE, &store, &problem);
    if (status == STATUS_OK) {
        program->desk.store = store;
        find_incoming(program);
        status = migrate(store, &problem);
    }
    program->desk.kept = program->kept;
    if (status == STATUS_OK && program->kept)
        store_leave_log(store);
    if (status != STATUS_OK)
        *out_problem = problem;
    return status;
}

static void
close_store(struct program *program)
{
    store_close(&program->desk.store);
}

static const char *
tell_problem(const struct program *program)
{
    return program->desk.store == NULL ? "" : store_problem(program->desk.store);
}

/* RAPPORT_DB, else the place for data of this person. */
static const char *
default_address(struct arena *arena)
{
    const char *given = getenv("RAPPORT_DB");
    char *path = NULL;
    if (given != NULL && given[0] != '\0')
        return given;
    return file_data_path(arena, "rapport.db", &path) == STATUS_OK ? path : NULL;
}

/* The server that sends for everybody here; NULL: each person names one. */
static const char *
house_mail_server(void)
{
    const char *given = getenv("RAPPORT_SMTP");
    return given == NULL || given[0] == '\0' ? NULL : given;
}

int
main(int argc, char **argv)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    log_open("rapport");
    const char *strict = getenv("RAPPORT_STRICT");
    page_strict = strict != NULL && strcmp(strict, "1") == 0;
    struct program program = {
        .desk = {.tables = domain_tables,
                 .jobs = domain_jobs,
                 .fold = text_fold,
                 .name_keys = text_name_keys,
                 .terms = text_terms,
                 .mail_server = house_mail_server(),
                 .terms_version = TERMS_VERSION,
                 .refresh = people_refresh},
        .address = default_address(&arena),
        .open_store = open_store,
        .close_store = close_store,
        .store_problem = tell_problem,
    };
    return cli_run(&program, argc, argv);
}
