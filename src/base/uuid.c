/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/uuid.h"

#include "base/clock.h"
#include "base/random.h"

#include <stdint.h>

enum { COUNTER_MAX = 0xfff, COUNTER_START_MASK = 0x7ff };

static struct {
    uint64_t at_ms;
    unsigned counter;
} last;

/* Method 1 of RFC 9562 section 6.2: a counter in rand_a keeps the ids of one millisecond in order.
 * It starts in the lower half, so there is room to count; an overflow borrows the next
 * millisecond. */
static void
advance(void)
{
    uint64_t now = (uint64_t)clock_now();
    if (now > last.at_ms) {
        uint16_t start;
        random_bytes(&start, sizeof start);
        last.at_ms = now;
        last.counter = start & COUNTER_START_MASK;
    } else if (++last.counter > COUNTER_MAX) {
        last.at_ms++;
        last.counter = 0;
    }
}

char *
uuid_new(struct arena *arena)
{
    unsigned char bytes[UUID_BYTES];
    advance();
    for (int i = 0; i < 6; i++)
        bytes[i] = (unsigned char)(last.at_ms >> (40 - 8 * i));
    bytes[6] = (unsigned char)(0x70 | last.counter >> 8);
    bytes[7] = (unsigned char)(last.counter & 0xff);
    random_bytes(bytes + 8, 8);
    bytes[8] = (unsigned char)(0x80 | (bytes[8] & 0x3f));
    char *text = arena_alloc(arena, UUID_TEXT + 1);
    uuid_write(bytes, text);
    return text;
}

/* One more than the digit's value, 0: no digit. */
static const unsigned char values[256] = {
    ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
    ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
    ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16};

bool
uuid_read(const char *text, unsigned char out_bytes[UUID_BYTES])
{
    unsigned char bytes[UUID_BYTES];
    const unsigned char *at = (const unsigned char *)text;
    if (text == NULL)
        return false;
    for (int i = 0; i < UUID_BYTES; i++, at += 2) {
        if ((i == 4 || i == 6 || i == 8 || i == 10) && *at++ != '-')
            return false;
        if (values[at[0]] == 0 || values[at[1]] == 0)
            return false;
        bytes[i] = (unsigned char)((values[at[0]] - 1) << 4 | (values[at[1]] - 1));
    }
    if (text[UUID_TEXT] != '\0')
        return false;
    for (int i = 0; i < UUID_BYTES; i++)
        out_bytes[i] = bytes[i];
    return true;
}

void
uuid_write(const unsigned char bytes[UUID_BYTES], char out_text[UUID_TEXT + 1])
{
    static const char digits[] = "0123456789abcdef";
    int place = 0;
    for (int i = 0; i < UUID_BYTES; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            out_text[place++] = '-';
        out_text[place++] = digits[bytes[i] >> 4];
        out_text[place++] = digits[bytes[i] & 15];
    }
    out_text[place] = '\0';
}
