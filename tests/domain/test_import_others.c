/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An import into a store that holds people already: what it knows of them beforehand changes no verdict. */
#include "bringing.h"

#include "call/job.h"
#include "domain/import_around.h"
#include "statements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { OLDER = 260, CARDS = 60, ROWS = 420, LINES_MAX = 1 << 20, SLICES_MOST = 100000 };

/* ---- files in which much is alike ---- */

static uint32_t dice;

static int
below(int most)
{
    dice = dice * 1664525u + 1013904223u;
    return (int)((dice >> 8) % (uint32_t)most);
}

static const char *const firsts[] = {"Robert", "Bob",   "Zoë",   "Zoe",  "Дмитрий",
                                     "Dmitry", "Þóra",  "Thora", "李",   "محمد",
                                     "Maria",  "Marja", "Ελένη", "Eleni"};
static const char *const stems[] = {"Berg", "Stern", "Wald", "Kron", "Петр", "García ", "O'"};
static const char *const ends[] = {"mann", "man", "stein", "stain", "meyer", "maier", "ов"};
static const char *const places[] = {"City Museum", "City Museum", "Öko-Institut", "日本電気", "",
                                     "Elsewhere"};

static const char *
one_of(const char *const *texts, size_t count)
{
    return texts[below((int)count)];
}
#define ONE_OF(texts) one_of(texts, sizeof(texts) / sizeof *(texts))

static const char *
any_last_name(void)
{
    const char *stem = ONE_OF(stems);
    return arena_print(&house.arena, "%s%s", stem, ONE_OF(ends));
}

/* Few names, few organizations, mailboxes that many share, profiles that some have twice. */
static void
add_any_row(struct buffer *text, int n)
{
    bool link = below(3) > 0, mail = below(3) == 0;
    add_row(text, ONE_OF(firsts),
            below(9) == 0 ? arena_print(&house.arena, "Solo%d", n) : any_last_name(),
            link ? arena_print(&house.arena, "profile-%d", below(700)) : "",
            mail ? arena_print(&house.arena, "office%d@example.org", below(60)) : "",
            below(6) == 0 ? arena_print(&house.arena, "Office %d", below(40)) : ONE_OF(places),
            "Curator");
}

static const char *
any_rows(uint32_t seed, int rows)
{
    struct buffer text;
    dice = seed;
    begin_file(&text);
    for (int n = 0; n < rows; n++)
        add_any_row(&text, n);
    for (int n = 0; n < 4; n++) /* known by a mailbox alone */
        add_row(&text, "Anna", arena_print(&house.arena, "Lind%c", 'a' + n), "",
                arena_print(&house.arena, "lind%d@example.org", n), "", rows % 2 ? "Ranger" : "");
    return buffer_read(&text);
}

static const char *
any_cards(uint32_t seed, int cards)
{
    struct buffer text;
    dice = seed;
    buffer_open(&text, &house.arena, LINES_MAX);
    for (int n = 0; n < cards; n++) {
        const char *first = ONE_OF(firsts), *last = any_last_name();
        buffer_print(&text, "BEGIN:VCARD\r\nVERSION:4.0\r\nN:%s;%s;;;\r\nFN:%s %s\r\n", last, first,
                     first, last);
        if (below(4) > 0)
            buffer_print(&text, "UID:card-%d\r\n", below(80));
        buffer_print(&text, "ORG:%s\r\nEMAIL:office%d@example.org\r\n", ONE_OF(places), below(60));
        if (below(2) == 0)
            buffer_print(&text, "URL:https://www.linkedin.com/in/profile-%d\r\n", below(700));
        buffer_text(&text, "END:VCARD\r\n");
    }
    for (int n = 0; n < 4; n++)
        buffer_print(&text,
                     "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna Lind%c\r\nEMAIL:lind%d@example.org\r\n"
                     "END:VCARD\r\n",
                     'a' + n, n);
    return buffer_read(&text);
}

static const char *
person_called(const char *name, uint32_t at)
{
    struct doc *found =
        house_do(&house, "person list", "<\"query\":\"{name}\">", ids_of("name", name));
    assert_true(doc_count(doc_get(found, "items")) > at);
    return doc_text_of(doc_item(doc_get(found, "items"), at), "id");
}

