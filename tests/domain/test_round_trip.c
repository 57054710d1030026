/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random stores: what an export writes is the same store when it is read again, changes nothing where it came
 * from, and an import that is taken back was never there. */
#include "random_people.h"

#include "doc/json.h"
#include "formats/contacts_private.h"
#include "statements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 3, TEXT_MAX = 64 * 1024 * 1024 };

static const char *ids[RANDOM_PEOPLE];

/* ---- what a store holds, as a form can carry it ---- */

static bool
carries(const char *form, const char *key)
{
    if (is_one(key, " import sources name_key organization_key title_key place_key "))
        return false;
    if (strcmp(form, "json") == 0)
        return true;
    /* A card and a table name people by their id where no other program did. */
    return !is_one(key, " id uid uid_hash target bridges events originals ");
}

/* Without the blanks that end a line. */
static char *
without_ends(char *text)
{
    char *out = text;
    for (const char *at = text; at != NULL && *at != '\0'; at++) {
        while (*at == '\n' && out > text && out[-1] == ' ')
            out--;
        *out++ = *at;
    }
    if (out != NULL)
        *out = '\0';
    return text;
}

/* Cards keep texts without what is invisible (none, when that is all) and with single blanks; a table keeps ways to reach somebody by their
 * kind. */
static struct doc
as_carried(const char *form, const char *key, const struct doc *value)
{
    static const char *const kinds[] = {"email", "phone", "link", "address", "chat"};
    struct doc *list = doc_list(&house.arena), *map = doc_map(&house.arena);
    bool card = strcmp(form, "vcard") == 0, sorted = strcmp(form, "csv") == 0;
    if (value->kind == DOC_TEXT && card) {
        struct csv_field text = {value->text, value->count};
        if (!is_one(key, " notes value detail "))
            return doc_text(contacts_line(&house.arena, text));
        return doc_text(without_ends(contacts_lines(&house.arena, text)));
    }
    if (value->kind == DOC_MAP) {
        for (uint32_t i = 0; i < doc_count(value); i++) {
            struct doc one = as_carried(form, doc_key(value, i), doc_value(value, i));
            if (one.kind != DOC_NULL || doc_value(value, i)->kind == DOC_NULL)
                doc_set(map, doc_key(value, i), one);
        }
        return *map;
    }
    if (value->kind != DOC_LIST)
        return *value;
    bool points = sorted && strcmp(key, "contact_points") == 0;
    for (size_t kind = 0; kind < (points ? 5 : 1); kind++)
        for (uint32_t i = 0; i < doc_count(value); i++)
            if (!points || strcmp(doc_text_of(doc_item(value, i), "kind"), kinds[kind]) == 0)
                (void)doc_push(list, as_carried(form, "", doc_item(value, i)));
    return *list;
}

static int
by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The digest of somebody's photo, or NULL. */
static const char *
photo_of(const char *person)
{
    struct doc *params = doc_map(&house.arena), *rows;
    doc_set_int(params, "owner", 1);
    doc_set_text(params, "person", person);
    doc_set_text(params, "kind", "photo");
    doc_set_int(params, "limit", 2);
    assert_int_equal(
        store_rows(house.desk.store, &house.arena, &sql_attachment_of_kind, params, &rows),
        STATUS_OK);
    assert_true(doc_count(rows) <= 1);
    return doc_count(rows) == 0 ? NULL : doc_text_of(doc_item(rows, 0), "digest");
}

