/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes come back as they were, and any text is refused or stands for the bytes that write it. */
#include "fuzz.h"

#include "base/base64.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const char *bytes = (const char *)data;
    char *text = base64_write(&arena, bytes, size), *read;
    size_t length;
    PROMISE(base64_read(&arena, text, strlen(text), &read, &length) == STATUS_OK);
    PROMISE(length == size && (size == 0 || memcmp(read, bytes, size) == 0));
    if (base64_read(&arena, bytes, size, &read, &length) != STATUS_OK)
        return 0;
    PROMISE(length <= size && read[length] == '\0');
    char *again;
    size_t same;
    text = base64_write(&arena, read, length);
    PROMISE(base64_read(&arena, text, strlen(text), &again, &same) == STATUS_OK);
    PROMISE(same == length && (length == 0 || memcmp(again, read, length) == 0));
    return 0;
}
