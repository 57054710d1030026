/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/followup.h"

#include "domain/common.h"
#include "domain/drafts.h"
#include "domain/interviews.h"
#include "domain/outbox.h"

#include <string.h>

enum { FINDINGS_MOST = 200, FINDING_MAX = 1000, PREPARATIONS_MOST = 50 };

/* The six lists of a debrief (M139), and openings that they spoke of without being asked (M25): the field, and the
 * kind its lines become. */
static const char *const lists[][2] = {{"people", "person"},
                                       {"organizations", "organization"},
                                       {"publications", "publication"},
                                       {"companies", "company"},
                                       {"trends", "trend"},
                                       {"interests", "interest"},
                                       {"leads", "lead"}};

static const char *const channels[] = {"email", "letter", "linkedin", NULL};

/* What was noted, one line each, until somebody makes an outline of it (M140). */
static const char *
outline_of(struct call *call, const struct doc *notes)
{
    struct buffer outline;
    buffer_open(&outline, call->arena, 20000);
    for (uint32_t i = 0; i < doc_count(notes); i++)
        buffer_print(&outline, "- %s\n", doc_text_of(doc_item(notes, i), "text"));
    return buffer_read(&outline);
}

static const char *
lines_of(struct call *call, const struct doc *items)
{
    struct buffer lines;
    buffer_open(&lines, call->arena, FINDINGS_MOST * FINDING_MAX);
    for (uint32_t i = 0; i < doc_count(items); i++)
        buffer_print(&lines, "%s%s", i == 0 ? "" : "\n", doc_text_of(doc_item(items, i), "text"));
    return buffer_read(&lines);
}

static enum status
debrief_form_run(struct call *call, struct doc **out_answer)
{
    struct doc *row, *answer;
    TRY(record_read(call, &noun_interview, param_text(call, "id"), &row));
    TRY(interview_show(call, row, &answer));
    if (doc_is_empty(doc_get(answer, "outline")))
        doc_set_text(answer, "outline", outline_of(call, doc_get(answer, "notes")));
    const struct doc findings = *doc_get(answer, "findings");
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        doc_set_text(answer, lists[i][0], lines_of(call, doc_get(&findings, lists[i][0])));
    TRY(add_rows(call, answer, "todos", &sql_task_by_interview, "interview",
                 doc_text_of(row, "id")));
    doc_set(answer, "preparations", doc_null());
    *out_answer = answer;
    return STATUS_OK;
}

static const struct doc *
find_line(const struct doc *items, const char *kind, const char *text)
{
    for (uint32_t i = 0; i < doc_count(items); i++)
        if (strcmp(doc_text_of(doc_item(items, i), "kind"), kind) == 0 &&
            strcmp(doc_text_of(doc_item(items, i), "text"), text) == 0)
            return doc_item(items, i);
    return NULL;
}

/* The lines of one list as they should stand; a line that stood there keeps its row. */
static enum status
save_list(struct call *call, const char *interview, const char *kind, const char *lines,
          const struct doc *before, struct doc *wanted)
{
    while (*lines != '\0') {
        size_t length = strcspn(lines, "\n");
        const char *line =
            arena_copy(call->arena, lines, length < FINDING_MAX ? length : FINDING_MAX);
        lines += length + (lines[length] == '\n');
        line += strspn(line, " \t-*");
        if (line[0] == '\0')
            continue;
        struct doc *finding = doc_map(call->arena), *saved;
        doc_set_text(finding, "kind", kind);
        doc_set_text(finding, "text", line);
        if (find_line(wanted, kind, line) != NULL)
            continue;
        (void)doc_push(wanted, *finding);
        if (doc_count(wanted) > FINDINGS_MOST)
            return call_invalid(call, "people", "debrief.too_many", NULL);
        if (find_line(before, kind, line) != NULL)
            continue;
        doc_set_text(finding, "interview", interview);
        TRY(record_save(call, &noun_finding, finding, &saved));
    }
    return STATUS_OK;
}

static bool
was_given(const struct call *call, const char *kind)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(lists[i][1], kind) == 0)
            return doc_has(call->params, lists[i][0]);
    return false;
}

static enum status
save_findings(struct call *call, const char *interview)
{
    struct doc *rows = doc_map(call->arena), *wanted = doc_list(call->arena);
    TRY(add_rows(call, rows, "items", &sql_finding_list, "interview", interview));
    const struct doc *before = doc_get(rows, "items");
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (doc_has(call->params, lists[i][0]))
            TRY(save_list(call, interview, lists[i][1], doc_text_of(call->params, lists[i][0]),
                          before, wanted));
    for (uint32_t i = 0; i < doc_count(before); i++) {
        const struct doc *old = doc_item(before, i);
        const char *kind = doc_text_of(old, "kind");
        if (was_given(call, kind) && find_line(wanted, kind, doc_text_of(old, "text")) == NULL)
            TRY(record_remove(call, &noun_finding, doc_text_of(old, "id")));
    }
    return STATUS_OK;
}

