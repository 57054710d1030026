/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "doc/json.h"
#include "domain/common.h"
#include "domain/imports.h"
#include "text/fold.h"

#include <string.h>

enum { DATA_MAX = 32 * 1024, SAME_NAME_MOST = 5 };

struct match {
    const char *person; /* who it is, or may be; NULL: nobody known */
    const char *reason; /* how we know */
    bool sure;
};

static enum status
first_id(struct call *call, const struct statement *statement, const char *name, const char *value,
         const char **out_id)
{
    struct doc *params = call_params(call), *rows;
    doc_set_text(params, name, value);
    doc_set_int(params, "limit", 1);
    TRY(call_rows_of(call, statement, params, &rows));
    *out_id = doc_count(rows) == 0 ? NULL : doc_text_of(doc_item(rows, 0), "id");
    return STATUS_OK;
}

/* One mailbox may serve a whole office: an address counts only with the same name. */
static enum status
match_email(struct call *call, const char *email, const char *name_key, struct match *match)
{
    struct doc *params = call_params(call), *rows;
    doc_set_text(params, "value_key", text_fold(call->arena, email));
    doc_set_int(params, "limit", SAME_NAME_MOST);
    TRY(call_rows_of(call, &sql_person_by_contact, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++)
        if (strcmp(doc_text_of(doc_item(rows, i), "name_key"), name_key) == 0)
            *match =
                (struct match){doc_text_of(doc_item(rows, i), "id"), "import.same_email", true};
    return STATUS_OK;
}

/* The same name at the same organization is the same person, unless two profiles say otherwise; the
 * same name elsewhere may be: somebody has to look. */
static enum status
match_name(struct call *call, const struct doc *row, const char *name_key,
           const char *organization_key, struct match *match)
{
    struct doc *params = call_params(call), *rows;
    const char *link = doc_text_of(row, "link_key");
    doc_set_text(params, "name_key", name_key);
    doc_set_text(params, "organization_key", organization_key);
    doc_set_int(params, "limit", SAME_NAME_MOST);
    TRY(call_rows_of(call, &sql_person_by_name, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows) && match->person == NULL; i++) {
        const struct doc *found = doc_item(rows, i);
        const char *profile = doc_text_of(found, "profile_key");
        bool same_place = organization_key[0] != '\0' &&
                          strcmp(doc_text_of(found, "organization_key"), organization_key) == 0;
        bool other_profile = link[0] != '\0' && profile[0] != '\0';
        *match =
            (struct match){doc_text_of(found, "id"),
                           same_place ? "import.same_name_and_organization" : "import.same_name",
                           same_place && !other_profile};
    }
    return STATUS_OK;
}

static enum status
find_match(struct call *call, const struct doc *row, struct match *match)
{
    const char *link = doc_text_of(row, "link_key"), *email = doc_text_of(row, "email");
    const char *name_key = text_name_key(call->arena, doc_text_of(row, "name"));
    const char *organization_key = text_fold(call->arena, doc_text_of(row, "organization"));
    *match = (struct match){0};
    if (link[0] != '\0') {
        TRY(first_id(call, &sql_person_by_profile, "profile_key", link, &match->person));
        match->reason = "import.same_profile";
        match->sure = true;
    }
    if (match->person == NULL && email[0] != '\0' && name_key[0] != '\0')
        TRY(match_email(call, email, name_key, match));
    if (match->person == NULL && name_key[0] != '\0')
        TRY(match_name(call, row, name_key, organization_key, match));
    return STATUS_OK;
}

static void
add_point(struct call *call, struct doc *points, const char *kind, const char *value)
{
    for (uint32_t i = 0; i < doc_count(points); i++)
        if (strcmp(text_fold(call->arena, doc_text_of(doc_item(points, i), "value")),
                   text_fold(call->arena, value)) == 0)
            return;
    struct doc *point = doc_map(call->arena);
    doc_set_text(point, "kind", kind);
    doc_set_text(point, "value", value);
    (void)doc_push(points, *point);
}

static bool
has_profile(const struct doc *person, const char *link_key)
{
    return person != NULL && strcmp(doc_text_of(person, "profile_key"), link_key) == 0;
}

/* What the row brings: new people get all of it, known ones only what differs. */
static struct doc *
data_of(struct call *call, const struct doc *row, const struct doc *person)
{
    static const char *const keys[] = {"name", "title", "organization", "connected_on"};
    struct doc *data = doc_map(call->arena), *points = doc_list(call->arena);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const struct doc *value = doc_get(row, keys[i]);
        if (doc_is_empty(value) || (person != NULL && doc_equal(value, doc_get(person, keys[i]))))
            continue;
        if (person != NULL && i == 0) /* a name somebody corrected stays corrected */
            continue;
        doc_set(data, keys[i], *value);
    }
    const struct doc *known = doc_get(person, "contact_points");
    for (uint32_t i = 0; i < doc_count(known); i++)
        (void)doc_push(points, *doc_item(known, i));
    uint32_t before = doc_count(points);
    if (!doc_is_empty(doc_get(row, "email")))
        add_point(call, points, "email", doc_text_of(row, "email"));
    if (!doc_is_empty(doc_get(row, "link")) && !has_profile(person, doc_text_of(row, "link_key")))
        add_point(call, points, "link", doc_text_of(row, "link"));
    if (doc_count(points) > before)
        doc_set(data, "contact_points", *points);
    if (person == NULL)
        doc_set_text(data, "circle", "online");
    return data;
}

