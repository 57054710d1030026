/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing people in from LinkedIn's file: what is promised before, during and long after. */
#include "bringing.h"

#include "call/job.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SLICES_MOST = 100000, REJECTED = 1100 };

static const struct doc *
row_among(const struct doc *rows, const char *name)
{
    for (uint32_t i = 0; i < doc_count(rows); i++)
        if (strcmp(doc_text_of(doc_item(rows, i), "name"), name) == 0)
            return doc_item(rows, i);
    return NULL;
}

/* What was left alone the report only counts. */
static const struct doc *
row_of_report(const struct doc *report, const char *name)
{
    const struct doc *row = row_among(doc_get(report, "rows"), name);
    if (row == NULL)
        row = row_among(doc_get(house_do(&house, "import rows",
                                         "<\"id\":\"{id}\",\"verdict\":\"unchanged\">", report),
                                "items"),
                        name);
    if (row != NULL)
        return row;
    fail_msg("the report does not show %s", name);
    return NULL;
}

static void
assert_row(const struct doc *report, const char *name, const char *verdict, const char *reason)
{
    const struct doc *row = row_of_report(report, name);
    assert_string_equal(doc_text_of(row, "verdict"), verdict);
    assert_string_equal(doc_text_of(row, "reason"), reason);
}

/* The id of the one person of that name. */
static const char *
person_named(const char *name)
{
    struct doc *found =
        house_do(&house, "person list", "<\"query\":\"{name}\">", ids_of("name", name));
    assert_int_equal(doc_count(doc_get(found, "items")), 1);
    return doc_text_of(doc_item(doc_get(found, "items"), 0), "id");
}

/* ---- what an import does ---- */

static void
gives_back_every_rejected_row_however_many(void **state)
{
    (void)state;
    struct buffer text, table;
    begin_file(&text);
    add_row(&text, "Ada", "Quinn", "ada-quinn", "", "City Museum", "Curator");
    for (int i = 0; i < REJECTED; i++)
        buffer_print(&text, ",,,,,,12 Mar 2024\r\n");
    struct doc *report = import_text(buffer_read(&text), false);
    assert_report(report, "done", 1, 0, 0, 0, REJECTED);
    buffer_open(&table, &house.arena, (size_t)4 * 1024 * 1024);
    assert_int_equal(write_rejected(doc_text_of(report, "id"), &table), REJECTED);
    const char *written = buffer_read(&table);
    assert_string_equal(strstr(written, ",Connected On,Rapport row,Rapport reason\r\n") == NULL
                            ? "no header"
                            : "header",
                        "header");
    assert_null(strstr(strstr(written, "Rapport row") + 1, "Rapport row"));
    assert_non_null(strstr(written, arena_print(&house.arena, ",12 Mar 2024,%d,", REJECTED + 1)));
    struct answer odd =
        house_call(&house, &house.owner, "import rejected", "<\"id\":\"{id}\",\"after\":\"7:x\">",
                   ids_of("id", doc_text_of(report, "id")));
    assert_int_equal(odd.status, STATUS_INVALID);
}

static void
brings_in_five_hundred_people_as_the_file_says_M59(void **state)
{
    (void)state;
    struct doc *report = import_text(plain_file(PEOPLE), false);
    assert_report(report, "done", PEOPLE, 0, 0, 0, 0);
    assert_int_equal(people_count(), PEOPLE);
    struct doc *person = house_do(&house, "person read", "<\"id\":\"{id}\">",
                                  ids_of("id", person_named("Person045")));
    assert_string_equal(doc_text_of(person, "name"), "Zoë Person045");
    assert_string_equal(doc_text_of(person, "organization"), "Harbor, Hill and Sons");
    assert_string_equal(doc_text_of(person, "title"), "Editor, science");
    assert_string_equal(doc_text_of(person, "email"), "person045@example.org");
    assert_string_equal(doc_text_of(person, "connected_on"), "2024-03-12");
    assert_string_equal(doc_text_of(person, "circle"), "online");
}

static const char *
state_of(const char *id)
{
    const struct doc *items = doc_get(house_do(&house, "import list", NULL, NULL), "items");
    const char *state = doc_text_of(import_call("import read", id), "state");
    assert_string_equal(doc_text_of(doc_item(items, 0), "state"), state);
    return state;
}