/* A store of people who came in several ways, one of them merged into another. */
static void
furnish(void)
{
    import_text(any_rows(7, OLDER), false);
    import_text(any_cards(8, CARDS), false);
    struct doc *ids = ids_of("id", person_called("Bergmann", 0));
    doc_set_text(ids, "other", person_called("Bergmann", 1));
    house_do(&house, "person merge", "<\"id\":\"{id}\",\"other\":\"{other}\">", ids);
}

/* ---- reports ---- */

static void
add_lines(struct buffer *text, const struct doc *import, const char *verdict)
{
    struct doc *params = doc_map(&house.arena), *rows;
    bool older = strcmp(verdict, "updated") == 0 || strcmp(verdict, "unchanged") == 0;
    doc_set_int(params, "owner", 1);
    doc_set(params, "import", *import);
    doc_set_text(params, "verdict", verdict);
    doc_set_int(params, "after_n", 0);
    doc_set_int(params, "limit", STORE_ROWS_MAX);
    assert_int_equal(
        store_rows(house.desk.store, &house.arena, &sql_import_row_list, params, &rows), STATUS_OK);
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const struct doc *row = doc_item(rows, i);
        buffer_print(text, "%d %s %s %s %s\n", (int)doc_int_of(row, "n"), verdict,
                     doc_text_of(row, "reason"), older ? doc_text_of(row, "person") : "",
                     older ? doc_text_of(row, "data") : "");
    }
}

/* Each row of a report: which row, verdict, reason; of who was there before, who and what changes. */
static char *
lines_of(const char *id)
{
    static const char *const verdicts[] = {"created", "updated", "unchanged", "duplicate",
                                           "rejected"};
    struct doc *params = ids_of("id", id), *import;
    struct buffer text;
    buffer_open(&text, &house.arena, LINES_MAX);
    doc_set_int(params, "owner", 1);
    assert_int_equal(store_row(house.desk.store, &house.arena, &sql_import_read, params, &import),
                     STATUS_OK);
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++)
        add_lines(&text, doc_get(import, "doc"), verdicts[i]);
    assert_int_equal(buffer_status(&text), STATUS_OK);
    return arena_text(&house.arena, buffer_read(&text));
}

static int
count_of(const char *lines, const char *what)
{
    int count = 0;
    for (const char *at = lines; (at = strstr(at, what)) != NULL; at++)
        count++;
    return count;
}

/* Every so many slices the process begins anew (0: never). */
static void
work_in_processes(int slices)
{
    bool idle = false;
    for (int slice = 1; !idle; slice++) {
        enum status status = job_work(&house.desk, &house.arena, NULL, &idle);
        assert_true(status == STATUS_OK || status == STATUS_BUSY);
        assert_true(slice < SLICES_MOST);
        if (slices > 0 && slice % slices == 0) {
            import_window_close();
            import_around_close();
        }
    }
}

/* What an import says and leaves behind, and the store as it was before. */
struct outcome {
    const char *lines, *people;
};

static struct outcome
try_it(const char *text, bool preview, bool ask_all, int slices)
{
    struct outcome outcome;
    import_around_ask_all(ask_all);
    struct answer begun = import_bytes(text, strlen(text), preview);
    assert_int_equal(begun.status, STATUS_OK);
    const char *id = doc_text_of(begun.document, "id");
    work_in_processes(slices);
    outcome.lines = lines_of(id);
    if (preview) {
        import_call("import apply", id);
        work_in_processes(slices);
    }
    import_around_ask_all(false);
    outcome.people = people_text();
    import_call("import undo", id);
    work();
    return outcome;
}

static void
assert_same_outcome(const char *text, bool preview, int slices)
{
    const char *before = people_text();
    struct outcome expected = try_it(text, preview, true, 0);
    assert_string_equal(people_text(), before);
    struct outcome found = try_it(text, preview, false, slices);
    assert_string_equal(found.lines, expected.lines);
    assert_string_equal(found.people, expected.people);
    assert_string_equal(people_text(), before);
}

