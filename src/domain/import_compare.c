/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_compare.h"

#include "doc/json.h"
#include "domain/common.h"
#include "domain/people.h"
#include "text/fold.h"

#include <string.h>

enum { HISTORY_MOST = 200 };

/* Columns in which the newer file counts, as long as nobody changed them by hand. */
static const char *const newer[] = {
    "title",    "organization", "department",   "place",       "zone",
    "birthday", "languages",    "connected_on", "name_suffix", NULL};
/* Columns that are only filled when there is nothing yet. A mark is filled by being set: what protects somebody is never
 * lost, whoever took it away before. */
static const char *const missing[] = {"name",
                                      "given_name",
                                      "additional_name",
                                      "family_name",
                                      "name_prefix",
                                      "nickname",
                                      "notes",
                                      "pronunciation",
                                      "met_on",
                                      "met_place",
                                      "how_found",
                                      "uid",
                                      "address_form",
                                      "preferred_language",
                                      "circle",
                                      "in_field",
                                      "field_since",
                                      "field_until",
                                      "similar_background",
                                      "do_not_contact",
                                      "is_private",
                                      "may_approach_later",
                                      NULL};

struct difference {
    const struct import_judge *judge;
    const struct doc *person, *row;
    struct doc *changes, *shown;
    struct doc *history; /* the changes of this person, newest first; NULL: not asked for yet */
    bool held_back;
};

static bool
is_by_import(const char *call)
{
    return strncmp(call, "import", 6) == 0 && (call[6] == '\0' || call[6] == ' ');
}

/* The last change of this column, or the making of the person, was somebody's own doing. */
static enum status
is_by_hand(struct difference *difference, const char *column, bool *out_by_hand)
{
    struct call *call = difference->judge->call;
    if (difference->history == NULL) {
        struct doc *params = call_params(call);
        doc_set(params, "id", *doc_get(difference->person, "id"));
        doc_set_int(params, "limit", HISTORY_MOST);
        TRY(call_rows_of(call, &sql_change_row_of, params, &difference->history));
    }
    const struct doc *now = doc_get(difference->person, column);
    for (uint32_t i = 0; i < doc_count(difference->history); i++) {
        const struct doc *change = doc_item(difference->history, i);
        const struct doc *text = doc_get(change, "before");
        struct doc before = doc_null();
        bool by_import = is_by_import(doc_text_of(change, "call"));
        bool known = text->kind == DOC_TEXT && text->count > 0; /* not erased (call/erase.h) */
        if (known)
            TRY(json_read(call->arena, text->text, text->count, &before, NULL));
        if (known ? doc_equal(doc_get(&before, column), now) : by_import && text->kind == DOC_TEXT)
            continue;
        *out_by_hand = !by_import;
        return STATUS_OK;
    }
    *out_by_hand = false;
    return STATUS_OK;
}

static void
note_change(struct difference *difference, const char *column, const struct doc *value)
{
    struct arena *arena = difference->judge->call->arena;
    struct doc *line = doc_map(arena);
    doc_set(difference->changes, column, *value);
    doc_set_text(line, "column", column);
    doc_set(line, "old", *doc_get(difference->person, column));
    doc_set(line, "new", *value);
    (void)doc_push(difference->shown, *line);
}

/* Tables without a place for the whole name have it where the given name stands. */
static bool
is_whole_name(const struct difference *difference)
{
    return doc_is_empty(doc_get(difference->row, "family_name")) &&
           doc_equal(doc_get(difference->row, "given_name"), doc_get(difference->person, "name"));
}

static enum status
compare_columns(struct difference *difference)
{
    for (int i = 0; newer[i] != NULL; i++) {
        const struct doc *value = doc_get(difference->row, newer[i]);
        bool by_hand = false;
        if (doc_is_empty(value) || doc_equal(value, doc_get(difference->person, newer[i])))
            continue;
        TRY(is_by_hand(difference, newer[i], &by_hand));
        if (by_hand && !doc_is_empty(doc_get(difference->person, newer[i])))
            difference->held_back = true;
        else
            note_change(difference, newer[i], value);
    }
    const char *id = import_row_id(difference->row);
    bool own_id = id != NULL && strcmp(id, doc_text_of(difference->person, "id")) == 0;
    for (int i = 0; missing[i] != NULL; i++) {
        const struct doc *value = doc_get(difference->row, missing[i]);
        if (own_id && strcmp(missing[i], "uid") == 0)
            continue; /* a name that we gave ourselves says nothing new */
        if (strcmp(missing[i], "given_name") == 0 && is_whole_name(difference))
            continue;
        if (!doc_is_empty(value) && doc_is_empty(doc_get(difference->person, missing[i])))
            note_change(difference, missing[i], value);
    }
    return STATUS_OK;
}

static bool
stands_in(const struct doc *items, const char *key, const struct doc *item)
{
    for (uint32_t i = 0; i < doc_count(items); i++)
        if (strcmp(doc_text_of(doc_item(items, i), key), doc_text_of(item, key)) == 0)
            return true;
    return false;
}

