/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/people.h"

#include "base/utf8.h"
#include "base/zone.h"
#include "domain/attachments.h"
#include "domain/common.h"
#include "domain/people_filter.h"
#include "domain/people_list.h"
#include "text/fold.h"
#include "text/name_parts.h"

#include <string.h>

const char *const person_circles[] = {
    "friend",    "family", "student",      "coworker",    "supervisor", "neighbor",
    "professor", "alumni", "acquaintance", "association", "directory",  "event",
    "online",    "cold",   "referral",     "other",       NULL};

enum {
    ORIGINALS_MOST = 10,
    ORIGINAL_MAX = 100000,
    UID_MAX = 500,     /* as formats/vcard.h */
    POINTS_MOST = 500, /* as readers of files take */
    BLANK_POINTS = 3,
    BLANK_FROM = 80 /* or behind as many as there are */
};

const char *const person_contact_kinds[] = {"email", "phone", "link", "address", "chat", NULL};

enum status
person_place(struct call *call, int64_t doc, const char **out_key)
{
    struct doc *params = call_params(call), *row;
    doc_set_int(params, "doc", doc);
    TRY(call_row_of(call, &sql_person_key, params, &row));
    *out_key = doc_text_of(row, "name_key");
    return STATUS_OK;
}

enum status
person_called(struct call *call, const struct doc *person, struct doc *answer, const char *key)
{
    struct doc *params = call_params(call), *row;
    doc_set(answer, key, *doc_get(person, "name"));
    if (!doc_is_empty(doc_get(person, "name")))
        return STATUS_OK;
    doc_set(params, "id", *doc_get(person, "id"));
    enum status status = call_row_of(call, &sql_person_called, params, &row);
    if (status == STATUS_OK)
        doc_set(answer, key, *doc_get(row, "name"));
    return status == STATUS_MISSING ? STATUS_OK : status;
}

enum status
people_refresh(struct call *call, const struct noun *noun, const struct doc *row)
{
    struct doc *params = call_params(call);
    if (noun != &noun_person || doc_is_empty(doc_get(row, "family_name")))
        return STATUS_OK;
    const char *key =
        text_name_key_of(call->arena, doc_text_of(row, "name"), doc_text_of(row, "given_name"),
                         doc_text_of(row, "family_name"));
    if (strcmp(key, doc_text_of(row, "name_key")) == 0)
        return STATUS_OK;
    doc_set(params, "doc", *doc_get(row, "doc"));
    doc_set_text(params, "name_key", key);
    return store_run(call->store, &sql_person_key_set, params, NULL);
}

void
person_complete(struct call *call, struct doc *row)
{
    person_keys(call->arena, row);
}

bool
referral_may_name(const struct doc *referral, const struct doc *from)
{
    return strcmp(doc_text_of(referral, "permission"), "yes") == 0 &&
           !doc_bool_of(from, "is_private");
}

/* A person whom a referral names begins with what the referral says. */
static enum status
begin_from_referral(struct call *call, struct doc *answer, const char *referral)
{
    struct doc *row, *from;
    TRY(read_referred(call, &noun_referral, "referral", referral, &row));
    copy_keys(call, answer, row, "name title organization");
    doc_set_text(answer, "circle", "referral");
    if (record_read(call, &noun_person, doc_text_of(row, "from_person"), &from) == STATUS_OK &&
        referral_may_name(row, from))
        doc_set(answer, "how_found", *doc_get(from, "name"));
    return STATUS_OK;
}

const char *
person_tag_line(struct call *call, const struct doc *tags)
{
    struct buffer line;
    buffer_open(&line, call->arena, PERSON_TAGS_MOST * (4 * PERSON_TAG_MAX + 2));
    for (uint32_t i = 0; i < doc_count(tags); i++)
        buffer_print(&line, "%s%s", i == 0 ? "" : ", ", doc_text_of(doc_item(tags, i), "tag"));
    return buffer_read(&line);
}

/* What only the form has: the tags in one line, and a few rows for more addresses. Their numbers lie
 * behind those of the rows that are there; a script goes on from them. */
static void
add_form_fields(struct call *call, struct doc *answer)
{
    struct doc *blank = doc_list(call->arena);
    int64_t points = doc_count(doc_get(answer, "contact_points"));
    doc_set_text(answer, "tag_line", person_tag_line(call, doc_get(answer, "tags")));
    for (int i = 0; i < BLANK_POINTS; i++)
        (void)doc_push(blank, doc_int((points < BLANK_FROM ? BLANK_FROM : points) + i));
    doc_set(answer, "blank_points", *blank);
    doc_set(answer, "contact_kinds", *text_list(call, person_contact_kinds));
    doc_set(answer, "own_circle", doc_null());
}

