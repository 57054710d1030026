/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages are those of tests/samples/pages. */
#include "doc/json.h"
#include "text/catalog.h"
#include "text/plural.h"
#include "views/page.h"
#include "views/steps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

extern const struct page_table sample_table;

/* 2026-03-02T09:00:00Z, a Monday. */
static const int64_t now = 1772442000000;

static struct arena arena;

static int
open_arena(void **state)
{
    (void)state;
    arena_open(&arena);
    page_strict = true;
    return 0;
}

static int
close_arena(void **state)
{
    (void)state;
    arena_close(&arena);
    page_strict = false;
    return 0;
}

/* JSON with ' for ". */
static struct doc *
document(const char *text)
{
    char *json = arena_text(&arena, text);
    for (char *at = json; *at != '\0'; at++)
        if (*at == '\'')
            *at = '"';
    struct doc *value = arena_alloc(&arena, sizeof *value);
    assert_int_equal(json_read(&arena, json, strlen(json), value, NULL), STATUS_OK);
    return value;
}

static const struct page *
sample(const char *name)
{
    const struct page *page = page_table_find(sample_table.pages, sample_table.count, name);
    if (page == NULL)
        page = page_table_find(sample_table.texts, sample_table.text_count, name);
    assert_non_null(page);
    return page;
}

static const char *
shown_in(const char *language, const char *name, const struct doc *envelope,
         const struct doc *value)
{
    struct buffer buffer;
    struct reader reader = reader_open(language, "UTC", now);
    buffer_open(&buffer, &arena, 1024 * 1024);
    enum status status = page_show(sample(name), &reader, envelope, value, &buffer);
    if (status != STATUS_OK)
        print_message("unknown: %s\n", page_unknown());
    assert_int_equal(status, STATUS_OK);
    return buffer_read(&buffer);
}

static const char *
shown(const char *name, const struct doc *value)
{
    return shown_in("en", name, NULL, value);
}

static void
assert_has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        print_message("not found: %s\nin:\n%s\n", part, text);
    assert_non_null(strstr(text, part));
}

static void
assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        print_message("found: %s\nin:\n%s\n", part, text);
    assert_null(strstr(text, part));
}

/* ---- places ---- */

static struct doc *
hostile(const char *text)
{
    struct doc *value = doc_map(&arena);
    static const char *const names[] = {"text", "url", "path"};
    for (size_t i = 0; i < 3; i++)
        doc_set_text(value, names[i], text);
    doc_set(value, "markup", doc_markup("<i>&amp;</i>"));
    return value;
}

static void
escapes_a_value_for_the_place_where_it_stands(void **state)
{
    (void)state;
    const char *page = shown("places", hostile("<a b=\"c\" d='e'>&é"));
    assert_has(page, "<p>&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;é</p>");
    assert_has(page, "title=\"&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;é\"");
    assert_has(page, "class='&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;é'");
    assert_has(page, "<a href=\"/a?b=%3Ca%20b%3D%22c%22%20d%3D%27e%27%3E%26%C3%A9#%3Ca");
    assert_has(page, "<a href=\"/a/%3Ca%20b=%22c%22%20d=&#39;e&#39;%3E&amp;%C3%A9/b\">3</a>");
    assert_has(page, "href=\"mailto:%3Ca%20b=");
    assert_has(page, "<textarea>\n&lt;a b=");
    assert_has(page, "<div><i>&amp;</i></div>");
    assert_has(page, "<input value=\"&lt;i&gt;&amp;amp;&lt;/i&gt;\">");
}

