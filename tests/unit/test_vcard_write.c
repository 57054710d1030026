/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/vcard_write.h"

#include "base/utf8.h"
#include "doc/json.h"
#include "formats/vcard.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define DATA "../shared/data"

struct result {
    struct arena *arena;
    struct doc *cards;
};

static enum status
keep(void *context, const struct doc *card)
{
    struct result *result = context;
    (void)doc_push(result->cards, doc_copy(result->arena, card));
    return STATUS_OK;
}

static struct vcard vcard;

static struct doc *
read_cards(struct arena *arena, const char *text, size_t length)
{
    ARENA_HERE struct arena rows;
    struct result result = {.arena = arena, .cards = doc_list(arena)};
    arena_open(&rows);
    vcard_open(&vcard, arena, &rows, keep, &result);
    assert_int_equal(vcard_feed(&vcard, text, length), STATUS_OK);
    (void)(vcard_end(&vcard) == STATUS_OK);
    return result.cards;
}

static const char *
write_card(struct arena *arena, const struct doc *person, enum vcard_version version)
{
    struct vcard_writer writer;
    struct buffer buffer;
    buffer_open(&buffer, arena, (size_t)32 * 1024 * 1024);
    vcard_write_open(&writer, arena, version);
    assert_int_equal(vcard_write(&writer, arena, person, &buffer), STATUS_OK);
    assert_true(utf8_valid(buffer_read(&buffer), buffer.length));
    return buffer_read(&buffer);
}

/* No line is longer than 75 bytes, and every one ends in CRLF. */
static void
check_lines(const char *text)
{
    for (const char *line = text; *line != '\0';) {
        const char *end = strstr(line, "\r\n");
        assert_non_null(end);
        assert_true(end - line <= VCARD_FOLD);
        assert_null(memchr(line, '\n', (size_t)(end - line)));
        line = end + 2;
    }
}

static void
check_same(struct arena *arena, const char *what, const struct doc *person, const struct doc *again,
           const char *card)
{
    static const char *const aside[] = {"row",     "line", "empty",    "reason",
                                        "warning", "raw",  "originals"};
    for (uint32_t i = 0; i < doc_count(again); i++) {
        const char *key = doc_key(again, i);
        bool compare = true;
        for (size_t k = 0; k < sizeof aside / sizeof aside[0]; k++)
            compare = compare && strcmp(key, aside[k]) != 0;
        const struct doc *one = doc_get(person, key), *other = doc_value(again, i);
        if (!compare || (doc_is_empty(one) && doc_is_empty(other)) || doc_equal(one, other))
            continue;
        struct buffer shown;
        buffer_open(&shown, arena, 100000);
        json_write(&shown, one, 0);
        buffer_text(&shown, "\n is now \n");
        json_write(&shown, other, 0);
        fail_msg("%s: %s: %s\n%.3000s", what, key, buffer_read(&shown), card);
    }
}

static void
check_round_trip(struct arena *arena, const char *what, const struct doc *person)
{
    static const enum vcard_version versions[] = {VCARD_30, VCARD_40};
    for (size_t i = 0; i < 2; i++) {
        const char *card = write_card(arena, person, versions[i]);
        check_lines(card);
        const struct doc *again = read_cards(arena, card, strlen(card));
        assert_int_equal(doc_count(again), 1);
        check_same(arena, what, person, doc_item(again, 0), card);
    }
}

/* ---- written by hand ---- */

#define CARD(lines) "BEGIN:VCARD\r\nVERSION:3.0\r\n" lines "END:VCARD\r\n"

