/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "doc/json.h"
#include "domain/common.h"
#include "domain/targets.h"

#include <string.h>

enum { CHANGES_MOST = 200 };

static const char *const goal[] = {"kind",    "name", "occupation", "stage",
                                   "purpose", "why",  "fits_love",  "fits_skill"};

static struct doc *
changes_between(struct call *call, const struct doc *before, const struct doc *after)
{
    struct doc *changes = doc_list(call->arena);
    for (size_t i = 0; i < sizeof goal / sizeof *goal; i++) {
        if (strcmp(doc_text_of(before, goal[i]), doc_text_of(after, goal[i])) == 0)
            continue;
        struct doc *change = doc_map(call->arena);
        doc_set_text(change, "column", goal[i]);
        doc_set_text(change, "code", arena_print(call->arena, "column.%s", goal[i]));
        doc_set(change, "old", *doc_get(before, goal[i]));
        doc_set(change, "new", *doc_get(after, goal[i]));
        (void)doc_push(changes, *change);
    }
    return changes;
}

static void
add_step(struct call *call, struct doc *history, const struct doc *logged, const struct doc *after,
         struct doc *changes)
{
    struct doc *step = doc_map(call->arena);
    doc_set(step, "at", *doc_get(logged, "at"));
    doc_set_bool(step, "made", changes == NULL);
    doc_set_text(step, "reason", doc_text_of(after, "reason"));
    doc_set(step, "changes", changes == NULL ? *doc_list(call->arena) : *changes);
    (void)doc_push(history, *step);
}

enum status
target_history(struct call *call, const struct doc *row, struct doc **out_history)
{
    struct doc *params = call_params(call), *rows, *history = doc_list(call->arena);
    const struct doc *after = row;
    doc_set(params, "id", *doc_get(row, "id"));
    doc_set_int(params, "limit", CHANGES_MOST);
    TRY(call_rows_of(call, &sql_change_row_of, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const struct doc *logged = doc_item(rows, i), *text = doc_get(logged, "before");
        struct doc *before = doc_map(call->arena);
        if (text->kind == DOC_NULL) {
            add_step(call, history, logged, after, NULL);
            break;
        }
        if (doc_is_empty(text))
            break;
        if (json_read(call->arena, text->text, strlen(text->text), before, NULL) != STATUS_OK)
            break;
        struct doc *changes = changes_between(call, before, after);
        bool said = !doc_is_empty(doc_get(after, "reason")) &&
                    strcmp(doc_text_of(after, "reason"), doc_text_of(before, "reason")) != 0;
        if (doc_count(changes) > 0 || said)
            add_step(call, history, logged, after, changes);
        after = before;
    }
    *out_history = history;
    return STATUS_OK;
}
