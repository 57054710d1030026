/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/mail_address.h"

#include "base/utf8.h"

#include <string.h>

enum { DOMAIN_MAX = 255, POINTS_MAX = MAIL_LABEL_MAX };

struct target {
    char text[MAIL_ADDRESS_MAX + 1];
    size_t length;
};

static bool
put(struct target *target, const char *bytes, size_t length)
{
    if (length > MAIL_ADDRESS_MAX - target->length)
        return false;
    memcpy(target->text + target->length, bytes, length);
    target->length += length;
    target->text[target->length] = '\0';
    return true;
}

static bool
is_letter_or_digit(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9');
}

static bool
quoted_local_sound(const char *local, size_t length)
{
    if (length < 2 || local[length - 1] != '"')
        return false;
    for (size_t i = 1; i < length - 1; i++) {
        if (local[i] < ' ' || local[i] > '~' || local[i] == '"')
            return false;
        if (local[i] == '\\' && (++i == length - 1 || local[i] < ' ' || local[i] > '~'))
            return false;
    }
    return true;
}

static bool
local_sound(const char *local, size_t length)
{
    bool dot_allowed = false;
    if (length == 0 || length > MAIL_LOCAL_MAX)
        return false;
    if (*local == '"')
        return quoted_local_sound(local, length);
    for (size_t i = 0; i < length; i++) {
        if (local[i] == '.' && !dot_allowed)
            return false;
        if (local[i] != '.' && !is_letter_or_digit(local[i]) &&
            (local[i] == '\0' || strchr("!#$%&'*+-/=?^_`{|}~", local[i]) == NULL))
            return false;
        dot_allowed = local[i] != '.';
    }
    return dot_allowed;
}

/* Small letters of the scripts that have both and keep them 32 apart: enough for domains people type. */
static uint32_t
small(uint32_t point)
{
    bool capital = (point >= 'A' && point <= 'Z') ||
                   (point >= 0xC0 && point <= 0xDE && point != 0xD7) ||
                   (point >= 0x391 && point <= 0x3A9) || (point >= 0x410 && point <= 0x42F);
    return capital ? point + 32 : point;
}

/* RFC 3492 section 6.1. */
static uint32_t
adapt(uint32_t delta, uint32_t points, bool first)
{
    uint32_t k = 0;
    delta = first ? delta / 700 : delta / 2;
    delta += delta / points;
    for (; delta > 455; k += 36)
        delta /= 35;
    return k + 36 * delta / (delta + 38);
}

static bool
put_variable(struct target *target, uint32_t delta, uint32_t bias)
{
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    for (uint32_t k = 36;; k += 36) {
        uint32_t least = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
        if (delta < least)
            return put(target, &digits[delta], 1);
        uint32_t digit = least + (delta - least) % (36 - least);
        if (!put(target, &digits[digit], 1))
            return false;
        delta = (delta - least) / (36 - least);
    }
}

static uint32_t
next_point(const uint32_t *points, size_t count, uint32_t from)
{
    uint32_t next = UINT32_MAX;
    for (size_t i = 0; i < count; i++)
        if (points[i] >= from && points[i] < next)
            next = points[i];
    return next;
}

/* A label with letters beyond ASCII as "xn--..." (RFC 3492 section 6.3). The numbers cannot run over:
 * at most 63 points below 0x110000. */
static bool
put_punycode(struct target *target, const uint32_t *points, size_t count)
{
    uint32_t next = 128, delta = 0, bias = 72, done = 0;
    if (!put(target, "xn--", 4))
        return false;
    for (size_t i = 0; i < count; i++) {
        char byte = (char)points[i];
        if (points[i] >= 128)
            continue;
        if (!put(target, &byte, 1))
            return false;
        done++;
    }
    uint32_t basic = done;
    if (basic > 0 && !put(target, "-", 1))
        return false;
    while (done < count) {
        uint32_t point = next_point(points, count, next);
        delta += (point - next) * (done + 1);
        for (size_t i = 0; i < count; i++) {
            delta += points[i] < point;
            if (points[i] != point)
                continue;
            if (!put_variable(target, delta, bias))
                return false;
            done++;
            bias = adapt(delta, done, done == basic + 1);
            delta = 0;
        }
        next = point + 1;
        delta++;
    }
    return true;
}

static bool
point_sound(uint32_t point)
{
    if (point < 128)
        return is_letter_or_digit((char)point) || point == '-';
    return point != 0xFFFD && point >= 0xAA && !utf8_is_control(point) &&
           !(point >= 0x2000 && point <= 0x206F) && point != 0x3000 && point != 0x3002 &&
           !(point >= 0xE000 && point <= 0xF8FF) && !(point >= 0xFF00 && point <= 0xFFFF);
}

static bool
put_label(struct target *target, const char *label, const char *end)
{
    uint32_t points[POINTS_MAX];
    size_t count = 0, start = target->length;
    bool ascii = true;
    const char *cursor = label;

    if (label == end || *label == '-' || end[-1] == '-')
        return false;
    while (cursor < end) {
        uint32_t point = utf8_next(&cursor, end);
        if (count == POINTS_MAX || !point_sound(point))
            return false;
        ascii = ascii && point < 128;
        points[count++] = point;
    }
    for (size_t i = 0; i < count && !ascii; i++)
        points[i] = small(points[i]);
    bool fits =
        ascii ? put(target, label, (size_t)(end - label)) : put_punycode(target, points, count);
    return fits && target->length - start <= MAIL_LABEL_MAX;
}

static bool
put_domain(struct target *target, const char *domain)
{
    int labels = 0;
    size_t last = 0, start = target->length;
    for (;;) {
        const char *end = domain + strcspn(domain, ".");
        last = target->length;
        if (!put_label(target, domain, end))
            return false;
        labels++;
        if (*end == '\0')
            break;
        if (!put(target, ".", 1))
            return false;
        domain = end + 1;
    }
    /* All digits at the end would be a number of the network, not a name. */
    return labels >= 2 && target->length - start <= DOMAIN_MAX &&
           target->text[last + strspn(target->text + last, "0123456789")] != '\0';
}

static bool
read_address(const char *address, struct target *target)
{
    const char *at = address == NULL ? NULL : strrchr(address, '@');
    return at != NULL && local_sound(address, (size_t)(at - address)) &&
           put(target, address, (size_t)(at - address) + 1) && put_domain(target, at + 1);
}

bool
mail_address_valid(const char *address)
{
    struct target target = {.length = 0};
    return read_address(address, &target);
}

bool
mail_address_plain(const char *address)
{
    return address != NULL && *address != '"' && mail_address_valid(address);
}

char *
mail_address_ascii(struct arena *arena, const char *address)
{
    struct target target = {.length = 0};
    return read_address(address, &target) ? arena_copy(arena, target.text, target.length) : NULL;
}

void
mail_address_uri(struct buffer *buffer, const char *address)
{
    static const char digits[] = "0123456789ABCDEF";
    for (const char *cursor = address; *cursor != '\0'; cursor++) {
        unsigned char byte = (unsigned char)*cursor;
        if (is_letter_or_digit(*cursor) || strchr("-._~!$'*+@", *cursor) != NULL) {
            buffer_byte(buffer, *cursor);
            continue;
        }
        char encoded[3] = {'%', digits[byte >> 4], digits[byte & 15]};
        buffer_add(buffer, encoded, sizeof encoded);
    }
}