/* One line a person, sorted. */
static const char *
carried(const char *form)
{
    const char *lines[2 * RANDOM_PEOPLE];
    uint32_t count = 0;
    struct doc *params = doc_map(&house.arena), *rows;
    struct buffer text;
    doc_set_int(params, "owner", 1);
    doc_set_int(params, "after_doc", 0);
    doc_set_int(params, "limit", 2 * RANDOM_PEOPLE);
    assert_int_equal(store_begin(house.desk.store, STORE_READ), STATUS_OK);
    assert_int_equal(store_rows(house.desk.store, &house.arena, noun_person.all, params, &rows),
                     STATUS_OK);
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const struct doc *row = doc_item(rows, i);
        struct doc *line = doc_map(&house.arena);
        if (carries(form, "id"))
            doc_set(line, "id", *doc_get(row, "id"));
        for (int c = 0; c < noun_person.column_count; c++)
            if (carries(form, noun_person.columns[c].name) &&
                !doc_is_empty(doc_get(row, noun_person.columns[c].name)))
                doc_set(line, noun_person.columns[c].name,
                        *doc_get(row, noun_person.columns[c].name));
        doc_set(params, "parent", *doc_get(row, "doc"));
        for (int p = 0; p < noun_person.part_count; p++) {
            struct doc *items;
            assert_int_equal(store_rows(house.desk.store, &house.arena, noun_person.parts[p].list,
                                        params, &items),
                             STATUS_OK);
            if (carries(form, noun_person.parts[p].name))
                doc_set(line, noun_person.parts[p].name, *items);
        }
        if (strcmp(form, "csv") != 0)
            doc_set_text(line, "photo", photo_of(doc_text_of(row, "id")));
        struct doc shown = as_carried(form, "", line);
        buffer_open(&text, &house.arena, TEXT_MAX);
        json_write(&text, &shown, 0);
        lines[count++] = buffer_read(&text);
    }
    store_rollback(house.desk.store);
    qsort(lines, count, sizeof *lines, by_text);
    buffer_open(&text, &house.arena, TEXT_MAX);
    for (uint32_t i = 0; i < count; i++)
        buffer_print(&text, "%s\n", lines[i]);
    return buffer_read(&text);
}

/* The first line in which two texts differ, for whoever has to mend it. */
static void
assert_same_lines(const char *what, const char *expected, const char *found)
{
    while (*expected != '\0' || *found != '\0') {
        size_t one = strcspn(expected, "\n"), other = strcspn(found, "\n");
        size_t at = 0;
        while (at < one && at < other && expected[at] == found[at])
            at++;
        size_t from = at < 100 ? 0 : at - 100;
        if (one != other || at < one)
            fail_msg("%s:\n- %.*s\n+ %.*s", what, one - from < 300 ? (int)(one - from) : 300,
                     expected + from, other - from < 300 ? (int)(other - from) : 300, found + from);
        expected += one + (expected[one] == '\n');
        found += other + (found[other] == '\n');
    }
}

static const char *
reopen_empty(const char *keep)
{
    char *copy = strdup(keep);
    house_close(&house);
    house_open(&house, engine);
    const char *text = arena_text(&house.arena, copy);
    free(copy);
    return text;
}

static void
fail_rows(const struct doc *report)
{
    struct buffer text;
    buffer_open(&text, &house.arena, TEXT_MAX);
    json_write(&text, doc_get(report, "rows"), 1);
    fail_msg("rows that are not as they should be: %.2000s", buffer_read(&text));
}

static void
check_form(const char *form, const char *json, uint32_t number)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    random_store(number, true, ids);
    const char *file = house_export(&house, &arena, json, NULL);
    const char *expected = arena_text(&arena, carried(form));
    const char *before = house_dump(&house, 1);
    struct doc *report = import_text(file, false);
    assert_string_equal(doc_text_of(report, "state"), "done");
    assert_same_lines("into the same store", before, house_dump(&house, 1));
    if (doc_int_of(report, "unchanged") != doc_int_of(report, "read"))
        fail_rows(report);
    file = reopen_empty(file);
    report = import_text(file, false);
    assert_string_equal(doc_text_of(report, "state"), "done");
    if (doc_int_of(report, "rejected") != 0)
        fail_rows(report);
    assert_same_lines("into an empty store", expected, carried(form));
    assert_true(doc_int_of(report, "created") >= RANDOM_PEOPLE);
}

static void
check_rounds(const char *form, const char *json)
{
    uint32_t first = random_first();
    for (uint32_t round = 0; round < random_rounds(ROUNDS); round++) {
        check_form(form, json, first + round);
        (void)reopen_empty("");
    }
}

static void
our_json_read_again_is_the_same_store(void **state)
{
    (void)state;
    check_rounds("json", "{\"as\":\"json\",\"include_private\":true}");
}

static void
our_cards_read_again_are_the_same_store(void **state)
{
    (void)state;
    check_rounds("vcard", "{\"as\":\"vcard\",\"version\":\"3.0\",\"include_private\":true}");
}

static void
our_cards_of_version_4_read_again_are_the_same_store(void **state)
{
    (void)state;
    check_rounds("vcard", "{\"as\":\"vcard\",\"version\":\"4.0\",\"include_private\":true}");
}

