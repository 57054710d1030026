/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random_people.h"

#include "doc/json.h"
#include "statements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    STRINGS_MOST = 600,
    POINTS_MOST = 100,
    TAGS_MOST = 50,
    LONG_TEXT = 150,
    NOTES_LONG = 18000,
    PHOTO_MOST = 300 * 1024 /* more than one piece of those in which bytes are kept */
};

static const char blns_path[] = "../shared/data/suites/blns/blns.json";

static uint32_t seed;

uint32_t
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
                                        "=cmd|' /C calc'!A0",
                                        "国立科学博物館、上野",
                                        "שלום; עולם",
                                        "\u2066isolated\u2069",
                                        "नमस्ते",
                                        "%0A=3D=",
                                        "^n^'",
                                        "a ::: b ::: c",
                                        "data:image/png;base64,AA",
                                        "\\,\\;\\N",
                                        "item1.X-ABLabel:x",
                                        "  two before",
                                        "a|b"};
    return words[random_below(sizeof words / sizeof *words)];
}

static struct doc strings;

/* About so many bytes of words. */
static const char *
long_text(size_t length)
{
    struct buffer text;
    buffer_open(&text, &house.arena, length + 200);
    while (text.length < length)
        buffer_print(&text, "%s%s", text.length == 0 ? "" : " ", random_word());
    return buffer_read(&text);
}

static const char *
random_text(void)
{
    if (doc_count(&strings) > 0 && random_below(4) == 0)
        return doc_item(&strings, random_below(doc_count(&strings)))->text;
    if (random_below(2) == 0)
        return random_word();
    if (random_below(20) == 0)
        return long_text(LONG_TEXT);
    return arena_print(&house.arena, "%s %s", random_word(), random_word());
}

bool
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
    if (is_one(column, " is_private do_not_contact may_approach_later "))
        return "true";
    if (strcmp(column, "target") == 0)
        return target;
    if (strcmp(column, "notes") == 0 && random_below(8) == 0)
        return long_text(1 + random_below(NOTES_LONG));
    if (strcmp(column, "notes") == 0)
        return arena_print(&house.arena, "%s\n  %s\n\n%s", random_text(), random_text(),
                           random_text());
    return random_text();
}

/* Mostly a few, now and then as many as there may be. */
static uint32_t
random_count(uint32_t few, uint32_t most)
{
    return random_below(12) == 0 ? random_below(most + 1) : random_below(few);
}