static void
only_what_changed_is_written_anew(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    static const char text[] = CARD(
        "PRODID:-//Other//EN\r\nREV:20200101T000000Z\r\nN:Quinn;Ada;;;\r\n"
        "FN;LANGUAGE=en:Ada Quinn\r\nTITLE:Clerk\r\nTITLE:Treasurer\r\nX-GENDER;X-A=1:f\\,x\r\n"
        "item3.TEL;X-ID=7:+1 555\r\nitem3.X-ABLabel:_$!<HomeFax>!$_\r\n"
        "item4.X-ABDATE:2001-02-03\r\nitem4.X-ABLabel:_$!<Anniversary>!$_\r\n"
        "EMAIL;TYPE=INTERNET,pref:ada@example.org\r\nEMAIL:old@example.org\r\n");
    struct doc *person = doc_item(read_cards(&arena, text, sizeof text - 1), 0);
    const char *card = write_card(&arena, person, VCARD_30);
    assert_string_equal(
        card, CARD("FN;LANGUAGE=en:Ada Quinn\r\nN:Quinn;Ada;;;\r\nTITLE:Clerk\r\n"
                   "EMAIL;TYPE=INTERNET;TYPE=pref:ada@example.org\r\n"
                   "item3.TEL;X-ID=7:+1 555\r\nitem3.X-ABLabel:_$!<HomeFax>!$_\r\n"
                   "EMAIL:old@example.org\r\nTITLE:Treasurer\r\nX-GENDER;X-A=1:f\\,x\r\n"
                   "item4.X-ABDATE:2001-02-03\r\nitem4.X-ABLabel:_$!<Anniversary>!$_\r\n"));
    doc_set_text(person, "title", "Curator");
    doc_set_text(doc_item(doc_get(person, "contact_points"), 1), "value", "+1 777");
    card = write_card(&arena, person, VCARD_30);
    assert_non_null(strstr(card, "TITLE:Curator\r\n"));
    assert_null(strstr(card, "Clerk"));
    assert_non_null(strstr(card, "item5.TEL:+1 777\r\nitem5.X-ABLabel:homefax\r\n"));
    assert_null(strstr(card, "item3"));
    assert_non_null(strstr(card, "item4.X-ABDATE:2001-02-03\r\n"));
    assert_null(strstr(card, "PRODID"));
    check_round_trip(&arena, "changed", person);
}

static void
the_writer_keeps_to_the_rules_of_both_versions(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *person = doc_map(&arena), *points = doc_list(&arena), *photo = doc_map(&arena);
    doc_set_text(person, "name", "Ada Quinn");
    doc_set_text(person, "birthday", "--08-20");
    doc_set_text(person, "zone", "Europe/Berlin");
    doc_set_text(person, "circle", "friend");
    static const char *const rows[][3] = {{"phone", "+1 555", "work fax"},
                                          {"email", "ada@example.org", "home"},
                                          {"link", "https://example.org", "My shop"},
                                          {"address", "1 Main St\nSpringfield", "work"},
                                          {"chat", "ada:quinn", "skype"}};
    for (size_t i = 0; i < 5; i++) {
        struct doc *point = doc_map(&arena);
        doc_set_text(point, "kind", rows[i][0]);
        doc_set_text(point, "value", rows[i][1]);
        doc_set_text(point, "label", rows[i][2]);
        doc_set(point, "detail", doc_null());
        (void)doc_push(points, *point);
    }
    doc_set(person, "contact_points", *points);
    doc_set_text(photo, "media", "image/png");
    doc_set(photo, "data", doc_text_n("\x89PNG\r\n\x1A\n\0\0\0\rIHD", 15));
    doc_set(person, "photo", *photo);
    assert_string_equal(
        write_card(&arena, person, VCARD_30),
        CARD("FN:Ada Quinn\r\nN:;Ada Quinn;;;\r\nBDAY:--08-20\r\nTZ;VALUE=text:Europe/Berlin\r\n"
             "TEL;TYPE=WORK,FAX:+1 555\r\nEMAIL;TYPE=INTERNET;TYPE=HOME:ada@example.org\r\n"
             "item1.URL:https://example.org\r\nitem1.X-ABLabel:My shop\r\n"
             "ADR;TYPE=WORK:;;1 Main St\\nSpringfield;;;;\r\n"
             "IMPP;X-SERVICE-TYPE=skype:im:ada:quinn\r\n"
             "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgoAAAANSUhE\r\nX-RAPPORT-CIRCLE:friend\r\n"));
    const char *card = write_card(&arena, person, VCARD_40);
    assert_int_equal(
        strncmp(card, "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ada Quinn\r\nBDAY:--0820\r\n", 50), 0);
    assert_non_null(strstr(card, "PHOTO:data:image/png;base64,iVBORw0KGgoAAAANSUhE\r\n"));
    assert_non_null(strstr(card, "TZ:Europe/Berlin\r\n"));
    check_round_trip(&arena, "by hand", person);
}

