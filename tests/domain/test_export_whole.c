/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of everything: what is kept of people beside their own rows, their files and what they share go with them
 * and come back, once, into this store and into another. */
#include "base/base64.h"
#include "base/file.h"
#include "bringing.h"
#include "doc/json.h"
#include "domain/attachments.h"
#include "domain/person_records.h"
#include "statements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { TEXT_MAX = 64 * 1024 * 1024, ROWS_MOST = 2000, FILE_BYTES = 3 * 1024 * 1024 };

#define EVERYTHING "{\"as\":\"json\",\"include_private\":true}"

static struct arena arena; /* outlives the house */

/* ---- what a store holds ---- */

static int
by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct doc *
all_of(const struct noun *noun)
{
    struct doc *params = doc_map(&house.arena), *rows;
    doc_set_int(params, "owner", 1);
    doc_set_int(params, "after_doc", 0);
    doc_set_int(params, "limit", ROWS_MOST);
    assert_int_equal(store_begin(house.desk.store, STORE_READ), STATUS_OK);
    assert_int_equal(store_rows(house.desk.store, &house.arena, noun->all, params, &rows),
                     STATUS_OK);
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        doc_set(params, "parent", *doc_get(doc_item(rows, i), "doc"));
        for (int p = 0; p < noun->part_count; p++) {
            struct doc *items;
            assert_int_equal(
                store_rows(house.desk.store, &house.arena, noun->parts[p].list, params, &items),
                STATUS_OK);
            doc_set(doc_item(rows, i), noun->parts[p].name, *items);
        }
    }
    store_rollback(house.desk.store);
    return rows;
}

/* The rows of a noun, a line each: without what a store says of them alone, and without ids when others may take their place. */
static const char *
rows_text(const struct noun *noun, bool ids)
{
    const struct doc *rows = all_of(noun);
    const char *lines[ROWS_MOST];
    struct buffer text;
    uint32_t count = 0;
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const struct doc *row = doc_item(rows, i);
        struct doc *line = doc_map(&house.arena);
        if (noun == &noun_task && doc_is_empty(doc_get(row, "person")) &&
            doc_is_empty(doc_get(row, "interview")))
            continue; /* it is about nobody */
        doc_set_text(line, "noun", noun->name);
        if (ids)
            doc_set(line, "id", *doc_get(row, "id"));
        if (ids || (strcmp(noun->name, "person") != 0 && strcmp(noun->name, "attachment") != 0))
            doc_set(line, "created_at", *doc_get(row, "created_at"));
        for (int c = 0; c < noun->column_count; c++) {
            bool own = strcmp(noun->columns[c].name, "import") != 0 &&
                       (ids || noun->columns[c].kind != COLUMN_UUID);
            if (own)
                doc_set(line, noun->columns[c].name, *doc_get(row, noun->columns[c].name));
        }
        for (int p = 0; p < noun->part_count && ids; p++)
            if (strcmp(noun->parts[p].name, "sources") != 0)
                doc_set(line, noun->parts[p].name, *doc_get(row, noun->parts[p].name));
        buffer_open(&text, &house.arena, TEXT_MAX);
        json_write(&text, line, 0);
        lines[count++] = buffer_read(&text);
    }
    qsort(lines, count, sizeof *lines, by_text);
    buffer_open(&text, &house.arena, TEXT_MAX);
    for (uint32_t i = 0; i < count; i++)
        buffer_print(&text, "%s\n", lines[i]);
    return buffer_read(&text);
}

static const char *
store_text(bool ids)
{
    struct buffer text;
    buffer_open(&text, &arena, TEXT_MAX);
    if (ids)
        buffer_text(&text, rows_text(&noun_person, ids));
    for (const struct person_record *record = person_records; record->noun != NULL; record++)
        buffer_text(&text, rows_text(record->noun, ids));
    buffer_text(&text, rows_text(&noun_attachment, ids));
    return buffer_read(&text);
}

