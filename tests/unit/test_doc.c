/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "doc/doc.h"

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

static void
keeps_every_kind_of_value_under_its_key(void **state)
{
    (void)state;
    struct doc *map = doc_map(&arena);
    doc_set_text(map, "name", "Maya");
    doc_set_int(map, "age", 24);
    doc_set_bool(map, "open", true);
    doc_set(map, "share", doc_real(0.5));
    doc_set(map, "picture", doc_markup("<svg/>"));
    doc_set(map, "nothing", doc_null());
    doc_set_text(map, "absent", NULL);
    assert_string_equal(doc_text_of(map, "name"), "Maya");
    assert_int_equal(doc_int_of(map, "age"), 24);
    assert_true(doc_bool_of(map, "open"));
    assert_true(doc_real_of(map, "share") == 0.5);
    assert_true(doc_real_of(map, "age") == 24.0);
    assert_string_equal(doc_text_of(map, "picture"), "<svg/>");
    assert_int_equal(doc_get(map, "picture")->kind, DOC_MARKUP);
    assert_true(doc_has(map, "nothing"));
    assert_int_equal(doc_get(map, "absent")->kind, DOC_NULL);
    assert_int_equal(doc_count(map), 7);
    assert_string_equal(doc_key(map, 1), "age");
    assert_int_equal(doc_value(map, 1)->integer, 24);
}

static void
answers_emptily_for_what_is_not_there_or_of_another_kind(void **state)
{
    (void)state;
    struct doc *map = doc_map(&arena);
    struct doc text = doc_text("plain");
    doc_set_text(map, "name", "Maya");
    assert_int_equal(doc_get(map, "nobody")->kind, DOC_NULL);
    assert_int_equal(doc_get(NULL, "name")->kind, DOC_NULL);
    assert_int_equal(doc_get(&text, "name")->kind, DOC_NULL);
    assert_false(doc_has(map, "nobody"));
    assert_string_equal(doc_text_of(map, "nobody"), "");
    assert_int_equal(doc_int_of(map, "name"), 0);
    assert_false(doc_bool_of(map, "name"));
    assert_true(doc_real_of(map, "name") == 0.0);
    assert_int_equal(doc_count(&text), 0);
}

static void
replaces_and_removes_keys(void **state)
{
    (void)state;
    struct doc *map = doc_map(&arena);
    doc_set_int(map, "a", 1);
    doc_set_int(map, "b", 2);
    doc_set_int(map, "c", 3);
    doc_set_int(map, "b", 20);
    assert_int_equal(doc_count(map), 3);
    assert_int_equal(doc_int_of(map, "b"), 20);
    doc_remove(map, "a");
    doc_remove(map, "a");
    assert_int_equal(doc_count(map), 2);
    assert_int_equal(doc_int_of(map, "b"), 20);
    assert_int_equal(doc_int_of(map, "c"), 3);
    doc_set_int(map, "a", 10);
    assert_string_equal(doc_key(map, 2), "a");
}

static void
holds_many_keys_and_items(void **state)
{
    (void)state;
    struct doc *map = doc_map(&arena);
    struct doc *list = doc_list(&arena);
    for (int i = 0; i < 500; i++) {
        doc_set_int(map, arena_print(&arena, "key%d", i), i);
        assert_int_equal(doc_push(list, doc_int(i))->integer, i);
    }
    for (int i = 0; i < 500; i++) {
        assert_int_equal(doc_int_of(map, arena_print(&arena, "key%d", i)), i);
        assert_int_equal(doc_item(list, (uint32_t)i)->integer, i);
    }
    assert_int_equal(doc_count(list), 500);
}

