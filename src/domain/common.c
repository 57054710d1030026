/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/common.h"

#include "base/zone.h"

#include <string.h>

const struct param no_params[] = {{0}};

const struct param interview_id_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_interview_find,
     .label = N_("Interview")},
    {0},
};

const char *
param_text(const struct call *call, const char *name)
{
    const struct doc *value = doc_get(call->params, name);
    return value->kind == DOC_TEXT && value->count > 0 ? value->text : NULL;
}

void
copy_keys(struct call *call, struct doc *to, const struct doc *from, const char *names)
{
    while (*names != '\0') {
        size_t length = strcspn(names, " ");
        const char *key = arena_copy(call->arena, names, length);
        doc_set(to, key, *doc_get(from, key));
        names += length + strspn(names + length, " ");
    }
}

struct doc *
noun_document(struct call *call, const struct noun *noun, const struct doc *row)
{
    struct doc *document = doc_map(call->arena);
    copy_keys(call, document, row, "id version created_at updated_at");
    for (int i = 0; i < noun->column_count; i++)
        doc_set(document, noun->columns[i].name, *doc_get(row, noun->columns[i].name));
    for (int i = 0; i < noun->part_count; i++) {
        const struct doc *items = doc_get(row, noun->parts[i].name);
        doc_set(document, noun->parts[i].name,
                items->kind == DOC_LIST ? *items : *doc_list(call->arena));
    }
    return document;
}

enum status
add_rows(struct call *call, struct doc *to, const char *key, const struct statement *statement,
         const char *name, const char *value)
{
    struct doc *params = call_params(call);
    struct doc *rows;
    if (name != NULL)
        doc_set_text(params, name, value);
    doc_set_int(params, "limit", ROWS_OF_ONE_MOST);
    TRY(call_rows_of(call, statement, params, &rows));
    doc_set(to, key, *rows);
    return STATUS_OK;
}

struct doc *
text_list(struct call *call, const char *const *texts)
{
    struct doc *list = doc_list(call->arena);
    for (; *texts != NULL; texts++)
        (void)doc_push(list, doc_text(*texts));
    return list;
}

enum status
save_params(struct call *call, const struct noun *noun, struct doc **out_row)
{
    struct doc *row;
    TRY(record_save(call, noun, call->params, &row));
    *out_row = noun_document(call, noun, row);
    return STATUS_OK;
}

enum status
remove_params(struct call *call, const struct noun *noun, struct doc **out_row)
{
    const char *id = param_text(call, "id");
    struct doc *row;
    TRY(record_read(call, noun, id, &row));
    TRY(record_remove(call, noun, id));
    *out_row = noun_document(call, noun, row);
    return STATUS_OK;
}

enum status
read_referred(struct call *call, const struct noun *noun, const char *field, const char *id,
              struct doc **out_row)
{
    enum status status = id == NULL ? STATUS_MISSING : record_read(call, noun, id, out_row);
    if (status == STATUS_MISSING)
        return call_invalid(call, field, "field.not_there", NULL);
    return status;
}

const struct zone *
caller_zone(const struct call *call)
{
    const struct zone *zone;
    return zone_find(call->who.zone, &zone) == STATUS_OK ? zone : zone_utc();
}

const char *
local_day(struct call *call, int64_t at_ms)
{
    struct moment local = zone_local(caller_zone(call), at_ms);
    return arena_print(call->arena, "%04d-%02d-%02d", local.year, local.month, local.day);
}

enum status
add_contacts(struct call *call, struct doc *to, const char *person)
{
    struct doc *params = call_params(call);
    struct doc *rows;
    doc_set_text(params, "person", person);
    TRY(call_rows_of(call, &sql_person_contacts, params, &rows));
    static const char *const kinds[] = {"email", "phone", "link"};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        doc_set(to, kinds[k], doc_null());
        for (uint32_t i = doc_count(rows); i-- > 0;)
            if (strcmp(doc_text_of(doc_item(rows, i), "kind"), kinds[k]) == 0)
                doc_set(to, kinds[k], *doc_get(doc_item(rows, i), "value"));
    }
    return STATUS_OK;
}
