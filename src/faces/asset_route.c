/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/asset_route.h"

#include "base/asset.h"
#include "base/hash.h"
#include "faces/codes.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const folders[] = {"web/style/", "web/script/", NULL};

const char *
asset_version(void)
{
    static char version[17];
    if (version[0] != '\0')
        return version;
    uint64_t hash = HASH_BEGIN;
    for (const struct asset *asset = assets; asset->path != NULL; asset++)
        if (strncmp(asset->path, "web/", 4) == 0)
            hash = hash_text(hash, asset->etag);
    (void)snprintf(version, sizeof version, "%016" PRIx64, hash);
    return version;
}

static const char *
media_of(const char *path)
{
    static const struct {
        const char *end, *media;
    } known[] = {
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".webmanifest", "application/manifest+json"},
        {".json", "application/json"},
    };
    size_t length = strlen(path);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        size_t end = strlen(known[i].end);
        if (length > end && strcmp(path + length - end, known[i].end) == 0)
            return known[i].media;
    }
    return "application/octet-stream";
}

static const struct asset *
find(const struct http_request *request)
{
    const char *path =
        arena_print(request->arena, "web/%s", request->path + sizeof ASSET_PREFIX - 1);
    for (int i = 0; folders[i] != NULL; i++)
        if (strncmp(path, folders[i], strlen(folders[i])) == 0)
            return asset_find(path);
    return NULL;
}

void
asset_answer(const struct http_request *request, struct http_answer *answer)
{
    const struct asset *asset = find(request);
    if (asset == NULL) {
        answer->http = HTTP_NOT_FOUND;
        return;
    }
    const char *etag = arena_print(request->arena, "\"%s\"", asset->etag);
    const char *version = arena_print(request->arena, "v=%s", asset_version());
    answer->cache =
        strcmp(request->query, version) == 0 ? "public, max-age=31536000, immutable" : "no-cache";
    answer_header(answer, "ETag", etag);
    answer->media = media_of(asset->path);
    if (request->etag != NULL && strstr(request->etag, etag) != NULL) {
        answer->http = HTTP_NOT_MODIFIED;
        return;
    }
    answer->http = HTTP_OK;
    answer->body = asset->bytes;
    answer->length = asset->length;
}
