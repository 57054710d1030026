/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/drafts.h"

#include "base/asset.h"
#include "domain/account.h"
#include "domain/common.h"
#include "formats/mail.h"
#include "method/checks.h"
#include "method/policy.h"
#include "text/catalog.h"

#include <inttypes.h>
#include <string.h>

enum { BODY_MAX = 20000 };

#define SAMPLES "data/messages/en/"

static const char *const blanks[][2] = {
    {"my_name", N_("[your name]")},
    {"introduction", N_("[who you are, in a sentence]")},
    {"person_name", N_("[their name]")},
    {"address", N_("[their name]")},
    {"organization", N_("[their organization]")},
    {"title", N_("[their job title]")},
    {"field", N_("[the field you explore]")},
    {"how_found", N_("[how you found them]")},
    {"referrer", N_("[who named them, if they agreed]")},
    {"detail", N_("[one thing they said that helped you]")},
    {"next_step", N_("[what you will do with it]")},
    {"phone", N_("[your phone number]")},
};

/* The first line of a sample is "subject: ..."; its name says its kind: request_plain.txt. */
enum status
drafts_samples(struct call *call, const char *kind, struct doc **out_list)
{
    struct doc *list = doc_list(call->arena);
    const char *prefix = arena_print(call->arena, SAMPLES "%s", kind);
    for (const struct asset *asset = asset_first(prefix); asset_is_under(asset, prefix); asset++) {
        struct doc *item = doc_map(call->arena);
        const char *file = asset->path + strlen(SAMPLES);
        const char *name = arena_copy(call->arena, file, strcspn(file, "."));
        doc_set_text(item, "name", name);
        doc_set_text(item, "label", arena_print(call->arena, "sample.%s", name));
        (void)doc_push(list, *item);
    }
    *out_list = list;
    return STATUS_OK;
}

struct filling {
    struct call *call;
    const struct doc *slots;
};

static const char *
fill_slot(void *context, const char *name)
{
    const struct filling *filling = context;
    const struct doc *value = doc_get(filling->slots, name);
    if (value->kind == DOC_INT)
        return arena_print(filling->call->arena, "%" PRId64, value->integer);
    if (value->kind == DOC_TEXT && value->count > 0)
        return value->text;
    const struct catalog *catalog = catalog_find(filling->call->who.language);
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
        if (strcmp(blanks[i][0], name) == 0)
            return catalog_text(catalog, blanks[i][1]);
    return NULL;
}

/* Lines that begin with # are notes to the reader of the file. */
static const char *
without_notes(struct arena *arena, const char *text)
{
    struct buffer kept;
    buffer_open(&kept, arena, BODY_MAX);
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        if (*text != '#')
            buffer_add(&kept, text, length + (text[length] == '\n'));
        text += length + (text[length] == '\n');
    }
    return buffer_read(&kept);
}

enum status
drafts_fill(struct call *call, const char *sample, const struct doc *slots,
            const char **out_subject, const char **out_body)
{
    const struct asset *asset = asset_find(arena_print(call->arena, SAMPLES "%s.txt", sample));
    struct filling filling = {call, slots};
    if (asset == NULL)
        return call_invalid(call, "sample", "field.not_there", NULL);
    const char *text = without_notes(call->arena, asset->bytes);
    text += strspn(text, "\n");
    if (strncmp(text, "subject:", 8) == 0) {
        size_t length = strcspn(text, "\n");
        const char *subject = arena_copy(call->arena, text + 8, length - 8);
        *out_subject =
            catalog_compose(call->arena, subject + strspn(subject, " "), fill_slot, &filling);
        text += length;
    }
    text += strspn(text, "\n");
    *out_body = catalog_compose(call->arena, text, fill_slot, &filling);
    return STATUS_OK;
}