static void
assert_same_text(const char *expected, const char *found)
{
    size_t at = 0;
    while (expected[at] != '\0' && expected[at] == found[at])
        at++;
    size_t from = at < 200 ? 0 : at - 200;
    if (expected[at] != found[at])
        fail_msg("\n- %.400s\n+ %.400s", expected + from, found + from);
}

/* ---- a store in which there is one of everything ---- */

static void
attach(const char *person, const char *kind, const char *name, int seed, size_t length)
{
    char path[] = "/tmp/rapport-whole-XXXXXX", *bytes = arena_alloc(&arena, length);
    static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    bool photo = strcmp(kind, "photo") == 0;
    memcpy(bytes, png, photo ? sizeof png : 0);
    for (size_t i = photo ? sizeof png : 0; i < length; i++)
        bytes[i] = (char)('a' + (int)(i * (size_t)seed % 23));
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(close(file), 0);
    assert_int_equal(file_write(path, bytes, length), STATUS_OK);
    struct answer answer = house_call(&house, &house.owner, "attachment save",
                                      arena_print(&house.arena,
                                                  "<\"person\":\"{id}\",\"kind\":\"%s\",\"file\":<"
                                                  "\"name\":\"%s\",\"path\":\"%s\",\"size\":1>>",
                                                  kind, name, path),
                                      ids_of("id", person));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(answer.status, STATUS_OK);
}

static const char *
furnish(void)
{
    (void)house_do(&house, "demo fill", NULL, NULL);
    const struct doc *ids = house_furnish(&house);
    (void)house_do(&house, "organization save",
                   "<\"name\":\"Nobody Yet\",\"notes\":\"Ask at the fair\",\"motivation\":4>",
                   NULL);
    (void)house_do(&house, "note save",
                   "<\"person\":\"{person}\",\"interview\":\"{interview}\",\"question\":\"{"
                   "question}\",\"text\":"
                   "\"First line\\nsecond line\">",
                   ids);
    const char *person = doc_text_of(ids, "person");
    (void)house_do(&house, "duplicate apart", "<\"person\":\"{person}\",\"other\":\"{bridge}\">",
                   ids);
    const struct doc *twin = house_do(
        &house, "person save", "<\"name\":\"Ada Solstice\",\"organization\":\"Elsewhere\">", NULL);
    struct doc *merge = doc_map(&house.arena);
    doc_set_text(merge, "person", person);
    doc_set(merge, "twin", *doc_get(twin, "id"));
    (void)house_do(&house, "person merge", "<\"id\":\"{person}\",\"other\":\"{twin}\">", merge);
    attach(person, "photo", "ada.png", 11, 700);
    attach(person, "card", "front.txt", 3, 900);
    attach(person, "file", "one.txt", 5, FILE_BYTES);
    attach(person, "file", "two.txt", 7, FILE_BYTES);
    return arena_text(&arena, person);
}

static void
open_another(void)
{
    house_close(&house);
    house_open(&house, engine);
}

static void
everything_about_people_comes_back_into_an_empty_store(void **state)
{
    (void)state;
    int parts;
    furnish();
    const char *expected = store_text(true);
    const char *file = house_export(&house, &arena, EVERYTHING, &parts);
    assert_in_range(parts, 4,
                    20); /* a file of several megabytes does not wait in memory for the next */
    assert_non_null(strstr(expected, "\"noun\":\"reflection\""));
    assert_non_null(strstr(expected, "\"noun\":\"distinction\""));
    assert_non_null(strstr(expected, "\"noun\":\"person_alias\""));
    assert_non_null(strstr(expected, "\"guests\":[{\"name\":\"Bo Solstice\""));
    assert_non_null(strstr(file, "{\"schema\":1,\"records\":["));
    open_another();
    struct doc *report = import_text(file, false);
    assert_string_equal(doc_text_of(report, "state"), "done");
    assert_int_equal(doc_int_of(report, "rejected"), 0);
    assert_same_text(expected, store_text(true));
    assert_true(note_of(report, "import.along") >= 6);
    /* The bytes too. */
    const char *again = house_export(&house, &arena, EVERYTHING, NULL);
    assert_int_equal(strlen(again), strlen(file));
}