/* What is there stays, what is not there yet comes behind it. */
static void
add_items(struct difference *difference, const char *part, const char *key, const char *said)
{
    struct arena *arena = difference->judge->call->arena;
    const struct doc *theirs = doc_get(difference->person, part);
    const struct doc *items = doc_get(difference->row, part);
    struct doc *all = doc_list(arena);
    for (uint32_t i = 0; i < doc_count(theirs); i++)
        (void)doc_push(all, *doc_item(theirs, i));
    for (uint32_t i = 0; i < doc_count(items); i++) {
        const struct doc *item = doc_item(items, i);
        if (doc_is_empty(doc_get(item, key)) || stands_in(all, key, item))
            continue;
        struct doc *line = doc_map(arena);
        (void)doc_push(all, *item);
        doc_set_text(line, "column", part);
        doc_set(line, "new", *doc_get(item, said));
        (void)doc_push(difference->shown, *line);
    }
    if (doc_count(all) > doc_count(theirs))
        doc_set(difference->changes, part, *all);
}

/* The newest form of what the file said takes the place of the one before it. */
static void
replace_items(struct difference *difference, const char *part, const char *key,
              const struct doc *items)
{
    const struct doc *theirs = doc_get(difference->person, part);
    struct doc *all = doc_list(difference->judge->call->arena);
    for (uint32_t i = 0; i < doc_count(theirs); i++)
        if (!stands_in(items, key, doc_item(theirs, i)))
            (void)doc_push(all, *doc_item(theirs, i));
    for (uint32_t i = 0; i < doc_count(items); i++)
        (void)doc_push(all, *doc_item(items, i));
    if (doc_count(items) > 0)
        doc_set(difference->changes, part, *all);
}

static struct doc *
sources_of(const struct import_judge *judge, const struct import_item *item)
{
    struct doc *sources = doc_list(judge->call->arena), *source = doc_map(judge->call->arena);
    doc_set_text(source, "kind", judge->kind);
    doc_set_int(source, "digest", item->digest);
    (void)doc_push(sources, *source);
    return sources;
}

static const char *
update_reason(const struct difference *difference)
{
    if (difference->held_back)
        return "import.yours_kept";
    if (doc_has(difference->changes, "organization"))
        return "import.new_organization";
    return doc_has(difference->changes, "title") ? "import.new_title" : "import.new_details";
}

enum status
import_judge_as(const struct import_judge *judge, const struct import_item *item,
                const char *person, struct import_verdict *out_verdict)
{
    struct doc *row;
    struct difference difference = {.judge = judge,
                                    .row = &item->row,
                                    .changes = doc_map(judge->call->arena),
                                    .shown = doc_list(judge->call->arena)};
    TRY(record_read(judge->call, &noun_person, person, &row));
    difference.person = row;
    TRY(compare_columns(&difference));
    add_items(&difference, "contact_points", "value_key", "value");
    add_items(&difference, "tags", "tag_key", "tag");
    add_items(&difference, "bridges", "person", "note");
    add_items(&difference, "events", "event", "note");
    bool nothing = doc_count(difference.shown) == 0;
    *out_verdict = (struct import_verdict){.verdict = nothing ? "unchanged" : "updated",
                                           .reason = update_reason(&difference),
                                           .compared = true,
                                           .person = person};
    if (nothing) {
        out_verdict->reason = difference.held_back ? "import.yours_kept" : NULL;
        return STATUS_OK;
    }
    if (!doc_is_empty(doc_get(&item->row, "profile_key")) &&
        doc_is_empty(doc_get(row, "profile_key")))
        doc_set(difference.changes, "profile_key", *doc_get(&item->row, "profile_key"));
    static const char *const keys[][2] = {{"name", "name_key"},
                                          {"uid", "uid_hash"},
                                          {"organization", "organization_key"},
                                          {"title", "title_key"},
                                          {"place", "place_key"}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (doc_has(difference.changes, keys[i][0]))
            doc_set(difference.changes, keys[i][1], *doc_get(&item->row, keys[i][1]));
    person_name_whole(row, difference.changes);
    if (doc_has(difference.changes, "name"))
        doc_set_text(difference.changes, "name_key",
                     text_name_key_of(judge->call->arena, doc_text_of(difference.changes, "name"),
                                      doc_text_of(difference.changes, "given_name"),
                                      doc_text_of(difference.changes, "family_name")));
    replace_items(&difference, "originals", "form", doc_get(&item->row, "originals"));
    replace_items(&difference, "sources", "kind", sources_of(judge, item));
    doc_set_text(difference.changes, "id", person);
    out_verdict->organization_key = doc_text_of(row, "organization_key");
    out_verdict->changes = difference.changes;
    out_verdict->shown = difference.shown;
    return STATUS_OK;
}
