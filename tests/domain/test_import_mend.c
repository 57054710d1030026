/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What could not be used comes back in the form in which it came, and goes in when it is mended. */
#include "bringing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { TEXT_MAX = 16 * 1024 * 1024, LONG_PHOTO = 9 * 1024 * 1024 };

static struct doc *
import_all(const char *bytes, size_t length)
{
    struct answer answer = import_bytes(bytes, length, false);
    if (answer.status != STATUS_OK)
        fail_msg("import: %s", doc_text_of(answer.problem, "code"));
    work();
    return import_call("import read", doc_text_of(answer.document, "id"));
}

static const char *
rejected_of(const struct doc *report, size_t *out_length)
{
    struct buffer text;
    buffer_open(&text, &house.arena, TEXT_MAX);
    assert_int_equal(write_rejected(doc_text_of(report, "id"), &text),
                     doc_int_of(report, "rejected"));
    *out_length = text.length;
    return buffer_read(&text);
}

/* Everything that stands between these two, in the order of the file, with something put before it. */
static const char *
put_before(const char *text, size_t length, const char *what, const char *more, size_t *out_length)
{
    struct buffer buffer;
    buffer_open(&buffer, &house.arena, TEXT_MAX);
    const char *end = text + length, *found;
    while ((found = memmem(text, (size_t)(end - text), what, strlen(what))) != NULL) {
        buffer_add(&buffer, text, (size_t)(found - text));
        buffer_text(&buffer, more);
        buffer_text(&buffer, what);
        text = found + strlen(what);
    }
    buffer_add(&buffer, text, (size_t)(end - text));
    *out_length = buffer.length;
    return buffer_read(&buffer);
}

static const char nameless[] = "VERSION:3.0\r\nNOTE:Met on the\r\n  bridge\r\nX-ODD;X=1:kept\r\n"
                               "X-LATIN:caf\xE9\r\nEND:VCARD\r\n";

static void
gives_back_cards_as_they_stood_and_takes_them_mended(void **state)
{
    (void)state;
    struct buffer cards;
    size_t length;
    buffer_open(&cards, &house.arena, TEXT_MAX);
    buffer_text(&cards, "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Quinn\r\nEND:VCARD\r\n");
    buffer_text(&cards, "BEGIN:VCARD\r\n");
    buffer_text(&cards, nameless);
    buffer_text(&cards, "begin:vcard\nversion:2.1\nnote:no end\n");
    struct doc *report = import_all(buffer_read(&cards), cards.length);
    assert_report(report, "done", 1, 0, 0, 0, 2);
    const char *file = rejected_of(report, &length);
    const char *reason = "BEGIN:VCARD\r\nX-RAPPORT-ROW:2\r\n"
                         "X-RAPPORT-REASON:import.nothing_in_row\r\n";
    assert_memory_equal(file, reason, strlen(reason));
    assert_memory_equal(file + strlen(reason), nameless, sizeof nameless - 1);
    assert_non_null(strstr(file, "version:2.1\nnote:no end\r\nEND:VCARD\r\n"));
    const char *mended = put_before(file, length, "X-RAPPORT-ROW:2", "FN:Bo Reyes\r\n", &length);
    mended = put_before(mended, length, "X-RAPPORT-ROW:3", "FN:Cyd Lund\r\n", &length);
    assert_report(import_all(mended, length), "done", 2, 0, 0, 0, 0);
    const char *out = house_export(&house, &house.arena, "{}", NULL);
    assert_non_null(strstr(out, "X-ODD;X=1:kept"));
    assert_non_null(strstr(out, "X-LATIN:café"));
    assert_null(strstr(out, "X-RAPPORT-R"));
}

