/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/media.h"

#include "base/utf8.h"

#include <string.h>

static const struct {
    const char *media, *suffix, *begins;
    size_t length;
} known[] = {
    {"image/jpeg", "jpg", "\xff\xd8\xff", 3}, {"image/png", "png", "\x89PNG\r\n\x1a\n", 8},
    {"image/gif", "gif", "GIF87a", 6},        {"image/gif", "gif", "GIF89a", 6},
    {"image/webp", "webp", "RIFF", 4},        {"application/pdf", "pdf", "%PDF-", 5},
    {"text/plain", "txt", NULL, 0},
};

enum { KNOWN = sizeof known / sizeof known[0] };

static bool
is_text(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (((unsigned char)bytes[i] < 0x20 && strchr("\t\r\n\f", bytes[i]) == NULL) ||
            bytes[i] == 0x7f || bytes[i] == '\0')
            return false;
    return length > 0 && utf8_valid(bytes, length);
}

const char *
media_of(const char *bytes, size_t length)
{
    for (size_t i = 0; i < KNOWN; i++) {
        if (known[i].begins == NULL || length < known[i].length ||
            memcmp(bytes, known[i].begins, known[i].length) != 0)
            continue;
        if (bytes[0] == 'R' && (length < 12 || memcmp(bytes + 8, "WEBP", 4) != 0))
            continue;
        return known[i].media;
    }
    return is_text(bytes, length) ? "text/plain" : "application/octet-stream";
}

bool
media_is_picture(const char *media)
{
    for (size_t i = 0; i < KNOWN; i++)
        if (strcmp(known[i].media, media) == 0)
            return strncmp(media, "image/", 6) == 0;
    return false;
}

const char *
media_suffix(const char *media)
{
    for (size_t i = 0; i < KNOWN; i++)
        if (strcmp(known[i].media, media) == 0)
            return known[i].suffix;
    return "bin";
}
