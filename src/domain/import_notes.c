/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_notes.h"

#include "base/log.h"
#include "doc/json.h"
#include "domain/import_stages.h"
#include "statements.h"

#include <string.h>

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

/* A terminal shows it with the report. */
static void
log_stages(struct call *call, const struct doc *input, const struct doc *stages)
{
    log_event(call->desk->kept ? LOG_INFO : LOG_DEBUG, "import.stages", "import=%s rows=%lld %s",
              doc_text_of(input, "import"), (long long)doc_int_of(input, "read"),
              import_stages_text(stages, call->arena));
}

/* What was said of the file when it was read; who brings the staged rows in does not read it again. */
static const struct doc *
said_before(const struct doc *input, const struct doc *detail, const char *code)
{
    const struct doc *notes = doc_get(detail, "notes");
    if (strcmp(doc_text_of(input, "phase"), "read") == 0)
        return NULL;
    for (uint32_t i = 0; i < doc_count(notes); i++)
        if (strcmp(doc_text_of(doc_item(notes, i), "code"), code) == 0)
            return doc_get(doc_item(notes, i), "count");
    return NULL;
}

static struct doc *
notes_of(struct call *call, const struct doc *input, const struct doc *detail)
{
    static const struct {
        const char *key, *code;
        bool of_reading;
    } told[] = {{"groups", "import.groups", true},
                {"untagged", "import.untagged", true},
                {"uncompared", "import.uncompared", true},
                {"along", "import.along", false}};
    struct doc *notes = doc_list(call->arena);
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        const struct doc *before =
            told[i].of_reading ? said_before(input, detail, told[i].code) : NULL;
        if (doc_int_of(input, told[i].key) == 0 && before == NULL)
            continue;
        struct doc *note = doc_push(notes, *doc_map(call->arena));
        doc_set_text(note, "code", told[i].code);
        doc_set(note, "count",
                doc_int_of(input, told[i].key) == 0 ? *before : *doc_get(input, told[i].key));
    }
    return notes;
}

enum status
import_notes_keep(struct call *call, const struct doc *input)
{
    struct doc detail;
    TRY(read_detail(call, input, &detail));
    doc_set(&detail, "notes", *notes_of(call, input, &detail));
    struct doc *stages = import_stages_list(input, doc_get(&detail, "stages"), call->arena);
    doc_set(&detail, "stages", *stages);
    log_stages(call, input, stages);
    return write_detail(call, input, &detail);
}

void
import_notes_show(struct call *call, const struct doc *detail, struct doc *answer)
{
    const struct doc *notes = doc_get(detail, "notes");
    const struct doc *stages = doc_get(detail, "stages");
    int64_t all_ms = 0;
    for (uint32_t i = 0; i < doc_count(stages); i++)
        all_ms += doc_int_of(doc_item(stages, i), "ms");
    doc_set(answer, "notes", notes->kind == DOC_LIST ? *notes : *doc_list(call->arena));
    doc_set(answer, "stages", all_ms >= IMPORT_STAGES_LEAST_MS ? *stages : *doc_list(call->arena));
}
