/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are no list of connections, too large, cut off, or full of names that try to break out. */
#include "bringing.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { TEXT_MAX = 4 * 1024 * 1024 };

/* ---- what is no such file ---- */

static int64_t
imports_count(void)
{
    return doc_count(doc_get(house_do(&house, "import list", NULL, NULL), "items"));
}

static void
assert_refused(const char *bytes, size_t length, const char *code)
{
    struct answer answer = import_bytes(bytes, length, false);
    assert_int_equal(answer.status, STATUS_INVALID);
    const struct doc *fields = doc_get(answer.problem, "fields");
    if (doc_count(fields) != 1)
        fail_msg("%s: %s", code, doc_text_of(answer.problem, "code"));
    assert_string_equal(doc_text_of(doc_item(fields, 0), "field"), "file");
    assert_string_equal(doc_text_of(doc_item(fields, 0), "code"), code);
    assert_int_equal(imports_count(), 0);
    assert_false(work_once());
}

static void
refuses_what_is_no_list_of_connections_and_keeps_nothing(void **state)
{
    (void)state;
    static const char zip[] = "PK\x03\x04\x14\0\0\0\x08\0archive";
    static const char picture[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0";
    static const char diary[] = "Dear diary,\r\ntoday I met somebody.\r\nIt rained.\r\n";
    static const char letter[] = "Dear Ada, dear Bo,\nit rained, and we met nobody.\nThen it "
                                 "stopped.\nSo long, yours\nCy\n";
    static const char settings[] = "{\n  \"color\": 1,\n  \"width\": 2,\n  \"height\": 3\n}\n";
    static const char cut[] =
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n"
        "Ada,Quinn,,,\"City Museum, the old one";
    assert_refused("", 0, "contacts.empty");
    assert_refused("\xEF\xBB\xBF \r\n\r\n", 7, "contacts.empty");
    assert_refused(zip, sizeof zip - 1, "zip.damaged");
    assert_refused(picture, sizeof picture - 1, "charset.binary");
    assert_refused(diary, sizeof diary - 1, "contacts.no_header");
    assert_refused(letter, sizeof letter - 1, "contacts.no_header");
    assert_refused(settings, sizeof settings - 1, "contacts.no_header");
    assert_refused(linkedin_preamble, strlen(linkedin_preamble), "contacts.no_header");
    assert_refused(linkedin_header, strlen(linkedin_header), "contacts.no_rows");
    assert_refused(cut, sizeof cut - 1, "csv.unterminated");
}

static void
refuses_a_line_without_an_end_before_it_fills_the_memory(void **state)
{
    (void)state;
    static char line[3 * 1024 * 1024];
    memset(line, 'a', sizeof line);
    assert_refused(line, sizeof line, "csv.field_too_long");
    memcpy(line, linkedin_header, strlen(linkedin_header)); /* a good beginning does not help */
    assert_refused(line, sizeof line, "csv.field_too_long");
}

static void
refuses_five_gigabytes_by_their_size_alone(void **state)
{
    (void)state;
    struct doc *raw = doc_map(&house.arena), *file = doc_map(&house.arena);
    struct answer answer;
    doc_set_text(file, "name", "Connections.csv");
    doc_set_text(file, "path", "/nowhere/to/be/opened");
    doc_set_int(file, "size", (int64_t)5 * 1024 * 1024 * 1024);
    doc_set(raw, "file", *file);
    call_perform(&house.desk, call_find(&house.desk, "import"), raw, &house.owner, &house.arena,
                 &answer);
    assert_int_equal(answer.status, STATUS_INVALID);
    const struct doc *field = doc_item(doc_get(answer.problem, "fields"), 0);
    assert_string_equal(doc_text_of(field, "code"), "field.file_too_large");
    assert_int_equal(doc_int_of(field, "most"), (int64_t)4 * 1024 * 1024 * 1024);
    assert_int_equal(imports_count(), 0);
}

/* What was good for a megabyte may go wrong later: then nothing of it stays either. */
static void
keeps_nothing_of_a_file_that_breaks_off_late(void **state)
{
    (void)state;
    struct buffer text;
    begin_file(&text);
    for (int n = 0; n < 12000; n++)
        buffer_print(&text,
                     "Ada,Person%05d,https://www.linkedin.com/in/p-%05d,,City Museum,Curator of "
                     "everything under the roof,12 Mar 2024\r\n",
                     n, n);
    assert_true(text.length > 1024 * 1024 + 65536);
    buffer_print(&text, "Bo,Reyes,,,\"never closed");
    const char *bytes = buffer_read(&text);
    struct answer begun = import_bytes(bytes, strlen(bytes), false);
    assert_int_equal(begun.status, STATUS_OK);
    work();
    struct doc *report = import_call("import read", doc_text_of(begun.document, "id"));
    assert_string_equal(doc_text_of(report, "state"), "failed");
    assert_string_equal(doc_text_of(doc_get(report, "problem_found"), "code"), "csv.unterminated");
    assert_int_equal(people_count(), 0);
}

/* ---- other kinds ---- */

static void
brings_in_cards_and_knows_them_again(void **state)
{
    (void)state;
    static const char cards[] =
        "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:card-1\r\nN:Quinn;Ada;;;\r\nFN:Ada Quinn\r\n"
        "ORG:City Museum\r\nTITLE:Curator\r\nEMAIL;TYPE=WORK:ada@example.org\r\n"
        "CATEGORIES:museum,fair\r\nX-ODD:kept\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:card-2\r\nN:Reyes;Bo;;;\r\nFN:Bo Reyes\r\nEND:VCARD\r\n";
    static const char newer[] =
        "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:card-1\r\nN:Quinn;Ada;;;\r\nFN:Ada Quinn\r\n"
        "ORG:Harbor School\r\nTITLE:Curator\r\nTEL;TYPE=CELL:+1-555-0100\r\nEND:VCARD\r\n";
    assert_report(import_text(cards, false), "done", 2, 0, 0, 0, 0);
    const char *before = house_dump(&house, 1);
    assert_report(import_text(cards, false), "done", 0, 0, 2, 0, 0);
    assert_string_equal(house_dump(&house, 1), before);
    struct doc *report = import_text(newer, false);
    assert_report(report, "done", 0, 1, 0, 0, 0);
    const struct doc *change =
        doc_item(doc_get(doc_item(doc_get(report, "rows"), 0), "changes"), 0);
    assert_string_equal(doc_text_of(change, "old"), "City Museum");
    assert_string_equal(doc_text_of(change, "new"), "Harbor School");
    struct doc *list = house_do(&house, "person list", "<\"query\":\"Ada Quinn\">", NULL);
    struct doc *ids = doc_map(&house.arena);
    doc_set(ids, "id", *doc_get(doc_item(doc_get(list, "items"), 0), "id"));
    struct doc *ada = house_do(&house, "person read", "<\"id\":\"{id}\">", ids);
    assert_int_equal(doc_count(doc_get(ada, "contact_points")), 2); /* the older one stays */
    assert_int_equal(doc_count(doc_get(ada, "tags")), 2);
    import_call("import undo", doc_text_of(report, "id"));
    work();
    assert_string_equal(house_dump(&house, 1), before);
}

static const char *
card_with_site(const char *name, const char *title, const char *site)
{
    return arena_print(&house.arena,
                       "BEGIN:VCARD\nVERSION:3.0\nFN:%s\nORG:%s\nTITLE:%s\nURL:%s\nEND:VCARD\n",
                       name, site, title, site);
}

/* A house's web site, or its account somewhere, stands on everybody's card there. */
static void
takes_nobody_for_a_colleague_by_the_web_site_of_the_house(void **state)
{
    (void)state;
    static const char *const sites[] = {"https://mill.example.org", "https://github.com/mill",
                                        "https://www.linkedin.com/company/mill"};
    for (int i = 0; i < 3; i++) {
        const char *ada = arena_print(&house.arena, "Ada Quinn%c", 'a' + i);
        const char *one = card_with_site(ada, "Miller", sites[i]);
        const char *two =
            card_with_site(arena_print(&house.arena, "Bo Lee%c", 'k' + i), "Cook", sites[i]);
        const char *three =
            card_with_site(arena_print(&house.arena, "Cy Ruiz%c", 'p' + i), "", sites[i]);
        assert_report(import_text(arena_print(&house.arena, "%s%s", one, two), false), "done", 2, 0,
                      0, 0, 0);
        assert_report(import_text(three, false), "done", 1, 0, 0, 0, 0);
        assert_report(import_text(one, false), "done", 0, 0, 1, 0, 0);
        struct doc *report = import_text(card_with_site(ada, "Director", sites[i]), false);
        assert_report(report, "done", 0, 1, 0, 0, 0);
    }
    assert_int_equal(people_count(), 9);
    const char *known = card_with_site("Dee Marsh", "Cook", "https://linkedin.com/in/dee");
    assert_report(import_text(known, false), "done", 1, 0, 0, 0, 0);
    known = card_with_site("Dee Quinlan", "Cook", "https://www.linkedin.com/in/dee/");
    assert_report(import_text(known, false), "done", 0, 1, 0, 0, 0);
}

/* Nothing but where somebody works, or a name that two have: only a row that is the same in everything stands there twice. */
/* As Apple writes them, behind the members or before them. */
static void
says_that_a_group_is_no_person_and_rejects_none(void **state)
{
    (void)state;
    static const char cards[] =
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Quinn\nUID:a-1\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nN:Hikers;;;;\nFN:Hikers\nUID:g-1\n"
        "X-ADDRESSBOOKSERVER-KIND:group\nX-ADDRESSBOOKSERVER-MEMBER:urn:uuid:a-1\n"
        "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:b-2\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nFN:Ben Cho\nUID:b-2\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:\xC3\xA9lan "
        "\xFF\nMEMBER:urn:uuid:b-2\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nMEMBER:urn:uuid:b-2\nEND:VCARD\n";
    struct buffer rejected;
    struct doc *report = import_text(cards, true);
    assert_report(report, "staged", 2, 0, 2, 0, 1);
    assert_int_equal(note_of(report, "import.groups"), 2);
    (void)import_call("import apply", doc_text_of(report, "id"));
    work();
    report = import_call("import read", doc_text_of(report, "id"));
    assert_report(report, "done", 2, 0, 2, 0, 1);
    assert_int_equal(note_of(report, "import.groups"), 2);
    buffer_open(&rejected, &house.arena, 100000);
    assert_int_equal(write_rejected(doc_text_of(report, "id"), &rejected), 1);
    assert_non_null(strstr(buffer_read(&rejected), "X-RAPPORT-REASON:vcard.group_unnamed"));
    assert_null(strstr(people_text(), "Hikers"));
    const struct doc *hikers = house_do(&house, "person list", "<\"tag\":\"Hikers\">", NULL);
    assert_int_equal(doc_count(doc_get(hikers, "items")), 2);
    assert_report(import_text(cards, false), "done", 0, 0, 4, 0, 1);
}

static void
loses_nobody_of_whom_little_is_known(void **state)
{
    (void)state;
    static const char table[] =
        "First Name,Middle Name,Last Name,Organization Name,Organization Title,Labels,E-mail 1 - "
        "Label,E-mail 1 - "
        "Value\r\n,,,Parks,Ranger,,,\r\n,,,Parks,Curator,,,\r\nAda,,Quinn,,Ranger,,,\r\n"
        "Ada,,Quinn,,Curator,,,\r\nAda,,Quinn,,Curator,,,\r\n";
    assert_report(import_text(table, false), "done", 4, 0, 1, 0, 0);
    assert_int_equal(people_count(), 4);
}

static void
does_with_each_row_what_was_decided(void **state)
{
    (void)state;
    struct buffer text;
    begin_file(&text);
    add_row(&text, "Ada", "Quinn", "ada-quinn", "", "City Museum", "Curator");
    add_row(&text, "Bo", "Reyes", "bo-reyes", "", "Parks", "Ranger");
    import_text(buffer_read(&text), false);
    begin_file(&text);
    add_row(&text, "Ada", "Quinn", "ada-other", "", "Library", "Clerk");
    add_row(&text, "Bo", "Reyes", "bo-other", "", "Radio", "Host");
    add_row(&text, "Cy", "Marsh", "cy-marsh", "", "Lab", "Analyst");
    add_row(&text, "Di", "Okoye", "di-okoye", "", "Lab", "Analyst");
    struct doc *report = import_text(buffer_read(&text), true);
    assert_report(report, "staged", 2, 0, 0, 2, 0);
    struct doc *ids = doc_map(&house.arena);
    doc_set(ids, "id", *doc_get(report, "id"));
    house_do(&house, "import decide", "<\"id\":\"{id}\",\"row\":1,\"choice\":\"same\">", ids);
    house_do(&house, "import decide", "<\"id\":\"{id}\",\"row\":2,\"choice\":\"out\">", ids);
    house_do(&house, "import decide", "<\"id\":\"{id}\",\"row\":4,\"choice\":\"out\">", ids);
    struct answer wrong = house_call(&house, &house.owner, "import decide",
                                     "<\"id\":\"{id}\",\"row\":3,\"choice\":\"same\">", ids);
    assert_int_equal(wrong.status, STATUS_INVALID);
    import_call("import apply", doc_text_of(report, "id"));
    work();
    report = import_call("import read", doc_text_of(report, "id"));
    assert_report(report, "done", 1, 1, 2, 0, 0);
    assert_int_equal(people_count(), 3);
}

static void
keeps_what_somebody_wrote_by_hand(void **state)
{
    (void)state;
    struct buffer text;
    begin_file(&text);
    add_row(&text, "Ada", "Quinn", "ada-quinn", "", "City Museum", "Curator");
    import_text(buffer_read(&text), false);
    struct doc *list = house_do(&house, "person list", NULL, NULL), *ids = doc_map(&house.arena);
    doc_set(ids, "id", *doc_get(doc_item(doc_get(list, "items"), 0), "id"));
    house_do(&house, "person save", "<\"id\":\"{id}\",\"title\":\"Head of Collections\">", ids);
    begin_file(&text);
    add_row(&text, "Ada", "Quinn", "ada-quinn", "", "Harbor School", "Chief curator");
    struct doc *report = import_text(buffer_read(&text), false);
    assert_report(report, "done", 0, 1, 0, 0, 0);
    assert_string_equal(doc_text_of(doc_item(doc_get(report, "rows"), 0), "reason"),
                        "import.yours_kept");
    struct doc *ada = house_do(&house, "person read", "<\"id\":\"{id}\">", ids);
    assert_string_equal(doc_text_of(ada, "title"), "Head of Collections");
    assert_string_equal(doc_text_of(ada, "organization"), "Harbor School");
}

static void
updates_nobody_but_who_was_shown(void **state)
{
    (void)state;
    struct buffer text;
    struct doc *ids = doc_map(&house.arena);
    begin_file(&text);
    add_row(&text, "Ada", "Quinn", "ada-quinn", "", "City Museum", "Curator");
    import_text(buffer_read(&text), false);
    struct doc *list = house_do(&house, "person list", NULL, NULL);
    doc_set(ids, "ada", *doc_get(doc_item(doc_get(list, "items"), 0), "id"));
    begin_file(&text);
    add_row(&text, "Ada", "Quinn", "ada-quinn", "", "City Museum", "Chief curator");
    struct doc *report = import_text(buffer_read(&text), true);
    assert_report(report, "staged", 0, 1, 0, 0, 0);
    house_do(&house, "person save",
             "<\"id\":\"{ada}\",\"contact_points\":[<\"kind\":\"phone\",\"value\":\"555 0101\">]>",
             ids);
    doc_set(ids, "other",
            *doc_get(
                house_do(&house, "person save",
                         "<\"name\":\"Bo Ruiz\",\"title\":\"Host\",\"contact_points\":[<"
                         "\"kind\":\"link\",\"value\":\"https://www.linkedin.com/in/ada-quinn\">]>",
                         NULL),
                "id"));
    import_call("import apply", doc_text_of(report, "id"));
    work();
    report = import_call("import read", doc_text_of(report, "id"));
    assert_report(report, "done", 0, 0, 1, 0, 0);
    assert_string_equal(
        doc_text_of(house_do(&house, "person read", "<\"id\":\"{other}\">", ids), "title"), "Host");
    assert_string_equal(
        doc_text_of(house_do(&house, "person read", "<\"id\":\"{ada}\">", ids), "title"),
        "Curator");
}

static void
keeps_what_somebody_wrote_when_the_history_was_erased(void **state)
{
    (void)state;
    struct buffer text;
    begin_file(&text);
    add_row(&text, "Ada", "Quinn", "ada-quinn", "", "City Museum", "Curator");
    import_text(buffer_read(&text), false);
    struct doc *list = house_do(&house, "person list", NULL, NULL), *ids = doc_map(&house.arena);
    doc_set(ids, "id", *doc_get(doc_item(doc_get(list, "items"), 0), "id"));
    doc_set(ids, "bo",
            *doc_get(house_do(&house, "person save", "<\"name\":\"Bo Ruiz\">", NULL), "id"));
    house_do(&house, "person save",
             "<\"id\":\"{id}\",\"title\":\"Head of Collections\",\"notes\":\"Knows Bo Ruiz\">",
             ids);
    house_do(&house, "person save", "<\"id\":\"{id}\",\"notes\":\"\">", ids);
    house_do(&house, "person forget", "<\"id\":\"{bo}\",\"name\":\"Bo Ruiz\">", ids);
    work();
    begin_file(&text);
    add_row(&text, "Ada", "Quinn", "ada-quinn", "", "Harbor School", "Chief curator");
    struct doc *report = import_text(buffer_read(&text), false);
    assert_string_equal(doc_text_of(report, "state"), "done");
    struct doc *ada = house_do(&house, "person read", "<\"id\":\"{id}\">", ids);
    assert_string_equal(doc_text_of(ada, "title"), "Head of Collections");
}

/* ---- who it is ---- */

static struct doc *
found_ids(const char *first, const char *second)
{
    struct doc *ids = doc_map(&house.arena), *list;
    const char *const names[] = {first, second}, *const keys[] = {"kept", "gone"};
    for (int i = 0; i < 2; i++) {
        list = house_do(&house, "person list",
                        arena_print(&house.arena, "<\"query\":\"%s\">", names[i]), NULL);
        doc_set(ids, keys[i], *doc_get(doc_item(doc_get(list, "items"), 0), "id"));
    }
    return ids;
}

/* The card of somebody who was merged into another speaks of that one from then on. */
static void
knows_a_card_of_somebody_who_was_merged(void **state)
{
    (void)state;
    static const char cards[] = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:card-1\r\nFN:Ada Quinn\r\n"
                                "ORG:City Museum\r\nEND:VCARD\r\n"
                                "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:card-2\r\nFN:A. M. Quill\r\n"
                                "ORG:Harbor School\r\nEND:VCARD\r\n";
    static const char later[] = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:card-2\r\nFN:A. M. Quill\r\n"
                                "TEL:+1-555-0100\r\nEND:VCARD\r\n";
    import_text(cards, false);
    struct doc *ids = found_ids("Ada Quinn", "A. M. Quill");
    house_do(&house, "person merge", "<\"id\":\"{gone}\",\"other\":\"{kept}\">", ids);
    assert_int_equal(people_count(), 1);
    struct doc *report = import_text(later, false);
    assert_int_equal(people_count(), 1);
    assert_int_equal(doc_int_of(report, "created"), 0);
    assert_int_equal(doc_int_of(report, "duplicate"), 0);
}

/* Bob at the same place may be Robert; that is for somebody to say. */
static void
takes_a_nickname_for_perhaps_the_same(void **state)
{
    (void)state;
    struct buffer text;
    begin_file(&text);
    add_row(&text, "Robert", "Hale", "", "", "City Museum", "Curator");
    import_text(buffer_read(&text), false);
    begin_file(&text);
    add_row(&text, "Bob", "Hale", "", "", "City Museum", "Curator");
    struct doc *report = import_text(buffer_read(&text), true);
    assert_report(report, "staged", 0, 0, 0, 1, 0);
    assert_string_equal(doc_text_of(doc_item(doc_get(report, "rows"), 0), "reason"),
                        "import.alike_name");
}

/* One mailbox, and names that differ by a middle name or a nickname: somebody has to look. Others at it are others. */
static void
takes_a_similar_name_at_one_mailbox_for_perhaps_the_same_M56(void **state)
{
    (void)state;
    struct buffer text;
    begin_file(&text);
    add_row(&text, "Ada M.", "Quinn", "", "quinn@example.org", "City Museum", "Curator");
    import_text(buffer_read(&text), false);
    begin_file(&text);
    add_row(&text, "Ada", "Quinn", "", "quinn@example.org", "Harbor School", "Head");
    add_row(&text, "Ben", "Reyes", "", "quinn@example.org", "Harbor School", "Clerk");
    struct doc *report = import_text(buffer_read(&text), true);
    assert_report(report, "staged", 1, 0, 0, 1, 0);
    assert_string_equal(doc_text_of(doc_item(doc_get(report, "rows"), 0), "reason"),
                        "import.alike_at_email");
}

/* ---- what was left behind ---- */

/* A file in the folder, last changed at a time. */
static const char *
leave_file(const char *folder, const char *name, const struct timespec *changed)
{
    const char *path = arena_print(&house.arena, "%s/%s", folder, name);
    const struct timespec times[2] = {*changed, *changed};
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fclose(file);
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    return path;
}

static void
sweeps_away_what_a_killed_process_left_of_uploads(void **state)
{
    (void)state;
    char folder[] = "/tmp/rapport-incoming-XXXXXX", upload[] = "/tmp/rapport-upload-XXXXXX";
    static const char text[] = "First Name,Last Name,Connected On\nAda,Quinn,12 Mar 2024\n";
    const struct timespec old = {1000000, 0}, now = {0, UTIME_NOW};
    struct doc *raw = doc_map(&house.arena), *given = doc_map(&house.arena);
    struct answer answer;
    assert_non_null(mkdtemp(folder));
    house.desk.incoming = folder;
    const char *left = leave_file(folder, "01a20259-6890-75c1-9531-2cde62c076e1", &old);
    const char *young = leave_file(folder, "01a20259-6890-75c1-9531-2cde62c076e2", &now);
    const char *foreign = leave_file(folder, "readme.txt", &old);
    int file = mkstemp(upload);
    assert_true(file >= 0 && write(file, text, sizeof text - 1) == (ssize_t)sizeof text - 1);
    unlink(upload);
    doc_set_text(given, "name", "Connections.csv");
    doc_set_text(given, "path", arena_print(&house.arena, "/proc/self/fd/%d", file));
    doc_set_int(given, "size", (int64_t)sizeof text - 1);
    doc_set(raw, "file", *given);
    call_perform(&house.desk, call_find(&house.desk, "import"), raw, &house.owner, &house.arena,
                 &answer);
    close(file);
    assert_int_equal(answer.status, STATUS_OK);
    work();
    assert_int_equal(people_count(), 1);
    assert_int_equal(access(left, F_OK), -1);
    assert_int_equal(access(young, F_OK), 0);
    assert_int_equal(access(foreign, F_OK), 0);
    unlink(young);
    unlink(foreign);
    assert_int_equal(rmdir(folder), 0); /* the upload itself was let go of */
}

/* ---- names ---- */

/* One line of the list of naughty strings as a CSV cell; NULL when it cannot be a name: control
 * characters end up as a rejected row, which is tested by the format. */
static const char *
as_cell(const char *line)
{
    struct buffer cell;
    buffer_open(&cell, &house.arena, 8000);
    buffer_byte(&cell, '"');
    for (; *line != '\0'; line++) {
        if ((unsigned char)*line < 0x20 || *line == 0x7f)
            return NULL;
        if (*line == '"')
            buffer_byte(&cell, '"');
        buffer_byte(&cell, *line);
    }
    buffer_byte(&cell, '"');
    return buffer_read(&cell);
}

static void
keeps_hostile_names_as_they_are(void **state)
{
    (void)state;
    static const char list[] = "../shared/data/suites/blns/blns.txt";
    static const char *const own[] = {"Robert'); DROP TABLE person; --",
                                      "<script>alert(1)</script>",
                                      "=HYPERLINK(\"http://x\")",
                                      "%s%n%1$p",
                                      "{{name}} {name}",
                                      ("O\xE2\x80\x99"
                                       "Brien \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x94\xAC"),
                                      "null",
                                      "undefined",
                                      "-1",
                                      "\\\\server\\share"};
    struct doc *names = doc_list(&house.arena);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        (void)doc_push(names, doc_text(own[i]));
    FILE *file = fopen(list, "r");
    char line[4096];
    if (file == NULL)
        print_message("# skipped: %s is not here; names of our own only\n", list);
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] != '\0' && line[0] != '#' && strlen(line) < 600 && as_cell(line) != NULL)
            (void)doc_push(names, doc_text(arena_text(&house.arena, line)));
    }
    if (file != NULL)
        fclose(file);
    struct buffer text;
    begin_file(&text);
    for (uint32_t i = 0; i < doc_count(names); i++)
        add_row(&text, "Ada", as_cell(doc_item(names, i)->text),
                arena_print(&house.arena, "hostile-%u", i), "", "Naughty List", "Curator");
    const char *bytes = buffer_read(&text);
    struct doc *report = import_text(bytes, false);
    assert_string_equal(doc_text_of(report, "state"), "done");
    assert_int_equal(doc_int_of(report, "read"), doc_count(names));
    int64_t in = doc_int_of(report, "created") + doc_int_of(report, "duplicate");
    assert_int_equal(people_count(), in);
    assert_int_equal(in + doc_int_of(report, "rejected"), doc_count(names));
    const char *everybody = people_text();
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        const char *line_of = arena_print(&house.arena, "Ada %s|Curator|Naughty List|", own[i]);
        if (strstr(everybody, line_of) == NULL)
            fail_msg("not kept as it is: %s", own[i]);
    }
    int kept = 0;
    for (uint32_t i = 0; i < doc_count(names); i++)
        kept += strstr(everybody, arena_print(&house.arena, "Ada %s|", doc_item(names, i)->text)) !=
                NULL;
    assert_true(kept >= (int)doc_count(names) * 9 / 10); /* the others begin or end with blanks */
    assert_report(import_text(bytes, false), "done", 0, 0, (int)in, 0,
                  (int)doc_int_of(report, "rejected"));
}