static void
says_that_it_was_taken_back_on_the_page_of_changes(void **state)
{
    (void)state;
    struct doc *report = import_text(plain_file(3), false);
    const char *id = doc_text_of(report, "id");
    struct doc *ids = ids_of("change", doc_text_of(report, "change"));
    assert_string_equal(state_of(id), "done");
    struct answer back = house_call(&house, &house.owner, "undo", "<\"change\":\"{change}\">", ids);
    assert_int_equal(back.status, STATUS_OK);
    work();
    assert_int_equal(people_count(), 0);
    assert_string_equal(state_of(id), "undone");
    struct answer again =
        house_call(&house, &house.owner, "import undo", "<\"id\":\"{id}\">", ids_of("id", id));
    assert_int_equal(again.status, STATUS_CONFLICT);
    doc_set_text(ids, "change", back.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    work();
    assert_int_equal(people_count(), 3);
    assert_string_equal(state_of(id), "done");
}

static void
changes_nothing_by_a_preview(void **state)
{
    (void)state;
    house_furnish(&house);
    int64_t known = people_count();
    const char *before = house_dump(&house, 1);
    struct doc *report = import_text(plain_file(60), true);
    assert_report(report, "staged", 60, 0, 0, 0, 0);
    assert_string_equal(house_dump(&house, 1), before);
    /* A yes brings in what was shown. */
    import_call("import apply", doc_text_of(report, "id"));
    work();
    report = import_call("import read", doc_text_of(report, "id"));
    assert_report(report, "done", 60, 0, 0, 0, 0);
    assert_int_equal(people_count(), known + 60);
}

static void
drops_a_preview_that_gets_a_no(void **state)
{
    (void)state;
    struct doc *report = import_text(plain_file(20), true);
    report = import_call("import cancel", doc_text_of(report, "id"));
    assert_string_equal(doc_text_of(report, "state"), "cancelled");
    struct answer again = house_call(&house, &house.owner, "import apply", "<\"id\":\"{id}\">",
                                     ids_of("id", doc_text_of(report, "id")));
    assert_int_equal(again.status, STATUS_CONFLICT);
    assert_string_equal(doc_text_of(again.problem, "code"), "import.not_now");
    assert_int_equal(people_count(), 0);
}

static void
judges_each_row_against_people_and_file(void **state)
{
    (void)state;
    struct buffer text;
    begin_file(&text);
    add_row(&text, "Ada", "Quinn", "ada-quinn", "", "City Museum", "Curator");
    add_row(&text, "Bo", "Reyes", "bo-reyes", "", "Parks", "Ranger");
    add_row(&text, "Cy", "Marsh", "cy-marsh", "", "Parks", "Ranger");
    add_row(&text, "Di", "Okoye", "", "", "Radio", "Host");
    assert_report(import_text(buffer_read(&text), false), "done", 4, 0, 0, 0, 0);

    begin_file(&text);
    add_row(&text, "Ada", "Quinn", "ADA-Quinn/?trk=x", "", "Harbor School",
            "Curator");                                                  /* new employer */
    add_row(&text, "Bo", "Reyes", "bo-reyes", "", "Parks", "Ranger");    /* as before */
    add_row(&text, "Cy", "Marsh", "cy-marsh-2", "", "Library", "Clerk"); /* same name elsewhere */
    add_row(&text, "Di", "Okoye", "", "", "Radio", "Producer"); /* new title, by name and place */
    add_row(&text, "Eve", "Lund", "eve-lund", "", "Lab", "Analyst"); /* new */
    add_row(&text, "Eve", "Lund", "eve-lund", "", "Lab", "Analyst"); /* twice in the file */
    buffer_print(&text, ",,,,,,12 Mar 2024\r\n");                    /* nobody */
    const char *second = buffer_read(&text);
    struct doc *report = import_text(second, false);
    assert_report(report, "done", 1, 2, 2, 1, 1);
    assert_row(report, "Ada Quinn", "updated", "import.new_organization");
    assert_row(report, "Bo Reyes", "unchanged", "import.same_profile");
    assert_row(report, "Cy Marsh", "duplicate", "import.same_name");
    assert_row(report, "Di Okoye", "updated", "import.new_title");
    assert_row(report, "Eve Lund", "unchanged", "import.twice_in_file");
    const struct doc *rows = doc_get(report, "rows");
    assert_string_equal(doc_text_of(doc_item(rows, 0), "verdict"), "rejected");
    assert_string_equal(doc_text_of(doc_item(rows, 0), "reason"), "import.nothing_in_row");
    assert_int_equal(doc_int_of(doc_item(rows, 0), "row"), 7);

    struct doc *ada = house_do(&house, "person read", "<\"id\":\"{id}\">",
                               ids_of("id", person_named("Ada Quinn")));
    assert_string_equal(doc_text_of(ada, "organization"), "Harbor School");
    struct doc *marsh = house_do(&house, "person list", "<\"query\":\"Cy Marsh\">", NULL);
    assert_int_equal(doc_count(doc_get(marsh, "items")), 2); /* kept apart until somebody looks */
    assert_int_equal(people_count(), 6);
}

static const struct doc *
first_duplicate(const struct doc *report)
{
    const struct doc *rows =
        house_do(&house, "import rows", "<\"id\":\"{id}\",\"verdict\":\"duplicate\">",
                 ids_of("id", doc_text_of(report, "id")));
    return doc_item(doc_get(rows, "items"), 0);
}

static void
names_whom_a_row_may_be_the_same_as_before_and_after(void **state)
{
    (void)state;
    struct buffer text;
    begin_file(&text);
    add_row(&text, "Cy", "Marsh", "cy-marsh", "", "Parks", "Ranger");
    (void)import_text(buffer_read(&text), false);
    const char *known = person_named("Cy Marsh");
    begin_file(&text);
    add_row(&text, "Cy", "Marsh", "cy-marsh-2", "", "Library", "Clerk");
    add_row(&text, "", "", "", "nobody.known@example.org", "", "");
    struct doc *report = import_text(buffer_read(&text), true);
    assert_report(report, "staged", 1, 0, 0, 1, 0);
    assert_string_equal(doc_text_of(doc_item(doc_get(report, "samples"), 0), "name"),
                        "nobody.known@example.org");
    for (int applied = 0; applied < 2; applied++) {
        const struct doc *lines[] = {doc_item(doc_get(report, "rows"), 0), first_duplicate(report)};
        for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
            assert_string_equal(doc_text_of(lines[i], "name"), "Cy Marsh");
            assert_string_equal(doc_text_of(lines[i], "like"), known);
            assert_string_equal(doc_text_of(lines[i], "like_name"), "Cy Marsh");
            assert_string_equal(doc_text_of(lines[i], "like_organization"), "Parks");
        }
        if (applied == 0)
            report = import_call("import apply", doc_text_of(report, "id"));
    }
    begin_file(&text);
    add_row(&text, "Cy", "Marsh", "cy-marsh-3", "", "Harbor", "Pilot");
    assert_string_equal(
        doc_text_of(first_duplicate(import_text(buffer_read(&text), false)), "like"), known);
    house_do(&house, "person remove", "<\"id\":\"{id}\">", ids_of("id", known));
    assert_true(doc_is_empty(doc_get(first_duplicate(report), "like")));
}

