/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/occupations.h"

#include "base/asset.h"
#include "base/sha256.h"
#include "domain/common.h"
#include "formats/onet.h"
#include "method/outlook.h"

#include <string.h>

/* When the releases came out that are part of the program (data/occupations/README.md). */
#define BUILT_IN_ON "2025-12"

/* The one table of this process. */
static struct {
    bool read;
    struct arena arena;
    char digest[2 * SHA256_BYTES + 1]; /* of the loaded one; "": the built-in one */
    const char *release_on;            /* or NULL */
    int64_t loaded_at;                 /* 0: it came with the program */
    struct occupations table;
    struct titles *titles;
} shelf;

static enum status
add_chunk(void *context, const struct doc *row)
{
    const struct doc *data = doc_get(row, "data");
    buffer_add(context, data->text, data->count);
    return STATUS_OK;
}

/* `loaded`: its row in the store; NULL: the built-in table. */
static enum status
read_table(struct store *store, const struct doc *loaded, struct arena *arena,
           struct occupations *out_table)
{
    const struct asset *asset = asset_find("data/occupations/table.txt");
    ARENA_HERE struct arena pieces;
    struct buffer bytes;
    int64_t line;
    arena_open(&pieces);
    if (loaded == NULL)
        return asset == NULL
                   ? STATUS_FAILED
                   : occupations_read(arena, asset->bytes, asset->length, out_table, &line);
    buffer_open(&bytes, &pieces, ONET_TABLE_MAX);
    TRY(store_each(store, &sql_occupation_chunk_list, loaded, add_chunk, &bytes));
    TRY(buffer_status(&bytes));
    return occupations_read(arena, buffer_read(&bytes), bytes.length, out_table, &line);
}

/* The one that lay there goes when the new one is read. */
static enum status
take_table(struct store *store, const struct doc *loaded)
{
    struct arena arena;
    struct occupations table;
    arena_open(&arena);
    enum status status = read_table(store, loaded, &arena, &table);
    if (status != STATUS_OK) {
        arena_close(&arena);
        return status == STATUS_INVALID ? STATUS_FAILED : status;
    }
    if (shelf.read)
        arena_close(&shelf.arena);
    const char *on = loaded == NULL ? BUILT_IN_ON : doc_text_of(loaded, "release_on");
    shelf.arena = arena;
    shelf.table = table;
    shelf.titles = NULL;
    shelf.release_on = on[0] == '\0' ? NULL : arena_text(&shelf.arena, on);
    shelf.loaded_at = doc_int_of(loaded, "loaded_at");
    memset(shelf.digest, 0, sizeof shelf.digest);
    if (loaded != NULL)
        memcpy(shelf.digest, doc_text_of(loaded, "digest"),
               strnlen(doc_text_of(loaded, "digest"), sizeof shelf.digest - 1));
    shelf.read = true;
    return STATUS_OK;
}

/* Whoever loaded a table did it for all processes: each looks whether it has the one in force. */
static enum status
look(struct store *store, struct arena *scratch)
{
    struct doc *loaded = NULL;
    enum status status =
        store_row(store, scratch, &sql_occupation_table_read, doc_map(scratch), &loaded);
    if (status != STATUS_OK && status != STATUS_MISSING)
        return status;
    if (status == STATUS_MISSING)
        loaded = NULL;
    if (shelf.read && strcmp(shelf.digest, doc_text_of(loaded, "digest")) == 0)
        return STATUS_OK;
    return take_table(store, loaded);
}

enum status
occupations_in_force(struct call *call, const struct occupations **out_table)
{
    TRY(look(call->store, call->arena));
    *out_table = &shelf.table;
    return STATUS_OK;
}

enum status
occupations_in_store(struct store *store, const struct occupations **out_table)
{
    ARENA_HERE struct arena scratch;
    arena_open(&scratch);
    TRY(store_begin(store, STORE_READ));
    enum status status = look(store, &scratch);
    store_rollback(store);
    *out_table = &shelf.table;
    return status;
}

enum status
occupation_titles(struct call *call, const struct titles **out_titles)
{
    const struct occupations *table;
    TRY(occupations_in_force(call, &table));
    if (shelf.titles == NULL)
        shelf.titles = titles_make(&shelf.arena, table);
    *out_titles = shelf.titles;
    return STATUS_OK;
}

enum status
occupation_credit(struct call *call, struct doc *answer)
{
    const struct occupations *table;
    struct doc *credit = doc_map(call->arena);
    TRY(occupations_in_force(call, &table));
    bool projected = table->projections[0] != '\0';
    doc_set_text(credit, "release", table->release);
    doc_set_text(credit, "release_on", shelf.release_on);
    doc_set_text(credit, "projections", projected ? table->projections : NULL);
    doc_set_text(credit, "projections_from",
                 projected
                     ? arena_copy(call->arena, table->projections, strcspn(table->projections, "-"))
                     : NULL);
    doc_set(credit, "loaded_at", shelf.loaded_at > 0 ? doc_int(shelf.loaded_at) : doc_null());
    doc_set(answer, "credit", *credit);
    return STATUS_OK;
}

static struct doc
known(int64_t number)
{
    return number > 0 ? doc_int(number) : doc_null();
}

struct doc *
occupation_line(struct arena *arena, const struct occupation *occupation)
{
    struct doc *line = doc_map(arena);
    const char *education = education_codes[occupation->education];
    doc_set_text(line, "code", occupation->code);
    doc_set_text(line, "title", occupation->title);
    doc_set(line, "job_zone", known(occupation->zone));
    doc_set_text(line, "education", education == NULL ? NULL : strchr(education, '.') + 1);
    doc_set(line, "pay", known(occupation->pay));
    doc_set_bool(line, "pay_or_more", occupation->pay_or_more);
    doc_set(line, "growth", occupation->has_growth ? doc_real(occupation->growth) : doc_null());
    doc_set_text(line, "outlook", outlook_of(occupation));
    doc_set(line, "openings", known(occupation->openings));
    doc_set_bool(line, "broad", occupation->broad);
    return line;
}

enum status
occupation_named(struct call *call, const char *name, const struct occupation **out_occupation)
{
    const struct occupations *table;
    const struct titles *titles;
    struct title_hit hit;
    TRY(occupations_in_force(call, &table));
    *out_occupation = occupations_find(table, name);
    if (*out_occupation != NULL)
        return STATUS_OK;
    TRY(occupation_titles(call, &titles));
    if (titles_search(titles, call->arena, name, 1, &hit) == 0 || hit.guessed) {
        struct doc *arguments = doc_map(call->arena);
        doc_set_text(arguments, "name", name);
        return call_refuse(call, STATUS_MISSING, "occupation.unknown", arguments);
    }
    *out_occupation = &table->items[hit.occupation];
    return STATUS_OK;
}
