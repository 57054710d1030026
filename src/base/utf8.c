/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"

#include "base/utf8_width.h"

#include <string.h>

enum { REPLACEMENT = 0xfffd, FIRST_UNUSUAL_WIDTH = 0x300 };

/* Length of the well-formed sequence at `bytes`, or 0. Table 3-7 of the Unicode standard. */
static size_t
sequence_length(const unsigned char *bytes, size_t room)
{
    unsigned char lead = bytes[0];
    if (lead < 0x80)
        return 1;
    size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (lead < 0xc2 || lead > 0xf4 || length > room)
        return 0;
    unsigned char least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    unsigned char most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (bytes[1] < least || bytes[1] > most)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
    return length;
}

/* Eight bytes that are all ASCII and not NUL. */
static bool
plain_word(const char *text)
{
    const uint64_t ones = 0x0101010101010101;
    const uint64_t tops = 0x8080808080808080;
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return ((word | (word - ones)) & tops) == 0;
}

bool
utf8_valid(const char *text, size_t length)
{
    size_t place = 0;
    while (place < length) {
        if (length - place >= 8 && plain_word(text + place)) {
            place += 8;
            continue;
        }
        size_t step = sequence_length((const unsigned char *)text + place, length - place);
        if (step == 0 || text[place] == '\0')
            return false;
        place += step;
    }
    return true;
}

uint32_t
utf8_next(const char **cursor, const char *end)
{
    const unsigned char *bytes = (const unsigned char *)*cursor;
    size_t length = sequence_length(bytes, (size_t)(end - *cursor));
    if (length == 0) {
        *cursor += 1;
        return REPLACEMENT;
    }
    *cursor += length;
    switch (length) {
    case 1: return bytes[0];
    case 2: return (uint32_t)(bytes[0] & 0x1f) << 6 | (bytes[1] & 0x3f);
    case 3:
        return (uint32_t)(bytes[0] & 0x0f) << 12 | (uint32_t)(bytes[1] & 0x3f) << 6 |
               (bytes[2] & 0x3f);
    default:
        return (uint32_t)(bytes[0] & 0x07) << 18 | (uint32_t)(bytes[1] & 0x3f) << 12 |
               (uint32_t)(bytes[2] & 0x3f) << 6 | (bytes[3] & 0x3f);
    }
}

static char
tail_byte(uint32_t code_point, int shift)
{
    return (char)(0x80 | (code_point >> shift & 0x3f));
}

size_t
utf8_put(uint32_t code_point, char out_bytes[4])
{
    if (code_point > 0x10ffff || (code_point >= 0xd800 && code_point <= 0xdfff))
        code_point = REPLACEMENT;
    if (code_point < 0x80) {
        out_bytes[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out_bytes[0] = (char)(0xc0 | code_point >> 6);
        out_bytes[1] = tail_byte(code_point, 0);
        return 2;
    }
    if (code_point < 0x10000) {
        out_bytes[0] = (char)(0xe0 | code_point >> 12);
        out_bytes[1] = tail_byte(code_point, 6);
        out_bytes[2] = tail_byte(code_point, 0);
        return 3;
    }
    out_bytes[0] = (char)(0xf0 | code_point >> 18);
    out_bytes[1] = tail_byte(code_point, 12);
    out_bytes[2] = tail_byte(code_point, 6);
    out_bytes[3] = tail_byte(code_point, 0);
    return 4;
}

size_t
utf8_length(const char *text)
{
    const char *end = text + strlen(text);
    size_t count = 0;
    while (text < end) {
        (void)utf8_next(&text, end);
        count++;
    }
    return count;
}

static bool
in_ranges(uint32_t code_point, const struct utf8_range *ranges, size_t count)
{
    size_t low = 0;
    while (count > 0) {
        size_t half = count / 2;
        if (code_point > ranges[low + half].last) {
            low += half + 1;
            count -= half + 1;
        } else if (code_point < ranges[low + half].first) {
            count = half;
        } else {
            return true;
        }
    }
    return false;
}

static size_t
columns_of(uint32_t code_point)
{
    if (code_point < FIRST_UNUSUAL_WIDTH)
        return utf8_is_control(code_point) ? 0 : 1;
    if (in_ranges(code_point, utf8_zero_width, utf8_zero_width_count))
        return 0;
    return in_ranges(code_point, utf8_double_width, utf8_double_width_count) ? 2 : 1;
}

size_t
utf8_columns(const char *text)
{
    const char *end = text + strlen(text);
    size_t columns = 0;
    while (text < end)
        columns += columns_of(utf8_next(&text, end));
    return columns;
}

bool
utf8_is_control(uint32_t code_point)
{
    /* U+200C and U+200D join or part letters in Persian, in Indic scripts and in emoji: they
     * stay. */
    static const struct utf8_range controls[] = {
        {0x00, 0x1f},     {0x7f, 0x9f},     {0x61c, 0x61c},     {0x180e, 0x180e},
        {0x200b, 0x200b}, {0x200e, 0x200f}, {0x2028, 0x202e},   {0x2060, 0x206f},
        {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f},
    };
    if (code_point >= 0x20 && code_point < 0x7f)
        return false;
    return in_ranges(code_point, controls, sizeof controls / sizeof *controls);
}