static void
takes_two_people_of_one_name_and_two_profiles_for_two(void **state)
{
    (void)state;
    struct buffer text;
    begin_file(&text);
    add_row(&text, "Jo", "Smith", "jo-smith-1", "", "City", "Clerk");
    assert_report(import_text(buffer_read(&text), false), "done", 1, 0, 0, 0, 0);
    begin_file(&text);
    add_row(&text, "Jo", "Smith", "jo-smith-2", "", "City", "Clerk");
    assert_report(import_text(buffer_read(&text), false), "done", 0, 0, 0, 1, 0);
    assert_int_equal(people_count(), 2);
}

static void
takes_one_mailbox_of_an_office_for_two_people(void **state)
{
    (void)state;
    struct buffer text;
    begin_file(&text);
    add_row(&text, "Ada", "Quinn", "", "office@example.org", "Museum", "Curator");
    add_row(&text, "Bo", "Reyes", "", "office@example.org", "Museum", "Guide");
    assert_report(import_text(buffer_read(&text), false), "done", 2, 0, 0, 0, 0);
    begin_file(&text);
    add_row(&text, "Bo", "Reyes", "", "Office@Example.org", "Zoo", "Guide");
    struct doc *report = import_text(buffer_read(&text), false);
    assert_report(report, "done", 0, 1, 0, 0, 0);
    assert_row(report, "Bo Reyes", "updated", "import.new_organization");
    assert_int_equal(people_count(), 2);
}

