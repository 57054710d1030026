/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of people: whatever index leads, the same people come, each once and in order. */
#include "house.h"

#include "call/index.h"
#include "domain/people_filter.h"
#include "statements.h"
#include "text/fold.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CROWD = 400, TRIES = 300 };

static struct house house;
static const char *engine = "sqlite";

static int
open_house(void **state)
{
    (void)state;
    house_open(&house, engine);
    return 0;
}

static int
close_house(void **state)
{
    (void)state;
    house_close(&house);
    return 0;
}

/* ---- a crowd, written straight into the tables, with everything that lists are filtered by ---- */

struct member {
    const char *id, *name, *title, *organization, *place, *circle, *state, *in_field;
    int tag, bridge, event; /* which one; -1: none */
    int64_t doc;
};

static struct member crowd[CROWD];
static const char *const titles[] = {"Curator", "Urban ecologist", "Écologue", "Editor", NULL};
static const char *const organizations[] = {"City Museum", "Harbor Press", "Museum of Rivers",
                                            NULL};
static const char *const places[] = {"Lyon", "Old Town", "São Paulo", NULL};
static const char *const circles[] = {"friend", "online", "choir", NULL};
static const char *const states[] = {"sent", "held", NULL, NULL};
static const char *const fields[] = {"yes", "no", NULL, NULL};
static const char *const given[] = {"Ada", "Bo", "Cy", "Dara", "Zoë"};
static const char *const family[] = {"Quinn",    "Ruiz",        "Adeyemi",
                                     "Ångström", "Łukasiewicz", "O’Brien"};
static unsigned seed;

#define PICK(list) list[dice(sizeof list / sizeof *list)]

static unsigned
dice(size_t sides)
{
    seed = seed * 1103515245U + 12345U;
    return (seed >> 16) % (unsigned)sides;
}

static const char *
make_id(int kind, int number)
{
    return arena_print(&house.arena, "0198%04x-0000-7000-8000-%012x", kind, number);
}

static void
put(const struct statement *statement, struct doc *params)
{
    doc_set_int(params, "owner", 1);
    assert_int_equal(store_run(house.desk.store, statement, params, NULL), STATUS_OK);
}

static void
put_part(const struct statement *statement, int64_t parent, const char *key, const char *value)
{
    struct doc *params = doc_map(&house.arena);
    doc_set_int(params, "parent", parent);
    doc_set_int(params, "n", 0);
    doc_set_text(params, key, value);
    if (strcmp(key, "tag") == 0)
        doc_set_text(params, "tag_key", value);
    put(statement, params);
}

static void
put_member(const struct member *member, int number)
{
    struct doc *row = doc_map(&house.arena);
    doc_set_int(row, "doc", member->doc);
    doc_set_text(row, "id", member->id);
    doc_set_int(row, "version", 1);
    doc_set_int(row, "created_at", number);
    doc_set_int(row, "updated_at", number % 2 == 0 ? 0 : INT64_C(1772323200000));
    doc_set_text(row, "name", member->name);
    doc_set_text(row, "name_key", text_name_key(&house.arena, member->name));
    doc_set_text(row, "title", member->title);
    doc_set_text(row, "title_key",
                 member->title == NULL ? NULL : text_fold(&house.arena, member->title));
    doc_set_text(row, "organization", member->organization);
    doc_set_text(row, "organization_key", text_fold(&house.arena, member->organization));
    doc_set_text(row, "place", member->place);
    doc_set_text(row, "place_key",
                 member->place == NULL ? NULL : text_fold(&house.arena, member->place));
    doc_set_text(row, "circle", member->circle);
    doc_set_text(row, "in_field", member->in_field);
    put(&sql_person_insert, row);
    if (member->tag >= 0)
        put_part(&sql_person_tags_insert, member->doc, "tag",
                 arena_print(&house.arena, "tag %d", member->tag));
    if (member->bridge >= 0)
        put_part(&sql_person_bridges_insert, member->doc, "person", crowd[member->bridge].id);
    if (member->event >= 0)
        put_part(&sql_person_events_insert, member->doc, "event", make_id(2, member->event));
    if (member->state != NULL) {
        struct doc *request = doc_map(&house.arena);
        doc_set_int(request, "doc", member->doc + CROWD);
        doc_set_text(request, "id", make_id(3, number));
        doc_set_int(request, "version", 1);
        doc_set_int(request, "created_at", 1);
        doc_set_int(request, "updated_at", 1);
        doc_set_text(request, "person", member->id);
        doc_set_text(request, "state", member->state);
        doc_set_text(request, "channel", "email");
        doc_set_int(request, "minutes", 20);
        put(&sql_request_insert, request);
        put(&sql_request_derive, request);
    }
}

