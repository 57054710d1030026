/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/zip.h"

#include "base/library.h"
#include "base/utf8.h"

#include <string.h>
#include <strings.h>
#include <zlib.h>

enum {
    END_SIZE = 22, /* of the record at the end of the archive */
    COMMENT_MAX = 65535,
    CENTRAL_SIZE = 46,  /* of an entry of the directory, without its name */
    LOCAL_SIZE = 30,    /* of the header before an entry's bytes */
    ENCRYPTED = 1 | 64, /* flags */
    STORED = 0,
    DEFLATED = 8
};

static struct {
    __typeof__(inflateInit2_) *init;
    __typeof__(inflate) *inflate;
    __typeof__(crc32) *crc;
} zlib;

static const struct library_symbol symbols[] = {{"inflateInit2_", (void **)&zlib.init},
                                                {"inflate", (void **)&zlib.inflate},
                                                {"crc32", (void **)&zlib.crc},
                                                {NULL, NULL}};

static uint32_t
number(const char *bytes, int width)
{
    uint32_t value = 0;
    for (int i = width - 1; i >= 0; i--)
        value = value << 8 | (unsigned char)bytes[i];
    return value;
}

bool
zip_begins(const char *bytes, size_t length)
{
    return length >= 4 &&
           (memcmp(bytes, "PK\x03\x04", 4) == 0 || memcmp(bytes, "PK\x05\x06", 4) == 0);
}

/* ---- the directory ---- */

struct search {
    struct arena *arena;
    int64_t archive_size;
    zip_read_at *read_at;
    void *context;
    const char *code;
    int candidates;
    bool connections;
    struct zip_entry entry;
    int64_t header; /* where the entry's local header stands */
    uint32_t flags, method;
    /* All that are wanted, instead of the one: */
    zip_wanted *wanted; /* or NULL */
    struct zip_entry *entries;
    size_t count, most;
};

static enum status
refuse(struct search *search, const char *code)
{
    search->code = code;
    return STATUS_INVALID;
}

/* The last part of the name: what stands before it is a path of somebody else's computer. */
static const char *
last_part(struct arena *arena, const char *name, size_t length)
{
    size_t start = length, used = 0;
    while (start > 0 && name[start - 1] != '/' && name[start - 1] != '\\')
        start--;
    char *text = arena_alloc(arena, length - start + 1);
    const char *cursor = name + start, *end = name + length;
    while (cursor < end) {
        const char *before = cursor;
        uint32_t character = utf8_next(&cursor, end);
        size_t step = (size_t)(cursor - before);
        if (utf8_is_control(character) || character == 0 || !utf8_valid(before, step))
            continue;
        memcpy(text + used, before, step);
        used += step;
    }
    text[used] = '\0';
    return text;
}

static bool
ends_with(const char *name, const char *suffix)
{
    size_t length = strlen(name), size = strlen(suffix);
    return length > size && strcasecmp(name + length - size, suffix) == 0;
}

static void
note_entry(struct search *search, const char *central, const char *last)
{
    search->flags = number(central + 8, 2);
    search->method = number(central + 10, 2);
    search->entry = (struct zip_entry){.name = last,
                                       .crc = number(central + 16, 4),
                                       .packed = number(central + 20, 4),
                                       .size = number(central + 24, 4)};
    search->header = number(central + 42, 4);
}

static void
take_candidate(struct search *search, const char *central, const char *last)
{
    bool connections = strcasecmp(last, "Connections.csv") == 0;
    bool fits = ends_with(last, ".csv") || ends_with(last, ".vcf") || ends_with(last, ".json");
    /* Programs of Apple put a shadow beside each file. */
    if (!fits || strncmp(last, "._", 2) == 0 || search->connections)
        return;
    search->candidates = connections ? 1 : search->candidates + 1;
    search->connections = connections;
    note_entry(search, central, last);
}

static enum status judge(struct search *search);

static enum status
take_wanted(struct search *search, const char *central, const char *last)
{
    if (!search->wanted(last))
        return STATUS_OK;
    if (search->count == search->most)
        return refuse(search, "zip.too_large");
    search->candidates = 1;
    note_entry(search, central, last);
    TRY(judge(search));
    search->entries[search->count++] = search->entry;
    return STATUS_OK;
}

static enum status
take_entry(struct search *search, const char *central, const char *name, size_t length)
{
    const char *last = last_part(search->arena, name, length);
    if (search->wanted != NULL)
        return take_wanted(search, central, last);
    take_candidate(search, central, last);
    return STATUS_OK;
}

