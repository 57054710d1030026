/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/vcard.h"

#include "base/utf8.h"
#include "formats/vcard_private.h"

#include <string.h>
#include <strings.h>

enum { FIRST_CAPACITY = 4096, RAW_BEGIN = 13 /* bytes of "BEGIN:VCARD" and its end */ };

/* ---- the text of the card being read ---- */

/* Room for `length` more bytes; what no card can hold was refused before. */
static void
make_room(struct vcard *vcard, size_t length)
{
    size_t needed = vcard->length + length + 1;
    if (needed <= vcard->capacity)
        return;
    size_t capacity = vcard->capacity == 0 ? FIRST_CAPACITY : vcard->capacity;
    while (capacity < needed)
        capacity *= 2;
    char *text = arena_take(vcard->rows_arena, capacity);
    if (vcard->length > 0)
        memcpy(text, vcard->text, vcard->length);
    vcard->text = text;
    vcard->capacity = capacity;
}

/* Everything of the card but the line being read is given up. */
static void
pass_over(struct vcard *vcard, const char *reason)
{
    vcard->too_much = reason;
    memmove(vcard->text, vcard->text + vcard->line_start, vcard->length - vcard->line_start);
    vcard->length -= vcard->line_start;
    vcard->line_start = vcard->logical_start = 0;
}

static void
add_bytes(struct vcard *vcard, const char *bytes, size_t length)
{
    if (vcard->in_card && vcard->too_much == NULL && vcard->length + length > VCARD_CARD_MAX)
        pass_over(vcard, "vcard.card_too_long");
    if (!vcard->in_card || vcard->too_much != NULL) {
        size_t held = vcard->length - vcard->line_start;
        size_t room = held < VCARD_OUTSIDE_MAX ? VCARD_OUTSIDE_MAX - held : 0;
        if (length > room)
            length = room;
    }
    if (length == 0)
        return;
    make_room(vcard, length);
    if (memchr(bytes, 0, length) == NULL) {
        memcpy(vcard->text + vcard->length, bytes, length);
        vcard->length += length;
        return;
    }
    /* No text holds a zero byte, whatever its encoding. */
    vcard->zeros = true;
    for (size_t i = 0; i < length; i++)
        if (bytes[i] != '\0')
            vcard->text[vcard->length++] = bytes[i];
}

/* ---- cards ---- */

/* The card's text without the data of the photo that the document holds. */
static struct doc
original_of(struct vcard *vcard, const struct vcard_card *card, struct span text)
{
    char *copy = arena_take(vcard->rows_arena, text.length + 1);
    size_t length = text.length;
    if (card->photo >= 0) {
        struct span value = card->lines[card->photo].value;
        size_t before = (size_t)(value.text - text.text);
        memcpy(copy, text.text, before);
        length -= value.length;
        memcpy(copy + before, value.text + value.length, length - before);
    } else {
        memcpy(copy, text.text, text.length);
    }
    copy[length] = '\0';
    struct doc *list = doc_list(vcard->rows_arena), *original = doc_map(vcard->rows_arena);
    doc_set_text(original, "form", "vcard");
    doc_set(original, "data", doc_text_n(copy, length));
    (void)doc_push(list, *original);
    return *list;
}

static const char *
reason_of(const struct vcard *vcard, const struct vcard_card *card)
{
    if (vcard->too_much != NULL)
        return vcard->too_much;
    if (card->is_group)
        return doc_is_empty(doc_get(card->doc, "name")) ? "vcard.group_unnamed" : "vcard.group";
    if (doc_is_empty(doc_get(card->doc, "name")) && doc_is_empty(doc_get(card->doc, "title")) &&
        doc_is_empty(doc_get(card->doc, "organization")) &&
        doc_is_empty(doc_get(card->doc, "contact_points")))
        return "import.nothing_in_row";
    return NULL;
}

static const char *
warning_of(const struct vcard_context *context, bool complete)
{
    if (!complete)
        return "vcard.no_end";
    if (context->damaged)
        return "import.damaged_text";
    if (context->cut)
        return "import.text_cut";
    return context->warning;
}