/* What makes the comparison worth something: every way to be found is there. */
static void
assert_rich(const char *text, const char *const *reasons)
{
    struct outcome outcome = try_it(text, false, false, 0);
    for (; *reasons != NULL; reasons++)
        if (count_of(outcome.lines, *reasons) == 0)
            fail_msg("nothing is %s", *reasons);
}

static void
says_of_each_row_what_asking_for_each_row_says_M56(void **state)
{
    (void)state;
    static const char *const reasons[] = {"created",
                                          "import.same_profile",
                                          "import.same_email",
                                          "import.same_name ",
                                          "import.same_name_and_organization",
                                          "import.alike_name",
                                          "import.twice_in_file",
                                          NULL};
    furnish();
    assert_rich(any_rows(21, ROWS), reasons);
    for (uint32_t seed = 21; seed < 24; seed++)
        assert_same_outcome(any_rows(seed, ROWS), false, 0);
    assert_same_outcome(any_rows(24, ROWS), true, 0);
}

static void
says_of_each_card_what_asking_for_each_card_says(void **state)
{
    (void)state;
    static const char *const reasons[] = {"created", "import.same_card", "import.same_email",
                                          "import.alike_name", NULL};
    furnish();
    assert_rich(any_cards(31, ROWS), reasons);
    assert_same_outcome(any_cards(31, ROWS), false, 0);
    assert_same_outcome(any_cards(32, ROWS), true, 0);
}

/* Also slice by slice, where each begins with what the one before left, or in a process that knows nothing yet. */
static void
says_the_same_slice_by_slice_and_in_other_processes(void **state)
{
    (void)state;
    furnish();
    import_window_set_rows(1);
    job_set_slice_ms(0);
    assert_same_outcome(any_rows(41, ROWS / 3), false, 0);
    assert_same_outcome(any_rows(42, ROWS / 3), false, 7);
    job_set_slice_ms(JOB_SLICE_MS);
    import_window_set_rows(WINDOW_ROWS);
}

/* ---- others, meanwhile ---- */

static const char *beside_path;

static bool
work_at(const char *job)
{
    bool idle = true;
    enum status status = job_work(&house.desk, &house.arena, job, &idle);
    assert_true(status == STATUS_OK || status == STATUS_BUSY || status == STATUS_MISSING);
    return status != STATUS_MISSING && !idle;
}

static void
work_out(const char *job)
{
    for (int slice = 0; work_at(job); slice++)
        assert_true(slice < SLICES_MOST);
}

static const char *
begin(const char *text, const char **out_id)
{
    struct answer begun = import_bytes(text, strlen(text), false);
    assert_int_equal(begun.status, STATUS_OK);
    *out_id = doc_text_of(begun.document, "id");
    return doc_text_of(begun.document, "job");
}

/* From another file, so that the first stays as it is. */
static const char *
begin_beside(const char *text, const char **out_id)
{
    char path[] = "/tmp/rapport-beside-XXXXXX";
    struct doc *raw = doc_map(&house.arena), *file = doc_map(&house.arena);
    struct answer begun;
    int beside = mkstemp(path);
    assert_true(beside >= 0);
    assert_int_equal(write(beside, text, strlen(text)), (ssize_t)strlen(text));
    close(beside);
    doc_set_text(file, "name", "Beside.csv");
    doc_set_text(file, "path", path);
    doc_set_int(file, "size", (int64_t)strlen(text));
    doc_set(raw, "file", *file);
    call_perform(&house.desk, call_find(&house.desk, "import"), raw, &house.owner, &house.arena,
                 &begun);
    assert_int_equal(begun.status, STATUS_OK);
    beside_path = arena_text(&house.arena, path);
    *out_id = doc_text_of(begun.document, "id");
    return doc_text_of(begun.document, "job");
}

/* Rows that come in the order of these names. */
static const char *
strangers(int count, const char *more)
{
    struct buffer text;
    begin_file(&text);
    for (int n = 0; n < count; n++)
        add_row(&text, "Ada", arena_print(&house.arena, "Aaron%03d", n), "", "", "Small Office",
                "Curator");
    buffer_text(&text, more);
    return buffer_read(&text);
}

