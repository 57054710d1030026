/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"
#include "formats/vcard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define CARD(lines) "BEGIN:VCARD\r\nVERSION:3.0\r\n" lines "END:VCARD\r\n"

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

static struct vcard vcard; /* 25 KiB */

static enum status
read_bytes(struct arena *arena, struct vcard_groups *groups, const char *text, size_t length,
           size_t piece, struct doc **out_cards)
{
    ARENA_HERE struct arena rows;
    struct result result = {.arena = arena, .cards = doc_list(arena)};
    arena_open(&rows);
    *out_cards = result.cards;
    vcard_open(&vcard, arena, &rows, keep, &result);
    vcard.groups = groups;
    for (size_t at = 0; at < length; at += piece)
        TRY(vcard_feed(&vcard, text + at, length - at < piece ? length - at : piece));
    return vcard_end(&vcard);
}

static struct doc *
read_text(struct arena *arena, const char *text)
{
    struct doc *cards;
    assert_int_equal(read_bytes(arena, NULL, text, strlen(text), 7, &cards), STATUS_OK);
    return cards;
}

static const char *
value(const struct doc *cards, uint32_t card, const char *key)
{
    assert_true(card < doc_count(cards));
    assert_true(doc_has(doc_item(cards, card), key));
    const struct doc *found = doc_get(doc_item(cards, card), key);
    return found->kind == DOC_NULL ? NULL : found->text;
}

/* "kind value label" of one contact point. */
static const char *
point(struct arena *arena, const struct doc *cards, uint32_t at)
{
    const struct doc *points = doc_get(doc_item(cards, 0), "contact_points");
    assert_true(at < doc_count(points));
    const struct doc *found = doc_item(points, at), *label = doc_get(found, "label");
    return arena_print(arena, "%s %s (%s)", doc_text_of(found, "kind"), doc_text_of(found, "value"),
                       label->kind == DOC_NULL ? "" : label->text);
}

static const char *
original(const struct doc *cards, uint32_t card)
{
    const struct doc *list = doc_get(doc_item(cards, card), "originals");
    assert_int_equal(doc_count(list), 1);
    assert_string_equal(doc_text_of(doc_item(list, 0), "form"), "vcard");
    return doc_text_of(doc_item(list, 0), "data");
}

static void
a_card_becomes_a_person(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const struct doc *cards = read_text(
        &arena,
        CARD("N:Quinn;Ada;Marie,Luise;Dr.;M.Sc.,Ph.D.\r\nFN:Dr. Ada Quinn\r\n"
             "NICKNAME:Addie\r\nX-PHONETIC-FIRST-NAME:AY-dah\r\nX-PHONETIC-LAST-NAME:kwin\r\n"
             "ORG:City Museum\\, North;Fossils;Plants\r\nTITLE:Curator\r\n"
             "BDAY:1985-04-12\r\nNOTE:Likes tea\\, not coffee.\\nAsk about ferns\\; often.\r\n"
             "CATEGORIES:museum,fair\\, spring,myContacts\r\nUID:urn:uuid:ada-1\r\n"
             "ADR;TYPE=WORK:;Suite 5;1 Main St\\, North;Springfield;ST;00001;USA\r\n"));
    assert_int_equal(doc_count(cards), 1);
    assert_int_equal(doc_int_of(doc_item(cards, 0), "row"), 1);
    assert_int_equal(doc_int_of(doc_item(cards, 0), "line"), 1);
    assert_null(value(cards, 0, "reason"));
    assert_null(value(cards, 0, "warning"));
    assert_string_equal(value(cards, 0, "name"), "Dr. Ada Quinn");
    assert_string_equal(value(cards, 0, "family_name"), "Quinn");
    assert_string_equal(value(cards, 0, "given_name"), "Ada");
    assert_string_equal(value(cards, 0, "additional_name"), "Marie Luise");
    assert_string_equal(value(cards, 0, "name_prefix"), "Dr.");
    assert_string_equal(value(cards, 0, "name_suffix"), "M.Sc., Ph.D.");
    assert_string_equal(value(cards, 0, "nickname"), "Addie");
    assert_string_equal(value(cards, 0, "pronunciation"), "AY-dah kwin");
    assert_string_equal(value(cards, 0, "organization"), "City Museum, North");
    assert_string_equal(value(cards, 0, "department"), "Fossils, Plants");
    assert_string_equal(value(cards, 0, "title"), "Curator");
    assert_string_equal(value(cards, 0, "birthday"), "1985-04-12");
    assert_string_equal(value(cards, 0, "notes"),
                        "Likes tea, not coffee.\nAsk about ferns; often.");
    assert_string_equal(value(cards, 0, "uid"), "urn:uuid:ada-1");
    assert_string_equal(value(cards, 0, "place"), "Springfield");
    const struct doc *tags = doc_get(doc_item(cards, 0), "tags");
    assert_int_equal(doc_count(tags), 2);
    assert_string_equal(doc_text_of(doc_item(tags, 0), "tag"), "museum");
    assert_string_equal(doc_text_of(doc_item(tags, 1), "tag"), "fair, spring");
    assert_string_equal(point(&arena, cards, 0),
                        "address Suite 5\n1 Main St, North\nSpringfield, ST 00001\nUSA (work)");
    assert_string_equal(
        doc_text_of(doc_item(doc_get(doc_item(cards, 0), "contact_points"), 0), "detail"),
        ";Suite 5;1 Main St\\, North;Springfield;ST;00001;USA");
}