static enum status
form_run(struct call *call, struct doc **out_answer)
{
    const char *id = param_text(call, "id"), *referral = param_text(call, "referral");
    struct doc *row = NULL, *circles;
    if (id != NULL)
        TRY(record_read(call, &noun_person, id, &row));
    struct doc *answer = noun_document(call, &noun_person, row);
    if (row == NULL)
        copy_keys(call, answer, call->params, "name title organization circle");
    if (row == NULL && referral != NULL)
        TRY(begin_from_referral(call, answer, referral));
    doc_set_text(answer, "referral", referral);
    TRY(people_circles(call, doc_get(answer, "circle"), &circles));
    doc_set(answer, "circles", *circles);
    add_form_fields(call, answer);
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

/* A form sends a kind with every field for an address; one that was left empty is none. What the form
 * does not show of an address (its seven parts) stays with the value it belongs to. */
static void
settle_contacts(struct call *call, const struct doc *before, struct doc *row)
{
    const struct doc *points = doc_get(row, "contact_points");
    const struct doc *old = doc_get(before, "contact_points");
    struct doc *kept = doc_list(call->arena);
    if (!doc_has(row, "contact_points"))
        return;
    for (uint32_t i = 0; i < doc_count(points); i++) {
        struct doc *point = doc_item(points, i);
        if (doc_is_empty(doc_get(point, "value")))
            continue;
        for (uint32_t o = 0; o < doc_count(old) && !doc_has(point, "detail"); o++)
            if (doc_equal(doc_get(doc_item(old, o), "kind"), doc_get(point, "kind")) &&
                doc_equal(doc_get(doc_item(old, o), "value"), doc_get(point, "value")))
                doc_set(point, "detail", *doc_get(doc_item(old, o), "detail"));
        (void)doc_push(kept, *point);
    }
    doc_set(row, "contact_points", *kept);
}

static enum status
add_tag(struct call *call, struct doc *tags, const char *text, size_t length)
{
    struct doc *tag = doc_map(call->arena);
    while (length > 0 && *text == ' ') {
        text++;
        length--;
    }
    while (length > 0 && text[length - 1] == ' ')
        length--;
    if (length == 0)
        return STATUS_OK;
    const char *word = arena_copy(call->arena, text, length), *key = text_fold(call->arena, word);
    for (uint32_t i = 0; i < doc_count(tags); i++)
        if (strcmp(text_fold(call->arena, doc_text_of(doc_item(tags, i), "tag")), key) == 0)
            return STATUS_OK;
    if (utf8_length(word) > PERSON_TAG_MAX || doc_count(tags) >= PERSON_TAGS_MOST)
        return call_invalid(call, "tag_line", "person.tags", NULL);
    doc_set_text(tag, "tag", word);
    (void)doc_push(tags, *tag);
    return STATUS_OK;
}

/* "river, choir" in one line of a form or a command; the commas of other scripts part as well. */
static enum status
settle_tags(struct call *call, struct doc *row)
{
    static const char *const commas[] = {",", ";", "،", "、", "，"};
    if (!doc_has(row, "tag_line"))
        return STATUS_OK;
    struct doc *tags = doc_list(call->arena);
    const char *at = doc_text_of(row, "tag_line"), *from = at;
    while (*at != '\0') {
        size_t comma = 0;
        for (size_t i = 0; i < sizeof commas / sizeof *commas && comma == 0; i++)
            if (strncmp(at, commas[i], strlen(commas[i])) == 0)
                comma = strlen(commas[i]);
        if (comma > 0) {
            TRY(add_tag(call, tags, from, (size_t)(at - from)));
            from = at + comma;
        }
        at += comma > 0 ? comma : 1;
    }
    TRY(add_tag(call, tags, from, (size_t)(at - from)));
    doc_set(row, "tags", *tags);
    return STATUS_OK;
}

const char *
person_circle_of(struct call *call, const char *word)
{
    const char *folded = text_fold(call->arena, word);
    for (const char *const *name = person_circles; *name != NULL; name++)
        if (strcmp(*name, folded) == 0)
            return *name;
    return word;
}

/* One's own word for a circle goes before the choice. */
static void
settle_circle(struct call *call, struct doc *row)
{
    const char *own = doc_text_of(row, "own_circle");
    if (own[0] != '\0')
        doc_set_text(row, "circle", person_circle_of(call, own));
}

/* Who gives the parts alone gets the name as it is shown, in the order of its language and script. */
static void
settle_name(struct call *call, const struct doc *before, struct doc *row)
{
    static const char *const keys[] = {"name_prefix", "given_name", "additional_name",
                                       "family_name", "name_suffix"};
    const char *parts[5];
    const struct doc *name = doc_get(doc_has(row, "name") ? row : before, "name");
    if (!doc_is_empty(name))
        return;
    for (size_t i = 0; i < 5; i++)
        parts[i] = doc_text_of(doc_has(row, keys[i]) ? row : before, keys[i]);
    struct name_parts given = {parts[0], parts[1], parts[2], parts[3], parts[4]};
    const char *composed = name_compose(call->arena, &given, doc_text_of(row, "languages"));
    if (composed != NULL)
        doc_set_text(row, "name", composed);
}

/* A mark that was never set and is not set now stays as it was. */
static void
settle_marks(const struct doc *before, struct doc *row)
{
    static const char *const keys[] = {"is_private", "do_not_contact", "may_approach_later"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (doc_is_empty(doc_get(row, keys[i])) && doc_get(before, keys[i])->kind == DOC_NULL)
            doc_remove(row, keys[i]);
}

static enum status
settle(struct call *call, const struct doc *before, struct doc *row)
{
    bool is_new = doc_count(before) == 0;
    TRY(settle_tags(call, row));
    settle_circle(call, row);
    settle_name(call, before, row);
    settle_marks(before, row);
    settle_contacts(call, before, row);
    if (is_new && doc_is_empty(doc_get(row, "name")) && doc_is_empty(doc_get(row, "title")))
        return call_invalid(call, "name", "person.no_name_no_title", NULL);
    static const char *const keyed[] = {"name", "organization"};
    for (size_t i = 0; i < sizeof keyed / sizeof *keyed; i++)
        if (is_new && !doc_has(row, keyed[i]))
            doc_set(row, keyed[i], doc_null());
    person_name_whole(before, row);
    person_complete(call, row);
    return STATUS_OK;
}

static enum status
save_run(struct call *call, struct doc **out_answer)
{
    struct doc row = doc_copy(call->arena, call->params);
    struct doc *saved, *target, *card, *before = doc_map(call->arena);
    const char *id = param_text(call, "id"), *referral = param_text(call, "referral");
    if (param_text(call, "target") != NULL)
        TRY(read_referred(call, &noun_target, "target", param_text(call, "target"), &target));
    if (id != NULL) {
        enum status status = record_read(call, &noun_person, id, &before);
        if (status != STATUS_OK && status != STATUS_MISSING)
            return status;
    }
    TRY(settle(call, before, &row));
    TRY(record_save(call, &noun_person, &row, &saved));
    if (referral != NULL)
        TRY(link_referral(call, referral, doc_text_of(saved, "id")));
    if (doc_has(call->params, "card"))
        TRY(attachment_take(call, "card", doc_text_of(saved, "id"), "card", &card));
    *out_answer = noun_document(call, &noun_person, saved);
    if (doc_bool_of(call->params, "again"))
        doc_set_text(*out_answer, "next",
                     arena_print(call->arena, "/person/form?id=%s", doc_text_of(saved, "id")));
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
    {.name = "name", .kind = PARAM_TEXT, .label = N_("Name")},
    {.name = "title", .kind = PARAM_TEXT, .label = N_("Job title")},
    {.name = "organization", .kind = PARAM_TEXT, .label = N_("Organization")},
    {.name = "circle", .kind = PARAM_TEXT, .most = PERSON_CIRCLE_MAX, .label = N_("Circle")},
    {0},
};

static const struct param contact_params[] = {
    {.name = "kind",
     .kind = PARAM_CHOICE,
     .choices = person_contact_kinds,
     .initial = "email",
     .label = N_("Kind")},
    {.name = "value", .kind = PARAM_LINES, .most = 500, .label = N_("Address or number")},
    {.name = "label", .kind = PARAM_TEXT, .label = N_("What kind, such as work")},
    {.name = "detail", .kind = PARAM_TEXT, .most = 2000, .label = N_("Its parts")},
    {0},
};

static const struct param tag_params[] = {
    {.name = "tag",
     .kind = PARAM_TEXT,
     .most = PERSON_TAG_MAX,
     .required = true,
     .label = N_("Tag")},
    {0},
};

static const char *const original_forms[] = {"vcard", "csv", NULL};

static const struct param original_params[] = {
    {.name = "form",
     .kind = PARAM_CHOICE,
     .choices = original_forms,
     .required = true,
     .label = N_("Form")},
    {.name = "data", .kind = PARAM_LINES, .most = ORIGINAL_MAX, .label = N_("Card")},
    {0},
};

static const struct param save_params_[] = {
    {.name = "id", .kind = PARAM_ID, .label = N_("Person")},
    {.name = "version", .kind = PARAM_INT, .label = N_("Version")},
    {.name = "name", .kind = PARAM_TEXT, .label = N_("Name")},
    {.name = "given_name", .kind = PARAM_TEXT, .label = N_("Given name")},
    {.name = "additional_name", .kind = PARAM_TEXT, .label = N_("Middle names")},
    {.name = "family_name", .kind = PARAM_TEXT, .label = N_("Family name")},
    {.name = "name_prefix", .kind = PARAM_TEXT, .label = N_("Before the name")},
    {.name = "name_suffix", .kind = PARAM_TEXT, .label = N_("Behind the name")},
    {.name = "nickname", .kind = PARAM_TEXT, .label = N_("Nickname")},
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
    {.name = "department", .kind = PARAM_TEXT, .label = N_("Department")},
    {.name = "place", .kind = PARAM_TEXT, .label = N_("Place")},
    {.name = "zone", .kind = PARAM_ZONE, .label = N_("Time zone")},
    {.name = "languages", .kind = PARAM_TEXT, .label = N_("Languages they speak")},
    {.name = "birthday",
     .kind = PARAM_TEXT,
     .most = 10,
     .is_sound = date_is_birthday,
     .unsound = "person.birthday",
     .label = N_("Birthday"),
     .help = N_("1985-04-12, or --04-12 without the year")},
    {.name = "circle",
     .kind = PARAM_TEXT,
     .most = PERSON_CIRCLE_MAX,
     .choices = person_circles,
     .label = N_("How you know each other"),
     .help = N_("friend, family, coworker, neighbor, professor ... or a circle of your own")},
    {.name = "own_circle",
     .kind = PARAM_TEXT,
     .most = PERSON_CIRCLE_MAX,
     .label = N_("Your own circle")},
    {.name = "how_found",
     .kind = PARAM_TEXT,
     .most = 500,
     .label = N_("How you found them"),
     .help = N_("Your request will say so")},
    {.name = "in_field",
     .kind = PARAM_CHOICE,
     .choices = people_in_field,
     .label = N_("Works in the field now")},
    {.name = "field_since",
     .kind = PARAM_TEXT,
     .most = 10,
     .is_sound = date_is_period,
     .unsound = "person.field_date",
     .label = N_("In the field since"),
     .help = N_("A year, or a date")},
    {.name = "field_until",
     .kind = PARAM_TEXT,
     .most = 10,
     .is_sound = date_is_period,
     .unsound = "person.field_date",
     .label = N_("In the field until")},
    {.name = "similar_background",
     .kind = PARAM_TEXT,
     .most = 300,
     .label = N_("What you have in common"),
     .help = N_("A school, a change of career, a place to come from")},
    {.name = "met_on", .kind = PARAM_DATE, .label = N_("Met on")},
    {.name = "met_place", .kind = PARAM_TEXT, .label = N_("Met where")},
    {.name = "target", .kind = PARAM_ID, .find = &sql_target_find, .label = N_("For which target")},
    {.name = "connected_on", .kind = PARAM_DATE, .label = N_("Connected on")},
    {.name = "notes", .kind = PARAM_LINES, .label = N_("Notes")},
    {.name = "card",
     .kind = PARAM_FILE,
     .most = ATTACHMENT_MAX,
     .label = N_("A photo of their business card"),
     .help = N_("Kept with the person")},
    {.name = "contact_points",
     .kind = PARAM_ROWS,
     .rows = contact_params,
     .most = POINTS_MOST,
     .label = N_("Addresses and numbers")},
    {.name = "tags",
     .kind = PARAM_ROWS,
     .rows = tag_params,
     .most = PERSON_TAGS_MOST,
     .label = N_("Tags")},
    {.name = "tag_line",
     .kind = PARAM_TEXT,
     .most = PERSON_TAGS_MOST * (PERSON_TAG_MAX + 2),
     .label = N_("Tags, with commas between")},
    {.name = "originals",
     .kind = PARAM_ROWS,
     .rows = original_params,
     .most = ORIGINALS_MOST,
     .label = N_("The card as it was")},
    {.name = "uid",
     .kind = PARAM_TEXT,
     .most = UID_MAX,
     .label = N_("Known elsewhere as"),
     .help = N_("The number of their card in another address book, so that it is known again")},
    {.name = "is_private", .kind = PARAM_BOOL, .label = N_("Private: left out of what is shared")},
    {.name = "do_not_contact", .kind = PARAM_BOOL, .label = N_("Asked not to be contacted")},
    {.name = "may_approach_later",
     .kind = PARAM_BOOL,
     .label = N_("Somebody to come back to later")},
    {.name = "referral", .kind = PARAM_ID, .label = N_("Referral")},
    {.name = "again", .kind = PARAM_BOOL, .label = N_("Save and go on editing")},
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