static void
our_table_read_again_is_the_same_store(void **state)
{
    (void)state;
    check_rounds("csv",
                 "{\"as\":\"csv\",\"form\":\"plain\",\"guard\":true,\"include_private\":true}");
}

/* Another store's people come over this one: some are new, some are known and say something newer. */
static void
check_undo(const char *json, uint32_t number)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    random_store(number, true, ids);
    const char *file = house_export(&house, &arena, json, NULL);
    file = reopen_empty(file);
    random_store(number + 1, true, ids);
    const char *before = house_dump(&house, 1);
    struct doc *report = import_text(file, false);
    assert_string_equal(doc_text_of(report, "state"), "done");
    assert_true(doc_int_of(report, "created") >= RANDOM_PEOPLE / 2);
    import_call("import undo", doc_text_of(report, "id"));
    work();
    assert_same_lines(json, before, house_dump(&house, 1));
    (void)reopen_empty("");
}

static void
an_import_that_is_taken_back_was_never_there(void **state)
{
    (void)state;
    static const char *const forms[] = {"{\"as\":\"json\",\"include_private\":true}",
                                        "{\"as\":\"vcard\",\"include_private\":true}",
                                        "{\"as\":\"csv\",\"include_private\":true}"};
    uint32_t first = random_first();
    for (uint32_t round = 0; round < random_rounds(ROUNDS); round++)
        check_undo(forms[round % 3], first + 6 + round);
}

/* What the two differ in is taken from one of them, or both. */
static struct doc *
random_choices(void)
{
    static const char *const sides[] = {"keep", "other"};
    struct doc *columns = doc_list(&house.arena);
    for (int i = 0; i < noun_person.column_count; i++) {
        struct doc *column = doc_map(&house.arena);
        if (random_below(3) != 0)
            continue;
        doc_set_text(column, "name", noun_person.columns[i].name);
        doc_set_text(column, "from", sides[random_below(2)]);
        (void)doc_push(columns, *column);
    }
    return columns;
}

static void
a_merge_that_is_taken_back_was_never_there(void **state)
{
    (void)state;
    uint32_t first = random_first();
    for (uint32_t round = 0; round < random_rounds(ROUNDS); round++) {
        random_store(first + round, true, ids);
        for (int pair = 0; pair < 5; pair++) {
            const char *keep = ids[random_below(RANDOM_PEOPLE)],
                       *other = ids[random_below(RANDOM_PEOPLE)];
            struct doc *raw = doc_map(&house.arena);
            struct answer answer;
            if (strcmp(keep, other) == 0)
                continue;
            doc_set_text(raw, "id", keep);
            doc_set_text(raw, "other", other);
            doc_set(raw, "columns", *random_choices());
            const char *before = house_dump(&house, 1);
            call_perform(&house.desk, call_find(&house.desk, "person merge"), raw, &house.owner,
                         &house.arena, &answer);
            if (answer.status != STATUS_OK)
                fail_msg("person merge: %s", doc_text_of(answer.problem, "code"));
            assert_string_not_equal(before, house_dump(&house, 1));
            (void)house_do(&house, "undo", "<\"change\":\"{id}\">", ids_of("id", answer.change));
            assert_same_lines("a merge", before, house_dump(&house, 1));
        }
        (void)reopen_empty("");
    }
}

/* What was noted about somebody, by its text and its time. */
static const char *
notes_text(void)
{
    struct doc *params = doc_map(&house.arena), *rows;
    struct buffer text;
    doc_set_int(params, "owner", 1);
    doc_set_int(params, "after_doc", 0);
    doc_set_int(params, "limit", 100);
    assert_int_equal(store_begin(house.desk.store, STORE_READ), STATUS_OK);
    assert_int_equal(store_rows(house.desk.store, &house.arena, noun_note.all, params, &rows),
                     STATUS_OK);
    store_rollback(house.desk.store);
    buffer_open(&text, &house.arena, TEXT_MAX);
    for (uint32_t i = 0; i < doc_count(rows); i++)
        buffer_print(&text, "%s %s %lld\n", doc_text_of(doc_item(rows, i), "person"),
                     doc_text_of(doc_item(rows, i), "text"),
                     (long long)doc_int_of(doc_item(rows, i), "created_at"));
    return buffer_read(&text);
}