/* The bytes of a card that could not be used. */
static struct doc
raw_of(struct vcard *vcard, bool complete)
{
    const char *stop = complete ? vcard->raw_next : vcard->raw_line;
    size_t length;
    if (vcard->raw_at != NULL && stop > vcard->raw_at)
        vcard_raw_add(&vcard->raw, vcard->raw_at, (size_t)(stop - vcard->raw_at));
    const char *text = vcard_raw_read(&vcard->raw, &length);
    while (length > 0 && (text[length - 1] == '\r' || text[length - 1] == '\n'))
        length--; /* the last line's end may still be on its way */
    if (length == 0)
        return doc_null();
    char *copy = arena_take(vcard->rows_arena, length + 3);
    memcpy(copy, text, length);
    memcpy(copy + length, "\r\n", 3);
    return doc_text_n(copy, length + 2);
}

static enum status
hand_on(struct vcard *vcard, bool complete)
{
    struct span text = {vcard->text, vcard->too_much == NULL ? vcard->length : 0};
    struct vcard_context context = {.arena = vcard->rows_arena,
                                    .words = vcard->words,
                                    .fallback = vcard->encoding,
                                    .told = vcard->told,
                                    .damaged = vcard->zeros};
    struct vcard_card card;

    if (vcard->each == NULL && !vcard_groups_may(text.text, text.length)) {
        vcard->rows++;
        return STATUS_OK;
    }
    if (text.length > 0 && !utf8_valid(text.text, text.length))
        text = vcard_recode(&context, text.text, text.length);
    vcard_card_read(&context, text.text, text.length, &card);
    vcard->guessed |= context.guessed;
    vcard->damaged += context.damaged;
    vcard->rows++;
    const char *reason = reason_of(vcard, &card);
    if (vcard->groups != NULL && card.is_group)
        vcard_groups_collect(vcard->groups, &context, &card);
    else if (vcard->groups != NULL)
        vcard_groups_apply(vcard->groups, &context, card.doc);
    vcard->usable += reason == NULL;
    if (vcard->each == NULL || vcard->rows < vcard->first_row)
        return STATUS_OK;
    struct doc *values = card.doc->map->values;
    values[SLOT_ROW] = doc_int(vcard->rows);
    values[SLOT_LINE] = doc_int(vcard->card_line);
    values[SLOT_EMPTY] = doc_bool(false);
    values[SLOT_REASON] = doc_text(reason);
    values[SLOT_WARNING] = doc_text(warning_of(&context, complete));
    if (text.length > 0)
        values[SLOT_ORIGINALS] = original_of(vcard, &card, text);
    if (reason != NULL)
        doc_set(card.doc, "raw", raw_of(vcard, complete));
    return vcard->each(vcard->context, card.doc);
}

static bool
is_mark(struct span line, const char *word)
{
    struct span name = {line.text, 0};
    const char *colon = memchr(line.text, ':', line.length);
    if (colon == NULL)
        return false;
    name.length = (size_t)(colon - line.text);
    struct span value = {colon + 1, line.length - name.length - 1};
    return span_is(span_trim(name), word) && span_is(span_trim(value), "VCARD");
}

/* A property that reads BEGIN:VCARD or END:VCARD once it is unfolded begins and ends nothing: kept like that, it
 * would when the original is read again. */
static void
drop_folded_mark(struct vcard *vcard)
{
    struct span before = {vcard->text + vcard->logical_start,
                          vcard->line_start - vcard->logical_start};
    if (!vcard->folded)
        return;
    vcard->folded = false;
    before = span_trim(before);
    if (!is_mark(before, "BEGIN") && !is_mark(before, "END"))
        return;
    memmove(vcard->text + vcard->logical_start, vcard->text + vcard->line_start,
            vcard->length - vcard->line_start);
    vcard->length -= vcard->line_start - vcard->logical_start;
    vcard->line_start = vcard->logical_start;
    vcard->soft = false;
}

