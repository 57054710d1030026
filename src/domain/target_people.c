/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a target to people (M23, M53): who does it, who could lead there, which circles nobody was looked for in, and
 * what to search for elsewhere. Each with its reason. */
#include "domain/circles.h"
#include "domain/common.h"
#include "domain/occupations.h"
#include "domain/people.h"
#include "domain/search.h"
#include "domain/targets.h"
#include "text/fold.h"

#include <string.h>

enum {
    PHRASES_MOST = 12,
    FOUND_BY_PHRASE = 20,
    WORKS_MOST = 50,
    LEADS_MOST = 50,
    PLACES_MOST = 10, /* organizations whose people are looked at */
    STAFF_MOST = 5,   /* of each */
    WORD_LEAST = 5,   /* letters of a last word that says what somebody does */
    QUOTED_MOST = 3
};

struct reach {
    struct call *call;
    struct doc *target; /* with its people, interviews and what was heard */
    const char *phrases[PHRASES_MOST];
    int phrase_count;
    struct doc *works, *leads;
};

static bool
has_id(const struct doc *rows, const char *id)
{
    for (uint32_t i = 0; i < doc_count(rows); i++)
        if (strcmp(doc_text_of(doc_item(rows, i), "id"), id) == 0)
            return true;
    return false;
}

/* ---- what to look for ---- */

static void
add_phrase(struct reach *reach, const char *text)
{
    const char *folded = text_fold(reach->call->arena, text);
    for (int i = 0; i < reach->phrase_count; i++)
        if (strcmp(text_fold(reach->call->arena, reach->phrases[i]), folded) == 0)
            return;
    if (folded[0] != '\0' && reach->phrase_count < PHRASES_MOST)
        reach->phrases[reach->phrase_count++] = text;
}

/* An "Urban ecologist" is found among field ecologists by the last word of the name. */
static void
add_last_word(struct reach *reach, const char *text)
{
    const char *last = strrchr(text, ' ');
    if (last != NULL && strlen(last + 1) >= WORD_LEAST && strchr(text, ',') == NULL)
        add_phrase(reach, last + 1);
}

/* "Registered Nurses" as a person's title says it, "Staff RN (Staff Registered Nurse)" without its remark. */
static const char *
one_person(struct arena *arena, const char *title)
{
    size_t length = strcspn(title, "(");
    while (length > 0 && title[length - 1] == ' ')
        length--;
    if (length > 2 && title[length - 1] == 's' && title[length - 2] != 's')
        length--;
    return arena_copy(arena, title, length);
}

/* The name, and the titles by which people call the occupation. */
static enum status
find_phrases(struct reach *reach)
{
    const char *name = doc_text_of(reach->target, "name");
    const char *code = doc_text_of(reach->target, "occupation");
    add_phrase(reach, name);
    add_last_word(reach, name);
    if (code[0] == '\0')
        return STATUS_OK;
    const struct occupations *table;
    TRY(occupations_in_force(reach->call, &table));
    const struct occupation *found = occupations_find(table, code);
    for (uint32_t i = 0; found != NULL && i < found->title_count; i++) {
        const struct occupation_title *title = &table->titles[found->first_title + i];
        const char *one = one_person(reach->call->arena, title->text);
        if (title->kind == TITLE_ALTERNATE)
            continue;
        add_phrase(reach, one);
        if (title->kind == TITLE_OWN)
            add_last_word(reach, one);
    }
    return STATUS_OK;
}

/* ---- who does it ---- */

/* All words of the phrase stand in the text, each at the beginning of a word: "ecologists" has "ecologist". */
static bool
holds(struct arena *arena, const char *text, const char *phrase)
{
    const char *in = text_fold(arena, text);
    const char *words = text_fold(arena, phrase);
    while (*words != '\0') {
        size_t length = strcspn(words, " ");
        const char *word = arena_copy(arena, words, length), *at = strstr(in, word);
        while (at != NULL && at != in && at[-1] != ' ' && at[-1] != '-' && at[-1] != '/')
            at = strstr(at + 1, word);
        if (at == NULL)
            return false;
        words += length + strspn(words + length, " ");
    }
    return true;
}

static void
add_person(struct reach *reach, struct doc *list, const struct doc *person, const char *code,
           const char *text)
{
    struct doc *item = doc_map(reach->call->arena);
    copy_keys(reach->call, item, person, "id name title organization circle in_field state");
    doc_set_text(item, "code", code);
    doc_set_text(item, "text", text);
    doc_set(item, "for", *doc_get(reach->target, "id"));
    (void)doc_push(list, *item);
}

/* Those who are written down for this target need no finding. */
static bool
is_known(const struct reach *reach, const char *id)
{
    return has_id(doc_get(reach->target, "people"), id) || has_id(reach->works, id);
}

