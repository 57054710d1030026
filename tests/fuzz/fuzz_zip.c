/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as an archive: nothing is read outside of it, what comes out keeps to the limits, and it is the
 * same in any pieces. The first byte is the size of the pieces. */
#include "fuzz.h"

#include "base/sha256.h"
#include "base/utf8.h"
#include "formats/zip.h"

#include <string.h>

enum { LISTED_MOST = 50 };

struct bytes {
    const char *data;
    size_t length;
};

static enum status
read_at(void *context, int64_t offset, char *out, size_t length)
{
    const struct bytes *bytes = context;
    PROMISE(offset >= 0 && length <= bytes->length && (size_t)offset <= bytes->length - length);
    memcpy(out, bytes->data + offset, length);
    return STATUS_OK;
}

static enum status
digest(void *context, const char *bytes, size_t length)
{
    PROMISE(length > 0 && length <= ZIP_OUT);
    sha256_add(context, bytes, length);
    return STATUS_OK;
}

static const char *
unpack(struct arena *arena, const struct zip_entry *entry, const struct bytes *bytes, size_t piece,
       unsigned char out_digest[SHA256_BYTES])
{
    struct sha256 sha;
    struct zip zip;
    sha256_open(&sha);
    if (zip_open(&zip, arena, entry, digest, &sha) != STATUS_OK)
        return "no zlib";
    enum status status = STATUS_OK;
    size_t at = (size_t)entry->offset, end = at + (size_t)entry->packed;
    for (; at < end && status == STATUS_OK; at += piece)
        status = zip_feed(&zip, bytes->data + at, end - at < piece ? end - at : piece);
    if (status == STATUS_OK)
        status = zip_end(&zip);
    PROMISE((status == STATUS_OK) == (zip.code == NULL));
    PROMISE(status != STATUS_OK || zip.out == entry->size);
    sha256_finish(&sha, out_digest);
    return zip.code;
}

static bool
any(const char *name)
{
    return name[0] != '\0';
}

static void
list_all(struct arena *arena, struct bytes *bytes)
{
    struct zip_entry *entries;
    size_t count;
    const char *code;
    enum status status = zip_list(arena, (int64_t)bytes->length, read_at, bytes, any, LISTED_MOST,
                                  &entries, &count, &code);
    PROMISE((status == STATUS_OK) == (code == NULL) && count <= LISTED_MOST);
    for (size_t i = 0; i < count; i++)
        PROMISE(entries[i].offset + entries[i].packed <= (int64_t)bytes->length &&
                strpbrk(entries[i].name, "/\\") == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 100000)
        return 0;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct bytes bytes = {(const char *)data + 1, size - 1};
    list_all(&arena, &bytes);
    struct zip_entry entry;
    const char *code;
    unsigned char one[SHA256_BYTES], two[SHA256_BYTES];
    enum status status = zip_find(&arena, (int64_t)bytes.length, read_at, &bytes, &entry, &code);
    PROMISE((status == STATUS_OK) == (code == NULL));
    if (status != STATUS_OK)
        return 0;
    PROMISE(utf8_valid(entry.name, strlen(entry.name)) && strpbrk(entry.name, "/\\") == NULL);
    PROMISE(entry.size <= ZIP_SIZE_MAX && entry.offset + entry.packed <= (int64_t)bytes.length);
    const char *whole = unpack(&arena, &entry, &bytes, size, one);
    const char *cut = unpack(&arena, &entry, &bytes, (size_t)data[0] + 1, two);
    PROMISE((whole == NULL) == (cut == NULL));
    PROMISE(whole != NULL || memcmp(one, two, sizeof one) == 0);
    return 0;
}