static void
everything_comes_back_when_it_was_looked_at_first(void **state)
{
    (void)state;
    furnish();
    const char *expected = store_text(true), *empty;
    const char *file = house_export(&house, &arena, EVERYTHING, NULL);
    open_another();
    empty = arena_text(&arena, house_dump(&house, 1));
    struct doc *report = import_text(file, true);
    assert_string_equal(doc_text_of(report, "state"), "staged");
    int64_t along = note_of(report, "import.along");
    report = import_call("import apply", doc_text_of(report, "import"));
    work();
    report = import_call("import read", doc_text_of(report, "id"));
    assert_string_equal(doc_text_of(report, "state"), "done");
    assert_int_equal(note_of(report, "import.along"), along);
    assert_same_text(expected, store_text(true));
    import_call("import undo", doc_text_of(report, "id"));
    work();
    assert_same_text(empty, house_dump(&house, 1));
}

static void
the_same_file_changes_nothing_where_it_came_from(void **state)
{
    (void)state;
    furnish();
    const char *file = house_export(&house, &arena, EVERYTHING, NULL);
    const char *before = arena_text(&arena, house_dump(&house, 1));
    struct doc *report = import_text(file, false);
    assert_string_equal(doc_text_of(report, "state"), "done");
    assert_int_equal(doc_int_of(report, "unchanged"), doc_int_of(report, "read"));
    assert_int_equal(note_of(report, "import.along"), 0);
    assert_same_text(before, house_dump(&house, 1));
}

/* What an import brought that was taken back is not what somebody removed. */
static void
an_import_that_was_taken_back_may_come_again(void **state)
{
    (void)state;
    furnish();
    const char *expected = store_text(false);
    const char *file = house_export(&house, &arena, EVERYTHING, NULL);
    open_another();
    (void)house_do(&house, "person save",
                   "<\"name\":\"Ada Solstice\",\"contact_points\":[<\"kind\":\"email\",\"value\":"
                   "\"solstice@example.org\">]>",
                   NULL);
    const char *before = arena_text(&arena, house_dump(&house, 1)), *first = NULL;
    for (int round = 0; round < 3; round++) {
        struct doc *report = import_text(file, false);
        assert_string_equal(doc_text_of(report, "state"), "done");
        const char *brought = store_text(false);
        if (first != NULL)
            assert_same_text(first, brought);
        first = brought;
        assert_int_equal(strlen(brought), strlen(expected));
        struct doc *again = import_text(file, false);
        if (doc_int_of(again, "unchanged") != doc_int_of(again, "read")) {
            struct buffer text;
            buffer_open(&text, &house.arena, TEXT_MAX);
            json_write(&text, doc_get(again, "rows"), 1);
            fail_msg("round %d: %s", round, buffer_read(&text));
        }
        assert_same_text(brought, store_text(false));
        import_call("import undo", doc_text_of(report, "id"));
        work();
        assert_same_text(before, house_dump(&house, 1));
    }
}

