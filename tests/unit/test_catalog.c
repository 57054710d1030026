/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/catalog.h"
#include "text/plural.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int
close_arena(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

/* Two sentences in Polish, one of them with plural forms. */
static const char polish_text[] = "Save\0Zapisz\0"
                                  "{n} person\0{n} osoba\0{n} osoby\0{n} os\xc3\xb3"
                                  "b\0";
static const uint32_t polish_entries[] = {0, 12};
static const struct catalog polish = {.language = "pl",
                                      .name = "Polski",
                                      .text = polish_text,
                                      .entries = polish_entries,
                                      .count = 2,
                                      .plural_rule = PLURAL_POLISH};

static void
gives_the_translation_or_the_sentence_itself(void **state)
{
    (void)state;
    assert_string_equal(catalog_text(&polish, "Save"), "Zapisz");
    assert_string_equal(catalog_text(&polish, "Delete"), "Delete");
    assert_string_equal(catalog_text(&polish, ""), "");
    assert_string_equal(catalog_text(catalogs[0], "Save"), "Save");
}

static void
gives_the_form_a_number_takes(void **state)
{
    (void)state;
    assert_string_equal(catalog_plural(&polish, "{n} person", "{n} people", 1), "{n} osoba");
    assert_string_equal(catalog_plural(&polish, "{n} person", "{n} people", 3), "{n} osoby");
    assert_string_equal(catalog_plural(&polish, "{n} person", "{n} people", 5), "{n} os\xc3\xb3"
                                                                                "b");
    assert_string_equal(catalog_plural(&polish, "{n} note", "{n} notes", 1), "{n} note");
    assert_string_equal(catalog_plural(&polish, "{n} note", "{n} notes", 0), "{n} notes");
    assert_string_equal(catalog_plural(catalogs[0], "{n} person", "{n} people", 2), "{n} people");
}

static void
finds_a_language_by_its_tag(void **state)
{
    (void)state;
    assert_string_equal(catalogs[0]->language, "en");
    assert_ptr_equal(catalog_find("en"), catalogs[0]);
    assert_ptr_equal(catalog_find("en-GB"), catalogs[0]);
    assert_ptr_equal(catalog_find("EN_us"), catalogs[0]);
    assert_ptr_equal(catalog_find("qps"), &catalog_pseudo);
    assert_ptr_equal(catalog_find("tlh"), catalogs[0]);
    assert_ptr_equal(catalog_find(""), catalogs[0]);
    assert_ptr_equal(catalog_find(NULL), catalogs[0]);
    for (int i = 0; catalogs[i] != NULL; i++)
        assert_ptr_equal(catalog_find(catalogs[i]->language), catalogs[i]);
}

static void
keeps_the_entries_of_every_catalog_in_order(void **state)
{
    (void)state;
    const struct catalog *all[64] = {&catalog_pseudo};
    int count = 1;
    for (int i = 0; catalogs[i] != NULL && count < 64; i++)
        all[count++] = catalogs[i];
    assert_true(catalog_pseudo.count > 100);
    for (int i = 0; i < count; i++) {
        assert_true(all[i]->name[0] != '\0');
        for (int j = 0; j < all[i]->count; j++) {
            const char *english = all[i]->text + all[i]->entries[j];
            if (j > 0)
                assert_true(strcmp(all[i]->text + all[i]->entries[j - 1], english) < 0);
            assert_ptr_equal(catalog_text(all[i], english), english + strlen(english) + 1);
        }
    }
}

static void
brackets_every_sentence_of_the_pseudo_language(void **state)
{
    (void)state;
    assert_string_equal(catalog_text(&catalog_pseudo, "today"), "⟦ťóđáý⟧");
    assert_string_equal(catalog_plural(&catalog_pseudo, "{n} day ago", "{n} days ago", 1),
                        "⟦{n} đáý áğó⟧");
    assert_string_equal(catalog_plural(&catalog_pseudo, "{n} day ago", "{n} days ago", 2),
                        "⟦{n} đáýš áğó⟧");
    for (int i = 0; i < catalog_pseudo.count; i++) {
        const char *english = catalog_pseudo.text + catalog_pseudo.entries[i];
        const char *pseudo = catalog_text(&catalog_pseudo, english);
        assert_memory_equal(pseudo, "⟦", strlen("⟦"));
        assert_string_equal(pseudo + strlen(pseudo) - strlen("⟧"), "⟧");
    }
}

static const char *
fill(void *context, const char *name)
{
    int *asked = context;
    (*asked)++;
    if (strcmp(name, "name") == 0)
        return "Maya {count}";
    return strcmp(name, "count") == 0 ? "3" : NULL;
}

static void
fills_the_holes_of_a_sentence(void **state)
{
    (void)state;
    static const char *const samples[][2] = {
        {"", ""},
        {"No holes.", "No holes."},
        {"{name}", "Maya {count}"},
        {"Dear {name}, {count} notes", "Dear Maya {count}, 3 notes"},
        {"{count}{count}", "33"},
        {"{unknown} stays", "{unknown} stays"},
        {"{{name} is a brace", "{name} is a brace"},
        {"a { b", "a { b"},
        {"open {name", "open {name"},
        {"{}", "{}"},
        {"} {count} }", "} 3 }"},
        {"{{{count}", "{3"},
    };
    int asked = 0;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        assert_string_equal(catalog_compose(&arena, samples[i][0], fill, &asked), samples[i][1]);
    assert_int_equal(asked, 8);
    char name[70] = "{";
    memset(name + 1, 'x', 66);
    memcpy(name + 66, "}", 2);
    asked = 0;
    assert_string_equal(catalog_compose(&arena, name, fill, &asked), name);
    assert_int_equal(asked, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_translation_or_the_sentence_itself),
        cmocka_unit_test(gives_the_form_a_number_takes),
        cmocka_unit_test(finds_a_language_by_its_tag),
        cmocka_unit_test(keeps_the_entries_of_every_catalog_in_order),
        cmocka_unit_test(brackets_every_sentence_of_the_pseudo_language),
        cmocka_unit_test(fills_the_holes_of_a_sentence),
    };
    return cmocka_run_group_tests_name("catalog", tests, NULL, close_arena);
}
