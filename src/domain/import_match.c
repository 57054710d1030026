/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_match.h"

#include "base/uuid.h"
#include "doc/json.h"
#include "domain/common.h"
#include "domain/duplicates.h"
#include "domain/people.h"
#include "method/names.h"
#include "method/reach.h"
#include "text/fold.h"

#include <string.h>

enum { CANDIDATES_MOST = 5, HISTORY_MOST = 200, KNOWN_GAP = 16 };

struct match {
    const char *person; /* who it is, or may be; NULL: nobody known */
    const char *reason; /* how we know */
    bool sure;
    bool same_row; /* the file said exactly this the last time */
};

/* Of the people found, the first who is not made by this very import and is not refused by `fits`. */
static void
choose(const struct import_judge *judge, const struct import_item *item, const struct doc *rows,
       bool (*fits)(const struct doc *found, const struct doc *row), const char *reason,
       struct match *match)
{
    for (uint32_t i = 0; i < doc_count(rows) && match->person == NULL; i++) {
        const struct doc *found = doc_item(rows, i), *digest = doc_get(found, "digest");
        bool same_row = digest->kind == DOC_INT && digest->integer == item->digest;
        bool own = strcmp(doc_text_of(found, "import"), judge->import) == 0;
        same_row |= own && item->met && fits == NULL; /* only the first of them counts */
        if ((own && !same_row) || (fits != NULL && !fits(found, &item->row)))
            continue;
        *match = (struct match){.person = doc_text_of(found, "id"),
                                .reason = own ? "import.twice_in_file" : reason,
                                .sure = true,
                                .same_row = same_row};
    }
}

