/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/merges.h"

#include "domain/common.h"
#include "domain/duplicates.h"
#include "domain/merge_row.h"
#include "domain/people.h"

#include <string.h>

/* One undo must take back all of it (history.c). */
enum { REFERENCES_MOST = 1500, COLUMNS_MOST = 40 };

enum status
person_now(struct call *call, const char *id, const char **out_id)
{
    struct doc *params = call_params(call), *found;
    doc_set_text(params, "former", id);
    enum status status = call_row_of(call, &sql_person_alias_of, params, &found);
    *out_id = status == STATUS_OK ? doc_text_of(found, "person") : id;
    return status == STATUS_MISSING ? STATUS_OK : status;
}

/* ---- references ---- */

static bool
lead(struct doc *row, const struct column *columns, int count, const char *from, const char *to)
{
    bool led = false;
    for (int i = 0; i < count; i++)
        if (columns[i].kind == COLUMN_UUID &&
            strcmp(doc_text_of(row, columns[i].name), from) == 0) {
            doc_set_text(row, columns[i].name, to);
            led = true;
        }
    return led;
}

/* The items that named the one who goes; who is named already is not named twice. */
static struct doc
lead_part(struct call *call, const struct noun_part *part, const struct doc *items,
          const char *from, const char *to)
{
    struct doc *list = doc_list(call->arena);
    uint32_t there = UINT32_MAX;
    for (uint32_t i = 0; i < doc_count(items); i++) {
        struct doc item = doc_copy(call->arena, doc_item(items, i));
        (void)lead(&item, part->columns, part->column_count, from, to);
        bool is_it = strcmp(doc_text_of(&item, "person"), to) == 0;
        if (is_it && there != UINT32_MAX) {
            merge_note(call, doc_item(list, there), &item);
            continue;
        }
        if (is_it)
            there = doc_count(list);
        (void)doc_push(list, item);
    }
    return *list;
}

/* Two who are told apart from each other, or the same two once more: nothing is left to say. */
static enum status
distinction_is_idle(struct call *call, const struct doc *row, bool *out_idle)
{
    struct doc *params = call_params(call), *found;
    copy_keys(call, params, row, "person other");
    *out_idle = strcmp(doc_text_of(row, "person"), doc_text_of(row, "other")) == 0;
    if (*out_idle)
        return STATUS_OK;
    enum status status = call_row_of(call, &sql_duplicate_apart, params, &found);
    *out_idle =
        status == STATUS_OK && strcmp(doc_text_of(found, "id"), doc_text_of(row, "id")) != 0;
    return status == STATUS_MISSING ? STATUS_OK : status;
}

static enum status
lead_reference(struct call *call, const struct doc *reference, const char *from, const char *to)
{
    const struct noun *noun = record_noun(doc_text_of(reference, "noun"));
    const char *id = doc_text_of(reference, "id");
    struct doc *row, *saved;
    bool idle = false;
    if (noun == NULL)
        return STATUS_FAILED;
    enum status status = record_read(call, noun, id, &row);
    if (status == STATUS_MISSING) /* named twice, and gone with the first */
        return STATUS_OK;
    TRY(status);
    (void)lead(row, noun->columns, noun->column_count, from, to);
    if (noun == &noun_distinction)
        TRY(distinction_is_idle(call, row, &idle));
    if (idle)
        return record_remove(call, noun, id);
    if (noun == &noun_person)
        for (int i = 0; i < noun->part_count; i++)
            if (strcmp(noun->parts[i].name, "bridges") == 0)
                doc_set(row, "bridges",
                        lead_part(call, &noun->parts[i], doc_get(row, "bridges"), from, to));
    doc_remove(row, "version");
    return record_save(call, noun, row, &saved);
}

static enum status
read_references(struct call *call, const char *person, struct doc **out_rows)
{
    struct doc *params = call_params(call);
    doc_set_text(params, "person", person);
    return call_rows_of(call, &sql_person_references, params, out_rows);
}