static void
gives_back_a_card_that_is_too_large_without_what_made_it_so(void **state)
{
    (void)state;
    struct buffer card;
    size_t length;
    buffer_open(&card, &house.arena, TEXT_MAX);
    buffer_text(&card, "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Quinn\r\nPHOTO;ENCODING=b:");
    for (size_t i = 0; i < LONG_PHOTO / 64; i++)
        buffer_print(&card, "\r\n %.62s",
                     "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB");
    buffer_text(&card, "\r\nTEL:+1 555 0100\r\nEND:VCARD\r\n");
    struct doc *report = import_all(buffer_read(&card), card.length);
    assert_report(report, "done", 0, 0, 0, 0, 1);
    const char *file = rejected_of(report, &length);
    assert_string_equal(file, "BEGIN:VCARD\r\nX-RAPPORT-ROW:1\r\n"
                              "X-RAPPORT-REASON:vcard.card_too_long\r\nVERSION:3.0\r\n"
                              "FN:Ada Quinn\r\nX-RAPPORT-LEFT-OUT;PROPERTY=PHOTO:\r\n"
                              "TEL:+1 555 0100\r\nEND:VCARD\r\n");
    assert_report(import_all(file, length), "done", 1, 0, 0, 0, 0);
}

static const char monica[] =
    "{\"version\":\"1.0\",\"exported_by\":\"u\",\"account\":{\"uuid\":\"a\",\"data\":["
    "{\"count\":3,\"type\":\"contact\",\"values\":["
    "{\"uuid\":\"c1\",\"properties\":{\"first_name\":\"Ada\"}},"
    "{\"uuid\":\"c2\", \"properties\":{\"first_name\":\"Tim\",\"is_partial\":true}},"
    "{\"uuid\":\"c3\",\"properties\":{},\"data\":[{\"type\":\"activity\",\"values\":[\"x1\"]}]},"
    "{\"uuid\":\"c4\",\"properties\":{\"first_name\":Bo}},"
    "{ }]},"
    "{\"count\":1,\"type\":\"activity\",\"values\":[{\"uuid\":\"x1\",\"properties\":{\"summary\":"
    "\"Walk\",\"happened_at\":\"2022-03-04\"}}]}]}}";

static void
gives_back_contacts_of_monica_and_takes_them_mended(void **state)
{
    (void)state;
    size_t length;
    struct doc *report = import_all(monica, sizeof monica - 1);
    assert_report(report, "done", 1, 0, 0, 0, 4);
    const char *file = rejected_of(report, &length);
    assert_non_null(strstr(file, "{\"rapport\":{\"row\":2,\"reason\":\"monica.partial\"},\"uuid\":"
                                 "\"c2\", \"properties\":{\"first_name\":\"Tim\""));
    assert_non_null(strstr(file, "\"monica.damaged\"},\"uuid\":\"c4\",\"properties\":{"
                                 "\"first_name\":Bo}}"));
    assert_non_null(strstr(file, "{\"rapport\":{\"row\":5,\"reason\":\"import.nothing_in_row\"}}"));
    const char *mended = put_before(file, length, "is_partial", "was_", &length);
    mended = put_before(mended, length, "},\"data\":[{\"type\":\"activity\"",
                        "\"first_name\":\"Cyd\"", &length);
    report = import_all(mended, length);
    assert_int_equal(doc_int_of(report, "created"), 2);
    assert_int_equal(people_count(), 3);
    const char *out = house_export(&house, &house.arena, "{\"as\":\"json\"}", NULL);
    assert_null(strstr(out, "rapport"));
    assert_non_null(strstr(out, "2022-03-04: Walk"));
}

static void
gives_back_people_of_our_own_export(void **state)
{
    (void)state;
    static const char people[] = "{\"schema\":1,\"people\":[\n{\"name\":\"Ada Quinn\"},\n"
                                 "{\"notes\":\"nobody\"},\n{\"name\":\"Bo\" \"Reyes\"}\n]}\n";
    size_t length;
    struct doc *report = import_all(people, sizeof people - 1);
    assert_report(report, "done", 1, 0, 0, 0, 2);
    const char *file = rejected_of(report, &length);
    assert_string_equal(
        file,
        "{\"schema\":1,\"people\":[\n"
        "{\"rapport\":{\"row\":2,\"reason\":\"import.nothing_in_row\"},\"notes\":\"nobody\"},\n"
        "{\"rapport\":{\"row\":3,\"reason\":\"person_json.damaged\"},\"name\":\"Bo\" \"Reyes\"}"
        "\n]}\n");
    const char *mended = put_before(file, length, "\"notes\":", "\"name\":\"Cyd Lund\",", &length);
    assert_report(import_all(mended, length), "done", 1, 0, 0, 0, 1);
}