static enum status
judge(struct reach *reach, const struct doc *hit, const char *phrase)
{
    static const char *const fields[][2] = {{"title", "reach.title"},
                                            {"organization", "reach.organization"},
                                            {"department", "reach.department"},
                                            {"place", "reach.place"},
                                            {"notes", "reach.notes"}};
    const char *id = doc_text_of(hit, "id");
    struct doc *person;
    if (is_known(reach, id) || doc_count(reach->works) == WORKS_MOST)
        return STATUS_OK;
    TRY(record_read(reach->call, &noun_person, id, &person));
    doc_set(person, "state", *doc_get(hit, "state"));
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (holds(reach->call->arena, doc_text_of(person, fields[i][0]), phrase)) {
            add_person(reach, reach->works, person, fields[i][1], phrase);
            break;
        }
    return STATUS_OK;
}

static enum status
find_by_words(struct reach *reach)
{
    for (int i = 0; i < reach->phrase_count; i++) {
        const char *after;
        struct doc *hits;
        TRY(search_people(reach->call, reach->phrases[i], FOUND_BY_PHRASE, NULL, &hits, &after));
        for (uint32_t k = 0; k < doc_count(hits); k++)
            TRY(judge(reach, doc_item(hits, k), reach->phrases[i]));
    }
    return STATUS_OK;
}

static enum status
staff_of(struct reach *reach, const char *organization, int64_t most, struct doc **out_people)
{
    struct doc *params = call_params(reach->call);
    doc_set_text(params, "key", text_fold(reach->call->arena, organization));
    doc_set_int(params, "limit", most);
    return call_rows_of(reach->call, &sql_organization_people, params, out_people);
}

/* Who works where this target is, or at an organization that was named in a talk about it. */
static enum status
find_by_organization(struct reach *reach, const char *organization, const char *code, int64_t most)
{
    struct doc *people;
    TRY(staff_of(reach, organization, most, &people));
    for (uint32_t i = 0; i < doc_count(people); i++) {
        struct doc *person = doc_item(people, i);
        if (is_known(reach, doc_text_of(person, "id")) || doc_count(reach->works) == WORKS_MOST)
            continue;
        doc_set_text(person, "organization", organization);
        add_person(reach, reach->works, person, code, organization);
    }
    return STATUS_OK;
}

static enum status
find_by_what_was_heard(struct reach *reach)
{
    const struct doc *heard = doc_get(reach->target, "heard");
    int places = 0;
    for (uint32_t i = 0; i < doc_count(heard) && places < PLACES_MOST; i++) {
        const char *kind = doc_text_of(doc_item(heard, i), "kind");
        if (strcmp(kind, "organization") != 0 && strcmp(kind, "company") != 0)
            continue;
        places++;
        TRY(find_by_organization(reach, doc_text_of(doc_item(heard, i), "text"), "reach.heard",
                                 STAFF_MOST));
    }
    return STATUS_OK;
}

/* ---- who could lead there ---- */

static enum status
add_bridges(struct reach *reach, const struct doc *person)
{
    struct doc *found = doc_map(reach->call->arena);
    TRY(person_called(reach->call, person, found, "name"));
    TRY(add_rows(reach->call, found, "items", &sql_bridge_list, "person",
                 doc_text_of(person, "id")));
    const struct doc *items = doc_get(found, "items");
    for (uint32_t i = 0; i < doc_count(items) && doc_count(reach->leads) < LEADS_MOST; i++) {
        struct doc *helper = doc_item(items, i);
        doc_set(helper, "id", *doc_get(helper, "person"));
        if (!has_id(reach->leads, doc_text_of(helper, "id")))
            add_person(reach, reach->leads, helper, "lead.bridge", doc_text_of(found, "name"));
    }
    return STATUS_OK;
}

static enum status
add_colleagues(struct reach *reach, const struct doc *person)
{
    const char *organization = doc_text_of(person, "organization");
    struct doc *people;
    if (organization[0] == '\0')
        return STATUS_OK;
    TRY(staff_of(reach, organization, STAFF_MOST, &people));
    for (uint32_t i = 0; i < doc_count(people) && doc_count(reach->leads) < LEADS_MOST; i++) {
        struct doc *colleague = doc_item(people, i);
        const char *id = doc_text_of(colleague, "id");
        if (is_known(reach, id) || has_id(reach->leads, id))
            continue;
        doc_set_text(colleague, "organization", organization);
        add_person(reach, reach->leads, colleague, "lead.colleague", organization);
    }
    return STATUS_OK;
}

static enum status
find_leads(struct reach *reach, const struct doc *people)
{
    for (uint32_t i = 0; i < doc_count(people) && i < PLACES_MOST; i++) {
        TRY(add_bridges(reach, doc_item(people, i)));
        TRY(add_colleagues(reach, doc_item(people, i)));
    }
    return STATUS_OK;
}

