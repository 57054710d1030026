/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/capture.h"

#include "base/file.h"
#include "domain/attachments.h"
#include "domain/common.h"
#include "domain/people.h"
#include "domain/people_list.h"
#include "formats/charset.h"
#include "formats/contacts_columns.h"
#include "formats/mail_read.h"
#include "formats/profile.h"
#include "formats/signature.h"
#include "formats/vcard.h"
#include "text/fold.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { KNOWN_MOST = 5, SAME_MOST = 5, BLANK_POINTS = 2, TEXT_MOST = 20000 /* characters */ };

/* ---- what came in ---- */

static enum status
read_file(struct call *call, const struct doc *given, char **out_bytes, size_t *out_length)
{
    size_t size = (size_t)doc_int_of(given, "size"), length = 0;
    FILE_HERE int file = open(doc_text_of(given, "path"), O_RDONLY | O_CLOEXEC);
    char *bytes = arena_alloc(call->arena, size + 1);
    if (file < 0)
        return call_invalid(call, "file", "import.no_file", NULL);
    while (length < size) {
        ssize_t got = read(file, bytes + length, size - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return STATUS_FAILED;
        if (got == 0)
            break;
        length += (size_t)got;
    }
    *out_bytes = bytes;
    *out_length = length;
    return STATUS_OK;
}

static enum status
collect(void *context, const char *text, size_t length)
{
    buffer_add(context, text, length);
    return STATUS_OK;
}

static enum status
text_of_file(struct call *call, const char *bytes, size_t length, const char **out_text)
{
    struct charset *charset = arena_alloc(call->arena, sizeof *charset);
    struct buffer text;
    buffer_open(&text, call->arena, (size_t)4 * MAIL_READ_MAX);
    charset_open(charset, collect, &text);
    enum status status = charset_feed(charset, bytes, length);
    if (status == STATUS_OK)
        status = charset_end(charset);
    if (status == STATUS_INVALID && charset->code != NULL)
        return call_invalid(call, "file", charset->code, NULL);
    TRY(status);
    *out_text = buffer_read(&text);
    return STATUS_OK;
}

/* ---- what it says ---- */

static void
add_found(struct call *call, struct doc *found, const char *field, const char *value,
          const char *source)
{
    struct doc item = *doc_map(call->arena);
    doc_set_text(&item, "field", field);
    doc_set_text(&item, "value", value);
    doc_set(&item, "line", doc_null());
    doc_set_text(&item, "source", source);
    doc_set_text(&item, "sure", "sure");
    (void)doc_push(found, item);
}

static bool
has_point(const struct doc *points, const char *value)
{
    for (uint32_t i = 0; i < doc_count(points); i++)
        if (strcasecmp(doc_text_of(doc_item(points, i), "value"), value) == 0)
            return true;
    return false;
}

static struct doc
point_of(struct call *call, const char *kind, const char *value)
{
    struct doc point = *doc_map(call->arena);
    doc_set_text(&point, "kind", kind);
    doc_set_text(&point, "value", value);
    doc_set(&point, "label", doc_null());
    doc_set(&point, "detail", doc_null());
    return point;
}

/* Who a mail says it is from goes before what stands below it. */
static struct doc *
understand_mail(struct call *call, const struct doc *mail)
{
    const char *text = doc_text_of(mail, "text"), *name = doc_text_of(mail, "from_name");
    const char *email = doc_text_of(mail, "reply_email");
    struct doc *read = signature_read(call->arena, signature_of_mail(call->arena, text));
    struct doc *found = doc_list(call->arena), *points = doc_list(call->arena);
    struct doc person = *doc_get(read, "person");
    const struct doc *below = doc_get(read, "found"), *old = doc_get(&person, "contact_points");
    bool named = *name != '\0' && strchr(name, '@') == NULL;
    if (*email == '\0')
        email = doc_text_of(mail, "from_email");
    if (named) {
        doc_set_text(&person, "name", name);
        add_found(call, found, "name", name, "From");
    }
    if (*email != '\0') {
        (void)doc_push(points, point_of(call, "email", email));
        add_found(call, found, "email", email,
                  doc_is_empty(doc_get(mail, "reply_email")) ? "From" : "Reply-To");
    }
    for (uint32_t i = 0; i < doc_count(old); i++)
        if (!has_point(points, doc_text_of(doc_item(old, i), "value")))
            (void)doc_push(points, *doc_item(old, i));
    for (uint32_t i = 0; i < doc_count(below); i++) {
        const struct doc *item = doc_item(below, i);
        bool same = (named && strcmp(doc_text_of(item, "field"), "name") == 0) ||
                    strcasecmp(doc_text_of(item, "value"), email) == 0;
        if (!same)
            (void)doc_push(found, *item);
    }
    doc_set(&person, "contact_points", *points);
    doc_set(read, "person", person);
    doc_set(read, "found", *found);
    return read;
}

struct cards {
    struct call *call;
    struct doc person;
    int count;
};

static enum status
take_card(void *context, const struct doc *card)
{
    struct cards *cards = context;
    if (doc_is_empty(doc_get(card, "reason")) && cards->count++ == 0)
        cards->person = doc_copy(cards->call->arena, card);
    return STATUS_OK;
}

static enum status
understand_card(struct call *call, const char *bytes, size_t length, struct doc **out_read)
{
    ARENA_HERE struct arena rows;
    struct vcard *vcard = arena_alloc(call->arena, sizeof *vcard);
    struct cards cards = {.call = call};
    struct doc *read = doc_map(call->arena), *found = doc_list(call->arena);
    arena_open(&rows);
    vcard_open(vcard, call->arena, &rows, take_card, &cards);
    enum status status = vcard_feed(vcard, bytes, length);
    if (status == STATUS_OK)
        status = vcard_end(vcard);
    if (status == STATUS_INVALID && vcard->code != NULL)
        return call_invalid(call, "file", vcard->code, vcard_arguments(vcard, call->arena));
    TRY(status);
    if (cards.count != 1)
        return call_invalid(call, "file", cards.count == 0 ? "capture.no_card" : "capture.several",
                            NULL);
    for (int i = 0; i < CONTACTS_FIELDS; i++) {
        const char *value = doc_text_of(&cards.person, contacts_fields[i]);
        if (*value != '\0' && i != CONTACTS_NOTES && i != CONTACTS_UID)
            add_found(call, found, contacts_fields[i], value, "vCard");
    }
    const struct doc *points = doc_get(&cards.person, "contact_points");
    for (uint32_t i = 0; i < doc_count(points); i++)
        add_found(call, found, doc_text_of(doc_item(points, i), "kind"),
                  doc_text_of(doc_item(points, i), "value"), "vCard");
    doc_set(read, "person", cards.person);
    doc_set(read, "found", *found);
    doc_set_bool(read, "cut", false);
    *out_read = read;
    return STATUS_OK;
}

/* One of the three, by how it begins. `*out_source`: "text", "mail" or "card". */
static enum status
understand(struct call *call, const char *bytes, size_t length, struct doc **out_read,
           const char **out_source)
{
    const char *text = NULL, *code, *begin = bytes + strspn(bytes, " \t\r\n");
    struct doc *mail;
    bool marked = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    if (strncasecmp(marked ? bytes + 3 : begin, "BEGIN:VCARD", 11) == 0) {
        *out_source = "card";
        return understand_card(call, bytes, length, out_read);
    }
    if (mail_read_begins(bytes, length)) {
        *out_source = "mail";
        if (mail_read(call->arena, bytes, length, &mail, &code) != STATUS_OK)
            return call_invalid(call, "file", code, NULL);
        *out_read = understand_mail(call, mail);
        return STATUS_OK;
    }
    *out_source = "text";
    TRY(text_of_file(call, bytes, length, &text));
    *out_read = signature_read(call->arena, text);
    return STATUS_OK;
}

static enum status
understand_params(struct call *call, struct doc **out_read, const char **out_source)
{
    const struct doc *file = doc_get(call->params, "file");
    const char *text = param_text(call, "text");
    char *bytes = NULL;
    size_t length = 0;
    if (file->kind == DOC_MAP && doc_int_of(file, "size") > 0) {
        TRY(read_file(call, file, &bytes, &length));
    } else if (text != NULL) {
        length = strlen(text);
        bytes = arena_text(call->arena, text);
    } else {
        return call_invalid(call, "text", "capture.nothing", NULL);
    }
    TRY(understand(call, bytes, length, out_read, out_source));
    if (doc_count(doc_get(*out_read, "found")) == 0)
        return call_invalid(call, text != NULL ? "text" : "file", "capture.not_understood", NULL);
    return STATUS_OK;
}

/* ---- who is known already ---- */

static enum status
add_known(struct call *call, struct doc *known, const struct doc *rows, const char *reason)
{
    for (uint32_t i = 0; i < doc_count(rows) && doc_count(known) < KNOWN_MOST; i++) {
        const char *id = doc_text_of(doc_item(rows, i), "id");
        struct doc *person, item = *doc_map(call->arena);
        bool there = false;
        for (uint32_t k = 0; k < doc_count(known) && !there; k++)
            there = strcmp(doc_text_of(doc_item(known, k), "id"), id) == 0;
        if (there)
            continue;
        TRY(record_read(call, &noun_person, id, &person));
        copy_keys(call, &item, person, "id name title organization");
        doc_set_text(&item, "code", reason);
        (void)doc_push(known, item);
    }
    return STATUS_OK;
}

static enum status
known_by_points(struct call *call, const struct doc *points, struct doc *known)
{
    for (uint32_t i = 0; i < doc_count(points); i++) {
        const struct doc *point = doc_item(points, i);
        const char *kind = doc_text_of(point, "kind"), *value = doc_text_of(point, "value");
        struct doc *params = call_params(call), *rows;
        char *link = strcmp(kind, "link") == 0 ? profile_key(call->arena, value) : NULL;
        if (strcmp(kind, "email") != 0 && link == NULL)
            continue;
        person_look_for_value(params, link != NULL ? link : text_fold(call->arena, value));
        doc_set_int(params, "limit", SAME_MOST);
        TRY(call_rows_of(call, &sql_person_by_contact, params, &rows));
        TRY(add_known(call, known, rows,
                      link != NULL ? "capture.same_link" : "capture.same_email"));
    }
    return STATUS_OK;
}

static enum status
known_people(struct call *call, const struct doc *person, struct doc **out_known)
{
    struct doc *known = doc_list(call->arena), *params = call_params(call), *rows;
    const char *name = doc_text_of(person, "name");
    TRY(known_by_points(call, doc_get(person, "contact_points"), known));
    if (*name != '\0') {
        person_named(call, person, params);
        doc_set_text(params, "organization_key",
                     text_fold(call->arena, doc_text_of(person, "organization")));
        doc_set_int(params, "limit", SAME_MOST);
        TRY(call_rows_of(call, &sql_person_by_name, params, &rows));
        TRY(add_known(call, known, rows, "capture.same_name"));
    }
    *out_known = known;
    return STATUS_OK;
}

/* ---- the calls ---- */

/* Where each value came from, with the codes that put it into words. */
static void
add_codes(struct call *call, struct doc *found)
{
    for (uint32_t i = 0; i < doc_count(found); i++) {
        struct doc *item = doc_item(found, i);
        doc_set_text(item, "field_code",
                     arena_print(call->arena, "captured.%s", doc_text_of(item, "field")));
        doc_set_text(item, "sure_code",
                     arena_print(call->arena, "capture.%s", doc_text_of(item, "sure")));
    }
}

static enum status
capture_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = noun_document(call, &noun_person, NULL), *read, *known, *circles;
    const char *source;
    TRY(understand_params(call, &read, &source));
    const struct doc *person = doc_get(read, "person");
    struct doc found = *doc_get(read, "found"), *blank = doc_list(call->arena);
    TRY(known_people(call, person, &known));
    TRY(people_circles(call, doc_get(person, "circle"), &circles));
    for (int i = 0; i < CONTACTS_FIELDS; i++)
        if (doc_has(answer, contacts_fields[i]) &&
            !doc_is_empty(doc_get(person, contacts_fields[i])))
            doc_set(answer, contacts_fields[i], *doc_get(person, contacts_fields[i]));
    static const char *const parts[] = {"contact_points", "tags", "originals"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (doc_get(person, parts[i])->kind == DOC_LIST)
            doc_set(answer, parts[i], *doc_get(person, parts[i]));
    doc_set_text(answer, "tag_line", person_tag_line(call, doc_get(answer, "tags")));
    doc_set_bool(answer, "has_photo", doc_get(doc_get(person, "photo"), "data")->kind == DOC_TEXT);
    uint32_t points = doc_count(doc_get(person, "contact_points"));
    for (uint32_t i = 0; i < BLANK_POINTS; i++)
        (void)doc_push(blank, doc_int(points + i));
    add_codes(call, &found);
    doc_set_text(answer, "source", source);
    doc_set_bool(answer, "cut", doc_bool_of(read, "cut"));
    doc_set(answer, "found", found);
    doc_set(answer, "known", *known);
    doc_set(answer, "circles", *circles);
    doc_set(answer, "contact_kinds", *text_list(call, person_contact_kinds));
    doc_set(answer, "blank_points", *blank);
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
form_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena);
    doc_set_text(answer, "text", param_text(call, "text"));
    *out_answer = answer;
    return STATUS_OK;
}