static void
lets_no_value_choose_a_scheme_that_runs_code(void **state)
{
    (void)state;
    static const char *const refused[] = {
        "javascript:alert(1)", "JAVASCRIPT:x",        " javascript:x",      "java\tscript:x",
        "data:text/html,x",    "vbscript:x",          "file:///etc/passwd", "blob:x",
        "\x01javascript:x",    "javascript&colon;:x",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_has(shown("places", hostile(refused[i])), "<a href=\"about:blank\">1</a>");
    static const char *const kept[] = {
        "https://example.org/a",
        "http://example.org",
        "HTTPS://example.org",
        "mailto:a@example.org",
        "tel:+15550100",
        "/person/1",
        "?a=b",
        "#a",
        "a/b:c",
        "",
    };
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        assert_has(shown("places", hostile(kept[i])),
                   arena_print(&arena, "<a href=\"%s\">1</a>", kept[i]));
}

static void
keeps_a_value_behind_a_slash_on_this_host(void **state)
{
    (void)state;
    assert_has(shown("places", hostile("/example.org")), "<a href=\"/%2Fexample.org\">2</a>");
    assert_has(shown("places", hostile("\\\\example.org")), "<a href=\"/%5C%5Cexample.org\">2</a>");
    assert_has(shown("places", hostile("a/b")), "<a href=\"/a/b\">2</a>");
}

static void
keeps_the_newline_that_begins_a_text_to_edit(void **state)
{
    (void)state;
    assert_has(shown("places", hostile("\nfirst")), "<textarea>\n\nfirst</textarea>");
}

static void
collapses_white_space_only_where_html_does(void **state)
{
    (void)state;
    assert_string_equal(
        shown("white", document("{'no': false, 'tags': ['5', '6']}")),
        "<div><p><b>1</b> <i>2</i> 3 </p><pre> 5\n 6 </pre>"
        "<input type=\"checkbox\" name=\"a\" checked><p> 5 6</p>&middot; <code>make run</code> "
        "<span translate=\"no\">LinkedIn</span></div>");
}

/* ---- sections ---- */

static const char sections_document[] =
    "{'rows': [{'name': 'A', 'tags': ['x', 'y']}, {'name': 'B', 'tags': []}], 'outer': 'o',"
    " 'who': {'name': 'W', 'address': {'city': 'C'}}, 'name': 'N', 'state': 'sent', 'wish': 'sent',"
    " 'count': 3, 'yes': true, 'back': '/b',"
    " 'errors': {'title': {'message': 'm'}, 'rows.1.name': {'message': 'n'}}}";

static void
runs_a_section_for_each_item_and_looks_outwards_for_names(void **state)
{
    (void)state;
    const char *page = shown("sections", document(sections_document));
    assert_has(page, "<ul><li>0/1 A x y o</li><li>1/2 B -+ o</li></ul>");
    assert_has(page, "<b>W</b> <u>1</u> <s>1</s> <em>3</em><em>4</em> <q>C</q><q>C</q>");
}

static void
shows_the_problem_of_a_field_and_of_a_row(void **state)
{
    (void)state;
    const char *page = shown("sections", document(sections_document));
    assert_has(page, "<p>m</p>");
    assert_has(page, "<p>n</p>");
    assert_lacks(page, "<p>?</p>");
}

static void
shows_the_other_side_of_every_condition(void **state)
{
    (void)state;
    const char *page = shown("sections", document("{'rows': [], 'outer': null, 'who': null,"
                                                  " 'state': 'draft', 'wish': 'sent', 'count': 4,"
                                                  " 'yes': false, 'back': '', 'errors': {}}"));
    assert_has(page, "<ul></ul><i>-</i> <u>2</u> <s>2</s>");
    assert_has(page, "<a href=\"/home\">0</a>");
    assert_lacks(page, "<em>");
    assert_lacks(page, "class=");
}

static void
guards_an_address_that_a_section_begins(void **state)
{
    (void)state;
    struct doc *value = document(sections_document);
    assert_has(shown("sections", value), "<a class=\"on\" href=\"/b\">0</a>");
    doc_set_text(value, "back", "javascript:1");
    assert_has(shown("sections", value), "href=\"about:blank\"");
}

/* Rows of different shapes, and maps that share a shape but not its length. */
static void
finds_names_in_rows_that_differ(void **state)
{
    (void)state;
    struct doc *value = document(sections_document);
    doc_set(value, "rows",
            *document("[{'name': 'A', 'tags': []}, {'tags': [], 'name': 'B'}, {'tags': []},"
                      " {'name': 'D', 'tags': [], 'outer': 'own'}, {'name': 'E', 'tags': []}]"));
    assert_has(shown("sections", value), "<li>0/1 A - o</li><li>1/2 B -+ o</li><li>2/3 N -+ o</li>"
                                         "<li>3/4 D -+ own</li><li>4/5 E -+ o</li>");
}

static void
forgets_names_between_two_answers(void **state)
{
    (void)state;
    /* The same addresses hold another shape the second time. */
    for (int i = 0; i < 3; i++) {
        ARENA_HERE struct arena own;
        arena_open(&own);
        struct doc *value = doc_map(&own);
        doc_set_text(value, i == 1 ? "b" : "a", "wrong");
        doc_set_text(value, "code", "call.sign_in");
        doc_set_text(value, "answer", "yes");
        doc_set_text(value, i == 1 ? "a" : "b", "wrong");
        doc_set_text(value, "mine", i == 2 ? "cold" : "friend");
        doc_set(value, "circles", *doc_list(&own));
        struct doc *problem = doc_map(&own);
        doc_set_text(problem, "code", "field.required");
        doc_set(value, "problem", *problem);
        assert_has(shown("words", value), i == 2 ? "Not known yet" : "Friend");
    }
}

/* ---- sentences, words, formats ---- */

static const char sentence_document[] =
    "{'who': {'name': '<Ada>'}, 'count': 12345, 'one': 1, 'place': 'Ghent', 'state': 'sent',"
    " 'day_on': '2026-03-03', 'at': 1772442000000}";

static void
fills_the_holes_of_a_sentence(void **state)
{
    (void)state;
    const char *page = shown("sentences", document(sentence_document));
    assert_has(page, "<p>&lt;Ada&gt; &amp; 12345 &lt;others&gt; say “hi”.</p>");
    assert_has(page, "title=\"It&#39;s Sent\"");
    assert_has(page, ">On tomorrow at 9:00 AM.<");
}

static void
counts_in_the_singular_and_in_the_plural(void **state)
{
    (void)state;
    const char *page = shown("sentences", document(sentence_document));
    assert_has(page, "<p>12,345 people in Ghent</p><p>One person in Ghent</p>");
}

/* As tools/catalog writes one: entries sorted by the English text. */
static const char other_text[] = "It's {state:choice}\0«{state:choice}» {nothing}<\0"
                                 "One person in {place}\0{place}: 1\0{place}: {count}\0"
                                 "{who.name} & {count} <others> say “hi”.\0{count}, {who.name}";

static uint32_t
behind(uint32_t offset, int texts)
{
    while (texts-- > 0)
        offset += (uint32_t)strlen(other_text + offset) + 1;
    return offset;
}

static void
puts_the_same_values_into_a_translation(void **state)
{
    (void)state;
    struct buffer buffer;
    struct reader reader = reader_open("en", "UTC", now);
    const uint32_t entries[] = {0, behind(0, 2), behind(0, 5)};
    const struct catalog other = {"xx", "Other", other_text, entries, 3, PLURAL_ONE};
    reader.catalog = &other;
    for (int i = 0; i < 2; i++) {
        buffer_open(&buffer, &arena, 10000);
        assert_int_equal(
            page_show(sample("sentences"), &reader, NULL, document(sentence_document), &buffer),
            STATUS_OK);
        assert_has(buffer_read(&buffer), "<p>12345, &lt;Ada&gt;</p>");
        assert_has(buffer_read(&buffer), "title=\"«Sent» &lt;\"");
        assert_has(buffer_read(&buffer), "<p>Ghent: 12,345</p>");
    }
    assert_has(shown("sentences", document(sentence_document)), "title=\"It&#39;s Sent\"");
}

static void
leaves_a_sentence_without_translation_in_english(void **state)
{
    (void)state;
    const char *page = shown_in("qps", "sentences", NULL, document(sentence_document));
    assert_has(page, "<p>&lt;Ada&gt; &amp; 12345 &lt;others&gt; say “hi”.</p>");
    assert_has(page, "12,345 people in Ghent");
    assert_has(page, "One person in Ghent");
}

static void
says_codes_in_the_language_of_the_reader(void **state)
{
    (void)state;
    const char *words = shown_in("qps", "words", NULL,
                                 document("{'code': 'call.sign_in', 'mine': 'friend',"
                                          " 'circles': [], 'problem': {'code': 'field.required'},"
                                          " 'answer': 'no'}"));
    assert_has(words, "⟦");
    assert_lacks(words, "Friend");
}

static void
says_codes_with_the_arguments_beside_them(void **state)
{
    (void)state;
    const char *page = shown("words", document("{'code': 'call.sign_in', 'mine': 'friend',"
                                               " 'circles': ['cold', 'alumni'], 'answer': 'no',"
                                               " 'problem': {'code': 'field.range', 'least': 5,"
                                               " 'most': 1000}}"));
    assert_has(page, "<p>Please sign in first. Nothing was changed.</p><p>Friend</p>");
    assert_has(page, "<li>Not known yet</li><li>Alumni</li>");
    assert_has(page, "<p>Please choose a number from 5 to 1,000.</p>"
                     "<p>Please choose a number from 5 to 1,000.</p>");
    assert_has(page, "<p>Do not use their name</p>");
}

static void
refuses_a_code_without_words_when_strict(void **state)
{
    (void)state;
    struct buffer buffer;
    struct reader reader = reader_open("en", "UTC", now);
    struct doc *value = document("{'code': 'no.such_code', 'mine': 'friend', 'circles': [],"
                                 " 'answer': 'no', 'problem': null}");
    buffer_open(&buffer, &arena, 10000);
    assert_int_equal(page_show(sample("words"), &reader, NULL, value, &buffer), STATUS_INVALID);
    assert_has(buffer_read(&buffer), "<p>no.such_code</p>");
}

static void
says_dates_and_numbers_as_the_reader_does(void **state)
{
    (void)state;
    const char *page = shown("formats", document("{'at': 1772442000000, 'big': 1234567,"
                                                 " 'on': '2026-03-02', 'never': null,"
                                                 " 'when': '2026-03-03T15:30', 'real': 2.5,"
                                                 " 'yes': true, 'list': ['a', 'b', 3],"
                                                 " 'least': -9223372036854775808}"));
    assert_has(page, "|9:00 AM|today, 9:00 AM|");
    assert_has(page, "|2026-03-02T09:00:00Z|1,234,567</p>");
    assert_has(page, "<p>today|");
    assert_has(page, "3:30 PM||2.5|true|a, b, 3|1234567|-9223372036854775808</p>");
}

/* ---- layout, envelope ---- */

static const char people_document[] =
    "{'total': 1, 'query': 'a', 'items': [{'id': '1', 'name': 'Ada', 'title': 'T', 'state': "
    "'sent'}],"
    " 'back': '/x', 'title': 'Doc title', 'place': '', 'circles': ['cold', 'alumni'],"
    " 'circle': 'alumni', 'notes': '', 'at': 1772442000000, 'problem': {'message': 'the document'},"
    " 'language': 'de'}";

static void
puts_the_layout_around_and_marks_the_place(void **state)
{
    (void)state;
    const char *page = shown_in("en", "people", document("{'language': 'en', 'problem': null}"),
                                document(people_document));
    assert_memory_equal(page,
                        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                        "<title>People · Rapport</title>",
                        83);
    assert_has(page, "<a href=\"/people\" aria-current=\"page\">People</a>");
    assert_has(page, "<main><h1>People</h1><p>One person, filtered by a.</p><ul><li>");
    assert_has(page, "<a href=\"/person/1?from=Ada\">Ada</a> T <em>Sent</em> !</li>");
}

static void
looks_for_the_names_of_the_layout_in_the_envelope_only(void **state)
{
    (void)state;
    const char *page = shown_in(
        "en", "people", document("{'language': 'en', 'problem': {'message': 'the envelope'}}"),
        document(people_document));
    assert_has(page, "<p class=\"problem\">the envelope</p>");
    assert_lacks(page, "the document");
}

static void
gives_a_partial_its_fixed_texts(void **state)
{
    (void)state;
    struct doc *envelope = document("{'language': 'en', 'problem': null,"
                                    " 'errors': {'place': {'message': 'Where is that?'}}}");
    const char *page = shown_in("en", "people", envelope, document(people_document));
    assert_has(page, "<label for=\"title\">Job title</label> <input id=\"title\" name=\"title\""
                     " value=\"Doc title\" aria-describedby=\"title-hint\">");
    assert_has(page, "<p id=\"title-hint\">As on a card</p>");
    assert_has(page, "<input id=\"place\" name=\"place\" value=\"\">");
    assert_has(page, "<p class=\"error\">Where is that?</p>");
    assert_lacks(page, "place-hint");
    assert_has(page, "<option value=\"cold\">Not known yet</option>"
                     "<option value=\"alumni\" selected>Alumni</option>");
}

/* ---- what is not there ---- */

static void
names_what_is_nowhere_and_refuses_it_when_strict(void **state)
{
    (void)state;
    struct buffer buffer;
    struct reader reader = reader_open("en", "UTC", now);
    struct doc *value = document(sections_document);
    doc_remove(value, "outer");
    buffer_open(&buffer, &arena, 10000);
    assert_int_equal(page_show(sample("sections"), &reader, NULL, value, &buffer), STATUS_INVALID);
    assert_string_equal(page_unknown(), "outer");
    page_strict = false;
    buffer_open(&buffer, &arena, 10000);
    assert_int_equal(page_show(sample("sections"), &reader, NULL, value, &buffer), STATUS_OK);
    assert_has(buffer_read(&buffer), "<li>0/1 A x y </li>");
    assert_string_equal(page_unknown(), "outer");
}

static void
forgives_names_under_errors_that_are_nowhere(void **state)
{
    (void)state;
    struct doc *value = document(sections_document);
    doc_remove(value, "errors");
    assert_lacks(shown("sections", value), "<p>");
    assert_string_equal(page_unknown(), "");
}

static void
opens_a_part_of_a_page_that_holds_a_mistake(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"", "", ""}, {"place", " open", ""}, {"title", " open", " open"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *json =
            "{'language': 'en', 'problem': null, 'errors': {'%s': {'message': 'm'}}}";
        struct doc *envelope = document(arena_print(&arena, json, cases[i][0]));
        const char *page =
            shown_in("en", "parts", envelope, document("{'list': [{'zone': '', 'title': ''}]}"));
        assert_has(page, arena_print(&arena, "<details class=\"a\"%s>", cases[i][1]));
        assert_has(page, arena_print(&arena, "<details%s><summary>2", cases[i][2]));
    }
}

