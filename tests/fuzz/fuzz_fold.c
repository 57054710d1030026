/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A key is UTF-8 without capitals or outer blanks, and is its own key. */
#include "fuzz.h"

#include "base/utf8.h"
#include "text/fold.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 4000)
        return 0;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const char *text = arena_copy(&arena, (const char *)data, size);
    const char *key = text_fold(&arena, text);
    size_t length = strlen(key);
    PROMISE(utf8_valid(key, length));
    PROMISE(length == 0 || (key[0] != ' ' && key[length - 1] != ' '));
    PROMISE(strstr(key, "  ") == NULL);
    PROMISE(strpbrk(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ\n\r\t") == NULL);
    const char *sorted = text_name_key(&arena, text);
    PROMISE(strlen(sorted) <= length);
    return 0;
}