static void
labels_come_from_types_groups_and_bare_words(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const struct doc *cards = read_text(
        &arena, CARD("FN:Ada\r\nTEL;WORK;FAX:1\r\nTEL;TYPE=\"cell,voice\":tel:2\r\n"
                     "item1.TEL;type=pref:3\r\nitem1.X-ABLabel:_$!<HomeFax>!$_\r\n"
                     "TEL;TYPE=WhatsApp:4\r\nEMAIL;type=INTERNET;type=HOME:ada@example.org\r\n"
                     "item2.URL:https\\://example.org/a\r\nitem2.X-ABLabel:My shop\r\n"
                     "IMPP;X-SERVICE-TYPE=Jabber:xmpp:ada@example.org\r\nX-SKYPE:ada.q\r\n"
                     "X-SOCIALPROFILE;type=linkedin:https://www.linkedin.com/in/ada-quinn\r\n"
                     "WORK.TEL;PREF=2:5\r\n"));
    assert_string_equal(point(&arena, cards, 0), "phone 3 (homefax)");
    assert_string_equal(point(&arena, cards, 1), "phone 5 (work)");
    assert_string_equal(point(&arena, cards, 2), "phone 1 (work fax)");
    assert_string_equal(point(&arena, cards, 3), "phone 2 (cell)");
    assert_string_equal(point(&arena, cards, 4), "phone 4 (WhatsApp)");
    assert_string_equal(point(&arena, cards, 5), "email ada@example.org (home)");
    assert_string_equal(point(&arena, cards, 6), "link https://example.org/a (My shop)");
    assert_string_equal(point(&arena, cards, 7), "chat ada@example.org (Jabber)");
    assert_string_equal(point(&arena, cards, 8), "chat ada.q (skype)");
    assert_string_equal(point(&arena, cards, 9),
                        "link https://www.linkedin.com/in/ada-quinn (linkedin)");
}

static void
lines_are_joined_before_characters_are_read(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    static const char folded_inside_a_character[] =
        "\xEF\xBB\xBF"
        "BEGIN:VCARD\rVERSION:3.0\rFN:Zo\xC3\r \xAB Quinn\rNOTE:one\r  two\r\rEND:VCARD";
    const struct doc *cards = read_text(&arena, folded_inside_a_character);
    assert_string_equal(value(cards, 0, "name"), "Zoë Quinn");
    assert_string_equal(value(cards, 0, "notes"), "one two");
    assert_null(value(cards, 0, "warning"));
    cards = read_text(&arena, "BEGIN:VCARD\nVERSION:2.1\n"
                              "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=51=75=69=\n=6E=6E;=41da\n"
                              "NOTE;ENCODING=QUOTED-PRINTABLE:Line one=0D=0A=\nLine two=0D=0A=\n\n"
                              "TEL;CELL:7\nFN;QUOTED-PRINTABLE:cut off=\nEND:VCARD\n");
    assert_string_equal(value(cards, 0, "family_name"), "Quinn");
    assert_string_equal(value(cards, 0, "given_name"), "Ada");
    assert_string_equal(value(cards, 0, "notes"), "Line one\nLine two");
    assert_string_equal(point(&arena, cards, 0), "phone 7 (cell)");
    assert_string_equal(value(cards, 0, "name"), "cut off");
}