static bool
is_planned(const struct doc *tasks, const char *title)
{
    for (uint32_t i = 0; i < doc_count(tasks); i++)
        if (strcmp(doc_text_of(doc_item(tasks, i), "title"), title) == 0)
            return true;
    return false;
}

/* What they advised to do in order to get ready becomes tasks (M27); one that is there already is left alone. */
static enum status
save_preparations(struct call *call, const struct doc *interview)
{
    const char *lines = doc_text_of(call->params, "preparations");
    struct doc *found = doc_map(call->arena), *saved;
    int64_t count = 0;
    TRY(add_rows(call, found, "items", &sql_task_by_interview, "interview",
                 doc_text_of(interview, "id")));
    while (*lines != '\0') {
        size_t length = strcspn(lines, "\n");
        const char *line =
            arena_copy(call->arena, lines, length < FINDING_MAX ? length : FINDING_MAX);
        lines += length + (lines[length] == '\n');
        line += strspn(line, " \t-*");
        if (line[0] == '\0' || is_planned(doc_get(found, "items"), line))
            continue;
        if (++count > PREPARATIONS_MOST)
            return call_invalid(call, "preparations", "debrief.too_many", NULL);
        struct doc *task = doc_map(call->arena);
        copy_keys(call, task, interview, "person target");
        doc_set(task, "interview", *doc_get(interview, "id"));
        doc_set_text(task, "title", line);
        doc_set_text(task, "kind", "preparation");
        TRY(record_save(call, &noun_task, task, &saved));
    }
    return STATUS_OK;
}

static enum status
debrief_save_run(struct call *call, struct doc **out_answer)
{
    const char *interview = param_text(call, "interview");
    struct doc *row, *changed = doc_map(call->arena);
    TRY(interview_given(call, "interview", &row));
    TRY(save_findings(call, interview));
    TRY(save_preparations(call, row));
    if (doc_has(call->params, "outline"))
        doc_set(changed, "outline", *doc_get(call->params, "outline"));
    if (doc_is_empty(doc_get(row, "debriefed_at")))
        doc_set_int(changed, "debriefed_at", call->now);
    if (strcmp(doc_text_of(row, "state"), "held") != 0) {
        doc_set_text(changed, "state", "held");
        doc_set_int(changed, "ended_at", call->now);
    }
    TRY(interview_change(call, interview, changed, out_answer));
    doc_set_text(*out_answer, "interview", interview);
    return STATUS_OK;
}

/* What they said, for the one specific thing of a thank-you (M147). */
static struct doc *
details_of(struct call *call, const struct doc *interview)
{
    struct doc *details = doc_list(call->arena);
    const struct doc *notes = doc_get(interview, "notes");
    for (uint32_t i = 0; i < doc_count(notes); i++)
        (void)doc_push(details, *doc_get(doc_item(notes, i), "text"));
    const struct doc *findings = doc_get(interview, "findings");
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
        const struct doc *items = doc_get(findings, lists[k][0]);
        for (uint32_t i = 0; i < doc_count(items); i++)
            (void)doc_push(details, *doc_get(doc_item(items, i), "text"));
    }
    return details;
}

static enum status
begin_thanks(struct call *call, struct doc *message, const struct doc *interview,
             const struct doc *person, const struct doc *target)
{
    const char *subject = NULL, *body, *sample = param_text(call, "sample");
    struct doc *slots;
    TRY(drafts_slots(call, person, target, doc_int_of(interview, "minutes"), &slots));
    TRY(drafts_fill(call, sample == NULL ? "thanks_email" : sample, slots, &subject, &body));
    doc_set_text(message, "subject", subject);
    doc_set_text(message, "body", body);
    doc_set_text(message, "channel", "email");
    doc_set_text(message, "state", "draft");
    return STATUS_OK;
}

/* Whom the note is for: a guest is thanked by name, and nothing of it goes to the interviewee's
 * address. */
