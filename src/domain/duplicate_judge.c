/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/asset.h"
#include "domain/common.h"
#include "domain/duplicates.h"
#include "domain/people.h"

#include <stdlib.h>
#include <string.h>

enum {
    LOOKS_MOST = 64,
    FAMILY_MOST = 40,
    POINTS_LOOKED_AT = 10,
    BEARERS_MOST = 6,
    KNOWN_MOST = 10
};

const struct nicknames *
nicknames_known(void)
{
    static struct arena
        arena; /* lives as long as the process: the lexicon is part of the program */
    static const struct nicknames *known;
    const struct asset *asset = asset_find("data/lexicons/nicknames.txt");
    int line;
    if (known == NULL && asset != NULL) {
        arena_open(&arena);
        if (nicknames_read(&arena, asset->bytes, &known, &line) != STATUS_OK)
            known = NULL;
    }
    return known;
}

enum status
suspect_read(struct call *call, int64_t doc, struct suspect *out_suspect)
{
    struct doc *params = call_params(call), *row;
    doc_set_int(params, "doc", doc);
    TRY(call_row_of(call, &sql_duplicate_person, params, &row));
    *out_suspect = (struct suspect){.doc = doc, .row = row};
    out_suspect->identity = identity_of(call->arena, nicknames_known(), row, NULL);
    return STATUS_OK;
}

static enum status
read_points(struct call *call, struct suspect *suspect)
{
    struct doc *params = call_params(call), *points;
    if (suspect->identity.points != NULL)
        return STATUS_OK;
    doc_set_int(params, "after_doc", suspect->doc - 1);
    doc_set_int(params, "last_doc", suspect->doc);
    TRY(call_rows_of(call, &sql_duplicate_points, params, &points));
    suspect->identity.points = points;
    return STATUS_OK;
}

/* How many people have the address of that kind which the two share; 0 when they share none. */
static enum status
count_bearers(struct call *call, const struct suspect *a, const struct suspect *b, const char *kind,
              int *out_bearers)
{
    struct doc *params = call_params(call), *rows;
    const char *value = identity_shared(&a->identity, &b->identity, kind);
    *out_bearers = 0;
    if (value == NULL)
        return STATUS_OK;
    person_look_for_value(params, value);
    doc_set_int(params, "limit", BEARERS_MOST);
    TRY(call_rows_of(call, &sql_duplicate_bearers, params, &rows));
    *out_bearers = doc_count(rows) < 2 ? 2 : (int)doc_count(rows);
    return STATUS_OK;
}

enum status
suspects_judge(struct call *call, struct suspect *a, struct suspect *b, bool reached,
               struct sameness *out_sameness)
{
    int email = 0, phone = 0;
    if (!reached && names_compare(a->identity.name, b->identity.name).score < NAME_WEAKLY_ALIKE) {
        *out_sameness = (struct sameness){.score = 0, .reasons = doc_list(call->arena)};
        return STATUS_OK;
    }
    TRY(read_points(call, a));
    TRY(read_points(call, b));
    TRY(count_bearers(call, a, b, "email", &email));
    TRY(count_bearers(call, a, b, "phone", &phone));
    *out_sameness = sameness_of(call->arena, &a->identity, &b->identity, email, phone);
    return STATUS_OK;
}

/* ---- who is alike to one person ---- */

struct looks {
    struct call *call;
    int64_t self;
    struct {
        int64_t doc;
        bool reached;
    } seen[LOOKS_MOST];
    int count;
};

static void
look_at(struct looks *looks, int64_t doc, bool reached)
{
    if (doc == looks->self || doc == 0)
        return;
    for (int i = 0; i < looks->count; i++)
        if (looks->seen[i].doc == doc) {
            looks->seen[i].reached |= reached;
            return;
        }
    if (looks->count < LOOKS_MOST) {
        looks->seen[looks->count].doc = doc;
        looks->seen[looks->count++].reached = reached;
    }
}

