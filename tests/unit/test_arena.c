/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
gives_zeroed_memory_aligned_for_any_type(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    for (size_t size = 0; size < 200; size++) {
        unsigned char *piece = arena_alloc(&arena, size);
        assert_non_null(piece);
        assert_int_equal((uintptr_t)piece % 16, 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(piece[i], 0);
        memset(piece, 0xff, size);
    }
}

static void
never_gives_the_same_bytes_twice(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    enum { COUNT = 3000 };
    static unsigned char *pieces[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        size_t size = 1 + i % 97 + (i % 501 == 0 ? 40000 : 0);
        pieces[i] = arena_alloc(&arena, size);
        memset(pieces[i], (int)(i % 251), size);
    }
    for (size_t i = 0; i < COUNT; i++) {
        size_t size = 1 + i % 97 + (i % 501 == 0 ? 40000 : 0);
        for (size_t j = 0; j < size; j++)
            assert_int_equal(pieces[i][j], i % 251);
    }
}

static void
zeroes_what_a_reset_gives_again(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    char *first = arena_alloc(&arena, 100);
    memset(first, 'x', 100);
    arena_reset(&arena);
    char *second = arena_alloc(&arena, 100);
    assert_ptr_equal(first, second);
    for (int i = 0; i < 100; i++)
        assert_int_equal(second[i], 0);
}

static void
gives_back_all_but_one_block_at_a_reset(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    for (int i = 0; i < 100; i++)
        (void)arena_alloc(&arena, 10000);
    assert_true(arena.total >= 1000000);
    arena_reset(&arena);
    assert_true(arena.total <= 64 * 1024);
    (void)arena_alloc(&arena, 1000000);
    arena_reset(&arena);
    assert_true(arena.total <= 64 * 1024);
}

static void
keeps_the_rest_of_a_block_beside_a_large_piece(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    char *before = arena_alloc(&arena, 16);
    (void)arena_alloc(&arena, 100000);
    char *after = arena_alloc(&arena, 16);
    assert_ptr_equal(before + 16, after);
}

static void
goes_back_to_a_mark_and_keeps_what_stood_before(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    char *large = arena_alloc(&arena, 90000), *before = arena_text(&arena, "before");
    memset(large, 'l', 90000);
    size_t total = arena.total;
    struct arena_mark mark = arena_mark(&arena);
    char *first = NULL;
    for (int round = 0; round < 50; round++) {
        char *piece = arena_alloc(&arena, 24);
        first = first == NULL ? piece : first;
        assert_ptr_equal(piece, first);
        for (int i = 0; i < 40; i++)
            memset(arena_alloc(&arena, (size_t)i * 1777), 'x', (size_t)i * 1777);
        assert_true(arena.total > total);
        arena_back(&arena, mark);
        assert_int_equal(arena.total, total);
    }
    assert_string_equal(before, "before");
    for (int i = 0; i < 90000; i++)
        assert_int_equal(large[i], 'l');
}

static void
keeps_texts_without_gaps_behind_what_is_aligned(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    (void)arena_alloc(&arena, 1);
    char *kept = arena_text(&arena, "kept"), *aligned = arena_alloc(&arena, 3);
    assert_int_equal((uintptr_t)aligned % ARENA_ALIGNMENT, 0);
    struct arena_mark mark = arena_mark(&arena);
    char *first = NULL, *last = NULL;
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 1000; i++) {
            last = arena_text(&arena, "odd");
            first = i == 0 ? last : first;
        }
        assert_ptr_equal(kept - 4, first);
        assert_ptr_equal(first - 999 * 4, last);
        assert_true(last > aligned);
        arena_back(&arena, mark);
    }
    size_t total = arena.total;
    for (int i = 0; i < 100000; i++)
        (void)arena_text(&arena, "four");
    assert_true(arena.total - total < 100000 * 6);
    arena_back(&arena, mark);
    assert_string_equal(kept, "kept");
}

static void
goes_back_to_the_beginning(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct arena_mark mark = arena_mark(&arena);
    for (int i = 0; i < 40; i++)
        (void)arena_alloc(&arena, 5000);
    arena_back(&arena, mark);
    assert_true(arena.total < 100000);
    assert_non_null(arena_text(&arena, "still usable"));
}

static void
is_an_ordinary_one_where_memory_to_share_is_refused(void **state)
{
    (void)state;
    struct arena arena;
    assert_false(arena_share(&arena, (size_t)1 << 60));
    char *text = arena_text(&arena, "there");
    arena_reset(&arena);
    text = arena_text(&arena, "here");
    assert_string_equal(text, "here");
    arena_close(&arena);
    assert_true(arena_share(&arena, 1 << 20));
    assert_string_equal(arena_text(&arena, "here"), "here");
    arena_close(&arena);
}

static void
closes_an_arena_that_was_never_used(void **state)
{
    (void)state;
    struct arena arena;
    arena_open(&arena);
    arena_reset(&arena);
    arena_close(&arena);
    arena_close(&arena);
    assert_int_equal(arena.total, 0);
}

static void
copies_and_prints_texts(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    assert_null(arena_text(&arena, NULL));
    assert_null(arena_copy(&arena, NULL, 3));
    assert_string_equal(arena_copy(&arena, "Maya Lindqvist", 4), "Maya");
    assert_string_equal(arena_text(&arena, ""), "");
    assert_string_equal(arena_print(&arena, "%s has %d", "Maya", 14), "Maya has 14");
    char *large = arena_print(&arena, "%0100000d", 7);
    assert_int_equal(strlen(large), 100000);
    assert_int_equal(large[99999], '7');
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_zeroed_memory_aligned_for_any_type),
        cmocka_unit_test(never_gives_the_same_bytes_twice),
        cmocka_unit_test(zeroes_what_a_reset_gives_again),
        cmocka_unit_test(gives_back_all_but_one_block_at_a_reset),
        cmocka_unit_test(keeps_the_rest_of_a_block_beside_a_large_piece),
        cmocka_unit_test(goes_back_to_a_mark_and_keeps_what_stood_before),
        cmocka_unit_test(keeps_texts_without_gaps_behind_what_is_aligned),
        cmocka_unit_test(goes_back_to_the_beginning),
        cmocka_unit_test(is_an_ordinary_one_where_memory_to_share_is_refused),
        cmocka_unit_test(closes_an_arena_that_was_never_used),
        cmocka_unit_test(copies_and_prints_texts),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