static void
each_property_is_read_in_its_own_encoding(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const struct doc *cards = read_text(
        &arena, "BEGIN:VCARD\r\nVERSION:2.1\r\n"
                "N;CHARSET=WINDOWS-1251;ENCODING=QUOTED-PRINTABLE:=CA=E8=E5=E2;=C0=E4=E0\r\n"
                "FN;CHARSET=GB18030:\xC0\xEE\xCD\xF5\r\nTITLE:\xCA\xE8\xE5\xE2\r\n"
                "ORG;CHARSET=Murks;ENCODING=QUOTED-PRINTABLE:M=C3=B6rlitz\r\n"
                "NICKNAME;CHARSET=ISO-2022-JP:\x1B$B@DB@\x1B(B\r\nEND:VCARD\r\n");
    assert_string_equal(value(cards, 0, "family_name"), "Киев");
    assert_string_equal(value(cards, 0, "given_name"), "Ада");
    assert_string_equal(value(cards, 0, "name"), "李王");
    assert_string_equal(value(cards, 0, "title"), "Киев"); /* as the card said before */
    assert_string_equal(value(cards, 0, "organization"), "Mörlitz");
    assert_string_equal(value(cards, 0, "nickname"), "青太");
    assert_null(strstr(original(cards, 0), "GB18030"));
    assert_non_null(strstr(original(cards, 0), "FN:李王\n"));
    assert_false(vcard.guessed);
    cards = read_text(&arena, "BEGIN:VCARD\r\nVERSION:2.1\r\nN:M\xF6rlitz;Ada\r\nEND:VCARD\r\n");
    assert_string_equal(value(cards, 0, "name"), "Ada Mörlitz");
    assert_true(vcard.guessed);
    assert_string_equal(vcard_encoding(&vcard), "Windows-1252");
}

static void
utf_16_is_read_with_and_without_a_mark(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    static const char text[] = CARD("FN:Ada Quinn\r\n");
    char wide[2 * sizeof text + 2] = "\xFE\xFF";
    for (int marked = 0; marked < 2; marked++) {
        struct doc *cards;
        size_t length = marked ? 2 : 0;
        memcpy(wide, "\xFE\xFF", 2);
        for (size_t i = 0; i + 1 < sizeof text; i++) {
            wide[length++] = '\0';
            wide[length++] = text[i];
        }
        assert_int_equal(read_bytes(&arena, NULL, wide, length, 5, &cards), STATUS_OK);
        assert_string_equal(value(cards, 0, "name"), "Ada Quinn");
        assert_string_equal(vcard_encoding(&vcard), "UTF-16BE");
    }
}

static void
birthdays_are_read_in_every_form_and_1604_is_no_year(void **state)
{
    (void)state;
    static const struct {
        const char *line, *birthday;
    } cases[] = {{"BDAY:19850412", "1985-04-12"},
                 {"BDAY:1985-04-12T00:00:00Z", "1985-04-12"},
                 {"BDAY;VALUE=date:1985-04-12", "1985-04-12"},
                 {"BDAY:--0412", "--04-12"},
                 {"BDAY:--02-29", "--02-29"},
                 {"BDAY;X-APPLE-OMIT-YEAR=1604:1604-08-20", "--08-20"},
                 {"BDAY:1604-08-20", "--08-20"},
                 {"BDAY;X-APPLE-OMIT-YEAR=1900:1900-08-20", "--08-20"},
                 {"BDAY:19723101", NULL},
                 {"BDAY:1985", NULL},
                 {"BDAY:circa 1800", NULL}};
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[200];
        snprintf(text, sizeof text, CARD("FN:Ada\r\n%s\r\n"), cases[i].line);
        const struct doc *cards = read_text(&arena, text);
        if (cases[i].birthday == NULL) {
            assert_null(value(cards, 0, "birthday"));
            assert_string_equal(value(cards, 0, "warning"), "import.date_not_read");
        } else {
            assert_string_equal(value(cards, 0, "birthday"), cases[i].birthday);
        }
        assert_non_null(strstr(original(cards, 0), cases[i].line));
    }
}

