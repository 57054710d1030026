/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/driver.h"

#include <string.h>

static const char *
kind_name(enum column_kind kind)
{
    static const char *const names[] = {"int", "real", "bool", "text", "uuid", "bytes"};
    return names[kind];
}

static const struct doc *
find_value(const struct doc *params, const char *name, uint32_t *cursor)
{
    static const struct doc null = {.kind = DOC_NULL};
    if (params == NULL || params->kind != DOC_MAP)
        return &null;
    const char *const *names = params->map->shape->names;
    uint32_t at = *cursor < params->count ? *cursor : 0;
    for (uint32_t tried = 0; tried < params->count; tried++) {
        const char *key = names[at];
        if (key == name || (key[0] == name[0] && strcmp(key, name) == 0)) {
            *cursor = at + 1;
            return doc_value(params, at);
        }
        at = at + 1 == params->count ? 0 : at + 1;
    }
    return &null;
}

static bool
bind_number(enum column_kind kind, const struct doc *value, struct bound *out)
{
    bool real = kind == COLUMN_REAL;
    if (value->kind == DOC_INT && (kind != COLUMN_BOOL || (value->integer | 1) == 1))
        out->integer = value->integer;
    else if (value->kind == DOC_BOOL && !real)
        out->integer = value->boolean;
    else if (value->kind != DOC_REAL || !real)
        return false;
    out->real = value->kind == DOC_REAL ? value->real : (double)out->integer;
    return true;
}

static bool
bind_text(enum column_kind kind, const struct doc *value, struct bound *out)
{
    if (value->kind != DOC_TEXT && value->kind != DOC_MARKUP)
        return false;
    out->bytes = value->text;
    out->length = value->count;
    if (kind == COLUMN_TEXT)
        return memchr(value->text, '\0', value->count) == NULL;
    if (kind != COLUMN_UUID)
        return true;
    out->bytes = (const char *)out->uuid;
    out->length = UUID_BYTES;
    return value->count == UUID_TEXT && uuid_read(value->text, out->uuid);
}

enum status
bound_value(struct store *store, const struct statement *statement, int index,
            const struct doc *params, uint32_t *cursor, struct bound *out_bound)
{
    const struct column *param = &statement->params[index];
    const struct doc *value = find_value(params, param->name, cursor);
    bool sound;
    out_bound->null = value->kind == DOC_NULL;
    if (out_bound->null)
        return STATUS_OK;
    if (param->kind <= COLUMN_BOOL)
        sound = bind_number(param->kind, value, out_bound);
    else
        sound = bind_text(param->kind, value, out_bound);
    if (sound)
        return STATUS_OK;
    return store_fail(store, STATUS_INVALID, "store.failed", "%s: the value of :%s is no %s",
                      statement->name, param->name, kind_name(param->kind));
}
