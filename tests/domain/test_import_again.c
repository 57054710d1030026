/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that comes again: rows that say what they said the last time are known before they are looked at, and the
 * verdicts are those of looking at each. */
#include "bringing.h"

#include "base/file.h"
#include "call/job.h"
#include "domain/import_known.h"
#include "statements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { FEW = 200, SLICES_MOST = 10000, LINES_MAX = 1 << 20 };

static struct import_known known;

/* Until nothing is left to do, also when a slice has to look again. */
static int
work_on(void)
{
    bool idle = false;
    int again = 0;
    for (int slice = 0; !idle; slice++) {
        enum status status = job_work(&house.desk, &house.arena, NULL, &idle);
        assert_true(status == STATUS_OK || status == STATUS_BUSY);
        assert_true(slice < SLICES_MOST);
        again += status == STATUS_BUSY;
    }
    return again;
}

/* Each row of a report: which row, verdict, reason, who. */
static const char *
lines_of(const struct doc *report)
{
    static const char *const verdicts[] = {"created", "updated", "unchanged", "duplicate",
                                           "rejected"};
    struct buffer text;
    buffer_open(&text, &house.arena, LINES_MAX);
    for (size_t v = 0; v < sizeof verdicts / sizeof *verdicts; v++) {
        struct doc *params = doc_map(&house.arena), *rows;
        struct doc *import;
        doc_set_int(params, "owner", 1);
        doc_set(params, "id", *doc_get(report, "id"));
        assert_int_equal(
            store_row(house.desk.store, &house.arena, &sql_import_read, params, &import),
            STATUS_OK);
        doc_set(params, "import", *doc_get(import, "doc"));
        doc_set_text(params, "verdict", verdicts[v]);
        doc_set_int(params, "after_n", 0);
        doc_set_int(params, "limit", PEOPLE);
        assert_int_equal(
            store_rows(house.desk.store, &house.arena, &sql_import_row_list, params, &rows),
            STATUS_OK);
        for (uint32_t i = 0; i < doc_count(rows); i++)
            buffer_print(&text, "%d %s %s %s\n", (int)doc_int_of(doc_item(rows, i), "n"),
                         verdicts[v], doc_text_of(doc_item(rows, i), "reason"),
                         doc_text_of(doc_item(rows, i), "person"));
    }
    assert_int_equal(buffer_status(&text), STATUS_OK);
    return buffer_read(&text);
}

static const char *
person_called(const char *name)
{
    struct doc *found =
        house_do(&house, "person list", "<\"query\":\"{name}\">", ids_of("name", name));
    assert_int_equal(doc_count(doc_get(found, "items")), 1);
    return doc_text_of(doc_item(doc_get(found, "items"), 0), "id");
}

/* Some rows as they were, one of them twice, some with a new employer, some of new people. */
static const char *
newer_file(void)
{
    struct buffer text;
    begin_file(&text);
    for (int n = 0; n < 300; n++)
        add_plain_row(&text, n, n % 5 == 0 ? "\"Harbor, Hill and Sons\"" : "City Museum");
    add_plain_row(&text, 7, "City Museum");
    for (int n = 300; n < 320; n++)
        add_plain_row(&text, n, "Elsewhere");
    add_plain_row(&text, 8, "Elsewhere");
    for (int n = PEOPLE; n < PEOPLE + 10; n++)
        add_plain_row(&text, n, "City Museum");
    return buffer_read(&text);
}

/* A preview looks at each row: so the yes to it is what the import at once must come to. */
static void
says_of_a_newer_file_what_looking_at_each_row_says(void **state)
{
    (void)state;
    import_text(plain_file(PEOPLE), false);
    house_do(&house, "person remove", "<\"id\":\"{id}\">",
             ids_of("id", person_called("Person033")));
    house_do(&house, "person save", "<\"id\":\"{id}\",\"title\":\"Director\">",
             ids_of("id", person_called("Person044")));
    struct doc *seen = import_text(newer_file(), true);
    assert_report(seen, "staged", 11, 20, 301, 0, 0);
    const char *lines = lines_of(seen);
    import_call("import cancel", doc_text_of(seen, "id"));
    struct doc *report = import_text(newer_file(), false);
    assert_report(report, "done", 11, 20, 301, 0, 0);
    /* But for the new people themselves, who stand behind the first eleven lines. */
    assert_string_equal(strstr(lines_of(report), " updated "), strstr(lines, " updated "));
    assert_int_equal(people_count(), PEOPLE + 10);
}

