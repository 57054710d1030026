/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/contacts_csv_write.h"

#include "doc/json.h"
#include "formats/contacts_csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 60, PEOPLE = 12 };

/* ---- people at random, from a seed ---- */

static uint32_t seed;

static uint32_t
below(uint32_t count)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % count;
}

static const char *
word(void)
{
    static const char *const words[] = {"Ada",          "Quinn",
                                        "River Works",  "=1+1",
                                        "'=x",          "+49 170 555",
                                        "-2",           "@home",
                                        "say \"hi\"",   "a, b",
                                        "c; d",         "Zo\u00EB",
                                        "\u5F20\u4F1F", "\u0410\u0434\u0430",
                                        "o'Neil",       "100 %",
                                        "<b>x</b>",     "{{name}}",
                                        "''=y",         "\uFF1D1",
                                        "x ::: y",      "\u202Dok"};
    uint32_t count = sizeof words / sizeof *words;
    /* The last two cannot be told apart from what they mean to a reader. */
    return words[below(count - 2)];
}

static const char *
maybe(void)
{
    return below(3) == 0 ? word() : NULL;
}

static void
add_point(struct doc *points, const char *kind, const char *value, const char *label,
          const char *detail)
{
    struct doc point = *doc_map(points->list->arena);
    doc_set_text(&point, "kind", kind);
    doc_set_text(&point, "value", value);
    doc_set_text(&point, "label", label);
    doc_set_text(&point, "detail", detail);
    (void)doc_push(points, point);
}

static const char *
label(void)
{
    static const char *const labels[] = {"home", "work", "other", "cell", "Band office", NULL};
    return labels[below(6)];
}

static struct doc
points_of(struct arena *arena, bool chat_last)
{
    struct doc *points = doc_list(arena);
    for (uint32_t i = below(3); i > 0; i--)
        add_point(points, "email", arena_print(arena, "p%u@example.org", below(1000)), label(),
                  NULL);
    for (uint32_t i = below(3); i > 0; i--)
        add_point(points, "phone", arena_print(arena, "+1 555 01%02u", below(100)), label(), NULL);
    for (uint32_t i = below(2); i > 0; i--)
        add_point(points, "link", "https://ada.example.org/x?y=1", label(), NULL);
    for (uint32_t i = below(2); i > 0 && !chat_last; i--)
        add_point(points, "chat", word(), label(), NULL);
    for (uint32_t i = below(3); i > 0; i--) {
        if (below(2) == 0)
            add_point(points, "address", "1 Bank St\nTown", label(), NULL);
        else
            add_point(points, "address", "1 Bank St, back\nRoom 2\nTown, VT 05401\nUS", label(),
                      ";;1 Bank St\\, back,Room 2;Town;VT;05401;US");
    }
    for (uint32_t i = below(2); i > 0 && chat_last; i--)
        add_point(points, "chat", word(), label(), NULL);
    return *points;
}

static struct doc
tags_of(struct arena *arena)
{
    static const char *const tags[] = {"Family", "fair 2026", "=cmd", "a, b", "\u0424"};
    struct doc *list = doc_list(arena);
    uint32_t first = below(5);
    for (uint32_t i = 0; i < below(4); i++) {
        struct doc item = *doc_map(arena);
        doc_set_text(&item, "tag", tags[(first + i) % 5]);
        (void)doc_push(list, item);
    }
    return *list;
}

static struct doc
originals_of(struct arena *arena)
{
    struct doc *list = doc_list(arena), *data = doc_map(arena), item = *doc_map(arena);
    struct buffer json;
    if (below(2) == 0)
        return *list;
    doc_set_text(data, "Shoe size", word());
    if (below(2) == 0)
        doc_set_text(data, "Anniversary", "2010-06-01");
    buffer_open(&json, arena, 10000);
    json_write(&json, data, 0);
    doc_set_text(&item, "form", "csv");
    doc_set_text(&item, "data", arena_text(arena, buffer_read(&json)));
    (void)doc_push(list, item);
    return *list;
}