static void
a_photo_is_decoded_and_leaves_the_original(void **state)
{
    (void)state;
    static const char *const photos[] = {
        "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgoAAAAN\r\n SUhE\r\n",
        "PHOTO;ENCODING=BASE64;PNG:\r\n iVBORw0KGgoAAAAN\r\n SUhE\r\n\r\n",
        "PHOTO;BASE64:\r\niVBORw0KGgoAAAAN\r\nSUhE\r\n\r\n",
        "PHOTO:data:image/png;base64\\,iVBORw0KGgoAAAANSUhE\r\n",
        "PHOTO:data:image/png;base64,iVBORw0KGgoAAAANSUhE\r\n"};
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    for (size_t i = 0; i < sizeof photos / sizeof photos[0]; i++) {
        char text[300];
        snprintf(text, sizeof text, CARD("FN:Ada\r\n%sX-MORE:1\r\n"), photos[i]);
        const struct doc *cards = read_text(&arena, text);
        const struct doc *photo = doc_get(doc_item(cards, 0), "photo");
        if (i == 3) { /* escaped against the rules: nothing may fail */
            assert_non_null(original(cards, 0));
            continue;
        }
        assert_string_equal(doc_text_of(photo, "media"), "image/png");
        assert_int_equal(doc_get(photo, "data")->count, 15);
        assert_memory_equal(doc_text_of(photo, "data"), "\x89PNG\r\n\x1A\n\0\0\0\rIHD", 15);
        assert_null(strstr(original(cards, 0), "iVBOR"));
        assert_non_null(strstr(original(cards, 0), "X-MORE:1\n"));
    }
    const struct doc *cards = read_text(&arena, CARD("FN:Ada\r\nPHOTO;ENCODING=b:?!\r\n"));
    assert_string_equal(value(cards, 0, "warning"), "vcard.photo_not_read");
    assert_non_null(strstr(original(cards, 0), "PHOTO;ENCODING=b:?!\n"));
    cards = read_text(&arena, CARD("FN:Ada\r\nPHOTO:https\\://example.org/a\r\n  .jpg\r\n"));
    assert_string_equal(value(cards, 0, "photo_link"), "https://example.org/a .jpg");
}

static void
one_bad_card_does_not_spoil_the_file(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const struct doc *cards =
        read_text(&arena, "junk\r\nBEGIN:VCARD\r\nFN:One\r\nBEGIN:VCARD \r\nFN:Two\r\n"
                          "AGENT:\r\nBEGIN:VCARD\r\nFN:Agent\r\nEND:VCARD\r\nTITLE:Boss\r\n"
                          "END:VCARD\r\nmore junk\r\nbegin:vcard\r\nend:vcard\r\n"
                          "BEGIN:VCARD\r\nno colon here\r\nFN:Last");
    assert_int_equal(doc_count(cards), 4);
    assert_string_equal(value(cards, 0, "name"), "One");
    assert_string_equal(value(cards, 0, "warning"), "vcard.no_end");
    assert_string_equal(value(cards, 1, "name"), "Two");
    assert_string_equal(value(cards, 1, "title"), "Boss");
    assert_null(value(cards, 1, "warning"));
    assert_non_null(strstr(original(cards, 1), "FN:Agent\n"));
    assert_string_equal(value(cards, 2, "reason"), "import.nothing_in_row");
    assert_string_equal(value(cards, 3, "name"), "Last");
    assert_non_null(strstr(original(cards, 3), "no colon here\n"));
    assert_int_equal(vcard.outside, 2);
    assert_int_equal(vcard.usable, 3);
    assert_int_equal(doc_int_of(doc_item(cards, 1), "line"), 4);
}