/* Who fills a part of the file alone is in it once. */
static void
heavy_people_are_in_the_file_once(void **state)
{
    (void)state;
    int parts;
    const char *person = arena_text(
        &arena,
        doc_text_of(house_do(&house, "person save", "<\"name\":\"Ada Quinn\">", NULL), "id"));
    (void)house_do(&house, "person save", "<\"name\":\"Ben Reyes\">", NULL);
    attach(person, "photo", "ada.png", 3, 2 * FILE_BYTES);
    attach(person, "file", "one.txt", 5, 2 * FILE_BYTES);
    attach(person, "card", "two.txt", 7, 2 * FILE_BYTES);
    const char *expected = store_text(true);
    const char *file = house_export(&house, &arena, EVERYTHING, &parts);
    const char *found = house_export(
        &house, &arena, "{\"as\":\"json\",\"include_private\":true,\"query\":\"quinn\"}", NULL);
    assert_in_range(parts, 4, 5);
    assert_non_null(strstr(found, "\"one.txt\""));
    assert_null(strstr(found, "Ben Reyes"));
    open_another();
    assert_report(import_text(file, false), "done", 2, 0, 0, 0, 0);
    assert_same_text(expected, store_text(true));
    open_another();
    assert_report(import_text(found, false), "done", 1, 0, 0, 0, 0);
    assert_int_equal(doc_count(all_of(&noun_attachment)), 3);
}

/* Since when they are known is not the day of the file: their story, and how the network grew, say the same. */
static void
people_are_known_since_when_they_were_before_the_file_came(void **state)
{
    (void)state;
    const char *person = furnish();
    const char *file = house_export(&house, &arena, EVERYTHING, NULL);
    const struct doc *growth = house_do(&house, "growth", NULL, NULL);
    const char *expected = arena_text(&arena, doc_text_of(growth, "picture"));
    open_another();
    (void)import_text(file, false);
    assert_same_text(expected, doc_text_of(house_do(&house, "growth", NULL, NULL), "picture"));
    const struct doc *told = doc_get(
        house_do(&house, "person timeline", "<\"id\":\"{id}\">", ids_of("id", person)), "timeline");
    int added = 0, imported = 0;
    for (uint32_t i = 0; i < doc_count(told); i++) {
        added += strcmp(doc_text_of(doc_item(told, i), "kind"), "added") == 0;
        imported += strcmp(doc_text_of(doc_item(told, i), "kind"), "imported") == 0;
    }
    assert_int_equal(imported, 1);
    assert_in_range(added, 0, 1);
}

/* Nobody is known since a day that is still to come. */
static void
a_day_to_come_is_not_when_somebody_was_added(void **state)
{
    (void)state;
    (void)import_text("{\"schema\":1,\"people\":[{\"id\":\"01900000-0000-7000-8000-000000000001\","
                      "\"name\":\"Ada Quinn\",\"created_at\":253402300799000},"
                      "{\"id\":\"01900000-0000-7000-8000-000000000002\",\"name\":\"Bo Quinn\","
                      "\"created_at\":1000}]}",
                      false);
    const struct doc *people = all_of(&noun_person);
    assert_int_equal(doc_count(people), 2);
    for (uint32_t i = 0; i < 2; i++) {
        const struct doc *row = doc_item(people, i);
        bool ada = strcmp(doc_text_of(row, "name"), "Ada Quinn") == 0;
        assert_int_equal(doc_int_of(row, "created_at"), ada ? doc_int_of(row, "updated_at") : 1000);
    }
}

/* Somebody whose files went into one part and who was removed before the next takes nobody along. */
static void
who_goes_between_two_parts_takes_nobody_along(void **state)
{
    (void)state;
    const char *ada = arena_text(
        &arena,
        doc_text_of(house_do(&house, "person save", "<\"name\":\"Ada Quinn\">", NULL), "id"));
    (void)house_do(&house, "person save", "<\"name\":\"Ben Reyes\">", NULL);
    attach(ada, "file", "one.txt", 5, 2 * FILE_BYTES);
    attach(ada, "file", "two.txt", 7, 2 * FILE_BYTES);
    const struct doc *part = house_do(&house, "export", "<\"as\":\"json\">", NULL);
    assert_int_equal(doc_count(doc_get(part, "items")), 2);
    struct doc *next = doc_map(&house.arena);
    doc_set_text(next, "id", ada);
    doc_set(next, "after", *doc_get(part, "after"));
    (void)house_do(&house, "person remove", "<\"id\":\"{id}\">", next);
    part = house_do(&house, "export", "<\"as\":\"json\",\"after\":\"{after}\">", next);
    assert_int_equal(doc_count(doc_get(part, "items")), 1);
    assert_string_equal(doc_text_of(doc_item(doc_get(part, "items"), 0), "name"), "Ben Reyes");
}

