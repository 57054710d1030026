/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/guide.h"

#include "base/asset.h"
#include "domain/common.h"
#include "method/guide.h"
#include "text/fold.h"

#include <stdlib.h>

static enum status
the_sections(struct call *call, struct doc **out_sections)
{
    const struct asset *asset = asset_find("data/guide/en.md");
    if (asset == NULL || guide_read(call->arena, asset->bytes, out_sections) != STATUS_OK)
        return STATUS_FAILED;
    return STATUS_OK;
}

static enum status
guide_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena), *sections;
    TRY(the_sections(call, &sections));
    doc_set(answer, "sections", *sections);
    *out_answer = answer;
    return STATUS_OK;
}

static void
add_hit(struct call *call, struct doc *items, const char *title, const char *path, const char *text,
        int64_t fits)
{
    struct doc *item = doc_map(call->arena);
    doc_set_text(item, "title", title);
    doc_set_text(item, "path", path);
    doc_set_text(item, "text", text);
    doc_set_int(item, "fits", fits);
    (void)doc_push(items, *item);
}

static int
better_first(const void *a, const void *b)
{
    int64_t left = doc_int_of(a, "fits"), right = doc_int_of(b, "fits");
    return left < right ? 1 : left > right ? -1 : 0;
}

/* Sections of the guide, under all names of the thing; an empty query shows all. */
static enum status
help_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena), *items = doc_list(call->arena), *sections;
    const char *query = param_text(call, "query");
    const char *folded = text_fold(call->arena, query);
    TRY(the_sections(call, &sections));
    for (uint32_t i = 0; i < doc_count(sections); i++) {
        const struct doc *section = doc_item(sections, i);
        const struct doc *blocks = doc_get(section, "blocks");
        int fits = query == NULL ? 1 : guide_fits(call->arena, section, folded);
        if (fits > 0)
            add_hit(call, items, doc_text_of(section, "title"),
                    arena_print(call->arena, "/guide#%s", doc_text_of(section, "id")),
                    doc_count(blocks) == 0 ? "" : doc_text_of(doc_item(blocks, 0), "text"), fits);
    }
    if (query != NULL && doc_count(items) > 1)
        qsort(items->list->items, items->count, sizeof *items->list->items, better_first);
    doc_set_text(answer, "query", query);
    doc_set(answer, "items", *items);
    *out_answer = answer;
    return STATUS_OK;
}

static const struct param help_params[] = {
    {.name = "query", .kind = PARAM_TEXT, .label = N_("What are you looking for?")},
    {0},
};

const struct call_row guide_rows[] = {
    {.name = "guide",
     .role = ROLE_OWNER,
     .params = no_params,
     .run = guide_run,
     .page = "guide",
     .help = N_("Read how informational interviewing works"),
     .example = "rapport guide"},
    {.name = "help",
     .role = ROLE_OWNER,
     .params = help_params,
     .argument = "query",
     .run = help_run,
     .page = "help",
     .columns = "title text",
     .help = N_("Search the guide, under any name of the thing"),
     .example = "rapport help 'research interview'"},
    {0},
};