enum status
drafts_slots(struct call *call, const struct doc *person, const struct doc *target, int64_t minutes,
             struct doc **out_slots)
{
    struct doc *profile, *slots = doc_map(call->arena), *found;
    struct doc *params = call_params(call);
    TRY(profile_read(call, &profile));
    doc_set(slots, "my_name", *doc_get(profile, "name"));
    copy_keys(call, slots, profile, "introduction phone");
    copy_keys(call, slots, person, "organization title how_found");
    doc_set(slots, "person_name", *doc_get(person, "name"));
    doc_set(slots, "address",
            doc_is_empty(doc_get(person, "address_form")) ? *doc_get(person, "name")
                                                          : *doc_get(person, "address_form"));
    doc_set(slots, "field", *doc_get(target, "name"));
    doc_set_text(params, "id", doc_text_of(person, "id"));
    enum status known = call_row_of(call, &sql_person_wishes, params, &found);
    if (known != STATUS_OK && known != STATUS_MISSING)
        return known;
    doc_set_bool(slots, "do_not_contact",
                 known == STATUS_OK && doc_bool_of(found, "do_not_contact"));
    doc_set_int(slots, "minutes", minutes);
    doc_set_text(params, "person", doc_text_of(person, "id"));
    enum status status = call_row_of(call, &sql_referral_to, params, &found);
    if (status != STATUS_OK && status != STATUS_MISSING)
        return status;
    if (status == STATUS_OK) {
        const char *permission = doc_text_of(found, "permission");
        const char *name = checks_referrer(doc_text_of(found, "from_name"), permission);
        doc_set_text(slots, "referrer", name);
        doc_set_text(slots, "referrer_name", doc_text_of(found, "from_name"));
        doc_set_text(slots, "referrer_permission", permission);
        if (name == NULL &&
            strstr(doc_text_of(slots, "how_found"), doc_text_of(found, "from_name")))
            doc_set(slots, "how_found", doc_null());
    }
    *out_slots = slots;
    return STATUS_OK;
}

static enum status
silenced_rules(struct call *call, const char *about, struct doc **out_rules)
{
    struct doc *rows = doc_map(call->arena), *rules = doc_list(call->arena);
    TRY(add_rows(call, rows, "items", &sql_silence_of, "about", about));
    const struct doc *items = doc_get(rows, "items");
    for (uint32_t i = 0; i < doc_count(items); i++)
        (void)doc_push(rules, *doc_get(doc_item(items, i), "rule"));
    *out_rules = rules;
    return STATUS_OK;
}

static enum status
the_lexicon(struct call *call, const struct lexicon **out_lexicon)
{
    const struct asset *asset = asset_find("data/lexicons/en.txt");
    if (asset == NULL || lexicon_read(call->arena, asset->bytes, out_lexicon, NULL) != STATUS_OK)
        return STATUS_FAILED;
    return STATUS_OK;
}

static void
add_mail(struct call *call, struct doc *answer, const struct doc *message, const struct doc *person,
         const struct doc *profile)
{
    doc_set(answer, "to_name", *doc_get(person, "name"));
    doc_set(answer, "to_email", *doc_get(person, "email"));
    doc_set(answer, "from_name", *doc_get(profile, "name"));
    doc_set(answer, "from_email", *doc_get(profile, "email"));
    doc_set_int(answer, "date_at", call->now);
    struct doc *mail = doc_map(call->arena);
    copy_keys(call, mail, answer, "to_email");
    copy_keys(call, mail, message, "subject body");
    doc_set_text(answer, "mailto",
                 doc_is_empty(doc_get(person, "email")) ? NULL : mail_link(call->arena, mail));
}

enum status
drafts_check(struct call *call, struct doc *answer, const struct doc *message,
             const struct doc *person, const struct doc *target, const struct doc *details,
             const char *about)
{
    const struct lexicon *lexicon;
    struct policy policy;
    struct doc *slots, *rules, *profile;
    TRY(the_lexicon(call, &lexicon));
    TRY(policy_in_force(call, &policy));
    TRY(drafts_slots(call, person, target, doc_int_of(message, "minutes"), &slots));
    TRY(silenced_rules(call, about, &rules));
    TRY(profile_read(call, &profile));
    struct doc *checked = doc_map(call->arena);
    copy_keys(call, checked, message, "kind channel subject body minutes");
    copy_keys(
        call, checked, slots,
        "person_name my_name field how_found referrer_name referrer_permission do_not_contact");
    doc_set(checked, "details", details == NULL ? doc_null() : *details);
    doc_set(checked, "silenced", *rules);
    struct doc *findings = checks_run(call->arena, lexicon, &policy, checked);
    struct mail_size size = mail_measure(doc_text_of(message, "body"));
    doc_set(answer, "findings", *findings);
    doc_set_int(answer, "open", checks_open(findings));
    doc_set_int(answer, "words", size.words);
    doc_set_int(answer, "characters", size.characters);
    doc_set_int(answer, "seconds", size.seconds);
    doc_set_int(answer, "units", size.units);
    bool note = strcmp(doc_text_of(message, "channel"), "linkedin") == 0 &&
                strcmp(doc_text_of(message, "kind"), "request") == 0;
    doc_set(answer, "units_most", note ? doc_int(policy.linkedin_characters_most) : doc_null());
    add_mail(call, answer, message, person, profile);
    return STATUS_OK;
}

enum status
drafts_mail(const struct doc *answer, struct buffer *buffer)
{
    return mail_write(answer, buffer);
}