static void
a_card_past_a_limit_is_passed_over_with_its_reason(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena, rows;
    arena_open(&arena);
    arena_open(&rows);
    struct result result = {.arena = &arena, .cards = doc_list(&arena)};
    static char block[64 * 1024];
    memset(block, 'A', sizeof block);
    vcard_open(&vcard, &arena, &rows, keep, &result);
    static const char begin[] = "BEGIN:VCARD\nFN:Huge\nNOTE:";
    assert_int_equal(vcard_feed(&vcard, begin, sizeof begin - 1), STATUS_OK);
    for (int i = 0; i < 400; i++) /* 25 MiB on one line */
        assert_int_equal(vcard_feed(&vcard, block, sizeof block), STATUS_OK);
    static const char next[] = "\nEND:VCARD\nBEGIN:VCARD\nFN:Many\n";
    assert_int_equal(vcard_feed(&vcard, next, sizeof next - 1), STATUS_OK);
    for (int i = 0; i <= VCARD_LINES_MAX; i++)
        assert_int_equal(vcard_feed(&vcard, "X-A:1\n", 6), STATUS_OK);
    static const char last[] = "END:VCARD\nBEGIN:VCARD\nFN:Ada\nEND:VCARD\n";
    assert_int_equal(vcard_feed(&vcard, last, sizeof last - 1), STATUS_OK);
    assert_int_equal(vcard_end(&vcard), STATUS_OK);
    assert_true(rows.total < (size_t)4 * VCARD_CARD_MAX);
    arena_close(&rows);
    assert_int_equal(doc_count(result.cards), 3);
    assert_string_equal(value(result.cards, 0, "reason"), "vcard.card_too_long");
    assert_string_equal(value(result.cards, 1, "reason"), "vcard.too_many_lines");
    assert_string_equal(value(result.cards, 2, "name"), "Ada");
    assert_null(value(result.cards, 2, "reason"));
}

static void
groups_become_tags_of_their_members(void **state)
{
    (void)state;
    static const char text[] = CARD("FN:Ada\r\nUID:urn:uuid:A-1\r\nCATEGORIES:old\r\n") CARD(
        "FN:Hikers\r\nX-ADDRESSBOOKSERVER-KIND:group\r\n"
        "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:a-1\r\nX-ADDRESSBOOKSERVER-MEMBER:urn:uuid:b-2\r\n")
        CARD("FN:Ben\r\nUID:b-2\r\n");
    ARENA_HERE struct arena arena, rows;
    arena_open(&arena);
    arena_open(&rows);
    struct vcard_groups groups;
    struct doc *cards;
    vcard_groups_open(&groups, &arena);
    vcard_open(&vcard, &arena, &rows, NULL, NULL);
    vcard.groups = &groups;
    assert_int_equal(vcard_feed(&vcard, text, sizeof text - 1), STATUS_OK);
    assert_int_equal(vcard_end(&vcard), STATUS_OK);
    arena_close(&rows);
    assert_int_equal(read_bytes(&arena, &groups, text, sizeof text - 1, 100, &cards), STATUS_OK);
    assert_string_equal(value(cards, 1, "reason"), "vcard.group");
    const struct doc *tags = doc_get(doc_item(cards, 0), "tags");
    assert_int_equal(doc_count(tags), 2);
    assert_string_equal(doc_text_of(doc_item(tags, 1), "tag"), "Hikers");
    tags = doc_get(doc_item(cards, 2), "tags");
    assert_int_equal(doc_count(tags), 1);
}

/* A group of `members`, of whom the first is number `from`. */
static void
add_group(struct buffer *text, int number, int from, int members)
{
    buffer_print(text, "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:group\r\nFN:Group %d\r\n", number);
    for (int n = from; n < from + members; n++)
        buffer_print(text, "MEMBER:m%d\r\n", n);
    buffer_text(text, "END:VCARD\r\n");
}

