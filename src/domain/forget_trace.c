/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/forget_trace.h"

#include "call/erase.h"
#include "doc/json.h"
#include "domain/common.h"
#include "text/fold.h"
#include "text/terms.h"

#include <string.h>

enum { TEXT_MAX = 4 * 1024 * 1024, ID_LETTERS = 36 };

static void
append(struct doc *map, const char *key, struct doc value)
{
    struct doc list = *doc_get(map, key);
    (void)doc_push(&list, value);
    doc_set(map, key, list);
}

/* A text as it stands between the quotes of a JSON text. */
static const char *
json_form(struct call *call, const char *text)
{
    struct buffer json;
    const struct doc value = doc_text(text);
    buffer_open(&json, call->arena, TEXT_MAX);
    json_write(&json, &value, JSON_DENSE);
    char *form = arena_text(call->arena, buffer_read(&json));
    size_t length = strlen(form);
    if (length < 2)
        return "";
    form[length - 1] = '\0';
    return form + 1;
}

static void
add_terms(struct call *call, struct doc *trace, const char *text)
{
    const char *terms = doc_text_of(trace, "terms");
    doc_set_text(trace, "terms",
                 arena_print(call->arena, "%s%s%s", terms, terms[0] == '\0' ? "" : " ",
                             text_terms(call->arena, text)));
}

static void
add_name(struct call *call, struct doc *trace, const char *name)
{
    if (name[0] == '\0')
        return;
    add_terms(call, trace, name);
    const char *key = text_fold(call->arena, json_form(call, name));
    if (strchr(key, ' ') != NULL)
        append(trace, "names", doc_text(key));
}

static void
add_addresses(struct call *call, struct doc *trace, const struct doc *person)
{
    const struct doc *points = doc_get(person, "contact_points");
    for (uint32_t i = 0; i < doc_count(points); i++) {
        const struct doc *point = doc_item(points, i);
        add_terms(call, trace, doc_text_of(point, "value"));
        if (strcmp(doc_text_of(point, "kind"), "email") == 0)
            append(trace, "addresses",
                   doc_text(text_fold(call->arena, doc_text_of(point, "value"))));
    }
}

/* What a twin was called when it was merged stands in the log alone. */
static enum status
add_former(struct call *call, struct doc *trace, const char *id)
{
    struct doc *params = call_params(call), *rows, before;
    forget_trace_add(trace, id);
    doc_set_text(params, "id", id);
    doc_set_int(params, "limit", 1);
    TRY(call_rows_of(call, &sql_change_row_of, params, &rows));
    const struct doc *text = doc_get(doc_item(rows, 0), "before");
    if (doc_count(rows) == 0 || doc_is_empty(text))
        return STATUS_OK;
    TRY(json_read(call->arena, text->text, text->count, &before, NULL));
    add_name(call, trace, doc_text_of(&before, "name"));
    add_addresses(call, trace, &before);
    return STATUS_OK;
}