static void
begin_card(struct vcard *vcard)
{
    arena_reset(vcard->rows_arena);
    vcard->text = NULL;
    vcard->length = vcard->capacity = vcard->line_start = vcard->logical_start = 0;
    vcard->lines = 0;
    vcard->card_line = vcard->line;
    vcard->in_card = true;
    vcard->zeros = vcard->folded = vcard->marked = false;
    vcard->soft = vcard->soft_blank = false;
    vcard->depth = 0;
    vcard->too_much = NULL;
    add_bytes(vcard, "BEGIN:VCARD\n", 12);
    vcard->line_start = vcard->length;
    vcard_raw_begin(&vcard->raw);
    vcard_raw_add(&vcard->raw, "BEGIN:VCARD\r\n", RAW_BEGIN);
    vcard->raw_at = vcard->raw_next;
}

static enum status
end_card(struct vcard *vcard, bool complete)
{
    vcard->length = vcard->line_start;
    drop_folded_mark(vcard);
    /* One that was cut off inside an AGENT ends that one too: what is kept of it must read the same again. */
    for (int open = 0; open <= (complete ? 0 : vcard->depth); open++)
        add_bytes(vcard, "END:VCARD\n", 10);
    enum status status = hand_on(vcard, complete);
    vcard->in_card = false;
    vcard->text = NULL; /* the arena is the caller's to reset until the next card begins */
    vcard->length = vcard->capacity = vcard->line_start = 0;
    return status;
}

/* ---- lines ---- */

/* A property begins like this: a name, then a colon or a semicolon. */
static bool
looks_like_property(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length &&
           ((text[i] >= 'A' && text[i] <= 'Z') || (text[i] >= 'a' && text[i] <= 'z') ||
            (text[i] >= '0' && text[i] <= '9') || text[i] == '-' || text[i] == '.'))
        i++;
    return i > 0 && i < length && (text[i] == ':' || text[i] == ';') &&
           memchr(text + i, ':', length - i) != NULL;
}

/* Does the property that ends here, in a sign of equality, say that it is quoted-printable? */
static bool
ends_softly(const struct vcard *vcard, size_t end)
{
    struct vcard_line line;
    if (end <= vcard->logical_start || vcard->text[end - 1] != '=')
        return false;
    return vcard_line_read(vcard->words, vcard->text + vcard->logical_start,
                           end - vcard->logical_start, &line) &&
           line.coding == VCARD_QUOTED;
}

/* The line goes behind the one before it, whose last `cut` bytes give way, without its own first `skip`. */
static void
join(struct vcard *vcard, size_t cut, size_t skip)
{
    size_t to = vcard->line_start - cut, from = vcard->line_start + skip;
    memmove(vcard->text + to, vcard->text + from, vcard->length - from);
    vcard->length = to + (vcard->length - from);
}

/* The line is whole: a line break behind it, and the next begins. */
static void
close_line(struct vcard *vcard)
{
    vcard->soft = ends_softly(vcard, vcard->length);
    vcard->soft_blank = false;
    make_room(vcard, 1);
    vcard->text[vcard->length++] = '\n';
    vcard->line_start = vcard->length;
}

/* The property before this line ended in a soft break behind which nothing came, or in several: what is kept of
 * it must read the same again. */
static void
drop_soft_break(struct vcard *vcard)
{
    char *line = vcard->text + vcard->line_start;
    size_t count = 0;
    while (line - vcard->text - 1 > (ptrdiff_t)(vcard->logical_start + count) &&
           line[-2 - (ptrdiff_t)count] == '=')
        count++;
    memmove(line - 1 - count, line - 1, vcard->length - vcard->line_start + 1);
    vcard->line_start -= count;
    vcard->length -= count;
    vcard->soft = false;
}

