/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call/address.h"

#include <string.h>
#include <strings.h>

char *
address_url(struct arena *arena, const char *text)
{
    const char *host = text;
    char *url;
    if (text == NULL || strpbrk(text, " \t\r\n<>\"\\`{}|^") != NULL)
        return NULL;
    if (strncasecmp(text, "https://", 8) == 0)
        host = text + 8;
    else if (strncasecmp(text, "http://", 7) == 0)
        host = text + 7;
    else if (strstr(text, "://") != NULL)
        return NULL;
    url = host == text ? arena_print(arena, "https://%s", text) : arena_text(arena, text);
    size_t length = strcspn(host, "/?#");
    const char *dot = memchr(host, '.', length);
    bool local = length >= 9 && strncasecmp(host, "localhost", 9) == 0;
    if (length == 0 || memchr(host, '@', length) != NULL || (dot == NULL && !local) || dot == host)
        return NULL;
    const char *colon = memchr(host, ':', length);
    if (colon != NULL && strspn(colon + 1, "0123456789") != length - (size_t)(colon - host) - 1)
        return NULL; /* "javascript:..." and the like */
    return url;
}