static void
read_groups(struct arena *arena, struct vcard_groups *groups, struct buffer *text)
{
    ARENA_HERE struct arena rows;
    arena_open(&rows);
    vcard_groups_open(groups, arena);
    vcard_open(&vcard, arena, &rows, NULL, NULL);
    vcard.groups = groups;
    assert_int_equal(buffer_status(text), STATUS_OK);
    assert_int_equal(vcard_feed(&vcard, buffer_read(text), text->length), STATUS_OK);
    assert_int_equal(vcard_end(&vcard), STATUS_OK);
}

/* Once, however often the file is read, and not for what was kept before. */
static void
members_of_more_groups_than_are_followed_are_counted(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct buffer text;
    struct vcard_groups groups;
    struct doc *cards;
    buffer_open(&text, &arena, 16 << 20);
    for (int g = 0; g < VCARD_GROUPS_MAX + 2; g++)
        add_group(&text, g, g, 2);
    add_group(&text, 0, 0, 1);
    buffer_text(&text, CARD("FN:Ada\r\nUID:m0\r\n") CARD("FN:Zoe\r\nUID:m2001\r\n"));
    read_groups(&arena, &groups, &text);
    assert_int_equal(groups.untagged, 4);
    assert_int_equal(read_bytes(&arena, &groups, buffer_read(&text), text.length, 100, &cards),
                     STATUS_OK);
    assert_int_equal(groups.untagged, 4);
    assert_int_equal(groups.members, 2 * VCARD_GROUPS_MAX);
    const struct doc *ada = doc_item(cards, VCARD_GROUPS_MAX + 3);
    assert_int_equal(doc_count(doc_get(ada, "tags")), 1);
    assert_int_equal(doc_count(doc_get(doc_item(cards, VCARD_GROUPS_MAX + 4), "tags")), 0);
    buffer_open(&text, &arena, 16 << 20);
    for (int g = 0; g < 51; g++) /* no card has more lines than 5,000 */
        add_group(&text, g, 4000 * g, 4000);
    read_groups(&arena, &groups, &text);
    assert_int_equal(groups.members, VCARD_GROUP_MEMBERS_MAX);
    assert_int_equal(groups.untagged, 4000);
}

static void
a_person_in_more_groups_than_fit_says_so(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct buffer text;
    struct vcard_groups groups;
    struct doc *cards;
    buffer_open(&text, &arena, 1 << 20);
    for (int g = 0; g < VCARD_TAGS_MAX + 1; g++)
        add_group(&text, g, g == 0 ? 1 : 0, g == 0 ? 1 : 2);
    buffer_text(&text, CARD("FN:Ada\r\nUID:m0\r\n") CARD("FN:Ben\r\nUID:m1\r\n"));
    read_groups(&arena, &groups, &text);
    assert_int_equal(groups.untagged, 0);
    assert_int_equal(read_bytes(&arena, &groups, buffer_read(&text), text.length, 100, &cards),
                     STATUS_OK);
    assert_null(value(cards, VCARD_TAGS_MAX + 1, "warning"));
    assert_int_equal(doc_count(doc_get(doc_item(cards, VCARD_TAGS_MAX + 2), "tags")),
                     VCARD_TAGS_MAX);
    assert_string_equal(value(cards, VCARD_TAGS_MAX + 2, "warning"), "vcard.too_many_groups");
}

static void
a_rejected_card_comes_with_its_bytes_however_the_file_is_cut(void **state)
{
    (void)state;
    static const char *const ends[] = {"\r\n", "\n", "\r"};
    for (size_t e = 0; e < sizeof ends / sizeof *ends; e++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        const char *end = ends[e];
        const char *card = arena_print(&arena, "NOTE:a%s  b%sX-LATIN:caf\xE9%s%sX-ODD:1%s", end,
                                       end, end, end, end);
        const char *text = arena_print(
            &arena, "%sBEGIN:VCARD%s%sEND:VCARD%sbegin:vcard%s%sBEGIN:VCARD%sFN:Ada%sEND:VCARD%s",
            end, end, card, end, end, card, end, end, end);
        for (size_t piece = 1; piece < 40; piece++) {
            struct doc *cards;
            assert_int_equal(read_bytes(&arena, NULL, text, strlen(text), piece, &cards),
                             STATUS_OK);
            assert_int_equal(doc_count(cards), 3);
            for (uint32_t i = 0; i < 2; i++) {
                const struct doc *raw = doc_get(doc_item(cards, i), "raw");
                const char *expected =
                    arena_print(&arena, "BEGIN:VCARD\r\n%s%s", card, i == 0 ? "END:VCARD\r\n" : "");
                size_t length = strlen(expected);
                while (i == 1 && strchr("\r\n", expected[length - 1]) != NULL)
                    length--;
                assert_true(raw->count == length + (i == 1 ? 2 : 0));
                assert_memory_equal(raw->text, expected, length);
            }
            assert_false(doc_has(doc_item(cards, 2), "raw"));
        }
    }
}