static void
shares_one_shape_among_rows_until_one_differs(void **state)
{
    (void)state;
    struct doc_shape *shape = doc_shape(&arena, 2);
    assert_int_equal(doc_shape_add(&arena, shape, "id"), 0);
    assert_int_equal(doc_shape_add(&arena, shape, "name"), 1);
    struct doc first = doc_row(&arena, shape);
    struct doc second = doc_row(&arena, shape);
    assert_int_equal(doc_count(&first), 2);
    assert_int_equal(doc_get(&first, "name")->kind, DOC_NULL);
    doc_set_text(&first, "name", "Maya");
    assert_ptr_equal(first.map->shape, second.map->shape);
    assert_int_equal(doc_get(&second, "name")->kind, DOC_NULL);
    doc_set_text(&first, "title", "Biologist");
    assert_ptr_not_equal(first.map->shape, second.map->shape);
    assert_string_equal(doc_text_of(&first, "title"), "Biologist");
    assert_string_equal(doc_text_of(&first, "name"), "Maya");
    assert_false(doc_has(&second, "title"));
    doc_remove(&second, "id");
    assert_int_equal(shape->count, 2);
    assert_true(doc_has(&first, "id"));
    assert_int_equal(doc_slot(shape, "name"), 1);
    assert_int_equal(doc_slot(shape, "title"), -1);
}

static void
knows_what_counts_as_nothing(void **state)
{
    (void)state;
    struct doc empty[] = {doc_null(),   doc_bool(false),   doc_int(0),       doc_real(0),
                          doc_text(""), *doc_list(&arena), *doc_map(&arena), doc_markup("")};
    struct doc *list = doc_list(&arena);
    struct doc *map = doc_map(&arena);
    (void)doc_push(list, doc_null());
    doc_set(map, "a", doc_null());
    struct doc full[] = {doc_bool(true), doc_int(-1), doc_real(0.1), doc_text("0"), *list, *map};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
        assert_true(doc_is_empty(&empty[i]));
    for (size_t i = 0; i < sizeof full / sizeof *full; i++)
        assert_false(doc_is_empty(&full[i]));
}

static struct doc *
sample(struct arena *into)
{
    struct doc *map = doc_map(into);
    struct doc *list = doc_list(into);
    struct doc *inner = doc_map(into);
    doc_set_text(inner, "kind", arena_text(into, "email"));
    (void)doc_push(list, *inner);
    (void)doc_push(list, doc_text_n("a\0b", 3));
    doc_set(map, "points", *list);
    doc_set_text(map, "name", arena_text(into, "Maya"));
    doc_set(map, "empty", *doc_map(into));
    return map;
}

static void
copies_deeply_into_another_arena(void **state)
{
    (void)state;
    struct arena source;
    arena_open(&source);
    struct doc copy = doc_copy(&arena, sample(&source));
    arena_close(&source);
    assert_true(doc_equal(&copy, sample(&arena)));
    doc_set_text(&copy, "added", "later");
    assert_string_equal(doc_text_of(&copy, "added"), "later");
    assert_int_equal(doc_item(doc_get(&copy, "points"), 1)->count, 3);
}

static void
compares_values_whatever_the_order_of_keys(void **state)
{
    (void)state;
    struct doc *a = doc_map(&arena);
    struct doc *b = doc_map(&arena);
    doc_set_int(a, "x", 1);
    doc_set_text(a, "y", "two");
    doc_set_text(b, "y", "two");
    doc_set_int(b, "x", 1);
    assert_true(doc_equal(a, b));
    doc_set_int(b, "x", 2);
    assert_false(doc_equal(a, b));
    doc_set_int(b, "x", 1);
    doc_set(b, "z", doc_null());
    assert_false(doc_equal(a, b));
    struct doc one = doc_int(1), real = doc_real(1), text = doc_text("1"), markup = doc_markup("1");
    assert_false(doc_equal(&one, &real));
    assert_false(doc_equal(&text, &markup));
    assert_true(doc_equal(&text, &text));
    assert_false(doc_equal(sample(&arena), a));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_every_kind_of_value_under_its_key),
        cmocka_unit_test(answers_emptily_for_what_is_not_there_or_of_another_kind),
        cmocka_unit_test(replaces_and_removes_keys),
        cmocka_unit_test(holds_many_keys_and_items),
        cmocka_unit_test(shares_one_shape_among_rows_until_one_differs),
        cmocka_unit_test(knows_what_counts_as_nothing),
        cmocka_unit_test(copies_deeply_into_another_arena),
        cmocka_unit_test(compares_values_whatever_the_order_of_keys),
    };
    return cmocka_run_group_tests_name("doc", tests, NULL, close_arena);
}
