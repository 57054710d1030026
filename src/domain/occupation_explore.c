/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the table to what one explores: an occupation becomes a target (M43), and those one explores are laid side by
 * side (M48, M49). */
#include "domain/common.h"
#include "domain/occupations.h"
#include "formats/svg_chart.h"
#include "text/fold.h"

#include <inttypes.h>
#include <string.h>

enum { COMPARED_MOST = 40, WHY_MOST = 2000 };

static enum status
explored(struct call *call, int64_t limit, struct doc **out_targets)
{
    struct doc *params = call_params(call);
    doc_set_int(params, "limit", limit);
    return call_rows_of(call, &sql_occupation_targets, params, out_targets);
}

/* The same occupation again is the same target; a reason that was written before is kept. */
static enum status
explore_run(struct call *call, struct doc **out_answer)
{
    const struct occupation *occupation;
    const char *why = param_text(call, "why");
    struct doc *row = doc_map(call->arena), *saved, *targets;
    TRY(occupation_named(call, param_text(call, "code"), &occupation));
    TRY(explored(call, ROWS_OF_ONE_MOST, &targets));
    for (uint32_t i = 0; i < doc_count(targets); i++) {
        const struct doc *target = doc_item(targets, i);
        if (strcmp(doc_text_of(target, "occupation"), occupation->code) != 0)
            continue;
        doc_set(row, "id", *doc_get(target, "id"));
        if (!doc_is_empty(doc_get(target, "why")))
            why = NULL;
    }
    if (!doc_has(row, "id")) {
        doc_set_text(row, "kind", "occupation");
        doc_set_text(row, "name", occupation->title);
        doc_set_text(row, "name_key", text_fold(call->arena, occupation->title));
        doc_set_text(row, "occupation", occupation->code);
    }
    if (why != NULL)
        doc_set_text(row, "why", why);
    TRY(record_save(call, &noun_target, row, &saved));
    *out_answer = noun_document(call, &noun_target, saved);
    return STATUS_OK;
}

/* ---- side by side ---- */

/* Whole dollars with commas, as they are written in the United States. */
static const char *
dollars(struct arena *arena, int64_t pay)
{
    if (pay < 1000)
        return arena_print(arena, "$%" PRId64, pay);
    return arena_print(arena, "%s,%03" PRId64, dollars(arena, pay / 1000), pay % 1000);
}

static enum status
draw(struct call *call, const struct doc *items, const char *key, struct doc *out_picture)
{
    struct doc *rows = doc_list(call->arena);
    for (uint32_t i = 0; i < doc_count(items); i++) {
        const struct doc *value = doc_get(doc_item(items, i), key);
        struct doc *row = doc_map(call->arena);
        doc_set(row, "label", *doc_get(doc_item(items, i), "title"));
        doc_set(row, "value", value->kind == DOC_INT ? doc_real((double)value->integer) : *value);
        doc_set_text(row, "text",
                     value->kind == DOC_INT    ? dollars(call->arena, value->integer)
                     : value->kind == DOC_REAL ? arena_print(call->arena, "%+.1f%%", value->real)
                                               : NULL);
        (void)doc_push(rows, *row);
    }
    return chart_values(call->arena, rows, out_picture);
}

static enum status
compare_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena), *items = doc_list(call->arena), *targets;
    const struct occupations *table;
    struct doc pay, outlook;
    TRY(occupations_in_force(call, &table));
    TRY(explored(call, COMPARED_MOST, &targets));
    for (uint32_t i = 0; i < doc_count(targets); i++) {
        const struct doc *target = doc_item(targets, i);
        const struct occupation *occupation =
            occupations_find(table, doc_text_of(target, "occupation"));
        if (occupation == NULL) /* a release that no longer has it */
            continue;
        struct doc *item = occupation_line(call->arena, occupation);
        copy_keys(call, item, target, "id name rank why");
        (void)doc_push(items, *item);
    }
    TRY(draw(call, items, "pay", &pay));
    TRY(draw(call, items, "growth", &outlook));
    doc_set(answer, "items", *items);
    doc_set(answer, "pay_picture", pay);
    doc_set(answer, "outlook_picture", outlook);
    TRY(occupation_credit(call, answer));
    *out_answer = answer;
    return STATUS_OK;
}

static const struct param explore_params[] = {
    {.name = "code",
     .kind = PARAM_TEXT,
     .most = 100,
     .required = true,
     .label = N_("Occupation"),
     .help = N_("Its code, such as 25-4012.00, or a title")},
    {.name = "why", .kind = PARAM_LINES, .most = WHY_MOST, .label = N_("Why it attracts you")},
    {0},
};

const struct call_row occupation_explore_rows[] = {
    {.name = "occupation explore",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = explore_params,
     .argument = "code",
     .run = explore_run,
     .form = "occupation read",
     .done = N_("Added to what you explore."),
     .help = N_("Make an occupation one of your targets, with the reason"),
     .example = "rapport occupation explore curators --why='Old things and the people who ask'"},
    {.name = "occupation compare",
     .path = "/occupations/compare",
     .role = ROLE_OWNER,
     .params = no_params,
     .run = compare_run,
     .page = "occupation_compare",
     .help = N_("Lay the occupations you explore side by side: pay, outlook, preparation"),
     .example = "rapport occupation compare"},
    {0},
};
