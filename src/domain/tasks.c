/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/tasks.h"

#include "domain/common.h"

static enum status
list_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena);
    TRY(add_rows(call, answer, "items", &sql_task_list, NULL, NULL));
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
save_run(struct call *call, struct doc **out_answer)
{
    return save_params(call, &noun_task, out_answer);
}

static enum status
done_run(struct call *call, struct doc **out_answer)
{
    struct doc *row = doc_map(call->arena), *saved;
    TRY(read_referred(call, &noun_task, "id", param_text(call, "id"), &saved));
    doc_set_text(row, "id", param_text(call, "id"));
    doc_set(row, "done_at", doc_bool_of(call->params, "done") ? doc_int(call->now) : doc_null());
    TRY(record_save(call, &noun_task, row, &saved));
    *out_answer = noun_document(call, &noun_task, saved);
    return STATUS_OK;
}

static enum status
remove_run(struct call *call, struct doc **out_answer)
{
    return remove_params(call, &noun_task, out_answer);
}

/* Overruled once, an advice stays quiet about that case. */
static enum status
silence_run(struct call *call, struct doc **out_answer)
{
    return save_params(call, &noun_silence, out_answer);
}

static const struct param id_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("Task")},
    {0},
};

static const struct param done_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("Task")},
    {.name = "done", .kind = PARAM_BOOL, .label = N_("Done")},
    {0},
};

static const struct param save_params_[] = {
    {.name = "id", .kind = PARAM_ID, .label = N_("Task")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "title",
     .kind = PARAM_TEXT,
     .most = 300,
     .needed = true,
     .label = N_("What is to be done")},
    {.name = "due_on", .kind = PARAM_DATE, .label = N_("Due on")},
    {.name = "person", .kind = PARAM_ID, .find = &sql_person_find, .label = N_("Person")},
    {.name = "interview", .kind = PARAM_ID, .label = N_("Interview")},
    {.name = "target", .kind = PARAM_ID, .find = &sql_target_find, .label = N_("Target")},
    {0},
};

static const struct param silence_params[] = {
    {.name = "rule", .kind = PARAM_TEXT, .required = true, .label = N_("Rule")},
    {.name = "about", .kind = PARAM_ID, .required = true, .label = N_("About")},
    {0},
};

const struct call_row task_rows[] = {
    {.name = "task list",
     .path = "/tasks",
     .role = ROLE_OWNER,
     .params = no_params,
     .run = list_run,
     .page = "tasks",
     .columns = "title due_on person_name done_at id",
     .help = N_("List your next steps"),
     .example = "rapport task list"},
    {.name = "task save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = save_params_,
     .run = save_run,
     .form = "task list",
     .done = N_("Saved."),
     .help = N_("Add or change a next step"),
     .example = "rapport task save --title='Read about wetlands' --due_on=2026-03-02"},
    {.name = "task done",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = done_params,
     .argument = "id",
     .run = done_run,
     .done = N_("Noted."),
     .help = N_("Mark a next step as done, or as open again"),
     .example = "rapport task done ID --done=yes"},
    {.name = "task remove",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = remove_run,
     .done = N_("Removed."),
     .help = N_("Remove a next step"),
     .example = "rapport task remove ID"},
    {.name = "silence save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = silence_params,
     .run = silence_run,
     .done = N_("It will not be mentioned again."),
     .help = N_("Overrule an advice for one case"),
     .example = "rapport silence save --rule=request.minutes --about=ID"},
    {0},
};