/* "aaaa...z": so many letters. */
static const char *
long_word(size_t length)
{
    char *text = arena_alloc(&house.arena, length + 1);
    memset(text, 'a', length);
    text[length - 1] = 'z';
    return text;
}

static void
gives_back_a_long_row_whole(void **state)
{
    (void)state;
    struct buffer table;
    size_t length;
    buffer_open(&table, &house.arena, TEXT_MAX);
    const char *cell = long_word(1000 * 1000), *other = long_word(400 * 1000);
    buffer_print(&table,
                 "First Name,Last Name,Labels,Organization Name,Notes\r\n"
                 "Ada,Quinn,,,\r\nBo,Reyes,\"%s\",\"%s\",%s\r\nCyd,,,,end\r\n",
                 cell, other, cell);
    struct doc *report = import_all(buffer_read(&table), table.length);
    assert_report(report, "done", 2, 0, 0, 0, 1);
    const char *file = rejected_of(report, &length);
    assert_non_null(strstr(
        file, arena_print(&house.arena, "\r\nBo,Reyes,%s,%s,%s,2,import.", cell, other, cell)));
}

static void
says_so_of_what_is_too_large_to_be_given_back(void **state)
{
    (void)state;
    struct buffer people, card;
    size_t length;
    buffer_open(&people, &house.arena, TEXT_MAX);
    const char *kept = long_word(3 * 1000 * 1000), *lost = long_word(5 * 1000 * 1000);
    buffer_print(&people, "{\"schema\":1,\"people\":[\n{\"note\":\"%s\"},\n{\"note\":\"%s\"}]}\n",
                 kept, lost);
    struct doc *report = import_all(buffer_read(&people), people.length);
    assert_report(report, "done", 0, 0, 0, 0, 2);
    const char *file = rejected_of(report, &length);
    assert_non_null(strstr(file, kept));
    assert_null(strstr(file, lost));
    assert_non_null(strstr(
        file, "{\"rapport\":{\"row\":2,\"reason\":\"import.nothing_in_row\",\"left_out\":true}}"));
    buffer_open(&card, &house.arena, TEXT_MAX);
    buffer_text(&card, "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Quinn\r\n");
    for (int i = 0; i < 6000; i++)
        buffer_print(&card, "X-LINE-%d:%s\r\n", i, kept + 3 * 1000 * 1000 - 300);
    buffer_text(&card, "END:VCARD\r\n");
    report = import_all(buffer_read(&card), card.length);
    assert_report(report, "done", 0, 0, 0, 0, 1);
    file = rejected_of(report, &length);
    assert_non_null(strstr(file, "X-LINE-2000:"));
    assert_null(strstr(file, "X-LINE-5999:"));
    assert_non_null(strstr(file, "z\r\nX-RAPPORT-LEFT-OUT;PROPERTY=*:\r\nEND:VCARD\r\n"));
}

