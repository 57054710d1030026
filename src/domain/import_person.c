/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_person.h"

#include "domain/common.h"
#include "domain/targets.h"
#include "statements.h"
#include "text/fold.h"

#include <string.h>

static enum status
is_there(struct call *call, const struct noun *noun, const char *id, bool *out_there)
{
    struct doc *row;
    enum status status = record_read(call, noun, id, &row);
    *out_there = status == STATUS_OK;
    return status == STATUS_MISSING ? STATUS_OK : status;
}

static bool
is_target_kind(const char *kind)
{
    for (const char *const *known = target_kinds; *known != NULL; known++)
        if (strcmp(*known, kind) == 0)
            return true;
    return false;
}

static enum status
bring_related(struct call *call, const struct doc *said)
{
    const char *which = doc_text_of(said, "noun"), *name = doc_text_of(said, "name");
    bool target = strcmp(which, "target") == 0, there;
    const struct noun *noun = target ? &noun_target : &noun_event;
    struct doc *row = doc_map(call->arena), *saved;
    if (name[0] == '\0' || (!target && strcmp(which, "event") != 0) ||
        (target && !is_target_kind(doc_text_of(said, "kind"))))
        return STATUS_OK;
    TRY(is_there(call, noun, doc_text_of(said, "id"), &there));
    if (there)
        return STATUS_OK;
    copy_keys(call, row, said, target ? "id name kind" : "id name kind held_on place");
    doc_set_text(row, "name_key", text_fold(call->arena, name));
    return record_save(call, noun, row, &saved);
}

/* What nobody knows here is left out: it would refer to nothing. */
enum status
import_settle(struct call *call, const struct doc *said, struct doc *row)
{
    const struct doc *related = doc_get(said, "related"), *events = doc_get(row, "events");
    struct doc *known = doc_list(call->arena);
    bool there;
    for (uint32_t i = 0; i < doc_count(related); i++)
        TRY(bring_related(call, doc_item(related, i)));
    for (uint32_t i = 0; i < doc_count(events); i++) {
        TRY(is_there(call, &noun_event, doc_text_of(doc_item(events, i), "event"), &there));
        if (there)
            (void)doc_push(known, *doc_item(events, i));
    }
    if (doc_count(known) < doc_count(events))
        doc_set(row, "events", *known);
    if (doc_is_empty(doc_get(row, "target")))
        return STATUS_OK;
    TRY(is_there(call, &noun_target, doc_text_of(row, "target"), &there));
    if (!there)
        doc_set(row, "target", doc_null());
    return STATUS_OK;
}

enum status
import_known_person(struct call *call, struct doc *row, const char **out_id)
{
    const char *id = doc_text_of(row, "id");
    struct doc *params = call_params(call), *stone, *saved;
    bool there;
    *out_id = NULL;
    if (id[0] == '\0')
        return STATUS_OK;
    TRY(import_settle(call, row, row));
    doc_set_text(params, "id", id);
    enum status status = call_row_of(call, &sql_tombstone_read, params, &stone);
    if (status == STATUS_OK)
        return STATUS_OK;
    if (status != STATUS_MISSING)
        return status;
    TRY(is_there(call, &noun_person, id, &there));
    if (there)
        return STATUS_OK;
    struct doc own = doc_copy(call->arena, row);
    TRY(record_save(call, &noun_person, &own, &saved));
    *out_id = doc_text_of(saved, "id");
    return STATUS_OK;
}