static void
gather_crowd(unsigned number)
{
    seed = number;
    assert_int_equal(store_begin(house.desk.store, STORE_WRITE), STATUS_OK);
    for (int i = 0; i < CROWD; i++) {
        struct member *member = &crowd[i];
        const char *first = PICK(given);
        *member = (struct member){
            .id = make_id(1, i),
            .doc = (INT64_C(1) << 32) + 1000 + i,
            .name = arena_print(&house.arena, "%s %s", first, PICK(family)),
            .title = PICK(titles),
            .organization = PICK(organizations),
            .place = PICK(places),
            .circle = PICK(circles),
            .state = PICK(states),
            .in_field = PICK(fields),
            .tag = dice(4) == 0 ? (int)dice(3) : -1,
            .bridge = i > 0 && dice(10) == 0 ? (int)dice((size_t)(i < 5 ? i : 5)) : -1,
            .event = dice(10) == 0 ? (int)dice(2) : -1,
        };
        put_member(member, i);
    }
    assert_int_equal(store_commit(house.desk.store), STATUS_OK);
}

/* What was written past the index is put into it: from here on it is not complete, or is so again. */
static void
begin_index(void)
{
    assert_int_equal(store_begin(house.desk.store, STORE_WRITE), STATUS_OK);
    assert_int_equal(store_run(house.desk.store, &sql_search_fill_all, doc_map(&house.arena), NULL),
                     STATUS_OK);
    assert_int_equal(store_commit(house.desk.store), STATUS_OK);
}

static void
end_index(void)
{
    bool more = true;
    for (int i = 0; i < 1000 && more; i++)
        assert_int_equal(index_tidy(&house.desk, &house.arena, true, &more), STATUS_OK);
    assert_false(more);
}

/* ---- what should come, found by looking at everybody ---- */

static bool
has_word(const char *text, const char *word)
{
    return text != NULL && strstr(text_fold(&house.arena, text), word) != NULL;
}

static bool
is_same(const char *a, const char *b)
{
    return a != NULL && strcmp(a, b) == 0;
}

static bool
fits(const struct member *member, int number, const struct doc *filters)
{
    for (uint32_t i = 0; i < doc_count(filters); i++) {
        const char *key = doc_key(filters, i), *value = doc_text_of(filters, key);
        bool good = true;
        if (strcmp(key, "query") == 0)
            good = has_word(member->name, value) || has_word(member->title, value) ||
                   has_word(member->organization, value);
        else if (strcmp(key, "title") == 0)
            good = has_word(member->title, value);
        else if (strcmp(key, "place") == 0)
            good = has_word(member->place, value);
        else if (strcmp(key, "organization") == 0)
            good = strcmp(value, "museum") == 0 ? has_word(member->organization, "museum")
                                                : is_same(member->organization, value);
        else if (strcmp(key, "circle") == 0)
            good = is_same(member->circle, value);
        else if (strcmp(key, "state") == 0)
            good =
                strcmp(value, "none") == 0 ? member->state == NULL : is_same(member->state, value);
        else if (strcmp(key, "in_field") == 0)
            good = is_same(member->in_field, value);
        else if (strcmp(key, "tag") == 0)
            good = member->tag == value[4] - '0';
        else if (strcmp(key, "warm") == 0)
            good = member->bridge >= 0 || member->event >= 0;
        else if (strcmp(key, "bridge") == 0)
            good = member->bridge >= 0 && is_same(crowd[member->bridge].id, value);
        else if (strcmp(key, "event") == 0)
            good = member->event >= 0 && is_same(make_id(2, member->event), value);
        else if (strcmp(key, "updated") == 0)
            good = number % 2 != 0;
        if (!good)
            return false;
    }
    return true;
}

