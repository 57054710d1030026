/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody who is forgotten is forgotten in the files that were brought in, and in those that wait. */
#include "bringing.h"

#include "statements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char table_text[] = "Wer;Adresse\r\nZelwina Quoxberry;zelwina@example.org\r\n";
static const char card_text[] = "BEGIN:VCARD\r\nVERSION:2.1\r\nX-WHO:Quoxberry;Zelwina;caf\xE9\r\n"
                                "END:VCARD\r\n"
                                "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Quinn\r\nEND:VCARD\r\n";

/* As a browser's upload comes: a file without a name. */
static const char *
upload(const char *name, const char *text)
{
    char path[] = "/tmp/rapport-upload-XXXXXX";
    struct doc *raw = doc_map(&house.arena), *given = doc_map(&house.arena);
    struct answer answer;
    int file = mkstemp(path);
    assert_true(file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text));
    unlink(path);
    doc_set_text(given, "name", name);
    doc_set_text(given, "path", arena_print(&house.arena, "/proc/self/fd/%d", file));
    doc_set_int(given, "size", (int64_t)strlen(text));
    doc_set(raw, "file", *given);
    doc_set_bool(raw, "preview", true);
    call_perform(&house.desk, call_find(&house.desk, "import"), raw, &house.owner, &house.arena,
                 &answer);
    close(file);
    assert_int_equal(answer.status, STATUS_OK);
    work();
    return doc_text_of(answer.document, "id");
}

static bool
waits(const char *folder, const char *id)
{
    return access(arena_print(&house.arena, "%s/%s", folder, id), F_OK) == 0;
}

static const char *
person_id(const char *name)
{
    struct doc *list =
        house_do(&house, "person list", "<\"query\":\"{name}\">", ids_of("name", name));
    return doc_text_of(doc_item(doc_get(list, "items"), 0), "id");
}

static void
assert_forgotten(const char *id)
{
    const char *const traces[] = {"Quoxberry", "quoxberry", "QUOXBERRY", "zelwina@example.org",
                                  "zelwina-quoxberry"};
    for (size_t i = 0; i < sizeof traces / sizeof *traces; i++)
        if (house_holds(&house, traces[i]))
            fail_msg("the store still holds \"%s\"", traces[i]);
    struct doc *params = doc_map(&house.arena), *rows;
    doc_set_int(params, "owner", 1);
    doc_set_int(params, "after_doc", 0);
    doc_set_int(params, "limit", 100);
    assert_int_equal(store_rows(house.desk.store, &house.arena, &sql_forget_jobs, params, &rows),
                     STATUS_OK);
    for (uint32_t i = 0; i < doc_count(rows); i++)
        assert_null(strstr(doc_text_of(doc_item(rows, i), "input"), id));
}

static void
leaves_nothing_of_somebody_in_any_file(void **state)
{
    (void)state;
    char folder[] = "/tmp/rapport-incoming-XXXXXX";
    assert_non_null(mkdtemp(folder));
    house.desk.incoming = folder;
    struct buffer text;
    begin_file(&text);
    add_row(&text, "Zelwina", "Quoxberry", "zelwina-quoxberry", "", "City Museum", "Curator");
    add_row(&text, "Bo", "Ruiz", "bo-ruiz", "", "City Museum", "Curator");
    buffer_print(&text, "Zelwina,Quoxberry\r\n");
    const char *file = buffer_read(&text);
    /* Brought in, changed by hand and taken back: its report names her. Brought in once more. */
    struct doc *report = import_text(file, false);
    assert_report(report, "done", 2, 0, 0, 0, 1);
    struct doc *ids = ids_of("id", person_id("Zelwina Quoxberry"));
    house_do(&house, "person save", "<\"id\":\"{id}\",\"notes\":\"Maps\">", ids);
    import_call("import undo", doc_text_of(report, "id"));
    work();
    assert_int_equal(doc_int_of(import_call("import read", doc_text_of(report, "id")), "kept"), 1);
    /* Three files that wait. */
    const char *staged = upload("Zelwina Quoxberry.csv", file);
    const char *asked = upload("Table.csv", table_text), *cards = upload("Cards.vcf", card_text);
    assert_true(waits(folder, staged) && waits(folder, asked) && waits(folder, cards));
    house_do(&house, "person save",
             "<\"name\":\"Zelwina Quoxbery\",\"organization\":\"City Museum\">", NULL);
    house_do(&house, "duplicate find", NULL, NULL);
    work();
    assert_true(house_holds(&house, "Quoxberry"));
    const char *id = doc_text_of(ids, "id");
    doc_set_text(ids, "name", "Zelwina Quoxberry");
    house_do(&house, "person forget", "<\"id\":\"{id}\",\"name\":\"{name}\">", ids);
    work();
    assert_false(waits(folder, staged) || waits(folder, asked) || waits(folder, cards));
    assert_int_equal(rmdir(folder), 0);
    house.desk.incoming = NULL;
    assert_forgotten(id);
    /* What else waits still does. */
    assert_string_equal(doc_text_of(import_call("import read", asked), "state"), "cancelled");
    import_call("import apply", staged);
    import_call("import apply", cards);
    work();
    assert_int_equal(people_count(), 3);
    assert_string_equal(doc_text_of(import_call("import read", staged), "state"), "done");
}

int
main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
    static const struct CMUnitTest tests[] = {
        TEST(leaves_nothing_of_somebody_in_any_file),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("forgetting files", tests, NULL, NULL);
}
