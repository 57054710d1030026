/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/history.h"

#include "domain/common.h"
#include "domain/undo.h"

#include <stdint.h>
#include <stdlib.h>

enum { PAGE_ROWS = 50 };

static enum status
undo_run(struct call *call, struct doc **out_answer)
{
    struct record_undo undo = {.kept_rows = doc_list(call->arena)};
    const char *job;
    TRY(undo_change(call, param_text(call, "change"), NULL, &undo, &job));
    if (job == NULL && undo.restored == 0)
        return call_refuse(call, STATUS_CONFLICT, "undo.all_changed", NULL);
    struct doc *answer = doc_map(call->arena);
    doc_set_int(answer, "restored", undo.restored);
    doc_set(answer, "kept", *undo.kept_rows);
    doc_set_text(answer, "job", job);
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
list_run(struct call *call, struct doc **out_answer)
{
    struct doc *params = call_params(call), *rows;
    struct doc *answer = doc_map(call->arena);
    const struct doc *after = doc_get(call->params, "after");
    doc_set_int(params, "before_doc", after->kind == DOC_INT ? after->integer : INT64_MAX);
    doc_set_int(params, "limit", PAGE_ROWS);
    TRY(call_rows_of(call, &sql_change_record_list, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        struct doc *row = doc_item(rows, i);
        doc_set_bool(row, "undone", !doc_is_empty(doc_get(row, "undone_by")));
    }
    doc_set(answer, "items", *rows);
    doc_set(answer, "after",
            doc_count(rows) == PAGE_ROWS ? *doc_get(doc_item(rows, PAGE_ROWS - 1), "doc")
                                         : doc_null());
    *out_answer = answer;
    return STATUS_OK;
}

static const struct param undo_params[] = {
    {.name = "change", .kind = PARAM_ID, .required = true, .label = N_("Change")},
    {0},
};

static const struct param list_params[] = {
    {.name = "after", .kind = PARAM_INT, .label = N_("After")},
    {0},
};

const struct call_row history_rows[] = {
    {.name = "undo",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = undo_params,
     .argument = "change",
     .run = undo_run,
     .done = N_("Taken back."),
     .help = N_("Take a change back; taking that back again brings the change back"),
     .example = "rapport undo CHANGE"},
    {.name = "history",
     .role = ROLE_OWNER,
     .params = list_params,
     .run = list_run,
     .page = "history",
     .columns = "at call file rows undone id",
     .help = N_("List what was changed, newest first"),
     .example = "rapport history"},
    {0},
};