static void
names_the_missing_part_of_a_path(void **state)
{
    (void)state;
    struct buffer buffer;
    struct reader reader = reader_open("en", "UTC", now);
    struct doc *value = document(sections_document);
    doc_set(value, "who", *document("{'name': 'W', 'address': {'street': 'S'}}"));
    buffer_open(&buffer, &arena, 10000);
    assert_int_equal(page_show(sample("sections"), &reader, NULL, value, &buffer), STATUS_INVALID);
    assert_has(page_unknown(), "city");
}

static void
stops_at_the_ceiling_and_says_so(void **state)
{
    (void)state;
    struct buffer buffer;
    struct reader reader = reader_open("en", "UTC", now);
    for (size_t ceiling = 0; ceiling < 150; ceiling++) {
        buffer_open(&buffer, &arena, ceiling);
        assert_int_equal(
            page_show(sample("sections"), &reader, NULL, document(sections_document), &buffer),
            STATUS_INVALID);
        assert_true(strlen(buffer_read(&buffer)) <= ceiling);
    }
}

/* ---- the terminal ---- */

static void
shows_a_text_page_line_by_line(void **state)
{
    (void)state;
    assert_string_equal(shown("person", document("{'name': 'Ada', 'title': 'R&D <x>',"
                                                 " 'points': [{'kind': 'e', 'value': '1'},"
                                                 " {'kind': 'p', 'value': '2'}]}")),
                        "Ada (R&D <x>)\n  e  1\n  p  2\n"
                        "Where to go on: rapport person read \"Ada\"\n");
    assert_string_equal(shown("person", document("{'name': 'Ada', 'title': '', 'points': []}")),
                        "Ada ()\nNo address yet.\nWhere to go on: rapport person read \"Ada\"\n");
}

