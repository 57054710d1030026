/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/contacts_private.h"

#include <string.h>

static bool
same_group(const struct contacts_key *a, const struct contacts_key *b)
{
    if (a->kind != b->kind || a->group != b->group)
        return false;
    if (a->kind == CONTACTS_ADDRESS)
        return strcmp(a->label == NULL ? "" : a->label, b->label == NULL ? "" : b->label) == 0;
    return a->group > 0 && (a->kind == CONTACTS_CUSTOM || strcmp(a->point, b->point) == 0);
}

static void
plan_group(struct contacts_plan *plan, const struct contacts_key *key, int column)
{
    struct contacts_group *group = NULL;
    for (uint32_t i = 0; i < plan->group_count && group == NULL; i++)
        if (same_group(&plan->groups[i].key, key) && plan->groups[i].at[key->part] < 0)
            group = &plan->groups[i];
    if (group == NULL) {
        group = &plan->groups[plan->group_count++];
        group->key = *key;
        for (int i = 0; i < CONTACTS_PARTS; i++)
            group->at[i] = -1;
    }
    group->at[key->part] = column;
}

static const char *
own_name(struct arena *arena, const struct contacts_plan *plan, uint32_t column)
{
    const char *name = plan->header.columns[column].name;
    if (name[0] == '\0')
        name = arena_print(arena, "Column %u", column + 1);
    for (uint32_t i = 0; i < column; i++)
        if (strcmp(plan->names[i], name) == 0)
            return arena_print(arena, "%s (%u)", name, column + 1);
    return name;
}

struct contacts_plan *
contacts_plan_make(struct arena *arena, const struct contacts_header *header)
{
    struct contacts_plan *plan = arena_alloc(arena, sizeof *plan);
    static const char *const point[] = {"kind", "value", "label", "detail"};
    plan->point_shape = doc_shape(arena, 4);
    for (size_t i = 0; i < 4; i++)
        (void)doc_shape_add(arena, plan->point_shape, point[i]);
    plan->header = *header;
    plan->date_order = header->date_order;
    plan->keys = arena_alloc(arena, (header->count + 1) * sizeof *plan->keys);
    plan->names = arena_alloc(arena, (header->count + 1) * sizeof *plan->names);
    plan->groups = arena_alloc(arena, (header->count + 1) * sizeof *plan->groups);
    for (uint32_t i = 0; i < header->count; i++) {
        struct contacts_key *key = &plan->keys[i];
        if (!contacts_key_read(arena, header->columns[i].key, key))
            *key = (struct contacts_key){.kind = CONTACTS_KEEP};
        plan->names[i] = own_name(arena, plan, i);
        if (key->kind == CONTACTS_POINT || key->kind == CONTACTS_ADDRESS ||
            key->kind == CONTACTS_CUSTOM)
            plan_group(plan, key, (int)i);
    }
    plan->ours = header->dialect != NULL && strcmp(header->dialect, "rapport") == 0;
    return plan;
}

const struct contacts_header *
contacts_plan_header(const struct contacts_plan *plan)
{
    return &plan->header;
}

static bool
is_date(const struct contacts_key *key)
{
    return key->kind == CONTACTS_FIELD &&
           (key->field == CONTACTS_BIRTHDAY_WHOLE || key->field == CONTACTS_CONNECTED_ON ||
            key->field == CONTACTS_MET_ON);
}

void
contacts_plan_dates(struct contacts_plan *plan, const struct csv_record *records, size_t count)
{
    int days = 0, months = 0;
    for (uint32_t i = 0; i < plan->header.count; i++) {
        if (!is_date(&plan->keys[i]))
            continue;
        for (size_t row = 0; row < count; row++) {
            if (i >= records[row].count || records[row].fields[i].length > 40)
                continue;
            char proof = contacts_date_proof(records[row].fields[i].text);
            days += proof == 'd';
            months += proof == 'm';
        }
    }
    if ((days > 0) == (months > 0))
        return;
    plan->date_order = days > 0 ? 'd' : 'm';
    plan->date_proved = true;
}