static const char zoe[] =
    "Zoë,Zuse,https://www.linkedin.com/in/zoe-zuse,zoe@example.org,Late Museum,Curator,"
    "12 Mar 2024\r\n";

static void
begin_slowly(void)
{
    house_do(&house, "person save", "<\"name\":\"Somebody Else\",\"organization\":\"Here\">", NULL);
    job_set_slice_ms(0);
}

/* The reason of the last row, when `change` is made after some slices. */
static void
assert_met(const char *call, const char *json, const struct doc *ids, const char *reason)
{
    const char *id, *job = begin(strangers(20, zoe), &id);
    for (int slice = 0; slice < 10; slice++)
        assert_true(work_at(job));
    house_do(&house, call, json, ids);
    work_out(job);
    const char *lines = lines_of(id);
    if (strstr(lines, reason) == NULL)
        fail_msg("%s: not %s but\n%s", call, reason, lines);
    import_call("import undo", id);
    work();
}

static void
finds_who_was_added_or_changed_in_another_tab_meanwhile(void **state)
{
    (void)state;
    begin_slowly();
    assert_met("person save", "<\"name\":\"Zoë Zuse\">", NULL, "21 duplicate import.same_name ");
    const char *zuse = person_called("Zuse", 0);
    house_do(&house, "person remove", "<\"id\":\"{id}\">", ids_of("id", zuse));
    house_do(&house, "person save", "<\"name\":\"Nobody Known\">", NULL);
    struct doc *ids = ids_of("id", person_called("Nobody", 0));
    assert_met("person save",
               "<\"id\":\"{id}\",\"contact_points\":[<\"kind\":\"link\",\"value\":"
               "\"https://www.linkedin.com/in/zoe-zuse\">]>",
               ids, "21 updated import.");
    house_do(&house, "person save", "<\"id\":\"{id}\",\"contact_points\":[]>", ids);
    assert_met("person save",
               "<\"id\":\"{id}\",\"name\":\"Zoe Zuses\",\"organization\":\"Late Museum\">", ids,
               "21 duplicate import.alike_name");
    job_set_slice_ms(JOB_SLICE_MS);
}

/* It goes on under a record that it began before, and its last one comes when the first has looked around often. */
static void
finds_whom_another_import_brings_in_beside_it(void **state)
{
    (void)state;
    const char *id, *other_id;
    struct buffer text;
    begin_slowly();
    begin_file(&text);
    for (int n = 0; n < 5; n++)
        add_row(&text, "Bo", arena_print(&house.arena, "Bay%03d", n), "", "", "Wetlands", "Ranger");
    buffer_text(&text, "Zoë,Zuse,,,Late Museum,Curator,12 Mar 2024\r\n");
    const char *job = begin(strangers(20, zoe), &id);
    assert_true(work_at(job));
    for (int turn = 0; turn < 2; turn++) {
        bool rests = turn == 1; /* it does all its work at once, between two slices of the first */
        const char *other = begin_beside(buffer_read(&text), &other_id);
        assert_true(work_at(other));
        assert_true(work_at(job));
        if (rests)
            work_out(other);
        while (work_at(other))
            assert_true(work_at(job));
        assert_true(work_at(job));
        unlink(beside_path);
        if (turn == 0) {
            import_call("import undo", other_id);
            work_out(doc_text_of(import_call("import read", other_id), "job"));
        }
    }
    work_out(job);
    if (strstr(lines_of(id), "21 updated import.") == NULL)
        fail_msg("%s", lines_of(id));
    job_set_slice_ms(JOB_SLICE_MS);
}

/* ---- the filter itself ---- */

static struct import_others others;

static struct job
job_of(int64_t bytes)
{
    struct job job = {.id = "00000000-0000-7000-8000-000000000000", .input = doc_map(&house.arena)};
    struct doc *source = doc_map(&house.arena);
    doc_set_int(source, "size", bytes);
    doc_set_int(job.input, "owner", 1);
    doc_set(job.input, "source", *source);
    return job;
}