static void
note(const char *person, const char *text)
{
    (void)house_do(&house, "note save",
                   arena_print(&house.arena, "<\"person\":\"{id}\",\"text\":\"%s\">", text),
                   ids_of("id", person));
}

/* Makes the id of a note another one. */
static void
rename_note(char *file, const char *text)
{
    char *at = strstr(file, text);
    assert_non_null(at);
    while (strncmp(at, "\"id\":\"", 6) != 0)
        at--;
    at += 6;
    *at = *at == '3' ? '4' : '3';
}

/* The file, which says more of Ada Quinn. */
static char *
with_more(const char *file, const char *more)
{
    const char *at = strstr(file, "\"name\":\"Ada Quinn\"");
    assert_non_null(at);
    return arena_print(&house.arena, "%.*s%s%s", (int)(at - file), file, more, at);
}

static void
what_was_noted_about_people_comes_back_once(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const char *ada =
        doc_text_of(house_do(&house, "person save", "<\"name\":\"Ada Quinn\">", NULL), "id");
    const char *ben = doc_text_of(
        house_do(&house, "person save", "<\"name\":\"Ben Secret\",\"is_private\":true>", NULL),
        "id");
    note(ada, "Knows everybody at the river trust");
    note(ada, "Likes a call before nine\\nnever after six");
    note(ben, "Tells nobody");
    const char *all = notes_text(), *before = house_dump(&house, 1);
    const char *open = house_export(&house, &arena, "{\"as\":\"json\"}", NULL);
    assert_non_null(strstr(open, "river trust"));
    assert_null(strstr(open, "Tells nobody"));
    const char *file =
        house_export(&house, &arena, "{\"as\":\"json\",\"include_private\":true}", NULL);
    assert_report(import_text(file, false), "done", 0, 0, 2, 0, 0);
    assert_same_lines("into the same store", before, house_dump(&house, 1));
    /* A file that says more of somebody notes what is new in it. */
    char *kept = strdup(all);
    assert_report(import_text(with_more(file, "\"title\":\"Curator\","), false), "done", 0, 1, 1, 0,
                  0);
    assert_string_equal(notes_text(), kept);
    char *changed = with_more(file, "\"title\":\"Curator\",\"department\":\"Birds\",");
    rename_note(changed, "\"text\":\"Likes");
    assert_report(import_text(changed, false), "done", 0, 1, 1, 0, 0);
    assert_true(strlen(notes_text()) > strlen(kept));
    /* Also where notes are all that is new. */
    char *noted = with_more(file, "");
    rename_note(noted, "\"text\":\"Likes");
    rename_note(noted, "\"text\":\"Knows");
    size_t length = strlen(notes_text());
    assert_report(import_text(noted, false), "done", 0, 1, 1, 0, 0);
    assert_true(strlen(notes_text()) > length);
    assert_report(import_text(noted, false), "done", 0, 0, 2, 0, 0);
    file = reopen_empty(file);
    before = house_dump(&house, 1);
    struct doc *report = import_text(file, false);
    assert_report(report, "done", 2, 0, 0, 0, 0);
    assert_string_equal(notes_text(), kept);
    assert_report(import_text(file, false), "done", 0, 0, 2, 0, 0);
    assert_string_equal(notes_text(), kept);
    import_call("import undo", doc_text_of(report, "id"));
    work();
    assert_same_lines("taken back", before, house_dump(&house, 1));
    /* Whoever is made under another id has them too. */
    report = import_text(file, false);
    assert_int_equal(doc_int_of(report, "created"), 2);
    const char *found = notes_text();
    assert_non_null(strstr(found, "river trust"));
    assert_non_null(strstr(found, "Tells nobody"));
    assert_int_equal(strlen(found), strlen(kept));
    free(kept);
}

int
main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
    const struct CMUnitTest tests[] = {
        TEST(our_json_read_again_is_the_same_store),
        TEST(what_was_noted_about_people_comes_back_once),
        TEST(our_cards_read_again_are_the_same_store),
        TEST(our_cards_of_version_4_read_again_are_the_same_store),
        TEST(our_table_read_again_is_the_same_store),
        TEST(an_import_that_is_taken_back_was_never_there),
        TEST(a_merge_that_is_taken_back_was_never_there),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