static void
sends_no_control_character_to_the_terminal(void **state)
{
    (void)state;
    struct doc *value = document("{'title': '', 'points': []}");
    doc_set_text(value, "name",
                 "\033[31mred\a\b\r\n2\xc2\x9b"
                 "1\u202e\x7f");
    const char *page = shown("person", value);
    for (const char *at = page; *at != '\0'; at++)
        assert_true(*at == '\n' || ((unsigned char)*at >= 0x20 && *at != 0x7f));
    assert_has(page, "␛[31mred␇␈␍\n2");
    assert_has(page, "␡");
    assert_lacks(page, "\u202e");
}

static void
finds_the_pages_of_the_product(void **state)
{
    (void)state;
    assert_non_null(page_find("today"));
    assert_null(page_find("no_such_page"));
    assert_null(page_text_find("no_such_page"));
    assert_null(page_find(""));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
    const struct CMUnitTest tests[] = {
        TEST(escapes_a_value_for_the_place_where_it_stands),
        TEST(lets_no_value_choose_a_scheme_that_runs_code),
        TEST(keeps_a_value_behind_a_slash_on_this_host),
        TEST(keeps_the_newline_that_begins_a_text_to_edit),
        TEST(collapses_white_space_only_where_html_does),
        TEST(runs_a_section_for_each_item_and_looks_outwards_for_names),
        TEST(shows_the_problem_of_a_field_and_of_a_row),
        TEST(shows_the_other_side_of_every_condition),
        TEST(guards_an_address_that_a_section_begins),
        TEST(finds_names_in_rows_that_differ),
        TEST(forgets_names_between_two_answers),
        TEST(fills_the_holes_of_a_sentence),
        TEST(counts_in_the_singular_and_in_the_plural),
        TEST(puts_the_same_values_into_a_translation),
        TEST(leaves_a_sentence_without_translation_in_english),
        TEST(says_codes_in_the_language_of_the_reader),
        TEST(says_codes_with_the_arguments_beside_them),
        TEST(refuses_a_code_without_words_when_strict),
        TEST(says_dates_and_numbers_as_the_reader_does),
        TEST(puts_the_layout_around_and_marks_the_place),
        TEST(looks_for_the_names_of_the_layout_in_the_envelope_only),
        TEST(gives_a_partial_its_fixed_texts),
        TEST(names_what_is_nowhere_and_refuses_it_when_strict),
        TEST(forgives_names_under_errors_that_are_nowhere),
        TEST(opens_a_part_of_a_page_that_holds_a_mistake),
        TEST(names_the_missing_part_of_a_path),
        TEST(stops_at_the_ceiling_and_says_so),
        TEST(shows_a_text_page_line_by_line),
        TEST(sends_no_control_character_to_the_terminal),
        TEST(finds_the_pages_of_the_product),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
