/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/random.h"

#include "base/sha256.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

static void
without_entropy(void)
{
    static const char line[] = "{\"level\":\"error\",\"event\":\"random.none\"}\n";
    (void)!write(STDERR_FILENO, line, sizeof line - 1);
    _exit(71);
}

void
random_bytes(void *out, size_t length)
{
    char *next = out;
    while (length > 0) {
        ssize_t count = getrandom(next, length, 0);
        if (count < 0 && errno != EINTR)
            without_entropy();
        if (count > 0) {
            next += count;
            length -= (size_t)count;
        }
    }
}

char *
secret_new(struct arena *arena)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned char bytes[SECRET_BYTES];
    random_bytes(bytes, sizeof bytes);
    char *text = arena_alloc(arena, SECRET_TEXT + 1);
    uint32_t bits = 0;
    int held = 0;
    size_t written = 0;
    for (size_t i = 0; i < sizeof bytes; i++) {
        bits = bits << 8 | bytes[i];
        for (held += 8; held >= 6; held -= 6)
            text[written++] = alphabet[bits >> (held - 6) & 63];
    }
    text[written] = alphabet[bits << (6 - held) & 63];
    explicit_bzero(bytes, sizeof bytes);
    return text;
}

char *
secret_digest(struct arena *arena, const char *secret)
{
    unsigned char digest[SHA256_BYTES];
    sha256_of(secret, strlen(secret), digest);
    char *text = arena_alloc(arena, DIGEST_TEXT + 1);
    hex_write(digest, sizeof digest, text);
    return text;
}

char *
secret_seal(struct arena *arena, const char *key, const char *message)
{
    unsigned char digest[SHA256_BYTES];
    sha256_hmac(key, strlen(key), message, strlen(message), digest);
    char *text = arena_alloc(arena, DIGEST_TEXT + 1);
    hex_write(digest, sizeof digest, text);
    return text;
}

bool
secret_equal(const char *a, const char *b)
{
    size_t length = strlen(a);
    if (length != strlen(b))
        return false;
    unsigned char difference = 0;
    for (size_t i = 0; i < length; i++)
        difference |= (unsigned char)(a[i] ^ b[i]);
    return difference == 0;
}