static void
changes_nothing_when_the_same_file_comes_again(void **state)
{
    (void)state;
    const char *text = plain_file(PEOPLE);
    import_text(text, false);
    const char *before = house_dump(&house, 1);
    struct doc *report = import_text(text, false);
    assert_report(report, "done", 0, 0, PEOPLE, 0, 0);
    assert_true(doc_is_empty(doc_get(report, "change")) || doc_int_of(report, "kept") == 0);
    assert_string_equal(house_dump(&house, 1), before);
}

static void
leaves_a_name_alone_that_somebody_corrected(void **state)
{
    (void)state;
    const char *text = plain_file(3);
    import_text(text, false);
    house_do(&house, "person save", "<\"id\":\"{id}\",\"name\":\"Ada B. Person000\">",
             ids_of("id", person_named("Person000")));
    const char *before = house_dump(&house, 1);
    assert_report(import_text(text, false), "done", 0, 0, 3, 0, 0);
    assert_string_equal(house_dump(&house, 1), before);
}

static void
keeps_somebody_removed_who_was_removed_while_the_file_waited(void **state)
{
    (void)state;
    struct buffer text;
    import_text(plain_file(2), false);
    begin_file(&text);
    add_plain_row(&text, 1, "New Place");
    struct doc *report = import_text(buffer_read(&text), true);
    assert_report(report, "staged", 0, 1, 0, 0, 0);
    house_do(&house, "person remove", "<\"id\":\"{id}\">", ids_of("id", person_named("Person001")));
    import_call("import apply", doc_text_of(report, "id"));
    work();
    assert_int_equal(people_count(), 1);
}

/* ---- undo ---- */

static void
takes_an_import_back_to_the_last_byte(void **state)
{
    (void)state;
    struct buffer text;
    house_furnish(&house);
    import_text(plain_file(40), false);
    const char *before = house_dump(&house, 1);
    begin_file(&text);
    for (int n = 20; n < 320; n++) /* twenty with a new employer, the others new */
        add_plain_row(&text, n, "Elsewhere");
    struct doc *report = import_text(buffer_read(&text), false);
    assert_report(report, "done", 280, 20, 0, 0, 0);
    assert_true(strcmp(house_dump(&house, 1), before) != 0);
    import_call("import undo", doc_text_of(report, "id"));
    work();
    report = import_call("import read", doc_text_of(report, "id"));
    assert_string_equal(doc_text_of(report, "state"), "undone");
    assert_int_equal(doc_int_of(report, "kept"), 0);
    assert_string_equal(house_dump(&house, 1), before);
}

static void
brings_an_import_that_was_taken_back_in_again(void **state)
{
    (void)state;
    struct doc *report = import_text(plain_file(60), false);
    const char *people = people_text();
    import_call("import undo", doc_text_of(report, "id"));
    work();
    assert_int_equal(people_count(), 0);
    struct doc *history = house_do(&house, "history", "<>", NULL);
    const struct doc *last = doc_item(doc_get(history, "items"), 0);
    assert_string_equal(doc_text_of(last, "call"), "import undo");
    assert_int_equal(doc_int_of(last, "rows"), 60);
    for (uint32_t i = 0; i < 2; i++)
        assert_string_equal(doc_text_of(doc_item(doc_get(history, "items"), i), "file"),
                            "Connections.csv");
    house_do(&house, "undo", "<\"change\":\"{id}\">", ids_of("id", doc_text_of(last, "id")));
    assert_int_equal(people_count(), 60);
    assert_string_equal(people_text(), people);
    /* Whoever was found before is found again. */
    struct doc *found = house_do(&house, "search", "<\"query\":\"person007\">", NULL);
    assert_int_equal(doc_count(doc_get(found, "groups")), 1);
}