/* ---- side by side ---- */

static struct doc
lines_of(struct call *call, const struct doc *items)
{
    struct doc *list = doc_list(call->arena);
    for (uint32_t i = 0; i < doc_count(items); i++) {
        const struct doc *item = doc_item(items, i);
        (void)doc_push(list, *doc_get(item, doc_has(item, "tag") ? "tag" : "value"));
    }
    return *list;
}

/* One's own circle has no words but itself. */
static bool
has_words(const struct merge_column *column, const char *value)
{
    for (const char *const *name = person_circles; *name != NULL; name++)
        if (strcmp(*name, value) == 0)
            return true;
    return strcmp(column->name, "circle") != 0;
}

/* What a column shows of one of the two: texts, one a line; `code` when it is a choice. */
static enum status
show_side(struct call *call, struct doc *item, const char *side, const struct merge_column *column,
          const struct doc *row)
{
    const struct doc *value = doc_get(row, column->name);
    struct doc *lines = doc_list(call->arena), *target, shown = *value;
    const char *code = arena_print(call->arena, "%s_code", side);
    doc_set(item, code, doc_null());
    if (column->kind == MERGE_TARGET && value->kind == DOC_TEXT) {
        enum status status = record_read(call, &noun_target, value->text, &target);
        if (status != STATUS_OK && status != STATUS_MISSING)
            return status;
        shown = status == STATUS_OK ? *doc_get(target, "name") : doc_null();
    } else if (column->kind == MERGE_CHOICE && value->kind == DOC_TEXT &&
               has_words(column, value->text)) {
        doc_set_text(item, code,
                     arena_print(call->arena, "choice.%s.%s", column->name, value->text));
    }
    if (column->kind == MERGE_LIST)
        *lines = lines_of(call, value);
    else if (!doc_is_empty(&shown))
        (void)doc_push(lines, shown);
    doc_set(item, side, *lines);
    return STATUS_OK;
}

static enum status
show_columns(struct call *call, struct doc *answer, const struct doc *keep, const struct doc *other)
{
    struct doc *items = doc_list(call->arena);
    for (const struct merge_column *column = merge_columns; column->name != NULL; column++) {
        const struct doc *mine = doc_get(keep, column->name);
        const struct doc *theirs = doc_get(other, column->name);
        if (doc_is_empty(mine) && doc_is_empty(theirs))
            continue;
        struct doc *item = doc_push(items, *doc_map(call->arena));
        doc_set_text(item, "name", column->name);
        doc_set_text(item, "code", arena_print(call->arena, "merge.%s", column->name));
        doc_set_bool(item, "same", doc_equal(mine, theirs));
        doc_set_bool(item, "many", column->kind == MERGE_LIST || column->kind == MERGE_TEXT);
        doc_set_text(item, "from",
                     merge_from(column, keep, other, doc_get(call->params, "columns")));
        TRY(show_side(call, item, "keep", column, keep));
        TRY(show_side(call, item, "other", column, other));
    }
    doc_set(answer, "columns", *items);
    return STATUS_OK;
}

static enum status
form_run(struct call *call, struct doc **out_answer)
{
    const char *id = param_text(call, "id"), *other = param_text(call, "other");
    struct doc *keep, *gone, *references, *answer = doc_map(call->arena);
    TRY(record_read(call, &noun_person, id, &keep));
    copy_keys(call, answer, keep, "id version name title organization");
    doc_set_text(answer, "keep_id", id);
    TRY(add_alike(call, answer, keep));
    doc_set(answer, "two", doc_null());
    doc_set(answer, "columns", *doc_list(call->arena));
    doc_set_int(answer, "moving", 0);
    *out_answer = answer;
    doc_set_text(answer, "other", other);
    if (other == NULL)
        return STATUS_OK;
    TRY(read_referred(call, &noun_person, "other", other, &gone));
    if (strcmp(id, other) == 0)
        return call_invalid(call, "other", "duplicate.one_person", NULL);
    struct doc *two = doc_map(call->arena);
    copy_keys(call, two, gone, "id name title organization created_at");
    doc_set(answer, "two", *two);
    TRY(read_references(call, other, &references));
    doc_set_int(answer, "moving", doc_count(references));
    return show_columns(call, answer, keep, gone);
}

