/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file says of somebody, and must not be lost without a word: that they are private or not to be written to, and which
 * groups they are in. */
#include "bringing.h"

#include "formats/vcard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* What stands in a preview as a change of this column; NULL: nothing. */
static const struct doc *
change_of(const struct doc *report, const char *column)
{
    const struct doc *changes = doc_get(doc_item(doc_get(report, "rows"), 0), "changes");
    for (uint32_t i = 0; i < doc_count(changes); i++)
        if (strcmp(doc_text_of(doc_item(changes, i), "column"), column) == 0)
            return doc_item(changes, i);
    return NULL;
}

static struct doc *
ada_quinn(struct doc *ids)
{
    struct doc *list = house_do(&house, "person list", "<\"query\":\"Ada Quinn\">", NULL);
    doc_set(ids, "id", *doc_get(doc_item(doc_get(list, "items"), 0), "id"));
    return house_do(&house, "person read", "<\"id\":\"{id}\">", ids);
}

#define ADA "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:card-1\r\nN:Quinn;Ada;;;\r\nFN:Ada Quinn\r\n"

static void
keeps_what_protects_somebody_who_is_known(void **state)
{
    (void)state;
    static const char marked[] = ADA "X-RAPPORT-PRIVATE:yes\r\nX-RAPPORT-DO-NOT-CONTACT:yes\r\n"
                                     "X-RAPPORT-MAY-APPROACH-LATER:yes\r\nEND:VCARD\r\n";
    static const char later[] =
        ADA "TITLE:Curator\r\nX-RAPPORT-PRIVATE:yes\r\n"
            "X-RAPPORT-DO-NOT-CONTACT:yes\r\nX-RAPPORT-MAY-APPROACH-LATER:yes\r\nEND:VCARD\r\n";
    static const char silent[] = ADA "ROLE:Guide\r\nEND:VCARD\r\n";
    static const char *const marks[] = {"do_not_contact", "is_private", "may_approach_later"};
    struct doc *ids = doc_map(&house.arena);
    assert_report(import_text(ADA "END:VCARD\r\n", false), "done", 1, 0, 0, 0, 0);
    struct doc *report = import_text(marked, true);
    assert_report(report, "staged", 0, 1, 0, 0, 0);
    for (size_t i = 0; i < 3; i++) {
        assert_non_null(change_of(report, marks[i]));
        assert_true(doc_bool_of(change_of(report, marks[i]), "mark"));
        assert_false(doc_bool_of(ada_quinn(ids), marks[i]));
    }
    (void)import_call("import apply", doc_text_of(report, "id"));
    work();
    for (size_t i = 0; i < 3; i++)
        assert_true(doc_bool_of(ada_quinn(ids), marks[i]));
    /* A file that says nothing of it takes nothing away. */
    (void)import_text(silent, false);
    for (size_t i = 0; i < 3; i++)
        assert_true(doc_bool_of(ada_quinn(ids), marks[i]));
    /* What somebody took away comes back with a newer file that says it. */
    doc_set_int(ids, "version", doc_int_of(ada_quinn(ids), "version"));
    (void)house_do(&house, "person save",
                   "<\"id\":\"{id}\",\"is_private\":false,\"do_not_contact\":false,"
                   "\"may_approach_later\":false>",
                   ids);
    report = import_text(later, false);
    assert_report(report, "done", 0, 1, 0, 0, 0);
    assert_false(doc_bool_of(change_of(report, "title"), "mark"));
    for (size_t i = 0; i < 3; i++)
        assert_true(doc_bool_of(ada_quinn(ids), marks[i]));
    import_call("import undo", doc_text_of(report, "id"));
    work();
    for (size_t i = 0; i < 3; i++)
        assert_false(doc_bool_of(ada_quinn(ids), marks[i]));
}

/* Columns that nobody knows are taken as they were guessed. */
static struct doc *
import_guessed(const char *table)
{
    struct doc *report = import_text(table, false);
    assert_string_equal(doc_text_of(report, "state"), "mapping");
    (void)import_call("import map", doc_text_of(report, "id"));
    work();
    return import_call("import read", doc_text_of(report, "id"));
}

static void
keeps_what_a_table_says_of_somebody_who_is_known(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena), *report;
    static const char first[] = "Name,Company\r\nAda Quinn,City Museum\r\n";
    static const char newer[] = "Name,Company,Do Not Contact\r\nAda Quinn,City Museum,TRUE\r\n";
    assert_report(import_guessed(first), "done", 1, 0, 0, 0, 0);
    report = import_guessed(newer);
    assert_report(report, "done", 0, 1, 0, 0, 0);
    assert_true(doc_bool_of(change_of(report, "do_not_contact"), "mark"));
    assert_true(doc_bool_of(ada_quinn(ids), "do_not_contact"));
}

static void
says_how_often_somebody_does_not_get_the_name_of_a_group(void **state)
{
    (void)state;
    struct buffer cards;
    buffer_open(&cards, &house.arena, 1 << 20);
    for (int g = 0; g < VCARD_GROUPS_MAX + 3; g++)
        buffer_print(&cards,
                     "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Group %d\nMEMBER:m%d\nEND:VCARD\n",
                     g, g % VCARD_TAGS_MAX);
    for (int n = 0; n < VCARD_TAGS_MAX; n++)
        buffer_print(&cards, "BEGIN:VCARD\nVERSION:4.0\nFN:Member %d\nUID:m%d\nEND:VCARD\n", n, n);
    struct doc *report = import_text(buffer_read(&cards), true);
    assert_int_equal(note_of(report, "import.untagged"), 3);
    assert_int_equal(note_of(report, "import.groups"), VCARD_GROUPS_MAX + 3);
    (void)import_call("import apply", doc_text_of(report, "id"));
    work();
    report = import_call("import read", doc_text_of(report, "id"));
    assert_report(report, "done", VCARD_TAGS_MAX, 0, VCARD_GROUPS_MAX + 3, 0, 0);
    assert_int_equal(note_of(report, "import.untagged"), 3);
    assert_int_equal(note_of(report, "import.groups"), VCARD_GROUPS_MAX + 3);
}

int
main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
    static const struct CMUnitTest tests[] = {
        TEST(keeps_what_protects_somebody_who_is_known),
        TEST(keeps_what_a_table_says_of_somebody_who_is_known),
        TEST(says_how_often_somebody_does_not_get_the_name_of_a_group),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("what a file says of people", tests, NULL, NULL);
}