/* What was removed here stays removed. */
static void
what_was_removed_does_not_come_back_with_an_old_file(void **state)
{
    (void)state;
    const struct doc *ids = house_furnish(&house);
    const char *file = house_export(&house, &arena, EVERYTHING, NULL);
    (void)house_do(&house, "note remove", "<\"id\":\"{person_note}\">", ids);
    (void)house_do(&house, "attachment remove", "<\"id\":\"{attachment}\">", ids);
    (void)house_do(&house, "organization remove", "<\"id\":\"{organization}\">", ids);
    const char *before = arena_text(&arena, house_dump(&house, 1));
    (void)import_text(file, false);
    assert_same_text(before, house_dump(&house, 1));
}

/* Somebody who is known here under another id gets what the file keeps of them; events and targets of the same name are
 * those that are here. */
static void
records_find_whom_they_are_about_in_another_store(void **state)
{
    (void)state;
    (void)house_furnish(&house);
    const char *expected = store_text(false);
    const char *file = house_export(&house, &arena, EVERYTHING, NULL);
    open_another();
    (void)house_do(&house, "event save", "<\"name\":\"Solstice fair\",\"held_on\":\"2026-02-20\">",
                   NULL);
    (void)house_do(&house, "target save",
                   "<\"name\":\"Solstice ecologist\",\"kind\":\"occupation\">", NULL);
    (void)house_do(&house, "organization save", "<\"name\":\"Solstice Museum\",\"notes\":\"Mine\">",
                   NULL);
    const char *ada = arena_text(
        &arena, doc_text_of(house_do(&house, "person save",
                                     "<\"name\":\"Ada Solstice\",\"organization\":\"Solstice "
                                     "Museum\",\"contact_points\":[<\"kind\":\"email\",\"value\":"
                                     "\"solstice@example.org\">]>",
                                     NULL),
                            "id"));
    struct doc *report = import_text(file, false);
    assert_string_equal(doc_text_of(report, "state"), "done");
    assert_int_equal(people_count(), 2);
    const char *found = store_text(false);
    assert_string_not_equal(expected, "");
    static const char *const whole[] = {"request", "interview",  "question", "note",
                                        "finding", "reflection", "message",  "referral",
                                        "task",    "attachment"};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        const char *from =
            strstr(expected, arena_print(&house.arena, "{\"noun\":\"%s\"", whole[i]));
        assert_non_null(from);
        const char *line = arena_print(&house.arena, "%.*s", (int)strcspn(from, "\n"), from);
        if (strstr(found, line) == NULL)
            fail_msg("not brought: %s\n in %s", line, found);
    }
    assert_int_equal(doc_count(all_of(&noun_event)), 1);
    assert_int_equal(doc_count(all_of(&noun_target)), 1);
    const struct doc *organizations = all_of(&noun_organization);
    assert_int_equal(doc_count(organizations), 1);
    assert_string_equal(doc_text_of(doc_item(organizations, 0), "notes"), "Mine");
    assert_string_equal(doc_text_of(doc_item(organizations, 0), "industry"), "Solstice");
    const struct doc *interview = doc_item(all_of(&noun_interview), 0);
    assert_string_equal(doc_text_of(interview, "person"), ada);
    assert_string_equal(doc_text_of(interview, "target"),
                        doc_text_of(doc_item(all_of(&noun_target), 0), "id"));
    assert_string_equal(doc_text_of(doc_item(all_of(&noun_attachment), 0), "person"), ada);
}