static struct doc
addressee(struct call *call, const struct doc *interview, const char *guest)
{
    struct doc person = doc_copy(call->arena, doc_get(interview, "whom"));
    if (guest == NULL)
        return person;
    static const char *const others[] = {"address_form", "pronunciation", "title", "organization",
                                         "email",        "phone",         "link"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        doc_set(&person, others[i], doc_null());
    doc_set_text(&person, "name", guest);
    return person;
}

/* The thank-you of an interview as it stands, or begun from a sample; every person who was there has
 * one of their own (M146). */
static enum status
show_thanks(struct call *call, const char *id, const char *guest, struct doc **out_answer)
{
    struct doc *row, *interview, *message, *samples, *target = doc_map(call->arena);
    TRY(record_read(call, &noun_interview, id, &row));
    TRY(interview_show(call, row, &interview));
    TRY(interview_thanks(call, id, guest, &message));
    doc_set(target, "name", *doc_get(interview, "target_name"));
    const struct doc person = addressee(call, interview, guest);
    struct doc *answer = noun_document(call, &noun_message, message);
    if (message == NULL)
        TRY(begin_thanks(call, answer, interview, &person, target));
    doc_set_text(answer, "kind", "thanks");
    doc_set_text(answer, "interview", id);
    doc_set_text(answer, "guest", guest);
    doc_set(answer, "person", *doc_get(row, "person"));
    copy_keys(call, answer, interview,
              "whom person_name guests thanks_due_at thanks_overdue_at start_at ended_at minutes");
    doc_set(answer, "due_at", *doc_get(interview, "thanks_due_at"));
    doc_set(answer, "overdue_at", *doc_get(interview, "thanks_overdue_at"));
    struct doc *details = details_of(call, interview);
    doc_set(answer, "details", *details);
    bool sent = strcmp(doc_text_of(answer, "state"), "sent") == 0;
    doc_set_bool(answer, "sent", sent);
    doc_set_bool(answer, "late", !sent && call->now > doc_int_of(answer, "due_at"));
    doc_set_bool(answer, "overdue", !sent && call->now > doc_int_of(answer, "overdue_at"));
    TRY(drafts_check(call, answer, answer, &person, target, details, id));
    TRY(drafts_samples(call, "thanks", &samples));
    doc_set(answer, "samples", *samples);
    doc_set(answer, "channels", *text_list(call, channels));
    TRY(outbox_offer(call, answer, doc_text_of(answer, "id")));
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
thanks_form_run(struct call *call, struct doc **out_answer)
{
    return show_thanks(call, param_text(call, "id"), param_text(call, "guest"), out_answer);
}

static enum status
save_thanks(struct call *call, bool send, struct doc **out_answer)
{
    const char *interview_id = param_text(call, "interview"), *guest = param_text(call, "guest");
    struct doc row = doc_copy(call->arena, call->params), *interview, *before, *saved;
    TRY(interview_given(call, "interview", &interview));
    TRY(interview_thanks(call, interview_id, guest, &before));
    if (before != NULL)
        doc_set(&row, "id", *doc_get(before, "id"));
    else if (doc_is_empty(doc_get(&row, "body")))
        return call_invalid(call, "body", "field.required", NULL);
    doc_set_text(&row, "kind", "thanks");
    doc_set(&row, "person", *doc_get(interview, "person"));
    if (before == NULL)
        doc_set_text(&row, "state", "draft");
    if (before == NULL && doc_is_empty(doc_get(&row, "channel")))
        doc_set_text(&row, "channel", "email");
    if (send) {
        const struct doc *at = doc_get(call->params, "sent_at");
        doc_set_text(&row, "state", "sent");
        doc_set(&row, "sent_at", at->kind == DOC_INT ? *at : doc_int(call->now));
    }
    TRY(record_save(call, &noun_message, &row, &saved));
    *out_answer = noun_document(call, &noun_message, saved);
    return STATUS_OK;
}

static enum status
thanks_save_run(struct call *call, struct doc **out_answer)
{
    return save_thanks(call, false, out_answer);
}

static enum status
thanks_send_run(struct call *call, struct doc **out_answer)
{
    return save_thanks(call, true, out_answer);
}

/* The note as it stands on the page, marked as sent, and its mail on the way, in one transaction. */
static enum status
thanks_deliver_run(struct call *call, struct doc **out_answer)
{
    const char *interview = param_text(call, "interview"), *guest = param_text(call, "guest"),
               *mail;
    struct doc *shown, *saved, *changed = doc_map(call->arena);
    TRY(show_thanks(call, interview, guest, &shown));
    if (strcmp(doc_text_of(shown, "state"), "draft") == 0) {
        TRY(save_thanks(call, false, &saved));
        TRY(show_thanks(call, interview, guest, &shown));
    }
    const char *id = doc_text_of(shown, "id");
    const char *path = arena_print(call->arena, "/interview/%s/thanks", interview);
    TRY(outbox_put(call, shown, "thanks", id, path, &mail));
    doc_set_text(changed, "id", id);
    doc_set_text(changed, "state", "sent");
    doc_set_text(changed, "channel", "email");
    doc_set_int(changed, "sent_at", call->now);
    TRY(record_save(call, &noun_message, changed, &saved));
    *out_answer = noun_document(call, &noun_message, saved);
    doc_set_text(*out_answer, "outbox", mail);
    return STATUS_OK;
}

static const struct param thanks_form_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_interview_find,
     .label = N_("Interview")},
    {.name = "guest", .kind = PARAM_TEXT, .label = N_("To the guest")},
    {.name = "sample", .kind = PARAM_TEXT, .label = N_("Begin from a sample")},
    {0},
};