static bool
has(enum import_other kind, const char *text, int n)
{
    return import_others_have(&others, kind, arena_print(&house.arena, text, n));
}

static void
says_perhaps_of_everybody_and_seldom_of_strangers(void **state)
{
    (void)state;
    enum { STRANGERS = 20000 };
    int found = 0;
    import_text(plain_file(PEOPLE), false);
    struct job job = job_of(1 << 20);
    struct import_item item = {.words = {NULL, NULL}};
    struct doc *row = doc_map(&house.arena), *points = doc_list(&house.arena);
    (void)doc_push(points, *doc_map(&house.arena));
    doc_set(row, "contact_points", *points);
    item.row = *row;
    struct import_window window = {.from = 1, .to = 1, .items = &item, .count = 1};
    assert_int_equal(import_others_open(&others, house.desk.store, job.input), STATUS_OK);
    assert_true(has(OTHER_NAME, "nobody %d", 1)); /* nothing was read yet */
    assert_int_equal(import_others_read(&others, house.desk.store, &job, &window), STATUS_OK);
    for (int n = 0; n < PEOPLE; n++)
        assert_true(has(OTHER_VALUE, "linkedin.com/in/person-%03d", n));
    assert_true(has(OTHER_ORGANIZATION, "city museum", 0));
    assert_true(has(OTHER_UID, "card-%d", 1)); /* no row asks for these: they were not read */
    assert_false(import_others_have(&others, OTHER_UID, ""));
    for (int n = 0; n < STRANGERS; n++)
        found += has(OTHER_NAME, "nobody %d", n) + has(OTHER_VALUE, "nobody%d@example.org", n);
    assert_in_range(found, 0, STRANGERS * 2 / 200);
    assert_true(others.sure);
    import_others_close(&others);
}

/* In 4 MB, as many keys as leave each so many bits (import_filter.h). */
static void
says_perhaps_of_a_stranger_as_seldom_as_its_header_says(void **state)
{
    static const struct {
        uint64_t bits, one_in;
    } known[] = {{16, 600}, {9, 65}, {4, 5}};
    enum { BYTES = 4 << 20, STRANGERS = 200000 };
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct import_filter filter = {.blocks = 0};
        uint64_t keys = UINT64_C(8) * BYTES / known[i].bits, wrong = 0;
        import_filter_open(&filter, BYTES);
        assert_int_equal(import_filter_bytes(&filter), BYTES);
        for (uint64_t key = 0; key < keys; key++)
            import_filter_put(&filter, key * 3);
        for (uint64_t key = 0; key < keys; key += 7)
            assert_true(import_filter_has(&filter, key * 3));
        for (uint64_t key = 0; key < STRANGERS; key++)
            wrong += import_filter_has(&filter, key * 3 + 1);
        assert_in_range(wrong, STRANGERS / known[i].one_in / 2,
                        STRANGERS / known[i].one_in * 3 / 2);
        import_filter_close(&filter);
    }
}

/* Reading the keys of many for the sake of a few rows is not worth it. */
static void
asks_for_all_of_a_small_file(void **state)
{
    (void)state;
    import_text(plain_file(PEOPLE), false);
    struct job job = job_of(1000);
    assert_int_equal(import_others_open(&others, house.desk.store, job.input), STATUS_OK);
    assert_int_equal(import_others_bytes(&others), 0);
    assert_true(has(OTHER_NAME, "nobody %d", 1));
    import_others_close(&others);
}

int
main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
    static const struct CMUnitTest tests[] = {
        TEST(says_of_each_row_what_asking_for_each_row_says_M56),
        TEST(says_of_each_card_what_asking_for_each_card_says),
        TEST(says_the_same_slice_by_slice_and_in_other_processes),
        TEST(finds_who_was_added_or_changed_in_another_tab_meanwhile),
        TEST(finds_whom_another_import_brings_in_beside_it),
        TEST(says_perhaps_of_everybody_and_seldom_of_strangers),
        TEST(says_perhaps_of_a_stranger_as_seldom_as_its_header_says),
        TEST(asks_for_all_of_a_small_file),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("an import beside other people", tests, NULL, NULL);
}