/* ---- random people ---- */

static uint32_t seed;

static uint32_t
random_below(uint32_t most)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % most;
}

/* Words with what escapes, folds and types stumble over. */
static const char *
random_text(struct arena *arena, size_t pieces, const char *between)
{
    static const char *const words[] = {
        "Ada",         "Quinn",      "O'Neil",      "a,b",        "a;b",
        "back\\slash", "\\n",        "\\N",         "colon:here", "\"q\"",
        "Zoë",         "Łukasz",     "李王",        "محمد",       "=3D",
        "a=",          "^n",         "BEGIN:VCARD", "END:VCARD",  "\U0001F469\u200D\U0001F52C",
        "x;y\\,",      "trailing\\", "pref",        "item1.TEL",  "http://x"};
    struct buffer text;
    buffer_open(&text, arena, 10000);
    for (size_t i = 0; i <= pieces; i++) {
        if (i > 0)
            buffer_text(&text, between);
        buffer_text(&text, words[random_below(sizeof words / sizeof words[0])]);
    }
    return buffer_read(&text);
}

static void
random_points(struct arena *arena, struct doc *person)
{
    static const char *const kinds[] = {"email", "phone", "link", "chat", "address"};
    static const char *const labels[] = {NULL,       "home", "work",  "work fax", "cell",
                                         "My label", "fax",  "a;b\"", "main",     "im"};
    struct doc *points = doc_list(arena);
    for (uint32_t i = random_below(6); i > 0; i--) {
        struct doc *point = doc_map(arena);
        const char *kind = kinds[random_below(5)];
        doc_set_text(point, "kind", kind);
        doc_set_text(point, "label", labels[random_below(10)]);
        doc_set(point, "detail", doc_null());
        if (strcmp(kind, "address") != 0) {
            doc_set_text(point, "value", random_text(arena, random_below(3), " "));
        } else if (random_below(2) == 0) {
            doc_set_text(point, "value", random_text(arena, random_below(4), "\n"));
        } else {
            doc_set_text(point, "value", "Suite 5\n1 Main St, North\nSpringfield, ST 1\nUSA");
            doc_set_text(point, "detail", ";Suite 5;1 Main St\\, North;Springfield;ST;1;USA");
        }
        (void)doc_push(points, *point);
    }
    if (doc_count(points) > 0)
        doc_set(person, "contact_points", *points);
}