static void
changes_nobody_by_the_same_file(void **state)
{
    (void)state;
    import_text(plain_file(PEOPLE), false);
    const char *before = house_dump(&house, 1);
    struct doc *report = import_text(plain_file(PEOPLE), false);
    assert_report(report, "done", 0, 0, PEOPLE, 0, 0);
    assert_string_equal(house_dump(&house, 1), before);
    struct buffer expected;
    buffer_open(&expected, &house.arena, LINES_MAX);
    buffer_print(&expected, "unchanged import.same_profile %s\n", person_called("Person123"));
    assert_non_null(strstr(lines_of(report), buffer_read(&expected)));
}

/* Whose name is open is known by the mailbox, or by the work: never by either alone where the other says otherwise. */
static void
who_has_no_name_yet_is_not_brought_twice(void **state)
{
    (void)state;
    static const char file[] = "First Name,Last Name,Email Address,Company,Position\n"
                               ",,only@example.org,,\n,,,City Park,Head\n"
                               ",,park@example.org,City Park,Guide\nAda,Quinn,,,\n";
    static const char other[] = "First Name,Last Name,Email Address,Company,Position\n"
                                ",,park@example.org,City Park,Ranger\n,,,City Park,Gardener\n";
    assert_report(import_text(file, false), "done", 4, 0, 0, 0, 0);
    assert_report(import_text(file, false), "done", 0, 0, 4, 0, 0);
    assert_report(import_text(other, false), "done", 2, 0, 0, 0, 0);
    assert_report(import_text(other, false), "done", 0, 0, 2, 0, 0);
    assert_int_equal(people_count(), 6);
}

static const struct doc *
photo_of(const char *name)
{
    const struct doc *page =
        house_do(&house, "person read", "<\"id\":\"{id}\">", ids_of("id", person_called(name)));
    return doc_get(page, "photo");
}

/* Attached by hand; their id. */
static const char *
attach_photo(const char *person, const char *bytes, size_t length)
{
    char path[] = "/tmp/rapport-again-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(close(file), 0);
    assert_int_equal(file_write(path, bytes, length), STATUS_OK);
    struct answer answer = house_call(
        &house, &house.owner, "attachment save",
        arena_print(&house.arena,
                    "<\"person\":\"{id}\",\"kind\":\"photo\",\"file\":<\"name\":\"a.png\","
                    "\"path\":\"%s\",\"size\":1>>",
                    path),
        ids_of("id", person));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(answer.status, STATUS_OK);
    return arena_text(&house.arena, doc_text_of(answer.document, "id"));
}

#define CARD(title, photo)                                                                         \
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Quinn\r\nORG:City Park\r\n" title                        \
    "PHOTO;ENCODING=b;TYPE=PNG:" photo "\r\nEND:VCARD\r\n"

/* A first photo may be all that is new. The one that somebody chose stays; one that a file brought gives way to a newer one. */
static void
a_photo_is_brought_where_somebody_has_none_and_leaves_an_own_one(void **state)
{
    (void)state;
    house_do(&house, "person save", "<\"name\":\"Bo Reyes\">", NULL);
    house_do(&house, "person save", "<\"name\":\"Ada Quinn\",\"organization\":\"City Park\">",
             NULL);
    assert_report(import_text(CARD("", "iVBORw0KGgoAAAANSUhEUg=="), false), "done", 0, 1, 0, 0, 0);
    const char *first = arena_text(&house.arena, photo_of("Ada Quinn")->text);
    assert_string_not_equal(first, "");
    assert_report(import_text(CARD("", "iVBORw0KGgoAAAANSUhEUg=="), false), "done", 0, 0, 1, 0, 0);
    assert_string_equal(photo_of("Ada Quinn")->text, first);
    assert_report(import_text(CARD("TITLE:Guide\r\n", "iVBORw0KGgoAAAANSUhEUgAA"), false), "done",
                  0, 1, 0, 0, 0);
    assert_string_not_equal(photo_of("Ada Quinn")->text, first);
    static const char png[] = "\x89PNG\r\n\x1a\nmine";
    const char *own = attach_photo(person_called("Ada Quinn"), png, sizeof png - 1);
    assert_report(import_text(CARD("TITLE:Head\r\n", "iVBORw0KGgoAAAANSUhEUg=="), false), "done", 0,
                  1, 0, 0, 0);
    assert_string_equal(photo_of("Ada Quinn")->text, own);
}

/* A table of ours without a place for the whole name has it where the given name stands. */
static void
a_whole_name_is_no_given_name_of_who_is_known(void **state)
{
    (void)state;
    house_do(&house, "person save", "<\"name\":\"Bo Reyes\">", NULL);
    house_do(&house, "person save", "<\"name\":\"Ada Quinn\",\"organization\":\"City Park\">",
             NULL);
    static const char file[] =
        "First Name,Middle Name,Last Name,Title,Suffix,E-mail Address,Home "
        "Phone,Business Phone,Job Title,Company\nAda Quinn,,,,,,,,,City Park\n";
    assert_report(import_text(file, false), "done", 0, 0, 1, 0, 0);
}

