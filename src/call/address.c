/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call/address.h"

#include <string.h>
#include <strings.h>

enum { LOCAL_MAX = 64, EMAIL_MAX = 254 };

bool
address_is_email(const char *text)
{
    const char *at = strchr(text, '@');
    if (at == NULL || at == text || at - text > LOCAL_MAX || strlen(text) > EMAIL_MAX)
        return false;
    const char *domain = at + 1;
    const char *dot = strchr(domain, '.');
    if (strpbrk(text, " \t\r\n<>()[]\\,;:\"") != NULL || strchr(domain, '@') != NULL)
        return false;
    return dot != NULL && dot != domain && dot[strlen(dot) - 1] != '.' &&
           strstr(text, "..") == NULL && text[0] != '.' && at[-1] != '.';
}

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
