/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
fills_every_byte_and_never_twice_the_same_way(void **state)
{
    (void)state;
    unsigned char first[64], second[64], seen[64] = {0};
    random_bytes(first, sizeof first);
    random_bytes(second, sizeof second);
    assert_memory_not_equal(first, second, sizeof first);
    for (int round = 0; round < 32; round++) {
        random_bytes(first, sizeof first);
        for (size_t i = 0; i < sizeof seen; i++)
            seen[i] |= first[i];
    }
    for (size_t i = 0; i < sizeof seen; i++)
        assert_int_not_equal(seen[i], 0);
}

static void
makes_secrets_of_43_characters_of_base64url(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const char *previous = "";
    for (int i = 0; i < 200; i++) {
        const char *secret = secret_new(&arena);
        assert_int_equal(strlen(secret), SECRET_TEXT);
        assert_int_equal(strspn(secret, alphabet), SECRET_TEXT);
        /* 256 bits in 43 characters leave two bits of the last one zero */
        assert_int_equal((strchr(alphabet, secret[SECRET_TEXT - 1]) - alphabet) % 4, 0);
        assert_string_not_equal(secret, previous);
        previous = secret;
    }
}

static void
digests_and_seals_in_hexadecimal(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    assert_string_equal(secret_digest(&arena, "abc"),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(secret_seal(&arena, "Jefe", "what do ya want for nothing?"),
                        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

static void
compares_secrets_by_every_byte(void **state)
{
    (void)state;
    assert_true(secret_equal("", ""));
    assert_true(secret_equal("abcdef", "abcdef"));
    assert_false(secret_equal("abcdef", "abcdeg"));
    assert_false(secret_equal("abcdef", "bbcdef"));
    assert_false(secret_equal("abcdef", "abcde"));
    assert_false(secret_equal("", "a"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_every_byte_and_never_twice_the_same_way),
        cmocka_unit_test(makes_secrets_of_43_characters_of_base64url),
        cmocka_unit_test(digests_and_seals_in_hexadecimal),
        cmocka_unit_test(compares_secrets_by_every_byte),
    };
    return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