/* A card within this card (AGENT) belongs to it. */
static bool
begins_agent(const struct vcard *vcard)
{
    struct span before = {vcard->text + vcard->logical_start,
                          vcard->line_start - vcard->logical_start};
    return vcard->depth > 0 ||
           (before.length >= 6 && span_begins(before, "AGENT") &&
            before.text[before.length - 1] == '\n' && before.text[before.length - 2] == ':');
}

static enum status
take_card_line(struct vcard *vcard)
{
    if (vcard->folded && vcard->length > vcard->line_start &&
        strchr(" \t", vcard->text[vcard->line_start]) == NULL)
        drop_folded_mark(vcard);
    char *text = vcard->text + vcard->line_start;
    size_t length = vcard->length - vcard->line_start;
    char first = (char)(length > 0 ? *text | 0x20 : 0);
    struct span line = {text, length};
    bool mark =
        false; /* of a card within this card: what follows is no part of it, even when it is folded */

    if (first == 'e' && is_mark(line, "END")) {
        if (vcard->depth == 0)
            return end_card(vcard, true);
        vcard->depth--;
        mark = true;
    } else if (first == 'b' && is_mark(line, "BEGIN")) {
        if (vcard->too_much != NULL || !begins_agent(vcard)) {
            TRY(end_card(vcard, false));
            begin_card(vcard);
            return STATUS_OK;
        }
        vcard->depth++;
        mark = true;
    } else if (length == 0) {
        vcard->soft_blank = vcard->soft;
        return STATUS_OK;
    } else if (vcard->too_much == NULL && vcard->lines > 0) {
        if (vcard->soft && !(vcard->soft_blank && looks_like_property(text, length))) {
            join(vcard, 2, 0);
            close_line(vcard);
            return STATUS_OK;
        }
        if (!vcard->marked && (*text == ' ' || *text == '\t')) {
            join(vcard, 1, 1);
            close_line(vcard);
            vcard->folded = true;
            return STATUS_OK;
        }
    }
    vcard->marked = mark;
    if (vcard->too_much != NULL) {
        vcard->length = vcard->line_start;
        return STATUS_OK;
    }
    if (vcard->soft)
        drop_soft_break(vcard);
    if (++vcard->lines > VCARD_LINES_MAX) {
        pass_over(vcard, "vcard.too_many_lines");
        vcard->length = 0;
        return STATUS_OK;
    }
    vcard->logical_start = vcard->line_start;
    close_line(vcard);
    return STATUS_OK;
}

static enum status
take_line(struct vcard *vcard)
{
    if (vcard->text == NULL) /* an empty line between cards */
        return STATUS_OK;
    const char *text = vcard->text + vcard->line_start;
    size_t length = vcard->length - vcard->line_start;

    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        join(vcard, 0, 3);
        length -= 3;
    }
    if (vcard->in_card)
        return take_card_line(vcard);
    struct span line = span_trim((struct span){text, length});
    vcard->length = 0;
    if (is_mark(line, "BEGIN"))
        begin_card(vcard);
    else
        vcard->outside += line.length > 0;
    return STATUS_OK;
}

static enum status
take_bytes(void *context, const char *bytes, size_t length)
{
    struct vcard *vcard = context;
    const char *at = bytes, *end = bytes + length, *feed = NULL;

    vcard->raw_at = vcard->raw_line = vcard->raw_next = bytes;
    while (at < end) {
        if (vcard->after_return) {
            vcard->after_return = false;
            if (*at == '\n') {
                if (vcard->raw_at == at && vcard->raw.length == RAW_BEGIN)
                    vcard->raw_at++;
                at++;
                continue;
            }
        }
        vcard->raw_line = at;
        if (feed == NULL || feed < at) {
            feed = memchr(at, '\n', (size_t)(end - at));
            feed = feed == NULL ? end : feed;
        }
        const char *stop = memchr(at, '\r', (size_t)(feed - at));
        if (stop == NULL)
            stop = feed;
        add_bytes(vcard, at, (size_t)(stop - at));
        if (stop == end)
            break;
        vcard->after_return = *stop == '\r';
        at = stop + 1;
        vcard->raw_next = at + (vcard->after_return && at < end && *at == '\n');
        TRY(take_line(vcard));
        vcard->line++;
    }
    if (vcard->in_card)
        vcard_raw_add(&vcard->raw, vcard->raw_at, (size_t)(end - vcard->raw_at));
    vcard->raw_at = vcard->raw_line = vcard->raw_next = NULL;
    return STATUS_OK;
}

