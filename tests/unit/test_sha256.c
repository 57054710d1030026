/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/sha256.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
assert_digest(const unsigned char digest[SHA256_BYTES], const char *expected)
{
    char text[2 * SHA256_BYTES + 1];
    hex_write(digest, SHA256_BYTES, text);
    assert_string_equal(text, expected);
}

/* The examples of FIPS 180-4 and the lengths around a block's border. */
static void
digests_the_examples_of_the_standard(void **state)
{
    (void)state;
    static const struct {
        const char *text, *digest;
    } examples[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrl"
         "mnopqrsmnopqrstnopqrstu",
         "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        unsigned char digest[SHA256_BYTES];
        sha256_of(examples[i].text, strlen(examples[i].text), digest);
        assert_digest(digest, examples[i].digest);
    }
}

static void
digests_a_million_letters(void **state)
{
    (void)state;
    static char letters[1000];
    unsigned char digest[SHA256_BYTES];
    struct sha256 sha;
    memset(letters, 'a', sizeof letters);
    sha256_open(&sha);
    for (int i = 0; i < 1000; i++)
        sha256_add(&sha, letters, sizeof letters);
    sha256_finish(&sha, digest);
    assert_digest(digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void
gives_the_same_digest_however_the_text_is_cut(void **state)
{
    (void)state;
    unsigned char bytes[200], whole[SHA256_BYTES], pieces[SHA256_BYTES];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 7);
    for (size_t length = 0; length <= sizeof bytes; length++) {
        sha256_of(bytes, length, whole);
        for (size_t cut = 0; cut <= length; cut += 13) {
            struct sha256 sha;
            sha256_open(&sha);
            sha256_add(&sha, bytes, cut);
            sha256_add(&sha, bytes + cut, length - cut);
            sha256_finish(&sha, pieces);
            assert_memory_equal(whole, pieces, sizeof whole);
        }
    }
}

/* RFC 4231 section 4, cases 1 to 4, 6 and 7. */
static void
seals_the_examples_of_rfc_4231(void **state)
{
    (void)state;
    unsigned char key[131], data[50], digest[SHA256_BYTES];
    memset(key, 0x0b, 20);
    sha256_hmac(key, 20, "Hi There", 8, digest);
    assert_digest(digest, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    sha256_hmac("Jefe", 4, "what do ya want for nothing?", 28, digest);
    assert_digest(digest, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(key, 0xaa, sizeof key);
    memset(data, 0xdd, sizeof data);
    sha256_hmac(key, 20, data, sizeof data, digest);
    assert_digest(digest, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    for (int i = 0; i < 25; i++)
        key[i] = (unsigned char)(i + 1);
    memset(data, 0xcd, sizeof data);
    sha256_hmac(key, 25, data, sizeof data, digest);
    assert_digest(digest, "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
    memset(key, 0xaa, sizeof key);
    static const char larger[] = "Test Using Larger Than Block-Size Key - Hash Key First";
    sha256_hmac(key, sizeof key, larger, sizeof larger - 1, digest);
    assert_digest(digest, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    static const char both[] =
        "This is a test using a larger than block-size key and a larger than "
        "block-size data. The key needs to be hashed before being used by "
        "the HMAC algorithm.";
    sha256_hmac(key, sizeof key, both, sizeof both - 1, digest);
    assert_digest(digest, "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_the_examples_of_the_standard),
        cmocka_unit_test(digests_a_million_letters),
        cmocka_unit_test(gives_the_same_digest_however_the_text_is_cut),
        cmocka_unit_test(seals_the_examples_of_rfc_4231),
    };
    return cmocka_run_group_tests_name("sha256", tests, NULL, NULL);
}