/* A photo of a card comes with whom it shows; one that cannot be shown does not. */
static enum status
keep_photo(struct call *call, const struct doc *photo, const char *person)
{
    const struct doc *data = doc_get(photo, "data");
    struct doc *saved;
    if (data->kind != DOC_TEXT || attachment_wrong("photo", data->text, data->count) != NULL)
        return STATUS_OK;
    struct attachment_given given = {
        .person = person, .kind = "photo", .bytes = data->text, .length = data->count};
    return attachment_add(call, &given, &saved);
}

static enum status
save_run(struct call *call, struct doc **out_answer)
{
    struct doc *read, *known, *saved, person;
    const char *source;
    TRY(understand_params(call, &read, &source));
    person = doc_copy(call->arena, doc_get(read, "person"));
    TRY(known_people(call, &person, &known));
    if (doc_count(known) > 0 && !doc_bool_of(call->params, "anyway"))
        return call_refuse(call, STATUS_CONFLICT, "capture.known", doc_item(known, 0));
    if (!doc_has(&person, "name"))
        doc_set(&person, "name", doc_null());
    if (!doc_has(&person, "organization"))
        doc_set(&person, "organization", doc_null());
    person_complete(call, &person);
    TRY(record_save(call, &noun_person, &person, &saved));
    TRY(keep_photo(call, doc_get(&person, "photo"), doc_text_of(saved, "id")));
    *out_answer = noun_document(call, &noun_person, saved);
    return STATUS_OK;
}