static enum status
read_directory(struct search *search, int64_t offset, size_t size, uint32_t count)
{
    char *directory = arena_take(search->arena, size + 1);
    size_t at = 0;
    TRY(search->read_at(search->context, offset, directory, size));
    for (uint32_t i = 0; i < count; i++) {
        if (size - at < CENTRAL_SIZE || memcmp(directory + at, "PK\x01\x02", 4) != 0)
            return refuse(search, "zip.damaged");
        const char *central = directory + at;
        size_t name = number(central + 28, 2);
        size_t whole = CENTRAL_SIZE + name + number(central + 30, 2) + number(central + 32, 2);
        if (size - at < whole)
            return refuse(search, "zip.damaged");
        if (name > ZIP_NAME_MAX)
            return refuse(search, "zip.too_large");
        TRY(take_entry(search, central, central + CENTRAL_SIZE, name));
        at += whole;
    }
    return STATUS_OK;
}

static enum status
find_directory(struct search *search)
{
    size_t tail = search->archive_size < END_SIZE + COMMENT_MAX ? (size_t)search->archive_size
                                                                : END_SIZE + COMMENT_MAX;
    char *bytes = arena_take(search->arena, tail + 1);
    if (tail < END_SIZE)
        return refuse(search, "zip.damaged");
    TRY(search->read_at(search->context, search->archive_size - (int64_t)tail, bytes, tail));
    size_t at = tail - END_SIZE;
    while (at > 0 && !(memcmp(bytes + at, "PK\x05\x06", 4) == 0 &&
                       number(bytes + at + 20, 2) == tail - at - END_SIZE))
        at--;
    const char *end = bytes + at;
    if (memcmp(end, "PK\x05\x06", 4) != 0)
        return refuse(search, "zip.damaged");
    uint32_t count = number(end + 10, 2), size = number(end + 12, 4), offset = number(end + 16, 4);
    if (number(end + 4, 2) != 0 || number(end + 6, 2) != 0 || number(end + 8, 2) != count ||
        count > ZIP_ENTRIES_MAX || size > ZIP_DIRECTORY_MAX)
        return refuse(search, "zip.too_large");
    if ((int64_t)offset + size > search->archive_size)
        return refuse(search, "zip.damaged");
    return read_directory(search, offset, size, count);
}

/* The header before the bytes repeats method and encryption: an archive that says two things is none. */
static enum status
find_bytes(struct search *search)
{
    char local[LOCAL_SIZE];
    struct zip_entry *entry = &search->entry;
    if (search->header > search->archive_size - LOCAL_SIZE)
        return refuse(search, "zip.damaged");
    TRY(search->read_at(search->context, search->header, local, LOCAL_SIZE));
    if (memcmp(local, "PK\x03\x04", 4) != 0 || number(local + 8, 2) != search->method ||
        (number(local + 6, 2) & ENCRYPTED) != (search->flags & ENCRYPTED))
        return refuse(search, "zip.damaged");
    entry->offset = search->header + LOCAL_SIZE + number(local + 26, 2) + number(local + 28, 2);
    if (entry->offset + entry->packed > search->archive_size)
        return refuse(search, "zip.damaged");
    return STATUS_OK;
}

static enum status
judge(struct search *search)
{
    const struct zip_entry *entry = &search->entry;
    if (search->candidates != 1)
        return refuse(search, search->candidates == 0 ? "zip.nothing" : "zip.several");
    if ((search->flags & ENCRYPTED) != 0)
        return refuse(search, "zip.encrypted");
    if (search->method != STORED && search->method != DEFLATED)
        return refuse(search, "zip.method");
    if (entry->packed == UINT32_MAX || entry->size == UINT32_MAX)
        return refuse(search, "zip.too_large");
    if (entry->size > ZIP_SIZE_MAX || entry->size > ZIP_RATIO_FREE + entry->packed * ZIP_RATIO_MAX)
        return refuse(search, "zip.bomb");
    if (search->method == STORED && entry->packed != entry->size)
        return refuse(search, "zip.damaged");
    search->entry.deflated = search->method == DEFLATED;
    return find_bytes(search);
}

enum status
zip_find(struct arena *arena, int64_t archive_size, zip_read_at *read_at, void *context,
         struct zip_entry *out_entry, const char **out_code)
{
    struct search search = {
        .arena = arena, .archive_size = archive_size, .read_at = read_at, .context = context};
    enum status status = find_directory(&search);
    if (status == STATUS_OK)
        status = judge(&search);
    *out_code = search.code;
    if (status == STATUS_OK)
        *out_entry = search.entry;
    return status;
}