/* Bytes that no text of a store may hold, in each kind of file: looked through first, then brought in. */
static void
keeps_bytes_that_are_no_text_through_a_preview(void **state)
{
    (void)state;
#define BYTES(text)                                                                                \
    {                                                                                              \
        text, sizeof text - 1                                                                      \
    }
    static const struct {
        const char *bytes;
        size_t length;
    } files[] = {
        BYTES("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Caf\xE9 \xFF\0 Quinn\r\nX-ODD:\xC3\r\nEND:VCARD\r\n"
              "BEGIN:VCARD\r\nVERSION:2.1\r\nNOTE:\xC3\x28\0 \xED\xA0\x80\r\nEND:VCARD\r\n"
              "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:group\r\nFN:G\xFC\0rtel\r\nEND:VCARD\r\n"),
        BYTES("\xEF\xBB\xBF"
              "First Name,Last Name,Labels,Organization "
              "Name\r\nCyd,Lund,,\r\nA\xFF,Quinn,,x\r\n\xC3\x28,,,,more "
              "\xED\xA0\x80 cells\r\nBo,Reyes,,\xF8\x88\x80\x80\x80\r\n"),
        BYTES("First Name,Last Name,Labels,Organization Name\r\nZo\xEB,Quinn,,Caf\xE9\r\n"
              ",,,,too m\xE1ny\r\n"),
        BYTES("{\"exported_by\":\"u\",\"account\":{\"data\":[{\"type\":\"contact\",\"values\":["
              "{\"uuid\":\"c1\",\"properties\":{\"first_name\":\"Ada\"}},"
              "{\"uuid\":\"c4\",\"properties\":{\"first_name\":\"B\xFFo\0\"}}]}]}}"),
        BYTES("{\"schema\":1,\"people\":[{\"name\":\"Ada Quinn\"},{\"name\":\"B\xC3\x28\0\"},"
              "{\"name\":\"Cy\\u0000d\"},{\"notes\":\"no\\ud800body\"}]}"),
    };
#undef BYTES
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        size_t length;
        struct answer begun = import_bytes(files[i].bytes, files[i].length, true);
        assert_int_equal(begun.status, STATUS_OK);
        work();
        const char *id = doc_text_of(begun.document, "id");
        struct doc *report = import_call("import read", id);
        assert_string_equal(doc_text_of(report, "state"), "staged");
        (void)import_call("import apply", id);
        work();
        report = import_call("import read", id);
        assert_string_equal(doc_text_of(report, "state"), "done");
        assert_true(doc_int_of(report, "created") > 0 && doc_int_of(report, "rejected") > 0);
        const char *file = rejected_of(report, &length);
        if (i == 0)
            assert_non_null(memmem(file, length, "NOTE:\xC3\x28\0 \xED\xA0\x80\r\n", 14));
        if (i >= 3)
            assert_non_null(memmem(file, length, i == 3 ? "B\xFFo\0" : "B\xC3\x28\0", 4));
        report = import_all(files[i].bytes, files[i].length);
        assert_string_equal(doc_text_of(report, "state"), "done");
        assert_int_equal(doc_int_of(report, "created"), 0);
    }
}

/* ---- what stands behind the people of whom it speaks ---- */

static const struct doc *
person_with(const char *key, const char *name)
{
    struct doc *ids = ids_of("name", name);
    struct doc *found = house_do(&house, "person list", "<\"query\":\"{name}\">", ids);
    assert_int_equal(doc_count(doc_get(found, "items")), 1);
    doc_set(ids, "id", *doc_get(doc_item(doc_get(found, "items"), 0), "id"));
    return doc_get(house_do(&house, "person read", "<\"id\":\"{id}\">", ids), key);
}

static void
gives_the_names_of_groups_to_members_on_either_side_of_them(void **state)
{
    (void)state;
    static const char cards[] =
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Quinn\r\nUID:a-1\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Hikers\r\nX-ADDRESSBOOKSERVER-KIND:group\r\n"
        "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:a-1\r\nX-ADDRESSBOOKSERVER-MEMBER:urn:uuid:b-2\r\n"
        "END:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bo Reyes\r\nUID:b-2\r\nEND:VCARD\r\n";
    struct doc *report = import_all(cards, sizeof cards - 1);
    assert_report(report, "done", 2, 0, 1, 0, 0);
    static const char *const names[] = {"Ada Quinn", "Bo Reyes"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct doc *tags = person_with("tags", names[i]);
        assert_int_equal(doc_count(tags), 1);
        assert_string_equal(doc_text_of(doc_item(tags, 0), "tag"), "Hikers");
    }
    assert_report(import_all(cards, sizeof cards - 1), "done", 0, 0, 3, 0, 0);
}

