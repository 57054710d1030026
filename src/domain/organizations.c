/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/organizations.h"

#include "base/uuid.h"
#include "domain/common.h"
#include "domain/undo.h"
#include "text/fold.h"

#include <string.h>

enum { PAGE_ROWS_MOST = 500, PEOPLE_SHOWN = 100, HEARD_SHOWN = 100, SLICE_ROWS = 50 };

enum status
organization_row(struct call *call, const char *key, struct doc **out_row)
{
    struct doc *params = call_params(call), *found;
    doc_set_text(params, "name_key", key);
    enum status status = call_row_of(call, &sql_organization_by_key, params, &found);
    if (status == STATUS_MISSING) {
        *out_row = NULL;
        return STATUS_OK;
    }
    TRY(status);
    return record_read(call, &noun_organization, doc_text_of(found, "id"), out_row);
}

enum status
organization_keep(struct call *call, struct doc *row, struct doc **out_row)
{
    struct doc *before = NULL;
    const char *key = text_fold(call->arena, doc_text_of(row, "name"));
    TRY(organization_row(call, key, &before));
    doc_set_text(row, "name_key", key);
    if (before != NULL)
        doc_set(row, "id", *doc_get(before, "id"));
    return record_save(call, &noun_organization, row, out_row);
}

static bool
begins_with(const struct doc *row, const char *prefix)
{
    return strncmp(doc_text_of(row, "key"), prefix, strlen(prefix)) == 0;
}

/* Without a search all of them, else those whose names begin so. `after` is the key of the last one. */
static enum status
list_run(struct call *call, struct doc **out_answer)
{
    struct doc *params = call_params(call), *rows, *items = doc_list(call->arena);
    const char *query = param_text(call, "query"), *after = param_text(call, "after");
    const char *prefix = query == NULL ? "" : text_fold(call->arena, query);
    int64_t limit = doc_int_of(call->params, "limit");
    doc_set_text(params, "from_key", after == NULL ? prefix : after);
    doc_set_int(params, "limit", limit + 2);
    TRY(call_rows_of(call, &sql_organization_page, params, &rows));
    bool more = false;
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const struct doc *row = doc_item(rows, i);
        if ((after != NULL && strcmp(doc_text_of(row, "key"), after) == 0) ||
            !begins_with(row, prefix))
            continue;
        more = doc_count(items) == (uint32_t)limit;
        if (!more)
            (void)doc_push(items, *row);
    }
    struct doc *answer = doc_map(call->arena);
    doc_set_text(answer, "query", query);
    doc_set(answer, "items", *items);
    doc_set(answer, "after",
            more ? *doc_get(doc_item(items, doc_count(items) - 1), "key") : doc_null());
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
add_of_key(struct call *call, struct doc *answer, const char *name,
           const struct statement *statement, const char *key, int64_t limit)
{
    struct doc *params = call_params(call), *rows;
    doc_set_text(params, "key", key);
    doc_set_int(params, "limit", limit);
    TRY(call_rows_of(call, statement, params, &rows));
    doc_set(answer, name, *rows);
    return STATUS_OK;
}

/* Somebody there who is more than an address may speak for me (M222). */
static bool
knows_somebody(const struct doc *people)
{
    for (uint32_t i = 0; i < doc_count(people); i++) {
        const char *circle = doc_text_of(doc_item(people, i), "circle");
        const char *state = doc_text_of(doc_item(people, i), "state");
        if (strcmp(state, "held") == 0 ||
            (strcmp(circle, "cold") != 0 && strcmp(circle, "directory") != 0 &&
             !doc_is_empty(doc_get(doc_item(people, i), "name"))))
            return true;
    }
    return false;
}

