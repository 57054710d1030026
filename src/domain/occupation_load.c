/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A newer release of the table, for everybody on this store (docs/decisions/0014). */
#include "base/base64.h"
#include "base/file.h"
#include "base/sha256.h"
#include "domain/common.h"
#include "domain/import_file.h"
#include "domain/occupation_release.h"
#include "domain/occupations.h"
#include "formats/onet.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 256 * 1024 };

/* What a job is loading, kept in the process from one slice to the next. */
static struct {
    bool read;
    char job[40];
    struct arena arena;
    enum status status;
    struct occupation_release release;
    char digest[2 * SHA256_BYTES + 1];
} desk_copy;

/* ---- the call ---- */

/* Where the runner finds what was named: a folder as it is, a file by import_file.h. */
static enum status
take_source(struct call *call, const struct doc *given, const char *id, struct doc *source)
{
    const char *path = doc_text_of(given, "path");
    struct stat state;
    FILE_HERE int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &state) != 0)
        return call_invalid(call, "file", "import.no_file", NULL);
    if (!S_ISDIR(state.st_mode))
        return import_take_source(call, file, path, id, source);
    char *real = arena_take(call->arena, PATH_MAX);
    doc_set_text(source, "path", realpath(path, real) == NULL ? path : real);
    doc_set_bool(source, "ours", false);
    return STATUS_OK;
}

static enum status
load_run(struct call *call, struct doc **out_answer)
{
    const struct doc *bls = doc_get(call->params, "bls");
    struct doc *answer = doc_map(call->arena), *input = doc_map(call->arena);
    struct doc *source = doc_map(call->arena), *projections = doc_map(call->arena);
    const char *job, *id = arena_print(call->arena, "occupations-%lld", (long long)call->now);
    TRY(take_source(call, doc_get(call->params, "file"), id, source));
    doc_set(input, "source", *source);
    if (!doc_is_empty(bls)) {
        TRY(take_source(call, bls, arena_print(call->arena, "%s-bls", id), projections));
        doc_set(input, "projections", *projections);
    }
    TRY(job_start(call, occupation_load_job.name, input, 0, "/occupations", &job));
    doc_set_text(answer, "job", job);
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
reset_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena), *params = doc_map(call->arena);
    TRY(store_run(call->store, &sql_occupation_table_clear, params, NULL));
    TRY(store_run(call->store, &sql_occupation_chunk_sweep, params, NULL));
    TRY(occupation_credit(call, answer));
    *out_answer = answer;
    return STATUS_OK;
}

/* ---- the job ---- */

static void
let_go(void)
{
    if (desk_copy.read)
        arena_close(&desk_copy.arena);
    desk_copy.read = false;
}

static enum status
read_release(struct desk *desk, const struct job *job)
{
    const struct doc *source = doc_get(job->input, "source");
    const struct doc *projections = doc_get(job->input, "projections");
    const struct occupations *before;
    unsigned char digest[SHA256_BYTES];
    TRY(occupations_in_store(desk->store, &before));
    TRY(occupation_release_read(&desk_copy.arena, doc_text_of(source, "path"),
                                doc_is_empty(projections) ? NULL : doc_text_of(projections, "path"),
                                before, &desk_copy.release));
    const struct buffer *table = &desk_copy.release.table;
    sha256_of(buffer_read(table), table->length, digest);
    hex_write(digest, sizeof digest, desk_copy.digest);
    return STATUS_OK;
}

/* Seconds of work, in nobody's way. What is wrong with the files is said by the slice. */
static enum status
load_prepare(struct desk *desk, const struct job *job)
{
    if (desk_copy.read && strcmp(desk_copy.job, job->id) == 0)
        return STATUS_OK;
    let_go();
    arena_open(&desk_copy.arena);
    desk_copy.read = true;
    memset(desk_copy.job, 0, sizeof desk_copy.job);
    memcpy(desk_copy.job, job->id, strnlen(job->id, sizeof desk_copy.job - 1));
    desk_copy.status = read_release(desk, job);
    return desk_copy.status == STATUS_INVALID ? STATUS_OK : desk_copy.status;
}