/* A name that is known apart on one side only has another key there. */
static bool
same_name(const struct doc *found, const struct doc *row)
{
    ARENA_HERE struct arena arena;
    const char *keys[NAME_KEYS], *key = doc_text_of(found, "name_key");
    arena_open(&arena);
    if (strcmp(key, doc_text_of(row, "name_key")) == 0)
        return true;
    int count = text_name_keys(&arena, doc_text_of(row, "name"), doc_text_of(row, "given_name"),
                               doc_text_of(row, "family_name"), keys);
    for (int i = 0; i < count; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

/* A profile, which is one person's alone (`profiles`). One mailbox may serve a whole office, and a site is a
 * house's: any other address counts only with the same name. */
static enum status
match_points(const struct import_judge *judge, const struct import_item *item, bool profiles,
             struct match *match)
{
    const struct doc *points = doc_get(&item->row, "contact_points");
    const struct doc *profile = doc_get(&item->row, "profile_key");
    for (uint32_t i = 0; i < doc_count(points) && match->person == NULL; i++) {
        const struct doc *point = doc_item(points, i), *key = doc_get(point, "value_key");
        bool link = strcmp(doc_text_of(point, "kind"), "link") == 0;
        bool email = strcmp(doc_text_of(point, "kind"), "email") == 0;
        bool own = link && doc_equal(key, profile);
        if (doc_is_empty(key) || profiles != own || (!email && !link) ||
            !import_others_have(judge->others, OTHER_VALUE, key->text))
            continue;
        struct doc *params = call_params(judge->call), *rows;
        person_look_for_value(params, key->text);
        doc_set_text(params, "kind", judge->kind);
        doc_set_int(params, "limit", CANDIDATES_MOST);
        TRY(call_rows_of(judge->call, &sql_import_by_value, params, &rows));
        const char *reason = email ? "import.same_email" : "import.same_link";
        choose(judge, item, rows, own ? NULL : same_name, own ? "import.same_profile" : reason,
               match);
    }
    return STATUS_OK;
}

/* Our own export names a person by the id that they have: as such, or as the uid of a card ("urn:uuid:ID") when
 * nobody else gave one. NULL: neither. */
static const char *
id_of(const struct doc *row)
{
    unsigned char bytes[UUID_BYTES];
    const char *id = doc_text_of(row, "id"), *uid = doc_text_of(row, "uid");
    if (id[0] != '\0')
        return id;
    return strncmp(uid, "urn:uuid:", 9) == 0 && uuid_read(uid + 9, bytes) ? uid + 9 : NULL;
}

static enum status
match_id(const struct import_judge *judge, const struct import_item *item, struct match *match)
{
    const char *id = id_of(&item->row);
    if (!import_others_have(judge->others, OTHER_ID, id))
        return STATUS_OK;
    struct doc *params = call_params(judge->call), *rows;
    doc_set_text(params, "id", id);
    doc_set_text(params, "kind", judge->kind);
    doc_set_int(params, "limit", CANDIDATES_MOST);
    TRY(call_rows_of(judge->call, &sql_import_by_id, params, &rows));
    choose(judge, item, rows, NULL, "import.same_card", match);
    return STATUS_OK;
}

/* Somebody who was merged into another is known by the names that went with them. */
static enum status
match_former(const struct import_judge *judge, const struct import_item *item, struct match *match)
{
    const char *id = id_of(&item->row);
    if (!import_others_have(judge->others, OTHER_FORMER, id) &&
        !import_others_have(judge->others, OTHER_FORMER, doc_text_of(&item->row, "uid")) &&
        !import_others_have(judge->others, OTHER_FORMER, doc_text_of(&item->row, "profile_key")))
        return STATUS_OK;
    struct doc *params = call_params(judge->call), *rows;
    doc_set_text(params, "former", id);
    doc_set(params, "uid", *doc_get(&item->row, "uid"));
    doc_set(params, "profile_key", *doc_get(&item->row, "profile_key"));
    doc_set_text(params, "kind", judge->kind);
    doc_set_int(params, "limit", CANDIDATES_MOST);
    TRY(call_rows_of(judge->call, &sql_import_by_former, params, &rows));
    choose(judge, item, rows, NULL, "import.merged_since", match);
    return STATUS_OK;
}

static enum status
match_uid(const struct import_judge *judge, const struct import_item *item, struct match *match)
{
    const char *uid = doc_text_of(&item->row, "uid");
    if (!import_others_have(judge->others, OTHER_UID, uid))
        return STATUS_OK;
    struct doc *params = call_params(judge->call), *rows;
    person_look_for_card(params, uid);
    doc_set_text(params, "kind", judge->kind);
    doc_set_int(params, "limit", CANDIDATES_MOST);
    TRY(call_rows_of(judge->call, &sql_import_by_uid, params, &rows));
    choose(judge, item, rows, NULL, "import.same_card", match);
    return STATUS_OK;
}

/* The same name at the same organization is the same person, unless two profiles say otherwise; the
 * same name elsewhere may be: somebody has to look. */
static enum status
match_name(const struct import_judge *judge, const struct import_item *item, struct match *match)
{
    struct doc *params = call_params(judge->call), *rows;
    const char *profile = doc_text_of(&item->row, "profile_key"),
               *organization = doc_text_of(&item->row, "organization_key");
    if (doc_is_empty(doc_get(&item->row, "name_key")))
        return STATUS_OK;
    person_named(judge->call, &item->row, params);
    if (!import_others_have(judge->others, OTHER_NAME, doc_text_of(params, "name_key")) &&
        !import_others_have(judge->others, OTHER_NAME, doc_text_of(params, "second_key")) &&
        !import_others_have(judge->others, OTHER_NAME, doc_text_of(params, "third_key")))
        return STATUS_OK;
    doc_set_text(params, "organization_key", organization);
    doc_set_text(params, "kind", judge->kind);
    doc_set_int(params, "limit", CANDIDATES_MOST);
    TRY(call_rows_of(judge->call, &sql_import_by_name, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows) && match->person == NULL; i++) {
        const struct doc *found = doc_item(rows, i), *digest = doc_get(found, "digest");
        bool place = organization[0] != '\0' &&
                     strcmp(doc_text_of(found, "organization_key"), organization) == 0;
        bool other_profile = links_differ(profile, doc_text_of(found, "profile_key"));
        bool same_row = digest->kind == DOC_INT && digest->integer == item->digest;
        if (strcmp(doc_text_of(found, "import"), judge->import) == 0)
            continue;
        *match = (struct match){.person = doc_text_of(found, "id"),
                                .reason = place ? "import.same_name_and_organization"
                                                : "import.same_name",
                                .sure = (place && !other_profile) || same_row,
                                .same_row = same_row};
    }
    return STATUS_OK;
}

static bool
two_profiles(const struct import_item *item, bool has_profile)
{
    return has_profile && doc_text_of(&item->row, "profile_key")[0] != '\0';
}

static bool
is_alike(struct arena *arena, const struct name *name, const char *theirs)
{
    struct name_parts parts = {.name = theirs};
    return names_compare(name, name_read(arena, nicknames_known(), &parts)).score >= NAME_ALIKE;
}

/* Is any of those alike whom the store would say? When it is known already. */
static enum status
may_be_alike(const struct import_judge *judge, const struct import_item *item,
             const struct name_parts *parts, bool *out_alike)
{
    struct arena *arena = judge->call->arena;
    const struct colleagues *colleagues;
    const struct name *name = NULL;
    *out_alike = judge->colleagues == NULL;
    if (judge->colleagues == NULL)
        return STATUS_OK;
    TRY(import_colleagues_of(judge->colleagues, judge->call, judge->import,
                             doc_text_of(&item->row, "organization_key"), &colleagues));
    for (int i = 0; i < colleagues->count && !*out_alike; i++) {
        const struct colleague *colleague = colleagues->first[i];
        const char *theirs = colleague->text + colleague->name;
        if (colleague->own || theirs[0] == '\0' || two_profiles(item, colleague->has_profile))
            continue;
        if (name == NULL)
            name = name_read(arena, nicknames_known(), parts);
        *out_alike = is_alike(arena, name, theirs);
    }
    return STATUS_OK;
}

/* Somebody at the same organization whose name is spelled otherwise: a nickname, a typing error. */
static enum status
match_alike(const struct import_judge *judge, const struct import_item *item, struct match *match)
{
    struct call *call = judge->call;
    struct doc *params = call_params(call), *rows;
    struct name_parts parts = {.name = doc_text_of(&item->row, "name"),
                               .given = doc_text_of(&item->row, "given_name"),
                               .family = doc_text_of(&item->row, "family_name")};
    const char *organization = doc_text_of(&item->row, "organization_key");
    bool alike;
    if (parts.name[0] == '\0' ||
        !import_others_have(judge->others, OTHER_ORGANIZATION, organization))
        return STATUS_OK;
    TRY(may_be_alike(judge, item, &parts, &alike));
    if (!alike)
        return STATUS_OK;
    doc_set_text(params, "organization_key", organization);
    doc_set_int(params, "limit", COLLEAGUES_MOST);
    TRY(call_rows_of(call, &sql_import_by_organization, params, &rows));
    const struct name *name =
        doc_count(rows) == 0 ? NULL : name_read(call->arena, nicknames_known(), &parts);
    for (uint32_t i = 0; i < doc_count(rows) && match->person == NULL; i++) {
        const struct doc *found = doc_item(rows, i);
        const char *theirs = doc_text_of(found, "name");
        if (theirs[0] == '\0' || two_profiles(item, !doc_is_empty(doc_get(found, "profile_key"))) ||
            strcmp(doc_text_of(found, "import"), judge->import) == 0)
            continue;
        if (is_alike(call->arena, name, theirs))
            *match =
                (struct match){.person = doc_text_of(found, "id"), .reason = "import.alike_name"};
    }
    return STATUS_OK;
}

static enum status
find_match(const struct import_judge *judge, const struct import_item *item, struct match *match)
{
    *match = (struct match){0};
    if (judge->nobody_else)
        return STATUS_OK;
    TRY(match_id(judge, item, match));
    if (match->person == NULL)
        TRY(match_uid(judge, item, match));
    if (match->person == NULL)
        TRY(match_points(judge, item, true, match));
    if (match->person == NULL)
        TRY(match_former(judge, item, match));
    if (match->person == NULL && !doc_is_empty(doc_get(&item->row, "name_key")))
        TRY(match_points(judge, item, false, match));
    if (match->person == NULL)
        TRY(match_name(judge, item, match));
    return match->person == NULL ? match_alike(judge, item, match) : STATUS_OK;
}

/* ---- what the row says that is new ---- */

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
    const char *id = id_of(difference->row);
    bool own_id = id != NULL && strcmp(id, doc_text_of(difference->person, "id")) == 0;
    for (int i = 0; missing[i] != NULL; i++) {
        const struct doc *value = doc_get(difference->row, missing[i]);
        if (own_id && strcmp(missing[i], "uid") == 0)
            continue; /* a name that we gave ourselves says nothing new */
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

/* How many of these stand close enough to each other to be asked for as a range. */
static size_t
close_ones(const struct import_item *items, size_t count)
{
    size_t close = 1;
    while (close < count && close < IMPORT_KNOWN_MOST &&
           items[close].known > items[close - 1].known &&
           items[close].known - items[close - 1].known <= KNOWN_GAP)
        close++;
    return close;
}

static void
see_known(const struct import_item *item, const struct doc *found, struct import_verdict *verdict)
{
    if (doc_int_of(found, "digest") == item->digest)
        *verdict = (struct import_verdict){.verdict = "unchanged",
                                           .reason = item->card ? "import.same_card"
                                                                : "import.same_profile",
                                           .person = doc_text_of(found, "id")};
}

enum status
import_judge_known(const struct import_judge *judge, const struct import_item *items, size_t count,
                   struct import_verdict *out_verdicts, size_t *out_count)
{
    struct doc *params = call_params(judge->call), *rows;
    size_t close = close_ones(items, count), at = 0;
    doc_set_int(params, "first_doc", items[0].known);
    doc_set_int(params, "last_doc", items[close - 1].known);
    doc_set_text(params, "kind", judge->kind);
    TRY(call_rows_of(judge->call, &sql_import_known, params, &rows));
    for (size_t i = 0; i < close; i++)
        out_verdicts[i] = (struct import_verdict){.verdict = NULL};
    for (uint32_t r = 0; r < doc_count(rows); r++) {
        const struct doc *found = doc_item(rows, r);
        while (at < close && items[at].known < doc_int_of(found, "doc"))
            at++;
        if (at < close && items[at].known == doc_int_of(found, "doc"))
            see_known(&items[at], found, &out_verdicts[at]);
    }
    for (size_t i = 0; i < close; i++)
        if (out_verdicts[i].verdict == NULL)
            return STATUS_BUSY;
    *out_count = close;
    return STATUS_OK;
}

enum status
import_judge_row(const struct import_judge *judge, const struct import_item *item,
                 struct import_verdict *out_verdict)
{
    struct match match;
    const struct doc *reason = doc_get(&item->row, "reason");
    if (!doc_is_empty(reason)) {
        bool group = strcmp(reason->text, IMPORT_GROUP) == 0; /* its members carry its name */
        *out_verdict = (struct import_verdict){.verdict = group ? "unchanged" : "rejected",
                                               .reason = reason->text};
        return STATUS_OK;
    }
    if (item->twice) {
        *out_verdict =
            (struct import_verdict){.verdict = "unchanged", .reason = "import.twice_in_file"};
        return STATUS_OK;
    }
    struct import_judge everybody = *judge;
    if (item->met) { /* whom this file brought in before is one of those who may be found */
        everybody.others = NULL;
        everybody.nobody_else = false;
    }
    TRY(find_match(&everybody, item, &match));
    if (match.person != NULL && match.sure && !match.same_row) {
        TRY(import_judge_as(judge, item, match.person, out_verdict));
        if (out_verdict->reason == NULL)
            out_verdict->reason = match.reason;
        return STATUS_OK;
    }
    const char *warning = doc_text_of(&item->row, "warning");
    *out_verdict = (struct import_verdict){.verdict = match.person == NULL ? "created"
                                                      : match.sure         ? "unchanged"
                                                                           : "duplicate",
                                           .reason = match.person != NULL ? match.reason
                                                     : warning[0] == '\0' ? NULL
                                                                          : warning,
                                           .person = match.person};
    if (match.person != NULL && !match.sure)
        out_verdict->like = match.person;
    return STATUS_OK;
}