static enum status
show(struct call *call, const char *name, struct doc **out_answer)
{
    struct doc *row, *params = call_params(call), *called;
    const char *key = text_fold(call->arena, name);
    TRY(organization_row(call, key, &row));
    doc_set_text(params, "key", key);
    enum status status = call_row_of(call, &sql_organization_name_of, params, &called);
    if (status != STATUS_OK && (status != STATUS_MISSING || row == NULL))
        return status;
    struct doc *answer = noun_document(call, &noun_organization, row);
    if (row == NULL) {
        doc_set(answer, "name", *doc_get(called, "name"));
        doc_set_text(answer, "name_key", key);
    }
    doc_set_int(answer, "people_count", status == STATUS_OK ? doc_int_of(called, "people") : 0);
    TRY(add_of_key(call, answer, "people", &sql_organization_people, key, PEOPLE_SHOWN));
    TRY(add_of_key(call, answer, "heard", &sql_organization_heard, key, HEARD_SHOWN));
    doc_set_bool(answer, "known", knows_somebody(doc_get(answer, "people")));
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
read_run(struct call *call, struct doc **out_answer)
{
    return show(call, param_text(call, "name"), out_answer);
}

static enum status
save_run(struct call *call, struct doc **out_answer)
{
    struct doc row = doc_copy(call->arena, call->params), *saved;
    TRY(organization_keep(call, &row, &saved));
    *out_answer = noun_document(call, &noun_organization, saved);
    return STATUS_OK;
}

static enum status
remove_run(struct call *call, struct doc **out_answer)
{
    return remove_params(call, &noun_organization, out_answer);
}

/* What stood under the old name fills what the new name's row does not say. */
static enum status
move_row(struct call *call, const char *old_key, const char *name)
{
    struct doc *old, *there, *row = doc_map(call->arena), *saved;
    TRY(organization_row(call, old_key, &old));
    if (old == NULL)
        return STATUS_OK;
    const char *key = text_fold(call->arena, name);
    TRY(organization_row(call, key, &there));
    bool same = there == NULL || strcmp(doc_text_of(there, "id"), doc_text_of(old, "id")) == 0;
    for (int i = 0; i < noun_organization.column_count; i++) {
        const char *column = noun_organization.columns[i].name;
        if (same || doc_is_empty(doc_get(there, column)))
            doc_set(row, column, *doc_get(old, column));
    }
    doc_set_text(row, "name", name);
    doc_set_text(row, "name_key", key);
    doc_set(row, "id", *doc_get(same ? old : there, "id"));
    TRY(record_save(call, &noun_organization, row, &saved));
    return same ? STATUS_OK : record_remove(call, &noun_organization, doc_text_of(old, "id"));
}

static enum status
move_person(struct call *call, const char *id, const char *name)
{
    struct doc *row = doc_map(call->arena), *saved;
    doc_set_text(row, "id", id);
    doc_set_text(row, "organization", name);
    doc_set_text(row, "organization_key", text_fold(call->arena, name));
    return record_save(call, &noun_person, row, &saved);
}

/* The people behind those who were moved last, in the order of their names; `place` keeps where that is. */
static enum status
move_people(struct call *call, struct doc *place, int64_t limit, int64_t *out_moved)
{
    struct doc *params = call_params(call), *people;
    copy_keys(call, params, place, "key after_key after_doc");
    doc_set_int(params, "limit", limit);
    TRY(call_rows_of(call, &sql_organization_people_next, params, &people));
    for (uint32_t i = 0; i < doc_count(people); i++) {
        const struct doc *one = doc_item(people, i);
        TRY(move_person(call, doc_text_of(one, "id"), doc_text_of(place, "name")));
        doc_set(place, "after_key", *doc_get(one, "name_key"));
        doc_set(place, "after_doc", *doc_get(one, "doc"));
    }
    *out_moved = doc_count(people);
    return STATUS_OK;
}

static enum status
count_people(struct call *call, const char *key, int64_t *out_count)
{
    struct doc *found = doc_map(call->arena);
    TRY(add_of_key(call, found, "people", &sql_organization_people, key,
                   ORGANIZATION_MOVED_MOST + 1));
    *out_count = doc_count(doc_get(found, "people"));
    return STATUS_OK;
}

/* The organization itself has its new name at once; its people follow in the same change. */
static enum status
rename_run(struct call *call, struct doc **out_answer)
{
    const char *name = param_text(call, "name"), *new_name = param_text(call, "new_name");
    const char *old_key = text_fold(call->arena, name), *job = NULL,
               *change = uuid_new(call->arena);
    struct doc *answer, *place = doc_map(call->arena);
    int64_t people, moved = 0;
    TRY(show(call, name, &answer)); /* there is one of that name */
    TRY(count_people(call, old_key, &people));
    doc_set_text(place, "key", old_key);
    doc_set_text(place, "name", new_name);
    doc_set_text(place, "change", change);
    doc_set_text(place, "after_key", "");
    doc_set_int(place, "after_doc", 0);
    record_continue(call, change, call->row->name);
    if (people <= ORGANIZATION_MOVED_MOST)
        TRY(move_people(call, place, ORGANIZATION_MOVED_MOST, &moved));
    TRY(move_row(call, old_key, new_name));
    if (people > ORGANIZATION_MOVED_MOST)
        TRY(job_start(call, organization_rename_job.name, place, 0, NULL, &job));
    *out_answer = doc_map(call->arena);
    doc_set_text(*out_answer, "name", new_name);
    doc_set_int(*out_answer, "moved", moved);
    doc_set_text(*out_answer, "job", job);
    if (job != NULL)
        doc_set_text(*out_answer, "next", arena_print(call->arena, "/job/%s", job));
    return STATUS_OK;
}

static enum status
rename_slice(struct call *call, struct job *job)
{
    int64_t moved;
    record_continue(call, doc_text_of(job->input, "change"), "organization rename");
    do {
        TRY(move_people(call, job->input, SLICE_ROWS, &moved));
        job->progress += moved;
    } while (moved == SLICE_ROWS && !job_is_over(job));
    job->finished = moved < SLICE_ROWS;
    if (job->finished)
        doc_set(job->input, "undo", *doc_get(job->input, "change"));
    return STATUS_OK;
}

static enum status
rename_back(struct call *call, struct job *job)
{
    return undo_slice(call, job, "undo", NULL);
}

const struct job_kind organization_rename_job = {
    .name = "organization rename", .slice = rename_slice, .revert = rename_back};

static const struct param list_params[] = {
    {.name = "query", .kind = PARAM_TEXT, .label = N_("How the name begins")},
    {.name = "after", .kind = PARAM_TEXT, .most = 600, .label = N_("After")},
    {.name = "limit",
     .kind = PARAM_INT,
     .least = 1,
     .most = PAGE_ROWS_MOST,
     .initial = "100",
     .label = N_("How many")},
    {0},
};

static const struct param read_params[] = {
    {.name = "name", .kind = PARAM_TEXT, .required = true, .label = N_("Organization")},
    {0},
};

static const struct param id_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("Organization")},
    {0},
};

