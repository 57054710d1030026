/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_person.h"

#include "domain/attachments.h"
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

/* Is there anything of this id, or was there? */
static enum status
was_there(struct call *call, const char *id, bool *out_there)
{
    struct doc *params = call_params(call), *stone;
    doc_set_text(params, "id", id);
    enum status status = call_row_of(call, &sql_tombstone_read, params, &stone);
    *out_there = status == STATUS_OK;
    return status == STATUS_MISSING ? STATUS_OK : status;
}

/* What was noted about somebody. `fresh`: they were made just now, so that each note is theirs; else one that is here, or was
 * removed here, is not noted again. */
static enum status
bring_notes(struct call *call, const struct doc *said, const char *person, bool fresh, int *out_new)
{
    const struct doc *notes = doc_get(said, "person_notes");
    *out_new = 0;
    for (uint32_t i = 0; i < doc_count(notes); i++) {
        struct doc *row = doc_map(call->arena), *saved;
        const char *id = doc_text_of(doc_item(notes, i), "id");
        bool there, removed;
        TRY(is_there(call, &noun_note, id, &there));
        TRY(was_there(call, id, &removed));
        if ((there || removed) && !fresh)
            continue;
        copy_keys(call, row, doc_item(notes, i), there || removed ? "text" : "id text");
        if (!doc_is_empty(doc_get(doc_item(notes, i), "created_at")))
            doc_set(row, "created_at", *doc_get(doc_item(notes, i), "created_at"));
        doc_set_text(row, "person", person);
        TRY(record_save(call, &noun_note, row, &saved));
        ++*out_new;
    }
    return STATUS_OK;
}

enum status
import_bring_notes(struct call *call, const struct doc *said, const char *person, int *out_new)
{
    return bring_notes(call, said, person, false, out_new);
}

/* What nobody knows here is left out: it would refer to nothing. */
static enum status
settle(struct call *call, const struct doc *said, struct doc *row)
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
import_settle(struct call *call, const struct doc *said, struct doc *row)
{
    int noted;
    TRY(settle(call, said, row));
    return bring_notes(call, said, doc_text_of(row, "id"), false, &noted);
}

enum status
import_known_person(struct call *call, struct doc *row, const char **out_id)
{
    const char *id = doc_text_of(row, "id");
    struct doc *saved;
    bool there, removed;
    int noted;
    *out_id = NULL;
    if (id[0] == '\0')
        return STATUS_OK;
    TRY(settle(call, row, row));
    TRY(was_there(call, id, &removed));
    TRY(is_there(call, &noun_person, id, &there));
    if ((there || removed) && doc_count(doc_get(row, "person_notes")) == 0)
        return STATUS_OK;
    struct doc own = doc_copy(call->arena, row);
    if (there || removed)
        doc_set(&own, "id", doc_null());
    TRY(record_save(call, &noun_person, &own, &saved));
    *out_id = doc_text_of(saved, "id");
    return bring_notes(call, row, *out_id, true, &noted);
}

enum status
import_bring_photo(struct call *call, const struct doc *said, const char *person)
{
    const struct doc *photo = doc_get(doc_get(said, "photo"), "data");
    struct doc *saved;
    if (photo->kind != DOC_TEXT || attachment_wrong("photo", photo->text, photo->count) != NULL)
        return STATUS_OK;
    return attachment_add(call, person, "photo", NULL, photo->text, photo->count, &saved);
}
