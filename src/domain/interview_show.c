/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clock.h"
#include "domain/account.h"
#include "domain/common.h"
#include "domain/interviews.h"
#include "domain/people.h"
#include "method/agenda.h"
#include "method/policy.h"
#include "method/readiness.h"

#include <inttypes.h>
#include <string.h>

static const char *const finding_lists[][2] = {{"person", "people"},
                                               {"organization", "organizations"},
                                               {"publication", "publications"},
                                               {"company", "companies"},
                                               {"trend", "trends"},
                                               {"interest", "interests"},
                                               {"lead", "leads"}};

enum status
interview_given(struct call *call, const char *name, struct doc **out_row)
{
    return read_referred(call, &noun_interview, name, param_text(call, name), out_row);
}

enum status
interview_person(struct call *call, const struct doc *row, struct doc **out_person)
{
    const char *id = doc_text_of(row, "person");
    struct doc *found;
    TRY(read_referred(call, &noun_person, "person", id, &found));
    struct doc *person = noun_document(call, &noun_person, found);
    TRY(add_contacts(call, person, id));
    *out_person = person;
    return STATUS_OK;
}

int64_t
interview_ends_at(const struct doc *row)
{
    int64_t minutes = doc_int_of(row, "minutes") + doc_int_of(row, "extended_minutes");
    const struct doc *started = doc_get(row, "started_at");
    int64_t from = started->kind == DOC_INT ? started->integer : doc_int_of(row, "start_at");
    return from + minutes * MS_PER_MINUTE;
}

enum status
interview_thanks(struct call *call, const char *id, const char *guest, struct doc **out_message)
{
    struct doc *params = call_params(call), *found;
    doc_set_text(params, "interview", id);
    doc_set_text(params, "guest", guest);
    enum status status = call_row_of(call, &sql_message_thanks, params, &found);
    if (status == STATUS_MISSING) {
        *out_message = NULL;
        return STATUS_OK;
    }
    TRY(status);
    return record_read(call, &noun_message, doc_text_of(found, "id"), out_message);
}

static enum status
add_target(struct call *call, struct doc *answer, const struct doc *row)
{
    const char *id = doc_text_of(row, "target");
    struct doc *target;
    doc_set(answer, "target_name", doc_null());
    doc_set(answer, "objectives", *doc_list(call->arena));
    doc_set(answer, "facts", *doc_list(call->arena));
    if (id[0] == '\0')
        return STATUS_OK;
    enum status status = record_read(call, &noun_target, id, &target);
    if (status == STATUS_MISSING)
        return STATUS_OK;
    TRY(status);
    doc_set(answer, "target_name", *doc_get(target, "name"));
    TRY(add_rows(call, answer, "facts", &sql_desk_fact_list, "target", id));
    return add_rows(call, answer, "objectives", &sql_objective_list, "target", id);
}

/* What was heard, as six lists (M139), and openings they told of (M25). */
static enum status
add_findings(struct call *call, struct doc *answer, const char *id)
{
    struct doc *rows = doc_map(call->arena), *lists = doc_map(call->arena);
    TRY(add_rows(call, rows, "items", &sql_finding_list, "interview", id));
    const struct doc *items = doc_get(rows, "items");
    for (size_t k = 0; k < sizeof finding_lists / sizeof *finding_lists; k++) {
        struct doc *list = doc_list(call->arena);
        for (uint32_t i = 0; i < doc_count(items); i++)
            if (strcmp(doc_text_of(doc_item(items, i), "kind"), finding_lists[k][0]) == 0)
                (void)doc_push(list, *doc_item(items, i));
        doc_set(lists, finding_lists[k][1], *list);
    }
    doc_set(answer, "findings", *lists);
    doc_set_int(answer, "findings_count", doc_count(items));
    return STATUS_OK;
}

static enum status
add_reflection(struct call *call, struct doc *answer, const char *id)
{
    struct doc *params = call_params(call), *found, *reflection;
    doc_set(answer, "reflection", doc_null());
    doc_set_text(params, "interview", id);
    enum status status = call_row_of(call, &sql_reflection_of, params, &found);
    if (status == STATUS_MISSING)
        return STATUS_OK;
    TRY(status);
    TRY(record_read(call, &noun_reflection, doc_text_of(found, "id"), &reflection));
    doc_set(answer, "reflection", *reflection);
    return STATUS_OK;
}

static const char *
phase_of(const struct doc *row)
{
    const char *state = doc_text_of(row, "state");
    if (strcmp(state, "running") == 0)
        return "during";
    return strcmp(state, "planned") == 0 ? "before" : "after";
}

/* The deadlines of the thank-you run from the end of the talk (M143-M145). */
static enum status
add_deadlines(struct call *call, struct doc *answer, const struct doc *row,
              const struct policy *policy)
{
    struct doc *thanks;
    const char *id = doc_text_of(row, "id");
    TRY(interview_thanks(call, id, NULL, &thanks));
    doc_set(answer, "thanks",
            thanks == NULL ? doc_null() : *noun_document(call, &noun_message, thanks));
    const struct doc *ended = doc_get(row, "ended_at");
    int64_t end_at = ended->kind == DOC_INT ? ended->integer : interview_ends_at(row);
    doc_set_int(answer, "ends_at", interview_ends_at(row));
    doc_set_int(answer, "thanks_due_at", agenda_thanks_due(policy, caller_zone(call), end_at));
    doc_set_int(answer, "thanks_overdue_at", agenda_thanks_overdue(policy, end_at));
    doc_set_int(answer, "debrief_overdue_at",
                end_at + policy->debrief_overdue_hours * (int64_t)MS_PER_HOUR);
    return STATUS_OK;
}

enum status
interview_show(struct call *call, const struct doc *row, struct doc **out_answer)
{
    const char *id = doc_text_of(row, "id");
    struct doc *person, *profile;
    struct policy policy;
    struct doc *answer = noun_document(call, &noun_interview, row);
    TRY(interview_person(call, row, &person));
    TRY(policy_in_force(call, &policy));
    TRY(profile_read(call, &profile));
    doc_set_text(answer, "interview", id);
    doc_set(answer, "whom", *person);
    TRY(person_called(call, person, answer, "person_name"));
    struct doc *my = doc_map(call->arena);
    copy_keys(call, my, profile, "name phone email introduction");
    doc_set(answer, "my", *my);
    TRY(add_target(call, answer, row));
    TRY(add_rows(call, answer, "questions", &sql_question_list, "interview", id));
    TRY(add_rows(call, answer, "notes", &sql_note_list, "interview", id));
    TRY(add_rows(call, answer, "referrals", &sql_referral_by_interview, "interview", id));
    TRY(add_findings(call, answer, id));
    TRY(add_reflection(call, answer, id));
    TRY(add_deadlines(call, answer, row, &policy));
    doc_set_text(answer, "phase", phase_of(row));
    struct doc *ready = readiness_of(call->arena, &policy, answer);
    doc_set(answer, "ready", *ready);
    doc_set_int(answer, "ready_open", readiness_open(ready));
    *out_answer = answer;
    return STATUS_OK;
}