static struct doc
person_of(struct arena *arena, enum contacts_form form)
{
    struct doc person = *doc_map(arena);
    for (int i = 0; i < CONTACTS_FIELDS; i++)
        if (i != CONTACTS_PRONUNCIATION_FAMILY)
            doc_set_text(&person, contacts_fields[i], maybe());
    const char *given = doc_text_of(&person, "given_name");
    if (doc_is_empty(doc_get(&person, "name")) || strcmp(given, doc_text_of(&person, "name")) == 0)
        doc_set_text(&person, "name", "Ada Lin Quinn");
    doc_set_text(&person, "birthday",
                 below(3) == 0   ? "1985-04-12"
                 : below(2) == 0 ? "--04-12"
                                 : NULL);
    doc_set_text(&person, "connected_on", below(2) == 0 ? "2024-03-12" : NULL);
    doc_set_text(&person, "met_on", below(2) == 0 ? "2025-01-02" : NULL);
    doc_set_text(&person, "notes",
                 below(2) == 0 ? "First line\n  second, \"quoted\"\n\nend" : NULL);
    doc_set_text(&person, "in_field", below(2) == 0 ? "unknown" : NULL);
    doc_set_text(&person, "field_since", below(2) == 0 ? "1999" : NULL);
    doc_set_text(&person, "field_until", below(2) == 0 ? "2010-05" : NULL);
    for (int i = CONTACTS_FIRST_TRUTH; i < CONTACTS_FIELDS; i++)
        doc_set(&person, contacts_fields[i], below(3) == 0 ? doc_bool(true) : doc_null());
    doc_set(&person, "contact_points", points_of(arena, form == CONTACTS_FORM_GOOGLE));
    doc_set(&person, "tags", tags_of(arena));
    doc_set(&person, "originals", originals_of(arena));
    return person;
}

/* ---- there and back ---- */

struct result {
    struct arena *arena;
    struct doc *rows;
};

static enum status
take_in(void *context, const struct doc *row)
{
    struct result *result = context;
    (void)doc_push(result->rows, doc_copy(result->arena, row));
    return STATUS_OK;
}

static struct contacts_writer writer;
static struct contacts_csv reader;

static const char *
write_people(struct arena *arena, const struct doc *people, enum contacts_form form, bool guard,
             bool mark)
{
    ARENA_HERE struct arena rows;
    struct buffer buffer;
    arena_open(&rows);
    buffer_open(&buffer, arena, 1 << 24);
    contacts_write_open(&writer, arena, &rows, &buffer, form, guard);
    for (uint32_t i = 0; i < doc_count(people); i++)
        contacts_write_measure(&writer, doc_item(people, i));
    contacts_write_header(&writer, mark);
    for (uint32_t i = 0; i < doc_count(people); i++)
        contacts_write_person(&writer, doc_item(people, i));
    assert_int_equal(writer.people, doc_count(people));
    assert_int_equal(buffer_status(&buffer), STATUS_OK);
    return buffer_read(&buffer);
}

static struct doc *
read_people(struct arena *arena, const char *text, const char *dialect)
{
    ARENA_HERE struct arena rows;
    struct result result = {arena, doc_list(arena)};
    arena_open(&rows);
    contacts_csv_open(&reader, arena, &rows, take_in, &result);
    assert_int_equal(contacts_csv_feed(&reader, text, strlen(text)), STATUS_OK);
    assert_int_equal(contacts_csv_end(&reader), STATUS_OK);
    assert_string_equal(reader.dialect, dialect);
    return result.rows;
}

static const char *
shown(struct arena *arena, const struct doc *value)
{
    struct buffer json;
    buffer_open(&json, arena, 100000);
    json_write(&json, value, 0);
    return doc_is_empty(value) ? "" : arena_text(arena, buffer_read(&json));
}

static void
assert_same(struct arena *arena, const struct doc *before, const struct doc *after)
{
    static const char *const lists[] = {"contact_points", "tags", "originals"};
    for (int i = 0; i < CONTACTS_FIELDS; i++)
        assert_string_equal(shown(arena, doc_get(before, contacts_fields[i])),
                            shown(arena, doc_get(after, contacts_fields[i])));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        assert_string_equal(shown(arena, doc_get(before, lists[i])),
                            shown(arena, doc_get(after, lists[i])));
}

static int64_t
left_out(void)
{
    int64_t all = 0;
    for (int i = 0; i < LEFT_OUT_FIELDS; i++)
        all += writer.left_out.counts[i];
    return all;
}

