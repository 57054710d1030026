/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sha256.h - SHA-256 (FIPS 180-4) and HMAC (RFC 2104). Our own, because it is in the path of every
 * request and loading a cryptography library would cost more than the whole answer. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_BYTES = 32, SHA256_BLOCK = 64 };

struct sha256 {
    uint32_t state[8];
    uint64_t length; /* bytes so far */
    unsigned char block[SHA256_BLOCK];
};

/* Piece by piece, or all at once. */
void sha256_open(struct sha256 *sha);
void sha256_add(struct sha256 *sha, const void *bytes, size_t length);
void sha256_finish(struct sha256 *sha, unsigned char out_digest[SHA256_BYTES]);
void sha256_of(const void *bytes, size_t length, unsigned char out_digest[SHA256_BYTES]);

void sha256_hmac(const void *key, size_t key_length, const void *message, size_t length,
                 unsigned char out_digest[SHA256_BYTES]);

/* Bytes as lower-case hexadecimal digits and a NUL. */
void hex_write(const unsigned char *bytes, size_t length, char *out_text);

#endif
