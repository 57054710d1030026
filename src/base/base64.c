/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/base64.h"

#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

char *
base64_write(struct arena *arena, const char *bytes, size_t length)
{
    char *text = arena_take(arena, (length + 2) / 3 * 4 + 1), *out = text;
    for (size_t i = 0; i < length; i += 3) {
        size_t left = length - i;
        uint32_t group = (uint32_t)(unsigned char)bytes[i] << 16;
        if (left > 1)
            group |= (uint32_t)(unsigned char)bytes[i + 1] << 8;
        if (left > 2)
            group |= (unsigned char)bytes[i + 2];
        *out++ = letters[group >> 18];
        *out++ = letters[group >> 12 & 63];
        *out++ = '=';
        *out++ = '=';
        if (left > 1)
            out[-2] = letters[group >> 6 & 63];
        if (left > 2)
            out[-1] = letters[group & 63];
    }
    *out = '\0';
    return text;
}

/* The value of a letter; -1: none; -2: passed over; -3: padding. */
static int
value_of(char letter)
{
    if (letter >= 'A' && letter <= 'Z')
        return letter - 'A';
    if (letter >= 'a' && letter <= 'z')
        return letter - 'a' + 26;
    if (letter >= '0' && letter <= '9')
        return letter - '0' + 52;
    switch (letter) {
    case '+': return 62;
    case '/': return 63;
    case '=': return -3;
    case ' ':
    case '\t':
    case '\r':
    case '\n': return -2;
    default: return -1;
    }
}

enum status
base64_read(struct arena *arena, const char *text, size_t length, char **out_bytes,
            size_t *out_length)
{
    char *bytes = arena_take(arena, length / 4 * 3 + 4), *out = bytes;
    uint32_t group = 0;
    int count = 0, padding = 0;
    for (size_t i = 0; i < length; i++) {
        int value = value_of(text[i]);
        if (value == -2)
            continue;
        if (value == -3) {
            padding++;
            continue;
        }
        if (value < 0 || padding > 0)
            return STATUS_INVALID;
        group = group << 6 | (uint32_t)value;
        if (++count == 4) {
            *out++ = (char)(group >> 16);
            *out++ = (char)(group >> 8);
            *out++ = (char)group;
            group = 0;
            count = 0;
        }
    }
    if (count == 1 || padding > 2)
        return STATUS_INVALID;
    if (count > 1)
        *out++ = (char)(group >> (count == 3 ? 10 : 4));
    if (count > 2)
        *out++ = (char)(group >> 2);
    *out = '\0';
    *out_bytes = bytes;
    *out_length = (size_t)(out - bytes);
    return STATUS_OK;
}
