/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random.h - secrets and their digests. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include "base/arena.h"

#include <stdbool.h>

enum { SECRET_BYTES = 32, SECRET_TEXT = 43, DIGEST_TEXT = 64 };

/* Bytes from the kernel (getrandom). Never fails: without entropy the process ends. */
void random_bytes(void *out, size_t length);

/* A new secret of 256 bits as 43 characters of base64url. */
char *secret_new(struct arena *arena);

/* The SHA-256 of a text as 64 hexadecimal digits: what the store keeps of a secret. */
char *secret_digest(struct arena *arena, const char *secret);

/* HMAC-SHA-256(key, message) as 64 hexadecimal digits: the CSRF token of a session. */
char *secret_seal(struct arena *arena, const char *key, const char *message);

/* Equal, in time that does not depend on where they differ. */
bool secret_equal(const char *a, const char *b);

#endif