/* ---- the merge ---- */

static enum status
leave_alias(struct call *call, const char *id, const struct doc *gone)
{
    struct doc *alias = doc_map(call->arena), *saved;
    doc_set_text(alias, "person", id);
    doc_set(alias, "former", *doc_get(gone, "id"));
    copy_keys(call, alias, gone, "uid profile_key");
    return record_save(call, &noun_person_alias, alias, &saved);
}

static enum status
merge_run(struct call *call, struct doc **out_answer)
{
    const char *id = param_text(call, "id"), *other = param_text(call, "other");
    struct doc *keep, *gone, *references, *saved;
    TRY(record_read(call, &noun_person, id, &keep));
    TRY(read_referred(call, &noun_person, "other", other, &gone));
    if (strcmp(id, other) == 0)
        return call_invalid(call, "other", "duplicate.one_person", NULL);
    struct doc *row = merged_row(call, keep, gone, doc_get(call->params, "columns"));
    doc_set_text(row, "id", id);
    doc_set(row, "version", *doc_get(call->params, "version"));
    person_name_whole(keep, row);
    person_complete(call, row);
    TRY(record_save(call, &noun_person, row, &saved));
    TRY(read_references(call, other, &references));
    if (doc_count(references) > REFERENCES_MOST)
        return call_refuse(call, STATUS_INVALID, "merge.too_much", NULL);
    for (uint32_t i = 0; i < doc_count(references); i++)
        TRY(lead_reference(call, doc_item(references, i), other, id));
    TRY(record_remove(call, &noun_person, other));
    TRY(leave_alias(call, id, gone));
    TRY(record_read(call, &noun_person, id, &saved));
    *out_answer = noun_document(call, &noun_person, saved);
    return STATUS_OK;
}

static const char *const sides[] = {"keep", "other", "both", NULL};

static const struct param column_params[] = {
    {.name = "name", .kind = PARAM_TEXT, .required = true, .most = 40, .label = N_("Column")},
    {.name = "from",
     .kind = PARAM_CHOICE,
     .required = true,
     .choices = sides,
     .label = N_("Whose value stays")},
    {0},
};

static const struct param form_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_person_find,
     .label = N_("Person who stays")},
    {.name = "other",
     .kind = PARAM_ID,
     .find = &sql_person_find,
     .label = N_("Person who is the same")},
    {.name = "columns",
     .kind = PARAM_ROWS,
     .rows = column_params,
     .most = COLUMNS_MOST,
     .label = N_("What stays")},
    {0},
};

static const struct param merge_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_person_find,
     .label = N_("Person who stays")},
    {.name = "other",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_person_find,
     .label = N_("Person who is the same")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "columns",
     .kind = PARAM_ROWS,
     .rows = column_params,
     .most = COLUMNS_MOST,
     .label = N_("What stays")},
    {0},
};

const struct call_row merge_rows[] = {
    {.name = "person twin",
     .path = "/person/{id}/merge",
     .role = ROLE_OWNER,
     .params = form_params,
     .argument = "id",
     .run = form_run,
     .page = "merge",
     .help = N_("Show two records of one person side by side"),
     .example = "rapport person twin quinn --other=ID"},
    {.name = "person merge",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = merge_params,
     .argument = "id",
     .run = merge_run,
     .form = "person twin",
     .next = "/person/{id}",
     .done = N_("Made one of the two."),
     .help = N_("Make one person of two records; one undo brings both back"),
     .example = "rapport person merge quinn --other=ID"},
    {0},
};
