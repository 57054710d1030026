/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/originals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct doc *
originals_of(struct arena *arena, const char *const (*texts)[2], size_t count)
{
    struct doc *list = doc_list(arena);
    for (size_t i = 0; i < count; i++) {
        struct doc *item = doc_push(list, *doc_map(arena));
        doc_set_text(item, "form", texts[i][0]);
        doc_set_text(item, "data", texts[i][1]);
    }
    return list;
}

static const char *
shown(struct arena *arena, const struct doc *items)
{
    const char *text = "";
    for (uint32_t i = 0; i < doc_count(items); i++)
        text = arena_print(arena, "%s%s=%s;", text, doc_text_of(doc_item(items, i), "name"),
                           doc_text_of(doc_item(items, i), "value"));
    return text;
}

static void
lists_what_a_table_and_a_card_said_beyond_our_fields(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    static const char *const texts[][2] = {
        {"csv", "{\"Shoe size\":\"43\",\"Spouse\":\"Bo\",\"Empty\":\"\"}"},
        {"vcard", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Quinn\r\nN:Quinn;Ada;;;\r\nX-SPOUSE:Bo\\, "
                  "the singer\r\nGENDER:F\r\nTEL:+1 555\r\nREV:2020\r\nitem1.X-SPOUSE:Bo\\, the "
                  "singer\r\nKEY;ENCODING=b:AAAA\r\nEND:VCARD\r\n"}};
    assert_string_equal(shown(&arena, originals_show(&arena, originals_of(&arena, texts, 2))),
                        "Shoe size=43;Spouse=Bo;X-SPOUSE=Bo, the singer;GENDER=F;");
}

static void
passes_over_what_is_damaged(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    static const char *const texts[][2] = {{"csv", "{\"Shoe"},
                                           {"csv", "[1]"},
                                           {"csv", "{\"a\":{\"b\":1}}"},
                                           {"vcard", "no card"},
                                           {"other", "x"}};
    assert_int_equal(doc_count(originals_show(
                         &arena, originals_of(&arena, texts, sizeof texts / sizeof *texts))),
                     0);
    assert_int_equal(doc_count(originals_show(&arena, doc_list(&arena))), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_what_a_table_and_a_card_said_beyond_our_fields),
        cmocka_unit_test(passes_over_what_is_damaged),
    };
    return cmocka_run_group_tests_name("originals", tests, NULL, NULL);
}