int
main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
    static const struct CMUnitTest tests[] = {
        TEST(brings_in_cards_and_knows_them_again),
        TEST(takes_nobody_for_a_colleague_by_the_web_site_of_the_house),
        TEST(says_that_a_group_is_no_person_and_rejects_none),
        TEST(loses_nobody_of_whom_little_is_known),
        TEST(does_with_each_row_what_was_decided),
        TEST(keeps_what_somebody_wrote_by_hand),
        TEST(updates_nobody_but_who_was_shown),
        TEST(keeps_what_somebody_wrote_when_the_history_was_erased),
        TEST(refuses_what_is_no_list_of_connections_and_keeps_nothing),
        TEST(refuses_a_line_without_an_end_before_it_fills_the_memory),
        TEST(refuses_five_gigabytes_by_their_size_alone),
        TEST(keeps_nothing_of_a_file_that_breaks_off_late),
        TEST(knows_a_card_of_somebody_who_was_merged),
        TEST(takes_a_nickname_for_perhaps_the_same),
        TEST(takes_a_similar_name_at_one_mailbox_for_perhaps_the_same_M56),
        TEST(sweeps_away_what_a_killed_process_left_of_uploads),
        TEST(keeps_hostile_names_as_they_are),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("files that are none", tests, NULL, NULL);
}