static struct doc *
random_person(struct arena *arena)
{
    static const char *const keys[] = {
        "name",        "given_name",         "additional_name",    "family_name",
        "name_prefix", "name_suffix",        "nickname",           "pronunciation",
        "title",       "organization",       "department",         "place",
        "languages",   "preferred_language", "met_place",          "how_found",
        "circle",      "address_form",       "similar_background", "uid"};
    struct doc *person = doc_map(arena);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (random_below(3) == 0)
            doc_set_text(person, keys[i], random_text(arena, random_below(4), " "));
    if (random_below(2) == 0)
        doc_set_text(person, "notes",
                     random_text(arena, random_below(30), random_below(2) ? "\n" : " "));
    if (random_below(3) == 0)
        doc_set_text(person, "birthday", random_below(2) ? "--02-29" : "1985-04-12");
    if (random_below(3) == 0)
        doc_set_text(person, "zone", random_below(2) ? "Europe/Berlin" : "UTC");
    if (random_below(3) == 0)
        doc_set_text(person, "met_on", "2026-03-02");
    if (random_below(3) == 0)
        doc_set_text(person, "in_field", random_below(2) ? "yes" : "unknown");
    if (random_below(3) == 0)
        doc_set_text(person, "field_since", random_below(2) ? "1999" : "2010-05");
    if (random_below(3) == 0)
        doc_set_text(person, "field_until", "2020-02-29");
    if (random_below(4) == 0)
        doc_set_bool(person, "may_approach_later", true);
    if (random_below(4) == 0)
        doc_set_bool(person, "is_private", true);
    if (random_below(4) == 0)
        doc_set_bool(person, "do_not_contact", true);
    random_points(arena, person);
    if (random_below(2) == 0) {
        struct doc *tags = doc_list(arena), *tag = doc_map(arena);
        doc_set_text(tag, "tag", random_text(arena, 1, " "));
        (void)doc_push(tags, *tag);
        doc_set(person, "tags", *tags);
    }
    return person;
}

static void
what_is_written_is_read_again_for_random_people(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 3000; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        seed = 42 + i;
        struct doc *person = random_person(&arena);
        check_round_trip(&arena, arena_print(&arena, "seed %u", 42 + i), person);
        /* And a person who changes after having come from a card. */
        const char *card = write_card(&arena, random_person(&arena), i % 2 ? VCARD_30 : VCARD_40);
        const struct doc *read = doc_item(read_cards(&arena, card, strlen(card)), 0);
        doc_set(person, "originals", *doc_get(read, "originals"));
        check_round_trip(&arena, arena_print(&arena, "seed %u with an original", 42 + i), person);
    }
}

static void
an_own_line_that_says_no_known_word_comes_back_as_it_was(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    static const char text[] =
        CARD("FN:Ada Quinn\r\nX-RAPPORT-IN-FIELD:perhaps\r\nX-RAPPORT-FIELD-SINCE:long ago\r\n"
             "X-RAPPORT-FIELD-UNTIL:2010-05\r\n");
    struct doc *person = doc_item(read_cards(&arena, text, sizeof text - 1), 0);
    assert_true(doc_is_empty(doc_get(person, "in_field")));
    assert_true(doc_is_empty(doc_get(person, "field_since")));
    assert_string_equal(doc_text_of(person, "field_until"), "2010-05");
    const char *card = write_card(&arena, person, VCARD_30);
    assert_non_null(strstr(card, "X-RAPPORT-IN-FIELD:perhaps\r\n"));
    assert_non_null(strstr(card, "X-RAPPORT-FIELD-SINCE:long ago\r\n"));
    check_round_trip(&arena, "own lines", person);
}

/* Two people were made one: each brought a card. */
static void
what_only_one_of_two_cards_knows_is_written(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    static const char *const cards[] = {
        "BEGIN:VCARD\nVERSION:4.0\nFN:Bob Hale\nTEL:555 0101\nGENDER:M\n"
        "HOBBY:maps\nX-SHARED:same\nitem1.X-ABDATE:2010-06-01\nitem1.X-ABLabel:Wedding\n"
        "END:VCARD\n",
        "BEGIN:VCARD\nVERSION:4.0\nFN:Robert Hale\nGENDER:U\nX-SHARED:same\n"
        "item1.X-ABDATE:2011-07-02\nitem1.X-ABLabel:Moved\nEND:VCARD\n"};
    struct doc *person = doc_map(&arena), *originals = doc_list(&arena);
    doc_set_text(person, "name", "Robert Hale");
    for (size_t i = 0; i < 2; i++) {
        struct doc *original = doc_push(originals, *doc_map(&arena));
        doc_set_text(original, "form", "vcard");
        doc_set_text(original, "data", cards[i]);
    }
    doc_set(person, "originals", *originals);
    const char *written = write_card(&arena, person, VCARD_40);
    assert_non_null(strstr(written, "\r\nHOBBY:maps\r\n"));
    assert_non_null(strstr(written, "\r\nitem1.X-ABLabel:Moved\r\n"));
    assert_non_null(strstr(written, "\r\ncard1-item1.X-ABDATE:2010-06-01\r\n"));
    assert_non_null(strstr(written, "\r\ncard1-item1.X-ABLabel:Wedding\r\n"));
    assert_non_null(strstr(written, "\r\nGENDER:U\r\n"));
    assert_null(strstr(written, "GENDER:M"));
    assert_null(strstr(written, "Bob"));
    assert_null(strstr(written, "TEL"));
    const char *shared = strstr(written, "X-SHARED:same");
    assert_non_null(shared);
    assert_null(strstr(shared + 1, "X-SHARED"));
}

