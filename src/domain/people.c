/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/people.h"

#include "domain/common.h"
#include "formats/linkedin.h"
#include "text/fold.h"

#include <string.h>

const char *const person_circles[] = {
    "friend",    "family", "student",      "coworker",    "supervisor", "neighbor",
    "professor", "alumni", "acquaintance", "association", "directory",  "event",
    "online",    "cold",   "referral",     "other",       NULL};

static const char *const contact_kinds[] = {"email", "phone", "link", NULL};
static const char *const in_field[] = {"yes", "no", "unknown", NULL};

void
person_complete(struct call *call, struct doc *row)
{
    if (doc_has(row, "name"))
        doc_set_text(row, "name_key", text_name_key(call->arena, doc_text_of(row, "name")));
    if (doc_has(row, "organization"))
        doc_set_text(row, "organization_key",
                     text_fold(call->arena, doc_text_of(row, "organization")));
    static const char *const folded[][2] = {{"title", "title_key"}, {"place", "place_key"}};
    for (size_t i = 0; i < sizeof folded / sizeof *folded; i++)
        if (doc_has(row, folded[i][0]))
            doc_set(row, folded[i][1],
                    doc_is_empty(doc_get(row, folded[i][0]))
                        ? doc_null()
                        : doc_text(text_fold(call->arena, doc_text_of(row, folded[i][0]))));
    const struct doc *points = doc_get(row, "contact_points");
    for (uint32_t i = 0; i < doc_count(points); i++) {
        struct doc *point = doc_item(points, i);
        const char *value = doc_text_of(point, "value");
        char *link = strcmp(doc_text_of(point, "kind"), "link") == 0
                         ? linkedin_link_key(call->arena, value)
                         : NULL;
        doc_set_text(point, "value_key", link != NULL ? link : text_fold(call->arena, value));
        if (link != NULL)
            doc_set_text(row, "profile_key", link);
    }
}

/* A person whom a referral names begins with what the referral says. */
static enum status
begin_from_referral(struct call *call, struct doc *answer, const char *referral)
{
    struct doc *row, *from;
    TRY(read_referred(call, &noun_referral, "referral", referral, &row));
    copy_keys(call, answer, row, "name title organization");
    doc_set_text(answer, "circle", "referral");
    if (record_read(call, &noun_person, doc_text_of(row, "from_person"), &from) == STATUS_OK)
        doc_set(answer, "how_found", *doc_get(from, "name"));
    return STATUS_OK;
}

static enum status
form_run(struct call *call, struct doc **out_answer)
{
    const char *id = param_text(call, "id"), *referral = param_text(call, "referral");
    struct doc *row = NULL;
    if (id != NULL)
        TRY(record_read(call, &noun_person, id, &row));
    struct doc *answer = noun_document(call, &noun_person, row);
    if (row == NULL && referral != NULL)
        TRY(begin_from_referral(call, answer, referral));
    doc_set_text(answer, "referral", referral);
    doc_set(answer, "circles", *text_list(call, person_circles));
    TRY(add_rows(call, answer, "targets", &sql_target_choices, NULL, NULL));
    *out_answer = answer;
    return STATUS_OK;
}

/* The referral that brought this person knows it from now on. */
static enum status
link_referral(struct call *call, const char *referral, const char *person)
{
    struct doc *row, *changed = doc_map(call->arena), *saved;
    TRY(read_referred(call, &noun_referral, "referral", referral, &row));
    doc_set_text(changed, "id", referral);
    doc_set_text(changed, "person", person);
    return record_save(call, &noun_referral, changed, &saved);
}

/* A form sends a kind with every field for an address; one that was left empty is none. */
static void
drop_empty_contacts(struct call *call, struct doc *row)
{
    const struct doc *points = doc_get(row, "contact_points");
    struct doc *kept = doc_list(call->arena);
    for (uint32_t i = 0; i < doc_count(points); i++)
        if (!doc_is_empty(doc_get(doc_item(points, i), "value")))
            (void)doc_push(kept, *doc_item(points, i));
    if (doc_has(row, "contact_points"))
        doc_set(row, "contact_points", *kept);
}

