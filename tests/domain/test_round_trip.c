/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random stores: what an export writes is the same store when it is read again, changes nothing where it came
 * from, and an import that is taken back was never there. */
#include "bringing.h"
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

enum { PEOPLE_EACH = 30, ROUNDS = 3, TEXT_MAX = 16 * 1024 * 1024, STRINGS_MOST = 600 };

static const char blns_path[] = "../shared/data/suites/blns/blns.json";

static uint32_t seed;

static uint32_t
random_below(uint32_t most)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % most;
}

/* ---- random people ---- */

static const char *
random_word(void)
{
    static const char *const words[] = {"Ada",
                                        "Łukasz, Jr.",
                                        "a;b",
                                        "back\\slash",
                                        "李王",
                                        "محمد",
                                        "=1+1",
                                        "\\n",
                                        "O'Neil",
                                        "x: y",
                                        "-5",
                                        "@home",
                                        "\"quoted\"",
                                        "<script>alert(1)</script>",
                                        "{{person}}",
                                        "'; drop table person; --",
                                        "a ::: b",
                                        "* starred",
                                        "myContacts",
                                        "#hash",
                                        "two  blanks",
                                        "e\u0301 decomposed",
                                        "\u202Eright",
                                        "zero\u200Bwidth",
                                        "%s%n",
                                        "null",
                                        "NaN",
                                        "true",
                                        "0",
                                        "1e9",
                                        "http://x.example.org/?a=b;c,d",
                                        "ends with \\",
                                        ",",
                                        ";",
                                        "🦉 owl",
                                        "Dr.",
                                        "von der",
                                        "Zoë",
                                        "\u00A0edge\u00A0",
                                        "BEGIN:VCARD",
                                        "END:VCARD",
                                        "'already",
                                        "tab",
                                        "--",
                                        "1985-04-12",
                                        "ﬁ ligature",
                                        "ẞ",
                                        "İ",
                                        "=cmd|' /C calc'!A0"};
    return words[random_below(sizeof words / sizeof *words)];
}

static struct doc strings;

static const char *
random_text(void)
{
    if (doc_count(&strings) > 0 && random_below(4) == 0)
        return doc_item(&strings, random_below(doc_count(&strings)))->text;
    if (random_below(2) == 0)
        return random_word();
    return arena_print(&house.arena, "%s %s", random_word(), random_word());
}

static bool
is_one(const char *name, const char *names)
{
    size_t length = strlen(name);
    for (const char *at = names; (at = strstr(at, name)) != NULL; at += length)
        if (at[-1] == ' ' && at[length] == ' ')
            return true;
    return false;
}

/* A value that somebody could have typed into the form for this column; NULL: not theirs to say. */
static const char *
random_value(const char *column, const char *target)
{
    static const char *const circles[] = {"friend", "alumni", "online", "Choir; altos", "cold"};
    static const char *const zones[] = {"Europe/Berlin", "America/Indiana/Knox", "UTC",
                                        "Asia/Tokyo"};
    static const char *const birthdays[] = {"1985-04-12", "--02-29", "2000-12-31"};
    static const char *const periods[] = {"1999", "2010-05", "2020-02-29"};
    static const char *const answers[] = {"yes", "no", "unknown"};
    static const char *const days[] = {"2024-03-12", "2026-02-28"};
    if (is_one(column, " name_key title_key organization_key place_key profile_key uid import "))
        return NULL;
    if (strcmp(column, "circle") == 0)
        return circles[random_below(5)];
    if (strcmp(column, "zone") == 0)
        return zones[random_below(4)];
    if (strcmp(column, "birthday") == 0)
        return birthdays[random_below(3)];
    if (strcmp(column, "in_field") == 0)
        return answers[random_below(3)];
    if (is_one(column, " field_since field_until "))
        return periods[random_below(3)];
    if (is_one(column, " met_on connected_on "))
        return days[random_below(2)];
    if (is_one(column, " is_private do_not_contact "))
        return "true";
    if (strcmp(column, "target") == 0)
        return target;
    if (strcmp(column, "notes") == 0)
        return arena_print(&house.arena, "%s\n  %s\n\n%s", random_text(), random_text(),
                           random_text());
    return random_text();
}

