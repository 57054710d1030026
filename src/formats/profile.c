/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/profile.h"

#include "formats/form.h"

#include <string.h>
#include <strings.h>

enum { LINK_MAX = 2000 };

static bool
is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool
is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static char
lower(char byte)
{
    if (byte >= 'A' && byte <= 'Z')
        return (char)(byte | 0x20);
    return byte;
}

/* Behind "https://", or the text itself when no scheme is named. NULL for any other scheme. */
static const char *
without_scheme(const char *link)
{
    if (strncasecmp(link, "https://", 8) == 0)
        return link + 8;
    if (strncasecmp(link, "http://", 7) == 0)
        return link + 7;
    size_t word = strcspn(link, ":/?#");
    return link[word] == ':' ? NULL : link;
}

static bool
host_sound(const char *host, size_t length)
{
    const char *dot = memchr(host, '.', length);
    if (dot == NULL || dot == host || host[length - 1] == '.')
        return false;
    for (size_t i = 0; i < length; i++)
        if (!is_letter(host[i]) && !is_digit(host[i]) && host[i] != '-' && host[i] != '.')
            return false;
    return true;
}

/* "www." and the country hosts of LinkedIn ("de.", "uk.") lead to the same profile. */
static bool
is_linkedin(const char *host, size_t length)
{
    static const char name[] = "linkedin.com";
    size_t size = sizeof name - 1;
    if (length < size || strncasecmp(host + length - size, name, size) != 0)
        return false;
    size_t before = length - size;
    return before == 0 || (before == 3 && host[2] == '.') ||
           (before == 4 && strncasecmp(host, "www.", 4) == 0);
}

/* The path as people read it: %C3%A9 and a plain e with its accent are one. */
static const char *
decoded_path(struct arena *arena, const char *path, size_t length, size_t *out_length)
{
    const char *decoded;
    if (memchr(path, '%', length) != NULL &&
        percent_read(arena, path, length, false, &decoded, out_length, NULL) == STATUS_OK)
        return decoded;
    *out_length = length;
    return path;
}

char *
profile_key(struct arena *arena, const char *link)
{
    const char *host = without_scheme(link);
    if (host == NULL || strlen(link) > LINK_MAX || strpbrk(link, " \t\r\n\"<>\\") != NULL)
        return NULL;
    size_t host_length = strcspn(host, "/?#");
    if (host_length == 0 || !host_sound(host, host_length))
        return NULL;
    const char *path = host + host_length;
    size_t path_length = strcspn(path, "?#");
    bool linkedin = is_linkedin(host, host_length);
    path = decoded_path(arena, path, path_length, &path_length);
    while (path_length > 0 && path[path_length - 1] == '/')
        path_length--;
    if (!linkedin && host_length > 4 && strncasecmp(host, "www.", 4) == 0) {
        host += 4;
        host_length -= 4;
    }
    if (linkedin) {
        host = "linkedin.com";
        host_length = strlen(host);
    }
    char *key = arena_alloc(arena, host_length + path_length + 1);
    memcpy(key, host, host_length);
    memcpy(key + host_length, path, path_length);
    size_t folded = linkedin ? strlen(key) : host_length;
    for (size_t i = 0; i < folded; i++)
        key[i] = lower(key[i]);
    return key;
}
