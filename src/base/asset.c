/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/asset.h"

#include <string.h>

/* The index of the first asset whose path does not come before `path`. */
static int
lower_bound(const char *path)
{
    int low = 0;
    int high = asset_count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (strcmp(assets[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct asset *
asset_find(const char *path)
{
    const struct asset *asset = &assets[lower_bound(path)];
    return asset->path != NULL && strcmp(asset->path, path) == 0 ? asset : NULL;
}

bool
asset_is_under(const struct asset *asset, const char *prefix)
{
    return asset != NULL && asset->path != NULL &&
           strncmp(asset->path, prefix, strlen(prefix)) == 0;
}

const struct asset *
asset_first(const char *prefix)
{
    const struct asset *asset = &assets[lower_bound(prefix)];
    return asset_is_under(asset, prefix) ? asset : NULL;
}