static void
add_points(struct doc *person, int number)
{
    static const char *const labels[] = {NULL,       "work",      "home", "cell",
                                         "work fax", "Boat; red", "other"};
    static const char *const kinds[] = {"email", "phone", "link", "address", "chat"};
    struct doc *points = doc_list(&house.arena);
    for (uint32_t count = random_below(5), i = 0; i < count; i++) {
        struct doc *point = doc_map(&house.arena);
        uint32_t kind = random_below(5);
        doc_set_text(point, "kind", kinds[kind]);
        doc_set_text(point, "value",
                     arena_print(&house.arena,
                                 kind == 0   ? "p%d-%u@example.org"
                                 : kind == 1 ? "+1 555 %d %u"
                                 : kind == 2 ? "https://example.org/p-%d/%u"
                                 : kind == 3 ? "%d Main St; Unit %u\nOld Town"
                                             : "handle_%d.%u",
                                 number, i));
        if (kind == 3 && random_below(2) == 0) {
            doc_set_text(point, "value", "12 Main St, rear\nOld Town, VT 05401\nUS");
            doc_set_text(point, "detail", ";;12 Main St\\, rear;Old Town;VT;05401;US");
        }
        doc_set_text(point, "label", labels[random_below(7)]);
        (void)doc_push(points, *point);
    }
    doc_set(person, "contact_points", *points);
}

static void
add_tags(struct doc *person)
{
    struct doc *tags = doc_list(&house.arena);
    for (uint32_t count = random_below(4), i = 0; i < count; i++) {
        struct doc *tag = doc_map(&house.arena);
        doc_set_text(tag, "tag", arena_print(&house.arena, "%s %u", random_word(), i));
        (void)doc_push(tags, *tag);
    }
    doc_set(person, "tags", *tags);
}

static struct answer
save(const char *call, struct doc *raw)
{
    struct answer answer;
    call_perform(&house.desk, call_find(&house.desk, call), raw, &house.owner, &house.arena,
                 &answer);
    return answer;
}

/* Saves somebody with a random part of everything; the id. What the form refuses is left away. */
static const char *
save_random(int number, const char *target)
{
    struct doc *person = doc_map(&house.arena);
    doc_set_text(person, "name", arena_print(&house.arena, "%s %d", random_word(), number));
    for (int i = 0; i < noun_person.column_count; i++) {
        const char *column = noun_person.columns[i].name;
        const char *value = random_below(3) == 0 ? NULL : random_value(column, target);
        if (value != NULL && strcmp(column, "name") != 0)
            doc_set_text(person, column, value);
    }
    if (random_below(8) == 0) {
        static const char *const names[] = {"name",        "given_name",  "additional_name",
                                            "family_name", "name_prefix", "name_suffix"};
        for (int i = 0; i < 6; i++)
            doc_remove(person, names[i]); /* "find the name": only a title is known */
        doc_set_text(person, "title", arena_print(&house.arena, "Ranger %d", number));
    }
    add_points(person, number);
    add_tags(person);
    struct answer answer = save("person save", person);
    for (int tries = 0; answer.status == STATUS_INVALID && tries < 10; tries++) {
        const struct doc *fields = doc_get(answer.problem, "fields");
        for (uint32_t i = 0; i < doc_count(fields); i++)
            doc_remove(person, doc_text_of(doc_item(fields, i), "field"));
        answer = save("person save", person);
    }
    if (answer.status != STATUS_OK)
        fail_msg("person save: %s", doc_text_of(answer.problem, "code"));
    return doc_text_of(answer.document, "id");
}

static const char *
save_named(const char *call, const char *name, const char *kind)
{
    struct doc *raw = doc_map(&house.arena);
    doc_set_text(raw, "name", name);
    doc_set_text(raw, "kind", kind);
    struct answer answer = save(call, raw);
    assert_int_equal(answer.status, STATUS_OK);
    return doc_text_of(answer.document, "id");
}

static const char cards[] = "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:card-1\r\nN:Quinn;Ada;;;\r\nFN:Ada "
                            "Quinn\r\nORG:City Museum\r\n"
                            "item1.EMAIL;PREF=1:ada@example.org\r\nitem1.X-ABLabel:studio\r\nX-ODD;"
                            "X-P=\"a,b\":kept\\, whole\r\n"
                            "HOBBY:moss\r\nEND:VCARD\r\n"
                            "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Reyes;Bo\r\nTEL;CELL;PREF:+1-555-"
                            "0100\r\nX-OTHER:1\r\nEND:VCARD\r\n";
static const char table[] = "First Name,Last Name,Organization Name,E-mail 1 - Value,Custom Field "
                            "1 - Label,Custom Field 1 - Value,Odd\r\n"
                            "Cy,Marsh,Parks,cy@example.org,Shoe size,43,\"x, y\"\r\n";

/* What every store has: people of all sorts, who know each other, met at events and are for targets. */
static void
fill_store(uint32_t number)
{
    static const char *ids[PEOPLE_EACH];
    struct doc *raw;
    seed = number;
    const char *target = save_named("target save", "Urban ecologist", "occupation");
    const char *event = save_named("event save", "Spring Fair", "fair");
    for (int i = 0; i < PEOPLE_EACH; i++)
        ids[i] = save_random((int)number * 1000 + i, target);
    for (int i = 0; i < 10; i++) {
        raw = doc_map(&house.arena);
        doc_set_text(raw, "id", ids[random_below(PEOPLE_EACH)]);
        doc_set_text(raw, "person", ids[random_below(PEOPLE_EACH)]);
        doc_set_text(raw, "note", random_word());
        (void)save("bridge save", raw);
        raw = doc_map(&house.arena);
        doc_set_text(raw, "event", event);
        doc_set_text(raw, "person", ids[random_below(PEOPLE_EACH)]);
        doc_set_text(raw, "note", random_word());
        (void)save("event meet", raw);
    }
    assert_string_equal(doc_text_of(import_text(cards, false), "state"), "done");
    assert_string_equal(doc_text_of(import_text(table, false), "state"), "done");
}