/* ---- others' files ---- */

static char *
read_file(struct arena *arena, const char *path, size_t *out_length)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *out_length = (size_t)ftell(file);
    rewind(file);
    char *text = arena_alloc(arena, *out_length + 1);
    assert_int_equal(fread(text, 1, *out_length, file), *out_length);
    fclose(file);
    return text;
}

static void
every_sample_survives_reading_and_writing(void **state)
{
    (void)state;
    static const char *const folders[] = {"VCards", "ez-vcard", "ical4j-vcard", "vobject"};
    int cards_seen = 0;
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char path[600];
        snprintf(path, sizeof path, DATA "/samples/vcard/%s", folders[i]);
        DIR *folder = opendir(path);
        if (folder == NULL) {
            print_message("# skipped: " DATA " is not here\n");
            skip();
        }
        for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
            if (strstr(entry->d_name, ".vcf") == NULL && strstr(entry->d_name, ".txt") == NULL)
                continue;
            ARENA_HERE struct arena arena;
            arena_open(&arena);
            size_t length;
            snprintf(path, sizeof path, DATA "/samples/vcard/%s/%s", folders[i], entry->d_name);
            const char *text = read_file(&arena, path, &length);
            const struct doc *cards = read_cards(&arena, text, length);
            for (uint32_t k = 0; k < doc_count(cards) && k < 200; k++) {
                check_round_trip(&arena, path, doc_item(cards, k));
                cards_seen++;
            }
        }
        closedir(folder);
    }
    assert_true(cards_seen > 150);
}

static void
strings_that_break_programs_stay_names(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    size_t length;
    const char *text = read_file(&arena, DATA "/suites/blns/blns.json", &length);
    struct doc strings;
    if (text == NULL) {
        print_message("# skipped: " DATA " is not here\n");
        skip();
    }
    assert_int_equal(json_read(&arena, text, length, &strings, NULL), STATUS_OK);
    assert_true(doc_count(&strings) > 400);
    for (uint32_t i = 0; i < doc_count(&strings); i++) {
        struct doc *person = doc_map(&arena);
        doc_set_text(person, "name", doc_item(&strings, i)->text);
        doc_set_text(person, "organization", "City Museum");
        const char *card = write_card(&arena, person, VCARD_30);
        const struct doc *once = doc_item(read_cards(&arena, card, strlen(card)), 0);
        check_lines(card);
        assert_string_equal(doc_text_of(once, "organization"), "City Museum");
        check_round_trip(&arena, doc_item(&strings, i)->text, once);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_changed_is_written_anew),
        cmocka_unit_test(the_writer_keeps_to_the_rules_of_both_versions),
        cmocka_unit_test(an_own_line_that_says_no_known_word_comes_back_as_it_was),
        cmocka_unit_test(what_only_one_of_two_cards_knows_is_written),
        cmocka_unit_test(what_is_written_is_read_again_for_random_people),
        cmocka_unit_test(every_sample_survives_reading_and_writing),
        cmocka_unit_test(strings_that_break_programs_stay_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