/* Who was known when the file was read is removed before the row's turn comes. */
static void
looks_again_when_somebody_who_was_known_goes_meanwhile(void **state)
{
    (void)state;
    import_text(plain_file(FEW), false);
    const char *text = plain_file(FEW);
    job_set_slice_ms(0);
    struct answer begun = import_bytes(text, strlen(text), false);
    bool idle;
    assert_int_equal(job_work(&house.desk, &house.arena, NULL, &idle), STATUS_OK);
    house_do(&house, "person remove", "<\"id\":\"{id}\">",
             ids_of("id", person_called("Person199")));
    assert_int_equal(work_on(), 1);
    job_set_slice_ms(JOB_SLICE_MS);
    struct doc *report = import_call("import read", doc_text_of(begun.document, "id"));
    assert_report(report, "done", 1, 0, FEW - 1, 0, 0);
    assert_int_equal(people_count(), FEW);
}

/* What is known when a process begins is not what the next one finds. */
static void
goes_on_in_another_process_where_it_was(void **state)
{
    (void)state;
    int deaths = 0;
    import_text(plain_file(FEW), false);
    const char *before = house_dump(&house, 1), *text = plain_file(FEW);
    job_set_slice_ms(0);
    struct answer begun = import_bytes(text, strlen(text), false);
    assert_true(work_once());
    job_set_slice_ms(1);
    for (house_reopen(&house); work_once(); house_reopen(&house))
        assert_true(++deaths < SLICES_MOST);
    job_set_slice_ms(JOB_SLICE_MS);
    assert_true(deaths >= 1);
    assert_report(import_call("import read", doc_text_of(begun.document, "id")), "done", 0, 0, FEW,
                  0, 0);
    assert_string_equal(house_dump(&house, 1), before);
}

static struct doc *
source_params(void)
{
    struct doc *params = doc_map(&house.arena);
    doc_set_int(params, "owner", 1);
    return params;
}

static void
knows_one_person_of_each_row_and_none_of_a_row_of_two(void **state)
{
    (void)state;
    struct doc *rows;
    import_text(plain_file(PEOPLE), false);
    assert_int_equal(
        store_rows(house.desk.store, &house.arena, &sql_import_sources, source_params(), &rows),
        STATUS_OK);
    assert_int_equal(doc_count(rows), PEOPLE);
    /* A small file is not worth it. */
    assert_int_equal(import_known_load(&known, house.desk.store, 1, 1000), STATUS_OK);
    const struct doc *first = doc_item(rows, 0);
    assert_int_equal(
        import_known_find(&known, 1, doc_text_of(first, "kind"), doc_int_of(first, "digest")), 0);
    import_known_close(&known);
    assert_int_equal(import_known_load(&known, house.desk.store, 1, 1 << 20), STATUS_OK);
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const struct doc *row = doc_item(rows, i);
        int64_t digest = doc_int_of(row, "digest");
        assert_int_equal(import_known_find(&known, 1, "linkedin", digest),
                         doc_int_of(row, "parent"));
        assert_int_equal(import_known_find(&known, 1, "vcard", digest), 0);
        assert_int_equal(import_known_find(&known, 1, "linkedin", digest + 1), 0);
    }
    import_known_close(&known);
    /* Two people of whom a file said the same. */
    struct doc *two = source_params();
    doc_set(two, "parent", *doc_get(doc_item(rows, 1), "parent"));
    doc_set_int(two, "n", 1);
    doc_set_text(two, "kind", "linkedin");
    doc_set(two, "digest", *doc_get(first, "digest"));
    assert_int_equal(store_begin(house.desk.store, STORE_WRITE), STATUS_OK);
    assert_int_equal(store_run(house.desk.store, &sql_person_sources_insert, two, NULL), STATUS_OK);
    assert_int_equal(store_commit(house.desk.store), STATUS_OK);
    assert_int_equal(import_known_load(&known, house.desk.store, 1, 1 << 20), STATUS_OK);
    assert_int_equal(import_known_find(&known, 1, "linkedin", doc_int_of(first, "digest")), 0);
    import_known_close(&known);
}

int
main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
    static const struct CMUnitTest tests[] = {
        TEST(says_of_a_newer_file_what_looking_at_each_row_says),
        TEST(changes_nobody_by_the_same_file),
        TEST(looks_again_when_somebody_who_was_known_goes_meanwhile),
        TEST(who_has_no_name_yet_is_not_brought_twice),
        TEST(a_photo_is_brought_where_somebody_has_none_and_leaves_an_own_one),
        TEST(a_whole_name_is_no_given_name_of_who_is_known),
        TEST(goes_on_in_another_process_where_it_was),
        TEST(knows_one_person_of_each_row_and_none_of_a_row_of_two),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("a file that comes again", tests, NULL, NULL);
}
