/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a mail: texts of sound UTF-8 without controls within their limits, or a reason. */
#include "fuzz.h"

#include "base/utf8.h"
#include "formats/mail_read.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_HERE struct arena arena;
    struct doc *mail = NULL;
    const char *code = NULL, *bytes = (const char *)data;
    arena_open(&arena);
    (void)mail_read_begins(bytes, size);
    enum status status = mail_read(&arena, bytes, size, &mail, &code);
    PROMISE(status == STATUS_OK || status == STATUS_INVALID);
    PROMISE((status == STATUS_OK) == (code == NULL));
    for (uint32_t i = 0; status == STATUS_OK && i < doc_count(mail); i++) {
        const struct doc *value = doc_value(mail, i);
        PROMISE(value->kind == DOC_TEXT || value->kind == DOC_NULL);
        if (value->kind != DOC_TEXT)
            continue;
        PROMISE(utf8_valid(value->text, value->count) && value->count == strlen(value->text));
        PROMISE(value->count <= MAIL_READ_TEXT_MAX);
        bool lines = strcmp(doc_key(mail, i), "text") == 0;
        for (const char *at = value->text, *end = at + value->count; at < end;) {
            uint32_t character = utf8_next(&at, end);
            PROMISE(character >= ' ' || (lines && (character == '\n' || character == '\t')));
        }
    }
    return 0;
}