static void
puts_what_was_done_together_into_the_notes_of_monicas_contacts(void **state)
{
    (void)state;
    static const char activity[] =
        "{\"exported_by\":\"u\",\"account\":{\"data\":[{\"type\":\"contact\",\"values\":["
        "{\"uuid\":\"c1\",\"properties\":{\"first_name\":\"Ada\"},\"data\":[{\"type\":"
        "\"activity\",\"values\":[\"x1\"]}]}]},{\"type\":\"activity\",\"values\":[{\"uuid\":"
        "\"x1\",\"properties\":{\"summary\":\"Walk\",\"happened_at\":\"2022-03-04\"}}]}]}}";
    assert_report(import_all(activity, sizeof activity - 1), "done", 1, 0, 0, 0, 0);
    assert_string_equal(person_with("notes", "Ada")->text, "2022-03-04: Walk");
}

/* ---- our own people ---- */

#define ADA "01a20259-6890-75c1-9531-2cde62c076e1"
#define BO "01a20259-6890-75c1-9531-2cde62c076e2"
#define FAIR "01a20259-6890-75c1-9531-2cde62c076e3"
#define NOBODY "01a20259-6890-75c1-9531-2cde62c076e4"

static void
adds_acquaintances_and_events_to_people_who_are_here(void **state)
{
    (void)state;
    static const char before[] =
        "{\"schema\":1,\"people\":[{\"id\":\"" ADA "\",\"name\":\"Ada Quinn\"},"
        "{\"id\":\"" BO "\",\"name\":\"Bo Reyes\"}]}";
    static const char after[] =
        "{\"schema\":1,\"people\":[{\"id\":\"" ADA
        "\",\"name\":\"Ada Quinn\",\"bridges\":[{\"person\":"
        "\"" BO "\",\"note\":\"Same choir\"}],\"events\":[{\"event\":\"" FAIR
        "\",\"note\":\"By the "
        "door\"},{\"event\":\"" NOBODY "\"}],\"related\":[{\"noun\":\"event\",\"id\":\"" FAIR
        "\",\"name\":\"Book Fair\"}]}]}";
    assert_report(import_all(before, sizeof before - 1), "done", 2, 0, 0, 0, 0);
    struct doc *report = import_all(after, sizeof after - 1);
    assert_report(report, "done", 0, 1, 0, 0, 0);
    const struct doc *bridges = person_with("bridges", "Ada Quinn");
    assert_int_equal(doc_count(bridges), 1);
    assert_string_equal(doc_text_of(doc_item(bridges, 0), "name"), "Bo Reyes");
    const struct doc *events = person_with("events", "Ada Quinn");
    assert_int_equal(doc_count(events), 1);
    assert_report(import_all(after, sizeof after - 1), "done", 0, 0, 1, 0, 0);
    import_call("import undo", doc_text_of(report, "id"));
    work();
    assert_int_equal(doc_count(person_with("bridges", "Ada Quinn")), 0);
    assert_int_equal(doc_count(person_with("events", "Ada Quinn")), 0);
}

static void
reads_what_the_export_answers_with_its_photos(void **state)
{
    (void)state;
    static const char answer[] =
        "{\n  \"begins\": true,\n  \"written\": 1,\n  \"as\": \"json\",\n  \"items\": [{\"name\":"
        "\"Ada "
        "Quinn\",\"photo\":{\"media\":\"image/png\",\"base64\":\"iVBORw0KGgoAAAANSUhEUg==\"}}]}";
    assert_report(import_all(answer, sizeof answer - 1), "done", 1, 0, 0, 0, 0);
    struct doc *again = house_do(&house, "export", "{\"as\":\"json\"}", NULL);
    if (doc_count(doc_get(again, "items")) == 0) /* what people share has a part of its own */
        again = house_do(&house, "export", "<\"as\":\"json\",\"after\":\"{after}\">", again);
    const struct doc *photo = doc_get(doc_item(doc_get(again, "items"), 0), "photo");
    assert_string_equal(doc_text_of(photo, "base64"), "iVBORw0KGgoAAAANSUhEUg==");
    assert_false(doc_has(photo, "data"));
}