static enum status
save_run(struct call *call, struct doc **out_answer)
{
    struct doc row = doc_copy(call->arena, call->params);
    struct doc *saved, *target;
    bool is_new = doc_is_empty(doc_get(&row, "id"));
    const char *referral = param_text(call, "referral");
    if (is_new && doc_is_empty(doc_get(&row, "name")) && doc_is_empty(doc_get(&row, "title")))
        return call_invalid(call, "name", "person.no_name_no_title", NULL);
    if (param_text(call, "target") != NULL)
        TRY(read_referred(call, &noun_target, "target", param_text(call, "target"), &target));
    if (is_new)
        for (int i = 0; i < 2; i++) {
            static const char *const keys[] = {"name", "organization"};
            if (!doc_has(&row, keys[i]))
                doc_set(&row, keys[i], doc_null());
        }
    drop_empty_contacts(call, &row);
    person_complete(call, &row);
    TRY(record_save(call, &noun_person, &row, &saved));
    if (referral != NULL)
        TRY(link_referral(call, referral, doc_text_of(saved, "id")));
    *out_answer = noun_document(call, &noun_person, saved);
    return STATUS_OK;
}

static enum status
remove_run(struct call *call, struct doc **out_answer)
{
    return remove_params(call, &noun_person, out_answer);
}

static const struct param id_params[] = {
    {.name = "id",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_person_find,
     .label = N_("Person")},
    {0},
};

static const struct param form_params[] = {
    {.name = "id", .kind = PARAM_ID, .find = &sql_person_find, .label = N_("Person")},
    {.name = "referral", .kind = PARAM_ID, .label = N_("Referral")},
    {0},
};

static const struct param contact_params[] = {
    {.name = "kind",
     .kind = PARAM_CHOICE,
     .choices = contact_kinds,
     .initial = "email",
     .label = N_("Kind")},
    {.name = "value", .kind = PARAM_TEXT, .most = 500, .label = N_("Address or number")},
    {0},
};

static const struct param save_params_[] = {
    {.name = "id", .kind = PARAM_ID, .label = N_("Person")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "name", .kind = PARAM_TEXT, .label = N_("Name")},
    {.name = "pronunciation",
     .kind = PARAM_TEXT,
     .label = N_("Pronunciation"),
     .help = N_("How the name is said, in your own spelling")},
    {.name = "address_form",
     .kind = PARAM_TEXT,
     .label = N_("Form of address"),
     .help = N_("Dr. Quinn, Ms. Quinn, Ada")},
    {.name = "preferred_language", .kind = PARAM_TEXT, .label = N_("Language you speak together")},
    {.name = "title", .kind = PARAM_TEXT, .label = N_("Job title")},
    {.name = "organization", .kind = PARAM_TEXT, .label = N_("Organization")},
    {.name = "place", .kind = PARAM_TEXT, .label = N_("Place")},
    {.name = "zone", .kind = PARAM_ZONE, .label = N_("Time zone")},
    {.name = "circle",
     .kind = PARAM_CHOICE,
     .choices = person_circles,
     .label = N_("How you know each other")},
    {.name = "how_found",
     .kind = PARAM_TEXT,
     .most = 500,
     .label = N_("How you found them"),
     .help = N_("Your request will say so")},
    {.name = "in_field",
     .kind = PARAM_CHOICE,
     .choices = in_field,
     .label = N_("Works in the field now")},
    {.name = "target", .kind = PARAM_ID, .find = &sql_target_find, .label = N_("For which target")},
    {.name = "connected_on", .kind = PARAM_DATE, .label = N_("Connected on")},
    {.name = "notes", .kind = PARAM_LINES, .label = N_("Notes")},
    {.name = "contact_points",
     .kind = PARAM_ROWS,
     .rows = contact_params,
     .label = N_("Addresses and numbers")},
    {.name = "referral", .kind = PARAM_ID, .label = N_("Referral")},
    {0},
};

const struct call_row person_rows[] = {
    {.name = "person form",
     .path = "/person/form",
     .role = ROLE_OWNER,
     .params = form_params,
     .argument = "id",
     .run = form_run,
     .page = "person_form",
     .help = N_("Show a person's data for editing, or an empty form"),
     .example = "rapport person form quinn"},
    {.name = "person save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = save_params_,
     .run = save_run,
     .form = "person form",
     .next = "/person/{id}",
     .done = N_("Saved."),
     .help = N_("Add or change a person"),
     .example =
         "rapport person save --name='Ada Quinn' --title=Curator --organization='City Museum'"},
    {.name = "person remove",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = remove_run,
     .next = "/people",
     .done = N_("Removed."),
     .help = N_("Remove a person"),
     .example = "rapport person remove quinn"},
    {0},
};