static const char *sort_now;

static int
in_order(const void *left, const void *right)
{
    const struct member *a = *(const struct member *const *)left;
    const struct member *b = *(const struct member *const *)right;
    int order = 0;
    if (strcmp(sort_now, "newest") == 0)
        return a->doc < b->doc ? 1 : -1;
    if (strcmp(sort_now, "organization") == 0)
        order = strcmp(text_fold(&house.arena, a->organization),
                       text_fold(&house.arena, b->organization));
    if (order == 0)
        order = strcmp(text_name_key(&house.arena, a->name), text_name_key(&house.arena, b->name));
    return order != 0 ? order : a->doc < b->doc ? -1 : 1;
}

static int
expect(const struct doc *filters, const char *sort, const struct member **members)
{
    int count = 0;
    for (int i = 0; i < CROWD; i++)
        if (fits(&crowd[i], i, filters))
            members[count++] = &crowd[i];
    sort_now = sort;
    qsort(members, (size_t)count, sizeof *members, in_order);
    return count;
}

/* ---- what comes ---- */

static struct doc *
list(const struct doc *filters, const char *sort, int limit, const char *after)
{
    struct answer answer;
    struct doc raw = doc_copy(&house.arena, filters);
    doc_set_text(&raw, "sort", sort);
    doc_set_int(&raw, "limit", limit);
    doc_set_text(&raw, "after", after);
    call_perform(&house.desk, call_find(&house.desk, "person list"), &raw, &house.owner,
                 &house.arena, &answer);
    assert_int_equal(answer.status, STATUS_OK);
    return answer.document;
}

static void
compare(const struct doc *filters, const char *sort, int limit)
{
    static const struct member *members[CROWD];
    int count = expect(filters, sort, members), seen = 0;
    const char *after = NULL;
    do {
        const struct doc *page = list(filters, sort, limit, after);
        const struct doc *items = doc_get(page, "items");
        for (uint32_t i = 0; i < doc_count(items); i++, seen++) {
            assert_true(seen < count);
            assert_string_equal(doc_text_of(doc_item(items, i), "id"), members[seen]->id);
        }
        after = doc_is_empty(doc_get(page, "after")) ? NULL : doc_text_of(page, "after");
        assert_true(after != NULL || doc_int_of(page, "looked") == 0);
    } while (after != NULL);
    assert_int_equal(seen, count);
}

static const char *const sorts[] = {"name", "newest", "organization"};

static void
shows_whom_the_filters_mean_by_whatever_index_page_by_page_M62(void **state)
{
    (void)state;
    static const char *const choices[][4] = {
        {"query", "quinn", "museum", "ecolog"},
        {"title", "ecolog", "curator", "zzz"},
        {"place", "paulo", "town", "lyon"},
        {"organization", "City Museum", "museum", "Harbor Press"},
        {"circle", "friend", "choir", "online"},
        {"state", "none", "sent", "held"},
        {"in_field", "yes", "no", "unknown"},
        {"tag", "tag 0", "tag 1", "tag 2"},
        {"warm", "yes", "yes", "yes"},
        {"updated", "2026-01-01", "2026-02-01", "2025-12-31"},
    };
    gather_crowd(7);
    begin_index();
    for (int try = 0; try < TRIES; try++) {
        if (try == TRIES / 3)
            end_index();
        struct doc *filters = doc_map(&house.arena);
        for (unsigned n = dice(4); n > 0; n--) {
            const char *const *choice = PICK(choices);
            doc_set_text(filters, choice[0], choice[1 + dice(3)]);
        }
        if (dice(8) == 0)
            doc_set_text(filters, "bridge", crowd[dice(5)].id);
        if (dice(8) == 0)
            doc_set_text(filters, "event", make_id(2, (int)dice(2)));
        compare(filters, PICK(sorts), 3 + (int)dice(60));
    }
}