/* ---- what a store holds, as a form can carry it ---- */

static bool
carries(const char *form, const char *key)
{
    if (is_one(key, " import sources name_key organization_key title_key place_key "))
        return false;
    if (strcmp(form, "json") == 0)
        return true;
    /* A card and a table name people by their id where no other program did. */
    return !is_one(key, " id uid address_form may_approach_later in_field field_since field_until "
                        "similar_background "
                        "target bridges events "
                        "originals ");
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

/* Cards keep texts without what is invisible and with single blanks; a table keeps ways to reach somebody by their
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
        for (uint32_t i = 0; i < doc_count(value); i++)
            doc_set(map, doc_key(value, i),
                    as_carried(form, doc_key(value, i), doc_value(value, i)));
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

/* One line a person, sorted. */
static const char *
carried(const char *form)
{
    const char *lines[2 * PEOPLE_EACH];
    uint32_t count = 0;
    struct doc *params = doc_map(&house.arena), *rows;
    struct buffer text;
    doc_set_int(params, "owner", 1);
    doc_set_int(params, "after_doc", 0);
    doc_set_int(params, "limit", 2 * PEOPLE_EACH);
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

static void
read_strings(void)
{
    FILE *file = fopen(blns_path, "rb");
    char *text = arena_take(&house.arena, 1 << 20);
    size_t length = file == NULL ? 0 : fread(text, 1, 1 << 20, file);
    strings = *doc_list(&house.arena);
    if (file == NULL)
        return;
    (void)fclose(file);
    struct doc all, *kept = &strings;
    assert_int_equal(json_read(&house.arena, text, length, &all, NULL), STATUS_OK);
    for (uint32_t i = 0; i < doc_count(&all) && i < STRINGS_MOST; i++)
        if (doc_item(&all, i)->kind == DOC_TEXT && doc_item(&all, i)->count > 0)
            (void)doc_push(kept, *doc_item(&all, i));
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
check_form(const char *form, const char *json, uint32_t number)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    read_strings();
    fill_store(number);
    const char *file = house_export(&house, &arena, json, NULL);
    const char *expected = arena_text(&arena, carried(form));
    const char *before = house_dump(&house, 1);
    struct doc *report = import_text(file, false);
    assert_string_equal(doc_text_of(report, "state"), "done");
    assert_same_lines("into the same store", before, house_dump(&house, 1));
    assert_int_equal(doc_int_of(report, "unchanged"), doc_int_of(report, "read"));
    file = reopen_empty(file);
    strings = *doc_list(&house.arena);
    report = import_text(file, false);
    assert_string_equal(doc_text_of(report, "state"), "done");
    assert_int_equal(doc_int_of(report, "rejected"), 0);
    assert_same_lines("into an empty store", expected, carried(form));
    assert_true(doc_int_of(report, "created") >= PEOPLE_EACH);
}

static void
check_rounds(const char *form, const char *json)
{
    for (uint32_t round = 1; round <= ROUNDS; round++) {
        check_form(form, json, round);
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
an_import_that_is_taken_back_was_never_there(void **state)
{
    (void)state;
    static const char *const forms[] = {"{\"as\":\"json\",\"include_private\":true}",
                                        "{\"as\":\"vcard\",\"include_private\":true}",
                                        "{\"as\":\"csv\",\"include_private\":true}"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        read_strings();
        fill_store(7);
        const char *file = house_export(&house, &arena, forms[i], NULL);
        file = reopen_empty(file);
        strings = *doc_list(&house.arena);
        fill_store(8);
        const char *before = house_dump(&house, 1);
        struct doc *report = import_text(file, false);
        assert_string_equal(doc_text_of(report, "state"), "done");
        assert_true(doc_int_of(report, "created") >= PEOPLE_EACH / 2);
        import_call("import undo", doc_text_of(report, "id"));
        work();
        assert_same_lines(forms[i], before, house_dump(&house, 1));
        (void)reopen_empty("");
    }
}

int
main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
    const struct CMUnitTest tests[] = {
        TEST(our_json_read_again_is_the_same_store),
        TEST(our_cards_read_again_are_the_same_store),
        TEST(our_cards_of_version_4_read_again_are_the_same_store),
        TEST(our_table_read_again_is_the_same_store),
        TEST(an_import_that_is_taken_back_was_never_there),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