static const struct param debrief_params[] = {
    {.name = "interview",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_interview_find,
     .label = N_("Interview")},
    {.name = "outline", .kind = PARAM_LINES, .label = N_("Outline")},
    {.name = "people", .kind = PARAM_LINES, .label = N_("People they mentioned")},
    {.name = "organizations", .kind = PARAM_LINES, .label = N_("Organizations")},
    {.name = "publications", .kind = PARAM_LINES, .label = N_("Publications")},
    {.name = "companies", .kind = PARAM_LINES, .label = N_("Companies")},
    {.name = "trends", .kind = PARAM_LINES, .label = N_("Trends in the field")},
    {.name = "interests", .kind = PARAM_LINES, .label = N_("What interests them")},
    {.name = "leads",
     .kind = PARAM_LINES,
     .label = N_("Openings they told you of without being asked")},
    {.name = "preparations", .kind = PARAM_LINES, .label = N_("What they advise you to do first")},
    {0},
};

static const struct param thanks_params[] = {
    {.name = "interview",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_interview_find,
     .label = N_("Interview")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "guest", .kind = PARAM_TEXT, .label = N_("To the guest")},
    {.name = "channel", .kind = PARAM_CHOICE, .choices = channels, .label = N_("How you send it")},
    {.name = "subject", .kind = PARAM_TEXT, .most = 300, .label = N_("Subject")},
    {.name = "body", .kind = PARAM_LINES, .label = N_("Message")},
    {.name = "sent_at", .kind = PARAM_INSTANT, .label = N_("Sent at")},
    {0},
};

const struct call_row followup_rows[] = {
    {.name = "debrief form",
     .path = "/interview/{id}/debrief",
     .role = ROLE_OWNER,
     .params = interview_id_params,
     .argument = "id",
     .run = debrief_form_run,
     .page = "debrief",
     .help = N_("Show the six lists and the outline to fill right after an interview"),
     .example = "rapport debrief form quinn"},
    {.name = "debrief save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = debrief_params,
     .argument = "interview",
     .run = debrief_save_run,
     .form = "debrief form",
     .next = "/interview/{id}/thanks",
     .done = N_("Written down."),
     .help = N_("Write down what was said, right after an interview"),
     .example = "rapport debrief save quinn --trends='Green roofs are asked for'"},
    {.name = "thanks form",
     .path = "/interview/{id}/thanks",
     .role = ROLE_OWNER,
     .params = thanks_form_params,
     .argument = "id",
     .run = thanks_form_run,
     .page = "thanks",
     .suffix = "eml",
     .media = "message/rfc822",
     .write = drafts_mail,
     .help = N_("Show the thank-you of an interview with what an advisor would say about it"),
     .example = "rapport thanks form quinn"},
    {.name = "thanks save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = thanks_params,
     .argument = "interview",
     .run = thanks_save_run,
     .form = "thanks form",
     .next = "/interview/{interview}/thanks",
     .done = N_("Saved."),
     .help = N_("Write the thank-you of an interview"),
     .example = "rapport thanks save quinn --body='Dear Dr. Quinn, ...'"},
    {.name = "thanks send",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = thanks_params,
     .argument = "interview",
     .run = thanks_send_run,
     .form = "thanks form",
     .next = "/interview/{interview}/reflection",
     .done = N_("Marked as sent."),
     .help = N_("Note that you have sent the thank-you"),
     .example = "rapport thanks send quinn"},
    {.name = "thanks deliver",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = thanks_params,
     .argument = "interview",
     .run = thanks_deliver_run,
     .form = "thanks form",
     .next = "/interview/{interview}/reflection",
     .done = N_("It is in the outbox and goes out now."),
     .help = N_("Send the thank-you by email"),
     .example = "rapport thanks deliver quinn"},
    {0},
};