static void
narrows_by_position_career_and_organization_at_once_M62(void **state)
{
    (void)state;
    static const char *const people[][3] = {
        {"Ada Quinn", "Urban ecologist", "City Parks"},
        {"Bo Ruiz", "Urban ecologist", "Harbor Press"},
        {"Cy Reyes", "Curator", "City Parks"},
    };
    struct doc *ids = doc_map(&house.arena);
    struct doc *target =
        house_do(&house, "target save", "<\"name\":\"Ecology\",\"kind\":\"occupation\">", NULL);
    doc_set(ids, "target", *doc_get(target, "id"));
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        house_do(&house, "person save",
                 arena_print(&house.arena,
                             "<\"name\":\"%s\",\"title\":\"%s\",\"organization\":\"%s\"%s>",
                             people[i][0], people[i][1], people[i][2],
                             i < 2 ? ",\"target\":\"{target}\"" : ""),
                 ids);
    static const char *const asked[][2] = {
        {"<\"title\":\"ecolog\">", "2"},
        {"<\"organization\":\"city parks\">", "2"},
        {"<\"target\":\"ecology\">", "2"},
        {"<\"target\":\"ecology\",\"title\":\"urban\",\"organization\":\"Parks\">", "1"},
        {"<\"title\":\"curator\",\"organization\":\"press\">", "0"},
    };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        const struct doc *page = house_do(&house, "person list", asked[i][0], NULL);
        assert_int_equal(doc_count(doc_get(page, "items")), asked[i][1][0] - '0');
        assert_true(doc_bool_of(page, "filtered"));
    }
}

static void
says_how_far_it_looked_and_goes_on_from_there(void **state)
{
    (void)state;
    struct doc *filters = doc_map(&house.arena);
    doc_set_text(filters, "updated", "2030-01-01");
    assert_int_equal(store_begin(house.desk.store, STORE_WRITE), STATUS_OK);
    for (int i = 0; i < PEOPLE_SCAN_MOST * 2 - 100; i++) {
        struct doc *row = doc_map(&house.arena);
        doc_set_int(row, "doc", (INT64_C(1) << 32) + 1000 + i);
        doc_set_text(row, "id", make_id(1, i));
        doc_set_int(row, "version", 1);
        doc_set_int(row, "created_at", 1);
        /* The one who fits stands behind where the first search ends. */
        doc_set_int(row, "updated_at", i == PEOPLE_SCAN_MOST + 5 ? INT64_MAX / 2 : 1);
        doc_set_text(row, "name", "Ada Quinn");
        doc_set_text(row, "name_key", "quinn ada");
        doc_set_text(row, "organization_key", "");
        put(&sql_person_insert, row);
    }
    assert_int_equal(store_commit(house.desk.store), STATUS_OK);
    const struct doc *page = list(filters, "name", 50, NULL);
    assert_int_equal(doc_count(doc_get(page, "items")), 0);
    assert_int_equal(doc_int_of(page, "looked"), PEOPLE_SCAN_MOST);
    page = list(filters, "name", 50, doc_text_of(page, "after"));
    assert_int_equal(doc_count(doc_get(page, "items")), 1);
    assert_int_equal(doc_int_of(page, "looked"), 0);
    assert_true(doc_is_empty(doc_get(page, "after")));
}

static void
finds_people_by_the_beginning_of_any_word_of_their_record(void **state)
{
    (void)state;
    static const char *const asked[][3] = {
        {"lukas", "Zoë Łukasiewicz", NULL},
        {"ARMBRU", "Jo Armbruster", NULL},
        {"choir", "Jo Armbruster", NULL},
        {"jo night", "Jo Armbruster", NULL},
        {"armbrustr", "Jo Armbruster", "armbruster"},
        {"qqzzy", NULL, NULL},
        {"j", "Jo Armbruster", NULL},
        {"!!", NULL, NULL},
    };
    house_do(&house, "person save", "<\"name\":\"Zoë Łukasiewicz\">", NULL);
    house_do(&house, "person save",
             "<\"name\":\"Jo Armbruster\",\"title\":\"Night editor\",\"tag_line\":\"choir\">",
             NULL);
    end_index();
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        const struct doc *page =
            house_do(&house, "person list",
                     arena_print(&house.arena, "<\"query\":\"%s\">", asked[i][0]), NULL);
        const struct doc *items = doc_get(page, "items");
        if (asked[i][1] != NULL && doc_count(items) == 0)
            fail_msg("%s finds nobody", asked[i][0]);
        if (asked[i][1] != NULL)
            assert_string_equal(doc_text_of(doc_item(items, 0), "name"), asked[i][1]);
        if (strcmp(asked[i][0], "!!") != 0)
            assert_int_equal(doc_count(items), asked[i][1] == NULL ? 0 : 1);
        assert_string_equal(doc_text_of(page, "instead"), asked[i][2] == NULL ? "" : asked[i][2]);
    }
}