/* Where notes or a photo are all that is new, a preview says so, and they come. */
static void
a_preview_shows_who_has_more_to_be_kept(void **state)
{
    (void)state;
    const char *ada = arena_text(
        &arena,
        doc_text_of(house_do(&house, "person save", "<\"name\":\"Ada Quinn\">", NULL), "id"));
    const char *ben = arena_text(
        &arena,
        doc_text_of(house_do(&house, "person save", "<\"name\":\"Ben Reyes\">", NULL), "id"));
    (void)house_do(&house, "note save", "<\"person\":\"{id}\",\"text\":\"Knows the river\">",
                   ids_of("id", ada));
    attach(ben, "photo", "ben.png", 3, 500);
    const char *file = house_export(&house, &arena, EVERYTHING, NULL);
    open_another();
    (void)house_do(&house, "person save",
                   arena_print(&house.arena, "<\"id\":\"%s\",\"name\":\"Ada Quinn\">", ada), NULL);
    (void)house_do(&house, "person save",
                   arena_print(&house.arena, "<\"id\":\"%s\",\"name\":\"Ben Reyes\">", ben), NULL);
    struct doc *report = import_text(file, true);
    assert_report(report, "staged", 0, 2, 0, 0, 0);
    report = import_call("import apply", doc_text_of(report, "import"));
    work();
    assert_report(import_call("import read", doc_text_of(report, "id")), "done", 0, 2, 0, 0, 0);
    assert_int_equal(doc_count(all_of(&noun_note)), 1);
    assert_int_equal(doc_count(all_of(&noun_attachment)), 1);
    assert_report(import_text(file, true), "staged", 0, 0, 2, 0, 0);
}

/* Without the private ones nothing of theirs is in the file, nor who named them. */
static void
what_is_private_stays_out_with_its_records(void **state)
{
    (void)state;
    const struct doc *ids = house_furnish(&house);
    const char *file = house_export(&house, &arena, "{\"as\":\"json\"}", NULL);
    assert_non_null(strstr(file, "Cy Solstice"));
    (void)house_do(&house, "referral prospect", "<\"id\":\"{referral}\">", ids);
    const struct doc *people = all_of(&noun_person);
    for (uint32_t i = 0; i < doc_count(people); i++)
        if (strcmp(doc_text_of(doc_item(people, i), "name"), "Cy Solstice") == 0)
            (void)house_do(&house, "person save", "<\"id\":\"{id}\",\"is_private\":true>",
                           ids_of("id", doc_text_of(doc_item(people, i), "id")));
    file = house_export(&house, &arena, "{\"as\":\"json\"}", NULL);
    assert_null(strstr(file, "Cy Solstice"));
    (void)house_do(&house, "person save", "<\"id\":\"{person}\",\"is_private\":true>", ids);
    file = house_export(&house, &arena, "{\"as\":\"json\"}", NULL);
    assert_null(strstr(file, "Momo"));
    assert_null(strstr(file, "file_of"));
}

/* A list of some of them brings what these share, and no more. */
static void
a_file_of_some_people_holds_what_is_theirs(void **state)
{
    (void)state;
    (void)house_furnish(&house);
    (void)house_do(&house, "organization save", "<\"name\":\"Nobody Yet\">", NULL);
    const char *file = house_export(&house, &arena, "{\"as\":\"json\",\"query\":\"Ada\"}", NULL);
    assert_non_null(strstr(file, "Momo"));
    assert_non_null(strstr(file, "\"noun\":\"organization\""));
    assert_null(strstr(file, "Nobody Yet"));
    const char *expected = arena_text(&arena, rows_text(&noun_interview, true));
    open_another();
    assert_string_equal(doc_text_of(import_text(file, false), "state"), "done");
    assert_same_text(expected, rows_text(&noun_interview, true));
    assert_int_equal(doc_count(all_of(&noun_organization)), 1);
}