/* ---- the file ---- */

void
vcard_open(struct vcard *vcard, struct arena *arena, struct arena *rows, vcard_each *each,
           void *context)
{
    memset(vcard, 0, sizeof *vcard);
    vcard->rows_arena = rows;
    vcard->each = each;
    vcard->context = context;
    vcard->line = 1;
    vcard->encoding = "Windows-1252";
    vcard->words = vcard_words_make(arena);
    vcard_raw_open(&vcard->raw, arena);
    charset_open(&vcard->charset, take_bytes, vcard);
}

bool
vcard_force(struct vcard *vcard, const char *name)
{
    bool utf16 = strncasecmp(name, "UTF-16", 6) == 0;
    if (!charset_force(&vcard->charset, name))
        return false;
    if (!utf16)
        (void)charset_force(&vcard->charset, NULL);
    vcard->encoding = name;
    vcard->told = true;
    vcard->utf16 = utf16;
    return true;
}

/* UTF-16 shows in its first four bytes, which are a mark or "BE"; so does an archive. */
static enum status
begin(struct vcard *vcard)
{
    const unsigned char *head = vcard->head;
    size_t length = vcard->head_length;
    bool marked = length >= 2 &&
                  ((head[0] == 0xFF && head[1] == 0xFE) || (head[0] == 0xFE && head[1] == 0xFF));
    bool archive = length == 4 && memcmp(head, "PK\x03\x04", 4) == 0;
    vcard->begun = true;
    vcard->utf16 = vcard->utf16 || marked || archive || memchr(head, 0, length) != NULL;
    if (vcard->utf16)
        return charset_feed(&vcard->charset, (const char *)head, length);
    return take_bytes(vcard, (const char *)head, length);
}

static enum status
ended(struct vcard *vcard, enum status status)
{
    if (status == STATUS_INVALID && vcard->code == NULL)
        vcard->code = vcard->charset.code;
    return status;
}

enum status
vcard_feed(struct vcard *vcard, const char *bytes, size_t length)
{
    while (!vcard->begun && length > 0) {
        vcard->head[vcard->head_length++] = (unsigned char)*bytes++;
        length--;
        if (vcard->head_length == sizeof vcard->head)
            TRY(ended(vcard, begin(vcard)));
    }
    if (length == 0)
        return STATUS_OK;
    if (vcard->utf16)
        return ended(vcard, charset_feed(&vcard->charset, bytes, length));
    return take_bytes(vcard, bytes, length);
}

enum status
vcard_end(struct vcard *vcard)
{
    if (!vcard->begun)
        TRY(ended(vcard, begin(vcard)));
    if (vcard->utf16)
        TRY(ended(vcard, charset_end(&vcard->charset)));
    if (vcard->length > vcard->line_start)
        TRY(take_line(vcard));
    if (vcard->in_card)
        TRY(end_card(vcard, false));
    if (vcard->groups != NULL && vcard->each == NULL)
        vcard->groups->complete = true;
    if (vcard->rows > 0)
        return STATUS_OK;
    vcard->code = "vcard.no_card";
    return STATUS_INVALID;
}

struct doc *
vcard_arguments(const struct vcard *vcard, struct arena *arena)
{
    struct doc *arguments = doc_map(arena);
    doc_set_int(arguments, "line", vcard->line);
    doc_set_text(arguments, "encoding", vcard_encoding(vcard));
    return arguments;
}

const char *
vcard_encoding(const struct vcard *vcard)
{
    if (vcard->utf16)
        return charset_name(vcard->charset.kind);
    return vcard->guessed ? vcard->encoding : "UTF-8";
}