static void
keeps_and_names_whom_you_changed_since(void **state)
{
    (void)state;
    struct doc *report = import_text(plain_file(30), false);
    house_do(&house, "person save", "<\"id\":\"{id}\",\"notes\":\"Met at the river\">",
             ids_of("id", person_named("Person007")));
    house_do(&house, "person save", "<\"id\":\"{id}\",\"title\":\"Director\">",
             ids_of("id", person_named("Person011")));
    import_call("import undo", doc_text_of(report, "id"));
    work();
    report = import_call("import read", doc_text_of(report, "id"));
    assert_string_equal(doc_text_of(report, "state"), "undone");
    assert_int_equal(doc_int_of(report, "kept"), 2);
    const struct doc *names = doc_get(report, "changed");
    assert_int_equal(doc_count(names), 2);
    assert_int_equal(people_count(), 2);
    struct doc *kept = house_do(&house, "person read", "<\"id\":\"{id}\">",
                                ids_of("id", person_named("Person007")));
    assert_string_equal(doc_text_of(kept, "notes"), "Met at the river");
    bool named = false;
    for (uint32_t i = 0; i < doc_count(names); i++)
        named = named || strcmp(doc_item(names, i)->text, doc_text_of(kept, "name")) == 0;
    assert_true(named);
}

static void
takes_an_import_back_only_once(void **state)
{
    (void)state;
    struct doc *report = import_text(plain_file(10), false);
    struct doc *ids = ids_of("id", doc_text_of(report, "id"));
    import_call("import undo", doc_text_of(report, "id"));
    work();
    struct answer again = house_call(&house, &house.owner, "import undo", "<\"id\":\"{id}\">", ids);
    assert_int_equal(again.status, STATUS_CONFLICT);
    assert_int_equal(people_count(), 0);
}

/* ---- stops, crashes ---- */

/* Work until some are in, but not all. */
static void
work_to_the_middle(void)
{
    job_set_slice_ms(1);
    for (int slice = 0; people_count() == 0; slice++) {
        assert_true(slice < SLICES_MOST);
        assert_true(work_once());
    }
    assert_true(people_count() < PEOPLE);
}

static void
takes_itself_back_when_it_is_cancelled_in_the_middle(void **state)
{
    (void)state;
    job_set_slice_ms(1);
    house_furnish(&house);
    const char *before = house_dump(&house, 1), *text = plain_file(PEOPLE);
    int64_t others = people_count();
    struct answer begun = import_bytes(text, strlen(text), false);
    const char *id = doc_text_of(begun.document, "id");
    while (people_count() == others)
        assert_true(work_once());
    assert_true(people_count() < others + PEOPLE);
    import_call("import cancel", id);
    work();
    struct doc *report = import_call("import read", id);
    assert_string_equal(doc_text_of(report, "state"), "cancelled");
    assert_false(doc_bool_of(report, "open"));
    assert_string_equal(house_dump(&house, 1), before);
    /* The same file may come again. */
    assert_report(import_text(text, false), "done", PEOPLE, 0, 0, 0, 0);
}

static void
goes_on_after_a_crash_and_ends_the_same(void **state)
{
    (void)state;
    job_set_slice_ms(1);
    const char *text = plain_file(PEOPLE);
    struct doc *report = import_text(text, false);
    const char *straight = people_text();
    import_call("import undo", doc_text_of(report, "id"));
    work();
    assert_int_equal(people_count(), 0);

    struct answer begun = import_bytes(text, strlen(text), false);
    int crashes = 0;
    for (house_reopen(&house); work_once(); house_reopen(&house))
        assert_true(++crashes < SLICES_MOST);
    assert_true(crashes >= 3);
    report = import_call("import read", doc_text_of(begun.document, "id"));
    assert_report(report, "done", PEOPLE, 0, 0, 0, 0);
    assert_string_equal(people_text(), straight);
    import_call("import undo", doc_text_of(report, "id"));
    for (house_reopen(&house); work_once(); house_reopen(&house))
        assert_true(++crashes < SLICES_MOST);
    assert_int_equal(people_count(), 0);
}

/* A try that is begun and never heard of again. */
static void
die_in_a_slice(const char *job)
{
    struct doc *taken = house_do(&house, "job take", "<\"id\":\"{job}\">", ids_of("job", job));
    assert_string_equal(doc_text_of(taken, "state"), "running");
    house_reopen(&house);
}

static void
goes_on_after_two_deaths_in_one_slice(void **state)
{
    (void)state;
    const char *text = plain_file(PEOPLE);
    struct answer begun = import_bytes(text, strlen(text), false);
    work_to_the_middle();
    die_in_a_slice(doc_text_of(begun.document, "job"));
    die_in_a_slice(doc_text_of(begun.document, "job"));
    work();
    assert_report(import_call("import read", doc_text_of(begun.document, "id")), "done", PEOPLE, 0,
                  0, 0, 0);
}