static const char *
key_of(struct call *call, const struct doc *row)
{
    const char *link = doc_text_of(row, "link_key");
    if (link[0] != '\0')
        return link;
    return arena_print(call->arena, "%s|%s|%s",
                       text_name_key(call->arena, doc_text_of(row, "name")),
                       text_fold(call->arena, doc_text_of(row, "organization")),
                       text_fold(call->arena, doc_text_of(row, "email")));
}

static enum status
set_data(struct call *call, struct doc *staged, const struct doc *data)
{
    struct buffer text;
    buffer_open(&text, call->arena, DATA_MAX);
    json_write(&text, data, 0);
    TRY(buffer_status(&text));
    doc_set_text(staged, "data", buffer_read(&text));
    return STATUS_OK;
}

static enum status
stood_before(struct call *call, int64_t import, const char *key, bool *out_stood)
{
    struct doc *params = call_params(call), *found;
    doc_set_int(params, "import", import);
    doc_set_text(params, "key", key);
    enum status status = call_row_of(call, &sql_import_row_key, params, &found);
    *out_stood = status == STATUS_OK;
    return status == STATUS_MISSING ? STATUS_OK : status;
}

static const char *
update_reason(const struct doc *data)
{
    if (doc_has(data, "organization"))
        return "import.new_organization";
    return doc_has(data, "title") ? "import.new_title" : "import.new_details";
}

enum status
import_judge(struct call *call, int64_t import, const struct doc *row, struct doc *staged)
{
    struct match match;
    struct doc *person = NULL;
    bool stood;
    if (!doc_is_empty(doc_get(row, "reason"))) {
        doc_set_text(staged, "verdict", "rejected");
        doc_set(staged, "reason", *doc_get(row, "reason"));
        return set_data(call, staged, data_of(call, row, NULL));
    }
    const char *key = key_of(call, row);
    doc_set_text(staged, "key", key);
    TRY(stood_before(call, import, key, &stood));
    if (stood) {
        doc_set_text(staged, "verdict", "unchanged");
        doc_set_text(staged, "reason", "import.twice_in_file");
        return set_data(call, staged, data_of(call, row, NULL));
    }
    TRY(find_match(call, row, &match));
    if (match.person != NULL)
        TRY(record_read(call, &noun_person, match.person, &person));
    struct doc *data = data_of(call, row, match.sure ? person : NULL);
    bool nothing_new = match.sure && person != NULL && doc_count(data) == 0;
    doc_set_text(staged, "verdict",
                 person == NULL ? "created"
                 : !match.sure  ? "duplicate"
                 : nothing_new  ? "unchanged"
                                : "updated");
    doc_set_text(staged, "reason",
                 person == NULL
                     ? doc_is_empty(doc_get(row, "warning")) ? NULL : doc_text_of(row, "warning")
                 : match.sure && !nothing_new ? update_reason(data)
                                              : match.reason);
    doc_set_text(staged, "person", match.person);
    if (match.sure &&
        person != NULL) { /* the data holds only what differs; the report shows who it is */
        struct doc *shown = doc_map(call->arena);
        copy_keys(call, shown, row, "name organization title");
        doc_set(data, "shown", *shown);
    }
    return set_data(call, staged, data);
}