enum status
zip_list(struct arena *arena, int64_t archive_size, zip_read_at *read_at, void *context,
         zip_wanted *wanted, size_t most, struct zip_entry **out_entries, size_t *out_count,
         const char **out_code)
{
    struct search search = {.arena = arena,
                            .archive_size = archive_size,
                            .read_at = read_at,
                            .context = context,
                            .wanted = wanted,
                            .entries = arena_alloc(arena, most * sizeof *search.entries),
                            .most = most};
    enum status status = find_directory(&search);
    *out_code = search.code;
    *out_entries = search.entries;
    *out_count = search.count;
    return status;
}

/* ---- the bytes ---- */

struct zip_state {
    z_stream stream;
    uLong crc;
    bool ended;
    char out[ZIP_OUT];
};

static voidpf
take(voidpf arena, uInt items, uInt size)
{
    return arena_alloc(arena, (size_t)items * size);
}

static void
leave(voidpf arena, voidpf piece)
{
    (void)arena;
    (void)piece;
}

enum status
zip_open(struct zip *zip, struct arena *arena, const struct zip_entry *entry, zip_sink *sink,
         void *context)
{
    *zip = (struct zip){.entry = *entry, .sink = sink, .context = context};
    TRY(library_open("libz.so.1", symbols));
    zip->state = arena_alloc(arena, sizeof *zip->state);
    z_stream *stream = &zip->state->stream;
    stream->zalloc = take;
    stream->zfree = leave;
    stream->opaque = arena;
    if (zlib.init(stream, -MAX_WBITS, ZLIB_VERSION, (int)sizeof *stream) != Z_OK)
        return STATUS_FAILED;
    return STATUS_OK;
}

static enum status
spoil(struct zip *zip, const char *code)
{
    zip->code = code;
    return STATUS_INVALID;
}

static enum status
hand_on(struct zip *zip, const char *bytes, size_t length)
{
    zip->out += (int64_t)length;
    /* What the directory promised is the limit: an archive that lies about its sizes ends here. */
    if (zip->out > zip->entry.size)
        return spoil(zip, "zip.bomb");
    zip->state->crc = zlib.crc(zip->state->crc, (const Bytef *)bytes, (uInt)length);
    return length == 0 ? STATUS_OK : zip->sink(zip->context, bytes, length);
}

static enum status
unpack(struct zip *zip, const char *bytes, size_t length)
{
    struct zip_state *state = zip->state;
    z_stream *stream = &state->stream;
    stream->next_in = (z_const Bytef *)bytes;
    stream->avail_in = (uInt)length;
    while (!state->ended) {
        stream->next_out = (Bytef *)state->out;
        stream->avail_out = ZIP_OUT;
        int answer = zlib.inflate(stream, Z_NO_FLUSH);
        if (answer != Z_OK && answer != Z_STREAM_END && answer != Z_BUF_ERROR)
            return spoil(zip, "zip.damaged");
        state->ended = answer == Z_STREAM_END;
        size_t got = ZIP_OUT - stream->avail_out;
        TRY(hand_on(zip, state->out, got));
        if (got < ZIP_OUT && stream->avail_in == 0)
            break;
        if (got == 0 && answer == Z_BUF_ERROR)
            break;
    }
    return STATUS_OK;
}

enum status
zip_feed(struct zip *zip, const char *bytes, size_t length)
{
    if (zip->code != NULL)
        return STATUS_INVALID;
    int64_t left = zip->entry.packed - zip->in;
    if ((int64_t)length > left)
        length = (size_t)left;
    zip->in += (int64_t)length;
    while (length > 0) {
        size_t piece = length < ZIP_OUT ? length : ZIP_OUT;
        TRY(zip->entry.deflated ? unpack(zip, bytes, piece) : hand_on(zip, bytes, piece));
        bytes += piece;
        length -= piece;
    }
    return STATUS_OK;
}

enum status
zip_end(struct zip *zip)
{
    if (zip->code != NULL)
        return STATUS_INVALID;
    if (zip->in < zip->entry.packed)
        return spoil(zip, "zip.truncated");
    if ((zip->entry.deflated && !zip->state->ended) || zip->out != zip->entry.size ||
        zip->state->crc != zip->entry.crc)
        return spoil(zip, "zip.damaged");
    return STATUS_OK;
}
