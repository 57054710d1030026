/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys under which a person is sorted, known again and found. */
#include "domain/people.h"

#include "base/hash.h"
#include "formats/profile.h"
#include "method/reach.h"
#include "text/fold.h"

#include <string.h>

/* It stays as it is: stores are full of it. SQLite writes a number below 2^47 in six bytes. */
int64_t
person_key_hash(const char *key)
{
    uint64_t hash = hash_text(HASH_BEGIN, key);
    return (int64_t)((hash ^ hash >> 47) & ((1ULL << 47) - 1));
}

void
person_look_for_value(struct doc *params, const char *value_key)
{
    doc_set_text(params, "value_key", value_key);
    doc_set_int(params, "value_hash", person_key_hash(value_key));
}

void
person_look_for_card(struct doc *params, const char *uid)
{
    doc_set_text(params, "uid", uid);
    doc_set_int(params, "uid_hash", person_key_hash(uid));
}

/* Nobody is looked for by the address of a house. */
static void
set_value_key(struct doc *point, const char *value_key)
{
    person_look_for_value(point, value_key);
    if (strcmp(doc_text_of(point, "kind"), "address") == 0)
        doc_set_int(point, "value_hash", 0);
}

void
person_profile(struct arena *arena, struct doc *row)
{
    const struct doc *points = doc_get(row, "contact_points");
    if (doc_has(row, "contact_points"))
        doc_set(row, "profile_key", doc_null());
    for (uint32_t i = 0; i < doc_count(points); i++) {
        struct doc *point = doc_item(points, i);
        bool link = strcmp(doc_text_of(point, "kind"), "link") == 0;
        const char *key = link ? profile_key(arena, doc_text_of(point, "value")) : NULL;
        doc_set_text(point, "value_key", key);
        if (key != NULL && link_is_profile(key))
            doc_set_text(row, "profile_key", key);
    }
}

void
person_keys(struct arena *arena, struct doc *row)
{
    if (doc_has(row, "name"))
        doc_set_text(row, "name_key",
                     text_name_key_of(arena, doc_text_of(row, "name"),
                                      doc_text_of(row, "given_name"),
                                      doc_text_of(row, "family_name")));
    if (doc_has(row, "organization"))
        doc_set_text(row, "organization_key", text_fold(arena, doc_text_of(row, "organization")));
    static const char *const folded[][2] = {{"title", "title_key"}, {"place", "place_key"}};
    for (size_t i = 0; i < sizeof folded / sizeof *folded; i++)
        if (doc_has(row, folded[i][0]))
            doc_set(row, folded[i][1],
                    doc_is_empty(doc_get(row, folded[i][0]))
                        ? doc_null()
                        : doc_text(text_fold(arena, doc_text_of(row, folded[i][0]))));
    if (!doc_is_empty(doc_get(row, "uid")))
        person_look_for_card(row, doc_text_of(row, "uid"));
    else if (doc_has(row, "uid"))
        doc_set(row, "uid_hash", doc_null());
    person_profile(arena, row);
    const struct doc *points = doc_get(row, "contact_points");
    for (uint32_t i = 0; i < doc_count(points); i++) {
        struct doc *point = doc_item(points, i);
        const struct doc *profile = doc_get(point, "value_key");
        set_value_key(point, doc_is_empty(profile) ? text_fold(arena, doc_text_of(point, "value"))
                                                   : profile->text);
    }
    const struct doc *tags = doc_get(row, "tags");
    for (uint32_t i = 0; i < doc_count(tags); i++)
        doc_set_text(doc_item(tags, i), "tag_key",
                     text_fold(arena, doc_text_of(doc_item(tags, i), "tag")));
}

void
person_name_whole(const struct doc *before, struct doc *row)
{
    static const char *const keys[] = {"name", "given_name", "family_name"};
    bool any = false;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        any = any || doc_has(row, keys[i]);
    for (size_t i = 0; any && i < sizeof keys / sizeof *keys; i++)
        if (!doc_has(row, keys[i]) && doc_has(before, keys[i]))
            doc_set(row, keys[i], *doc_get(before, keys[i]));
}

void
person_named(struct call *call, const struct doc *row, struct doc *params)
{
    static const char *const keys[NAME_KEYS] = {"name_key", "second_key", "third_key"};
    const char *found[NAME_KEYS];
    int count =
        text_name_keys(call->arena, doc_text_of(row, "name"), doc_text_of(row, "given_name"),
                       doc_text_of(row, "family_name"), found);
    for (int i = 0; i < NAME_KEYS; i++)
        doc_set_text(params, keys[i], i < count ? found[i] : NULL);
}