static void
check_round_trip(enum contacts_form form, const char *dialect)
{
    for (uint32_t round = 1; round <= ROUNDS; round++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        seed = round;
        struct doc *people = doc_list(&arena);
        for (int i = 0; i < PEOPLE; i++)
            (void)doc_push(people, person_of(&arena, form));
        const char *text = write_people(&arena, people, form, round % 2 == 0, round % 3 == 0);
        assert_int_equal(left_out(), 0);
        struct doc *again = read_people(&arena, text, dialect);
        assert_int_equal(doc_count(again), PEOPLE);
        for (uint32_t i = 0; i < PEOPLE; i++) {
            assert_true(doc_is_empty(doc_get(doc_item(again, i), "reason")));
            assert_true(doc_is_empty(doc_get(doc_item(again, i), "warning")));
            assert_same(&arena, doc_item(people, i), doc_item(again, i));
        }
    }
}

static void
what_is_written_plain_comes_back_the_same(void **state)
{
    (void)state;
    check_round_trip(CONTACTS_FORM_PLAIN, "rapport");
}

static void
what_is_written_for_google_comes_back_the_same(void **state)
{
    (void)state;
    check_round_trip(CONTACTS_FORM_GOOGLE, "google");
}

static void
what_outlook_has_columns_for_comes_back_the_same(void **state)
{
    (void)state;
    for (uint32_t round = 1; round <= ROUNDS; round++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        seed = round;
        struct doc *people = doc_list(&arena);
        for (int i = 0; i < PEOPLE; i++)
            (void)doc_push(people, person_of(&arena, CONTACTS_FORM_OUTLOOK));
        struct doc *once = read_people(
            &arena, write_people(&arena, people, CONTACTS_FORM_OUTLOOK, true, true), "outlook_com");
        struct doc *twice = read_people(
            &arena, write_people(&arena, once, CONTACTS_FORM_OUTLOOK, false, false), "outlook_com");
        assert_int_equal(left_out(), 0);
        assert_int_equal(doc_count(once), PEOPLE);
        for (uint32_t i = 0; i < PEOPLE; i++)
            assert_same(&arena, doc_item(once, i), doc_item(twice, i));
    }
}

static uint32_t
points_of_kind(const struct doc *person, const char *kind)
{
    const struct doc *points = doc_get(person, "contact_points");
    uint32_t count = 0;
    for (uint32_t i = 0; i < doc_count(points); i++)
        count += strcmp(doc_text_of(doc_item(points, i), "kind"), kind) == 0;
    return count;
}

/* Counted as left out is what does not come back, value by value. */
static void
outlook_leaves_out_what_it_says(void **state)
{
    (void)state;
    static const char *const kinds[] = {"email", "phone", "link", "chat"};
    int64_t fields = 0, points = 0;
    for (uint32_t round = 1; round <= 10 * ROUNDS; round++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        seed = round;
        struct doc *people = doc_list(&arena);
        struct doc *before = doc_push(people, person_of(&arena, CONTACTS_FORM_OUTLOOK));
        struct doc many = doc_copy(&arena, doc_get(before, "contact_points"));
        for (uint32_t i = 0; i < below(6); i++)
            add_point(&many, "email", arena_print(&arena, "more%u@example.org", i), NULL, NULL);
        doc_set(before, "contact_points", many);
        const char *text = write_people(&arena, people, CONTACTS_FORM_OUTLOOK, false, false);
        const struct doc *after = doc_item(read_people(&arena, text, "outlook_com"), 0);
        const int64_t *counts = writer.left_out.counts;
        for (int i = CONTACTS_NAME_PREFIX; i < CONTACTS_FIELDS; i++) {
            const struct doc *value = doc_get(before, contacts_fields[i]);
            bool same = doc_is_empty(value) || doc_equal(value, doc_get(after, contacts_fields[i]));
            assert_int_equal(counts[i], !same);
            fields += counts[i];
        }
        for (int i = 0; i < 4; i++) {
            assert_int_equal(counts[LEFT_OUT_EMAIL + i],
                             points_of_kind(before, kinds[i]) - points_of_kind(after, kinds[i]));
            points += counts[LEFT_OUT_EMAIL + i];
        }
        assert_int_equal(counts[LEFT_OUT_OTHERS] > 0, doc_count(doc_get(before, "originals")) > 0);
    }
    assert_true(fields > 1000 && points > 10);
}

