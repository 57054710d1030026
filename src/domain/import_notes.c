/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_notes.h"

#include "doc/json.h"
#include "statements.h"

enum { DETAIL_MAX = 4 * 1024 * 1024 };

static enum status
read_detail(struct call *call, const struct doc *input, struct doc *out_detail)
{
    struct doc *params = call_params(call), *row;
    doc_set(params, "id", *doc_get(input, "import"));
    TRY(call_row_of(call, &sql_import_read, params, &row));
    const struct doc *text = doc_get(row, "detail");
    *out_detail = *doc_map(call->arena);
    return text->kind == DOC_TEXT
               ? json_read(call->arena, text->text, text->count, out_detail, NULL)
               : STATUS_OK;
}

static enum status
write_detail(struct call *call, const struct doc *input, const struct doc *detail)
{
    struct doc *params = call_params(call);
    struct buffer text;
    buffer_open(&text, call->arena, DETAIL_MAX);
    json_write(&text, detail, 0);
    TRY(buffer_status(&text));
    doc_set(params, "id", *doc_get(input, "import"));
    doc_set_text(params, "detail", buffer_read(&text));
    return store_run(call->store, &sql_import_detail, params, NULL);
}

enum status
import_notes_keep(struct call *call, const struct doc *input)
{
    static const char *const told[][2] = {{"groups", "import.groups"},
                                          {"uncompared", "import.uncompared"}};
    struct doc detail, *notes = doc_list(call->arena);
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        if (doc_int_of(input, told[i][0]) == 0)
            continue;
        struct doc *note = doc_push(notes, *doc_map(call->arena));
        doc_set_text(note, "code", told[i][1]);
        doc_set(note, "count", *doc_get(input, told[i][0]));
    }
    if (doc_count(notes) == 0)
        return STATUS_OK;
    TRY(read_detail(call, input, &detail));
    doc_set(&detail, "notes", *notes);
    return write_detail(call, input, &detail);
}

void
import_notes_show(struct call *call, const struct doc *detail, struct doc *answer)
{
    const struct doc *notes = doc_get(detail, "notes");
    doc_set(answer, "notes", notes->kind == DOC_LIST ? *notes : *doc_list(call->arena));
}