static enum status
fail(struct call *call, struct job *job)
{
    const struct occupation_release *release = &desk_copy.release;
    struct doc *arguments = doc_map(call->arena);
    doc_set_text(arguments, "status", "invalid");
    doc_set_text(arguments, "file",
                 release->file == NULL ? "" : arena_text(call->arena, release->file));
    doc_set_text(arguments, "column",
                 release->field == NULL ? "" : arena_text(call->arena, release->field));
    doc_set_int(arguments, "line", release->line);
    job_fail(call, job, release->code == NULL ? "onet.unreadable" : release->code, arguments);
    return STATUS_OK;
}

static enum status
put_in_force(struct call *call)
{
    struct doc *params = doc_map(call->arena);
    doc_set_text(params, "digest", desk_copy.digest);
    doc_set_text(params, "release_on", desk_copy.release.on);
    doc_set_int(params, "size", (int64_t)desk_copy.release.table.length);
    doc_set_int(params, "loaded_at", call->now);
    TRY(store_run(call->store, &sql_occupation_table_save, params, NULL));
    return store_run(call->store, &sql_occupation_chunk_sweep, doc_map(call->arena), NULL);
}

static enum status
load_slice(struct call *call, struct job *job)
{
    const struct buffer *table = &desk_copy.release.table;
    int64_t n = doc_int_of(job->input, "n"), size = (int64_t)table->length;
    if (!desk_copy.read)
        return STATUS_FAILED;
    if (desk_copy.status == STATUS_INVALID)
        return fail(call, job);
    /* Files that changed between two tries are another table: from its beginning. */
    if (strcmp(doc_text_of(job->input, "digest"), desk_copy.digest) != 0)
        n = 0;
    doc_set_text(job->input, "digest", arena_text(call->arena, desk_copy.digest));
    do {
        struct doc *params = doc_map(call->arena);
        int64_t at = n * CHUNK, length = size - at < CHUNK ? size - at : CHUNK;
        doc_set_text(params, "digest", desk_copy.digest);
        doc_set_int(params, "n", n++);
        doc_set(params, "data", doc_text_n(buffer_read(table) + at, (size_t)length));
        TRY(store_run(call->store, &sql_occupation_chunk_insert, params, NULL));
    } while (n * CHUNK < size && !job_is_over(job));
    doc_set_int(job->input, "n", n);
    job->total = (size + CHUNK - 1) / CHUNK;
    job->progress = n;
    job->finished = n * CHUNK >= size;
    return job->finished ? put_in_force(call) : STATUS_OK;
}

static void
drop(const struct doc *source)
{
    if (doc_bool_of(source, "ours"))
        (void)unlink(doc_text_of(source, "path"));
}

/* What a load that did not come to its end has left goes; the table in force stays. */
static enum status
load_ended(struct call *call, struct job *job, const char *state)
{
    drop(doc_get(job->input, "source"));
    drop(doc_get(job->input, "projections"));
    let_go();
    if (strcmp(state, "done") == 0)
        return STATUS_OK;
    return store_run(call->store, &sql_occupation_chunk_sweep, doc_map(call->arena), NULL);
}

const struct job_kind occupation_load_job = {
    .name = "occupation load", .prepare = load_prepare, .slice = load_slice, .ended = load_ended};

static const struct param load_params[] = {
    {.name = "bls",
     .kind = PARAM_FILE,
     .most = ONET_FILE_MAX,
     .label = N_("Newer projections"),
     .help =
         N_("Table 1.2 of the Employment Projections of the Bureau of Labor Statistics, as CSV")},
    {.name = "file",
     .kind = PARAM_FILE,
     .required = true,
     .folder = true,
     .most = RELEASE_ARCHIVE_MAX,
     .label = N_("Release"),
     .help = N_("A folder or a ZIP archive with the text files of an O*NET database release")},
    {0},
};

const struct call_row occupation_load_rows[] = {
    {.name = "occupation load",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_ADMINISTRATOR,
     .params = load_params,
     .argument = "file",
     .run = load_run,
     .next = "/job/{job}",
     .help = N_("Load a newer release of the table of occupations, for everybody here"),
     .example = "rapport occupation load db_30_2_text.zip --bls=occupation.csv"},
    {.name = "occupation reset",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_ADMINISTRATOR,
     .params = no_params,
     .run = reset_run,
     .next = "/occupations",
     .help = N_("Go back to the table of occupations that came with Rapport"),
     .example = "rapport occupation reset"},
    {0},
};
