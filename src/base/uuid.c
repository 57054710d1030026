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

static int
digit_of(char letter)
{
    if (letter >= '0' && letter <= '9')
        return letter - '0';
    if (letter >= 'a' && letter <= 'f')
        return letter - 'a' + 10;
    if (letter >= 'A' && letter <= 'F')
        return letter - 'A' + 10;
    return -1;
}

static bool
is_dash_place(int place)
{
    return place == 8 || place == 13 || place == 18 || place == 23;
}

bool
uuid_read(const char *text, unsigned char out_bytes[UUID_BYTES])
{
    unsigned char bytes[UUID_BYTES] = {0};
    int digits = 0;
    if (text == NULL)
        return false;
    for (int i = 0; i < UUID_TEXT; i++) {
        if (is_dash_place(i)) {
            if (text[i] != '-')
                return false;
            continue;
        }
        int digit = digit_of(text[i]);
        if (digit < 0)
            return false;
        bytes[digits / 2] = (unsigned char)(bytes[digits / 2] << 4 | digit);
        digits++;
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
        if (is_dash_place(place))
            out_text[place++] = '-';
        out_text[place++] = digits[bytes[i] >> 4];
        out_text[place++] = digits[bytes[i] & 15];
    }
    out_text[place] = '\0';
}
