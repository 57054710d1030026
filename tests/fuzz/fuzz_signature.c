/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text as a signature: sound UTF-8 without controls in every value, each value within its limit, and every
 * line either understood, known as noise, or among the notes. */
#include "fuzz.h"

#include "base/utf8.h"
#include "formats/signature.h"
#include "lines.h"

static void
check_text(const char *text, bool lines)
{
    PROMISE(utf8_valid(text, strlen(text)));
    for (const char *cursor = text, *end = text + strlen(text); cursor < end;) {
        uint32_t character = utf8_next(&cursor, end);
        PROMISE(!utf8_is_control(character) || (lines && character == '\n'));
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 50000)
        return 0;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const char *text = sound_text(&arena, (const char *)data, size);
    const struct doc *read = signature_read(&arena, text);
    const struct doc *found = doc_get(read, "found"), *person = doc_get(read, "person");
    for (uint32_t i = 0; i < doc_count(found); i++) {
        const struct doc *item = doc_item(found, i);
        check_text(doc_text_of(item, "value"), strcmp(doc_text_of(item, "field"), "address") == 0);
        PROMISE(!doc_is_empty(doc_get(item, "source")) && doc_int_of(item, "line") > 0);
        PROMISE(strlen(doc_text_of(item, "value")) <= SIGNATURE_VALUE_MAX);
    }
    check_text(doc_text_of(person, "notes"), true);
    PROMISE(doc_count(doc_get(person, "contact_points")) <= SIGNATURE_POINTS_MAX);
    PROMISE(utf8_valid(signature_of_mail(&arena, text), strlen(signature_of_mail(&arena, text))));
    return 0;
}
