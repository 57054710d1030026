/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/sha256.h"

#include <string.h>

static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t
rotate(uint32_t word, int bits)
{
    return (word >> bits) | (word << (32 - bits));
}

static void
schedule(const unsigned char *block, uint32_t words[64])
{
    for (int i = 0; i < 16; i++)
        words[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
                   (uint32_t)block[4 * i + 2] << 8 | (uint32_t)block[4 * i + 3];
    for (int i = 16; i < 64; i++) {
        uint32_t a = words[i - 15];
        uint32_t b = words[i - 2];
        words[i] = words[i - 16] + (rotate(a, 7) ^ rotate(a, 18) ^ (a >> 3)) + words[i - 7] +
                   (rotate(b, 17) ^ rotate(b, 19) ^ (b >> 10));
    }
}

static void
compress(uint32_t state[8], const unsigned char *block)
{
    uint32_t words[64];
    uint32_t s[8];
    schedule(block, words);
    memcpy(s, state, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t choose = (s[4] & s[5]) ^ (~s[4] & s[6]);
        uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        uint32_t first = s[7] + (rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25)) + choose +
                         round_constants[i] + words[i];
        uint32_t second = (rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22)) + majority;
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += first;
        s[0] = first + second;
    }
    for (int i = 0; i < 8; i++)
        state[i] += s[i];
}

void
sha256_open(struct sha256 *sha)
{
    *sha = (struct sha256){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,
                                     0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
}

void
sha256_add(struct sha256 *sha, const void *bytes, size_t length)
{
    const unsigned char *next = bytes;
    size_t held = sha->length % SHA256_BLOCK;
    sha->length += length;
    while (length > 0) {
        size_t piece = SHA256_BLOCK - held < length ? SHA256_BLOCK - held : length;
        memcpy(sha->block + held, next, piece);
        next += piece;
        length -= piece;
        held += piece;
        if (held == SHA256_BLOCK) {
            compress(sha->state, sha->block);
            held = 0;
        }
    }
}

void
sha256_finish(struct sha256 *sha, unsigned char out_digest[SHA256_BYTES])
{
    static const unsigned char padding[SHA256_BLOCK] = {0x80};
    uint64_t bits = sha->length * 8;
    size_t held = sha->length % SHA256_BLOCK;
    sha256_add(sha, padding, held < 56 ? 56 - held : 120 - held);
    unsigned char tail[8];
    for (int i = 0; i < 8; i++)
        tail[i] = (unsigned char)(bits >> (56 - 8 * i));
    sha256_add(sha, tail, sizeof tail);
    for (int i = 0; i < SHA256_BYTES; i++)
        out_digest[i] = (unsigned char)(sha->state[i / 4] >> (24 - 8 * (i % 4)));
}

void
sha256_of(const void *bytes, size_t length, unsigned char out_digest[SHA256_BYTES])
{
    struct sha256 sha;
    sha256_open(&sha);
    sha256_add(&sha, bytes, length);
    sha256_finish(&sha, out_digest);
}

void
sha256_hmac(const void *key, size_t key_length, const void *message, size_t length,
            unsigned char out_digest[SHA256_BYTES])
{
    unsigned char inner[SHA256_BLOCK] = {0};
    unsigned char outer[SHA256_BLOCK];
    if (key_length > SHA256_BLOCK)
        sha256_of(key, key_length, inner);
    else if (key_length > 0)
        memcpy(inner, key, key_length);
    for (int i = 0; i < SHA256_BLOCK; i++) {
        outer[i] = inner[i] ^ 0x5c;
        inner[i] ^= 0x36;
    }
    struct sha256 sha;
    unsigned char digest[SHA256_BYTES];
    sha256_open(&sha);
    sha256_add(&sha, inner, sizeof inner);
    sha256_add(&sha, message, length);
    sha256_finish(&sha, digest);
    sha256_open(&sha);
    sha256_add(&sha, outer, sizeof outer);
    sha256_add(&sha, digest, sizeof digest);
    sha256_finish(&sha, out_digest);
    explicit_bzero(inner, sizeof inner);
    explicit_bzero(outer, sizeof outer);
}

void
hex_write(const unsigned char *bytes, size_t length, char *out_text)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < length; i++) {
        out_text[2 * i] = digits[bytes[i] >> 4];
        out_text[2 * i + 1] = digits[bytes[i] & 15];
    }
    out_text[2 * length] = '\0';
}