static void
says_how_much_outlook_cannot_hold(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *people = doc_list(&arena), *person = doc_push(people, *doc_map(&arena));
    struct doc *points = doc_list(&arena);
    doc_set_text(person, "name", "Ada Quinn");
    doc_set_text(person, "circle", "friend");
    for (int i = 0; i < 5; i++)
        add_point(points, "email", arena_print(&arena, "p%d@example.org", i),
                  i == 0 ? "work" : NULL, NULL);
    add_point(points, "address", "PO 7\nTown", "work", "PO 7;;;Town;;;");
    doc_set(person, "contact_points", *points);
    const char *text = write_people(&arena, people, CONTACTS_FORM_OUTLOOK, false, false);
    const int64_t *counts = writer.left_out.counts;
    assert_int_equal(counts[LEFT_OUT_EMAIL], 2);
    assert_int_equal(counts[LEFT_OUT_LABEL], 1);
    assert_int_equal(counts[LEFT_OUT_ADDRESS], 1);
    assert_int_equal(counts[CONTACTS_CIRCLE], 1);
    assert_int_equal(left_out(), 5);
    assert_non_null(strstr(text, "\r\nAda Quinn,"));
    assert_non_null(strstr(text, "p2@example.org"));
    assert_null(strstr(text, "p3@example.org"));
}

/* Many kinds of many things: the table is as wide as our own reader takes, and the rest is counted. */
static void
a_table_grows_no_wider_than_it_can_be_read(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    static const char *const kinds[] = {"email", "phone", "link", "chat", "address"};
    struct doc *people = doc_list(&arena), *person = doc_push(people, *doc_map(&arena));
    struct doc *points = doc_list(&arena), *tags = doc_list(&arena);
    doc_set_text(person, "name", "Ada Quinn");
    for (int kind = 0; kind < 5; kind++)
        for (int i = 0; i < 180; i++)
            add_point(points, kinds[kind], arena_print(&arena, "p%d@example.org", i), NULL, NULL);
    for (int i = 0; i < 200; i++) {
        struct doc *tag = doc_push(tags, *doc_map(&arena));
        doc_set_text(tag, "tag", arena_print(&arena, "tag %d", i));
    }
    doc_set(person, "contact_points", *points);
    doc_set(person, "tags", *tags);
    const char *text = write_people(&arena, people, CONTACTS_FORM_PLAIN, false, false);
    size_t width = 1;
    for (const char *at = text; *at != '\r'; at++)
        width += *at == ',';
    assert_true(width > 1400 && width <= 1500);
    assert_true(left_out() > 0);
    size_t points_written = 0, tags_written = 0;
    for (const char *at = text; (at = strstr(at, "@example.org")) != NULL; at++)
        points_written++;
    for (const char *at = strchr(text, '\n'); (at = strstr(at, ",tag ")) != NULL; at++)
        tags_written++;
    assert_int_equal(points_written + tags_written + (size_t)left_out(), 5 * 180 + 200);
}

static void
writes_formulas_as_text_and_begins_as_it_should(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *people = doc_list(&arena), *person = doc_push(people, *doc_map(&arena));
    doc_set_text(person, "name", "=HYPERLINK(\"http://example.org\")");
    const char *text = write_people(&arena, people, CONTACTS_FORM_GOOGLE, true, true);
    assert_memory_equal(text,
                        "\xEF\xBB\xBF"
                        "First Name,Middle Name,Last Name,Phonetic First Name,",
                        3 + 52);
    assert_non_null(strstr(text, "\r\n\"'=HYPERLINK(\"\"http://example.org\"\")\","));
    assert_non_null(strstr(text, ",* myContacts\r\n"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_plain_comes_back_the_same),
        cmocka_unit_test(what_is_written_for_google_comes_back_the_same),
        cmocka_unit_test(what_outlook_has_columns_for_comes_back_the_same),
        cmocka_unit_test(outlook_leaves_out_what_it_says),
        cmocka_unit_test(says_how_much_outlook_cannot_hold),
        cmocka_unit_test(a_table_grows_no_wider_than_it_can_be_read),
        cmocka_unit_test(writes_formulas_as_text_and_begins_as_it_should),
    };
    return cmocka_run_group_tests_name("contacts_csv_write", tests, NULL, NULL);
}