/* Another program may have written the keys in its own order, and a hand the marks. */
static void
reads_our_people_whatever_the_order_and_keeps_marks_that_protect(void **state)
{
    (void)state;
    static const char file[] =
        "{\n \"people\": [{\"do_not_contact\":1,\"is_private\":\"yes\",\"name\":\"Ada Quinn\"},"
        "{\"is_private\":\"no\",\"name\":\"Bo Reyes\"}],\n \"records\": [], \"schema\": 1}";
    assert_report(import_all(file, sizeof file - 1), "done", 2, 0, 0, 0, 0);
    const struct doc *items = doc_get(house_do(&house, "person list", NULL, NULL), "items");
    for (uint32_t i = 0; i < 2; i++) {
        const struct doc *page = house_do(&house, "person read", "<\"id\":\"{id}\">",
                                          ids_of("id", doc_text_of(doc_item(items, i), "id")));
        bool ada = strcmp(doc_text_of(page, "name"), "Ada Quinn") == 0;
        assert_int_equal(doc_bool_of(page, "is_private"), ada);
        assert_int_equal(doc_bool_of(page, "do_not_contact"), ada);
    }
}

/* ---- names whose family has two words ---- */

static void
knows_a_family_name_of_two_words_by_either_form(void **state)
{
    (void)state;
    static const char apart[] =
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Gabriel García Márquez\r\nN:García Márquez;"
        "Gabriel;;;\r\nORG:City Museum\r\nEND:VCARD\r\n";
    static const char whole[] =
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Gabriel García Márquez\r\nORG:City "
        "Museum\r\nTITLE:Writer\r\nEND:VCARD\r\n";
    house_do(&house, "person save", "<\"name\":\"Ada Hill\">", NULL);
    assert_report(import_all(apart, sizeof apart - 1), "done", 1, 0, 0, 0, 0);
    const struct doc *items = doc_get(house_do(&house, "person list", NULL, NULL), "items");
    assert_string_equal(doc_text_of(doc_item(items, 0), "name"), "Gabriel García Márquez");
    assert_report(import_all(whole, sizeof whole - 1), "done", 0, 1, 0, 0, 0);
    struct doc *page = house_do(&house, "person list", "<\"limit\":1>", NULL);
    struct doc *next = house_do(&house, "person list", "<\"limit\":1,\"after\":\"{after}\">", page);
    assert_string_equal(doc_text_of(doc_item(doc_get(next, "items"), 0), "name"), "Ada Hill");
    /* Known as one name alone, then apart. */
    static const char one[] =
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Cruz Reyes\r\nORG:Harbor\r\nEND:VCARD\r\n";
    static const char two[] =
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Cruz Reyes\r\nN:Cruz Reyes;Ana;;;\r\nORG:"
        "Harbor\r\nEND:VCARD\r\n";
    assert_report(import_all(one, sizeof one - 1), "done", 1, 0, 0, 0, 0);
    assert_report(import_all(two, sizeof two - 1), "done", 0, 1, 0, 0, 0);
    items = doc_get(house_do(&house, "person list", NULL, NULL), "items");
    assert_string_equal(doc_text_of(doc_item(items, 0), "name"), "Ana Cruz Reyes");
    assert_int_equal(doc_count(items), 3);
}

/* ---- characters ---- */

/* "Łukasz,Żak" as Windows-1250 writes it: too little to guess it by. */
static const char polish[] =
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n"
    "\xA3ukasz,\xAF"
    "ak,,,City Museum,Curator,12 Mar 2024\r\n"
    ",,,,,,12 Mar 2024\r\n";
