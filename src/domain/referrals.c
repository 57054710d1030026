/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/common.h"
#include "domain/conduct.h"
#include "domain/interviews.h"
#include "domain/people.h"

#include <string.h>

static const char *const permissions[] = {"yes", "no", "not_asked", NULL};
static const char *const states[] = {"new", "contacted", "dropped", NULL};

static enum status
list_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena);
    TRY(add_rows(call, answer, "items", &sql_referral_list, NULL, NULL));
    *out_answer = answer;
    return STATUS_OK;
}

/* Who named them is the interviewee, when an interview is given and nobody else. */
static enum status
save_run(struct call *call, struct doc **out_answer)
{
    struct doc row = doc_copy(call->arena, call->params), *interview, *from, *saved;
    if (param_text(call, "id") == NULL) {
        if (param_text(call, "interview") != NULL) {
            TRY(interview_given(call, "interview", &interview));
            if (param_text(call, "from_person") == NULL)
                doc_set(&row, "from_person", *doc_get(interview, "person"));
        }
        TRY(read_referred(call, &noun_person, "from_person", doc_text_of(&row, "from_person"),
                          &from));
    }
    TRY(record_save(call, &noun_referral, &row, &saved));
    *out_answer = noun_document(call, &noun_referral, saved);
    return STATUS_OK;
}

static enum status
remove_run(struct call *call, struct doc **out_answer)
{
    return remove_params(call, &noun_referral, out_answer);
}

/* A name becomes a person to write to, known through who named them (M65). */
static enum status
prospect_run(struct call *call, struct doc **out_answer)
{
    const char *id = param_text(call, "id");
    struct doc *referral, *from, *saved, *person = doc_map(call->arena);
    struct doc *linked = doc_map(call->arena);
    TRY(record_read(call, &noun_referral, id, &referral));
    *out_answer = doc_map(call->arena);
    if (!doc_is_empty(doc_get(referral, "person"))) {
        doc_set(*out_answer, "person", *doc_get(referral, "person"));
        return STATUS_OK;
    }
    copy_keys(call, person, referral, "name title organization");
    doc_set_text(person, "circle", "referral");
    if (record_read(call, &noun_person, doc_text_of(referral, "from_person"), &from) == STATUS_OK) {
        doc_set(person, "target", *doc_get(from, "target"));
        if (referral_may_name(referral, from))
            doc_set(person, "how_found", *doc_get(from, "name"));
    }
    person_complete(call, person);
    TRY(record_save(call, &noun_person, person, &saved));
    doc_set_text(linked, "id", id);
    doc_set(linked, "person", *doc_get(saved, "id"));
    TRY(record_save(call, &noun_referral, linked, &from));
    doc_set(*out_answer, "person", *doc_get(saved, "id"));
    return STATUS_OK;
}

static const struct param id_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("Referral")},
    {0},
};

static const struct param save_params_[] = {
    {.name = "id", .kind = PARAM_ID, .label = N_("Referral")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "interview",
     .kind = PARAM_ID,
     .find = &sql_interview_find,
     .label = N_("Named in the interview")},
    {.name = "from_person", .kind = PARAM_ID, .find = &sql_person_find, .label = N_("Named by")},
    {.name = "name", .kind = PARAM_TEXT, .needed = true, .label = N_("Name")},
    {.name = "title", .kind = PARAM_TEXT, .label = N_("Job title")},
    {.name = "organization", .kind = PARAM_TEXT, .label = N_("Organization")},
    {.name = "contact", .kind = PARAM_TEXT, .most = 500, .label = N_("How to reach them")},
    {.name = "why", .kind = PARAM_TEXT, .most = 500, .label = N_("Why they were named")},
    {.name = "permission",
     .kind = PARAM_CHOICE,
     .choices = permissions,
     .initial = "not_asked",
     .label = N_("May you use the name of who named them?")},
    {.name = "state",
     .kind = PARAM_CHOICE,
     .choices = states,
     .initial = "new",
     .label = N_("State")},
    {0},
};

const struct call_row referral_rows[] = {
    {.name = "referral list",
     .path = "/referrals",
     .role = ROLE_OWNER,
     .params = no_params,
     .run = list_run,
     .page = "referrals",
     .columns = "name organization from_name permission state id",
     .help = N_("List whom people have named to you"),
     .example = "rapport referral list"},
    {.name = "referral save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = save_params_,
     .run = save_run,
     .done = N_("Saved."),
     .help = N_("Note whom somebody named, and whether you may use their name"),
     .example = "rapport referral save --from_person=quinn --name='Bo Adeyemi' --permission=yes"},
    {.name = "referral remove",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = remove_run,
     .done = N_("Removed."),
     .help = N_("Remove a referral"),
     .example = "rapport referral remove ID"},
    {.name = "referral prospect",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = prospect_run,
     .next = "/person/{person}",
     .done = N_("Added to your people."),
     .help = N_("Make a person of a name that you were given"),
     .example = "rapport referral prospect ID"},
    {0},
};
