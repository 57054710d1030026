/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* By the definition of FNV-1a for 64 bits. */
static void
is_the_hash_that_stores_hold(void **state)
{
    static const struct {
        const char *text;
        uint64_t hash;
    } known[] = {
        {"", UINT64_C(0xcbf29ce484222325)},
        {"a", UINT64_C(0xaf63dc4c8601ec8c)},
        {"foobar", UINT64_C(0x85944171f73967e8)},
        {"\xc5\x81", (((UINT64_C(0xcbf29ce484222325) ^ 0xc5) * UINT64_C(0x100000001b3)) ^ 0x81) *
                         UINT64_C(0x100000001b3)},
    };
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        assert_true(hash_text(HASH_BEGIN, known[i].text) == known[i].hash);
        assert_true(hash_bytes(HASH_BEGIN, known[i].text, strlen(known[i].text)) == known[i].hash);
    }
    assert_true(hash_text(hash_text(HASH_BEGIN, "foo"), "bar") == known[2].hash);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_the_hash_that_stores_hold),
    };
    return cmocka_run_group_tests_name("hash", tests, NULL, NULL);
}