static const char polish_table[] = "Wer;Adresse;Stra\xDF"
                                   "e;Gr\xFC\xDF"
                                   "e\r\n"
                                   "\xA3ukasz \xAF"
                                   "ak;zak@example.org;x;y\r\n";

static const char *
first_sample(const struct doc *report)
{
    return doc_text_of(doc_item(doc_get(report, "samples"), 0), "name");
}

static void
reads_characters_as_somebody_says(void **state)
{
    (void)state;
    import_encoding = "Windows-1250";
    struct doc *report = import_text(polish, true);
    import_encoding = NULL;
    assert_string_equal(doc_text_of(report, "encoding"), "Windows-1250");
    assert_string_equal(first_sample(report), "Łukasz Żak");
    static const char card[] = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:\xA3ukasz \xAF"
                               "ak\r\nEND:VCARD\r\n";
    import_encoding = "Windows-1250";
    report = import_text(card, true);
    import_encoding = NULL;
    assert_string_equal(doc_text_of(report, "encoding"), "Windows-1250");
    assert_string_equal(first_sample(report), "Łukasz Żak");
}

static struct doc *
say_encoding(const struct doc *report, const char *encoding)
{
    struct doc *ids = ids_of("id", doc_text_of(report, "id"));
    doc_set_text(ids, "encoding", encoding);
    (void)house_do(&house, "import encoding", "<\"id\":\"{id}\",\"encoding\":\"{encoding}\">", ids);
    work();
    return import_call("import read", doc_text_of(report, "id"));
}

static void
looks_through_a_file_again_in_other_characters_and_remembers_them(void **state)
{
    (void)state;
    struct doc *report = import_text(polish, true);
    assert_string_equal(doc_text_of(report, "encoding"), "Windows-1250");
    assert_report(report, "staged", 1, 0, 0, 0, 1);
    assert_true(doc_bool_of(report, "may_encode"));
    assert_string_equal(first_sample(report), "Łukasz Żak");
    report = say_encoding(report, "Windows-1252");
    assert_report(report, "staged", 1, 0, 0, 0, 1);
    assert_string_equal(doc_text_of(report, "encoding"), "Windows-1252");
    assert_string_equal(first_sample(report), "£ukasz ¯ak");
    import_call("import apply", doc_text_of(report, "id"));
    work();
    assert_int_equal(people_count(), 1);
    report = import_call("import read", doc_text_of(report, "id"));
    assert_false(doc_bool_of(report, "may_encode"));
    struct answer answer = house_call(&house, &house.owner, "import encoding",
                                      "<\"id\":\"{id}\",\"encoding\":\"Big5\">", report);
    assert_int_equal(answer.status, STATUS_CONFLICT);
    report = import_text(polish, true); /* the next file with this header */
    assert_string_equal(doc_text_of(report, "encoding"), "Windows-1252");
    assert_report(report, "staged", 0, 0, 1, 0, 1);
}

static void
remembers_characters_and_columns_of_a_table_together(void **state)
{
    (void)state;
    struct doc *report = import_text(polish_table, true);
    assert_string_equal(doc_text_of(report, "state"), "mapping");
    report = say_encoding(report, "Windows-1250");
    assert_string_equal(doc_text_of(report, "state"), "mapping");
    (void)house_do(&house, "import map",
                   "<\"id\":\"{id}\",\"columns\":[<\"index\":1,\"key\":\"name\">,"
                   "<\"index\":2,\"key\":\"email\">]>",
                   report);
    work();
    report = import_call("import read", doc_text_of(report, "id"));
    assert_string_equal(doc_text_of(report, "state"), "staged");
    assert_string_equal(first_sample(report), "Łukasz Żak");
    report = import_text(polish_table, true);
    assert_string_equal(doc_text_of(report, "state"), "staged");
    assert_string_equal(doc_text_of(report, "encoding"), "Windows-1250");
    assert_string_equal(first_sample(report), "Łukasz Żak");
}

