/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was read reads the same once it is written, in one line and indented. */
#include "fuzz.h"

#include "doc/json.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 100000)
        return 0;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc value;
    struct json_error error = {0};
    enum status status = json_read(&arena, (const char *)data, size, &value, &error);
    PROMISE(status == STATUS_OK || status == STATUS_INVALID);
    if (status != STATUS_OK) {
        PROMISE(error.code != NULL && error.line >= 1);
        return 0;
    }
    for (int indent = 0; indent <= 2; indent += 2) {
        struct buffer buffer;
        struct doc again;
        buffer_open(&buffer, &arena, 16 * 1024 * 1024);
        json_write(&buffer, &value, indent);
        PROMISE(!buffer.full);
        PROMISE(json_read(&arena, buffer_read(&buffer), buffer.length, &again, NULL) == STATUS_OK);
        PROMISE(doc_equal(&value, &again));
    }
    return 0;
}
