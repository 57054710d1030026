/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/occupations.h"

#include "base/asset.h"
#include "domain/common.h"
#include "method/outlook.h"

#include <string.h>

/* When the releases came out that are part of the program (data/occupations/README.md). */
#define BUILT_IN_ON "2025-12"

/* The one table of this process. */
static struct {
    bool read;
    struct arena arena;
    struct occupations table;
    struct titles *titles;
} shelf;

static enum status
read_built_in(void)
{
    const struct asset *asset = asset_find("data/occupations/table.txt");
    int64_t line;
    if (asset == NULL)
        return STATUS_FAILED;
    arena_open(&shelf.arena);
    enum status status =
        occupations_read(&shelf.arena, asset->bytes, asset->length, &shelf.table, &line);
    if (status != STATUS_OK) {
        arena_close(&shelf.arena);
        return STATUS_FAILED;
    }
    shelf.read = true;
    return STATUS_OK;
}

enum status
occupations_in_force(struct call *call, const struct occupations **out_table)
{
    (void)call;
    if (!shelf.read)
        TRY(read_built_in());
    *out_table = &shelf.table;
    return STATUS_OK;
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
    doc_set_text(credit, "release_on", BUILT_IN_ON);
    doc_set_text(credit, "projections", projected ? table->projections : NULL);
    doc_set_text(credit, "projections_from",
                 projected
                     ? arena_copy(call->arena, table->projections, strcspn(table->projections, "-"))
                     : NULL);
    doc_set(credit, "loaded_at", doc_null());
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