static void
add_points(struct doc *person, int number)
{
    static const char *const labels[] = {NULL,       "work",      "home", "cell",
                                         "work fax", "Boat; red", "other"};
    static const char *const kinds[] = {"email", "phone", "link", "address", "chat"};
    struct doc *points = doc_list(&house.arena);
    for (uint32_t count = random_count(5, POINTS_MOST), i = 0; i < count; i++) {
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
    for (uint32_t count = random_count(4, TAGS_MOST), i = 0; i < count; i++) {
        struct doc *tag = doc_map(&house.arena);
        doc_set_text(tag, "tag", arena_print(&house.arena, "%s %u", random_word(), i));
        (void)doc_push(tags, *tag);
    }
    doc_set(person, "tags", *tags);
}

/* What other programs' files said beyond that: several cards, columns nobody knew. */
static void
add_originals(struct doc *person, int number)
{
    struct doc *originals = doc_list(&house.arena);
    for (uint32_t count = random_below(6) == 0 ? 1 + random_below(4) : 0, i = 0; i < count; i++) {
        struct doc *original = doc_map(&house.arena);
        bool card = random_below(2) == 0;
        doc_set_text(original, "form", card ? "vcard" : "csv");
        doc_set_text(
            original, "data",
            card ? arena_print(&house.arena,
                               "BEGIN:VCARD\r\nVERSION:%s\r\nUID:made-%d-%u\r\nFN:Somebody "
                               "%d\r\nX-ODD;X-P=\"a,b\":kept\\, whole %u\r\nRELATED;TYPE=friend:"
                               "urn:uuid:0%u\r\nHOBBY:moss\r\nEND:VCARD\r\n",
                               random_below(2) == 0 ? "3.0" : "4.0", number, i, number, i, i)
                 : arena_print(&house.arena, "{\"Shoe size\":\"4%u\",\"Odd, \\\"one\\\"\":\"%d\"}",
                               i, number));
        (void)doc_push(originals, *original);
    }
    if (doc_count(originals) > 0)
        doc_set(person, "originals", *originals);
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
    add_originals(person, number);
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

/* A picture of up to PHOTO_MOST bytes. */
static void
add_photo(const char *person)
{
    static const char *const begins[] = {"\xff\xd8\xff", "\x89PNG\r\n\x1a\n", "GIF89a"};
    char path[] = "/tmp/rapport-photo-XXXXXX";
    int file = mkstemp(path);
    const char *begin = begins[random_below(3)];
    size_t length = strlen(begin), more = random_below(random_below(4) == 0 ? PHOTO_MOST : 2000);
    char *bytes = arena_take(&house.arena, length + more);
    assert_true(file >= 0);
    memcpy(bytes, begin, length);
    for (size_t i = 0; i < more; i++)
        bytes[length + i] = (char)random_below(256);
    assert_int_equal(write(file, bytes, length + more), (ssize_t)(length + more));
    close(file);
    struct doc *raw = doc_map(&house.arena), *upload = doc_map(&house.arena);
    doc_set_text(raw, "person", person);
    doc_set_text(raw, "kind", "photo");
    doc_set_text(upload, "name", "photo");
    doc_set_text(upload, "path", path);
    doc_set_int(upload, "size", (int64_t)(length + more));
    doc_set(raw, "file", *upload);
    struct answer answer = save("attachment save", raw);
    unlink(path);
    assert_int_equal(answer.status, STATUS_OK);
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

/* Naughty strings, where they are to be had; `strange` false: none. */
static void
read_strings(bool strange)
{
    FILE *file = fopen(blns_path, "rb");
    char *text = arena_take(&house.arena, 1 << 20);
    size_t length = file == NULL ? 0 : fread(text, 1, 1 << 20, file);
    strings = *doc_list(&house.arena);
    if (file != NULL)
        (void)fclose(file);
    if (file == NULL || !strange)
        return;
    struct doc all, *kept = &strings;
    assert_int_equal(json_read(&house.arena, text, length, &all, NULL), STATUS_OK);
    for (uint32_t i = 0; i < doc_count(&all) && i < STRINGS_MOST; i++)
        if (doc_item(&all, i)->kind == DOC_TEXT && doc_item(&all, i)->count > 0)
            (void)doc_push(kept, *doc_item(&all, i));
}

void
random_store(uint32_t number, bool strange, const char *ids[RANDOM_PEOPLE])
{
    struct doc *raw;
    seed = number;
    read_strings(strange);
    const char *target = save_named("target save", "Urban ecologist", "occupation");
    const char *event = save_named("event save", "Spring Fair", "fair");
    for (int i = 0; i < RANDOM_PEOPLE; i++)
        ids[i] = save_random((int)number * 1000 + i, target);
    for (int i = 0; i < RANDOM_PEOPLE; i++)
        if (random_below(6) == 0)
            add_photo(ids[i]);
    for (int i = 0; i < 10; i++) {
        raw = doc_map(&house.arena);
        doc_set_text(raw, "id", ids[random_below(RANDOM_PEOPLE)]);
        doc_set_text(raw, "person", ids[random_below(RANDOM_PEOPLE)]);
        doc_set_text(raw, "note", random_word());
        (void)save("bridge save", raw);
        raw = doc_map(&house.arena);
        doc_set_text(raw, "event", event);
        doc_set_text(raw, "person", ids[random_below(RANDOM_PEOPLE)]);
        doc_set_text(raw, "note", random_word());
        (void)save("event meet", raw);
    }
    assert_string_equal(doc_text_of(import_text(cards, false), "state"), "done");
    assert_string_equal(doc_text_of(import_text(table, false), "state"), "done");
}

uint32_t
random_rounds(uint32_t usual)
{
    const char *text = getenv("RAPPORT_ROUNDS");
    return text == NULL ? usual : (uint32_t)strtoul(text, NULL, 10);
}

uint32_t
random_first(void)
{
    const char *text = getenv("RAPPORT_SEED");
    return text == NULL ? 1 : (uint32_t)strtoul(text, NULL, 10);
}