enum status
forget_trace(struct call *call, const struct doc *person, struct doc **out_trace,
             struct doc **out_formers)
{
    struct doc *trace = doc_map(call->arena), *params = call_params(call), *rows;
    struct doc *formers = doc_list(call->arena);
    doc_set(trace, "ids", *doc_list(call->arena));
    doc_set(trace, "names", *doc_list(call->arena));
    doc_set(trace, "addresses", *doc_list(call->arena));
    forget_trace_add(trace, doc_text_of(person, "id"));
    add_name(call, trace, doc_text_of(person, "name"));
    add_addresses(call, trace, person);
    if (!doc_is_empty(doc_get(person, "profile_key")))
        append(trace, "addresses", *doc_get(person, "profile_key"));
    doc_set(params, "person", *doc_get(person, "id"));
    doc_set_int(params, "limit", ROWS_OF_ONE_MOST);
    TRY(call_rows_of(call, &sql_forget_formers, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const char *former = doc_text_of(doc_item(rows, i), "former");
        TRY(add_former(call, trace, former));
        (void)doc_push(formers, doc_text(former));
    }
    *out_trace = trace;
    *out_formers = formers;
    return STATUS_OK;
}

bool
forget_is_named(const struct noun *noun)
{
    return noun == &noun_request || noun == &noun_interview || noun == &noun_message ||
           noun == &noun_question;
}

void
forget_trace_add(struct doc *trace, const char *id)
{
    const struct doc *ids = doc_get(trace, "ids");
    for (uint32_t i = 0; i < doc_count(ids); i++)
        if (strcmp(doc_item(ids, i)->text, id) == 0)
            return;
    if (doc_count(ids) < FORGET_IDS_MOST)
        append(trace, "ids", doc_text(id));
}

static bool
is_one_of(const struct doc *ids, const char *text)
{
    for (uint32_t i = 0; i < doc_count(ids); i++)
        if (memcmp(doc_item(ids, i)->text, text, ID_LETTERS) == 0)
            return true;
    return false;
}

/* An id is known by its dashes: most texts hold few. */
bool
forget_refers(const struct doc *trace, const char *text)
{
    const struct doc *ids = doc_get(trace, "ids");
    const char *end = text + strlen(text);
    for (const char *at = strchr(text, '-'); at != NULL; at = strchr(at + 1, '-')) {
        if (at - text < 8 || end - at < ID_LETTERS - 8)
            continue;
        if (at[5] == '-' && at[10] == '-' && at[15] == '-' && is_one_of(ids, at - 8))
            return true;
    }
    return false;
}

bool
forget_names(struct call *call, const struct doc *trace, const char *json)
{
    const struct doc *names = doc_get(trace, "names");
    const char *folded = doc_count(names) == 0 ? "" : text_fold(call->arena, json);
    for (uint32_t i = 0; i < doc_count(names); i++)
        if (strstr(folded, doc_item(names, i)->text) != NULL)
            return true;
    return false;
}

bool
forget_names_plain(struct call *call, const struct doc *trace, const char *text)
{
    return forget_names(call, trace, json_form(call, text));
}

/* Letters and digits, folded; one blank for all that stands between them, in front and behind. */
static char *
bare(struct call *call, const char *folded)
{
    char *text = arena_take(call->arena, strlen(folded) + 3), *to = text;
    *to++ = ' ';
    for (const char *at = folded; *at != '\0'; at++) {
        bool letter = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || (*at & 0x80) != 0;
        bool escape = *at == '\\' && at[1] != '\0';
        if (letter)
            *to++ = *at;
        else if (to[-1] != ' ')
            *to++ = ' ';
        at += escape && (at[1] == 'n' || at[1] == 'r' || at[1] == 't');
    }
    if (to[-1] != ' ')
        *to++ = ' ';
    *to = '\0';
    return text;
}

bool
forget_stands_in(struct call *call, const struct doc *trace, const char *text)
{
    const struct doc *names = doc_get(trace, "names"), *addresses = doc_get(trace, "addresses");
    const char *folded = text_fold(call->arena, text), *words = bare(call, folded);
    for (uint32_t i = 0; i < doc_count(addresses); i++)
        if (strstr(folded, doc_item(addresses, i)->text) != NULL)
            return true;
    for (uint32_t i = 0; i < doc_count(names); i++) {
        char *name = bare(call, doc_item(names, i)->text);
        size_t length = strlen(name);
        if (length < 3)
            continue;
        if (strstr(words, name) != NULL)
            return true;
        name[length - 1] = '\0';
        const char *last = strrchr(name, ' ');
        if (last > name && strstr(words, arena_print(call->arena, "%s%.*s ", last,
                                                     (int)(last - name), name)) != NULL)
            return true;
    }
    return false;
}

bool
forget_reaches(struct call *call, const struct doc *trace, const char *address)
{
    const struct doc *addresses = doc_get(trace, "addresses");
    const char *key = text_fold(call->arena, address);
    for (uint32_t i = 0; i < doc_count(addresses); i++)
        if (strcmp(doc_item(addresses, i)->text, key) == 0)
            return true;
    return false;
}

enum status
forget_erase(struct call *call, const struct noun *noun, const char *id)
{
    enum status status = record_remove(call, noun, id);
    if (status != STATUS_OK && status != STATUS_MISSING)
        return status;
    return record_erase(call, id);
}
