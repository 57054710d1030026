/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes, in any pieces: the same cards, sound UTF-8 in every text, a reason for all that is refused, and
 * an original that reads as the same card. The first byte is the size of the pieces. */
#include "rows.h"

#include "formats/vcard.h"
#include "formats/vcard_write.h"

/* What a card does not say is null, never an empty text. */
static void
check_filled(const struct doc *value)
{
    for (uint32_t i = 0; value->kind == DOC_MAP && i < doc_count(value); i++)
        if (strcmp(doc_key(value, i), "data") != 0) /* raw bytes, or the original */
            check_filled(doc_value(value, i));
    for (uint32_t i = 0; value->kind == DOC_LIST && i < doc_count(value); i++)
        check_filled(doc_item(value, i));
    PROMISE(value->kind != DOC_TEXT || value->count > 0);
}

static enum status
take_in(void *context, const struct doc *card)
{
    check_filled(card);
    keep_row(context, card);
    return STATUS_OK;
}

static enum status
read_cards(struct vcard *vcard, struct result *result, const char *text, size_t length,
           size_t piece)
{
    ARENA_HERE struct arena rows;
    arena_open(&rows);
    vcard_open(vcard, result->arena, &rows, take_in, result);
    READ_IN_PIECES(vcard, vcard, text, length, piece);
}

/* What was kept of a card says the same when it is read again. */
static void
check_original(struct arena *arena, struct doc *card)
{
    static const char *const others[] = {"row", "line", "photo", "warning", "reason", "raw"};
    static struct vcard vcard;
    struct result again = {arena, doc_list(arena)};
    const struct doc *originals = doc_get(card, "originals");
    if (doc_count(originals) == 0)
        return;
    const char *data = doc_text_of(doc_item(originals, 0), "data");
    PROMISE(read_cards(&vcard, &again, data, strlen(data), 4096) == STATUS_OK);
    PROMISE(doc_count(again.rows) == 1);
    struct doc *second = doc_item(again.rows, 0);
    bool pictured = !doc_is_empty(doc_get(card, "photo"));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        doc_remove(card, others[i]);
        doc_remove(second, others[i]);
    }
    /* A second photo is read when the first has gone. */
    if (pictured) {
        doc_remove(card, "photo_link");
        doc_remove(second, "photo_link");
        doc_remove(card, "originals");
        doc_remove(second, "originals");
    }
    PROMISE(doc_equal(card, second));
}

/* Whatever was read can be written: one sound card, folded. */
static void
check_written(struct arena *arena, const struct doc *card, enum vcard_version version)
{
    static struct vcard vcard;
    struct result again = {arena, doc_list(arena)};
    struct vcard_writer writer;
    struct buffer buffer;
    buffer_open(&buffer, arena, (size_t)64 * 1024 * 1024);
    vcard_write_open(&writer, arena, version);
    PROMISE(vcard_write(&writer, arena, card, &buffer) == STATUS_OK);
    const char *text = buffer_read(&buffer);
    PROMISE(utf8_valid(text, buffer.length));
    for (const char *line = text; *line != '\0';) {
        const char *end = strstr(line, "\r\n");
        PROMISE(end != NULL && end - line <= VCARD_FOLD);
        line = end + 2;
    }
    PROMISE(read_cards(&vcard, &again, text, buffer.length, 4096) == STATUS_OK);
    PROMISE(doc_count(again.rows) == 1);
    PROMISE(doc_equal(doc_get(card, "notes"), doc_get(doc_item(again.rows, 0), "notes")));
    PROMISE(doc_equal(doc_get(card, "title"), doc_get(doc_item(again.rows, 0), "title")));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct vcard whole, cut;
    if (size < 1 || size > 100000)
        return 0;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct result first = {&arena, doc_list(&arena)}, second = {&arena, doc_list(&arena)};
    const char *text = (const char *)data + 1;
    enum status status = read_cards(&whole, &first, text, size - 1, size);
    PROMISE(status == read_cards(&cut, &second, text, size - 1, (size_t)data[0] + 1));
    PROMISE(doc_equal(first.rows, second.rows));
    PROMISE(whole.usable == cut.usable && whole.rows == cut.rows && whole.outside == cut.outside);
    PROMISE((status == STATUS_OK) == (whole.code == NULL));
    for (uint32_t i = 0; i < doc_count(first.rows); i++) {
        check_written(&arena, doc_item(first.rows, i), VCARD_30);
        check_written(&arena, doc_item(first.rows, i), VCARD_40);
        check_original(&arena, doc_item(first.rows, i));
    }
    return 0;
}