static const struct param form_params[] = {
    {.name = "text", .kind = PARAM_LINES, .most = TEXT_MOST, .label = N_("Text")},
    {0},
};

/* What to understand: the same for looking and for keeping. */
#define SAID_PARAMS                                                                                \
    {.name = "text",                                                                               \
     .kind = PARAM_LINES,                                                                          \
     .most = TEXT_MOST,                                                                            \
     .label = N_("Text"),                                                                          \
     .help = N_("A line, a mail signature, a business card, a profile; - for standard input")},    \
    {                                                                                              \
        .name = "file", .kind = PARAM_FILE, .most = MAIL_READ_MAX, .label = N_("File"),            \
        .help = N_("A mail (.eml), a card (.vcf) or a text")                                       \
    }

static const struct param capture_params[] = {
    SAID_PARAMS,
    {0},
};

static const struct param save_params_[] = {
    SAID_PARAMS,
    {.name = "anyway",
     .kind = PARAM_BOOL,
     .initial = "false",
     .label = N_("Even if somebody like this is known")},
    {0},
};

const struct call_row capture_rows[] = {
    {.name = "capture form",
     .path = "/capture",
     .role = ROLE_OWNER,
     .params = form_params,
     .run = form_run,
     .page = "capture",
     .help = N_("Show the form for a person from text"),
     .example = "rapport capture form"},
    {.name = "capture",
     .path = "/capture",
     .effect = EFFECT_SYSTEM,
     .role = ROLE_OWNER,
     .params = capture_params,
     .argument = "text",
     .run = capture_run,
     .form = "capture form",
     .page = "capture_found",
     .help = N_("Show which person a text, a mail or a card is about; nothing is kept yet"),
     .example = "rapport capture 'Ada Quinn, Curator, City Museum, ada@example.org'"},
    {.name = "capture save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = save_params_,
     .argument = "text",
     .run = save_run,
     .form = "capture form",
     .next = "/person/{id}",
     .done = N_("Saved."),
     .help = N_("Add the person a text is about, as capture shows it"),
     .example = "rapport capture save 'Ada Quinn, Curator, City Museum, ada@example.org'"},
    {0},
};