/* A server's runner and the terminal, both at it, would take turns and read the file anew with every turn. */
static void
leaves_a_job_to_who_has_it_in_hand(void **state)
{
    (void)state;
    if (store_engine(house.desk.store) != ENGINE_SQLITE)
        skip();
    const char *text = plain_file(PEOPLE), *problem;
    struct answer begun = import_bytes(text, strlen(text), false);
    work_to_the_middle();
    struct desk second = house.desk;
    bool idle = false;
    int64_t people = people_count();
    assert_int_equal(store_open(house_path(), STORE_OPEN, &second.store, &problem), STATUS_OK);
    assert_int_equal(job_work(&second, &house.arena, NULL, &idle), STATUS_OK);
    assert_true(idle);
    assert_int_equal(people_count(), people);
    store_close(&second.store);
    work();
    assert_report(import_call("import read", doc_text_of(begun.document, "id")), "done", PEOPLE, 0,
                  0, 0, 0);
}

static void
gives_up_after_three_deaths_and_takes_itself_back(void **state)
{
    (void)state;
    job_set_slice_ms(1);
    house_furnish(&house);
    const char *before = house_dump(&house, 1), *text = plain_file(PEOPLE);
    int64_t others = people_count();
    struct answer begun = import_bytes(text, strlen(text), false);
    const char *job = doc_text_of(begun.document, "job");
    while (people_count() == others)
        assert_true(work_once());
    for (int death = 0; death < 3; death++)
        die_in_a_slice(job);
    work();
    struct doc *report = import_call("import read", doc_text_of(begun.document, "id"));
    assert_string_equal(doc_text_of(report, "state"), "failed");
    struct doc *ended = house_do(&house, "job read", "<\"id\":\"{job}\">", ids_of("job", job));
    assert_string_equal(doc_text_of(ended, "state"), "failed");
    assert_string_equal(doc_text_of(doc_get(ended, "problem"), "code"), "job.gave_up");
    assert_string_equal(house_dump(&house, 1), before);
}

/* Rows of one length, of which each says something that the other does not. */
static void
brings_staged_rows_in_as_they_were_read(void **state)
{
    struct buffer text;
    begin_file(&text);
    add_row(&text, "Maria", "O'meyer", "", "office9@example.org", "日本電気", "Curator");
    add_row(&text, "李", "Solo328", "profile-665", "", "", "Curator");
    const char *bytes = strdup(buffer_read(&text));
    import_text(bytes, false);
    const char *expected = strdup(people_text());
    close_house(state);
    open_house(state);
    const char *id = doc_text_of(import_text(bytes, true), "id");
    import_call("import apply", id);
    work();
    assert_report(import_call("import read", id), "done", 2, 0, 0, 0, 0);
    assert_string_equal(people_text(), expected);
    free((void *)bytes);
    free((void *)expected);
}

int
main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
    static const struct CMUnitTest tests[] = {
        TEST(gives_back_every_rejected_row_however_many),
        TEST(brings_in_five_hundred_people_as_the_file_says_M59),
        TEST(says_that_it_was_taken_back_on_the_page_of_changes),
        TEST(changes_nothing_by_a_preview),
        TEST(drops_a_preview_that_gets_a_no),
        TEST(judges_each_row_against_people_and_file),
        TEST(takes_two_people_of_one_name_and_two_profiles_for_two),
        TEST(names_whom_a_row_may_be_the_same_as_before_and_after),
        TEST(takes_one_mailbox_of_an_office_for_two_people),
        TEST(changes_nothing_when_the_same_file_comes_again),
        TEST(leaves_a_name_alone_that_somebody_corrected),
        TEST(keeps_somebody_removed_who_was_removed_while_the_file_waited),
        TEST(takes_an_import_back_to_the_last_byte),
        TEST(brings_an_import_that_was_taken_back_in_again),
        TEST(keeps_and_names_whom_you_changed_since),
        TEST(takes_an_import_back_only_once),
        TEST(takes_itself_back_when_it_is_cancelled_in_the_middle),
        TEST(goes_on_after_a_crash_and_ends_the_same),
        TEST(goes_on_after_two_deaths_in_one_slice),
        TEST(leaves_a_job_to_who_has_it_in_hand),
        TEST(gives_up_after_three_deaths_and_takes_itself_back),
        TEST(brings_staged_rows_in_as_they_were_read),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("people from files", tests, NULL, NULL);
}