static bool hints_at(const struct doc *page, const char *code);

static void
shows_the_newest_first_where_very_many_have_a_word(void **state)
{
    (void)state;
    enum { MANY = PEOPLE_FEW_WORDED_MOST + 100 };
    struct doc *filters = doc_map(&house.arena);
    assert_int_equal(store_begin(house.desk.store, STORE_WRITE), STATUS_OK);
    for (int i = 0; i < MANY; i++) {
        struct member member = {.id = make_id(1, i),
                                .name = arena_print(&house.arena, "Ada Quinn %d", MANY - i),
                                .organization = "",
                                .place = i % 2 == 0 ? "Lyon" : NULL,
                                .tag = -1,
                                .bridge = -1,
                                .event = -1,
                                .doc = (INT64_C(1) << 32) + 1000 + i};
        put_member(&member, i);
    }
    assert_int_equal(store_commit(house.desk.store), STATUS_OK);
    begin_index();
    end_index();
    doc_set_text(filters, "query", "quinn");
    doc_set_text(filters, "updated", "2026-01-01"); /* those with an odd number */
    const char *after = NULL;
    int next = MANY - 1;
    do {
        const struct doc *page = list(filters, "name", 60, after), *items = doc_get(page, "items");
        assert_true(hints_at(page, "people.newest"));
        for (uint32_t i = 0; i < doc_count(items); i++, next -= 2)
            assert_string_equal(doc_text_of(doc_item(items, i), "id"), make_id(1, next));
        after = doc_is_empty(doc_get(page, "after")) ? NULL : doc_text_of(page, "after");
    } while (after != NULL);
    assert_int_equal(next, -1);
    doc_set_text(filters, "place", "lyon"); /* nobody of these, which takes a look at all of them */
    const struct doc *page = list(filters, "name", 60, NULL);
    assert_int_equal(doc_count(doc_get(page, "items")), 0);
}

static void
keeps_filters_as_a_view_that_the_list_knows_by_its_name(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    house_do(&house, "person save", "<\"name\":\"Ada Quinn\",\"circle\":\"friend\">", NULL);
    house_do(&house, "person save", "<\"name\":\"Bo Ruiz\",\"circle\":\"online\">", NULL);
    struct doc *view =
        house_do(&house, "view save", "<\"name\":\"Close ones\",\"circle\":\"friend\">", NULL);
    doc_set(ids, "view", *doc_get(view, "id"));
    const struct doc *page = house_do(&house, "person list", "<\"view\":\"close\">", NULL);
    assert_int_equal(doc_count(doc_get(page, "items")), 1);
    assert_string_equal(doc_text_of(page, "view_name"), "Close ones");
    assert_string_equal(doc_text_of(page, "circle"), "friend");
    /* What is said beside it goes first. */
    page = house_do(&house, "person list", "<\"view\":\"close\",\"circle\":\"online\">", NULL);
    assert_string_equal(doc_text_of(doc_item(doc_get(page, "items"), 0), "name"), "Bo Ruiz");
    house_do(&house, "view save", "<\"id\":\"{view}\",\"name\":\"Friends\">", ids);
    const struct doc *views = doc_get(house_do(&house, "view list", NULL, NULL), "items");
    assert_int_equal(doc_count(views), 1);
    assert_string_equal(doc_text_of(doc_item(views, 0), "name"), "Friends");
    assert_string_equal(doc_text_of(doc_get(doc_item(views, 0), "filters"), "circle"), "friend");
    /* Found without case and marks. */
    house_do(&house, "view save", "<\"id\":\"{view}\",\"name\":\"Zürich Über\">", ids);
    page = house_do(&house, "person list", "<\"view\":\"zurich über\">", NULL);
    assert_string_equal(doc_text_of(page, "view_name"), "Zürich Über");
    struct answer refused =
        house_call(&house, &house.owner, "view save", "<\"name\":\"Everybody\">", NULL);
    assert_int_equal(refused.status, STATUS_INVALID);
}

