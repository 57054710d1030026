/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/vcard_raw.h"

#include <string.h>

#define LEFT_OUT "X-RAPPORT-LEFT-OUT;PROPERTY="
#define REST_LEFT_OUT LEFT_OUT "*:\r\n"

enum { NAME_MAX_ = 40, GIVES_WAY = VCARD_RAW_MAX / 8 };

void
vcard_raw_open(struct vcard_raw *raw, struct arena *arena)
{
    *raw = (struct vcard_raw){.arena = arena};
}

void
vcard_raw_begin(struct vcard_raw *raw)
{
    raw->length = 0;
    raw->left_out = raw->full = false;
}

/* The property that begins at `from`: up to the next line that does not go on with it. */
static size_t
end_of_property(const struct vcard_raw *raw, size_t from)
{
    const char *end = raw->text + raw->length, *at = raw->text + from;
    while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        at++;
        if (at == end || (*at != ' ' && *at != '\t'))
            return (size_t)(at - raw->text);
    }
    return raw->length;
}

static void
cut(struct vcard_raw *raw, size_t from, size_t to)
{
    memmove(raw->text + from, raw->text + to, raw->length - to);
    raw->length -= to - from;
}

/* A mark in place of the property from..end; one that is not at its end yet goes on behind the mark. Returns where
 * the next property begins. */
static size_t
leave_out(struct vcard_raw *raw, size_t from, size_t end)
{
    char mark[sizeof LEFT_OUT + NAME_MAX_ + 4];
    const char *text = raw->text + from;
    size_t room = end - from, length = sizeof LEFT_OUT - 1;
    memcpy(mark, LEFT_OUT, length);
    if (room > length && memcmp(text, LEFT_OUT, length) == 0) {
        text += length;
        room -= length;
    }
    for (size_t i = 0; i < room && i < NAME_MAX_ && strchr(":;\r\n", text[i]) == NULL; i++)
        mark[length++] = text[i];
    mark[length++] = ':';
    bool whole = raw->text[end - 1] == '\n';
    if (whole) {
        mark[length++] = '\r';
        mark[length++] = '\n';
    }
    if (length > end - from)
        return end;
    memcpy(raw->text + from, mark, length);
    cut(raw, from + length, end);
    raw->left_out = true;
    return from + length;
}

static bool
is_mark(const struct vcard_raw *raw, size_t from, size_t end)
{
    return end - from >= sizeof LEFT_OUT - 1 &&
           memcmp(raw->text + from, LEFT_OUT, sizeof LEFT_OUT - 1) == 0;
}

/* What came behind marks goes. */
static void
clean_marks(struct vcard_raw *raw)
{
    for (size_t from = 0, end; from < raw->length; from = end) {
        end = end_of_property(raw, from);
        if (is_mark(raw, from, end))
            end = leave_out(raw, from, end);
    }
}

static void
make_room(struct vcard_raw *raw)
{
    size_t longest = 0, length = 0;
    if (raw->left_out)
        clean_marks(raw);
    if (raw->length <= VCARD_RAW_MAX - GIVES_WAY)
        return;
    for (size_t from = 0, end; from < raw->length; from = end) {
        end = end_of_property(raw, from);
        if (end - from > length) {
            longest = from;
            length = end - from;
        }
    }
    if (length < GIVES_WAY)
        raw->full = true;
    else
        (void)leave_out(raw, longest, longest + length);
}

void
vcard_raw_add(struct vcard_raw *raw, const char *bytes, size_t length)
{
    if (raw->text == NULL)
        raw->text = arena_take(raw->arena, VCARD_RAW_MAX + sizeof REST_LEFT_OUT);
    while (length > 0 && !raw->full) {
        size_t piece = length < GIVES_WAY ? length : GIVES_WAY;
        if (raw->length + piece > VCARD_RAW_MAX)
            make_room(raw);
        if (raw->full)
            return;
        memcpy(raw->text + raw->length, bytes, piece);
        raw->length += piece;
        bytes += piece;
        length -= piece;
    }
}

const char *
vcard_raw_read(struct vcard_raw *raw, size_t *out_length)
{
    if (raw->left_out)
        clean_marks(raw);
    size_t length = raw->length;
    while (length > 0 && raw->text[length - 1] != '\n' && raw->text[length - 1] != '\r')
        length--;
    size_t mark = sizeof REST_LEFT_OUT - 1;
    bool marked = length >= mark && memcmp(raw->text + length - mark, REST_LEFT_OUT, mark) == 0;
    if (raw->full && !marked) {
        memcpy(raw->text + length, REST_LEFT_OUT, mark);
        raw->length = length += mark;
    }
    *out_length = length;
    return raw->text;
}
