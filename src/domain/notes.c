/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/notes.h"

#include "domain/common.h"
#include "domain/interviews.h"

/* A new note belongs to an interview, to a person, or to both (docs/decisions/0010). */
static enum status
save_run(struct call *call, struct doc **out_answer)
{
    struct doc *found;
    const char *interview = param_text(call, "interview"), *person = param_text(call, "person");
    if (param_text(call, "id") == NULL && interview == NULL && person == NULL)
        return call_invalid(call, "person", "note.about_nobody", NULL);
    if (interview != NULL)
        TRY(interview_given(call, "interview", &found));
    if (person != NULL)
        TRY(read_referred(call, &noun_person, "person", person, &found));
    return save_params(call, &noun_note, out_answer);
}

static enum status
remove_run(struct call *call, struct doc **out_answer)
{
    return remove_params(call, &noun_note, out_answer);
}

static const struct param id_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("Note")},
    {0},
};

static const struct param save_params_[] = {
    {.name = "id", .kind = PARAM_ID, .label = N_("Note")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "interview", .kind = PARAM_ID, .find = &sql_interview_find, .label = N_("Interview")},
    {.name = "person", .kind = PARAM_ID, .find = &sql_person_find, .label = N_("Person")},
    {.name = "question", .kind = PARAM_ID, .label = N_("To the question")},
    {.name = "text", .kind = PARAM_LINES, .needed = true, .label = N_("Note")},
    {0},
};

const struct call_row note_rows[] = {
    {.name = "note save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = save_params_,
     .run = save_run,
     .form = "person read",
     .done = N_("Saved."),
     .help = N_("Write or change a note of an interview or about a person"),
     .example = "rapport note save --person=quinn --text='Knows everybody at the river trust'"},
    {.name = "note remove",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = remove_run,
     .done = N_("Removed."),
     .help = N_("Remove a note"),
     .example = "rapport note remove ID"},
    {0},
};