/* What somebody wrote into the file by hand breaks nothing. */
static void
records_that_cannot_be_are_left_out(void **state)
{
    (void)state;
    static const char file[] =
        "{\"schema\":1,\"records\":[{\"noun\":\"organization\"},{\"noun\":\"profile\",\"name\":"
        "\"Me\"},7,"
        "{\"noun\":\"organization\",\"id\":\"x\",\"name\":\"River "
        "Trust\",\"website\":\"javascript:alert(1)\","
        "\"motivation\":-4,\"notes\":[1]},{\"noun\":\"event\",\"name\":\"Fair\",\"held_on\":\"2026-"
        "13-40\","
        "\"kind\":\"party\"}],\"people\":[{\"file_of\":\"0190\",\"base64\":\"YQ==\"},"
        "{\"name\":\"Ada Quinn\",\"id\":\"01900000-0000-7000-8000-000000000001\",\"records\":["
        "{\"noun\":\"interview\",\"person\":\"x\",\"state\":\"held\"},"
        "{\"noun\":\"interview\",\"id\":\"01900000-0000-7000-8000-000000000002\",\"person\":"
        "\"01900000-0000-7000-8000-000000000001\",\"state\":\"someday\"},"
        "{\"noun\":\"finding\",\"interview\":\"01900000-0000-7000-8000-000000000002\",\"kind\":"
        "\"trend\",\"text\":\"Lost\"},"
        "{\"noun\":\"note\",\"text\":\"Kept\",\"interview\":\"01900000-0000-7000-8000-"
        "00000000000f\"},"
        "{\"noun\":\"person\",\"name\":\"Nobody\"},{\"noun\":7},3]},"
        "{\"file_of\":\"01900000-0000-7000-8000-000000000001\",\"kind\":\"photo\",\"name\":\"a."
        "txt\",\"base64\":\"YQ==\"},"
        "{\"file_of\":\"01900000-0000-7000-8000-000000000001\",\"base64\":\"?\"}]}";
    struct doc *report = import_text(file, false);
    assert_report(report, "done", 1, 0, 0, 0, 2);
    assert_int_equal(note_of(report, "import.along"), 3);
    const struct doc *organization = doc_item(all_of(&noun_organization), 0);
    assert_string_equal(doc_text_of(organization, "name"), "River Trust");
    assert_true(doc_is_empty(doc_get(organization, "website")));
    assert_true(doc_is_empty(doc_get(organization, "motivation")));
    const struct doc *event = doc_item(all_of(&noun_event), 0);
    assert_true(doc_is_empty(doc_get(event, "held_on")));
    assert_true(doc_is_empty(doc_get(event, "kind")));
    assert_int_equal(doc_count(all_of(&noun_interview)), 0);
    assert_int_equal(doc_count(all_of(&noun_finding)), 0);
    assert_int_equal(doc_count(all_of(&noun_note)), 1);
    const struct doc *attachment = doc_item(all_of(&noun_attachment), 0);
    assert_string_equal(doc_text_of(attachment, "kind"), "file");
    assert_string_equal(doc_text_of(attachment, "name"), "a.txt");
}

int
main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
    const struct CMUnitTest tests[] = {
        TEST(everything_about_people_comes_back_into_an_empty_store),
        TEST(everything_comes_back_when_it_was_looked_at_first),
        TEST(the_same_file_changes_nothing_where_it_came_from),
        TEST(an_import_that_was_taken_back_may_come_again),
        TEST(heavy_people_are_in_the_file_once),
        TEST(who_goes_between_two_parts_takes_nobody_along),
        TEST(people_are_known_since_when_they_were_before_the_file_came),
        TEST(a_day_to_come_is_not_when_somebody_was_added),
        TEST(what_was_removed_does_not_come_back_with_an_old_file),
        TEST(records_find_whom_they_are_about_in_another_store),
        TEST(a_preview_shows_who_has_more_to_be_kept),
        TEST(what_is_private_stays_out_with_its_records),
        TEST(a_file_of_some_people_holds_what_is_theirs),
        TEST(records_that_cannot_be_are_left_out),
    };
    if (argc > 1)
        engine = argv[1];
    arena_open(&arena);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_close(&arena);
    return failed;
}