/* Of those met at one address, so many are compared whatever they are called: `names`. */
static enum status
look(struct looks *looks, const struct statement *statement, const char *column, struct doc *params,
     int64_t limit, uint32_t names)
{
    struct doc *rows;
    doc_set_int(params, "limit", limit);
    TRY(call_rows_of(looks->call, statement, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++)
        look_at(looks, doc_int_of(doc_item(rows, i), column), doc_count(rows) <= names);
    return STATUS_OK;
}

static enum status
look_by_value(struct looks *looks, const struct statement *statement, const char *value_key,
              const char *column)
{
    struct doc *params = call_params(looks->call);
    if (*value_key == '\0')
        return STATUS_OK;
    person_look_for_value(params, value_key);
    return look(looks, statement, column, params, BEARERS_MOST, SAMENESS_NAMES);
}

static enum status
look_by_uid(struct looks *looks, const char *uid)
{
    struct doc *params = call_params(looks->call);
    if (*uid == '\0')
        return STATUS_OK;
    person_look_for_card(params, uid);
    return look(looks, &sql_duplicate_by_uid, "doc", params, BEARERS_MOST, SAMENESS_NAMES);
}

static enum status
look_by_family(struct looks *looks, const char *name_key)
{
    struct doc *params = call_params(looks->call);
    size_t length = strcspn(name_key, " ");
    if (length == 0 || name_key[length] == '\0')
        return STATUS_OK;
    doc_set_text(params, "family", arena_copy(looks->call->arena, name_key, length + 1));
    doc_set_text(params, "family_end",
                 arena_print(looks->call->arena, "%.*s!", (int)length, name_key));
    return look(looks, &sql_duplicate_family, "doc", params, FAMILY_MOST, 0);
}

static enum status
look_around(struct looks *looks, const struct doc *person)
{
    const struct doc *points = doc_get(person, "contact_points");
    struct doc *params = call_params(looks->call);
    for (uint32_t i = 0; i < doc_count(points) && i < POINTS_LOOKED_AT; i++)
        TRY(look_by_value(looks, &sql_duplicate_bearers,
                          doc_text_of(doc_item(points, i), "value_key"), "parent"));
    TRY(look_by_value(looks, &sql_duplicate_by_profile, doc_text_of(person, "profile_key"), "doc"));
    TRY(look_by_uid(looks, doc_text_of(person, "uid")));
    doc_set_int(params, "doc", looks->self);
    TRY(look(looks, &sql_duplicate_known_pairs, "person", params, KNOWN_MOST, KNOWN_MOST));
    TRY(look(looks, &sql_duplicate_known_pairs, "other", params, KNOWN_MOST, KNOWN_MOST));
    return look_by_family(looks, doc_text_of(person, "name_key"));
}

static int
surest_first(const void *a, const void *b)
{
    int64_t left = doc_int_of(a, "score"), right = doc_int_of(b, "score");
    return left < right ? 1 : left > right ? -1 : 0;
}

static enum status
told_apart(struct call *call, const char *person, const char *other, bool *out_apart)
{
    struct doc *params = call_params(call), *found;
    doc_set_text(params, "person", person);
    doc_set_text(params, "other", other);
    enum status status = call_row_of(call, &sql_duplicate_apart, params, &found);
    *out_apart = status == STATUS_OK;
    return status == STATUS_MISSING ? STATUS_OK : status;
}

enum status
add_alike(struct call *call, struct doc *answer, const struct doc *person)
{
    struct looks looks = {.call = call, .self = doc_int_of(person, "doc")};
    struct doc *list = doc_list(call->arena);
    struct suspect self, other;
    doc_set(answer, "alike", *list);
    TRY(look_around(&looks, person));
    if (looks.count == 0)
        return STATUS_OK;
    TRY(suspect_read(call, looks.self, &self));
    for (int i = 0; i < looks.count; i++) {
        struct sameness sameness;
        bool apart;
        enum status status = suspect_read(call, looks.seen[i].doc, &other);
        if (status == STATUS_MISSING)
            continue;
        TRY(status);
        TRY(suspects_judge(call, &self, &other, looks.seen[i].reached, &sameness));
        if (sameness.score < SAMENESS_SHOWN)
            continue;
        TRY(told_apart(call, doc_text_of(self.row, "id"), doc_text_of(other.row, "id"), &apart));
        if (apart)
            continue;
        struct doc *item = doc_push(list, *doc_map(call->arena));
        copy_keys(call, item, other.row, "id name title organization");
        doc_set(item, "keep_id", *doc_get(self.row, "id"));
        doc_set_int(item, "score", sameness.score);
        doc_set(item, "reasons", *sameness.reasons);
    }
    if (doc_count(list) > 1)
        qsort(list->list->items, list->count, sizeof *list->list->items, surest_first);
    if (list->count > ALIKE_MOST)
        list->count = ALIKE_MOST;
    doc_set(answer, "alike", *list);
    return STATUS_OK;
}
