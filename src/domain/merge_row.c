/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/merge_row.h"
#include "domain/common.h"
#include "domain/merges.h"
#include "domain/people.h"

#include <string.h>

const struct merge_column merge_columns[] = {
    {"name", MERGE_ONE},
    {"nickname", MERGE_ONE},
    {"pronunciation", MERGE_ONE},
    {"address_form", MERGE_ONE},
    {"title", MERGE_ONE},
    {"organization", MERGE_ONE},
    {"department", MERGE_ONE},
    {"place", MERGE_ONE},
    {"zone", MERGE_ONE},
    {"contact_points", MERGE_LIST},
    {"circle", MERGE_CHOICE},
    {"how_found", MERGE_ONE},
    {"in_field", MERGE_CHOICE},
    {"field_since", MERGE_ONE},
    {"field_until", MERGE_ONE},
    {"target", MERGE_TARGET},
    {"similar_background", MERGE_ONE},
    {"connected_on", MERGE_ONE},
    {"met_on", MERGE_ONE},
    {"met_place", MERGE_ONE},
    {"languages", MERGE_ONE},
    {"preferred_language", MERGE_ONE},
    {"birthday", MERGE_ONE},
    {"tags", MERGE_LIST},
    {"notes", MERGE_TEXT},
    {NULL, MERGE_ONE},
};

/* The parts of a name go with the name. */
static const char name_parts[] = "given_name additional_name family_name name_prefix name_suffix";

const char *
merge_from(const struct merge_column *column, const struct doc *keep, const struct doc *other,
           const struct doc *columns)
{
    for (uint32_t i = 0; i < doc_count(columns); i++)
        if (strcmp(doc_text_of(doc_item(columns, i), "name"), column->name) == 0)
            return doc_text_of(doc_item(columns, i), "from");
    const struct doc *mine = doc_get(keep, column->name), *theirs = doc_get(other, column->name);
    if (column->kind == MERGE_LIST)
        return "both";
    if (column->kind == MERGE_TEXT && !doc_is_empty(mine) && !doc_is_empty(theirs) &&
        !doc_equal(mine, theirs))
        return "both";
    return doc_is_empty(mine) && !doc_is_empty(theirs) ? "other" : "keep";
}

/* Add the items that are not there yet; `key` names what makes two the same, NULL: all of them. Whom
 * they lead to must be a third one. */
void
merge_note(struct call *call, struct doc *there, const struct doc *item)
{
    const char *note = doc_text_of(there, "note"), *more = doc_text_of(item, "note");
    if (more[0] == '\0' || strstr(note, more) != NULL)
        return;
    doc_set_text(there, "note",
                 note[0] == '\0' || strstr(more, note) != NULL
                     ? more
                     : arena_print(call->arena, "%s; %s", note, more));
}

static void
add_items(struct call *call, struct doc *list, const struct doc *items, const char *key,
          const char *not_these[2])
{
    for (uint32_t i = 0; i < doc_count(items); i++) {
        const struct doc *item = doc_item(items, i);
        bool known = false;
        if (not_these != NULL)
            known = strcmp(doc_text_of(item, key), not_these[0]) == 0 ||
                    strcmp(doc_text_of(item, key), not_these[1]) == 0;
        for (uint32_t j = 0; j < doc_count(list) && !known; j++) {
            struct doc *there = doc_item(list, j);
            known = key == NULL
                        ? doc_equal(there, item)
                        : doc_equal(doc_get(there, key), doc_get(item, key)) &&
                              strcmp(doc_text_of(there, "kind"), doc_text_of(item, "kind")) == 0;
            if (known)
                merge_note(call, there, item);
        }
        if (!known)
            (void)doc_push(list, doc_copy(call->arena, item));
    }
}

static struct doc
both_lists(struct call *call, const struct doc *keep, const struct doc *other, const char *name,
           const char *key, const char *from)
{
    const char *ids[2] = {doc_text_of(keep, "id"), doc_text_of(other, "id")};
    bool of_people = strcmp(name, "bridges") == 0;
    struct doc *list = doc_list(call->arena);
    if (strcmp(from, "other") != 0)
        add_items(call, list, doc_get(keep, name), key, of_people ? ids : NULL);
    if (strcmp(from, "keep") != 0)
        add_items(call, list, doc_get(other, name), key, of_people ? ids : NULL);
    return *list;
}

static struct doc
both_texts(struct call *call, const struct doc *keep, const struct doc *other, const char *name)
{
    return doc_text(
        arena_print(call->arena, "%s\n\n%s", doc_text_of(keep, name), doc_text_of(other, name)));
}

static void
merge_marks(struct doc *row, const struct doc *keep, const struct doc *other)
{
    static const char *const marks[] = {"is_private", "do_not_contact", "may_approach_later"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (doc_bool_of(keep, marks[i]) || doc_bool_of(other, marks[i]))
            doc_set_bool(row, marks[i], true);
    static const char *const names[] = {"uid", "profile_key", "import"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        doc_set(row, names[i],
                *doc_get(doc_is_empty(doc_get(keep, names[i])) ? other : keep, names[i]));
}

struct doc *
merged_row(struct call *call, const struct doc *keep, const struct doc *other,
           const struct doc *columns)
{
    struct doc *row = doc_map(call->arena);
    for (const struct merge_column *column = merge_columns; column->name != NULL; column++) {
        const char *name = column->name, *from = merge_from(column, keep, other, columns);
        bool both = strcmp(from, "both") == 0;
        const struct doc *source = strcmp(from, "other") == 0 ? other : keep;
        if (column->kind == MERGE_LIST)
            doc_set(row, name,
                    both_lists(call, keep, other, name,
                               strcmp(name, "tags") == 0 ? "tag_key" : "value_key", from));
        else if (column->kind == MERGE_TEXT && both)
            doc_set(row, name, both_texts(call, keep, other, name));
        else
            doc_set(row, name, *doc_get(source, name));
        if (column == merge_columns)
            copy_keys(call, row, source, name_parts);
    }
    doc_set(row, "bridges", both_lists(call, keep, other, "bridges", "person", "both"));
    doc_set(row, "events", both_lists(call, keep, other, "events", "event", "both"));
    doc_set(row, "originals", both_lists(call, keep, other, "originals", NULL, "both"));
    merge_marks(row, keep, other);
    return row;
}