/* ---- tables ---- */

/* One of two rejected rows is mended: it goes in, and what we remarked of it stays out of the person and of the file of
 * the next round. */
static void
assert_mended(const char *table, const char *what, const char *more)
{
    size_t length;
    const char *file = rejected_of(import_all(table, strlen(table)), &length);
    const char *first = strstr(file, "Rapport reason\r\n");
    assert_non_null(first);
    struct buffer header;
    buffer_open(&header, &house.arena, TEXT_MAX);
    buffer_add(&header, file, (size_t)(first - file));
    const char *mended = put_before(file, length, what, more, &length);
    struct doc *report = import_all(mended, length);
    assert_report(report, "done", 1, 0, 0, 0, 1);
    const char *again = rejected_of(report, &length);
    assert_memory_equal(again, buffer_read(&header), header.length);
    assert_null(strstr(again + header.length + 1, "Rapport"));
    assert_int_equal(length, strlen(file) - strcspn(first + 16, "\n") - 1);
    const char *out = house_export(&house, &house.arena, "{}", NULL);
    assert_null(strstr(out, "Rapport r"));
    assert_null(strstr(out, "nothing_in_row"));
}

static void
takes_mended_rows_of_every_kind_of_table_without_our_remarks(void **state)
{
    (void)state;
    static const char linkedin[] =
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n"
        "Ann,Lund,,,Parks,Ranger,12 Mar 2024\r\n,,,,,,13 Mar 2024\r\n,,,,,,14 Mar 2024\r\n";
    static const char google[] =
        "First Name,Middle Name,Last Name,Organization Name,Organization Title,Labels,"
        "E-mail 1 - Label,E-mail 1 - Value,Nickname\r\n"
        "Di,,Okoye,Parks,Ranger,,,,\r\n,,,,,,home,,\r\n,,,,,,work,,\r\n";
    static const char told[] = "Who,Works for,Reach,Sign\r\n"
                               "Ada Quinn,City Museum,ada@example.org,\r\n,,,odd\r\n,,,own\r\n";
    assert_mended(linkedin, ",,,,,,13", "Bo");
    assert_mended(google, ",,,,,,home", "Cy");
    struct doc *report = import_all(told, strlen(told));
    assert_string_equal(doc_text_of(report, "state"), "mapping");
    house_do(&house, "import map",
             "<\"id\":\"{id}\",\"columns\":[<\"index\":1,\"key\":\"name\">,"
             "<\"index\":2,\"key\":\"organization\">,<\"index\":3,\"key\":\"email\">]>",
             report);
    work();
    assert_mended(told, ",,,odd", "Eve Rivers");
}

int
main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
    static const struct CMUnitTest tests[] = {
        TEST(gives_back_cards_as_they_stood_and_takes_them_mended),
        TEST(gives_back_a_card_that_is_too_large_without_what_made_it_so),
        TEST(gives_back_contacts_of_monica_and_takes_them_mended),
        TEST(gives_back_people_of_our_own_export),
        TEST(gives_back_a_long_row_whole),
        TEST(says_so_of_what_is_too_large_to_be_given_back),
        TEST(keeps_bytes_that_are_no_text_through_a_preview),
        TEST(gives_the_names_of_groups_to_members_on_either_side_of_them),
        TEST(puts_what_was_done_together_into_the_notes_of_monicas_contacts),
        TEST(adds_acquaintances_and_events_to_people_who_are_here),
        TEST(reads_what_the_export_answers_with_its_photos),
        TEST(reads_our_people_whatever_the_order_and_keeps_marks_that_protect),
        TEST(knows_a_family_name_of_two_words_by_either_form),
        TEST(reads_characters_as_somebody_says),
        TEST(looks_through_a_file_again_in_other_characters_and_remembers_them),
        TEST(remembers_characters_and_columns_of_a_table_together),
        TEST(takes_mended_rows_of_every_kind_of_table_without_our_remarks),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("rows to mend", tests, NULL, NULL);
}
