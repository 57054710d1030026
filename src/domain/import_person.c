/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_person.h"

#include "domain/common.h"
#include "domain/import_records.h"

#include <string.h>

/* What the row refers to is what it is here; what nobody knows here is left out: it would refer to nothing. */
static enum status
settle(struct call *call, const struct doc *said, struct doc *row)
{
    const struct doc *events = doc_get(row, "events"), *target = doc_get(row, "target");
    struct doc *ids, *known = doc_list(call->arena);
    const char *id;
    if (doc_count(events) == 0 && doc_is_empty(target))
        return STATUS_OK;
    TRY(import_relate(call, said, &ids));
    for (uint32_t i = 0; i < doc_count(events); i++) {
        struct doc event = doc_copy(call->arena, doc_item(events, i));
        TRY(import_id_here(call, ids, &noun_event, doc_text_of(&event, "event"), &id));
        doc_set_text(&event, "event", id);
        if (id != NULL)
            (void)doc_push(known, event);
    }
    if (doc_count(events) > 0)
        doc_set(row, "events", *known);
    if (doc_is_empty(target))
        return STATUS_OK;
    TRY(import_id_here(call, ids, &noun_target, target->text, &id));
    doc_set_text(row, "target", id);
    return STATUS_OK;
}

enum status
import_settle(struct call *call, const struct doc *said, struct doc *row)
{
    int count;
    TRY(settle(call, said, row));
    return import_bring_records(call, said, doc_text_of(row, "id"), false, &count);
}

enum status
import_known_person(struct call *call, struct doc *row, const char **out_id)
{
    const char *id = doc_text_of(row, "id");
    struct doc *saved;
    enum import_id now;
    int count;
    *out_id = NULL;
    if (id[0] == '\0')
        return STATUS_OK;
    TRY(settle(call, row, row));
    TRY(import_id_now(call, &noun_person, id, &now));
    bool was = now == IMPORT_ID_HERE || now == IMPORT_ID_REMOVED;
    if (was && doc_count(doc_get(row, "records")) == 0)
        return STATUS_OK;
    struct doc own = doc_copy(call->arena, row);
    int64_t made = doc_int_of(row, "created_at");
    if (was)
        doc_set(&own, "id", doc_null());
    doc_set_int(&own, "created_at", made > 0 && made < call->now ? made : call->now);
    TRY(record_save(call, &noun_person, &own, &saved));
    *out_id = doc_text_of(saved, "id");
    return import_bring_records(call, row, *out_id, true, &count);
}