static void
what_is_no_card_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        const char *code;
    } cases[] = {{"", 0, "vcard.no_card"},
                 {"\xEF\xBB\xBF", 3, "vcard.no_card"},
                 {"First Name,Last Name\r\n", 22, "vcard.no_card"},
                 {"PK\x03\x04zip", 7, "charset.archive"},
                 {"\x7F"
                  "ELF\0\1\2\3\4\5\6\7",
                  12, "vcard.no_card"}};
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct doc *cards;
        assert_int_equal(read_bytes(&arena, NULL, cases[i].text, cases[i].length, 3, &cards),
                         STATUS_INVALID);
        assert_string_equal(vcard.code, cases[i].code);
        assert_int_equal(doc_count(cards), 0);
    }
}

static void
a_card_without_a_name_is_still_somebody(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const struct doc *cards = read_text(&arena, CARD("EMAIL:ada@example.org\r\nN:;;;;\r\nFN:\r\n"));
    assert_null(value(cards, 0, "name"));
    assert_null(value(cards, 0, "reason"));
    cards = read_text(&arena, CARD("N:;Ada Quinn;;;\r\nFN:Ada Quinn\r\n"));
    assert_null(value(cards, 0, "given_name"));
    cards = read_text(&arena, CARD("FN:A\\nB\\tC\xE2\x80\xAE\x1B[31m  D\r\n"));
    assert_string_equal(value(cards, 0, "name"), "A B\\tC[31m D");
}

static void
a_group_is_looked_for_however_its_property_is_written(void **state)
{
    (void)state;
    static const char *const texts[] = {"KIND:group", "X-ADDRESSBOOKSERVER-KIND:group", "kind",
                                        "a Kind; k, kin", "BEGIN:VCARD\nkInD:group\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_true(vcard_groups_may(texts[i], strlen(texts[i])));
    assert_false(vcard_groups_may("NOTE:thank Kin k", 16));
    assert_false(vcard_groups_may("KIND", 3));
    assert_false(vcard_groups_may(NULL, 0));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_card_becomes_a_person),
        cmocka_unit_test(labels_come_from_types_groups_and_bare_words),
        cmocka_unit_test(lines_are_joined_before_characters_are_read),
        cmocka_unit_test(each_property_is_read_in_its_own_encoding),
        cmocka_unit_test(utf_16_is_read_with_and_without_a_mark),
        cmocka_unit_test(birthdays_are_read_in_every_form_and_1604_is_no_year),
        cmocka_unit_test(a_photo_is_decoded_and_leaves_the_original),
        cmocka_unit_test(one_bad_card_does_not_spoil_the_file),
        cmocka_unit_test(a_card_past_a_limit_is_passed_over_with_its_reason),
        cmocka_unit_test(groups_become_tags_of_their_members),
        cmocka_unit_test(a_group_is_looked_for_however_its_property_is_written),
        cmocka_unit_test(members_of_more_groups_than_are_followed_are_counted),
        cmocka_unit_test(a_person_in_more_groups_than_fit_says_so),
        cmocka_unit_test(a_rejected_card_comes_with_its_bytes_however_the_file_is_cut),
        cmocka_unit_test(what_is_no_card_is_refused),
        cmocka_unit_test(a_card_without_a_name_is_still_somebody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