static bool
hints_at(const struct doc *page, const char *code)
{
    const struct doc *hints = doc_get(page, "hints");
    for (uint32_t i = 0; i < doc_count(hints); i++)
        if (strcmp(doc_text_of(doc_item(hints, i), "code"), code) == 0)
            return true;
    return false;
}

static void
speaks_of_personnel_offices_unless_they_are_the_field_M217_M220(void **state)
{
    (void)state;
    house_do(&house, "person save", "<\"name\":\"Ada Quinn\",\"title\":\"HR manager\">", NULL);
    assert_true(hints_at(house_do(&house, "person list", NULL, NULL), "hint.personnel"));
    assert_true(
        hints_at(house_do(&house, "person list", "<\"title\":\"pilot\">", NULL), "hint.widen"));
    house_do(&house, "target save", "<\"name\":\"Human resources\",\"kind\":\"occupation\">", NULL);
    assert_false(hints_at(house_do(&house, "person list", NULL, NULL), "hint.personnel"));
}

/* The form is half as long as the list: it comes with filters, or when asked for. */
static void
offers_what_can_be_filtered_when_asked_and_beside_filters(void **state)
{
    (void)state;
    house_do(&house, "target save", "<\"name\":\"Ecologist\",\"kind\":\"occupation\">", NULL);
    assert_false(doc_has(house_do(&house, "person list", NULL, NULL), "targets"));
    static const char *const ways[] = {"<\"filters\":true>", "<\"circle\":\"friend\">",
                                       "<\"sort\":\"newest\">"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        const struct doc *page = house_do(&house, "person list", ways[i], NULL);
        const struct doc *target = doc_item(doc_get(page, "targets"), 0);
        assert_string_equal(doc_text_of(target, "name"), "Ecologist");
        assert_true(doc_count(doc_get(page, "circles")) > 10);
        assert_true(doc_count(doc_get(page, "states")) > 5);
    }
}

static bool
offers(const struct doc *page, const char *key, const char *text)
{
    const struct doc *choices = doc_get(page, key);
    for (uint32_t i = 0; i < doc_count(choices); i++)
        if (strcmp(doc_item(choices, i)->text, text) == 0)
            return true;
    return false;
}

/* More circles and tags than are offered: a form that is sent again keeps those it was made with. */
static void
offers_what_is_in_force_however_many_circles_and_tags_there_are(void **state)
{
    (void)state;
    for (int i = 0; i < 64; i++)
        house_do(
            &house, "person save",
            arena_print(&house.arena,
                        "<\"name\":\"Bo %d\",\"circle\":\"choir %02d\",\"tag_line\":\"t%02d\">", i,
                        i, i),
            NULL);
    const struct doc *page = house_do(&house, "person list", "<\"filters\":true>", NULL);
    assert_false(offers(page, "circles", "choir 63") || offers(page, "tags", "t63"));
    page = house_do(&house, "person list", "<\"circle\":\"choir 63\",\"tag\":\"t63\">", NULL);
    assert_true(offers(page, "circles", "choir 63") && offers(page, "tags", "t63"));
    struct doc *ids = doc_map(&house.arena);
    doc_set(ids, "id", *doc_get(doc_item(doc_get(page, "items"), 0), "id"));
    page = house_do(&house, "person form", "<\"id\":\"{id}\">", ids);
    assert_true(offers(page, "circles", "choir 63"));
}

int
main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
        T(shows_whom_the_filters_mean_by_whatever_index_page_by_page_M62),
        T(narrows_by_position_career_and_organization_at_once_M62),
        T(says_how_far_it_looked_and_goes_on_from_there),
        T(finds_people_by_the_beginning_of_any_word_of_their_record),
        T(shows_the_newest_first_where_very_many_have_a_word),
        T(offers_what_can_be_filtered_when_asked_and_beside_filters),
        T(offers_what_is_in_force_however_many_circles_and_tags_there_are),
        T(keeps_filters_as_a_view_that_the_list_knows_by_its_name),
        T(speaks_of_personnel_offices_unless_they_are_the_field_M217_M220),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("the list of people", tests, NULL, NULL);
}
