/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/http_request.h"

#include "base/random.h"
#include "base/utf8.h"
#include "faces/codes.h"
#include "faces/route.h"
#include "formats/form.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const struct http_refusal fine = {0, NULL};

static struct http_refusal
refusal(unsigned http, const char *code)
{
    return (struct http_refusal){http, code};
}

/* "/a//b", "/a/../b", "/a/./b" and "/a/" name nothing here; a control character never does. */
static bool
is_sound_path(const char *path)
{
    for (const char *at = path, *end = path + strlen(path); at < end;)
        if (utf8_is_control(utf8_next(&at, end)))
            return false;
    if (strcmp(path, "/") == 0)
        return true;
    for (const char *at = path; *at == '/';) {
        size_t length = strcspn(++at, "/");
        if (length == 0 || (length == 1 && at[0] == '.') ||
            (length == 2 && at[0] == '.' && at[1] == '.'))
            return false;
        at += length;
    }
    return path[0] == '/';
}

struct http_refusal
request_target(struct http_request *request, const char *uri)
{
    size_t total = strlen(uri);
    size_t length = strcspn(uri, "?");
    size_t decoded;
    request->path = "/";
    request->query = "";
    if (total > HTTP_URI_MAX)
        return refusal(HTTP_URI_TOO_LONG, "call.uri_too_long");
    if (percent_read(request->arena, uri, length, false, &request->path, &decoded, NULL) !=
            STATUS_OK ||
        strlen(request->path) != decoded || !is_sound_path(request->path)) {
        request->path = "/";
        return refusal(HTTP_BAD_REQUEST, "call.malformed");
    }
    if (uri[length] == '?')
        request->query = arena_text(request->arena, uri + length + 1);
    return fine;
}

bool
request_header(struct http_request *request, const char *name, const char *value)
{
    const struct {
        const char *name;
        const char **place;
        bool once;
    } known[] = {
        {"Host", &request->host, true},
        {"Cookie", &request->cookies, true},
        {"Accept", &request->accept, false},
        {"Accept-Language", &request->language, false},
        {"Content-Type", &request->content_type, true},
        {"Origin", &request->origin, true},
        {"Referer", &request->referer, false},
        {"Sec-Fetch-Site", &request->fetch_site, true},
        {"Sec-Purpose", &request->purpose, false},
        {"If-None-Match", &request->etag, false},
        {"X-CSRF-Token", &request->csrf, true},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcasecmp(name, known[i].name) != 0)
            continue;
        bool repeated = *known[i].place != NULL;
        *known[i].place = arena_text(request->arena, value);
        return !(repeated && known[i].once);
    }
    return true;
}

/* The value of a cookie; a name that is there twice counts as absent, for one of the two may have been
 * set by another program of this machine. */
static const char *
find_cookie(const struct http_request *request, const char *name)
{
    const char *found = NULL;
    size_t name_length = strlen(name);
    const char *at = request->cookies == NULL ? "" : request->cookies;
    while (*at != '\0') {
        at += strspn(at, "; ");
        size_t length = strcspn(at, ";");
        if (length > name_length && at[name_length] == '=' && memcmp(at, name, name_length) == 0) {
            if (found != NULL)
                return NULL;
            found = arena_copy(request->arena, at + name_length + 1, length - name_length - 1);
        }
        at += length;
    }
    return found;
}

void
request_cookies(struct http_request *request)
{
    request->session = find_cookie(request, SESSION_COOKIE);
    request->done = find_cookie(request, DONE_COOKIE);
    if (request->session != NULL && strlen(request->session) != SECRET_TEXT)
        request->session = NULL;
}

/* An address in figures cannot be re-bound by a foreign name server. */
static bool
is_address(const char *name, size_t length)
{
    if (length > 2 && name[0] == '[' && name[length - 1] == ']')
        return true;
    return length > 0 && strspn(name, "0123456789.") >= length;
}

static bool
is_own_name(const struct http_site *site, const char *name, size_t length)
{
    for (int i = 0; i < SITE_NAMES_MAX && site->names[i] != NULL; i++)
        if (strlen(site->names[i]) == length && strncasecmp(site->names[i], name, length) == 0)
            return true;
    return false;
}

