/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_line.h"

#include "base/base64.h"
#include "base/buffer.h"
#include "doc/json.h"
#include "domain/common.h"
#include "domain/import_rejected.h"

#include <string.h>

enum { DATA_MAX = 32 * 1024 * 1024 }; /* bytes of what the report keeps of a row, escaped */

const char *
import_line_text(struct call *call, const struct doc *value)
{
    struct buffer text;
    buffer_open(&text, call->arena, DATA_MAX);
    json_write(&text, value, 0);
    return buffer_status(&text) == STATUS_OK ? buffer_read(&text) : NULL;
}

/* A row without its empty places. */
static struct doc *
dense(struct call *call, const struct doc *row)
{
    struct doc *dense = doc_map(call->arena);
    for (uint32_t i = 0; i < doc_count(row); i++)
        if (!doc_is_empty(doc_value(row, i)))
            doc_set(dense, doc_key(row, i), *doc_value(row, i));
    const struct doc *photo = doc_get(doc_get(row, "photo"), "data");
    if (photo->kind == DOC_TEXT) {
        const char *text = base64_write(call->arena, photo->text, photo->count);
        struct doc *packed = doc_map(call->arena);
        copy_keys(call, packed, doc_get(row, "photo"), "id created_at kind name media");
        doc_set_text(packed, "base64", text);
        doc_set(dense, "photo", *packed);
    }
    return dense;
}

enum status
import_line(struct call *call, const struct import_item *item, const struct import_verdict *verdict,
            bool stage, const char **out_data)
{
    bool rejected = strcmp(verdict->verdict, "rejected") == 0;
    struct doc *data = doc_map(call->arena);
    *out_data = NULL;
    bool nobody = verdict->person == NULL && strcmp(verdict->verdict, "unchanged") == 0;
    if (!doc_is_empty(doc_get(&item->row, "raw")))
        doc_set(data, "row", *import_rejected_keep(call->arena, &item->row));
    else if (stage || rejected || nobody)
        doc_set(data, "row", *dense(call, &item->row));
    if (stage) {
        doc_set_int(data, "digest", item->digest);
        if (item->met)
            doc_set_bool(data, "met", true);
    }
    if (verdict->like != NULL)
        doc_set_text(data, "like", verdict->like);
    if (verdict->shown != NULL)
        doc_set(data, "changes", *verdict->shown);
    if (doc_count(data) == 0)
        return STATUS_OK;
    *out_data = import_line_text(call, data);
    return *out_data == NULL ? STATUS_INVALID : STATUS_OK;
}
