/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes in any encoding, guessed or told: sound UTF-8, the same in any pieces. The first byte is the
 * size of the pieces, the second the encoding that is told (0: guess). */
#include "fuzz.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "formats/charset.h"

#include <string.h>

static enum status
collect(void *context, const char *text, size_t length)
{
    PROMISE(length > 0 && length <= CHARSET_OUT && utf8_valid(text, length));
    buffer_add(context, text, length);
    return STATUS_OK;
}

static enum status
decode(struct charset *charset, struct buffer *out, int kind, const char *bytes, size_t length,
       size_t piece)
{
    charset_open(charset, collect, out);
    if (kind > 0)
        PROMISE(charset_force(charset, charset_name((enum charset_kind)kind)));
    for (size_t at = 0; at < length; at += piece)
        TRY(charset_feed(charset, bytes + at, length - at < piece ? length - at : piece));
    return charset_end(charset);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct charset whole, cut;
    if (size < 2 || size > 200000)
        return 0;
    ARENA_HERE struct arena arena;
    struct buffer first, second;
    arena_open(&arena);
    buffer_open(&first, &arena, 1 << 20);
    buffer_open(&second, &arena, 1 << 20);
    int kind = data[1] % CHARSETS;
    const char *bytes = (const char *)data + 2;
    enum status status = decode(&whole, &first, kind, bytes, size - 2, size);
    PROMISE(status == decode(&cut, &second, kind, bytes, size - 2, (size_t)data[0] + 1));
    PROMISE((status == STATUS_OK) == (whole.code == NULL));
    PROMISE(whole.kind == cut.kind && whole.damaged == cut.damaged);
    PROMISE(status != STATUS_OK || strcmp(buffer_read(&first), buffer_read(&second)) == 0);
    return 0;
}