static bool
is_own_host(const struct http_site *site, const char *host)
{
    const char *colon = strrchr(host, ':');
    const char *bracket = strrchr(host, ']');
    if (colon != NULL && bracket != NULL && colon < bracket)
        colon = NULL;
    size_t length = colon == NULL ? strlen(host) : (size_t)(colon - host);
    if (is_own_name(site, host, length))
        return true;
    char port[16];
    (void)snprintf(port, sizeof port, ":%d", site->port);
    if (strcmp(colon == NULL ? ":80" : colon, port) != 0)
        return false;
    bool everywhere = strcmp(site->address, "0.0.0.0") == 0 || strcmp(site->address, "::") == 0;
    if (everywhere && is_address(host, length))
        return true;
    const char *own = strchr(site->address, ':') != NULL ? "[::1]" : "127.0.0.1";
    return (length == strlen(own) && strncmp(host, own, length) == 0) ||
           (length == strlen(site->address) && strncmp(host, site->address, length) == 0) ||
           (length == 9 && strncasecmp(host, "localhost", length) == 0);
}

/* An origin is of this host when it is the host with a scheme before it. */
static bool
is_same_origin(const char *origin, const char *host)
{
    const char *name = strstr(origin, "://");
    return name != NULL && strncmp(origin, "http", 4) == 0 && strcasecmp(name + 3, host) == 0;
}

struct http_refusal
request_check(const struct http_request *request, const struct http_site *site)
{
    if (request->host == NULL || !is_own_host(site, request->host))
        return refusal(HTTP_MISDIRECTED, "call.host");
    if (request->method == METHOD_GET || request->method == METHOD_HEAD)
        return fine;
    if (request->origin != NULL && !is_same_origin(request->origin, request->host))
        return refusal(HTTP_FORBIDDEN, "call.origin");
    if (request->fetch_site != NULL && strcmp(request->fetch_site, "same-origin") != 0 &&
        strcmp(request->fetch_site, "none") != 0)
        return refusal(HTTP_FORBIDDEN, "call.origin");
    return fine;
}

const char *
request_token(const struct http_request *request, const struct http_site *site)
{
    const char *key = request->session == NULL ? site->key : request->session;
    return secret_seal(request->arena, key, "csrf");
}

struct http_refusal
request_check_token(struct http_request *request, const struct http_site *site)
{
    const char *given = request->csrf;
    if (request->body != NULL && doc_has(request->body, "csrf")) {
        if (given == NULL)
            given = doc_text_of(request->body, "csrf");
        doc_remove(request->body, "csrf");
    }
    if (request->session == NULL && !site->open_access)
        return fine;
    if (given == NULL || !secret_equal(given, request_token(request, site)))
        return refusal(HTTP_FORBIDDEN, "call.csrf");
    return fine;
}

bool
request_wants_json(const struct http_request *request)
{
    if (request->accept == NULL || strstr(request->accept, "text/html") != NULL)
        return false;
    return strstr(request->accept, "application/json") != NULL ||
           strstr(request->accept, "application/problem+json") != NULL;
}

bool
request_has_type(const struct http_request *request, const char *type)
{
    size_t length = strlen(type);
    const char *given = request->content_type;
    return given != NULL && strncasecmp(given, type, length) == 0 &&
           (given[length] == '\0' || given[length] == ';' || given[length] == ' ');
}

const char *
request_back(const struct http_request *request)
{
    if (request->referer == NULL || request->host == NULL)
        return NULL;
    const char *host = strstr(request->referer, "://");
    size_t length = strlen(request->host);
    if (host == NULL || strncasecmp(host + 3, request->host, length) != 0)
        return NULL;
    const char *path = host + 3 + length;
    const char *back = arena_copy(request->arena, path, strcspn(path, "#"));
    return route_is_local(back) ? back : NULL;
}

const char *
request_language(const struct http_request *request)
{
    if (request->language == NULL)
        return NULL;
    size_t length = strcspn(request->language, ",; ");
    if (length == 0 || length > 20)
        return NULL;
    return arena_copy(request->arena, request->language, length);
}
