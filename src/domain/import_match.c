/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_match.h"

#include "base/uuid.h"
#include "domain/common.h"
#include "domain/duplicates.h"
#include "domain/import_compare.h"
#include "domain/people.h"
#include "method/names.h"
#include "method/reach.h"
#include "text/fold.h"

#include <string.h>

enum { CANDIDATES_MOST = 5, KNOWN_GAP = 16 };

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

/* Whose name is open is nobody's namesake: what they do, and where, has to be the same. */
static bool
same_nameless(const struct doc *found, const struct doc *row)
{
    static const char *const keys[] = {"name_key", "title_key", "organization_key"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(doc_text_of(found, keys[i]), doc_text_of(row, keys[i])) != 0)
            return false;
    return true;
}

static bool
is_alike(struct arena *arena, const struct name *name, const char *theirs)
{
    struct name_parts parts = {.name = theirs};
    return names_compare(name, name_read(arena, nicknames_known(), &parts)).score >= NAME_ALIKE;
}

static struct name_parts
parts_of(const struct import_item *item)
{
    return (struct name_parts){.name = doc_text_of(&item->row, "name"),
                               .given = doc_text_of(&item->row, "given_name"),
                               .family = doc_text_of(&item->row, "family_name")};
}

/* Of those at one mail address the first of a name like this one: a middle name, a nickname. Somebody has to look. */
static void
choose_alike(const struct import_judge *judge, const struct import_item *item,
             const struct doc *rows, struct match *match)
{
    struct name_parts parts = parts_of(item);
    const struct name *name = NULL;
    for (uint32_t i = 0; i < doc_count(rows) && match->person == NULL; i++) {
        const struct doc *found = doc_item(rows, i);
        const char *theirs = doc_text_of(found, "name");
        if (theirs[0] == '\0' || strcmp(doc_text_of(found, "import"), judge->import) == 0)
            continue;
        if (name == NULL)
            name = name_read(judge->call->arena, nicknames_known(), &parts);
        if (is_alike(judge->call->arena, name, theirs))
            *match = (struct match){.person = doc_text_of(found, "id"),
                                    .reason = "import.alike_at_email"};
    }
}

/* A profile, which is one person's alone (`profiles`). One mailbox may serve a whole office, and a site is a
 * house's: any other address counts only with the same name. */
static enum status
match_points(const struct import_judge *judge, const struct import_item *item, bool profiles,
             struct match *match)
{
    const struct doc *points = doc_get(&item->row, "contact_points");
    const struct doc *profile = doc_get(&item->row, "profile_key");
    bool named = !doc_is_empty(doc_get(&item->row, "name_key"));
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
        choose(judge, item, rows,
               own     ? NULL
               : named ? same_name
                       : same_nameless,
               own ? "import.same_profile" : reason, match);
        if (match->person == NULL && email && named)
            choose_alike(judge, item, rows, match);
    }
    return STATUS_OK;
}

const char *
import_row_id(const struct doc *row)
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
    const char *id = import_row_id(&item->row);
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
    const char *id = import_row_id(&item->row);
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

/* Somebody without a name yet whom only their work tells apart. */
static enum status
match_nameless(const struct import_judge *judge, const struct import_item *item,
               struct match *match)
{
    const struct doc *points = doc_get(&item->row, "contact_points");
    const char *organization = doc_text_of(&item->row, "organization_key");
    for (uint32_t i = 0; i < doc_count(points); i++)
        if (strcmp(doc_text_of(doc_item(points, i), "kind"), "email") == 0)
            return STATUS_OK; /* nobody was found at their address */
    if (!import_others_have(judge->others, OTHER_ORGANIZATION, organization))
        return STATUS_OK;
    struct doc *params = call_params(judge->call), *rows;
    doc_set_text(params, "organization_key", organization);
    doc_set_text(params, "title_key", doc_text_of(&item->row, "title_key"));
    doc_set_text(params, "kind", judge->kind);
    doc_set_int(params, "limit", CANDIDATES_MOST);
    TRY(call_rows_of(judge->call, &sql_import_nameless, params, &rows));
    choose(judge, item, rows, NULL, "import.same_card", match);
    return STATUS_OK;
}

static bool
two_profiles(const struct import_item *item, bool has_profile)
{
    return has_profile && doc_text_of(&item->row, "profile_key")[0] != '\0';
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
    struct name_parts parts = parts_of(item);
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
    bool named = !doc_is_empty(doc_get(&item->row, "name_key"));
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
    if (match->person == NULL)
        TRY(match_points(judge, item, false, match));
    if (match->person == NULL)
        TRY(named ? match_name(judge, item, match) : match_nameless(judge, item, match));
    return match->person == NULL ? match_alike(judge, item, match) : STATUS_OK;
}

/* ---- the verdict ---- */

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