static const struct param rename_params[] = {
    {.name = "name", .kind = PARAM_TEXT, .required = true, .label = N_("Organization")},
    {.name = "new_name", .kind = PARAM_TEXT, .required = true, .label = N_("New name")},
    {0},
};

static const struct param save_params_[] = {
    {.name = "name", .kind = PARAM_TEXT, .required = true, .label = N_("Organization")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "kind", .kind = PARAM_TEXT, .label = N_("What kind of organization")},
    {.name = "industry", .kind = PARAM_TEXT, .label = N_("Industry")},
    {.name = "website", .kind = PARAM_URL, .most = 500, .label = N_("Website")},
    {.name = "place", .kind = PARAM_TEXT, .label = N_("Place")},
    {.name = "notes", .kind = PARAM_LINES, .label = N_("What you know about it")},
    {.name = "advocate", .kind = PARAM_BOOL, .label = N_("Somebody there could speak for you")},
    {.name = "motivation",
     .kind = PARAM_INT,
     .least = 1,
     .most = 5,
     .label = N_("How much it draws you, 1 to 5")},
    {.name = "posting",
     .kind = PARAM_INT,
     .least = 1,
     .most = 3,
     .label = N_("What it posts: 1 nothing, 2 other work, 3 this work")},
    {0},
};

const struct call_row organization_rows[] = {
    {.name = "organization list",
     .path = "/organizations",
     .role = ROLE_OWNER,
     .params = list_params,
     .argument = "query",
     .run = list_run,
     .page = "organizations",
     .columns = "name people industry place",
     .help = N_("List the organizations of the people you know"),
     .example = "rapport organization list --query=river"},
    {.name = "organization read",
     .path = "/organization",
     .role = ROLE_OWNER,
     .params = read_params,
     .argument = "name",
     .run = read_run,
     .page = "organization",
     .help = N_("Show an organization: its people, and what was heard there"),
     .example = "rapport organization read 'City Museum'"},
    {.name = "organization save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = save_params_,
     .argument = "name",
     .run = save_run,
     .form = "organization read",
     .next = "/organization?name={name}",
     .done = N_("Saved."),
     .help = N_("Write down what you know about an organization"),
     .example = "rapport organization save 'City Museum' --website=museum.example.org"},
    {.name = "organization rename",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = rename_params,
     .argument = "name",
     .run = rename_run,
     .form = "organization read",
     .next = "/organization?name={name}",
     .done = N_("Renamed, with its people."),
     .help = N_("Give an organization another name; its people go with it"),
     .example = "rapport organization rename 'City Musuem' --new_name='City Museum'"},
    {.name = "organization remove",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = remove_run,
     .next = "/organizations",
     .done = N_("Removed."),
     .help = N_("Remove what you wrote about an organization; its people stay"),
     .example = "rapport organization remove ID"},
    {0},
};