/* Names that were given in talks about this target, and that nobody wrote to yet. */
static enum status
add_named(struct reach *reach, struct doc *answer)
{
    const struct doc *talks = doc_get(reach->target, "interviews");
    struct doc *named = doc_list(reach->call->arena);
    for (uint32_t i = 0; i < doc_count(talks) && doc_count(named) < LEADS_MOST; i++) {
        struct doc *found = doc_map(reach->call->arena);
        TRY(add_rows(reach->call, found, "items", &sql_referral_by_interview, "interview",
                     doc_text_of(doc_item(talks, i), "id")));
        const struct doc *items = doc_get(found, "items");
        for (uint32_t k = 0; k < doc_count(items); k++) {
            struct doc *item = doc_item(items, k);
            doc_set(item, "from_name", *doc_get(doc_item(talks, i), "person_name"));
            if (strcmp(doc_text_of(item, "state"), "new") == 0)
                (void)doc_push(named, *item);
        }
    }
    doc_set(answer, "named", *named);
    return STATUS_OK;
}

static enum status
add_empty_circles(struct call *call, struct doc *answer)
{
    struct doc *empty = doc_list(call->arena);
    for (const char *const *circle = circles_walked; *circle != NULL; circle++) {
        struct doc *params = call_params(call), *row, *item = doc_map(call->arena);
        doc_set_text(params, "circle", *circle);
        doc_set_int(params, "limit", 1);
        TRY(call_row_of(call, &sql_person_circle_count, params, &row));
        if (doc_int_of(row, "count") > 0 || strcmp(*circle, "other") == 0)
            continue;
        doc_set_text(item, "circle", *circle);
        doc_set_text(item, "question_code", arena_print(call->arena, "circle.%s", *circle));
        (void)doc_push(empty, *item);
    }
    doc_set(answer, "circles_empty", *empty);
    return STATUS_OK;
}

/* ---- what to search for elsewhere ---- */

static void
add_search(struct reach *reach, struct doc *searches, const char *code, const char *text)
{
    struct doc *item = doc_map(reach->call->arena);
    doc_set_text(item, "code", code);
    doc_set_text(item, "text", text);
    (void)doc_push(searches, *item);
}

static const char *
quoted(struct reach *reach)
{
    const char *text = "";
    int count = 0;
    for (int i = 0; i < reach->phrase_count && count < QUOTED_MOST; i++)
        if (strchr(reach->phrases[i], ',') == NULL) /* nobody has a classification's title */
            text = arena_print(reach->call->arena, "%s%s\"%s\"", text, count++ == 0 ? "" : " OR ",
                               reach->phrases[i]);
    return text;
}

static struct doc *
searches_of(struct reach *reach)
{
    struct arena *arena = reach->call->arena;
    struct doc *searches = doc_list(arena);
    const char *name = doc_text_of(reach->target, "name");
    const char *all = quoted(reach);
    add_search(reach, searches, "phrase.linkedin", all);
    add_search(reach, searches, "phrase.directory", reach->phrases[reach->phrase_count > 1]);
    if (strcmp(doc_text_of(reach->target, "kind"), "organization") == 0) {
        add_search(reach, searches, "phrase.staff", arena_print(arena, "\"%s\" our team", name));
        return searches;
    }
    add_search(reach, searches, "phrase.boards", arena_print(arena, "%s association board", name));
    add_search(reach, searches, "phrase.staff", arena_print(arena, "(%s) our team", all));
    return searches;
}

enum status
target_people(struct call *call, const char *id, struct doc **out_answer)
{
    struct reach reach = {
        .call = call, .works = doc_list(call->arena), .leads = doc_list(call->arena)};
    struct doc *answer = doc_map(call->arena);
    TRY(target_show(call, id, &reach.target));
    copy_keys(call, answer, reach.target, "id kind name occupation");
    TRY(find_phrases(&reach));
    if (strcmp(doc_text_of(reach.target, "kind"), "organization") == 0)
        TRY(find_by_organization(&reach, doc_text_of(reach.target, "name"), "reach.works_there",
                                 WORKS_MOST));
    TRY(find_by_words(&reach));
    TRY(find_by_what_was_heard(&reach));
    TRY(find_leads(&reach, doc_get(reach.target, "people")));
    TRY(find_leads(&reach, reach.works));
    doc_set(answer, "works", *reach.works);
    doc_set(answer, "leads", *reach.leads);
    TRY(add_named(&reach, answer));
    TRY(add_empty_circles(call, answer));
    doc_set(answer, "searches", *searches_of(&reach));
    if (!doc_is_empty(doc_get(answer, "occupation")))
        TRY(occupation_credit(call, answer));
    else
        doc_set(answer, "credit", doc_null());
    *out_answer = answer;
    return STATUS_OK;
}
