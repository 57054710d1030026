/* SPDX-License-Identifier: GPL-3.0-or-later */
/* uuid.h - the names of rows: UUIDv7 (RFC 9562 section 5.7), 16 bytes in the store, 36 characters
 * everywhere else. */
#ifndef BASE_UUID_H
#define BASE_UUID_H

#include "base/arena.h"

#include <stdbool.h>

enum { UUID_BYTES = 16, UUID_TEXT = 36 };

/* A new id in text form, in the arena; ids made by one process rise strictly. */
char *uuid_new(struct arena *arena);

/* Text (any case) -> bytes. False when it is not a UUID of 36 characters. */
bool uuid_read(const char *text, unsigned char out_bytes[UUID_BYTES]);

/* Bytes -> lower-case text with a NUL. */
void uuid_write(const unsigned char bytes[UUID_BYTES], char out_text[UUID_TEXT + 1]);

#endif
